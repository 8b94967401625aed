//! A tag as a chip in the flow of text: in the inspector, in a filter, in a suggestion.

use egui::accesskit::Role;
use egui::{Align2, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::paint::paint_wash;
use super::swatch::paint_swatch;
use super::words::{Laid, on_hover_words, paint_words};
use crate::app::theme::{TagColors, Theme, icons, semibold, size};

/// What a chip shows.
#[derive(Clone, Copy, Debug)]
pub struct TagChip<'a> {
    /// The tag's name.
    pub name: &'a str,
    /// Its colors in the theme.
    pub colors: TagColors,
    /// Whether it is chosen, in a filter or a set.
    pub selected: bool,
    /// Whether it can be taken away: shows a cross, and the whole chip is the button.
    pub removable: bool,
}

/// Draws the chip, 24 points high, never wider than what is there.
pub fn tag_chip_ui(ui: &mut Ui, chip: &TagChip<'_>) -> Response {
    let theme = Theme::of(ui);
    let cross = if chip.removable { 14.0 } else { 0.0 };
    let room = ui.available_width() - 30.0 - cross;
    let name = Laid::line(ui, chip.name, &semibold(size::TEXT_SECONDARY), room.max(40.0));
    let width = (name.size.x + 30.0 + cross).ceil();
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::HIT), Sense::click());
    let label = if chip.removable { format!("Remove {}", chip.name) } else { chip.name.to_owned() };
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), chip.selected, &label));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        let pill = rect.shrink2(vec2(0.0, 1.0));
        painter.rect_filled(pill, size::RADIUS, chip.colors.fill);
        paint_wash(ui, &response, pill, size::RADIUS);
        paint_swatch(painter, pos2(rect.left() + 13.0, rect.center().y), 8.0, &chip.colors);
        let at = pos2(rect.left() + 22.0, rect.center().y);
        paint_words(painter, Align2::LEFT_CENTER, at, &name, chip.colors.label);
        if chip.removable {
            let at = pos2(rect.right() - 13.0, rect.center().y);
            super::paint::paint_icon(painter, at, icons::CLOSE, 11.0, chip.colors.label);
        }
        if chip.selected || response.has_focus() {
            let ring = Stroke::new(if response.has_focus() { 2.0 } else { 1.0 }, chip.colors.line);
            let ring = if response.has_focus() { Stroke::new(2.0, theme.focus) } else { ring };
            painter.rect_stroke(pill, size::RADIUS, ring, StrokeKind::Inside);
        }
    }
    if name.is_elided() { on_hover_words(response, chip.name) } else { response }
}
