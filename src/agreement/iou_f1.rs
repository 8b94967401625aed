//! Agreement where spans of the same tag share half: the intersection is at least half of the union, each span with one other
//! at most, as many pairs as there can be.

use super::Unit;
use super::f1::Counts;
use super::marks::Marks;
use super::matching::most_pairs;
use super::sum::PairSum;
use super::tally::PairTally;

/// Counts the most pairs of units that share half of what they cover.
pub(super) fn count(tally: &mut PairTally, one: &Marks, other: &Marks) {
    for tag in &one.tags {
        let Some(others) = other.tag(tag.tag) else { continue };
        let n_pairs = most_pairs(&tag.units, &others.units, &share_half) as i64;
        tally.tags.count(tag.tag, |counts| counts.n_half = n_pairs);
    }
}

fn share_half(one: Unit, other: Unit) -> bool {
    let shared = u64::from(one.shared(other));
    one.overlaps(other) && 2 * shared >= u64::from(one.len()) + u64::from(other.len()) - shared
}

/// Spans of one tag or of all.
pub(super) fn half_shared(sum: &PairSum, tag: Option<u32>) -> Counts {
    let n_both = sum.both.tags.sum(tag, |counts| counts.n_half);
    Counts { n_one: sum.one.n_units(tag), n_other: sum.other.n_units(tag), n_both }
}
