//! Three states of a set, document or annotator become one, record by record.
//!
//! What one side changed is taken; what both changed in the same way too. A change wins over a removal. Where
//! both changed one span or note in ways that cannot both stand, it stands twice: ours under its id, theirs
//! under a new one, which is made from what it says, so that the same merge done elsewhere gives the same.

use super::diff::spans_by_id;
use super::fields::{Merged, Settled, field, list, three};
use crate::model::{AnnotationSet, Annotator, Document, Note, NoteTarget, RecordId, SetHead, Span, SpanSeq};
use crate::text::{Digest, Text, quote};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;

/// Merges a set; `None` where it is not there. All states must count in the same text.
pub fn merge_sets(
    base: Option<&AnnotationSet>,
    ours: Option<&AnnotationSet>,
    theirs: Option<&AnnotationSet>,
) -> Merged<Option<AnnotationSet>> {
    merge_sets_of(None, base, ours, theirs)
}

/// The same, with the text at hand, so that a conflict names the words that it is about.
pub fn merge_sets_of(
    text: Option<&Text>,
    base: Option<&AnnotationSet>,
    ours: Option<&AnnotationSet>,
    theirs: Option<&AnnotationSet>,
) -> Merged<Option<AnnotationSet>> {
    if ours == theirs || base == theirs {
        return Merged::clean(ours.cloned());
    }
    if base == ours {
        return Merged::clean(theirs.cloned());
    }
    let Some(head) = merged_head(base, ours, theirs) else { return Merged::clean(None) };
    let mut conflicts = Vec::new();
    let mut spans = merged_spans(text, base, ours, theirs, &mut conflicts);
    let notes = merged_notes(base, ours, theirs, &mut conflicts);
    restore_what_notes_are_on(&mut spans, &notes, [ours, theirs, base]);
    let mut set = AnnotationSet::new(head);
    set.spans = spans.into_values().collect::<SpanSeq>();
    set.notes = notes.into_iter().collect();
    Merged { value: Some(set), conflicts }
}

fn merged_head(
    base: Option<&AnnotationSet>,
    ours: Option<&AnnotationSet>,
    theirs: Option<&AnnotationSet>,
) -> Option<SetHead> {
    let head = match (ours, theirs) {
        (Some(ours), Some(theirs)) => match three(base.map(|set| &set.head), &ours.head, &theirs.head) {
            Settled::Clean(head) => head,
            Settled::Conflict => &ours.head,
        },
        (Some(only), None) | (None, Some(only)) => &only.head,
        (None, None) => return None,
    };
    Some(*head)
}

fn merged_spans(
    text: Option<&Text>,
    base: Option<&AnnotationSet>,
    ours: Option<&AnnotationSet>,
    theirs: Option<&AnnotationSet>,
    conflicts: &mut Vec<String>,
) -> BTreeMap<RecordId, Span> {
    let (base, ours, theirs) = (spans_by_id(base), spans_by_id(ours), spans_by_id(theirs));
    let mut both = Vec::new();
    let mut merged: BTreeMap<RecordId, Span> = records(&base, &ours, &theirs, |base, ours, theirs| {
        let (span, second) = merged_span(base, ours, theirs);
        if let Some(second) = second {
            let name = name_of(text, ours);
            conflicts.push(format!("{name} was changed on both sides: both versions are kept"));
            both.push(second);
        }
        span
    });
    add_beside(&mut merged, both, |span, id| Span { id, ..span.clone() });
    merged
}

/// What a span is called in a conflict: by its words, where they are known.
fn name_of(text: Option<&Text>, span: &Span) -> String {
    match text.filter(|text| text.check(span.hull()).is_ok()) {
        Some(text) => format!("{} “{}”", span.tag, quote(text.slice(span.hull()))),
        None => format!("the span {}", span.id),
    }
}

/// One span from two, and a second one where their places or tags cannot both stand.
fn merged_span(base: Option<&Span>, ours: &Span, theirs: &Span) -> (Span, Option<Span>) {
    let mut disputed = Vec::new();
    let at = field(base.map(|span| &span.at), &ours.at, &theirs.at, "place", &mut disputed);
    let tag = field(base.map(|span| &span.tag), &ours.tag, &theirs.tag, "tag", &mut disputed);
    if disputed.is_empty() {
        return (Span { at, tag, ..ours.clone() }, None);
    }
    (ours.clone(), Some(theirs.clone()))
}

fn merged_notes(
    base: Option<&AnnotationSet>,
    ours: Option<&AnnotationSet>,
    theirs: Option<&AnnotationSet>,
    conflicts: &mut Vec<String>,
) -> BTreeMap<RecordId, Note> {
    let (base, ours, theirs) = (notes_by_id(base), notes_by_id(ours), notes_by_id(theirs));
    let mut both = Vec::new();
    let mut merged = records(&base, &ours, &theirs, |_, ours, theirs| {
        if ours.body != theirs.body || ours.on != theirs.on {
            let words = quote(&ours.body);
            conflicts.push(format!("the note “{words}” was changed on both sides: both versions are kept"));
            both.push(theirs.clone());
        }
        ours.clone()
    });
    add_beside(&mut merged, both, |note, id| Note { id, ..note.clone() });
    merged
}

/// The records of a merge by id. `settle` makes one of two that both sides changed differently.
fn records<T: PartialEq + Clone>(
    base: &HashMap<RecordId, &T>,
    ours: &HashMap<RecordId, &T>,
    theirs: &HashMap<RecordId, &T>,
    mut settle: impl FnMut(Option<&T>, &T, &T) -> T,
) -> BTreeMap<RecordId, T> {
    let ids: BTreeSet<RecordId> = ours.keys().chain(theirs.keys()).copied().collect();
    let mut merged = BTreeMap::new();
    for id in ids {
        let before = base.get(&id).copied();
        let record = match (ours.get(&id).copied(), theirs.get(&id).copied()) {
            (Some(ours), Some(theirs)) => match three(before, ours, theirs) {
                Settled::Clean(record) => Some(record.clone()),
                Settled::Conflict => Some(settle(before, ours, theirs)),
            },
            // The other side removed it, or never had it: it stays if this side wrote it or changed it.
            (Some(only), None) | (None, Some(only)) => (before != Some(only)).then(|| only.clone()),
            (None, None) => None,
        };
        merged.extend(record.map(|record| (id, record)));
    }
    merged
}

/// A span that one side removed stays when the other wrote a note on it.
fn restore_what_notes_are_on(
    spans: &mut BTreeMap<RecordId, Span>,
    notes: &BTreeMap<RecordId, Note>,
    sets: [Option<&AnnotationSet>; 3],
) {
    for note in notes.values() {
        if let NoteTarget::Span(id) = note.on
            && !spans.contains_key(&id)
        {
            let lost = sets.iter().flatten().find_map(|set| set.spans.find(id));
            spans.extend(lost.map(|span| (id, span.clone())));
        }
    }
}

/// Puts second versions beside the first, under ids made from what they say, so that the same merge done
/// elsewhere, or once more, gives the same.
fn add_beside<T: PartialEq + Debug>(
    merged: &mut BTreeMap<RecordId, T>,
    second: Vec<T>,
    with_id: impl Fn(&T, RecordId) -> T,
) {
    for record in second {
        let mut salted = format!("{record:?}");
        loop {
            let mut bytes = Digest::of(salted.as_bytes()).bytes().into_iter();
            let id = RecordId::drawn(|| bytes.next().unwrap_or_default());
            let version = with_id(&record, id);
            if merged.get(&id).is_none_or(|other| *other == version) {
                merged.insert(id, version);
                break;
            }
            salted.push('+');
        }
    }
}

fn notes_by_id(set: Option<&AnnotationSet>) -> HashMap<RecordId, &Note> {
    set.into_iter().flat_map(|set| set.notes.iter()).map(|(id, note)| (*id, note)).collect()
}

/// Merges what is known of a document. Its text is the same in all states.
pub fn merge_documents(
    base: Option<&Document>,
    ours: Option<&Document>,
    theirs: Option<&Document>,
) -> Merged<Option<Document>> {
    let (ours, theirs) = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        // A change wins over a removal.
        (only, None) | (None, only) => return Merged::clean(only.filter(|_| base != only).cloned()),
    };
    let mut disputed = Vec::new();
    let mut keys: Vec<&String> = ours.meta.keys().chain(theirs.meta.keys()).collect();
    keys.sort();
    keys.dedup();
    let mut meta = BTreeMap::new();
    for key in keys {
        let before = base.map(|document| document.meta.get(key));
        let value = field(before.as_ref(), &ours.meta.get(key), &theirs.meta.get(key), "metadata", &mut disputed);
        meta.extend(value.map(|value| (key.clone(), value.clone())));
    }
    let assigned = list(base.map_or(&[], |it| it.assigned.as_slice()), &ours.assigned, &theirs.assigned);
    macro_rules! merged {
        ($field:ident, $name:literal) => {
            field(base.map(|it| &it.$field), &ours.$field, &theirs.$field, $name, &mut disputed)
        };
    }
    let value = Document {
        id: ours.id.clone(),
        title: merged!(title, "title"),
        text: ours.text.clone(),
        language: merged!(language, "language"),
        date: merged!(date, "date"),
        outlet: merged!(outlet, "outlet"),
        source: merged!(source, "source"),
        assigned,
        meta,
        archived: merged!(archived, "place in the archive"),
        added: ours.added.min(theirs.added),
    };
    let conflicts = named(&disputed, &format!("“{}”", value.title));
    Merged { value: Some(value), conflicts }
}

/// Merges what is known of an annotator.
pub fn merge_annotators(
    base: Option<&Annotator>,
    ours: Option<&Annotator>,
    theirs: Option<&Annotator>,
) -> Merged<Option<Annotator>> {
    let (ours, theirs) = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (only, None) | (None, only) => return Merged::clean(only.filter(|_| base != only).cloned()),
    };
    let mut disputed = Vec::new();
    let name = field(base.map(|it| &it.name), &ours.name, &theirs.name, "name", &mut disputed);
    let kind = field(base.map(|it| &it.kind), &ours.kind, &theirs.kind, "kind", &mut disputed);
    let conflicts = named(&disputed, &name);
    Merged { value: Some(Annotator { id: ours.id.clone(), name, kind }), conflicts }
}

/// What is said of fields that both sides changed.
pub(super) fn named(disputed: &[&'static str], of: &str) -> Vec<String> {
    let sentence = |name: &&str| format!("the {name} of {of} was changed on both sides: this window’s is kept");
    disputed.iter().map(sentence).collect()
}
