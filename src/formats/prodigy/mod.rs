//! Prodigy's JSONL: a task a line, each with the answer of one annotator.
//!
//! `format` says what it is called and carries, `read` and `write` are the ways in and out.

mod format;
mod read;
mod write;

pub use format::Prodigy;
