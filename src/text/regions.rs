//! Parts of a text, as a set of characters: ascending ranges that are apart and not empty.

use super::{Offset, TextRange};

/// Parts of a text. Parts that touch or overlap are one.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Regions(Vec<TextRange>);

impl Regions {
    /// No part.
    pub const NONE: Self = Self(Vec::new());

    /// The parts, in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = TextRange> + '_ {
        self.0.iter().copied()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether all of a range lies in them. Of an empty range, the place must lie inside one.
    pub fn contains(&self, range: TextRange) -> bool {
        self.reaching(range).first().is_some_and(|part| part.contains(range))
    }

    /// How many bytes of a range lie in them.
    pub fn n_bytes_of(&self, range: TextRange) -> u32 {
        let common = |part: &TextRange| part.intersection(range).map(TextRange::len);
        self.reaching(range).iter().map_while(common).sum()
    }

    /// The parts that lie in a range or reach into it, in order.
    pub fn overlapping(&self, range: TextRange) -> impl Iterator<Item = TextRange> + '_ {
        self.reaching(range).iter().copied().take_while(move |part| part.start() < range.end())
    }

    /// The part that a caret at `at` would touch.
    pub fn touching(&self, at: Offset) -> Option<TextRange> {
        let first = self.0.partition_point(|part| part.end() < at);
        self.0.get(first).copied().filter(|part| part.touches(at))
    }

    /// The same parts and one more.
    #[must_use]
    pub fn with(&self, range: TextRange) -> Self {
        self.iter().chain([range]).collect()
    }

    /// The same parts, without what of them lies in a range.
    #[must_use]
    pub fn without(&self, range: TextRange) -> Self {
        let pieces = self.iter().flat_map(|part| {
            let before = (part.start() < range.start()).then(|| (part.start(), part.end().min(range.start())));
            let after = (part.end() > range.end()).then(|| (part.start().max(range.end()), part.end()));
            before.into_iter().chain(after).map(|(start, end)| TextRange::between(start, end))
        });
        pieces.collect()
    }

    /// Those from the first on that ends behind the start of a range.
    fn reaching(&self, range: TextRange) -> &[TextRange] {
        let first = self.0.partition_point(|part| part.end() <= range.start());
        self.0.get(first..).unwrap_or_default()
    }
}

impl FromIterator<TextRange> for Regions {
    fn from_iter<I: IntoIterator<Item = TextRange>>(ranges: I) -> Self {
        let mut ranges: Vec<TextRange> = ranges.into_iter().filter(|range| !range.is_empty()).collect();
        ranges.sort_unstable();
        ranges.dedup_by(|next, last: &mut TextRange| {
            let touches = next.start() <= last.end();
            if touches {
                *last = last.hull(*next);
            }
            touches
        });
        Self(ranges)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn range() -> impl Strategy<Value = TextRange> {
        (0..20_u32, 0..20_u32).prop_map(|(a, b)| TextRange::between(Offset::new(a), Offset::new(b)))
    }

    /// Which bytes of a text lie in them.
    fn bytes_of(regions: &Regions, len: u32) -> Vec<bool> {
        let inside = |at: u32| regions.iter().any(|part| part.start().get() <= at && at < part.end().get());
        (0..len).map(inside).collect()
    }

    proptest! {
        #[test]
        fn they_are_a_set_of_bytes(ranges in proptest::collection::vec(range(), 0..6), other in range()) {
            let regions: Regions = ranges.iter().copied().collect();
            let is_in = |at: u32, range: &TextRange| range.start().get() <= at && at < range.end().get();
            let expected = |at: u32| ranges.iter().any(|range| is_in(at, range));
            prop_assert_eq!(bytes_of(&regions, 20), (0..20).map(expected).collect::<Vec<_>>());
            let with = (0..20).map(|at| expected(at) || is_in(at, &other)).collect::<Vec<_>>();
            prop_assert_eq!(bytes_of(&regions.with(other), 20), with);
            let without = (0..20).map(|at| expected(at) && !is_in(at, &other)).collect::<Vec<_>>();
            prop_assert_eq!(bytes_of(&regions.without(other), 20), without);
            let overlapping: Vec<TextRange> = regions.iter().filter(|part| part.overlaps(other)).collect();
            if !other.is_empty() {
                prop_assert_eq!(regions.overlapping(other).collect::<Vec<_>>(), overlapping);
            }
            let touching = regions.iter().find(|part| part.touches(other.start()));
            prop_assert_eq!(regions.touching(other.start()), touching);
            let n = (0..20).filter(|at| expected(*at) && is_in(*at, &other)).count();
            prop_assert_eq!(regions.n_bytes_of(other) as usize, n);
            if !other.is_empty() {
                prop_assert_eq!(regions.contains(other), n == other.len() as usize);
            }
            let apart = regions.0.windows(2).all(|pair| pair[0].end() < pair[1].start());
            prop_assert!(apart && regions.iter().all(|part| !part.is_empty()));
        }
    }
}
