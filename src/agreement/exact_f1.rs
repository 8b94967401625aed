//! Agreement on places alone: the same words, whatever the tag. A place that one person marked as several things is one.

use super::f1::Counts;
use super::marks::Marks;
use super::sum::PairSum;
use super::tally::PairTally;

/// Counts the places that two annotators both have.
pub(super) fn count(tally: &mut PairTally, one: &Marks, other: &Marks) {
    tally.n_places = one.places.iter().filter(|place| other.places.binary_search(place).is_ok()).count() as i64;
}

/// Places of spans.
pub(super) fn exact(sum: &PairSum) -> Counts {
    Counts { n_one: sum.one.n_places, n_other: sum.other.n_places, n_both: sum.both.n_places }
}
