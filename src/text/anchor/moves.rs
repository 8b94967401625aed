//! Stretches that were taken out in one place and put in elsewhere.

use super::align::{ROWS, Run, rows, same_rows};
use super::pieces::{Pieces, push_bytes};
use super::words::{Words, is_solid};
use super::{is_blank, slice};
use crate::text::{Offset, Text};
use std::ops::Range;

/// How far from its place, in bytes, a few words that are no whole line are looked for.
const NEAR: usize = 1000;

/// Finds again what was taken out, given the words that stayed in order.
pub(super) fn moved(texts: (&Text, &Text), words: (&Words, &Words), stayed: &[Run]) -> Pieces {
    let mut moves = Moves::of(texts, words, stayed);
    for n_words in ROWS {
        moves.find_rows(n_words, true);
    }
    // What a single word that occurs more often would be found by is chance.
    for n_words in ROWS.into_iter().filter(|&n_words| n_words > 1) {
        moves.find_rows(n_words, false);
    }
    moves.found.sort_unstable_by_key(|(run, _)| run.old);
    let mut in_bytes = Vec::with_capacity(moves.found.len());
    for &(run, sure) in &moves.found {
        let mut parts = Vec::new();
        push_bytes(&mut parts, run, texts, words);
        in_bytes.extend(parts.into_iter().map(|part| (part, sure)));
    }
    Pieces::elsewhere(texts.0, texts.1, &in_bytes)
}

struct Moves<'a> {
    texts: (&'a Text, &'a Text),
    old: &'a Words,
    new: &'a Words,
    /// Words between those that stayed, in both texts.
    gaps: Vec<(Range<usize>, Range<usize>)>,
    /// Which words stayed or were found.
    taken_old: Vec<bool>,
    taken_new: Vec<bool>,
    found: Vec<(Run, bool)>,
}

impl<'a> Moves<'a> {
    fn of(texts: (&'a Text, &'a Text), (old, new): (&'a Words, &'a Words), stayed: &[Run]) -> Self {
        let (mut taken_old, mut taken_new) = (vec![true; old.len()], vec![true; new.len()]);
        let end = Run { old: old.len(), new: new.len(), len: 0 };
        let mut gaps = Vec::new();
        let (mut from_old, mut from_new) = (0, 0);
        for run in stayed.iter().chain([&end]) {
            if from_old < run.old || from_new < run.new {
                gaps.push((from_old..run.old, from_new..run.new));
            }
            taken_old.get_mut(from_old..run.old).unwrap_or_default().fill(false);
            taken_new.get_mut(from_new..run.new).unwrap_or_default().fill(false);
            (from_old, from_new) = (run.old_end(), run.new_end());
        }
        Self { texts, old, new, gaps, taken_old, taken_new, found: Vec::new() }
    }

    /// Finds stretches with rows of `n_words` words that occur once on either side, or else those that occur more often.
    fn find_rows(&mut self, n_words: usize, once: bool) {
        let free = |ids: &'a Words, taken: &[bool], gap: Range<usize>| -> Vec<(u64, usize)> {
            let inside = ids.ids.get(gap.clone()).unwrap_or_default();
            let is_free = |at: usize| taken.get(at..at + n_words).is_some_and(|row| row.iter().all(|taken| !taken));
            rows(inside, n_words).map(|(row, at)| (row, gap.start + at)).filter(|&(_, at)| is_free(at)).collect()
        };
        let old: Vec<_> = self.gaps.iter().flat_map(|gap| free(self.old, &self.taken_old, gap.0.clone())).collect();
        let new: Vec<_> = self.gaps.iter().flat_map(|gap| free(self.new, &self.taken_new, gap.1.clone())).collect();
        let mut seeds: Vec<(usize, usize)> = Vec::new();
        for (in_old, in_new) in same_rows(old.into_iter(), new.into_iter()) {
            if once && (in_old.len() > 1 || in_new.len() > 1) {
                continue;
            }
            // The second stands for the second, as far as there are so many.
            let last = in_new.last().copied().unwrap_or_default();
            seeds.extend(in_old.into_iter().zip(in_new.into_iter().chain(std::iter::repeat(last))));
        }
        seeds.sort_unstable();
        for (at_old, at_new) in seeds {
            self.take(at_old, at_new, once);
        }
    }

    /// Takes the longest stretch around a place that was found, if it is more than chance.
    fn take(&mut self, at_old: usize, at_new: usize, once: bool) {
        let is_same = |&(old, new): &(usize, usize)| {
            let is_free = self.taken_old.get(old) == Some(&false) && self.taken_new.get(new) == Some(&false);
            is_free && self.old.ids.get(old) == self.new.ids.get(new)
        };
        let after = (at_old..self.old.len()).zip(at_new..self.new.len()).take_while(is_same).count();
        if after == 0 {
            return;
        }
        let before = (0..at_old).rev().zip((0..at_new).rev()).take_while(is_same).count();
        let run = Run { old: at_old - before, new: at_new - before, len: before + after };
        let (was, is) = (self.old.bytes(run.old..run.old_end()), self.new.bytes(run.new..run.new_end()));
        let is_more = is_solid(slice(self.texts.0, was.start, was.end))
            || is_whole_line(self.texts.0, &was) && is_whole_line(self.texts.1, &is);
        if !is_more && !self.is_near(run, &was, &is) {
            return;
        }
        self.found.push((run, is_more && once));
        self.taken_old.get_mut(run.old..run.old_end()).unwrap_or_default().fill(true);
        if once {
            self.taken_new.get_mut(run.new..run.new_end()).unwrap_or_default().fill(true);
        }
    }

    /// Whether some words are found not far from where they were, and are more than a sign or a short word.
    fn is_near(&self, run: Run, was: &Range<usize>, is: &Range<usize>) -> bool {
        let gap = self.gaps.partition_point(|(old, _)| old.end <= run.old);
        let Some((gap_old, gap_new)) = self.gaps.get(gap) else { return false };
        let start = |words: &Words, gap: &Range<usize>| {
            gap.start.checked_sub(1).and_then(|before| words.ranges.get(before)).map_or(0, |before| before.end)
        };
        let n_before = was.start.saturating_sub(start(self.old, gap_old));
        let expected = start(self.new, gap_new) + n_before;
        was.len() > 3 && expected.abs_diff(is.start) <= NEAR
    }
}

fn is_whole_line(text: &Text, range: &Range<usize>) -> bool {
    let line_at = |at: usize| text.paragraph_line(text.paragraph_index(Offset::new(at as u32)));
    let (first, last) = (line_at(range.start), line_at(range.end));
    is_blank(slice(text, first.start().index(), range.start)) && is_blank(slice(text, range.end, last.end().index()))
}
