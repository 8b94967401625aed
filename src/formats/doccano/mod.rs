//! doccano's JSONL: one document a line, with its labels in one of the shapes that the kinds of projects have.
//!
//! `format` says what it is called and carries; `read` takes all shapes, `labels` a list of labels alone, `offsets` finds what the numbers count, `write`
//! writes the shape that fits the codebook.

mod format;
mod offsets;
mod labels;
mod read;
mod write;

pub use format::Doccano;
