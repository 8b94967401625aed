//! A box to tick.

use egui::accesskit::Role;
use egui::{Align2, FontFamily, FontId, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{paint_focus_ring, paint_text, paint_tick, paint_wash};
use crate::app::theme::{Theme, size};

/// Draws the box and its words, 28 points high; both are the target.
pub fn checkbox_ui(ui: &mut Ui, on: &mut bool, label: &str) -> Response {
    let theme = Theme::of(ui);
    let font = FontId::new(size::TEXT, FontFamily::Proportional);
    let galley = ui.painter().layout_no_wrap(label.to_owned(), font, theme.text);
    let text_left = size::SPACE_XS + size::ICON + size::SPACE_S;
    let width = (text_left + galley.size().x + size::SPACE_S).ceil();
    let (rect, mut response) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::click());
    if response.clicked() {
        *on = !*on;
        response.mark_changed();
    }
    response.widget_info(|| WidgetInfo::selected(Role::CheckBox, ui.is_enabled(), *on, label));
    if ui.is_rect_visible(rect) {
        paint_wash(ui, &response, rect, size::RADIUS);
        let center = pos2(rect.left() + size::SPACE_XS + size::ICON / 2.0, rect.center().y);
        paint_tick(ui.painter(), &theme, center, *on);
        let at = pos2(rect.left() + text_left, rect.center().y);
        paint_text(ui.painter(), Align2::LEFT_CENTER, at, galley);
        paint_focus_ring(ui, &response, rect, size::RADIUS);
    }
    response
}
