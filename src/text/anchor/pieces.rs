//! The pieces of an old text that are found in a new one, and where a range over them lies there.

use super::align::{Run, SOLID, push_run};
use super::letters::{best_shift, shift_to_right, surviving};
use super::words::{Words, is_letter, is_slight, is_solid};
use super::{is_blank, range_of, slice};
use crate::text::{Text, TextRange};

/// Bytes that are the same in both texts.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    pub(super) run: Run,
    /// Whether it is certainly the same place, and no agreement by chance.
    pub(super) sure: bool,
    /// Changes of words before it: those between two pieces are the difference.
    n_changes: usize,
    /// Bytes in the pieces before it.
    n_before: usize,
}

/// Pieces in the order of the old text.
#[derive(Debug)]
pub(super) struct Pieces(Vec<Piece>);

/// Where a range lies by the pieces in it.
pub(super) struct Lies {
    pub(super) at: TextRange,
    /// Whether no word of it changed.
    pub(super) is_same: bool,
    /// Whether a piece in it is sure.
    pub(super) sure: bool,
    /// Bytes of it that are in pieces.
    pub(super) n_kept: usize,
    /// Whether both its ends are in pieces.
    pub(super) has_ends: bool,
}

/// The most pieces of moved stretches that are looked at for one range.
const LOOKED_AT: usize = 256;

/// So few bytes between two changes may agree by chance, though only in one of them as many are gone.
const SHORT: usize = 16;

/// How far around a syllable it is looked at whether other words stand there now, in bytes.
const NEAR: usize = 24;

/// A piece is sure if most was kept from so many pieces before it to so many after it.
const AROUND: usize = 4;

impl Pieces {
    /// The pieces that stayed in order, from runs of bytes in order. What is left of changed words is added, and an
    /// empty piece at both ends of the text.
    pub(super) fn stayed(old: &Text, new: &Text, runs: &[Run]) -> Self {
        let runs = with_letters(old, new, runs);
        let start = Run { old: 0, new: 0, len: 0 };
        let end = Run { old: old.len(), new: new.len(), len: 0 };
        let all: Vec<Run> = [start].into_iter().chain(runs).chain([end]).collect();
        let gaps: Vec<Gap> = all.windows(2).map(|pair| Gap::of(old, new, pair)).collect();
        let sure = are_sure(old, &all, &gaps);
        let mut pieces = Self(Vec::with_capacity(all.len()));
        for (index, (&run, is_sure)) in all.iter().zip(sure).enumerate() {
            let left = index.checked_sub(1).and_then(|left| gaps.get(left)).copied().unwrap_or_default();
            pieces.push(run, is_sure, left.changes);
        }
        pieces
    }

    /// Pieces that stand elsewhere, in the order of the old text.
    pub(super) fn elsewhere(old: &Text, new: &Text, runs: &[(Run, bool)]) -> Self {
        let mut pieces = Self(Vec::with_capacity(runs.len()));
        let mut last: Option<Run> = None;
        for &(run, sure) in runs {
            let goes_on =
                last.is_some_and(|last| last.new_end() <= run.new && !Gap::of(old, new, &[last, run]).changes);
            pieces.push(run, sure, !goes_on);
            last = Some(run);
        }
        pieces
    }

    fn push(&mut self, run: Run, sure: bool, changes: bool) {
        let (n_changes, n_before) = self.0.last().map_or((0, 0), |last| (last.n_changes, last.n_before + last.run.len));
        self.0.push(Piece { run, sure, n_changes: n_changes + usize::from(changes), n_before });
    }

    /// How many bytes there are in all of them.
    pub(super) fn n_bytes(&self) -> usize {
        self.0.last().map_or(0, |last| last.n_before + last.run.len)
    }

    /// Which pieces a range that is not empty shares bytes with: the first and the one after the last.
    fn in_range(&self, range: TextRange) -> (usize, usize) {
        let from = self.0.partition_point(|piece| piece.run.old_end() <= range.start().index());
        let to = self.0.partition_point(|piece| piece.run.old < range.end().index());
        (from, to.max(from))
    }

    /// Where a range lies by the pieces that stayed in order.
    pub(super) fn place(&self, range: TextRange, old: &Text, new: &Text) -> Option<Lies> {
        let (from, to) = self.in_range(range);
        let before = from.checked_sub(1).and_then(|before| self.0.get(before));
        let mut found = lies(range, self.0.get(from..to)?, before, self.0.get(to), old, new)?;
        // It may end a piece, or begin one, by chance.
        found.sure &=
            !(is_slight(old.slice(range)) && sides(range, old).into_iter().any(|side| self.is_rewritten(side)));
        Some(found)
    }

    /// How many bytes from one place of the old text to another are in pieces that are sure.
    fn n_kept(&self, (from, to): (usize, usize)) -> usize {
        let first = self.0.partition_point(|piece| piece.run.old_end() <= from);
        let near = self.0.iter().skip(first).take_while(|piece| piece.run.old < to).filter(|piece| piece.sure);
        near.map(|piece| piece.run.old_end().min(to) - piece.run.old.max(from)).sum()
    }

    /// Whether more was rewritten than kept from one place of the old text to another, by pieces that stayed in order.
    fn is_rewritten(&self, (from, to): (usize, usize)) -> bool {
        let first = self.0.partition_point(|piece| piece.run.old_end() <= from);
        let pairs = self.0.get(first.saturating_sub(1)..).unwrap_or_default().windows(2);
        let gaps = pairs.filter_map(|pair| if let [left, right] = pair { Some((left.run, right.run)) } else { None });
        let gaps = gaps.take_while(|(left, _)| left.old_end() < to).filter(|(_, right)| right.old > from);
        let n_rewritten: usize =
            gaps.map(|(left, right)| (right.old - left.old_end()).min(right.new - left.new_end())).sum();
        n_rewritten > self.n_kept((from, to))
    }

    /// Where a range lies by pieces that stand elsewhere: by the longest in it and those that go on with it.
    pub(super) fn place_elsewhere(&self, range: TextRange, old: &Text, new: &Text) -> Option<Lies> {
        let (from, to) = self.in_range(range);
        let found = self.0.get(from..to.min(from + LOOKED_AT))?;
        let longest = (0..found.len()).max_by_key(|&index| found.get(index).map(|piece| piece.run.len))?;
        let follows = |pair: &[Piece]| match pair {
            [a, b] => {
                let n_between = b.run.new.checked_sub(a.run.new_end());
                n_between.is_some_and(|n_new| n_new <= 2 * (b.run.old - a.run.old_end()) + SOLID)
            }
            _ => false,
        };
        let after = found.get(longest..)?.windows(2).take_while(|pair| follows(pair)).count();
        let before = found.get(..=longest)?.windows(2).rev().take_while(|pair| follows(pair)).count();
        let mut found = lies(range, found.get(longest - before..=longest + after)?, None, None, old, new)?;
        // Within a line, what moved stands beside other words at both its ends.
        let ends_near = |side: (usize, usize)| 2 * self.n_kept(side) < side.1 - side.0;
        found.sure &= !(is_slight(old.slice(range)) && sides(range, old).into_iter().any(ends_near));
        Some(found)
    }

    /// The piece that ends at `at` or holds it within, and the one that begins at it or holds it within.
    pub(super) fn around(&self, at: usize) -> (Option<&Piece>, Option<&Piece>) {
        let first = self.0.partition_point(|piece| piece.run.old_end() < at);
        let touching = || self.0.iter().skip(first).take_while(|piece| piece.run.old <= at);
        let left = touching().find(|piece| piece.run.old < at || at == 0);
        let right = touching().filter(|piece| at < piece.run.old_end() || piece.run.len == 0).last();
        (left, right)
    }

    /// The places in the new text between which a place between two pieces lies.
    pub(super) fn between(&self, at: usize) -> (usize, usize) {
        let index = self.0.partition_point(|piece| piece.run.old_end() < at);
        let before = index.checked_sub(1).and_then(|before| self.0.get(before)).map_or(0, |piece| piece.run.new_end());
        (before, self.0.get(index).map_or(before, |piece| piece.run.new))
    }
}

/// The bytes before a range and after it that are near, in the same line.
fn sides(range: TextRange, old: &Text) -> [(usize, usize); 2] {
    let (start, end) = (range.start().index(), range.end().index());
    let from = old.floor(start.saturating_sub(NEAR)).index();
    let to = old.floor(end + NEAR).index();
    let n_before = slice(old, from, start).chars().rev().take_while(|c| *c != '\n').map(char::len_utf8).sum::<usize>();
    let n_after = slice(old, end, to).chars().take_while(|c| *c != '\n').map(char::len_utf8).sum::<usize>();
    [(start - n_before, start), (end, end + n_after)]
}

/// Where a range lies by the pieces in it, which ascend in both texts. Where words at its edges were replaced, what
/// replaced them belongs to it, up to the piece before or after.
fn lies(
    range: TextRange,
    pieces: &[Piece],
    before: Option<&Piece>,
    after: Option<&Piece>,
    old: &Text,
    new: &Text,
) -> Option<Lies> {
    let (first, last) = (pieces.first()?, pieces.last()?);
    let (start, end) = (range.start().index(), range.end().index());
    let mut is_same = first.n_changes == last.n_changes;
    let new_start = match start.checked_sub(first.run.old) {
        Some(inside) => first.run.new + inside,
        None => {
            is_same &= is_blank(slice(old, start, first.run.old));
            let begins = before.filter(|before| is_blank(slice(old, before.run.old_end(), start)));
            let grown = begins.map(|before| before.run.new_end());
            grown.filter(|grown| is_replaced(first.run.new - grown, first.run.old - start)).unwrap_or(first.run.new)
        }
    };
    let new_end = match last.run.old_end().checked_sub(end) {
        Some(inside) => last.run.new_end() - inside,
        None => {
            is_same &= is_blank(slice(old, last.run.old_end(), end));
            let ends = after.filter(|after| is_blank(slice(old, end, after.run.old)));
            let grown = ends.map(|after| after.run.new);
            let n_new = |grown: usize| grown - last.run.new_end();
            grown.filter(|&grown| is_replaced(n_new(grown), end - last.run.old_end())).unwrap_or(last.run.new_end())
        }
    };
    is_same &= is_blank(slice(new, new_start, first.run.new)) && is_blank(slice(new, last.run.new_end(), new_end));
    let n_kept = last.n_before + last.run.old_end().min(end) - last.run.old;
    let n_kept = n_kept + first.run.old - first.n_before - first.run.old.max(start);
    let at = trimmed_like(range, range_of(new_start, new_end), old, new);
    let sure = pieces.iter().take(LOOKED_AT).any(|piece| piece.sure);
    Some(Lies { at, is_same, sure, n_kept, has_ends: first.run.old <= start && end <= last.run.old_end() })
}

/// Which runs are certainly the same place, given what lies between them.
fn are_sure(old: &Text, runs: &[Run], gaps: &[Gap]) -> Vec<bool> {
    let is_solid = |run: Run| run.len == 0 || is_solid(slice(old, run.old, run.old_end()));
    let gap = |index: Option<usize>| index.and_then(|index| gaps.get(index)).copied().unwrap_or_default();
    let mut sure: Vec<bool> = Vec::with_capacity(runs.len());
    for (index, &run) in runs.iter().enumerate() {
        let (left, right) = (gap(index.checked_sub(1)), gap(Some(index)));
        let (n_least, n_gone) = (left.n_changed.min(right.n_changed), left.n_gone.max(right.n_gone));
        let by_chance = run.len <= n_least || n_least > 0 && run.len <= n_gone.min(SHORT);
        let near = index.saturating_sub(AROUND);
        let n_kept: usize = runs.iter().skip(near).take(2 * AROUND + 1).map(|run| run.len).sum();
        let n_rewritten: usize = gaps.iter().skip(near).take(2 * AROUND).map(|gap| gap.n_rewritten).sum();
        sure.push(is_solid(run) || !by_chance && n_kept >= n_rewritten);
    }
    // What lies between two that are sure is one change, whatever agrees in it by chance.
    let mut changed_left = vec![0; runs.len()];
    for index in 1..runs.len() {
        let before = index - 1;
        let beyond = match (sure.get(before), runs.get(before), changed_left.get(before)) {
            (Some(false), Some(run), Some(changed)) => run.len + changed,
            _ => 0,
        };
        changed_left.iter_mut().skip(index).take(1).for_each(|changed| *changed = gap(Some(before)).n_changed + beyond);
    }
    let mut changed_right = 0;
    for (index, run) in runs.iter().enumerate().rev() {
        changed_right += gap(Some(index)).n_changed;
        let Some(is_sure) = sure.get_mut(index) else { continue };
        let is_outweighed = run.len <= changed_right && changed_left.get(index).is_some_and(|left| run.len <= *left);
        let was_sure = *is_sure;
        *is_sure = was_sure && (is_solid(*run) || !is_outweighed);
        changed_right = if was_sure { 0 } else { changed_right + run.len };
    }
    sure
}

/// Whether so many new bytes can be what replaced so many old ones, and not a whole new paragraph beside it.
fn is_replaced(n_new: usize, n_old: usize) -> bool {
    n_new <= 4 * n_old + SOLID
}

/// Without white space at an end where the old range had none.
fn trimmed_like(range: TextRange, at: TextRange, old: &Text, new: &Text) -> TextRange {
    let (was, is) = (old.slice(range), new.slice(at));
    if is_blank(was) || is_blank(is) {
        return at;
    }
    let n_start = if was.starts_with(char::is_whitespace) { 0 } else { is.len() - is.trim_start().len() };
    let n_end = if was.ends_with(char::is_whitespace) { 0 } else { is.len() - is.trim_end().len() };
    range_of(at.start().index() + n_start, at.end().index() - n_end)
}

/// What lies between two pieces.
#[derive(Clone, Copy, Default)]
struct Gap {
    /// Whether more than white space changed.
    changes: bool,
    /// Bytes that were replaced by others.
    n_rewritten: usize,
    /// Bytes that were replaced, taken out or put in.
    n_changed: usize,
    /// Bytes that were replaced or taken out.
    n_gone: usize,
}

impl Gap {
    fn of(old: &Text, new: &Text, pair: &[Run]) -> Self {
        let [left, right] = pair else { return Self::default() };
        let was = slice(old, left.old_end(), right.old);
        let is = slice(new, left.new_end(), right.new);
        let ends_word = || slice(old, 0, left.old_end()).chars().next_back().is_some_and(is_letter);
        let begins_word = || old.as_str().get(right.old..).unwrap_or_default().chars().next().is_some_and(is_letter);
        let parts_or_joins = || was.is_empty() != is.is_empty() && ends_word() && begins_word();
        let changes = !is_blank(was) || !is_blank(is) || parts_or_joins();
        if !changes {
            return Self::default();
        }
        let (n_gone, n_come) = (was.len(), is.len());
        Self { changes, n_rewritten: n_gone.min(n_come), n_changed: n_gone.max(n_come), n_gone }
    }
}

/// A run of words as runs of bytes: one, unless white space between the words changed.
pub(super) fn push_bytes(into: &mut Vec<Run>, words: Run, (old, new): (&Text, &Text), (was, is): (&Words, &Words)) {
    let (all_old, all_new) = (was.bytes(words.old..words.old_end()), is.bytes(words.new..words.new_end()));
    if old.as_str().get(all_old.clone()) == new.as_str().get(all_new.clone()) {
        push_run(into, Run { old: all_old.start, new: all_new.start, len: all_old.len() });
        return;
    }
    let (mut from_old, mut from_new) = (all_old.start, all_new.start);
    let pairs = was.ranges.iter().skip(words.old).zip(is.ranges.iter().skip(words.new)).take(words.len);
    for (a, b) in pairs {
        if slice(old, from_old, a.start) == slice(new, from_new, b.start) {
            push_run(into, Run { old: from_old, new: from_new, len: a.end - from_old });
        } else {
            push_run(into, Run { old: a.start, new: b.start, len: a.len() });
        }
        (from_old, from_new) = (a.end, b.end);
    }
}

/// Adds what is left of changed words, and shifts what was put in or taken out to where it reads best.
fn with_letters(old: &Text, new: &Text, runs: &[Run]) -> Vec<Run> {
    let end = Run { old: old.len(), new: new.len(), len: 0 };
    let mut all: Vec<Run> = Vec::with_capacity(runs.len());
    let (mut from_old, mut from_new) = (0, 0);
    for &run in runs.iter().chain([&end]) {
        let (was, is) = (slice(old, from_old, run.old), slice(new, from_new, run.new));
        for left in surviving(was, is) {
            push_run(&mut all, Run { old: from_old + left.old, new: from_new + left.new, len: left.len });
        }
        push_run(&mut all, run);
        (from_old, from_new) = (run.old_end(), run.new_end());
    }
    let mut shifted: Vec<Run> = Vec::with_capacity(all.len());
    for &run in all.iter().chain([&end]) {
        let mut run = run;
        if let Some(left) = shifted.last_mut() {
            shift_between(left, &mut run, old, new);
        }
        shifted.pop_if(|left| left.len == 0);
        push_run(&mut shifted, run);
    }
    shifted
}

/// Shifts what was put in or taken out between two runs.
fn shift_between(left: &mut Run, right: &mut Run, old: &Text, new: &Text) {
    let (text, start, end) = if left.old_end() == right.old {
        (new.as_str(), left.new_end(), right.new)
    } else if left.new_end() == right.new {
        (old.as_str(), left.old_end(), right.old)
    } else {
        return;
    };
    let n_right = shift_to_right(text, start, end, right.len);
    let n_left = best_shift(text, start + n_right, end + n_right, left.len + n_right);
    left.len = left.len + n_right - n_left;
    let right_end = right.old_end();
    (right.old, right.new) = (right.old + n_right - n_left, right.new + n_right - n_left);
    right.len = right_end - right.old;
}
