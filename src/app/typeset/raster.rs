//! From a glyph's outline or color layers to pixels: vello_cpu and skrifa, the pair that epaint uses.

use egui::{Color32, ColorImage};
use parley::FontData;
use skrifa::instance::{LocationRef, NormalizedCoord, Size};
use skrifa::outline::{DrawSettings, HintingInstance, HintingOptions, OutlinePen, SmoothMode, Target};
use skrifa::{FontRef, GlyphId, MetadataProvider as _};
use std::collections::HashMap;
use vello_cpu::kurbo::{Affine, BezPath, Shape as _, Stroke};
use vello_cpu::{Pixmap, RenderContext, Resources};

/// A font at one size, as the shaper chose it.
#[derive(Clone)]
pub(crate) struct GlyphFont {
    pub(crate) data: FontData,
    /// In physical pixels.
    pub(crate) size: f32,
    pub(crate) coords: Vec<i16>,
    /// No bold face was found: the outline is thickened.
    pub(crate) bold: bool,
    /// No italic face was found: degrees to lean.
    pub(crate) skew: Option<f32>,
}

/// Pixels of one glyph: white with its coverage, or its own colors.
pub(crate) struct Picture {
    pub(crate) image: ColorImage,
    /// From the origin on the baseline to the upper left corner.
    pub(crate) offset: [i32; 2],
    pub(crate) is_color: bool,
}

/// Hinters by font, face and size, as each takes a while to make.
#[derive(Default)]
pub(crate) struct Rasterizer {
    hinters: HashMap<(u64, u32, u32), Option<HintingInstance>>,
}

impl Rasterizer {
    /// Draws a glyph `right` of the pixel's edge; nothing for one without ink.
    pub(crate) fn picture(&mut self, font: &GlyphFont, glyph: u32, right: f32) -> Option<Picture> {
        let face = FontRef::from_index(font.data.data.as_ref(), font.data.index).ok()?;
        let id = GlyphId::new(glyph);
        if face.color_glyphs().get(id).is_some() {
            return color_picture(font, glyph, 1);
        }
        if let Some(bitmap) = face.bitmap_strikes().glyph_for_size(Size::new(font.size), id) {
            // A picture that is made smaller at once takes some of its pixels and skips the others.
            let finer = (bitmap.ppem_x / font.size).round().clamp(1.0, FINEST);
            return color_picture(font, glyph, finer as u16);
        }
        self.outline_picture(font, &face, id, right)
    }

    fn outline_picture(&mut self, font: &GlyphFont, face: &FontRef<'_>, id: GlyphId, right: f32) -> Option<Picture> {
        let coords: Vec<NormalizedCoord> = font.coords.iter().map(|&bits| NormalizedCoord::from_bits(bits)).collect();
        let location = LocationRef::new(&coords);
        let outlines = face.outline_glyphs();
        let size = Size::new(font.size);
        let key = (font.data.data.id(), font.data.index, (font.size * 64.0).round() as u32);
        let hinter = self.hinters.entry(key).or_insert_with(|| {
            // Only heights are fitted to the pixels, so that no glyph moves sideways.
            let target =
                Target::Smooth { mode: SmoothMode::Light, symmetric_rendering: false, preserve_linear_metrics: true };
            HintingInstance::new(&outlines, size, location, HintingOptions { engine: Default::default(), target }).ok()
        });
        let settings = match hinter {
            Some(hinter) if font.coords.is_empty() => DrawSettings::hinted(hinter, false),
            _ => DrawSettings::unhinted(size, location),
        };
        let mut pen = PathPen { path: BezPath::new() };
        outlines.get(id)?.draw(settings, &mut pen).ok()?;
        let mut path = pen.path;
        if let Some(degrees) = font.skew {
            path.apply_affine(Affine::skew(-f64::from(degrees.to_radians().tan()), 0.0));
        }
        path.apply_affine(Affine::translate((f64::from(right), 0.0)));
        let thickening = if font.bold { f64::from(font.size) * 0.035 } else { 0.0 };
        let bounds = path.bounding_box().inflate(thickening, thickening).expand();
        let (width, height) = (bounds.width() as u16, bounds.height() as u16);
        if width == 0 || height == 0 {
            return None;
        }
        let mut canvas = RenderContext::new(width, height);
        canvas.set_transform(Affine::translate((-bounds.x0, -bounds.y0)));
        canvas.set_paint(color::palette::css::WHITE);
        canvas.fill_path(&path);
        if font.bold {
            canvas.set_stroke(Stroke::new(thickening));
            canvas.stroke_path(&path);
        }
        let image = image_of(canvas, width, height);
        Some(Picture { image, offset: [bounds.x0 as i32, bounds.y0 as i32], is_color: false })
    }
}

/// Pictures in fonts are not more than this many times as large as they are drawn.
const FINEST: f32 = 8.0;

/// Draws a glyph that has its own colors, and cuts off what is empty around it. It is drawn `finer` times as large, and
/// then each of its pixels is the mean of those it takes the place of.
fn color_picture(font: &GlyphFont, glyph: u32, finer: u16) -> Option<Picture> {
    let side = (3.0 * font.size).ceil() as u16;
    let origin = [font.size.floor(), (2.0 * font.size).floor()];
    let fine_side = side.checked_mul(finer)?;
    let scale = f32::from(finer);
    let mut canvas = RenderContext::new(fine_side, fine_side);
    let mut resources = Resources::new();
    canvas.set_paint(color::palette::css::BLACK);
    let glyph = vello_cpu::Glyph { id: glyph, x: origin[0] * scale, y: origin[1] * scale };
    canvas
        .glyph_run(&mut resources, &font.data)
        .font_size(font.size * scale)
        .hint(false)
        .normalized_coords(&font.coords)
        .fill_glyphs(std::iter::once(glyph));
    let mut pixmap = Pixmap::new(fine_side, fine_side);
    canvas.render(&mut pixmap, &mut resources);
    let side = usize::from(side);
    let whole = averaged(&image_of_pixmap(&pixmap, fine_side, fine_side), side, usize::from(finer));
    let inked = |at: &(usize, &Color32)| at.1.a() != 0;
    let places = || whole.pixels.iter().enumerate().filter(inked).map(|(at, _)| (at % side, at / side));
    let left = places().map(|(x, _)| x).min()?;
    let right = places().map(|(x, _)| x).max()?;
    let top = places().map(|(_, y)| y).min()?;
    let bottom = places().map(|(_, y)| y).max()?;
    let image = whole.region_by_pixels([left, top], [right - left + 1, bottom - top + 1]);
    Some(Picture { image, offset: [left as i32 - origin[0] as i32, top as i32 - origin[1] as i32], is_color: true })
}

/// A square image `finer` times smaller: each pixel the mean of a square of them.
fn averaged(image: &ColorImage, side: usize, finer: usize) -> ColorImage {
    let mut sums = vec![[0u32; 4]; side * side];
    for (y, row) in image.pixels.chunks_exact(side * finer).enumerate() {
        for (x, pixel) in row.iter().enumerate() {
            if let Some(sum) = sums.get_mut(y / finer * side + x / finer) {
                for (sum, channel) in sum.iter_mut().zip(pixel.to_array()) {
                    *sum += u32::from(channel);
                }
            }
        }
    }
    let n = (finer * finer) as u32;
    let mean = |sum: [u32; 4]| {
        let [r, g, b, a] = sum.map(|channel| ((channel + n / 2) / n) as u8);
        Color32::from_rgba_premultiplied(r, g, b, a)
    };
    ColorImage::new([side, side], sums.into_iter().map(mean).collect())
}

fn image_of(canvas: RenderContext, width: u16, height: u16) -> ColorImage {
    let mut pixmap = Pixmap::new(width, height);
    canvas.render(&mut pixmap, &mut Resources::new());
    image_of_pixmap(&pixmap, width, height)
}

fn image_of_pixmap(pixmap: &Pixmap, width: u16, height: u16) -> ColorImage {
    let premultiplied = |rgba: &[u8]| match rgba {
        &[r, g, b, a] => Color32::from_rgba_premultiplied(r, g, b, a),
        _ => Color32::TRANSPARENT,
    };
    let pixels = pixmap.data_as_u8_slice().chunks_exact(4).map(premultiplied).collect();
    ColorImage::new([usize::from(width), usize::from(height)], pixels)
}

/// Takes an outline with its y axis up, as fonts have it, and turns it down, as screens have it.
struct PathPen {
    path: BezPath,
}

impl OutlinePen for PathPen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.path.move_to((f64::from(x), -f64::from(y)));
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.path.line_to((f64::from(x), -f64::from(y)));
    }

    fn quad_to(&mut self, cx: f32, cy: f32, x: f32, y: f32) {
        self.path.quad_to((f64::from(cx), -f64::from(cy)), (f64::from(x), -f64::from(y)));
    }

    fn curve_to(&mut self, ax: f32, ay: f32, bx: f32, by: f32, x: f32, y: f32) {
        let [a, b, to] = [(ax, ay), (bx, by), (x, y)].map(|(x, y)| (f64::from(x), -f64::from(y)));
        self.path.curve_to(a, b, to);
    }

    fn close(&mut self) {
        self.path.close_path();
    }
}
