//! How much of a project goes out: which documents, annotators, tags and states.

use super::Naming;
use crate::model::{
    AnnotationSet, AnnotatorId, Codebook, DocumentId, LayerKind, Project, RecordId, Relation, SetKey, SetState, Span,
    TagId,
};
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// A part of a project. A field that says nothing selects everything.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Selection {
    /// Only these documents.
    pub documents: Option<BTreeSet<DocumentId>>,
    /// Only what these annotators say.
    pub annotators: Option<BTreeSet<AnnotatorId>>,
    /// Only spans with these tags.
    pub tags: Option<BTreeSet<TagId>>,
    /// Only sets in these states, and only documents where an annotator is so far.
    pub states: Option<BTreeSet<SetState>>,
    /// Only documents whose fields have these values: `outlet`, `date`, `language`, or one of the metadata.
    pub fields: Vec<(String, String)>,
}

impl Selection {
    /// The selected documents, by id.
    pub fn documents<'a>(&'a self, project: &'a Project) -> impl Iterator<Item = &'a DocumentId> {
        project.documents.keys().filter(|id| self.has_document(project, id))
    }

    /// The selected sets of one document, by annotator.
    pub fn sets<'a>(&'a self, project: &'a Project, document: &'a DocumentId) -> impl Iterator<Item = &'a SetKey> {
        project.sets_of(document).map(|(key, _)| key).filter(|key| self.has_set(project, key))
    }

    /// The project with only what is selected: for figures about a part of it.
    pub fn part_of(&self, project: &Project) -> Project {
        let mut part = project.clone();
        part.documents =
            project.documents.iter().filter(|(id, _)| self.has_document(project, id)).map(cloned).collect();
        let sets = project.sets.iter().filter(|(key, _)| self.has_set(project, key));
        part.sets = sets.map(|(key, set)| (key.clone(), self.part_of_set(set))).collect();
        part.annotators = project.annotators.iter().filter(|(id, _)| self.has_annotator(id)).map(cloned).collect();
        part
    }

    /// The same to be sent to a colleague: where people are selected, with the documents that they say something about.
    pub fn to_send(&self, project: &Project) -> Project {
        let mut part = self.part_of(project);
        if self.annotators.is_some() {
            let about: BTreeSet<&DocumentId> = part.sets.keys().map(|key| &key.document).collect();
            part.documents = part.documents.iter().filter(|(id, _)| about.contains(id)).map(cloned).collect();
        }
        part
    }

    /// Whether a document is selected.
    pub fn has_document(&self, project: &Project, id: &DocumentId) -> bool {
        self.documents.as_ref().is_none_or(|documents| documents.contains(id))
            && self.has_fields(project, id)
            && self.has_state(project, id)
    }

    fn has_fields(&self, project: &Project, id: &DocumentId) -> bool {
        let Some(document) = project.document(id) else { return self.fields.is_empty() };
        self.fields.iter().all(|(field, value)| document.field(field) == Some(value))
    }

    /// Whether what a set says is selected.
    pub fn has_set(&self, project: &Project, key: &SetKey) -> bool {
        self.documents.as_ref().is_none_or(|documents| documents.contains(&key.document))
            && self.has_annotator(&key.annotator)
            && self.states.as_ref().is_none_or(|states| states.contains(&project.state(key)))
    }

    /// Whether an annotator is selected.
    pub fn has_annotator(&self, id: &AnnotatorId) -> bool {
        self.annotators.as_ref().is_none_or(|annotators| annotators.contains(id))
    }

    /// Whether a span of a selected set is selected.
    pub fn has_span(&self, span: &Span) -> bool {
        self.has_tag(&span.tag)
    }

    /// The selected relations of a set, by id: those between selected spans.
    pub fn relations_of<'a>(&self, set: &'a AnnotationSet) -> Vec<&'a Relation> {
        if self.tags.is_none() {
            return set.relations.values().collect();
        }
        let spans: HashSet<RecordId> = set.spans.iter().filter(|it| self.has_span(it)).map(|span| span.id).collect();
        let is_selected = |it: &&Relation| self.has_tag(&it.tag) && spans.contains(&it.from) && spans.contains(&it.to);
        set.relations.values().filter(is_selected).collect()
    }

    /// Whether a tag is selected.
    pub fn has_tag(&self, tag: &TagId) -> bool {
        self.tags.as_ref().is_none_or(|tags| tags.contains(tag))
    }

    /// What the selected tags of spans are called, each once, in the order of the codebook.
    pub fn span_tags<'a>(&self, codebook: &'a Codebook, naming: &'a Naming) -> Vec<&'a str> {
        let mut seen = BTreeSet::new();
        let tags = codebook.of_kind(LayerKind::Span).filter(|tag| self.has_tag(&tag.id));
        tags.filter_map(|tag| naming.name_of(&tag.id)).filter(|name| seen.insert(*name)).collect()
    }

    fn part_of_set(&self, set: &Arc<AnnotationSet>) -> Arc<AnnotationSet> {
        if self.tags.is_none() {
            return Arc::clone(set);
        }
        let spans = set.spans.iter().filter(|span| self.has_span(span)).cloned().collect();
        let relations = self.relations_of(set).into_iter().map(|relation| (relation.id, relation.clone())).collect();
        let document_tags = set.document_tags.iter().filter(|(tag, _)| self.has_tag(tag)).map(cloned).collect();
        Arc::new(AnnotationSet { spans, relations, document_tags, ..AnnotationSet::clone(set) })
    }

    /// Whether a selected annotator is in a selected state with a document; who has not begun is in the state *new*.
    fn has_state(&self, project: &Project, id: &DocumentId) -> bool {
        let Some(states) = &self.states else { return true };
        let mut states_there = project.sets_of(id).filter(|(key, _)| self.has_annotator(&key.annotator)).peekable();
        let begun_by_none = states_there.peek().is_none();
        (begun_by_none && states.contains(&SetState::New))
            || states_there.any(|(_, set)| states.contains(&set.head.state))
    }
}

fn cloned<K: Clone, V: Clone>((key, value): (&K, &V)) -> (K, V) {
    (key.clone(), value.clone())
}
