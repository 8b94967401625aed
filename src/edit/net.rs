//! What many edits come to: each record once, from what it was at first to what it is at last.

use super::transaction::with_change;
use super::{Change, Edit};
use crate::model::{AnnotatorId, AttributeId, DocumentId, RecordId, SetKey, TagId};
use std::collections::HashMap;

/// What an edit changes.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Record {
    /// The project's name.
    Name,
    /// How people work together.
    Workflow,
    /// A named query.
    Filter(String),
    /// All layers.
    Layers,
    /// The order of the tags.
    TagOrder,
    /// A tag.
    Tag(TagId),
    /// All attributes.
    Attributes,
    /// What proposes spans.
    Rule(RecordId),
    /// What was done to the codebook.
    Revision(RecordId),
    /// A document.
    Document(DocumentId),
    /// An annotator.
    Annotator(AnnotatorId),
    /// What a set says of itself.
    Head(SetKey),
    /// A span of a set; nothing for an edit that changes nothing.
    Span(SetKey, Option<RecordId>),
    /// A relation of a set.
    Relation(SetKey, Option<RecordId>),
    /// A tag that a set gives its document.
    DocumentTag(SetKey, Option<TagId>),
    /// An attribute that a set gives its document.
    Value(SetKey, AttributeId),
    /// A note of a set.
    Note(SetKey, Option<RecordId>),
    /// A rejection of a set.
    Rejection(SetKey, Option<RecordId>),
}

impl Edit {
    /// What it changes.
    pub fn record(&self) -> Record {
        match self {
            Self::Name(_) => Record::Name,
            Self::Workflow(_) => Record::Workflow,
            Self::Filter(name, _) => Record::Filter(name.clone()),
            Self::Layers(_) => Record::Layers,
            Self::TagOrder(_) => Record::TagOrder,
            Self::Tag(id, _) => Record::Tag(id.clone()),
            Self::Attributes(_) => Record::Attributes,
            Self::Rule(id, _) => Record::Rule(*id),
            Self::Revision(id, _) => Record::Revision(*id),
            Self::Document(id, _) => Record::Document(id.clone()),
            Self::Annotator(id, _) => Record::Annotator(id.clone()),
            Self::Head(key, _) => Record::Head(key.clone()),
            Self::Span(key, change) => Record::Span(key.clone(), change.either().map(|span| span.id)),
            Self::Relation(key, change) => Record::Relation(key.clone(), change.either().map(|relation| relation.id)),
            Self::DocumentTag(key, change) => {
                Record::DocumentTag(key.clone(), change.either().map(|given| given.tag.clone()))
            }
            Self::Value(key, id, _) => Record::Value(key.clone(), id.clone()),
            Self::Note(key, change) => Record::Note(key.clone(), change.either().map(|note| note.id)),
            Self::Rejection(key, change) => {
                Record::Rejection(key.clone(), change.either().map(|rejection| rejection.id))
            }
        }
    }

    /// The same record from what it was before this edit to what it is after another one.
    fn then(&mut self, later: &Self) {
        match (self, later) {
            (Self::Name(a), Self::Name(b)) => a.after.clone_from(&b.after),
            (Self::Workflow(a), Self::Workflow(b)) => a.after.clone_from(&b.after),
            (Self::Filter(_, a), Self::Filter(_, b)) => a.after.clone_from(&b.after),
            (Self::Layers(a), Self::Layers(b)) => a.after.clone_from(&b.after),
            (Self::TagOrder(a), Self::TagOrder(b)) => a.after.clone_from(&b.after),
            (Self::Tag(_, a), Self::Tag(_, b)) => a.after.clone_from(&b.after),
            (Self::Attributes(a), Self::Attributes(b)) => a.after.clone_from(&b.after),
            (Self::Rule(_, a), Self::Rule(_, b)) => a.after.clone_from(&b.after),
            (Self::Revision(_, a), Self::Revision(_, b)) => a.after.clone_from(&b.after),
            (Self::Document(_, a), Self::Document(_, b)) => a.after.clone_from(&b.after),
            (Self::Annotator(_, a), Self::Annotator(_, b)) => a.after.clone_from(&b.after),
            (Self::Head(_, a), Self::Head(_, b)) => a.after = b.after,
            (Self::Span(_, a), Self::Span(_, b)) => a.after.clone_from(&b.after),
            (Self::Relation(_, a), Self::Relation(_, b)) => a.after.clone_from(&b.after),
            (Self::DocumentTag(_, a), Self::DocumentTag(_, b)) => a.after.clone_from(&b.after),
            (Self::Value(_, _, a), Self::Value(_, _, b)) => a.after.clone_from(&b.after),
            (Self::Note(_, a), Self::Note(_, b)) => a.after.clone_from(&b.after),
            (Self::Rejection(_, a), Self::Rejection(_, b)) => a.after.clone_from(&b.after),
            // Two edits of one record are of one kind.
            _ => {}
        }
    }

    /// Whether it changes nothing.
    fn is_idle(&self) -> bool {
        with_change!(self, change => change.is_idle())
    }

    /// When it can be applied among others: nothing is there before what it needs, and nothing outlives it.
    fn turn(&self) -> u8 {
        match self {
            Self::Document(_, change) if change.after.is_none() => 5,
            Self::Head(_, change) if change.after.is_none() => 4,
            Self::Head(_, change) if change.before.is_none() => 1,
            Self::Head(..) => 3,
            _ if self.set().is_some() => 2,
            _ => 0,
        }
    }
}

impl<T> Change<T> {
    fn either(&self) -> Option<&T> {
        self.after.as_ref().or(self.before.as_ref())
    }
}

impl<T: PartialEq> Change<T> {
    fn is_idle(&self) -> bool {
        self.before == self.after
    }
}

/// What some edits come to that were applied one after the other: each record once, in an order in which they apply.
pub fn net<'a>(edits: impl IntoIterator<Item = &'a Edit>) -> Vec<Edit> {
    let mut places: HashMap<Record, usize> = HashMap::new();
    let mut net: Vec<Edit> = Vec::new();
    for edit in edits {
        let place = *places.entry(edit.record()).or_insert(net.len());
        match net.get_mut(place) {
            Some(first) => first.then(edit),
            None => net.push(edit.clone()),
        }
    }
    net.retain(|edit| !edit.is_idle());
    net.sort_by_key(Edit::turn);
    net
}
