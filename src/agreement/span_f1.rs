//! Pairwise agreement on spans as precision, recall and F1, summed over documents before it is divided (van Rijsbergen 1979;
//! for annotators Hripcsak and Rothschild 2005).

use super::matching::most_pairs;
use super::{Study, Undefined, Unit};
use std::collections::BTreeSet;

/// What two annotators have, and have in common.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Counts {
    /// What the first has.
    pub n_one: u64,
    /// What the second has.
    pub n_other: u64,
    /// What both have.
    pub n_both: u64,
}

impl Counts {
    /// The share of what the second has that the first has too.
    pub fn precision(self) -> Result<f64, Undefined> {
        if self.n_other == 0 { Err(Undefined::NothingMarked) } else { Ok(self.n_both as f64 / self.n_other as f64) }
    }

    /// The share of what the first has that the second has too.
    pub fn recall(self) -> Result<f64, Undefined> {
        if self.n_one == 0 { Err(Undefined::NothingMarked) } else { Ok(self.n_both as f64 / self.n_one as f64) }
    }

    /// Twice what both have over what each has.
    pub fn f1(self) -> Result<f64, Undefined> {
        let n = self.n_one + self.n_other;
        if n == 0 { Err(Undefined::NothingMarked) } else { Ok(2.0 * self.n_both as f64 / n as f64) }
    }

    fn add(&mut self, n_one: usize, n_other: usize, n_both: usize) {
        self.n_one += n_one as u64;
        self.n_other += n_other as u64;
        self.n_both += n_both as u64;
    }
}

/// The same place and the same tag.
pub fn strict(study: &Study, one: usize, other: usize, tag: Option<u32>) -> Counts {
    let mut counts = Counts::default();
    for (_, one, other) in study.shared(one, other, tag) {
        let there: BTreeSet<Unit> = one.iter().copied().collect();
        counts.add(one.len(), other.len(), other.iter().filter(|unit| there.contains(unit)).count());
    }
    counts
}

/// The same place, whatever the tag; a place that one person marked as several things is one.
pub fn exact(study: &Study, one: usize, other: usize) -> Counts {
    let mut counts = Counts::default();
    let places = |units: &[Unit]| -> BTreeSet<(u32, u32)> { units.iter().map(|unit| (unit.start, unit.end)).collect() };
    for (_, one, other) in study.shared(one, other, None) {
        let (one, other) = (places(&one), places(&other));
        counts.add(one.len(), other.len(), one.intersection(&other).count());
    }
    counts
}

/// The same tag and a character in common, each unit with one other at most, as many pairs as there can be.
pub fn overlap(study: &Study, one: usize, other: usize) -> Counts {
    paired(study, one, other, &|one, other| one.shared(other) > 0)
}

/// The same tag, and half of what either covers covered by both, each unit with one other at most.
pub fn half_shared(study: &Study, one: usize, other: usize) -> Counts {
    paired(study, one, other, &|one, other| {
        let shared = u64::from(one.shared(other));
        2 * shared >= u64::from(one.len()) + u64::from(other.len()) - shared && shared > 0
    })
}

/// The characters under spans of each tag; of any, where tags do not matter.
pub fn characters(study: &Study, one: usize, other: usize, with_tags: bool) -> Counts {
    let mut counts = Counts::default();
    for (_, one, other) in study.shared(one, other, None) {
        let tags: BTreeSet<u32> = one.iter().chain(&other).map(|unit| if with_tags { unit.tag } else { 0 }).collect();
        for tag in tags {
            let of = |units: &[Unit]| union(units.iter().filter(|unit| !with_tags || unit.tag == tag));
            let (one, other) = (of(&one), of(&other));
            counts.add(length(&one), length(&other), length_of_both(&one, &other));
        }
    }
    counts
}

fn paired(study: &Study, one: usize, other: usize, fit: &dyn Fn(Unit, Unit) -> bool) -> Counts {
    let mut counts = Counts::default();
    for (_, one, other) in study.shared(one, other, None) {
        let n_both = most_pairs(&one, &other, &|one, other| one.tag == other.tag && fit(one, other));
        counts.add(one.len(), other.len(), n_both);
    }
    counts
}

/// Ranges that do not touch, in order, over the same characters as some units.
pub(super) fn union<'u>(units: impl Iterator<Item = &'u Unit>) -> Vec<(u32, u32)> {
    let mut ranges: Vec<(u32, u32)> =
        units.filter(|unit| !unit.is_empty()).map(|unit| (unit.start, unit.end)).collect();
    ranges.sort_unstable();
    let mut joined: Vec<(u32, u32)> = Vec::with_capacity(ranges.len());
    for (start, end) in ranges {
        match joined.last_mut().filter(|(_, last)| start <= *last) {
            Some((_, last)) => *last = end.max(*last),
            None => joined.push((start, end)),
        }
    }
    joined
}

pub(super) fn length(ranges: &[(u32, u32)]) -> usize {
    ranges.iter().map(|(start, end)| (end - start) as usize).sum()
}

/// How many characters two lists of ranges have in common.
pub(super) fn length_of_both(one: &[(u32, u32)], other: &[(u32, u32)]) -> usize {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut sum = 0;
    while let (Some(first), Some(second)) = (one.peek(), other.peek()) {
        sum += first.1.min(second.1).saturating_sub(first.0.max(second.0)) as usize;
        let next = if first.1 <= second.1 { &mut one } else { &mut other };
        next.next();
    }
    sum
}
