//! The values that each record went through, as a journal tells them, and what they make of a project.

use super::MarkedSets;
use super::journal::Pending;
use crate::edit::{Change, Edit};
use crate::model::{
    AnnotationSet, Annotator, AnnotatorId, Attribute, AttributeId, Codebook, CodebookRevision, Document, DocumentId,
    DocumentTag, Layer, Note, Project, RecordId, Rejection, Relation, Rule, SetHead, SetKey, SetState, Span, Tag,
    TagId, Value, Workflow,
};
use crate::text::Digest;
use imbl::OrdMap;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// A project with some edits of its records replayed: where a record has one of the values that it went through, or none,
/// it gets the last one.
pub fn replayed(project: &Project, edits: &[Pending]) -> Project {
    let mut chains = Chains::default();
    edits.iter().for_each(|edit| chains.add(edit));
    chains.around(project, &MarkedSets::new()).1
}

/// The values that one record went through, the oldest first.
#[derive(Debug)]
struct Chain<T> {
    values: Vec<Option<T>>,
    /// Which of them is the last that was not taken from others' files.
    own: Option<usize>,
}

impl<T> Default for Chain<T> {
    fn default() -> Self {
        Self { values: Vec::new(), own: None }
    }
}

impl<T: Clone + PartialEq> Chain<T> {
    fn add(&mut self, change: &Change<T>, is_taken: bool) {
        // A damaged record of the journal may have taken a link away.
        if self.values.last() != Some(&change.before) {
            self.values.push(change.before.clone());
        }
        if !is_taken {
            self.own = Some(self.values.len());
        }
        self.values.push(change.after.clone());
    }

    fn is_empty(&self) -> bool {
        self.values.is_empty()
    }

    /// The value before the journal's edits, as far as what the file has tells, and the last one. What the file has may be
    /// shown otherwise than it was `marked`.
    fn around(&self, found: Option<&T>, marked: Option<&T>) -> (Option<T>, Option<T>) {
        let is_found = |value: &Option<T>| value.as_ref() == found;
        let is_marked = |value: &Option<T>| marked.is_some() && value.as_ref() == marked;
        let since_own = self.own.map_or(&[][..], |own| self.values.get(own..).unwrap_or_default());
        if self.own.is_none() || since_own.iter().any(is_found) {
            return (found.cloned(), found.cloned());
        }
        let last = self.values.last().cloned().flatten();
        if self.values.iter().any(|value| is_found(value) || is_marked(value)) {
            return (found.cloned(), last);
        }
        // A record that the journal made and the file has was in the file before somebody changed it there.
        let first = self.values.first().cloned().flatten();
        let base = first.or_else(|| self.values.iter().flatten().next().filter(|_| found.is_some()).cloned());
        (base, last)
    }
}

/// The chains of all records that the journal changed.
#[derive(Debug, Default)]
pub struct Chains {
    name: Chain<String>,
    workflow: Chain<Arc<Workflow>>,
    filters: BTreeMap<String, Chain<String>>,
    layers: Chain<Vec<Layer>>,
    order: Chain<Vec<TagId>>,
    tags: BTreeMap<TagId, Chain<Arc<Tag>>>,
    attributes: Chain<Vec<Attribute>>,
    rules: BTreeMap<RecordId, Chain<Arc<Rule>>>,
    revisions: BTreeMap<RecordId, Chain<Arc<CodebookRevision>>>,
    documents: BTreeMap<DocumentId, Chain<Arc<Document>>>,
    annotators: BTreeMap<AnnotatorId, Chain<Arc<Annotator>>>,
    sets: BTreeMap<SetKey, SetChains>,
}

#[derive(Debug, Default)]
struct SetChains {
    head: Chain<SetHead>,
    spans: BTreeMap<RecordId, Chain<Span>>,
    relations: BTreeMap<RecordId, Chain<Relation>>,
    document_tags: BTreeMap<TagId, Chain<DocumentTag>>,
    attributes: BTreeMap<AttributeId, Chain<Value>>,
    notes: BTreeMap<RecordId, Chain<Note>>,
    rejections: BTreeMap<RecordId, Chain<Rejection>>,
}

impl Chains {
    /// Adds an edit, as it was applied; they come in the order in which they were.
    pub fn add(&mut self, pending: &Pending) {
        let is_taken = pending.is_taken;
        match &pending.edit {
            Edit::Name(change) => self.name.add(change, is_taken),
            Edit::Workflow(change) => self.workflow.add(change, is_taken),
            Edit::Filter(name, change) => self.filters.entry(name.clone()).or_default().add(change, is_taken),
            Edit::Layers(change) => self.layers.add(change, is_taken),
            Edit::TagOrder(change) => self.order.add(change, is_taken),
            Edit::Tag(id, change) => self.tags.entry(id.clone()).or_default().add(change, is_taken),
            Edit::Attributes(change) => self.attributes.add(change, is_taken),
            Edit::Rule(id, change) => self.rules.entry(*id).or_default().add(change, is_taken),
            Edit::Revision(id, change) => self.revisions.entry(*id).or_default().add(change, is_taken),
            Edit::Document(id, change) => self.documents.entry(id.clone()).or_default().add(change, is_taken),
            Edit::Annotator(id, change) => self.annotators.entry(id.clone()).or_default().add(change, is_taken),
            Edit::Head(key, change) => self.sets.entry(key.clone()).or_default().head.add(change, is_taken),
            Edit::Span(key, change) => {
                add_by(&mut self.sets.entry(key.clone()).or_default().spans, change, is_taken, |span| span.id);
            }
            Edit::Relation(key, change) => {
                let relations = &mut self.sets.entry(key.clone()).or_default().relations;
                add_by(relations, change, is_taken, |relation| relation.id);
            }
            Edit::DocumentTag(key, change) => {
                let tags = &mut self.sets.entry(key.clone()).or_default().document_tags;
                add_by(tags, change, is_taken, |given| given.tag.clone());
            }
            Edit::Value(key, id, change) => {
                let values = &mut self.sets.entry(key.clone()).or_default().attributes;
                values.entry(id.clone()).or_default().add(change, is_taken);
            }
            Edit::Note(key, change) => {
                add_by(&mut self.sets.entry(key.clone()).or_default().notes, change, is_taken, |note| note.id);
            }
            Edit::Rejection(key, change) => {
                add_by(&mut self.sets.entry(key.clone()).or_default().rejections, change, is_taken, |it| it.id);
            }
        }
    }

    /// The project before the journal's edits and after them, as far as the files have not moved on.
    pub fn around(&self, found: &Project, marked: &MarkedSets) -> (Project, Project) {
        let (mut base, mut ours) = (found.clone(), found.clone());
        if !self.name.is_empty() {
            let (before, after) = self.name.around(Some(&found.name), None);
            base.name = before.unwrap_or_default();
            ours.name = after.unwrap_or_default();
        }
        if !self.workflow.is_empty() {
            let (before, after) = self.workflow.around(Some(&found.workflow), None);
            base.workflow = before.unwrap_or_default();
            ours.workflow = after.unwrap_or_default();
        }
        records_around(&self.filters, (&found.filters, None), &mut base.filters, &mut ours.filters);
        self.codebook_around(&found.codebook, Arc::make_mut(&mut base.codebook), Arc::make_mut(&mut ours.codebook));
        records_around(&self.documents, (&found.documents, None), &mut base.documents, &mut ours.documents);
        records_around(&self.annotators, (&found.annotators, None), &mut base.annotators, &mut ours.annotators);
        for (key, chains) in &self.sets {
            let text = ours.document(&key.document).or(base.document(&key.document)).map(|it| it.text.digest());
            let marked = marked.get(key).map(|(set, _)| &**set);
            let (before, after) = chains.around(found.set(key).map(|set| &**set), marked, text);
            put(&mut base.sets, key, before.map(Arc::new));
            put(&mut ours.sets, key, after.map(Arc::new));
        }
        (base, ours)
    }

    fn codebook_around(&self, found: &Codebook, base: &mut Codebook, ours: &mut Codebook) {
        if !self.layers.is_empty() {
            let (before, after) = self.layers.around(Some(&found.layers), None);
            base.layers = before.unwrap_or_default();
            ours.layers = after.unwrap_or_default();
        }
        if !self.order.is_empty() {
            let (before, after) = self.order.around(Some(&found.order), None);
            base.order = before.unwrap_or_default();
            ours.order = after.unwrap_or_default();
        }
        if !self.attributes.is_empty() {
            let (before, after) = self.attributes.around(Some(&found.attributes), None);
            base.attributes = before.unwrap_or_default();
            ours.attributes = after.unwrap_or_default();
        }
        records_around(&self.rules, (&found.rules, None), &mut base.rules, &mut ours.rules);
        records_around(&self.revisions, (&found.revisions, None), &mut base.revisions, &mut ours.revisions);
        for (id, chain) in &self.tags {
            let (before, after) = chain.around(found.tags.get(id), None);
            for (codebook, tag) in [(&mut *base, before), (&mut *ours, after)] {
                match tag {
                    Some(tag) => codebook.tags.insert(id.clone(), tag),
                    None => codebook.tags.remove(id),
                };
            }
        }
    }
}

impl SetChains {
    fn around(
        &self,
        found: Option<&AnnotationSet>,
        marked: Option<&AnnotationSet>,
        text: Option<Digest>,
    ) -> (Option<AnnotationSet>, Option<AnnotationSet>) {
        let head = found.map(|set| set.head);
        let heads = if self.head.is_empty() { (head, head) } else { self.head.around(head.as_ref(), None) };
        let known = self.head.values.iter().flatten().last().copied();
        let otherwise = head.or(known).or(text.map(|text| SetHead { text, state: SetState::New }));
        let Some(otherwise) = otherwise else { return (None, None) };
        let (spans, marked_spans) = (spans_by_id(found), spans_by_id(marked));
        let mut base = found.cloned().unwrap_or_else(|| AnnotationSet::new(otherwise));
        let mut ours = base.clone();
        // One may stand where another one stood: all make room before any takes its place.
        for span in self.spans.keys().filter_map(|id| spans.get(id)) {
            base.spans.remove(span.key());
            ours.spans.remove(span.key());
        }
        for (id, chain) in &self.spans {
            let (before, after) = chain.around(spans.get(id).copied(), marked_spans.get(id).copied());
            before.map(|span| base.spans.insert(span));
            after.map(|span| ours.spans.insert(span));
        }
        let found = base.clone();
        macro_rules! around {
            ($records:ident) => {
                let found = (&found.$records, marked.map(|set| &set.$records));
                records_around(&self.$records, found, &mut base.$records, &mut ours.$records);
            };
        }
        around!(relations);
        around!(document_tags);
        around!(attributes);
        around!(notes);
        around!(rejections);
        (with_head(base, heads.0), with_head(ours, heads.1))
    }
}

/// Adds an edit to the chain of the record that it is about.
fn add_by<K: Ord, T: Clone + PartialEq>(
    chains: &mut BTreeMap<K, Chain<T>>,
    change: &Change<T>,
    is_taken: bool,
    id: impl Fn(&T) -> K,
) {
    if let Some(id) = change.after.as_ref().or(change.before.as_ref()).map(id) {
        chains.entry(id).or_default().add(change, is_taken);
    }
}

/// What the records of one kind were before the journal's edits, and are after them.
fn records_around<K: Ord + Clone, T: Clone + PartialEq>(
    chains: &BTreeMap<K, Chain<T>>,
    (found, marked): (&OrdMap<K, T>, Option<&OrdMap<K, T>>),
    base: &mut OrdMap<K, T>,
    ours: &mut OrdMap<K, T>,
) {
    for (id, chain) in chains {
        let (before, after) = chain.around(found.get(id), marked.and_then(|marked| marked.get(id)));
        put(base, id, before);
        put(ours, id, after);
    }
}

/// A set with another head; without one it is not there, unless it holds something.
fn with_head(mut set: AnnotationSet, head: Option<SetHead>) -> Option<AnnotationSet> {
    match head {
        Some(head) => set.head = head,
        None if set.is_empty() => return None,
        None => {}
    }
    Some(set)
}

fn spans_by_id(set: Option<&AnnotationSet>) -> HashMap<RecordId, &Span> {
    set.into_iter().flat_map(|set| set.spans.iter()).map(|span| (span.id, span)).collect()
}

fn put<K: Ord + Clone, V: Clone>(map: &mut OrdMap<K, V>, key: &K, value: Option<V>) {
    match value {
        Some(value) => map.insert(key.clone(), value),
        None => map.remove(key),
    };
}
