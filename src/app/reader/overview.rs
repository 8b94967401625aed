//! The article at a glance: which tags, hits and problems stand at each height of the strip, and a picture of it.

use super::input::{LayerKind, ReaderInput, ReaderLayer};
use super::sheet::Sheet;
use super::style::Emphasis;
use crate::model::{Span, TagId};
use crate::text::{Offset, TextRange};
use egui::epaint::{TessellationOptions, Tessellator};
use egui::{Color32, Mesh, Painter, Rect, Shape, Stroke, pos2, vec2};
use imbl::Vector;
use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

/// Rows of pixels that are brought up to date in one frame: a bounded part, however long the text is.
const ROWS_A_FRAME: usize = 96;
/// The height of a row, in pixels.
const ROW_PX: f32 = 2.0;
/// Spans that are looked at for one row.
const SPANS_A_ROW: usize = 48;
/// Tags that are known of one row, and how many of them it shows beside each other: some may be hidden.
const TAGS_A_ROW: usize = 8;
const COLORS_A_ROW: usize = 3;
/// The height of a row of hits and problems, in points.
const MARK_ROW: f32 = 2.0;

/// Tags by row of pixels, and marks by row of points.
///
/// When spans change, the rows that they stand in are filled anew, some in each frame; all of them when so much of the
/// text turned out higher or lower than estimated that a row would stand for another place.
#[derive(Default)]
pub(super) struct Overview {
    /// The tags of each row, by their places in `tags`.
    rows: Vec<Vec<usize>>,
    tags: Vec<TagId>,
    places: HashMap<TagId, usize>,
    /// The rows that are not up to date.
    stale: Range<usize>,
    /// The layers' version that the others are made from.
    version: u64,
    /// How high the text was taken to be.
    total: u64,
    picture: Option<Picture<Vec<Option<Color32>>>>,
    hits: MarkRows<Arc<Vec<TextRange>>>,
    problems: MarkRows<Vector<TextRange>>,
    marks: Option<Picture<[Color32; 3]>>,
}

/// What was drawn last, with all that it follows from beside the rows.
struct Picture<Colors> {
    rect: Rect,
    ppp: f32,
    colors: Colors,
    mesh: Arc<Mesh>,
}

impl<Colors: PartialEq> Picture<Colors> {
    /// The one of before if it would be the same.
    fn kept_or(before: Option<Self>, rect: Rect, ppp: f32, colors: Colors, draw: impl FnOnce(&Colors) -> Mesh) -> Self {
        match before.filter(|it| it.rect == rect && it.ppp == ppp && it.colors == colors) {
            Some(picture) => picture,
            None => Self { rect, ppp, mesh: Arc::new(draw(&colors)), colors },
        }
    }

    fn paint(&self, painter: &Painter) {
        painter.add(Shape::Mesh(Arc::clone(&self.mesh)));
    }
}

/// The rows in which ranges begin, with what they follow from.
#[derive(Default)]
struct MarkRows<Ranges> {
    rows: Vec<usize>,
    of: Ranges,
    n_rows: usize,
    total: u64,
}

impl Overview {
    /// Brings some rows up to date. Returns whether there are more to do.
    pub(super) fn update(&mut self, sheet: &Sheet, layers: &[ReaderLayer<'_>], strip: Rect, ppp: f32) -> bool {
        let n_rows = (strip.height() * ppp / ROW_PX).max(0.0) as usize;
        self.note_changes(sheet, n_rows);
        let fresh = self.stale.start..self.stale.end.min(self.stale.start + ROWS_A_FRAME);
        self.stale.start = fresh.end;
        for row in fresh {
            let tags = tags_in(layers, range_of_row(sheet, row, n_rows), row + 1 == n_rows);
            let places = tags.into_iter().map(|tag| self.place_of(tag)).collect();
            if let Some(old) = self.rows.get_mut(row).filter(|old| **old != places) {
                *old = places;
                self.picture = None;
            }
        }
        !self.stale.is_empty()
    }

    fn note_changes(&mut self, sheet: &Sheet, n_rows: usize) {
        let total = sheet.heights.total();
        let by_one_change = self.version + 1 == sheet.version();
        if self.rows.len() != n_rows || has_moved(self.total, total, n_rows) {
            self.rows.resize(n_rows, Vec::new());
            (self.stale, self.total, self.picture) = (0..n_rows, total, None);
        } else if by_one_change && let Some(changed) = sheet.changed() {
            let first = row_of(sheet, changed.start(), n_rows);
            let last = row_of(sheet, changed.end(), n_rows).min(n_rows.saturating_sub(1));
            let changed = first..last + 1;
            let is_fresh = self.stale.is_empty();
            let both = self.stale.start.min(changed.start)..self.stale.end.max(changed.end);
            self.stale = if is_fresh { changed } else { both };
        } else if self.version != sheet.version() {
            self.stale = 0..n_rows;
        }
        self.version = sheet.version();
    }

    fn place_of(&mut self, tag: &TagId) -> usize {
        if let Some(&place) = self.places.get(tag) {
            return place;
        }
        let place = self.tags.len();
        self.tags.push(tag.clone());
        self.places.insert(tag.clone(), place);
        place
    }

    pub(super) fn paint(&mut self, painter: &Painter, sheet: &Sheet, strip: Rect, input: &ReaderInput<'_>, ppp: f32) {
        let color_of = |tag| {
            let look = (input.look)(tag);
            (look.emphasis != Emphasis::Hidden).then_some(look.colors.line)
        };
        let colors: Vec<Option<Color32>> = self.tags.iter().map(color_of).collect();
        let draw = |colors: &Vec<_>| tags_mesh(&self.rows, strip, ppp, colors);
        let picture = Picture::kept_or(self.picture.take(), strip, ppp, colors, draw);
        picture.paint(painter);
        self.picture = Some(picture);
        self.paint_marks(painter, sheet, strip, input, ppp);
    }

    /// Hits at the left edge, the current one as a line across with an arrow, problems as wedges from the right.
    fn paint_marks(&mut self, painter: &Painter, sheet: &Sheet, strip: Rect, input: &ReaderInput<'_>, ppp: f32) {
        let n_rows = (strip.height() / MARK_ROW) as usize;
        let marks = &input.marks;
        let hit_from = |at: Offset| {
            let n_before = marks.hits.partition_point(|hit| hit.start() < at);
            marks.hits.get(n_before).map(|hit| hit.start())
        };
        let problem_from = |at: Offset| Some(marks.problems.get(marks.n_problems_before(at))?.start());
        let have_changed = [
            self.hits.update(sheet, &marks.hits, Arc::ptr_eq, n_rows, hit_from),
            self.problems.update(sheet, &marks.problems, Vector::ptr_eq, n_rows, problem_from),
        ];
        let before = self.marks.take_if(|_| have_changed == [false, false]);
        let colors = [input.style.text_soft, input.style.warning, input.style.canvas];
        let draw = |colors: &[Color32; 3]| marks_mesh(&self.hits.rows, &self.problems.rows, strip, ppp, *colors);
        let marks = Picture::kept_or(before, strip, ppp, colors, draw);
        marks.paint(painter);
        self.marks = Some(marks);
        if let Some(hit) = input.marks.current.and_then(|current| input.marks.hits.get(current)) {
            let y = middle_of(strip, row_of(sheet, hit.start(), n_rows));
            painter.hline(strip.x_range(), y, Stroke::new(MARK_ROW, input.style.accent));
            painter.add(wedge(strip.left() - 4.0, y, 6.0, input.style.accent, input.style.canvas));
        }
    }
}

impl<Ranges: Clone> MarkRows<Ranges> {
    /// Returns whether anything may have changed. `next_from` says where the first range begins that begins at a place
    /// or after it: in each row it is asked once.
    fn update(
        &mut self,
        sheet: &Sheet,
        ranges: &Ranges,
        are_same: impl Fn(&Ranges, &Ranges) -> bool,
        n_rows: usize,
        next_from: impl Fn(Offset) -> Option<Offset>,
    ) -> bool {
        let total = sheet.heights.total();
        let is_same = are_same(&self.of, ranges) && self.n_rows == n_rows;
        if is_same && !has_moved(self.total, total, n_rows) {
            return false;
        }
        (self.of, self.n_rows, self.total) = (ranges.clone(), n_rows, total);
        self.rows.clear();
        let mut next = next_from(Offset::ZERO);
        while let Some(start) = next {
            let row = row_of(sheet, start, n_rows);
            self.rows.push(row);
            let end_of_row = range_of_row(sheet, row, n_rows).end();
            next = next_from(end_of_row.max(Offset::new(start.get() + 1)));
        }
        true
    }
}

/// Whether the text has become so much higher or lower that what was at the end of it is half a row elsewhere.
fn has_moved(before: u64, now: u64, n_rows: usize) -> bool {
    before.abs_diff(now) * n_rows as u64 * 2 > now
}

/// The colors of all rows; neighbors with the same are one rectangle.
fn tags_mesh(rows: &[Vec<usize>], strip: Rect, ppp: f32, colors: &[Option<Color32>]) -> Mesh {
    let mut mesh = Mesh::default();
    let mut top = strip.top();
    for alike in rows.chunk_by(|a, b| a == b) {
        let height = alike.len() as f32 * ROW_PX / ppp;
        let tags = alike.first().map(Vec::as_slice).unwrap_or_default();
        let known = tags.iter().filter_map(|&tag| colors.get(tag).copied().flatten());
        let here: Vec<Color32> = known.take(COLORS_A_ROW).collect();
        let width = (strip.width() - 2.0) / here.len().max(1) as f32;
        for (index, color) in here.into_iter().enumerate() {
            let corner = pos2(strip.left() + 1.0 + width * index as f32, top);
            mesh.add_colored_rect(Rect::from_min_size(corner, vec2(width, height)), color);
        }
        top += height;
    }
    mesh
}

/// Hits and problems, with edges as smooth as egui would draw them. They are many and stay for many frames, and a
/// polygon costs a hundred times what a copy of its triangles does.
fn marks_mesh(
    hits: &[usize],
    problems: &[usize],
    strip: Rect,
    ppp: f32,
    [soft, warning, canvas]: [Color32; 3],
) -> Mesh {
    let mut mesh = Mesh::default();
    for &row in hits {
        let place = Rect::from_center_size(pos2(strip.left() - 1.0, middle_of(strip, row)), vec2(6.0, MARK_ROW));
        mesh.add_colored_rect(place, soft);
    }
    let mut tessellator = Tessellator::new(ppp, TessellationOptions::default(), [1, 1], Vec::new());
    for &row in problems {
        let wedge = wedge(strip.right(), middle_of(strip, row), -5.0, warning, canvas);
        tessellator.tessellate_shape(wedge, &mut mesh);
    }
    mesh
}

fn middle_of(strip: Rect, row: usize) -> f32 {
    strip.top() + (row as f32 + 0.5) * MARK_ROW
}

/// A triangle with its base at `x`, pointing as far to the right as `reach` says, or to the left.
fn wedge(x: f32, y: f32, reach: f32, fill: Color32, edge: Color32) -> Shape {
    let corners = vec![pos2(x, y - 3.5), pos2(x + reach, y), pos2(x, y + 3.5)];
    Shape::convex_polygon(corners, fill, Stroke::new(0.75, edge))
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

/// The row of the strip that stands for a place in the text.
fn row_of(sheet: &Sheet, at: Offset, n_rows: usize) -> usize {
    let piece = sheet.piece_at(at);
    let range = sheet.pieces.range(&sheet.text, piece);
    let into = u64::from(at.get().saturating_sub(range.start().get()));
    let height = u64::from(sheet.heights.get(piece));
    let y = sheet.heights.before(piece) + height * into / u64::from(range.len().max(1));
    (y * n_rows as u64 / sheet.heights.total().max(1)) as usize
}

/// The first few tags of spans that begin in a part of the text; spans from before only if none begins here.
fn tags_in<'a>(layers: &[ReaderLayer<'a>], range: TextRange, is_last: bool) -> Vec<&'a TagId> {
    let mut tags: Vec<&TagId> = Vec::new();
    let own = || layers.iter().filter(|layer| layer.kind == LayerKind::Own);
    let begins_here = |span: &&Span| is_last || span.hull().start() < range.end();
    let beginning = own().flat_map(|layer| layer.set.spans.starting_within(range).take(SPANS_A_ROW));
    for span in beginning.filter(begins_here) {
        if !tags.contains(&&span.tag) {
            tags.push(&span.tag);
        }
        if tags.len() >= TAGS_A_ROW {
            return tags;
        }
    }
    if tags.is_empty() {
        tags.extend(own().filter_map(|layer| begun_before(layer, range)).map(|span| &span.tag));
    }
    tags
}

/// The last of the spans that begin before a part of the text and reach into it, or the first if that is not near.
fn begun_before<'a>(layer: &ReaderLayer<'a>, range: TextRange) -> Option<&'a Span> {
    let mut before = layer.set.spans.starting_within(TextRange::up_to(range.start())).rev().take(SPANS_A_ROW);
    let near = before.find(|span| span.hull().end() > range.start());
    near.or_else(|| layer.set.spans.overlapping(range).next())
}
