//! How a codebook came to be as it is, and what that means for annotations made under an older one.

use super::{AnnotatorId, AttributeId, RecordId, SetKey, TagId, Timestamp, Value};
use std::collections::{BTreeMap, BTreeSet};

/// A change of the codebook, as those who use it should know of it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct CodebookRevision {
    /// Unique in the codebook.
    pub id: RecordId,
    /// When it was made.
    pub made: Timestamp,
    /// Who made it.
    pub by: Option<AnnotatorId>,
    /// What was done: `Merge Town into Place`.
    pub title: String,
    /// What becomes of annotations made before.
    pub mappings: Vec<Mapping>,
}

/// What becomes of annotations that were marked as a tag.
///
/// Nobody's set is rewritten for it by a program of somebody else's: whoever reads one applies the mappings that it was
/// written without.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Mapping {
    /// The tag that they were marked as.
    pub from: TagId,
    /// Which of them.
    pub which: Which,
    /// What they become.
    pub to: Becomes,
}

/// Some of the annotations with a tag.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Which {
    /// All.
    All,
    /// Those in whose words an expression is found.
    Matching(String),
    /// Those with a value of an attribute.
    With(AttributeId, Value),
    /// Those that a person picked.
    Picked(BTreeSet<(SetKey, RecordId)>),
}

/// What an annotation becomes.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Becomes {
    /// It goes.
    Nothing,
    /// It gets another tag, and these attributes become these values, or lose theirs.
    Tagged(TagId, BTreeMap<AttributeId, Option<Value>>),
}
