//! The records that stand in files, and their conversion to and from the model. No invalid model comes out of one.

mod annotator;
mod attribute;
mod codebook;
mod document;
mod revision;
mod rule;
mod set;
mod value;
mod workflow;

pub use annotator::AnnotatorRecord;
pub use codebook::{CodebookRecord, ProjectRecord};
pub use document::DocumentRecord;
pub use set::SetRecord;

/// Whether a value is what it is when nothing is said, and so is left out.
fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}

/// What holds unless a file says otherwise.
const fn yes() -> bool {
    true
}

fn is_yes(value: &bool) -> bool {
    *value
}
