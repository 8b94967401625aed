//! What two people decided, as whole numbers: how often each took each category, and how often both took the same.

use super::Undefined;

/// Decisions of two people.
pub(super) struct Margins {
    /// How many there are.
    pub n: i64,
    /// How many are the same.
    pub n_agreeing: i64,
    /// How often each of them took each category.
    pub categories: Vec<(i64, i64)>,
}

impl Margins {
    /// Cohen's kappa. What is not defined is told exactly, as all numbers are whole.
    pub(super) fn kappa(&self) -> Result<f64, Undefined> {
        let (n, n_agreeing) = (i128::from(self.n), i128::from(self.n_agreeing));
        let products: i128 = self.categories.iter().map(|(one, other)| i128::from(*one) * i128::from(*other)).sum();
        if n == 0 {
            Err(Undefined::NothingShared)
        } else if products == n * n {
            Err(Undefined::OneCategory)
        } else {
            Ok((n * n_agreeing - products) as f64 / (n * n - products) as f64)
        }
    }

    /// The share of decisions that are the same.
    pub(super) fn observed(&self) -> f64 {
        self.n_agreeing as f64 / self.n as f64
    }

    /// Gwet's AC1 over the categories that occur.
    pub(super) fn ac1(&self) -> Option<f64> {
        let shares = || {
            let used = self.categories.iter().map(|(one, other)| one + other).filter(|n| *n > 0);
            used.map(|n| n as f64 / (2 * self.n) as f64)
        };
        let n_others = shares().count().checked_sub(1).filter(|n| *n > 0)?;
        let expected = shares().map(|share| share * (1.0 - share)).sum::<f64>() / n_others as f64;
        Some((self.observed() - expected) / (1.0 - expected))
    }

    /// Whether one of them took the same category always.
    pub(super) fn is_constant(&self) -> bool {
        self.n > 0 && self.categories.iter().any(|(one, other)| *one == self.n || *other == self.n)
    }
}
