//! The best alignment of two annotators: an assignment of the passages of one to those of the other or to none, at the least
//! cost, by shortest augmenting paths (Jonker and Volgenant 1987, for few pairs). It never takes long.

use crate::agreement::Undefined;
use std::cmp::Ordering;
use std::collections::{BinaryHeap, HashMap};

/// Groups of one or two of all passages, each of which has a list: those of the other annotator that are near, and how
/// unlike they are. The lists of one annotator are empty.
pub(super) fn assigned(
    near: &[Vec<(u32, f64)>],
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Vec<u32>>, Undefined> {
    let mut assignment = Assignment {
        near,
        prices: vec![0.0; near.len()],
        holders: vec![None; near.len()],
        given: vec![None; near.len()],
    };
    for from in (0..).zip(near).filter(|(_, near)| !near.is_empty()).map(|(from, _)| from) {
        assignment.augment(from, go_on)?;
    }
    let is_held = |at: u32| assignment.holders.get(at as usize).is_some_and(Option::is_some);
    let group = |(at, given): (u32, &Option<(u32, f64)>)| match given {
        Some((other, _)) => Some(vec![at, *other]),
        None => (!is_held(at)).then(|| vec![at]),
    };
    Ok((0..).zip(&assignment.given).filter_map(group).collect())
}

/// What it costs to give a passage none: it stays alone, and so does one of the other annotator.
const ALONE: f64 = 2.0;

struct Assignment<'a> {
    near: &'a [Vec<(u32, f64)>],
    /// What those of the other annotator are wanted for, zero or less: a pair costs how unlike it is, less the price.
    prices: Vec<f64>,
    /// To which each of the other annotator is given.
    holders: Vec<Option<u32>>,
    /// Which each is given, and how unlike it is.
    given: Vec<Option<(u32, f64)>>,
}

/// The passages that a search has come to, each from which and at what cost.
type Reached = HashMap<u32, (f64, u32)>;

impl Assignment<'_> {
    /// Gives a passage one of the other annotator or none, and others another or none, as is cheapest for all so far.
    fn augment(&mut self, from: u32, go_on: &(dyn Fn() -> bool + Sync)) -> Result<(), Undefined> {
        let mut reached = Reached::new();
        let mut done: Vec<(u32, f64)> = Vec::new();
        let mut open = BinaryHeap::new();
        let mut here = (from, 0.0);
        let mut best_alone = (f64::INFINITY, from);
        loop {
            if !go_on() {
                return Err(Undefined::Stopped);
            }
            let (at, cost) = here;
            let own = self.given(at).map_or(0.0, |(other, unlike)| unlike - self.price(other));
            if cost + ALONE - own < best_alone.0 {
                best_alone = (cost + ALONE - own, at);
            }
            for (other, unlike) in self.near.get(at as usize).into_iter().flatten() {
                let cost = cost + unlike - self.price(*other) - own;
                let is_less = reached.get(other).is_none_or(|(before, _)| cost < *before);
                if is_less && cost < best_alone.0 {
                    reached.insert(*other, (cost, at));
                    open.push(Least(cost, *other));
                }
            }
            let next = loop {
                match open.pop() {
                    Some(Least(cost, other)) if reached.get(&other).is_some_and(|(least, _)| cost > *least) => {}
                    next => break next.filter(|Least(cost, _)| *cost < best_alone.0),
                }
            };
            match next {
                None => {
                    self.reprice(&done, best_alone.0);
                    self.leave_alone(best_alone.1, from, &reached);
                    return Ok(());
                }
                Some(Least(cost, other)) => match self.holders.get(other as usize).copied().flatten() {
                    Some(holder) => {
                        // Settled: rounding must not find a way to it that leads through itself.
                        reached.entry(other).and_modify(|(least, _)| *least = f64::NEG_INFINITY);
                        done.push((other, cost));
                        here = (holder, cost);
                    }
                    None => {
                        self.reprice(&done, cost);
                        self.hand_over(other, from, &reached);
                        return Ok(());
                    }
                },
            }
        }
    }

    fn given(&self, at: u32) -> Option<(u32, f64)> {
        self.given.get(at as usize).copied().flatten()
    }

    fn price(&self, other: u32) -> f64 {
        self.prices.get(other as usize).copied().unwrap_or_default()
    }

    /// Whatever is nearer than the end of the search has become dearer by the difference.
    fn reprice(&mut self, done: &[(u32, f64)], end: f64) {
        for (other, cost) in done {
            self.prices.iter_mut().skip(*other as usize).take(1).for_each(|price| *price += cost - end);
        }
    }

    /// Takes from a passage what it has, for those on the way back.
    fn leave_alone(&mut self, at: u32, from: u32, reached: &Reached) {
        let left = self.given.get_mut(at as usize).and_then(Option::take);
        if let Some((other, _)) = left {
            self.hand_over(other, from, reached);
        }
    }

    /// Gives each passage on the way back what was found for it.
    fn hand_over(&mut self, end: u32, from: u32, reached: &Reached) {
        let mut other = end;
        while let Some((_, at)) = reached.get(&other).copied() {
            let unlike = self.near.get(at as usize).into_iter().flatten().find(|(near, _)| *near == other);
            if let Some(holder) = self.holders.get_mut(other as usize) {
                *holder = Some(at);
            }
            let before = self.given.get_mut(at as usize).and_then(|given| std::mem::replace(given, unlike.copied()));
            match before.filter(|_| at != from) {
                Some((next, _)) => other = next,
                None => return,
            }
        }
    }
}

/// A passage at a cost; in a heap the cheapest comes first.
#[derive(Clone, Copy, Debug)]
struct Least(f64, u32);

impl Ord for Least {
    fn cmp(&self, other: &Self) -> Ordering {
        other.0.total_cmp(&self.0).then(other.1.cmp(&self.1))
    }
}

impl PartialOrd for Least {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Eq for Least {}

impl PartialEq for Least {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}
