//! Three states of a set, document or annotator become one, record by record.
//!
//! What one side changed is taken; what both changed in the same way too. A change wins over a removal. Where
//! both changed one span or note in ways that cannot both stand, it stands twice: one under its id, the other
//! under a new one, which is made from what it says, so that the same merge done elsewhere gives the same.

use super::conflicts::Conflicts;
use super::diff::spans_by_id;
use super::field_words::{annotator_fields, details_fields, document_fields, maybe, value_said};
use super::fields::{Merged, Precedence, Settled, changed_twice, field, list, named, three};
use super::words::Words;
use crate::model::{
    AnnotationSet, Annotator, AttributeId, Details, Document, DocumentTag, Note, NoteTarget, Origin, RecordId,
    Relation, Said, SetHead, SetState, Span, SpanSeq, TagId, Timestamp, Value,
};
use crate::text::{Digest, quote};
use imbl::OrdMap;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Debug;
use std::hash::Hash;

/// Merges a set; `None` where it is not there. All states must count in the same text, which `words` are from: a conflict
/// names those that it is about.
pub fn merge_sets(
    precedence: Precedence,
    words: Words<'_>,
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
    let sets = [base, ours, theirs];
    let mut conflicts = Conflicts::new(precedence, ours, theirs);
    let Some(head) = merged_head(sets, &mut conflicts) else { return Merged::clean(None) };
    let mut spans = merged_spans(words, sets, &mut conflicts);
    let mut relations = merged_relations(sets, &mut conflicts);
    let mut notes = merged_notes(sets, &mut conflicts);
    restore_what_notes_are_on(&mut spans, &mut relations, &notes, sets);
    restore_ends(&mut spans, &relations, sets);
    let mut set = AnnotationSet::new(head);
    set.spans = spans.into_values().collect::<SpanSeq>();
    set.relations = relations.into_iter().collect();
    set.document_tags = merged_document_tags(sets, &mut conflicts);
    set.attributes = merged_values(sets, &mut conflicts);
    let (said, noted) = conflicts.told();
    notes.extend(noted.into_iter().map(|note| (note.id, note)));
    set.notes = notes.into_iter().collect();
    let [base, ours, theirs] = sets.map(|set| by_key(set, |set| &set.rejections));
    let rejections =
        records(&base, &ours, &theirs, |_, ours, theirs| precedence.in_order(ours, theirs, |it| it.made).0.clone());
    set.rejections = rejections.into_iter().collect();
    Merged { value: Some(set), conflicts: said }
}

/// A set before, as we have it and as they have it; nothing where it is not there.
type Sets<'a> = [Option<&'a AnnotationSet>; 3];

fn merged_head([base, ours, theirs]: Sets<'_>, conflicts: &mut Conflicts) -> Option<SetHead> {
    let (ours, theirs) = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours.head, theirs.head),
        (Some(only), None) | (None, Some(only)) => return Some(only.head),
        (None, None) => return None,
    };
    match (three(base.map(|set| &set.head), &ours, &theirs), conflicts.precedence()) {
        (Settled::Clean(head), _) => Some(*head),
        (Settled::Conflict, Precedence::Ours) => Some(ours),
        (Settled::Conflict, Precedence::Neither) => {
            let [less, further] = if is_further(ours.state, theirs.state) { [theirs, ours] } else { [ours, theirs] };
            // Whoever began on one side is done on the other; but that nothing is to be marked is another matter.
            if less.state == SetState::Nothing {
                let [kept, other] = [further.state, less.state].map(|state| format!("“{}”", state.name()));
                let sentence = changed_twice("the state of the article", &kept, &other);
                conflicts.note(NoteTarget::Document, "state", conflicts.latest(), sentence);
            }
            Some(further)
        }
    }
}

/// Whether somebody is further than in another state. Whoever marks something is further than who says that there is nothing.
fn is_further(state: SetState, than: SetState) -> bool {
    let rank = |state| match state {
        SetState::New => 0,
        SetState::Nothing => 1,
        SetState::InProgress => 2,
        SetState::Finished => 3,
    };
    rank(state) > rank(than)
}

fn merged_spans(words: Words<'_>, sets: Sets<'_>, conflicts: &mut Conflicts) -> BTreeMap<RecordId, Span> {
    let [base, ours, theirs] = sets.map(spans_by_id);
    let mut both = Vec::new();
    let mut merged: BTreeMap<RecordId, Span> = records(&base, &ours, &theirs, |base, ours, theirs| {
        let (span, second) = merged_span(words, base, ours, theirs, conflicts);
        both.extend(second.map(|second| Second {
            sentence: stands_twice(base.map(|base| words.name(base)), &words.name(&span), &words.name(&second)),
            first: span.id,
            made: span.made.max(second.made),
            record: second,
        }));
        span
    });
    add_beside(&mut merged, both, conflicts, NoteTarget::Span, |span, id| Span { id, ..span.clone() });
    merged
}

/// One span from two, and a second one where their places or tags cannot both stand.
fn merged_span(
    words: Words<'_>,
    base: Option<&Span>,
    ours: &Span,
    theirs: &Span,
    conflicts: &mut Conflicts,
) -> (Span, Option<Span>) {
    let precedence = conflicts.precedence();
    let mut disputed = Vec::new();
    let at = field(precedence, base.map(|span| &span.at), &ours.at, &theirs.at, "place", &mut disputed);
    let tag = field(precedence, base.map(|span| &span.tag), &ours.tag, &theirs.tag, "tag", &mut disputed);
    if !disputed.is_empty() {
        let (first, second) = precedence.in_order(ours, theirs, |span| span.made);
        return (first.clone(), Some(second.clone()));
    }
    let about = About {
        name: words.name(&Span { at: at.clone(), tag: tag.clone(), ..ours.clone() }),
        id: ours.id.to_string(),
        on: NoteTarget::Span(ours.id),
        made: ours.made.max(theirs.made),
    };
    let details = merged_details(base.map(|span| &span.details), &ours.details, &theirs.details, &about, conflicts);
    let origin = merged_origin(precedence, base.map(|span| &span.origin), &ours.origin, &theirs.origin);
    let made = merged_time(base.map(|span| span.made), ours.made, theirs.made);
    (Span { id: ours.id, at, tag, details, origin, made }, None)
}

/// The later time, where both looked at something anew.
fn merged_time(base: Option<Timestamp>, ours: Timestamp, theirs: Timestamp) -> Timestamp {
    match three(base.as_ref(), &ours, &theirs) {
        Settled::Clean(made) => *made,
        Settled::Conflict => ours.max(theirs),
    }
}

fn merged_origin(precedence: Precedence, base: Option<&Origin>, ours: &Origin, theirs: &Origin) -> Origin {
    match three(base, ours, theirs) {
        Settled::Clean(origin) => origin.clone(),
        Settled::Conflict => precedence.first(ours, theirs).clone(),
    }
}

/// What a conflict is about.
struct About {
    /// What it is called in a sentence.
    name: String,
    /// What it is told from all others of the set by.
    id: String,
    /// What the note stands on.
    on: NoteTarget,
    /// When the later side made it.
    made: Timestamp,
}

/// What is said beside a tag, attribute by attribute. Where both sides said something else of one, one stays.
fn merged_details(
    base: Option<&Details>,
    ours: &Details,
    theirs: &Details,
    about: &About,
    conflicts: &mut Conflicts,
) -> Details {
    let precedence = conflicts.precedence();
    let facts = [ours, theirs].map(details_fields);
    let (base, ours, theirs) = (base.map(Details::said), ours.said(), theirs.said());
    let mut disputed = Vec::new();
    macro_rules! merged {
        ($field:ident, $name:literal) => {
            field(precedence, base.map(|it| &it.$field), &ours.$field, &theirs.$field, $name, &mut disputed)
        };
    }
    let mut said = Said {
        attributes: BTreeMap::new(),
        confidence: merged!(confidence, "confidence"),
        flagged: merged!(flagged, "flag"),
    };
    let kept = details_fields(&said.clone().into());
    for sentence in named(&disputed, &about.name, &kept, &facts) {
        conflicts.note(about.on, &about.id, about.made, sentence);
    }
    let ids: BTreeSet<&AttributeId> = ours.attributes.keys().chain(theirs.attributes.keys()).collect();
    for id in ids {
        let [our_value, their_value] = [ours, theirs].map(|said| said.attributes.get(id));
        let before = base.map(|said| said.attributes.get(id));
        let value = merged_value(id, before, our_value, their_value, about, conflicts);
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
    about: &About,
    conflicts: &mut Conflicts,
) -> Option<&'a Value> {
    match (three(base.as_ref(), &ours, &theirs), ours.zip(theirs)) {
        (Settled::Clean(value), _) => *value,
        // A value wins over none.
        (Settled::Conflict, None) => ours.or(theirs),
        (Settled::Conflict, Some((ours, theirs))) => {
            let (kept, other) = conflicts.precedence().in_order(ours, theirs, |_| ());
            let what = format!("the {id} of {}", about.name);
            let sentence = changed_twice(&what, &value_said(kept), &value_said(other));
            conflicts.note(about.on, &about.id, about.made, sentence);
            Some(kept)
        }
    }
}

fn merged_relations(sets: Sets<'_>, conflicts: &mut Conflicts) -> BTreeMap<RecordId, Relation> {
    let precedence = conflicts.precedence();
    let [base, ours, theirs] = sets.map(|set| by_key(set, |set| &set.relations));
    let name = |relation: &Relation| format!("{} from {} to {}", relation.tag, relation.from, relation.to);
    let mut both = Vec::new();
    let mut merged = records(&base, &ours, &theirs, |base, ours, theirs| {
        let mut disputed = Vec::new();
        let [before, our_ends, their_ends] = [base, Some(ours), Some(theirs)].map(|it| it.map(|it| (it.from, it.to)));
        let ends = field(precedence, base.is_some().then_some(&before), &our_ends, &their_ends, "ends", &mut disputed);
        let tag = field(precedence, base.map(|it| &it.tag), &ours.tag, &theirs.tag, "tag", &mut disputed);
        let (Some((from, to)), true) = (ends, disputed.is_empty()) else {
            let (first, second) = precedence.in_order(ours, theirs, |it| it.made);
            both.push(Second {
                sentence: stands_twice(base.map(&name), &name(first), &name(second)),
                first: first.id,
                made: first.made.max(second.made),
                record: second.clone(),
            });
            return first.clone();
        };
        let about = About {
            name: format!("the relation {tag}"),
            id: ours.id.to_string(),
            on: NoteTarget::Relation(ours.id),
            made: ours.made.max(theirs.made),
        };
        let details = merged_details(base.map(|it| &it.details), &ours.details, &theirs.details, &about, conflicts);
        let origin = merged_origin(precedence, base.map(|it| &it.origin), &ours.origin, &theirs.origin);
        let made = merged_time(base.map(|it| it.made), ours.made, theirs.made);
        Relation { id: ours.id, from, to, tag, details, origin, made }
    });
    add_beside(&mut merged, both, conflicts, NoteTarget::Relation, |relation, id| Relation { id, ..relation.clone() });
    merged
}

fn merged_document_tags(sets: Sets<'_>, conflicts: &mut Conflicts) -> OrdMap<TagId, DocumentTag> {
    let precedence = conflicts.precedence();
    let [base, ours, theirs] = sets.map(|set| by_key(set, |set| &set.document_tags));
    let merged = records(&base, &ours, &theirs, |base, ours, theirs| {
        let about = About {
            name: format!("the article’s tag {}", ours.tag),
            id: ours.tag.to_string(),
            on: NoteTarget::Document,
            made: ours.made.max(theirs.made),
        };
        let details = merged_details(base.map(|it| &it.details), &ours.details, &theirs.details, &about, conflicts);
        let origin = merged_origin(precedence, base.map(|it| &it.origin), &ours.origin, &theirs.origin);
        DocumentTag { tag: ours.tag.clone(), details, origin, made: ours.made.min(theirs.made) }
    });
    merged.into_iter().collect()
}

fn merged_values(sets: Sets<'_>, conflicts: &mut Conflicts) -> OrdMap<AttributeId, Value> {
    let [base, ours, theirs] = sets;
    let ids: BTreeSet<&AttributeId> =
        [ours, theirs].into_iter().flatten().flat_map(|set| set.attributes.keys()).collect();
    let about =
        About { name: "the article".to_owned(), id: String::new(), on: NoteTarget::Document, made: conflicts.latest() };
    let mut merged = OrdMap::new();
    for id in ids {
        let value = |set: &'_ AnnotationSet| set.attributes.get(id).cloned();
        let [ours, theirs] = [ours, theirs].map(|set| set.and_then(value));
        let before = base.map(value);
        let before = before.as_ref().map(Option::as_ref);
        let value = merged_value(id, before, ours.as_ref(), theirs.as_ref(), &about, conflicts);
        merged.extend(value.map(|value| (id.clone(), value.clone())));
    }
    merged
}

fn merged_notes(sets: Sets<'_>, conflicts: &mut Conflicts) -> BTreeMap<RecordId, Note> {
    let precedence = conflicts.precedence();
    let [base, ours, theirs] = sets.map(|set| by_key(set, |set| &set.notes));
    let mut both = Vec::new();
    let mut merged = records(&base, &ours, &theirs, |base, ours, theirs| {
        let (first, second) = precedence.in_order(ours, theirs, |note| note.made);
        if (Note { made: first.made, ..second.clone() }) != *first {
            let name = |note: &Note| format!("the note “{}”", quote(&note.body));
            both.push(Second {
                sentence: stands_twice(base.map(&name), &name(first), &name(second)),
                first: first.id,
                made: first.made.max(second.made),
                record: second.clone(),
            });
        }
        first.clone()
    });
    add_beside(&mut merged, both, conflicts, NoteTarget::Note, |note, id| Note { id, ..note.clone() });
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

/// Ours, theirs, and what both were made from. What one side removed is the same in the two others.
fn latest_first(sets: Sets<'_>) -> impl Iterator<Item = &AnnotationSet> {
    let [base, ours, theirs] = sets;
    [ours, theirs, base].into_iter().flatten()
}

/// A version of a record that cannot stand under its id, for another one does.
struct Second<T> {
    record: T,
    /// The id of both.
    first: RecordId,
    /// What is told of it.
    sentence: String,
    /// When the later one was made.
    made: Timestamp,
}

/// What is said of two versions of a record, of which both are kept; `before` is what they come from.
fn stands_twice(before: Option<String>, first: &str, second: &str) -> String {
    match before {
        Some(before) => {
            format!("{before} was changed on both sides, to {first} and to {second}: both versions are kept")
        }
        None => format!("one side has {first}, the other {second}: both versions are kept"),
    }
}

/// Puts second versions beside the first, under ids made from what they say, so that the same merge done
/// elsewhere, or once more, gives the same. Where one side has the conflict from an earlier merge, nothing is added.
fn add_beside<T: PartialEq + Debug>(
    merged: &mut BTreeMap<RecordId, T>,
    both: Vec<Second<T>>,
    conflicts: &mut Conflicts,
    on: impl Fn(RecordId) -> NoteTarget,
    with_id: impl Fn(&T, RecordId) -> T,
) {
    for Second { record, first, sentence, made } in both {
        let about = first.to_string();
        if conflicts.is_known(&about, &sentence) {
            continue;
        }
        let mut salted = format!("{record:?}");
        loop {
            let mut bytes = Digest::of(salted.as_bytes()).bytes().into_iter();
            let id = RecordId::drawn(|| bytes.next().unwrap_or_default());
            let version = with_id(&record, id);
            if merged.get(&id).is_none_or(|other| *other == version) {
                merged.insert(id, version);
                conflicts.note(on(id), &about, made, sentence);
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
    precedence: Precedence,
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
    let assigned = list(precedence, base.map_or(&[], |it| it.assigned.as_slice()), &ours.assigned, &theirs.assigned);
    macro_rules! merged {
        ($field:ident, $name:literal) => {
            field(precedence, base.map(|it| &it.$field), &ours.$field, &theirs.$field, $name, &mut disputed)
        };
    }
    let mut value = Document {
        id: ours.id.clone(),
        title: merged!(title, "title"),
        text: ours.text.clone(),
        language: merged!(language, "language"),
        date: merged!(date, "date"),
        outlet: merged!(outlet, "outlet"),
        source: merged!(source, "source"),
        assigned,
        meta: BTreeMap::new(),
        excluded: merged!(excluded, "excluded parts"),
        archived: merged!(archived, "place in the archive"),
        added: ours.added.min(theirs.added),
    };
    let name = format!("“{}”", value.title);
    let sides = [ours, theirs].map(document_fields);
    let mut conflicts = named(&disputed, &name, &document_fields(&value), &sides);
    let keys: BTreeSet<&String> = ours.meta.keys().chain(theirs.meta.keys()).collect();
    for key in keys {
        let [our_value, their_value] = [ours, theirs].map(|document| document.meta.get(key));
        let said = match three(base.map(|document| document.meta.get(key)).as_ref(), &our_value, &their_value) {
            Settled::Clean(said) => *said,
            Settled::Conflict => {
                let (kept, other) = precedence.in_order(&our_value, &their_value, |_| ());
                conflicts.push(changed_twice(&format!("the {key} of {name}"), &maybe(*kept), &maybe(*other)));
                *kept
            }
        };
        value.meta.extend(said.map(|said| (key.clone(), said.clone())));
    }
    Merged { value: Some(value), conflicts }
}

/// Merges what is known of an annotator.
pub fn merge_annotators(
    precedence: Precedence,
    base: Option<&Annotator>,
    ours: Option<&Annotator>,
    theirs: Option<&Annotator>,
) -> Merged<Option<Annotator>> {
    let (ours, theirs) = match (ours, theirs) {
        (Some(ours), Some(theirs)) => (ours, theirs),
        (only, None) | (None, only) => return Merged::clean(only.filter(|_| base != only).cloned()),
    };
    let mut disputed = Vec::new();
    let name = field(precedence, base.map(|it| &it.name), &ours.name, &theirs.name, "name", &mut disputed);
    let kind = field(precedence, base.map(|it| &it.kind), &ours.kind, &theirs.kind, "kind", &mut disputed);
    let value = Annotator { id: ours.id.clone(), name, kind };
    let facts = [ours, theirs].map(annotator_fields);
    let conflicts = named(&disputed, &format!("the annotator {}", value.id), &annotator_fields(&value), &facts);
    Merged { value: Some(value), conflicts }
}
