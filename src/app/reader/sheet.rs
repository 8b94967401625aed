//! The whole text as a tall sheet of pieces: heights of all, layouts of the few that were lately on screen.

use super::heights::Heights;
use super::input::{LayerKind, ReaderLayer};
use super::laid::Laid;
use super::page::Page;
use super::pieces::{Pieces, is_rtl};
use crate::app::typeset::{Measure, TextEngine};
use crate::model::SpanSeq;
use crate::text::{Offset, Text, TextRange};
use std::collections::HashMap;

/// Layouts that are kept; past this the ones that were off screen the longest are dropped.
const MOST_LAID: usize = 500;
/// How much wider an ideograph is than the mean of English letters.
const IDEOGRAPH: f32 = 2.1;
/// Bytes at the start and in the middle of a piece from which its width is estimated.
const SAMPLE: usize = 96;

/// A text cut into pieces, with all that is known of their layout.
pub(super) struct Sheet {
    pub(super) text: Text,
    pub(super) pieces: Pieces,
    pub(super) heights: Heights,
    /// About how wide each piece would be in one line, in mean characters of English: what its height is estimated
    /// from at every width of the page.
    lengths: Vec<f32>,
    laid: HashMap<usize, Laid>,
    page: Option<Page>,
    layers: Vec<(SpanSeq, LayerKind)>,
    version: u64,
    changed: Option<TextRange>,
    frame: u64,
}

impl Sheet {
    pub(super) fn new(text: Text) -> Self {
        let pieces = Pieces::of(&text);
        Self {
            lengths: (0..pieces.len()).map(|piece| estimated_length(text.slice(pieces.range(&text, piece)))).collect(),
            pieces,
            text,
            heights: Heights::default(),
            laid: HashMap::new(),
            page: None,
            layers: Vec::new(),
            version: 0,
            changed: None,
            frame: 0,
        }
    }

    /// The measures it is laid out with; none before it was first shown.
    pub(super) fn page(&self) -> Option<&Page> {
        self.page.as_ref()
    }

    /// Takes other measures: forgets all layouts and estimates all heights. The one thing here that looks at every
    /// piece, by a multiplication each.
    pub(super) fn set_page(&mut self, page: Page) {
        self.laid.clear();
        let estimated = self.lengths.iter().enumerate().map(|(piece, &length)| {
            let (before, after) = spaces(&page, &self.pieces, piece, length == 0.0);
            before + page.estimated_height(piece, length) + after
        });
        self.heights = Heights::new(estimated.collect());
        self.page = Some(page);
    }

    /// Begins a frame with these layers. Whether anything changed is known from the pointers of the sets.
    pub(super) fn begin_frame(&mut self, layers: &[ReaderLayer<'_>]) {
        self.frame += 1;
        let has_same_kinds = self.layers.iter().map(|(_, kind)| kind).eq(layers.iter().map(|layer| &layer.kind));
        let changed = if has_same_kinds {
            let each = self.layers.iter().zip(layers);
            each.filter_map(|((old, _), layer)| layer.set.spans.changed_since(old)).reduce(TextRange::hull)
        } else {
            Some(TextRange::up_to(self.text.end()))
        };
        if changed.is_some() {
            self.layers = layers.iter().map(|layer| (layer.set.spans.clone(), layer.kind)).collect();
            self.version += 1;
            self.changed = changed;
        }
    }

    /// Goes up when the spans change.
    pub(super) fn version(&self) -> u64 {
        self.version
    }

    /// Where the spans lie, or lay, that changed with the last version.
    pub(super) fn changed(&self) -> Option<TextRange> {
        self.changed
    }

    /// Lays a piece out and brings its spans up to date, if that is not done yet. Returns its height.
    pub(super) fn ensure(&mut self, engine: &mut TextEngine, layers: &[ReaderLayer<'_>], piece: usize) -> u32 {
        self.ensure_rows(engine, piece);
        let (Some(page), Some(laid)) = (&self.page, self.laid.get_mut(&piece)) else { return 0 };
        laid.seen = self.frame;
        laid.update_spans(page, layers, self.version);
        self.heights.set(piece, laid.height);
        laid.height
    }

    /// Lays a piece out, whatever spans it has.
    pub(super) fn ensure_rows(&mut self, engine: &mut TextEngine, piece: usize) {
        let Some(page) = &self.page else { return };
        let (text, pieces) = (&self.text, &self.pieces);
        self.laid.entry(piece).or_insert_with(|| {
            let range = pieces.range(text, piece);
            let face = &page.setting(piece).face;
            let goes_on = !pieces.ends_paragraph(piece);
            let measure = Measure {
                width: page.width,
                rtl: is_rtl(text, range.start()),
                goes_on,
                neighbors: pieces.neighbors(text, piece),
            };
            let rows = engine.rows(text.slice(range), face, measure);
            let (before, after) = spaces(page, pieces, piece, range.is_empty());
            Laid::new(range, rows, page, page.setting(piece), before, after)
        });
    }

    /// How many pieces are laid out.
    pub(super) fn n_laid(&self) -> usize {
        self.laid.len()
    }

    /// A piece that is laid out.
    pub(super) fn laid(&self, piece: usize) -> Option<&Laid> {
        self.laid.get(&piece)
    }

    /// Drops layouts when there are many.
    pub(super) fn end_frame(&mut self) {
        if self.laid.len() <= MOST_LAID {
            return;
        }
        let mut ages: Vec<u64> = self.laid.values().map(|laid| laid.seen).collect();
        let (_, &mut median, _) = {
            let middle = ages.len() / 2;
            ages.select_nth_unstable(middle)
        };
        let oldest_kept = median.min(self.frame);
        self.laid.retain(|_, laid| laid.seen >= oldest_kept);
    }

    /// The piece of a place in the text.
    pub(super) fn piece_at(&self, at: Offset) -> usize {
        self.pieces.index(at)
    }
}

/// The space above and below a piece.
fn spaces(page: &Page, pieces: &Pieces, piece: usize, is_blank: bool) -> (u32, u32) {
    let before = if piece == 0 { page.lead } else { 0 };
    let after = if piece + 1 >= pieces.len() {
        page.tail
    } else if pieces.ends_paragraph(piece) && !is_blank {
        page.gap_after(piece)
    } else {
        0
    };
    (before, after)
}

/// About how wide a text would be in one line, in mean characters of English, from a sample of it.
fn estimated_length(source: &str) -> f32 {
    let bytes = source.as_bytes();
    let middle = bytes.get(bytes.len() / 2..).unwrap_or_default();
    let sample = || bytes.iter().take(SAMPLE).chain(middle.iter().take(SAMPLE));
    let n_sampled = sample().count().max(1) as f32;
    let n_characters: f32 = sample()
        .map(|byte| match byte {
            // Combining marks have no width of their own.
            0xCC | 0xCD => 0.0,
            0x00..=0x7F | 0xC2..=0xDF | 0xE1..=0xE2 => 1.0,
            0xE0 => 0.9,
            0xE3..=0xF4 => IDEOGRAPH,
            _ => 0.0,
        })
        .sum();
    n_characters / n_sampled * bytes.len() as f32
}
