//! The whole text as a tall sheet of pieces: heights of all, layouts of the few that were lately on screen.

use super::engine::TextEngine;
use super::heights::Heights;
use super::input::{LayerKind, ReaderLayer};
use super::laid::Laid;
use super::page::Page;
use super::pieces::{Pieces, is_rtl};
use crate::model::SpanSeq;
use crate::text::{Offset, Text, TextRange};
use std::collections::HashMap;

/// Layouts that are kept; past this the ones that were off screen the longest are dropped.
const MOST_LAID: usize = 500;
/// Estimated widths leave out that lines break early.
const RAGGED: f32 = 1.03;

/// A text cut into pieces, with all that is known of their layout.
pub(super) struct Sheet {
    pub(super) text: Text,
    pub(super) pieces: Pieces,
    pub(super) heights: Heights,
    laid: HashMap<usize, Laid>,
    page: Option<Page>,
    layers: Vec<(SpanSeq, LayerKind)>,
    version: u64,
    frame: u64,
}

impl Sheet {
    pub(super) fn new(text: Text) -> Self {
        Self {
            pieces: Pieces::of(&text),
            text,
            heights: Heights::default(),
            laid: HashMap::new(),
            page: None,
            layers: Vec::new(),
            version: 0,
            frame: 0,
        }
    }

    /// The measures it is laid out with; none before it was first shown.
    pub(super) fn page(&self) -> Option<&Page> {
        self.page.as_ref()
    }

    /// Takes other measures: forgets all layouts and estimates all heights, in time with the number of pieces.
    pub(super) fn set_page(&mut self, page: Page) {
        self.laid.clear();
        self.heights = Heights::new((0..self.pieces.len()).map(|piece| self.estimate(&page, piece)).collect());
        self.page = Some(page);
    }

    /// Begins a frame with these layers. Whether anything changed is known from the pointers of the sets.
    pub(super) fn begin_frame(&mut self, layers: &[ReaderLayer<'_>]) {
        self.frame += 1;
        let same =
            |(old, new): (&(SpanSeq, LayerKind), &ReaderLayer<'_>)| old.0.same(&new.set.spans) && old.1 == new.kind;
        if self.layers.len() == layers.len() && self.layers.iter().zip(layers).all(same) {
            return;
        }
        self.layers = layers.iter().map(|layer| (layer.set.spans.clone(), layer.kind)).collect();
        self.version += 1;
    }

    /// Goes up when the spans may have changed.
    pub(super) fn version(&self) -> u64 {
        self.version
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
            let rows = engine.rows(text.slice(range), face, page.width, is_rtl(text, range.start()));
            let (before, after) = spaces(page, pieces, piece, range);
            Laid::new(range, rows, page, page.setting(piece), before, after)
        });
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

    fn estimate(&self, page: &Page, piece: usize) -> u32 {
        let range = self.pieces.range(&self.text, piece);
        let (before, after) = spaces(page, &self.pieces, piece, range);
        if range.is_empty() {
            return before + page.blank_line() + after;
        }
        let setting = page.setting(piece);
        let larger = setting.face.size / page.body.face.size;
        let width = page.estimated_width(self.text.slice(range)) * larger;
        let n_rows = (width * RAGGED / page.width).ceil().max(1.0);
        before + n_rows as u32 * setting.line + after
    }
}

/// The space above and below a piece.
fn spaces(page: &Page, pieces: &Pieces, piece: usize, range: TextRange) -> (u32, u32) {
    let before = if piece == 0 { page.lead } else { 0 };
    let after = if piece + 1 >= pieces.len() {
        page.tail
    } else if pieces.ends_paragraph(piece) && !range.is_empty() {
        page.gap_after(piece)
    } else {
        0
    };
    (before, after)
}
