//! The cheapest groups for the passages of a region, from its first passage to its last: the next group is always one of the
//! first passage that has none, and of all ways to the same passages the cheapest is gone on with (dynamic programming).

use super::prices::ROUNDING;
use super::regions::Region;
use crate::agreement::Undefined;
use std::collections::{BTreeMap, HashMap};

/// What a search came to.
pub(super) struct Searched {
    /// Groups that are better than those that were chosen, if any were found.
    pub(super) better: Option<Vec<u32>>,
    /// Whether there are no better ones.
    pub(super) is_best: bool,
}

/// What has a group of the passages from the first on that has none: one bit for each.
type Covered = u128;

/// The last step of a way: a group, and the step before it.
struct Step {
    group: u32,
    before: usize,
}

/// Looks for groups that are cheaper than those that are chosen, with so many of the cheapest ways at each passage.
pub(super) fn search(region: &Region, width: usize, go_on: &(dyn Fn() -> bool + Sync)) -> Result<Searched, Undefined> {
    let mut searched = Searched { better: None, is_best: true };
    let Some(by_first) = by_first(region) else { return Ok(Searched { is_best: false, ..searched }) };
    let bound = region.sum(&region.chosen) - ROUNDING;
    let mut steps = vec![Step { group: 0, before: 0 }];
    let mut open: BTreeMap<u32, HashMap<Covered, (f64, usize)>> = BTreeMap::new();
    open.entry(0).or_default().insert(0, (0.0, 0));
    while let Some((first, ways)) = open.pop_first() {
        let mut ways: Vec<(f64, Covered, usize)> =
            ways.into_iter().map(|(at, (cost, step))| (cost, at, step)).collect();
        ways.sort_unstable_by(|one, other| one.0.total_cmp(&other.0).then(one.1.cmp(&other.1)));
        searched.is_best &= ways.len() <= width;
        ways.truncate(width);
        let Some(next) = by_first.get(first as usize) else {
            searched.better = ways.first().map(|(_, _, step)| way(&steps, *step));
            break;
        };
        for (cost, covered, step) in ways {
            if !go_on() {
                return Err(Undefined::Stopped);
            }
            let payable = next.iter().take_while(|next| cost + next.cost < bound);
            for next in payable.filter(|next| next.members & covered == 0) {
                let (cost, covered) = (cost + next.cost, covered | next.members);
                let n = covered.trailing_ones();
                let ways = open.entry(first + n).or_default();
                let way = ways.entry(covered.checked_shr(n).unwrap_or_default()).or_insert((f64::INFINITY, 0));
                if cost < way.0 {
                    *way = (cost, steps.len());
                    steps.push(Step { group: next.group, before: step });
                }
            }
        }
    }
    Ok(searched)
}

struct Next {
    cost: f64,
    group: u32,
    /// Its passages from the first on: one bit for each.
    members: Covered,
}

/// For each passage the groups in which it is the first, the cheapest first; nothing if some passage is too far behind.
fn by_first(region: &Region) -> Option<Vec<Vec<Next>>> {
    let mut by_first: Vec<Vec<Next>> = (0..region.n_passages).map(|_| Vec::new()).collect();
    for group in (0..).take(region.groups.len()) {
        let places = region.groups.members(group);
        let first = places.iter().min()?;
        let mut members = 0;
        for at in places {
            members |= 1_u128.checked_shl(at - first)?;
        }
        by_first.get_mut(*first as usize)?.push(Next { cost: region.groups.cost(group), group, members });
    }
    for next in &mut by_first {
        next.sort_by(|one, other| one.cost.total_cmp(&other.cost));
    }
    Some(by_first)
}

/// The groups on a way.
fn way(steps: &[Step], end: usize) -> Vec<u32> {
    let mut way = Vec::new();
    let mut at = end;
    while let Some(step) = steps.get(at).filter(|_| at > 0) {
        way.push(step.group);
        at = step.before;
    }
    way
}
