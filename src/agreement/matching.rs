//! As many pairs as there can be of units of two people, each in one pair at most: a maximum matching of a bipartite graph,
//! by augmenting paths (Berge 1957, Kuhn 1955).

use super::Unit;

/// How many pairs there can be of units that fit, which overlap at least.
pub(super) fn most_pairs(one: &[Unit], other: &[Unit], fit: &dyn Fn(Unit, Unit) -> bool) -> usize {
    let mut matching = Matching::new(candidates(one, other, fit), other.len());
    let mut lone: Vec<usize> = (0..one.len()).collect();
    let mut n_pairs = 0;
    // What was seen in a search without success is of no use to the next, until some search has changed who is whose partner.
    // So each unit of the other is seen once in a round over all that are alone, and a round without success is the last.
    loop {
        matching.n_rounds += 1;
        let n_lone = lone.len();
        lone.retain(|unit| !matching.augment(*unit));
        n_pairs += n_lone - lone.len();
        if n_lone == lone.len() {
            return n_pairs;
        }
    }
}

/// For each unit of one person the places of those of the other that fit.
fn candidates(one: &[Unit], other: &[Unit], fit: &dyn Fn(Unit, Unit) -> bool) -> Vec<Vec<usize>> {
    let mut order: Vec<(Unit, usize)> = other.iter().copied().zip(0..).collect();
    order.sort_unstable();
    // No unit before the longest one's length can reach into another.
    let longest = other.iter().map(|unit| unit.len()).max().unwrap_or_default();
    let near = |unit: &Unit| {
        let first = order.partition_point(|(other, _)| other.start.saturating_add(longest) < unit.start);
        let near = order.iter().skip(first).take_while(|(other, _)| other.start <= unit.end);
        near.filter(|(other, _)| fit(*unit, *other)).map(|(_, at)| *at).collect()
    };
    one.iter().map(near).collect()
}

/// Units of one person with those of the other that are their partners so far.
struct Matching {
    candidates: Vec<Vec<usize>>,
    /// Whose partner each of the other's is, and the other way round.
    holder: Vec<Option<usize>>,
    partner: Vec<Option<usize>>,
    /// For whom each of the other's was found in the round of this number.
    found_for: Vec<(usize, usize)>,
    n_rounds: usize,
}

impl Matching {
    fn new(candidates: Vec<Vec<usize>>, n_other: usize) -> Self {
        let partner = vec![None; candidates.len()];
        Self { candidates, holder: vec![None; n_other], partner, found_for: vec![(0, 0); n_other], n_rounds: 0 }
    }

    /// Finds a partner for a unit, and another for whoever has to give theirs up: not by calling itself, as a chain of
    /// overlaps may be as long as a text.
    fn augment(&mut self, from: usize) -> bool {
        let mut open = vec![from];
        while let Some(unit) = open.pop() {
            for at in self.candidates.get(unit).cloned().unwrap_or_default() {
                let Some(found) = self.found_for.get_mut(at).filter(|found| found.0 != self.n_rounds) else {
                    continue;
                };
                *found = (self.n_rounds, unit);
                match self.holder.get(at).copied().flatten() {
                    Some(holder) => open.push(holder),
                    None => {
                        self.hand_over(at, from);
                        return true;
                    }
                }
            }
        }
        false
    }

    /// Gives each unit on the way back what was found for it.
    fn hand_over(&mut self, free: usize, from: usize) {
        let mut at = Some(free);
        while let Some(place) = at {
            let Some((_, unit)) = self.found_for.get(place).copied() else { return };
            if let Some(holder) = self.holder.get_mut(place) {
                *holder = Some(unit);
            }
            let before = self.partner.get_mut(unit).and_then(|partner| partner.replace(place));
            at = before.filter(|_| unit != from);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn units(ranges: &[(u32, u32)]) -> Vec<Unit> {
        ranges.iter().map(|(start, end)| Unit { start: *start, end: *end, tag: 0 }).collect()
    }

    fn overlapping(one: &[(u32, u32)], other: &[(u32, u32)]) -> usize {
        most_pairs(&units(one), &units(other), &|one, other| one.shared(other) > 0)
    }

    #[test]
    fn a_chain_of_overlaps_gives_all_pairs_that_it_can() {
        // Whoever takes the first that fits leaves the second without one.
        assert_eq!(overlapping(&[(0, 10), (0, 3)], &[(0, 4), (5, 12)]), 2);
        assert_eq!(overlapping(&[(0, 3), (0, 10)], &[(0, 4), (5, 12)]), 2);
        assert_eq!(overlapping(&[(0, 4)], &[(4, 8)]), 0);
        assert_eq!(overlapping(&[(0, 4), (1, 3)], &[(2, 3)]), 1);
    }

    #[test]
    fn a_chain_as_long_as_a_text_is_followed() {
        let one: Vec<(u32, u32)> = (0..20_000).map(|n| (10 * n, 10 * n + 8)).collect();
        let other: Vec<(u32, u32)> = (0..20_000).map(|n| (10 * n + 5, 10 * n + 13)).collect();
        assert_eq!(overlapping(&one, &other), 20_000);
    }
}
