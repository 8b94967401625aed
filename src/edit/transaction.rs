//! What an edit is once it is planned: records, each before and after.

use crate::model::{
    Annotator, AnnotatorId, Attribute, AttributeId, CodebookRevision, Document, DocumentId, DocumentTag, Layer, Note,
    RecordId, Rejection, Relation, Rule, SetHead, SetKey, Span, Tag, TagId, Timestamp, Value, Workflow,
};
use std::sync::Arc;
use thiserror::Error;

/// A value before and after: `None` where it is not there.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Change<T> {
    /// What must be there when the change is applied.
    pub before: Option<T>,
    /// What is there afterwards.
    pub after: Option<T>,
}

impl<T> Change<T> {
    /// Something comes.
    pub fn add(after: T) -> Self {
        Self { before: None, after: Some(after) }
    }

    /// Something goes.
    pub fn remove(before: T) -> Self {
        Self { before: Some(before), after: None }
    }

    /// Something becomes something else.
    pub fn replace(before: T, after: T) -> Self {
        Self { before: Some(before), after: Some(after) }
    }

    fn invert(&mut self) {
        std::mem::swap(&mut self.before, &mut self.after);
    }
}

/// One record of a project, before and after.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Edit {
    /// The project's name; always there.
    Name(Change<String>),
    /// How people work together; always there.
    Workflow(Change<Arc<Workflow>>),
    /// A named query.
    Filter(String, Change<String>),
    /// All layers; always there.
    Layers(Change<Vec<Layer>>),
    /// A tag. Its place is [`Edit::TagOrder`]'s matter.
    Tag(TagId, Change<Arc<Tag>>),
    /// The order of all tags; always there.
    TagOrder(Change<Vec<TagId>>),
    /// All attributes; always there.
    Attributes(Change<Vec<Attribute>>),
    /// What proposes spans.
    Rule(RecordId, Change<Arc<Rule>>),
    /// What was done to the codebook.
    Revision(RecordId, Change<Arc<CodebookRevision>>),
    /// A document, its text included.
    Document(DocumentId, Change<Arc<Document>>),
    /// An annotator.
    Annotator(AnnotatorId, Change<Arc<Annotator>>),
    /// What a set says of itself. A set comes and goes empty.
    Head(SetKey, Change<SetHead>),
    /// A span.
    Span(SetKey, Change<Span>),
    /// A relation.
    Relation(SetKey, Change<Relation>),
    /// A tag of the document as a whole.
    DocumentTag(SetKey, Change<DocumentTag>),
    /// An attribute of the document as a whole.
    Value(SetKey, AttributeId, Change<Value>),
    /// A note.
    Note(SetKey, Change<Note>),
    /// A proposal that was rejected.
    Rejection(SetKey, Change<Rejection>),
}

/// Does the same with the change of any edit, whatever it is a change of.
macro_rules! with_change {
    ($edit:expr, $change:ident => $body:expr) => {
        match $edit {
            $crate::edit::Edit::Name($change) => $body,
            $crate::edit::Edit::Workflow($change) => $body,
            $crate::edit::Edit::Filter(_, $change) => $body,
            $crate::edit::Edit::Layers($change) => $body,
            $crate::edit::Edit::Tag(_, $change) => $body,
            $crate::edit::Edit::TagOrder($change) => $body,
            $crate::edit::Edit::Attributes($change) => $body,
            $crate::edit::Edit::Rule(_, $change) => $body,
            $crate::edit::Edit::Revision(_, $change) => $body,
            $crate::edit::Edit::Document(_, $change) => $body,
            $crate::edit::Edit::Annotator(_, $change) => $body,
            $crate::edit::Edit::Head(_, $change) => $body,
            $crate::edit::Edit::Span(_, $change) => $body,
            $crate::edit::Edit::Relation(_, $change) => $body,
            $crate::edit::Edit::DocumentTag(_, $change) => $body,
            $crate::edit::Edit::Value(_, _, $change) => $body,
            $crate::edit::Edit::Note(_, $change) => $body,
            $crate::edit::Edit::Rejection(_, $change) => $body,
        }
    };
}
pub(super) use with_change;

/// A step that is applied, undone and journaled as one.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Transaction {
    /// What it does, for the undo menu and the history: `Tag “Ada” as Person`.
    pub title: String,
    /// Who did it.
    pub by: Option<AnnotatorId>,
    /// When.
    pub made: Timestamp,
    /// What it does, in order.
    pub edits: Vec<Edit>,
}

/// A record that is not as the edit saw it.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
#[error("{what} has changed since")]
pub struct Stale {
    /// Which record, for people.
    pub what: String,
}

impl Edit {
    /// The edit that takes this one back.
    pub fn inverted(&self) -> Self {
        let mut edit = self.clone();
        with_change!(&mut edit, change => change.invert());
        edit
    }

    /// The set it changes, if it changes one.
    pub fn set(&self) -> Option<&SetKey> {
        match self {
            Self::Head(key, _)
            | Self::Span(key, _)
            | Self::Relation(key, _)
            | Self::DocumentTag(key, _)
            | Self::Value(key, ..)
            | Self::Note(key, _)
            | Self::Rejection(key, _) => Some(key),
            Self::Name(_)
            | Self::Workflow(_)
            | Self::Filter(..)
            | Self::Layers(_)
            | Self::Tag(..)
            | Self::TagOrder(_)
            | Self::Attributes(_)
            | Self::Rule(..)
            | Self::Revision(..)
            | Self::Document(..)
            | Self::Annotator(..) => None,
        }
    }

    /// Whether it changes the codebook.
    pub fn is_of_codebook(&self) -> bool {
        matches!(
            self,
            Self::Layers(_)
                | Self::Tag(..)
                | Self::TagOrder(_)
                | Self::Attributes(_)
                | Self::Rule(..)
                | Self::Revision(..)
        )
    }

    /// The document that it changes, or whose set it does.
    pub fn document(&self) -> Option<&DocumentId> {
        match self {
            Self::Document(id, _) => Some(id),
            _ => self.set().map(|key| &key.document),
        }
    }
}

impl Transaction {
    /// The transaction that takes this one back.
    pub fn inverted(&self) -> Self {
        let edits = self.edits.iter().rev().map(Edit::inverted).collect();
        Self { edits, ..self.clone() }
    }

    /// Whether it changes nothing.
    pub fn is_empty(&self) -> bool {
        self.edits.is_empty()
    }

    /// The first place in a text that it touches, for showing what was done or undone.
    pub fn place(&self) -> Option<(&DocumentId, Option<&Span>)> {
        let span = self.edits.iter().find_map(|edit| match edit {
            Edit::Span(key, change) => Some((&key.document, change.after.as_ref().or(change.before.as_ref()))),
            _ => None,
        });
        span.or_else(|| {
            self.edits.iter().find_map(|edit| match edit {
                Edit::Document(id, _) => Some((id, None)),
                _ => edit.set().map(|key| (&key.document, None)),
            })
        })
    }
}
