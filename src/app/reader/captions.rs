//! What is written beside spans: short names above their starts, and counts below stacks.

use super::input::{LayerKind, SpanRef};
use super::laid::SpanOnPiece;
use super::paint::{MUTED, OnScreen, PagePainter};
use super::paint_spans::STEM_FLAG;
use crate::app::theme::size::FOCUS_RING;
use crate::app::typeset::Side;
use egui::{CornerRadius, Pos2, Rect, Stroke, StrokeKind, pos2, vec2};
use smol_str::SmolStr;

/// The size of short names, in points.
const NAME: f32 = 9.0;
/// How far above a span's tint its name stands, in points: clear of tall letters, and of two under-lines of the row above.
const NAME_LIFT: f32 = 2.0;
/// Names keep this far apart, in points.
const NAME_GAP: f32 = 5.0;
/// The size of counts, and the height of the frame around them, in points.
const COUNT: f32 = 8.5;
const COUNT_HEIGHT: f32 = 11.0;

/// What is written beside spans, in points.
#[derive(Clone, Debug, Default)]
pub(super) struct Captions {
    /// The short names above spans: a click on one is a click on its span.
    pub(super) names: Vec<(Rect, SpanRef)>,
    /// The counts below stacks of spans, with those that they stand for.
    pub(super) counts: Vec<(Rect, Vec<SpanRef>)>,
}

impl Captions {
    /// The spans that the count at a point stands for.
    pub(super) fn stack_at(&self, pos: Pos2) -> Option<&[SpanRef]> {
        self.counts.iter().find(|(rect, _)| rect.expand(2.0).contains(pos)).map(|(_, spans)| spans.as_slice())
    }
}

/// A stretch of a span that found no lane of its own on a row.
#[derive(Clone, Copy)]
pub(super) struct Hidden {
    pub(super) row: usize,
    pub(super) left: f32,
    pub(super) right: f32,
    pub(super) span: SpanRef,
}

impl PagePainter<'_> {
    /// *+3* where three spans found no lane; the pointer opens it.
    pub(super) fn counts(&mut self, piece: OnScreen<'_>, hidden: Vec<Hidden>, pitch: f32) {
        let ppp = self.screen.ppp;
        for Stack { row, left, spans, .. } in stacks_of(hidden) {
            let text = SmolStr::new(format!("+{}", spans.len()));
            let line = self.engine.line(&text, COUNT * ppp);
            let width = line.rows.first().map_or(0.0, |row| row.right - row.left);
            let (_, bottom) = piece.laid.band(row);
            let n_lanes = piece.laid.n_lanes_down(row) as f32;
            let top = piece.top + bottom + pitch * n_lanes;
            let chip = self.screen.rect_in_points(left, top, left + width, top + COUNT_HEIGHT * ppp);
            let chip = chip.expand2(vec2(3.0, 0.0)).translate(vec2(3.0, 0.0));
            let is_hovered = self.moment.pointer.is_some_and(|pos| chip.expand(2.0).contains(pos));
            let color = if is_hovered { self.input.style.text } else { self.input.style.text_soft };
            let stroke = Stroke::new(if is_hovered { 1.0 } else { 0.75 }, color.gamma_multiply(MUTED));
            self.painter.rect_stroke(chip, CornerRadius::same(3), stroke, StrokeKind::Inside);
            let baseline = chip.center().y + COUNT * 0.36;
            self.add_line(&line, pos2(chip.left() + 3.0, baseline) * ppp, color);
            self.captions.counts.push((chip, spans));
        }
    }

    /// Short names above the starts of spans, where they do not cover each other.
    pub(super) fn names(&mut self, piece: OnScreen<'_>) {
        let ppp = self.screen.ppp;
        let mut starts: Vec<(usize, f32, bool, &SpanOnPiece)> = Vec::new();
        for span in piece.laid.spans.iter().filter(|span| span.kind != LayerKind::Other) {
            let stretch = span.boxes.iter().find(|stretch| stretch.start_edge.is_some());
            let start = stretch.and_then(|b| b.start_edge.map(|edge| (b.row, edge.x, edge.side == Side::Right)));
            let start = start.or(span.point.map(|(row, x)| (row, x + STEM_FLAG * ppp, false)));
            if let Some((row, x, rtl)) = start.filter(|&(row, ..)| piece.shows(row)) {
                starts.push((row, x, rtl, span));
            }
        }
        starts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.3.lane.cmp(&b.3.lane)));
        let mut placed = std::mem::take(&mut self.captions.names);
        let first_here = placed.len();
        for (row, x, rtl, span) in starts {
            let Some((look, strength)) = self.strength(span) else { continue };
            let color = look.colors.label.gamma_multiply(strength);
            let text = SmolStr::new(look.short.to_uppercase());
            let line = self.engine.line(&text, NAME * ppp);
            let width = line.rows.first().map_or(0.0, |row| row.right - row.left);
            let (band_top, _) = piece.laid.band(row);
            let left = if rtl { x - width } else { x };
            // The ring of a focused span needs some of the room between.
            let lift = if self.input.focus.contains(&span.span) { FOCUS_RING } else { 0.0 };
            let bottom = piece.top + band_top - (NAME_LIFT + lift) * ppp;
            let mut rect = self.screen.rect_in_points(left, bottom - NAME * 0.72 * ppp, left + width, bottom);
            // A second name at the same start goes beside the first, as long as it is still above its span.
            let before = placed.get(first_here..).unwrap_or_default().iter().rev();
            for (other, _) in before.take(4) {
                if !rtl && other.y_range() == rect.y_range() && rect.left() < other.right() + NAME_GAP {
                    rect = rect.translate(vec2(other.right() + NAME_GAP - rect.left(), 0.0));
                }
            }
            let span_right = span.boxes.iter().filter(|b| b.row == row).map(|b| b.right).fold(x, f32::max);
            let limit = self.screen.rect_in_points(span_right, 0.0, span_right, 0.0).left();
            let is_moved = rect.left() > self.screen.rect_in_points(left, 0.0, left, 0.0).left() + 0.5;
            let covers = |other: &Rect| other.expand2(vec2(NAME_GAP - 1.0, 0.0)).intersects(rect);
            if (is_moved && rect.right() > limit) || placed.iter().any(|(other, _)| covers(other)) {
                continue;
            }
            self.add_line(&line, pos2(rect.left() * ppp, rect.bottom() * ppp), color);
            placed.push((rect, span.span));
        }
        self.captions.names = placed;
    }
}

/// Hidden stretches that lie on each other, with their spans from the left.
struct Stack {
    row: usize,
    left: f32,
    right: f32,
    spans: Vec<SpanRef>,
}

fn stacks_of(mut hidden: Vec<Hidden>) -> Vec<Stack> {
    hidden.sort_by(|a, b| a.row.cmp(&b.row).then(a.left.total_cmp(&b.left)));
    let mut stacks: Vec<Stack> = Vec::new();
    for Hidden { row, left, right, span } in hidden {
        match stacks.last_mut() {
            Some(stack) if stack.row == row && left < stack.right => {
                stack.right = stack.right.max(right);
                if !stack.spans.contains(&span) {
                    stack.spans.push(span);
                }
            }
            _ => stacks.push(Stack { row, left, right, spans: vec![span] }),
        }
    }
    stacks
}
