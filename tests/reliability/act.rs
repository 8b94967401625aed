//! What somebody might do next, drawn from a seed and fitted to the project.

use crate::scene::{PEOPLE, RELATION, TOPIC, set_of, stance};
use fastrand::Rng;
use glossator::edit::{Command, Fate, NewDocument, NewRule, NewTag, Proposal, Recoded, Saying, Target};
use glossator::model::{Document, Fragments, Note, Project, Seeks, SetKey, SetState, Span, TagId, Value, Which};
use glossator::text::{Text, TextRange};
use std::collections::BTreeMap;
use std::sync::Arc;

/// One thing to do.
#[derive(Debug)]
pub enum Act {
    /// A command, which may be refused.
    Run(Command),
    Undo,
    Redo,
    /// Waits until every file is up to date.
    SaveNow,
    /// Asks for every file to be brought up to date soon.
    Flush,
    /// Waits until what was done is on the disk.
    Wait,
}

/// The same seed and the same project give the same act.
pub fn next(rng: &mut Rng, project: &Project) -> Act {
    match rng.u32(0..100) {
        0..8 => Act::Undo,
        8..13 => Act::Redo,
        13..16 => Act::SaveNow,
        16..20 => Act::Flush,
        20..45 => Act::Wait,
        _ => Act::Run(command(rng, project)),
    }
}

fn command(rng: &mut Rng, project: &Project) -> Command {
    let document = pick(rng, project.documents.values()).cloned();
    let set = document.as_ref().map(|document| set_of(PEOPLE[rng.usize(0..2)], &document.id));
    let spans = set.as_ref().and_then(|set| project.set(set)).map(|set| set.spans.clone());
    let notes: Vec<Note> =
        set.as_ref().and_then(|set| project.set(set)).map_or(Vec::new(), |set| set.notes.values().cloned().collect());
    let span = spans.as_ref().and_then(|spans| pick(rng, spans.iter())).map(Span::key);
    let tag = pick(rng, project.codebook.order.iter()).cloned();
    let other = spans.as_ref().and_then(|spans| pick(rng, spans.iter())).map(Span::key);
    let (kind, n) = (rng.u32(0..124), rng.u32(0..1000));
    match (kind, document, set, span, tag) {
        (0..30, Some(document), Some(set), _, Some(tag)) => Command::AddSpan { set, at: range(rng, &document), tag },
        (30..40, _, Some(set), Some(span), Some(tag)) => Command::Retag { set, spans: vec![span], tag },
        (40..48, Some(document), Some(set), Some(span), _) => Command::Resize { set, span, at: range(rng, &document) },
        (48..56, _, Some(set), Some(span), _) => Command::RemoveSpans { set, spans: vec![span] },
        (56..64, _, Some(set), on, _) => Command::note(set, on, format!("A note, the {n}th")),
        (64..70, _, Some(set), ..) => edit_note(rng, set, &notes, n),
        (70..76, ..) => Command::AddTag(Box::new(NewTag { name: format!("Tag {n}"), ..NewTag::default() })),
        (76..80, _, _, _, Some(tag)) => Command::RemoveTag { spans: fate(rng, project), tag },
        (80..85, _, Some(set), ..) => Command::SetState { set, state: SetState::ALL[rng.usize(0..3)] },
        (85..88, Some(document), ..) if project.documents.len() > 2 => {
            Command::RemoveDocuments(vec![document.id.clone()])
        }
        (88..93, ..) => Command::AddDocuments(vec![NewDocument::of_text(text(rng))]),
        (93..98, _, Some(set), Some(from), _) if other.is_some_and(|to| to != from) => {
            Command::Relate { set, from, to: other.unwrap_or(from), tag: tag_of(RELATION) }
        }
        (98..102, _, Some(set), ..) => Command::TagDocument { set, tag: tag_of(TOPIC), given: n.is_multiple_of(2) },
        (102..107, _, Some(set), Some(span), _) => {
            let value = (!n.is_multiple_of(3)).then(|| Value::Text(["for", "against"][rng.usize(0..2)].into()));
            Command::Say { set, of: vec![Target::Span(span)], what: Saying::Attribute(stance(), value) }
        }
        (107..111, _, _, _, Some(from)) => {
            let to = pick(rng, project.codebook.order.iter()).cloned().unwrap_or_else(|| from.clone());
            let which = Which::Matching(["Ada", "o", "^[A-Z]"][rng.usize(0..3)].to_owned());
            Command::Recode { from, which, to: Recoded::Known(to), values: BTreeMap::new() }
        }
        (111, ..) => Command::SaveFilter { name: format!("Filter {n}"), query: "tag:person".to_owned() },
        (112..115, _, _, _, Some(tag)) => {
            let (name, seeks) = (format!("Rule {n}"), Seeks::Words(vec!["Ada".into(), "York".into()]));
            Command::AddRule(Box::new(NewRule { name, tag, seeks, fold: false, whole_words: true }))
        }
        (115..120, Some(document), Some(set), _, Some(tag)) => {
            let proposals = vec![Proposal { at: range(rng, &document).hull(), tag, by: "a rule".into() }];
            Command::Reject { set, proposals }
        }
        _ => Command::Rename(format!("Letters, the {n}th")),
    }
}

fn tag_of(id: &str) -> TagId {
    TagId::new(id).unwrap()
}

fn edit_note(rng: &mut Rng, set: SetKey, notes: &[Note], n: u32) -> Command {
    match pick(rng, notes.iter()) {
        Some(note) => {
            let body = if n.is_multiple_of(3) { String::new() } else { format!("Another word, the {n}th") };
            Command::EditNote { set, note: note.id, body }
        }
        None => Command::note(set, None, format!("A first note, the {n}th")),
    }
}

fn fate(rng: &mut Rng, project: &Project) -> Fate {
    let other: Option<TagId> = pick(rng, project.codebook.order.iter()).cloned();
    other.filter(|_| rng.bool()).map_or(Fate::Remove, Fate::Retag)
}

/// A text that is not there yet, in several scripts.
pub fn text(rng: &mut Rng) -> Text {
    const WORDS: [&str; 8] = ["Ada", "wrote", "home", "from", "Zürich", "停火", "кому", "السلام"];
    let n = rng.usize(3..60);
    let words: Vec<&str> = (0..n).map(|_| WORDS[rng.usize(0..WORDS.len())]).collect();
    Text::new(words.join(" ")).unwrap()
}

/// Some part of a document's text.
pub fn range(rng: &mut Rng, document: &Arc<Document>) -> Fragments {
    let start = rng.usize(0..document.text.len().max(1));
    let end = start + rng.usize(1..40);
    TextRange::between(document.text.floor(start), document.text.floor(end)).into()
}

/// Any of some things.
pub fn pick<T>(rng: &mut Rng, all: impl ExactSizeIterator<Item = T>) -> Option<T> {
    let n = all.len();
    let mut all = all;
    if n == 0 { None } else { all.nth(rng.usize(0..n)) }
}
