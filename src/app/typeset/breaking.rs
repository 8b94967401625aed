//! Where lines end in a part of a paragraph that goes on after it: so that no reader sees the seam.

use parley::{Layout, Line};

/// A last row that lacks less than this part of the width looks like any other row.
const FULL_ENOUGH: f32 = 0.125;
/// In a text of long words rows lack more: then one row in this many may be as short as the last one.
const SHORT_ROWS: usize = 5;
/// How many lines before the last one give something up in a text of words: what a line further up gives, the free
/// ends of those below it take up.
const LAST_LINES: [usize; 4] = [24, 40, 12, 64];
/// Attempts with each of these; after all the best one is taken.
const ATTEMPTS: usize = 10;
/// The most that a line gives up in a text of words, in parts of a letter's width.
const MOST_GIVEN_UP: f32 = 2.5;

/// What lines give up, so that the last one is filled.
#[derive(Clone, Copy)]
enum Narrower {
    /// A letter's width, so many times in so many lines, evenly spread: where all letters are as wide, as in Chinese, a
    /// line gives up a whole one or nothing.
    Some(usize, usize),
    /// So many pixels in each line from this one on.
    From(usize, f32),
}

/// Breaks lines so that the last one is about as full as the others, by breaking the others a little earlier.
pub(crate) fn break_evenly(layout: &mut Layout<()>, width: f32, em: f32) {
    layout.break_all_lines(Some(width));
    let n_lines = layout.len();
    let mut free: Vec<f32> = layout.lines().map(|line| free_in(&line, width)).collect();
    let missing = free.pop().unwrap_or(0.0);
    free.sort_by(f32::total_cmp);
    let usual = free.get(n_lines - n_lines.div_ceil(SHORT_ROWS)).copied().unwrap_or(0.0);
    let enough = usual.max(FULL_ENOUGH * width);
    let needed = (missing / em).round() as usize;
    let for_letters = [needed, needed + 1].into_iter().map(|n_ems| Narrower::Some(n_ems, n_lines));
    let for_words =
        LAST_LINES.iter().flat_map(|&last| (0..ATTEMPTS).map(move |n| (last.min(n_lines), n))).map(|(last, n)| {
            let px = (missing + n as f32 * width / ATTEMPTS as f32) / last as f32;
            Narrower::From(n_lines - last, px.min(MOST_GIVEN_UP * em))
        });
    let mut best = (missing, Narrower::Some(0, n_lines));
    for narrower in for_letters.chain(for_words) {
        if best.0 <= enough {
            break;
        }
        break_narrowed(layout, width, em, narrower);
        let missing = layout.lines().last().map_or(0.0, |line| free_in(&line, width));
        if missing < best.0 {
            best = (missing, narrower);
        }
    }
    break_narrowed(layout, width, em, best.1);
}

/// How much of the width a line leaves free.
fn free_in(line: &Line<'_, ()>, width: f32) -> f32 {
    let metrics = line.metrics();
    width - (metrics.advance - metrics.hanging_advance)
}

/// Breaks lines at `width`, less what each gives up.
fn break_narrowed(layout: &mut Layout<()>, width: f32, em: f32, narrower: Narrower) {
    let mut lines = layout.break_lines();
    for line in 0.. {
        let given_up = match narrower {
            Narrower::Some(n_ems, n_lines) => {
                let until = |line: usize| line * n_ems / n_lines.max(1);
                (until(line + 1) - until(line)) as f32 * em
            }
            Narrower::From(first, px) => {
                if line >= first {
                    px
                } else {
                    0.0
                }
            }
        };
        lines.state_mut().set_layout_max_advance(width);
        lines.state_mut().set_line_max_advance((width - given_up).max(width / 2.0));
        if lines.break_next().is_none() {
            break;
        }
        // Alignment goes by the whole width.
        lines.set_prior_line_width(width);
    }
    lines.finish();
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
