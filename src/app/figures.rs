//! The live figures: counted on a thread of their own from snapshots, and brought up to date by each edit's difference.

use super::answering::Answers;
use super::filtering::Left;
use crate::model::{AnnotatorId, DocumentId, Project, TagId};
use crate::review::as_seen;
use crate::stats::{Documents, Scope, Table, Tally};
use crate::workspace::Applied;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// The open document.
    #[default]
    Document,
    /// What the list lets through.
    Filter,
    /// The whole project.
    Project,
}

impl Extent {
    /// All of them, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Document, Self::Filter, Self::Project];
}

/// Which table is made of what is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Report {
    /// Each tag with all its figures.
    #[default]
    Tags,
    /// Each tag with the spans of each annotator.
    Annotators,
    /// A question of its own, which is not counted with the others.
    Analysis,
}

impl Report {
    /// All of them, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Tags, Self::Annotators, Self::Analysis];
}

/// The figures as they were counted last.
#[derive(Clone, Debug, Default)]
struct Counted {
    tables: BTreeMap<(Extent, Report), Table>,
    in_project: HashMap<TagId, usize>,
    own: HashMap<TagId, usize>,
    version: u64,
}

/// What the counting thread is told.
enum News {
    Edited(Box<Applied>),
    LookAt(Option<DocumentId>),
    Filter(Arc<BTreeSet<DocumentId>>, Option<Arc<Left>>),
    CountFor(Option<AnnotatorId>),
    WithLeftOut(bool),
}

/// The counting thread, seen from the window.
pub struct Figures {
    news: Sender<(u64, News)>,
    results: Receiver<Counted>,
    counted: Counted,
    version: u64,
    is_over: bool,
}

impl Figures {
    /// Begins to count a project. `wake` is called when new figures are there.
    pub fn start(project: Project, wake: impl Fn() + Send + 'static) -> Self {
        let (news, inbox) = channel();
        let (outbox, results) = channel();
        std::thread::spawn(move || Counter::new(project).run(&inbox, &outbox, &wake));
        Self { news, results, counted: Counted::default(), version: 0, is_over: false }
    }

    /// Takes what has been counted since the last frame.
    pub fn poll(&mut self) {
        while let Ok(counted) = self.results.try_recv() {
            self.counted = counted;
        }
    }

    /// Says that a step was done.
    pub fn edited(&mut self, applied: Applied) {
        self.tell(News::Edited(Box::new(applied)));
    }

    /// Says which document is open.
    pub fn look_at(&mut self, document: Option<DocumentId>) {
        self.tell(News::LookAt(document));
    }

    /// Says which documents the list lets through, and what a query leaves of what is said of them. What a query leaves after
    /// an edit is to be said again.
    pub fn filter(&mut self, documents: Arc<BTreeSet<DocumentId>>, left: Option<Arc<Left>>) {
        self.tell(News::Filter(documents, left));
    }

    /// Says whose spans are counted for the tag panel.
    pub fn count_for(&mut self, annotator: Option<AnnotatorId>) {
        self.tell(News::CountFor(annotator));
    }

    /// Says whether the parts that are left out of the labeling count as text.
    pub fn with_left_out(&mut self, counts: bool) {
        self.tell(News::WithLeftOut(counts));
    }

    /// The table of an extent.
    pub fn table(&self, extent: Extent, report: Report) -> Option<&Table> {
        self.counted.tables.get(&(extent, report))
    }

    /// How many spans of the project carry a tag.
    pub fn in_project(&self, tag: &TagId) -> usize {
        self.counted.in_project.get(tag).copied().unwrap_or(0)
    }

    /// How many of one's own spans in the open document carry a tag.
    pub fn own(&self, tag: &TagId) -> usize {
        self.counted.own.get(tag).copied().unwrap_or(0)
    }

    /// The largest of one's own counts in the open document.
    pub fn largest_own(&self) -> usize {
        self.counted.own.values().copied().max().unwrap_or(0)
    }

    /// Whether something has been edited that these figures do not have yet.
    pub fn is_stale(&self) -> bool {
        self.counted.version < self.version
    }

    fn tell(&mut self, news: News) {
        self.version += 1;
        self.is_over |= self.news.send((self.version, news)).is_err();
    }

    /// Whether its thread has ended before the desk, by a mistake of ours.
    pub fn is_over(&self) -> bool {
        self.is_over
    }
}

/// The state of the counting thread.
struct Counter {
    project: Project,
    annotator: Option<AnnotatorId>,
    with_left_out: bool,
    document: Tally,
    filter: Tally,
    /// What a query leaves for that, if there is one.
    left: Option<Arc<Left>>,
    all: Tally,
}

impl Counter {
    fn new(project: Project) -> Self {
        let nothing = || Tally::of(&project, scope(Documents::Some(Arc::default()), false));
        let (document, filter, all) = (nothing(), nothing(), nothing());
        let mut counter = Self { project, annotator: None, with_left_out: false, document, filter, left: None, all };
        counter.all = counter.count(Documents::All);
        counter
    }

    /// Counts some documents anew, without what is sealed for whoever counts.
    fn count(&self, documents: Documents) -> Tally {
        let seen = as_seen(self.project.clone(), self.annotator.as_ref());
        Tally::of(&seen, scope(documents, self.with_left_out))
    }

    /// The same of what the list lets through.
    fn count_filtered(&self, documents: Documents) -> Tally {
        match &self.left {
            Some(left) => Tally::of(&left.part, scope(documents, self.with_left_out)),
            None => self.count(documents),
        }
    }

    fn count_all(&mut self) {
        self.document = self.count(self.document.scope().documents.clone());
        self.filter = self.count_filtered(self.filter.scope().documents.clone());
        self.all = self.count(self.all.scope().documents.clone());
    }
}

impl Answers for Counter {
    type News = News;
    type Found = Counted;

    fn take(&mut self, news: News) {
        match news {
            News::Edited(applied) => {
                let Applied { before, transaction, after } = *applied;
                let is_sealed = before.workflow.is_sealed || after.workflow.is_sealed;
                self.project = after;
                if is_sealed {
                    // An end of somebody's work may open what others said long ago.
                    return self.count_all();
                }
                for tally in [&mut self.document, &mut self.all] {
                    tally.apply(&before, &transaction, &self.project);
                }
                if self.left.is_none() {
                    self.filter.apply(&before, &transaction, &self.project);
                }
            }
            News::LookAt(document) => {
                let documents = document.map_or_else(|| Documents::Some(Arc::default()), Documents::One);
                self.document = self.count(documents);
            }
            News::Filter(documents, left) => {
                self.left = left;
                self.filter = self.count_filtered(Documents::Some(documents));
            }
            News::CountFor(annotator) => {
                self.annotator = annotator;
                if self.project.workflow.is_sealed {
                    self.count_all();
                }
            }
            News::WithLeftOut(counts) => {
                self.with_left_out = counts;
                self.count_all();
            }
        }
    }

    fn found(&self, version: u64) -> Counted {
        let codebook = &self.project.codebook;
        let extents =
            [(Extent::Document, &self.document), (Extent::Filter, &self.filter), (Extent::Project, &self.all)];
        let tables = extents.into_iter().flat_map(|(extent, tally)| {
            let by_annotator = tally.table_by_annotator(&self.project);
            [((extent, Report::Tags), tally.table(codebook)), ((extent, Report::Annotators), by_annotator)]
        });
        let of_each = |count: &dyn Fn(&TagId) -> usize| -> HashMap<TagId, usize> {
            codebook.order.iter().map(|tag| (tag.clone(), count(tag))).collect()
        };
        let own = |tag: &TagId| self.annotator.as_ref().map_or(0, |id| self.document.spans_by(id, tag));
        Counted {
            tables: tables.collect(),
            in_project: of_each(&|tag| self.all.spans_of(tag)),
            own: of_each(&own),
            version,
        }
    }
}

/// All annotators in some documents.
fn scope(documents: Documents, with_left_out: bool) -> Scope {
    Scope { documents, annotators: None, with_left_out }
}
