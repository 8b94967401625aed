//! A small button that switches something on and off, with two or three letters on it.

use egui::accesskit::Role;
use egui::{Align2, Response, Sense, Ui, Vec2, WidgetInfo};

use super::paint::{paint_focus_ring, paint_text, paint_wash, with_tooltip};
use crate::app::theme::{Theme, semibold, size};

/// What a toggle button shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct ToggleButton<'a> {
    /// The letters on it.
    pub letters: &'a str,
    /// What it switches.
    pub label: &'a str,
    /// Its key, for the tooltip.
    pub key: Option<&'a str>,
    /// Whether it is on.
    pub on: bool,
}

/// Draws the button, 28 points square. What is on has a ground and a frame, not only another color.
pub fn toggle_button_ui(ui: &mut Ui, button: &ToggleButton<'_>) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), button.on, button.label));
    if ui.is_rect_visible(rect) {
        let theme = Theme::of(ui);
        let ink = if button.on { theme.accent } else { theme.text_soft };
        if button.on {
            ui.painter().rect_filled(rect, size::RADIUS, theme.accent_soft);
            let frame = egui::Stroke::new(1.0, theme.accent);
            ui.painter().rect_stroke(rect.shrink(1.0), size::RADIUS, frame, egui::StrokeKind::Inside);
        }
        paint_wash(ui, &response, rect, size::RADIUS);
        let galley = ui.painter().layout_no_wrap(button.letters.to_owned(), semibold(size::TEXT_SECONDARY), ink);
        paint_text(ui.painter(), Align2::CENTER_CENTER, rect.center(), galley);
        paint_focus_ring(ui, &response, rect, size::RADIUS);
    }
    with_tooltip(response, button.label, button.key)
}
