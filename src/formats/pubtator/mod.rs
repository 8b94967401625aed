//! PubTator: a title and an abstract, and a line for each span after them.
//!
//! `format` says what it is called and what it carries, `read` takes its lines, `write` makes them; `lines` finds what of a
//! text can be the title.

mod format;
mod lines;
mod read;
mod write;

pub use format::PubTator;
