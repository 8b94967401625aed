//! A project as a study of agreement: the spans of those who are done with a document, by numbers.

use crate::agreement::{Study, StudyDocument, Unit};
use crate::model::{AnnotationSet, AnnotatorId, AnnotatorKind, Document, DocumentId, Project, SetKey, SetState, TagId};
use crate::text::{Offset, Unit as Counted};
use std::collections::{BTreeMap, BTreeSet};

/// A study, with what its numbers mean.
#[derive(Clone, Debug, Default)]
pub struct ProjectStudy {
    /// What is compared.
    pub study: Study,
    /// Whose the sets are, by their numbers.
    pub annotators: Vec<AnnotatorId>,
    /// The tags that occur.
    pub tags: Vec<TagId>,
    /// The documents.
    pub documents: Vec<DocumentId>,
    /// How many spans are in several pieces, each of which is taken from its first character to its last.
    pub n_in_pieces: usize,
}

/// What people who are done with at least two documents' worth of work agree or do not agree about: documents that two people
/// or more finished, or where they say that nothing is to be marked. Gold is nobody's.
pub fn study_of(project: &Project) -> ProjectStudy {
    let is_person = |id: &AnnotatorId| project.annotators.get(id).is_none_or(|it| it.kind != AnnotatorKind::Gold);
    let is_done = |key: &SetKey, set: &AnnotationSet| {
        let is_there = project.document(&key.document).is_some_and(|document| !document.archived);
        is_there && is_person(&key.annotator) && matches!(set.head.state, SetState::Finished | SetState::Nothing)
    };
    let mut done: BTreeMap<&DocumentId, Vec<(&AnnotatorId, &AnnotationSet)>> = BTreeMap::new();
    for (key, set) in project.sets.iter().filter(|(key, set)| is_done(key, set)) {
        done.entry(&key.document).or_default().push((&key.annotator, set));
    }
    done.retain(|_, sets| sets.len() >= 2);
    let sets = || done.values().flatten();
    let annotators: BTreeSet<&AnnotatorId> = sets().map(|(annotator, _)| *annotator).collect();
    let tags: BTreeSet<&TagId> = sets().flat_map(|(_, set)| set.spans.iter().map(|span| &span.tag)).collect();
    let mut made = ProjectStudy {
        annotators: annotators.into_iter().cloned().collect(),
        tags: tags.into_iter().cloned().collect(),
        documents: done.keys().map(|id| (*id).clone()).collect(),
        n_in_pieces: sets().flat_map(|(_, set)| set.spans.iter()).filter(|span| span.at.iter().count() > 1).count(),
        study: Study::default(),
    };
    made.study.n_annotators = made.annotators.len();
    let documents = done.iter().filter_map(|(id, sets)| Some(document(project.document(id)?, sets, &made)));
    made.study.documents = documents.collect();
    made
}

fn document(document: &Document, sets: &[(&AnnotatorId, &AnnotationSet)], of: &ProjectStudy) -> StudyDocument {
    let text = &document.text;
    let count = |at: Offset| text.count(at, Counted::CodePoint) as u32;
    let units = |set: &AnnotationSet| -> BTreeSet<Unit> {
        let unit = |tag: &TagId, hull: crate::text::TextRange| {
            let tag = of.tags.binary_search(tag).ok().and_then(|at| u32::try_from(at).ok())?;
            Some(Unit { start: count(hull.start()), end: count(hull.end()), tag })
        };
        set.spans.iter().filter_map(|span| unit(&span.tag, span.hull())).collect()
    };
    let set = |annotator: &AnnotatorId| sets.iter().find(|(other, _)| *other == annotator).map(|(_, set)| units(set));
    StudyDocument { n_characters: count(text.end()), tokens: Vec::new(), sets: of.annotators.iter().map(set).collect() }
}
