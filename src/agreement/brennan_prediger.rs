//! Brennan and Prediger's kappa: chance gives every category alike (Brennan and Prediger 1981; Bennett's S, Randolph's free
//! marginals).

use super::percent::observed_mean;
use super::undefined::beyond_chance;
use super::{Ratings, Undefined};

/// Kappa over the categories that occur.
pub fn brennan_prediger(ratings: &Ratings) -> Result<f64, Undefined> {
    let observed = observed_mean(ratings)?;
    beyond_chance(observed, 1.0 / ratings.n_categories() as f64)
}
