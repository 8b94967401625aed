//! What bytes are given to, and the laws that must hold whatever they are: one function for each target.
//!
//! A law that does not hold panics. libFuzzer calls these through `fuzz_targets/`, with the nightly compiler;
//! `tests/it/fuzz.rs` calls them with changed files of the corpus, on stable, as part of the tests.

mod backup;
mod formats;
mod journal;
mod merge;
mod records;
mod refusal;

pub use backup::backup;
pub use formats::formats;
pub use journal::{framed, journal};
pub use merge::{merge_codebooks, merge_sets};
pub use records::{ron_annotator, ron_codebook, ron_document, ron_project, ron_set};

/// What reads some bytes and panics when a law does not hold.
pub type Target = fn(&[u8]);

/// All targets by their names, which are those of their folders in `corpus/`.
pub const TARGETS: [(&str, Target); 10] = [
    ("ron_project", ron_project),
    ("ron_codebook", ron_codebook),
    ("ron_annotator", ron_annotator),
    ("ron_document", ron_document),
    ("ron_set", ron_set),
    ("journal", journal),
    ("backup", backup),
    ("merge_sets", merge_sets),
    ("merge_codebooks", merge_codebooks),
    ("formats", formats),
];
