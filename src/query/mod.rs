//! The query room: which documents a person asks to see, and in which order.
//!
//! Every answer comes in a stated order: the same question to the same project gives the same rows.
//! It changes nothing and counts nothing but what a row shows.

mod documents;
mod fold;

pub use documents::{DocumentFilter, DocumentRow, Followed, Question, Sort, SortKey, rows};
