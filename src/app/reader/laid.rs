//! One piece as it stands on the page: its rows, its spans in their lanes, and how high each row is.

use super::input::{LayerKind, ReaderLayer, SpanRef};
use super::lanes::Lanes;
use super::page::{Page, RESERVED_LANES, Setting};
use crate::app::typeset::{RowBox, Rows};
use crate::model::TagId;
use crate::text::{Offset, TextRange};
use std::hash::{DefaultHasher, Hash, Hasher};

/// The most spans that are looked at in one piece: more could not be told apart anyway.
const MOST_SPANS: usize = 1024;
/// Lanes that are drawn when they are all there are; with more, the last one is a count.
const MOST_LANES: usize = 5;

/// Where a row's text is, in its size.
struct Band {
    /// How far it reaches above the baseline.
    above: f32,
    /// Where under-lines begin below it.
    below: f32,
    /// How much lower than Latin the baseline stands, to make room above.
    lower: f32,
}

const LATIN: Band = Band { above: 0.77, below: 0.24, lower: 0.0 };
/// Ideographs, and scripts with marks or vowels above their letters.
const TALL: Band = Band { above: 0.89, below: 0.23, lower: 0.07 };

/// A piece, laid out and with its spans.
pub(super) struct Laid {
    pub(super) range: TextRange,
    pub(super) rows: Rows,
    /// Where each row begins, in pixels from the piece's top, and where the last one ends.
    pub(super) tops: Vec<u32>,
    /// From a row's top to its baseline.
    pub(super) baseline: u32,
    /// How far text reaches above its baseline, and where under-lines begin below it.
    pub(super) above: u32,
    pub(super) below: u32,
    pub(super) height: u32,
    pub(super) spans: Vec<SpanOnPiece>,
    /// How many lanes each row needs; those from [`MOST_LANES`] on are shown as a count.
    row_lanes: Vec<usize>,
    /// Below which lane of each row there is no line.
    lowest_lines: Vec<usize>,
    /// The frame in which it was last on screen.
    pub(super) seen: u64,
    line: u32,
    lead: u32,
    after: u32,
    lanes: Lanes<SpanRef>,
    fingerprint: u64,
    /// The version of the layers that `spans` is up to date with.
    version: u64,
}

/// A span, or the part of it that stands on one piece.
pub(super) struct SpanOnPiece {
    pub(super) span: SpanRef,
    pub(super) kind: LayerKind,
    pub(super) tag: TagId,
    /// All of the span, from its first start to its last end.
    pub(super) hull: TextRange,
    pub(super) boxes: Vec<RowBox>,
    /// Where a span without characters stands: its row, and how far from the left.
    pub(super) point: Option<(usize, f32)>,
    pub(super) lane: usize,
}

impl Laid {
    /// `before` and `after` are the spaces above its first row and below its last.
    pub(super) fn new(range: TextRange, rows: Rows, page: &Page, setting: &Setting, before: u32, after: u32) -> Self {
        let is_blank = range.is_empty();
        let band = if rows.is_tall { &TALL } else { &LATIN };
        let size = setting.face.size;
        let line = if is_blank { page.blank_line() } else { setting.line };
        let n_rows = rows.rows.len();
        let mut this = Self {
            range,
            rows,
            tops: Vec::new(),
            baseline: if is_blank { line * 3 / 4 } else { setting.baseline + (size * band.lower).round() as u32 },
            above: (size * band.above).round() as u32,
            below: (size * band.below).round() as u32,
            height: 0,
            spans: Vec::new(),
            row_lanes: vec![0; n_rows],
            lowest_lines: vec![0; n_rows],
            seen: 0,
            line,
            lead: before,
            after,
            lanes: Lanes::default(),
            fingerprint: 0,
            version: u64::MAX,
        };
        this.stack_rows(page);
        this
    }

    /// Takes the spans that the layers have here now. Does nothing when `version` says that nothing changed.
    pub(super) fn update_spans(&mut self, page: &Page, layers: &[ReaderLayer<'_>], version: u64) {
        if self.version == version {
            return;
        }
        self.version = version;
        let found = spans_in(layers, self.range);
        let fingerprint = fingerprint_of(&found);
        if fingerprint == self.fingerprint {
            return;
        }
        self.fingerprint = fingerprint;
        self.lanes.update(&lane_order(&found, self.range));
        self.spans = found.into_iter().map(|found| self.span_on_piece(found)).collect();
        self.row_lanes = self.lanes_by_row(|_, _| true);
        self.lowest_lines = self.lanes_by_row(|lane, row| lane < self.n_drawn_lanes(row));
        self.stack_rows(page);
    }

    /// How many lanes down the lowest span of each row is, of those that count.
    fn lanes_by_row(&self, counts: impl Fn(usize, usize) -> bool) -> Vec<usize> {
        let mut lanes = vec![0; self.rows.rows.len()];
        for span in &self.spans {
            for stretch in span.boxes.iter().filter(|stretch| counts(span.lane, stretch.row)) {
                if let Some(n_lanes) = lanes.get_mut(stretch.row) {
                    *n_lanes = (*n_lanes).max(span.lane + 1);
                }
            }
        }
        lanes
    }

    fn span_on_piece(&self, found: Found) -> SpanOnPiece {
        let mut boxes = Vec::new();
        for fragment in &found.fragments {
            let mut stretches = self.rows.boxes(self.local(fragment.start())..self.local(fragment.end()));
            for stretch in &mut stretches {
                if fragment.start() < self.range.start() || fragment.start() != found.hull.start() {
                    stretch.start_edge = None;
                }
                if fragment.end() > self.range.end() || fragment.end() != found.hull.end() {
                    stretch.end_edge = None;
                }
            }
            boxes.extend(stretches);
        }
        // What has nothing to lie on shows where it starts; the blank lines in the middle of a span show nothing.
        let starts_here = self.range.start() <= found.hull.start() && found.hull.start() <= self.range.end();
        let point = (boxes.is_empty() && starts_here).then(|| self.rows.caret(self.local(found.hull.start())));
        let lane = self.lanes.lane(found.span).unwrap_or(0);
        SpanOnPiece { span: found.span, kind: found.kind, tag: found.tag, hull: found.hull, boxes, point, lane }
    }

    /// A place in the text, counted from the piece's start and kept within it.
    pub(super) fn local(&self, at: Offset) -> u32 {
        at.get().clamp(self.range.start().get(), self.range.end().get()) - self.range.start().get()
    }

    /// A place of the piece in the text.
    pub(super) fn global(&self, at: u32) -> Offset {
        Offset::new(self.range.start().get() + at)
    }

    /// The row at a height below the piece's top; the nearest when there is none.
    pub(super) fn row_at_height(&self, y: f32) -> usize {
        let n_above = self.tops.partition_point(|&top| top as f32 <= y);
        n_above.saturating_sub(1).min(self.rows.rows.len().saturating_sub(1))
    }

    /// A row's top and bottom, from the piece's top.
    pub(super) fn row_span(&self, row: usize) -> (f32, f32) {
        let top = self.tops.get(row).copied().unwrap_or(0);
        let bottom = self.tops.get(row + 1).copied().unwrap_or(top);
        (top as f32, bottom as f32)
    }

    /// The band that a row's text is in, from the piece's top: where tints, outlines and carets stand.
    pub(super) fn band(&self, row: usize) -> (f32, f32) {
        let baseline = self.tops.get(row).copied().unwrap_or(0) + self.baseline;
        (baseline.saturating_sub(self.above) as f32, (baseline + self.below) as f32)
    }

    /// How many lanes a row draws as lines; the spans in lanes from there on are drawn as a count.
    pub(super) fn n_drawn_lanes(&self, row: usize) -> usize {
        let n_lanes = self.row_lanes.get(row).copied().unwrap_or(0);
        if n_lanes > MOST_LANES { MOST_LANES - 1 } else { n_lanes }
    }

    /// How many lanes down the lowest line of a row is: a count stands below it.
    pub(super) fn n_lanes_down(&self, row: usize) -> usize {
        self.lowest_lines.get(row).copied().unwrap_or(0)
    }

    fn stack_rows(&mut self, page: &Page) {
        let mut y = self.lead;
        self.tops.clear();
        for (&n_lanes, &lowest) in self.row_lanes.iter().zip(&self.lowest_lines) {
            self.tops.push(y);
            let n_more = lowest.saturating_sub(RESERVED_LANES) as u32;
            let has_count = n_lanes > MOST_LANES;
            y += self.line + n_more * page.lane_pitch + n_more.min(1) * page.point;
            y += if has_count { page.count_room } else { 0 };
        }
        self.tops.push(y);
        self.height = y + self.after;
    }
}

/// A span that reaches into a piece, before its place there is known.
struct Found {
    span: SpanRef,
    kind: LayerKind,
    tag: TagId,
    hull: TextRange,
    /// Those that touch the piece.
    fragments: Vec<TextRange>,
}

fn spans_in(layers: &[ReaderLayer<'_>], range: TextRange) -> Vec<Found> {
    let mut found = Vec::new();
    for (index, layer) in layers.iter().enumerate() {
        let spans = &layer.set.spans;
        let room = MOST_SPANS.saturating_sub(found.len());
        // Where there is not room for all, those that begin here come first.
        let n_beginning = spans.starting_within(range).take(room).count();
        let from_before = spans.overlapping(range).take_while(|span| span.hull().start() < range.start());
        let beginning = spans.starting_within(range).take(n_beginning);
        for span in from_before.take(room - n_beginning).chain(beginning) {
            let hull = span.hull();
            let here = |fragment: &TextRange| fragment.is_empty() || fragment.overlaps(range);
            let fragments: Vec<TextRange> = span.at.iter().filter(here).collect();
            // A mark between two pieces belongs to the one that begins there.
            let is_next = hull.is_empty() && hull.start() < range.start();
            if !fragments.is_empty() && !is_next {
                let span_ref = SpanRef::new(index, span);
                found.push(Found { span: span_ref, kind: layer.kind, tag: span.tag.clone(), hull, fragments });
            }
        }
    }
    found
}

/// Own spans before others', short ones before long ones: those come nearest to the text.
fn lane_order(found: &[Found], range: TextRange) -> Vec<(SpanRef, TextRange)> {
    let mut order: Vec<&Found> = found.iter().filter(|found| !found.hull.is_empty()).collect();
    order.sort_by_key(|found| (found.kind, found.hull.len(), found.hull.start(), found.span.id));
    let on_piece = |found: &Found| (found.span, found.hull.intersection(range).unwrap_or(found.hull));
    order.into_iter().map(on_piece).collect()
}

fn fingerprint_of(found: &[Found]) -> u64 {
    let mut hasher = DefaultHasher::new();
    for found in found {
        (found.span, found.kind, &found.tag, found.hull, &found.fragments).hash(&mut hasher);
    }
    // Zero is the fingerprint of a piece that has not been asked yet, and has no spans.
    if found.is_empty() { 0 } else { hasher.finish() }
}
