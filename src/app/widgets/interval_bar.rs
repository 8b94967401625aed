//! A value from 0 to 1 with its interval, on an axis that it shares with others.

use egui::accesskit::Role;
use egui::{Response, Sense, Stroke, Ui, WidgetInfo, pos2, vec2};

use crate::app::theme::{Theme, size};

/// What is drawn.
#[derive(Clone, Copy, Debug, Default)]
pub struct IntervalBar<'a> {
    /// The value; nothing where none is defined.
    pub value: Option<f64>,
    /// Between what it lies.
    pub interval: Option<(f64, f64)>,
    /// Whether the interval is of an older value, or rests on too little.
    pub is_faint: bool,
    /// What screen readers say.
    pub label: &'a str,
}

/// Draws the axis in the width that there is, with lines at quarters.
pub fn interval_bar_ui(ui: &mut Ui, width: f32, bar: &IntervalBar<'_>) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::ROW_COMPACT), Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Label, true, bar.label));
    let painter = ui.painter();
    let inner = rect.shrink2(vec2(6.0, 3.0));
    let x = |value: f64| inner.left() + inner.width() * (value.clamp(0.0, 1.0) as f32);
    for quarter in 0..=4 {
        let x = x(f64::from(quarter) / 4.0);
        painter.vline(x, inner.y_range(), Stroke::new(1.0, theme.line));
    }
    let color = if bar.is_faint { theme.text_soft } else { theme.accent };
    let middle = rect.center().y;
    if let Some((low, high)) = bar.interval {
        painter.hline(x(low)..=x(high), middle, Stroke::new(2.0, color));
        for end in [low, high] {
            painter.vline(x(end), middle - 4.0..=middle + 4.0, Stroke::new(2.0, color));
        }
    }
    if let Some(value) = bar.value {
        painter.circle_filled(pos2(x(value), middle), 4.5, theme.text);
    }
    response
}
