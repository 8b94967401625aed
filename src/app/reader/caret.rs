//! Steps of the caret: by grapheme, word, line, paragraph, page.

use super::input::Motion;
use super::pieces::is_rtl;
use super::sheet::Sheet;
use crate::app::typeset::TextEngine;
use crate::text::{Granularity, Offset};

/// Remembers how far from the left a series of steps up and down began.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Goal {
    after: Option<(Offset, f32)>,
}

/// Where a step from `from` leads. `page_px` is the height of a page step, in physical pixels.
pub(super) fn step(
    sheet: &mut Sheet,
    engine: &mut TextEngine,
    goal: &mut Goal,
    from: Offset,
    motion: Motion,
    page_px: f32,
) -> Offset {
    let text = sheet.text.clone();
    let rtl = is_rtl(&text, from);
    match motion {
        Motion::WordLeft if rtl => text.next_word_end(from),
        Motion::WordLeft => text.previous_word_start(from),
        Motion::WordRight if rtl => text.previous_word_start(from),
        Motion::WordRight => text.next_word_end(from),
        Motion::GraphemeLeft if rtl => text.next_grapheme(from),
        Motion::GraphemeLeft => text.previous_grapheme(from),
        Motion::GraphemeRight if rtl => text.previous_grapheme(from),
        Motion::GraphemeRight => text.next_grapheme(from),
        Motion::ParagraphUp => {
            let index = text.paragraph_index(from);
            let start = text.paragraph(index).start();
            if start < from { start } else { text.paragraph(index.saturating_sub(1)).start() }
        }
        Motion::ParagraphDown => {
            let next = text.paragraph_index(from) + 1;
            if next < text.n_paragraphs() { text.paragraph(next).start() } else { text.end() }
        }
        Motion::DocumentStart => Offset::ZERO,
        Motion::DocumentEnd => text.end(),
        Motion::LineStart => row_of(sheet, engine, from).0,
        Motion::LineEnd => row_of(sheet, engine, from).1,
        Motion::LineUp => vertically(sheet, engine, goal, from, Vertical::Lines(-1)),
        Motion::LineDown => vertically(sheet, engine, goal, from, Vertical::Lines(1)),
        Motion::PageUp => vertically(sheet, engine, goal, from, Vertical::Pixels(-page_px)),
        Motion::PageDown => vertically(sheet, engine, goal, from, Vertical::Pixels(page_px)),
    }
}

/// The start and the end of the caret's row. A row that wraps ends before its last space, as the place after
/// it is the next row's start.
fn row_of(sheet: &mut Sheet, engine: &mut TextEngine, at: Offset) -> (Offset, Offset) {
    let piece = sheet.piece_at(at);
    sheet.ensure_rows(engine, piece);
    let Some(laid) = sheet.laid(piece) else { return (at, at) };
    let Some(row) = laid.rows.rows.get(laid.rows.row_at(laid.local(at))) else { return (at, at) };
    let (start, end) = (laid.global(row.start), laid.global(row.end));
    (start, if laid.rows.wraps(row) { sheet.text.previous_grapheme(end).max(start) } else { end })
}

enum Vertical {
    Lines(i32),
    Pixels(f32),
}

fn vertically(sheet: &mut Sheet, engine: &mut TextEngine, goal: &mut Goal, from: Offset, by: Vertical) -> Offset {
    let mut piece = sheet.piece_at(from);
    sheet.ensure_rows(engine, piece);
    let Some(laid) = sheet.laid(piece) else { return from };
    let (row, x) = laid.rows.caret(laid.local(from));
    let x = goal.after.filter(|&(at, _)| at == from).map_or(x, |(_, x)| x);
    let last_piece = sheet.pieces.len().saturating_sub(1);
    let target = match by {
        Vertical::Lines(n) if n < 0 && row == 0 => {
            if piece == 0 {
                return Offset::ZERO;
            }
            piece -= 1;
            sheet.ensure_rows(engine, piece);
            sheet.laid(piece).map_or(0, |laid| laid.rows.rows.len().saturating_sub(1))
        }
        Vertical::Lines(n) if n < 0 => row - 1,
        Vertical::Lines(_) if row + 1 < laid.rows.rows.len() => row + 1,
        Vertical::Lines(_) => {
            if piece == last_piece {
                return sheet.text.end();
            }
            piece += 1;
            0
        }
        Vertical::Pixels(px) => {
            let (top, bottom) = laid.row_span(row);
            let mut y = (top + bottom) / 2.0 + px;
            while y < 0.0 && piece > 0 {
                piece -= 1;
                sheet.ensure_rows(engine, piece);
                y += sheet.laid(piece).map_or(0.0, |laid| laid.height as f32);
            }
            while let Some(height) = sheet.laid(piece).map(|laid| laid.height as f32)
                && y >= height
                && piece < last_piece
            {
                y -= height;
                piece += 1;
                sheet.ensure_rows(engine, piece);
            }
            sheet.laid(piece).map_or(0, |laid| laid.row_at_height(y))
        }
    };
    sheet.ensure_rows(engine, piece);
    let Some(laid) = sheet.laid(piece) else { return from };
    let to = laid.global(laid.rows.hit(target, x).caret);
    let to = whole_grapheme(sheet, to);
    goal.after = Some((to, x));
    to
}

/// The nearest place before `at`, or `at` itself, where no grapheme is cut.
pub(super) fn whole_grapheme(sheet: &Sheet, at: Offset) -> Offset {
    let text = &sheet.text;
    if at == Offset::ZERO || at == text.end() {
        return at;
    }
    let before = text.previous_grapheme(at);
    let around = text.unit_at(before, Granularity::Grapheme);
    if around.end() == at { at } else { around.start() }
}
