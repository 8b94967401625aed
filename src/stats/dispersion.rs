//! How evenly something is spread over the parts of a corpus.
//!
//! Juilland's D (Juilland, Brodin & Davidovitch 1970) and the deviation of proportions DP, both as Gries 2008, *Dispersions and
//! adjusted frequencies in corpora*, International Journal of Corpus Linguistics 13(4), has them; DP is normalized as
//! Lijffijt & Gries 2012 correct it. D is 1 where all is even, DP is 0.

use thiserror::Error;

/// One part of a corpus, such as a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Part {
    /// How often something stands in it.
    pub frequency: u64,
    /// How long it is, in tokens or in whatever else, the same for all parts.
    pub size: u64,
}

/// How evenly something is spread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Dispersion {
    /// Juilland's D: 1 − V/√(n − 1), V being the population's standard deviation of the relative frequencies by their mean. From
    /// 0, where all is in one part, to 1. Nothing for a single part, where it divides by zero. Tends to 1 for everything where
    /// parts are many.
    pub juilland_d: Option<f64>,
    /// DP: half the sum of |share of the frequency − share of the size|, from 0 to 1.
    pub dp: f64,
    /// DP by the most that it can be, which is 1 less the share of the smallest part. Nothing for a single part, where that is 0.
    pub dp_norm: Option<f64>,
    /// In how many parts it stands.
    pub range: usize,
}

/// Why there is no dispersion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NoDispersion {
    /// There is nothing whose spread could be told.
    #[error("it stands in none of the parts")]
    Nowhere,
    /// Something stands in a part that has no size: the numbers are not about the same.
    #[error("it stands in a part that has no size")]
    NoSize,
}

impl Dispersion {
    /// How evenly something is spread over these parts. Those that have no size are no parts, and are left out.
    pub fn of(parts: &[Part]) -> Result<Self, NoDispersion> {
        if parts.iter().any(|part| part.size == 0 && part.frequency > 0) {
            return Err(NoDispersion::NoSize);
        }
        let parts = || parts.iter().filter(|part| part.size > 0);
        let n = parts().count();
        let frequency: f64 = parts().map(|part| part.frequency as f64).sum();
        let size: f64 = parts().map(|part| part.size as f64).sum();
        if frequency == 0.0 {
            return Err(NoDispersion::Nowhere);
        }
        let share = |part: &Part| part.size as f64 / size;
        let dp = parts().map(|part| (part.frequency as f64 / frequency - share(part)).abs()).sum::<f64>() / 2.0;
        let least = parts().map(share).fold(1.0, f64::min);
        Ok(Self {
            juilland_d: (n > 1).then(|| 1.0 - variation(parts()) / ((n - 1) as f64).sqrt()),
            dp,
            dp_norm: (n > 1).then(|| dp / (1.0 - least)),
            range: parts().filter(|part| part.frequency > 0).count(),
        })
    }
}

/// DP of something by the parts in which it stands, each with how often and how long the part is, out of how much in all: parts
/// without it add their share of the size. Nothing where it stands nowhere, or in a part that has no size.
pub(super) fn sparse_dp(parts: impl Iterator<Item = (u64, u64)> + Clone, size: u64) -> Option<f64> {
    let frequency: u64 = parts.clone().map(|(frequency, _)| frequency).sum();
    if frequency == 0 || parts.clone().any(|(frequency, size)| frequency > 0 && size == 0) {
        return None;
    }
    let differing = parts.map(|(n, of)| {
        let share = of as f64 / size as f64;
        (n as f64 / frequency as f64 - share).abs() - share
    });
    Some((1.0 + differing.sum::<f64>()) / 2.0)
}

/// The population's standard deviation of the relative frequencies, by their mean, which is not zero.
fn variation<'a>(parts: impl Iterator<Item = &'a Part> + Clone) -> f64 {
    let relative = parts.map(|part| part.frequency as f64 / part.size as f64);
    let n = relative.clone().count() as f64;
    let mean = relative.clone().sum::<f64>() / n;
    let variance = relative.map(|frequency| (frequency - mean).powi(2)).sum::<f64>() / n;
    variance.sqrt() / mean
}
