//! Where a range of a piece stands: boxes on its rows, and the places of carets.

use super::rows::{Cell, Rows};
use std::ops::Range;

/// One stretch of a range on a row. In mixed lines a range may have several on one row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RowBox {
    pub(crate) row: usize,
    pub(crate) left: f32,
    pub(crate) right: f32,
    /// Where its first grapheme begins, if that is in this box: at one of its ends, or inside it where the direction changes.
    pub(crate) start_edge: Option<RowEdge>,
    /// Where its last grapheme ends, if that is in this box.
    pub(crate) end_edge: Option<RowEdge>,
}

/// Where a range begins or ends on a row.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct RowEdge {
    /// From the left.
    pub(crate) x: f32,
    /// The side of the grapheme that this is.
    pub(crate) side: Side,
}

/// A side of a grapheme.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Side {
    Left,
    Right,
}

impl Cell {
    /// Where it begins for who reads it.
    fn start_edge(&self) -> RowEdge {
        if self.rtl { self.right_edge() } else { self.left_edge() }
    }

    /// Where it ends for who reads it.
    fn end_edge(&self) -> RowEdge {
        if self.rtl { self.left_edge() } else { self.right_edge() }
    }

    fn left_edge(&self) -> RowEdge {
        RowEdge { x: self.left, side: Side::Left }
    }

    fn right_edge(&self) -> RowEdge {
        RowEdge { x: self.right, side: Side::Right }
    }
}

impl Rows {
    /// The boxes that cover exactly the graphemes of a range, without spaces that hang into the margin.
    pub(crate) fn boxes(&self, range: Range<u32>) -> Vec<RowBox> {
        let mut boxes = Vec::new();
        if range.is_empty() {
            return boxes;
        }
        self.add_boxes(&range, false, &mut boxes);
        if boxes.is_empty() {
            self.add_boxes(&range, true, &mut boxes);
        }
        boxes
    }

    fn add_boxes(&self, range: &Range<u32>, with_hanging: bool, boxes: &mut Vec<RowBox>) {
        let covers = |cell: &Cell| cell.start < range.end && range.start < cell.end && (with_hanging || !cell.hangs);
        let mut first: Option<(u32, usize, RowEdge)> = None;
        let mut last: Option<(u32, usize, RowEdge)> = None;
        for (index, row) in self.rows.iter().enumerate().skip(self.row_at(range.start)) {
            if row.start >= range.end {
                break;
            }
            let mut is_open = false;
            for cell in self.cells_of(row) {
                if !covers(cell) {
                    is_open = false;
                    continue;
                }
                match boxes.last_mut() {
                    Some(open) if is_open => open.right = cell.right,
                    _ => boxes.push(RowBox {
                        row: index,
                        left: cell.left,
                        right: cell.right,
                        start_edge: None,
                        end_edge: None,
                    }),
                }
                is_open = true;
                let here = boxes.len() - 1;
                if first.is_none_or(|(start, ..)| cell.start < start) {
                    first = Some((cell.start, here, cell.start_edge()));
                }
                if last.is_none_or(|(end, ..)| cell.end > end) {
                    last = Some((cell.end, here, cell.end_edge()));
                }
            }
        }
        if let Some((_, at, edge)) = first
            && let Some(stretch) = boxes.get_mut(at)
        {
            stretch.start_edge = Some(edge);
        }
        if let Some((_, at, edge)) = last
            && let Some(stretch) = boxes.get_mut(at)
        {
            stretch.end_edge = Some(edge);
        }
    }

    /// Where a caret stands: its row, and how far from the left. Where a line wraps, it stands at the next one's start.
    pub(crate) fn caret(&self, at: u32) -> (usize, f32) {
        let index = self.row_at(at);
        let Some(row) = self.rows.get(index) else { return (0, 0.0) };
        let cells = self.cells_of(row);
        let here = cells.iter().find(|cell| cell.start <= at && at < cell.end).map(|cell| cell.start_edge().x);
        let before = || cells.iter().find(|cell| cell.end == at).map(|cell| cell.end_edge().x);
        let edge = if self.rtl { row.right } else { row.left };
        (index, here.or_else(before).unwrap_or(edge))
    }
}

impl Rows {
    /// At a border of directions a caret stands in two places: where the next letter begins, which [`Self::caret`]
    /// gives, and where the letter before it ends, which is given here with whether that letter reads from right to left.
    pub(crate) fn split_caret(&self, at: u32) -> Option<(f32, bool)> {
        let cells = self.cells_of(self.rows.get(self.row_at(at))?);
        let after = cells.iter().find(|cell| cell.start == at)?;
        let before = cells.iter().find(|cell| cell.end == at)?;
        let end = if before.rtl { before.left } else { before.right };
        (before.rtl != after.rtl).then_some((end, before.rtl))
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

    #[test]
    fn a_range_in_an_rtl_run_is_mirrored() {
        let source = "abc שלום עולם xyz";
        let rows = rows(source, 600.0, false);
        let word = source.find("שלום").unwrap() as u32;
        let boxes = rows.boxes(word..word + 8);
        assert_eq!(boxes.len(), 1);
        let (start, end) = (boxes[0].start_edge.unwrap(), boxes[0].end_edge.unwrap());
        assert_eq!(
            (start, end),
            (RowEdge { x: boxes[0].right, side: Side::Right }, RowEdge { x: boxes[0].left, side: Side::Left })
        );
        assert_eq!(rows.caret(word).1, boxes[0].right, "the caret before a Hebrew word stands at its right");
        let across = rows.boxes(2..word + 4);
        assert_eq!(across.len(), 2, "a range across the border of directions is torn in two: {across:?}");
        assert_eq!(across[0].start_edge, Some(RowEdge { x: across[0].left, side: Side::Left }));
        assert_eq!(across[1].end_edge, Some(RowEdge { x: across[1].left, side: Side::Left }));
    }

    #[test]
    fn a_range_that_goes_on_over_a_border_of_directions_begins_and_ends_at_its_own_letters() {
        let source = "abc שלום xyz";
        let rows = rows(source, 600.0, false);
        let boxes = rows.boxes(4..16);
        assert_eq!(boxes.len(), 1, "the Hebrew word and what follows it are next to each other: {boxes:?}");
        let word = rows.boxes(4..12);
        assert_eq!(
            boxes[0].start_edge, word[0].start_edge,
            "it begins at the right of the Hebrew word, inside the box"
        );
        assert!(boxes[0].start_edge.unwrap().x < boxes[0].right - 10.0);
        assert_eq!(boxes[0].end_edge, Some(RowEdge { x: boxes[0].right, side: Side::Right }));
    }

    #[test]
    fn a_caret_between_directions_stands_in_two_places() {
        let source = "abc שלום xyz";
        let rows = rows(source, 600.0, false);
        let word = rows.boxes(4..12)[0];
        assert_eq!(rows.caret(4).1, word.right, "what is typed in Hebrew comes here");
        assert_eq!(rows.split_caret(4), Some((word.left, false)), "what is typed in English comes here");
        assert_eq!(rows.split_caret(12), Some((word.left, true)));
        assert_eq!(rows.split_caret(6), None);
        assert_eq!(rows.split_caret(0), None);
    }

    #[test]
    fn a_wrapped_range_leaves_the_margin_free() {
        let rows = rows("one two three four five six seven eight nine ten", 120.0, false);
        assert!(rows.rows.len() > 2);
        let boxes = rows.boxes(0..48);
        assert_eq!(boxes.len(), rows.rows.len());
        for (stretch, row) in boxes.iter().zip(&rows.rows) {
            assert_eq!((stretch.left, stretch.right), (row.left, row.right));
        }
        assert_eq!(boxes.iter().filter(|b| b.start_edge.is_some()).count(), 1);
        let end = boxes.last().and_then(|b| b.end_edge);
        assert_eq!(end, Some(RowEdge { x: boxes.last().unwrap().right, side: Side::Right }));
        let space = rows.rows[0].end - 1;
        assert_eq!(rows.boxes(space..space + 1).len(), 1, "a space alone can still be seen");
    }

    #[test]
    fn the_caret_at_a_wrap_stands_on_the_next_row() {
        let rows = rows("one two three four five six seven", 120.0, false);
        let wrap = rows.rows[1].start;
        assert_eq!(rows.caret(wrap), (1, rows.rows[1].left));
        assert_eq!(rows.caret(rows.len), (rows.rows.len() - 1, rows.rows.last().unwrap().right));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]
        #[test]
        fn boxes_cover_their_graphemes_and_nothing_else(
            parts in prop::collection::vec("(שלום|مرحبا|[a-z]{1,6}|नमस्ते|क्षत्रिय|Ελλάδα|мир|停火|へいわ|평화|น้ำ|👨‍👩‍👧|🇫🇷|👍🏽|❤️|ffi|[0-9]{1,3}|\\(|\\)| |é|e\u{301}|\t)", 1..14),
            from in 0usize..60, to in 0usize..60, rtl: bool,
        ) {
            let source = parts.concat();
            let rows = rows(&source, 180.0, rtl);
            let floor = |at: usize| source.floor_char_boundary(at.min(source.len())) as u32;
            let range = floor(from.min(to))..floor(from.max(to));
            let boxes = rows.boxes(range.clone());
            for (index, row) in rows.rows.iter().enumerate() {
                for cell in rows.cells_of(row).iter().filter(|cell| !cell.hangs && cell.right > cell.left) {
                    let middle = (cell.left + cell.right) / 2.0;
                    let painted = boxes.iter().any(|b| b.row == index && b.left <= middle && middle <= b.right);
                    let covered = !range.is_empty() && cell.start < range.end && range.start < cell.end;
                    prop_assert_eq!(painted, covered, "{:?} in {:?}: {:?}", cell, source, boxes);
                }
            }
        }
    }
}
