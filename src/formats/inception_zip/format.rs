//! What the format is called and what it carries.

use super::read;
use crate::formats::input::file_name;
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, ReadCx, cas};

/// An exported project of INCEpTION. INCEpTION itself takes annotations from nothing but Java's own form of objects, so
/// that none is written.
#[derive(Clone, Copy, Debug)]
pub struct InceptionZip;

impl Format for InceptionZip {
    fn id(&self) -> &'static str {
        "inception-zip"
    }

    fn name(&self) -> &'static str {
        "INCEpTION project"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["zip"]
    }

    fn carries(&self) -> Carries {
        Carries { annotators: true, states: true, ..cas::CARRIES }
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        if head.entries.iter().any(|name| is_project(name)) { Confidence::Sure } else { Confidence::No }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| read::documents(file, cx))
    }
}

/// Whether a file in an archive is the description of an exported project.
pub(super) fn is_project(name: &str) -> bool {
    let name = file_name(name);
    name.starts_with("exportedproject") && name.ends_with(".json")
}
