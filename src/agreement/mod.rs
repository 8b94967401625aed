//! The agreement room: how far annotators agree, beyond chance and before it, each measure by its definition.
//!
//! One file per measure. A figure that is not defined says why, and is never a one, a zero or no number in its place. What
//! goes in are ratings of items, or units on texts, by numbers; nothing here knows what a project is.

mod undefined;
mod ratings;
mod percent;
mod cohen;
mod conger;
mod scott;
mod fleiss;
mod krippendorff;
mod gwet;
mod brennan_prediger;
mod rating_measures;
mod adding;
mod study;
mod marks;
mod matching;
mod f1;
mod margins;
mod strict_f1;
mod exact_f1;
mod overlap_f1;
mod iou_f1;
mod character_f1;
mod character_kappa;
mod coverage;
mod semeval;
mod token_kappa;
mod token_alpha;
mod exact_span;
mod unitizing;
mod unitizing_2004;
mod segmentation;
mod tally;
mod sum;
mod measure;
mod key;
mod figure;
mod notes;
mod tallies;
mod bootstrap;
mod what_if;

pub use bootstrap::{Interval, Resampling, Spread, intervals, resampled};
pub use brennan_prediger::brennan_prediger;
pub use cohen::{cohen_kappa, cohen_kappa_error, cohen_kappa_weighted, mean_pairwise_kappa};
pub use conger::conger_kappa;
pub use figure::{Basis, Figure};
pub use fleiss::fleiss_kappa;
pub use gwet::{gwet_ac1, gwet_ac2};
pub use key::{Key, Names, Who};
pub use krippendorff::krippendorff_alpha;
pub use measure::{Measure, Of, OfTag};
pub use notes::Note;
pub use percent::{holsti, observed_mean, observed_pairable, observed_pooled};
pub use rating_measures::{Measured, rating_measures};
pub use ratings::{Level, NoRatings, Ratings, Weights};
pub use scott::scott_pi;
pub use semeval::{Outcome, Scenario};
pub use study::{Study, StudyDocument, Unit, pairs};
pub use sum::Sum;
pub use tallies::Tallies;
pub use tally::DocumentTally;
pub use undefined::Undefined;
pub use what_if::{Supposed, WhatIf, what_if};
