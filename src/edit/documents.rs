//! Plans for documents, annotators and the project itself.

use super::command::{Plan, checked_name, document};
use super::{Change, Edit, EditError, Home, Import, ImportedSet, Mint, NewDocument, tags};
use crate::model::{
    AnnotationSet, Annotator, AnnotatorId, Attribute, Document, DocumentId, DocumentTag, Note, NoteTarget, Project,
    RecordId, Relation, SetHead, SetKey, SpanSeq, TagId,
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
    edits.extend(missing_attributes(project, &import.attributes));
    for annotator in &import.annotators {
        if !project.annotators.contains_key(&annotator.id) {
            edits.push(Edit::Annotator(annotator.id.clone(), Change::add(Arc::new(annotator.clone()))));
        }
    }
    let documents: Vec<Arc<Document>> = made(project, mint, &import.documents).into_iter().map(Arc::new).collect();
    edits.extend(documents.iter().map(|it| Edit::Document(it.id.clone(), Change::add(Arc::clone(it)))));
    for set in import.sets.iter().filter(|set| !set.is_blank()) {
        let document = match &set.home {
            Home::New(at) => documents.get(*at).ok_or(EditError::Gone("an imported document"))?,
            Home::There(id) => document(project, id)?,
        };
        let key = SetKey { document: document.id.clone(), annotator: set.annotator.clone() };
        edits.extend(imported_set(document, project.set(&key).map(|set| &**set), mint, &key, set)?);
    }
    if edits.is_empty() {
        return Err(EditError::Nothing);
    }
    Ok((import.title.clone(), edits))
}

fn missing_attributes(project: &Project, attributes: &[Attribute]) -> Option<Edit> {
    let there = &project.codebook.attributes;
    let missing = attributes.iter().filter(|it| project.codebook.attribute(&it.id).is_none());
    let after: Vec<Attribute> = there.iter().chain(missing).cloned().collect();
    (after.len() > there.len()).then(|| Edit::Attributes(Change::replace(there.clone(), after)))
}

/// The edits that bring what one annotator says to what they say already: the same stands once, and nothing is taken away.
fn imported_set(
    document: &Document,
    there: Option<&AnnotationSet>,
    mint: &mut Mint,
    key: &SetKey,
    set: &ImportedSet,
) -> Result<Vec<Edit>, EditError> {
    let mut edits = Vec::new();
    let head = SetHead { text: document.text.digest(), state: set.state };
    match there {
        None => edits.push(Edit::Head(key.clone(), Change::add(head))),
        Some(there) if there.head.text != head.text => return Err(EditError::Gone("the text that a set counts in")),
        Some(_) => {}
    }
    let (spans, same) = checked_spans(document, there, mint, set)?;
    edits.extend(spans.iter().map(|span| Edit::Span(key.clone(), Change::add(span.clone()))));
    let mut known: HashSet<RecordId> = spans.iter().map(|span| span.id).collect();
    known.extend(there.into_iter().flat_map(|there| there.spans.iter().map(|span| span.id)));
    let (relations, same_relations) = checked_relations(there, mint, set, &same, &known);
    edits.extend(relations.into_iter().map(|relation| Edit::Relation(key.clone(), Change::add(relation))));
    let has_tag = |tag: &TagId| there.is_some_and(|there| there.document_tags.contains_key(tag));
    let tags: OrdMap<TagId, &DocumentTag> = set.document_tags.iter().map(|it| (it.tag.clone(), it)).collect();
    let tags = tags.values().filter(|given| !has_tag(&given.tag));
    edits.extend(tags.map(|given| Edit::DocumentTag(key.clone(), Change::add((*given).clone()))));
    let values = set.attributes.iter().filter(|(id, _)| there.is_none_or(|there| !there.attributes.contains_key(*id)));
    edits.extend(values.map(|(id, value)| Edit::Value(key.clone(), id.clone(), Change::add(value.clone()))));
    let notes = checked_notes(there, mint, set, &same, &same_relations);
    edits.extend(notes.into_iter().map(|note| Edit::Note(key.clone(), Change::add(note))));
    Ok(edits)
}

/// Imported spans inside their text, each id once. The same range and tag stand once: the second value says which
/// span stands for one that was left out or got another id.
fn checked_spans(
    document: &Document,
    there: Option<&AnnotationSet>,
    mint: &mut Mint,
    set: &ImportedSet,
) -> Result<(SpanSeq, HashMap<RecordId, RecordId>), EditError> {
    let spans_there = || there.into_iter().flat_map(|there| there.spans.iter());
    let mut ids: HashSet<RecordId> = spans_there().map(|span| span.id).collect();
    let mut places: HashMap<_, RecordId> = spans_there().map(|span| ((&span.at, &span.tag), span.id)).collect();
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
            same.entry(span.id).or_insert(span_at_place.id);
        }
        places.insert((&span.at, &span.tag), span_at_place.id);
        spans.insert(span_at_place);
    }
    let own: HashSet<RecordId> = spans.iter().map(|span| span.id).collect();
    same.retain(|id, _| !own.contains(id));
    Ok((spans, same))
}

/// Imported relations, each id once, between spans that are there. The same relation stands once: the second value says
/// which one stands for another.
fn checked_relations(
    there: Option<&AnnotationSet>,
    mint: &mut Mint,
    set: &ImportedSet,
    same: &HashMap<RecordId, RecordId>,
    known: &HashSet<RecordId>,
) -> (Vec<Relation>, HashMap<RecordId, RecordId>) {
    let relations_there = || there.into_iter().flat_map(|there| there.relations.values());
    let mut ids: HashSet<RecordId> = relations_there().map(|relation| relation.id).collect();
    let ends: HashMap<_, RecordId> = relations_there().map(|it| ((it.from, it.to, &it.tag), it.id)).collect();
    let mut relations = Vec::with_capacity(set.relations.len());
    let mut same_relations = HashMap::new();
    for relation in &set.relations {
        let [from, to] = [relation.from, relation.to].map(|end| same.get(&end).copied().unwrap_or(end));
        if let Some(kept) = ends.get(&(from, to, &relation.tag)) {
            same_relations.insert(relation.id, *kept);
        } else if known.contains(&from) && known.contains(&to) {
            let is_taken = !ids.insert(relation.id);
            let id = if is_taken { mint.record_id(|id| ids.contains(&id)) } else { relation.id };
            ids.insert(id);
            if is_taken {
                same_relations.insert(relation.id, id);
            }
            relations.push(Relation { id, from, to, ..relation.clone() });
        }
    }
    (relations, same_relations)
}

/// Imported notes, each id once, on the records that stand for those they were on. What is there already word for word
/// stands once.
fn checked_notes(
    there: Option<&AnnotationSet>,
    mint: &mut Mint,
    set: &ImportedSet,
    same: &HashMap<RecordId, RecordId>,
    same_relations: &HashMap<RecordId, RecordId>,
) -> Vec<Note> {
    let notes_there = || there.into_iter().flat_map(|there| there.notes.values());
    let mut ids: HashSet<RecordId> = notes_there().map(|note| note.id).collect();
    let mut new_ids: HashMap<RecordId, RecordId> = HashMap::new();
    let mut notes = Vec::with_capacity(set.notes.len());
    for note in &set.notes {
        let on = match note.on {
            NoteTarget::Span(id) => NoteTarget::Span(same.get(&id).copied().unwrap_or(id)),
            NoteTarget::Relation(id) => NoteTarget::Relation(same_relations.get(&id).copied().unwrap_or(id)),
            on => on,
        };
        if let Some(same) = notes_there().find(|it| (it.on, &it.of, &it.body) == (on, &note.of, &note.body)) {
            new_ids.insert(note.id, same.id);
            continue;
        }
        let is_taken = !ids.insert(note.id);
        let id = if is_taken { mint.record_id(|id| ids.contains(&id)) } else { note.id };
        ids.insert(id);
        if is_taken {
            new_ids.entry(note.id).or_insert(id);
        }
        notes.push(Note { id, on, ..note.clone() });
    }
    for note in &mut notes {
        if let NoteTarget::Note(on) = note.on
            && note.of.is_none()
        {
            note.on = NoteTarget::Note(new_ids.get(&on).copied().unwrap_or(on));
        }
    }
    notes
}
