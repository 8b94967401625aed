//! Cohen's kappa for several raters: what chance gives is the mean over pairs of them (Conger 1980, Davies and Fleiss 1982).

use super::percent::observed_mean;
use super::{Ratings, Undefined};

/// Kappa of raters who all rated everything.
pub fn conger_kappa(ratings: &Ratings) -> Result<f64, Undefined> {
    if !ratings.is_complete() {
        return Err(Undefined::Missing);
    }
    let observed = observed_mean(ratings)?;
    let (mut expected, mut n_pairs) = (0.0, 0.0);
    for (one, other) in ratings.pairs() {
        let table = ratings.table(one, other);
        let n = table.total() as f64;
        let both = (0..table.n_categories()).map(|at| (table.row(at) * table.column(at)) as f64 / (n * n));
        expected += both.sum::<f64>();
        n_pairs += 1.0;
    }
    super::undefined::beyond_chance(observed, expected / n_pairs)
}
