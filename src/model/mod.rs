//! The model room: what a project is, as plain values.
//!
//! Owns projects, documents, the codebook, annotators, annotation sets and their ids. It reads no
//! file, clock or random number, stores nothing that can be computed, and knows no file format.
//! A whole [`Project`] clones in constant time: jobs work on snapshots.

mod codebook;
mod document;
mod id;
mod project;
mod set;
mod span;
mod span_change;
mod span_seq;
mod span_tree;
mod time;

pub use codebook::{Codebook, Layer, Overlap, Tag, TagColor};
pub use document::{Annotator, AnnotatorKind, Document, Source};
pub use id::{AnnotatorId, BadId, DocumentId, LayerId, RecordId, SetKey, TagId};
pub use project::Project;
pub use set::{AnnotationSet, Note, NoteTarget, SetHead, SetState};
pub use span::{Fragments, FragmentsError, Origin, Span};
pub use span_seq::{SpanKey, SpanSeq};
pub use time::Timestamp;
