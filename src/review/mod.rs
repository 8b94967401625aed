//! The review room: what differs between two states of the same thing, how three become one, and what several people say
//! side by side.
//!
//! Owns the difference as edits, the merge record by record, the items that a reviewer decides about, and who does what. It
//! is pure: values in, values out. It never drops what anybody wrote: where two people changed the same thing, both stand, or
//! the loss is named.

mod diff;
mod field_words;
mod words;
mod fields;
mod conflicts;
mod merge;
mod merge_codebook;
mod merge_workflow;
mod threads;
mod compare;
mod confusion;
mod open_conflicts;
mod wanted;
mod work;
mod study;
mod rated;
mod strict_f1;

pub use compare::{Compared, Comparison, Differences, Item, Version, compare, compared_sets, gold, shown_name};
pub use conflicts::conflict_note;
pub use confusion::{Confused, confusions};
pub use diff::{diff_annotators, diff_codebooks, diff_documents, diff_filters, diff_names, diff_sets, diff_workflows};
pub use field_words::{
    FieldWords, annotator_fields, attribute_fields, details_fields, document_fields, layer_fields, rule_fields,
    tag_fields, value_said, workflow_fields,
};
pub use fields::{Merged, Precedence};
pub use merge::{merge_annotators, merge_documents, merge_sets};
pub use merge_codebook::merge_codebooks;
pub use merge_workflow::{merge_filters, merge_names, merge_workflows};
pub use open_conflicts::{OpenConflict, open_conflicts};
pub use rated::{ProjectRatings, Rated, ratings_of};
pub use strict_f1::mean_strict_f1;
pub use study::ProjectStudy;
pub use threads::{Said, Thread, threads};
pub use wanted::{Wanted, WantedKind};
pub use words::Words;
pub use work::{
    HandOut, Judged, SetFacts, Worked, as_seen, hand_out, is_sealed, judged, people, seconds_spent, spot_check, worked,
};
