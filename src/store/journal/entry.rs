//! What the journal's records say, in types of their own: the model may move, these stay.

use super::super::plain::Plain;
use super::stacks::Run;
use crate::edit::{Change, Edit, Transaction};
use crate::model::{
    Annotator, AnnotatorId, AnnotatorKind, Document, DocumentId, Fragments, Layer, LayerId, Note, NoteTarget, Origin,
    Overlap, RecordId, SetHead, SetKey, SetState, Source, Span, Tag, TagColor, TagId, Timestamp,
};
use crate::text::{Digest, Offset, Text, TextRange};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// What a transaction in the journal was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Kind {
    /// A person did it.
    Do,
    /// A person took back the step of this number; the transaction is what was really taken back.
    Undo(u64),
    /// A person did the step of this number again.
    Redo(u64),
    /// It was taken from files that others changed. It cannot be undone, and is not this journal's to bring back.
    Foreign,
    /// It is what is left of steps that a journal told before: it cannot be undone, but files may lack it.
    Recovered,
}

impl Kind {
    /// Whether a person did it in this journal, so that it can be undone or redone.
    pub fn is_own(self) -> bool {
        matches!(self, Self::Do | Self::Undo(_) | Self::Redo(_))
    }
}

/// A transaction with its number in the journal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Step {
    /// Its number: later ones are larger.
    pub seq: u64,
    /// What it was.
    pub kind: Kind,
    /// What it did, or, for [`Kind::Undo`], what it took back.
    pub transaction: Arc<Transaction>,
}

impl Step {
    /// The edits as they were applied.
    pub fn applied(&self) -> Vec<Edit> {
        match self.kind {
            Kind::Undo(_) => self.transaction.inverted().edits,
            Kind::Do | Kind::Redo(_) | Kind::Foreign | Kind::Recovered => self.transaction.edits.clone(),
        }
    }
}

/// A file that has all that the journal says of it up to a step.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checked {
    /// Its path in the project.
    pub path: String,
    /// Its digest; nothing when it is not there.
    pub digest: Option<[u8; 32]>,
    /// The last step that it has.
    pub upto: u64,
}

/// One record.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Entry {
    /// A text that later records tell by its digest.
    Text { digest: [u8; 32], content: String },
    /// A transaction.
    Step(StepEntry),
    /// Files were replaced.
    Checkpoint(Vec<Checked>),
    /// What a segment begins with: all that is needed of those before it.
    Carry(CarryEntry),
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CarryEntry {
    /// The number of the last step before it.
    pub last: u64,
    /// The first step of the oldest segment with a step that a file may lack; its own when there is none.
    pub needed: u64,
    /// What can be undone.
    pub done: Vec<Run>,
    /// What can be redone.
    pub undone: Vec<Run>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StepEntry {
    pub seq: u64,
    pub kind: Kind,
    pub title: String,
    by: Option<Plain<AnnotatorId>>,
    made: i64,
    pub edits: Vec<EditEntry>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeEntry<T> {
    pub before: Option<T>,
    pub after: Option<T>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum EditEntry {
    Name(ChangeEntry<String>),
    Layers(ChangeEntry<Vec<LayerEntry>>),
    Tag(Plain<TagId>, ChangeEntry<TagEntry>),
    TagOrder(ChangeEntry<Vec<Plain<TagId>>>),
    Document(Plain<DocumentId>, ChangeEntry<DocumentEntry>),
    Annotator(Plain<AnnotatorId>, ChangeEntry<AnnotatorEntry>),
    Head(KeyEntry, ChangeEntry<HeadEntry>),
    Span(KeyEntry, ChangeEntry<SpanEntry>),
    Note(KeyEntry, ChangeEntry<NoteEntry>),
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyEntry {
    pub document: Plain<DocumentId>,
    annotator: Plain<AnnotatorId>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LayerEntry {
    id: Plain<LayerId>,
    name: String,
    overlap: u8,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TagEntry {
    id: Plain<TagId>,
    layer: Plain<LayerId>,
    name: String,
    parent: Option<Plain<TagId>>,
    key: Option<char>,
    slot: Option<u8>,
    seed: [u8; 3],
    short: Option<String>,
    aliases: Vec<String>,
    guide: String,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentEntry {
    title: String,
    pub text: [u8; 32],
    language: Option<String>,
    date: Option<String>,
    outlet: Option<String>,
    source: Option<SourceEntry>,
    assigned: Vec<Plain<AnnotatorId>>,
    meta: BTreeMap<String, String>,
    archived: bool,
    added: i64,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SourceEntry {
    file: String,
    encoding: String,
    bom: bool,
    sha256: Option<[u8; 32]>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnotatorEntry {
    name: String,
    kind: u8,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadEntry {
    text: [u8; 32],
    state: u8,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SpanEntry {
    id: Plain<RecordId>,
    at: Vec<(u32, u32)>,
    tag: Plain<TagId>,
    origin: OriginEntry,
    made: i64,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
enum OriginEntry {
    Hand,
    Imported(String),
    Suggested(String),
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NoteEntry {
    id: Plain<RecordId>,
    span: Option<Plain<RecordId>>,
    body: String,
    made: i64,
}

/// The record of a step.
pub fn entry_from_step(step: &Step) -> Entry {
    let transaction = &step.transaction;
    Entry::Step(StepEntry {
        seq: step.seq,
        kind: step.kind,
        title: transaction.title.clone(),
        by: transaction.by.clone().map(Plain),
        made: transaction.made.seconds(),
        edits: transaction.edits.iter().map(entry_from_edit).collect(),
    })
}

/// The step of a record; nothing when it does not make sense. What it did to documents whose text is nowhere to be
/// found any more is left out: somebody removed them since.
pub fn step_from_entry(entry: StepEntry, texts: &HashMap<Digest, Text>) -> Option<Step> {
    let is_there = |document: &DocumentEntry| texts.contains_key(&Digest::from(document.text));
    let has_text = |edit: &EditEntry| match edit {
        EditEntry::Document(_, change) => change.before.iter().chain(&change.after).all(is_there),
        _ => true,
    };
    let edits = entry.edits.into_iter().filter(has_text).map(|edit| edit_from_entry(edit, texts));
    let edits = edits.collect::<Option<Vec<Edit>>>()?;
    let transaction =
        Transaction { title: entry.title, by: entry.by.map(|by| by.0), made: Timestamp::new(entry.made), edits };
    Some(Step { seq: entry.seq, kind: entry.kind, transaction: Arc::new(transaction) })
}

fn entry_from_edit(edit: &Edit) -> EditEntry {
    match edit {
        Edit::Name(change) => EditEntry::Name(entries(change, Clone::clone)),
        Edit::Layers(change) => EditEntry::Layers(entries(change, |layers| layers.iter().map(layer_entry).collect())),
        Edit::Tag(id, change) => EditEntry::Tag(Plain(id.clone()), entries(change, |tag| tag_entry(tag))),
        Edit::TagOrder(change) => {
            EditEntry::TagOrder(entries(change, |order| order.iter().cloned().map(Plain).collect()))
        }
        Edit::Document(id, change) => {
            EditEntry::Document(Plain(id.clone()), entries(change, |document| document_entry(document)))
        }
        Edit::Annotator(id, change) => {
            EditEntry::Annotator(Plain(id.clone()), entries(change, |annotator| annotator_entry(annotator)))
        }
        Edit::Head(key, change) => EditEntry::Head(key_entry(key), entries(change, head_entry)),
        Edit::Span(key, change) => EditEntry::Span(key_entry(key), entries(change, span_entry)),
        Edit::Note(key, change) => EditEntry::Note(key_entry(key), entries(change, note_entry)),
    }
}

fn edit_from_entry(edit: EditEntry, texts: &HashMap<Digest, Text>) -> Option<Edit> {
    Some(match edit {
        EditEntry::Name(change) => Edit::Name(change_of(change, Some)?),
        EditEntry::Layers(change) => {
            Edit::Layers(change_of(change, |layers| Some(layers.into_iter().map(layer_of).collect()))?)
        }
        EditEntry::Tag(id, change) => Edit::Tag(id.0, change_of(change, |tag| Some(Arc::new(tag_of(tag))))?),
        EditEntry::TagOrder(change) => {
            Edit::TagOrder(change_of(change, |order| Some(order.into_iter().map(|id| id.0).collect()))?)
        }
        EditEntry::Document(id, change) => {
            let change = change_of(change, |entry| Some(Arc::new(document_of(&id.0, entry, texts)?)))?;
            Edit::Document(id.0, change)
        }
        EditEntry::Annotator(id, change) => {
            let change = change_of(change, |entry| Some(Arc::new(annotator_of(&id.0, entry))))?;
            Edit::Annotator(id.0, change)
        }
        EditEntry::Head(key, change) => Edit::Head(key_of(key), change_of(change, |entry| Some(head_of(&entry)))?),
        EditEntry::Span(key, change) => Edit::Span(key_of(key), change_of(change, span_of)?),
        EditEntry::Note(key, change) => Edit::Note(key_of(key), change_of(change, |entry| Some(note_of(entry)))?),
    })
}

fn entries<T, E>(change: &Change<T>, entry: impl Fn(&T) -> E) -> ChangeEntry<E> {
    ChangeEntry { before: change.before.as_ref().map(&entry), after: change.after.as_ref().map(&entry) }
}

fn change_of<T, E>(change: ChangeEntry<E>, value: impl Fn(E) -> Option<T>) -> Option<Change<T>> {
    let sound = |entry: Option<E>| match entry {
        Some(entry) => value(entry).map(Some),
        None => Some(None),
    };
    Some(Change { before: sound(change.before)?, after: sound(change.after)? })
}

fn key_entry(key: &SetKey) -> KeyEntry {
    KeyEntry { document: Plain(key.document.clone()), annotator: Plain(key.annotator.clone()) }
}

fn key_of(entry: KeyEntry) -> SetKey {
    SetKey { document: entry.document.0, annotator: entry.annotator.0 }
}

fn layer_entry(layer: &Layer) -> LayerEntry {
    let overlap = match layer.overlap {
        Overlap::Any => 0,
        Overlap::Nested => 1,
        Overlap::None => 2,
    };
    LayerEntry { id: Plain(layer.id.clone()), name: layer.name.clone(), overlap }
}

fn layer_of(entry: LayerEntry) -> Layer {
    let overlap = match entry.overlap {
        1 => Overlap::Nested,
        2 => Overlap::None,
        _ => Overlap::Any,
    };
    Layer { id: entry.id.0, name: entry.name, overlap }
}

fn tag_entry(tag: &Tag) -> TagEntry {
    let (slot, seed) = match tag.color {
        TagColor::Slot(slot) => (Some(slot), [0; 3]),
        TagColor::Seed(seed) => (None, seed),
    };
    TagEntry {
        id: Plain(tag.id.clone()),
        layer: Plain(tag.layer.clone()),
        name: tag.name.clone(),
        parent: tag.parent.clone().map(Plain),
        key: tag.key,
        slot,
        seed,
        short: tag.short.as_ref().map(ToString::to_string),
        aliases: tag.aliases.clone(),
        guide: tag.guide.clone(),
    }
}

fn tag_of(entry: TagEntry) -> Tag {
    Tag {
        id: entry.id.0,
        layer: entry.layer.0,
        name: entry.name,
        parent: entry.parent.map(|parent| parent.0),
        key: entry.key,
        color: entry.slot.map_or(TagColor::Seed(entry.seed), TagColor::Slot),
        short: entry.short.map(Into::into),
        aliases: entry.aliases,
        guide: entry.guide,
    }
}

fn document_entry(document: &Document) -> DocumentEntry {
    let source = document.source.as_ref().map(|source| SourceEntry {
        file: source.file.clone(),
        encoding: source.encoding.clone(),
        bom: source.bom,
        sha256: source.sha256.map(Digest::bytes),
    });
    DocumentEntry {
        title: document.title.clone(),
        text: document.text.digest().bytes(),
        language: document.language.clone(),
        date: document.date.clone(),
        outlet: document.outlet.clone(),
        source,
        assigned: document.assigned.iter().cloned().map(Plain).collect(),
        meta: document.meta.clone(),
        archived: document.archived,
        added: document.added.seconds(),
    }
}

fn document_of(id: &DocumentId, entry: DocumentEntry, texts: &HashMap<Digest, Text>) -> Option<Document> {
    let source = entry.source.map(|source| Source {
        file: source.file,
        encoding: source.encoding,
        bom: source.bom,
        sha256: source.sha256.map(Digest::from),
    });
    Some(Document {
        id: id.clone(),
        title: entry.title,
        text: texts.get(&Digest::from(entry.text))?.clone(),
        language: entry.language,
        date: entry.date,
        outlet: entry.outlet,
        source,
        assigned: entry.assigned.into_iter().map(|id| id.0).collect(),
        meta: entry.meta,
        archived: entry.archived,
        added: Timestamp::new(entry.added),
    })
}

fn annotator_entry(annotator: &Annotator) -> AnnotatorEntry {
    let kind = match annotator.kind {
        AnnotatorKind::Human => 0,
        AnnotatorKind::Machine => 1,
        AnnotatorKind::Gold => 2,
    };
    AnnotatorEntry { name: annotator.name.clone(), kind }
}

fn annotator_of(id: &AnnotatorId, entry: AnnotatorEntry) -> Annotator {
    let kind = match entry.kind {
        1 => AnnotatorKind::Machine,
        2 => AnnotatorKind::Gold,
        _ => AnnotatorKind::Human,
    };
    Annotator { id: id.clone(), name: entry.name, kind }
}

fn head_entry(head: &SetHead) -> HeadEntry {
    let state = match head.state {
        SetState::New => 0,
        SetState::InProgress => 1,
        SetState::Finished => 2,
    };
    HeadEntry { text: head.text.bytes(), state }
}

fn head_of(entry: &HeadEntry) -> SetHead {
    let state = match entry.state {
        1 => SetState::InProgress,
        2 => SetState::Finished,
        _ => SetState::New,
    };
    SetHead { text: Digest::from(entry.text), state }
}

fn span_entry(span: &Span) -> SpanEntry {
    let origin = match &span.origin {
        Origin::Hand => OriginEntry::Hand,
        Origin::Imported(format) => OriginEntry::Imported(format.to_string()),
        Origin::Suggested(by) => OriginEntry::Suggested(by.to_string()),
    };
    SpanEntry {
        id: Plain(span.id),
        at: span.at.iter().map(|range| (range.start().get(), range.end().get())).collect(),
        tag: Plain(span.tag.clone()),
        origin,
        made: span.made.seconds(),
    }
}

fn span_of(entry: SpanEntry) -> Option<Span> {
    let ranges: Result<Vec<TextRange>, _> =
        entry.at.iter().map(|&(start, end)| TextRange::new(Offset::new(start), Offset::new(end))).collect();
    let origin = match entry.origin {
        OriginEntry::Hand => Origin::Hand,
        OriginEntry::Imported(format) => Origin::Imported(format.into()),
        OriginEntry::Suggested(by) => Origin::Suggested(by.into()),
    };
    Some(Span {
        id: entry.id.0,
        at: Fragments::new(&ranges.ok()?).ok()?,
        tag: entry.tag.0,
        origin,
        made: Timestamp::new(entry.made),
    })
}

fn note_entry(note: &Note) -> NoteEntry {
    let span = match note.on {
        NoteTarget::Document => None,
        NoteTarget::Span(id) => Some(Plain(id)),
    };
    NoteEntry { id: Plain(note.id), span, body: note.body.clone(), made: note.made.seconds() }
}

fn note_of(entry: NoteEntry) -> Note {
    let on = entry.span.map_or(NoteTarget::Document, |id| NoteTarget::Span(id.0));
    Note { id: entry.id.0, on, body: entry.body, made: Timestamp::new(entry.made) }
}
