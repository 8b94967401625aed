//! What a query leaves of a project when it is used as a filter: the documents that it is true of, and in them the spans that it
//! asks for.

use super::matching::{Asking, Place};
use super::parts::Part;
use crate::model::{
    AnnotationSet, AnnotatorId, Document, DocumentId, Note, NoteTarget, Project, RecordId, Relation, SetKey, SpanKey,
};
use imbl::OrdMap;
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;

/// Whose sets; everybody's without a choice.
type People = Option<BTreeSet<AnnotatorId>>;
/// Which spans; all where none are asked for. A set is told by its place among those of the document.
type Spans = Option<HashSet<(usize, SpanKey)>>;

/// What of a document counts: of each of these people these spans.
struct Counted(BTreeMap<People, Spans>);

/// The project with only what a query leaves of it, for figures and exports: no part of a set is there that does not count, and
/// no relation or note without what it is on. A set stays, though nothing of it may count: its annotator was there.
pub(super) fn part_of(project: &Project, root: &Part) -> Project {
    left_of(project, |asking| counted(asking, root, None))
}

/// Other documents, with what a query asks for there: whatever else it says, the spans that it joins by `and`.
pub(super) fn rest_of(project: &Project, root: &Part, is_rest: impl Fn(&DocumentId) -> bool + Sync) -> Project {
    let (parts, by) = match root {
        Part::And { parts, by } => (parts.iter().collect(), by.as_ref()),
        Part::By(people) => (Vec::new(), Some(people)),
        part => (vec![part], None),
    };
    let asked: Vec<&Part> = parts.into_iter().filter(|part| asks_for_spans(part)).collect();
    left_of(project, |asking| {
        is_rest(asking.id()).then_some(())?;
        let places = |part: &&Part| asking.places(part, by).unwrap_or_default();
        let spans = asked.iter().flat_map(places).filter_map(|place| place.of).collect();
        Some(Counted::one(by.cloned(), (!asked.is_empty()).then_some(spans)))
    })
}

fn left_of(project: &Project, counted: impl Fn(&Asking<'_>) -> Option<Counted> + Sync) -> Project {
    let documents: Vec<&Arc<Document>> = project.documents.values().collect();
    let parts: Vec<_> = documents
        .into_par_iter()
        .filter_map(|document| {
            let asking = Asking::of(project, document);
            Some((document, counted(&asking)?.sets(&asking)))
        })
        .collect();
    let mut part = project.clone();
    part.documents = parts.iter().map(|(document, _)| (document.id.clone(), Arc::clone(document))).collect();
    part.sets = parts.into_iter().flat_map(|(_, sets)| sets).collect();
    part
}

impl Counted {
    fn one(people: People, spans: Spans) -> Self {
        Self(BTreeMap::from([(people, spans)]))
    }

    /// What the one leaves, and what the other does.
    fn or(mut self, other: Self) -> Self {
        for (people, spans) in other.0 {
            self.add(people, spans);
        }
        self
    }

    /// What both leave: of people that both say, and the spans that either asks for.
    fn and(self, other: &Self) -> Self {
        let mut both = Self(BTreeMap::new());
        for (people, spans) in self.0 {
            for (others, other_spans) in &other.0 {
                let people = any(people.clone(), others.clone(), |one, other| &one & &other);
                both.add(people, any(spans.clone(), other_spans.clone(), |one, other| &one | &other));
            }
        }
        both
    }

    fn add(&mut self, people: People, spans: Spans) {
        match self.0.get_mut(&people) {
            Some(known) => *known = known.take().zip(spans).map(|(one, other)| &one | &other),
            None => drop(self.0.insert(people, spans)),
        }
    }

    fn sets(self, asking: &Asking<'_>) -> BTreeMap<SetKey, Arc<AnnotationSet>> {
        let mut sets = BTreeMap::new();
        for (n, (key, set)) in asking.sets.iter().enumerate() {
            let is_theirs = |people: &People| people.as_ref().is_none_or(|it| it.contains(&key.annotator));
            let theirs: Vec<&Spans> = self.0.iter().filter(|(people, _)| is_theirs(people)).map(|(_, it)| it).collect();
            if theirs.is_empty() {
                continue;
            }
            let counts = |span: SpanKey| {
                theirs.iter().any(|spans| spans.as_ref().is_none_or(|spans| spans.contains(&(n, span))))
            };
            sets.insert((*key).clone(), part_of_set(set, counts));
        }
        let n_sets = asking.sets.len();
        let is_whole = sets.len() == n_sets
            && asking.sets.iter().all(|(key, set)| sets.get(*key).is_some_and(|it| Arc::ptr_eq(it, set)));
        if is_whole { sets } else { without_lost_notes(sets) }
    }
}

fn part_of_set(set: &Arc<AnnotationSet>, counts: impl Fn(SpanKey) -> bool) -> Arc<AnnotationSet> {
    if set.spans.iter().all(|span| counts(span.key())) {
        return Arc::clone(set);
    }
    let mut part = AnnotationSet::clone(set);
    part.spans = set.spans.iter().filter(|span| counts(span.key())).cloned().collect();
    let there: HashSet<RecordId> = part.spans.iter().map(|span| span.id).collect();
    part.relations =
        kept(&set.relations, |relation: &Relation| there.contains(&relation.from) && there.contains(&relation.to));
    Arc::new(part)
}

/// Sets of one document without notes on what is not there, nor answers to such.
fn without_lost_notes(mut sets: BTreeMap<SetKey, Arc<AnnotationSet>>) -> BTreeMap<SetKey, Arc<AnnotationSet>> {
    loop {
        let is_there = |key: &SetKey, note: &Note| {
            let annotator = note.of.clone().unwrap_or_else(|| key.annotator.clone());
            let target = sets.get(&SetKey { document: key.document.clone(), annotator });
            target.is_some_and(|set| match note.on {
                NoteTarget::Document => true,
                NoteTarget::Span(id) => set.spans.find(id).is_some(),
                NoteTarget::Relation(id) => set.relations.contains_key(&id),
                NoteTarget::Note(id) => set.notes.contains_key(&id),
            })
        };
        let lacking = sets.iter().filter(|(key, set)| !set.notes.values().all(|note| is_there(key, note)));
        let mended: Vec<(SetKey, Arc<AnnotationSet>)> = lacking
            .map(|(key, set)| {
                let notes = kept(&set.notes, |note| is_there(key, note));
                (key.clone(), Arc::new(AnnotationSet { notes, ..AnnotationSet::clone(set) }))
            })
            .collect();
        if mended.is_empty() {
            return sets;
        }
        sets.extend(mended);
    }
}

fn kept<V: Clone>(records: &OrdMap<RecordId, V>, counts: impl Fn(&V) -> bool) -> OrdMap<RecordId, V> {
    records.iter().filter(|(_, record)| counts(record)).map(|(id, record)| (*id, record.clone())).collect()
}

/// What of a document counts; nothing where the query is not true of it.
fn counted(asking: &Asking<'_>, part: &Part, by: Option<&BTreeSet<AnnotatorId>>) -> Option<Counted> {
    Some(match part {
        Part::And { parts, by: own } => {
            let by = own.as_ref().or(by);
            let all = parts.iter().map(|part| counted(asking, part, by)).collect::<Option<Vec<_>>>()?;
            all.into_iter().reduce(|one, other| one.and(&other))?
        }
        Part::Or(parts) => parts.iter().filter_map(|part| counted(asking, part, by)).reduce(Counted::or)?,
        Part::By(named) => {
            asking.places(part, by)?;
            Counted::one(Some(by.map_or_else(|| named.clone(), |by| by & named)), None)
        }
        part => {
            let spans = asking.places(part, by)?.into_iter().filter_map(|Place { of, .. }| of).collect();
            Counted::one(by.cloned(), asks_for_spans(part).then_some(spans))
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
