//! What the journal's records say, in types of their own: the model may move, these stay.

use super::super::plain::Plain;
use super::codebook_entry::{
    AttributeEntry, LabeledTagEntry, LayerEntry, RevisionEntry, RuleEntry, TagEntry, attribute_entry, attribute_of,
    labeled_tag_entry, labeled_tag_of, layer_entry, layer_of, revision_entry, revision_of, rule_entry, rule_of,
    tag_entry, tag_of,
};
use super::document_entry::{
    AnnotatorEntry, DocumentEntry, annotator_entry, annotator_of, document_entry, document_of,
};
use super::set_entry::{
    DocumentTagEntry, HeadEntry, NoteEntry, RejectionEntry, RelationEntry, SpanEntry, document_tag_entry,
    document_tag_of, head_entry, head_of, note_entry, note_of, rejection_entry, rejection_of, relation_entry,
    relation_of, span_entry, span_of,
};
use super::stacks::Run;
use super::value_entry::ValueEntry;
use super::workflow_entry::{WorkflowEntry, workflow_entry, workflow_of};
use crate::edit::{Change, Edit, Transaction};
use crate::model::{AnnotatorId, AttributeId, DocumentId, RecordId, SetKey, TagId, Timestamp};
use crate::text::{Digest, Text};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
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

/// How a record begins: enough to say what a step is called, however much it did.
#[derive(Debug, Deserialize)]
pub enum EntryHead {
    Text,
    Step(StepHead),
    Checkpoint,
    Carry,
}

/// How a step begins.
#[derive(Debug, Deserialize)]
pub struct StepHead {
    pub seq: u64,
    pub kind: Kind,
    pub title: String,
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
    Attributes(ChangeEntry<Vec<AttributeEntry>>),
    Revision(Plain<RecordId>, ChangeEntry<RevisionEntry>),
    Document(Plain<DocumentId>, ChangeEntry<DocumentEntry>),
    Annotator(Plain<AnnotatorId>, ChangeEntry<AnnotatorEntry>),
    Head(KeyEntry, ChangeEntry<HeadEntry>),
    Span(KeyEntry, ChangeEntry<SpanEntry>),
    Relation(KeyEntry, ChangeEntry<RelationEntry>),
    DocumentTag(KeyEntry, ChangeEntry<DocumentTagEntry>),
    Value(KeyEntry, Plain<AttributeId>, ChangeEntry<ValueEntry>),
    Note(KeyEntry, ChangeEntry<NoteEntry>),
    Rule(Plain<RecordId>, ChangeEntry<RuleEntry>),
    Rejection(KeyEntry, ChangeEntry<RejectionEntry>),
    /// A change of a tag that has a label before or after it.
    LabeledTag(Plain<TagId>, ChangeEntry<LabeledTagEntry>),
    Workflow(ChangeEntry<WorkflowEntry>),
    Filter(String, ChangeEntry<String>),
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyEntry {
    pub document: Plain<DocumentId>,
    annotator: Plain<AnnotatorId>,
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
        Edit::Workflow(change) => EditEntry::Workflow(entries(change, |workflow| workflow_entry(workflow))),
        Edit::Filter(name, change) => EditEntry::Filter(name.clone(), entries(change, Clone::clone)),
        Edit::Layers(change) => EditEntry::Layers(entries(change, |layers| layers.iter().map(layer_entry).collect())),
        Edit::Tag(id, change) if change.before.iter().chain(&change.after).any(|tag| tag.label.is_some()) => {
            EditEntry::LabeledTag(Plain(id.clone()), entries(change, |tag| labeled_tag_entry(tag)))
        }
        Edit::Tag(id, change) => EditEntry::Tag(Plain(id.clone()), entries(change, |tag| tag_entry(tag))),
        Edit::TagOrder(change) => {
            EditEntry::TagOrder(entries(change, |order| order.iter().cloned().map(Plain).collect()))
        }
        Edit::Attributes(change) => {
            EditEntry::Attributes(entries(change, |attributes| attributes.iter().map(attribute_entry).collect()))
        }
        Edit::Revision(id, change) => {
            EditEntry::Revision(Plain(*id), entries(change, |revision| revision_entry(revision)))
        }
        Edit::Document(id, change) => {
            EditEntry::Document(Plain(id.clone()), entries(change, |document| document_entry(document)))
        }
        Edit::Annotator(id, change) => {
            EditEntry::Annotator(Plain(id.clone()), entries(change, |annotator| annotator_entry(annotator)))
        }
        Edit::Head(key, change) => EditEntry::Head(key_entry(key), entries(change, head_entry)),
        Edit::Span(key, change) => EditEntry::Span(key_entry(key), entries(change, span_entry)),
        Edit::Relation(key, change) => EditEntry::Relation(key_entry(key), entries(change, relation_entry)),
        Edit::DocumentTag(key, change) => EditEntry::DocumentTag(key_entry(key), entries(change, document_tag_entry)),
        Edit::Value(key, id, change) => {
            EditEntry::Value(key_entry(key), Plain(id.clone()), entries(change, ValueEntry::from_value))
        }
        Edit::Note(key, change) => EditEntry::Note(key_entry(key), entries(change, note_entry)),
        Edit::Rule(id, change) => EditEntry::Rule(Plain(*id), entries(change, |rule| rule_entry(rule))),
        Edit::Rejection(key, change) => EditEntry::Rejection(key_entry(key), entries(change, rejection_entry)),
    }
}

fn edit_from_entry(edit: EditEntry, texts: &HashMap<Digest, Text>) -> Option<Edit> {
    Some(match edit {
        EditEntry::Name(change) => Edit::Name(change_of(change, Some)?),
        EditEntry::Workflow(change) => Edit::Workflow(change_of(change, |entry| Some(Arc::new(workflow_of(entry))))?),
        EditEntry::Filter(name, change) => Edit::Filter(name, change_of(change, Some)?),
        EditEntry::Layers(change) => {
            Edit::Layers(change_of(change, |layers| Some(layers.into_iter().map(layer_of).collect()))?)
        }
        EditEntry::Tag(id, change) => Edit::Tag(id.0, change_of(change, |tag| Some(Arc::new(tag_of(tag)?)))?),
        EditEntry::LabeledTag(id, change) => {
            Edit::Tag(id.0, change_of(change, |tag| Some(Arc::new(labeled_tag_of(tag)?)))?)
        }
        EditEntry::TagOrder(change) => {
            Edit::TagOrder(change_of(change, |order| Some(order.into_iter().map(|id| id.0).collect()))?)
        }
        EditEntry::Attributes(change) => {
            let attributes = |list: Vec<AttributeEntry>| list.into_iter().map(attribute_of).collect::<Option<_>>();
            Edit::Attributes(change_of(change, attributes)?)
        }
        EditEntry::Revision(id, change) => {
            Edit::Revision(id.0, change_of(change, |entry| Some(Arc::new(revision_of(id.0, entry)?)))?)
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
        EditEntry::Relation(key, change) => Edit::Relation(key_of(key), change_of(change, relation_of)?),
        EditEntry::DocumentTag(key, change) => Edit::DocumentTag(key_of(key), change_of(change, document_tag_of)?),
        EditEntry::Value(key, id, change) => Edit::Value(key_of(key), id.0, change_of(change, ValueEntry::into_value)?),
        EditEntry::Note(key, change) => Edit::Note(key_of(key), change_of(change, |entry| Some(note_of(entry)))?),
        EditEntry::Rule(id, change) => {
            Edit::Rule(id.0, change_of(change, |entry| Some(Arc::new(rule_of(id.0, entry))))?)
        }
        EditEntry::Rejection(key, change) => Edit::Rejection(key_of(key), change_of(change, rejection_of)?),
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
