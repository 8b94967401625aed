//! What several widgets paint: icons, plain text, the focus ring, the tooltip with its key.

use std::sync::Arc;

use egui::emath::GuiRounding as _;
use egui::{Align2, Color32, Galley, Painter, Pos2, Rect, Response, Stroke, StrokeKind, Ui, Vec2, vec2};

use super::keycap::{keycap_ui, keycap_width};
use super::words::{Words, words_ui};
use crate::app::theme::{Theme, icon, icons, size};

/// Paints the box of something that can be ticked.
pub(super) fn paint_tick(painter: &Painter, theme: &Theme, center: Pos2, on: bool) {
    let square = Rect::from_center_size(center, Vec2::splat(size::ICON));
    if on {
        painter.rect_filled(square, 4, theme.accent);
        paint_icon(painter, center, icons::CHECK, 12.0, theme.on_accent);
    } else {
        painter.rect(square, 4, theme.field, Stroke::new(1.0, theme.line_strong), StrokeKind::Inside);
    }
}

/// Paints one of the icons in the middle of a place.
pub fn paint_icon(painter: &Painter, center: Pos2, glyph: &str, points: f32, color: Color32) {
    painter.text(center, Align2::CENTER_CENTER, glyph, icon(points), color);
}

/// Paints a line of plain text with its middle on the left (or right) edge of a place; returns the width that it took.
pub fn paint_text(painter: &Painter, anchor: Align2, at: Pos2, galley: Arc<Galley>) -> f32 {
    let rect = anchor.anchor_size(at, galley.size());
    let width = rect.width();
    painter.galley(rect.min.round_to_pixels(painter.pixels_per_point()), galley, Color32::PLACEHOLDER);
    width
}

/// Paints the ring around what has the keyboard's focus.
pub fn paint_focus_ring(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    if response.has_focus() {
        let ring = Stroke::new(size::FOCUS_RING, Theme::of(ui).focus);
        ui.painter().rect_stroke(rect, radius, ring, StrokeKind::Inside);
    }
}

/// Says on hover what a control does, with its key.
pub fn with_tooltip(response: Response, label: &str, key: Option<&str>) -> Response {
    response.on_hover_ui(|ui| {
        ui.set_max_width(ui.spacing().tooltip_width);
        ui.horizontal_top(|ui| {
            ui.spacing_mut().item_spacing.x = size::SPACE_S;
            let cap = key.map_or(0.0, |key| keycap_width(ui.painter(), key) + size::SPACE_S);
            ui.scope(|ui| {
                ui.set_max_width((ui.available_width() - cap).max(size::CONTROL));
                words_ui(ui, &Words::sentence(label));
            });
            if let Some(key) = key {
                keycap_ui(ui, key);
            }
        });
    })
}

/// Paints the wash that says: the pointer is here, or it is pressed. It fades in and out.
pub(super) fn paint_wash(ui: &Ui, response: &Response, rect: Rect, radius: u8) {
    let theme = Theme::of(ui);
    let shown = ui.animate_bool_responsive(response.id.with("wash"), response.hovered());
    let pressed = response.is_pointer_button_down_on();
    let wash = if pressed { theme.pressed } else { theme.hover.gamma_multiply(shown) };
    if ui.is_enabled() && (pressed || shown > 0.0) {
        ui.painter().rect_filled(rect, radius, wash);
    }
}

/// A place of this size, its width what is there if it is infinite, on whole points.
pub(super) fn row_size(ui: &Ui, height: f32) -> Vec2 {
    vec2(ui.available_width().floor(), height)
}
