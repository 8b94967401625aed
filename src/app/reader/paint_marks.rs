//! What stands on the page without being a span: hits, problems, the selection, the caret.

use super::input::Edge;
use super::paint::{MUTED, OnScreen, PagePainter};
use crate::app::typeset::RowBox;
use crate::text::TextRange;
use egui::{Color32, CornerRadius, Pos2, Rangef, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use std::ops::Range;

/// The height of the teeth under what wants a look, and half their width, in points.
const ZIGZAG: f32 = 2.5;
/// How many rows of what wants a look are marked.
const ZIGZAG_ROWS: usize = 2;
/// How many problems of one piece are marked.
const MOST_PROBLEMS: usize = 256;
/// How far the line beside what is left out is from the text, in points.
const MARGIN_LINE: f32 = 10.0;
/// The flag of a caret between directions, in points.
const CARET_FLAG: f32 = 5.0;

impl PagePainter<'_> {
    pub(super) fn hits(&self, piece: OnScreen<'_>) {
        let marks = &self.input.marks;
        let radius = CornerRadius::same(2);
        for index in among(&marks.hits, piece.shown()) {
            let Some(hit) = marks.hits.get(index) else { continue };
            for stretch in self.stretches(piece, *hit) {
                let rect = self.screen.band_rect(piece.laid, piece.top, stretch.row, stretch.left, stretch.right);
                self.painter.rect_filled(rect, radius, self.input.style.hit);
                if marks.current == Some(index) {
                    let stroke = Stroke::new(1.5, self.input.style.accent);
                    self.painter.rect_stroke(rect.expand(1.0), radius, stroke, StrokeKind::Outside);
                }
            }
        }
    }

    /// Where what is left out of the labeling stands on the rows of a piece that are in view.
    pub(super) fn left_out(&self, piece: OnScreen<'_>) -> Vec<RowBox> {
        let parts = self.input.left_out.overlapping(piece.shown());
        parts.flat_map(|part| self.stretches(piece, part)).collect()
    }

    /// A line in the margin beside rows that have something left out.
    pub(super) fn left_out_lines(&self, piece: OnScreen<'_>) {
        let stretches = self.left_out(piece);
        for row in piece.first_row..piece.end_row {
            if stretches.iter().any(|stretch| stretch.row == row) {
                let (top, bottom) = piece.laid.row_span(row);
                let band = self.screen.rect_in_points(0.0, piece.top + top, 0.0, piece.top + bottom);
                let x = band.left() - MARGIN_LINE;
                self.painter.vline(
                    x,
                    band.y_range(),
                    Stroke::new(1.0, self.input.style.text_soft.gamma_multiply(MUTED)),
                );
            }
        }
    }

    /// What wants a look stands on a zigzag, a long one where it begins; what has no characters, on one tooth of it.
    pub(super) fn problems(&self, piece: OnScreen<'_>) {
        if self.input.marks.problems_in_strip {
            return;
        }
        for problem in self.input.marks.problems_in(piece.laid.range).take(MOST_PROBLEMS) {
            let (row, x) = piece.laid.rows.caret(piece.laid.local(problem.start()));
            if problem.is_empty() {
                let line = self.screen.band_rect(piece.laid, piece.top, row, x, x);
                self.zigzag(line.expand2(vec2(ZIGZAG, 0.0)));
            }
            for stretch in self.stretches(piece, problem).into_iter().filter(|stretch| stretch.row < row + ZIGZAG_ROWS)
            {
                self.zigzag(self.screen.band_rect(piece.laid, piece.top, stretch.row, stretch.left, stretch.right));
            }
        }
    }

    /// Where a mark stands on the rows of a piece that are in view.
    pub(super) fn stretches(&self, piece: OnScreen<'_>, mark: TextRange) -> Vec<RowBox> {
        let mut boxes = piece.laid.rows.boxes(piece.laid.local(mark.start())..piece.laid.local(mark.end()));
        boxes.retain(|stretch| piece.shows(stretch.row));
        boxes
    }

    /// A zigzag along the lower edge of a box, just above the under-lines. Its teeth stand on a grid of the page, so that
    /// two that overlap are one.
    fn zigzag(&self, rect: Rect) {
        let (low, high) = (rect.bottom() - 0.5, rect.bottom() - 0.5 - ZIGZAG);
        let first = (rect.left() / ZIGZAG).ceil() as i64;
        let last = ((rect.right() / ZIGZAG).floor() as i64).max(first + 2);
        let point = |n: i64| pos2(n as f32 * ZIGZAG, if n % 2 == 0 { low } else { high });
        let points = (first..=last).map(point).collect();
        self.painter.add(Shape::line(points, Stroke::new(1.2, self.input.style.warning)));
    }

    pub(super) fn selection(&mut self) {
        let Some(selection) = self.input.selection else { return };
        let range = selection.range();
        if range.is_empty() {
            return;
        }
        let color = self.input.style.selection;
        let rects = self.screen.range_rects(self.sheet, range);
        for rect in &rects {
            self.painter.rect_filled(*rect, CornerRadius::same(3), color.gamma_multiply(0.09));
            let stroke = Stroke::new(1.5, color);
            self.painter.rect_stroke(rect.expand(1.0), CornerRadius::same(3), stroke, StrokeKind::Middle);
        }
        for (edge, line) in self.screen.range_edges(self.sheet, range) {
            self.handle(line, edge == Edge::Start, color);
        }
    }

    /// A knob at the upper end of a start and at the lower end of an end.
    pub(super) fn handle(&self, edge: Rect, is_start: bool, color: Color32) {
        let x = edge.center().x;
        let knob = if is_start { pos2(x, edge.top() - 1.0) } else { pos2(x, edge.bottom() + 1.0) };
        self.painter.vline(x, (edge.top() - 1.0)..=(edge.bottom() + 1.0), Stroke::new(1.5, color));
        self.painter.circle_filled(knob, 3.0, color);
    }

    /// The caret. At a border of directions it stands in two places, each with a flag the way its text reads: whole
    /// where the next letter begins, half where the one before it ends.
    pub(super) fn caret(&self) {
        let Some(selection) = self.input.selection.filter(|selection| selection.range().is_empty()) else { return };
        let Some(line) = self.screen.caret_rect(self.sheet, selection.head) else { return };
        let stroke = Stroke::new(2.0, self.input.style.accent);
        self.painter.vline(line.center().x, line.y_range(), stroke);
        if let Some((other, rtl)) = self.screen.split_caret_rect(self.sheet, selection.head) {
            self.flag(line.center_top(), !rtl);
            let half = Rangef::new(other.center().y, other.bottom());
            self.painter.vline(other.center().x, half, stroke);
            self.flag(pos2(other.center().x, half.min), rtl);
        }
    }

    /// A small triangle that points the way a text reads.
    fn flag(&self, top: Pos2, rtl: bool) {
        let way = if rtl { -CARET_FLAG } else { CARET_FLAG };
        let corners = vec![top, top + vec2(way, CARET_FLAG / 2.0), top + vec2(0.0, CARET_FLAG)];
        self.painter.add(Shape::convex_polygon(corners, self.input.style.accent, Stroke::NONE));
    }
}

/// Which of some ranges, in order and apart from each other, have to do with a part of the text.
fn among(ranges: &[TextRange], part: TextRange) -> Range<usize> {
    let begin = ranges.partition_point(|range| range.end() < part.start());
    begin..ranges.partition_point(|range| range.start() <= part.end()).max(begin)
}
