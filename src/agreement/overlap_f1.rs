//! Agreement where spans of the same tag overlap: a character in common, each span with one other at most, as many pairs as
//! there can be ("lenient" in GATE). Spans without a character overlap where they are at the same place, so that people who
//! marked the same agree.

use super::f1::Counts;
use super::marks::Marks;
use super::matching::most_pairs;
use super::strict_f1::strict;
use super::sum::PairSum;
use super::tally::PairTally;
use super::{Undefined, Unit};

/// Counts the most pairs of units that overlap. Units of different tags are never a pair, so that each tag is a matter of its
/// own.
pub(super) fn count(tally: &mut PairTally, one: &Marks, other: &Marks) {
    for tag in &one.tags {
        let Some(others) = other.tag(tag.tag) else { continue };
        let n_pairs = most_pairs(&tag.units, &others.units, &Unit::overlaps) as i64;
        tally.tags.count(tag.tag, |counts| counts.n_overlap = n_pairs);
    }
}

/// Spans of one tag or of all.
pub(super) fn overlap(sum: &PairSum, tag: Option<u32>) -> Counts {
    let n_both = sum.both.tags.sum(tag, |counts| counts.n_overlap);
    Counts { n_one: sum.one.n_units(tag), n_other: sum.other.n_units(tag), n_both }
}

/// The mean of strict and overlap F1 ("average" in GATE).
pub(super) fn partial_f1(sum: &PairSum, tag: Option<u32>) -> Result<f64, Undefined> {
    Ok((strict(sum, tag).f1()? + overlap(sum, tag).f1()?) / 2.0)
}
