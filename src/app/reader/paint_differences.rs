//! How what several people say of a passage differs, drawn over it: each kind by a shape of its own, none by color alone.
//!
//! Brackets at both ends: other words. A line over the passage: another tag. A dotted line over it: other values. A dashed
//! outline: somebody says nothing. Diamonds at both ends: a relation that differs.

use super::input::Differing;
use super::paint::{OnScreen, PagePainter};
use egui::{Pos2, Rect, Shape, Stroke, pos2, vec2};

/// How many differences of one piece are drawn.
const MOST: usize = 256;
/// How far a bracket goes in, in points.
const FOOT: f32 = 4.0;
/// Dashes, dots and the gaps between them, in points.
const DASH: f32 = 5.0;
const DOT: f32 = 1.5;
const GAP: f32 = 3.0;
/// Half a diamond, in points.
const DIAMOND: f32 = 3.5;
/// How far around the passage it is drawn, in points.
const AROUND: egui::Vec2 = vec2(1.0, 1.5);

impl PagePainter<'_> {
    /// All differences that begin in a piece.
    pub(super) fn differences(&self, piece: OnScreen<'_>) {
        for differing in self.input.marks.differences_in(piece.laid.range).take(MOST) {
            let stretches = self.stretches(piece, differing.at);
            let rects: Vec<Rect> = stretches
                .iter()
                .map(|it| self.screen.band_rect(piece.laid, piece.top, it.row, it.left, it.right).expand2(AROUND))
                .collect();
            if let (Some(first), Some(last)) = (rects.first(), rects.last()) {
                self.difference(differing, &rects, *first, *last);
            }
        }
    }

    fn difference(&self, differing: Differing, rects: &[Rect], first: Rect, last: Rect) {
        let stroke = Stroke::new(1.2, self.input.style.warning);
        if differing.is_relation {
            for at in [first.left_top(), last.right_top()] {
                self.diamond(at);
            }
            return;
        }
        let differs = differing.differences;
        if differs.missing {
            for rect in rects {
                let corners =
                    [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
                self.painter.extend(Shape::dashed_line(&corners, stroke, DASH, GAP));
            }
        }
        if differs.tag {
            for rect in rects {
                self.painter.hline(rect.x_range(), rect.top(), stroke);
            }
        }
        if differs.attribute {
            for rect in rects {
                // A dotted line under a whole one is seen below it.
                let y = rect.top() + if differs.tag { GAP } else { 0.0 };
                let ends = [pos2(rect.left(), y), pos2(rect.right(), y)];
                self.painter.extend(Shape::dotted_line(&ends, stroke.color, GAP, DOT / 2.0));
            }
        }
        if differs.boundary {
            let thick = Stroke::new(2.0, self.input.style.warning);
            self.bracket(first.left_top(), first.left_bottom(), FOOT, thick);
            self.bracket(last.right_top(), last.right_bottom(), -FOOT, thick);
        }
    }

    fn bracket(&self, top: Pos2, bottom: Pos2, foot: f32, stroke: Stroke) {
        let points = vec![top + vec2(foot, 0.0), top, bottom, bottom + vec2(foot, 0.0)];
        self.painter.add(Shape::line(points, stroke));
    }

    fn diamond(&self, at: Pos2) {
        let corners = [vec2(0.0, -DIAMOND), vec2(DIAMOND, 0.0), vec2(0.0, DIAMOND), vec2(-DIAMOND, 0.0)];
        let corners = corners.into_iter().map(|way| at + way).collect();
        self.painter.add(Shape::convex_polygon(corners, self.input.style.warning, Stroke::NONE));
    }
}
