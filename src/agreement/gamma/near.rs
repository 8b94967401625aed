//! Which passages of different annotators are near enough that one may stand for the other in a best alignment.

use super::alignment::Placed;
use super::dissimilarity::Dissimilarity;
use crate::agreement::Undefined;
use std::collections::BTreeMap;

/// How many pairs are looked at at most, which take some 300 MB.
const MOST_PAIRS: usize = 20_000_000;

/// For each passage those of later annotators that are less unlike it than a limit, by annotator, and how unlike.
///
/// Passages are looked up by the power of two that their length is below, so that a long one makes none look far but itself.
pub(super) fn near(
    passages: &[Placed],
    dissimilarity: Dissimilarity,
    limit: f64,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Vec<(u32, f64)>>, Undefined> {
    let reach = dissimilarity.reach(limit);
    let mut by_length: BTreeMap<i32, Vec<(u32, Placed)>> = BTreeMap::new();
    for (at, placed) in (0..).zip(passages) {
        by_length.entry(placed.passage.len().log2().ceil() as i32).or_default().push((at, *placed));
    }
    let mut n_pairs = 0;
    let mut all = Vec::with_capacity(passages.len());
    for one in passages {
        let mut found = Vec::new();
        for (power, others) in &by_length {
            if !go_on() {
                return Err(Undefined::Stopped);
            }
            let far = reach * (one.passage.len() + f64::from(*power).exp2());
            let first = others.partition_point(|(_, other)| other.passage.start < one.passage.start - far);
            let within = others.iter().skip(first).take_while(|(_, it)| it.passage.start <= one.passage.start + far);
            for (at, other) in within.filter(|(_, other)| other.annotator > one.annotator) {
                let unlike = dissimilarity.between(one.passage, other.passage);
                if unlike < limit {
                    found.push((other.annotator, *at, unlike));
                }
            }
        }
        n_pairs += found.len();
        if n_pairs > MOST_PAIRS {
            return Err(Undefined::TooEntangled);
        }
        found.sort_unstable_by_key(|(annotator, at, _)| (*annotator, *at));
        all.push(found.into_iter().map(|(_, at, unlike)| (at, unlike)).collect());
    }
    Ok(all)
}
