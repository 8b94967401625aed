//! A choice from a list that opens below.

use egui::{ComboBox, Response, Ui};

use super::menu_item::{MenuItem, menu_item_ui};
use super::paint::paint_icon;
use crate::app::theme::{Theme, icons, size};

/// Draws what is chosen with a caret; the response is `changed` when another was taken.
pub fn select_ui(ui: &mut Ui, label: &str, choices: &[&str], chosen: &mut usize) -> Response {
    let theme = Theme::of(ui);
    let before = *chosen;
    let shown = choices.get(*chosen).copied().unwrap_or_default();
    let mut response = ComboBox::from_id_salt(ui.scope_id().with(label))
        .selected_text(shown)
        .icon(move |ui, place, _visuals, _open| {
            paint_icon(ui.painter(), place.center(), icons::CARET_DOWN, 12.0, theme.text_soft);
        })
        .show_ui(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.set_min_width(120.0 + size::SPACE_L);
            for (index, choice) in choices.iter().enumerate() {
                let item = MenuItem { label: choice, ticked: index == *chosen, ..MenuItem::default() };
                if menu_item_ui(ui, &item).clicked() {
                    *chosen = index;
                    ui.close();
                }
            }
        })
        .response
        .accessible_name(format!("{label}: {shown}"));
    if *chosen != before {
        response.mark_changed();
    }
    response
}
