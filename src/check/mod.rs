//! The check room: what is wrong or odd in a project, each finding with its fix where there is one.
//!
//! One file per check, one list of them: [`CHECKS`]. A fix is a command for a person to give;
//! nothing here changes anything.

mod finding;
mod in_set;
mod list;
mod places;
mod mend;

mod articles;
mod codebook_examples;
mod codebook_keys;
mod codebook_layers;
mod codebook_names;
mod codebook_parents;
mod conditions;
mod double_spans;
mod empty_spans;
mod excluded_spans;
mod finished_sets;
mod habits;
mod lost_ends;
mod lost_sets;
mod missing_labels;
mod mixed_tags;
mod outer_spaces;
mod overlaps;
mod ragged_edges;
mod texts;
mod unknown_annotators;
mod unknown_tags;
mod untagged;
mod values;
mod values_elsewhere;

pub use codebook_examples::why_not;
pub use finding::{Finding, Severity};
pub use habits::Habits;
pub use in_set::{FindingsChange, SetFindings};
pub use list::{CHECKS, Check, Find, fix_of, run};
pub use places::Since;
