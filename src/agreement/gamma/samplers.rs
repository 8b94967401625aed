//! Passages at random, of the kind that annotators marked: what the disorder of a text is compared with.

use super::dissimilarity::Passage;
use fastrand::Rng;
use std::f64::consts::TAU;

/// How passages are drawn. The two give other values of gamma, and neither is the right one.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Sampler {
    /// How many passages an annotator has, how long they are and how far apart, each from a normal distribution with the
    /// mean and deviation of what was marked, with tags as frequent (pygamma-agreement's and INCEpTION's default).
    #[default]
    Statistical,
    /// What annotators drawn at random marked, shifted round the text by distances drawn at random (Mathet et al. 2015,
    /// 5.2).
    Shuffle,
}

/// A sampler of what some annotators marked, at least one passage.
pub(super) enum Drawer<'a> {
    Statistical { continuum: &'a [Vec<Passage>], counts: Normal, gaps: Normal, lengths: Normal },
    Shuffle { continuum: &'a [Vec<Passage>], end: f64, mean_length: f64 },
}

impl<'a> Drawer<'a> {
    pub(super) fn new(sampler: Sampler, continuum: &'a [Vec<Passage>]) -> Self {
        let passages = || continuum.iter().flatten();
        let lengths = Normal::of(passages().map(|passage| passage.len()));
        match sampler {
            Sampler::Statistical => {
                let counts = Normal::of(continuum.iter().map(|passages| passages.len() as f64));
                Self::Statistical { continuum, counts, gaps: gaps(continuum), lengths }
            }
            Sampler::Shuffle => {
                let end = passages().map(|passage| passage.end).fold(0.0, f64::max);
                Self::Shuffle { continuum, end, mean_length: lengths.mean }
            }
        }
    }

    /// Passages of as many annotators as there are, at least one.
    pub(super) fn draw(&self, rng: &mut Rng) -> Vec<Vec<Passage>> {
        loop {
            let drawn = match *self {
                Self::Statistical { continuum, ref counts, ref gaps, ref lengths } => {
                    statistical(continuum, [counts, gaps, lengths], rng)
                }
                Self::Shuffle { continuum, end, mean_length } => shuffled(continuum, end, mean_length / 2.0, rng),
            };
            if drawn.iter().any(|passages| !passages.is_empty()) {
                return drawn;
            }
        }
    }
}

/// The gaps before all passages, which are below zero where they overlap, and one of nothing, as pygamma-agreement has it.
fn gaps(continuum: &[Vec<Passage>]) -> Normal {
    let between = continuum.iter().flat_map(|passages| passages.windows(2)).filter_map(|pair| match pair {
        [one, other] => Some(other.start - one.end),
        _ => None,
    });
    let first = continuum.iter().filter_map(|passages| Some(passages.first()?.start)).filter(|start| *start > 0.0);
    Normal::of([0.0].into_iter().chain(between).chain(first))
}

fn statistical(continuum: &[Vec<Passage>], [counts, gaps, lengths]: [&Normal; 3], rng: &mut Rng) -> Vec<Vec<Passage>> {
    /// What is shorter is drawn again.
    const SHORTEST: f64 = 1e-6;
    let marked: Vec<&Passage> = continuum.iter().flatten().collect();
    let mut drawn = Vec::with_capacity(continuum.len());
    let mut is_empty = true;
    for _ in continuum {
        // The first annotator has one at least, so that the sample is not empty.
        let n = (counts.draw(rng).trunc().abs() as usize).max(usize::from(is_empty));
        is_empty &= n == 0;
        let mut end = 0.0;
        let passage = |_| {
            let start = end + gaps.draw(rng);
            let length = std::iter::repeat_with(|| lengths.draw(rng).abs()).find(|length| *length >= SHORTEST);
            end = start + length.unwrap_or(SHORTEST);
            Passage { start, end, tag: rng.choice(&marked).map_or(0, |passage| passage.tag) }
        };
        drawn.push((0..n).map(passage).collect());
    }
    drawn
}

/// What annotators marked, shifted; what begins after the end goes on from the start. Shifts are at least a distance apart,
/// as long as there is room for that.
fn shuffled(continuum: &[Vec<Passage>], end: f64, apart: f64, rng: &mut Rng) -> Vec<Vec<Passage>> {
    let mut free = vec![(0.0, end)];
    let mut drawn = Vec::with_capacity(continuum.len());
    for _ in continuum {
        let shift = shift(&free, end, rng);
        free = free.iter().flat_map(|range| outside(*range, shift - apart, shift + apart)).collect();
        let moved = |passage: &Passage| {
            let by = if passage.start + shift > end { shift - end } else { shift };
            Passage { start: passage.start + by, end: passage.end + by, tag: passage.tag }
        };
        drawn.push(rng.choice(continuum).into_iter().flatten().map(moved).collect());
    }
    drawn
}

/// A whole number of characters, from somewhere in what is free, or anywhere if nothing is.
fn shift(free: &[(f64, f64)], end: f64, rng: &mut Rng) -> f64 {
    let room: f64 = free.iter().map(|(start, end)| end - start).sum();
    let mut at = rng.f64() * if room > 0.0 { room } else { end };
    for (start, end) in free {
        if at < end - start {
            return (start + at).floor();
        }
        at -= end - start;
    }
    at.floor()
}

/// What of a range is before another, and what is after it.
fn outside((start, end): (f64, f64), from: f64, to: f64) -> impl Iterator<Item = (f64, f64)> {
    [(start, end.min(from)), (start.max(to), end)].into_iter().filter(|(start, end)| start < end)
}

/// A normal distribution.
pub(super) struct Normal {
    mean: f64,
    deviation: f64,
}

impl Normal {
    /// With the mean and the deviation of some numbers.
    fn of(numbers: impl Iterator<Item = f64> + Clone) -> Self {
        let n = numbers.clone().count() as f64;
        let mean = numbers.clone().sum::<f64>() / n;
        let deviation = (numbers.map(|number| (number - mean).powi(2)).sum::<f64>() / n).sqrt();
        Self { mean, deviation }
    }

    /// A number (Box and Muller 1958).
    fn draw(&self, rng: &mut Rng) -> f64 {
        let radius = (-2.0 * (1.0 - rng.f64()).ln()).sqrt();
        self.mean + self.deviation * radius * (TAU * rng.f64()).cos()
    }
}
