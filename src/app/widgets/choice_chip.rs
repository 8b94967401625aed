//! A choice as a chip among others: what is chosen is filled and framed.

use egui::accesskit::Role;
use egui::{Align2, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2};

use super::paint::{paint_focus_ring, paint_wash};
use super::words::{Laid, on_hover_words, paint_words};
use crate::app::theme::{Theme, regular, semibold, size};

/// Left and right of the words.
const PADDING: f32 = 9.0;

/// Draws a chip, 24 points high and never wider than what is there; `of` is what it is a choice of. A click chooses it, or
/// lets it go.
pub fn choice_chip_ui(ui: &mut Ui, of: &str, name: &str, chosen: bool) -> Response {
    let theme = Theme::of(ui);
    // As wide as in semibold, so that nothing moves when the choice does.
    let room = (ui.max_rect().width() - 2.0 * PADDING).max(40.0);
    let wide = Laid::line(ui, name, &semibold(size::TEXT_SECONDARY), room);
    let words = if chosen { wide.clone() } else { Laid::line(ui, name, &regular(size::TEXT_SECONDARY), room) };
    let (rect, response) = ui.allocate_exact_size(vec2(wide.size.x + 2.0 * PADDING, size::HIT), Sense::click());
    let label = format!("{of}: {name}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), chosen, &label));
    if ui.is_rect_visible(rect) {
        let pill = rect.shrink2(vec2(0.0, 1.0));
        let (ground, frame, ink) = if chosen {
            (theme.accent_soft, theme.accent, theme.text)
        } else {
            (theme.raised, theme.line, theme.text_soft)
        };
        ui.painter().rect(pill, size::RADIUS, ground, Stroke::new(1.0, frame), StrokeKind::Inside);
        paint_wash(ui, &response, pill, size::RADIUS);
        paint_words(ui.painter(), Align2::CENTER_CENTER, rect.center(), &words, ink);
        paint_focus_ring(ui, &response, rect, size::RADIUS);
    }
    if wide.is_elided() { on_hover_words(response, name) } else { response }
}
