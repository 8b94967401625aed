//! An entry of a menu or of the command palette: icon, words, key.

use egui::accesskit::Role;
use egui::{Align2, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::keycap::{keycap_width, paint_keycap};
use super::paint::{paint_focus_ring, paint_icon, paint_wash};
use super::words::{Laid, on_hover_words, paint_words, spoken};
use crate::app::theme::{Theme, icons, regular, size};

/// What an entry shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct MenuItem<'a> {
    /// An icon, or empty for none.
    pub icon: &'a str,
    /// What it does; ends in `…` when it asks for more.
    pub label: &'a str,
    /// How deep it stands below other entries.
    pub depth: usize,
    /// Its key.
    pub key: Option<&'a str>,
    /// Ticked, where the entry switches something.
    pub ticked: bool,
    /// The entry that Enter would take.
    pub current: bool,
    /// In the color of danger.
    pub danger: bool,
}

/// How wide a menu becomes for its words at the most, in points.
const LONGEST: f32 = 420.0;

/// Draws the entry over the width of its menu.
pub fn menu_item_ui(ui: &mut Ui, item: &MenuItem<'_>) -> Response {
    let theme = Theme::of(ui);
    let ink = if item.danger { theme.danger } else { theme.text };
    let cap = item.key.map_or(0.0, |key| keycap_width(ui.painter(), key));
    let font = regular(size::TEXT);
    let indent = item.depth as f32 * size::SPACE_M;
    let wanted = Laid::line(ui, item.label, &font, LONGEST).size.x;
    let least = size::SPACE_S * 4.0 + size::ICON + indent + wanted + cap;
    let width = if ui.available_width().is_finite() { ui.available_width() } else { least };
    let width = if ui.is_sizing_pass() { least } else { width };
    let (rect, response) = ui.allocate_exact_size(vec2(width.floor(), size::ROW), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::MenuItem, ui.is_enabled(), item.ticked, spoken(item.label)));
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    if item.current {
        painter.rect_filled(rect, size::RADIUS, theme.accent_soft);
    }
    paint_wash(ui, &response, rect, size::RADIUS);
    let middle = rect.center().y;
    let glyph = if item.ticked { icons::CHECK } else { item.icon };
    let at = pos2(rect.left() + size::SPACE_S + size::ICON / 2.0, middle);
    let soft = if item.danger { theme.danger } else { theme.text_soft };
    paint_icon(painter, at, glyph, size::ICON, soft);
    let mut right = rect.right() - size::SPACE_S;
    if let Some(key) = item.key {
        let place = Rect::from_center_size(pos2(right - cap / 2.0, middle), vec2(cap, 16.0));
        paint_keycap(painter, place, key, &theme);
        right -= cap + size::SPACE_S;
    }
    let left = rect.left() + size::SPACE_S * 2.0 + size::ICON + indent;
    let label = Laid::line(ui, item.label, &font, right - left);
    paint_words(painter, Align2::LEFT_CENTER, pos2(left, middle), &label, ink);
    paint_focus_ring(ui, &response, rect, size::RADIUS);
    if label.is_elided() { on_hover_words(response, item.label) } else { response }
}
