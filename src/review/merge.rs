//! Three states of a set, document or annotator become one, record by record.
//!
//! What one side changed is taken; what both changed in the same way too. A change wins over a removal. Where
//! both changed one span or note in ways that cannot both stand, it stands twice: ours under its id, theirs
//! under a new one, which is made from what it says, so that the same merge done elsewhere gives the same.

use super::diff::spans_by_id;
use super::fields::{Merged, Settled, field, list, three};
use crate::model::{
    AnnotationSet, Annotator, AttributeId, Details, Document, DocumentTag, Note, NoteTarget, RecordId, Relation, Said,
    SetHead, Span, SpanSeq, TagId, Value,
};
use crate::text::{Digest, Text, quote};
use imbl::OrdMap;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::hash::Hash;

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
    let sets = [base, ours, theirs];
    let mut spans = merged_spans(text, sets, &mut conflicts);
    let mut relations = merged_relations(sets, &mut conflicts);
    let notes = merged_notes(sets, &mut conflicts);
    restore_what_notes_are_on(&mut spans, &mut relations, &notes, sets);
    restore_ends(&mut spans, &relations, sets);
    let mut set = AnnotationSet::new(head);
    set.spans = spans.into_values().collect::<SpanSeq>();
    set.relations = relations.into_iter().collect();
    set.document_tags = merged_document_tags(sets, &mut conflicts);
    set.attributes = merged_values(sets, &mut conflicts);
    set.notes = notes.into_iter().collect();
    let [base, ours, theirs] = sets.map(|set| by_key(set, |set| &set.rejections));
    set.rejections = records(&base, &ours, &theirs, |_, ours, _| ours.clone()).into_iter().collect();
    Merged { value: Some(set), conflicts }
}

/// A set before, as we have it and as they have it; nothing where it is not there.
type Sets<'a> = [Option<&'a AnnotationSet>; 3];

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

fn merged_spans(text: Option<&Text>, sets: Sets<'_>, conflicts: &mut Vec<String>) -> BTreeMap<RecordId, Span> {
    let [base, ours, theirs] = sets.map(spans_by_id);
    let mut both = Vec::new();
    let mut merged: BTreeMap<RecordId, Span> = records(&base, &ours, &theirs, |base, ours, theirs| {
        let (span, second) = merged_span(base, ours, theirs, || name_of(text, ours), conflicts);
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
fn merged_span(
    base: Option<&Span>,
    ours: &Span,
    theirs: &Span,
    name: impl Fn() -> String,
    conflicts: &mut Vec<String>,
) -> (Span, Option<Span>) {
    let mut disputed = Vec::new();
    let at = field(base.map(|span| &span.at), &ours.at, &theirs.at, "place", &mut disputed);
    let tag = field(base.map(|span| &span.tag), &ours.tag, &theirs.tag, "tag", &mut disputed);
    if disputed.is_empty() {
        let details = merged_details(base.map(|span| &span.details), &ours.details, &theirs.details, name, conflicts);
        let made = match three(base.map(|span| &span.made), &ours.made, &theirs.made) {
            Settled::Clean(made) => *made,
            // Both looked at it anew.
            Settled::Conflict => ours.made.max(theirs.made),
        };
        return (Span { at, tag, details, made, ..ours.clone() }, None);
    }
    (ours.clone(), Some(theirs.clone()))
}

/// What is said beside a tag, attribute by attribute. Where both sides said something else of one, ours stays.
fn merged_details(
    base: Option<&Details>,
    ours: &Details,
    theirs: &Details,
    name: impl Fn() -> String,
    conflicts: &mut Vec<String>,
) -> Details {
    let (base, ours, theirs) = (base.map(Details::said), ours.said(), theirs.said());
    let mut disputed = Vec::new();
    let mut said = Said {
        attributes: BTreeMap::new(),
        confidence: field(
            base.map(|said| &said.confidence),
            &ours.confidence,
            &theirs.confidence,
            "confidence",
            &mut disputed,
        ),
        flagged: field(base.map(|said| &said.flagged), &ours.flagged, &theirs.flagged, "flag", &mut disputed),
    };
    conflicts.extend(disputed.iter().map(|what| disputed_of(what, &name())));
    let ids: BTreeSet<&AttributeId> = ours.attributes.keys().chain(theirs.attributes.keys()).collect();
    for id in ids {
        let [our_value, their_value] = [ours, theirs].map(|said| said.attributes.get(id));
        let before = base.map(|said| said.attributes.get(id));
        let value = merged_value(id, before, our_value, their_value, &name, conflicts);
        said.attributes.extend(value.map(|value| (id.clone(), value.clone())));
    }
    said.into()
}

/// One value of an attribute from two.
fn merged_value<'a>(
    id: &AttributeId,
    base: Option<Option<&'a Value>>,
    ours: Option<&'a Value>,
    theirs: Option<&'a Value>,
    name: impl Fn() -> String,
    conflicts: &mut Vec<String>,
) -> Option<&'a Value> {
    match three(base.as_ref(), &ours, &theirs) {
        Settled::Clean(value) => *value,
        // A value wins over none.
        Settled::Conflict if ours.is_none() || theirs.is_none() => ours.or(theirs),
        Settled::Conflict => {
            conflicts.push(disputed_of(id.as_str(), &name()));
            ours
        }
    }
}

fn disputed_of(what: &str, name: &str) -> String {
    format!("the {what} of {name} was changed on both sides: this window’s is kept")
}

fn merged_relations(sets: Sets<'_>, conflicts: &mut Vec<String>) -> BTreeMap<RecordId, Relation> {
    let [base, ours, theirs] = sets.map(|set| by_key(set, |set| &set.relations));
    let mut both = Vec::new();
    let mut merged = records(&base, &ours, &theirs, |base, ours, theirs| {
        let name = || format!("the relation {}", ours.tag);
        if (ours.from, ours.to, &ours.tag) != (theirs.from, theirs.to, &theirs.tag) {
            conflicts.push(format!("{} was changed on both sides: both versions are kept", name()));
            both.push(theirs.clone());
            return ours.clone();
        }
        let details = merged_details(base.map(|it| &it.details), &ours.details, &theirs.details, name, conflicts);
        Relation { details, ..ours.clone() }
    });
    add_beside(&mut merged, both, |relation, id| Relation { id, ..relation.clone() });
    merged
}

fn merged_document_tags(sets: Sets<'_>, conflicts: &mut Vec<String>) -> OrdMap<TagId, DocumentTag> {
    let [base, ours, theirs] = sets.map(|set| by_key(set, |set| &set.document_tags));
    let merged = records(&base, &ours, &theirs, |base, ours, theirs| {
        let name = || format!("the article’s tag {}", ours.tag);
        let details = merged_details(base.map(|it| &it.details), &ours.details, &theirs.details, name, conflicts);
        DocumentTag { details, made: ours.made.min(theirs.made), ..ours.clone() }
    });
    merged.into_iter().collect()
}

fn merged_values(sets: Sets<'_>, conflicts: &mut Vec<String>) -> OrdMap<AttributeId, Value> {
    let [base, ours, theirs] = sets;
    let ids: BTreeSet<&AttributeId> =
        [ours, theirs].into_iter().flatten().flat_map(|set| set.attributes.keys()).collect();
    let mut merged = OrdMap::new();
    for id in ids {
        let value = |set: &'_ AnnotationSet| set.attributes.get(id).cloned();
        let [ours, theirs] = [ours, theirs].map(|set| set.and_then(value));
        let before = base.map(value);
        let before = before.as_ref().map(Option::as_ref);
        let name = || "the article".to_owned();
        let value = merged_value(id, before, ours.as_ref(), theirs.as_ref(), name, conflicts);
        merged.extend(value.map(|value| (id.clone(), value.clone())));
    }
    merged
}

fn merged_notes(sets: Sets<'_>, conflicts: &mut Vec<String>) -> BTreeMap<RecordId, Note> {
    let [base, ours, theirs] = sets.map(|set| by_key(set, |set| &set.notes));
    let mut both = Vec::new();
    let mut merged = records(&base, &ours, &theirs, |_, ours, theirs| {
        if (Note { made: ours.made, ..theirs.clone() }) != *ours {
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
fn records<K: Ord + Hash + Clone, T: PartialEq + Clone>(
    base: &HashMap<K, &T>,
    ours: &HashMap<K, &T>,
    theirs: &HashMap<K, &T>,
    mut settle: impl FnMut(Option<&T>, &T, &T) -> T,
) -> BTreeMap<K, T> {
    let ids: BTreeSet<&K> = ours.keys().chain(theirs.keys()).collect();
    let mut merged = BTreeMap::new();
    for id in ids {
        let before = base.get(id).copied();
        let record = match (ours.get(id).copied(), theirs.get(id).copied()) {
            (Some(ours), Some(theirs)) => match three(before, ours, theirs) {
                Settled::Clean(record) => Some(record.clone()),
                Settled::Conflict => Some(settle(before, ours, theirs)),
            },
            // The other side removed it, or never had it: it stays if this side wrote it or changed it.
            (Some(only), None) | (None, Some(only)) => (before != Some(only)).then(|| only.clone()),
            (None, None) => None,
        };
        merged.extend(record.map(|record| (id.clone(), record)));
    }
    merged
}

/// What one side removed stays when the other wrote a note on it.
fn restore_what_notes_are_on(
    spans: &mut BTreeMap<RecordId, Span>,
    relations: &mut BTreeMap<RecordId, Relation>,
    notes: &BTreeMap<RecordId, Note>,
    sets: Sets<'_>,
) {
    for note in notes.values().filter(|note| note.of.is_none()) {
        match note.on {
            NoteTarget::Span(id) => restore_span(spans, id, sets),
            NoteTarget::Relation(id) if !relations.contains_key(&id) => {
                let lost = latest_first(sets).find_map(|set| set.relations.get(&id));
                relations.extend(lost.map(|relation| (id, relation.clone())));
            }
            NoteTarget::Relation(_) | NoteTarget::Document | NoteTarget::Note(_) => {}
        }
    }
}

/// A span that one side removed stays when the other linked it.
fn restore_ends(spans: &mut BTreeMap<RecordId, Span>, relations: &BTreeMap<RecordId, Relation>, sets: Sets<'_>) {
    for id in relations.values().flat_map(|relation| [relation.from, relation.to]) {
        restore_span(spans, id, sets);
    }
}

fn restore_span(spans: &mut BTreeMap<RecordId, Span>, id: RecordId, sets: Sets<'_>) {
    if !spans.contains_key(&id) {
        let lost = latest_first(sets).find_map(|set| set.spans.find(id));
        spans.extend(lost.map(|span| (id, span.clone())));
    }
}

/// Ours, theirs, and what both were made from.
fn latest_first(sets: Sets<'_>) -> impl Iterator<Item = &AnnotationSet> {
    let [base, ours, theirs] = sets;
    [ours, theirs, base].into_iter().flatten()
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

fn by_key<'a, K: Ord + Hash + Clone + 'a, T: 'a>(
    set: Option<&'a AnnotationSet>,
    records: impl Fn(&'a AnnotationSet) -> &'a OrdMap<K, T>,
) -> HashMap<K, &'a T> {
    set.into_iter().flat_map(|set| records(set).iter()).map(|(key, record)| (key.clone(), record)).collect()
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
        excluded: merged!(excluded, "excluded parts"),
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
