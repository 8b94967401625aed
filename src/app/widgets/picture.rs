//! A picture of figures: the scene that files have, painted in the window, with what stands behind each figure under the pointer.

use super::words::{Laid, on_hover_words, paint_words};
use crate::app::theme::{Theme, regular, semibold};
use crate::report::chart::{Anchor, Form, Palette, Point, Scene, Weight};
use egui::accesskit::Role;
use egui::{Align2, Color32, Painter, Pos2, Rect, Response, Sense, Shape, Stroke, Ui, WidgetInfo, pos2, vec2};

/// How much of a line of letters lies above its baseline.
const ASCENT: f32 = 0.78;

/// Draws it, and says which figure was clicked, by its target.
pub fn picture_ui(ui: &mut Ui, scene: &Scene) -> (Response, Option<usize>) {
    let theme = Theme::of(ui);
    let palette = if theme.dark { Palette::dark() } else { Palette::light() };
    let (rect, response) = ui.allocate_exact_size(vec2(scene.width, scene.height), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Image, true, &scene.title));
    let at = |point: Point| rect.min + vec2(point.x, point.y);
    if ui.is_rect_visible(rect) {
        let painter = ui.painter_at(rect);
        for shape in &scene.shapes {
            let [red, green, blue] = palette.color(shape.ink);
            let color = Color32::from_rgb(red, green, blue);
            match &shape.form {
                Form::Text { at: place, text, anchor, size, weight } => {
                    let font = if *weight == Weight::Semibold { semibold(*size) } else { regular(*size) };
                    let words = Laid::line(ui, text, &font, f32::INFINITY);
                    let place = at(*place) - vec2(0.0, size * ASCENT / 2.0 - size * 0.39 + size * 0.36);
                    paint_words(&painter, side(*anchor), place, &words, color);
                }
                form => paint_form(&painter, form, color, &at),
            }
        }
    }
    let under = |pos: Pos2| scene.at(Point { x: pos.x - rect.left(), y: pos.y - rect.top() });
    let mark = response.hover_pos().and_then(under);
    let clicked = mark.filter(|_| response.clicked()).map(|mark| mark.target);
    let response = match mark {
        Some(mark) => on_hover_words(response.on_hover_cursor(egui::CursorIcon::PointingHand), &mark.label),
        None => response,
    };
    (response, clicked)
}

const fn side(anchor: Anchor) -> Align2 {
    match anchor {
        Anchor::Start => Align2::LEFT_CENTER,
        Anchor::Middle => Align2::CENTER_CENTER,
        Anchor::End => Align2::RIGHT_CENTER,
    }
}

fn paint_form(painter: &Painter, form: &Form, color: Color32, at: &dyn Fn(Point) -> Pos2) {
    match form {
        Form::Rect { at: corner, width, height, radius } => {
            let corner = at(*corner);
            let rect = Rect::from_min_max(corner, pos2(corner.x + width, corner.y + height));
            painter.rect_filled(rect, *radius, color);
        }
        Form::Line { from, to, thickness } => {
            painter.line_segment([at(*from), at(*to)], Stroke::new(*thickness, color));
        }
        Form::Polyline { points, thickness } => {
            let points = points.iter().map(|point| at(*point)).collect();
            painter.add(Shape::line(points, Stroke::new(*thickness, color)));
        }
        Form::Circle { center, radius } => {
            painter.circle_filled(at(*center), *radius, color);
        }
        Form::Text { .. } => {}
    }
}
