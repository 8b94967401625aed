//! What a query leaves of a project when it is used as a filter: the documents that it is true of, and in them the spans that it
//! asks for.

use super::matching::{Asking, Place};
use super::parts::Part;
use crate::model::{AnnotationSet, AnnotatorId, Document, NoteTarget, Project, RecordId, Relation, SetKey, SpanKey};
use imbl::OrdMap;
use rayon::prelude::*;
use std::collections::{BTreeSet, HashSet};
use std::sync::Arc;

/// What of a document counts.
struct Counted {
    /// Whose sets; everybody's without a choice.
    people: Option<BTreeSet<AnnotatorId>>,
    /// Which of their spans; all where none are asked for. A set is told by its place among those of the document.
    spans: Option<HashSet<(usize, SpanKey)>>,
}

/// The project with only what a query leaves of it, for figures and exports: no part of a set is there that does not count, and
/// no relation or note without what it is on. A set stays, though nothing of it may count: its annotator was there.
pub(super) fn part_of(project: &Project, root: &Part) -> Project {
    let documents: Vec<&Arc<Document>> = project.documents.values().collect();
    let parts: Vec<_> = documents
        .into_par_iter()
        .filter_map(|document| {
            let asking = Asking::of(project, document);
            let counted = counted(&asking, root, None)?;
            Some((document, counted.sets(&asking)))
        })
        .collect();
    let mut part = project.clone();
    part.documents = parts.iter().map(|(document, _)| (document.id.clone(), Arc::clone(document))).collect();
    part.sets = parts.into_iter().flat_map(|(_, sets)| sets).collect();
    part
}

impl Counted {
    fn sets(self, asking: &Asking<'_>) -> Vec<(SetKey, Arc<AnnotationSet>)> {
        let is_theirs = |key: &SetKey| self.people.as_ref().is_none_or(|people| people.contains(&key.annotator));
        let sets = asking.sets.iter().enumerate().filter(|(_, (key, _))| is_theirs(key));
        let part = |(n, (key, set)): (usize, &(&SetKey, &Arc<AnnotationSet>))| {
            let set = match &self.spans {
                None => Arc::clone(set),
                Some(spans) => part_of_set(set, |span| spans.contains(&(n, span))),
            };
            ((*key).clone(), set)
        };
        sets.map(part).collect()
    }
}

fn part_of_set(set: &Arc<AnnotationSet>, counts: impl Fn(SpanKey) -> bool) -> Arc<AnnotationSet> {
    if set.spans.iter().all(|span| counts(span.key())) {
        return Arc::clone(set);
    }
    let mut part = AnnotationSet::clone(set);
    part.spans = set.spans.iter().filter(|span| counts(span.key())).cloned().collect();
    let there: HashSet<RecordId> = part.spans.iter().map(|span| span.id).collect();
    let has_ends = |relation: &Relation| there.contains(&relation.from) && there.contains(&relation.to);
    part.relations = kept(&set.relations, has_ends);
    part.notes = kept(&set.notes, |note| match note.on {
        NoteTarget::Span(id) => note.of.is_some() || there.contains(&id),
        NoteTarget::Relation(id) => note.of.is_some() || part.relations.contains_key(&id),
        NoteTarget::Document | NoteTarget::Note(_) => true,
    });
    Arc::new(part)
}

fn kept<V: Clone>(records: &OrdMap<RecordId, V>, counts: impl Fn(&V) -> bool) -> OrdMap<RecordId, V> {
    records.iter().filter(|(_, record)| counts(record)).map(|(id, record)| (*id, record.clone())).collect()
}

/// What of a document counts; nothing where the query is not true of it.
fn counted(asking: &Asking<'_>, part: &Part, by: Option<&BTreeSet<AnnotatorId>>) -> Option<Counted> {
    let people = || by.cloned();
    Some(match part {
        Part::And { parts, by: own } => {
            let by = own.as_ref().or(by);
            let all = parts.iter().map(|part| counted(asking, part, by)).collect::<Option<Vec<_>>>()?;
            all.into_iter().reduce(|one, other| Counted {
                people: any(one.people, other.people, |one, other| &one & &other),
                spans: any(one.spans, other.spans, |one, other| &one | &other),
            })?
        }
        Part::Or(parts) => {
            let either = |one: Counted, other: Counted| Counted {
                people: one.people.zip(other.people).map(|(one, other)| &one | &other),
                spans: one.spans.zip(other.spans).map(|(one, other)| &one | &other),
            };
            parts.iter().filter_map(|part| counted(asking, part, by)).reduce(either)?
        }
        Part::By(named) => {
            asking.places(part, by)?;
            Counted { people: Some(by.map_or_else(|| named.clone(), |by| by & named)), spans: None }
        }
        part => {
            let spans = asking.places(part, by)?.into_iter().filter_map(|Place { of, .. }| of).collect();
            Counted { people: people(), spans: asks_for_spans(part).then_some(spans) }
        }
    })
}

/// One of two choices, or both in one.
fn any<T>(one: Option<T>, other: Option<T>, both: impl Fn(T, T) -> T) -> Option<T> {
    match (one, other) {
        (Some(one), Some(other)) => Some(both(one, other)),
        (one, other) => one.or(other),
    }
}

/// Whether spans are what it finds.
fn asks_for_spans(part: &Part) -> bool {
    match part {
        Part::Spans(_) | Part::Ends { .. } | Part::Followed { .. } => true,
        Part::Placed { left, .. } => asks_for_spans(left),
        Part::And { parts, .. } | Part::Or(parts) => parts.iter().any(asks_for_spans),
        Part::Words(_) | Part::Field { .. } | Part::State(_) | Part::By(_) | Part::Assigned(_) | Part::Not(_) => false,
    }
}
