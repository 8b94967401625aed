//! A project as a study of agreement: the spans of those who are done with a document, by numbers, kept right while people
//! decide.

use crate::agreement::{DocumentTally, Names, StudyDocument, Tallies, Unit};
use crate::edit::{Edit, Transaction};
use crate::model::{
    AnnotationSet, AnnotatorId, AnnotatorKind, Calendar, Document, DocumentId, LayerId, Project, TagId, Timestamp,
};
use crate::text::{self, Offset, TextRange};
use rayon::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

/// What people who are done agree or do not agree about: documents that two people or more finished, or where they say that
/// nothing is to be marked. Gold is nobody's.
#[derive(Clone, Debug, Default)]
pub struct ProjectStudy {
    /// The layer whose spans are compared; those of all together without one.
    layer: Option<LayerId>,
    annotators: Vec<AnnotatorId>,
    /// The tags of the codebook and those that occur, in order.
    tags: Vec<TagId>,
    /// In order.
    documents: Vec<DocumentId>,
    /// What else is known of each.
    marks: Vec<Marks>,
    tallies: Tallies,
    /// What annotators and tags are called in keys: their ids.
    annotator_names: Vec<String>,
    tag_names: Vec<String>,
}

impl ProjectStudy {
    /// Of a project as it is, counted on all cores.
    pub fn of(project: &Project) -> Self {
        Self::of_layer(project, None)
    }

    /// The same of the spans of one layer alone: most measures are for spans that do not lie over each other, and those of
    /// two layers may.
    pub fn of_layer(project: &Project, layer: Option<LayerId>) -> Self {
        let is_of_layer = |tag: &TagId| is_in(layer.as_ref(), project, tag);
        let ids: BTreeSet<&DocumentId> = project.sets.keys().map(|key| &key.document).collect();
        let done: Vec<(&DocumentId, Done<'_>)> =
            ids.into_iter().filter_map(|id| Some((id, Done::of(project, id)?))).collect();
        let annotators: BTreeSet<&AnnotatorId> =
            done.iter().flat_map(|(_, done)| done.sets.iter().map(|(id, _)| *id)).collect();
        let mut tags: BTreeSet<&TagId> = project.codebook.tags.keys().collect();
        tags.extend(done.iter().flat_map(|(_, done)| done.tags()));
        tags.retain(|tag| is_of_layer(tag));
        let mut study = Self {
            layer: layer.clone(),
            annotator_names: annotators.iter().map(ToString::to_string).collect(),
            annotators: annotators.into_iter().cloned().collect(),
            tag_names: tags.iter().map(ToString::to_string).collect(),
            tags: tags.into_iter().cloned().collect(),
            documents: done.iter().map(|(id, _)| (*id).clone()).collect(),
            marks: done.iter().map(|(_, done)| Marks::of(done)).collect(),
            tallies: Tallies::default(),
        };
        let tallies: Vec<DocumentTally> =
            done.par_iter().map(|(_, done)| DocumentTally::of(&study.numbered(done))).collect();
        study.tallies = Tallies::new(study.annotators.len(), tallies);
        study
    }

    /// Follows a transaction that led to `after`. Takes time with the documents that it touches; where somebody is done with
    /// their first document, or no longer with their last, or has a tag that was not there, with all.
    pub fn apply(&mut self, transaction: &Transaction, after: &Project) {
        let mut touched: BTreeSet<&DocumentId> = BTreeSet::new();
        for edit in &transaction.edits {
            match edit {
                Edit::Document(id, _) => {
                    touched.insert(id);
                }
                Edit::Head(key, _) | Edit::Span(key, _) | Edit::DocumentTag(key, ..) => {
                    touched.insert(&key.document);
                }
                // A tag may be of another layer now.
                Edit::Tag(..) if self.layer.is_none() => {}
                // Somebody may have become gold.
                Edit::Annotator(..) | Edit::Tag(..) => {
                    *self = Self::of_layer(after, self.layer.clone());
                    return;
                }
                Edit::Name(_)
                | Edit::Workflow(_)
                | Edit::Filter(..)
                | Edit::Layers(_)
                | Edit::TagOrder(_)
                | Edit::Attributes(_) => {}
                Edit::Rule(..) | Edit::Revision(..) | Edit::Relation(..) => {}
                Edit::Value(..) | Edit::Note(..) | Edit::Rejection(..) => {}
            }
        }
        let counted: Option<Vec<(&DocumentId, Option<Counted>)>> =
            touched.into_par_iter().map(|id| Some((id, self.counted(after, id)?))).collect();
        let is_anybody_new = counted.is_none();
        counted.into_iter().flatten().for_each(|(id, counted)| self.put(id, counted));
        let is_anybody_gone = (0..self.annotators.len()).any(|who| !self.tallies.sum().has(who));
        if is_anybody_new || is_anybody_gone {
            *self = Self::of_layer(after, self.layer.clone());
        }
    }

    /// What there is in a document, if two people are done with it; nothing at all, if it has an annotator or a tag that is new.
    fn counted(&self, project: &Project, id: &DocumentId) -> Option<Option<Counted>> {
        let Some(done) = Done::of(project, id) else { return Some(None) };
        let is_known = |annotator| self.annotators.binary_search(annotator).is_ok();
        let are_known = done.sets.iter().all(|(annotator, _)| is_known(annotator))
            && done.tags().all(|tag| self.tags.binary_search(tag).is_ok() || !is_in(self.layer.as_ref(), project, tag));
        are_known.then(|| Some(Counted { tally: DocumentTally::of(&self.numbered(&done)), marks: Marks::of(&done) }))
    }

    /// Puts what there is in a document in place of what there was.
    fn put(&mut self, id: &DocumentId, counted: Option<Counted>) {
        match (self.documents.binary_search(id), counted) {
            (Ok(at), Some(counted)) => {
                self.marks.iter_mut().skip(at).take(1).for_each(|marks| *marks = counted.marks);
                self.tallies.replace(at, counted.tally);
            }
            (Ok(at), None) => {
                self.documents.remove(at);
                self.marks.remove(at);
                self.tallies.remove(at);
            }
            (Err(at), Some(counted)) => {
                self.documents.insert(at, id.clone());
                self.marks.insert(at, counted.marks);
                self.tallies.insert(at, counted.tally);
            }
            (Err(_), None) => {}
        }
    }

    fn numbered(&self, done: &Done<'_>) -> StudyDocument {
        by_numbers(done.document, &self.tags, self.annotators.iter().map(|annotator| done.set(annotator)))
    }

    /// A document by numbers, for what is not reckoned from tallies; nothing for one that two people are not done with.
    pub fn document(&self, project: &Project, id: &DocumentId) -> Option<StudyDocument> {
        self.documents.binary_search(id).ok()?;
        Some(self.numbered(&Done::of(project, id)?))
    }

    /// Whose the sets are, by their numbers.
    pub fn annotators(&self) -> &[AnnotatorId] {
        &self.annotators
    }

    /// The tags by their numbers, among them such as nobody uses.
    pub fn tags(&self) -> &[TagId] {
        &self.tags
    }

    /// The documents, in the order of their tallies.
    pub fn documents(&self) -> &[DocumentId] {
        &self.documents
    }

    /// What is counted in them.
    pub const fn tallies(&self) -> &Tallies {
        &self.tallies
    }

    /// What annotators and tags are called in the names of figures: by their ids.
    pub fn names(&self) -> Names<'_> {
        Names { annotators: &self.annotator_names, tags: &self.tag_names }
    }

    /// How many spans are in several pieces, each of which is taken from its first character to its last.
    pub fn n_in_pieces(&self) -> usize {
        self.marks.iter().map(|marks| marks.n_in_pieces).sum()
    }

    /// The documents, by their numbers, by the stretch of time in which the last of those who are done marked something for the
    /// last time: to see how agreement goes on. Documents in which nobody marked anything have no time.
    pub fn periods(&self, calendar: Calendar) -> Vec<(String, Vec<usize>)> {
        let mut periods: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (at, marks) in self.marks.iter().enumerate() {
            if let Some(last) = marks.last {
                periods.entry(calendar.of(last)).or_default().push(at);
            }
        }
        periods.into_iter().collect()
    }
}

/// Whether a tag is of a layer, if there is one.
fn is_in(layer: Option<&LayerId>, project: &Project, tag: &TagId) -> bool {
    layer.is_none_or(|layer| project.codebook.tag(tag).is_some_and(|tag| tag.layer == *layer))
}

/// What there is in a document.
struct Counted {
    tally: DocumentTally,
    marks: Marks,
}

/// What is known of what was marked in a document, beside what is compared.
#[derive(Clone, Copy, Debug)]
struct Marks {
    /// How many spans are in several pieces.
    n_in_pieces: usize,
    /// When somebody marked something last.
    last: Option<Timestamp>,
}

impl Marks {
    fn of(done: &Done<'_>) -> Self {
        let spans = || done.sets.iter().flat_map(|(_, set)| set.spans.iter());
        let given = done.sets.iter().flat_map(|(_, set)| set.document_tags.values());
        Self {
            n_in_pieces: spans().filter(|span| span.at.n_ranges() > 1).count(),
            last: spans().map(|span| span.made).chain(given.map(|given| given.made)).max(),
        }
    }
}

/// A document with the sets of some annotators, each a number by its place, and those of tags that are in order. A span in
/// several pieces is taken from its first character to its last.
pub(super) fn by_numbers<'s>(
    document: &Document,
    tags: &[TagId],
    sets: impl Iterator<Item = Option<&'s AnnotationSet>>,
) -> StudyDocument {
    let text = &document.text;
    let count = |at: Offset| text.count(at, text::Unit::CodePoint) as u32;
    let unit = |tag: &TagId, hull: TextRange| {
        let tag = tags.binary_search(tag).ok()? as u32;
        Some(Unit { start: count(hull.start()), end: count(hull.end()), tag })
    };
    let units = |set: &AnnotationSet| set.spans.iter().filter_map(|span| unit(&span.tag, span.hull())).collect();
    StudyDocument::new(text.as_str(), sets.map(|set| set.map(units)).collect())
}

/// A document with the sets of those who are done with it, two at least.
pub(super) struct Done<'p> {
    document: &'p Document,
    /// By annotator, in order.
    pub sets: Vec<(&'p AnnotatorId, &'p AnnotationSet)>,
}

impl<'p> Done<'p> {
    pub(super) fn of(project: &'p Project, id: &'p DocumentId) -> Option<Self> {
        let document = project.document(id).filter(|document| !document.archived)?;
        let sets = project.sets_of(id).map(|(key, set)| (&key.annotator, &**set));
        let sets = sets.filter(|(annotator, set)| {
            let is_gold = project.annotators.get(*annotator).is_some_and(|it| it.kind == AnnotatorKind::Gold);
            !is_gold && set.head.state.is_finished()
        });
        let sets: Vec<_> = sets.collect();
        (sets.len() >= 2).then_some(Self { document, sets })
    }

    /// The set of an annotator, if they are done.
    pub(super) fn set(&self, annotator: &AnnotatorId) -> Option<&'p AnnotationSet> {
        self.sets.iter().find(|(other, _)| *other == annotator).map(|(_, set)| *set)
    }

    fn tags(&self) -> impl Iterator<Item = &'p TagId> {
        self.sets.iter().flat_map(|(_, set)| set.spans.iter().map(|span| &span.tag))
    }
}
