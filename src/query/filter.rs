//! What a document must be like to be listed.

use super::{DocumentList, DocumentRow, Order};
use crate::model::{AnnotatorId, Codebook, DocumentId, Project, SetState, Span, TagId};
use memchr::memmem::Finder;
use std::collections::BTreeSet;

/// What a document must be like. The default lets every document through that is not put aside.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct DocumentFilter {
    /// Words that stand in its title, outlet, id or metadata as they are written here, whatever their case.
    /// Outer spaces do not count; every document has the empty text.
    pub text: String,
    /// How far the annotator who asks is with it; any when empty. Whoever has no set is at [`SetState::New`].
    pub states: BTreeSet<SetState>,
    /// A tag that a span in it has, or a tag under this one.
    pub tag: Option<TagId>,
    /// Whether anyone's span will do for `tag`; else it must be one of the annotator who asks.
    pub tagged_by_anyone: bool,
    /// Whether documents that are put aside are listed too.
    pub archived: bool,
}

impl DocumentFilter {
    /// Whether every document that is not put aside goes through.
    pub fn is_empty(&self) -> bool {
        self.text.trim().is_empty() && self.states.is_empty() && self.tag.is_none()
    }

    /// Whether one document goes through, for `annotator`.
    pub fn matches(&self, project: &Project, annotator: &AnnotatorId, document: &DocumentId) -> bool {
        let row = DocumentRow::of(project, annotator, document);
        row.is_some_and(|row| self.ready(&project.codebook, annotator).matches(&row))
    }

    /// The documents that go through, for `annotator`, in `order`. For one question; a list that is
    /// drawn again and again keeps a [`DocumentList`].
    pub fn apply(&self, project: &Project, annotator: &AnnotatorId, order: Order) -> Vec<DocumentId> {
        let mut list = DocumentList::default();
        list.refresh(project, annotator);
        let rows = list.select(&project.codebook, self, order);
        rows.into_iter().filter_map(|at| list.row(at)).map(|row| row.document.id.clone()).collect()
    }

    /// The filter made ready to be asked many times.
    pub(super) fn ready<'a>(&'a self, codebook: &'a Codebook, annotator: &'a AnnotatorId) -> ReadyFilter<'a> {
        let folded = self.text.trim().to_lowercase();
        let words = (!folded.is_empty()).then(|| Finder::new(&folded).into_owned());
        let tags = self.tag.as_ref().map(|above| tags_within(codebook, above));
        ReadyFilter { filter: self, annotator, words, tags }
    }
}

/// A tag and all tags under it.
fn tags_within(codebook: &Codebook, above: &TagId) -> BTreeSet<TagId> {
    let below = codebook.order.iter().filter(|id| codebook.is_within(id, above));
    below.chain([above]).cloned().collect()
}

/// A filter with what is looked up once: the folded words, and the tags that stand under its tag.
pub(super) struct ReadyFilter<'a> {
    filter: &'a DocumentFilter,
    annotator: &'a AnnotatorId,
    words: Option<Finder<'static>>,
    tags: Option<BTreeSet<TagId>>,
}

impl ReadyFilter<'_> {
    pub(super) fn matches(&self, row: &DocumentRow) -> bool {
        let filter = self.filter;
        (filter.archived || !row.document.archived)
            && (filter.states.is_empty() || filter.states.contains(&row.state))
            && self.words.as_ref().is_none_or(|words| words.find(row.words().as_bytes()).is_some())
            && self.tags.as_ref().is_none_or(|tags| self.is_tagged(row, tags))
    }

    fn is_tagged(&self, row: &DocumentRow, tags: &BTreeSet<TagId>) -> bool {
        let sets = row.sets().iter().filter(|(who, _)| self.filter.tagged_by_anyone || who == self.annotator);
        sets.flat_map(|(_, set)| set.spans.iter()).any(|span: &Span| tags.contains(&span.tag))
    }
}
