//! What is seen of the page, from the ground up: tints, under-lines, the selection, text, rings, names.

use super::input::{Edge, LayerKind, MarkKind, ReaderInput, SpanRef};
use super::laid::{Laid, SpanOnPiece};
use super::screen::Screen;
use super::sheet::Sheet;
use super::style::{Emphasis, TagLook};
use super::tints::{Tint, tint_stretches};
use crate::app::theme::paint_under_line;
use crate::app::typeset::{RowBox, Rows, Side, TextEngine, sign};
use crate::model::TagId;
use crate::text::TextRange;
use egui::{Color32, CornerRadius, Mesh, Painter, Pos2, Rangef, Rect, Shape, Stroke, StrokeKind, pos2, vec2};
use smol_str::SmolStr;
use std::collections::HashMap;

/// The thickness of an under-line of one's own, in points.
const UNDER_LINE: f32 = 2.0;
/// Another annotator's is thinner.
const UNDER_LINE_OTHER: f32 = 1.0;
/// The size of short names, in points.
const NAME: f32 = 9.0;
/// The size of counts, in points.
const COUNT: f32 = 8.5;
/// How strong the color of what stands back is.
const MUTED: f32 = 0.6;
const DIMMED: f32 = 0.35;
/// Names keep this far apart, in points.
const NAME_GAP: f32 = 5.0;

/// What the pointer is doing just now.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Moment {
    /// The innermost span under the pointer.
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
        Self { painter, engine, sheet, screen, input, moment, looks: HashMap::new() }
    }

    /// Paints everything and returns where the short names are, for the next frame's clicks.
    pub(super) fn paint(mut self) -> Vec<(Rect, SpanRef)> {
        self.painter.rect_filled(self.screen.rect, 0, self.input.style.canvas);
        let (screen, sheet) = (self.screen, self.sheet);
        let pieces: Vec<OnScreen<'a>> = screen
            .visible
            .iter()
            .filter_map(|visible| {
                let laid = sheet.laid(visible.piece)?;
                let height = screen.rect.height() * screen.ppp;
                Some(OnScreen {
                    laid,
                    top: visible.top,
                    first_row: laid.row_at_height(-visible.top),
                    end_row: laid.row_at_height(height - visible.top) + 1,
                })
            })
            .collect();
        for &piece in &pieces {
            for span in &piece.laid.spans {
                self.look(&span.tag);
            }
            self.tints(piece);
        }
        self.marks();
        for &piece in &pieces {
            self.under_lines(piece);
        }
        self.selection();
        self.text(&pieces);
        for &piece in &pieces {
            self.rings(piece);
        }
        self.caret();
        let mut names = Vec::new();
        for &piece in &pieces {
            self.names(piece, &mut names);
        }
        names
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

    fn marks(&mut self) {
        let marks = self.input.marks;
        let (Some(first), Some(last)) = (self.screen.visible.first(), self.screen.visible.last()) else { return };
        let (Some(first), Some(last)) = (self.sheet.laid(first.piece), self.sheet.laid(last.piece)) else { return };
        let begin = marks.partition_point(|mark| mark.range.end() < first.range.start());
        for mark in marks.iter().skip(begin).take_while(|mark| mark.range.start() <= last.range.end()) {
            for rect in self.screen.range_rects(self.sheet, mark.range) {
                let radius = CornerRadius::same(2);
                match mark.kind {
                    MarkKind::Hit => self.painter.rect_filled(rect, radius, self.input.style.hit),
                    MarkKind::CurrentHit => {
                        self.painter.rect_filled(rect, radius, self.input.style.hit);
                        let stroke = Stroke::new(1.5, self.input.style.accent);
                        self.painter.rect_stroke(rect.expand(1.0), radius, stroke, StrokeKind::Outside)
                    }
                    MarkKind::Problem => {
                        let stroke = Stroke::new(1.5, self.input.style.warning);
                        self.painter.rect_stroke(rect, radius, stroke, StrokeKind::Inside)
                    }
                };
            }
        }
    }

    fn under_lines(&mut self, piece: OnScreen<'_>) {
        let pitch = self.sheet.page().map_or(0.0, |page| page.lane_pitch as f32);
        // For each row, where spans without a lane of their own stand: a count takes their place.
        let mut hidden: Vec<(usize, f32, f32)> = Vec::new();
        for span in &piece.laid.spans {
            let Some((look, strength)) = self.strength(span) else { continue };
            let thickness = if span.kind == LayerKind::Own { UNDER_LINE } else { UNDER_LINE_OTHER };
            let color = look.colors.line.gamma_multiply(strength);
            let pattern = look.colors.pattern;
            for stretch in span.boxes.iter().filter(|stretch| piece.shows(stretch.row)) {
                if span.lane >= piece.laid.n_drawn_lanes(stretch.row) {
                    hidden.push((stretch.row, stretch.left, stretch.right));
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

    /// A thin line between the parts of one span on a row: its fragments, and what a change of direction has torn apart.
    fn joint(&self, piece: OnScreen<'_>, span: &SpanOnPiece, color: Color32, pitch: f32) {
        if span.lane >= 4 || span.boxes.len() < 2 {
            return;
        }
        let mut boxes: Vec<&RowBox> = span.boxes.iter().filter(|stretch| piece.shows(stretch.row)).collect();
        boxes.sort_by(|a, b| a.row.cmp(&b.row).then(a.left.total_cmp(&b.left)));
        for pair in boxes.windows(2) {
            let [before, after] = pair else { continue };
            if before.row != after.row || after.left - before.right <= 0.5 {
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

    /// *+3* where three spans found no lane.
    fn counts(&mut self, piece: OnScreen<'_>, mut hidden: Vec<(usize, f32, f32)>, pitch: f32) {
        hidden.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)));
        let mut groups: Vec<(usize, f32, f32, usize)> = Vec::new();
        for (row, left, right) in hidden {
            match groups.last_mut() {
                Some(group) if group.0 == row && left < group.2 => {
                    group.2 = group.2.max(right);
                    group.3 += 1;
                }
                _ => groups.push((row, left, right, 1)),
            }
        }
        let ppp = self.screen.ppp;
        let color = self.input.style.text_soft;
        for (row, left, _, n) in groups {
            let text = SmolStr::new(format!("+{n}"));
            let line = self.engine.line(&text, COUNT * ppp);
            let (_, bottom) = piece.laid.band(row);
            let n_lanes = piece.laid.n_drawn_lanes(row) as f32;
            let baseline = piece.top + bottom + pitch * n_lanes + 6.5 * ppp;
            let origin = pos2(self.screen.left + left, self.screen.top() + baseline);
            self.add_line(&line, origin, color);
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

    fn caret(&self) {
        let Some(selection) = self.input.selection else { return };
        if let Some(line) = self.screen.caret_rect(self.sheet, selection.head)
            && selection.range().is_empty()
        {
            self.painter.vline(line.center().x, line.y_range(), Stroke::new(2.0, self.input.style.accent));
        }
    }

    /// Short names above the starts of spans, where they do not cover each other.
    fn names(&mut self, piece: OnScreen<'_>, placed: &mut Vec<(Rect, SpanRef)>) {
        let ppp = self.screen.ppp;
        let mut starts: Vec<(usize, f32, bool, &SpanOnPiece)> = Vec::new();
        for span in piece.laid.spans.iter().filter(|span| span.kind != LayerKind::Other) {
            let stretch = span.boxes.iter().find(|stretch| stretch.start_edge.is_some());
            let start = stretch.and_then(|b| b.start_edge.map(|edge| (b.row, edge.x, edge.side == Side::Right)));
            let start = start.or(span.point.map(|(row, x)| (row, x, false)));
            if let Some((row, x, rtl)) = start.filter(|&(row, ..)| piece.shows(row)) {
                starts.push((row, x, rtl, span));
            }
        }
        starts.sort_by(|a, b| a.0.cmp(&b.0).then(a.1.total_cmp(&b.1)).then(a.3.lane.cmp(&b.3.lane)));
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
    }

    /// Adds a short line of text, its baseline's left end at `origin` in physical pixels.
    fn add_line(&mut self, line: &Rows, origin: Pos2, color: Color32) {
        let mut mesh = Mesh::with_texture(self.engine.texture());
        self.engine.add_row(&mut mesh, line, 0, origin, color, self.screen.ppp);
        self.painter.add(Shape::mesh(mesh));
    }
}

impl OnScreen<'_> {
    fn shows(&self, row: usize) -> bool {
        (self.first_row..self.end_row).contains(&row)
    }
}
