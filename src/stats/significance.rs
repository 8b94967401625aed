//! How often chance alone comes to as much, and what is left of that when many are looked at together.
//!
//! The tail of chi-square with one degree of freedom is the complementary error function, here by its series and its continued
//! fraction (Abramowitz & Stegun 1964, 7.1.6 and 7.1.14). Many values are held to a false discovery rate as Benjamini &
//! Hochberg 1995, *Controlling the false discovery rate*, Journal of the Royal Statistical Society B 57(1), have it.

use std::f64::consts::PI;

/// The chance that chi-square with one degree of freedom is at least this much; 1 for what is not above zero. For G² and
/// chi-square of two rows and two columns.
pub fn chi_square_tail(value: f64) -> f64 {
    if value.is_nan() || value <= 0.0 {
        return 1.0;
    }
    let x = (value / 2.0).sqrt();
    // Where one of the two takes long, the other does not.
    if x < 2.0 { 1.0 - error_function(x) } else { complementary(x) }
}

/// The error function of a small number: 2/√π · e^(−x²) · Σ 2ⁿx²ⁿ⁺¹/(1·3·…·(2n+1)).
fn error_function(x: f64) -> f64 {
    let (mut term, mut sum, mut odd) = (x, x, 1.0);
    while term > sum * f64::EPSILON / 4.0 {
        odd += 2.0;
        term *= 2.0 * x * x / odd;
        sum += term;
    }
    2.0 / PI.sqrt() * (-x * x).exp() * sum
}

/// The complementary error function of a number that is not small: e^(−x²)/√π · 1/(x + (1/2)/(x + (2/2)/(x + …))), from the
/// inside out.
fn complementary(x: f64) -> f64 {
    let inner = (1..=80).rev().fold(x, |inner, n| x + f64::from(n) / 2.0 / inner);
    (-x * x).exp() / PI.sqrt() / inner
}

/// The values of p by Benjamini and Hochberg, in the order in which they came: the least false discovery rate at which each is
/// still taken. Each is p · n/rank, or what the next larger one comes to where that is less; never above 1.
pub fn benjamini_hochberg(values: &[f64]) -> Vec<f64> {
    let mut order: Vec<(f64, usize)> = values.iter().copied().zip(0..).collect();
    order.sort_by(|a, b| b.0.total_cmp(&a.0));
    let n = values.len();
    let mut least = 1.0_f64;
    let mut adjusted: Vec<(usize, f64)> = Vec::with_capacity(n);
    for (before, (p, at)) in order.into_iter().enumerate() {
        least = least.min(p * n as f64 / (n - before) as f64);
        adjusted.push((at, least));
    }
    adjusted.sort_unstable_by_key(|(at, _)| *at);
    adjusted.into_iter().map(|(_, p)| p).collect()
}
