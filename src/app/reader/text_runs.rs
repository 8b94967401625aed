//! The visible text for screen readers: each row as runs of graphemes with their places, so that it can be read by
//! letter, word and line, and the caret and the selection in it.

use super::laid::Laid;
use super::screen::Screen;
use super::sheet::Sheet;
use super::window::Visible;
use crate::app::typeset::Cell;
use crate::text::{Offset, TextRange};
use egui::accesskit::{NodeId, Role, TextDirection, TextPosition, TextSelection};
use egui::{Id, Rect, Sense, Ui, UiBuilder};
use std::ops::Range;

/// AccessKit counts the characters of a run in a byte.
const LONGEST: usize = 255;

/// A run that a screen reader knows: graphemes of one row that follow each other in one direction.
#[derive(Debug)]
pub(super) struct TextRun {
    node: NodeId,
    /// Where each of its characters begins, and where the last one ends.
    places: Vec<Offset>,
    /// Whether the text goes on at the same place in another run: that place is the other's start then.
    goes_on: bool,
}

/// Adds the rows of a piece that are on screen to its paragraph's node.
pub(super) fn add_text_runs(
    ui: &mut Ui,
    paragraph: Id,
    sheet: &Sheet,
    screen: &Screen,
    at: Visible,
    runs: &mut Vec<TextRun>,
) {
    let Some(laid) = sheet.laid(at.piece) else { return };
    let ui = &ui.new_child(UiBuilder::new().id_salt(paragraph).accessibility_parent(paragraph));
    let word_starts = sheet.text.word_starts(laid.range);
    let line_break = line_break_after(sheet, at.piece);
    let n_rows = laid.rows.rows.len();
    for row in screen.rows_on_screen(laid, at.top) {
        let mut stretches = stretches_of(laid, row);
        if row + 1 == n_rows {
            // A line break is one more character of the last run.
            stretches.last_mut().into_iter().for_each(|last| last.line_break = line_break);
        }
        let ids: Vec<Id> = (0..stretches.len()).map(|n| paragraph.with((row, n))).collect();
        for (n, stretch) in stretches.iter().enumerate() {
            let Some(&id) = ids.get(n) else { continue };
            let beside = [n.checked_sub(1).and_then(|before| ids.get(before)), ids.get(n + 1)];
            let rect = stretch.rect(laid, screen, at.top, row);
            ui.interact(rect, id, Sense::hover());
            let goes_on = stretch.line_break.is_none() && sheet.text.end() > stretch.end(laid);
            runs.push(TextRun { node: id.accesskit_id(), places: stretch.places(laid), goes_on });
            run_node(ui, id, sheet, laid, stretch, rect, &word_starts, screen.ppp, beside);
        }
    }
}

/// Where a selection stands in the runs; nothing when none of it is on screen.
pub(super) fn selection_in(runs: &[TextRun], anchor: Offset, head: Offset) -> Option<TextSelection> {
    let (first, last) = (runs.first()?.places.first()?, runs.last()?.places.last()?);
    let is_apart = anchor.max(head) < *first || anchor.min(head) > *last;
    let position = |at: Offset| position_of(runs, at.clamp(*first, *last));
    if is_apart { None } else { Some(TextSelection { anchor: position(anchor)?, focus: position(head)? }) }
}

fn position_of(runs: &[TextRun], at: Offset) -> Option<TextPosition> {
    let holds = |run: &&TextRun| {
        let (Some(start), Some(end)) = (run.places.first(), run.places.last()) else { return false };
        *start <= at && (at < *end || at == *end && !run.goes_on)
    };
    let run = runs.iter().find(holds).or(runs.last())?;
    let index = run.places.partition_point(|place| *place < at).min(run.places.len().saturating_sub(1));
    Some(TextPosition { node: run.node, character_index: index })
}

/// The place in the text that a screen reader means.
pub(super) fn place_of(runs: &[TextRun], position: &TextPosition) -> Option<Offset> {
    let run = runs.iter().find(|run| run.node == position.node)?;
    run.places.get(position.character_index).or(run.places.last()).copied()
}

/// Cells of a row that follow each other in the text, in one direction.
struct Stretch {
    cells: Vec<Cell>,
    rtl: bool,
    /// An empty row's place, from the left.
    edge: f32,
    start: u32,
    line_break: Option<TextRange>,
}

fn stretches_of(laid: &Laid, row: usize) -> Vec<Stretch> {
    let Some(row) = laid.rows.rows.get(row) else { return Vec::new() };
    let mut cells: Vec<Cell> = laid.rows.cells_of(row).to_vec();
    cells.sort_by_key(|cell| cell.start);
    let mut stretches: Vec<Stretch> = Vec::new();
    for cell in cells {
        match stretches.last_mut() {
            Some(stretch) if stretch.rtl == cell.rtl && stretch.cells.len() < LONGEST - 1 => stretch.cells.push(cell),
            _ => stretches.push(Stretch {
                cells: vec![cell],
                rtl: cell.rtl,
                edge: cell.left,
                start: cell.start,
                line_break: None,
            }),
        }
    }
    if stretches.is_empty() {
        let (rtl, edge, start) = (laid.rows.rtl, row.left, row.start);
        stretches.push(Stretch { cells: Vec::new(), rtl, edge, start, line_break: None });
    }
    stretches
}

impl Stretch {
    fn end(&self, laid: &Laid) -> Offset {
        laid.global(self.cells.last().map_or(self.start, |cell| cell.end))
    }

    /// From its leftmost to its rightmost cell, in pixels.
    fn across(&self) -> (f32, f32) {
        let left = self.cells.iter().map(|cell| cell.left).reduce(f32::min).unwrap_or(self.edge);
        let right = self.cells.iter().map(|cell| cell.right).reduce(f32::max).unwrap_or(self.edge);
        (left, right)
    }

    fn rect(&self, laid: &Laid, screen: &Screen, top: f32, row: usize) -> Rect {
        let (left, right) = self.across();
        screen.band_rect(laid, top, row, left, right)
    }

    fn places(&self, laid: &Laid) -> Vec<Offset> {
        let starts = self.cells.iter().map(|cell| laid.global(cell.start));
        let line_break = self.line_break.map(|line_break| line_break.start());
        let end = self.line_break.map_or(self.end(laid), |line_break| line_break.end());
        starts.chain(line_break).chain([end]).collect()
    }

    /// How far a cell is from where the run begins in its direction, and how wide it is, in points.
    fn positions(&self, ppp: f32) -> (Vec<f32>, Vec<f32>) {
        let (left, right) = self.across();
        let from_start = |cell: &Cell| if self.rtl { right - cell.right } else { cell.left - left };
        let line_break = self.line_break.map(|_| right - left);
        let positions = self.cells.iter().map(from_start).chain(line_break).map(|px| px / ppp).collect();
        let widths = self.cells.iter().map(|cell| cell.right - cell.left);
        (positions, widths.chain(self.line_break.map(|_| 0.0)).map(|px| px / ppp).collect())
    }
}

#[allow(clippy::too_many_arguments, reason = "all that one node says")]
fn run_node(
    ui: &Ui,
    id: Id,
    sheet: &Sheet,
    laid: &Laid,
    stretch: &Stretch,
    rect: Rect,
    word_starts: &[Offset],
    ppp: f32,
    [before, after]: [Option<&Id>; 2],
) {
    let places = stretch.places(laid);
    let (Some(&start), Some(&end)) = (places.first(), places.last()) else { return };
    let words = within(word_starts, start..end);
    let (positions, widths) = stretch.positions(ppp);
    ui.ctx().accesskit_node_builder(id, |node| {
        node.set_role(Role::TextRun);
        node.set_text_direction(if stretch.rtl { TextDirection::RightToLeft } else { TextDirection::LeftToRight });
        node.set_bounds(egui::accesskit::Rect {
            x0: rect.left().into(),
            y0: rect.top().into(),
            x1: rect.right().into(),
            y1: rect.bottom().into(),
        });
        node.set_value(sheet.text.slice(TextRange::between(start, end)));
        // A grapheme of more than 255 bytes is a heap of marks that nobody reads letter by letter.
        let lengths = places.windows(2).map(|pair| match pair {
            [a, b] => u8::try_from(b.get() - a.get()).unwrap_or(u8::MAX),
            _ => 0,
        });
        node.set_character_lengths(lengths.collect::<Vec<u8>>());
        node.set_character_positions(positions);
        node.set_character_widths(widths);
        let index_of = |word: &Offset| u8::try_from(places.partition_point(|place| place < word)).ok();
        node.set_word_starts(words.iter().filter_map(index_of).collect::<Vec<u8>>());
        before.into_iter().for_each(|id| node.set_previous_on_line(id.accesskit_id()));
        after.into_iter().for_each(|id| node.set_next_on_line(id.accesskit_id()));
    });
}

fn within(sorted: &[Offset], range: Range<Offset>) -> &[Offset] {
    let from = sorted.partition_point(|at| *at < range.start);
    let to = sorted.partition_point(|at| *at < range.end);
    sorted.get(from..to).unwrap_or_default()
}

/// The line break after a piece that ends its paragraph.
fn line_break_after(sheet: &Sheet, piece: usize) -> Option<TextRange> {
    let paragraph = sheet.pieces.paragraph(piece);
    let line = sheet.text.paragraph_line(paragraph);
    let line_break = TextRange::between(line.end(), sheet.text.paragraph(paragraph).end());
    (sheet.pieces.ends_paragraph(piece) && !line_break.is_empty()).then_some(line_break)
}
