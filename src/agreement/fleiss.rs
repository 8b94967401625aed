//! Fleiss' kappa: several ratings of each item, whoever they are from (Fleiss 1971).

use super::percent::observed_mean;
use super::undefined::beyond_chance;
use super::{Ratings, Undefined};

/// Kappa of items that all have as many ratings; for others programs differ, and Krippendorff's alpha is defined.
pub fn fleiss_kappa(ratings: &Ratings) -> Result<f64, Undefined> {
    if !ratings.is_complete() {
        return Err(Undefined::Missing);
    }
    let observed = observed_mean(ratings)?;
    let n_all = (ratings.n_items() * ratings.n_raters()) as f64;
    let mut totals = vec![0_usize; ratings.n_categories()];
    for counts in ratings.counts() {
        totals.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
    }
    beyond_chance(observed, totals.into_iter().map(|total| (total as f64 / n_all).powi(2)).sum())
}
