//! TEI: texts with names and the like marked in line, or beside the text by the ids of its parts. Read, not written.

mod format;
mod marks;
mod read;
mod text;

pub use format::Tei;
