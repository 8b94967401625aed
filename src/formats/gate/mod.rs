//! GATE XML: a text with nodes in it, and sets of annotations between those.

mod features;
mod format;
mod read;
mod write;

pub use format::Gate;
