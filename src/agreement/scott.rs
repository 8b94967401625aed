//! Scott's pi: two raters who share one distribution of the categories (Scott 1955).

use super::undefined::beyond_chance;
use super::{Ratings, Undefined};

/// Pi over the items that both rated.
pub fn scott_pi(ratings: &Ratings) -> Result<f64, Undefined> {
    if ratings.n_raters() != 2 {
        return Err(Undefined::NotTwo);
    }
    let table = ratings.table(0, 1);
    let n = table.total() as f64;
    if n == 0.0 {
        return Err(Undefined::NothingShared);
    }
    let categories = || 0..table.n_categories();
    let observed = categories().map(|at| table.cell(at, at)).sum::<usize>() as f64 / n;
    let expected = categories().map(|at| ((table.row(at) + table.column(at)) as f64 / (2.0 * n)).powi(2)).sum();
    beyond_chance(observed, expected)
}
