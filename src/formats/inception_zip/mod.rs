//! A project as INCEpTION exports it: an archive with its documents, and what everybody says of them.

mod format;
mod project;
mod read;
mod schema;

pub use format::InceptionZip;
