//! The review room: what differs between two states of the same thing, and how three become one.
//!
//! Owns the difference as edits, and the merge record by record. It is pure: values in, values out. It never
//! drops what anybody wrote: where two people changed the same thing, both stand, or the loss is named.

mod compare;
mod diff;
mod fields;
mod merge;
mod merge_codebook;
mod strict_f1;
mod study;
mod threads;
mod wanted;
mod work;
mod merge_workflow;

pub use compare::{Compared, Comparison, Differences, Item, Version, compare, compared_sets, gold};
pub use diff::{diff_annotators, diff_codebooks, diff_documents, diff_names, diff_sets, diff_workflows};
pub use fields::Merged;
pub use merge::{merge_annotators, merge_documents, merge_sets, merge_sets_of};
pub use merge_codebook::merge_codebooks;
pub use merge_workflow::merge_workflows;
pub use strict_f1::{mean_strict_f1, strict_f1};
pub use study::ProjectStudy;
pub use threads::{Said, Thread, threads};
pub use wanted::{Wanted, WantedKind};
pub use work::{HandOut, Judged, SetFacts, hand_out, is_sealed, judged, people, seconds_spent, spot_check};
