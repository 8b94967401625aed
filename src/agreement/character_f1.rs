//! Agreement character by character: what is under a span of each, with tags and without. Long spans weigh more.

use super::f1::Counts;
use super::marks::{Marks, n_shared};
use super::sum::PairSum;
use super::tally::PairTally;

/// Counts the characters that both annotators marked.
pub(super) fn count(tally: &mut PairTally, one: &Marks, other: &Marks) {
    tally.n_marked = n_shared(&one.any, &other.any);
    for tag in &one.tags {
        let Some(others) = other.tag(tag.tag) else { continue };
        tally.tags.count(tag.tag, |counts| counts.n_characters = n_shared(&tag.ranges, &others.ranges));
    }
}

/// Characters under spans of one tag or of each: one that is under two tags counts for both.
pub(super) fn characters(sum: &PairSum, tag: Option<u32>) -> Counts {
    Counts {
        n_one: sum.one.tags.sum(tag, |counts| counts.n_characters),
        n_other: sum.other.tags.sum(tag, |counts| counts.n_characters),
        n_both: sum.both.tags.sum(tag, |counts| counts.n_characters),
    }
}

/// Characters under any span.
pub(super) fn marked(sum: &PairSum) -> Counts {
    Counts { n_one: sum.one.n_marked, n_other: sum.other.n_marked, n_both: sum.both.n_marked }
}
