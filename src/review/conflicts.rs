//! What two sides of a set say differently, and the notes that keep it there until somebody decides.

use super::fields::Precedence;
use crate::model::{AnnotationSet, Note, NoteTarget, RecordId, Timestamp, Verdict};
use crate::text::Digest;
use std::collections::BTreeSet;

/// The conflicts of two sides of a set.
pub(super) struct Conflicts {
    precedence: Precedence,
    /// The notes that either side has.
    known: BTreeSet<RecordId>,
    latest: Timestamp,
    said: Vec<String>,
    notes: Vec<Note>,
}

impl Conflicts {
    pub(super) fn new(precedence: Precedence, ours: Option<&AnnotationSet>, theirs: Option<&AnnotationSet>) -> Self {
        let sets = || [ours, theirs].into_iter().flatten();
        let known = sets().flat_map(|set| set.notes.keys().copied()).collect();
        let latest = sets().flat_map(times).max().unwrap_or_default();
        Self { precedence, known, latest, said: Vec::new(), notes: Vec::new() }
    }

    /// Whose word stands.
    pub(super) fn precedence(&self) -> Precedence {
        self.precedence
    }

    /// When the last record of either side was made.
    pub(super) fn latest(&self) -> Timestamp {
        self.latest
    }

    /// Whether one side has a conflict from an earlier merge, so that it stands there as somebody left it.
    pub(super) fn is_known(&self, about: &str, sentence: &str) -> bool {
        self.precedence == Precedence::Neither && self.known.contains(&id_of(about, sentence))
    }

    /// Takes one in. `about` is what tells it from others with the same words.
    pub(super) fn note(&mut self, on: NoteTarget, about: &str, made: Timestamp, sentence: String) {
        if self.is_known(about, &sentence) {
            return;
        }
        if self.precedence == Precedence::Neither {
            self.notes.push(conflict_note(on, about, made, sentence.clone()));
        }
        self.said.push(sentence);
    }

    /// What there is to be told, and the notes that keep it.
    pub(super) fn told(self) -> (Vec<String>, Vec<Note>) {
        (self.said, self.notes)
    }
}

/// The note that keeps a conflict until it is decided. `about` is what tells it from others with the same words.
pub fn conflict_note(on: NoteTarget, about: &str, made: Timestamp, sentence: String) -> Note {
    let note = Note::new(id_of(about, &sentence), on, sentence, made);
    Note { verdict: Some(Verdict::Conflict), ..note }
}

/// An id made from what a conflict says, so that the same one has the same id wherever it is found.
pub(super) fn id_of(about: &str, sentence: &str) -> RecordId {
    let mut bytes = Digest::of(format!("{about} {sentence}").as_bytes()).bytes().into_iter();
    RecordId::drawn(|| bytes.next().unwrap_or_default())
}

fn times(set: &AnnotationSet) -> impl Iterator<Item = Timestamp> {
    let spans = set.spans.iter().map(|span| span.made);
    let relations = set.relations.values().map(|relation| relation.made);
    let tags = set.document_tags.values().map(|given| given.made);
    spans.chain(relations).chain(tags).chain(set.notes.values().map(|note| note.made))
}
