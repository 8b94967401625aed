//! Quantiles of a sample.

/// The value that a part of sorted ones lie below, between two of them as far as it must be (Hyndman and Fan 1996, *Sample
/// quantiles in statistical packages*, type 7).
pub fn quantile(sorted: &[f64], part: f64) -> f64 {
    let place = (sorted.len().saturating_sub(1)) as f64 * part;
    let at = |place: f64| sorted.get(place as usize).or(sorted.last()).copied().unwrap_or_default();
    let (low, high) = (at(place.floor()), at(place.ceil()));
    low + (high - low) * place.fract()
}
