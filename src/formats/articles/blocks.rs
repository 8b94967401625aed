//! A text as it is put together: paragraphs with an empty line between them, lines of lists and tables without one.

use crate::text::Text;

/// What stands between what was written and what comes next.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug, Default)]
pub(super) enum Gap {
    #[default]
    None,
    Space,
    /// Between the cells of a row.
    Cell,
    /// Between the rows of a table and the points of a list.
    Line,
    /// Between paragraphs.
    Paragraph,
}

/// A text that grows.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    text: String,
    gap: Gap,
    /// Cells that had nothing in them, since the last that had.
    n_empty_cells: usize,
    /// How many rows of tables are open; what divides paragraphs is a space in one.
    n_open_rows: usize,
}

impl Blocks {
    /// Words whose white space is that of the file and not of the text.
    pub(super) fn words(&mut self, words: &str) {
        let mut is_first = true;
        for word in words.split(is_layout) {
            if !is_first {
                self.gap(Gap::Space);
            }
            is_first = false;
            self.exactly(word);
        }
    }

    /// Words as they are.
    pub(super) fn exactly(&mut self, words: &str) {
        if words.is_empty() {
            return;
        }
        let gap = std::mem::take(&mut self.gap);
        // Between cells there is a TAB, and no space beside it.
        let gap = if self.n_empty_cells > 0 && gap == Gap::Space { Gap::Cell } else { gap };
        if !self.text.is_empty() {
            match gap {
                Gap::None => {}
                Gap::Space if self.text.ends_with('\n') => {}
                Gap::Space => self.text.push(' '),
                Gap::Cell => {}
                Gap::Line => self.text.push('\n'),
                Gap::Paragraph => self.text.push_str("\n\n"),
            }
        }
        for _ in 0..std::mem::take(&mut self.n_empty_cells) {
            self.text.push('\t');
        }
        self.text.push_str(words);
    }

    /// A line that ends within a paragraph.
    pub(super) fn line_break(&mut self) {
        if self.n_open_rows > 0 {
            return self.gap(Gap::Space);
        }
        if !self.text.is_empty() && self.gap < Gap::Line {
            self.gap = Gap::None;
            self.text.push('\n');
        }
    }

    /// At least so much between what was written and what comes next.
    pub(super) fn gap(&mut self, gap: Gap) {
        let gap = if self.n_open_rows > 0 && gap > Gap::Cell { Gap::Space } else { gap };
        self.gap = self.gap.max(gap);
    }

    /// A row begins.
    pub(super) fn open_row(&mut self) {
        self.gap(Gap::Line);
        self.n_open_rows += 1;
    }

    /// A cell of a row begins; `is_first` if none stands before it.
    pub(super) fn open_cell(&mut self, is_first: bool) {
        if self.n_open_rows > 1 {
            return self.gap(Gap::Space);
        }
        if !is_first {
            self.n_empty_cells += 1;
            if self.gap == Gap::Space {
                self.gap = Gap::Cell;
            }
        }
    }

    /// A row ends.
    pub(super) fn close_row(&mut self) {
        self.n_open_rows = self.n_open_rows.saturating_sub(1);
        if self.n_open_rows == 0 {
            self.n_empty_cells = 0;
        }
        self.gap(Gap::Line);
    }

    /// Whether it has grown beyond what can be a text.
    pub(super) fn is_too_long(&self) -> bool {
        self.text.len() > Text::MAX_BYTES
    }

    /// The text, without white space at its end.
    pub(super) fn finish(mut self) -> String {
        self.text.truncate(self.text.trim_end().len());
        self.text
    }
}

/// White space that only divides words, in a file; no-break spaces are part of the text.
fn is_layout(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\x0C')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paragraphs_lines_and_cells_are_told_apart() {
        let mut blocks = Blocks::default();
        blocks.gap(Gap::Paragraph);
        blocks.words("  One \n two");
        blocks.words(" three ");
        blocks.gap(Gap::Paragraph);
        blocks.gap(Gap::Line);
        blocks.words("four\u{a0}five");
        blocks.line_break();
        blocks.words(" six ");
        blocks.gap(Gap::Paragraph);
        blocks.open_row();
        for (at, cell) in ["a", "", "c d"].into_iter().enumerate() {
            blocks.open_cell(at == 0);
            blocks.gap(Gap::Paragraph);
            blocks.words(cell);
            blocks.gap(Gap::Paragraph);
        }
        blocks.close_row();
        blocks.open_row();
        blocks.open_cell(true);
        blocks.open_cell(false);
        blocks.words("e");
        blocks.close_row();
        blocks.gap(Gap::Paragraph);
        assert_eq!(blocks.finish(), "One two three\n\nfour\u{a0}five\nsix\n\na\t\tc d\n\te");
    }
}
