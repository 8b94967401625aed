//! The disorder that passages at random come to.

use super::GammaSettings;
use super::alignment::best_alignment;
use super::categories::{Weighed, weighed};
use super::dissimilarity::Passage;
use super::samplers::Drawer;
use crate::agreement::Undefined;
use fastrand::Rng;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The most samples, and the fewest: one would have no error.
const MOST_SAMPLES: usize = 100_000;
const FEWEST_SAMPLES: usize = 2;

/// What passages at random come to.
pub(super) struct Sample {
    pub(super) disorder: f64,
    pub(super) tags: BTreeMap<Option<u32>, Weighed>,
}

/// As many samples as are asked for, and more if they differ much. Each follows from the seed, what was marked and its
/// number alone, so that it is the same whoever draws it when.
pub(super) fn samples(
    continuum: &[Vec<Passage>],
    settings: GammaSettings,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Vec<Sample>, Undefined> {
    let drawer = Drawer::new(settings.sampler, continuum);
    let seed = seed_of(continuum, settings.seed);
    let sample = |n: usize| {
        let drawn = drawer.draw(&mut Rng::with_seed(stirred(seed, n as u64)));
        let best = best_alignment(&drawn, settings.dissimilarity, go_on)?;
        Ok(Sample { disorder: best.disorder, tags: weighed(&best) })
    };
    let n = settings.n_samples.clamp(FEWEST_SAMPLES, MOST_SAMPLES);
    let mut samples: Vec<Sample> = (0..n).into_par_iter().map(sample).collect::<Result<_, Undefined>>()?;
    if let Some(precision) = settings.precision {
        let more = (n..n_needed(&samples, precision).min(MOST_SAMPLES)).into_par_iter().map(sample);
        samples.extend(more.collect::<Result<Vec<_>, Undefined>>()?);
    }
    Ok(samples)
}

/// How many samples it takes for a precision, by how much some differ (section 5.3 of the paper).
fn n_needed(samples: &[Sample], precision: f64) -> usize {
    let (mean, deviation) = mean_and_deviation(samples.iter().map(|sample| sample.disorder));
    (1.96 * deviation / mean / precision).powi(2).ceil() as usize
}

/// The mean of some numbers, and the standard deviation of what they are drawn from.
pub(super) fn mean_and_deviation(numbers: impl Iterator<Item = f64> + Clone) -> (f64, f64) {
    let n = numbers.clone().count() as f64;
    let mean = numbers.clone().sum::<f64>() / n;
    let squares: f64 = numbers.map(|number| (number - mean).powi(2)).sum();
    (mean, (squares / (n - 1.0).max(1.0)).sqrt())
}

/// A seed for what was marked, so that a document has its own samples wherever it stands.
fn seed_of(continuum: &[Vec<Passage>], seed: u64) -> u64 {
    continuum.iter().fold(seed, |seed, passages| {
        let numbers = passages.iter().flat_map(|it| [it.start.to_bits(), it.end.to_bits(), u64::from(it.tag)]);
        numbers.fold(stirred(seed, passages.len() as u64), stirred)
    })
}

fn stirred(seed: u64, number: u64) -> u64 {
    Rng::with_seed(seed ^ number).u64(..)
}
