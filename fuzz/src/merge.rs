//! Three states that bytes describe, and what merging them must keep.

use glossator::model::{
    AnnotationSet, Codebook, Fragments, Layer, LayerId, Note, NoteTarget, Origin, Overlap, RecordId, SetHead, SetState,
    Span, Tag, TagColor, TagId, Timestamp,
};
use glossator::review::{self, Merged, Precedence, Words};
use glossator::store;
use glossator::text::{Digest, Offset, TextRange};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// Five bytes say what one record is in some of the three states.
const RECORD: usize = 5;
/// Bit by bit: base, ours, theirs.
const STATES: [u8; 3] = [1, 2, 4];

/// Bytes as three states of a set.
pub fn merge_sets(data: &[u8]) {
    let [base, ours, theirs] = STATES.map(|state| set_of(data, state));
    let states = [base.as_ref(), ours.as_ref(), theirs.as_ref()];
    check_sets(Precedence::Ours, states);
    check_sets(Precedence::Neither, states);
    let [base, ours, theirs] = states;
    let merge = |ours, theirs| review::merge_sets(Precedence::Neither, Words::Unknown, base, ours, theirs);
    let merged = merge(ours, theirs);
    assert_eq!(merged, merge(theirs, ours), "neither side is the first");
    let value = merged.value.as_ref();
    for side in [ours, theirs] {
        assert_eq!(merge(value, side), clean(value.cloned()), "merging once more changes nothing");
    }
}

fn check_sets(precedence: Precedence, [base, ours, theirs]: [Option<&AnnotationSet>; 3]) {
    let merge = |base, ours, theirs| review::merge_sets(precedence, Words::Unknown, base, ours, theirs);
    for side in [base, ours, theirs] {
        for other in [base, ours, theirs] {
            assert_eq!(merge(other, side, side), clean(side.cloned()), "both sides are the same");
            assert_eq!(merge(side, side, other), clean(other.cloned()), "only theirs changed");
            assert_eq!(merge(side, other, side), clean(other.cloned()), "only ours changed");
        }
    }
    let merged = merge(base, ours, theirs);
    let mirrored = merge(base, theirs, ours);
    assert_eq!(said(merged.value.as_ref()), said(mirrored.value.as_ref()), "the order of the sides does not matter");
    assert_eq!(merged.conflicts.is_empty(), mirrored.conflicts.is_empty());
    let Some(value) = merged.value else { return };
    let mut ids = BTreeSet::new();
    let inputs: Vec<&Span> = [base, ours, theirs].into_iter().flatten().flat_map(|set| set.spans.iter()).collect();
    for span in value.spans.iter() {
        assert!(ids.insert(span.id), "the id {} stands twice", span.id);
        assert!(inputs.iter().any(|input| input.at == span.at), "a place that nobody marked: {span:?}");
        assert!(inputs.iter().any(|input| input.tag == span.tag), "a tag that nobody used: {span:?}");
    }
    for side in [ours, theirs].into_iter().flatten() {
        for span in side.spans.iter() {
            let before = base.and_then(|base| base.spans.find(span.id));
            let is_kept = value.spans.iter().any(|kept| {
                let has_place = before.is_some_and(|before| before.at == span.at) || kept.at == span.at;
                let has_tag = before.is_some_and(|before| before.tag == span.tag) || kept.tag == span.tag;
                has_place && has_tag
            });
            assert!(before == Some(span) || is_kept, "what one side wrote is lost: {span:?}");
        }
        for note in side.notes.values() {
            let before = base.and_then(|base| base.notes.get(&note.id));
            let is_kept = value.notes.values().any(|kept| kept.body == note.body);
            assert!(before == Some(note) || is_kept, "a note is lost: {note:?}");
        }
    }
    let once_more = merge(base, Some(&value), theirs).value;
    assert_eq!(said(once_more.as_ref()), said(Some(&value)), "merging once more changes nothing");
}

/// Bytes as three states of a codebook.
pub fn merge_codebooks(data: &[u8]) {
    let states = STATES.map(|state| codebook_of(data, state));
    check_codebooks(Precedence::Ours, &states);
    check_codebooks(Precedence::Neither, &states);
    let [base, ours, theirs] = &states;
    let merge = |ours, theirs| review::merge_codebooks(Precedence::Neither, base, ours, theirs);
    assert_eq!(merge(ours, theirs), merge(theirs, ours), "neither side is the first");
}

fn check_codebooks(precedence: Precedence, [base, ours, theirs]: &[Codebook; 3]) {
    let merge =
        |base: &Codebook, ours: &Codebook, theirs: &Codebook| review::merge_codebooks(precedence, base, ours, theirs);
    for side in [base, ours, theirs] {
        for other in [base, ours, theirs] {
            assert_eq!(merge(other, side, side), clean(side.clone()), "both sides are the same");
            assert_eq!(merge(side, side, other), clean(other.clone()), "only theirs changed");
            assert_eq!(merge(side, other, side), clean(other.clone()), "only ours changed");
        }
    }
    let merged = merge(base, ours, theirs).value;
    let mut order = merged.order.clone();
    order.sort();
    assert_eq!(order, merged.tags.keys().cloned().collect::<Vec<_>>(), "every tag stands in the order once");
    let written = store::text_from_codebook("Merged", &merged).expect("a codebook can be written");
    let read = store::codebook_from_text(&written, Path::new("merged.ron"));
    let (_, again) = read.unwrap_or_else(|error| panic!("the merged codebook is not sound: {error}\n{written}"));
    assert_eq!(again, merged);
    let mirrored = merge(base, theirs, ours).value;
    assert!(merged.tags.keys().eq(mirrored.tags.keys()), "the same tags, whichever side is ours");
    for id in ours.tags.keys().chain(theirs.tags.keys()).filter(|id| base.tag(id).is_none()) {
        assert!(merged.tag(id).is_some(), "the new tag {id} is lost");
    }
}

fn clean<T>(value: T) -> Merged<T> {
    Merged { value, conflicts: Vec::new() }
}

/// What a set says, whatever the ids: places with tags, and notes.
fn said(set: Option<&AnnotationSet>) -> (BTreeSet<(Fragments, TagId)>, BTreeSet<String>) {
    let spans = set.into_iter().flat_map(|set| set.spans.iter());
    let notes = set.into_iter().flat_map(|set| set.notes.values());
    (spans.map(|span| (span.at.clone(), span.tag.clone())).collect(), notes.map(|note| note.body.clone()).collect())
}

/// The set in one of the states. One without records is not there when the last byte says so.
fn set_of(data: &[u8], state: u8) -> Option<AnnotationSet> {
    let flags = data.last().copied().unwrap_or_default();
    let mut set = AnnotationSet::new(SetHead { text: Digest::of(b"text"), state: SetState::InProgress });
    let mut spans: BTreeMap<RecordId, Span> = BTreeMap::new();
    for record in data.chunks_exact(RECORD).filter(|record| record[0] & state != 0) {
        let [mask, id, start, length, tag] = *record else { continue };
        let (id, made) = (id_of(id), Timestamp::new(i64::from(id)));
        if mask & 8 == 0 {
            let end = u32::from(start) + u32::from(length);
            let first = TextRange::between(Offset::new(u32::from(start)), Offset::new(end));
            let second = TextRange::between(Offset::new(end + 2), Offset::new(end + 5));
            let at = if mask & 16 == 0 { Ok(first.into()) } else { Fragments::new(&[first, second]) };
            let Ok(at) = at else { continue };
            let origin = if mask & 32 == 0 { Origin::Hand } else { Origin::Imported("jsonl".into()) };
            spans.insert(id, Span { origin, ..Span::new(id, at, tag_id(tag % 6), made) });
        } else {
            let on = if mask & 16 == 0 { NoteTarget::Document } else { NoteTarget::Span(id_of(length)) };
            let body = format!("{start} {tag}");
            set.notes.insert(id, Note::new(id, on, body, made));
        }
    }
    set.spans = spans.into_values().collect();
    let is_there = !set.is_blank() && (flags & state == 0 || !set.spans.is_empty());
    is_there.then_some(set)
}

fn id_of(number: u8) -> RecordId {
    let mut digits = [number % 12; 8].into_iter();
    RecordId::drawn(|| digits.next().unwrap_or_default())
}

fn tag_id(number: u8) -> TagId {
    TagId::new(&format!("tag-{number}")).expect("an id")
}

/// A sound codebook: whatever would make it unsound is left out.
fn codebook_of(data: &[u8], state: u8) -> Codebook {
    let mut layers: Vec<Layer> = Vec::new();
    let mut tags: Vec<Tag> = Vec::new();
    for record in data.chunks_exact(RECORD).filter(|record| record[0] & state != 0) {
        let [mask, id, parent, key, more] = *record else { continue };
        let id = tag_id(id % 8);
        if tags.iter().any(|tag| tag.id == id) {
            continue;
        }
        let layer = LayerId::new(&format!("layer-{}", more % 3)).expect("an id");
        if !layers.iter().any(|other| other.id == layer) {
            let overlap = [Overlap::Any, Overlap::Nested, Overlap::None][usize::from(more / 64) % 3];
            layers.push(Layer { overlap, ..Layer::new(layer.clone(), format!("Layer {}", more / 32)) });
        }
        let key = Some(char::from(b'0' + key % 10)).filter(|key| key.is_ascii_digit() && *key != '0');
        let key = key.filter(|key| mask & 8 != 0 && !tags.iter().any(|tag| tag.key == Some(*key)));
        let above = tag_id(parent % 8);
        let parent = (mask & 16 != 0 && above != id).then_some(above);
        tags.push(Tag {
            parent,
            key,
            color: TagColor::Slot(more % 5),
            aliases: (0..more % 4).map(|n| format!("alias {n}")).collect(),
            guide: format!("{}", more / 100),
            ..Tag::new(id, layer, format!("Tag {}", more / 16))
        });
    }
    sound(layers, tags)
}

/// The codebook with every parent let go that is not there, or under which the tag would stand under itself.
fn sound(layers: Vec<Layer>, mut tags: Vec<Tag>) -> Codebook {
    for n in 0..tags.len() {
        let is_circle = |tags: &[Tag]| {
            let parent = |id: &TagId| tags.iter().find(|tag| tag.id == *id).and_then(|tag| tag.parent.clone());
            let mut up = std::iter::successors(parent(&tags[n].id), parent).take(tags.len() + 1);
            up.any(|above| above == tags[n].id)
        };
        let is_gone = tags[n].parent.as_ref().is_some_and(|parent| !tags.iter().any(|tag| tag.id == *parent));
        if is_gone || is_circle(&tags) {
            tags[n].parent = None;
        }
    }
    Codebook::new(layers, tags)
}
