//! What to mind about a figure: what stands beside it, so that nobody takes it for more than it is.

use super::figure::decided;
use super::margins::Margins;
use super::sum::PairSum;
use super::tally::SetTally;
use super::{Basis, Key, Measure, Of, Sum, Undefined, Who};

/// What to mind about a figure.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Note {
    /// Somebody has few spans: so many.
    FewSpans(usize),
    /// One of two marked nothing.
    OneSided,
    /// There are too few documents for an interval that can be relied on: so many.
    FewDocuments(usize),
    /// A tag has few spans: so many.
    FewOfTag(usize),
    /// So many spans lie over others of their tag by the same person, and were taken as one with them.
    Merged(usize),
    /// A few long spans are much of what is marked.
    LongSpans,
    /// One of two chose the same always.
    Constant,
    /// Nearly everything is the same, and kappa is low because one category is frequent; AC1 is this.
    Prevalence {
        /// The share that is the same.
        observed: f64,
        /// Gwet's AC1.
        ac1: f64,
    },
    /// So many documents are left out, as not everybody worked on them.
    LeftOut(usize),
    /// So many pairs are left out, as they share no document or have no figure.
    PairsLeftOut(usize),
    /// Tags are compared on this share of the text.
    RestsOn(f64),
    /// In some resamples it is not defined.
    Undrawn {
        /// In so many.
        n_undefined: usize,
        /// Of so many.
        n: usize,
        /// Whether they are too many for an interval.
        are_too_many: bool,
    },
}

/// Fewer spans of one person than this are few.
const FEW_SPANS: i64 = 30;
/// Fewer documents than this are few for an interval.
const FEW_DOCUMENTS: usize = 10;
/// Fewer spans of a tag than this are few.
const FEW_OF_TAG: usize = 10;
/// Marked text weighs as if it were in fewer spans than this where one of them has a fifth of it.
const EVEN_SPANS: i128 = 25;

impl Note {
    /// Where nearly everything is the same and kappa is low all the same (Feinstein and Cicchetti 1990).
    pub(super) fn of_prevalence(observed: f64, kappa: f64, ac1: f64) -> Option<Self> {
        (observed >= 0.9 && kappa < 0.4).then_some(Self::Prevalence { observed, ac1 })
    }

    /// What it says.
    pub fn sentence(self) -> String {
        let count = |n: usize, one: &str, more: &str| if n == 1 { format!("1 {one}") } else { format!("{n} {more}") };
        match self {
            Self::FewSpans(n) => format!("somebody has only {}", count(n, "span", "spans")),
            Self::OneSided => "one of them marked nothing".to_owned(),
            Self::FewDocuments(n) => {
                format!("{}: too few for an interval that can be relied on", count(n, "document", "documents"))
            }
            Self::FewOfTag(n) => format!("there are only {} of this tag", count(n, "span", "spans")),
            Self::Merged(n) => {
                let spans = count(n, "span lies over another", "spans lie over others");
                format!("{spans} of the same tag by the same person; they were taken as one")
            }
            Self::LongSpans => "a few long spans are most of what is marked".to_owned(),
            Self::Constant => "one of them chose the same always".to_owned(),
            Self::Prevalence { observed, ac1 } => format!(
                "{:.1} % are the same, and one category is so frequent that kappa is low; AC1 is {ac1:.3}",
                observed * 100.0
            ),
            Self::LeftOut(n) => {
                format!("{} left out, which not everybody worked on", count(n, "document is", "documents are"))
            }
            Self::PairsLeftOut(n) => {
                format!("{} left out, which have no figure", count(n, "pair of people is", "pairs of people are"))
            }
            Self::Undrawn { n_undefined, n, are_too_many } => {
                let end = if are_too_many { ": too many for an interval" } else { "" };
                format!("it is not defined in {n_undefined} of {n} draws of documents{end}")
            }
            Self::RestsOn(share) => format!("based on {:.0} % of the text", share * 100.0),
        }
    }
}

/// What to mind about a figure of a sum.
pub(super) fn notes(sum: &Sum, key: Key, value: Result<f64, Undefined>, basis: Basis) -> Vec<Note> {
    let mut notes = Vec::new();
    if value == Err(Undefined::NothingShared) || matches!(key.measure, Measure::NSpans | Measure::Coverage) {
        return notes;
    }
    match key.who {
        Who::Pair(one, other) => {
            if let Some(pair) = sum.pair(one, other) {
                notes.extend(of_pair(pair, key, value));
            }
        }
        Who::Everybody => notes.extend(of_everybody(sum, key, basis)),
        Who::One(_) => {}
    }
    if key.tag.is_some() && basis.n_units < FEW_OF_TAG {
        notes.push(Note::FewOfTag(basis.n_units));
    }
    if let Some(n_merged) = n_merged(sum, key).filter(|n| *n > 0) {
        notes.push(Note::Merged(n_merged));
    }
    if key.measure == Measure::CodingUAlpha
        && let Some(Ok(share)) = sum.value(Key { measure: Measure::CodingCoverage, ..key })
    {
        notes.push(Note::RestsOn(share));
    }
    if basis.n_documents < FEW_DOCUMENTS && value.is_ok() {
        notes.push(Note::FewDocuments(basis.n_documents));
    }
    notes
}

fn of_pair(pair: &PairSum, key: Key, value: Result<f64, Undefined>) -> Vec<Note> {
    let mut notes = Vec::new();
    let (n_one, n_other) = (pair.one.n_units(key.tag), pair.other.n_units(key.tag));
    let least = n_one.min(n_other);
    if least == 0 && n_one + n_other > 0 {
        notes.push(Note::OneSided);
    } else if least < FEW_SPANS && key.tag.is_none() && n_one + n_other > 0 {
        notes.push(Note::FewSpans(usize::try_from(least).unwrap_or_default()));
    }
    if matches!(key.measure, Measure::CharacterF1 | Measure::MarkedF1)
        && (are_long_spans_much(&pair.one) || are_long_spans_much(&pair.other))
    {
        notes.push(Note::LongSpans);
    }
    if let (Some(Ok(margins)), Ok(kappa)) = (decided(pair, key), value) {
        notes.extend(of_kappa(&margins, kappa));
    }
    notes
}

/// What to mind about a kappa.
pub(super) fn of_kappa(margins: &Margins, kappa: f64) -> Option<Note> {
    if margins.is_constant() {
        Some(Note::Constant)
    } else {
        Note::of_prevalence(margins.observed(), kappa, margins.ac1()?)
    }
}

fn of_everybody(sum: &Sum, key: Key, basis: Basis) -> Vec<Note> {
    let mut notes = Vec::new();
    match key.measure.of() {
        Of::EverybodyAndPair => {
            let n_left_out = sum.n_documents() - basis.n_documents;
            if n_left_out > 0 && basis.n_documents > 0 {
                notes.push(Note::LeftOut(n_left_out));
            }
        }
        Of::PairAndMean => {
            let pairs = super::study::pairs(sum.n_annotators()).map(|(one, other)| Who::Pair(one, other));
            let n_left_out = pairs.filter(|who| !matches!(sum.value(Key { who: *who, ..key }), Some(Ok(_)))).count();
            if n_left_out > 0 {
                notes.push(Note::PairsLeftOut(n_left_out));
            }
        }
        _ => {}
    }
    let least = sum.sets.iter().filter(|sum| sum.n_documents > 0).map(|sum| sum.set.n_units(None)).min();
    if let Some(least) = least.filter(|least| *least < FEW_SPANS && key.tag.is_none()) {
        notes.push(Note::FewSpans(usize::try_from(least).unwrap_or_default()));
    }
    notes
}

/// How many spans were taken as one with others for the alpha of a tag.
fn n_merged(sum: &Sum, key: Key) -> Option<usize> {
    let tag = key.tag.filter(|_| key.measure == Measure::BinaryUAlpha)?;
    let n_merged = match key.who {
        Who::Pair(one, other) => {
            let pair = sum.pair(one, other)?;
            [&pair.one, &pair.other].iter().map(|set| set.tags.sum(Some(tag), |counts| counts.n_overlapping)).sum()
        }
        _ => sum.group.units.tags.sum(Some(tag), |counts| counts.n_overlapping),
    };
    usize::try_from(n_merged).ok()
}

/// By the squares of lengths: their sum over the square of the sum is a fifth squared or more where one span has a fifth.
fn are_long_spans_much(set: &SetTally) -> bool {
    let n_marked = i128::from(set.tags.sum(None, |counts| counts.n_characters));
    let squares: i128 = set.tags.iter().map(|(_, counts)| counts.squares).sum();
    set.n_units(None) >= FEW_SPANS && squares * EVEN_SPANS > n_marked * n_marked
}
