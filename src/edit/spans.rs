//! Plans for spans: mark, retag, resize, remove; and how far an annotator is.

use super::command::{Plan, document, tag};
use super::{Change, Edit, EditError, Mint, NewTag, tags};
use crate::model::{
    AnnotationSet, Codebook, Fragments, NoteTarget, Origin, Overlap, Project, SetHead, SetKey, SetState, Span, SpanKey,
    Tag, TagId,
};
use crate::text::{Text, TextRange, quote};

pub(super) fn add(project: &Project, mint: &mut Mint, key: &SetKey, at: &Fragments, tag_id: &TagId) -> Plan {
    let tag = tag(project, tag_id)?;
    let text = &document(project, &key.document)?.text;
    check_place(project, key, text, at, tag, None)?;
    let mut edits = begun(project, key, text);
    let set = project.set(key);
    let start = at.hull().start();
    let id = mint.record_id(|id| set.is_some_and(|set| set.spans.get((start, id)).is_some()));
    let span = Span { id, at: at.clone(), tag: tag.id.clone(), origin: Origin::Hand, made: mint.now };
    edits.push(Edit::Span(key.clone(), Change::add(span)));
    Ok((format!("Tag “{}” as {}", covered(text, at), tag.name), edits))
}

pub(super) fn add_in_vivo(project: &Project, mint: &mut Mint, key: &SetKey, at: &Fragments, new: &NewTag) -> Plan {
    let (_, mut edits) = tags::add(project, new)?;
    let mut with_tag = project.clone();
    edits.iter().try_for_each(|edit| edit.apply(&mut with_tag))?;
    let id = with_tag.codebook.order.last().cloned().ok_or(EditError::Gone("the new tag"))?;
    let (title, span_edits) = add(&with_tag, mint, key, at, &id)?;
    edits.extend(span_edits);
    Ok((title, edits))
}

pub(super) fn retag(project: &Project, key: &SetKey, spans: &[SpanKey], tag_id: &TagId) -> Plan {
    let tag = tag(project, tag_id)?;
    let text = &document(project, &key.document)?.text;
    let mut edits = Vec::new();
    let mut last = String::new();
    for before in found(project, key, spans)? {
        if before.tag == *tag_id {
            continue;
        }
        check_place(project, key, text, &before.at, tag, Some(before.key()))?;
        last = covered(text, &before.at);
        let after = Span { tag: tag_id.clone(), ..before.clone() };
        edits.push(Edit::Span(key.clone(), Change::replace(before.clone(), after)));
    }
    let what = if edits.len() == 1 { format!("“{last}”") } else { format!("{} spans", edits.len()) };
    Ok((format!("Retag {what} as {}", tag.name), edits))
}

pub(super) fn resize(project: &Project, key: &SetKey, span: SpanKey, at: &Fragments) -> Plan {
    let text = &document(project, &key.document)?.text;
    let before = *found(project, key, &[span])?.first().ok_or(EditError::Gone("the span"))?;
    if before.at == *at {
        return Err(EditError::Nothing);
    }
    let tag = tag(project, &before.tag)?;
    check_place(project, key, text, at, tag, Some(span))?;
    let after = Span { at: at.clone(), ..before.clone() };
    let title = format!("Resize “{}” to “{}”", covered(text, &before.at), covered(text, at));
    Ok((title, vec![Edit::Span(key.clone(), Change::replace(before.clone(), after))]))
}

pub(super) fn remove(project: &Project, key: &SetKey, spans: &[SpanKey]) -> Plan {
    let text = &document(project, &key.document)?.text;
    let spans = found(project, key, spans)?;
    let title = match spans.as_slice() {
        [span] => format!("Remove {} “{}”", tag_name(&project.codebook, &span.tag), covered(text, &span.at)),
        spans => format!("Remove {} spans", spans.len()),
    };
    let set = project.set(key).ok_or(EditError::Gone("the set"))?;
    let edits = spans.into_iter().flat_map(|span| removal(key, set, span)).collect();
    Ok((title, edits))
}

/// The edits that take a span out with the notes on it.
pub(super) fn removal(key: &SetKey, set: &AnnotationSet, span: &Span) -> Vec<Edit> {
    let notes = if set.notes.is_empty() { Vec::new() } else { set.notes_on(NoteTarget::Span(span.id)) };
    let mut edits: Vec<Edit> =
        notes.into_iter().map(|note| Edit::Note(key.clone(), Change::remove(note.clone()))).collect();
    edits.push(Edit::Span(key.clone(), Change::remove(span.clone())));
    edits
}

pub(super) fn set_state(project: &Project, key: &SetKey, state: SetState) -> Plan {
    let document = document(project, &key.document)?;
    let before = project.set(key).map(|set| set.head);
    let is_blank = project.set(key).is_none_or(|set| set.spans.is_empty() && set.notes.is_empty());
    let after = (state != SetState::New || !is_blank).then_some(SetHead { text: document.text.digest(), state });
    if before == after {
        return Err(EditError::Nothing);
    }
    let title = format!("Mark “{}” as {}", document.title, state.name());
    Ok((title, vec![Edit::Head(key.clone(), Change { before, after })]))
}

/// The edits that make a set, or move it from new to in progress, before its first record.
pub(super) fn begun(project: &Project, key: &SetKey, text: &Text) -> Vec<Edit> {
    let before = project.set(key).map(|set| set.head);
    match before {
        Some(head) if head.state != SetState::New => Vec::new(),
        _ => {
            let after = SetHead { text: text.digest(), state: SetState::InProgress };
            vec![Edit::Head(key.clone(), Change { before, after: Some(after) })]
        }
    }
}

/// Whether a tag may stand at a place: inside the text, not twice, and as its layer allows.
fn check_place(
    project: &Project,
    key: &SetKey,
    text: &Text,
    at: &Fragments,
    tag: &Tag,
    but: Option<SpanKey>,
) -> Result<(), EditError> {
    at.iter().try_for_each(|range| text.check(range))?;
    if at.hull().is_empty() {
        return Err(EditError::NothingSelected);
    }
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

fn found<'a>(project: &'a Project, key: &SetKey, spans: &[SpanKey]) -> Result<Vec<&'a Span>, EditError> {
    let set = project.set(key).ok_or(EditError::Gone("the set"))?;
    spans.iter().map(|&span| set.spans.get(span).ok_or(EditError::Gone("the span"))).collect()
}

/// What some fragments cover, for a title. Of each only the ends are looked at.
fn covered(text: &Text, at: &Fragments) -> String {
    let pieces: Vec<String> = at.iter().map(|range| quote(text.slice(range))).collect();
    quote(&pieces.join(" … ")).replace(['\n', '\r'], " ")
}

fn tag_name<'a>(codebook: &'a Codebook, id: &'a TagId) -> &'a str {
    codebook.tag(id).map_or(id.as_str(), |tag| &tag.name)
}
