//! The strip at the right edge: where in the article spans and marks are, and how far it is scrolled.

use super::input::{LayerKind, ReaderInput, ReaderLayer};
use super::sheet::Sheet;
use super::style::Emphasis;
use crate::model::TagId;
use crate::text::{Offset, TextRange};
use egui::{Color32, Mesh, Painter, Rect, Response, Sense, Shape, Stroke, Ui, pos2, vec2};
use std::collections::HashMap;

/// Its width, in points.
const WIDTH: f32 = 10.0;
/// It can be taken hold of a little beside it as well.
const HIT_WIDTH: f32 = 16.0;
/// The least height of the part that is dragged.
const LEAST_THUMB: f32 = 24.0;
/// Rows of pixels that are brought up to date in one frame: a bounded part, however long the text is.
const ROWS_A_FRAME: usize = 96;
/// Spans that are looked at for one row.
const SPANS_A_ROW: usize = 48;
/// Tags that are known of one row, and how many of them it shows beside each other: some may be hidden.
const TAGS_A_ROW: usize = 8;
const COLORS_A_ROW: usize = 3;
/// The height of a row of hits and problems, in points.
const MARK_ROW: f32 = 2.0;

/// Marks by row of pixels. When spans change, the rows are filled anew, some in each frame.
#[derive(Debug, Default)]
pub(super) struct Strip {
    rows: Vec<Vec<TagId>>,
    /// The first row that is not up to date.
    next: usize,
    /// The layers' version that the rows are made from.
    version: u64,
    /// How far below the thumb's top it was taken hold of, in points.
    grabbed: Option<f32>,
}

/// What the person did with the strip.
pub(super) enum StripEvent {
    /// Go where this part of the article is above the window.
    ScrollTo(f32),
}

/// The strip's place in the reader's rectangle.
pub(super) fn strip_rect(rect: Rect) -> Rect {
    Rect::from_min_max(pos2(rect.right() - WIDTH, rect.top()), rect.max)
}

/// Where a press is one on the strip.
pub(super) fn hit_rect(rect: Rect) -> Rect {
    Rect::from_min_max(pos2(rect.right() - HIT_WIDTH, rect.top()), rect.max)
}

impl Strip {
    /// Takes part in the frame's pointer: to be called before the page is laid out. `fraction` is how far it is scrolled.
    pub(super) fn interact(&mut self, ui: &Ui, rect: Rect, seen: f32, fraction: f32) -> (Response, Option<StripEvent>) {
        let strip = strip_rect(rect);
        let hit = hit_rect(rect);
        let response = ui.interact(hit, ui.scope_id().with("strip"), Sense::click_and_drag());
        if !response.is_pointer_button_down_on() {
            self.grabbed = None;
        }
        let thumb = thumb_rect(strip, seen, fraction);
        let track = (strip.height() - thumb.height()).max(1.0);
        let event = response.interact_pointer_pos().filter(|_| seen < 1.0).and_then(|pos| {
            let is_new = self.grabbed.is_none();
            let in_thumb = thumb.y_range().contains(pos.y);
            let grabbed =
                *self.grabbed.get_or_insert(if in_thumb { pos.y - thumb.top() } else { thumb.height() / 2.0 });
            // A press on the thumb itself moves nothing.
            let goes = !(is_new && in_thumb);
            goes.then(|| StripEvent::ScrollTo((pos.y - grabbed - strip.top()) / track))
        });
        (response, event)
    }

    /// Brings some rows up to date. Returns whether there are more to do.
    pub(super) fn update(&mut self, sheet: &Sheet, layers: &[ReaderLayer<'_>], n_rows: usize) -> bool {
        if self.rows.len() != n_rows || self.version != sheet.version() {
            self.rows.resize(n_rows, Vec::new());
            self.version = sheet.version();
            self.next = 0;
        }
        let end = (self.next + ROWS_A_FRAME).min(n_rows);
        for row in self.next..end {
            let tags = tags_in(layers, range_of_row(sheet, row, n_rows));
            if let Some(old) = self.rows.get_mut(row) {
                *old = tags;
            }
        }
        self.next = end;
        end < n_rows
    }

    pub(super) fn paint(&self, painter: &Painter, sheet: &Sheet, rect: Rect, input: &ReaderInput<'_>, ppp: f32) {
        let strip = strip_rect(rect);
        painter.rect_filled(strip, 0, input.style.line.gamma_multiply(0.5));
        let mut colors: HashMap<&TagId, Option<Color32>> = HashMap::new();
        let mut mesh = Mesh::default();
        for (row, tags) in self.rows.iter().enumerate() {
            let top = strip.top() + row as f32 * 2.0 / ppp;
            let mut color_of = |tag| {
                *colors.entry(tag).or_insert_with(|| {
                    let look = (input.look)(tag);
                    (look.emphasis != Emphasis::Hidden).then_some(look.colors.line)
                })
            };
            let here: Vec<Color32> = tags.iter().filter_map(&mut color_of).take(COLORS_A_ROW).collect();
            let width = (WIDTH - 2.0) / here.len().max(1) as f32;
            for (index, color) in here.into_iter().enumerate() {
                let corner = pos2(strip.left() + 1.0 + width * index as f32, top);
                mesh.add_colored_rect(Rect::from_min_size(corner, vec2(width, 2.0 / ppp)), color);
            }
        }
        painter.add(Shape::mesh(mesh));
        paint_marks(painter, sheet, strip, input);
    }

    pub(super) fn paint_thumb(
        &self,
        painter: &Painter,
        rect: Rect,
        input: &ReaderInput<'_>,
        seen: f32,
        fraction: f32,
        is_hot: bool,
    ) {
        if seen >= 1.0 {
            return;
        }
        let thumb = thumb_rect(strip_rect(rect), seen, fraction);
        let strength = if is_hot || self.grabbed.is_some() { 0.5 } else { 0.28 };
        painter.rect_filled(thumb.shrink2(vec2(1.0, 0.0)), 4, input.style.text_soft.gamma_multiply(strength));
    }
}

/// How many rows a strip of this height has: one for every two pixels.
pub(super) fn n_rows(rect: Rect, ppp: f32) -> usize {
    (rect.height() * ppp / 2.0).max(0.0) as usize
}

fn thumb_rect(strip: Rect, seen: f32, fraction: f32) -> Rect {
    let height = (strip.height() * seen).max(LEAST_THUMB).min(strip.height());
    let top = strip.top() + fraction * (strip.height() - height);
    Rect::from_min_size(pos2(strip.left(), top), vec2(strip.width(), height))
}

/// The part of the text that a row of the strip stands for, by the heights of the pieces.
fn range_of_row(sheet: &Sheet, row: usize, n_rows: usize) -> TextRange {
    let total = sheet.heights.total();
    let at = |row: usize| {
        let (piece, rest) = sheet.heights.at(total * row as u64 / n_rows.max(1) as u64);
        let range = sheet.pieces.range(&sheet.text, piece);
        let height = u64::from(sheet.heights.get(piece)).max(1);
        let within = u64::from(range.len()) * rest.min(height) / height;
        sheet.text.floor(range.start().index() + within as usize)
    };
    TextRange::between(at(row), if row + 1 == n_rows { sheet.text.end() } else { at(row + 1) })
}

/// The first few tags of spans that begin in a part of the text; spans from before only if none begins here.
fn tags_in(layers: &[ReaderLayer<'_>], range: TextRange) -> Vec<TagId> {
    let mut tags: Vec<TagId> = Vec::new();
    for layer in layers.iter().filter(|layer| layer.kind == LayerKind::Own) {
        let mut from_before = None;
        for span in layer.set.spans.overlapping(range).take(SPANS_A_ROW) {
            if span.hull().start() < range.start() {
                from_before = Some(&span.tag);
            } else if !tags.contains(&span.tag) {
                tags.push(span.tag.clone());
            }
            if tags.len() >= TAGS_A_ROW {
                return tags;
            }
        }
        if tags.is_empty() {
            tags.extend(from_before.cloned());
        }
    }
    tags
}

/// Hits at the left edge, the current one as a line across with an arrow, problems as wedges from the right.
fn paint_marks(painter: &Painter, sheet: &Sheet, strip: Rect, input: &ReaderInput<'_>) {
    let n_rows = (strip.height() / MARK_ROW) as usize;
    let middle_of = |row: usize| strip.top() + (row as f32 + 0.5) * MARK_ROW;
    each_row(sheet, input.marks.hits, n_rows, |row| {
        let place = Rect::from_center_size(pos2(strip.left() - 1.0, middle_of(row)), vec2(6.0, MARK_ROW));
        painter.rect_filled(place, 1, input.style.text_soft);
    });
    each_row(sheet, input.marks.problems, n_rows, |row| {
        wedge(painter, strip.right(), middle_of(row), -5.0, input.style.warning, input.style.canvas);
    });
    if let Some(hit) = input.marks.current.and_then(|current| input.marks.hits.get(current)) {
        let y = middle_of(row_of(sheet, hit.start(), n_rows));
        painter.hline(strip.x_range(), y, Stroke::new(MARK_ROW, input.style.accent));
        wedge(painter, strip.left() - 4.0, y, 6.0, input.style.accent, input.style.canvas);
    }
}

/// A triangle with its base at `x`, pointing as far to the right as `reach` says, or to the left.
fn wedge(painter: &Painter, x: f32, y: f32, reach: f32, fill: Color32, edge: Color32) {
    let corners = vec![pos2(x, y - 3.5), pos2(x + reach, y), pos2(x, y + 3.5)];
    painter.add(Shape::convex_polygon(corners, fill, Stroke::new(0.75, edge)));
}

/// Calls back for the rows in which ranges begin. In each row the next range is looked up, not counted to.
fn each_row(sheet: &Sheet, ranges: &[TextRange], n_rows: usize, mut each: impl FnMut(usize)) {
    let mut rest = ranges;
    while let Some((first, after)) = rest.split_first() {
        let row = row_of(sheet, first.start(), n_rows);
        each(row);
        let end_of_row = range_of_row(sheet, row, n_rows).end();
        let next = after.partition_point(|range| range.start() < end_of_row);
        rest = after.get(next..).unwrap_or_default();
    }
}

fn row_of(sheet: &Sheet, at: Offset, n_rows: usize) -> usize {
    let piece = sheet.piece_at(at);
    let range = sheet.pieces.range(&sheet.text, piece);
    let into = u64::from(at.get().saturating_sub(range.start().get()));
    let height = u64::from(sheet.heights.get(piece));
    let y = sheet.heights.before(piece) + height * into / u64::from(range.len().max(1));
    (y * n_rows as u64 / sheet.heights.total().max(1)) as usize
}
