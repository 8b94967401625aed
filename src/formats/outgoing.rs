//! A project's documents on their way out.

use super::exchange::{Beside, Document, DocumentTag, Kind, Label, Note, Person, Relation, Set, Span, Target, Values};
use super::{LossKind, Losses, Selection};
use crate::model::{
    self, AnnotationSet, AttributeId, Details, DocumentId, NoteTarget, Project, RecordId, SetKey, Value,
};
use smol_str::SmolStr;
use std::collections::{BTreeMap, HashMap};

/// The selected documents by id, each with the selected part of what is said about it. What leaves the project behind is
/// counted.
pub fn outgoing<'a>(
    project: &'a Project,
    selection: &'a Selection,
    losses: &'a mut Losses,
) -> impl Iterator<Item = Document> + 'a {
    let ids = selection.documents(project);
    ids.filter_map(move |id| {
        let document = project.document(id)?;
        count_left_behind(project, selection, document, losses);
        Some(Document { sets: outgoing_sets(project, selection, id), ..about(document) })
    })
}

/// What the selected annotators say about a document; sets that say nothing are left out.
pub fn outgoing_sets(project: &Project, selection: &Selection, document: &DocumentId) -> Vec<Set> {
    selection.sets(project, document).filter_map(|key| set_of(project, selection, key)).collect()
}

/// Who works on a document, whether it is put aside and what was rejected in it are matters of the project that it leaves.
fn count_left_behind(project: &Project, selection: &Selection, document: &model::Document, losses: &mut Losses) {
    for key in selection.sets(project, &document.id) {
        let n_rejections = project.set(key).map_or(0, |set| set.rejections.len());
        let example = || format!("“{}”: what {} rejected", document.title, project.annotator_name(&key.annotator));
        losses.add_many(LossKind::Rejection, n_rejections, example);
    }
    if document.archived {
        losses.add(LossKind::Document, || format!("“{}” is archived", document.title));
    }
    if !document.assigned.is_empty() {
        losses.add(LossKind::Document, || format!("“{}” is assigned", document.title));
    }
}

fn about(document: &model::Document) -> Document {
    Document {
        id: Some(document.id.as_str().into()),
        title: Some(document.title.clone()),
        language: document.language.clone(),
        date: document.date.clone(),
        outlet: document.outlet.clone(),
        source: document.source.clone(),
        meta: document.meta.clone(),
        excluded: document.excluded.clone(),
        ..Document::new(document.text.clone())
    }
}

fn set_of(project: &Project, selection: &Selection, key: &SetKey) -> Option<Set> {
    let set = project.set(key).filter(|set| !set.is_blank())?;
    let annotator = project.annotators.get(&key.annotator);
    let mut spans = Vec::with_capacity(set.spans.len());
    let mut span_at = HashMap::with_capacity(set.spans.len());
    for span in set.spans.iter().filter(|span| selection.has_span(span)) {
        span_at.insert(span.id, spans.len());
        spans.push(span_of(span));
    }
    let selected = selection.relations_of(set);
    let mut relations = Vec::with_capacity(selected.len());
    let mut relation_at = HashMap::with_capacity(selected.len());
    for relation in selected {
        let Some((&from, &to)) = span_at.get(&relation.from).zip(span_at.get(&relation.to)) else { continue };
        relation_at.insert(relation.id, relations.len());
        relations.push(Relation {
            id: Some(relation.id.as_str().into()),
            from,
            to,
            label: Label::new(relation.tag.as_str()),
            beside: beside(&relation.details, &relation.origin, relation.made),
        });
    }
    let tags = set.document_tags.values().filter(|given| selection.has_tag(&given.tag));
    let tags = tags.map(|given| DocumentTag {
        label: Label::new(given.tag.as_str()),
        beside: beside(&given.details, &given.origin, given.made),
    });
    Some(Set {
        annotator: Some(Person {
            id: key.annotator.as_str().into(),
            name: Some(project.annotator_name(&key.annotator).to_owned()),
            kind: annotator.map(|annotator| annotator.kind),
        }),
        state: Some(set.head.state),
        tags: tags.collect(),
        attributes: set.attributes.iter().map(value_of).collect(),
        notes: notes_of(set, selection, &span_at, &relation_at),
        spans,
        relations,
    })
}

fn span_of(span: &model::Span) -> Span {
    Span {
        id: Some(span.id.as_str().into()),
        at: span.at.clone(),
        label: Label::new(span.tag.as_str()),
        beside: beside(&span.details, &span.origin, span.made),
    }
}

fn beside(details: &Details, origin: &model::Origin, made: model::Timestamp) -> Beside {
    let said = details.said();
    Beside {
        attributes: values_of(&said.attributes),
        confidence: said.confidence,
        flagged: said.flagged,
        origin: Some(origin.clone()),
        made: Some(made),
    }
}

fn values_of(values: &BTreeMap<AttributeId, Value>) -> Values {
    values.iter().map(value_of).collect()
}

fn value_of((id, value): (&AttributeId, &Value)) -> (SmolStr, Value) {
    (id.as_str().into(), value.clone())
}

/// The notes of a set. Where tags are selected, notes on what is not selected go with it.
fn notes_of(
    set: &AnnotationSet,
    selection: &Selection,
    span_at: &HashMap<RecordId, usize>,
    relation_at: &HashMap<RecordId, usize>,
) -> Vec<Note> {
    let stays = |on: NoteTarget, is_own: bool| match on {
        NoteTarget::Span(id) if is_own && selection.tags.is_some() => span_at.contains_key(&id),
        NoteTarget::Relation(id) if is_own && selection.tags.is_some() => relation_at.contains_key(&id),
        _ => true,
    };
    let notes: Vec<&model::Note> = set.notes.values().filter(|note| stays(note.on, note.of.is_none())).collect();
    let note_at: HashMap<RecordId, usize> = notes.iter().enumerate().map(|(at, note)| (note.id, at)).collect();
    let target = |note: &model::Note| {
        let (kind, id, here) = match note.on {
            NoteTarget::Document => return Target::Document,
            NoteTarget::Span(id) => (Kind::Span, id, span_at.get(&id).map(|at| Target::Span(*at))),
            NoteTarget::Relation(id) => (Kind::Relation, id, relation_at.get(&id).map(|at| Target::Relation(*at))),
            NoteTarget::Note(id) => (Kind::Note, id, note_at.get(&id).map(|at| Target::Note(*at))),
        };
        here.filter(|_| note.of.is_none()).unwrap_or_else(|| Target::Elsewhere(kind, id.as_str().into()))
    };
    notes
        .iter()
        .map(|note| Note {
            id: Some(note.id.as_str().into()),
            on: target(note),
            of: note.of.as_ref().map(|of| of.as_str().into()),
            body: note.body.clone(),
            verdict: note.verdict,
            made: Some(note.made),
        })
        .collect()
}
