//! Pictures of glyphs, kept in one texture.

use super::raster::{GlyphFont, Picture, Rasterizer};
use ahash::AHashMap;
use egui::{Color32, ColorImage, Context, Mesh, Pos2, Rect, TextureHandle, TextureId, TextureOptions, pos2, vec2};

/// One glyph of a font at one place between two pixels.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Key {
    font: u64,
    face: u32,
    glyph: u32,
    /// In 1/64 pixel.
    size: u32,
    /// Quarters of a pixel to the right.
    quarter: u8,
    bold: bool,
    skewed: bool,
}

#[derive(Clone, Copy)]
struct Entry {
    uv: Rect,
    /// From the glyph's origin to the upper left corner, in pixels.
    offset: [i32; 2],
    size: [u32; 2],
    is_color: bool,
}

/// The side of the texture when it begins; it doubles when a page needs more.
const FIRST_SIDE: usize = 1024;
const LARGEST_SIDE: usize = 4096;

/// One texture of glyph pictures, packed in shelves. When it is full it starts anew, larger if it can:
/// glyphs that did not fit are missing for one frame.
pub(crate) struct Atlas {
    texture: TextureHandle,
    side: usize,
    largest_side: usize,
    dark: bool,
    x: usize,
    y: usize,
    shelf: usize,
    is_full: bool,
    entries: AHashMap<Key, Option<Entry>>,
    rasterizer: Rasterizer,
}

impl Atlas {
    pub(crate) fn new(cx: &Context, dark: bool) -> Self {
        let largest_side = cx.input(|input| input.max_texture_side).min(LARGEST_SIDE);
        let side = FIRST_SIDE.min(largest_side);
        Self {
            texture: empty_texture(cx, side),
            side,
            largest_side,
            dark,
            x: 1,
            y: 1,
            shelf: 0,
            is_full: false,
            entries: AHashMap::new(),
            rasterizer: Rasterizer::default(),
        }
    }

    /// To be called before a frame's first glyph: empties the texture if it has become full or the theme changed.
    pub(crate) fn begin_frame(&mut self, cx: &Context, dark: bool) {
        if !self.is_full && self.dark == dark {
            return;
        }
        if self.is_full {
            self.side = (self.side * 2).min(self.largest_side);
        }
        self.dark = dark;
        self.texture = empty_texture(cx, self.side);
        self.entries.clear();
        (self.x, self.y, self.shelf, self.is_full) = (1, 1, 0, false);
    }

    /// Whether a glyph found no room in this frame: another frame is needed.
    pub(crate) fn is_full(&self) -> bool {
        self.is_full
    }

    /// How many pictures there are, and the side of the texture.
    pub(crate) fn size(&self) -> (usize, usize) {
        (self.entries.len(), self.side)
    }

    pub(crate) fn texture(&self) -> TextureId {
        self.texture.id()
    }

    /// Adds a glyph to a mesh. `origin` is on its baseline, in physical pixels.
    pub(crate) fn add(
        &mut self,
        mesh: &mut Mesh,
        font: &GlyphFont,
        glyph: u32,
        origin: Pos2,
        color: Color32,
        ppp: f32,
    ) {
        let left = (origin.x * 4.0).round() / 4.0;
        let whole = left.floor();
        let quarter = ((left - whole) * 4.0) as u8;
        let key = Key {
            font: font.data.data.id(),
            face: font.data.index,
            glyph,
            size: (font.size * 64.0).round() as u32,
            quarter,
            bold: font.bold,
            skewed: font.skew.is_some(),
        };
        let entry = match self.entries.get(&key) {
            Some(entry) => *entry,
            None => {
                let picture = self.rasterizer.picture(font, glyph, f32::from(quarter) / 4.0);
                let entry = picture.and_then(|picture| self.put(picture));
                if !self.is_full {
                    self.entries.insert(key, entry);
                }
                entry
            }
        };
        let Some(entry) = entry else { return };
        let corner = pos2(whole + entry.offset[0] as f32, origin.y.round() + entry.offset[1] as f32);
        let rect = Rect::from_min_size(corner, vec2(entry.size[0] as f32, entry.size[1] as f32));
        let color = if entry.is_color { Color32::WHITE.gamma_multiply_u8(color.a()) } else { color };
        mesh.add_rect_with_uv(rect / ppp, entry.uv, color);
    }

    fn put(&mut self, mut picture: Picture) -> Option<Entry> {
        let [width, height] = picture.image.size;
        if width == 0 || height == 0 {
            return None;
        }
        if self.x + width + 1 > self.side {
            (self.x, self.y, self.shelf) = (1, self.y + self.shelf + 1, 0);
        }
        if self.x + width + 1 > self.side || self.y + height + 1 > self.side {
            // A picture larger than the whole texture is given up; otherwise the next frame has room.
            self.is_full = width.max(height) + 2 <= self.side;
            return None;
        }
        if self.dark && !picture.is_color {
            strengthen(&mut picture.image);
        }
        self.texture.set_partial([self.x, self.y], picture.image, TextureOptions::LINEAR);
        let side = self.side as f32;
        let corner = pos2(self.x as f32 / side, self.y as f32 / side);
        let entry = Entry {
            uv: Rect::from_min_size(corner, vec2(width as f32 / side, height as f32 / side)),
            offset: picture.offset,
            size: [width as u32, height as u32],
            is_color: picture.is_color,
        };
        self.x += width + 1;
        self.shelf = self.shelf.max(height);
        Some(entry)
    }
}

fn empty_texture(cx: &Context, side: usize) -> TextureHandle {
    let image = ColorImage::filled([side, side], Color32::TRANSPARENT);
    cx.load_texture("article glyphs", image, TextureOptions::LINEAR)
}

/// Light text on dark ground looks thin when its coverage is taken as opacity; this is egui's correction for it.
fn strengthen(image: &mut ColorImage) {
    for pixel in &mut image.pixels {
        let coverage = f32::from(pixel.a()) / 255.0;
        let alpha = 2.0 * coverage - coverage * coverage;
        *pixel = Color32::from_white_alpha((alpha * 255.0).round() as u8);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(width: usize, height: usize) -> Picture {
        Picture { image: ColorImage::filled([width, height], Color32::WHITE), offset: [0, 0], is_color: false }
    }

    #[test]
    fn a_full_texture_starts_anew_and_larger() {
        let cx = Context::default();
        let mut atlas = Atlas::new(&cx, false);
        let mut n_put = 0;
        while atlas.put(picture(60, 60)).is_some() {
            n_put += 1;
        }
        assert!(n_put > 200, "{n_put}");
        assert!(atlas.is_full());
        atlas.begin_frame(&cx, false);
        assert!(!atlas.is_full());
        assert!(atlas.put(picture(60, 60)).is_some());
        assert!(atlas.side > FIRST_SIDE);
    }

    #[test]
    fn what_could_never_fit_is_given_up() {
        let cx = Context::default();
        let mut atlas = Atlas::new(&cx, false);
        assert!(atlas.put(picture(3000, 10)).is_none());
        assert!(!atlas.is_full());
    }
}
