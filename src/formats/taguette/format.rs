//! What the format is called and what it carries.

use super::{database, highlights};
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, ReadCx};
use crate::text::Unit;

/// Taguette.
#[derive(Clone, Copy, Debug)]
pub struct Taguette;

/// How a file of SQLite begins.
const SQLITE: &[u8] = b"SQLite format 3\0";

/// How a table of highlights begins, and one of a codebook.
const HIGHLIGHTS: &[u8] = b"id,document,tag,content";
const CODEBOOK: &[u8] = b"tag,description,number of highlights";

impl Format for Taguette {
    fn id(&self) -> &'static str {
        "taguette"
    }

    fn name(&self) -> &'static str {
        "Taguette"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["sqlite3", "csv"]
    }

    fn carries(&self) -> Carries {
        Carries { unit: Some(Unit::Byte), spans: true, overlap: true, metadata: true, ..Carries::TEXT }
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let is_table = head.start().starts_with(HIGHLIGHTS) || head.start().starts_with(CODEBOOK);
        match (is_table, head.bytes.starts_with(SQLITE)) {
            (true, _) => Confidence::Sure,
            (_, true) if head.has(b"highlight") => Confidence::Sure,
            (_, true) => Confidence::Likely,
            _ if head.has_ending(&["sqlite3"]) => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        files.iter().try_for_each(|file| {
            let head = file.head(64)?;
            let start = head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&head);
            if start.starts_with(SQLITE) {
                return database::documents(file, cx);
            }
            if start.starts_with(CODEBOOK) {
                let why = "this is a codebook, and there are no highlights in it";
                return Err(FormatError::malformed(why, &file.name, 1, 0));
            }
            highlights::documents(file, cx)
        })
    }
}
