//! Strict agreement on spans: the same place and the same tag.

use super::f1::Counts;
use super::marks::Marks;
use super::sum::PairSum;
use super::tally::{DocumentTally, PairTally};

/// Counts the units that two annotators both have.
pub(super) fn count(tally: &mut PairTally, one: &Marks, other: &Marks) {
    for tag in &one.tags {
        let Some(others) = other.tag(tag.tag) else { continue };
        let is_there = |unit: &&_| others.units.binary_search(unit).is_ok();
        let n_both = tag.units.iter().filter(is_there).count() as i64;
        tally.tags.count(tag.tag, |counts| counts.n_strict = n_both);
    }
}

/// Spans of one tag or of all.
pub(super) fn strict(sum: &PairSum, tag: Option<u32>) -> Counts {
    let n_both = sum.both.tags.sum(tag, |counts| counts.n_strict);
    Counts { n_one: sum.one.n_units(tag), n_other: sum.other.n_units(tag), n_both }
}

/// All spans of one document; nothing if one of the two did not work on it.
pub(super) fn strict_in(tally: &DocumentTally, one: usize, other: usize) -> Option<Counts> {
    let (_, _, pair) = tally.pairs.iter().find(|(first, second, _)| (*first, *second) == (one, other))?;
    let n_both = pair.tags.sum(None, |counts| counts.n_strict);
    Some(Counts { n_one: tally.set(one)?.n_units(None), n_other: tally.set(other)?.n_units(None), n_both })
}
