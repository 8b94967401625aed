//! Rules: what proposes spans of a tag by itself.

use super::{RecordId, TagId};
use smol_str::SmolStr;

/// Proposes a tag wherever one of some words stands, or an expression fits.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rule {
    /// Unique within the codebook.
    pub id: RecordId,
    /// What people call it.
    pub name: String,
    /// What it proposes.
    pub tag: TagId,
    /// What it looks for.
    pub seeks: Seeks,
    /// Capitals and small letters are the same.
    pub fold: bool,
    /// What it finds begins and ends where words do.
    pub whole_words: bool,
}

/// What a rule looks for.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Seeks {
    /// Any of some words, in the order of their list.
    Words(Vec<SmolStr>),
    /// A regular expression.
    Expression(String),
}
