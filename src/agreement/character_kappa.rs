//! Cohen's kappa over characters: whether each is under a span, one decision for each, as NVivo and QualCoder have it.

use super::character_f1::{characters, marked};
use super::margins::Margins;
use super::sum::PairSum;

/// The characters of the documents that two annotators both worked on: under a span of one tag, or of any.
pub(super) fn characters_decided(sum: &PairSum, tag: Option<u32>) -> Margins {
    let counts = if tag.is_some() { characters(sum, tag) } else { marked(sum) };
    let (n, n_one, n_other) = (sum.n_characters, counts.n_one, counts.n_other);
    Margins {
        n,
        n_agreeing: n - n_one - n_other + 2 * counts.n_both,
        categories: vec![(n_one, n_other), (n - n_one, n - n_other)],
    }
}
