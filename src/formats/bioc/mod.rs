//! BioC: collections of documents in passages, as XML or JSON.

mod document;
mod format;
mod json;
mod record;
mod write;
mod xml;

pub use format::BioC;
