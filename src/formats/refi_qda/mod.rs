//! REFI-QDA: the projects (`.qdpx`) and codebooks (`.qdc`) that programs for qualitative research exchange.
//!
//! `format` says what it is called and what it carries; `words` keeps what XML and GUIDs cannot hold; `values` writes
//! attributes into descriptions; `write` makes a project, `codes` its codebook or one by itself; `pieces` reads a project file
//! piece by piece, `project` what stands at its beginning, `codebook` its codes, `remarks` keeps notes and links, `sources`
//! makes documents, `positions` finds out how a program counts, `notes` puts notes where they belong.

mod format;
mod words;
mod values;
mod codes;
mod write;
mod pieces;
mod project;
mod remarks;
mod positions;
mod notes;
mod sources;
mod codebook;

pub use codes::{codebook_as_qdc, is_qdc};
pub use format::RefiQda;
