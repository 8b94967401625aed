//! Krippendorff's alpha: any number of raters, any level, any ratings missing (Krippendorff 2011, "Computing Krippendorff's
//! alpha-reliability").

use super::adding::ByNumber;
use super::{Level, Ratings, Undefined};

/// Alpha by the distances of a level, which may be another than the ratings are of.
pub fn krippendorff_alpha(ratings: &Ratings, level: Level) -> Result<f64, Undefined> {
    let q = ratings.n_categories();
    let mut coincidences = vec![0.0; q * q];
    for counts in ratings.counts() {
        let n: usize = counts.iter().sum();
        if n < 2 {
            continue;
        }
        for (one, n_one) in counts.iter().enumerate() {
            for (other, n_other) in counts.iter().enumerate() {
                let pairs = n_one * n_other - if one == other { *n_one } else { 0 };
                if let Some(cell) = coincidences.get_mut(one * q + other) {
                    *cell += pairs as f64 / (n - 1) as f64;
                }
            }
        }
    }
    let cell = |one: usize, other: usize| coincidences.get(one * q + other).copied().unwrap_or_default();
    let totals: Vec<f64> = (0..q).map(|one| (0..q).map(|other| cell(one, other)).sum()).collect();
    let n: f64 = totals.iter().sum();
    if n == 0.0 {
        return Err(Undefined::NothingShared);
    }
    let (mut observed, mut expected) = (0.0, 0.0);
    for one in 0..q {
        for other in 0..q {
            let distance = distance(level, ratings, &totals, one.min(other), one.max(other));
            let total = |at: usize| totals.get(at).copied().unwrap_or_default();
            observed += cell(one, other) * distance;
            expected += total(one) * total(other) * distance;
        }
    }
    if expected == 0.0 { Err(Undefined::OneCategory) } else { Ok(1.0 - (n - 1.0) * observed / expected) }
}

/// The square of how far two categories are apart, the lower first.
fn distance(level: Level, ratings: &Ratings, totals: &[f64], low: usize, high: usize) -> f64 {
    if low == high {
        return 0.0;
    }
    let (one, other) = (ratings.number(low), ratings.number(high));
    match level {
        Level::Nominal => 1.0,
        Level::Ordinal => {
            let between: f64 = totals.iter().skip(low).take(high - low + 1).sum();
            let ends = totals.get(low).copied().unwrap_or_default() + totals.get(high).copied().unwrap_or_default();
            (between - ends / 2.0).powi(2)
        }
        Level::Interval => (one - other).powi(2),
        Level::Ratio if one + other == 0.0 => 0.0,
        Level::Ratio => ((one - other) / (one + other)).powi(2),
    }
}

/// Nominal alpha of items that are counted already: how often each category was given to an item with two ratings or more, and
/// the ordered pairs of ratings of an item that are alike, by how many ratings the item has.
pub(super) fn nominal_alpha(totals: impl Iterator<Item = i64>, n_agreeing: &ByNumber<i64>) -> Result<f64, Undefined> {
    let (mut n, mut squares) = (0, 0);
    for total in totals.map(i128::from) {
        n += total;
        squares += total * total;
    }
    if n == 0 {
        return Err(Undefined::NothingShared);
    }
    if squares == n * n {
        return Err(Undefined::OneCategory);
    }
    let agreeing: f64 = n_agreeing.iter().map(|(n_ratings, n)| *n as f64 / f64::from(n_ratings - 1)).sum();
    let n_all = n as f64;
    Ok(1.0 - (n_all - 1.0) * (n_all - agreeing) / (n * n - squares) as f64)
}
