//! Which words of an old text are which of a new one, in order.
//!
//! Rows of words that occur once in both texts are found first, as in a patience diff, and imara-diff compares what
//! lies between them. So it takes as long for one line of ten megabytes as for many, and no longer for two texts that
//! have nothing in common.

use super::letters::{SHIFT, how_well_parted};
use super::slice;
use super::words::Words;
use crate::text::Text;
use imara_diff::{Algorithm, Diff, Token};
use std::ops::Range;

/// Words (or bytes) from `old` on that stand from `new` on in the new text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) old: usize,
    pub(super) new: usize,
    pub(super) len: usize,
}

impl Run {
    pub(super) fn old_end(self) -> usize {
        self.old + self.len
    }

    pub(super) fn new_end(self) -> usize {
        self.new + self.len
    }
}

/// How many words in a row make an anchor, tried in this order.
pub(super) const ROWS: [usize; 3] = [8, 3, 1];
/// Stretches with no more words than this on both sides together need no anchors.
const SMALL: usize = 2048;
/// Longer stretches without anchors are compared in windows of this many words.
const WINDOW: usize = 16_384;
/// A run of this many bytes is no chance, whatever is around it.
pub(super) const SOLID: usize = 32;

/// The words that stayed in their order, without those that agree by chance in the midst of rewritten stretches.
pub(super) fn aligned(texts: (&Text, &Text), (old, new): (&Words, &Words), n_ids: u32) -> Vec<Run> {
    let local = vec![u32::MAX; n_ids as usize];
    let mut aligner = Aligner { old: &old.ids, new: &new.ids, local, diff: Diff::default(), runs: Vec::new() };
    aligner.align(0..old.len(), 0..new.len(), &ROWS);
    let runs = without_chance(&aligner.runs, old, new);
    well_parted(in_lines(runs, texts, (old, new)), texts, (old, new))
}

struct Aligner<'a> {
    old: &'a [Token],
    new: &'a [Token],
    /// Numbers from 0 on for the words of a stretch: imara-diff takes memory for the highest.
    local: Vec<u32>,
    diff: Diff,
    runs: Vec<Run>,
}

impl Aligner<'_> {
    /// Finds the runs of a stretch, in order.
    fn align(&mut self, mut old: Range<usize>, mut new: Range<usize>, rows: &[usize]) {
        let head = self.n_equal(old.clone(), new.clone());
        self.push(Run { old: old.start, new: new.start, len: head });
        old.start += head;
        new.start += head;
        let tail = self.n_equal_back(old.clone(), new.clone());
        old.end -= tail;
        new.end -= tail;
        if old.is_empty() || new.is_empty() {
            // Nothing to compare.
        } else if old.len() + new.len() <= SMALL {
            self.compare(old.clone(), new.clone(), Algorithm::Histogram, 0);
        } else if let Some((&n_words, rows)) = rows.split_first() {
            self.align_between_anchors(old.clone(), new.clone(), n_words, rows);
        } else {
            self.align_in_windows(old.clone(), new.clone());
        }
        self.push(Run { old: old.end, new: new.end, len: tail });
    }

    fn align_between_anchors(&mut self, old: Range<usize>, new: Range<usize>, n_words: usize, rows: &[usize]) {
        let old_ids = self.old.get(old.clone()).unwrap_or_default();
        let new_ids = self.new.get(new.clone()).unwrap_or_default();
        let (mut from_old, mut from_new) = (old.start, new.start);
        for (in_old, in_new) in in_order(&unique_rows(old_ids, new_ids, n_words)) {
            let (at_old, at_new) = (old.start + in_old, new.start + in_new);
            if at_old < from_old || at_new < from_new {
                continue;
            }
            let before = self.n_equal_back(from_old..at_old, from_new..at_new);
            let len = before + self.n_equal(at_old..old.end, at_new..new.end);
            self.align(from_old..at_old - before, from_new..at_new - before, rows);
            self.push(Run { old: at_old - before, new: at_new - before, len });
            (from_old, from_new) = (at_old - before + len, at_new - before + len);
        }
        self.align(from_old..old.end, from_new..new.end, rows);
    }

    /// A long stretch that repeats itself. What is found near the end of a window is left to the next one.
    fn align_in_windows(&mut self, mut old: Range<usize>, mut new: Range<usize>) {
        while !old.is_empty() && !new.is_empty() {
            let (to_old, to_new) = (old.end.min(old.start + WINDOW), new.end.min(new.start + WINDOW));
            let is_last = to_old == old.end && to_new == new.end;
            let n_left_over = if is_last { 0 } else { WINDOW / 4 };
            let n_runs = self.runs.len();
            self.compare(old.start..to_old, new.start..to_new, Algorithm::Myers, n_left_over);
            if is_last {
                return;
            }
            match self.runs.last() {
                Some(last) if self.runs.len() > n_runs => (old.start, new.start) = (last.old_end(), last.new_end()),
                _ => (old.start, new.start) = (to_old, to_new),
            }
        }
    }

    /// Compares two stretches, without what begins among the last `n_left_over` words of either.
    fn compare(&mut self, old: Range<usize>, new: Range<usize>, algorithm: Algorithm, n_left_over: usize) {
        let old_ids = self.old.get(old.clone()).unwrap_or_default();
        let new_ids = self.new.get(new.clone()).unwrap_or_default();
        let mut n_local = 0;
        let mut numbered = |ids: &[Token]| -> Vec<Token> {
            let number = |id: &Token| {
                let local = self.local.get_mut(id.0 as usize)?;
                if *local == u32::MAX {
                    *local = n_local;
                    n_local += 1;
                }
                Some(Token(*local))
            };
            ids.iter().filter_map(number).collect()
        };
        let (before, after) = (numbered(old_ids), numbered(new_ids));
        for id in old_ids.iter().chain(new_ids) {
            if let Some(local) = self.local.get_mut(id.0 as usize) {
                *local = u32::MAX;
            }
        }
        self.diff.compute_with(algorithm, &before, &after, n_local);
        for run in runs_of(&self.diff, old.len(), new.len()) {
            let run = Run { old: old.start + run.old, new: new.start + run.new, len: run.len };
            let is_late = run.old + n_left_over >= old.end || run.new + n_left_over >= new.end;
            if n_left_over > 0 && is_late {
                break;
            }
            push_run(&mut self.runs, run);
        }
    }

    fn n_equal(&self, old: Range<usize>, new: Range<usize>) -> usize {
        let (old, new) = (self.old.get(old).unwrap_or_default(), self.new.get(new).unwrap_or_default());
        old.iter().zip(new).take_while(|(a, b)| a == b).count()
    }

    fn n_equal_back(&self, old: Range<usize>, new: Range<usize>) -> usize {
        let (old, new) = (self.old.get(old).unwrap_or_default(), self.new.get(new).unwrap_or_default());
        old.iter().rev().zip(new.iter().rev()).take_while(|(a, b)| a == b).count()
    }

    fn push(&mut self, run: Run) {
        push_run(&mut self.runs, run);
    }
}

/// Appends a run, or lengthens the last one if this one goes on where it ends.
pub(super) fn push_run(runs: &mut Vec<Run>, run: Run) {
    match runs.last_mut() {
        _ if run.len == 0 => {}
        Some(last) if last.old_end() == run.old && last.new_end() == run.new => last.len += run.len,
        _ => runs.push(run),
    }
}

/// What a diff of two sequences of these lengths leaves unchanged.
pub(super) fn runs_of(diff: &Diff, n_old: usize, n_new: usize) -> Vec<Run> {
    let mut runs = Vec::new();
    let (mut old, mut new) = (0, 0);
    let ends = diff.hunks().map(|hunk| (hunk.before, hunk.after));
    for (before, after) in ends.chain(std::iter::once((n_old as u32..n_old as u32, n_new as u32..n_new as u32))) {
        push_run(&mut runs, Run { old, new, len: before.start as usize - old });
        (old, new) = (before.end as usize, after.end as usize);
    }
    runs
}

/// Where rows of `n_words` words begin that occur once in both, in the order of the old text.
pub(super) fn unique_rows(old: &[Token], new: &[Token], n_words: usize) -> Vec<(usize, usize)> {
    let mut pairs: Vec<(usize, usize)> = same_rows(rows(old, n_words), rows(new, n_words))
        .filter_map(|(in_old, in_new)| Some((sole(&in_old)?, sole(&in_new)?)))
        // Different rows could have the same number.
        .filter(|&(at_old, at_new)| old.get(at_old..at_old + n_words) == new.get(at_new..at_new + n_words))
        .collect();
    pairs.sort_unstable();
    pairs
}

fn sole(places: &[usize]) -> Option<usize> {
    if let [only] = places { Some(*only) } else { None }
}

/// The rows of `n_words` words, each as one number, and where they begin.
pub(super) fn rows(ids: &[Token], n_words: usize) -> impl Iterator<Item = (u64, usize)> + '_ {
    let number = |row: &[Token]| {
        let mixed = |sum: u64, id: &Token| (sum ^ u64::from(id.0)).wrapping_mul(0x9E37_79B9_7F4A_7C15).rotate_left(29);
        row.iter().fold(0x51_7C_C1_B7, mixed)
    };
    ids.windows(n_words).enumerate().map(move |(at, row)| (number(row), at))
}

/// For each row that is in both, where it begins in the old and in the new text.
pub(super) fn same_rows(
    old: impl Iterator<Item = (u64, usize)>,
    new: impl Iterator<Item = (u64, usize)>,
) -> impl Iterator<Item = (Vec<usize>, Vec<usize>)> {
    // The place is kept in half of the memory, with the highest bit for the new text: there are many rows to sort.
    let mut all: Vec<(u64, u32)> = old.map(|(row, at)| (row, at as u32)).collect();
    all.extend(new.map(|(row, at)| (row, at as u32 | IN_NEW)));
    all.sort_unstable();
    let mut from = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = all.get(from..)?;
            let &(row, _) = rest.first()?;
            let n_same = rest.iter().take_while(|&&(other, _)| other == row).count();
            from += n_same;
            let same = rest.get(..n_same)?;
            let (in_old, in_new) = same.split_at(same.partition_point(|&(_, at)| at & IN_NEW == 0));
            if !in_old.is_empty() && !in_new.is_empty() {
                let places = |part: &[(u64, u32)]| part.iter().map(|&(_, at)| (at & !IN_NEW) as usize).collect();
                return Some((places(in_old), places(in_new)));
            }
        }
    })
}

/// Marks a place of the new text; no text has so many words.
const IN_NEW: u32 = 1 << 31;

/// The longest part of `pairs`, which ascend in the first place, that ascends in the second place too.
pub(super) fn in_order(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The last pair of the best chain of each length, and for every pair the one before it in its chain.
    let mut last: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    let second = |index: usize| pairs.get(index).map(|pair| pair.1);
    for (index, pair) in pairs.iter().enumerate() {
        let len = last.partition_point(|&other| second(other) < Some(pair.1));
        before.push(len.checked_sub(1).and_then(|len| last.get(len).copied()));
        match last.get_mut(len) {
            Some(shorter) => *shorter = index,
            None => last.push(index),
        }
    }
    let mut chain = Vec::with_capacity(last.len());
    let mut next = last.last().copied();
    while let Some(index) = next {
        chain.extend(pairs.get(index));
        next = before.get(index).copied().flatten();
    }
    chain.reverse();
    chain
}

/// Runs without those that are much shorter than what was rewritten on both of their sides: any two texts have such.
fn without_chance(runs: &[Run], old: &Words, new: &Words) -> Vec<Run> {
    let rewritten = |left: Option<&Run>, right: Run| {
        let (from_old, from_new) = left.map_or((0, 0), |left| (left.old_end(), left.new_end()));
        old.bytes(from_old..right.old).len().min(new.bytes(from_new..right.new).len())
    };
    let end = Run { old: old.len(), new: new.len(), len: 0 };
    let mut kept: Vec<Run> = Vec::with_capacity(runs.len());
    for &run in runs.iter().chain([&end]) {
        while let Some((&last, others)) = kept.split_last() {
            let len = old.bytes(last.old..last.old_end()).len();
            let (left, right) = (rewritten(others.last(), last), rewritten(Some(&last), run));
            if len >= SOLID || len * 4 >= left || len * 4 >= right {
                break;
            }
            kept.pop();
        }
        kept.push(run);
    }
    kept.pop();
    kept
}

/// At most so many words of a line are looked at.
const FEW: usize = 16;

/// Runs without a few words at an end of theirs that stand in the next line or the one before, if the rest of that line
/// became another one: lines that change places may begin or end alike.
fn in_lines(runs: Vec<Run>, texts: (&Text, &Text), (old, new): (&Words, &Words)) -> Vec<Run> {
    let place = |words: &Words, at: usize, text: &Text| words.ranges.get(at).map_or(text.len(), |word| word.start);
    let end =
        |words: &Words, at: usize| at.checked_sub(1).and_then(|last| words.ranges.get(last)).map_or(0, |word| word.end);
    // Whether a line begins with this word of a run, in both texts.
    let begins_line = |run: Run, n: usize| {
        let sides = [(old, run.old + n, texts.0), (new, run.new + n, texts.1)];
        sides.iter().all(|&(words, at, text)| slice(text, end(words, at), place(words, at, text)).contains('\n'))
    };
    let len_of = |run: Run, from: usize, to: usize| old.bytes(run.old + from..run.old + to).len();
    let n_rewritten = |left: Run, right: Run| {
        let (was, is) = (old.bytes(left.old_end()..right.old), new.bytes(left.new_end()..right.new));
        was.len().min(is.len())
    };
    let whole = Run { old: old.len(), new: new.len(), len: 0 };
    let mut last = Run { old: 0, new: 0, len: 0 };
    let mut kept = Vec::with_capacity(runs.len());
    for (index, &run) in runs.iter().enumerate() {
        let next = runs.get(index + 1).copied().unwrap_or(whole);
        let (before, after) = (n_rewritten(last, run), n_rewritten(run, next));
        let is_few = |from: usize, to: usize, around: usize| {
            let len = len_of(run, from, to);
            len < SOLID && 4 * len < around
        };
        let head = (1..run.len).take(FEW).find(|&n| begins_line(run, n)).filter(|&n| is_few(0, n, before)).unwrap_or(0);
        let tail = (1..run.len).rev().take(FEW).find(|&n| begins_line(run, n)).filter(|&n| is_few(n, run.len, after));
        let tail = tail.unwrap_or(run.len).max(head);
        push_run(&mut kept, Run { old: run.old + head, new: run.new + head, len: tail - head });
        last = run;
    }
    kept
}

/// Shifts what was put in or taken out to where it reads best, as far as it begins or ends like what is around it.
fn well_parted(mut runs: Vec<Run>, texts: (&Text, &Text), (old, new): (&Words, &Words)) -> Vec<Run> {
    for index in 1..runs.len() {
        let Some([left, right]) = runs.get_mut(index - 1..=index) else { continue };
        let (text, words, start, end) = if left.old_end() == right.old {
            (texts.1, new, left.new_end(), right.new)
        } else if left.new_end() == right.new {
            (texts.0, old, left.old_end(), right.old)
        } else {
            continue;
        };
        let id = |at: usize| words.ids.get(at);
        let n_right = (0..right.len.min(SHIFT)).take_while(|n| id(start + n) == id(end + n)).count();
        let n_left = (1..=left.len.min(SHIFT)).take_while(|n| id(start - n) == id(end - n)).count();
        // As far right as can be, unless it reads better further left.
        let begins = |at: &usize| words.ranges.get(*at).map_or(0, |word| how_well_parted(text.as_str(), word.start));
        let best = (start - n_left..=start + n_right).max_by_key(begins).unwrap_or(start);
        left.len = left.len + best - start;
        let right_end = right.old_end();
        (right.old, right.new) = (right.old + best - start, right.new + best - start);
        right.len = right_end - right.old;
    }
    runs.retain(|run| run.len > 0);
    runs
}

#[cfg(test)]
mod tests {
    use super::*;
    use imara_diff::Interner;
    use proptest::prelude::*;

    fn aligned_texts(old: &str, new: &str) -> (Words, Words, Vec<Run>) {
        let mut interner = Interner::default();
        let texts = (&Text::new(old.to_owned()).unwrap(), &Text::new(new.to_owned()).unwrap());
        let (old, new) = (Words::of(old, 0, &mut interner), Words::of(new, 0, &mut interner));
        let runs = aligned(texts, (&old, &new), interner.num_tokens());
        (old, new, runs)
    }

    #[test]
    fn the_longest_ascending_chain_is_found() {
        let pairs = [(0, 5), (1, 1), (2, 2), (3, 9), (4, 3), (5, 4)];
        assert_eq!(in_order(&pairs), [(1, 1), (2, 2), (4, 3), (5, 4)]);
        assert_eq!(in_order(&[]), []);
    }

    #[test]
    fn a_long_text_that_repeats_itself_is_compared_in_windows() {
        // No row of words occurs once, and both ends differ.
        let middle = "one two ".repeat(30_000);
        let (old, _, runs) = aligned_texts(&format!("start {middle}end"), &format!("begin {middle}two one finish"));
        assert!(runs.iter().map(|run| run.len).sum::<usize>() > old.len() - 10, "{runs:?}");
    }

    #[test]
    fn texts_that_share_only_common_words_share_nothing() {
        let one: String = (0..3_000).map(|n| format!("alpha{n} beta{n} gamma{n} the delta{n} ")).collect();
        let two: String = (0..3_000).map(|n| format!("iota{n} the kappa{n} lambda{n} mu{n} ")).collect();
        assert_eq!(aligned_texts(&one, &two).2, []);
    }

    proptest! {
        #[test]
        fn runs_ascend_and_have_the_same_words(old in "([a-d] ){0,60}", new in "([a-d] ){0,60}") {
            let (old, new, runs) = aligned_texts(&old, &new);
            let (mut from_old, mut from_new) = (0, 0);
            for run in runs {
                prop_assert!(run.len > 0 && run.old >= from_old && run.new >= from_new);
                prop_assert_eq!(&old.ids[run.old..run.old_end()], &new.ids[run.new..run.new_end()]);
                (from_old, from_new) = (run.old_end(), run.new_end());
            }
        }
    }
}
