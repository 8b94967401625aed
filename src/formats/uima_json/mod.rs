//! UIMA JSON CAS 0.4: each document a file that has its types in it.

mod format;
mod read;
mod write;

pub use format::UimaJson;
