//! REFI-QDA: the projects (`.qdpx`) and codebooks (`.qdc`) that programs for qualitative research exchange.
//!
//! `format` says what it is called and what it carries; `words` keeps what XML and GUIDs cannot hold; `values` writes
//! attributes into descriptions; `write` makes a project, `codes` its codebook or one by itself; `project` reads what a project
//! file says, `codebook` its codes, `sources` makes documents of it, `positions` finds out how a program counts, `notes`
//! takes the rest.

mod format;
mod words;
mod values;
mod codes;
mod write;
mod project;
mod positions;
mod notes;
mod sources;
mod codebook;

pub use codes::{codebook_as_qdc, is_qdc};
pub use format::RefiQda;
