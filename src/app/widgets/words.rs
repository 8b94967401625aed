//! A person's words: titles, names, notes, paths, and sentences with such in them, right in every script.
//!
//! They are drawn by the text engine, as the article is, and look and stand like egui's own labels beside them.
//! Plain labels and [`egui::RichText`] are for English words that stand in the source.

use egui::accesskit::Role;
use egui::emath::GuiRounding as _;
use egui::{
    Align2, Color32, Context, FontId, Mesh, Painter, Pos2, Rect, Response, ScrollArea, Sense, Shape, Ui, Vec2,
    WidgetInfo, vec2,
};
use std::sync::Arc;

use super::paint::paint_focus_ring;
use crate::app::theme::{Theme, face_of, regular, size};
use crate::app::typeset::{Label, LabelStyle, Lines, TextEngine, needs_engine};

pub use crate::app::typeset::{Stress, isolated, spoken};

/// Words as a widget.
#[derive(Clone, Debug)]
pub struct Words<'a> {
    /// The words.
    pub text: &'a str,
    /// Their font, one of the theme's.
    pub font: FontId,
    /// Their color, or that of text.
    pub color: Option<Color32>,
    /// How many lines they may take: what does not fit ends in an ellipsis, and is shown whole in the tooltip.
    pub lines: usize,
    /// How wide they may become in points, where that is not what the layout has left: in the cells of a grid.
    pub room: Option<f32>,
    /// The distance between lines, or the font's own.
    pub line_height: Option<f32>,
    /// Stretches of its first paragraph that are set otherwise.
    pub stresses: &'a [Stress],
    /// Takes the whole width, so that what reads from right to left begins at the right.
    pub fills: bool,
    /// Whether they answer clicks.
    pub sense: Sense,
    /// Whether this is a sentence of ours with [`isolated`] names in it, whose marks nobody should hear.
    pub is_sentence: bool,
}

impl<'a> Words<'a> {
    /// One line.
    pub fn line(text: &'a str) -> Self {
        Self {
            text,
            font: regular(size::TEXT),
            color: None,
            lines: 1,
            room: None,
            line_height: None,
            stresses: &[],
            fills: false,
            sense: Sense::hover(),
            is_sentence: false,
        }
    }

    /// As many lines as it takes.
    pub fn lines(text: &'a str) -> Self {
        Self { lines: usize::MAX, ..Self::line(text) }
    }

    /// A sentence of ours with [`isolated`] names in it, in as many lines as it takes.
    pub fn sentence(text: &'a str) -> Self {
        Self { is_sentence: true, ..Self::lines(text) }
    }

    /// In a color.
    pub fn color(self, color: Color32) -> Self {
        Self { color: Some(color), ..self }
    }

    /// In a font.
    pub fn font(self, font: FontId) -> Self {
        Self { font, ..self }
    }

    /// Secondary text: smaller, and in the soft color.
    pub fn soft(self, theme: &Theme) -> Self {
        self.font(regular(size::TEXT_SECONDARY)).color(theme.text_soft)
    }
}

/// Draws words where the layout has come to.
pub fn words_ui(ui: &mut Ui, words: &Words<'_>) -> Response {
    let room = words.room.unwrap_or_else(|| ui.available_width());
    let laid = Laid::new(ui, words.text, words.stresses, &words.font, room, (words.lines, words.line_height));
    let width = if words.fills && room.is_finite() { room } else { laid.size.x };
    let (rect, response) = ui.allocate_exact_size(vec2(width, laid.size.y), words.sense);
    let said = || if words.is_sentence { spoken(words.text) } else { words.text.into() };
    response.widget_info(|| WidgetInfo::labeled(Role::Label, ui.is_enabled(), said()));
    if ui.is_rect_visible(rect) {
        let color = words.color.unwrap_or_else(|| ui.visuals().text_color());
        laid.paint(ui.painter(), rect, color);
        paint_focus_ring(ui, &response, rect.expand(2.0), size::RADIUS);
    }
    if laid.is_elided() { on_hover_words(response, words.text) } else { response }
}

/// Words as secondary text, in as many lines as it takes.
pub fn soft_ui(ui: &mut Ui, text: &str) -> Response {
    let theme = Theme::of(ui);
    words_ui(ui, &Words::sentence(text).soft(&theme))
}

/// Says something on hover that has a person's words in it.
pub fn on_hover_words(response: Response, text: &str) -> Response {
    describe(&response, text);
    response.on_hover_ui(|ui| {
        ui.set_max_width(ui.spacing().tooltip_width);
        words_ui(ui, &Words::sentence(text));
    })
}

/// Gives a widget that has a name its tooltip as a description too.
fn describe(response: &Response, text: &str) {
    response.ctx.accesskit_node_builder(response.id, |node| {
        if node.description().is_none() && (node.label().is_some() || node.value().is_some()) {
            node.set_description(&*spoken(text));
        }
    });
}

/// Shows what is typed into a plain text field as its readers expect it, where the field itself cannot.
pub fn typed_preview_ui(ui: &mut Ui, text: &str) {
    if !needs_engine(text) {
        return;
    }
    let theme = Theme::of(ui);
    let area = ScrollArea::vertical().id_salt("preview").max_height(PREVIEW).auto_shrink([false, true]);
    area.stick_to_bottom(true).show(ui, |ui| {
        let words = Words { fills: true, ..Words::lines(text).color(theme.text_soft) };
        let response = words_ui(ui, &words);
        response.widget_info(|| WidgetInfo::labeled(Role::Label, true, format!("Preview: {text}")));
    });
}

/// How high a preview may become, in points.
const PREVIEW: f32 = 120.0;

/// Words laid out, for widgets that paint by hand.
#[derive(Clone)]
pub struct Laid {
    label: Arc<Label>,
    /// How much room they take, in points.
    pub size: Vec2,
    baseline: f32,
    pitch: f32,
}

impl Laid {
    /// One line, cut where it is longer than `width`.
    pub fn line(cx: &Context, text: &str, font: &FontId, width: f32) -> Self {
        Self::new(cx, text, &[], font, width, (1, None))
    }

    /// As many lines as it takes.
    pub fn lines(cx: &Context, text: &str, font: &FontId, width: f32) -> Self {
        Self::new(cx, text, &[], font, width, (usize::MAX, None))
    }

    fn new(
        cx: &Context,
        text: &str,
        stresses: &[Stress],
        font: &FontId,
        width: f32,
        (lines, line_height): (usize, Option<f32>),
    ) -> Self {
        let ppp = cx.pixels_per_point();
        let (face, weight) = face_of(font);
        // A width that was made of the words' own must not cut them for a rounding error.
        let style = LabelStyle { face, weight, size: font.size * ppp, width: (width * ppp + 0.1).floor(), lines };
        let engine = TextEngine::in_context(cx);
        let mut engine = engine.lock();
        let (above, below) = engine.heights(face, weight);
        let label = engine.label(text, stresses, style);
        // As egui measures a row, and stands it on its lower edge.
        let below = (below * font.size).round_ui();
        let own = (((above * font.size).round_ui() + below) * ppp).round();
        let pitch = match line_height {
            Some(points) => (points * ppp).round(),
            None if label.is_tall && label.lines.len() > 1 => own.max((font.size * TALL * ppp).round()),
            None => own,
        };
        let baseline = ((pitch - own) / 2.0).round() + (own - below * ppp).round();
        let height = pitch * label.lines.len().max(1) as f32;
        let size = (vec2(label.width.ceil(), height) / ppp).round_ui();
        Self { label, size, baseline, pitch }
    }

    /// Whether something had to be left out.
    pub fn is_elided(&self) -> bool {
        self.label.is_elided
    }

    /// Paints them from the upper edge of a place; what reads from right to left begins at its right edge.
    fn paint(&self, painter: &Painter, place: Rect, color: Color32) {
        let reach = Rect::from_min_size(place.min, place.size().max(self.size)).expand(self.size.y);
        if !painter.clip_rect().intersects(reach) {
            return;
        }
        let ppp = painter.pixels_per_point();
        let corner = (place.min * ppp).round();
        let lines = Lines { width: (place.width() * ppp).round(), baseline: self.baseline, pitch: self.pitch };
        let engine = TextEngine::in_context(painter.ctx());
        let mut engine = engine.lock();
        let mut mesh = Mesh::with_texture(engine.texture());
        engine.add_label(&mut mesh, &self.label, corner, lines, color, ppp);
        drop(engine);
        painter.add(Shape::mesh(mesh));
    }
}

/// The distance between lines of tall letters, in parts of their size.
const TALL: f32 = 1.5;

/// Paints words with an edge or their middle at a place; returns the width that they took.
pub fn paint_words(painter: &Painter, anchor: Align2, at: Pos2, laid: &Laid, color: Color32) -> f32 {
    let place = anchor.anchor_size(at, laid.size);
    laid.paint(painter, Rect::from_min_size(place.min, laid.size), color);
    laid.size.x
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::theme::{self, reading, semibold};

    /// What a window at a scale gives.
    fn at_scale<R>(scale: f32, mut draw: impl FnMut(&mut Ui) -> R) -> R {
        let cx = Context::default();
        theme::install(&cx);
        cx.set_pixels_per_point(scale);
        let mut result = None;
        // The fonts are there from the second frame on.
        for frame in 0..2 {
            let mut shown = cx.run_ui(egui::RawInput::default(), |ui| result = (frame > 0).then(|| draw(ui)));
            shown.textures_delta.clear();
        }
        result.unwrap()
    }

    #[test]
    fn words_stand_like_a_plain_label_beside_them() {
        for scale in [1.0, 1.25, 1.5, 2.0, 3.0] {
            at_scale(scale, |ui| {
                for points in [size::TEXT_HEAD, size::TEXT_SECONDARY, size::TEXT, size::TEXT_TITLE, 22.0] {
                    for font in [regular(points), semibold(points), reading(points)] {
                        let plain = ui.painter().layout_no_wrap("Hxg".to_owned(), font.clone(), Color32::BLACK);
                        let row = &plain.rows[0];
                        let baseline = (row.pos.y + row.glyphs[0].pos.y) * scale;
                        let words = Laid::line(ui, "Hxg", &font, f32::INFINITY);
                        assert_eq!(words.size.y, plain.size().y, "{font:?} at {scale}");
                        assert!((words.baseline - baseline).abs() < 0.1, "{font:?} at {scale}: {baseline}");
                        let wider = (words.size.x - plain.size().x) * scale;
                        assert!(wider.abs() <= 1.5, "{font:?} at {scale} is wider by {wider}");
                    }
                }
            });
        }
    }

    #[test]
    fn words_as_wide_as_they_are_fit() {
        for scale in [1.0, 1.25, 1.5, 1.75, 2.0, 2.5] {
            at_scale(scale, |ui| {
                for text in ["Person", "Donaudampfschifffahrtsgesellschaft", "محادثات السلام", "שלום 12"]
                {
                    let width = Laid::line(ui, text, &regular(size::TEXT), f32::INFINITY).size.x;
                    assert!(!Laid::line(ui, text, &regular(size::TEXT), width).is_elided(), "{text} at {scale}");
                }
            });
        }
    }

    #[test]
    fn lines_of_tall_letters_keep_apart() {
        at_scale(1.0, |ui| {
            let pitch = |text: &str| Laid::lines(ui, text, &regular(size::TEXT), 60.0).pitch;
            assert!(pitch("one two three four") < pitch("नमस्ते क्षत्रिय नमस्ते"));
            assert_eq!(Laid::line(ui, "नमस्ते", &regular(size::TEXT), 900.0).size.y, 16.0, "one line stays in its row");
        });
    }
}
