//! The codebooks that come with the program, to start a project from.

use super::{StoreError, codebook_from_text};
use crate::model::Codebook;
use std::path::Path;

/// A codebook that comes with the program.
#[derive(Clone, Copy, Debug)]
pub struct Starter {
    /// What it is called on the command line.
    pub id: &'static str,
    source: &'static str,
}

/// The codebooks that come with the program; the first is that of a new project.
pub static STARTER_CODEBOOKS: &[Starter] = &[
    Starter { id: "news-entities", source: include_str!("../../assets/codebooks/news-entities.ron") },
    Starter { id: "claims-evidence", source: include_str!("../../assets/codebooks/claims-evidence.ron") },
    Starter { id: "framing-stance", source: include_str!("../../assets/codebooks/framing-stance.ron") },
];

impl Starter {
    /// Its name and what is in it.
    pub fn codebook(&self) -> Result<(String, Codebook), StoreError> {
        codebook_from_text(self.source, Path::new(self.id))
    }
}
