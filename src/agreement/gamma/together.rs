//! The groups that a best alignment of several annotators can have: those that are not better off in two.

use super::alignment::Placed;
use super::dissimilarity::Dissimilarity;
use crate::agreement::Undefined;

/// How many groups and passages in groups are kept at most, which take some 500 MB.
const MOST_MEMBERS: usize = 20_000_000;

/// How many groups are looked at at most.
const MOST_TRIALS: usize = 200_000_000;

/// What passages of several annotators cost that stand together.
///
/// A group costs the mean over all pairs of annotators of how unlike their passages are; where one has none, or both, that
/// is one `delta_empty`, which all is in units of. So a group of one costs one, and any costs one less the sum of what its
/// pairs of passages save, over the number of pairs of annotators.
#[derive(Clone, Copy, Debug)]
pub(super) struct Together {
    dissimilarity: Dissimilarity,
    n_annotators: usize,
    n_pairs: f64,
}

impl Together {
    pub(super) fn new(dissimilarity: Dissimilarity, n_annotators: usize) -> Self {
        let n_pairs = (n_annotators * n_annotators.saturating_sub(1)) as f64 / 2.0;
        Self { dissimilarity, n_annotators, n_pairs }
    }

    /// Two passages that are less alike than this are in no group of a best alignment. A passage is better off without a
    /// group if it is so unlike the others that what the pairs with it cost is more than a group of its own, which is the
    /// number of pairs of annotators; and of the other annotators' none can save more than one.
    pub(super) fn limit(self) -> f64 {
        self.n_pairs + self.n_annotators as f64 - 1.0
    }

    /// What a group costs.
    pub(super) fn disorder(self, passages: &[Placed], group: &[u32]) -> f64 {
        let members: Vec<&Placed> = group.iter().filter_map(|at| passages.get(*at as usize)).collect();
        let mut saved = 0.0;
        for (n, one) in members.iter().enumerate() {
            for other in members.iter().skip(n + 1) {
                saved += 1.0 - self.dissimilarity.between(one.passage, other.passage);
            }
        }
        1.0 - saved / self.n_pairs
    }

    /// All groups that a best alignment may have, each passage alone among them.
    pub(super) fn groups(
        self,
        passages: &[Placed],
        near: &[Vec<(u32, f64)>],
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Result<Groups, Undefined> {
        let mut search = Search {
            together: self,
            passages,
            most_saved: near.iter().map(|near| self.most_saved(passages, near)).collect(),
            groups: Groups::default(),
            n_trials: 0,
            go_on,
        };
        for (at, (placed, near)) in (0..).zip(passages.iter().zip(near)) {
            search.groups.push(1.0, [at].into_iter());
            search.extend(&[Member { at, placed: *placed, lost: 0.0 }], 0.0, near)?;
        }
        Ok(search.groups)
    }

    /// The most that a passage can save with those of annotators after each.
    fn most_saved(self, passages: &[Placed], near: &[(u32, f64)]) -> Vec<f64> {
        let mut with: Vec<f64> = vec![0.0; self.n_annotators];
        for (other, unlike) in near {
            let annotator = passages.get(*other as usize).map(|other| other.annotator as usize);
            if let Some(most) = annotator.and_then(|annotator| with.get_mut(annotator)) {
                *most = most.max(1.0 - unlike);
            }
        }
        let mut sum = 0.0;
        for most in with.iter_mut().rev() {
            sum += std::mem::replace(most, sum);
        }
        with
    }
}

/// Groups with what each costs.
#[derive(Clone, Debug, Default)]
pub(super) struct Groups {
    costs: Vec<f64>,
    /// Where the members of each end.
    ends: Vec<usize>,
    members: Vec<u32>,
}

impl Groups {
    /// Adds one.
    pub(super) fn push(&mut self, cost: f64, members: impl Iterator<Item = u32>) {
        self.members.extend(members);
        self.ends.push(self.members.len());
        self.costs.push(cost);
    }

    /// How many there are.
    pub(super) fn len(&self) -> usize {
        self.costs.len()
    }

    pub(super) fn costs(&self) -> &[f64] {
        &self.costs
    }

    pub(super) fn costs_mut(&mut self) -> &mut [f64] {
        &mut self.costs
    }

    /// What one costs.
    pub(super) fn cost(&self, group: u32) -> f64 {
        self.costs.get(group as usize).copied().unwrap_or_default()
    }

    /// The passages of one.
    pub(super) fn members(&self, group: u32) -> &[u32] {
        let group = group as usize;
        let end = self.ends.get(group).copied().unwrap_or_default();
        let start = group.checked_sub(1).and_then(|before| self.ends.get(before)).copied().unwrap_or_default();
        self.members.get(start..end).unwrap_or_default()
    }
}

#[derive(Clone, Copy)]
struct Member {
    at: u32,
    placed: Placed,
    /// What the pairs with it cost beyond those of a passage alone.
    lost: f64,
}

struct Search<'a> {
    together: Together,
    passages: &'a [Placed],
    most_saved: Vec<Vec<f64>>,
    groups: Groups,
    n_trials: usize,
    go_on: &'a (dyn Fn() -> bool + Sync),
}

impl Search<'_> {
    /// Adds to a group passages of annotators after its last, near its first.
    fn extend(&mut self, group: &[Member], lost: f64, near: &[(u32, f64)]) -> Result<(), Undefined> {
        let last = group.last().map_or(0, |last| last.placed.annotator);
        for (n, (at, _)) in near.iter().enumerate() {
            let Some(placed) = self.passages.get(*at as usize).filter(|it| it.annotator > last) else { continue };
            self.n_trials += 1;
            if self.n_trials.is_multiple_of(1024) && !(self.go_on)() {
                return Err(Undefined::Stopped);
            }
            if self.n_trials > MOST_TRIALS || self.groups.members.len() > MOST_MEMBERS {
                return Err(Undefined::TooEntangled);
            }
            let Some(grown) = self.grown(group, Member { at: *at, placed: *placed, lost: 0.0 }) else { continue };
            let lost = lost + grown.last().map_or(0.0, |last| last.lost);
            self.keep(&grown, lost);
            self.extend(&grown, lost, near.get(n + 1..).unwrap_or_default())?;
        }
        Ok(())
    }

    /// A group with one more; nothing if somebody is better off outside of it, whoever else may come.
    fn grown(&self, group: &[Member], mut new: Member) -> Option<Vec<Member>> {
        let Together { dissimilarity, n_pairs, .. } = self.together;
        let mut grown = Vec::with_capacity(group.len() + 1);
        let can_stay = |member: &Member| {
            let after = self.most_saved.get(member.at as usize).and_then(|it| it.get(new.placed.annotator as usize));
            member.lost - after.copied().unwrap_or_default() < n_pairs
        };
        for member in group {
            let lost = dissimilarity.between(member.placed.passage, new.placed.passage) - 1.0;
            new.lost += lost;
            let member = Member { lost: member.lost + lost, ..*member };
            if !can_stay(&member) {
                return None;
            }
            grown.push(member);
        }
        can_stay(&new).then(|| {
            grown.push(new);
            grown
        })
    }

    /// Keeps a group in which nobody is better off outside, and which is better than each alone.
    fn keep(&mut self, group: &[Member], lost: f64) {
        let n_pairs = self.together.n_pairs;
        let is_better = lost < (group.len() - 1) as f64 * n_pairs;
        if is_better && group.iter().all(|member| member.lost < n_pairs) {
            self.groups.push(1.0 + lost / n_pairs, group.iter().map(|member| member.at));
        }
    }
}
