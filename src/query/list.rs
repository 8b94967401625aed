//! The rows of the article list: what a row shows of a document, kept until that document or its sets change.

use super::DocumentFilter;
use crate::model::{AnnotationSet, AnnotatorId, Codebook, Document, DocumentId, Project, SetKey, SetState};
use crate::text::Unit;
use imbl::OrdMap;
use std::cmp::{Ordering, Reverse};
use std::sync::Arc;

/// What a list of documents is sorted by. Ties, whatever the direction, stand by id.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum SortKey {
    /// When it came into the project.
    #[default]
    Added,
    /// Its title, whatever its case.
    Title,
    /// How far the annotator is: new, in progress, finished.
    State,
    /// How many spans the annotator has in it.
    Spans,
    /// Its date as its source writes it, compared as text. Documents without one stand last in either direction.
    Date,
    /// Its length in code points.
    Length,
}

impl SortKey {
    /// All keys, in menu order.
    pub const ALL: [Self; 6] = [Self::Added, Self::Title, Self::State, Self::Spans, Self::Date, Self::Length];

    /// The word for it in windows.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "Added",
            Self::Title => "Title",
            Self::State => "State",
            Self::Spans => "Spans",
            Self::Date => "Date",
            Self::Length => "Length",
        }
    }
}

/// In which order documents are listed.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub struct Order {
    /// What they are sorted by.
    pub key: SortKey,
    /// The largest, latest or last first.
    pub descending: bool,
}

/// What the list shows of one document, for one annotator.
#[derive(Clone, Debug)]
pub struct DocumentRow {
    /// The document.
    pub document: Arc<Document>,
    /// How far the annotator is with it.
    pub state: SetState,
    /// How many spans the annotator has in it.
    pub n_spans: usize,
    /// How many spans everyone together has in it.
    pub n_spans_of_all: usize,
    /// How long its text is, in code points.
    pub n_characters: usize,
    known: Arc<Known>,
    sets: Vec<(AnnotatorId, Arc<AnnotationSet>)>,
}

/// What is computed once for a document.
#[derive(Debug)]
struct Known {
    n_characters: usize,
    title: String,
    words: String,
}

impl Known {
    fn of(document: &Document) -> Self {
        let title = document.title.to_lowercase();
        let mut words = title.clone();
        let meta = document.meta.iter().flat_map(|(key, value)| [key.as_str(), value.as_str()]);
        for part in document.outlet.as_deref().into_iter().chain([document.id.as_str()]).chain(meta) {
            // A line break parts them, so that no search finds the end of one and the start of the next.
            words.push('\n');
            words.push_str(&part.to_lowercase());
        }
        Self { n_characters: document.text.count(document.text.end(), Unit::CodePoint), title, words }
    }
}

impl DocumentRow {
    /// The row of one document.
    pub fn of(project: &Project, annotator: &AnnotatorId, document: &DocumentId) -> Option<Self> {
        let found = project.document(document)?;
        let sets = project.sets_of(document).map(|(key, set)| (key.annotator.clone(), Arc::clone(set))).collect();
        Some(Self::new(Arc::clone(found), Arc::new(Known::of(found)), sets, annotator))
    }

    fn new(
        document: Arc<Document>,
        known: Arc<Known>,
        sets: Vec<(AnnotatorId, Arc<AnnotationSet>)>,
        annotator: &AnnotatorId,
    ) -> Self {
        let own = sets.iter().find(|(who, _)| who == annotator).map(|(_, set)| set);
        Self {
            state: own.map_or(SetState::New, |set| set.head.state),
            n_spans: own.map_or(0, |set| set.spans.len()),
            n_spans_of_all: sets.iter().map(|(_, set)| set.spans.len()).sum(),
            n_characters: known.n_characters,
            document,
            known,
            sets,
        }
    }

    /// Title, outlet, id and metadata, folded, one a line.
    pub(super) fn words(&self) -> &str {
        &self.known.words
    }

    /// What everyone says about it.
    pub(super) fn sets(&self) -> &[(AnnotatorId, Arc<AnnotationSet>)] {
        &self.sets
    }

    fn compare(&self, other: &Self, order: Order) -> Ordering {
        let ordering = match order.key {
            SortKey::Added => self.document.added.cmp(&other.document.added),
            SortKey::Title => self.known.title.cmp(&other.known.title),
            SortKey::State => self.state.cmp(&other.state),
            SortKey::Spans => self.n_spans.cmp(&other.n_spans),
            SortKey::Date => return self.compare_dates(other, order.descending),
            SortKey::Length => self.n_characters.cmp(&other.n_characters),
        };
        if order.descending { ordering.reverse() } else { ordering }
    }

    fn compare_dates(&self, other: &Self, descending: bool) -> Ordering {
        let missing = |row: &Self| row.document.date.is_none();
        let dates = self.document.date.cmp(&other.document.date);
        missing(self).cmp(&missing(other)).then(if descending { dates.reverse() } else { dates })
    }
}

/// The rows of all documents, for one annotator. Refreshing computes only what changed since.
#[derive(Clone, Debug, Default)]
pub struct DocumentList {
    annotator: Option<AnnotatorId>,
    documents: OrdMap<DocumentId, Arc<Document>>,
    sets: OrdMap<SetKey, Arc<AnnotationSet>>,
    rows: Vec<DocumentRow>,
}

impl DocumentList {
    /// Brings the rows up to date. Costs nothing when nothing changed, else a comparison of two pointers a
    /// document and the making of those rows whose document or sets are new.
    /// Returns whether anything changed.
    pub fn refresh(&mut self, project: &Project, annotator: &AnnotatorId) -> bool {
        let same_annotator = self.annotator.as_ref() == Some(annotator);
        if same_annotator && self.documents.ptr_eq(&project.documents) && self.sets.ptr_eq(&project.sets) {
            return false;
        }
        let mut old = std::mem::take(&mut self.rows).into_iter().peekable();
        let mut sets = project.sets.iter().peekable();
        self.rows.reserve(project.documents.len());
        for (id, document) in &project.documents {
            while old.next_if(|row| row.document.id < *id).is_some() {}
            while sets.next_if(|(key, _)| key.document < *id).is_some() {}
            let old_row = old.next_if(|row| row.document.id == *id);
            let mut is_new = !same_annotator;
            let mut kept = old_row.as_ref().map_or(&[][..], |row| &row.sets).iter();
            let ahead = sets.clone();
            while let Some((key, set)) = sets.next_if(|(key, _)| key.document == *id) {
                is_new |= !kept.next().is_some_and(|(who, old)| *who == key.annotator && Arc::ptr_eq(old, set));
            }
            is_new |= kept.next().is_some();
            let known = old_row.as_ref().filter(|row| Arc::ptr_eq(&row.document, document)).map(|row| &row.known);
            let row = match (known, old_row.as_ref()) {
                (Some(_), Some(row)) if !is_new => row.clone(),
                (known, _) => {
                    let known = known.map_or_else(|| Arc::new(Known::of(document)), Arc::clone);
                    let sets = ahead.take_while(|(key, _)| key.document == *id);
                    let sets = sets.map(|(key, set)| (key.annotator.clone(), Arc::clone(set))).collect();
                    DocumentRow::new(Arc::clone(document), known, sets, annotator)
                }
            };
            self.rows.push(row);
        }
        self.annotator = Some(annotator.clone());
        self.documents = project.documents.clone();
        self.sets = project.sets.clone();
        true
    }

    /// All rows, by document id.
    pub fn rows(&self) -> &[DocumentRow] {
        &self.rows
    }

    /// The row at a place that [`Self::select`] gave.
    pub fn row(&self, at: usize) -> Option<&DocumentRow> {
        self.rows.get(at)
    }

    /// The row of a document.
    pub fn row_of(&self, id: &DocumentId) -> Option<&DocumentRow> {
        let at = self.rows.binary_search_by(|row| row.document.id.cmp(id)).ok()?;
        self.rows.get(at)
    }

    /// The places of the rows that a filter lets through, in `order`.
    pub fn select(&self, codebook: &Codebook, filter: &DocumentFilter, order: Order) -> Vec<usize> {
        let Some(annotator) = &self.annotator else { return Vec::new() };
        let ready = filter.ready(codebook, annotator);
        let mut found: Vec<(usize, &DocumentRow)> =
            self.rows.iter().enumerate().filter(|(_, row)| ready.matches(row)).collect();
        // A stable sort keeps ties as the rows stand, which is by id.
        match order {
            Order { key: SortKey::Added, descending: false } => found.sort_by_key(|(_, row)| row.document.added),
            Order { key: SortKey::Spans, descending: true } => found.sort_by_key(|(_, row)| Reverse(row.n_spans)),
            _ => found.sort_by(|(_, a), (_, b)| a.compare(b, order)),
        }
        found.into_iter().map(|(at, _)| at).collect()
    }
}
