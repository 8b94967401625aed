//! Gamma over the documents of a study.

use super::document::beyond;
use super::{DocumentGamma, GammaSettings};
use crate::agreement::bootstrap::{seeds, spread, times};
use crate::agreement::{Resampling, Spread, Study, Undefined};
use rayon::prelude::*;

/// The gamma of each document of a study, and of all together.
#[derive(Clone, PartialEq, Debug)]
pub struct Gamma {
    /// What it depends on.
    pub settings: GammaSettings,
    /// Those of the documents, in their order, or why there is none.
    pub documents: Vec<Result<DocumentGamma, Undefined>>,
}

impl Gamma {
    /// Measures each document. `go_on` is asked often, from several threads; if it says no, documents that are not done by
    /// then have no value, nor have all together.
    pub fn of(study: &Study, settings: GammaSettings, go_on: &(dyn Fn() -> bool + Sync)) -> Self {
        let documents = study.documents.par_iter().map(|document| DocumentGamma::of(document, settings, go_on));
        Self { settings, documents: documents.collect() }
    }

    /// Gamma of all documents: one less the sum of their observed disorders over that of their expected ones, each by its
    /// number of passages. It is not the mean of their gammas, in which a document with two passages would weigh as much as
    /// one with fifty. Documents say nothing in which nothing was marked, or that one annotator alone worked on.
    pub fn gamma(&self) -> Result<f64, Undefined> {
        let sums = self.sums()?;
        beyond(sums.observed, sums.expected)
    }

    /// The standard error of gamma: how far it may be off because chance was drawn. It says nothing about other documents.
    pub fn standard_error(&self) -> Result<f64, Undefined> {
        let sums = self.sums()?;
        let gamma = beyond(sums.observed, sums.expected)?;
        let is_certain = sums.observed == 0.0;
        Ok(if is_certain { 0.0 } else { (1.0 - gamma) * sums.variance.sqrt() / sums.expected })
    }

    /// How far tags agree on passages that stand for each other, beyond those of the samples (Mathet 2017).
    ///
    /// *Experimental*: another alignment that is as good may have other pairs, and programs differ in what they do with
    /// passages that stand alone, which here count for nothing.
    pub fn gamma_cat(&self) -> Result<f64, Undefined> {
        self.of_pairs(None)
    }

    /// The same for a tag: of pairs where one of both has it. *Experimental*, as [`Self::gamma_cat`].
    pub fn gamma_k(&self, tag: u32) -> Result<f64, Undefined> {
        self.of_pairs(Some(tag))
    }

    /// What resamples of the documents say of gamma, and of [`Self::gamma_cat`]: documents are drawn anew, with replacement, each
    /// with the samples of chance that it has.
    pub fn spreads(&self, resampling: Resampling) -> [Option<Spread>; 2] {
        let Ok(documents) = self.measured() else { return [None, None] };
        let drawn = |seed: &u64| {
            let times = times(documents.len(), *seed);
            let times = || documents.iter().copied().zip(times.iter().map(|times| *times as f64));
            let sums = sums(times());
            [beyond(sums.observed, sums.expected).ok(), of_pairs(times(), None).ok()]
        };
        let values: Vec<[Option<f64>; 2]> = seeds(resampling).par_iter().map(drawn).collect();
        let of = |which: fn(&[Option<f64>; 2]) -> Option<f64>| {
            spread(values.iter().filter_map(which).collect(), resampling.n, documents.len())
        };
        [of(|[gamma, _]| *gamma), of(|[_, gamma_cat]| *gamma_cat)]
    }

    fn of_pairs(&self, tag: Option<u32>) -> Result<f64, Undefined> {
        of_pairs(self.measured()?.into_iter().map(|document| (document, 1.0)), tag)
    }

    fn sums(&self) -> Result<Sums, Undefined> {
        Ok(sums(self.measured()?.into_iter().map(|document| (document, 1.0))))
    }

    /// The documents that say something, one at least.
    fn measured(&self) -> Result<Vec<&DocumentGamma>, Undefined> {
        let mut measured = Vec::new();
        let mut why_none = Undefined::NothingShared;
        for document in &self.documents {
            match document {
                Ok(document) => measured.push(document),
                Err(Undefined::NothingShared) => {}
                Err(Undefined::NothingMarked) => why_none = Undefined::NothingMarked,
                Err(why) => return Err(*why),
            }
        }
        if measured.is_empty() { Err(why_none) } else { Ok(measured) }
    }
}

/// What documents come to, each by its number of passages.
#[derive(Default)]
struct Sums {
    observed: f64,
    expected: f64,
    /// Of the expected disorder.
    variance: f64,
}

/// The sums of documents, each so many times.
fn sums<'a>(documents: impl Iterator<Item = (&'a DocumentGamma, f64)>) -> Sums {
    let mut sums = Sums::default();
    for (document, times) in documents {
        let weight = document.n_units as f64 * times;
        sums.observed += document.observed * weight;
        sums.expected += document.expected * weight;
        sums.variance += (document.deviation * weight).powi(2) / document.n_samples as f64;
    }
    sums
}

/// How far tags agree in documents, each so many times.
fn of_pairs<'a>(documents: impl Iterator<Item = (&'a DocumentGamma, f64)>, tag: Option<u32>) -> Result<f64, Undefined> {
    let (mut observed, mut expected, mut all) = (0.0, 0.0, 0.0);
    for (document, times) in documents {
        if let Some((weighed, Some(share))) = document.tags.get(&tag) {
            observed += weighed.different * times;
            expected += share * weighed.all * times;
            all += weighed.all * times;
        }
    }
    if all == 0.0 { Err(Undefined::NothingShared) } else { beyond(observed, expected) }
}
