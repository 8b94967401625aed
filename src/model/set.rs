//! All that one annotator says about one document.

use super::{RecordId, SpanSeq, Timestamp};
use crate::text::Digest;
use imbl::OrdMap;

/// How far an annotator is with a document, by their own word.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum SetState {
    /// Not begun.
    #[default]
    New,
    /// Begun.
    InProgress,
    /// Done, as far as its annotator is concerned.
    Finished,
}

impl SetState {
    /// All states, from the first to the last.
    pub const ALL: [Self; 3] = [Self::New, Self::InProgress, Self::Finished];

    /// The word for it in windows and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::InProgress => "in progress",
            Self::Finished => "finished",
        }
    }
}

/// What a set says of itself, apart from its records.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct SetHead {
    /// The text that the offsets count in.
    pub text: Digest,
    /// How far the annotator is.
    pub state: SetState,
}

/// What a note is about.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum NoteTarget {
    /// The document as a whole.
    Document,
    /// A span of the same set.
    Span(RecordId),
}

/// Free text on something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// Unique within its set.
    pub id: RecordId,
    /// What it is about.
    pub on: NoteTarget,
    /// What it says.
    pub body: String,
    /// When it was written.
    pub made: Timestamp,
}

/// All that one annotator says about one document. Clones in constant time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnnotationSet {
    /// What it says of itself.
    pub head: SetHead,
    /// Its spans, in reading order.
    pub spans: SpanSeq,
    /// Its notes, by id.
    pub notes: OrdMap<RecordId, Note>,
}

impl AnnotationSet {
    /// A set without records.
    pub fn new(head: SetHead) -> Self {
        Self { head, spans: SpanSeq::default(), notes: OrdMap::new() }
    }

    /// The notes on something, oldest first.
    pub fn notes_on(&self, target: NoteTarget) -> Vec<&Note> {
        let mut notes: Vec<&Note> = self.notes.values().filter(|note| note.on == target).collect();
        notes.sort_by_key(|note| (note.made, note.id));
        notes
    }

    /// Whether it says nothing: no record, and no state of its own.
    pub fn is_blank(&self) -> bool {
        self.spans.is_empty() && self.notes.is_empty() && self.head.state == SetState::New
    }
}
