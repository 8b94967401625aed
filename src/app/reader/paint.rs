//! What is seen of the page, from the ground up: tints, under-lines, the selection, text, rings, names.

use super::input::{Edge, LayerKind, ReaderInput, SpanRef};
use super::laid::{Laid, SpanOnPiece};
use super::screen::{Captions, Screen};
use super::sheet::Sheet;
use super::style::{Emphasis, TagLook};
use super::tints::{Tint, tint_stretches};
use crate::app::theme::paint_under_line;
use crate::app::typeset::{Rows, TextEngine, sign};
use crate::model::TagId;
use crate::text::TextRange;
use egui::{Color32, CornerRadius, Mesh, Painter, Pos2, Rangef, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use smol_str::SmolStr;
use std::collections::HashMap;
use std::ops::Range;

/// The thickness of an under-line of one's own, in points.
const UNDER_LINE: f32 = 2.0;
/// Another annotator's is thinner.
const UNDER_LINE_OTHER: f32 = 1.0;
/// The size of short names, in points.
const NAME: f32 = 9.0;
/// The size of counts, and the height of the frame around them, in points.
const COUNT: f32 = 8.5;
const COUNT_HEIGHT: f32 = 11.0;
/// How strong the color of what stands back is.
const MUTED: f32 = 0.6;
const DIMMED: f32 = 0.35;
/// The flag of a caret between directions, in points.
const FLAG: f32 = 5.0;
/// The size of numbers in the margin, and how far they are from the text, in points.
const NUMBER: f32 = 10.0;
const NUMBER_GAP: f32 = 12.0;
/// The height of the teeth under what wants a look, and half their width, in points.
const ZIGZAG: f32 = 2.5;
/// Names keep this far apart, in points.
const NAME_GAP: f32 = 5.0;

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

/// Paints one frame of the page.
pub(super) struct PagePainter<'a> {
    pub(super) painter: Painter,
    pub(super) engine: &'a mut TextEngine,
    pub(super) sheet: &'a Sheet,
    pub(super) screen: &'a Screen,
    pub(super) input: &'a ReaderInput<'a>,
    pub(super) moment: Moment,
    looks: HashMap<TagId, TagLook>,
    captions: Captions,
}

/// A stretch of a span that found no lane of its own on a row.
#[derive(Clone, Copy)]
struct Hidden {
    row: usize,
    left: f32,
    right: f32,
    span: SpanRef,
}

/// One piece on screen, with the rows of it that are.
#[derive(Clone, Copy)]
struct OnScreen<'a> {
    laid: &'a Laid,
    top: f32,
    first_row: usize,
    /// The first row below the window.
    end_row: usize,
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
    pub(super) fn paint(mut self) -> Captions {
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
        }
        for &piece in &pieces {
            self.under_lines(piece);
        }
        self.selection();
        self.text(&pieces);
        self.numbers();
        for &piece in &pieces {
            self.rings(piece);
        }
        self.caret();
        for &piece in &pieces {
            self.names(piece);
        }
        self.captions
    }

    fn look(&mut self, tag: &TagId) -> &TagLook {
        let look = self.input.look;
        self.looks.entry(tag.clone()).or_insert_with(|| look(tag))
    }

    /// How strong a span is drawn; `None` for one that is not drawn at all.
    fn strength(&self, span: &SpanOnPiece) -> Option<(&TagLook, f32)> {
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

    fn tints(&mut self, piece: OnScreen<'_>) {
        let mut tints: Vec<Tint> = Vec::new();
        for span in piece.laid.spans.iter().filter(|span| span.kind == LayerKind::Own) {
            let Some((look, strength)) = self.strength(span) else { continue };
            let is_hovered = self.moment.hovered == Some(span.span);
            let fill = if is_hovered { look.colors.fill_hover } else { look.colors.fill };
            let color = fill.gamma_multiply(strength);
            for stretch in span.boxes.iter().filter(|stretch| piece.shows(stretch.row)) {
                let (row, left, right) = (stretch.row, stretch.left, stretch.right);
                tints.push(Tint { row, left, right, lane: span.lane, color, is_first: is_hovered });
            }
        }
        for tint in tint_stretches(tints) {
            let rect = self.screen.band_rect(piece.laid, piece.top, tint.row, tint.left, tint.right);
            self.painter.rect_filled(rect, CornerRadius::same(2), tint.color);
        }
    }

    fn hits(&self, piece: OnScreen<'_>) {
        let marks = self.input.marks;
        let radius = CornerRadius::same(2);
        for index in among(marks.hits, piece.shown()) {
            let Some(hit) = marks.hits.get(index) else { continue };
            for rect in self.mark_rects(piece, *hit) {
                self.painter.rect_filled(rect, radius, self.input.style.hit);
                if marks.current == Some(index) {
                    let stroke = Stroke::new(1.5, self.input.style.accent);
                    self.painter.rect_stroke(rect.expand(1.0), radius, stroke, StrokeKind::Outside);
                }
            }
        }
    }

    /// What wants a look stands on a zigzag; where it has no characters, on one tooth of it.
    fn problems(&self, piece: OnScreen<'_>) {
        let problems = self.input.marks.problems;
        for problem in problems.get(among(problems, piece.shown())).unwrap_or_default() {
            if problem.is_empty() {
                let (row, x) = piece.laid.rows.caret(piece.laid.local(problem.start()));
                let line = self.screen.band_rect(piece.laid, piece.top, row, x, x);
                self.zigzag(line.expand2(vec2(ZIGZAG, 0.0)));
            }
            for rect in self.mark_rects(piece, *problem) {
                self.zigzag(rect);
            }
        }
    }

    /// The boxes of a mark on the rows of a piece that are in view, in points.
    fn mark_rects(&self, piece: OnScreen<'_>, mark: TextRange) -> Vec<Rect> {
        let boxes = piece.laid.rows.boxes(piece.laid.local(mark.start())..piece.laid.local(mark.end())).into_iter();
        let shown = boxes.filter(|stretch| piece.shows(stretch.row));
        shown.map(|b| self.screen.band_rect(piece.laid, piece.top, b.row, b.left, b.right)).collect()
    }

    /// A zigzag along the lower edge of a box, just above the under-lines.
    fn zigzag(&self, rect: Rect) {
        let (low, high) = (rect.bottom() - 0.5, rect.bottom() - 0.5 - ZIGZAG);
        let n_steps = (rect.width() / ZIGZAG).ceil().max(2.0) as usize;
        let step = rect.width() / n_steps as f32;
        let point = |n: usize| pos2(rect.left() + step * n as f32, if n.is_multiple_of(2) { low } else { high });
        let points = (0..=n_steps).map(point).collect();
        self.painter.add(Shape::line(points, Stroke::new(1.2, self.input.style.warning)));
    }

    fn under_lines(&mut self, piece: OnScreen<'_>) {
        let pitch = self.sheet.page().map_or(0.0, |page| page.lane_pitch as f32);
        // For each row, where spans without a lane of their own stand: a count takes their place.
        let mut hidden: Vec<Hidden> = Vec::new();
        for span in &piece.laid.spans {
            let Some((look, strength)) = self.strength(span) else { continue };
            let thickness = if span.kind == LayerKind::Own { UNDER_LINE } else { UNDER_LINE_OTHER };
            let color = look.colors.line.gamma_multiply(strength);
            let pattern = look.colors.pattern;
            for stretch in span.boxes.iter().filter(|stretch| piece.shows(stretch.row)) {
                if span.lane >= piece.laid.n_drawn_lanes(stretch.row) {
                    hidden.push(Hidden { row: stretch.row, left: stretch.left, right: stretch.right, span: span.span });
                    continue;
                }
                if span.kind == LayerKind::Suggested {
                    self.dashed_outline(piece, stretch.row, stretch.left, stretch.right, color);
                    continue;
                }
                let (_, bottom) = piece.laid.band(stretch.row);
                let top = piece.top + bottom + pitch * span.lane as f32;
                let line = self.screen.rect_in_points(stretch.left, top, stretch.right, top);
                // A hair between neighbors in one lane, so that two spans do not look like one.
                let hair = 0.5;
                let x = Rangef::new(line.left() + hair, (line.right() - hair).max(line.left() + 1.0));
                paint_under_line(&self.painter, x, line.top(), color, pattern, thickness);
            }
            self.joint(piece, span, color, pitch);
            if let Some((row, x)) = span.point.filter(|&(row, _)| piece.shows(row)) {
                let line = self.screen.band_rect(piece.laid, piece.top, row, x, x);
                self.point_mark(line, color);
            }
        }
        self.counts(piece, hidden, pitch);
    }

    /// A thin line between the fragments of one span.
    fn joint(&self, piece: OnScreen<'_>, span: &SpanOnPiece, color: Color32, pitch: f32) {
        if span.lane >= 4 || span.boxes.len() < 2 {
            return;
        }
        for pair in span.boxes.windows(2) {
            let [before, after] = pair else { continue };
            let gap = after.left - before.right;
            if before.row != after.row || gap <= 0.5 || before.end_edge.is_some() || !piece.shows(before.row) {
                continue;
            }
            let y = piece.top + piece.laid.band(before.row).1 + pitch * span.lane as f32;
            let line = self.screen.rect_in_points(before.right, y, after.left, y);
            let points = [line.left_center() + vec2(2.0, 1.0), line.right_center() + vec2(-2.0, 1.0)];
            self.painter.extend(Shape::dotted_line(&points, color.gamma_multiply(MUTED), 3.0, 0.6));
        }
    }

    fn dashed_outline(&self, piece: OnScreen<'_>, row: usize, left: f32, right: f32, color: Color32) {
        let rect = self.screen.band_rect(piece.laid, piece.top, row, left, right).shrink(0.5);
        let corners = [rect.left_top(), rect.right_top(), rect.right_bottom(), rect.left_bottom(), rect.left_top()];
        self.painter.extend(Shape::dashed_line(&corners, Stroke::new(1.2, color), 4.0, 3.0));
    }

    /// A span without characters: a stem between two letters, with a flag on it.
    fn point_mark(&self, line: Rect, color: Color32) {
        let (top, bottom) = (line.center_top(), line.center_bottom() + vec2(0.0, 3.0));
        self.painter.line_segment([top, bottom], Stroke::new(1.5, color));
        let flag = vec![top + vec2(-4.0, -4.0), top + vec2(4.0, -4.0), top + vec2(0.0, 2.0)];
        self.painter.add(Shape::convex_polygon(flag, color, Stroke::NONE));
    }

    /// *+3* where three spans found no lane; the pointer opens it.
    fn counts(&mut self, piece: OnScreen<'_>, hidden: Vec<Hidden>, pitch: f32) {
        let ppp = self.screen.ppp;
        for Stack { row, left, spans, .. } in stacks_of(hidden) {
            let text = SmolStr::new(format!("+{}", spans.len()));
            let line = self.engine.line(&text, COUNT * ppp);
            let width = line.rows.first().map_or(0.0, |row| row.right - row.left);
            let (_, bottom) = piece.laid.band(row);
            let n_lanes = piece.laid.n_drawn_lanes(row) as f32;
            let top = piece.top + bottom + pitch * n_lanes;
            let chip = self.screen.rect_in_points(left, top, left + width, top + COUNT_HEIGHT * ppp);
            let chip = chip.expand2(vec2(3.0, 0.0)).translate(vec2(3.0, 0.0));
            let is_hovered = self.moment.pointer.is_some_and(|pos| chip.expand(2.0).contains(pos));
            let color = if is_hovered { self.input.style.text } else { self.input.style.text_soft };
            let stroke = Stroke::new(if is_hovered { 1.0 } else { 0.75 }, color.gamma_multiply(MUTED));
            self.painter.rect_stroke(chip, CornerRadius::same(3), stroke, StrokeKind::Inside);
            let baseline = chip.center().y + COUNT * 0.36;
            self.add_line(&line, pos2(chip.left() + 3.0, baseline) * ppp, color);
            self.captions.counts.push((chip, spans));
        }
    }

    fn selection(&mut self) {
        let Some(selection) = self.input.selection else { return };
        let range = selection.range();
        if range.is_empty() {
            return;
        }
        let color = self.input.style.selection;
        let rects = self.screen.range_rects(self.sheet, range);
        for rect in &rects {
            self.painter.rect_filled(*rect, CornerRadius::same(3), color.gamma_multiply(0.09));
            let stroke = Stroke::new(1.5, color);
            self.painter.rect_stroke(rect.expand(1.0), CornerRadius::same(3), stroke, StrokeKind::Middle);
        }
        for (edge, line) in self.screen.range_edges(self.sheet, range) {
            self.handle(line, edge == Edge::Start, color);
        }
    }

    /// A knob at the upper end of a start and at the lower end of an end.
    fn handle(&self, edge: Rect, is_start: bool, color: Color32) {
        let x = edge.center().x;
        let knob = if is_start { pos2(x, edge.top() - 1.0) } else { pos2(x, edge.bottom() + 1.0) };
        self.painter.vline(x, (edge.top() - 1.0)..=(edge.bottom() + 1.0), Stroke::new(1.5, color));
        self.painter.circle_filled(knob, 3.0, color);
    }

    fn text(&mut self, pieces: &[OnScreen<'_>]) {
        let ppp = self.screen.ppp;
        let color = self.input.style.text;
        let mut mesh = Mesh::with_texture(self.engine.texture());
        for piece in pieces {
            let left = self.screen.left;
            let top = self.screen.top() + piece.top;
            for row in piece.first_row..piece.end_row {
                let (row_top, _) = piece.laid.row_span(row);
                let origin = pos2(left, top + row_top + piece.laid.baseline as f32);
                self.engine.add_row(&mut mesh, &piece.laid.rows, row, origin, color, ppp);
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
        let color = self.input.style.text_soft.gamma_multiply(MUTED);
        let ppp = self.screen.ppp;
        for &(at, c) in &piece.laid.rows.signs {
            let row = piece.laid.rows.row_at(at);
            let (Some(sign), true) = (sign(c), piece.shows(row)) else { continue };
            let Some(stretch) = piece.laid.rows.boxes(at..at + c.len_utf8() as u32).into_iter().next() else {
                continue;
            };
            let cell = self.screen.band_rect(piece.laid, piece.top, row, stretch.left, stretch.right);
            let line = self.engine.line(&SmolStr::new(sign), cell.height().min(20.0) * 0.42 * ppp);
            let width = line.rows.first().map_or(0.0, |row| row.right - row.left);
            let middle = cell.center() * ppp;
            let origin = pos2(middle.x - width / 2.0, middle.y + cell.height() * ppp * 0.16);
            self.add_line(&line, origin, color);
            if sign != "→" {
                let frame = Rect::from_center_size(cell.center(), vec2(cell.width() - 1.0, cell.height() * 0.6));
                let stroke = Stroke::new(0.75, color.gamma_multiply(MUTED));
                self.painter.rect_stroke(frame, CornerRadius::same(2), stroke, StrokeKind::Inside);
            }
        }
    }

    /// The rings of focused spans, and the handles of the first one.
    fn rings(&mut self, piece: OnScreen<'_>) {
        for span in &piece.laid.spans {
            let Some(order) = self.input.focus.iter().position(|focused| *focused == span.span) else { continue };
            let Some(look) = self.looks.get(&span.tag) else { continue };
            let color = look.colors.line;
            if let Some((row, x)) = span.point.filter(|&(row, _)| piece.shows(row)) {
                let rect = self.screen.band_rect(piece.laid, piece.top, row, x, x).expand2(vec2(5.0, 3.0));
                self.painter.rect_stroke(rect, CornerRadius::same(4), Stroke::new(2.0, color), StrokeKind::Outside);
            }
            let resizing = self.moment.resizing.filter(|(resized, ..)| *resized == span.span);
            let rects: Vec<Rect> = match resizing {
                Some((.., to)) => self.screen.range_rects(self.sheet, to),
                None => span
                    .boxes
                    .iter()
                    .filter(|stretch| piece.shows(stretch.row))
                    .map(|b| self.screen.band_rect(piece.laid, piece.top, b.row, b.left, b.right))
                    .collect(),
            };
            for rect in rects {
                let stroke = Stroke::new(2.0, color);
                self.painter.rect_stroke(rect.expand(0.5), CornerRadius::same(3), stroke, StrokeKind::Outside);
            }
            if order == 0 && !self.input.read_only && span.kind == LayerKind::Own && resizing.is_none() {
                for (edge, line) in self.screen.edges(piece.laid, piece.top, span) {
                    self.handle(line, edge == Edge::Start, color);
                    if self.input.held_edge == Some(edge) {
                        self.painter.vline(line.center().x, line.y_range().expand(4.0), Stroke::new(3.5, color));
                    }
                }
            }
        }
    }

    /// The caret. At a border of directions it stands in two places, each with a flag the way its text reads: whole
    /// where the next letter begins, half where the one before it ends.
    fn caret(&self) {
        let Some(selection) = self.input.selection.filter(|selection| selection.range().is_empty()) else { return };
        let Some(line) = self.screen.caret_rect(self.sheet, selection.head) else { return };
        let stroke = Stroke::new(2.0, self.input.style.accent);
        self.painter.vline(line.center().x, line.y_range(), stroke);
        if let Some((other, rtl)) = self.screen.split_caret_rect(self.sheet, selection.head) {
            self.flag(line.center_top(), !rtl);
            let half = Rangef::new(other.center().y, other.bottom());
            self.painter.vline(other.center().x, half, stroke);
            self.flag(pos2(other.center().x, half.min), rtl);
        }
    }

    /// A small triangle that points the way a text reads.
    fn flag(&self, top: Pos2, rtl: bool) {
        let way = if rtl { -FLAG } else { FLAG };
        let corners = vec![top, top + vec2(way, FLAG / 2.0), top + vec2(0.0, FLAG)];
        self.painter.add(Shape::convex_polygon(corners, self.input.style.accent, Stroke::NONE));
    }

    /// Short names above the starts of spans, where they do not cover each other.
    fn names(&mut self, piece: OnScreen<'_>) {
        let ppp = self.screen.ppp;
        let mut starts: Vec<(usize, f32, bool, &SpanOnPiece)> = Vec::new();
        for span in piece.laid.spans.iter().filter(|span| span.kind != LayerKind::Other) {
            let stretch = span.boxes.iter().find(|stretch| stretch.start_edge.is_some());
            let start = stretch.and_then(|b| b.start_edge.map(|side| (b.row, b.edge(side), b.edge(side) > b.left)));
            let start = start.or(span.point.map(|(row, x)| (row, x, false)));
            if let Some((row, x, rtl)) = start.filter(|&(row, ..)| piece.shows(row)) {
                starts.push((row, x, rtl, span));
            }
        }
        starts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.3.lane.cmp(&b.3.lane)));
        let mut placed = std::mem::take(&mut self.captions.names);
        let first_here = placed.len();
        for (row, x, rtl, span) in starts {
            let Some((look, strength)) = self.strength(span) else { continue };
            let color = look.colors.label.gamma_multiply(strength);
            let text = SmolStr::new(look.short.to_uppercase());
            let line = self.engine.line(&text, NAME * ppp);
            let width = line.rows.first().map_or(0.0, |row| row.right - row.left);
            let (band_top, _) = piece.laid.band(row);
            let left = if rtl { x - width } else { x };
            let bottom = piece.top + band_top - 1.5 * ppp;
            let mut rect = self.screen.rect_in_points(left, bottom - NAME * 0.72 * ppp, left + width, bottom);
            // A second name at the same start goes beside the first, as long as it is still above its span.
            let before = placed.get(first_here..).unwrap_or_default().iter().rev();
            for (other, _) in before.take(4) {
                if !rtl && other.y_range() == rect.y_range() && rect.left() < other.right() + NAME_GAP {
                    rect = rect.translate(vec2(other.right() + NAME_GAP - rect.left(), 0.0));
                }
            }
            let span_right = span.boxes.iter().filter(|b| b.row == row).map(|b| b.right).fold(x, f32::max);
            let limit = self.screen.rect_in_points(span_right, 0.0, span_right, 0.0).left();
            let is_moved = rect.left() > self.screen.rect_in_points(left, 0.0, left, 0.0).left() + 0.5;
            let covers = |other: &Rect| other.expand2(vec2(NAME_GAP - 1.0, 0.0)).intersects(rect);
            if (is_moved && rect.right() > limit) || placed.iter().any(|(other, _)| covers(other)) {
                continue;
            }
            self.add_line(&line, pos2(rect.left() * ppp, rect.bottom() * ppp), color);
            placed.push((rect, span.span));
        }
        self.captions.names = placed;
    }

    /// Adds a short line of text, its baseline's left end at `origin` in physical pixels.
    fn add_line(&mut self, line: &Rows, origin: Pos2, color: Color32) {
        let mut mesh = Mesh::with_texture(self.engine.texture());
        self.engine.add_row(&mut mesh, line, 0, origin, color, self.screen.ppp);
        self.painter.add(Shape::mesh(mesh));
    }
}

/// Hidden stretches that lie on each other, with their spans from the left.
struct Stack {
    row: usize,
    left: f32,
    right: f32,
    spans: Vec<SpanRef>,
}

fn stacks_of(mut hidden: Vec<Hidden>) -> Vec<Stack> {
    hidden.sort_by(|a, b| a.row.cmp(&b.row).then(a.left.total_cmp(&b.left)));
    let mut stacks: Vec<Stack> = Vec::new();
    for Hidden { row, left, right, span } in hidden {
        match stacks.last_mut() {
            Some(stack) if stack.row == row && left < stack.right => {
                stack.right = stack.right.max(right);
                if !stack.spans.contains(&span) {
                    stack.spans.push(span);
                }
            }
            _ => stacks.push(Stack { row, left, right, spans: vec![span] }),
        }
    }
    stacks
}

/// Which of some ranges, in order and apart from each other, have to do with a part of the text.
fn among(ranges: &[TextRange], part: TextRange) -> Range<usize> {
    let begin = ranges.partition_point(|range| range.end() < part.start());
    begin..ranges.partition_point(|range| range.start() <= part.end()).max(begin)
}

impl OnScreen<'_> {
    /// The text of the rows that are on screen.
    fn shown(&self) -> TextRange {
        let rows = &self.laid.rows.rows;
        let start = rows.get(self.first_row).map_or(self.laid.range.start(), |row| self.laid.global(row.start));
        let last = rows.get(self.end_row.saturating_sub(1)).or(rows.last());
        let end = last.map_or(self.laid.range.end(), |row| self.laid.global(row.end));
        TextRange::between(start, end)
    }

    fn shows(&self, row: usize) -> bool {
        (self.first_row..self.end_row).contains(&row)
    }
}
