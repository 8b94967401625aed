//! A few words in a bar that can be clicked: a fact with what can be done about it.

use egui::accesskit::Role;
use egui::{Align2, Color32, FontFamily, FontId, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{paint_focus_ring, paint_icon, paint_text, paint_wash, with_tooltip};
use crate::app::theme::{Theme, size};

/// What a quiet button shows.
#[derive(Clone, Copy, Debug)]
pub struct QuietButton<'a> {
    /// The icon before the words, and its color.
    pub icon: (&'a str, Color32),
    /// The fact.
    pub label: &'a str,
    /// What a click does, for the tooltip.
    pub help: &'a str,
    /// Its key, for the tooltip.
    pub key: Option<&'a str>,
}

/// Draws the button, as high as other hit targets and as quiet as the words beside it.
pub fn quiet_button_ui(ui: &mut Ui, button: &QuietButton<'_>) -> Response {
    let theme = Theme::of(ui);
    let font = FontId::new(size::TEXT_SECONDARY, FontFamily::Proportional);
    let galley = ui.painter().layout_no_wrap(button.label.to_owned(), font, theme.text_soft);
    let width = (galley.size().x + size::ICON + 3.0 * size::SPACE_XS).ceil();
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::HIT), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), button.label));
    if ui.is_rect_visible(rect) {
        paint_wash(ui, &response, rect, size::RADIUS);
        let (glyph, color) = button.icon;
        let middle = rect.center().y;
        paint_icon(ui.painter(), pos2(rect.left() + size::SPACE_XS + size::ICON / 2.0, middle), glyph, 14.0, color);
        let left = rect.left() + 2.0 * size::SPACE_XS + size::ICON;
        paint_text(ui.painter(), Align2::LEFT_CENTER, pos2(left, middle), galley);
        paint_focus_ring(ui, &response, rect, size::RADIUS);
    }
    with_tooltip(response, button.help, button.key)
}
