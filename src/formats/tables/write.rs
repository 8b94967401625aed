//! Writes `spans.csv` with a row for each span, and the texts beside it, exactly, as `<document>.txt`.

use super::format::{GUARD, SPANS};
use crate::formats::exchange::{Document, Set};
use crate::formats::output::{Open, Stems};
use crate::formats::{FormatError, Output, WriteCx, Writer, covered};
use crate::text::Unit;

/// The columns, as they are documented.
const HEADER: [&str; 6] = ["document", "start", "end", "label", "text", "annotator"];

/// What Excel knows UTF-8 by.
const BOM: &str = "\u{FEFF}";

/// A table on its way out.
pub(super) struct Table<'a> {
    out: &'a mut dyn Output,
    table: Open,
    stems: Stems,
    unit: Unit,
    guards_formulas: bool,
}

impl<'a> Table<'a> {
    pub(super) fn new(cx: &WriteCx<'_>, out: &'a mut dyn Output) -> Result<Self, FormatError> {
        let mut table = Open::new(out, SPANS)?;
        if cx.options.bom {
            table.put(BOM)?;
        }
        table.put(row(HEADER)?)?;
        let unit = cx.options.unit.unwrap_or(Unit::CodePoint);
        Ok(Self { table, out, stems: Stems::default(), unit, guards_formulas: cx.options.guard_formulas })
    }

    fn set(&mut self, set: &Set, document: &Document, stem: &str) -> Result<(), FormatError> {
        let who = set.annotator.as_ref().map_or("", |person| &person.id);
        for span in &set.spans {
            let hull = span.at.hull();
            let [start, end] = [hull.start(), hull.end()].map(|at| document.text.count(at, self.unit).to_string());
            let words = covered(&document.text, &span.at);
            let words = if self.guards_formulas { guarded(words) } else { words };
            self.table.put(row([stem, &start, &end, &span.label.tag, &words, who])?)?;
        }
        for given in &set.tags {
            self.table.put(row([stem, "", "", &given.label.tag, "", who])?)?;
        }
        Ok(())
    }
}

impl Writer for Table<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let stem = self.stems.of(document);
        let mut file = Open::new(self.out, format!("{stem}.txt"))?;
        // Without a mark before it, a text that begins with one would lose its own, and one with NULs be no text.
        if document.text.as_str().starts_with(BOM) || document.text.as_str().contains('\0') {
            file.put(BOM)?;
        }
        file.put(document.text.as_str())?;
        file.close()?;
        document.sets.iter().try_for_each(|set| self.set(set, document, &stem))
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        self.table.close()
    }
}

/// Words that no spreadsheet runs. Those that begin with an apostrophe get another, so that the first is always the guard.
fn guarded(words: String) -> String {
    if words.starts_with(['=', '+', '-', '@', '\t', '\r', GUARD]) { format!("{GUARD}{words}") } else { words }
}

/// A row as RFC 4180 has it, but with LF at its end.
fn row(cells: [&str; 6]) -> Result<Vec<u8>, FormatError> {
    let failed = |why: String| FormatError::Unwritable { why, file: SPANS.to_owned() };
    let mut writer = csv::WriterBuilder::new().has_headers(false).buffer_capacity(256).from_writer(Vec::new());
    writer.write_record(cells).map_err(|error| failed(error.to_string()))?;
    writer.into_inner().map_err(|error| failed(error.to_string()))
}
