//! All that one annotator says about one document.

use super::{AnnotatorId, AttributeId, DocumentTag, RecordId, Relation, SpanSeq, TagId, Timestamp, Value};
use crate::text::{Digest, TextRange};
use imbl::OrdMap;
use std::collections::{BTreeMap, BTreeSet};

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
    /// Done, and there is nothing to mark: said outright, so that it is not taken for work left out.
    Nothing,
}

impl SetState {
    /// All states, from the first to the last.
    pub const ALL: [Self; 4] = [Self::New, Self::InProgress, Self::Finished, Self::Nothing];

    /// The word for it in windows and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::InProgress => "in progress",
            Self::Finished => "finished",
            Self::Nothing => "nothing to mark",
        }
    }

    /// Whether its annotator is done.
    pub const fn is_finished(self) -> bool {
        matches!(self, Self::Finished | Self::Nothing)
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
    /// A span.
    Span(RecordId),
    /// A relation.
    Relation(RecordId),
    /// Another note, which it answers.
    Note(RecordId),
}

/// What a note says of the thread that it stands in.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub enum Verdict {
    /// It is settled.
    Resolved,
    /// It is not settled any more.
    Reopened,
    /// On a document: its annotator is to look at it again.
    Returned,
    /// On a document: what its annotator says of it is accepted.
    Accepted,
    /// Two sides of a merge said different things, which somebody has to decide between.
    Conflict,
}

impl Verdict {
    /// All that a note can say of its thread.
    pub const ALL: [Self; 5] = [Self::Resolved, Self::Reopened, Self::Returned, Self::Accepted, Self::Conflict];
}

/// A proposal that its annotator does not want to see again.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Rejection {
    /// Unique within its set.
    pub id: RecordId,
    /// What would have been marked.
    pub at: TextRange,
    /// As what.
    pub tag: TagId,
    /// When it was rejected.
    pub made: Timestamp,
}

/// Free text on something.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Note {
    /// Unique within its set.
    pub id: RecordId,
    /// What it is about.
    pub on: NoteTarget,
    /// The annotator in whose set that stands; without one it is the note's own.
    pub of: Option<AnnotatorId>,
    /// What it says. Only a note with a verdict may say nothing.
    pub body: String,
    /// Whether it settles the thread that it stands in, or opens it again.
    pub verdict: Option<Verdict>,
    /// When it was written.
    pub made: Timestamp,
}

impl Note {
    /// A note on something in its own set.
    pub fn new(id: RecordId, on: NoteTarget, body: String, made: Timestamp) -> Self {
        Self { id, on, of: None, body, verdict: None, made }
    }
}

/// All that one annotator says about one document. Clones in constant time.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AnnotationSet {
    /// What it says of itself.
    pub head: SetHead,
    /// Its spans, in reading order.
    pub spans: SpanSeq,
    /// Its relations, by id.
    pub relations: OrdMap<RecordId, Relation>,
    /// What it tags the document as.
    pub document_tags: OrdMap<TagId, DocumentTag>,
    /// What it says of the document as a whole.
    pub attributes: OrdMap<AttributeId, Value>,
    /// Its notes, by id.
    pub notes: OrdMap<RecordId, Note>,
    /// The proposals that were rejected, by id.
    pub rejections: OrdMap<RecordId, Rejection>,
}

impl AnnotationSet {
    /// A set without records.
    pub fn new(head: SetHead) -> Self {
        Self {
            head,
            spans: SpanSeq::default(),
            relations: OrdMap::new(),
            document_tags: OrdMap::new(),
            attributes: OrdMap::new(),
            notes: OrdMap::new(),
            rejections: OrdMap::new(),
        }
    }

    /// The relations that a span is an end of, by id.
    pub fn relations_on(&self, span: RecordId) -> impl Iterator<Item = &Relation> {
        self.relations.values().filter(move |relation| relation.is_on(span))
    }

    /// The spans that are linked with one in a chain, itself among them.
    pub fn chain_of(&self, tag: &TagId, span: RecordId) -> BTreeSet<RecordId> {
        let mut links: BTreeMap<RecordId, Vec<RecordId>> = BTreeMap::new();
        for link in self.relations.values().filter(|relation| relation.tag == *tag) {
            links.entry(link.from).or_default().push(link.to);
            links.entry(link.to).or_default().push(link.from);
        }
        let mut chain = BTreeSet::from([span]);
        let mut open = vec![span];
        while let Some(here) = open.pop() {
            let ends = links.get(&here).into_iter().flatten().copied();
            open.extend(ends.filter(|end| chain.insert(*end)));
        }
        chain
    }

    /// The notes on something in this set, oldest first.
    pub fn notes_on(&self, target: NoteTarget) -> Vec<&Note> {
        let is_on = |note: &&Note| note.of.is_none() && note.on == target;
        let mut notes: Vec<&Note> = self.notes.values().filter(is_on).collect();
        notes.sort_by_key(|note| (note.made, note.id));
        notes
    }

    /// Whether it holds no record.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
            && self.relations.is_empty()
            && self.document_tags.is_empty()
            && self.attributes.is_empty()
            && self.notes.is_empty()
            && self.rejections.is_empty()
    }

    /// Whether it says nothing: no record, and no state of its own.
    pub fn is_blank(&self) -> bool {
        self.is_empty() && self.head.state == SetState::New
    }
}
