//! The rules of where a tag may stand.

use super::EditError;
use crate::model::{Fragments, Layer, LayerKind, Overlap, Project, SetKey, Span, SpanKey, Tag};
use crate::text::{Granularity, Offset, Text, TextRange, quote};

/// Whether a tag may stand at a place: inside the text, not twice, and as its layer allows.
pub(super) fn check_place(
    project: &Project,
    key: &SetKey,
    text: &Text,
    at: &Fragments,
    tag: &Tag,
    but: Option<SpanKey>,
) -> Result<(), EditError> {
    at.iter().try_for_each(|range| text.check(range))?;
    let layer = project.codebook.layer(&tag.layer);
    check_kind(project, tag, LayerKind::Span)?;
    if at.hull().is_empty() && !layer.is_some_and(|layer| layer.zero_width) {
        return Err(EditError::NothingSelected);
    }
    if let Some(layer) = layer {
        check_extent(text, at, layer)?;
    }
    check_neighbors(project, key, text, at, tag, but)
}

/// Whether a tag is one for annotations of a kind.
pub(super) fn check_kind(project: &Project, tag: &Tag, kind: LayerKind) -> Result<(), EditError> {
    let is = project.codebook.kind_of(tag);
    if is == kind { Ok(()) } else { Err(EditError::OtherKind { tag: tag.name.clone(), is, wanted: kind }) }
}

/// Whether a layer lets a span begin and end where it does.
fn check_extent(text: &Text, at: &Fragments, layer: &Layer) -> Result<(), EditError> {
    for range in at.iter().filter(|range| !range.is_empty()) {
        if !layer.crosses_paragraphs && text.paragraph_index(range.start()) != last_paragraph(text, range) {
            return Err(EditError::CrossesParagraphs { layer: layer.name.clone() });
        }
        let fitted = fitted(text, range, layer.granularity);
        if fitted != range {
            let (layer, unit) = (layer.name.clone(), layer.granularity);
            return Err(EditError::NotWhole { layer, unit, fitted: quote(text.slice(fitted)) });
        }
    }
    Ok(())
}

fn last_paragraph(text: &Text, range: TextRange) -> usize {
    text.paragraph_index(text.floor(range.end().index().saturating_sub(1)))
}

/// The smallest range of whole units that has all of another one.
pub fn fitted(text: &Text, range: TextRange, granularity: Granularity) -> TextRange {
    if range.is_empty() || granularity == Granularity::Grapheme {
        return range;
    }
    let last: Offset = text.floor(range.end().index() - 1);
    let unit = |at| text.unit_at(at, granularity);
    let (first, last) = (unit(range.start()), unit(last));
    // What lies between two units, such as a space, belongs to none of them.
    [first, last].into_iter().filter(|unit| unit.overlaps(range)).fold(range, TextRange::hull)
}

/// Whether the other spans of a set let one stand where it does.
fn check_neighbors(
    project: &Project,
    key: &SetKey,
    text: &Text,
    at: &Fragments,
    tag: &Tag,
    but: Option<SpanKey>,
) -> Result<(), EditError> {
    let Some(set) = project.set(key) else { return Ok(()) };
    let layer = project.codebook.layer(&tag.layer);
    let overlap = layer.map_or(Overlap::Any, |layer| layer.overlap);
    let hull = at.hull();
    let is_other = |other: &&Span| Some(other.key()) != but;
    if set.spans.starting_at(hull.start()).filter(is_other).any(|other| other.tag == tag.id && other.at == *at) {
        return Err(EditError::AlreadyThere { quote: covered(text, at), tag: tag.name.clone() });
    }
    let is_in_layer = |other: &&Span| project.codebook.tag(&other.tag).is_some_and(|other| other.layer == tag.layer);
    let (relation, broken) = match overlap {
        Overlap::Any => return Ok(()),
        // What crosses lies over one of the two edges. All between them would be looked at in vain.
        Overlap::Nested => {
            let at_edges = [hull.start(), hull.end()].map(TextRange::empty_at);
            let mut near = at_edges.into_iter().flat_map(|edge| set.spans.overlapping(edge)).filter(is_other);
            ("cross", near.find(|other| other.hull().crosses(hull) && is_in_layer(other)))
        }
        Overlap::None => {
            let mut near = set.spans.overlapping(hull).filter(is_other);
            ("overlap", near.find(|other| other.hull().overlaps(hull) && is_in_layer(other)))
        }
    };
    match (broken, layer) {
        (Some(other), Some(layer)) => {
            Err(EditError::Overlap { layer: layer.name.clone(), relation, quote: covered(text, &other.at) })
        }
        _ => Ok(()),
    }
}

/// What some fragments cover, for a title, on one line. Of each only the ends are looked at.
pub fn covered(text: &Text, at: &Fragments) -> String {
    let pieces: Vec<String> = at.iter().map(|range| quote(text.slice(range))).collect();
    quote(&pieces.join(" … ")).replace(['\n', '\r'], " ")
}
