//! Documents cut down to what a format can carry, with every cut counted.

use super::exchange::{Beside, Document, Gone, Label, Set, Span};
use super::format::{OverlapPolicy, WriteCx};
use super::{Carries, FormatError, LossKind, Losses, covered};
use crate::model::{Attribute, Codebook, Fragments, LayerKind, SetState};
use crate::text::quote;
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashSet};

/// A document as a format with these places can hold it. Where a format does not say whose spans they are, each
/// annotator's become a document of their own, in a folder with their name.
pub(super) fn fitted(
    document: Document,
    carries: &Carries,
    cx: &WriteCx<'_>,
    losses: &mut Losses,
) -> Result<Vec<Document>, FormatError> {
    let mut document = about(document, carries, losses);
    without_layers(&mut document, carries, cx, losses);
    let documents = if carries.annotators { vec![document] } else { by_annotator(document, cx, losses) };
    let mut fitted = Vec::with_capacity(documents.len());
    for mut document in documents {
        let sets = std::mem::take(&mut document.sets);
        document.sets = sets.into_iter().map(|set| set_fitted(set, &document, carries, losses)).collect();
        if carries.tokens {
            on_tokens(&mut document, losses);
        }
        if carries.overlap {
            fitted.push(document);
        } else {
            fitted.extend(without_overlap(document, cx, losses)?);
        }
    }
    Ok(fitted)
}

/// Tags that only their layers tell apart are called by their ids where the format does not say the layers.
fn without_layers(document: &mut Document, carries: &Carries, cx: &WriteCx<'_>, losses: &mut Losses) {
    let mut sets = std::mem::take(&mut document.sets);
    let labels = sets.iter_mut().flat_map(Set::labels_mut).filter(|(kind, _)| !carries.layers.contains(kind));
    for (kind, label) in labels {
        let Some(layer) = &label.layer else { continue };
        let tag = cx.codebook.meant_in(layer, kind, &label.tag).map(|tag| cx.called_alone(tag));
        if let Some(id) = tag.filter(|id| *id != label.tag) {
            losses.add(LossKind::Id, || format!("{} of {layer} is {id} in “{}”", label.tag, document.name()));
            *label = Label::new(id);
        }
    }
    document.sets = sets;
}

/// A document whose attributes are called by their ids, for formats that write what attributes there are beside it.
pub(super) fn with_ids_of_attributes(mut document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Document {
    let mut sets = std::mem::take(&mut document.sets);
    for set in &mut sets {
        let spans = set.spans.iter_mut().map(|span| (Some(LayerKind::Span), &mut span.beside.attributes));
        let relations =
            set.relations.iter_mut().map(|relation| (Some(LayerKind::Relation), &mut relation.beside.attributes));
        let whole = std::iter::once((None, &mut set.attributes));
        for (kind, values) in spans.chain(relations).chain(whole) {
            let renamed = |name: &SmolStr| Some((name.clone(), id_of_attribute(kind, name, cx.codebook)?));
            let renamed: Vec<(SmolStr, SmolStr)> = values.keys().filter_map(renamed).collect();
            for (name, id) in renamed {
                if let Some(value) = values.remove(&name) {
                    losses.add(LossKind::Id, || format!("the attribute {name} is {id} in “{}”", document.name()));
                    values.entry(id).or_insert(value);
                }
            }
        }
    }
    Document { sets, ..document }
}

/// The id of the attribute with a name, where that is no id.
fn id_of_attribute(kind: Option<LayerKind>, name: &str, codebook: &Codebook) -> Option<SmolStr> {
    let of = |attribute: &Attribute| Some(codebook.layer(attribute.layer.as_ref()?)?.kind);
    if codebook.attributes.iter().any(|attribute| attribute.id.as_str() == name) {
        return None;
    }
    let found = codebook.attributes.iter().find(|attribute| attribute.name == name && of(attribute) == kind);
    found.map(|attribute| attribute.id.as_str().into())
}

/// One document for each annotator, in a folder with their name where there are several annotators in what is written.
pub(super) fn by_annotator(document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Vec<Document> {
    let mut document = document;
    document.sets.retain(|set| !set.is_blank());
    if document.sets.len() < 2 && cx.annotators.len() < 2 {
        let persons: Vec<_> = document.sets.iter_mut().filter_map(|set| set.annotator.take()).collect();
        for person in persons {
            losses.add(LossKind::Annotator, || format!("the set of {} in “{}”", person.id, document.name()));
        }
        return vec![document];
    }
    apart(document)
}

/// One document for each annotator, in a folder with their name; the document itself where nobody says anything.
fn apart(mut document: Document) -> Vec<Document> {
    let sets = std::mem::take(&mut document.sets);
    if sets.is_empty() {
        return vec![document];
    }
    let alone = |set: Set| {
        let person = set.annotator.as_ref().map_or("nobody", |person| person.id.as_str());
        let folder =
            document.folder.as_ref().map_or_else(|| person.into(), |folder| format!("{folder}/{person}").into());
        Document { folder: Some(folder), sets: vec![Set { annotator: None, ..set }], ..document.clone() }
    };
    sets.into_iter().map(alone).collect()
}

/// What is known of a document beside its text and sets.
fn about(mut document: Document, carries: &Carries, losses: &mut Losses) -> Document {
    if !carries.metadata {
        let name = document.name().to_owned();
        let mut lose = |what: &str, value: Option<String>| {
            if let Some(value) = value {
                losses.add(LossKind::Document, || format!("the {what} of “{name}”: {}", quote(&value)));
            }
        };
        lose("title", document.title.take());
        lose("language", document.language.take());
        lose("date", document.date.take());
        lose("outlet", document.outlet.take());
        lose("source", document.source.take().map(|source| source.file));
        for (key, value) in std::mem::take(&mut document.meta) {
            lose(&key, Some(value));
        }
        // Files are named after it where they have a name at all.
        document.id = document.id.or_else(|| Some(name.into()));
    }
    if !carries.excluded && !document.excluded.is_empty() {
        losses.add(LossKind::Document, || format!("what is left out of “{}”", document.name()));
        document.excluded = crate::text::Regions::NONE;
    }
    document
}

fn set_fitted(mut set: Set, document: &Document, carries: &Carries, losses: &mut Losses) -> Set {
    let name = document.name();
    if !carries.states {
        if set.state.is_some_and(SetState::is_finished) {
            losses.add(LossKind::State, || format!("{} in “{name}”", set.state.unwrap_or_default().name()));
        }
        set.state = None;
    }
    if !carries.document_tags && !set.tags.is_empty() {
        losses.add_many(LossKind::DocumentTag, set.tags.len(), || {
            format!("{} on “{name}”", set.tags.first().map_or("", |given| &given.label.tag))
        });
        set.tags.clear();
    }
    if !carries.document_attributes && !set.attributes.is_empty() {
        losses.add_many(LossKind::Attribute, set.attributes.len(), || {
            format!("{} of “{name}”", set.attributes.keys().next().map_or("", |key| key))
        });
        set.attributes.clear();
    }
    if !carries.spans {
        drop_spans(&mut set, LossKind::Span, document, losses, |_, _| false);
    }
    if !carries.zero_width {
        drop_spans(&mut set, LossKind::ZeroWidth, document, losses, |_, span| !span.at.hull().is_empty());
    }
    if !carries.relations && !set.relations.is_empty() {
        losses.add_many(LossKind::Relation, set.relations.len(), || {
            format!("{} in “{name}”", set.relations.first().map_or("", |relation| &relation.label.tag))
        });
        let gone = set.keep_relations(|_, _| false);
        count_gone(Gone { relations: 0, ..gone }, document, losses);
    }
    if !carries.notes && !set.notes.is_empty() {
        losses.add_many(LossKind::Note, set.notes.len(), || {
            format!("“{}” in “{name}”", set.notes.first().map(|note| quote(&note.body)).unwrap_or_default())
        });
        set.notes.clear();
    }
    if !carries.fragments {
        in_one_piece(&mut set, document, losses);
    }
    for span in &mut set.spans {
        let words = || format!("“{}” as {} in “{name}”", quote(&covered(&document.text, &span.at)), span.label.tag);
        beside(&mut span.beside, carries, words, losses);
    }
    for relation in &mut set.relations {
        beside(&mut relation.beside, carries, || format!("{} in “{name}”", relation.label.tag), losses);
    }
    for given in &mut set.tags {
        beside(&mut given.beside, carries, || format!("{} on “{name}”", given.label.tag), losses);
    }
    if !carries.times {
        for note in set.notes.iter_mut().filter(|note| note.made.is_some()) {
            losses.add(LossKind::When, || format!("when “{}” was written", quote(&note.body)));
            note.made = None;
        }
    }
    set
}

/// What stands beside a tag.
fn beside(said: &mut Beside, carries: &Carries, what: impl Fn() -> String, losses: &mut Losses) {
    if !carries.attributes && !said.attributes.is_empty() {
        let key = said.attributes.keys().next().cloned().unwrap_or_default();
        losses.add_many(LossKind::Attribute, said.attributes.len(), || format!("{key} of {}", what()));
        said.attributes.clear();
    }
    if !carries.certainty && (said.confidence.is_some() || said.flagged) {
        losses.add(LossKind::Certainty, &what);
        (said.confidence, said.flagged) = (None, false);
    }
    if !carries.times && (said.made.is_some() || said.origin.is_some()) {
        losses.add(LossKind::When, &what);
        (said.made, said.origin) = (None, None);
    }
}

/// Takes spans out of a set and counts them, with the relations and notes that go with them.
pub(super) fn drop_spans(
    set: &mut Set,
    kind: LossKind,
    document: &Document,
    losses: &mut Losses,
    keep: impl Fn(usize, &Span) -> bool,
) {
    for (at, span) in set.spans.iter().enumerate() {
        if !keep(at, span) {
            losses.add(kind, || shown(span, document));
        }
    }
    let gone = set.keep_spans(keep);
    count_gone(gone, document, losses);
}

fn count_gone(gone: Gone, document: &Document, losses: &mut Losses) {
    losses.add_many(LossKind::Relation, gone.relations, || format!("of spans left out in “{}”", document.name()));
    losses.add_many(LossKind::Note, gone.notes, || format!("on what is left out in “{}”", document.name()));
}

/// A span for a message.
pub(super) fn shown(span: &Span, document: &Document) -> String {
    format!("“{}” as {} in “{}”", quote(&covered(&document.text, &span.at)), span.label.tag, document.name())
}

/// Spans of several pieces become one from the first to the last; those that then are the same stand once.
fn in_one_piece(set: &mut Set, document: &Document, losses: &mut Losses) {
    for span in set.spans.iter_mut().filter(|span| span.at.n_ranges() > 1) {
        losses.add(LossKind::Fragments, || shown(span, document));
        span.at = Fragments::one(span.at.hull());
    }
    drop_same(set, document, losses);
}

/// Spans as a format can hold them whose places are tokens: without white space at their ends, and none over white space
/// alone.
fn on_tokens(document: &mut Document, losses: &mut Losses) {
    let mut sets = std::mem::take(&mut document.sets);
    for set in &mut sets {
        let text = &document.text;
        drop_spans(set, LossKind::Span, document, losses, |_, span| !text.trimmed(span.at.hull()).is_empty());
        for span in &mut set.spans {
            let trimmed = text.trimmed(span.at.hull());
            if trimmed != span.at.hull() {
                losses.add(LossKind::Edges, || shown(span, document));
                span.at = trimmed.into();
            }
        }
        drop_same(set, document, losses);
    }
    document.sets = sets;
}

/// Spans with the place and tag of an earlier one go.
pub(super) fn drop_same(set: &mut Set, document: &Document, losses: &mut Losses) {
    let mut seen = HashSet::new();
    let first: Vec<bool> = set.spans.iter().map(|span| seen.insert((span.at.clone(), span.label.clone()))).collect();
    if first.contains(&false) {
        drop_spans(set, LossKind::SameSpan, document, losses, |at, _| first.get(at) == Some(&true));
    }
}

/// The document with spans apart in each set, by the policy; several documents where each layer gets its own.
fn without_overlap(document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
    let documents = match cx.options.overlap {
        OverlapPolicy::Layers => by_layer(document, cx, losses),
        _ => vec![document],
    };
    documents
        .into_iter()
        .map(|mut document| {
            let mut sets = std::mem::take(&mut document.sets);
            for set in &mut sets {
                keep_apart(set, &document, cx.options.overlap, losses)?;
            }
            Ok(Document { sets, ..document })
        })
        .collect()
}

/// Drops spans until none overlaps another.
fn keep_apart(
    set: &mut Set,
    document: &Document,
    policy: OverlapPolicy,
    losses: &mut Losses,
) -> Result<(), FormatError> {
    let keep = kept_apart(&set.spans, policy);
    let Some((dropped, _)) = set.spans.iter().zip(&keep).find(|(_, keep)| !**keep) else { return Ok(()) };
    if policy == OverlapPolicy::Error {
        return Err(FormatError::Overlap { example: shown(dropped, document) });
    }
    drop_spans(set, LossKind::Overlap, document, losses, |at, _| keep.get(at) == Some(&true));
    Ok(())
}

/// Which spans stay so that none overlaps another: in order of preference, each that overlaps with none before it.
fn kept_apart(spans: &[Span], policy: OverlapPolicy) -> Vec<bool> {
    let mut order: Vec<usize> = (0..spans.len()).collect();
    let hull = |at: &usize| spans.get(*at).map(|span| span.at.hull());
    let longest = |at: &usize| std::cmp::Reverse(hull(at).map(|hull| hull.len()));
    match policy {
        OverlapPolicy::First => order.sort_by_key(|at| (hull(at).map(|hull| hull.start()), longest(at))),
        _ => order.sort_by_key(|at| (longest(at), hull(at).map(|hull| hull.start()))),
    }
    let mut taken: BTreeMap<u32, u32> = BTreeMap::new();
    let mut keep = vec![false; spans.len()];
    for at in order {
        let Some(hull) = hull(&at) else { continue };
        let (start, end) = (hull.start().get(), hull.end().get());
        let before = taken.range(..end).next_back();
        if before.is_none_or(|(_, &taken_end)| taken_end <= start) {
            taken.insert(start, end);
            if let Some(keep) = keep.get_mut(at) {
                *keep = true;
            }
        }
    }
    keep
}

/// The same document once for each layer that has spans, in a folder with its name.
fn by_layer(document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Vec<Document> {
    let layer =
        |span: &Span| cx.layer_of(LayerKind::Span, &span.label).map_or_else(SmolStr::default, |id| id.as_str().into());
    let mut layers: Vec<SmolStr> = document.sets.iter().flat_map(|set| set.spans.iter().map(layer)).collect();
    layers.sort();
    layers.dedup();
    if layers.len() < 2 {
        return vec![document];
    }
    let within = |name: &SmolStr| {
        let mut part = document.clone();
        part.folder = Some(match &document.folder {
            Some(folder) => format!("{folder}-{name}").into(),
            None => name.clone(),
        });
        for set in &mut part.sets {
            // The spans of other layers are not lost: they stand in the other files. What hangs on them may be.
            let gone = set.keep_spans(|_, span| layer(span) == *name);
            losses.add_many(LossKind::Relation, gone.relations, || format!("between layers in “{}”", document.name()));
        }
        part
    };
    layers.iter().map(within).collect()
}
