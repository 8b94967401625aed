//! The model room: what a project is, as plain values.
//!
//! Owns projects, documents, the codebook, annotators, annotation sets and their ids. It reads no
//! file, clock or random number, stores nothing that can be computed, and knows no file format.
//! A whole [`Project`] clones in constant time: jobs work on snapshots.

mod attribute;
mod codebook;
mod details;
mod document;
mod id;
mod project;
mod relation;
mod revision;
mod rule;
mod set;
mod span;
mod span_change;
mod span_seq;
mod span_tree;
mod tag;
mod time;
mod calendar;
mod dates;
mod workflow;

pub use attribute::{Attribute, AttributeKind, Choice, Clause, Number, Value};
pub use calendar::Calendar;
pub use codebook::Codebook;
pub use dates::Published;
pub use details::{Confidence, Details, Said};
pub use document::{Annotator, AnnotatorKind, Document, GOLD_IDS, Source};
pub use id::{AnnotatorId, AttributeId, BadId, DocumentId, LayerId, RecordId, SetKey, TagId};
pub use project::Project;
pub use relation::{DocumentTag, Relation};
pub use revision::{Becomes, CodebookRevision, Mapping, Which};
pub use rule::{Rule, Seeks};
pub use set::{AnnotationSet, Note, NoteTarget, Rejection, SetHead, SetState, Verdict};
pub use span::{Fragments, FragmentsError, Origin, Span};
pub use span_seq::{SpanKey, SpanSeq};
pub use tag::{Direction, Ends, Example, ExampleSource, Layer, LayerKind, Overlap, Tag, TagColor};
pub use time::Timestamp;
pub use workflow::{Role, Workflow};
