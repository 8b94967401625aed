//! A scene as pixels, in one set of colors: for programs that show no SVG.
//!
//! Painted and lettered by the libraries that paint and letter the window's text, with the same fonts.

use super::letters::{FAMILIES, fonts};
use super::palette::{Palette, Rgb};
use super::scene::{Anchor, Form, Point, Scene, Weight};
use parley::{FontContext, FontFamily, FontWeight, Layout, LayoutContext, PositionedLayoutItem, StyleProperty};
use std::borrow::Cow;
use vello_cpu::kurbo::{self, Affine, BezPath, Cap, Join, Shape as _, Stroke};
use vello_cpu::{Glyph, Pixmap, RenderContext, Resources};

/// How many pixels a picture has at most.
const MOST_PIXELS: f32 = 64e6;
/// How many it has at most along a side.
const MOST_ALONG: f32 = 32_000.0;

/// The picture as the bytes of a PNG file, with so many pixels for each point: two are for screens, four for print.
/// A very large one gets fewer. Nothing if it cannot be packed.
pub fn png(scene: &Scene, palette: &Palette, scale: f32) -> Option<Vec<u8>> {
    let (width, height) = (scene.width.max(1.0), scene.height.max(1.0));
    let most = (MOST_ALONG / width.max(height)).min((MOST_PIXELS / (width * height)).sqrt());
    let scale = if scale.is_finite() { scale.clamp(0.1, 16.0) } else { 2.0 }.min(most);
    let [wide, high] = [width, height].map(|side| (side * scale).round().max(1.0) as u16);
    let words = scene.shapes.iter().filter_map(|shape| match &shape.form {
        Form::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let mut brush = Brush {
        canvas: RenderContext::new(wide, high),
        resources: Resources::new(),
        fonts: fonts(words),
        layouts: LayoutContext::new(),
        scale,
    };
    brush.canvas.set_paint(color(palette.ground));
    brush.canvas.fill_rect(&kurbo::Rect::new(0.0, 0.0, f64::from(wide), f64::from(high)));
    for shape in &scene.shapes {
        brush.canvas.set_transform(Affine::scale(f64::from(scale)));
        brush.canvas.set_paint(color(palette.color(shape.ink)));
        brush.paint(&shape.form);
    }
    brush.canvas.flush();
    let mut pixmap = Pixmap::new(wide, high);
    brush.canvas.render(&mut pixmap, &mut brush.resources);
    pixmap.into_png().ok()
}

fn color([r, g, b]: Rgb) -> color::AlphaColor<color::Srgb> {
    color::AlphaColor::from_rgb8(r, g, b)
}

/// What paints.
struct Brush {
    canvas: RenderContext,
    resources: Resources,
    fonts: FontContext,
    layouts: LayoutContext<()>,
    scale: f32,
}

impl Brush {
    fn paint(&mut self, form: &Form) {
        match form {
            Form::Rect { at, width, height, radius } => {
                let corner = kurbo::Point::new(f64::from(at.x + width), f64::from(at.y + height));
                let rect = kurbo::Rect::from_points(place(*at), corner).to_rounded_rect(f64::from(*radius));
                self.canvas.fill_path(&rect.to_path(0.05));
            }
            Form::Circle { center, radius } => {
                self.canvas.fill_path(&kurbo::Circle::new(place(*center), f64::from(*radius)).to_path(0.05));
            }
            Form::Line { from, to, thickness } => self.stroke(&[*from, *to], *thickness),
            Form::Polyline { points, thickness } => self.stroke(points, *thickness),
            Form::Text { at, text, anchor, size, weight } => self.write(*at, text, *anchor, *size, *weight),
        }
    }

    fn stroke(&mut self, points: &[Point], thickness: f32) {
        let mut path = BezPath::new();
        for (n, point) in points.iter().enumerate() {
            if n == 0 { path.move_to(place(*point)) } else { path.line_to(place(*point)) }
        }
        self.canvas.set_stroke(Stroke::new(f64::from(thickness)).with_join(Join::Round).with_caps(Cap::Butt));
        self.canvas.stroke_path(&path);
    }

    /// Letters are laid out at the size that they have in pixels.
    fn write(&mut self, at: Point, text: &str, anchor: Anchor, size: f32, weight: Weight) {
        let mut builder = self.layouts.ranged_builder(&mut self.fonts, text, 1.0, false);
        builder.push_default(FontFamily::Source(Cow::Borrowed(FAMILIES)));
        builder.push_default(StyleProperty::FontSize(size * self.scale));
        let weight = if weight == Weight::Semibold { 600.0 } else { 400.0 };
        builder.push_default(StyleProperty::FontWeight(FontWeight::new(weight)));
        let mut layout: Layout<()> = builder.build(text);
        layout.break_all_lines(None);
        let before = match anchor {
            Anchor::Start => 0.0,
            Anchor::Middle => layout.width() / 2.0,
            Anchor::End => layout.width(),
        };
        let (left, baseline) = (at.x * self.scale - before, at.y * self.scale);
        self.canvas.set_transform(Affine::IDENTITY);
        for item in layout.lines().take(1).flat_map(|line| line.items().collect::<Vec<_>>()) {
            let PositionedLayoutItem::GlyphRun(run) = item else { continue };
            let above = run.baseline();
            let glyphs = run.positioned_glyphs().map(|glyph| Glyph {
                id: glyph.id,
                x: left + glyph.x,
                y: baseline + glyph.y - above,
            });
            let coords: Vec<i16> = run.run().normalized_coords().iter().map(|coord| coord.to_bits()).collect();
            self.canvas
                .glyph_run(&mut self.resources, run.run().font())
                .font_size(run.run().font_size())
                .hint(false)
                .normalized_coords(&coords)
                .fill_glyphs(glyphs);
        }
    }
}

fn place(point: Point) -> kurbo::Point {
    kurbo::Point::new(f64::from(point.x), f64::from(point.y))
}
