//! Plans for notes.

use super::command::{Plan, document};
use super::{Change, Edit, EditError, Mint, spans};
use crate::model::{AnnotatorId, Note, NoteTarget, Project, RecordId, SetHead, SetKey, SetState, Timestamp, Verdict};

pub(super) fn add(
    project: &Project,
    mint: &mut Mint,
    key: &SetKey,
    on: NoteTarget,
    of: Option<&AnnotatorId>,
    body: &str,
    verdict: Option<Verdict>,
) -> Plan {
    let body = body.trim();
    if body.is_empty() && verdict.is_none() {
        return Err(EditError::Nothing);
    }
    let document = document(project, &key.document)?;
    let of = of.filter(|of| **of != key.annotator).cloned();
    let owner = of.clone().unwrap_or_else(|| key.annotator.clone());
    check_target(project, &SetKey { annotator: owner, ..key.clone() }, on)?;
    let set = project.set(key);
    // Who says something about another's work, or judges it, has not begun to label for that.
    let is_about_others = of.is_some() || verdict.is_some();
    let mut edits = match set {
        Some(_) if is_about_others => Vec::new(),
        None if is_about_others => {
            let head = SetHead { text: document.text.digest(), state: SetState::New };
            vec![Edit::Head(key.clone(), Change::add(head))]
        }
        _ => spans::begun(project, key, &document.text),
    };
    let id = mint.record_id(|id| set.is_some_and(|set| set.notes.contains_key(&id)));
    let made = if verdict.is_some() { after_verdicts(project, key, on, mint.now) } else { mint.now };
    let note = Note { of, verdict, ..Note::new(id, on, body.to_owned(), made) };
    edits.push(Edit::Note(key.clone(), Change::add(note)));
    let title = match verdict {
        Some(Verdict::Resolved) => "Resolve a note".to_owned(),
        Some(Verdict::Reopened) => "Reopen a note".to_owned(),
        Some(Verdict::Returned) => "Return an article".to_owned(),
        Some(Verdict::Accepted) => "Accept an article".to_owned(),
        Some(Verdict::Conflict) => "Note a conflict".to_owned(),
        None => format!("Note “{}”", crate::text::quote(body)),
    };
    Ok((title, edits))
}

/// A time after that of every verdict in the same thread: the last one holds.
fn after_verdicts(project: &Project, key: &SetKey, on: NoteTarget, now: Timestamp) -> Timestamp {
    let notes = project.sets_of(&key.document).flat_map(|(_, set)| set.notes.values());
    let last = notes.filter(|note| note.on == on && note.verdict.is_some()).map(|note| note.made).max();
    last.map_or(now, |last| last.next().max(now))
}

/// Whether what a note is to be about is there.
fn check_target(project: &Project, key: &SetKey, on: NoteTarget) -> Result<(), EditError> {
    let set = project.set(key);
    let (is_there, what) = match on {
        NoteTarget::Document => (true, ""),
        NoteTarget::Span(id) => (set.is_some_and(|set| set.spans.find(id).is_some()), "the span"),
        NoteTarget::Relation(id) => (set.is_some_and(|set| set.relations.contains_key(&id)), "the relation"),
        NoteTarget::Note(id) => (set.is_some_and(|set| set.notes.contains_key(&id)), "the note"),
    };
    if is_there { Ok(()) } else { Err(EditError::Gone(what)) }
}

pub(super) fn edit(project: &Project, key: &SetKey, note: RecordId, body: &str) -> Plan {
    let set = project.set(key).ok_or(EditError::Gone("the note"))?;
    let before = set.notes.get(&note).ok_or(EditError::Gone("the note"))?;
    let body = body.trim();
    if body == before.body {
        return Err(EditError::Nothing);
    }
    let is_kept = !body.is_empty() || before.verdict.is_some();
    let after = is_kept.then(|| Note { body: body.to_owned(), ..before.clone() });
    let title = if after.is_some() { "Change a note" } else { "Remove a note" };
    let change = Change { before: Some(before.clone()), after };
    Ok((title.to_owned(), vec![Edit::Note(key.clone(), change)]))
}
