//! A tag's color as a small mark that also tells its pattern.

use egui::emath::GuiRounding as _;
use egui::{Painter, Pos2, Rangef, Rect, Shape, Stroke, Vec2, pos2, vec2};

use crate::app::theme::{Pattern, TagColors};

/// Paints the mark: a disc for solid lines, else the pattern itself, drawn heavy. `points` is the disc's diameter.
pub fn paint_swatch(painter: &Painter, center: Pos2, points: f32, colors: &TagColors) {
    let color = colors.swatch;
    match colors.pattern {
        Pattern::Solid => {
            painter.circle_filled(center, points / 2.0, color);
        }
        Pattern::Dotted => {
            let step = points * 0.3;
            for offset in [vec2(-step, -step), vec2(step, -step), vec2(-step, step), vec2(step, step)] {
                painter.circle_filled(center + offset, points * 0.2, color);
            }
        }
        Pattern::Double => {
            let height = points * 0.3;
            for y in [center.y - points * 0.25, center.y + points * 0.25] {
                let bar = Rect::from_center_size(pos2(center.x, y), Vec2::new(points, height));
                let bar = bar.round_to_pixels(painter.pixels_per_point());
                painter.rect_filled(bar, 1, color);
            }
        }
        Pattern::Wavy => {
            let x = Rangef::point(center.x).expand(points * 0.55);
            let points_of_wave: Vec<Pos2> = (0_u8..=24)
                .map(|step| {
                    let share = f32::from(step) / 24.0;
                    let lift = (share * 1.5 * std::f32::consts::TAU).sin() * points * 0.24;
                    pos2(x.min + share * x.span(), center.y - lift)
                })
                .collect();
            painter.add(Shape::line(points_of_wave, Stroke::new(points * 0.24, color)));
        }
    }
}
