//! The live figures: counted on a thread of their own from snapshots, and brought up to date by each edit's difference.

use crate::edit::Transaction;
use crate::model::{AnnotatorId, DocumentId, Project, TagId};
use crate::stats::{Documents, Scope, Table, Tally};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// What is counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Extent {
    /// The open document.
    #[default]
    Document,
    /// The documents that the filter of the list lets through.
    Filter,
    /// The whole project.
    Project,
}

impl Extent {
    /// All of them, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Document, Self::Filter, Self::Project];
}

/// The figures as they were counted last.
#[derive(Clone, Debug, Default)]
struct Counted {
    tables: BTreeMap<Extent, Table>,
    spans: BTreeMap<(Extent, TagId), usize>,
    own: HashMap<TagId, usize>,
    version: u64,
}

/// What the counting thread is told.
enum News {
    Edited { before: Project, step: Arc<Transaction>, after: Project },
    Replaced(Project),
    LookAt(Option<DocumentId>),
    Filter(Arc<BTreeSet<DocumentId>>),
    CountFor(Option<AnnotatorId>),
}

/// The counting thread, seen from the window.
pub struct Figures {
    news: Sender<(u64, News)>,
    results: Receiver<Counted>,
    counted: Counted,
    version: u64,
}

impl Figures {
    /// Begins to count a project. `wake` is called when new figures are there.
    pub fn start(project: Project, wake: impl Fn() + Send + 'static) -> Self {
        let (news, inbox) = channel();
        let (outbox, results) = channel();
        std::thread::spawn(move || Counter::new(project).run(&inbox, &outbox, &wake));
        Self { news, results, counted: Counted::default(), version: 0 }
    }

    /// Takes what has been counted since the last frame.
    pub fn poll(&mut self) {
        while let Ok(counted) = self.results.try_recv() {
            self.counted = counted;
        }
    }

    /// Says that a step was done.
    pub fn edited(&mut self, before: Project, step: Arc<Transaction>, after: Project) {
        self.tell(News::Edited { before, step, after });
    }

    /// Says that the project is another one as a whole.
    pub fn replaced(&mut self, project: Project) {
        self.tell(News::Replaced(project));
    }

    /// Says which document is open.
    pub fn look_at(&mut self, document: Option<DocumentId>) {
        self.tell(News::LookAt(document));
    }

    /// Says which documents the filter lets through.
    pub fn filter(&mut self, documents: Arc<BTreeSet<DocumentId>>) {
        self.tell(News::Filter(documents));
    }

    /// Says whose spans are counted for the tag panel.
    pub fn count_for(&mut self, annotator: Option<AnnotatorId>) {
        self.tell(News::CountFor(annotator));
    }

    /// The table of an extent.
    pub fn table(&self, extent: Extent) -> Option<&Table> {
        self.counted.tables.get(&extent)
    }

    /// How many spans carry a tag.
    pub fn spans_of(&self, extent: Extent, tag: &TagId) -> Option<usize> {
        self.counted.spans.get(&(extent, tag.clone())).copied()
    }

    /// How often each tag stands in one's own set of the open document.
    pub fn own_counts(&self) -> &HashMap<TagId, usize> {
        &self.counted.own
    }

    /// Whether something has been edited that these figures do not have yet.
    pub fn is_stale(&self) -> bool {
        self.counted.version < self.version
    }

    fn tell(&mut self, news: News) {
        self.version += 1;
        // The thread ends only with the desk.
        let _ = self.news.send((self.version, news));
    }
}

/// The state of the counting thread.
struct Counter {
    project: Project,
    document: Option<DocumentId>,
    annotator: Option<AnnotatorId>,
    filter: Arc<BTreeSet<DocumentId>>,
    tallies: [Tally; 3],
    own: Tally,
}

impl Counter {
    fn new(project: Project) -> Self {
        let nothing = || Scope { documents: Documents::Some(Arc::default()), annotators: None };
        let tallies = [
            Tally::of(&project, nothing()),
            Tally::of(&project, nothing()),
            Tally::of(&project, Scope { documents: Documents::All, annotators: None }),
        ];
        let own = Tally::of(&project, nothing());
        Self { project, document: None, annotator: None, filter: Arc::default(), tallies, own }
    }

    /// Takes news until the desk is gone. News that wait are taken together, so that figures are made once for all.
    fn run(mut self, inbox: &Receiver<(u64, News)>, outbox: &Sender<Counted>, wake: &dyn Fn()) {
        if outbox.send(self.counted(0)).is_err() {
            return;
        }
        while let Ok((mut version, news)) = inbox.recv() {
            self.take(news);
            while let Ok((later, news)) = inbox.try_recv() {
                version = later;
                self.take(news);
            }
            if outbox.send(self.counted(version)).is_err() {
                return;
            }
            wake();
        }
    }

    fn take(&mut self, news: News) {
        match news {
            News::Edited { before, step, after } => {
                for tally in self.tallies.iter_mut().chain([&mut self.own]) {
                    tally.apply(&before, &step, &after);
                }
                self.project = after;
            }
            News::Replaced(project) => {
                self.project = project;
                self.recount(&Extent::ALL);
            }
            News::LookAt(document) => {
                self.document = document;
                self.recount(&[Extent::Document]);
            }
            News::Filter(documents) => {
                self.filter = documents;
                self.recount(&[Extent::Filter]);
            }
            News::CountFor(annotator) => {
                self.annotator = annotator;
                self.recount(&[Extent::Document]);
            }
        }
    }

    fn recount(&mut self, extents: &[Extent]) {
        let one = self.document.clone().map_or_else(|| Documents::Some(Arc::default()), Documents::One);
        for extent in extents {
            let documents = match extent {
                Extent::Document => one.clone(),
                Extent::Filter => Documents::Some(Arc::clone(&self.filter)),
                Extent::Project => Documents::All,
            };
            let tally = Tally::of(&self.project, Scope { documents, annotators: None });
            let [document, filter, project] = &mut self.tallies;
            match extent {
                Extent::Document => *document = tally,
                Extent::Filter => *filter = tally,
                Extent::Project => *project = tally,
            }
        }
        if extents.contains(&Extent::Document) {
            let annotators = Some(self.annotator.iter().cloned().collect());
            self.own = Tally::of(&self.project, Scope { documents: one, annotators });
        }
    }

    fn counted(&self, version: u64) -> Counted {
        let codebook = &self.project.codebook;
        let each = || Extent::ALL.into_iter().zip(&self.tallies);
        let tables = each().map(|(extent, tally)| (extent, tally.table(codebook))).collect();
        let of = |(extent, tally): (Extent, &Tally)| {
            codebook.order.iter().map(|tag| ((extent, tag.clone()), tally.spans_of(tag))).collect::<Vec<_>>()
        };
        let spans = each().flat_map(of).collect();
        let own = codebook.order.iter().map(|tag| (tag.clone(), self.own.spans_of(tag))).collect();
        Counted { tables, spans, own, version }
    }
}
