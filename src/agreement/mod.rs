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
mod study;
mod matching;
mod span_f1;
mod character_kappa;
mod unitizing;
mod unitizing_2004;
mod span_measures;

pub use brennan_prediger::brennan_prediger;
pub use character_kappa::character_kappa;
pub use cohen::{cohen_kappa, cohen_kappa_error, cohen_kappa_weighted, mean_pairwise_kappa};
pub use conger::conger_kappa;
pub use fleiss::fleiss_kappa;
pub use gwet::{gwet_ac1, gwet_ac2};
pub use krippendorff::krippendorff_alpha;
pub use percent::{holsti, observed_mean, observed_pairable, observed_pooled};
pub use rating_measures::{Measured, rating_measures};
pub use ratings::{Level, NoRatings, Ratings, Weights};
pub use scott::scott_pi;
pub use span_f1::{Counts, characters, exact, half_shared, overlap, strict};
pub use span_measures::{Names, SpanMeasured, span_measures};
pub use study::{Study, StudyDocument, Unit};
pub use undefined::Undefined;
pub use unitizing::Unitizing;
pub use unitizing_2004::unitizing_alpha_2004;
