//! A choice from a list that opens below.

use egui::accesskit::Role;
use egui::{Align2, Popup, Response, ScrollArea, Sense, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::menu_item::{MenuItem, menu_item_ui};
use super::paint::paint_icon;
use super::popover::keep_above;
use super::words::{Laid, on_hover_words, paint_words};
use crate::app::theme::{Theme, icons, regular, size};

/// The least width, in points.
const NARROWEST: f32 = 120.0;
/// Left and right of the words.
const PADDING: f32 = 10.0;
/// The caret at the right.
const CARET: f32 = 12.0;

/// Draws what is chosen with a caret; the response is `changed` when another was taken.
pub fn select_ui(ui: &mut Ui, label: &str, choices: &[&str], chosen: &mut usize) -> Response {
    let theme = Theme::of(ui);
    let shown = choices.get(*chosen).copied().unwrap_or_default();
    let around = 2.0 * PADDING + size::SPACE_S + CARET;
    let room = ui.available_width().max(NARROWEST);
    let words = Laid::line(ui, shown, &regular(size::TEXT), room - around);
    let width = (words.size.x + around).ceil().clamp(NARROWEST, room);
    let (rect, mut response) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo {
        current_text_value: Some(shown.to_owned()),
        ..WidgetInfo::labeled(Role::ComboBox, ui.is_enabled(), format!("{label}: {shown}"))
    });
    if ui.is_rect_visible(rect) {
        let visuals = ui.style().interact(&response);
        let painter = ui.painter();
        painter.rect(rect, visuals.corner_radius, visuals.bg_fill, visuals.bg_stroke, StrokeKind::Inside);
        let left = pos2(rect.left() + PADDING, rect.center().y);
        paint_words(painter, Align2::LEFT_CENTER, left, &words, theme.text);
        let caret = pos2(rect.right() - PADDING - CARET / 2.0, rect.center().y);
        paint_icon(painter, caret, icons::CARET_DOWN, CARET, theme.text_soft);
    }
    let before = *chosen;
    let opened = Popup::menu(&response).width(width.max(NARROWEST + size::SPACE_L)).show(|ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        ScrollArea::vertical().max_height(ui.spacing().combo_height).show(ui, |ui| {
            for (index, choice) in choices.iter().enumerate() {
                let item = MenuItem { label: choice, ticked: index == *chosen, ..MenuItem::default() };
                if menu_item_ui(ui, &item).clicked() {
                    *chosen = index;
                    ui.close();
                }
            }
        });
    });
    if let Some(opened) = opened {
        keep_above(ui, &opened.response);
    }
    if *chosen != before {
        response.mark_changed();
    }
    if words.is_elided() { on_hover_words(response, shown) } else { response }
}
