//! A key as it is printed on a keyboard.

use egui::accesskit::Role;
use egui::emath::GuiRounding as _;
use egui::{Align2, FontFamily, FontId, Painter, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use crate::app::theme::{Theme, size};

const HEIGHT: f32 = 16.0;
const RADIUS: u8 = 4;

/// The width of a cap with this text: never less than its height, so that `1` and `W` look alike.
pub fn keycap_width(painter: &Painter, key: &str) -> f32 {
    let galley = painter.layout_no_wrap(key.to_owned(), font(), egui::Color32::PLACEHOLDER);
    (galley.size().x + 8.0).ceil().max(HEIGHT + 2.0)
}

/// A cap in the flow of a row.
pub fn keycap_ui(ui: &mut Ui, key: &str) -> Response {
    let width = keycap_width(ui.painter(), key);
    let (rect, response) = ui.allocate_exact_size(vec2(width, HEIGHT), Sense::hover());
    if ui.is_rect_visible(rect) {
        paint_keycap(ui.painter(), rect, key, &Theme::of(ui));
    }
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Key {key}")));
    response
}

/// Paints a cap into a place whose width came from [`keycap_width`].
pub fn paint_keycap(painter: &Painter, rect: Rect, key: &str, theme: &Theme) {
    let rect = Rect::from_center_size(rect.center(), vec2(rect.width(), HEIGHT));
    let rect = rect.round_to_pixels(painter.pixels_per_point());
    painter.rect(rect, RADIUS, theme.raised, Stroke::new(1.0, theme.line), StrokeKind::Inside);
    painter.text(rect.center(), Align2::CENTER_CENTER, key, font(), theme.text_soft);
}

fn font() -> FontId {
    FontId::new(size::TEXT_LABEL + 0.5, FontFamily::Proportional)
}
