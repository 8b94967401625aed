//! How strongly two things stand together in contexts, such as two tags in sentences.
//!
//! Pointwise mutual information after Church & Hanks 1990, normalized after Bouma 2009; Jaccard 1901; chi-square with and
//! without Yates' correction (1934); G² after Dunning 1993, over all four cells; Fisher's exact test (1922). Where a count is
//! expected to be below five, chi-square is no good, and Fisher's test is.

use super::keyness::term;
use thiserror::Error;

/// In how many contexts two things stand, each and both. Always numbers that can be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Contexts {
    n: u64,
    with_a: u64,
    with_b: u64,
    with_both: u64,
}

/// Why numbers are not those of two things in contexts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoContexts {
    /// Both stand in more contexts than one of the two.
    #[error("both cannot stand in more contexts than each of them")]
    Both,
    /// More contexts have one of the two than there are.
    #[error("there are fewer contexts than have one of the two")]
    Few,
}

impl Contexts {
    /// Out of `n` contexts so many with the one, with the other, and with both.
    pub fn new(n: u64, with_a: u64, with_b: u64, with_both: u64) -> Result<Self, NoContexts> {
        if with_both > with_a.min(with_b) {
            Err(NoContexts::Both)
        } else if with_a.max(with_b) > n
            || u128::from(with_a) + u128::from(with_b) > u128::from(n) + u128::from(with_both)
        {
            Err(NoContexts::Few)
        } else {
            Ok(Self { n, with_a, with_b, with_both })
        }
    }

    /// The same of numbers that were counted, and so can be.
    pub(super) fn counted(n: u64, with_a: u64, with_b: u64, with_both: u64) -> Self {
        debug_assert!(Self::new(n, with_a, with_b, with_both).is_ok(), "{n} {with_a} {with_b} {with_both}");
        Self { n, with_a, with_b, with_both }
    }

    /// How many contexts there are.
    pub fn n(&self) -> u64 {
        self.n
    }

    /// How many have the one.
    pub fn with_a(&self) -> u64 {
        self.with_a
    }

    /// How many have the other.
    pub fn with_b(&self) -> u64 {
        self.with_b
    }

    /// How many have both.
    pub fn with_both(&self) -> u64 {
        self.with_both
    }

    /// Those with both by those with either, from 0 to 1. Nothing where none has either.
    pub fn jaccard(&self) -> Option<f64> {
        let either = self.with_a + (self.with_b - self.with_both);
        (either > 0).then(|| self.with_both as f64 / either as f64)
    }

    /// Pointwise mutual information in bits: log₂(n·both/(a·b)); 0 where the two are independent. Large for rare pairs. Nothing
    /// where none has both, as it would be minus infinity.
    pub fn pmi(&self) -> Option<f64> {
        let [n, a, b, both] = self.numbers();
        (self.with_both > 0).then(|| (n / a * (both / b)).log2())
    }

    /// The same by the most that it can be for as many with both, −log₂(both/n): from −1, where the two never stand together, by
    /// 0, where they are independent, to 1, where they never stand apart. Nothing where one of them stands nowhere, and where
    /// both stand everywhere, so that it is zero by zero.
    pub fn npmi(&self) -> Option<f64> {
        let [n, _, _, both] = self.numbers();
        match self.pmi() {
            Some(_) if self.with_both == self.n => None,
            Some(pmi) => Some(pmi / (n / both).log2()),
            None => (self.with_a > 0 && self.with_b > 0).then_some(-1.0),
        }
    }

    /// Chi-square of the two rows and columns, with one degree of freedom. Nothing where one of the two stands in every context
    /// or in none, as a count is expected to be zero then.
    pub fn chi_square(&self) -> Option<f64> {
        self.chi_square_less(0.0)
    }

    /// The same with Yates' correction, which moves each count half a context towards what is expected, and not beyond.
    pub fn chi_square_yates(&self) -> Option<f64> {
        self.chi_square_less(self.n as f64 / 2.0)
    }

    /// G² over the four cells: 2·Σ O·ln(O/E) over contexts with both, with the one alone, with the other alone, and with
    /// neither. Nothing where [`Self::chi_square`] is nothing.
    pub fn log_likelihood(&self) -> Option<f64> {
        let [[both, only_a], [only_b, neither]] = self.cells();
        let [n, a, b, _] = self.numbers();
        let cells = [
            term(both, a / n * b),
            term(only_a, a / n * (n - b)),
            term(only_b, (n - a) / n * b),
            term(neither, (n - a) / n * (n - b)),
        ];
        // Rounding alone takes it below zero.
        self.varies().then(|| (2.0 * cells.iter().sum::<f64>()).max(0.0))
    }

    /// The least of the four counts that are expected where the two are independent. Nothing without contexts.
    pub fn least_expected(&self) -> Option<f64> {
        let [n, a, b, _] = self.numbers();
        (self.n > 0).then(|| a.min(n - a) / n * b.min(n - b))
    }

    /// The chance of numbers as improbable as these, or more so, were the two independent: Fisher's exact test, to both sides.
    /// 1 where only these can be. Takes time with how many can be.
    pub fn fisher_p(&self) -> f64 {
        let [n, a, b, _] = self.numbers();
        let first = self.with_a.saturating_sub(self.n - self.with_b);
        let last = self.with_a.min(self.with_b);
        // Each chance by that of the first, as a logarithm: next/this = (a−k)(b−k)/((k+1)(n−a−b+k+1)).
        let mut logarithms = vec![0.0_f64];
        let mut logarithm = 0.0_f64;
        for k in first..last {
            let k = k as f64;
            logarithm += ((a - k) / (k + 1.0) * ((b - k) / (n - a - b + k + 1.0))).ln();
            logarithms.push(logarithm);
        }
        let most = logarithms.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let here = usize::try_from(self.with_both - first).ok().and_then(|at| logarithms.get(at)).copied();
        let here = here.unwrap_or_default();
        // What is as improbable but for rounding counts.
        let is_as_improbable = |logarithm: &&f64| **logarithm <= here + 1e-7;
        let chance = |logarithm: &f64| (logarithm - most).exp();
        let all: f64 = logarithms.iter().map(chance).sum();
        (logarithms.iter().filter(is_as_improbable).map(chance).sum::<f64>() / all).min(1.0)
    }

    fn chi_square_less(&self, correction: f64) -> Option<f64> {
        let [n, a, b, _] = self.numbers();
        let [[both, only_a], [only_b, neither]] = self.cells();
        let difference = ((both * neither - only_a * only_b).abs() - correction).max(0.0);
        self.varies().then(|| difference / a / b * (difference / (n - a) / (n - b)) * n)
    }

    /// Whether contexts differ in whether they have the one, and in whether they have the other.
    fn varies(&self) -> bool {
        (1..self.n).contains(&self.with_a) && (1..self.n).contains(&self.with_b)
    }

    /// With both and with the one alone; with the other alone and with neither.
    fn cells(&self) -> [[f64; 2]; 2] {
        let [n, a, b, both] = self.numbers();
        [[both, a - both], [b - both, n - a - b + both]]
    }

    fn numbers(&self) -> [f64; 4] {
        [self.n, self.with_a, self.with_b, self.with_both].map(|number| number as f64)
    }
}
