//! The article list: its rows, filtered and sorted.

use super::collation::Collation;
use super::fold::Needle;
use crate::model::{AnnotationSet, AnnotatorId, Document, DocumentId, Project, SetKey, SetState, TagId};
use crate::text::{Digest, Unit};
use std::cmp::{Ordering, Reverse};
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
    /// Only what is assigned to the annotator who asks.
    pub assigned: bool,
    /// Only these documents, such as those that a query is true of.
    pub among: Option<Arc<BTreeSet<DocumentId>>>,
}

impl DocumentFilter {
    /// Whether some documents are not asked for, beside those that are archived.
    pub fn is_narrow(&self) -> bool {
        !self.text.trim().is_empty()
            || !self.states.is_empty()
            || self.tag.is_some()
            || self.archived
            || self.assigned
            || self.among.is_some()
    }
}

/// What rows are sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum SortKey {
    /// When the document came into the project.
    #[default]
    Added,
    /// Its title, in the order of words that fits all languages, numbers by their size.
    Title,
    /// How far the annotator who asks is: new, in progress, finished.
    State,
    /// How many spans the annotator who asks has in it.
    Spans,
    /// When it was published, as its source writes it, compared as text. Those without a date stand last in both directions.
    Date,
    /// The length of its text, in code points.
    Length,
    /// The order of work that is shuffled for the annotator who asks, as the project says.
    Work,
}

/// An order of rows. Ties are in the order of ids, numbers in them by their size, in both directions.
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
    /// Its place in the order of work of the annotator who asks.
    pub work: u64,
}

/// The documents that `filter` asks for, as `me` sees them, in the order of `sort`.
/// Takes time with the number of documents, and nothing for their spans.
pub fn rows(project: &Project, me: Option<&AnnotatorId>, filter: &DocumentFilter, sort: Sort) -> Vec<DocumentRow> {
    let mut asked = Asked::new(project, me, filter);
    // Documents and sets stand in the same order, so that one walk over both finds each document's sets.
    let mut sets = project.sets.iter().peekable();
    let mut rows = Vec::new();
    for (id, document) in &project.documents {
        let about_it = std::iter::from_fn(|| next_set(&mut sets, id));
        let (row, has_tag) = row_of(project, document, about_it, me, asked.tags.as_deref());
        if has_tag && asked.has(&row) {
            rows.push(row);
        }
    }
    sort_rows(&mut rows, sort);
    rows
}

/// A question for documents. Its rows can be kept up to date with the project, document by document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Question {
    /// Who asks.
    pub me: Option<AnnotatorId>,
    /// Which documents are asked for.
    pub filter: DocumentFilter,
    /// In which order.
    pub sort: Sort,
}

/// How far the annotator who asks was and is with a document; `None` where it is not among the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Followed {
    /// Before.
    pub was: Option<SetState>,
    /// After.
    pub is: Option<SetState>,
}

impl Question {
    /// All its rows.
    pub fn rows(&self, project: &Project) -> Vec<DocumentRow> {
        rows(project, self.me.as_ref(), &self.filter, self.sort)
    }

    /// Where a document stands among the rows of a project, found by its place in the order.
    pub fn position(&self, rows: &[DocumentRow], project: &Project, id: &DocumentId) -> Option<usize> {
        let (row, _) = row_of(project, project.document(id)?, project.sets_of(id), self.me.as_ref(), None);
        rows.binary_search_by(|other| self.sort.compare(other, &row)).ok()
    }

    /// Brings the rows of `before` up to date with what `after` says of one document. Where a filter asks for a
    /// tag, the codebook must be the same in both.
    /// Takes time with the logarithm of the rows, and with how far the row moves.
    pub fn follow(&self, rows: &mut Vec<DocumentRow>, before: &Project, after: &Project, id: &DocumentId) -> Followed {
        let old = self.position(rows, before, id);
        let was = old.and_then(|at| rows.get(at)).map(|row| row.state);
        let new = after.document(id).and_then(|document| {
            let mut asked = Asked::new(after, self.me.as_ref(), &self.filter);
            let (row, has_tag) = row_of(after, document, after.sets_of(id), self.me.as_ref(), asked.tags.as_deref());
            Some(row).filter(|row| has_tag && asked.has(row))
        });
        let is = new.as_ref().map(|row| row.state);
        let Some(row) = new else {
            if let Some(old) = old {
                rows.remove(old);
            }
            return Followed { was, is };
        };
        let at = rows.partition_point(|other| self.sort.compare(other, &row).is_lt());
        match old {
            None => rows.insert(at, row),
            // The rows between move by one, to where it stood.
            Some(old) => {
                let at = if at > old { at - 1 } else { at };
                match rows.get_mut(old.min(at)..=old.max(at)) {
                    Some(between) if at > old => between.rotate_left(1),
                    Some(between) => between.rotate_right(1),
                    None => {}
                }
                if let Some(place) = rows.get_mut(at) {
                    *place = row;
                }
            }
        }
        Followed { was, is }
    }
}

/// A filter, made ready for looking at many documents.
struct Asked<'a> {
    me: Option<&'a AnnotatorId>,
    filter: &'a DocumentFilter,
    needle: Needle,
    tags: Option<Vec<&'a TagId>>,
}

impl<'a> Asked<'a> {
    fn new(project: &'a Project, me: Option<&'a AnnotatorId>, filter: &'a DocumentFilter) -> Self {
        let tags = filter.tag.as_ref().map(|tag| tags_within(project, tag));
        Self { me, filter, needle: Needle::new(&filter.text), tags }
    }

    /// Whether a row is asked for, but for its tags.
    fn has(&mut self, row: &DocumentRow) -> bool {
        let has_state = self.filter.states.is_empty() || self.filter.states.contains(&row.state);
        let is_asked = !self.filter.assigned || self.me.is_some_and(|me| row.document.assigned.contains(me));
        is_asked
            && self.filter.among.as_ref().is_none_or(|among| among.contains(&row.id))
            && row.document.archived == self.filter.archived
            && has_state
            && has_text(&row.document, &mut self.needle)
    }
}

/// Where a document stands in somebody's order of work: the same for a seed, and another for everybody.
fn place_in_work(project: &Project, me: Option<&AnnotatorId>, document: &DocumentId) -> u64 {
    let Some((seed, me)) = project.workflow.shuffled_by.zip(me) else { return 0 };
    let [a, b, c, d, e, f, g, h, ..] = Digest::of(format!("{seed} {me} {document}").as_bytes()).bytes();
    u64::from_le_bytes([a, b, c, d, e, f, g, h])
}

/// A document's row, and whether one of its sets has one of the tags, if any are asked for.
fn row_of<'a>(
    project: &Project,
    document: &Arc<Document>,
    sets: impl Iterator<Item = (&'a SetKey, &'a Arc<AnnotationSet>)>,
    me: Option<&AnnotatorId>,
    tags: Option<&[&TagId]>,
) -> (DocumentRow, bool) {
    let (id, document) = (document.id.clone(), Arc::clone(document));
    let work = place_in_work(project, me, &id);
    let mut row = DocumentRow { id, document, state: SetState::New, n_spans: 0, n_sets: 0, work };
    let mut has_tag = tags.is_none();
    for (key, set) in sets {
        row.n_sets += 1;
        if Some(&key.annotator) == me {
            row.state = set.head.state;
            row.n_spans = set.spans.len();
        }
        has_tag = has_tag || tags.is_some_and(|tags| tags.iter().any(|tag| set.spans.n_tagged(tag) > 0));
    }
    (row, has_tag)
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

fn sort_rows(rows: &mut [DocumentRow], sort: Sort) {
    match sort.key {
        SortKey::Title => {
            rows.sort_by(|a, b| natural(a.id.as_str(), b.id.as_str()));
            let collation = Collation::of_any();
            let key = |row: &DocumentRow| collation.key(&row.document.title);
            if sort.descending {
                rows.sort_by_cached_key(|row| Reverse(key(row)));
            } else {
                rows.sort_by_cached_key(key);
            }
        }
        _ => rows.sort_by(|a, b| sort.compare(a, b)),
    }
}

/// The order of two ids, in which numbers stand by their size.
fn natural(a: &str, b: &str) -> Ordering {
    let (mut one, mut other) = (a.as_bytes(), b.as_bytes());
    while let (Some(x), Some(y)) = (one.first(), other.first()) {
        let (step_one, step_other, order) = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (n_one, n_other) = (n_digits(one), n_digits(other));
            let (x, y) = (number(one, n_one), number(other, n_other));
            (n_one, n_other, x.len().cmp(&y.len()).then_with(|| x.cmp(y)))
        } else {
            (1, 1, x.cmp(y))
        };
        if order.is_ne() {
            return order;
        }
        (one, other) = (one.get(step_one..).unwrap_or_default(), other.get(step_other..).unwrap_or_default());
    }
    // What is equal but for zeros before a number is told apart by these.
    one.len().cmp(&other.len()).then_with(|| a.cmp(b))
}

fn n_characters(row: &DocumentRow) -> usize {
    row.document.text.count(row.document.text.end(), Unit::CodePoint)
}

impl Sort {
    /// The order of two rows; only rows of one document can be equal.
    fn compare(self, a: &DocumentRow, b: &DocumentRow) -> Ordering {
        self.compare_key(a, b).then_with(|| natural(a.id.as_str(), b.id.as_str()))
    }

    fn compare_key(self, a: &DocumentRow, b: &DocumentRow) -> Ordering {
        match self.key {
            SortKey::Added => self.directed(a.document.added.cmp(&b.document.added)),
            SortKey::State => self.directed(a.state.cmp(&b.state)),
            SortKey::Spans => self.directed(a.n_spans.cmp(&b.n_spans)),
            SortKey::Work => self.directed(a.work.cmp(&b.work)),
            SortKey::Length => self.directed(n_characters(a).cmp(&n_characters(b))),
            SortKey::Title => {
                let collation = Collation::of_any();
                self.directed(collation.key(&a.document.title).cmp(&collation.key(&b.document.title)))
            }
            SortKey::Date => match (&a.document.date, &b.document.date) {
                (Some(a), Some(b)) => self.directed(a.cmp(b)),
                (a, b) => b.is_some().cmp(&a.is_some()),
            },
        }
    }

    fn directed(self, order: Ordering) -> Ordering {
        if self.descending { order.reverse() } else { order }
    }
}

/// With how many digits it begins.
fn n_digits(bytes: &[u8]) -> usize {
    bytes.iter().take_while(|byte| byte.is_ascii_digit()).count()
}

/// The first digits without zeros before them.
fn number(bytes: &[u8], n_digits: usize) -> &[u8] {
    let digits = bytes.get(..n_digits).unwrap_or_default();
    let n_zeros = digits.iter().take_while(|digit| **digit == b'0').count();
    digits.get(n_zeros..).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_the_order_of_their_numbers() {
        let mut ids = vec!["a-10", "a-2", "b", "a-2-x", "a", "a-010", "a-9", "2a", "10a", "a-x"];
        ids.sort_by(|a, b| natural(a, b));
        assert_eq!(ids, ["2a", "10a", "a", "a-2", "a-2-x", "a-9", "a-010", "a-10", "a-x", "b"]);
        let long = ["a-99999999999999999999999999", "a-100000000000000000000000000"];
        assert_eq!(natural(long[0], long[1]), Ordering::Less);
    }
}
