//! W3C Web Annotations in JSON-LD, in the framing of the standard: keys are not aliased and names are not spelled out.
//!
//! `format` says what it is called and carries; `annotation` is one annotation as it is read, `selector` where it points,
//! `read` gathers those of each text, which `survey` has counted, `sources` finds the texts, and `write` writes both.

mod annotation;
mod format;
mod names;
mod read;
mod selector;
mod sources;
mod survey;
mod write;

pub use format::WebAnnotation;
