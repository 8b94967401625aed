//! The cheapest choice of groups such that each passage is in one: a set partitioning problem.
//!
//! Each passage is given a price, such that no group costs less than its passages' prices; the sum of all prices is then
//! what any choice costs at least. Where the groups of a choice cost just that, no better ones can be chosen; what remains
//! are a few places where they differ, and only what a difference can pay for is searched there. Where that takes too long,
//! the place is a smaller problem of the same kind, whose prices can be better. So the answer is exact, and there soon where
//! annotators agree more or less on what there is.

use super::prices::{greedy, improve, make_right};
use super::regions::{Region, split};
use super::search::search;
use super::together::Groups;
use crate::agreement::Undefined;

/// How hard is tried: each round is for what the one before has left.
const ROUNDS: [Round; 8] = [
    Round { turns: &[(20, 0.0)], width: 30 },
    Round { turns: &[(15, 0.1), (15, 0.03), (30, 0.01)], width: 300 },
    Round { turns: &[(100, 0.003)], width: 1_000 },
    Round { turns: &[(300, 0.003)], width: 3_000 },
    Round { turns: &[(1000, 0.001)], width: 10_000 },
    Round { turns: &[(1000, 0.001)], width: 10_000 },
    Round { turns: &[(1000, 0.0003)], width: 10_000 },
    Round { turns: &[(3000, 0.0001)], width: 100_000 },
];

struct Round {
    /// How often all prices are improved, and how, see [`improve`].
    turns: &'static [(usize, f64)],
    /// How many ways a search goes side by side.
    width: usize,
}

/// The groups of a best alignment.
pub(super) fn cheapest(
    groups: &Groups,
    n_passages: usize,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Vec<u32>>, Undefined> {
    in_rounds(&ROUNDS, groups, n_passages, go_on)
}

fn in_rounds(
    rounds: &[Round],
    groups: &Groups,
    n_passages: usize,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Vec<u32>>, Undefined> {
    let names = (0..).take(groups.len()).collect();
    let whole = Region { n_passages, groups: groups.clone(), names, chosen: Vec::new() };
    let mut left = vec![whole];
    let mut chosen = Vec::new();
    for round in rounds {
        let mut harder = Vec::new();
        for mut region in left {
            for (n_turns, softness) in round.turns {
                improve(&mut region, *n_turns, *softness, go_on)?;
            }
            make_right(&mut region);
            region.choose(greedy(&region));
            let (settled, parts) = split(&region);
            chosen.extend(settled);
            for mut part in parts {
                let searched = search(&part, round.width, go_on)?;
                part.chosen = searched.better.unwrap_or(part.chosen);
                if searched.is_best {
                    chosen.extend(part.names_of(&part.chosen));
                } else {
                    harder.push(part);
                }
            }
        }
        if harder.is_empty() {
            return Ok(chosen.into_iter().map(|group| groups.members(group).to_vec()).collect());
        }
        left = harder;
    }
    Err(Undefined::TooEntangled)
}

#[cfg(test)]
mod tests {
    use super::super::alignment::Placed;
    use super::super::dissimilarity::{Dissimilarity, Passage};
    use super::super::near::near;
    use super::super::together::Together;
    use super::*;
    use fastrand::Rng;

    /// The groups of passages at random that lie over each other much, and how many passages there are.
    fn tangled(seed: u64, n_annotators: u32, n_each: usize) -> (Groups, usize) {
        let mut rng = Rng::with_seed(seed);
        let mut passages = Vec::new();
        for annotator in 0..n_annotators {
            for _ in 0..n_each {
                let (start, len) = (f64::from(rng.u32(0..100)), f64::from(rng.u32(2..40)));
                let passage = Passage { start, end: start + len, tag: rng.u32(0..3) };
                passages.push(Placed { passage, annotator });
            }
        }
        passages.sort_by(|one, other| one.passage.start.total_cmp(&other.passage.start));
        let together = Together::new(Dissimilarity::default(), n_annotators as usize);
        let near = near(&passages, Dissimilarity::default(), together.limit(), &|| true).unwrap();
        (together.groups(&passages, &near, &|| true).unwrap(), passages.len())
    }

    /// The cost of some groups, if each passage is in one.
    fn cost(groups: &Groups, chosen: &[Vec<u32>], n_passages: usize) -> Option<f64> {
        let mut all: Vec<u32> = chosen.iter().flatten().copied().collect();
        all.sort_unstable();
        let cost_of = |members: &Vec<u32>| {
            (0..).take(groups.len()).find(|group| groups.members(*group) == members).map(|group| groups.cost(group))
        };
        let is_each_once = all.into_iter().eq((0..).take(n_passages));
        is_each_once.then(|| chosen.iter().map(|members| cost_of(members).unwrap()).sum())
    }

    /// The least cost without any prices: of all ways.
    fn by_all_ways(groups: &Groups, n_passages: usize) -> f64 {
        let names: Vec<u32> = (0..).take(groups.len()).collect();
        let alone = names.iter().copied().filter(|group| groups.members(*group).len() == 1).collect();
        let mut region = Region { n_passages, groups: groups.clone(), names, chosen: alone };
        let searched = search(&region, usize::MAX, &|| true).unwrap();
        region.choose(searched.better);
        assert!(searched.is_best);
        region.sum(&region.chosen)
    }

    #[test]
    fn every_round_finds_the_least_cost_or_none() {
        let mut n_found = 0;
        for (seed, (n_annotators, n_each)) in (0..40).zip([(3, 6), (4, 4), (5, 3), (3, 5)].into_iter().cycle()) {
            let (groups, n_passages) = tangled(seed, n_annotators, n_each);
            let least = by_all_ways(&groups, n_passages);
            let narrow = ROUNDS.map(|round| Round { turns: &[(7, 0.0), (5, 0.02)], width: round.width / 30 });
            for rounds in [&ROUNDS[..], &ROUNDS[1..], &ROUNDS[2..3], &narrow[..3], &narrow] {
                let found = match in_rounds(rounds, &groups, n_passages, &|| true) {
                    Ok(found) => cost(&groups, &found, n_passages).unwrap(),
                    Err(why) => {
                        assert_eq!(why, Undefined::TooEntangled);
                        continue;
                    }
                };
                assert!((found - least).abs() < 1e-9, "{seed}: {found}, not {least}");
                n_found += 1;
            }
        }
        assert!(n_found > 100, "{n_found}");
    }
}
