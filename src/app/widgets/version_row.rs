//! What one person says of an item, with the number that takes it: the key, the name, and a line for each thing said.

use egui::accesskit::Role;
use egui::{Align2, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::keycap::{keycap_width, paint_keycap};
use super::paint::{paint_focus_ring, paint_icon, paint_wash};
use super::swatch::paint_swatch;
use super::words::{Laid, paint_words, spoken};
use crate::app::theme::{TagColors, Theme, icons, regular, semibold, size};

/// What a row shows.
#[derive(Clone, Copy, Debug)]
pub struct VersionRow<'a> {
    /// The key that takes it.
    pub key: Option<&'a str>,
    /// Whose it is: a name, or a letter.
    pub name: &'a str,
    /// What is said, a line for each thing.
    pub says: &'a str,
    /// The colors of its first tag.
    pub colors: Option<TagColors>,
    /// Whether it was taken.
    pub is_taken: bool,
    /// Whether it says nothing.
    pub is_nothing: bool,
}

const PADDING: f32 = 8.0;

/// Draws the row over the whole width, outlined while it is open and filled once it was taken.
pub fn version_row_ui(ui: &mut Ui, row: &VersionRow<'_>) -> Response {
    let theme = Theme::of(ui);
    let width = ui.available_width();
    let left = PADDING + 26.0;
    let says = Laid::lines(ui, row.says, &regular(size::TEXT), width - left - PADDING - 14.0);
    let height = PADDING + 18.0 + says.size.y + PADDING;
    let (rect, response) = ui.allocate_exact_size(vec2(width, height), Sense::click());
    let taken = if row.is_taken { ", taken" } else { "" };
    response.widget_info(|| {
        let label = format!("Take {}: {}{taken}", row.name, row.says);
        WidgetInfo::selected(Role::Button, ui.is_enabled(), row.is_taken, spoken(&label))
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    let frame = rect.shrink2(vec2(0.0, 1.0));
    match row.colors.filter(|_| row.is_taken) {
        Some(colors) => painter.rect_filled(frame, size::RADIUS, colors.fill),
        None => painter.rect_filled(frame, size::RADIUS, theme.raised),
    };
    paint_wash(ui, &response, frame, size::RADIUS);
    painter.rect_stroke(frame, size::RADIUS, Stroke::new(1.0, theme.line), StrokeKind::Inside);
    let middle = rect.top() + PADDING + 8.0;
    if let Some(key) = row.key {
        let cap = vec2(keycap_width(painter, key), 16.0);
        let place = Rect::from_center_size(pos2(rect.left() + PADDING + 9.0, middle), cap);
        paint_keycap(painter, place, key, &theme);
    }
    let name = Laid::line(ui, row.name, &semibold(size::TEXT_SECONDARY), width - left - 30.0);
    paint_words(painter, Align2::LEFT_CENTER, pos2(rect.left() + left, middle), &name, theme.text_soft);
    if row.is_taken {
        paint_icon(painter, pos2(rect.right() - 16.0, middle), icons::CHECK_CIRCLE, size::ICON, theme.success);
    }
    let top = rect.top() + PADDING + 18.0;
    let mut text_left = rect.left() + left;
    if let Some(colors) = &row.colors {
        paint_swatch(painter, pos2(text_left + 4.0, top + 9.0), 8.0, colors);
        text_left += 14.0;
    }
    let color = if row.is_nothing { theme.text_soft } else { theme.text };
    paint_words(painter, Align2::LEFT_TOP, pos2(text_left, top), &says, color);
    paint_focus_ring(ui, &response, frame, size::RADIUS);
    response
}
