//! A file cut into rows, with the line that each begins in.
//!
//! Rows are put together from lines, so that a file of any size is read, and the line in a message is the true one; the
//! cells of a row are what the `csv` crate makes of it.

use crate::formats::{FormatError, InputFile, Losses};
use crate::text::{Encoding, Text};

/// The longest row: the longest text, and as much again beside it.
const ROW: u64 = 2 * Text::MAX_BYTES as u64;

/// What may stand between cells; of two that make as many cells, the later, which is rarer within names.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A row of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Row {
    /// The line that it begins in, counted from 1.
    pub(in crate::formats) line: usize,
    /// Its cells.
    pub(in crate::formats) cells: Vec<String>,
}

/// Whether a row goes on into the next line, as a quote is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum At {
    CellStart,
    Cell,
    Quoted,
    /// After a quote in a quoted cell: its end, or the first of two.
    QuoteInQuoted,
}

impl At {
    fn after(self, line: &str, delimiter: u8) -> Self {
        line.bytes().fold(self, |at, byte| match (at, byte) {
            (Self::CellStart, b'"') | (Self::QuoteInQuoted, b'"') => Self::Quoted,
            (Self::Quoted, b'"') => Self::QuoteInQuoted,
            (Self::Quoted, _) => Self::Quoted,
            (_, byte) if byte == delimiter => Self::CellStart,
            _ => Self::Cell,
        })
    }
}

/// The cells of the first row of a file, from how the file begins.
pub(super) fn header(head: &[u8]) -> Vec<String> {
    let head = String::from_utf8_lossy(head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head));
    let mut lines = head.split('\n').skip_while(|line| line.trim().is_empty() || separator_line(line).is_some());
    let Some(first) = lines.next() else { return Vec::new() };
    let delimiter = delimiter_of(first);
    let mut row = first.to_owned();
    while At::CellStart.after(&row, delimiter) == At::Quoted
        && let Some(next) = lines.next()
    {
        row.push('\n');
        row.push_str(next);
    }
    cells(&row, delimiter).into_iter().next().unwrap_or_default()
}

/// Passes on the rows of a file, that of the names of columns first. Lines with nothing in them are no rows.
pub(in crate::formats) fn rows(
    file: &InputFile,
    encoding: Option<&'static Encoding>,
    losses: &mut Losses,
    mut each: impl FnMut(Row, &mut Losses) -> Result<(), FormatError>,
) -> Result<(), FormatError> {
    let mut delimiter = None;
    let mut open = String::new();
    let (mut begun, mut at) = (0, At::CellStart);
    let read = file.lines(ROW, encoding, losses, |number, line, losses| {
        if at != At::Quoted {
            if line.trim().is_empty() {
                return Ok(());
            }
            if delimiter.is_none() && separator_line(line).is_some() {
                delimiter = separator_line(line);
                return Ok(());
            }
            begun = number;
            open.clear();
        } else {
            open.push('\n');
        }
        let delimiter = *delimiter.get_or_insert_with(|| delimiter_of(line));
        open.push_str(line);
        if open.len() as u64 > ROW {
            return Err(FormatError::malformed(format!("the row has over {ROW} bytes"), &file.name, begun, 0));
        }
        let start = if at == At::Quoted { At::Quoted } else { At::CellStart };
        at = start.after(line, delimiter);
        if at == At::Quoted {
            return Ok(());
        }
        let found = cells(open.strip_suffix('\r').unwrap_or(&open), delimiter);
        found.into_iter().try_for_each(|cells| each(Row { line: begun, cells }, losses))
    });
    read?;
    if at == At::Quoted {
        let why = "a quote is opened in this row and never closed";
        return Err(FormatError::malformed(why, &file.name, begun, 0));
    }
    Ok(())
}

/// What stands between the cells of a row of names: whatever makes the most cells of it.
fn delimiter_of(line: &str) -> u8 {
    let n_cells = |delimiter: u8| cells(line, delimiter).into_iter().next().map_or(0, |cells| cells.len());
    let most = DELIMITERS.into_iter().max_by_key(|delimiter| n_cells(*delimiter));
    most.unwrap_or(b',')
}

/// What Excel is told by a first line of its own: `sep=;`.
fn separator_line(line: &str) -> Option<u8> {
    let said = line.trim_end_matches('\r').strip_prefix("sep=")?;
    DELIMITERS.into_iter().find(|delimiter| said.as_bytes() == [*delimiter])
}

/// The cells of a row; of several where a file ends its lines with CR alone.
fn cells(row: &str, delimiter: u8) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new();
    let reader =
        reader.has_headers(false).flexible(true).delimiter(delimiter).buffer_capacity(row.len().clamp(64, 1 << 16));
    let records = reader.from_reader(row.as_bytes()).into_records();
    records.map_while(Result::ok).map(|record| record.iter().map(str::to_owned).collect()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(bytes: &[u8]) -> Result<Vec<(usize, Vec<String>)>, String> {
        let mut found = Vec::new();
        let file = InputFile::of_bytes("a.csv", bytes);
        let read = rows(&file, None, &mut Losses::default(), |row, _| {
            found.push((row.line, row.cells));
            Ok(())
        });
        read.map(|()| found).map_err(|error| error.to_string())
    }

    #[track_caller]
    fn check(bytes: &[u8], expected: &[(usize, &[&str])]) {
        let expected: Vec<(usize, Vec<String>)> = expected
            .iter()
            .map(|(line, cells)| (*line, cells.iter().map(|cell| (*cell).to_owned()).collect()))
            .collect();
        assert_eq!(read(bytes), Ok(expected));
    }

    #[test]
    fn rows_know_the_line_that_they_begin_in() {
        check(b"a,b\n\n1,\"x\n\ny\"\n2,z\n", &[(1, &["a", "b"]), (3, &["1", "x\n\ny"]), (6, &["2", "z"])]);
        check(b"a;b\r\n1;\"x\r\ny;\"\r\n2;\r\n", &[(1, &["a", "b"]), (2, &["1", "x\r\ny;"]), (4, &["2", ""])]);
        check(b"\xEF\xBB\xBFa\tb,c\n1\t2\n", &[(1, &["a", "b,c"]), (2, &["1", "2"])]);
        check(b"sep=;\na;b\n1;2", &[(2, &["a", "b"]), (3, &["1", "2"])]);
        check(b"a,b\n5\" pipe,\"say \"\"so\"\"\"\n", &[(1, &["a", "b"]), (2, &["5\" pipe", "say \"so\""])]);
        check(b"a,b\r1,2\r", &[(1, &["a", "b"]), (1, &["1", "2"])]);
    }

    #[test]
    fn a_quote_that_is_never_closed_is_told_by_its_line() {
        let why = "a quote is opened in this row and never closed: a.csv:2";
        assert_eq!(read(b"a,b\n1,\"x\ny"), Err(why.to_owned()));
    }
}
