//! A number on a scale, with a field to type it into.

use std::ops::RangeInclusive;

use egui::{Response, Slider, Stroke, Ui};

use crate::app::theme::{Theme, size};

/// Draws the slider and, right of it, its value; `label` is its name for screen readers and stands behind.
pub fn slider_ui(ui: &mut Ui, label: &str, value: &mut f64, range: RangeInclusive<f64>) -> Response {
    let theme = Theme::of(ui);
    ui.scope(|ui| {
        let visuals = ui.visuals_mut();
        visuals.selection.bg_fill = theme.accent;
        visuals.widgets.inactive.bg_fill = theme.track;
        for state in [&mut visuals.widgets.inactive, &mut visuals.widgets.hovered] {
            state.bg_stroke = Stroke::new(1.0, theme.line);
        }
        ui.spacing_mut().slider_width = 120.0;
        ui.spacing_mut().interact_size.y = size::HIT;
        ui.add(Slider::new(value, range).text(label).max_decimals(3))
    })
    .inner
}
