//! The table of SemEval-2013 task 9.1: one alignment of the spans of two people, the first of whom is taken to be right, and
//! four ways to look at each aligned pair.

use super::adding::adds;
use super::marks::Marks;
use super::sum::PairSum;
use super::tally::PairTally;
use super::{Undefined, Unit};
use std::cmp::Reverse;

/// How an aligned pair is looked at.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Scenario {
    /// Place and tag must be the same.
    Strict,
    /// The place must be.
    Exact,
    /// The place should be, and counts half where it only overlaps.
    Partial,
    /// The tag must be.
    Type,
}

impl Scenario {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Strict, Self::Exact, Self::Partial, Self::Type];

    /// The word for it in keys.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Strict => "strict",
            Self::Exact => "exact",
            Self::Partial => "partial",
            Self::Type => "type",
        }
    }
}

/// What of a table is asked for.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Outcome {
    /// Pairs that are as they must be.
    Correct,
    /// Pairs that are not.
    Incorrect,
    /// Pairs that are in part.
    Partial,
    /// Spans of the first that the second lacks.
    Missing,
    /// Spans of the second that the first lacks.
    Spurious,
    /// F1, in which a pair that is right in part counts half.
    F1,
}

impl Outcome {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Correct, Self::Incorrect, Self::Partial, Self::Missing, Self::Spurious, Self::F1];

    /// The word for it in keys.
    pub(super) const fn name(self) -> &'static str {
        match self {
            Self::Correct => "cor",
            Self::Incorrect => "inc",
            Self::Partial => "par",
            Self::Missing => "mis",
            Self::Spurious => "spu",
            Self::F1 => "f1",
        }
    }
}

/// Aligned pairs.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Aligned {
    pub n_all: i64,
    pub n_same: i64,
    pub n_same_place: i64,
    pub n_same_tag: i64,
}
adds!(Aligned: n_all, n_same, n_same_place, n_same_tag);

/// Aligns the units of two annotators: first those that are the same, then those at the same place, then those of the same tag
/// that overlap, then any that do; among such as overlap those first that do most, and then the earliest.
pub(super) fn count(tally: &mut PairTally, one: &Marks, other: &Marks) {
    let mut open = Open { one: one.units.clone(), other: other.units.clone(), aligned: Aligned::default() };
    open.align_equal(|unit| (unit.start, unit.end, unit.tag));
    open.align_equal(|unit| (unit.start, unit.end, 0));
    open.align_overlapping(|one, other| one.tag == other.tag);
    open.align_overlapping(|_, _| true);
    tally.aligned = open.aligned;
}

/// Units that are not aligned yet, in order, and those that are.
struct Open {
    one: Vec<Unit>,
    other: Vec<Unit>,
    aligned: Aligned,
}

impl Open {
    /// Aligns units that are alike, in their order, which must be that of what they are compared by.
    fn align_equal(&mut self, of: impl Fn(&Unit) -> (u32, u32, u32)) {
        let (mut first, mut second) = (self.one.iter().peekable(), self.other.iter().peekable());
        let (mut one, mut other) = (Vec::new(), Vec::new());
        let mut pairs = Vec::new();
        loop {
            match (first.peek().copied(), second.peek().copied()) {
                (Some(here), Some(there)) if of(here) == of(there) => {
                    pairs.push((*here, *there));
                    first.next();
                    second.next();
                }
                (Some(here), there) if there.is_none_or(|there| of(here) < of(there)) => {
                    one.push(*here);
                    first.next();
                }
                (_, Some(there)) => {
                    other.push(*there);
                    second.next();
                }
                (_, None) => break,
            }
        }
        pairs.into_iter().for_each(|(one, other)| self.aligned.count(one, other));
        (self.one, self.other) = (one, other);
    }

    fn align_overlapping(&mut self, fit: impl Fn(&Unit, &Unit) -> bool) {
        let longest = self.other.iter().map(|unit| unit.len()).max().unwrap_or_default();
        let mut pairs: Vec<(Reverse<u32>, usize, usize)> = Vec::new();
        for (at, unit) in self.one.iter().enumerate() {
            // No unit before the longest one's length can reach into another.
            let first = self.other.partition_point(|other| other.start.saturating_add(longest) <= unit.start);
            let near = self.other.iter().enumerate().skip(first).take_while(|(_, other)| other.start < unit.end);
            let near = near.filter(|(_, other)| unit.shared(**other) > 0 && fit(unit, other));
            pairs.extend(near.map(|(place, other)| (Reverse(unit.shared(*other)), at, place)));
        }
        pairs.sort_unstable();
        let (mut one, mut other): (Vec<_>, Vec<_>) =
            (self.one.iter().copied().map(Some).collect(), self.other.iter().copied().map(Some).collect());
        for (_, at, place) in pairs {
            if let (Some(first), Some(second)) = (one.get_mut(at), other.get_mut(place))
                && let (Some(unit), Some(partner)) = (*first, *second)
            {
                self.aligned.count(unit, partner);
                (*first, *second) = (None, None);
            }
        }
        (self.one, self.other) = (one.into_iter().flatten().collect(), other.into_iter().flatten().collect());
    }
}

impl Aligned {
    fn count(&mut self, one: Unit, other: Unit) {
        let (is_same_place, is_same_tag) = ((one.start, one.end) == (other.start, other.end), one.tag == other.tag);
        self.n_all += 1;
        self.n_same += i64::from(is_same_place && is_same_tag);
        self.n_same_place += i64::from(is_same_place);
        self.n_same_tag += i64::from(is_same_tag);
    }
}

/// A figure of the table.
pub(super) fn semeval(sum: &PairSum, scenario: Scenario, outcome: Outcome) -> Result<f64, Undefined> {
    let aligned = &sum.both.aligned;
    let n_correct = match scenario {
        Scenario::Strict => aligned.n_same,
        Scenario::Exact | Scenario::Partial => aligned.n_same_place,
        Scenario::Type => aligned.n_same_tag,
    };
    let n_other = aligned.n_all - n_correct;
    let (n_incorrect, n_partial) = if scenario == Scenario::Partial { (0, n_other) } else { (n_other, 0) };
    let (n_one, n_two) = (sum.one.n_units(None), sum.other.n_units(None));
    let count = match outcome {
        Outcome::Correct => n_correct,
        Outcome::Incorrect => n_incorrect,
        Outcome::Partial => n_partial,
        Outcome::Missing => n_one - aligned.n_all,
        Outcome::Spurious => n_two - aligned.n_all,
        Outcome::F1 if n_one + n_two == 0 => return Err(Undefined::NothingMarked),
        Outcome::F1 => return Ok((2 * n_correct + n_partial) as f64 / (n_one + n_two) as f64),
    };
    Ok(count as f64)
}
