//! The measures of the page: sizes, the column, the distances between lines, all in physical pixels.

use super::style::{Numbers, ReaderSettings};
use crate::app::typeset::{Face, Language, TextEngine};
use crate::text::Text;

/// The first line of an article is set as its headline up to this length, in bytes.
const LONGEST_HEADLINE: u32 = 300;
/// The headline's size, in that of the text.
const HEADLINE: f32 = 1.45;
/// Where the baseline stands in its line: names above, under-lines below.
const BASELINE: f32 = 0.655;
/// How far under-lines are apart, in points.
const LANE_PITCH: f32 = 3.0;
/// How much more than a lane a count needs, in points.
const COUNT_ROOM: f32 = 9.0;
/// Lanes for which every line has room; more make it higher.
pub(super) const RESERVED_LANES: usize = 2;
/// Estimated widths leave out that lines break early.
const RAGGED: f32 = 1.03;
/// The least margin beside the column, in points.
const MARGIN: f32 = 28.0;
/// The same with numbers in it.
const NUMBERED_MARGIN: f32 = 52.0;

/// Everything that the layout of a piece depends on.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Page {
    /// Physical pixels in a point.
    pub(super) ppp: f32,
    /// The width of the column.
    pub(super) width: f32,
    pub(super) body: Setting,
    pub(super) headline: Setting,
    /// Whether the first paragraph is the headline.
    pub(super) has_headline: bool,
    /// Space after a paragraph.
    pub(super) gap: u32,
    /// Space before the first piece, and after the last one.
    pub(super) lead: u32,
    pub(super) tail: u32,
    /// How far under-lines are apart.
    pub(super) lane_pitch: u32,
    /// The room that the count of spans without a lane takes, beyond a lane.
    pub(super) count_room: u32,
    /// A point, in whole pixels.
    pub(super) point: u32,
    /// The mean width of a character.
    character: f32,
    generation: u32,
}

/// One size of text with the line it stands in.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Setting {
    pub(super) face: Face,
    /// The distance from line to line.
    pub(super) line: u32,
    /// From a line's top to its baseline.
    pub(super) baseline: u32,
}

impl Page {
    /// The page for a window `width` points wide. `old` spares measuring the same face again.
    pub(super) fn of(
        engine: &mut TextEngine,
        text: &Text,
        language: Option<Language>,
        settings: &ReaderSettings,
        width: f32,
        ppp: f32,
        old: Option<&Self>,
    ) -> Self {
        let size = settings.size_px.clamp(8.0, 96.0) * ppp;
        let line_height = settings.line_height.clamp(1.2, 3.0);
        let face = settings.face;
        let in_language = |face: Face| Face { language, ..face };
        let body = Setting::of(in_language(engine.face(face.family(), size, 400.0)), line_height);
        let headline = engine.face(face.family(), (size * HEADLINE).round(), face.headline_weight());
        let headline = Setting::of(in_language(headline), 1.0 + (line_height - 1.0) * 0.75);
        let generation = engine.generation();
        let known = old.filter(|old| old.body.face == body.face && old.generation == generation);
        let character = known.map_or_else(|| engine.mean_character(&body.face), |old| old.character);
        let wanted = settings.measure.clamp(20.0, 200.0) * character;
        let margin = if settings.numbers == Numbers::None { MARGIN } else { NUMBERED_MARGIN };
        let available = (width - 2.0 * margin).max(60.0) * ppp;
        let first = text.paragraph_line(0);
        Self {
            ppp,
            width: wanted.min(available).floor(),
            has_headline: text.n_paragraphs() > 1 && (1..=LONGEST_HEADLINE).contains(&first.len()),
            gap: (size * 0.62).round() as u32,
            lead: (size * 1.6).round() as u32,
            tail: (size * 5.0).round() as u32,
            lane_pitch: (LANE_PITCH * ppp).round() as u32,
            count_room: (COUNT_ROOM * ppp).round() as u32,
            point: ppp.round() as u32,
            body,
            headline,
            character,
            generation,
        }
    }

    /// How a piece is set. Only the first can be the headline.
    pub(super) fn setting(&self, piece: usize) -> &Setting {
        if piece == 0 && self.has_headline { &self.headline } else { &self.body }
    }

    /// The space after a piece that ends a paragraph.
    pub(super) fn gap_after(&self, piece: usize) -> u32 {
        if piece == 0 && self.has_headline { self.gap * 2 } else { self.gap }
    }

    /// How high a line of an empty paragraph is: less than one with text, so that blank lines do not tear a page apart.
    pub(super) fn blank_line(&self) -> u32 {
        self.body.line * 3 / 5
    }

    /// How high a piece is that would be `n_characters` wide in one line, without the space around it.
    pub(super) fn estimated_height(&self, piece: usize, n_characters: f32) -> u32 {
        if n_characters == 0.0 {
            return self.blank_line();
        }
        let setting = self.setting(piece);
        let width = n_characters * self.character * setting.face.size / self.body.face.size;
        (width * RAGGED / self.width).ceil().max(1.0) as u32 * setting.line
    }
}

impl Setting {
    fn of(face: Face, line_height: f32) -> Self {
        let line = (face.size * line_height).round();
        let baseline = (line * BASELINE).round();
        Self { line: line as u32, baseline: baseline as u32, face }
    }
}
