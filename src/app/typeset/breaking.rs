//! Where lines end in a part of a paragraph that goes on after it: so that no reader sees the seam.

use crate::text::line_breaks;
use parley::Layout;
use parley::layout::{BreakLines, YieldData};

/// How much of the width a row may leave free, in parts of it; the second is taken where the first does not do.
const MOST_FREE: [f64; 2] = [0.25, 1.0];
/// How many times the last row counts: if one were much shorter than others, this one would be seen.
const LAST: f64 = 4.0;
/// What sums of widths may differ by that were added in another order, in pixels.
const ROUNDING: f32 = 0.1;

/// Breaks lines so that all are about as full, the last one as well: the sum of the squares of what the rows leave free is
/// the least there is (Knuth and Plass, *Breaking Paragraphs into Lines*, 1981, without hyphens and stretched spaces).
/// `text` is what was laid out.
pub(crate) fn break_evenly(layout: &mut Layout<()>, text: &str, width: f32) {
    layout.break_all_lines(None);
    let cuts = cuts(layout, text, f64::from(width));
    let rows = MOST_FREE.iter().find_map(|part| best_rows(&cuts, f64::from(width), part * f64::from(width)));
    let mut lines = layout.break_lines();
    for row in rows.into_iter().flatten() {
        break_next(&mut lines, width, row as f32 + ROUNDING);
    }
    // Where lines could not be broken as planned, the rest is broken as it comes.
    while break_next(&mut lines, width, width) {}
    lines.finish();
}

/// Breaks one line, and says whether there was one.
fn break_next(lines: &mut BreakLines<'_, ()>, width: f32, most: f32) -> bool {
    lines.state_mut().set_layout_max_advance(width);
    lines.state_mut().set_line_max_advance(most);
    let Some(YieldData::LineBreak(_)) = lines.break_next() else { return false };
    // Alignment goes by the whole width.
    lines.set_prior_line_width(width);
    true
}

/// A place where a row may end and the next begin, in pixels from the start of the text set in one line.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Cut {
    /// Where a row that ends here ends, without its last spaces.
    end: f64,
    /// Where a row that begins here begins.
    start: f64,
}

/// All places where a row may end, and the text's start and end: where a line may end by its text, and in words that are
/// longer than a row between any two letters.
fn cuts(layout: &Layout<()>, text: &str, width: f64) -> Vec<Cut> {
    let mut letters: Vec<Letter> = Vec::with_capacity(text.len());
    for run in layout.lines().flat_map(|line| line.runs().collect::<Vec<_>>()) {
        letters.extend(run.clusters().filter_map(|cluster| {
            let at = cluster.text_range();
            let hangs = text.get(at.clone()).is_some_and(|letter| letter == " " || letter == "\u{3000}");
            let is_whole = !cluster.is_ligature_continuation();
            (!at.is_empty()).then(|| Letter { at: at.start, width: f64::from(cluster.advance()), hangs, is_whole })
        }));
    }
    letters.sort_by_key(|letter| letter.at);
    let mut cuts = vec![Cut::default()];
    let mut within_word = Vec::new();
    let mut here = Cut::default();
    let mut breaks = line_breaks(text).peekable();
    for letter in letters {
        while breaks.next_if(|&at| at < letter.at).is_some() {}
        if breaks.next_if_eq(&letter.at).is_some() {
            add_cut(&mut cuts, &mut within_word, here, width);
        } else if letter.is_whole && letter.at > 0 {
            within_word.push(here);
        }
        here.start += letter.width;
        if !letter.hangs {
            here.end = here.start;
        }
    }
    add_cut(&mut cuts, &mut within_word, here, width);
    cuts
}

/// A cluster of glyphs that belong together.
struct Letter {
    at: usize,
    width: f64,
    /// A space, which at a row's end takes no room.
    hangs: bool,
    /// Not the later part of a ligature.
    is_whole: bool,
}

/// Adds the end of a word, and those places within it that are needed.
fn add_cut(cuts: &mut Vec<Cut>, within_word: &mut Vec<Cut>, here: Cut, width: f64) {
    let start = cuts.last().map_or(0.0, |cut| cut.start);
    if here.end - start > width {
        cuts.append(within_word);
    }
    within_word.clear();
    cuts.push(here);
}

/// How wide each row is, if the text can be broken into rows that leave at most `most_free` of the width.
fn best_rows(cuts: &[Cut], width: f64, most_free: f64) -> Option<Vec<f64>> {
    /// The best way to end a row at a cut: the sum up to there, and the cut that the row begins at.
    #[derive(Clone, Copy)]
    struct Best {
        sum: f64,
        from: usize,
    }
    let mut best: Vec<Option<Best>> = vec![Some(Best { sum: 0.0, from: 0 })];
    let mut first = 0;
    for (to, cut) in cuts.iter().enumerate().skip(1) {
        // Cuts further back would make the row too long, for this end and for all after it.
        while cuts.get(first).is_some_and(|from| cut.end - from.start > width) {
            first += 1;
        }
        let times = if to + 1 == cuts.len() { LAST } else { 1.0 };
        let mut here: Option<Best> = None;
        for (from, (begin, before)) in cuts.iter().zip(&best).enumerate().take(to).skip(first) {
            let free = width - (cut.end - begin.start);
            if free > most_free {
                break;
            }
            if let Some(before) = before {
                let sum = before.sum + times * free * free;
                if here.is_none_or(|known| sum < known.sum) {
                    here = Some(Best { sum, from });
                }
            }
        }
        best.push(here);
    }
    let mut rows = Vec::new();
    let mut to = cuts.len() - 1;
    while to > 0 {
        let from = best.get(to).copied().flatten()?.from;
        rows.push(cuts.get(to)?.end - cuts.get(from)?.start);
        to = from;
    }
    rows.reverse();
    Some(rows)
}

#[cfg(test)]
mod tests {
    use super::{Cut, LAST, best_rows};
    use crate::app::typeset::{Measure, ReaderFonts, Rows, TextEngine};
    use proptest::prelude::*;

    fn rows(source: &str, measure: Measure) -> Rows {
        let mut engine = TextEngine::without_system_fonts(&ReaderFonts::shipped());
        let face = engine.face("Literata", 18.0, 400.0);
        engine.rows(source, &face, measure)
    }

    /// How much of `width` the rows leave free, of a stretch whose paragraph goes on after it, or that is one.
    #[track_caller]
    fn free_in_rows(source: &str, width: f32, rtl: bool, goes_on: bool) -> Vec<f32> {
        let rows = rows(source, Measure { goes_on, ..Measure::paragraph(width, rtl) });
        assert_eq!(rows.rows.iter().map(|row| row.end - row.start).sum::<u32>() as usize, source.len());
        rows.rows.iter().map(|row| width - (row.right - row.left)).collect()
    }

    #[test]
    fn the_seam_after_a_stretch_of_a_paragraph_cannot_be_seen() {
        let words = ["the", "envoy", "said", "siege", "of", "eastern", "districts", "had", "to", "be", "lifted"];
        let arabic = ["ولد", "الأديب", "في", "القاهرة", "عام", "ودرس", "جامعة", "ثم", "عمل", "الوزارة", "حتى"];
        let letters = ["g", "T", "0", "C", "7", "j", "b", "L", "A", "6", "M"];
        let repeated = "The envoy said on Monday that the siege of the eastern districts would have to be lifted. ";
        let texts = (1..9).flat_map(|seed| {
            let made = [(made_of(&words, " ", seed, 2000), false), (made_of(&arabic, " ", seed, 2000), true)];
            made.into_iter().chain([(made_of(&letters, "", seed, 2000), false)])
        });
        let texts = texts.chain([(repeated.repeat(22), false)]);
        let long = [
            (made_of(&words, " ", 7, 6000), false),
            (made_of(&arabic, " ", 7, 6000), true),
            (made_of(&letters, "", 7, 6000), false),
            (repeated.repeat(66), false),
        ];
        for (source, rtl) in &long {
            for width in [320.0, 487.0, 610.0, 655.0] {
                let free = free_in_rows(source, width, *rtl, true);
                let (last, others) = free.split_last().unwrap();
                // With many rows to share what is missing, one in eight is as short.
                let n_shorter = others.iter().filter(|free| *free >= last).count();
                let is_usual = *last <= width / 8.0 || n_shorter * 8 >= others.len();
                assert!(is_usual, "the last of {} rows lacks {last} of {width}: {source}", free.len());
            }
        }
        let texts = texts.chain(long);
        for (source, rtl) in texts {
            for width in [320.0, 487.0, 610.0, 655.0] {
                let free = free_in_rows(&source, width, rtl, true);
                let (last, others) = free.split_last().unwrap();
                let widest = others.iter().copied().fold(0.0, f32::max);
                // As much as a row may lack where lines are broken as they come.
                let as_it_comes = free_in_rows(&source, width, rtl, false);
                let usual = as_it_comes.iter().rev().skip(1).copied().fold(width / 8.0, f32::max);
                let n = free.len();
                assert!(*last <= usual, "the last of {n} rows lacks {last} of {width}, and not {usual}: {source}");
                // The rows share what is missing: a letter's width each, or two or three where there are few rows.
                let usual = longest_word(&source) + 3.0 * 18.0;
                assert!(widest <= usual, "a row lacks {widest} of {width}, more than a word and three letters");
            }
        }
    }

    /// Words of these widths with a space of one between them.
    fn cuts_of(words: &[f64]) -> Vec<Cut> {
        let mut cuts = vec![Cut::default()];
        for word in words {
            let end = cuts.last().unwrap().start + word;
            cuts.push(Cut { end, start: end + 1.0 });
        }
        cuts
    }

    #[test]
    fn rows_are_as_even_as_they_can_be() {
        // As it comes: 9 | 6 | 3 of 9, which leaves 0, 3, 6 free; the best is 6 | 6 | 6.
        let cuts = cuts_of(&[6.0, 2.0, 3.0, 2.0, 3.0]);
        assert_eq!(best_rows(&cuts, 9.0, 9.0), Some(vec![6.0, 6.0, 6.0]));
        assert_eq!(best_rows(&cuts, 9.0, 2.0), None, "no way to leave less free");
        assert_eq!(best_rows(&cuts_of(&[]), 9.0, 9.0), Some(vec![]));
        assert_eq!(best_rows(&cuts_of(&[12.0]), 9.0, 9.0), None, "longer than a row");
    }

    /// The least sum of squares of all ways to break a text, by trying each.
    fn least(words: &[f64], width: f64) -> f64 {
        if words.is_empty() {
            return 0.0;
        }
        let row = |n: usize| words.iter().take(n).sum::<f64>() + (n - 1) as f64;
        let ways = (1..=words.len()).filter(|&n| row(n) <= width);
        let times = |n: usize| if n == words.len() { LAST } else { 1.0 };
        ways.map(|n| times(n) * (width - row(n)).powi(2) + least(&words[n..], width)).fold(f64::INFINITY, f64::min)
    }

    proptest! {
        #[test]
        fn no_way_to_break_is_better(words in prop::collection::vec(1u32..9, 1..12), width in 8u32..30) {
            let (words, width): (Vec<f64>, f64) = (words.into_iter().map(f64::from).collect(), f64::from(width));
            let rows = best_rows(&cuts_of(&words), width, width).unwrap();
            let squares = || rows.iter().map(|row| (width - row).powi(2));
            let sum = squares().sum::<f64>() + (LAST - 1.0) * squares().next_back().unwrap();
            prop_assert_eq!(sum, least(&words, width));
        }
    }

    /// So many bytes of some words, in an order that does not repeat itself.
    fn made_of(words: &[&str], between: &str, seed: u32, len: usize) -> String {
        let mut text = String::new();
        let mut state = seed;
        while text.len() < len {
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
