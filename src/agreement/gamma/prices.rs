//! Prices of passages, for which no group costs less than its passages: a bound for what any choice of groups costs.

use super::regions::Region;
use crate::agreement::Undefined;

/// What numbers of this size may be off by.
pub(super) const ROUNDING: f64 = 1e-11;

/// Improves the prices of the passages of a region one after the other, all of them some times; what its groups cost is
/// afterwards what they cost above the prices.
///
/// A price may be anything between what makes the cheapest group of a passage free and what makes the next one so, and any
/// of them is as good as the others for this passage, but not for the next ones. Hard, it is put in the middle (Wedelin
/// 1995, "An algorithm for large scale 0-1 integer programming"), which is quick, and may get stuck. Soft, it is where all
/// groups of the passage together are taken once, each the less the dearer it is, by `softness` (the dual of an entropy, as
/// by Sinkhorn and Knopp 1967): that comes as near to the best prices as the softness is small, and takes the longer.
pub(super) fn improve(
    region: &mut Region,
    n_turns: usize,
    softness: f64,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<(), Undefined> {
    let of_passages = of_passages(region);
    let costs = region.groups.costs_mut();
    for _ in 0..n_turns {
        if !go_on() {
            return Err(Undefined::Stopped);
        }
        let mut most = 0.0_f64;
        for of in &of_passages {
            let (least, next) = two_least(of, costs);
            let by = if !next.is_finite() {
                least
            } else if softness > 0.0 {
                least - softness * shares(of, costs, least, softness).ln()
            } else {
                f64::midpoint(least, next)
            };
            most = most.max(by.abs());
            raise(of, costs, by);
        }
        if most < ROUNDING {
            break;
        }
    }
    Ok(())
}

/// Lowers prices until no group costs less than nothing above them, and raises what then can be raised.
pub(super) fn make_right(region: &mut Region) {
    let of_passages = of_passages(region);
    let firsts: Vec<Option<u32>> =
        (0..).take(region.groups.len()).map(|group| region.groups.members(group).first().copied()).collect();
    let costs = region.groups.costs_mut();
    for (group, first) in firsts.into_iter().enumerate() {
        let below = costs.get(group).copied().unwrap_or_default();
        if let Some(of) = first.filter(|_| below < 0.0).and_then(|at| of_passages.get(at as usize)) {
            raise(of, costs, below);
        }
    }
    for of in &of_passages {
        let (least, _) = two_least(of, costs);
        raise(of, costs, least);
    }
}

/// Groups that cost least above the prices, each of passages that are in none before; nothing if a passage is left over.
pub(super) fn greedy(region: &Region) -> Option<Vec<u32>> {
    let groups = &region.groups;
    let mut order: Vec<(f64, u32)> = groups.costs().iter().copied().zip(0..).collect();
    order.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
    let mut is_taken = vec![false; region.n_passages];
    let mut chosen = Vec::new();
    for (_, group) in order {
        let members = groups.members(group);
        if members.iter().any(|at| is_taken.get(*at as usize).copied().unwrap_or(true)) {
            continue;
        }
        for at in members {
            is_taken.iter_mut().skip(*at as usize).take(1).for_each(|taken| *taken = true);
        }
        chosen.push(group);
    }
    is_taken.into_iter().all(|taken| taken).then_some(chosen)
}

/// For each passage the groups that it is in.
fn of_passages(region: &Region) -> Vec<Vec<u32>> {
    let mut of_passages = vec![Vec::new(); region.n_passages];
    for group in (0..).take(region.groups.len()) {
        for at in region.groups.members(group) {
            if let Some(of) = of_passages.get_mut(*at as usize) {
                of.push(group);
            }
        }
    }
    of_passages
}

fn costs_of<'a>(of: &'a [u32], costs: &'a [f64]) -> impl Iterator<Item = f64> {
    of.iter().filter_map(|group| costs.get(*group as usize).copied())
}

/// The least that groups cost, and the next.
fn two_least(of: &[u32], costs: &[f64]) -> (f64, f64) {
    let mut least = (f64::INFINITY, f64::INFINITY);
    for cost in costs_of(of, costs) {
        if cost < least.0 {
            least = (cost, least.0);
        } else if cost < least.1 {
            least.1 = cost;
        }
    }
    least
}

/// How often the cheapest group is in all of them, each the less the more it costs.
fn shares(of: &[u32], costs: &[f64], least: f64, softness: f64) -> f64 {
    /// What is less is nothing beside the one.
    const LEAST: f64 = -36.0;
    costs_of(of, costs).map(|cost| (least - cost) / softness).filter(|dear| *dear > LEAST).map(f64::exp).sum()
}

/// Raises the price of a passage, whose groups then cost less above theirs.
fn raise(of: &[u32], costs: &mut [f64], by: f64) {
    for group in of {
        if let Some(cost) = costs.get_mut(*group as usize) {
            *cost -= by;
        }
    }
}
