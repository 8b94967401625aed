//! A cell of a table whose ground says how large its number is.

use egui::accesskit::Role;
use egui::{Align2, Response, Sense, Ui, Vec2, WidgetInfo};

use super::paint::paint_focus_ring;
use super::words::{Laid, paint_words};
use crate::app::theme::{Theme, regular, size};

/// What a cell shows.
#[derive(Clone, Copy, Debug)]
pub struct HeatCell<'a> {
    /// What stands in it.
    pub text: &'a str,
    /// What screen readers say.
    pub label: &'a str,
    /// How large its number is, from 0 to 1; nothing for no ground.
    pub heat: Option<f32>,
    /// Whether what is large is bad.
    pub is_bad: bool,
}

/// Draws the cell.
pub fn heat_cell_ui(ui: &mut Ui, cell: Vec2, shown: &HeatCell<'_>) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(cell, Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), shown.label));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    let ground = rect.shrink(1.0);
    if let Some(heat) = shown.heat {
        let color = if shown.is_bad { theme.warning } else { theme.accent };
        painter.rect_filled(ground, size::RADIUS - 2, color.gamma_multiply(0.08 + 0.5 * heat.clamp(0.0, 1.0)));
    }
    if response.hovered() {
        painter.rect_filled(ground, size::RADIUS - 2, theme.hover);
    }
    let laid = Laid::line(ui, shown.text, &regular(size::TEXT_SECONDARY), rect.width() - 4.0);
    paint_words(painter, Align2::CENTER_CENTER, rect.center(), &laid, theme.text);
    paint_focus_ring(ui, &response, ground, size::RADIUS - 2);
    response
}
