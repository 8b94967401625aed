//! What sets one corpus apart from another: words or tags that stand in it more often, or less.
//!
//! The log-likelihood G² says how much evidence there is (Rayson & Garside 2000, *Comparing corpora using frequency profiling*),
//! the log ratio how much of a difference (Hardie 2014, *Log Ratio: an informal introduction*). Usual cuts of G²: 10.83 for
//! p < 0.001, 15.13 for p < 0.0001.

/// How often something stands in two corpora, a target and what it is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Frequencies {
    /// How often it stands in the target.
    pub target: u64,
    /// How long the target is, in tokens or whatever the frequencies are out of.
    pub target_size: u64,
    /// How often it stands in the reference.
    pub reference: u64,
    /// How long the reference is.
    pub reference_size: u64,
}

impl Frequencies {
    /// G² of two cells, the form of Rayson and Garside: 2·Σ O·ln(O/E) over both frequencies, each expected by the share of its
    /// corpus in both. A frequency of zero adds nothing. Nothing where a corpus is empty, or where it stands in neither.
    pub fn log_likelihood(&self) -> Option<f64> {
        let (rate, [target, reference, ..]) = self.rate()?;
        Some(2.0 * (term(target, self.target_size as f64 * rate) + term(reference, self.reference_size as f64 * rate)))
    }

    /// G² of four cells, which counts what is something else too, and so is larger. Nothing where [`Self::log_likelihood`] is
    /// nothing, and where something is more often than its corpus is long.
    pub fn log_likelihood_of_four(&self) -> Option<f64> {
        let (rate, [target, reference, target_size, reference_size]) = self.rate()?;
        if target > target_size || reference > reference_size {
            return None;
        }
        let cells = [
            term(target, target_size * rate),
            term(reference, reference_size * rate),
            term(target_size - target, target_size * (1.0 - rate)),
            term(reference_size - reference, reference_size * (1.0 - rate)),
        ];
        Some(2.0 * cells.iter().sum::<f64>())
    }

    /// The binary logarithm of the relative frequency in the target by that in the reference: 1 is twice as often, −1 half as
    /// often. A frequency of zero is taken for 0.5. Nothing where a corpus is empty, or where it stands in neither.
    pub fn log_ratio(&self) -> Option<f64> {
        let (_, [target, reference, target_size, reference_size]) = self.rate()?;
        let seen = |frequency: f64| if frequency == 0.0 { 0.5 } else { frequency };
        Some((seen(target) * reference_size / (seen(reference) * target_size)).log2())
    }

    /// How often it stands in both together by how long they are, and the four numbers.
    fn rate(&self) -> Option<(f64, [f64; 4])> {
        let numbers = [self.target, self.reference, self.target_size, self.reference_size].map(|number| number as f64);
        let [target, reference, target_size, reference_size] = numbers;
        let is_there = self.target_size > 0 && self.reference_size > 0 && target + reference > 0.0;
        is_there.then(|| ((target + reference) / (target_size + reference_size), numbers))
    }
}

/// What a cell adds to half of G²: O·ln(O/E), and nothing where nothing is observed.
pub(super) fn term(observed: f64, expected: f64) -> f64 {
    if observed > 0.0 { observed * (observed / expected).ln() } else { 0.0 }
}
