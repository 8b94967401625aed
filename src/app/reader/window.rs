//! Which part of the sheet is seen. The scroll position is an anchor (a piece, and pixels below its top), so
//! that heights above it may turn out otherwise than estimated without anything moving on screen.

use super::input::{Place, ReaderLayer};
use super::sheet::Sheet;
use crate::app::typeset::TextEngine;
use crate::text::{Offset, TextRange};

/// A scroll further than this many windows goes by estimated heights instead of laying out all between.
const FAR: f32 = 4.0;
/// Where a line stands that was brought into view from afar, in the window's height.
const CENTER: f32 = 0.4;

/// More than the space before the headline, in points.
const WHOLE_LEAD: f32 = 1000.0;

/// A piece on screen.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Visible {
    pub(super) piece: usize,
    /// Where its top is, in pixels below the window's upper edge.
    pub(super) top: f32,
}

/// The scroll position, and where it is asked to go.
#[derive(Debug, Default)]
pub(super) struct Window {
    piece: usize,
    /// How far the window's upper edge is below the piece's top.
    px: f32,
    goal: Option<Goal>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Goal {
    /// In the middle, if it is not in view.
    Center(TextRange),
    /// Just into view.
    Reveal(TextRange),
    /// Exactly this.
    Place(Place),
}

/// What laying out takes.
pub(super) struct Cx<'a, 'b> {
    pub(super) engine: &'a mut TextEngine,
    pub(super) layers: &'a [ReaderLayer<'b>],
    /// The window's height in pixels.
    pub(super) height: f32,
}

impl Window {
    pub(super) fn scroll_to(&mut self, range: TextRange) {
        self.goal = Some(Goal::Center(range));
    }

    pub(super) fn reveal(&mut self, range: TextRange) {
        self.goal = Some(Goal::Reveal(range));
    }

    pub(super) fn restore(&mut self, place: Place) {
        self.goal = Some(Goal::Place(place));
    }

    /// Goes on from a place in a sheet that has been laid out anew, unless it was asked to go elsewhere.
    pub(super) fn goes_on_from(&mut self, sheet: &Sheet, place: Place) {
        match self.goal {
            Some(Goal::Center(_) | Goal::Reveal(_)) => (self.piece, self.px) = (sheet.piece_at(place.offset), 0.0),
            Some(Goal::Place(_)) | None => self.restore(place),
        }
    }

    /// Moves by pixels; down is positive.
    pub(super) fn scroll_by(&mut self, px: f32) {
        self.px += px;
    }

    /// Goes where the sheet's whole height has `fraction` of what can be scrolled above the window.
    pub(super) fn scroll_to_fraction(&mut self, sheet: &Sheet, fraction: f32, height: f32) {
        let most = (sheet.heights.total() as f64 - f64::from(height)).max(0.0);
        let (piece, rest) = sheet.heights.at((f64::from(fraction.clamp(0.0, 1.0)) * most) as u64);
        (self.piece, self.px, self.goal) = (piece, rest as f32, None);
    }

    /// How much of what can be scrolled is above the window, from 0 to 1.
    pub(super) fn fraction(&self, sheet: &Sheet, height: f32) -> f32 {
        let most = sheet.heights.total() as f64 - f64::from(height);
        let above = sheet.heights.before(self.piece) as f64 + f64::from(self.px);
        if most <= 0.0 { 0.0 } else { (above / most).clamp(0.0, 1.0) as f32 }
    }

    /// Where it is, in words that another layout understands.
    pub(super) fn place(&self, sheet: &Sheet) -> Place {
        if let Some(Goal::Place(place)) = self.goal {
            return place;
        }
        let start = sheet.pieces.range(&sheet.text, self.piece).start();
        let (Some(laid), Some(page)) = (sheet.laid(self.piece), sheet.page()) else {
            // The very top has the space before the headline in view as well.
            let above_px = if self.piece == 0 && self.px <= 0.0 { -WHOLE_LEAD } else { 0.0 };
            return Place { offset: start, above_px };
        };
        let row = laid.row_at_height(self.px);
        let offset = laid.rows.rows.get(row).map_or(start, |row| laid.global(row.start));
        Place { offset, above_px: (self.px - laid.row_span(row).0) / page.ppp }
    }

    /// Lays out what is to be seen, goes where it was asked to go, and says what is where.
    pub(super) fn settle(&mut self, sheet: &mut Sheet, cx: &mut Cx<'_, '_>) -> Vec<Visible> {
        if let Some(Goal::Place(place)) = self.goal {
            self.goal = None;
            self.place_row_at(sheet, cx, place.offset, -place.above_px * sheet.page().map_or(1.0, |page| page.ppp));
        }
        let visible = self.fill(sheet, cx);
        let (range, is_far_only) = match self.goal.take() {
            Some(Goal::Center(range)) => (range, true),
            Some(Goal::Reveal(range)) => (range, false),
            _ => return visible,
        };
        if self.go_to(sheet, cx, &visible, range, is_far_only) { self.fill(sheet, cx) } else { visible }
    }

    /// Scrolls so that a range's start is in view. Returns whether that changed anything.
    fn go_to(
        &mut self,
        sheet: &mut Sheet,
        cx: &mut Cx<'_, '_>,
        visible: &[Visible],
        range: TextRange,
        center: bool,
    ) -> bool {
        let piece = sheet.piece_at(range.start());
        let line = sheet.page().map_or(0.0, |page| page.body.line as f32);
        let on_screen = visible.iter().find(|visible| visible.piece == piece).and_then(|visible| {
            let laid = sheet.laid(piece)?;
            let (row_top, row_bottom) = laid.row_span(laid.rows.row_at(laid.local(range.start())));
            Some((visible.top + row_top, visible.top + row_bottom))
        });
        let height = cx.height;
        match on_screen {
            Some((top, bottom)) if top >= line * 0.5 && bottom <= height - line * 0.5 => false,
            Some((top, _)) if !center && top < height / 2.0 => {
                self.scroll_by(top - line);
                true
            }
            Some((_, bottom)) if !center => {
                self.scroll_by(bottom + line - height);
                true
            }
            _ => {
                let above = if center || !is_near(visible, piece) { height * CENTER } else { line };
                let at_end =
                    !center && visible.last().is_some_and(|last| piece > last.piece) && is_near(visible, piece);
                self.place_row_at(sheet, cx, range.start(), if at_end { height - 2.0 * line } else { above });
                true
            }
        }
    }

    /// Puts the row of a place `y` pixels below the window's upper edge.
    fn place_row_at(&mut self, sheet: &mut Sheet, cx: &mut Cx<'_, '_>, at: Offset, y: f32) {
        self.piece = sheet.piece_at(at);
        sheet.ensure(cx.engine, cx.layers, self.piece);
        let top = sheet.laid(self.piece).map_or(0.0, |laid| laid.row_span(laid.rows.row_at(laid.local(at))).0);
        self.px = top - y;
    }

    /// Brings the anchor's piece up to date, and stays at the same row: those above it may have become higher or lower.
    fn keep_row(&mut self, sheet: &mut Sheet, cx: &mut Cx<'_, '_>) {
        let Some(laid) = sheet.laid(self.piece) else { return };
        let row = laid.row_at_height(self.px);
        let below_its_top = self.px - laid.row_span(row).0;
        sheet.ensure(cx.engine, cx.layers, self.piece);
        if let Some(laid) = sheet.laid(self.piece) {
            self.px = laid.row_span(row).0 + below_its_top;
        }
    }

    /// Lays out from the anchor to the lower edge, and stays within the sheet.
    fn fill(&mut self, sheet: &mut Sheet, cx: &mut Cx<'_, '_>) -> Vec<Visible> {
        let n_pieces = sheet.pieces.len();
        self.keep_row(sheet, cx);
        loop {
            self.normalize(sheet, cx);
            let mut visible = Vec::new();
            let mut piece = self.piece;
            let mut top = -self.px.round();
            while top < cx.height && piece < n_pieces {
                visible.push(Visible { piece, top });
                top += sheet.ensure(cx.engine, cx.layers, piece) as f32;
                piece += 1;
            }
            let gap = cx.height - top;
            let is_at_start = self.piece == 0 && self.px <= 0.0;
            if piece < n_pieces || gap < 1.0 || is_at_start {
                return visible;
            }
            self.px -= gap;
        }
    }

    /// Brings the anchor to the piece that the window's upper edge is in.
    fn normalize(&mut self, sheet: &mut Sheet, cx: &mut Cx<'_, '_>) {
        let n_pieces = sheet.pieces.len();
        self.piece = self.piece.min(n_pieces.saturating_sub(1));
        if self.px.abs() > FAR * cx.height {
            let y = sheet.heights.before(self.piece) as f64 + f64::from(self.px);
            let (piece, rest) = sheet.heights.at(y.max(0.0) as u64);
            (self.piece, self.px) = (piece, rest as f32);
        }
        while self.px < 0.0 && self.piece > 0 {
            self.piece -= 1;
            self.px += sheet.ensure(cx.engine, cx.layers, self.piece) as f32;
        }
        if self.px < 0.0 {
            self.px = 0.0;
        }
        loop {
            let height = sheet.ensure(cx.engine, cx.layers, self.piece) as f32;
            if self.px < height {
                return;
            }
            if self.piece + 1 >= n_pieces {
                self.px = height;
                return;
            }
            self.px -= height;
            self.piece += 1;
        }
    }
}

fn is_near(visible: &[Visible], piece: usize) -> bool {
    let (Some(first), Some(last)) = (visible.first(), visible.last()) else { return false };
    (first.piece.saturating_sub(2)..=last.piece + 2).contains(&piece)
}
