//! A button that is only an icon: its name is in the tooltip and for screen readers.

use std::f32::consts::PI;

use egui::accesskit::Role;
use egui::emath::Rot2;
use egui::epaint::TextShape;
use egui::{Response, Sense, Ui, Vec2, WidgetInfo};

use super::paint::{paint_focus_ring, paint_icon, paint_wash, with_tooltip};
use super::words::spoken;
use crate::app::theme::{Theme, icon, size};

/// What an icon button shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct IconButton<'a> {
    /// One of [`crate::app::theme::icons`].
    pub icon: &'a str,
    /// What it does, as a verb.
    pub label: &'a str,
    /// Its key, for the tooltip.
    pub key: Option<&'a str>,
    /// Whether what it switches is on.
    pub selected: bool,
    /// Turns the icon by half a circle: the left panel's icon becomes the right panel's.
    pub turned: bool,
}

/// Draws the button, 28 points square.
pub fn icon_button_ui(ui: &mut Ui, button: &IconButton<'_>) -> Response {
    let (rect, response) = ui.allocate_exact_size(Vec2::splat(size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), button.selected, spoken(button.label)));
    if ui.is_rect_visible(rect) {
        let theme = Theme::of(ui);
        if button.selected {
            ui.painter().rect_filled(rect, size::RADIUS, theme.accent_soft);
        }
        paint_wash(ui, &response, rect, size::RADIUS);
        let color = if button.selected {
            theme.accent
        } else if response.hovered() && ui.is_enabled() {
            theme.text
        } else {
            theme.text_soft
        };
        if button.turned {
            let galley = ui.painter().layout_no_wrap(button.icon.to_owned(), icon(size::ICON), color);
            // The galley turns about its upper left corner, so that corner goes where the lower right one would be.
            let corner = rect.center() + Rot2::from_angle(PI) * (-galley.size() / 2.0);
            ui.painter().add(TextShape::new(corner, galley, color).with_angle(PI));
        } else {
            paint_icon(ui.painter(), rect.center(), button.icon, size::ICON, color);
        }
        paint_focus_ring(ui, &response, rect, size::RADIUS);
    }
    with_tooltip(response, button.label, button.key)
}
