//! CoNLL-U: ten columns of words, with gaps between them kept, and spans in the last column.
//!
//! Spans have no standard place there. They are written as `NER=B-PER`, and read from that, from `NE=`, from the brackets of
//! `Entity=` that CorefUD and GUM use, and from a column `NER` of CoNLL-U Plus. `columns` takes lines apart, `entities` the
//! brackets, `read` puts documents together, `write` writes them.

mod format;
mod columns;
mod entities;
mod read;
mod write;

pub use format::ConllU;
