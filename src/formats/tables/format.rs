//! What tables are called and what they carry.

use super::columns::{Columns, Kind};
use super::rows::header;
use super::{read, write};
use crate::formats::{Carries, Confidence, Format, FormatError, Head, InputFile, Output, ReadCx, WriteCx, Writer};
use crate::text::Unit;

/// CSV and TSV.
#[derive(Clone, Copy, Debug)]
pub struct Csv;

/// The table that is written. Texts lie beside it, each named after its document.
pub(super) const SPANS: &str = "spans.csv";

/// What stands before words that a spreadsheet would run.
pub(super) const GUARD: char = '\'';

impl Format for Csv {
    fn id(&self) -> &'static str {
        "csv"
    }

    fn name(&self) -> &'static str {
        "CSV and TSV tables"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["csv", "tsv", "tab"]
    }

    fn carries(&self) -> Carries {
        Carries {
            unit: Some(Unit::CodePoint),
            spans: true,
            overlap: true,
            zero_width: true,
            document_tags: true,
            annotators: true,
            ..Carries::TEXT
        }
    }

    fn has_free_unit(&self) -> bool {
        true
    }

    fn is_told_unit(&self) -> bool {
        true
    }

    fn is_for_spreadsheets(&self) -> bool {
        true
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        // WebAnno's tables begin with their own name.
        if head.start().starts_with(b"#FORMAT=") || head.start().starts_with(b"SQLite format") {
            return Confidence::No;
        }
        let columns = Columns::found(&header(head.bytes), &Default::default());
        let is_table = columns.is_ok_and(|columns| columns.kind() == Kind::Spans);
        match (head.has_ending(self.endings()), is_table) {
            (true, true) => Confidence::Sure,
            (true, false) => Confidence::Likely,
            (false, true) => Confidence::Likely,
            (false, false) => Confidence::No,
        }
    }

    fn companions_among(&self, name: &str, all: &[&str]) -> Vec<String> {
        let Some(folder) = name.strip_suffix(SPANS).filter(|folder| folder.is_empty() || folder.ends_with('/')) else {
            return Vec::new();
        };
        let is_text = |other: &&&str| {
            let below = other.strip_prefix(folder).and_then(|below| below.strip_suffix(".txt"));
            below.is_some_and(|stem| !stem.contains('/'))
        };
        all.iter().filter(is_text).map(|other| (*other).to_owned()).collect()
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let (tables, texts): (Vec<_>, Vec<_>) = files.iter().partition(|file| file.ending() != "txt");
        if tables.is_empty() {
            return files.iter().try_for_each(|file| read::table(file, &[], cx));
        }
        tables.into_iter().try_for_each(|file| read::table(file, &texts, cx))
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Table::new(cx, out)?))
    }
}
