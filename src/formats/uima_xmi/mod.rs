//! UIMA CAS XMI: each document a file, with a type system beside them all.

mod format;
mod read;
mod type_system;
mod write;

pub use format::UimaXmi;
