//! Gwet's AC1 and AC2: what chance gives is what is hard to rate (Gwet 2008, 2014).

use super::{Ratings, Undefined, Weights};

/// AC1. Categories that do not occur are not counted.
pub fn gwet_ac1(ratings: &Ratings) -> Result<f64, Undefined> {
    weighted(ratings, &|one, other| if one == other { 1.0 } else { 0.0 })
}

/// AC2, where categories that are near count as partly the same, by their ranks among those that occur.
pub fn gwet_ac2(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    let widest = ratings.n_categories().saturating_sub(1).max(1) as f64;
    weighted(ratings, &|one, other| {
        let apart = one.abs_diff(other) as f64 / widest;
        match weights {
            Weights::Linear => 1.0 - apart,
            Weights::Quadratic => 1.0 - apart * apart,
        }
    })
}

fn weighted(ratings: &Ratings, weight: &dyn Fn(usize, usize) -> f64) -> Result<f64, Undefined> {
    let q = ratings.n_categories();
    let (mut observed, mut n_paired, mut n_rated) = (0.0, 0.0, 0.0);
    let mut shares = vec![0.0; q];
    for counts in ratings.counts() {
        let n = counts.iter().sum::<usize>() as f64;
        if n == 0.0 {
            continue;
        }
        n_rated += 1.0;
        shares.iter_mut().zip(&counts).for_each(|(share, count)| *share += *count as f64 / n);
        if n >= 2.0 {
            n_paired += 1.0;
            observed += agreeing(&counts, weight) / (n * (n - 1.0));
        }
    }
    if n_paired == 0.0 {
        return Err(Undefined::NothingShared);
    }
    if q < 2 {
        return Err(Undefined::OneCategory);
    }
    let all: f64 = (0..q).flat_map(|one| (0..q).map(move |other| (one, other))).map(|(a, b)| weight(a, b)).sum();
    let hard: f64 = shares.iter().map(|share| share / n_rated * (1.0 - share / n_rated)).sum();
    super::undefined::beyond_chance(observed / n_paired, all * hard / (q * (q - 1)) as f64)
}

/// How far each rating of an item agrees with the others, all together.
pub(super) fn agreeing(counts: &[usize], weight: &dyn Fn(usize, usize) -> f64) -> f64 {
    let of = |(category, count): (usize, &usize)| {
        let near: f64 = counts.iter().enumerate().map(|(other, n)| weight(category, other) * *n as f64).sum();
        *count as f64 * (near - 1.0)
    };
    counts.iter().enumerate().filter(|(_, count)| **count > 0).map(of).sum()
}
