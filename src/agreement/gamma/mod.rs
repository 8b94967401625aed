//! Gamma: the best match of what everybody marked, beyond that of passages at random (Mathet, Widlöcher and Métivier 2015,
//! "The unified and holistic method gamma for inter-annotator agreement measure and alignment", Computational Linguistics
//! 41:3).
//!
//! It is an estimate, for chance is drawn: from a seed, so that it is the same each time, and with an error that is told.
//! Like its parameters and its sampler these belong to the value. Passages of one annotator may lie over each other.

mod dissimilarity;
mod near;
mod assignment;
mod together;
mod regions;
mod prices;
mod search;
mod cover;
mod alignment;
mod samplers;
mod categories;
mod expected;
mod document;
mod study;

pub use dissimilarity::Dissimilarity;
pub use document::{DocumentGamma, gamma_disorder};
pub use samplers::Sampler;
pub use study::Gamma;

/// What a value of gamma depends on besides what was marked.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct GammaSettings {
    /// How unlike passages are.
    pub dissimilarity: Dissimilarity,
    /// How passages are drawn at random.
    pub sampler: Sampler,
    /// How many samples there are of each document at least: 2 to 100,000.
    pub n_samples: usize,
    /// By what part the expected disorder of a document may be off, in 95 of 100 cases, such as 0.02: where samples differ
    /// much, more of them are drawn, up to 100,000.
    pub precision: Option<f64>,
    /// What the samples follow from.
    pub seed: u64,
}

impl Default for GammaSettings {
    fn default() -> Self {
        let (dissimilarity, sampler) = (Dissimilarity::default(), Sampler::default());
        Self { dissimilarity, sampler, n_samples: 30, precision: None, seed: 0 }
    }
}
