//! The edits that turn one state of a thing into another, in an order in which they apply.

use crate::edit::{Change, Edit};
use crate::model::{
    AnnotationSet, Annotator, AnnotatorId, Codebook, Document, DocumentId, RecordId, SetHead, SetKey, Span, Workflow,
};
use imbl::OrdMap;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// From one state of a set to another; `None` where it is not there.
pub fn diff_sets(key: &SetKey, from: Option<&AnnotationSet>, to: Option<&AnnotationSet>) -> Vec<Edit> {
    let head = |set: Option<&AnnotationSet>| set.map(|set| set.head);
    let mut edits = Vec::new();
    if to.is_some() {
        edits.extend(changed(head(from), head(to)).map(|change: Change<SetHead>| Edit::Head(key.clone(), change)));
    }
    span_changes(from, to, |change| edits.push(Edit::Span(key.clone(), change)));
    let key = || key.clone();
    records(from, to, |set| &set.relations, |_, change| edits.push(Edit::Relation(key(), change)));
    records(from, to, |set| &set.document_tags, |_, change| edits.push(Edit::DocumentTag(key(), change)));
    records(from, to, |set| &set.attributes, |id, change| edits.push(Edit::Value(key(), id.clone(), change)));
    records(from, to, |set| &set.notes, |_, change| edits.push(Edit::Note(key(), change)));
    records(from, to, |set| &set.rejections, |_, change| edits.push(Edit::Rejection(key(), change)));
    if to.is_none() {
        edits.extend(changed(head(from), None).map(|change| Edit::Head(key(), change)));
    }
    edits
}

/// The changes of one kind of a set's records.
fn records<'a, K: Ord + 'a, T: PartialEq + Clone + 'a>(
    from: Option<&'a AnnotationSet>,
    to: Option<&'a AnnotationSet>,
    records: impl Fn(&'a AnnotationSet) -> &'a OrdMap<K, T>,
    mut found: impl FnMut(&K, Change<T>),
) {
    let (before, after) = (from.map(&records), to.map(&records));
    if let (Some(before), Some(after)) = (before, after)
        && before.ptr_eq(after)
    {
        return;
    }
    let value = |records: Option<&'a OrdMap<K, T>>, id: &K| records.and_then(|records| records.get(id)).cloned();
    let ids: BTreeSet<&K> = before.into_iter().chain(after).flat_map(|records| records.keys()).collect();
    for id in ids {
        if let Some(change) = changed(value(before, id), value(after, id)) {
            found(id, change);
        }
    }
}

fn span_changes(from: Option<&AnnotationSet>, to: Option<&AnnotationSet>, mut found: impl FnMut(Change<Span>)) {
    if let (Some(from), Some(to)) = (from, to)
        && from.spans.same(&to.spans)
    {
        return;
    }
    let mut before: HashMap<RecordId, &Span> = spans_by_id(from);
    for span in to.into_iter().flat_map(|set| set.spans.iter()) {
        match before.remove(&span.id) {
            Some(old) if old == span => {}
            old => found(Change { before: old.cloned(), after: Some(span.clone()) }),
        }
    }
    for span in from.into_iter().flat_map(|set| set.spans.iter()) {
        if before.contains_key(&span.id) {
            found(Change::remove(span.clone()));
        }
    }
}

/// The spans of a set by their ids.
pub(super) fn spans_by_id(set: Option<&AnnotationSet>) -> HashMap<RecordId, &Span> {
    set.into_iter().flat_map(|set| set.spans.iter()).map(|span| (span.id, span)).collect()
}

/// From one codebook to another.
pub fn diff_codebooks(from: &Codebook, to: &Codebook) -> Vec<Edit> {
    let mut edits = Vec::new();
    if from.layers != to.layers {
        edits.push(Edit::Layers(Change::replace(from.layers.clone(), to.layers.clone())));
    }
    let ids = from.tags.keys().chain(to.tags.keys().filter(|id| !from.tags.contains_key(*id)));
    for id in ids {
        let change = changed(from.tags.get(id).cloned(), to.tags.get(id).cloned());
        edits.extend(change.map(|change| Edit::Tag(id.clone(), change)));
    }
    if from.attributes != to.attributes {
        edits.push(Edit::Attributes(Change::replace(from.attributes.clone(), to.attributes.clone())));
    }
    let ids: BTreeSet<&RecordId> = from.rules.keys().chain(to.rules.keys()).collect();
    for id in ids {
        let change = changed(from.rules.get(id).cloned(), to.rules.get(id).cloned());
        edits.extend(change.map(|change| Edit::Rule(*id, change)));
    }
    let ids: BTreeSet<&RecordId> = from.revisions.keys().chain(to.revisions.keys()).collect();
    for id in ids {
        let change = changed(from.revisions.get(id).cloned(), to.revisions.get(id).cloned());
        edits.extend(change.map(|change| Edit::Revision(*id, change)));
    }
    if from.order != to.order {
        edits.push(Edit::TagOrder(Change::replace(from.order.clone(), to.order.clone())));
    }
    edits
}

/// From one name of the project to another.
pub fn diff_names(from: &str, to: &str) -> Vec<Edit> {
    let changed = from != to;
    changed.then(|| Edit::Name(Change::replace(from.to_owned(), to.to_owned()))).into_iter().collect()
}

/// From one way of working together to another.
pub fn diff_workflows(from: &Arc<Workflow>, to: &Arc<Workflow>) -> Vec<Edit> {
    let changed = from != to;
    changed.then(|| Edit::Workflow(Change::replace(Arc::clone(from), Arc::clone(to)))).into_iter().collect()
}

/// From some named queries to others.
pub fn diff_filters(from: &OrdMap<String, String>, to: &OrdMap<String, String>) -> Vec<Edit> {
    let names: BTreeSet<&String> = from.keys().chain(to.keys()).collect();
    let change = |name: &String| changed(from.get(name).cloned(), to.get(name).cloned());
    names.into_iter().filter_map(|name| Some(Edit::Filter(name.clone(), change(name)?))).collect()
}

/// From one state of a document to another.
pub fn diff_documents(id: &DocumentId, from: Option<&Arc<Document>>, to: Option<&Arc<Document>>) -> Vec<Edit> {
    let change = changed(from.cloned(), to.cloned());
    change.map(|change| Edit::Document(id.clone(), change)).into_iter().collect()
}

/// From one state of an annotator to another.
pub fn diff_annotators(id: &AnnotatorId, from: Option<&Arc<Annotator>>, to: Option<&Arc<Annotator>>) -> Vec<Edit> {
    let change = changed(from.cloned(), to.cloned());
    change.map(|change| Edit::Annotator(id.clone(), change)).into_iter().collect()
}

fn changed<T: PartialEq>(before: Option<T>, after: Option<T>) -> Option<Change<T>> {
    (before != after).then_some(Change { before, after })
}
