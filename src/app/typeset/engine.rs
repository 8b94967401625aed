//! What all text of the window shares: fonts, the shaper, the glyph pictures, and short lines already laid out.

use super::fonts::{Fonts, ReaderFonts};
use super::glyphs::Atlas;
use super::label::{Label, LabelStyle, Labels};
use super::missing::MissingScript;
use super::rows::{Face, Measure, Rows, Stress, mean_character};
use crate::app::theme::{ArticleFace, FontFile};
use egui::mutex::Mutex;
use egui::{Color32, Context, Mesh, Plugin, Pos2, TextureId, Ui, pos2};
use parley::LayoutContext;
use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider as _};
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Lines kept at most; then all are forgotten, which costs a frame's work to make up.
const MOST_LINES: usize = 2000;

/// Fonts, shaper and glyph pictures: one for the whole window, kept in its egui context.
pub struct TextEngine {
    fonts: Fonts,
    layouts: LayoutContext<()>,
    atlas: Option<Atlas>,
    interface: &'static str,
    lines: HashMap<(SmolStr, u32), Arc<Rows>>,
    labels: Labels,
    heights: Vec<FaceHeights>,
    generation: u32,
    /// Scripts without a font, and whether they have been told of.
    missing: BTreeMap<MissingScript, bool>,
}

/// How far the letters of a face reach from the baseline, in parts of its size.
struct FaceHeights {
    family: &'static str,
    weight: u16,
    above: f32,
    below: f32,
}

/// How the lines of a label stand under each other, in physical pixels.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Lines {
    /// How wide the block is whose right edge right-to-left lines begin at.
    pub(crate) width: f32,
    /// From the upper edge to the first baseline.
    pub(crate) baseline: f32,
    /// From one baseline to the next.
    pub(crate) pitch: f32,
}

impl TextEngine {
    /// Starts with the shipped fonts; those of the system join as soon as a thread has found them, in a new frame.
    pub fn new(fonts: &ReaderFonts, cx: &Context) -> Self {
        let cx = cx.clone();
        Self::of(Fonts::with_system(fonts, move || cx.request_repaint()), fonts)
    }

    /// The given fonts alone, so that every machine shows the same.
    pub fn without_system_fonts(fonts: &ReaderFonts) -> Self {
        Self::of(Fonts::shipped(fonts), fonts)
    }

    /// Makes it the one of a context.
    pub fn install(self, cx: &Context) {
        cx.add_plugin(InContext(Arc::new(Mutex::new(self))));
    }

    /// The one of a context; one with the shipped fonts alone where none was installed. Its lock must not be held
    /// while another widget is drawn that may want it.
    pub fn in_context(cx: &Context) -> Arc<Mutex<Self>> {
        Arc::clone(&cx.plugin_or_default::<InContext>().lock().0)
    }

    fn of(fonts: Fonts, files: &ReaderFonts) -> Self {
        Self {
            fonts,
            layouts: LayoutContext::new(),
            atlas: None,
            interface: files.interface,
            lines: HashMap::new(),
            labels: Labels::default(),
            heights: files.faces.iter().filter_map(FaceHeights::of).collect(),
            generation: 0,
            missing: BTreeMap::new(),
        }
    }

    /// Takes new fonts if there are any, and makes room for glyphs.
    fn begin_frame(&mut self, cx: &Context, dark: bool) {
        self.fonts.poll();
        if self.generation != self.fonts.generation {
            self.generation = self.fonts.generation;
            self.lines.clear();
            self.labels.clear();
        }
        match &mut self.atlas {
            Some(atlas) => atlas.begin_frame(cx, dark),
            None => self.atlas = Some(Atlas::new(cx, dark)),
        }
    }

    /// Goes up when what was laid out must be laid out again.
    pub(crate) fn generation(&self) -> u32 {
        self.fonts.generation
    }

    /// A face by the name of its family, with all others behind it.
    pub(crate) fn face(&self, family: &str, size: f32, weight: f32) -> Face {
        let family = family.replace('\'', "");
        // A font without bold letters has them thickened where more than 200 are missing, and 600 would just not be.
        let weight = if weight > 500.0 { weight + 1.0 } else { weight };
        let families = format!("'{family}', {}", self.fonts.fallbacks);
        Face { families, size, weight, tracking: 0.0, language: None, stresses: Vec::new() }
    }

    /// The mean width of a character, in physical pixels.
    pub(crate) fn mean_character(&mut self, face: &Face) -> f32 {
        mean_character(&mut self.fonts.context, &mut self.layouts, face)
    }

    pub(crate) fn rows(&mut self, source: &str, face: &Face, measure: Measure<'_>) -> Rows {
        let rows = Rows::of(&mut self.fonts.context, &mut self.layouts, source, face, measure);
        // Before the system's fonts are there, much is missing for a moment.
        if self.fonts.is_complete() {
            for script in rows.missing.iter().filter_map(|&c| MissingScript::of(c)) {
                self.missing.entry(script).or_insert(false);
            }
        }
        rows
    }

    /// The scripts without a font that came up since this was last asked: each is told of once.
    pub fn take_missing(&mut self) -> Vec<MissingScript> {
        let fresh = self.missing.iter_mut().filter(|(_, is_told)| !**is_told);
        fresh
            .map(|(script, is_told)| {
                *is_told = true;
                script.clone()
            })
            .collect()
    }

    /// A short name in the interface's face, semibold, `size` physical pixels high.
    pub(crate) fn line(&mut self, text: &SmolStr, size: f32) -> Arc<Rows> {
        let key = (text.clone(), (size * 64.0) as u32);
        if let Some(line) = self.lines.get(&key) {
            return Arc::clone(line);
        }
        if self.lines.len() >= MOST_LINES {
            self.lines.clear();
        }
        let mut face = self.face(self.interface, size, 600.0);
        face.tracking = size * 0.04;
        let line = Arc::new(self.rows(text, &face, Measure::line(false)));
        self.lines.insert(key, Arc::clone(&line));
        line
    }

    /// Words as a label, with stretches of its first paragraph set otherwise; laid out once, and kept as long as they are
    /// drawn.
    pub(crate) fn label(&mut self, text: &str, stresses: &[Stress], style: LabelStyle) -> Arc<Label> {
        if style.lines == 1 && style.width.is_finite() {
            // What fits is the same at every width.
            let whole = self.label(text, stresses, LabelStyle { width: f32::INFINITY, ..style });
            if whole.width <= style.width {
                return whole;
            }
        }
        if let Some(label) = self.labels.get(text, stresses, &style) {
            return label;
        }
        let face = self.face(style.face.family(), style.size, f32::from(style.weight));
        let stressed = Face { stresses: stresses.to_vec(), ..face.clone() };
        let mut lay_out = |source: &str, measure: Measure<'_>| {
            // What is cut off at its end begins as the text does, so that its stretches stand where they did.
            let face = if !stresses.is_empty() && text.starts_with(source) { &stressed } else { &face };
            self.rows(source, face, measure)
        };
        let label = Arc::new(Label::of(text, &style, &mut lay_out));
        self.labels.keep(text, stresses, &style, Arc::clone(&label));
        label
    }

    /// How far letters reach above and below the baseline, in parts of the size: egui's own measures of a font.
    pub(crate) fn heights(&self, face: ArticleFace, weight: u16) -> (f32, f32) {
        let known = self.heights.iter().find(|heights| heights.family == face.family() && heights.weight == weight);
        known.map_or((0.95, 0.25), |heights| (heights.above, heights.below))
    }

    /// Adds a label to a mesh, its upper left corner at `corner`, in physical pixels.
    pub(crate) fn add_label(
        &mut self,
        mesh: &mut Mesh,
        label: &Label,
        corner: Pos2,
        lines: Lines,
        color: Color32,
        ppp: f32,
    ) {
        for (n, line) in label.lines.iter().enumerate() {
            let Some((rows, row)) = label.row(line) else { continue };
            let indent = if line.rtl { lines.width - (line.right - line.left) } else { 0.0 };
            let left = (corner.x + indent - line.left).round();
            let baseline = corner.y + lines.baseline + n as f32 * lines.pitch;
            self.add_row(mesh, rows, row, pos2(left, baseline), color, ppp);
        }
    }

    /// How many pictures of glyphs there are, and the side of the texture that has them, in pixels.
    pub(crate) fn atlas_size(&self) -> (usize, usize) {
        self.atlas.as_ref().map_or((0, 0), Atlas::size)
    }

    /// The texture that a mesh of glyphs needs.
    pub(crate) fn texture(&self) -> TextureId {
        self.atlas.as_ref().map_or(TextureId::default(), Atlas::texture)
    }

    /// Adds one row of glyphs to a mesh. `origin` is on the baseline at the left edge, in physical pixels.
    pub(crate) fn add_row(&mut self, mesh: &mut Mesh, rows: &Rows, row: usize, origin: Pos2, color: Color32, ppp: f32) {
        self.add_colored_row(mesh, rows, row, origin, |_| color, ppp);
    }

    /// The same with a color for each glyph, by where it stands in its row.
    pub(crate) fn add_colored_row(
        &mut self,
        mesh: &mut Mesh,
        rows: &Rows,
        row: usize,
        origin: Pos2,
        color: impl Fn(f32) -> Color32,
        ppp: f32,
    ) {
        let (Some(atlas), Some(row)) = (&mut self.atlas, rows.rows.get(row)) else { return };
        for glyph in rows.glyphs.get(row.glyphs.clone()).unwrap_or_default() {
            let Some(font) = rows.fonts.get(glyph.font) else { continue };
            atlas.add(mesh, font, glyph.id, pos2(origin.x + glyph.x, origin.y + glyph.y), color(glyph.x), ppp);
        }
    }
}

impl FaceHeights {
    fn of(file: &FontFile) -> Option<Self> {
        let metrics = FontRef::new(file.bytes).ok()?.metrics(Size::unscaled(), LocationRef::default());
        let em = f32::from(metrics.units_per_em);
        let (above, below) = (metrics.ascent / em, -metrics.descent / em);
        Some(Self { family: file.family, weight: file.weight, above, below })
    }
}

impl Default for TextEngine {
    fn default() -> Self {
        Self::without_system_fonts(&ReaderFonts::shipped())
    }
}

/// What the context holds. The engine has a lock of its own, as egui takes its plugins' locks at times of its own:
/// in unoptimized builds with every widget under the pointer.
#[derive(Default)]
struct InContext(Arc<Mutex<TextEngine>>);

impl Plugin for InContext {
    fn debug_name(&self) -> &'static str {
        "text engine"
    }

    fn setup(&mut self, cx: &Context) {
        self.0.lock().begin_frame(cx, cx.theme() == egui::Theme::Dark);
    }

    fn on_begin_pass(&mut self, ui: &mut Ui) {
        self.0.lock().begin_frame(ui.ctx(), ui.visuals().dark_mode);
    }

    /// Asks for another frame if a glyph found no room in this one.
    fn on_end_pass(&mut self, ui: &mut Ui) {
        if self.0.lock().atlas.as_ref().is_some_and(Atlas::is_full) {
            ui.ctx().request_repaint();
        }
    }
}
