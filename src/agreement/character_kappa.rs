//! Cohen's kappa over characters: whether each is under a span, one decision for each.

use super::span_f1::{length, length_of_both, union};
use super::{Study, Undefined};

/// Kappa over the characters of the documents that two annotators both worked on: under a span of one tag, or of any.
pub fn character_kappa(study: &Study, one: usize, other: usize, tag: Option<u32>) -> Result<f64, Undefined> {
    let (mut n_one, mut n_other, mut n_both, mut n_all) = (0.0, 0.0, 0.0, 0.0);
    for (document, one, other) in study.shared(one, other, tag) {
        let (one, other) = (union(one.iter()), union(other.iter()));
        n_one += length(&one) as f64;
        n_other += length(&other) as f64;
        n_both += length_of_both(&one, &other) as f64;
        n_all += f64::from(document.n_characters);
    }
    if n_all == 0.0 {
        return Err(Undefined::NothingShared);
    }
    let observed = (n_all - n_one - n_other + 2.0 * n_both) / n_all;
    let expected = (n_one * n_other + (n_all - n_one) * (n_all - n_other)) / (n_all * n_all);
    if expected == 1.0 { Err(Undefined::OneCategory) } else { Ok((observed - expected) / (1.0 - expected)) }
}
