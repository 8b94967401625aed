//! Figures that follow every edit by its difference.

use super::counts::{Places, Step, TagTally};
use super::strings::Strings;
use super::{Scope, TagFigures};
use crate::model::{AnnotatorId, DocumentId, Project, TagId};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the spans of a [`Scope`] come to. Computed once, then kept up to date by [`Tally::apply`].
///
/// - *Documents* are those of the scope that the project has; a set of a document that is missing counts nowhere.
/// - *Characters* are Unicode code points. The text of a document counts once, however many sets are about it.
///   The parts that are left out of the labeling count only where the scope says so; spans in them are spans.
/// - *Spans* are those of the scope's annotators in the scope's documents, each once, however many fragments it has.
/// - Figures of a tag are about the spans with that tag, not with those under it; see [`TagFigures`].
///
/// What is zero is not kept, so that equal figures are equal values.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tally {
    pub(super) scope: Arc<Scope>,
    pub(super) n_documents: usize,
    pub(super) n_characters: usize,
    pub(super) annotators: BTreeMap<AnnotatorId, Places>,
    pub(super) tags: BTreeMap<TagId, TagTally>,
}

impl Tally {
    /// Counts everything in `scope`.
    pub fn of(project: &Project, scope: Scope) -> Self {
        let scope = Arc::new(scope);
        let mut tally = Self {
            scope: Arc::clone(&scope),
            n_documents: 0,
            n_characters: 0,
            annotators: BTreeMap::new(),
            tags: BTreeMap::new(),
        };
        for document in scope.documents(project) {
            tally.count_document(project, document, Step::In, Strings::add_unranked);
        }
        for tag in tally.tags.values_mut() {
            tag.strings.rank();
        }
        tally
    }

    /// What the figures are about.
    pub fn scope(&self) -> &Scope {
        &self.scope
    }

    /// How many documents there are, with spans or without.
    pub fn n_documents(&self) -> usize {
        self.n_documents
    }

    /// The code points of all their texts, as far as they count.
    pub fn n_characters(&self) -> usize {
        self.n_characters
    }

    /// How many spans there are, whatever their tag.
    pub fn n_spans(&self) -> usize {
        self.annotators.values().map(|places| places.n_spans).sum()
    }

    /// Those who have spans, by id, with how many and in how many documents.
    pub fn annotators(&self) -> impl Iterator<Item = (&AnnotatorId, usize, usize)> {
        self.annotators.iter().map(|(id, places)| (id, places.n_spans, places.documents.len()))
    }

    /// How many spans an annotator has, and in how many documents.
    pub fn counts_of(&self, annotator: &AnnotatorId) -> (usize, usize) {
        self.annotators.get(annotator).map_or((0, 0), |places| (places.n_spans, places.documents.len()))
    }

    /// The tags that have spans, by id.
    pub fn tags(&self) -> impl Iterator<Item = &TagId> {
        self.tags.keys()
    }

    /// How many spans have a tag.
    pub fn spans_of(&self, tag: &TagId) -> usize {
        self.tags.get(tag).map_or(0, |tag| tag.places.n_spans)
    }

    /// How many spans one annotator has with a tag.
    pub fn spans_by(&self, annotator: &AnnotatorId, tag: &TagId) -> usize {
        self.tags.get(tag).and_then(|tag| tag.annotators.get(annotator)).copied().unwrap_or_default()
    }

    /// How many spans of one document have a tag.
    pub fn spans_in(&self, document: &DocumentId, tag: &TagId) -> usize {
        self.tags.get(tag).and_then(|tag| tag.places.documents.get(document)).copied().unwrap_or_default()
    }

    /// All figures of a tag; zeros for one without spans.
    pub fn figures(&self, tag: &TagId) -> TagFigures {
        let none = TagTally::default();
        let tag = self.tags.get(tag).unwrap_or(&none);
        let ratio = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
        TagFigures {
            n_spans: tag.places.n_spans,
            n_documents: tag.places.documents.len(),
            n_characters: tag.n_covered,
            share: ratio(tag.n_covered, self.n_characters),
            mean_length: ratio(tag.n_marked, tag.places.n_spans),
            n_strings: tag.strings.len(),
        }
    }

    /// The strings that a tag covers with how often, the most frequent first, ties in the order of their
    /// characters. Exact: nothing is folded or normalized. Fragments are joined by ` … `; a string of over
    /// 400 bytes shows its two ends, but still counts only with those that are the same throughout. A span
    /// that covers no character has no string.
    pub fn strings_of(&self, tag: &TagId) -> impl Iterator<Item = (&str, usize)> {
        self.tags.get(tag).into_iter().flat_map(|tag| tag.strings.most_frequent())
    }
}
