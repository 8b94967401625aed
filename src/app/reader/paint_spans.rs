//! Spans on the page: tints, under-lines in their lanes, and the rings of focused ones.

use super::captions::Hidden;
use super::input::{Edge, LayerKind};
use super::laid::SpanOnPiece;
use super::paint::{MUTED, OnScreen, PagePainter};
use super::tints::{Tint, tint_stretches};
use crate::app::theme::paint_under_line;
use crate::app::typeset::RowBox;
use egui::{Color32, CornerRadius, Rangef, Rect, Shape, Stroke, StrokeKind, vec2};

/// The thickness of an under-line of one's own, in points.
const UNDER_LINE: f32 = 2.0;
/// Another annotator's is thinner.
const UNDER_LINE_OTHER: f32 = 1.0;
/// Half the width of the flag on a span without characters, in points; its name stands beside it.
pub(super) const STEM_FLAG: f32 = 4.0;

impl PagePainter<'_> {
    pub(super) fn tints(&mut self, piece: OnScreen<'_>) {
        let mut tints: Vec<Tint> = Vec::new();
        for span in piece.laid.spans.iter().filter(|span| span.kind == LayerKind::Own) {
            let Some((look, strength)) = self.strength(span) else { continue };
            let is_hovered = self.moment.hovered == Some(span.span);
            let fill = if is_hovered { look.colors.fill_hover } else { look.colors.fill };
            let color = fill.gamma_multiply(strength);
            for stretch in span.boxes.iter().filter(|stretch| piece.shows(stretch.row)) {
                let (row, left, right) = (stretch.row, stretch.left, stretch.right);
                tints.push(Tint { row, left, right, lane: span.lane, color, is_first: is_hovered });
            }
        }
        for tint in tint_stretches(tints) {
            let rect = self.screen.band_rect(piece.laid, piece.top, tint.row, tint.left, tint.right);
            self.painter.rect_filled(rect, CornerRadius::same(2), tint.color);
        }
    }

    pub(super) fn under_lines(&mut self, piece: OnScreen<'_>) {
        let pitch = self.sheet.page().map_or(0.0, |page| page.lane_pitch as f32);
        // For each row, where spans without a lane of their own stand: a count takes their place.
        let mut hidden: Vec<Hidden> = Vec::new();
        for span in &piece.laid.spans {
            let Some((look, strength)) = self.strength(span) else { continue };
            let thickness = if span.kind == LayerKind::Own { UNDER_LINE } else { UNDER_LINE_OTHER };
            let color = look.colors.line.gamma_multiply(strength);
            let pattern = look.colors.pattern;
            for stretch in span.boxes.iter().filter(|stretch| piece.shows(stretch.row)) {
                if span.lane >= piece.laid.n_drawn_lanes(stretch.row) {
                    hidden.push(Hidden { row: stretch.row, left: stretch.left, right: stretch.right, span: span.span });
                    continue;
                }
                if span.kind == LayerKind::Suggested {
                    self.dashed_outline(piece, stretch.row, stretch.left, stretch.right, color);
                    continue;
                }
                let (_, bottom) = piece.laid.band(stretch.row);
                let top = piece.top + bottom + pitch * span.lane as f32;
                let line = self.screen.rect_in_points(stretch.left, top, stretch.right, top);
                // A hair between neighbors in one lane, so that two spans do not look like one.
                let hair = 0.5;
                let x = Rangef::new(line.left() + hair, (line.right() - hair).max(line.left() + 1.0));
                paint_under_line(&self.painter, x, line.top(), color, pattern, thickness);
            }
            self.joint(piece, span, color, pitch);
            if let Some((row, x)) = span.point.filter(|&(row, _)| piece.shows(row)) {
                let line = self.screen.band_rect(piece.laid, piece.top, row, x, x);
                self.point_mark(line, color);
            }
        }
        self.counts(piece, hidden, pitch);
    }

    /// A thin line between the parts of one span on a row: its fragments, and what a change of direction has torn apart.
    fn joint(&self, piece: OnScreen<'_>, span: &SpanOnPiece, color: Color32, pitch: f32) {
        if span.lane >= 4 || span.boxes.len() < 2 {
            return;
        }
        let mut boxes: Vec<&RowBox> = span.boxes.iter().filter(|stretch| piece.shows(stretch.row)).collect();
        boxes.sort_by(|a, b| a.row.cmp(&b.row).then(a.left.total_cmp(&b.left)));
        for pair in boxes.windows(2) {
            let [before, after] = pair else { continue };
            if before.row != after.row || after.left - before.right <= 0.5 {
                continue;
            }
            let y = piece.top + piece.laid.band(before.row).1 + pitch * span.lane as f32;
            let line = self.screen.rect_in_points(before.right, y, after.left, y);
            let points = [line.left_center() + vec2(2.0, 1.0), line.right_center() + vec2(-2.0, 1.0)];
            self.painter.extend(Shape::dotted_line(&points, color.gamma_multiply(MUTED), 3.0, 0.6));
        }
    }

    fn dashed_outline(&self, piece: OnScreen<'_>, row: usize, left: f32, right: f32, color: Color32) {
        let rect = self.screen.band_rect(piece.laid, piece.top, row, left, right).shrink(0.5);
        let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
        self.painter.extend(Shape::dashed_line(&corners, Stroke::new(1.2, color), 4.0, 3.0));
    }

    /// A span without characters: a stem between two letters, with a flag on it.
    fn point_mark(&self, line: Rect, color: Color32) {
        let (top, bottom) = (line.center_top(), line.center_bottom() + vec2(0.0, 3.0));
        self.painter.line_segment([top, bottom], Stroke::new(1.5, color));
        let flag = vec![top + vec2(-STEM_FLAG, -STEM_FLAG), top + vec2(STEM_FLAG, -STEM_FLAG), top + vec2(0.0, 2.0)];
        self.painter.add(Shape::convex_polygon(flag, color, Stroke::NONE));
    }

    /// The rings of focused spans, and the handles of the first one.
    pub(super) fn rings(&mut self, piece: OnScreen<'_>) {
        for span in &piece.laid.spans {
            let Some(order) = self.input.focus.iter().position(|focused| *focused == span.span) else { continue };
            let Some(look) = self.looks.get(&span.tag) else { continue };
            let color = look.colors.line;
            if let Some((row, x)) = span.point.filter(|&(row, _)| piece.shows(row)) {
                let rect = self.screen.band_rect(piece.laid, piece.top, row, x, x).expand2(vec2(5.0, 3.0));
                self.painter.rect_stroke(rect, CornerRadius::same(4), Stroke::new(2.0, color), StrokeKind::Outside);
            }
            let resizing = self.moment.resizing.filter(|(resized, ..)| *resized == span.span);
            let rects: Vec<Rect> = match resizing {
                Some((.., to)) => self.screen.range_rects(self.sheet, to),
                None => span
                    .boxes
                    .iter()
                    .filter(|stretch| piece.shows(stretch.row))
                    .map(|b| self.screen.band_rect(piece.laid, piece.top, b.row, b.left, b.right))
                    .collect(),
            };
            for rect in rects {
                let stroke = Stroke::new(2.0, color);
                self.painter.rect_stroke(rect.expand(0.5), CornerRadius::same(3), stroke, StrokeKind::Outside);
            }
            if order == 0 && !self.input.read_only && span.kind == LayerKind::Own && resizing.is_none() {
                for (edge, line) in self.screen.edges(piece.laid, piece.top, span) {
                    self.handle(line, edge == Edge::Start, color);
                    if self.input.held_edge == Some(edge) {
                        self.painter.vline(line.center().x, line.y_range().expand(4.0), Stroke::new(3.5, color));
                    }
                }
            }
        }
    }
}
