//! Columns that stand under one another in a terminal.

use std::io::{self, Write};

/// To which side of its column a cell goes.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Side {
    /// Words.
    Left,
    /// Numbers.
    Right,
}

/// Rows under a head of column names. A cell is one line: what breaks lines is shown as a space.
pub(super) struct TextTable<'a> {
    columns: Vec<(&'a str, Side)>,
    rows: Vec<Vec<String>>,
}

impl<'a> TextTable<'a> {
    /// A table of these columns. Where all names are empty, there is no head.
    pub(super) fn new(columns: &[(&'a str, Side)]) -> Self {
        Self { columns: columns.to_vec(), rows: Vec::new() }
    }

    /// Adds a row, with a cell for each column.
    pub(super) fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().map(|cell| one_line(&cell)).collect());
    }

    /// Whether it has no rows.
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Writes it, each line after `indent`.
    pub(super) fn write(&self, out: &mut dyn Write, indent: &str) -> io::Result<()> {
        let head: Vec<String> = self.columns.iter().map(|(name, _)| (*name).to_owned()).collect();
        let has_head = head.iter().any(|name| !name.is_empty());
        let lines = has_head.then_some(&head).into_iter().chain(&self.rows);
        let widths: Vec<usize> = (0..self.columns.len())
            .map(|at| lines.clone().filter_map(|row| row.get(at)).map(|cell| width(cell)).max().unwrap_or_default())
            .collect();
        for row in lines {
            let mut line = indent.to_owned();
            for ((cell, width_of_column), (_, side)) in row.iter().zip(&widths).zip(&self.columns) {
                let gap = " ".repeat(width_of_column - width(cell));
                match side {
                    Side::Left => line.extend([cell.as_str(), &gap, "  "]),
                    Side::Right => line.extend([&gap, cell.as_str(), "  "]),
                }
            }
            writeln!(out, "{}", line.trim_end())?;
        }
        Ok(())
    }
}

/// Text on one line, without what would move a terminal's cursor.
pub(super) fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') { ' ' } else { c }).collect()
}

/// How many columns of a terminal a text takes, nearly: two for the wide characters of East Asia and for pictures,
/// none for marks that stand on another character.
fn width(text: &str) -> usize {
    text.chars().map(character_width).sum()
}

fn character_width(c: char) -> usize {
    match u32::from(c) {
        0x0300..=0x036F | 0x0483..=0x0489 | 0x0591..=0x05BD | 0x0610..=0x061A | 0x064B..=0x065F | 0x0670 => 0,
        0x0900..=0x0902 | 0x093C | 0x0941..=0x0948 | 0x094D | 0x200B..=0x200F | 0x202A..=0x202E => 0,
        0x20D0..=0x20FF | 0xFE00..=0xFE0F | 0x1F3FB..=0x1F3FF => 0,
        0x1100..=0x115F | 0x2E80..=0x303E | 0x3041..=0xA4CF | 0xAC00..=0xD7A3 | 0xF900..=0xFAFF => 2,
        0xFE30..=0xFE4F | 0xFF00..=0xFF60 | 0xFFE0..=0xFFE6 | 0x1F300..=0x1FAFF | 0x20000..=0x3FFFD => 2,
        _ => 1,
    }
}

/// The start of a text where it is longer than so many characters.
pub(super) fn clipped(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    let start: String = text.chars().take(most.saturating_sub(1)).collect();
    format!("{}…", start.trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_stand_under_one_another() {
        let mut table = TextTable::new(&[("tag", Side::Left), ("spans", Side::Right), ("", Side::Left)]);
        table.row(["person", "12", "x"].map(str::to_owned));
        table.row(["凯尔", "3", "a\nb"].map(str::to_owned));
        let mut out = Vec::new();
        table.write(&mut out, "  ").unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "  tag     spans\n  person     12  x\n  凯尔        3  a b\n");
    }
}
