//! How spans lie on one another, from their first character to their last: at the same place, in, around, or across.

use crate::text::TextRange;
use std::cmp::Ordering;

/// How a span lies on spans of a tag; several can be so, on several of them.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Lies {
    /// One begins and ends where it does.
    pub same: bool,
    /// It lies in a longer one.
    pub inside: bool,
    /// A shorter one lies in it.
    pub around: bool,
    /// One begins before it and ends in it, or begins in it and ends after it.
    pub across: bool,
}

impl Lies {
    /// A range lies on another one. One that covers nothing lies on nothing.
    pub fn add(&mut self, range: TextRange, other: TextRange) {
        if range.is_empty() || other.is_empty() || !range.overlaps(other) {
            return;
        }
        let begins = other.start().cmp(&range.start());
        let ends = other.end().cmp(&range.end());
        match (begins, ends) {
            (Ordering::Equal, Ordering::Equal) => self.same = true,
            (Ordering::Less | Ordering::Equal, Ordering::Greater | Ordering::Equal) => self.inside = true,
            (Ordering::Greater | Ordering::Equal, Ordering::Less | Ordering::Equal) => self.around = true,
            (Ordering::Less, Ordering::Less) | (Ordering::Greater, Ordering::Greater) => self.across = true,
        }
    }
}

/// From the first byte to after the last.
type Stretch = (i64, i64);

/// How each range lies on some others. Where a range is itself among the others, `is_own` says so, and it is not told of itself.
/// Ranges that cover nothing lie on nothing.
pub(super) fn lies(ranges: &[TextRange], others: &[TextRange], is_own: bool) -> Vec<Lies> {
    let stretch = |range: &TextRange| (i64::from(range.start().get()), i64::from(range.end().get()));
    let ranges: Vec<Stretch> = ranges.iter().map(stretch).collect();
    let mut others: Vec<Stretch> = others.iter().map(stretch).filter(|(start, end)| start < end).collect();
    others.sort_unstable();
    // For each of the others, and from the first to it, the latest end; from it to the last, the soonest.
    let mut latest: Vec<i64> = others.iter().map(|(_, end)| *end).collect();
    let mut soonest = latest.clone();
    (1..latest.len()).for_each(|n| latest[n] = latest[n].max(latest[n - 1]));
    (1..soonest.len()).rev().for_each(|n| soonest[n - 1] = soonest[n - 1].min(soonest[n]));
    let mirrored = |(start, end): &Stretch| (-end, -start);
    let before = any_reaching_in(&ranges, &others);
    let after = any_reaching_in(
        &ranges.iter().map(mirrored).collect::<Vec<_>>(),
        &others.iter().map(mirrored).collect::<Vec<_>>(),
    );
    let lies_so = |(n, range): (usize, &Stretch)| {
        let (start, end) = *range;
        if start >= end {
            return Lies::default();
        }
        let (first, last) = (others.partition_point(|it| it < range), others.partition_point(|it| it <= range));
        // Those that begin where it does come first the shorter ones, then its equals, then the longer ones.
        let longer_here = others.get(last).is_some_and(|(other, _)| *other == start);
        let n_before = others.partition_point(|(other, _)| *other < start);
        let longer_before = n_before.checked_sub(1).and_then(|at| latest.get(at)).is_some_and(|reach| *reach >= end);
        let n_here = others.partition_point(|(other, _)| *other <= start);
        let shorter_after = soonest.get(n_here).is_some_and(|reach| *reach <= end);
        Lies {
            same: last - first > usize::from(is_own),
            inside: longer_here || longer_before,
            around: first > n_before || shorter_after,
            across: before.get(n) == Some(&true) || after.get(n) == Some(&true),
        }
    };
    ranges.iter().enumerate().map(lies_so).collect()
}

/// For each range, whether one of the others begins before it and ends in it, but not with it.
fn any_reaching_in(ranges: &[Stretch], others: &[Stretch]) -> Vec<bool> {
    let mut ends: Vec<i64> = others.iter().map(|(_, end)| *end).collect();
    ends.sort_unstable();
    let mut by_start: Vec<&Stretch> = others.iter().collect();
    by_start.sort_unstable();
    let mut order: Vec<usize> = (0..ranges.len()).collect();
    order.sort_by_key(|n| ranges.get(*n));
    let mut begun = Sums::new(ends.len());
    let (mut next, mut found) = (0, vec![false; ranges.len()]);
    for n in order {
        let Some((start, end)) = ranges.get(n).copied().filter(|(start, end)| start < end) else { continue };
        while let Some((_, other_end)) = by_start.get(next).filter(|other| other.0 < start) {
            begun.add(ends.partition_point(|it| it < other_end));
            next += 1;
        }
        let n_ending_in =
            begun.up_to(ends.partition_point(|it| *it < end)) - begun.up_to(ends.partition_point(|it| *it <= start));
        if let Some(found) = found.get_mut(n) {
            *found = n_ending_in > 0;
        }
    }
    found
}

/// Sums of the first so many of some numbers, which grow one by one (Fenwick 1994, *A new data structure for cumulative frequency
/// tables*).
struct Sums(Vec<usize>);

impl Sums {
    fn new(n: usize) -> Self {
        Self(vec![0; n + 1])
    }

    fn add(&mut self, at: usize) {
        let mut at = at + 1;
        while let Some(sum) = self.0.get_mut(at) {
            *sum += 1;
            at += at & at.wrapping_neg();
        }
    }

    fn up_to(&self, n: usize) -> usize {
        let (mut at, mut sum) = (n, 0);
        while at > 0 {
            sum += self.0.get(at).copied().unwrap_or_default();
            at &= at - 1;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Offset;
    use proptest::prelude::*;

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::between(Offset::new(start), Offset::new(end))
    }

    fn plainly(range: &TextRange, others: &[TextRange], is_own: bool) -> Lies {
        let (start, end) = (range.start(), range.end());
        let others: Vec<_> = others.iter().filter(|it| !it.is_empty()).map(|it| (it.start(), it.end())).collect();
        let any = |holds: &dyn Fn(Offset, Offset) -> bool| others.iter().any(|(a, b)| holds(*a, *b));
        if range.is_empty() {
            return Lies::default();
        }
        Lies {
            same: others.iter().filter(|it| **it == (start, end)).count() > usize::from(is_own),
            inside: any(&|a, b| a <= start && end <= b && (a, b) != (start, end)),
            around: any(&|a, b| start <= a && b <= end && (a, b) != (start, end)),
            across: any(&|a, b| a < start && start < b && b < end || start < a && a < end && end < b),
        }
    }

    #[test]
    fn each_way_is_told() {
        let told = |others: &[TextRange]| lies(&[range(10, 20)], others, false)[0];
        assert_eq!(told(&[range(10, 20)]), Lies { same: true, ..Lies::default() });
        assert_eq!(told(&[range(10, 21)]), Lies { inside: true, ..Lies::default() });
        assert_eq!(told(&[range(11, 20)]), Lies { around: true, ..Lies::default() });
        assert_eq!(told(&[range(5, 11)]), Lies { across: true, ..Lies::default() });
        assert_eq!(told(&[range(19, 30)]), Lies { across: true, ..Lies::default() });
        assert_eq!(told(&[range(0, 10), range(20, 30), range(15, 15)]), Lies::default());
        assert_eq!(lies(&[range(3, 5)], &[range(3, 5)], true), [Lies::default()]);
    }

    proptest! {
        #[test]
        fn it_is_what_comparing_each_with_each_tells(
            ranges in prop::collection::vec((0u32..12, 0u32..6), 0..14),
            others in prop::collection::vec((0u32..12, 0u32..6), 0..14),
        ) {
            let made = |all: Vec<(u32, u32)>| all.into_iter().map(|(at, n)| range(at, at + n)).collect::<Vec<_>>();
            let (ranges, others) = (made(ranges), made(others));
            for (others, is_own) in [(&others, false), (&ranges, true)] {
                let expected: Vec<Lies> = ranges.iter().map(|it| plainly(it, others, is_own)).collect();
                prop_assert_eq!(lies(&ranges, others, is_own), expected.clone());
                let one_by_one = ranges.iter().enumerate().map(|(n, range)| {
                    let mut found = Lies::default();
                    let others = others.iter().enumerate().filter(|(at, _)| !is_own || *at != n);
                    others.for_each(|(_, other)| found.add(*range, *other));
                    found
                });
                prop_assert_eq!(one_by_one.collect::<Vec<_>>(), expected);
            }
        }
    }
}
