//! The strip at the right edge: where in the article spans and marks are, and how far it is scrolled.

use super::input::{ReaderInput, ReaderLayer};
use super::overview::Overview;
use super::sheet::Sheet;
use egui::{Painter, Rect, Response, Sense, Ui, pos2, vec2};

/// Its width, in points.
const WIDTH: f32 = 10.0;
/// It can be taken hold of a little beside it as well.
const HIT_WIDTH: f32 = 16.0;
/// The least height of the part that is dragged.
const LEAST_THUMB: f32 = 24.0;
/// The article at a glance, and the part of it that is dragged.
#[derive(Default)]
pub(super) struct Strip {
    overview: Overview,
    /// How far below the thumb's top it was taken hold of, in points.
    grabbed: Option<f32>,
}

/// What the person did with the strip.
pub(super) enum StripEvent {
    /// Go where this part of the article is above the window.
    ScrollTo(f32),
}

/// The strip's place in the reader's rectangle.
pub(super) fn strip_rect(rect: Rect) -> Rect {
    Rect::from_min_max(pos2(rect.right() - WIDTH, rect.top()), rect.max)
}

/// Where a press is one on the strip.
pub(super) fn hit_rect(rect: Rect) -> Rect {
    Rect::from_min_max(pos2(rect.right() - HIT_WIDTH, rect.top()), rect.max)
}

impl Strip {
    /// Takes part in the frame's pointer: to be called before the page is laid out. `fraction` is how far it is scrolled.
    pub(super) fn interact(&mut self, ui: &Ui, rect: Rect, seen: f32, fraction: f32) -> (Response, Option<StripEvent>) {
        let strip = strip_rect(rect);
        let hit = hit_rect(rect);
        let response = ui.interact(hit, ui.scope_id().with("strip"), Sense::click_and_drag());
        if !response.is_pointer_button_down_on() {
            self.grabbed = None;
        }
        let thumb = thumb_rect(strip, seen, fraction);
        let track = (strip.height() - thumb.height()).max(1.0);
        let event = response.interact_pointer_pos().filter(|_| seen < 1.0).and_then(|pos| {
            let is_new = self.grabbed.is_none();
            let in_thumb = thumb.y_range().contains(pos.y);
            let grabbed =
                *self.grabbed.get_or_insert(if in_thumb { pos.y - thumb.top() } else { thumb.height() / 2.0 });
            // A press on the thumb itself moves nothing.
            let goes = !(is_new && in_thumb);
            goes.then(|| StripEvent::ScrollTo((pos.y - grabbed - strip.top()) / track))
        });
        (response, event)
    }

    /// Brings some of what it shows up to date. Returns whether there is more to do.
    pub(super) fn update(&mut self, sheet: &Sheet, layers: &[ReaderLayer<'_>], rect: Rect, ppp: f32) -> bool {
        self.overview.update(sheet, layers, strip_rect(rect), ppp)
    }

    pub(super) fn paint(&mut self, painter: &Painter, sheet: &Sheet, rect: Rect, input: &ReaderInput<'_>, ppp: f32) {
        let strip = strip_rect(rect);
        painter.rect_filled(strip, 0, input.style.line.gamma_multiply(0.5));
        self.overview.paint(painter, sheet, strip, input, ppp);
    }

    pub(super) fn paint_thumb(
        &self,
        painter: &Painter,
        rect: Rect,
        input: &ReaderInput<'_>,
        seen: f32,
        fraction: f32,
        is_hot: bool,
    ) {
        if seen >= 1.0 {
            return;
        }
        let thumb = thumb_rect(strip_rect(rect), seen, fraction);
        let strength = if is_hot || self.grabbed.is_some() { 0.5 } else { 0.28 };
        painter.rect_filled(thumb.shrink2(vec2(1.0, 0.0)), 4, input.style.text_soft.gamma_multiply(strength));
    }
}

fn thumb_rect(strip: Rect, seen: f32, fraction: f32) -> Rect {
    let height = (strip.height() * seen).max(LEAST_THUMB).min(strip.height());
    let top = strip.top() + fraction * (strip.height() - height);
    Rect::from_min_size(pos2(strip.left(), top), vec2(strip.width(), height))
}
