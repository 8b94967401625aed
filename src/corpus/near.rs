//! Near-duplicates: MinHash (Broder 1997) finds documents that may be, the exact Jaccard index says whether they are.

use super::shingles::{jaccard, shingles};
use std::collections::{BTreeSet, HashMap, HashSet};

/// How many permutations stand for a text.
const PERMUTATIONS: usize = 128;

/// How many of them must agree for two texts to be compared: 32 bands of 4, which finds pairs from an index of
/// (1/32)^(1/4) ≈ 0.42 on.
const ROWS: usize = 4;

/// The least Jaccard index of near-duplicates.
pub const NEAR: f64 = 0.8;

/// Documents that are nearly the same, by their places in the list that was asked about.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NearDuplicates {
    /// Groups of two or more, each in order, by their first.
    pub groups: Vec<Vec<usize>>,
}

/// Which texts are nearly the same as another, directly or by way of others: their Jaccard index is [`NEAR`] or more. `go_on`
/// hears how many texts were looked at, and can stop it: then there is no answer.
pub fn near_duplicates<'a>(
    texts: impl IntoIterator<Item = &'a str>,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> Option<NearDuplicates> {
    let mut sets: Vec<BTreeSet<u64>> = Vec::new();
    let mut buckets: HashMap<(usize, [u64; ROWS]), Vec<usize>> = HashMap::new();
    for (at, text) in texts.into_iter().enumerate() {
        let set = shingles(text);
        if !set.is_empty() {
            for (band, rows) in signature(&set).chunks_exact(ROWS).enumerate() {
                let mut key = [0; ROWS];
                key.copy_from_slice(rows);
                buckets.entry((band, key)).or_default().push(at);
            }
        }
        sets.push(set);
        if !go_on(sets.len()) {
            return None;
        }
    }
    let mut found = Found { joined: Joined::new(sets.len()), sets, unlike: HashSet::new() };
    buckets.retain(|_, bucket| bucket.len() > 1);
    for bucket in buckets.values() {
        found.join_near(bucket, go_on)?;
    }
    Some(NearDuplicates { groups: found.joined.groups().into_iter().filter(|group| group.len() > 1).collect() })
}

/// What is known of texts so far.
struct Found {
    sets: Vec<BTreeSet<u64>>,
    joined: Joined,
    /// Those that were compared and are not nearly the same, the first before the second.
    unlike: HashSet<(usize, usize)>,
}

impl Found {
    /// Joins those of a bucket that are nearly the same; nothing when it is stopped. Of many that belong together already one
    /// that is near is enough, so that a thousand copies of a text are not a million comparisons.
    fn join_near(&mut self, bucket: &[usize], go_on: &mut dyn FnMut(usize) -> bool) -> Option<()> {
        let mut clusters: Vec<Vec<usize>> = Vec::new();
        for &at in bucket {
            let mut near = vec![at];
            let mut others = Vec::with_capacity(clusters.len() + 1);
            for cluster in clusters {
                if cluster.iter().any(|other| self.are_near(*other, at)) {
                    near.extend(cluster);
                } else {
                    others.push(cluster);
                }
            }
            others.push(near);
            clusters = others;
            if !go_on(self.sets.len()) {
                return None;
            }
        }
        Some(())
    }

    /// Whether two texts belong together, or do now that they are compared.
    fn are_near(&mut self, one: usize, other: usize) -> bool {
        if self.joined.root(one) == self.joined.root(other) {
            return true;
        }
        let pair = (one.min(other), one.max(other));
        if self.unlike.contains(&pair) {
            return false;
        }
        let (Some(a), Some(b)) = (self.sets.get(one), self.sets.get(other)) else { return false };
        let are_near = jaccard(a, b) >= NEAR;
        if are_near {
            self.joined.join(one, other);
        } else {
            self.unlike.insert(pair);
        }
        are_near
    }
}

/// The least value of the set under each permutation.
fn signature(set: &BTreeSet<u64>) -> Vec<u64> {
    let permutations = (0..PERMUTATIONS as u64).map(|n| {
        // Multiplying by an odd number and adding permutes all numbers of 64 bits; mixing spreads the high bits.
        let odd = mixed(2 * n + 1) | 1;
        let plus = mixed(2 * n + 2);
        set.iter().map(|shingle| mixed(shingle.wrapping_mul(odd).wrapping_add(plus))).min().unwrap_or(u64::MAX)
    });
    permutations.collect()
}

/// The finalizer of SplitMix64 (Steele, Lea and Flood 2014), a permutation.
fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    number ^ (number >> 31)
}

/// Things that are joined step by step: which belong together.
#[derive(Clone, Debug)]
pub(super) struct Joined {
    parent: Vec<usize>,
}

impl Joined {
    /// Each by itself.
    pub(super) fn new(n: usize) -> Self {
        Self { parent: (0..n).collect() }
    }

    /// The first of those that something belongs to.
    pub(super) fn root(&mut self, at: usize) -> usize {
        let mut root = at;
        while let Some(&parent) = self.parent.get(root).filter(|parent| **parent != root) {
            root = parent;
        }
        let mut here = at;
        while here != root {
            let Some(parent) = self.parent.get_mut(here) else { break };
            here = std::mem::replace(parent, root);
        }
        root
    }

    /// Puts two together.
    pub(super) fn join(&mut self, one: usize, other: usize) {
        let (one, other) = (self.root(one), self.root(other));
        if let Some(parent) = self.parent.get_mut(one.max(other)) {
            *parent = one.min(other);
        }
    }

    /// All groups, each in order, by their first.
    pub(super) fn groups(&mut self) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = vec![Vec::new(); self.parent.len()];
        for at in 0..self.parent.len() {
            let root = self.root(at);
            if let Some(group) = groups.get_mut(root) {
                group.push(at);
            }
        }
        groups.retain(|group| !group.is_empty());
        groups
    }
}
