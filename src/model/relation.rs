//! Links between spans, and tags of a document as a whole.

use super::{Details, Origin, RecordId, TagId, Timestamp};

/// A link from one span of a set to another.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Relation {
    /// Unique within its set.
    pub id: RecordId,
    /// The span that it goes out from.
    pub from: RecordId,
    /// The span that it leads to.
    pub to: RecordId,
    /// What it is marked as.
    pub tag: TagId,
    /// What else is said of it.
    pub details: Details,
    /// How it came to be.
    pub origin: Origin,
    /// When.
    pub made: Timestamp,
}

impl Relation {
    /// A relation that a person made.
    pub fn new(id: RecordId, from: RecordId, to: RecordId, tag: TagId, made: Timestamp) -> Self {
        Self { id, from, to, tag, details: Details::default(), origin: Origin::Hand, made }
    }

    /// Whether a span is one of its ends.
    pub fn is_on(&self, span: RecordId) -> bool {
        self.from == span || self.to == span
    }
}

/// A tag of the document as a whole. In a set each tag stands once.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct DocumentTag {
    /// What the document is marked as.
    pub tag: TagId,
    /// What else is said of that.
    pub details: Details,
    /// How it came to be.
    pub origin: Origin,
    /// When.
    pub made: Timestamp,
}

impl DocumentTag {
    /// One that a person gave.
    pub fn new(tag: TagId, made: Timestamp) -> Self {
        Self { tag, details: Details::default(), origin: Origin::Hand, made }
    }
}
