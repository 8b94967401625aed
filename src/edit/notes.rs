//! Plans for notes.

use super::command::{Plan, document};
use super::{Change, Edit, EditError, Mint, spans};
use crate::model::{Note, NoteTarget, Project, RecordId, SetKey, SpanKey};

pub(super) fn add(project: &Project, mint: &mut Mint, key: &SetKey, on: Option<SpanKey>, body: &str) -> Plan {
    let body = body.trim();
    if body.is_empty() {
        return Err(EditError::Nothing);
    }
    let document = document(project, &key.document)?;
    let set = project.set(key);
    let on = match on {
        None => NoteTarget::Document,
        Some(span) => {
            let span = set.and_then(|set| set.spans.get(span)).ok_or(EditError::Gone("the span"))?;
            NoteTarget::Span(span.id)
        }
    };
    let mut edits = spans::begun(project, key, &document.text);
    let id = mint.record_id(|id| set.is_some_and(|set| set.notes.contains_key(&id)));
    let note = Note::new(id, on, body.to_owned(), mint.now);
    edits.push(Edit::Note(key.clone(), Change::add(note)));
    Ok((format!("Note “{}”", crate::text::quote(body)), edits))
}

pub(super) fn edit(project: &Project, key: &SetKey, note: RecordId, body: &str) -> Plan {
    let set = project.set(key).ok_or(EditError::Gone("the note"))?;
    let before = set.notes.get(&note).ok_or(EditError::Gone("the note"))?;
    let body = body.trim();
    if body == before.body {
        return Err(EditError::Nothing);
    }
    let after = (!body.is_empty()).then(|| Note { body: body.to_owned(), ..before.clone() });
    let title = if after.is_some() { "Change a note" } else { "Remove a note" };
    let change = Change { before: Some(before.clone()), after };
    Ok((title.to_owned(), vec![Edit::Note(key.clone(), change)]))
}
