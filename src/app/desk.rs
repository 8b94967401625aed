//! The desk: an open project with what is selected, focused and filtered in this window.

use super::columns::Columns;
use super::exporting::Exporting;
use super::figures::Figures;
use super::filtering::{Filtering, Source, Within};
use super::find::FindState;
use super::history::HistoryState;
use super::importing::Importing;
use super::occurrences::Occurrences;
use super::preview::Preview;
use super::problems::{Problem, Problems};
use super::reader::{Edge, Reader, Selection, SpanRef};
use super::relations::RelationsState;
use super::reviewing::Review;
use super::revising::Revising;
use super::searching::SearchState;
use super::suggestions::Suggestions;
use super::veil::Veil;
use super::verb::Verb;
use super::views::article_list::ListState;
use super::views::codebook::CodebookState;
use super::views::statistics::StatisticsState;
use super::views::tag_palette::TagPalette;
use crate::edit::fitted;
use crate::model::{AnnotationSet, AnnotatorId, Document, DocumentId, NoteTarget, RecordId, Role, SetKey, Span, TagId};
use crate::review::{gold, is_sealed, shown_name};
use crate::text::{Offset, TextRange};
use crate::workspace::Workspace;
use std::sync::Arc;

/// One of the places that Ctrl and a digit lead to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Room {
    /// The article.
    #[default]
    Label,
    /// What several annotators say, and what of it is gold.
    Review,
    /// Where something stands in the project.
    Search,
    /// What the tags say.
    Statistics,
    /// The tags with their guidance.
    Codebook,
    /// Who said what about whom.
    Relations,
    /// What was done.
    History,
}

impl Room {
    /// Whether the article is shown there.
    pub const fn has_article(self) -> bool {
        matches!(self, Self::Label | Self::Review)
    }
}

/// The edge that the keyboard holds, with the span as it was.
#[derive(Clone, Debug, PartialEq)]
pub struct HeldEdge {
    /// Which end.
    pub edge: Edge,
    /// The span before.
    pub span: Span,
    /// Where it would reach now.
    pub to: TextRange,
}

/// The open item that was gone to last.
#[derive(Clone, Debug)]
pub struct OpenItem {
    /// What it is.
    pub problem: Problem,
    /// The selection since: as long as it stays, the next step goes on from here.
    pub selection: Option<Selection>,
}

/// A link that has been begun.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Linking {
    /// The span that it goes out from.
    pub from: SpanRef,
    /// Its tag, if that was chosen first.
    pub tag: Option<TagId>,
}

/// What is going on in the open article.
#[derive(Default)]
pub struct Page {
    /// The document on the page.
    pub document: Option<DocumentId>,
    /// Its view.
    pub reader: Option<Reader>,
    /// The views of each annotator's set, side by side in the review.
    pub columns: Columns,
    /// What is selected; a caret when it is empty.
    pub selection: Option<Selection>,
    /// The focused spans, the one that can be resized first.
    pub focus: Vec<SpanRef>,
    /// The edge that is held.
    pub held: Option<HeldEdge>,
    /// The place between two characters that the next tag marks.
    pub point: Option<Offset>,
    /// The span of one's own that was focused last.
    pub last: Option<SpanRef>,
    /// The link that waits for its other end.
    pub linking: Option<Linking>,
    /// The relation that is looked at, with the layer that it is of.
    pub relation: Option<(usize, RecordId)>,
    /// The tag palette beside the selection.
    pub palette: Option<TagPalette>,
    /// What is being looked for.
    pub find: Option<FindState>,
    /// The open item that was gone to last.
    pub item: Option<OpenItem>,
    /// What was asked to be done with so many items at once, which is done when it is asked for again.
    pub asked_bulk: Option<(Verb, usize)>,
    /// The proposal whose like are all accepted when that is asked for again.
    pub asked_alike: Option<RecordId>,
}

/// An open project in this window.
pub struct Desk {
    /// The project.
    pub workspace: Workspace,
    /// Which place is shown.
    pub room: Room,
    /// The open article.
    pub page: Page,
    /// The tag that every selection gets.
    pub armed: Option<TagId>,
    /// The tags used last, the latest first.
    pub recent: Vec<TagId>,
    /// Whether selections are exact without Alt.
    pub exact: bool,
    /// Whose spans are shown beside one's own.
    pub others: Option<AnnotatorId>,
    /// Which tags are hidden or dimmed.
    pub veil: Veil,
    /// What was looked for last.
    pub sought: String,
    /// The filter of the project.
    pub filtering: Filtering,
    /// What the list lets through, where it is narrowed.
    pub within: Option<Arc<Within>>,
    /// The search through the project.
    pub search: SearchState,
    /// Whether the tags at the right want the keyboard.
    pub tags_want_focus: bool,
    /// Whether the values at the right want the keyboard.
    pub values_want_focus: bool,
    /// Whether the guidance beside the article is hidden.
    pub guidance_folded: bool,
    /// The list at the left.
    pub list: ListState,
    /// The statistics view.
    pub statistics: StatisticsState,
    /// The codebook view.
    pub codebook: CodebookState,
    /// The list of relations.
    pub relations: RelationsState,
    /// The review.
    pub review: Review,
    /// The history view.
    pub history: HistoryState,
    /// What a command would do that is thought about.
    pub preview: Preview,
    /// The places of what is to be tagged.
    pub occurrences: Occurrences,
    /// What another text would mean that is thought about.
    pub revising: Revising,
    /// What files would bring in.
    pub importing: Importing,
    /// What an export would hold.
    pub exporting: Exporting,
    /// The live figures.
    pub figures: Figures,
    /// What the checks find in the open article.
    pub problems: Problems,
    /// What rules propose in the open article.
    pub suggestions: Suggestions,
}

/// The layer on the page of what is proposed.
pub const SUGGESTED: usize = 2;

/// The layer on the page of the first version in the review; the others follow it.
pub const VERSIONS: usize = 3;

/// How many tags used last are remembered.
const RECENT: usize = 8;

impl Desk {
    /// Begins to count again after the thread that did has ended.
    pub fn count_anew(&mut self, wake: impl Fn() + Send + 'static) {
        self.figures = Figures::start(self.workspace.snapshot(), wake);
        self.figures.look_at(self.page.document.clone());
        self.let_through();
        self.figures.with_left_out(self.statistics.with_left_out);
        self.figures.count_for(self.workspace.annotator().cloned());
    }

    /// Tells all who look at several documents what the list lets through now.
    pub fn let_through(&mut self) {
        let documents = self.list.documents();
        let left = self.filtering.left().cloned();
        self.relations.list(Arc::clone(&documents));
        self.figures.filter(Arc::clone(&documents), left.clone());
        self.filtering.version += 1;
        let version = self.filtering.version;
        self.within = self.list.is_narrowed().then(|| Arc::new(Within { documents, left, version }));
        let listed = self.within.as_ref().map(|within| Arc::clone(&within.documents));
        if self.review.asked.documents != listed {
            self.review.asked.documents = listed;
        }
        self.review.asked.query = self.filtering.left().map(|left| left.query.clone());
    }

    /// The project as it is now: all, or what the list lets through.
    pub fn source(&self, is_filtered: bool) -> Source {
        let within = self.within.clone().filter(|_| is_filtered);
        Source { project: self.workspace.snapshot(), within }
    }

    /// The open document.
    pub fn document(&self) -> Option<&Arc<Document>> {
        self.workspace.project().document(self.page.document.as_ref()?)
    }

    /// What people call who labels here.
    pub fn annotator_name(&self) -> Option<&str> {
        self.workspace.annotator().map(|id| self.workspace.annotator_name(id))
    }

    /// What this person does in the project. Somebody who has not said who they are may only do what anybody may.
    pub fn role(&self) -> Role {
        let workflow = &self.workspace.project().workflow;
        let otherwise = if workflow.roles.is_empty() { Role::Lead } else { Role::Annotator };
        self.workspace.annotator().map_or(otherwise, |me| workflow.role(me))
    }

    /// Whose set is worked on: one's own, and gold in the review.
    pub fn working_on(&self) -> Option<AnnotatorId> {
        match self.room {
            Room::Review => gold(self.workspace.project()),
            _ => self.workspace.annotator().cloned(),
        }
    }

    /// The set of the open document that is worked on.
    pub fn own_key(&self) -> Option<SetKey> {
        let document = self.page.document.clone()?;
        Some(SetKey { document, annotator: self.working_on()? })
    }

    /// What is called a version in the review: a letter, or a name once names are shown.
    pub fn version_name(&self, lane: usize) -> String {
        let project = self.workspace.project();
        let annotators = self.page.document.as_ref().and_then(|document| self.review.comparison(document));
        let annotator = annotators.and_then(|comparison| comparison.annotators.get(lane));
        annotator.map(|annotator| shown_name(project, annotator)).unwrap_or_default()
    }

    /// The set of a lane in the review.
    pub fn version_set(&self, lane: usize) -> Option<&Arc<AnnotationSet>> {
        let document = self.page.document.as_ref()?;
        let annotator = self.review.comparison(document)?.annotators.get(lane)?;
        self.workspace.project().set(&SetKey { document: document.clone(), annotator: annotator.clone() })
    }

    /// The set that one's notes go into: always one's own, in the review as well.
    pub fn notes_key(&self) -> Option<SetKey> {
        Some(SetKey { document: self.page.document.clone()?, annotator: self.workspace.annotator()?.clone() })
    }

    /// The set of the open document that is worked on, once there is one.
    pub fn own_set(&self) -> Option<&Arc<AnnotationSet>> {
        self.workspace.project().set(&self.own_key()?)
    }

    /// Whether the sets of others about the open document are out of sight.
    pub fn is_sealed(&self) -> bool {
        let is_sealed = |document| is_sealed(self.workspace.project(), document, self.workspace.annotator());
        self.document().is_some_and(|document| is_sealed(document))
    }

    /// The set that is shown beside one's own.
    pub fn other_set(&self) -> Option<&Arc<AnnotationSet>> {
        if self.room == Room::Review || self.is_sealed() {
            return None;
        }
        let (document, annotator) = (self.page.document.clone()?, self.others.clone()?);
        self.workspace.project().set(&SetKey { document, annotator })
    }

    /// The set of a layer on the page: one's own is 0, the other's 1.
    pub fn layer_set(&self, layer: usize) -> Option<&Arc<AnnotationSet>> {
        match layer {
            0 => self.own_set(),
            SUGGESTED => self.suggestions.shown(),
            1 => self.other_set(),
            version => self.version_set(version.checked_sub(VERSIONS)?),
        }
    }

    /// The focused proposal.
    pub fn suggested(&self) -> Option<&Span> {
        let span = self.page.focus.first().filter(|span| span.layer == SUGGESTED)?;
        self.suggestions.shown()?.spans.get(span.key())
    }

    /// The focused span that comes first.
    pub fn focused(&self) -> Option<&Span> {
        let span = self.page.focus.first()?;
        self.layer_set(span.layer)?.spans.get(span.key())
    }

    /// The relation that is looked at, if it is there.
    pub fn relation(&self) -> Option<(usize, RecordId)> {
        let (layer, id) = self.page.relation?;
        self.layer_set(layer)?.relations.contains_key(&id).then_some((layer, id))
    }

    /// The span of one's own that a fragment would be added to: the focused one, or the one that was so last.
    pub fn fragmented(&self) -> Option<SpanRef> {
        let last = || self.page.last.filter(|_| self.page.focus.is_empty());
        let span = self.focused_own().first().copied().or_else(last)?;
        self.own_set()?.spans.get(span.key()).map(|_| span)
    }

    /// The place that was marked for a tag, where its layer has such.
    pub fn marked_place(&self, tag: &TagId) -> Option<Offset> {
        let has_places = self.workspace.project().codebook.layer_of(tag).is_some_and(|layer| layer.zero_width);
        self.page.point.filter(|_| has_places)
    }

    /// Whether a span's tag is hidden.
    pub fn is_hidden(&self, span: SpanRef) -> bool {
        let span = self.layer_set(span.layer).and_then(|set| set.spans.get(span.key()));
        span.is_some_and(|span| self.veil.hides(&self.workspace.project().codebook, &span.tag))
    }

    /// The focused spans of one's own.
    pub fn focused_own(&self) -> Vec<SpanRef> {
        self.page.focus.iter().copied().filter(|span| span.layer == 0).collect()
    }

    /// What a new note would be on, and whose set that stands in, where it is another's.
    pub fn noted(&self) -> (NoteTarget, Option<AnnotatorId>) {
        match (self.focused(), self.page.focus.first()) {
            (Some(span), Some(at)) if at.layer != SUGGESTED => {
                (NoteTarget::Span(span.id), self.others.clone().filter(|_| at.layer > 0))
            }
            _ => (NoteTarget::Document, None),
        }
    }

    /// The selected range, unless it is only a caret.
    pub fn selected(&self) -> Option<TextRange> {
        self.page.selection.map(Selection::range).filter(|range| !range.is_empty())
    }

    /// Lets go of the palette, a held edge, a relation and the focused spans.
    pub fn let_go(&mut self) {
        self.page.last = self.focused_own().first().copied().or(self.page.last);
        self.page.relation = None;
        self.page.point = None;
        self.page.palette = None;
        self.page.held = None;
        self.page.focus.clear();
    }

    /// A range as the layer of a tag marks it: whole words, sentences or paragraphs.
    pub fn fitted(&self, range: TextRange, tag: &TagId) -> TextRange {
        let layer = self.workspace.project().codebook.layer_of(tag);
        match (layer, self.document()) {
            (Some(layer), Some(document)) => fitted(&document.text, range, layer.granularity),
            _ => range,
        }
    }

    /// Remembers that a tag was used.
    pub fn used(&mut self, tag: &TagId) {
        self.recent.retain(|other| other != tag);
        self.recent.insert(0, tag.clone());
        self.recent.truncate(RECENT);
    }
}
