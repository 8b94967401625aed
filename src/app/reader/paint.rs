//! What is seen of the page, from the ground up: tints, marks, under-lines, the selection, text, rings, names.

use super::captions::Captions;
use super::input::{Edge, LayerKind, ReaderInput, SpanRef};
use super::laid::{Laid, SpanOnPiece};
use super::links::Links;
use super::screen::Screen;
use super::sheet::Sheet;
use super::style::{Emphasis, TagLook};
use crate::app::typeset::{RowBox, Rows, TextEngine, sign};
use crate::model::TagId;
use crate::text::TextRange;
use egui::{Color32, CornerRadius, Mesh, Painter, Pos2, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use smol_str::SmolStr;
use std::collections::HashMap;

/// How strong the color of what stands back is.
pub(super) const MUTED: f32 = 0.6;
const DIMMED: f32 = 0.35;
/// The size of numbers in the margin, and how far they are from the text, in points.
const NUMBER: f32 = 10.0;
const NUMBER_GAP: f32 = 12.0;

/// What the pointer is doing just now.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moment {
    /// Where it is.
    pub(super) pointer: Option<Pos2>,
    /// The innermost span under it.
    pub(super) hovered: Option<SpanRef>,
    /// The edge that is being dragged, and the range this would give.
    pub(super) resizing: Option<(SpanRef, Edge, TextRange)>,
}

/// A link that is being drawn.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Drawing {
    /// The handle that one is drawn from.
    pub(super) handle: Option<Rect>,
    /// Where the pointer has dragged it.
    pub(super) to: Option<Pos2>,
}

/// Paints one frame of the page.
pub(super) struct PagePainter<'a> {
    pub(super) painter: Painter,
    pub(super) engine: &'a mut TextEngine,
    pub(super) sheet: &'a Sheet,
    pub(super) screen: &'a Screen,
    pub(super) input: &'a ReaderInput<'a>,
    pub(super) moment: Moment,
    pub(super) looks: HashMap<TagId, TagLook>,
    pub(super) captions: Captions,
}

/// One piece on screen, with the rows of it that are.
#[derive(Clone, Copy)]
pub(super) struct OnScreen<'a> {
    pub(super) laid: &'a Laid,
    pub(super) top: f32,
    pub(super) first_row: usize,
    /// The first row below the window.
    pub(super) end_row: usize,
}

impl<'a> PagePainter<'a> {
    pub(super) fn new(
        painter: Painter,
        engine: &'a mut TextEngine,
        sheet: &'a Sheet,
        screen: &'a Screen,
        input: &'a ReaderInput<'a>,
        moment: Moment,
    ) -> Self {
        Self { painter, engine, sheet, screen, input, moment, looks: HashMap::new(), captions: Captions::default() }
    }

    /// Paints everything and returns where the short names and the counts are, for the next frame's pointer.
    pub(super) fn paint(mut self, links: &[Links], drawing: Drawing) -> Captions {
        self.painter.rect_filled(self.screen.rect, 0, self.input.style.canvas);
        let (screen, sheet) = (self.screen, self.sheet);
        let pieces: Vec<OnScreen<'a>> = screen
            .visible
            .iter()
            .filter_map(|visible| {
                let laid = sheet.laid(visible.piece)?;
                let rows = screen.rows_on_screen(laid, visible.top);
                Some(OnScreen { laid, top: visible.top, first_row: rows.start, end_row: rows.end })
            })
            .collect();
        for &piece in &pieces {
            for span in &piece.laid.spans {
                self.look(&span.tag);
            }
            self.tints(piece);
        }
        for &piece in &pieces {
            self.hits(piece);
            self.problems(piece);
            self.differences(piece);
        }
        for &piece in &pieces {
            self.under_lines(piece);
        }
        self.selection();
        self.text(&pieces);
        for &piece in &pieces {
            self.left_out_lines(piece);
        }
        self.numbers();
        for &piece in &pieces {
            self.rings(piece);
        }
        self.caret();
        for &piece in &pieces {
            self.names(piece);
        }
        self.links(&pieces, links);
        self.link_handle(drawing.handle, drawing.to);
        self.captions
    }

    pub(super) fn look(&mut self, tag: &TagId) -> &TagLook {
        let look = self.input.look;
        self.looks.entry(tag.clone()).or_insert_with(|| look(tag))
    }

    /// How strong a span is drawn; `None` for one that is not drawn at all.
    pub(super) fn strength(&self, span: &SpanOnPiece) -> Option<(&TagLook, f32)> {
        let look = self.looks.get(&span.tag)?;
        let emphasis = match look.emphasis {
            Emphasis::Normal => 1.0,
            Emphasis::Dimmed => DIMMED,
            Emphasis::Hidden => return None,
        };
        let layer = match span.kind {
            LayerKind::Own | LayerKind::Suggested => 1.0,
            LayerKind::Other if self.input.settings.dim_others => DIMMED,
            LayerKind::Other => 0.85,
        };
        Some((look, emphasis * layer))
    }

    fn text(&mut self, pieces: &[OnScreen<'_>]) {
        let ppp = self.screen.ppp;
        let (color, soft) = (self.input.style.text, self.input.style.text_soft);
        let mut mesh = Mesh::with_texture(self.engine.texture());
        for piece in pieces {
            let left = self.screen.left;
            let top = self.screen.top() + piece.top;
            let left_out = self.left_out(*piece);
            for row in piece.first_row..piece.end_row {
                let (row_top, _) = piece.laid.row_span(row);
                let origin = pos2(left, top + row_top + piece.laid.baseline as f32);
                let of_row: Vec<&RowBox> = left_out.iter().filter(|stretch| stretch.row == row).collect();
                let here = |x: f32| {
                    let is_left_out = of_row.iter().any(|stretch| stretch.left <= x && x < stretch.right);
                    if is_left_out { soft } else { color }
                };
                self.engine.add_colored_row(&mut mesh, &piece.laid.rows, row, origin, here, ppp);
            }
        }
        self.painter.add(Shape::mesh(mesh));
        for piece in pieces {
            self.signs(*piece);
        }
    }

    /// Numbers of lines or paragraphs, beside the first row of each.
    fn numbers(&mut self) {
        let (ppp, color) = (self.screen.ppp, self.input.style.text_soft);
        for visible in &self.screen.visible {
            let number = self.sheet.pieces.number(visible.piece, self.input.settings.numbers);
            let Some((number, laid)) = number.zip(self.sheet.laid(visible.piece)) else { continue };
            let line = self.engine.line(&SmolStr::new(number.to_string()), NUMBER * ppp);
            let width = line.rows.first().map_or(0.0, |row| row.right - row.left);
            let baseline = self.screen.top() + visible.top + laid.row_span(0).0 + laid.baseline as f32;
            self.add_line(&line, pos2(self.screen.left - width - NUMBER_GAP * ppp, baseline), color);
        }
    }

    /// Signs for characters that have no picture.
    fn signs(&mut self, piece: OnScreen<'_>) {
        let color = self.input.style.text_soft;
        let ppp = self.screen.ppp;
        for &(at, c) in &piece.laid.rows.signs {
            let row = piece.laid.rows.row_at(at);
            let (Some(sign), true) = (sign(c), piece.shows(row)) else { continue };
            let Some(stretch) = piece.laid.rows.boxes(at..at + c.len_utf8() as u32).into_iter().next() else {
                continue;
            };
            let cell = self.screen.band_rect(piece.laid, piece.top, row, stretch.left, stretch.right);
            let size = cell.height().min(20.0) * if sign.len() > 2 { 0.36 } else { 0.42 };
            let line = self.engine.line(&SmolStr::new(sign), size * ppp);
            let width = line.rows.first().map_or(0.0, |row| row.right - row.left);
            let middle = cell.center() * ppp;
            let origin = pos2(middle.x - width / 2.0, middle.y + size * ppp * 0.37);
            self.add_line(&line, origin, color);
            if sign != "→" {
                let frame = Rect::from_center_size(cell.center(), vec2(cell.width() - 1.0, cell.height() * 0.6));
                let stroke = Stroke::new(0.75, color.gamma_multiply(MUTED));
                self.painter.rect_stroke(frame, CornerRadius::same(2), stroke, StrokeKind::Inside);
            }
        }
    }

    /// Adds a short line of text, its baseline's left end at `origin` in physical pixels.
    pub(super) fn add_line(&mut self, line: &Rows, origin: Pos2, color: Color32) {
        let mut mesh = Mesh::with_texture(self.engine.texture());
        self.engine.add_row(&mut mesh, line, 0, origin, color, self.screen.ppp);
        self.painter.add(Shape::mesh(mesh));
    }
}

impl OnScreen<'_> {
    /// The text of the rows that are on screen.
    pub(super) fn shown(&self) -> TextRange {
        let rows = &self.laid.rows.rows;
        let start = rows.get(self.first_row).map_or(self.laid.range.start(), |row| self.laid.global(row.start));
        let last = rows.get(self.end_row.saturating_sub(1)).or(rows.last());
        let end = last.map_or(self.laid.range.end(), |row| self.laid.global(row.end));
        TextRange::between(start, end)
    }

    pub(super) fn shows(&self, row: usize) -> bool {
        (self.first_row..self.end_row).contains(&row)
    }
}
