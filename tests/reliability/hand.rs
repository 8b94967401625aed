//! Somebody who works beside others and touches only what they made themselves.

use crate::act::{pick, text};
use crate::facts::{Name, facts_of};
use crate::scene::{RELATION, TAGS, letter, set_of};
use fastrand::Rng;
use glossator::edit::{Command, Edit, Fate, NewDocument, NewTag, Proposal};
use glossator::model::{DocumentId, RecordId, SetKey, TagId};
use glossator::text::{Offset, TextRange};
use glossator::workspace::{RunError, Undone, Workspace};
use std::collections::BTreeSet;

/// One of several who work on one project.
pub struct Hand {
    rng: Rng,
    annotator: String,
    /// Which of how many they are. Each marks places of their own, so that no two say the very same.
    number: u32,
    n_hands: u32,
    spans: BTreeSet<(SetKey, RecordId)>,
    notes: BTreeSet<(SetKey, RecordId)>,
    tags: BTreeSet<TagId>,
    documents: BTreeSet<DocumentId>,
    /// How many of their own steps can be taken back and done again in this session.
    n_done: usize,
    n_undone: usize,
    n_names: u32,
}

/// From how many spans on they rather remove than add.
const MANY: usize = 120;

impl Hand {
    pub fn new(annotator: &str, number: u32, n_hands: u32, seed: u64) -> Self {
        Self {
            rng: Rng::with_seed(seed),
            annotator: annotator.to_owned(),
            number,
            n_hands,
            spans: BTreeSet::new(),
            notes: BTreeSet::new(),
            tags: BTreeSet::new(),
            documents: BTreeSet::new(),
            n_done: 0,
            n_undone: 0,
            n_names: 0,
        }
    }

    /// Forgets what could be taken back: somebody else's steps may follow.
    pub fn begin_session(&mut self) {
        (self.n_done, self.n_undone) = (0, 0);
    }

    /// Does one thing. Returns what it made of records; nothing when it was refused.
    pub fn work(&mut self, window: &mut Workspace) -> Result<Vec<(Name, Option<String>)>, RunError> {
        let edits = match self.rng.u32(0..20) {
            0 if self.n_done > 0 => {
                let Some(undone) = window.undo()? else { return Ok(Vec::new()) };
                // What nothing was left of cannot be done again, and the next step is somebody else's.
                (self.n_done, self.n_undone) = (self.n_done - 1, self.n_undone + n_of(&undone));
                undone.transaction.inverted().edits
            }
            1 if self.n_undone > 0 => {
                let Some(redone) = window.redo()? else { return Ok(Vec::new()) };
                (self.n_done, self.n_undone) = (self.n_done + n_of(&redone), self.n_undone - 1);
                redone.transaction.edits.clone()
            }
            _ => {
                let edits = window.run(&self.command(window))?.edits.clone();
                (self.n_done, self.n_undone) = (self.n_done + 1, 0);
                edits
            }
        };
        self.take(&edits);
        Ok(facts_of(&edits))
    }

    fn command(&mut self, window: &Workspace) -> Command {
        let project = window.project();
        let rng = &mut self.rng;
        let own = pick(rng, self.documents.iter()).filter(|id| project.document(id).is_some()).cloned();
        let document = own.clone().filter(|_| rng.bool()).unwrap_or_else(letter);
        let set = set_of(&self.annotator, &document);
        let span = pick(rng, self.spans.iter()).cloned();
        let span = span.and_then(|(set, id)| Some((set.clone(), project.set(&set)?.spans.find(id)?.key())));
        let note = pick(rng, self.notes.iter()).cloned();
        let tag = pick(rng, self.tags.iter()).cloned();
        let any_tag = tag.clone().filter(|_| rng.bool()).unwrap_or_else(|| TagId::new(TAGS[rng.usize(0..4)]).unwrap());
        self.n_names += 1;
        let name = format!("{} {} {}", self.annotator, self.number, self.n_names);
        let mut kind = rng.u32(0..100);
        if self.spans.len() > MANY && kind < 40 {
            kind = 60;
        }
        match (kind, span, note, tag, own) {
            (40..52, Some((set, span)), ..) => Command::Retag { set, spans: vec![span], tag: any_tag },
            (52..60, Some((set, span)), ..) => Command::Resize { at: self.place(window, &set.document), set, span },
            (60..72, Some((set, span)), ..) => Command::RemoveSpans { set, spans: vec![span] },
            (72..80, Some((set, span)), ..) => Command::note(set, Some(span), name),
            (80..84, _, Some((set, note)), ..) => Command::EditNote { set, note, body: name },
            (84..87, _, Some((set, note)), ..) => Command::EditNote { set, note, body: String::new() },
            (87..91, ..) if self.tags.len() < 12 => Command::AddTag(Box::new(NewTag { name, ..NewTag::default() })),
            (91..93, _, _, Some(tag), _) => {
                let spans = if rng.bool() { Fate::Remove } else { Fate::Retag(TagId::new(TAGS[0]).unwrap()) };
                Command::RemoveTag { tag, spans }
            }
            (93..95, ..) if self.documents.len() < 4 => {
                let words = format!("{name}\n{}", text(rng).as_str());
                Command::AddDocuments(vec![NewDocument::of_text(glossator::text::Text::new(words).unwrap())])
            }
            (96..98, Some((set, from)), ..) => match self.spans.iter().rev().find(|(other, _)| *other == set) {
                Some((_, to)) if *to != from.1 => match project.set(&set).and_then(|set| set.spans.find(*to)) {
                    Some(to) => Command::Relate { to: to.key(), tag: TagId::new(RELATION).unwrap(), set, from },
                    None => Command::RemoveSpans { set, spans: vec![from] },
                },
                _ => Command::RemoveSpans { set, spans: vec![from] },
            },
            (98..100, ..) => {
                let at = self.place(window, &document).hull();
                Command::Reject { set, proposals: vec![Proposal { at, tag: any_tag, by: "a rule".into() }] }
            }
            (95..96, _, _, _, Some(document)) => Command::RemoveDocuments(vec![document]),
            _ => Command::AddSpan { at: self.place(window, &document), set, tag: any_tag },
        }
    }

    /// A place in a document that no other hand takes.
    fn place(&mut self, window: &Workspace, document: &DocumentId) -> glossator::model::Fragments {
        let text = window.project().document(document).map(|document| document.text.clone());
        let length = text.as_ref().map_or(0, |text| u32::try_from(text.len()).unwrap());
        let start = self.rng.u32(0..length.max(1)) / self.n_hands * self.n_hands + self.number;
        let end = start + self.rng.u32(1..60);
        let end = text.map_or(Offset::new(end), |text| text.floor(usize::try_from(end).unwrap()));
        TextRange::between(Offset::new(start), end).into()
    }

    /// Remembers what is their own.
    fn take(&mut self, edits: &[Edit]) {
        for edit in edits {
            match edit {
                // One that another's tag was merged into is everybody's still.
                Edit::Tag(id, _) if TAGS.contains(&id.as_str()) => {}
                Edit::Tag(id, change) => put(&mut self.tags, id.clone(), change.after.is_some()),
                Edit::Document(id, change) => put(&mut self.documents, id.clone(), change.after.is_some()),
                Edit::Span(key, change) => {
                    let span = change.after.as_ref().or(change.before.as_ref()).unwrap();
                    put(&mut self.spans, (key.clone(), span.id), change.after.is_some());
                }
                Edit::Note(key, change) => {
                    let note = change.after.as_ref().or(change.before.as_ref()).unwrap();
                    put(&mut self.notes, (key.clone(), note.id), change.after.is_some());
                }
                _ => {}
            }
        }
    }
}

fn n_of(undone: &Undone) -> usize {
    usize::from(!undone.transaction.is_empty())
}

fn put<T: Ord>(all: &mut BTreeSet<T>, one: T, is_there: bool) {
    if is_there {
        all.insert(one);
    } else {
        all.remove(&one);
    }
}
