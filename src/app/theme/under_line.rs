//! The line under a span, in its four patterns, sharp at every scale.

use egui::emath::GuiRounding as _;
use egui::{Color32, Painter, Pos2, Rangef, Rect, Shape, Stroke, pos2};

use super::palette::Pattern;

/// How much height an under-line of this pattern takes, from its upper edge, in points.
pub fn under_line_height(pattern: Pattern, thickness: f32) -> f32 {
    match pattern {
        Pattern::Solid | Pattern::Dotted => thickness,
        Pattern::Double => thickness * 1.5,
        Pattern::Wavy => thickness * 2.0,
    }
}

/// Paints an under-line over `x`, its upper edge at `top`, edges on whole pixels.
///
/// `thickness` is that of the solid line (2 points on the page); the other patterns take about as much ink, so that
/// none of them looks more important, and [`under_line_height`] tells what they need.
pub fn paint_under_line(painter: &Painter, x: Rangef, top: f32, color: Color32, pattern: Pattern, thickness: f32) {
    if x.span() <= 0.0 {
        return;
    }
    let pixels_per_point = painter.pixels_per_point();
    let pixel = 1.0 / pixels_per_point;
    let top = top.round_to_pixels(pixels_per_point);
    let bar = |y: f32, height: f32| {
        let rect = Rect::from_x_y_ranges(x, Rangef::new(y, y + height)).round_to_pixels(pixels_per_point);
        painter.rect_filled(rect, 0, color);
    };
    match pattern {
        Pattern::Solid => bar(top, thickness.round_to_pixels(pixels_per_point).max(pixel)),
        Pattern::Double => {
            let thin = (thickness / 2.0).round_to_pixels(pixels_per_point).max(pixel);
            bar(top, thin);
            bar(top + 2.0 * thin, thin);
        }
        Pattern::Dotted => {
            // Dots stand on a grid of the page, not of the span, so that two spans of one tag look like one line.
            let pitch = thickness * 2.0;
            let radius = thickness / 2.0;
            let first = (x.min / pitch).ceil() as i64;
            let last = ((x.max - thickness) / pitch).floor() as i64;
            if last < first {
                bar(top, thickness);
            }
            for n in first..=last {
                let center = pos2(n as f32 * pitch + radius, top + radius);
                painter.circle_filled(center, radius, color);
            }
        }
        Pattern::Wavy => {
            painter.add(wave(x, top, thickness, color));
        }
    }
}

/// A wave of four thicknesses, as high as [`under_line_height`] says.
fn wave(x: Rangef, top: f32, thickness: f32, color: Color32) -> Shape {
    let stroke = thickness * 0.7;
    let length = thickness * 4.0;
    let amplitude = (under_line_height(Pattern::Wavy, thickness) - stroke) / 2.0;
    let middle = top + under_line_height(Pattern::Wavy, thickness) / 2.0;
    let n_steps = ((x.span() / (length / 8.0)).ceil() as usize).clamp(1, 4096);
    let points: Vec<Pos2> = (0..=n_steps)
        .map(|step| {
            let at = x.min + x.span() * step as f32 / n_steps as f32;
            pos2(at, middle + amplitude * (at / length * std::f32::consts::TAU).sin())
        })
        .collect();
    Shape::line(points, Stroke::new(stroke, color))
}
