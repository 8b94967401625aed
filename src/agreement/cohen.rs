//! Cohen's kappa: two raters, each with their own shares of the categories (Cohen 1960), weighted by ranks (Cohen 1968), with
//! its standard error (Fleiss, Cohen and Everitt 1969), and its mean over pairs of more raters (Light 1971).

use super::ratings::Table;
use super::{Ratings, Undefined, Weights};

/// Kappa of two raters over the items that both rated.
pub fn cohen_kappa(ratings: &Ratings) -> Result<f64, Undefined> {
    of_table(&table_of_two(ratings)?, &|one, other| if one == other { 0.0 } else { 1.0 })
}

/// Kappa where categories that are near count as partly the same, by their ranks among those that occur.
pub fn cohen_kappa_weighted(ratings: &Ratings, weights: Weights) -> Result<f64, Undefined> {
    let apart = |one: usize, other: usize| one.abs_diff(other) as f64;
    of_table(&table_of_two(ratings)?, &|one, other| match weights {
        Weights::Linear => apart(one, other),
        Weights::Quadratic => apart(one, other).powi(2),
    })
}

/// The mean of kappa over all pairs of raters.
pub fn mean_pairwise_kappa(ratings: &Ratings) -> Result<f64, Undefined> {
    let distance = |one: usize, other: usize| if one == other { 0.0 } else { 1.0 };
    let pairs: Vec<Result<f64, Undefined>> =
        ratings.pairs().map(|(one, other)| of_table(&ratings.table(one, other), &distance)).collect();
    let n = pairs.len();
    let sum: f64 = pairs.into_iter().sum::<Result<f64, Undefined>>().map_err(|_| Undefined::Pair)?;
    if n == 0 { Err(Undefined::NothingShared) } else { Ok(sum / n as f64) }
}

/// The large-sample standard error of kappa.
pub fn cohen_kappa_error(ratings: &Ratings) -> Result<f64, Undefined> {
    let table = table_of_two(ratings)?;
    let kappa = cohen_kappa(ratings)?;
    let n = table.total() as f64;
    let share = |count: usize| count as f64 / n;
    let categories = 0..table.n_categories();
    let expected: f64 = categories.map(|at| share(table.row(at)) * share(table.column(at))).sum();
    let term = |(row, column, count): (usize, usize, usize)| {
        let both = share(table.column(row)) + share(table.row(column));
        let weight = if row == column { 1.0 - both * (1.0 - kappa) } else { both * (1.0 - kappa) };
        share(count) * weight * weight
    };
    let sum: f64 = table.cells().map(term).sum();
    let variance = (sum - (kappa - expected * (1.0 - kappa)).powi(2)) / ((1.0 - expected).powi(2) * n);
    Ok(variance.max(0.0).sqrt())
}

fn table_of_two(ratings: &Ratings) -> Result<Table, Undefined> {
    if ratings.n_raters() == 2 { Ok(ratings.table(0, 1)) } else { Err(Undefined::NotTwo) }
}

/// One less the observed disagreement over that which the raters' own shares would give.
fn of_table(table: &Table, distance: &dyn Fn(usize, usize) -> f64) -> Result<f64, Undefined> {
    let n = table.total() as f64;
    if n == 0.0 {
        return Err(Undefined::NothingShared);
    }
    let observed: f64 = table.cells().map(|(row, column, count)| distance(row, column) * count as f64 / n).sum();
    let expected: f64 = table
        .cells()
        .map(|(row, column, _)| distance(row, column) * (table.row(row) * table.column(column)) as f64 / (n * n))
        .sum();
    if expected == 0.0 { Err(Undefined::OneCategory) } else { Ok(1.0 - observed / expected) }
}
