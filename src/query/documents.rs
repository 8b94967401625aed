//! The article list: its rows, filtered and sorted.

use super::fold::{Needle, fold_into};
use crate::model::{AnnotationSet, AnnotatorId, Document, DocumentId, Project, SetKey, SetState, TagId};
use crate::text::Unit;
use std::cmp::Ordering;
use std::collections::BTreeSet;
use std::iter::Peekable;
use std::sync::Arc;

/// Which documents are asked for. All conditions hold together; the default asks for every
/// document that is not archived.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DocumentFilter {
    /// Stands in the title, the outlet, the id or a value of the metadata, whatever the case; outer spaces
    /// do not count. Everything when empty.
    pub text: String,
    /// How far the annotator who asks is; every state when empty.
    pub states: BTreeSet<SetState>,
    /// Anybody has a span with this tag, or with one under it.
    pub tag: Option<TagId>,
    /// Only archived documents, or only the others.
    pub archived: bool,
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// When the document came into the project.
    #[default]
    Added,
    /// Its title, whatever the case.
    Title,
    /// How far the annotator who asks is: new, in progress, finished.
    State,
    /// How many spans the annotator who asks has in it.
    Spans,
    /// When it was published, as its source writes it, compared as text. Those without a date stand last in both directions.
    Date,
    /// The length of its text, in code points.
    Length,
}

/// An order of rows. Ties are in the order of ids, in both directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Sort {
    /// What rows are sorted by.
    pub key: SortKey,
    /// From the largest to the smallest.
    pub descending: bool,
}

/// A document as the list shows it. Clones without allocating.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentRow {
    /// Which document.
    pub id: DocumentId,
    /// All that is known about it.
    pub document: Arc<Document>,
    /// How far the annotator who asks is; new when nobody asks.
    pub state: SetState,
    /// How many spans the annotator who asks has in it.
    pub n_spans: usize,
    /// How many annotators have a set about it, the one who asks included.
    pub n_sets: usize,
}

/// The documents that `filter` asks for, as `me` sees them, in the order of `sort`.
/// Takes time with the number of documents; only a filter by tag looks at spans.
pub fn rows(project: &Project, me: Option<&AnnotatorId>, filter: &DocumentFilter, sort: Sort) -> Vec<DocumentRow> {
    let mut needle = Needle::new(&filter.text);
    let tags = filter.tag.as_ref().map(|tag| tags_within(project, tag));
    // Documents and sets stand in the same order, so that one walk over both finds each document's sets.
    let mut sets = project.sets.iter().peekable();
    let mut rows = Vec::new();
    for (id, document) in &project.documents {
        let mut row =
            DocumentRow { id: id.clone(), document: Arc::clone(document), state: SetState::New, n_spans: 0, n_sets: 0 };
        let mut has_tag = tags.is_none();
        while let Some((key, set)) = next_set(&mut sets, id) {
            row.n_sets += 1;
            if Some(&key.annotator) == me {
                row.state = set.head.state;
                row.n_spans = set.spans.len();
            }
            has_tag =
                has_tag || tags.as_ref().is_some_and(|tags| set.spans.iter().any(|span| tags.contains(&&span.tag)));
        }
        let has_state = filter.states.is_empty() || filter.states.contains(&row.state);
        if document.archived == filter.archived && has_state && has_tag && has_text(document, &mut needle) {
            rows.push(row);
        }
    }
    sort_rows(&mut rows, sort);
    rows
}

/// The row of one document, as `me` sees it: the same as in [`rows`], whatever the filter.
pub fn row(project: &Project, me: Option<&AnnotatorId>, id: &DocumentId) -> Option<DocumentRow> {
    let document = Arc::clone(project.document(id)?);
    let mut row = DocumentRow { id: id.clone(), document, state: SetState::New, n_spans: 0, n_sets: 0 };
    for (key, set) in project.sets_of(id) {
        row.n_sets += 1;
        if Some(&key.annotator) == me {
            row.state = set.head.state;
            row.n_spans = set.spans.len();
        }
    }
    Some(row)
}

/// A tag and all that stand under it.
fn tags_within<'a>(project: &'a Project, tag: &'a TagId) -> Vec<&'a TagId> {
    let under = project.codebook.tags.keys().filter(|id| *id != tag && project.codebook.is_within(id, tag));
    std::iter::once(tag).chain(under).collect()
}

/// The next set of a document; sets of documents that are missing are passed over.
fn next_set<'a>(
    sets: &mut Peekable<impl Iterator<Item = (&'a SetKey, &'a Arc<AnnotationSet>)>>,
    id: &DocumentId,
) -> Option<(&'a SetKey, &'a Arc<AnnotationSet>)> {
    while sets.next_if(|(key, _)| key.document < *id).is_some() {}
    sets.next_if(|(key, _)| key.document == *id)
}

fn has_text(document: &Document, needle: &mut Needle) -> bool {
    needle.is_empty()
        || needle.is_in(&document.title)
        || needle.is_in(document.id.as_str())
        || document.outlet.as_ref().is_some_and(|outlet| needle.is_in(outlet))
        || document.meta.values().any(|value| needle.is_in(value))
}

/// Rows come in the order of ids, and sorting is stable, so that ties stay so.
fn sort_rows(rows: &mut [DocumentRow], sort: Sort) {
    match sort.key {
        SortKey::Added => rows.sort_by(|a, b| sort.directed(a.document.added.cmp(&b.document.added))),
        SortKey::State => rows.sort_by(|a, b| sort.directed(a.state.cmp(&b.state))),
        SortKey::Spans => rows.sort_by(|a, b| sort.directed(a.n_spans.cmp(&b.n_spans))),
        SortKey::Date => rows.sort_by(|a, b| match (&a.document.date, &b.document.date) {
            (Some(a), Some(b)) => sort.directed(a.cmp(b)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        }),
        SortKey::Title => sort_by_computed(rows, sort, |document| {
            let mut folded = String::with_capacity(document.title.len());
            fold_into(&document.title, &mut folded);
            folded
        }),
        SortKey::Length => {
            sort_by_computed(rows, sort, |document| document.text.count(document.text.end(), Unit::CodePoint));
        }
    }
}

/// Sorts by something that is computed once for each row.
fn sort_by_computed<K: Ord>(rows: &mut [DocumentRow], sort: Sort, key: impl Fn(&Document) -> K) {
    if sort.descending {
        rows.sort_by_cached_key(|row| std::cmp::Reverse(key(&row.document)));
    } else {
        rows.sort_by_cached_key(|row| key(&row.document));
    }
}

impl Sort {
    fn directed(self, order: Ordering) -> Ordering {
        if self.descending { order.reverse() } else { order }
    }
}
