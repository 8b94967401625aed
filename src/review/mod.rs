//! The review room: what differs between two states of the same thing, how three become one, and what several people say
//! side by side.
//!
//! Owns the difference as edits, the merge record by record, the items that a reviewer decides about, and who does what. It is pure: values in, values out. It never
//! drops what anybody wrote: where two people changed the same thing, both stand, or the loss is named.

mod compare;
mod confusion;
mod diff;
mod fields;
mod merge;
mod merge_codebook;
mod merge_workflow;
mod rated;
mod strict_f1;
mod study;
mod threads;
mod wanted;
mod work;

pub use compare::{Compared, Comparison, Differences, Item, Version, compare, compared_sets, gold, shown_name};
pub use confusion::{Confused, confusions};
pub use diff::{diff_annotators, diff_codebooks, diff_documents, diff_names, diff_sets, diff_workflows};
pub use fields::Merged;
pub use merge::{merge_annotators, merge_documents, merge_sets, merge_sets_of};
pub use merge_codebook::merge_codebooks;
pub use merge_workflow::merge_workflows;
pub use rated::{ProjectRatings, Rated, ratings_of};
pub use strict_f1::mean_strict_f1;
pub use study::ProjectStudy;
pub use threads::{Said, Thread, threads};
pub use wanted::{Wanted, WantedKind};
pub use work::{HandOut, Judged, SetFacts, hand_out, is_sealed, judged, people, seconds_spent, spot_check};
