//! CSV and TSV: tables of spans, read and written, and tables of articles, read.
//!
//! `format` says what it is called; `rows` cuts a file into rows and knows the line of each; `columns` finds out what a
//! column is; `spans` and `articles` read the two kinds of tables, `cell` spans that stand as JSON in a cell; `write` makes a
//! table of spans with the texts beside it.

mod format;
mod rows;
mod columns;
mod cell;
mod read;
mod spans;
mod articles;
mod write;

pub use format::Csv;
use rows::Row;
pub(super) use rows::rows;
