//! Gamma of a document.

use super::GammaSettings;
use super::alignment::best_alignment;
use super::categories::{Weighed, weighed};
use super::dissimilarity::{Dissimilarity, Passage};
use super::expected::{mean_and_deviation, samples};
use crate::agreement::{StudyDocument, Undefined};
use std::collections::BTreeMap;

/// The gamma of a document, by what it comes from.
#[derive(Clone, PartialEq, Debug)]
pub struct DocumentGamma {
    /// How many passages there are.
    pub n_units: usize,
    /// How many annotators worked on it.
    pub n_annotators: usize,
    /// The disorder of the best alignment.
    pub observed: f64,
    /// The mean disorder of the best alignments of the samples.
    pub expected: f64,
    /// The standard deviation of those.
    pub deviation: f64,
    /// How many samples were drawn.
    pub n_samples: usize,
    /// What tags differ by: in the best alignment, and what share on average in those of the samples that have the tag.
    pub(super) tags: BTreeMap<Option<u32>, (Weighed, Option<f64>)>,
}

impl DocumentGamma {
    /// Measures a document; `go_on` as for [`gamma_disorder`].
    pub fn of(
        document: &StudyDocument,
        settings: GammaSettings,
        go_on: &(dyn Fn() -> bool + Sync),
    ) -> Result<Self, Undefined> {
        let continuum = continuum(document);
        let best = best_alignment(&continuum, settings.dissimilarity, go_on)?;
        let samples = samples(&continuum, settings, go_on)?;
        let (expected, deviation) = mean_and_deviation(samples.iter().map(|sample| sample.disorder));
        let expected_share = |tag: Option<u32>| {
            let shares: Vec<f64> = samples.iter().filter_map(|sample| sample.tags.get(&tag)?.share()).collect();
            (!shares.is_empty()).then(|| mean_and_deviation(shares.iter().copied()).0)
        };
        let tags = weighed(&best).into_iter().map(|(tag, weighed)| (tag, (weighed, expected_share(tag)))).collect();
        Ok(Self {
            n_units: best.passages.len(),
            n_annotators: continuum.len(),
            observed: best.disorder,
            expected,
            deviation,
            n_samples: samples.len(),
            tags,
        })
    }

    /// One less the observed disorder over the expected one; 1 without disorder, and it may be far below zero.
    pub fn gamma(&self) -> Result<f64, Undefined> {
        beyond(self.observed, self.expected)
    }
}

/// The disorder of the best alignment of what was marked in a document: 0 where everybody marked the same. Those who did not
/// work on it are left out, and passages without a character.
///
/// `go_on` is asked often, from several threads; if it says no, the answer is [`Undefined::Stopped`]. The alignment is the
/// best one there is; [`Undefined::TooEntangled`] if that one takes too long to find.
pub fn gamma_disorder(
    document: &StudyDocument,
    dissimilarity: Dissimilarity,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<f64, Undefined> {
    Ok(best_alignment(&continuum(document), dissimilarity, go_on)?.disorder)
}

/// What those have that worked on a document.
fn continuum(document: &StudyDocument) -> Vec<Vec<Passage>> {
    let marked = document.sets.iter().flatten().map(|set| {
        let units = set.iter().filter(|unit| !unit.is_empty());
        units.map(|unit| Passage { start: unit.start.into(), end: unit.end.into(), tag: unit.tag }).collect()
    });
    marked.collect()
}

/// What an observed disorder leaves of one, by an expected one.
pub(super) fn beyond(observed: f64, expected: f64) -> Result<f64, Undefined> {
    match (observed == 0.0, expected == 0.0) {
        (true, _) => Ok(1.0),
        (false, true) => Err(Undefined::NoChance),
        (false, false) => Ok(1.0 - observed / expected),
    }
}
