//! One piece of text laid out: rows of cells (where each grapheme stands) and of glyphs.
//!
//! The only file that knows parley. What comes out is plain numbers in physical pixels, with offsets
//! in the piece's own text, so that hits, carets and boxes are a matter of looking them up.

use super::breaking::break_evenly;
use super::raster::GlyphFont;
use super::shown::{Neighbors, Shown};
use parley::fontique::{FallbackKey, Script};
use parley::{
    Alignment, AlignmentOptions, BaseDirection, FontContext, FontFamily, FontFeatures, FontStyle, FontWeight, Language,
    Layout, LayoutContext, Line, LineHeight, OverflowWrap, PositionedLayoutItem, StyleProperty,
};
use std::borrow::Cow;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// How text is set.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Face {
    /// Families in order of preference, as CSS lists them.
    pub(crate) families: String,
    /// In physical pixels.
    pub(crate) size: f32,
    pub(crate) weight: f32,
    /// Space added between letters, in physical pixels.
    pub(crate) tracking: f32,
    /// The language, by which Chinese and Japanese write the same characters in different shapes.
    pub(crate) language: Option<Language>,
    /// Stretches that are set otherwise. They are left out where the text has characters without a picture.
    pub(crate) stresses: Vec<Stress>,
}

/// A stretch of a text that is set otherwise than the rest.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Stress {
    /// Where, in bytes.
    pub range: Range<usize>,
    /// In semibold.
    pub is_strong: bool,
    /// Slanted.
    pub is_slanted: bool,
    /// In letters of one width, where the system has such.
    pub is_code: bool,
}

/// What the rows of a stretch of text depend on, beside the text and its face.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Measure<'a> {
    /// How long a row may be, in physical pixels.
    pub(crate) width: f32,
    /// Whether its paragraph reads from right to left.
    pub(crate) rtl: bool,
    /// Whether its paragraph goes on after it, with a row that begins there: then its own last row is made as full as
    /// the others, so that no reader sees the seam.
    pub(crate) goes_on: bool,
    pub(crate) neighbors: Neighbors<'a>,
}

impl Measure<'_> {
    /// A paragraph of its own.
    pub(crate) fn paragraph(width: f32, rtl: bool) -> Self {
        Self { width, rtl, goes_on: false, neighbors: Neighbors::default() }
    }

    /// A line of its own, as long as it becomes.
    pub(crate) fn line(rtl: bool) -> Self {
        Self::paragraph(f32::INFINITY, rtl)
    }
}

/// A stretch of text, laid out.
#[derive(Default)]
pub(crate) struct Rows {
    pub(crate) rows: Vec<Row>,
    /// All cells, row by row, from left to right in each.
    pub(crate) cells: Vec<Cell>,
    pub(crate) glyphs: Vec<PlacedGlyph>,
    pub(crate) fonts: Vec<GlyphFont>,
    /// Characters that are drawn as a sign, and where they stand.
    pub(crate) signs: Vec<(u32, char)>,
    /// Some of the characters that no font has.
    pub(crate) missing: Vec<char>,
    /// Whether it reads from right to left.
    pub(crate) rtl: bool,
    /// Whether its paragraph goes on after its last row.
    pub(crate) goes_on: bool,
    /// Whether some of it reaches higher than Latin letters do.
    pub(crate) is_tall: bool,
    /// The end of the text.
    pub(crate) len: u32,
}

/// One line on the page.
#[derive(Clone, Debug)]
pub(crate) struct Row {
    /// Its part of the text, with the spaces at its end.
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) cells: Range<usize>,
    pub(crate) glyphs: Range<usize>,
    /// Where the text's ink may begin and end.
    pub(crate) left: f32,
    pub(crate) right: f32,
}

/// Where one grapheme stands.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Cell {
    pub(crate) left: f32,
    pub(crate) right: f32,
    pub(crate) start: u32,
    pub(crate) end: u32,
    pub(crate) rtl: bool,
    /// A space at the end of a row, which hangs into the margin.
    pub(crate) hangs: bool,
}

/// A glyph, from the left edge and the row's baseline.
#[derive(Clone, Copy, Debug)]
pub(crate) struct PlacedGlyph {
    pub(crate) font: usize,
    pub(crate) id: u32,
    pub(crate) x: f32,
    pub(crate) y: f32,
}

/// Characters that no font has are remembered up to this number: they are there to be told of, not counted.
const MOST_MISSING: usize = 64;
/// English by the frequency of its letters, to measure a face with.
const SAMPLE: &str = "the peace talks aimed at ending a war that has left many thousands dead and driven millions \
                      from their homes are in theory set to resume this month";
/// A line for each group of scripts, laid out once so that their fonts are found and loaded.
const SCRIPTS: &str = "Ж ω ع ש न ก 漢 か カ 한 ㄅ ა Ա ܐ ހ ক ਕ ક କ த త ಕ മ ක ກ ཀ က አ Ꭰ ក ᠠ ⴰ ߊ 👍 🇫🇷 ✓ ∑ → ♪ ♔ 𝒜";

impl Rows {
    /// Lays out `source`.
    pub(crate) fn of(
        fonts: &mut FontContext,
        layouts: &mut LayoutContext<()>,
        source: &str,
        face: &Face,
        measure: Measure<'_>,
    ) -> Self {
        let Measure { width, rtl, goes_on, neighbors } = measure;
        let shown = Shown::of(source, rtl, neighbors);
        let is_tall = source.chars().any(is_tall);
        let mut this = Self { rtl, goes_on, is_tall, len: source.len() as u32, ..Self::default() };
        if source.is_empty() {
            let edge = if rtl && width.is_finite() { width } else { 0.0 };
            this.rows.push(Row { start: 0, end: 0, cells: 0..0, glyphs: 0..0, left: edge, right: edge });
            return this;
        }
        let is_as_written = matches!(shown.text, Cow::Borrowed(_));
        let stresses = if is_as_written { face.stresses.as_slice() } else { &[] };
        let mut layout = shaped(fonts, layouts, &shown.text, face, stresses, rtl);
        if goes_on {
            break_evenly(&mut layout, &shown.text, width);
        } else {
            layout.break_all_lines(Some(width).filter(|width| width.is_finite()));
        }
        // A line without an end has no right edge to begin at.
        let alignment = if width.is_finite() { Alignment::Start } else { Alignment::Left };
        layout.align(alignment, AlignmentOptions::default());
        this.signs = shown.signs.iter().map(|&(at, c)| (at as u32, c)).collect();
        let n_lines = layout.len();
        for (index, line) in layout.lines().enumerate() {
            this.add(&line, &shown, goes_on || index + 1 < n_lines);
        }
        this
    }

    fn add(&mut self, line: &Line<'_, ()>, shown: &Shown<'_>, is_wrapped: bool) {
        let metrics = line.metrics();
        let (first_cell, first_glyph) = (self.cells.len(), self.glyphs.len());
        let mut x = metrics.offset + metrics.inline_min_coord;
        for run in line.runs() {
            for cluster in run.visual_clusters() {
                let range = cluster.text_range();
                let right = x + cluster.advance();
                let (start, end) = (shown.source_offset(range.start), shown.source_offset(range.end));
                // The mark of a neighbor's direction is not part of the text.
                if start < end {
                    let (start, end, rtl) = (start as u32, end as u32, cluster.is_rtl());
                    self.cells.push(Cell { left: x, right, start, end, rtl, hangs: false });
                }
                x = right;
                if self.missing.len() < MOST_MISSING && cluster.glyphs().any(|glyph| glyph.id == 0) {
                    self.missing.extend(shown.text.get(range).and_then(|text| text.chars().next()));
                }
            }
        }
        let range = line.text_range();
        let mut row = Row {
            start: shown.source_offset(range.start) as u32,
            end: shown.source_offset(range.end) as u32,
            cells: first_cell..self.cells.len(),
            glyphs: first_glyph..first_glyph,
            left: x,
            right: x,
        };
        let text = shown.text.get(range.clone()).unwrap_or_default();
        let end_of_ink = shown.source_offset(range.start + text.trim_end().len()) as u32;
        let mut moved = Moved::default();
        if is_wrapped && end_of_ink > row.start {
            let cells = self.cells.get_mut(row.cells.clone()).unwrap_or_default();
            moved = hang_spaces(cells, end_of_ink, self.rtl);
        }
        for item in line.items() {
            let PositionedLayoutItem::GlyphRun(run) = item else { continue };
            let font = self.font_of(run.run());
            let by = moved.of(run.offset());
            self.glyphs.extend(run.positioned_glyphs().map(|glyph| PlacedGlyph {
                font,
                id: glyph.id,
                x: glyph.x + by,
                y: glyph.y - metrics.baseline,
            }));
        }
        row.glyphs.end = self.glyphs.len();
        let inked = || self.cells_of(&row).iter().filter(|cell| !cell.hangs);
        if let Some(left) = inked().map(|cell| cell.left).reduce(f32::min) {
            row.right = inked().map(|cell| cell.right).fold(left, f32::max);
            row.left = left;
        }
        self.rows.push(row);
    }

    fn font_of(&mut self, run: &parley::Run<'_, ()>) -> usize {
        let synthesis = run.synthesis();
        let font = GlyphFont {
            data: run.font().clone(),
            size: run.font_size(),
            coords: run.normalized_coords().iter().map(|coord| coord.to_bits()).collect(),
            bold: synthesis.embolden(),
            skew: synthesis.skew(),
        };
        let same = |known: &GlyphFont| {
            known.data.data.id() == font.data.data.id()
                && known.data.index == font.data.index
                && known.size == font.size
                && known.coords == font.coords
                && known.bold == font.bold
                && known.skew == font.skew
        };
        if let Some(known) = self.fonts.iter().position(same) {
            return known;
        }
        self.fonts.push(font);
        self.fonts.len() - 1
    }

    /// The cells of a row, from left to right.
    pub(crate) fn cells_of(&self, row: &Row) -> &[Cell] {
        self.cells.get(row.cells.clone()).unwrap_or_default()
    }

    /// The length of the longest row.
    pub(crate) fn width(&self) -> f32 {
        self.rows.iter().map(|row| row.right - row.left).fold(0.0, f32::max)
    }

    /// The row that the caret at `at` stands in: where a line wraps, the one that begins there.
    pub(crate) fn row_at(&self, at: u32) -> usize {
        self.rows.partition_point(|row| row.start <= at).saturating_sub(1)
    }

    /// Whether the text goes on after a row, in another row: the place after it then is that one's start.
    pub(crate) fn wraps(&self, row: &Row) -> bool {
        row.end < self.len || self.goes_on
    }

    /// How many glyphs are a face's sign for a character it lacks.
    #[cfg(test)]
    pub(crate) fn n_missing(&self) -> usize {
        self.glyphs.iter().filter(|glyph| glyph.id == 0).count()
    }
}

/// What was moved on a row to close the gap that its last spaces left between words of two directions.
#[derive(Clone, Copy, Default)]
struct Moved {
    /// What is to the left of this, in a paragraph from right to left; else what is to the right, or begins there.
    at: f32,
    by: f32,
}

impl Moved {
    /// How far what stands at `x` was moved.
    fn of(self, x: f32) -> f32 {
        let is_beyond = if self.by > 0.0 { x < self.at - 0.01 } else { x >= self.at - 0.01 };
        if is_beyond { self.by } else { 0.0 }
    }
}

/// Lets the spaces at a row's end hang beyond the end of its paragraph's direction, wherever the run they stand in
/// is (rule L1 of UAX #9, which the shaper leaves out).
fn hang_spaces(cells: &mut [Cell], end_of_ink: u32, rtl: bool) -> Moved {
    for cell in cells.iter_mut() {
        cell.hangs = cell.start >= end_of_ink;
    }
    let edges = |cells: &[Cell], hangs: bool| {
        let those = || cells.iter().filter(|cell| cell.hangs == hangs);
        those().map(|cell| cell.left).reduce(f32::min).zip(those().map(|cell| cell.right).reduce(f32::max))
    };
    let (Some((left, right)), Some((first, last))) = (edges(cells, true), edges(cells, false)) else {
        return Moved::default();
    };
    let is_at_end = if rtl { right <= first + 0.01 } else { left >= last - 0.01 };
    if is_at_end {
        return Moved::default();
    }
    let width = right - left;
    let moved = if rtl { Moved { at: left, by: width } } else { Moved { at: left, by: -width } };
    for cell in cells.iter_mut() {
        let by = match (cell.hangs, rtl) {
            (true, true) => first - left,
            (true, false) => last - right,
            (false, _) => moved.of(cell.left),
        };
        cell.left += by;
        cell.right += by;
    }
    cells.sort_by(|a, b| a.left.total_cmp(&b.left));
    moved
}

/// Scripts of South and Southeast Asia from Devanagari to Tibetan, all of East Asia, and emoji.
fn is_tall(c: char) -> bool {
    matches!(c, '\u{900}'..='\u{FFF}' | '\u{1780}'..='\u{17FF}' | '\u{2E80}'..='\u{D7FF}' | '\u{F900}'..='\u{FAFF}' | IN_COLOR | '\u{1F000}'..='\u{1FAFF}' | '\u{20000}'..)
}

/// The mean width of a character of English text, in physical pixels.
pub(crate) fn mean_character(fonts: &mut FontContext, layouts: &mut LayoutContext<()>, face: &Face) -> f32 {
    let mut layout = shaped(fonts, layouts, SAMPLE, face, &[], false);
    layout.break_all_lines(None);
    (layout.full_width() / SAMPLE.len() as f32).max(face.size * 0.2)
}

/// Finds and loads the fonts of most scripts.
pub(crate) fn warm_up(fonts: &mut FontContext, families: &str) {
    let face = Face {
        families: families.to_owned(),
        size: 18.0,
        weight: 400.0,
        tracking: 0.0,
        language: None,
        stresses: Vec::new(),
    };
    shaped(fonts, &mut LayoutContext::new(), SCRIPTS, &face, &[], false);
}

fn shaped(
    fonts: &mut FontContext,
    layouts: &mut LayoutContext<()>,
    text: &str,
    face: &Face,
    stresses: &[Stress],
    rtl: bool,
) -> Layout<()> {
    let among_han = marks_among_han(text);
    let han_family = if among_han.is_empty() { None } else { han_family(fonts, face.language) };
    let mut builder = layouts.ranged_builder(fonts, text, 1.0, true);
    builder.push_default(StyleProperty::FontFamily(FontFamily::from(face.families.as_str())));
    builder.push_default(StyleProperty::FontSize(face.size));
    builder.push_default(StyleProperty::FontWeight(FontWeight::new(face.weight)));
    builder.push_default(StyleProperty::LetterSpacing(face.tracking));
    builder.push_default(StyleProperty::LineHeight(LineHeight::Absolute(face.size * 1.5)));
    builder.push_default(StyleProperty::Locale(face.language));
    builder.push_default(StyleProperty::OverflowWrap(OverflowWrap::BreakWord));
    builder.set_base_direction(if rtl { BaseDirection::Rtl } else { BaseDirection::Ltr });
    for Stress { range, is_strong, is_slanted, is_code } in stresses.iter().filter(|it| lies_in(text, &it.range)) {
        if *is_strong {
            builder.push(StyleProperty::FontWeight(FontWeight::new(STRONG)), range.clone());
        }
        if *is_slanted {
            builder.push(StyleProperty::FontStyle(FontStyle::Italic), range.clone());
        }
        if *is_code {
            let families = format!("monospace, {}", face.families);
            builder.push(StyleProperty::FontFamily(FontFamily::from(families.as_str())), range.clone());
        }
    }
    let colorful = colorful(text);
    if !colorful.is_empty() {
        let families = format!("emoji, {}", face.families);
        for range in colorful {
            builder.push(StyleProperty::FontFamily(FontFamily::from(families.as_str())), range);
        }
    }
    if let Some(family) = han_family {
        let families = format!("'{family}', {}", face.families);
        for range in among_han {
            builder.push(StyleProperty::FontFeatures(FontFeatures::from(FULL_WIDTH)), range.clone());
            builder.push(StyleProperty::FontFamily(FontFamily::from(families.as_str())), range);
        }
    }
    builder.build(text)
}

/// The weight of what is strong: see [`TextEngine::face`](super::TextEngine::face) for why it is not 600.
const STRONG: f32 = 601.0;

fn lies_in(text: &str, range: &Range<usize>) -> bool {
    range.start < range.end && text.get(range.clone()).is_some()
}

/// The family that Chinese characters are set in: the first that a language has for them.
fn han_family(fonts: &mut FontContext, language: Option<Language>) -> Option<String> {
    let key = FallbackKey::new(Script::from_bytes(*b"Hani"), language.as_ref());
    let family = fonts.collection.fallback_families(key).next()?;
    fonts.collection.family_name(family).map(|name| name.replace('\'', ""))
}

/// Quotation marks, dashes and dots beside Chinese characters or kana, which want them as wide as themselves. Unicode has
/// the same ones for all scripts, and text faces, which are asked first, have narrow ones.
fn marks_among_han(text: &str) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    let mut before = None;
    let mut begun: Option<(usize, Option<char>)> = None;
    for (at, c) in text.char_indices().chain([(text.len(), ' ')]) {
        if matches!(c, '‘' | '’' | '“' | '”' | '—' | '…') {
            begun.get_or_insert((at, before));
        } else if let Some((start, before)) = begun.take()
            && (is_han(c) || before.is_some_and(is_han))
        {
            ranges.push(start..at);
        }
        before = Some(c);
    }
    ranges
}

/// Chinese characters, kana, and their punctuation; not Hangul, which has narrow marks.
fn is_han(c: char) -> bool {
    matches!(c, '\u{2E80}'..='\u{312F}' | '\u{31A0}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FE30}'..='\u{FE4F}' | '\u{FF01}'..='\u{FF9F}' | '\u{20000}'..='\u{3FFFF}')
}

/// The OpenType feature for marks as wide as a character, as CSS writes it.
const FULL_WIDTH: &str = "\"fwid\"";

/// Asks for the picture in color of the character before it.
const IN_COLOR: char = '\u{FE0F}';

/// The graphemes that ask to be shown in color (emoji presentation sequences of UTS #51), though text faces have their
/// first character as well and would be asked before the emoji's.
fn colorful(text: &str) -> Vec<Range<usize>> {
    if !text.contains(IN_COLOR) {
        return Vec::new();
    }
    let graphemes = text.grapheme_indices(true).filter(|(_, grapheme)| grapheme.contains(IN_COLOR));
    graphemes.map(|(at, grapheme)| at..at + grapheme.len()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::typeset::{ReaderFonts, TextEngine};

    #[test]
    fn marks_beside_chinese_characters_and_kana_are_told_from_others() {
        let marks =
            |text: &'static str| marks_among_han(text).into_iter().filter_map(|at| text.get(at)).collect::<Vec<_>>();
        assert_eq!(marks("同意“暂停”三天……"), ["“", "”", "……"]);
        assert_eq!(marks("“ceasefire”（停火）——是“truce”吗"), ["”", "——", "“", "”"]);
        assert_eq!(marks("それは「和平」…“平和”"), ["…“", "”"]);
        assert_eq!(marks("the “truce” isn’t — yet… 평화“평화”"), [""; 0]);
    }

    fn rows(source: &str, width: f32, rtl: bool) -> Rows {
        let mut engine = TextEngine::without_system_fonts(&ReaderFonts::shipped());
        let face = engine.face("Literata", 18.0, 400.0);
        engine.rows(source, &face, Measure::paragraph(width, rtl))
    }

    #[test]
    fn the_shipped_fonts_have_their_scripts() {
        for source in ["Aleppo, naïve “été” Ж ω", "محادثات السلام ١٢٣", "שָׁלוֹם עולם", "नमस्ते क्षत्रिय"]
        {
            assert_eq!(rows(source, 900.0, false).n_missing(), 0, "{source}");
        }
        assert!(rows("漢字", 900.0, false).n_missing() > 0, "ideographs come from the system");
    }

    #[test]
    fn a_script_without_a_font_is_told_of_once() {
        let mut engine = TextEngine::without_system_fonts(&ReaderFonts::shipped());
        let face = engine.face("Literata", 18.0, 400.0);
        engine.rows("Ада, مرحبا, \u{E000}\u{200F}", &face, Measure::paragraph(900.0, false));
        assert_eq!(engine.take_missing(), [], "what has a font, or never will");
        engine.rows("漢字 and ไทย", &face, Measure::paragraph(900.0, false));
        let missing = engine.take_missing();
        let names: Vec<&str> = missing.iter().map(|script| script.name.as_str()).collect();
        assert_eq!(names, ["Han", "Thai"]);
        engine.rows("漢字", &face, Measure::paragraph(900.0, false));
        assert_eq!(engine.take_missing(), []);
    }

    #[test]
    fn a_right_to_left_paragraph_begins_at_the_right() {
        let rows = rows("السلام عليكم", 500.0, true);
        assert_eq!(rows.rows[0].right.round(), 500.0);
        assert!(rows.rows[0].left > 250.0);
    }

    #[test]
    fn spaces_at_the_end_of_a_row_leave_no_gap_between_directions() {
        for (source, rtl) in [("ثم عمل في Ministry of Culture", true), ("the city of القاهرة في مصر", false)]
        {
            let whole = rows(source, 900.0, rtl);
            let words: Vec<&str> = source.split(' ').collect();
            let first_row: String = words[..4].join(" ");
            let space = first_row.len() as u32;
            let width = whole.boxes(0..space).iter().map(|b| b.right - b.left).sum::<f32>() + 3.0;
            let wrapped = rows(source, width, rtl);
            let row = &wrapped.rows[0];
            assert_eq!(row.end, space + 1, "the row breaks after its fourth word in {source}");
            let inked: Vec<&Cell> = wrapped.cells_of(row).iter().filter(|cell| !cell.hangs).collect();
            for pair in inked.windows(2) {
                assert!((pair[1].left - pair[0].right).abs() < 0.01, "no gap in {source}: {pair:?}");
            }
            let hanging = wrapped.cells_of(row).iter().find(|cell| cell.hangs).unwrap();
            let beyond = if rtl { hanging.right <= row.left + 0.01 } else { hanging.left >= row.right - 0.01 };
            assert!(beyond, "the space hangs at the end of {source}");
            assert!(!rtl || (row.right - width).abs() < 0.01, "it still begins at the right");
        }
    }

    #[test]
    fn characters_without_a_picture_take_a_place_of_their_own() {
        let rows = rows("a\tb\0c", 500.0, false);
        assert_eq!(rows.rows.len(), 1);
        let cells: Vec<(u32, u32)> = rows.cells.iter().map(|cell| (cell.start, cell.end)).collect();
        assert_eq!(cells, [(0, 1), (1, 2), (2, 3), (3, 4), (4, 5)]);
        assert!(rows.cells.iter().all(|cell| cell.right > cell.left + 2.0));
        assert_eq!(rows.signs, [(1, '\t'), (3, '\0')]);
    }
}
