//! The head of a group in a panel: small capitals, and room for something at the right.

use egui::accesskit::Role;
use egui::text::{LayoutJob, TextFormat};
use egui::{Align, Layout, Response, Sense, Ui, WidgetInfo, vec2};

use super::paint::paint_text;
use crate::app::theme::{Theme, semibold, size};

/// Text of a section head: semibold capitals, tracked by 4 %.
pub fn section_text(text: &str, theme: &Theme) -> LayoutJob {
    let format = TextFormat {
        font_id: semibold(size::TEXT_HEAD),
        extra_letter_spacing: size::TEXT_HEAD * 0.04,
        color: theme.text_soft,
        ..TextFormat::default()
    };
    LayoutJob::single_section(text.to_uppercase(), format)
}

/// Draws a head over the whole width.
pub fn section_head_ui(ui: &mut Ui, text: &str) -> Response {
    section_head_with_ui(ui, text, |_| ())
}

/// Draws a head with something at the right, added from the right to the left.
pub fn section_head_with_ui(ui: &mut Ui, text: &str, right: impl FnOnce(&mut Ui)) -> Response {
    let theme = Theme::of(ui);
    let row = vec2(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(row);
        let galley = ui.painter().layout_job(section_text(text, &theme));
        let place = vec2(galley.size().x.ceil(), size::CONTROL);
        let (rect, response) = ui.allocate_exact_size(place, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Heading, true, text));
        paint_text(ui.painter(), egui::Align2::LEFT_CENTER, rect.left_center(), galley);
        ui.with_layout(Layout::right_to_left(Align::Center), right);
        response
    })
    .inner
}
