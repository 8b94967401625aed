//! What comes with the program: codebooks to start with, and an example project.

use super::convert::codebook_from_text;
use super::files::{is_project, write_files};
use super::layout::PROJECT;
use super::{Home, StoreError};
use crate::model::Codebook;
use std::path::{Path, PathBuf};

/// The codebooks that come with the program: id, name and file.
pub const STARTER_CODEBOOKS: &[(&str, &str, &str)] = &[
    ("news-entities", "News entities", include_str!("../../assets/codebooks/news-entities.ron")),
    ("claims-evidence", "Claims and evidence", include_str!("../../assets/codebooks/claims-evidence.ron")),
    ("framing-stance", "Framing and stance", include_str!("../../assets/codebooks/framing-stance.ron")),
];

/// The files of the example project, by their paths in it.
macro_rules! example {
    ($($file:literal),* $(,)?) => {
        &[$(($file, include_bytes!(concat!("../../projects/ceasefire/", $file)))),*]
    };
}

/// The example project. A test holds this list against the folder, and prints the list when they differ.
pub const EXAMPLE: &[(&str, &[u8])] = example![
    ".gitattributes",
    ".gitignore",
    "annotations/ana/aid-convoy.ron",
    "annotations/ana/apres-la-frappe.ron",
    "annotations/ana/ceasefire-declared.ron",
    "annotations/ana/geneva-talks.ron",
    "annotations/ana/orrin-strike.ron",
    "annotations/ana/price-of-a-loaf.ron",
    "annotations/ana/tabadul-al-muhtajazin.ron",
    "annotations/ana/three-stories.ron",
    "annotations/ana/tinghuo-yanchang.ron",
    "annotations/ana/tolme-shivir.ron",
    "annotations/ben/aid-convoy.ron",
    "annotations/ben/apres-la-frappe.ron",
    "annotations/ben/ceasefire-declared.ron",
    "annotations/ben/geneva-talks.ron",
    "annotations/ben/orrin-strike.ron",
    "annotations/ben/tabadul-al-muhtajazin.ron",
    "annotations/ben/three-stories.ron",
    "annotations/ben/tinghuo-yanchang.ron",
    "annotations/gold/ceasefire-declared.ron",
    "annotations/gold/geneva-talks.ron",
    "annotations/gold/orrin-strike.ron",
    "annotators/ana.ron",
    "annotators/ben.ron",
    "annotators/gold.ron",
    "documents/aid-convoy.ron",
    "documents/aid-convoy.txt",
    "documents/apres-la-frappe.ron",
    "documents/apres-la-frappe.txt",
    "documents/ceasefire-declared.ron",
    "documents/ceasefire-declared.txt",
    "documents/geneva-talks.ron",
    "documents/geneva-talks.txt",
    "documents/orrin-strike.ron",
    "documents/orrin-strike.txt",
    "documents/price-of-a-loaf.ron",
    "documents/price-of-a-loaf.txt",
    "documents/tabadul-al-muhtajazin.ron",
    "documents/tabadul-al-muhtajazin.txt",
    "documents/three-stories.ron",
    "documents/three-stories.txt",
    "documents/tinghuo-yanchang.ron",
    "documents/tinghuo-yanchang.txt",
    "documents/tolme-shivir.ron",
    "documents/tolme-shivir.txt",
    "project.ron",
];

/// One of the codebooks that come with the program, by its id.
pub fn starter_codebook(id: &str) -> Result<Codebook, StoreError> {
    let found = STARTER_CODEBOOKS.iter().find(|(other, _, _)| *other == id);
    let (_, _, source) = found.ok_or_else(|| StoreError::BadName {
        why: "there is no codebook of this name".to_owned(),
        path: PathBuf::from(id),
    })?;
    Ok(codebook_from_text(source, Path::new(id))?.1)
}

/// Where the person's working copy of the example project is, or would be.
pub fn example_folder(home: &Home) -> PathBuf {
    home.projects().join("ceasefire")
}

/// The person's working copy of the example project, which is made when it is not there yet.
pub fn install_example(home: &Home) -> Result<PathBuf, StoreError> {
    let folder = example_folder(home);
    if !is_project(&folder) {
        // The file that makes it a project comes last.
        let (project, others): (Vec<_>, Vec<_>) = EXAMPLE.iter().copied().partition(|(name, _)| *name == PROJECT);
        write_files(&folder, others.into_iter().chain(project))?;
    }
    Ok(folder)
}
