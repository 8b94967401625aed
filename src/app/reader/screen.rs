//! Where things are on screen, as of the last frame: from points to text and from text to points.

use super::captions::Captions;
use super::input::{Edge, LayerKind, SpanRef};
use super::laid::{Laid, SpanOnPiece};
use super::paint_links::handle_rect;
use super::sheet::Sheet;
use super::window::Visible;
use crate::app::typeset::{RowBox, RowEdge};
use crate::model::TagId;
use crate::text::{Offset, TextRange};
use egui::{Pos2, Rect, pos2, vec2};
use std::cmp::Ordering;
use std::ops::Range;

/// How near the pointer must be to an edge or a mark without width, in points.
const REACH: f32 = 4.0;

/// The part of the sheet that is seen, and where.
#[derive(Clone, Debug)]
pub(super) struct Screen {
    /// Where the reader is, in points.
    pub(super) rect: Rect,
    /// Physical pixels in a point.
    pub(super) ppp: f32,
    /// The column's left edge, in physical pixels.
    pub(super) left: f32,
    pub(super) visible: Vec<Visible>,
    /// What was written beside spans in the last frame.
    pub(super) captions: Captions,
}

/// What lies at a point.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct PageHit {
    /// Where a caret would be put.
    pub(super) caret: Offset,
    /// The grapheme there.
    pub(super) cell: TextRange,
    /// Whether the point is on text.
    pub(super) is_inside: bool,
}

impl Screen {
    /// The window's upper edge in whole physical pixels, which rows are counted from.
    pub(super) fn top(&self) -> f32 {
        (self.rect.top() * self.ppp).round()
    }

    /// The text at a point in points; the nearest when the point is beside it.
    pub(super) fn hit(&self, sheet: &Sheet, pos: Pos2) -> Option<PageHit> {
        let at = self.in_pixels(pos);
        let visible = self.visible.iter().rev().find(|visible| visible.top <= at.y).or_else(|| self.visible.first())?;
        let laid = sheet.laid(visible.piece)?;
        let row = laid.row_at_height(at.y - visible.top);
        let hit = laid.rows.hit(row, at.x);
        let (top, bottom) = laid.row_span(row);
        let cell = TextRange::between(laid.global(hit.cell.start), laid.global(hit.cell.end));
        let is_on_row = visible.top + top <= at.y && at.y < visible.top + bottom;
        Some(PageHit { caret: laid.global(hit.caret), cell, is_inside: hit.is_inside && is_on_row })
    }

    /// The spans at a point, from the innermost to the outermost, but for those with a hidden tag. One whose own
    /// under-line or name is under the point comes first.
    pub(super) fn spans_at(
        &self,
        sheet: &Sheet,
        pos: Pos2,
        lane_pitch: f32,
        is_hidden: &dyn Fn(&TagId) -> bool,
    ) -> Vec<SpanRef> {
        let at = self.in_pixels(pos);
        let reach = REACH * self.ppp;
        let mut found: Vec<(bool, LayerKind, u32, &SpanOnPiece)> = Vec::new();
        for visible in &self.visible {
            let Some(laid) = sheet.laid(visible.piece) else { continue };
            let y = at.y - visible.top;
            if y < 0.0 || y >= laid.height as f32 {
                continue;
            }
            let row = laid.row_at_height(y);
            let (top, bottom) = laid.band(row);
            let lanes_bottom = bottom + lane_pitch * laid.n_drawn_lanes(row).max(1) as f32;
            if y < top || y > lanes_bottom {
                continue;
            }
            for span in &laid.spans {
                let in_box = |stretch: &RowBox| stretch.row == row && stretch.left <= at.x && at.x < stretch.right;
                let is_point = span.point.is_some_and(|(point_row, x)| point_row == row && (x - at.x).abs() <= reach);
                if (is_point || span.boxes.iter().any(in_box)) && !is_hidden(&span.tag) {
                    let lane_top = bottom + lane_pitch * span.lane as f32;
                    let is_on_lane = y >= bottom && lane_top <= y && y < lane_top + lane_pitch;
                    found.push((!is_on_lane, span.kind, span.hull.len(), span));
                }
            }
        }
        found.sort_by_key(|(is_off_lane, kind, len, span)| (*is_off_lane, *kind, *len, span.lane, span.span.id));
        let mut spans: Vec<SpanRef> = found.into_iter().map(|(.., span)| span.span).collect();
        if let Some((_, named)) = self.captions.names.iter().find(|(rect, _)| rect.contains(pos)) {
            spans.retain(|span| span != named);
            spans.insert(0, *named);
        }
        spans
    }

    /// The edge of a span that is within reach of a point.
    pub(super) fn edge_at(&self, sheet: &Sheet, pos: Pos2, of: SpanRef) -> Option<(Edge, TextRange)> {
        let mut found: Option<(f32, Edge, TextRange)> = None;
        self.each_span(sheet, |laid, top, span| {
            if span.span != of {
                return;
            }
            for (edge, rect) in self.edges(laid, top, span) {
                let distance = (rect.center().x - pos.x).abs();
                let is_near = rect.expand2(vec2(REACH, REACH)).contains(pos);
                if is_near && found.as_ref().is_none_or(|(nearest, ..)| distance < *nearest) {
                    found = Some((distance, edge, span.hull));
                }
            }
        });
        found.map(|(_, edge, hull)| (edge, hull))
    }

    /// The handle of a span for new relations, if its last box is on screen.
    pub(super) fn handle(&self, sheet: &Sheet, of: SpanRef) -> Option<Rect> {
        let mut last: Option<Rect> = None;
        self.each_span(sheet, |laid, top, span| {
            if span.span == of {
                let boxes = span.boxes.iter().map(|it| self.band_rect(laid, top, it.row, it.left, it.right));
                let lowest = boxes
                    .max_by(|a, b| (a.top(), a.right()).partial_cmp(&(b.top(), b.right())).unwrap_or(Ordering::Equal));
                last = lowest.or(last);
            }
        });
        last.map(handle_rect).filter(|handle| self.rect.intersects(*handle))
    }

    /// The edges of a span that stand on this piece, as upright lines without width, in points.
    pub(super) fn edges(&self, laid: &Laid, top: f32, span: &SpanOnPiece) -> Vec<(Edge, Rect)> {
        let mut edges = Vec::new();
        for stretch in &span.boxes {
            for (edge, at) in [(Edge::Start, stretch.start_edge), (Edge::End, stretch.end_edge)] {
                if let Some(RowEdge { x, .. }) = at {
                    edges.push((edge, self.band_rect(laid, top, stretch.row, x, x)));
                }
            }
        }
        edges
    }

    /// Calls back for every span of every visible piece, with the piece's top.
    pub(super) fn each_span<'a>(&self, sheet: &'a Sheet, mut each: impl FnMut(&'a Laid, f32, &'a SpanOnPiece)) {
        for visible in &self.visible {
            if let Some(laid) = sheet.laid(visible.piece) {
                for span in &laid.spans {
                    each(laid, visible.top, span);
                }
            }
        }
    }

    /// The rows of a piece, whose top is at `top`, that are within the window.
    pub(super) fn rows_on_screen(&self, laid: &Laid, top: f32) -> Range<usize> {
        laid.row_at_height(-top)..laid.row_at_height(self.rect.height() * self.ppp - top) + 1
    }

    /// The boxes of a range on screen, in points.
    pub(super) fn range_rects(&self, sheet: &Sheet, range: TextRange) -> Vec<Rect> {
        let mut rects = Vec::new();
        for visible in &self.visible {
            let Some(laid) = sheet.laid(visible.piece) else { continue };
            if !laid.range.overlaps(range) {
                continue;
            }
            for stretch in laid.rows.boxes(laid.local(range.start())..laid.local(range.end())) {
                rects.push(self.band_rect(laid, visible.top, stretch.row, stretch.left, stretch.right));
            }
        }
        rects.retain(|rect| rect.bottom() > self.rect.top() && rect.top() < self.rect.bottom());
        rects
    }

    /// The edges of a range that are on screen, as upright lines without width, in points.
    pub(super) fn range_edges(&self, sheet: &Sheet, range: TextRange) -> Vec<(Edge, Rect)> {
        let mut edges = Vec::new();
        for visible in &self.visible {
            let Some(laid) = sheet.laid(visible.piece).filter(|laid| laid.range.overlaps(range)) else { continue };
            for stretch in laid.rows.boxes(laid.local(range.start())..laid.local(range.end())) {
                let start = stretch.start_edge.filter(|_| laid.range.start() <= range.start());
                let end = stretch.end_edge.filter(|_| range.end() <= laid.range.end());
                for (edge, at) in [(Edge::Start, start), (Edge::End, end)] {
                    let line = |at: RowEdge| self.band_rect(laid, visible.top, stretch.row, at.x, at.x);
                    edges.extend(at.map(|at| (edge, line(at))));
                }
            }
        }
        edges
    }

    /// Where a caret stands, as an upright line without width, in points.
    pub(super) fn caret_rect(&self, sheet: &Sheet, at: Offset) -> Option<Rect> {
        let piece = sheet.piece_at(at);
        let visible = self.visible.iter().find(|visible| visible.piece == piece)?;
        let laid = sheet.laid(piece)?;
        let (row, x) = laid.rows.caret(laid.local(at));
        Some(self.band_rect(laid, visible.top, row, x, x))
    }

    /// The other place of a caret at a border of directions, and whether the letter before it reads from right to left.
    pub(super) fn split_caret_rect(&self, sheet: &Sheet, at: Offset) -> Option<(Rect, bool)> {
        let piece = sheet.piece_at(at);
        let visible = self.visible.iter().find(|visible| visible.piece == piece)?;
        let laid = sheet.laid(piece)?;
        let (x, rtl) = laid.rows.split_caret(laid.local(at))?;
        Some((self.band_rect(laid, visible.top, laid.rows.row_at(laid.local(at)), x, x), rtl))
    }

    /// A stretch of a row's text band, in points.
    pub(super) fn band_rect(&self, laid: &Laid, top: f32, row: usize, left: f32, right: f32) -> Rect {
        let (band_top, band_bottom) = laid.band(row);
        self.rect_in_points(left, top + band_top, right, top + band_bottom)
    }

    /// From pixels within the column and below the window's upper edge to points.
    pub(super) fn rect_in_points(&self, left: f32, top: f32, right: f32, bottom: f32) -> Rect {
        let origin = pos2(self.left, self.top()).to_vec2();
        Rect::from_min_max(pos2(left, top) + origin, pos2(right, bottom) + origin) / self.ppp
    }

    fn in_pixels(&self, pos: Pos2) -> Pos2 {
        pos * self.ppp - pos2(self.left, self.top()).to_vec2()
    }
}
