//! How much tags differ in an alignment, whatever the places (Mathet 2017, "The agreement measure γcat, a complement to γ
//! focused on categorization of a continuum").
//!
//! *Experimental*: an alignment that is as good as another may have other pairs, and programs differ in what they do with
//! passages that stand alone, which here count for nothing.

use super::alignment::{Alignment, Placed};
use super::dissimilarity::apart;
use std::collections::BTreeMap;

/// How much pairs weigh, and those of them whose tags differ.
#[derive(Clone, Copy, PartialEq, Debug, Default)]
pub(super) struct Weighed {
    pub(super) all: f64,
    pub(super) different: f64,
}

impl Weighed {
    /// The share of what differs.
    pub(super) fn share(self) -> Option<f64> {
        (self.all > 0.0).then(|| self.different / self.all)
    }
}

/// The pairs of passages that stand together: all of them under nothing, and under each tag those where one of both has it.
/// Each weighs the more the nearer both are, and the less the more others are there.
pub(super) fn weighed(alignment: &Alignment) -> BTreeMap<Option<u32>, Weighed> {
    let mut sums: BTreeMap<Option<u32>, Weighed> = BTreeMap::new();
    for group in &alignment.groups {
        let members: Vec<&Placed> = group.iter().filter_map(|at| alignment.passages.get(*at as usize)).collect();
        for (n, one) in members.iter().enumerate() {
            for other in members.iter().skip(n + 1) {
                let (one, other) = (one.passage, other.passage);
                let weight = (1.0 - apart(one, other).powi(2)).max(0.0) / (members.len() - 1) as f64;
                let is_different = one.tag != other.tag;
                let tags = if is_different { vec![one.tag, other.tag] } else { vec![one.tag] };
                for tag in [None].into_iter().chain(tags.into_iter().map(Some)) {
                    let sum = sums.entry(tag).or_default();
                    sum.all += weight;
                    sum.different += if is_different { weight } else { 0.0 };
                }
            }
        }
    }
    sums
}
