//! Taguette: its projects (SQLite), and its tables of highlights, whose passages are found again in the texts.
//!
//! `format` says what it is called; `database` reads a project, and `content` the text of a document of one, as Taguette
//! counts in it; `highlights` reads a table.

mod format;
mod content;
mod database;
mod highlights;

pub use format::Taguette;
