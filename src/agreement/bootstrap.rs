//! Intervals by the bootstrap (Efron 1979): documents are drawn anew, with replacement, as spans of one document are not
//! independent of each other, and every figure is reckoned again. All figures see the same draws, so that two of them can be
//! compared draw by draw.

use super::adding::Adds;
use super::f1::Counts;
use super::strict_f1::strict_in;
use super::{DocumentTally, Key, Measure, Note, Sum, Undefined, Who};
use crate::stats::quantile;
use rayon::prelude::*;
use std::sync::Arc;

/// How documents are drawn anew.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Resampling {
    /// How often.
    pub n: usize,
    /// What the draws follow from: the same number gives the same draws.
    pub seed: u64,
}

impl Default for Resampling {
    fn default() -> Self {
        Self { n: 2000, seed: 0 }
    }
}

/// Between what 95 % of the resamples lie.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Interval {
    /// What 2.5 % lie below.
    pub low: f64,
    /// What 2.5 % lie above.
    pub high: f64,
}

/// What the resamples of a figure are like.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Spread {
    /// Nothing where fewer than two documents are drawn from, or where too many resamples have no figure.
    pub interval: Option<Interval>,
    /// Their mean, of those that have a figure.
    pub mean: f64,
    /// Their standard deviation.
    pub deviation: f64,
    /// In how many the figure is not defined.
    pub n_undefined: usize,
    /// How many there are.
    pub n: usize,
}

impl Spread {
    /// What to mind about it.
    pub fn note(&self) -> Option<Note> {
        let (n_undefined, n) = (self.n_undefined, self.n);
        (n_undefined > 0).then_some(Note::Undrawn { n_undefined, n, are_too_many: n_undefined * UNDEFINED > n })
    }
}

/// There is no interval where more resamples than one in this many have no figure.
const UNDEFINED: usize = 20;
/// How many figures are reckoned in one go: their values in all resamples are kept until all are there.
const AT_ONCE: usize = 8192;

/// How many resamples are drawn together.
const TOGETHER: usize = 16;

/// The spread of each figure, in their order; nothing for one that has a value in no resample. None at all, where `go_on` says no,
/// which is asked before each few of the resamples.
pub fn intervals(
    n_annotators: usize,
    tallies: &[Arc<DocumentTally>],
    keys: &[Key],
    resampling: Resampling,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Option<Spread>>> {
    let mut spreads = Vec::with_capacity(keys.len());
    for keys in keys.chunks(AT_ONCE) {
        let values = values(n_annotators, tallies, keys, resampling, go_on)?;
        spreads.extend((0..keys.len()).map(|at| {
            let of_one: Vec<f64> = values.iter().filter_map(|values| values.get(at).copied().flatten()).collect();
            spread(of_one, resampling.n, tallies.len())
        }));
    }
    Some(spreads)
}

/// The mean or the deviation of strict F1 over resamples of the documents that two annotators share. Nothing for another measure.
pub fn resampled(tallies: &[Arc<DocumentTally>], key: Key, resampling: Resampling) -> Option<Result<f64, Undefined>> {
    let Who::Pair(one, other) = key.who else { return None };
    let of: fn(&Spread) -> f64 = match key.measure {
        Measure::ResampledMean => |spread| spread.mean,
        Measure::ResampledDeviation => |spread| spread.deviation,
        _ => return None,
    };
    let counts: Vec<Counts> = tallies.iter().filter_map(|tally| strict_in(tally, one, other)).collect();
    let value = |seed: u64| {
        let mut sum = Counts::default();
        counts.iter().zip(times(counts.len(), seed)).for_each(|(counts, times)| sum.add(counts, times));
        sum.f1().ok()
    };
    let values: Vec<f64> = seeds(resampling).into_iter().filter_map(value).collect();
    let why = if counts.is_empty() { Undefined::NothingShared } else { Undefined::NothingMarked };
    Some(spread(values, resampling.n, counts.len()).as_ref().map(of).ok_or(why))
}

/// For each resample the value of each figure.
fn values(
    n_annotators: usize,
    tallies: &[Arc<DocumentTally>],
    keys: &[Key],
    resampling: Resampling,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Vec<Option<f64>>>> {
    let resamples = |seeds: &[u64]| {
        if !go_on() {
            return None;
        }
        let sums = drawn(n_annotators, tallies, seeds);
        let value = |sum: &Sum, key: &Key| sum.value(*key).and_then(Result::ok);
        Some(sums.iter().map(|sum| keys.iter().map(|key| value(sum, key)).collect()).collect())
    };
    let values: Option<Vec<Vec<Vec<Option<f64>>>>> = seeds(resampling).par_chunks(TOGETHER).map(resamples).collect();
    Some(values?.into_iter().flatten().collect())
}

/// For each resample a seed of its own, so that it does not matter which core comes to it when.
pub(super) fn seeds(resampling: Resampling) -> Vec<u64> {
    let mut rng = fastrand::Rng::with_seed(resampling.seed);
    (0..resampling.n).map(|_| rng.u64(..)).collect()
}

/// How often each of some documents is drawn, with replacement, in as many draws as there are documents.
pub(super) fn times(n_documents: usize, seed: u64) -> Vec<i64> {
    let mut rng = fastrand::Rng::with_seed(seed);
    let mut times = vec![0; n_documents];
    for _ in 0..n_documents {
        times.iter_mut().skip(rng.usize(..n_documents)).take(1).for_each(|times| *times += 1);
    }
    times
}

/// The sum of each resample. Each document is added to all of them in turn: it is small, and all documents together are more
/// than what a core has at hand.
fn drawn(n_annotators: usize, tallies: &[Arc<DocumentTally>], seeds: &[u64]) -> Vec<Sum> {
    let mut times: Vec<_> = seeds.iter().map(|seed| times(tallies.len(), *seed).into_iter()).collect();
    let mut sums = vec![Sum::new(n_annotators); seeds.len()];
    for tally in tallies {
        for (sum, times) in sums.iter_mut().zip(&mut times) {
            if let Some(times) = times.next().filter(|times| *times > 0) {
                sum.add(tally, times);
            }
        }
    }
    sums
}

pub(super) fn spread(mut values: Vec<f64>, n: usize, n_documents: usize) -> Option<Spread> {
    if values.is_empty() {
        return None;
    }
    values.sort_unstable_by(f64::total_cmp);
    let n_defined = values.len() as f64;
    let mean = values.iter().sum::<f64>() / n_defined;
    let variance = values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / n_defined;
    let n_undefined = n - values.len();
    let are_few_undefined = n_undefined * UNDEFINED <= n;
    let interval = Interval { low: quantile(&values, 0.025), high: quantile(&values, 0.975) };
    Some(Spread {
        interval: (are_few_undefined && n_documents >= 2).then_some(interval),
        mean,
        deviation: variance.sqrt(),
        n_undefined,
        n,
    })
}
