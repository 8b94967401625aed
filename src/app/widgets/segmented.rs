//! A choice among a few words that exclude each other, such as This document, Filter, Project.

use egui::accesskit::Role;
use egui::{
    Align2, EventFilter, FontFamily, FontId, Key, Modifiers, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, vec2,
};

use super::paint::{paint_focus_ring, paint_text, paint_wash};
use crate::app::theme::{Theme, semibold, size};

const PADDING: f32 = 10.0;

/// Draws the choices side by side, named together by `label`. Arrow keys move the choice while it has the focus.
/// The response is that of the whole, and `changed` when another was taken.
pub fn segmented_ui(ui: &mut Ui, label: &str, choices: &[&str], chosen: &mut usize) -> Response {
    let theme = Theme::of(ui);
    let widths: Vec<f32> = choices
        .iter()
        .map(|choice| {
            // As wide as in semibold, so that nothing moves when the choice does.
            let font = semibold(size::TEXT_SECONDARY);
            let galley = ui.painter().layout_no_wrap((*choice).to_owned(), font, theme.text);
            (galley.size().x + 2.0 * PADDING).ceil()
        })
        .collect();
    let total = vec2(widths.iter().sum::<f32>() + 4.0, size::CONTROL);
    let (rect, mut whole) = ui.allocate_exact_size(total, Sense::hover());
    whole.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, ui.is_enabled(), label));
    ui.painter().rect_filled(rect, size::RADIUS, theme.track);

    let before = *chosen;
    let mut left = rect.left() + 2.0;
    for (index, (choice, width)) in choices.iter().zip(&widths).enumerate() {
        let min = egui::pos2(left, rect.top() + 2.0);
        let place = egui::Rect::from_min_size(min, vec2(*width, size::CONTROL - 4.0));
        left += width;
        let response = ui.interact(place, whole.id.with(index), Sense::click());
        if response.clicked() {
            *chosen = index;
        }
        if response.has_focus() {
            let filter = EventFilter { horizontal_arrows: true, ..EventFilter::default() };
            ui.memory_mut(|memory| memory.set_focus_lock_filter(response.id, filter));
            let step = |key| ui.input_mut(|input| input.consume_key(Modifiers::NONE, key));
            let next = if step(Key::ArrowRight) {
                Some(index + 1)
            } else if step(Key::ArrowLeft) {
                index.checked_sub(1)
            } else {
                None
            };
            if let Some(next) = next.filter(|next| *next < choices.len()) {
                *chosen = next;
                ui.memory_mut(|memory| memory.request_focus(whole.id.with(next)));
            }
        }
        let here = *chosen == index;
        response.widget_info(|| WidgetInfo::selected(Role::RadioButton, ui.is_enabled(), here, choice));
        let ink = if here || response.hovered() { theme.text } else { theme.text_soft };
        let font = if here {
            ui.painter().rect(place, size::RADIUS - 2, theme.raised, Stroke::new(1.0, theme.line), StrokeKind::Inside);
            semibold(size::TEXT_SECONDARY)
        } else {
            paint_wash(ui, &response, place, size::RADIUS - 2);
            FontId::new(size::TEXT_SECONDARY, FontFamily::Proportional)
        };
        let galley = ui.painter().layout_no_wrap((*choice).to_owned(), font, ink);
        paint_text(ui.painter(), Align2::CENTER_CENTER, place.center(), galley);
        paint_focus_ring(ui, &response, place, size::RADIUS - 2);
    }
    if *chosen != before {
        whole.mark_changed();
    }
    whole
}
