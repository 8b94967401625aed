//! Where lines end in a part of a paragraph that goes on after it: so that no reader sees the seam.

use parley::Layout;
use parley::layout::{BreakLines, YieldData};

/// A last row that lacks less than this part of the width looks like any other row.
const FULL_ENOUGH: f32 = 0.125;
/// In a text of long words rows lack more: then one row in this many may be as short as the last one.
const SHORT_ROWS: usize = 5;
/// How many of the last rows give something up in a text of words: what a row further up gives, the free ends of those
/// below it take up.
const LAST_ROWS: [usize; 4] = [24, 40, 12, 64];
/// Attempts with each of these; after all the best one is taken.
const ATTEMPTS: usize = 10;
/// The most that a row gives up in a text of words, in parts of a letter's width.
const MOST_GIVEN_UP: f32 = 2.5;

/// Breaks lines so that the last one is about as full as the others, by breaking the few above it a little earlier.
pub(crate) fn break_evenly(layout: &mut Layout<()>, width: f32, em: f32) {
    let (first, given_up) = best_attempt(layout, width, em);
    let mut lines = layout.break_lines();
    for _ in 0..first {
        break_next(&mut lines, width, width);
    }
    break_rest(&mut lines, width, given_up);
    lines.finish();
}

/// From which row on how much is to be given up. Only the last rows are broken anew in each attempt. (Going back to a
/// row's start may leave a row out, which is no harm to an attempt.)
fn best_attempt(layout: &mut Layout<()>, width: f32, em: f32) -> (usize, f32) {
    let mut lines = layout.break_lines();
    let mut starts = Vec::new();
    let mut free = Vec::new();
    loop {
        let start = lines.state().clone();
        let Some(rest) = break_next(&mut lines, width, width) else { break };
        starts.push(start);
        free.push(rest);
    }
    let (n_rows, missing) = (free.len(), free.pop().unwrap_or(0.0));
    free.sort_by(f32::total_cmp);
    let usual = free.get(n_rows - n_rows.div_ceil(SHORT_ROWS)).copied().unwrap_or(0.0);
    let enough = usual.max(FULL_ENOUGH * width);
    let mut best = (missing, n_rows.saturating_sub(1), 0.0);
    for (n_last, given_up) in attempts(missing, width, em) {
        if best.0 <= enough {
            break;
        }
        let first = n_rows.saturating_sub(1 + n_last);
        let Some(start) = starts.get(first) else { break };
        lines.revert_to(start.clone());
        let missing = break_rest(&mut lines, width, given_up);
        if missing < best.0 {
            best = (missing, first, given_up);
        }
    }
    (best.1, best.2)
}

/// How many rows above the last one may give up how much each. Where all letters are as wide, as in Chinese, a row gives
/// up a whole one or nothing: then as many rows as letters are missing give up one each.
fn attempts(missing: f32, width: f32, em: f32) -> impl Iterator<Item = (usize, f32)> {
    let n_letters = (missing / em).round() as usize;
    let for_letters = [n_letters, n_letters + 1].into_iter().map(move |n_rows| (n_rows, em));
    let for_words = LAST_ROWS.into_iter().flat_map(|n_rows| (0..ATTEMPTS).map(move |n| (n_rows, n)));
    for_letters.chain(for_words.map(move |(n_rows, n)| {
        let px = (missing + n as f32 * width / ATTEMPTS as f32) / n_rows as f32;
        (n_rows, px.min(MOST_GIVEN_UP * em))
    }))
}

/// Breaks all lines that are left, and says how much of the width the last one leaves free.
fn break_rest(lines: &mut BreakLines<'_, ()>, width: f32, given_up: f32) -> f32 {
    let narrower = (width - given_up).max(width / 2.0);
    let mut free = width;
    while let Some(rest) = break_next(lines, width, narrower) {
        free = rest;
    }
    free
}

/// Breaks one line, and says how much of the width it leaves free.
fn break_next(lines: &mut BreakLines<'_, ()>, width: f32, narrower: f32) -> Option<f32> {
    lines.state_mut().set_layout_max_advance(width);
    lines.state_mut().set_line_max_advance(narrower);
    let YieldData::LineBreak(line) = lines.break_next()? else { return None };
    // Alignment goes by the whole width.
    lines.set_prior_line_width(width);
    Some(width - (line.metrics.advance - line.metrics.hanging_advance))
}

#[cfg(test)]
mod tests {
    use crate::app::typeset::{Measure, ReaderFonts, Rows, TextEngine};

    fn rows(source: &str, measure: Measure) -> Rows {
        let mut engine = TextEngine::without_system_fonts(&ReaderFonts::shipped());
        let face = engine.face("Literata", 18.0, 400.0);
        engine.rows(source, &face, measure)
    }

    /// How much of `width` the rows leave free, of a stretch whose paragraph goes on after it.
    #[track_caller]
    fn free_in_rows(source: &str, width: f32, rtl: bool) -> Vec<f32> {
        let rows = rows(source, Measure { goes_on: true, ..Measure::paragraph(width, rtl) });
        assert_eq!(rows.rows.iter().map(|row| row.end - row.start).sum::<u32>() as usize, source.len());
        rows.rows.iter().map(|row| width - (row.right - row.left)).collect()
    }

    #[test]
    fn the_seam_after_a_stretch_of_a_paragraph_cannot_be_seen() {
        let words = ["the", "envoy", "said", "siege", "of", "eastern", "districts", "had", "to", "be", "lifted"];
        let arabic = ["ولد", "الأديب", "في", "القاهرة", "عام", "ودرس", "جامعة", "ثم", "عمل", "الوزارة", "حتى"];
        let letters = ["g", "T", "0", "C", "7", "j", "b", "L", "A", "6", "M"];
        let repeated = "The envoy said on Monday that the siege of the eastern districts would have to be lifted. ";
        let texts = [
            (made_of(&words, " "), false),
            (made_of(&arabic, " "), true),
            (made_of(&letters, ""), false),
            (repeated.repeat(66), false),
        ];
        for (source, rtl) in texts {
            for width in [320.0, 487.0, 610.0, 655.0] {
                let free = free_in_rows(&source, width, rtl);
                let (last, others) = free.split_last().unwrap();
                let widest = others.iter().copied().fold(0.0, f32::max);
                let n_shorter = others.iter().filter(|free| *free >= last).count();
                let is_usual = *last <= width / 8.0 || n_shorter * 8 >= others.len();
                assert!(
                    is_usual,
                    "the last of {} rows lacks {last} of {width}: {}",
                    free.len(),
                    crate::text::quote(&source)
                );
                // Rows that give something up give a letter's width, or two or three where there are few rows.
                let usual = longest_word(&source) + 3.0 * 18.0;
                assert!(widest <= usual, "a row lacks {widest} of {width}, more than a word and three letters");
            }
        }
    }

    /// About six thousand bytes of some words, in an order that does not repeat itself.
    fn made_of(words: &[&str], between: &str) -> String {
        let mut text = String::new();
        let mut state = 7_u32;
        while text.len() < 6000 {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            text.push_str(words[(state >> 16) as usize % words.len()]);
            text.push_str(between);
        }
        text
    }

    /// How wide the longest word is, or a letter where there are no words: what a ragged row may lack.
    fn longest_word(source: &str) -> f32 {
        let words = source.split(' ').filter(|word| word.len() < 40);
        let width = |word: &str| {
            let rows = rows(word, Measure::paragraph(900.0, false));
            rows.rows.first().map_or(0.0, |row| row.right - row.left)
        };
        let mut distinct: Vec<&str> = words.collect();
        distinct.sort();
        distinct.dedup();
        distinct.into_iter().map(width).fold(18.0, f32::max)
    }
}
