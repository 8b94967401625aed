//! Plans for spans: mark, retag, resize, remove; and how far an annotator is.

use super::command::{Plan, document, tag};
use super::place::{check_place, covered};
use super::say::with_defaults;
use super::{Change, Edit, EditError, Mint, NewTag, decide, tags};
use crate::model::{
    AnnotationSet, Codebook, Details, Fragments, Note, NoteTarget, Project, RecordId, Relation, SetHead, SetKey,
    SetState, Span, SpanKey, TagId,
};
use crate::text::Text;
use std::collections::{BTreeMap, HashSet};

pub(super) fn add(project: &Project, mint: &mut Mint, key: &SetKey, at: &Fragments, tag_id: &TagId) -> Plan {
    let tag = tag(project, tag_id)?;
    let text = &document(project, &key.document)?.text;
    check_place(project, key, text, at, tag, None)?;
    let mut edits = begun(project, key, text);
    let set = project.set(key);
    let start = at.hull().start();
    let id = mint.record_id(|id| set.is_some_and(|set| set.spans.get((start, id)).is_some()));
    let details = with_defaults(&project.codebook, tag_id, &Details::default());
    let span = Span { details, ..Span::new(id, at.clone(), tag.id.clone(), mint.now) };
    edits.push(Edit::Span(key.clone(), Change::add(span)));
    Ok((format!("Tag “{}” as {}", covered(text, at), tag.name), edits))
}

pub(super) fn add_in_vivo(project: &Project, mint: &mut Mint, key: &SetKey, at: &Fragments, new: &NewTag) -> Plan {
    let (_, mut edits) = tags::add(project, new)?;
    let mut with_tag = project.clone();
    edits.iter().try_for_each(|edit| edit.apply(&mut with_tag))?;
    let id = with_tag.codebook.order.last().cloned().ok_or(EditError::Gone("the new tag"))?;
    let (title, span_edits) = add(&with_tag, mint, key, at, &id)?;
    edits.extend(span_edits);
    Ok((title, edits))
}

pub(super) fn retag(project: &Project, mint: &mut Mint, key: &SetKey, spans: &[SpanKey], tag_id: &TagId) -> Plan {
    let tag = tag(project, tag_id)?;
    let text = &document(project, &key.document)?.text;
    let mut edits = Vec::new();
    let mut last = String::new();
    for before in found(project, key, spans)? {
        if before.tag == *tag_id {
            continue;
        }
        check_place(project, key, text, &before.at, tag, Some(before.key()))?;
        last = covered(text, &before.at);
        let details = with_defaults(&project.codebook, tag_id, &before.details);
        // Whoever gives it the tag does so by what that means today.
        let after = Span { tag: tag_id.clone(), details, made: mint.now, ..before.clone() };
        edits.push(Edit::Span(key.clone(), Change::replace(before.clone(), after)));
        edits.extend(decide::no_longer_taken(project, mint, key, before));
    }
    let n = edits.iter().filter(|edit| matches!(edit, Edit::Span(..))).count();
    let what = if n == 1 { format!("“{last}”") } else { format!("{n} spans") };
    Ok((format!("Retag {what} as {}", tag.name), edits))
}

pub(super) fn affirm(project: &Project, mint: &Mint, spans: &BTreeMap<SetKey, Vec<SpanKey>>) -> Plan {
    let mut edits = Vec::new();
    let mut last = String::new();
    for (key, spans) in spans {
        let text = &document(project, &key.document)?.text;
        for before in found(project, key, spans)? {
            let revised = project.codebook.tag(&before.tag).and_then(|tag| tag.revised);
            let Some(revised) = revised.filter(|revised| before.made < *revised) else { continue };
            // The definition may be from a computer whose clock is ahead.
            let after = Span { made: mint.now.max(revised), ..before.clone() };
            last = covered(text, &before.at);
            edits.push(Edit::Span(key.clone(), Change::replace(before.clone(), after)));
        }
    }
    let what = match edits.len() {
        1 => format!("“{last}” is"),
        n => format!("{n} spans are"),
    };
    Ok((format!("Say that {what} still right"), edits))
}

pub(super) fn resize(project: &Project, mint: &mut Mint, key: &SetKey, span: SpanKey, at: &Fragments) -> Plan {
    let text = &document(project, &key.document)?.text;
    let before = *found(project, key, &[span])?.first().ok_or(EditError::Gone("the span"))?;
    if before.at == *at {
        return Err(EditError::Nothing);
    }
    let tag = tag(project, &before.tag)?;
    check_place(project, key, text, at, tag, Some(span))?;
    let after = Span { at: at.clone(), ..before.clone() };
    let title = format!("Resize “{}” to “{}”", covered(text, &before.at), covered(text, at));
    let mut edits = vec![Edit::Span(key.clone(), Change::replace(before.clone(), after))];
    edits.extend(decide::no_longer_taken(project, mint, key, before));
    Ok((title, edits))
}

pub(super) fn remove(project: &Project, key: &SetKey, spans: &[SpanKey]) -> Plan {
    let text = &document(project, &key.document)?.text;
    let spans = found(project, key, spans)?;
    let title = match spans.as_slice() {
        [span] => format!("Remove {} “{}”", tag_name(&project.codebook, &span.tag), covered(text, &span.at)),
        spans => format!("Remove {} spans", spans.len()),
    };
    let set = project.set(key).ok_or(EditError::Gone("the set"))?;
    Ok((title, removal(key, set, spans)))
}

/// The edits that take spans out with their relations and the notes on all of these.
pub(super) fn removal<'a>(key: &SetKey, set: &AnnotationSet, spans: impl IntoIterator<Item = &'a Span>) -> Vec<Edit> {
    let spans: Vec<&Span> = spans.into_iter().collect();
    let ids: HashSet<RecordId> = spans.iter().map(|span| span.id).collect();
    let loses_an_end = |it: &&Relation| ids.contains(&it.from) || ids.contains(&it.to);
    let relations: BTreeMap<RecordId, &Relation> =
        set.relations.values().filter(loses_an_end).map(|relation| (relation.id, relation)).collect();
    let goes = |note: &Note| match note.on {
        NoteTarget::Span(id) => ids.contains(&id),
        NoteTarget::Relation(id) => relations.contains_key(&id),
        NoteTarget::Document | NoteTarget::Note(_) => false,
    };
    let mut gone: BTreeMap<RecordId, &Note> = BTreeMap::new();
    for note in set.notes.values().filter(|note| note.of.is_none() && goes(note)) {
        gone.insert(note.id, note);
    }
    // Answers go with what they answer.
    loop {
        let answers = |note: &&Note| {
            let is_answer = matches!(note.on, NoteTarget::Note(id) if note.of.is_none() && gone.contains_key(&id));
            is_answer && !gone.contains_key(&note.id)
        };
        let more: Vec<&Note> = if gone.is_empty() { Vec::new() } else { set.notes.values().filter(answers).collect() };
        if more.is_empty() {
            break;
        }
        gone.extend(more.into_iter().map(|note| (note.id, note)));
    }
    let notes = gone.values().map(|note| Edit::Note(key.clone(), Change::remove((*note).clone())));
    let relations = relations.values().map(|it| Edit::Relation(key.clone(), Change::remove((*it).clone())));
    let spans = spans.into_iter().map(|span| Edit::Span(key.clone(), Change::remove(span.clone())));
    notes.chain(relations).chain(spans).collect()
}

pub(super) fn set_state(project: &Project, key: &SetKey, state: SetState) -> Plan {
    let document = document(project, &key.document)?;
    let before = project.set(key).map(|set| set.head);
    let is_empty = project.set(key).is_none_or(|set| set.is_empty());
    if state == SetState::Nothing
        && let Some(set) = project.set(key).filter(|set| !set.spans.is_empty())
    {
        return Err(EditError::NotNothing(set.spans.len()));
    }
    let after = (state != SetState::New || !is_empty).then_some(SetHead { text: document.text.digest(), state });
    if before == after {
        return Err(EditError::Nothing);
    }
    let title = format!("Mark “{}” as {}", document.title, state.name());
    Ok((title, vec![Edit::Head(key.clone(), Change { before, after })]))
}

/// The edits that make a set, or move it from *new* or *nothing to mark* to *in progress*, before its first record.
pub(super) fn begun(project: &Project, key: &SetKey, text: &Text) -> Vec<Edit> {
    let before = project.set(key).map(|set| set.head);
    match before {
        Some(head) if matches!(head.state, SetState::InProgress | SetState::Finished) => Vec::new(),
        _ => {
            let after = SetHead { text: text.digest(), state: SetState::InProgress };
            vec![Edit::Head(key.clone(), Change { before, after: Some(after) })]
        }
    }
}

fn found<'a>(project: &'a Project, key: &SetKey, spans: &[SpanKey]) -> Result<Vec<&'a Span>, EditError> {
    let set = project.set(key).ok_or(EditError::Gone("the set"))?;
    spans.iter().map(|&span| set.spans.get(span).ok_or(EditError::Gone("the span"))).collect()
}

fn tag_name<'a>(codebook: &'a Codebook, id: &'a TagId) -> &'a str {
    codebook.tag(id).map_or(id.as_str(), |tag| &tag.name)
}
