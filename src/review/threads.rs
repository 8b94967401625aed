//! Notes as threads: what is said about one thing by whom, in the order of time, and whether it is settled.

use crate::model::{AnnotatorId, DocumentId, Note, NoteTarget, Project, RecordId, SetKey, Timestamp, Verdict};
use std::collections::{BTreeMap, BTreeSet};

/// A note with who wrote it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Said<'a> {
    /// Who: the owner of the set that it stands in.
    pub by: &'a AnnotatorId,
    /// What.
    pub note: &'a Note,
}

/// A note on something, and all that answers it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Thread<'a> {
    /// The notes, each behind what it answers.
    pub said: Vec<Said<'a>>,
}

impl Thread<'_> {
    /// Whether the last verdict settled it.
    pub fn is_resolved(&self) -> bool {
        let verdicts = self.said.iter().filter_map(|said| Some((said.note.made, said.note.verdict?)));
        verdicts.max_by_key(|(made, _)| *made).is_some_and(|(_, verdict)| verdict == Verdict::Resolved)
    }
}

/// The threads on something in a set, the oldest first. Anybody may have begun them or answered in them.
pub fn threads<'a>(project: &'a Project, set: &SetKey, on: NoteTarget) -> Vec<Thread<'a>> {
    let all = all_notes(project, &set.document);
    let is_on = |said: &&Said<'_>| said.note.on == on && owner_of(said) == &set.annotator;
    let is_first = |said: &&Said<'_>| on == NoteTarget::Document || is_on(said);
    let mut threads: Vec<Thread<'a>> = Vec::new();
    for first in all.iter().filter(|said| said.note.on == on).filter(is_first) {
        threads.push(Thread { said: with_answers(first, &all) });
    }
    threads.sort_by_key(|thread| thread.said.first().map(key_of));
    threads
}

/// Whose set a note's target stands in.
fn owner_of<'a>(said: &Said<'a>) -> &'a AnnotatorId {
    said.note.of.as_ref().unwrap_or(said.by)
}

fn all_notes<'a>(project: &'a Project, document: &DocumentId) -> Vec<Said<'a>> {
    let mut all = Vec::new();
    for (key, set) in project.sets.iter().filter(|(key, _)| key.document == *document) {
        all.extend(set.notes.values().map(|note| Said { by: &key.annotator, note }));
    }
    all
}

/// A note with what answers it, each followed by what answers that, in the order of time. Notes that answer each other in
/// a circle stand once.
fn with_answers<'a>(first: &Said<'a>, all: &[Said<'a>]) -> Vec<Said<'a>> {
    let mut answers: BTreeMap<(&AnnotatorId, RecordId), Vec<&Said<'a>>> = BTreeMap::new();
    for said in all {
        if let NoteTarget::Note(id) = said.note.on {
            answers.entry((owner_of(said), id)).or_default().push(said);
        }
    }
    answers.values_mut().for_each(|answers| answers.sort_by_key(|said| std::cmp::Reverse(key_of(said))));
    let mut known: BTreeSet<(&AnnotatorId, RecordId)> = BTreeSet::new();
    let mut thread = Vec::new();
    let mut open = vec![first];
    while let Some(said) = open.pop() {
        if known.insert((said.by, said.note.id)) {
            thread.push(said.clone());
            open.extend(answers.get(&(said.by, said.note.id)).into_iter().flatten());
        }
    }
    thread
}

fn key_of<'a>(said: &Said<'a>) -> (Timestamp, &'a AnnotatorId, RecordId) {
    (said.note.made, said.by, said.note.id)
}
