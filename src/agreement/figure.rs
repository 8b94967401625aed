//! The figures of a sum: which measure is reckoned from what of it.

use super::character_f1::{characters, marked};
use super::character_kappa::characters_decided;
use super::coverage::coverage;
use super::exact_f1::exact;
use super::exact_span::{exact_span_alpha, exact_span_alpha_none, places_coded};
use super::iou_f1::half_shared;
use super::margins::Margins;
use super::notes::notes;
use super::overlap_f1::{overlap, partial_f1};
use super::segmentation::{boundary_similarity, segmentation_similarity};
use super::semeval::semeval;
use super::strict_f1::strict;
use super::study::pairs;
use super::sum::PairSum;
use super::token_alpha::{token_alpha, token_fleiss};
use super::token_kappa::{token_accuracy, tokens_decided, tokens_decided_bio};
use super::unitizing::Units;
use super::{Key, Measure, Note, Of, Sum, Undefined, Who};

/// A figure, or why there is none, with what it rests on and what to mind about it.
#[derive(Clone, PartialEq, Debug)]
pub struct Figure {
    /// What it is.
    pub key: Key,
    /// Its value. Values below zero are legal.
    pub value: Result<f64, Undefined>,
    /// What it rests on.
    pub basis: Basis,
    /// What to mind about it.
    pub notes: Vec<Note>,
}

/// What a figure rests on.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub struct Basis {
    /// How many spans it compares.
    pub n_units: usize,
    /// In how many documents.
    pub n_documents: usize,
    /// Of how many annotators.
    pub n_annotators: usize,
}

impl Sum {
    /// A figure; nothing for a measure that is not reckoned from sums.
    pub fn figure(&self, key: Key) -> Option<Figure> {
        let value = self.value(key)?;
        let basis = self.basis(key);
        Some(Figure { key, value, basis, notes: notes(self, key, value, basis) })
    }

    /// The value of a figure alone; nothing for a measure that is not reckoned from sums.
    pub fn value(&self, key: Key) -> Option<Result<f64, Undefined>> {
        if matches!(key.measure, Measure::ResampledMean | Measure::ResampledDeviation) {
            return None;
        }
        Some(match (key.who, key.measure.of()) {
            (Who::One(one), _) => self.sets.get(one).ok_or(Undefined::NoText).and_then(|sum| coverage(sum, key.tag)),
            (Who::Pair(one, other), _) => self.shared(one, other).and_then(|sum| of_pair(sum, key)),
            (Who::Everybody, Of::Pair | Of::PairAndMean) => self.mean(key),
            (Who::Everybody, _) => self.of_everybody(key),
        })
    }

    /// What a figure rests on.
    pub fn basis(&self, key: Key) -> Basis {
        let number = |n: i64| usize::try_from(n).unwrap_or_default();
        let of_pair = |pair: &PairSum| Basis {
            n_units: number(pair.one.n_units(key.tag) + pair.other.n_units(key.tag)),
            n_documents: number(pair.n_documents),
            n_annotators: 2,
        };
        match key.who {
            Who::One(one) => self.sets.get(one).map_or_else(Basis::default, |sum| Basis {
                n_units: number(sum.set.n_units(key.tag)),
                n_documents: number(sum.n_documents),
                n_annotators: 1,
            }),
            Who::Pair(one, other) => self.pair(one, other).map_or_else(Basis::default, of_pair),
            Who::Everybody if key.measure.of() == Of::EverybodyAndPair => Basis {
                n_units: number(self.group.units.tags.sum(key.tag, |tag| tag.n_units)),
                n_documents: number(self.group.units.n_documents),
                n_annotators: self.n_annotators(),
            },
            Who::Everybody => Basis {
                n_units: number(self.sets.iter().map(|sum| sum.set.n_units(key.tag)).sum()),
                n_documents: self.n_documents(),
                n_annotators: self.n_annotators(),
            },
        }
    }

    /// What two annotators have in documents that both worked on.
    pub(super) fn shared(&self, one: usize, other: usize) -> Result<&PairSum, Undefined> {
        self.pair(one, other).filter(|sum| sum.n_documents > 0).ok_or(Undefined::NothingShared)
    }

    /// The mean over the pairs that have a figure.
    fn mean(&self, key: Key) -> Result<f64, Undefined> {
        let (mut sum, mut n, mut why) = (0.0, 0, Undefined::NothingShared);
        for (one, other) in pairs(self.n_annotators()) {
            match self.shared(one, other).and_then(|pair| of_pair(pair, key)) {
                Ok(value) => {
                    sum += value;
                    n += 1;
                }
                Err(Undefined::NothingShared) => {}
                Err(other) => why = other,
            }
        }
        if n == 0 { Err(why) } else { Ok(sum / f64::from(n)) }
    }

    fn of_everybody(&self, key: Key) -> Result<f64, Undefined> {
        match (key.measure, key.tag) {
            (Measure::NSpans, tag) => Ok(self.sets.iter().map(|sum| sum.set.n_units(tag)).sum::<i64>() as f64),
            (Measure::TokenAlpha, _) => token_alpha(self),
            (Measure::TokenFleiss, _) => token_fleiss(self),
            (Measure::ExactSpanAlpha, _) => exact_span_alpha(self),
            (Measure::ExactSpanAlphaNone, _) => exact_span_alpha_none(self),
            (Measure::Alpha2004, None) => self.group.alphas_2004.all.mean(),
            (Measure::Alpha2004, Some(tag)) => {
                self.group.alphas_2004.tags.get(tag).ok_or(Undefined::NothingMarked)?.mean()
            }
            _ if self.n_annotators() < 2 => Err(Undefined::NothingShared),
            _ => of_units(&self.group.units, self.n_annotators(), key),
        }
    }
}

/// A figure of two annotators.
fn of_pair(sum: &PairSum, key: Key) -> Result<f64, Undefined> {
    let tag = key.tag;
    match key.measure {
        Measure::StrictF1 => strict(sum, tag).f1(),
        Measure::OverlapF1 => overlap(sum, tag).f1(),
        Measure::CharacterF1 => characters(sum, tag).f1(),
        Measure::NOne => Ok(strict(sum, tag).n_one as f64),
        Measure::NOther => Ok(strict(sum, tag).n_other as f64),
        Measure::StrictBoth => Ok(strict(sum, tag).n_both as f64),
        Measure::StrictPrecision => strict(sum, tag).precision(),
        Measure::StrictRecall => strict(sum, tag).recall(),
        Measure::ExactF1 => exact(sum).f1(),
        Measure::PartialF1 => partial_f1(sum, tag),
        Measure::HalfF1 => half_shared(sum, tag).f1(),
        Measure::MarkedF1 => marked(sum).f1(),
        Measure::TokenAccuracy => token_accuracy(sum),
        Measure::BoundarySimilarity => boundary_similarity(sum),
        Measure::SegmentationSimilarity => segmentation_similarity(sum),
        Measure::SemEval(scenario, outcome) => semeval(sum, scenario, outcome),
        _ => match decided(sum, key) {
            Some(margins) => margins?.kappa(),
            None => of_units(&Units::of_pair(sum), 2, key),
        },
    }
}

/// What a kappa of two annotators is over; nothing for a measure that is no kappa.
pub(super) fn decided(sum: &PairSum, key: Key) -> Option<Result<Margins, Undefined>> {
    match key.measure {
        Measure::CharacterKappa => Some(Ok(characters_decided(sum, key.tag))),
        Measure::TokenKappa => Some(tokens_decided(sum)),
        Measure::TokenKappaBio => Some(tokens_decided_bio(sum)),
        Measure::ExactSpanKappa => Some(places_coded(sum)),
        _ => None,
    }
}

/// A figure of the family of 2016.
fn of_units(units: &Units, n_people: usize, key: Key) -> Result<f64, Undefined> {
    match (key.measure, key.tag) {
        (Measure::UAlpha, None) => units.u_alpha(n_people),
        (Measure::BinaryUAlpha, None) => units.binary_alpha(n_people),
        (Measure::BinaryUAlpha, Some(tag)) => units.binary_alpha_of(n_people, tag),
        (Measure::CodingUAlpha, None) => units.coding_alpha(n_people),
        (Measure::CodingCoverage, None) => units.coverage(n_people),
        (Measure::TagUAlpha, Some(tag)) => units.tag_alpha(n_people, tag),
        _ => Err(Undefined::NotOfTag),
    }
}
