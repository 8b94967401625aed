//! How many ratings agree, chance aside. With missing ratings there are three answers, and each has its name.

use super::{Ratings, Undefined};

/// The mean over items with two ratings or more of the share of pairs that agree (Fleiss 1971, Gwet 2008).
pub fn observed_mean(ratings: &Ratings) -> Result<f64, Undefined> {
    let shares: Vec<f64> = pairs(ratings).map(|(agreeing, all, _)| agreeing / all).collect();
    if shares.is_empty() { Err(Undefined::NothingShared) } else { Ok(shares.iter().sum::<f64>() / shares.len() as f64) }
}

/// The share of all pairs of ratings that agree.
pub fn observed_pooled(ratings: &Ratings) -> Result<f64, Undefined> {
    let (agreeing, all) = pairs(ratings).fold((0.0, 0.0), |sum, (agreeing, all, _)| (sum.0 + agreeing, sum.1 + all));
    if all == 0.0 { Err(Undefined::NothingShared) } else { Ok(agreeing / all) }
}

/// The share of pairs that agree, those of an item weighted by one less than its ratings: one less the observed
/// disagreement of Krippendorff's alpha.
pub fn observed_pairable(ratings: &Ratings) -> Result<f64, Undefined> {
    let weighted = pairs(ratings).map(|(agreeing, all, n)| (agreeing / (n - 1.0), all / (n - 1.0)));
    let (agreeing, all) = weighted.fold((0.0, 0.0), |sum, (agreeing, all)| (sum.0 + agreeing, sum.1 + all));
    if all == 0.0 { Err(Undefined::NothingShared) } else { Ok(agreeing / all) }
}

/// Twice what two raters agree on over what each of them rated (Holsti 1969).
pub fn holsti(ratings: &Ratings) -> Result<f64, Undefined> {
    if ratings.n_raters() != 2 {
        return Err(Undefined::NotTwo);
    }
    if !ratings.is_complete() {
        return Err(Undefined::Missing);
    }
    observed_pooled(ratings)
}

/// For each item with two ratings or more: the ordered pairs that agree, all of them, and how many ratings it has.
fn pairs(ratings: &Ratings) -> impl Iterator<Item = (f64, f64, f64)> {
    ratings.counts().filter_map(|counts| {
        let n: usize = counts.iter().sum();
        let agreeing: usize = counts.iter().map(|count| count * count.saturating_sub(1)).sum();
        (n >= 2).then(|| (agreeing as f64, (n * (n - 1)) as f64, n as f64))
    })
}
