//! Columns of tokens and tags, as the shared tasks of CoNLL-2002 and CoNLL-2003 have them, and what came of those.
//!
//! The file has words and no text: one space is put between tokens and one line end between sentences, unless the project
//! has the text. `columns` takes lines apart, `read` puts documents together, `write` writes them.

mod format;
mod columns;
mod read;
mod write;

pub use format::Conll;
