//! Which character lies under a point of a piece.

use super::rows::Rows;
use std::ops::Range;

/// What lies at a point of a row.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct RowHit {
    /// Where a caret would be put: at the nearer edge of the grapheme.
    pub(crate) caret: u32,
    /// The grapheme under the point, or the nearest one.
    pub(crate) cell: Range<u32>,
    /// Whether the point is on the text rather than beside it.
    pub(crate) is_inside: bool,
}

impl Rows {
    /// The nearest grapheme of a row to a place `x` from the left.
    pub(crate) fn hit(&self, row: usize, x: f32) -> RowHit {
        let end = self.len;
        let Some(row) = self.rows.get(row) else {
            return RowHit { caret: end, cell: end..end, is_inside: false };
        };
        let cells = self.cells_of(row);
        let nearest = cells.partition_point(|cell| cell.right <= x).min(cells.len().saturating_sub(1));
        let Some(cell) = cells.get(nearest) else {
            return RowHit { caret: row.start, cell: row.start..row.start, is_inside: false };
        };
        let is_left = x < (cell.left + cell.right) / 2.0;
        let mut caret = if is_left == cell.rtl { cell.end } else { cell.start };
        if self.wraps(row) && caret == row.end && cell.hangs {
            // The same offset begins the next row, where the caret would jump to.
            caret = cell.start;
        }
        RowHit { caret, cell: cell.start..cell.end, is_inside: row.left <= x && x <= row.right }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::typeset::{Measure, ReaderFonts, TextEngine};
    use proptest::prelude::*;

    fn rows(source: &str, width: f32, rtl: bool) -> Rows {
        let mut engine = TextEngine::without_system_fonts(&ReaderFonts::shipped());
        let face = engine.face("Literata", 18.0, 400.0);
        engine.rows(source, &face, Measure::paragraph(width, rtl))
    }

    #[track_caller]
    fn check_own_offsets(source: &str, width: f32, rtl: bool) {
        let rows = rows(source, width, rtl);
        let mut next = 0;
        for (index, row) in rows.rows.iter().enumerate() {
            for cell in rows.cells_of(row).iter().filter(|cell| cell.right - cell.left > 0.01) {
                let quarter = (cell.right - cell.left) / 4.0;
                for (x, is_left) in [(cell.left + quarter, true), (cell.right - quarter, false)] {
                    let hit = rows.hit(index, x);
                    assert_eq!(hit.cell, cell.start..cell.end, "{source:?}");
                    if !cell.hangs {
                        let edge = if is_left == cell.rtl { cell.end } else { cell.start };
                        assert_eq!(hit.caret, edge, "{source:?}");
                    }
                }
            }
            assert_eq!(row.start, next, "rows follow each other in {source:?}");
            next = row.end;
        }
        assert_eq!(next as usize, source.len());
    }

    #[test]
    fn every_script_gives_back_its_own_offsets() {
        check_own_offsets("English then مرحبا (بالعالم) 1234 ثم back, עברית שָׁלוֹם, नमस्ते क्षत्रिय", 240.0, false);
        check_own_offsets("وُلد الأديب في القاهرة عام 1911 في Ministry of Culture حتى التقاعد", 200.0, true);
        check_own_offsets("a\tb\0c\u{2028}d\u{c}e", 400.0, false);
        check_own_offsets("affluent office fjord", 400.0, false);
        check_own_offsets("unbreakable".repeat(12).as_str(), 120.0, false);
    }

    #[test]
    fn beside_the_text_the_nearest_edge_counts() {
        let ltr = rows("one two", 400.0, false);
        assert_eq!((ltr.hit(0, -20.0).caret, ltr.hit(0, 900.0).caret), (0, 7));
        assert!(!ltr.hit(0, 900.0).is_inside);
        let rtl = rows("שלום", 400.0, true);
        assert_eq!((rtl.hit(0, 0.0).caret, rtl.hit(0, 900.0).caret), (8, 0));
        assert!(!rtl.hit(0, 0.0).is_inside, "RTL text stands at the right");
        assert_eq!(rows("", 400.0, false).hit(0, 30.0), RowHit { caret: 0, cell: 0..0, is_inside: false });
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn random_mixed_text_gives_back_its_own_offsets(
            parts in prop::collection::vec("(שלום|مرحبا|[a-z]{1,6}|नमस्ते|क्षत्रिय|Ελλάδα|мир|停火|へいわ|평화|น้ำ|👨‍👩‍👧|🇫🇷|👍🏽|❤️|ffi|[0-9]{1,3}|\\(|\\)| |é|e\u{301}|\t|\u{200f})", 0..14),
            rtl: bool,
        ) {
            check_own_offsets(&parts.concat(), 160.0, rtl);
        }
    }
}
