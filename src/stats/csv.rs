//! Tables as CSV, for spreadsheets and scripts.

use super::{Cell, Table};
use csv::{Terminator, WriterBuilder};
use std::borrow::Cow;

impl Table {
    /// The table as CSV by RFC 4180: a header of the columns' keys, commas, `\r\n`, quotes where they are needed.
    ///
    /// Counts are whole numbers; shares and means have a point and as many digits as tell them apart; what is
    /// missing is empty. A list is one field for reading: `Ada (3); York (1)`. Words that a spreadsheet would
    /// run as a formula, because they begin with `=`, `+`, `-`, `@`, a tab or a carriage return, get a `'`
    /// before them, which spreadsheets take for a sign that words follow.
    pub fn to_csv(&self) -> String {
        let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).flexible(true).from_writer(Vec::new());
        let header = self.columns.iter().map(|column| harmless(&column.key).into_owned());
        let rows = self.rows.iter().map(|row| row.cells.iter().map(written).collect::<Vec<_>>());
        for record in std::iter::once(header.collect()).chain(rows) {
            // Writing into memory does not fail.
            let _ = writer.write_record(record);
        }
        let bytes = writer.into_inner().unwrap_or_default();
        String::from_utf8(bytes).unwrap_or_default()
    }
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => harmless(text).into_owned(),
        Cell::Count(count) => count.to_string(),
        Cell::Share(number) | Cell::Mean(number) => number.to_string(),
        Cell::List(list) => {
            let items: Vec<String> = list.iter().map(|(string, count)| format!("{string} ({count})")).collect();
            harmless(&items.join("; ")).into_owned()
        }
        Cell::Missing => String::new(),
    }
}

/// Words as they are, or after a `'` where a spreadsheet would run them.
/// See <https://owasp.org/www-community/attacks/CSV_Injection>.
fn harmless(text: &str) -> Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}").into() } else { text.into() }
}
