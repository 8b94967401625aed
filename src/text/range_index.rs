//! Many ranges of one text, for asking quickly how another range stands to them.

use super::{Offset, TextRange};

/// Ranges by where they begin.
pub struct RangeIndex {
    ranges: Vec<TextRange>,
    /// How far those up to each reach.
    reach: Vec<Offset>,
    /// How soon those from each on end.
    soonest: Vec<Offset>,
    /// All ends, in order.
    ends: Vec<Offset>,
}

impl RangeIndex {
    /// Ranges in any order; equal ones are one.
    pub fn of(mut ranges: Vec<TextRange>) -> Self {
        ranges.sort_by_key(|range| (range.start(), range.end()));
        ranges.dedup();
        let latest = |reach: &mut Offset, range: &TextRange| {
            *reach = (*reach).max(range.end());
            Some(*reach)
        };
        let reach = ranges.iter().scan(Offset::ZERO, latest).collect();
        let mut soonest: Vec<Offset> = Vec::with_capacity(ranges.len());
        for range in ranges.iter().rev() {
            soonest.push(soonest.last().map_or(range.end(), |end| (*end).min(range.end())));
        }
        soonest.reverse();
        let mut ends: Vec<Offset> = ranges.iter().map(|range| range.end()).collect();
        ends.sort_unstable();
        Self { ranges, reach, soonest, ends }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.ranges.is_empty()
    }

    /// Whether any has a range in it, or is it.
    pub fn any_around(&self, range: TextRange) -> bool {
        let n = self.ranges.partition_point(|other| other.start() <= range.start());
        n.checked_sub(1).and_then(|at| self.reach.get(at)).is_some_and(|reach| *reach >= range.end())
    }

    /// Whether any lies in a range, or is it.
    pub fn any_in(&self, range: TextRange) -> bool {
        let from = self.ranges.partition_point(|other| other.start() < range.start());
        self.soonest.get(from).is_some_and(|end| *end <= range.end())
    }

    /// Whether it is one of them.
    pub fn has(&self, range: TextRange) -> bool {
        self.ranges.binary_search_by_key(&(range.start(), range.end()), |it| (it.start(), it.end())).is_ok()
    }

    /// Whether any shares a character with a stretch of the text.
    pub fn any_touching(&self, stretch: TextRange) -> bool {
        let n = self.ranges.partition_point(|other| other.start() < stretch.end());
        n.checked_sub(1).and_then(|at| self.reach.get(at)).is_some_and(|reach| *reach > stretch.start())
    }

    /// Whether another range, and not the same, shares a character with one.
    pub fn any_over(&self, range: TextRange) -> bool {
        let mut at = self.ranges.partition_point(|other| other.start() < range.end());
        while let Some(before) = at.checked_sub(1) {
            if self.reach.get(before).is_none_or(|reach| *reach <= range.start()) {
                return false;
            }
            if self.ranges.get(before).is_some_and(|other| *other != range && other.overlaps(range)) {
                return true;
            }
            at = before;
        }
        false
    }

    /// Where the last one ends that ends at a place or before it.
    pub fn last_end_before(&self, at: Offset) -> Option<Offset> {
        let n = self.ends.partition_point(|end| *end <= at);
        self.ends.get(n.checked_sub(1)?).copied()
    }

    /// Where the first one begins that begins at a place or after it.
    pub fn first_start_after(&self, at: Offset) -> Option<Offset> {
        let n = self.ranges.partition_point(|range| range.start() < at);
        self.ranges.get(n).map(|range| range.start())
    }
}
