//! Plans for documents, annotators and the project itself.

use super::command::{Plan, checked_name, document};
use super::{Change, Edit, EditError, Import, ImportedSet, Mint, NewDocument, tags};
use crate::model::{
    AnnotationSet, Annotator, AnnotatorId, Document, DocumentId, DocumentTag, Note, NoteTarget, Project, RecordId,
    Relation, SetHead, SetKey, SpanSeq, TagId,
};
use crate::text::{TextRange, quote};
use imbl::OrdMap;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

pub(super) fn add(project: &Project, mint: &mut Mint, new: &[NewDocument]) -> Plan {
    let edits = made(project, mint, new).into_iter().map(added).collect();
    let title = match new {
        [one] => format!("Add “{}”", one.title),
        many => format!("Add {} documents", many.len()),
    };
    Ok((title, edits))
}

/// New documents with ids that are free.
fn made(project: &Project, mint: &mut Mint, new: &[NewDocument]) -> Vec<Document> {
    let mut taken: HashSet<DocumentId> = HashSet::new();
    new.iter()
        .map(|new| {
            let is_taken = |id: &DocumentId| project.documents.contains_key(id) || taken.contains(id);
            let asked = new.id.clone().filter(|id| !is_taken(id));
            let id = asked.unwrap_or_else(|| mint.document_id(&new.title, is_taken));
            taken.insert(id.clone());
            Document {
                language: new.language.clone(),
                date: new.date.clone(),
                outlet: new.outlet.clone(),
                source: new.source.clone(),
                meta: new.meta.clone(),
                excluded: new.excluded.clone(),
                ..Document::new(id, new.title.trim().to_owned(), new.text.clone(), mint.now)
            }
        })
        .collect()
}

fn added(document: Document) -> Edit {
    Edit::Document(document.id.clone(), Change::add(Arc::new(document)))
}

pub(super) fn edit(project: &Project, new: &Document) -> Plan {
    let before = document(project, &new.id)?;
    let title = checked_name(&new.title)?.to_owned();
    let after = Document { title, text: before.text.clone(), ..new.clone() };
    if **before == after {
        return Err(EditError::Nothing);
    }
    let what = if before.title == after.title {
        format!("Change what is known of “{}”", after.title)
    } else {
        format!("Rename “{}” to “{}”", before.title, after.title)
    };
    Ok((what, vec![Edit::Document(new.id.clone(), Change::replace(Arc::clone(before), Arc::new(after)))]))
}

pub(super) fn exclude(project: &Project, id: &DocumentId, range: TextRange, excluded: bool) -> Plan {
    let before = document(project, id)?;
    before.text.check(range)?;
    if range.is_empty() {
        return Err(EditError::NothingSelected);
    }
    let regions = if excluded { before.excluded.with(range) } else { before.excluded.without(range) };
    if regions == before.excluded {
        return Err(EditError::Nothing);
    }
    let words = quote(before.text.slice(range));
    let title = if excluded { format!("Leave out “{words}”") } else { format!("Take in “{words}” again") };
    let after = Document { excluded: regions, ..Document::clone(before) };
    Ok((title, vec![Edit::Document(id.clone(), Change::replace(Arc::clone(before), Arc::new(after)))]))
}

pub(super) fn archive(project: &Project, ids: &[DocumentId], archived: bool) -> Plan {
    let mut edits = Vec::new();
    for id in ids {
        let before = document(project, id)?;
        if before.archived != archived {
            let after = Document { archived, ..Document::clone(before) };
            edits.push(Edit::Document(id.clone(), Change::replace(Arc::clone(before), Arc::new(after))));
        }
    }
    let verb = if archived { "Archive" } else { "Take back" };
    Ok((format!("{verb} {}", what_documents(project, ids)), edits))
}

pub(super) fn remove(project: &Project, ids: &[DocumentId]) -> Plan {
    let mut edits = Vec::new();
    for id in ids {
        let before = document(project, id)?;
        for (key, set) in project.sets_of(id) {
            edits.extend(removal(key, set));
        }
        edits.push(Edit::Document(id.clone(), Change::remove(Arc::clone(before))));
    }
    Ok((format!("Delete {}", what_documents(project, ids)), edits))
}

/// The edits that take a set away with all that it holds.
fn removal(key: &SetKey, set: &AnnotationSet) -> Vec<Edit> {
    let key = || key.clone();
    let rejections = set.rejections.values().map(|it| Edit::Rejection(key(), Change::remove(it.clone())));
    let notes = set.notes.values().map(|note| Edit::Note(key(), Change::remove(note.clone())));
    let values = set.attributes.iter().map(|(id, value)| Edit::Value(key(), id.clone(), Change::remove(value.clone())));
    let tags = set.document_tags.values().map(|given| Edit::DocumentTag(key(), Change::remove(given.clone())));
    let relations = set.relations.values().map(|relation| Edit::Relation(key(), Change::remove(relation.clone())));
    let spans = set.spans.iter().map(|span| Edit::Span(key(), Change::remove(span.clone())));
    let head = Edit::Head(key(), Change::remove(set.head));
    rejections.chain(notes).chain(values).chain(tags).chain(relations).chain(spans).chain([head]).collect()
}

fn what_documents(project: &Project, ids: &[DocumentId]) -> String {
    match ids {
        [id] => project.document(id).map_or_else(|| id.to_string(), |document| format!("“{}”", document.title)),
        many => format!("{} documents", many.len()),
    }
}

pub(super) fn add_annotator(project: &Project, annotator: &Annotator) -> Plan {
    if project.annotators.contains_key(&annotator.id) {
        return Err(EditError::AnnotatorTaken(annotator.id.to_string()));
    }
    let name = checked_name(&annotator.name)?.to_owned();
    let title = format!("Add the annotator {name}");
    let after = Arc::new(Annotator { name, ..annotator.clone() });
    Ok((title, vec![Edit::Annotator(annotator.id.clone(), Change::add(after))]))
}

pub(super) fn rename_annotator(project: &Project, id: &AnnotatorId, name: &str) -> Plan {
    let before = project.annotators.get(id).ok_or(EditError::Gone("the annotator"))?;
    let name = checked_name(name)?.to_owned();
    if before.name == name {
        return Err(EditError::Nothing);
    }
    let title = format!("Rename {} to {name}", before.name);
    let after = Arc::new(Annotator { name, ..Annotator::clone(before) });
    Ok((title, vec![Edit::Annotator(id.clone(), Change::replace(Arc::clone(before), after))]))
}

pub(super) fn rename_project(project: &Project, name: &str) -> Plan {
    let name = checked_name(name)?.to_owned();
    if project.name == name {
        return Err(EditError::Nothing);
    }
    let title = format!("Rename the project to {name}");
    Ok((title, vec![Edit::Name(Change::replace(project.name.clone(), name))]))
}

pub(super) fn import(project: &Project, mint: &mut Mint, import: &Import) -> Plan {
    let mut edits = tags::missing_tags(&project.codebook, &import.layers, import.tags.iter().cloned())?;
    for annotator in &import.annotators {
        if !project.annotators.contains_key(&annotator.id) {
            edits.push(Edit::Annotator(annotator.id.clone(), Change::add(Arc::new(annotator.clone()))));
        }
    }
    let documents = made(project, mint, &import.documents);
    for set in &import.sets {
        let document = documents.get(set.document).ok_or(EditError::Gone("an imported document"))?;
        let key = SetKey { document: document.id.clone(), annotator: set.annotator.clone() };
        let head = SetHead { text: document.text.digest(), state: set.state };
        if set.is_blank() {
            continue;
        }
        edits.push(Edit::Head(key.clone(), Change::add(head)));
        let (spans, same) = checked_spans(document, mint, set)?;
        edits.extend(spans.iter().map(|span| Edit::Span(key.clone(), Change::add(span.clone()))));
        let known: HashSet<RecordId> = spans.iter().map(|span| span.id).collect();
        let relations = checked_relations(mint, set, &same, &known);
        edits.extend(relations.into_iter().map(|relation| Edit::Relation(key.clone(), Change::add(relation))));
        let tags: OrdMap<TagId, &DocumentTag> = set.document_tags.iter().map(|it| (it.tag.clone(), it)).collect();
        edits.extend(tags.values().map(|given| Edit::DocumentTag(key.clone(), Change::add((*given).clone()))));
        let values = set.attributes.iter();
        edits.extend(values.map(|(id, value)| Edit::Value(key.clone(), id.clone(), Change::add(value.clone()))));
        edits.extend(checked_notes(mint, set, &same).map(|note| Edit::Note(key.clone(), Change::add(note))));
    }
    let first_set = edits.iter().position(|edit| edit.set().is_some()).unwrap_or(edits.len());
    edits.splice(first_set..first_set, documents.into_iter().map(added));
    Ok((import.title.clone(), edits))
}

/// Imported spans inside their text, each id once. The same range and tag stand once: the second value says which
/// span stands for one that was left out.
fn checked_spans(
    document: &Document,
    mint: &mut Mint,
    set: &ImportedSet,
) -> Result<(SpanSeq, HashMap<RecordId, RecordId>), EditError> {
    let mut ids = HashSet::new();
    let mut places = HashMap::new();
    let mut same = HashMap::new();
    let mut spans = SpanSeq::default();
    for span in &set.spans {
        span.at.iter().try_for_each(|range| document.text.check(range))?;
        if let Some(&kept) = places.get(&(&span.at, &span.tag)) {
            same.insert(span.id, kept);
            continue;
        }
        let mut span_at_place = span.clone();
        if !ids.insert(span.id) {
            span_at_place.id = mint.record_id(|id| ids.contains(&id));
            ids.insert(span_at_place.id);
        }
        places.insert((&span.at, &span.tag), span_at_place.id);
        spans.insert(span_at_place);
    }
    same.retain(|id, _| !ids.contains(id));
    Ok((spans, same))
}

/// Imported relations, each id once, between spans that are there.
fn checked_relations(
    mint: &mut Mint,
    set: &ImportedSet,
    same: &HashMap<RecordId, RecordId>,
    known: &HashSet<RecordId>,
) -> Vec<Relation> {
    let mut ids = HashSet::new();
    let mut relations = Vec::with_capacity(set.relations.len());
    for relation in &set.relations {
        let [from, to] = [relation.from, relation.to].map(|end| same.get(&end).copied().unwrap_or(end));
        if known.contains(&from) && known.contains(&to) {
            let is_taken = !ids.insert(relation.id);
            let id = if is_taken { mint.record_id(|id| ids.contains(&id)) } else { relation.id };
            ids.insert(id);
            relations.push(Relation { id, from, to, ..relation.clone() });
        }
    }
    relations
}

/// Imported notes, each id once, on the spans that stand for those they were on.
fn checked_notes(mint: &mut Mint, set: &ImportedSet, same: &HashMap<RecordId, RecordId>) -> impl Iterator<Item = Note> {
    let mut ids = HashSet::new();
    set.notes.iter().map(move |note| {
        let on = match note.on {
            NoteTarget::Span(id) => NoteTarget::Span(same.get(&id).copied().unwrap_or(id)),
            on => on,
        };
        let id = if ids.contains(&note.id) { mint.record_id(|id| ids.contains(&id)) } else { note.id };
        ids.insert(id);
        Note { id, on, ..note.clone() }
    })
}
