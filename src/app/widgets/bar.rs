//! A count as a horizontal bar in a tag's color, its pattern kept.

use egui::accesskit::Role;
use egui::emath::GuiRounding as _;
use egui::{Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use crate::app::theme::{Pattern, TagColors, Theme, paint_under_line, under_line_height};

const HEIGHT: f32 = 8.0;

/// What a bar shows.
#[derive(Clone, Copy, Debug)]
pub struct Bar<'a> {
    /// What is counted, for screen readers.
    pub label: &'a str,
    /// The value, from 0 to `of`.
    pub value: f64,
    /// What a full bar stands for.
    pub of: f64,
    /// The tag's colors, or [`Theme::untagged`].
    pub colors: TagColors,
    /// The width of a full bar, in points.
    pub width: f32,
}

/// Draws the bar on its track.
pub fn bar_ui(ui: &mut Ui, bar: &Bar<'_>) -> Response {
    let (rect, response) = ui.allocate_exact_size(vec2(bar.width.round(), 16.0), Sense::hover());
    response.widget_info(|| WidgetInfo { value: Some(bar.value), ..WidgetInfo::labeled(Role::Meter, true, bar.label) });
    if ui.is_rect_visible(rect) {
        let theme = Theme::of(ui);
        let painter = ui.painter();
        let share = if bar.of > 0.0 { (bar.value / bar.of).clamp(0.0, 1.0) as f32 } else { 0.0 };
        let track = Rect::from_center_size(rect.center(), vec2(rect.width(), HEIGHT));
        let track = track.round_to_pixels(painter.pixels_per_point());
        painter.rect_filled(track, 2, theme.track);
        // What is not nothing is seen, however small.
        let least = if bar.value > 0.0 { 2.0 } else { 0.0 };
        let filled = (track.width() * share).max(least);
        let filled = Rect::from_min_max(track.min, pos2(track.left() + filled, track.bottom()));
        match bar.colors.pattern {
            Pattern::Solid => {
                painter.rect_filled(filled.round_to_pixels(painter.pixels_per_point()), 2, bar.colors.swatch);
            }
            pattern => {
                painter.rect_filled(filled.round_to_pixels(painter.pixels_per_point()), 2, bar.colors.fill_hover);
                let thickness = 4.0;
                let top = track.center().y - under_line_height(pattern, thickness) / 2.0;
                let inside = painter.with_clip_rect(filled);
                paint_under_line(&inside, filled.x_range(), top, bar.colors.swatch, pattern, thickness);
            }
        }
    }
    response
}
