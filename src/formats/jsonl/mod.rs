//! Our own JSONL: one document a line, with all that its sets hold.
//!
//! `write` makes the lines, with their keys in a fixed order; `read` takes them, and is patient with what is missing;
//! `record` is the shape of a line as it is read, `unknown` counts what has no place in it.

mod format;
mod record;
mod unknown;
mod read;
mod write;

pub use format::Jsonl;
pub use write::SetLine;
