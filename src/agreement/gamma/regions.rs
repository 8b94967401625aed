//! Where a choice of groups could be bettered.
//!
//! A better choice differs from this one in parts that hang together by the groups of either, and each part saves something.
//! It can save no more than what its groups cost above the prices, and has to pay for each of its new groups what that one
//! costs above them. So a new group that reaches from some regions to others joins them if it costs less than what all of
//! these could save; when no group does, no part of a better choice reaches out of a region: it would have to leave each
//! region that it can save in by a group which costs more than that.

use super::prices::ROUNDING;
use super::together::Groups;
use std::collections::BTreeMap;

/// Passages that are to be put into groups among themselves.
pub(super) struct Region {
    /// How many there are, with numbers from 0 by place.
    pub(super) n_passages: usize,
    /// The groups that there are, with what they cost above the prices so far.
    pub(super) groups: Groups,
    /// What these are called in the whole of which this is a part.
    pub(super) names: Vec<u32>,
    /// The best groups so far that have each passage once; none if nobody has looked.
    pub(super) chosen: Vec<u32>,
}

impl Region {
    fn empty() -> Self {
        Self { n_passages: 0, groups: Groups::default(), names: Vec::new(), chosen: Vec::new() }
    }

    /// What some groups are called in the whole.
    pub(super) fn names_of(&self, groups: &[u32]) -> impl Iterator<Item = u32> {
        groups.iter().filter_map(|group| self.names.get(*group as usize).copied())
    }

    /// What groups cost above the prices.
    pub(super) fn sum(&self, groups: &[u32]) -> f64 {
        groups.iter().map(|group| self.groups.cost(*group)).sum()
    }

    /// Takes other groups if they are better.
    pub(super) fn choose(&mut self, chosen: Option<Vec<u32>>) {
        let is_better = |chosen: &Vec<u32>| self.chosen.is_empty() || self.sum(chosen) < self.sum(&self.chosen);
        if let Some(chosen) = chosen.filter(is_better) {
            self.chosen = chosen;
        }
    }
}

/// What is settled in a region, by the names of the groups, and the parts of it where something better may be.
pub(super) fn split(region: &Region) -> (Vec<u32>, Vec<Region>) {
    let mut joined = Joined::new(region);
    joined.join_payable(region);
    let mut parts: BTreeMap<u32, Region> = BTreeMap::new();
    let places = joined.places(region.n_passages, &mut parts);
    let mut is_chosen = vec![false; region.groups.len()];
    for group in &region.chosen {
        is_chosen.iter_mut().skip(*group as usize).take(1).for_each(|chosen| *chosen = true);
    }
    let mut settled = Vec::new();
    for (group, is_chosen) in (0..).zip(is_chosen) {
        let place = |at: &u32| places.get(*at as usize).copied().flatten();
        let members = region.groups.members(group);
        let root = members.first().and_then(place).map(|(root, _)| root);
        let Some((root, part)) = root.and_then(|root| Some((root, parts.get_mut(&root)?))) else {
            settled.extend(region.names_of(&[group]).filter(|_| is_chosen));
            continue;
        };
        let inside = |at: &u32| place(at).filter(|(other, _)| *other == root).map(|(_, at)| at);
        let cost = region.groups.cost(group);
        if !is_chosen && cost >= joined.region(root).1 {
            continue;
        }
        if let Some(members) = members.iter().map(inside).collect::<Option<Vec<u32>>>() {
            if is_chosen {
                part.chosen.push(part.names.len() as u32);
            }
            part.groups.push(cost, members.into_iter());
            part.names.extend(region.names_of(&[group]));
        }
    }
    (settled, parts.into_values().collect())
}

/// Passages that are joined step by step, and what the regions of them could save.
struct Joined {
    parents: Vec<u32>,
    /// Of each region, at its root.
    gaps: Vec<f64>,
}

impl Joined {
    /// The chosen groups, each by itself.
    fn new(region: &Region) -> Self {
        let n = region.n_passages;
        let mut joined = Self { parents: (0..).take(n).collect(), gaps: vec![0.0; n] };
        for group in &region.chosen {
            let members = region.groups.members(*group);
            let Some(first) = members.first() else { continue };
            joined.join(members);
            let root = joined.root(*first);
            let gap = Some(region.groups.cost(*group)).filter(|gap| *gap > ROUNDING).unwrap_or_default();
            joined.gaps.iter_mut().skip(root as usize).take(1).for_each(|of| *of = gap);
        }
        joined
    }

    /// Joins regions until what none of them could save pays for a group that reaches to others.
    fn join_payable(&mut self, region: &Region) {
        let total: f64 = self.gaps.iter().sum();
        let payable = (0..).take(region.groups.len()).filter(|group| region.groups.cost(*group) < total);
        let payable: Vec<u32> = payable.collect();
        loop {
            let mut is_stable = true;
            for group in &payable {
                is_stable &= !self.join_if_payable(region.groups.members(*group), region.groups.cost(*group));
            }
            if is_stable {
                return;
            }
        }
    }

    /// For each passage of a region that could save something, the root of this and which passage of it it is. Makes parts
    /// of as many passages.
    fn places(&mut self, n_passages: usize, parts: &mut BTreeMap<u32, Region>) -> Vec<Option<(u32, u32)>> {
        let place = |at: u32| {
            let (root, gap) = self.region(at);
            (gap > 0.0).then(|| {
                let part = parts.entry(root).or_insert_with(Region::empty);
                part.n_passages += 1;
                (root, part.n_passages as u32 - 1)
            })
        };
        (0..).take(n_passages).map(place).collect()
    }

    fn root(&mut self, at: u32) -> u32 {
        let mut root = at;
        while let Some(parent) = self.parents.get(root as usize).filter(|parent| **parent != root) {
            root = *parent;
        }
        let mut here = at;
        while here != root {
            let Some(parent) = self.parents.get_mut(here as usize) else { break };
            here = std::mem::replace(parent, root);
        }
        root
    }

    /// The region of a passage, and what it could save.
    fn region(&mut self, at: u32) -> (u32, f64) {
        let root = self.root(at);
        (root, self.gaps.get(root as usize).copied().unwrap_or_default())
    }

    fn join(&mut self, members: &[u32]) {
        let Some((first, others)) = members.split_first() else { return };
        for other in others {
            let (root, gap) = self.region(*first);
            let (other, other_gap) = self.region(*other);
            if root == other {
                continue;
            }
            self.parents.iter_mut().skip(other as usize).take(1).for_each(|parent| *parent = root);
            self.gaps.iter_mut().skip(root as usize).take(1).for_each(|of| *of = gap + other_gap);
        }
    }

    /// Joins regions if what they could save pays for a group; whether any were joined.
    fn join_if_payable(&mut self, members: &[u32], cost: f64) -> bool {
        let mut touched: Vec<(u32, f64)> = members.iter().map(|at| self.region(*at)).collect();
        touched.sort_unstable_by_key(|(root, _)| *root);
        touched.dedup_by_key(|(root, _)| *root);
        let is_payable = touched.len() > 1 && cost < touched.iter().map(|(_, gap)| gap).sum();
        if is_payable {
            self.join(members);
        }
        is_payable
    }
}
