//! What the format is called and what it carries.

use super::read;
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, ReadCx};

/// TEI P5.
#[derive(Clone, Copy, Debug)]
pub struct Tei;

impl Format for Tei {
    fn id(&self) -> &'static str {
        "tei"
    }

    fn name(&self) -> &'static str {
        "TEI"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["xml", "tei"]
    }

    fn carries(&self) -> Carries {
        Carries { spans: true, overlap: true, attributes: true, metadata: true, ..Carries::TEXT }
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let is_root = head.has_root(&["TEI", "teiCorpus"]);
        match (is_root, head.has(b"http://www.tei-c.org/ns/1.0")) {
            (true, true) => Confidence::Sure,
            (true, false) => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| read::documents(file, cx))
    }
}
