//! The review beside the window: which documents wait for decisions, and what annotators say about the open one, found on a
//! thread of its own and brought up to date by each edit's documents.

use super::agreeing::{Agreed, Intervals, Reckoned};
use super::answering::Answers;
use super::drawing_gamma::DrawingGamma;
use super::filtering::among;
use super::reader::Differing;
use super::supposing::{Supposing, Tried};
use crate::agreement::{Key, Spread};
use crate::edit::{Edit, Transaction};
use crate::model::{
    AnnotationSet, AnnotatorId, Document, DocumentId, LayerId, LayerKind, Project, RecordId, SetKey, SetState,
};
use crate::query::Search;
use crate::report::AgreementLine;
use crate::review::{
    Compared, Comparison, Confused, Item, OpenConflict, ProjectStudy, SetFacts, Version, Wanted, compare, confusions,
    gold, open_conflicts,
};
use crate::text::TextRange;
use crate::workspace::Applied;
use imbl::{OrdMap, Vector};
use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};

/// Which part of the review is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Part {
    /// Deciding, article by article.
    #[default]
    Decide,
    /// How far people agree.
    Agreement,
    /// Who does what, and how far it is.
    Work,
}

impl Part {
    /// All of them, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::Decide, Self::Agreement, Self::Work];
}

/// What a person has chosen about handing out work.
#[derive(Clone, Debug)]
pub struct WorkDraft {
    /// How many people each document goes to.
    pub each: usize,
    /// What share goes to more, in percent.
    pub share: u8,
    /// To how many.
    pub more: usize,
    /// What chance is drawn from.
    pub seed: u64,
    /// Whether what somebody has already is handed out anew.
    pub anew: bool,
    /// How many spot checks were drawn.
    pub n_checks: u64,
}

impl Default for WorkDraft {
    fn default() -> Self {
        Self { each: 2, share: 0, more: 3, seed: 1, anew: false, n_checks: 0 }
    }
}

/// What is asked about all documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Whose sets are compared.
    pub which: Compared,
    /// Which items count.
    pub wanted: Wanted,
    /// Of which layer the agreement is shown; of all spans together without one.
    pub layer: Option<LayerId>,
    /// In which documents; in all without a choice.
    pub documents: Option<Arc<BTreeSet<DocumentId>>>,
    /// By which query: agreement is of what it leaves.
    pub query: Option<String>,
}

impl Asked {
    fn has(&self, document: &DocumentId) -> bool {
        self.documents.as_ref().is_none_or(|documents| documents.contains(document))
    }

    /// What agreement is asked of: the documents that are looked at, with what the query leaves of them.
    pub(super) fn part_of(&self, project: &Project) -> Project {
        let search = self.query.as_ref().and_then(|query| Search::new(query, project).ok());
        let part = search.map_or_else(|| project.clone(), |search| search.part_of(project));
        if self.documents.is_some() { among(part, |id| self.has(id)) } else { part }
    }
}

/// A document in the queue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueueRow {
    /// Which.
    pub document: DocumentId,
    /// How many people are compared.
    pub n_annotators: usize,
    /// How many items there are.
    pub n_items: usize,
    /// How many of them wait for a decision, agreed on or not.
    pub n_open: usize,
    /// How many of them are looked for.
    pub n_wanted: usize,
    /// How many conflicts merges have left in it.
    pub n_conflicts: usize,
    /// How far the gold set is.
    pub state: SetState,
}

/// What was found last.
#[derive(Clone, Debug, Default)]
struct Found {
    queue: Arc<Vec<QueueRow>>,
    facts: OrdMap<SetKey, SetFacts>,
    agreed: Arc<Agreed>,
    /// How often the figures have become others.
    agreed_version: u64,
    confusions: Arc<BTreeMap<Confused, usize>>,
    document: Option<DocumentId>,
    comparison: Arc<Comparison>,
    /// Which of its items are looked for.
    wanted: Arc<BTreeSet<usize>>,
    /// Where those are, in order.
    places: Vector<TextRange>,
    /// The same with how they differ.
    differing: Vector<Differing>,
    conflicts: Arc<Vec<OpenConflict>>,
    version: u64,
}

enum News {
    Edited(Box<Applied>),
    LookAt(Option<DocumentId>),
    Ask(Asked),
}

/// The thread, seen from the window.
struct Link {
    news: Sender<(u64, News)>,
    results: Receiver<Found>,
}

/// The review, as far as this window knows it.
#[derive(Default)]
pub struct Review {
    /// Which part is shown.
    pub part: Part,
    /// What is asked about all documents.
    pub asked: Asked,
    /// Whether the queue is given the keyboard.
    pub queue_wants_focus: bool,
    /// The item that is looked at: its kind and place, and how many such come before it.
    pub current: Option<(LayerKind, TextRange, usize)>,
    /// What is chosen about handing out work.
    pub work: WorkDraft,
    /// The intervals of what is shown.
    pub intervals: Intervals,
    /// What could be otherwise.
    pub supposing: Supposing,
    /// Gamma, once it was asked for.
    pub gamma: DrawingGamma,
    link: Option<Link>,
    told: Asked,
    looked_at: Option<DocumentId>,
    found: Found,
    version: u64,
}

impl Review {
    /// Goes on comparing while the review is shown. `wake` is called when something new is there.
    pub fn follow(
        &mut self,
        snapshot: impl FnOnce() -> Project,
        document: Option<&DocumentId>,
        wake: impl Fn() + Clone + Send + 'static,
    ) {
        if self.link.is_none() {
            self.begin(snapshot(), wake.clone());
        }
        if self.told != self.asked {
            self.told = self.asked.clone();
            self.tell(News::Ask(self.asked.clone()));
        }
        if self.looked_at.as_ref() != document {
            self.looked_at = document.cloned();
            self.current = None;
            self.tell(News::LookAt(document.cloned()));
        }
        self.supposing.poll();
        self.gamma.poll();
        if self.part == Part::Agreement {
            self.intervals.follow(self.found.agreed_version, &self.found.agreed, wake.clone());
        }
        if let Some(link) = &self.link {
            while let Ok(found) = link.results.try_recv() {
                self.found = found;
            }
        }
    }

    fn begin(&mut self, project: Project, wake: impl Fn() + Send + 'static) {
        let (news, inbox) = channel();
        let (outbox, results) = channel();
        self.link = Some(Link { news, results });
        (self.told, self.looked_at) = (self.asked.clone(), None);
        let asked = self.asked.clone();
        std::thread::spawn(move || Comparer::new(project, asked).run(&inbox, &outbox, &wake));
        self.tell(News::LookAt(None));
    }

    /// Says that a step was done. Until the review is shown nobody wants to know.
    pub fn edited(&mut self, applied: Applied) {
        if self.link.is_some() {
            self.tell(News::Edited(Box::new(applied)));
        }
    }

    fn tell(&mut self, news: News) {
        self.version += 1;
        let version = self.version;
        if self.link.as_ref().is_some_and(|link| link.news.send((version, news)).is_err()) {
            // Its thread has ended by a mistake of ours: the next frame begins another.
            self.link = None;
        }
    }

    /// Whether something has changed that is not compared yet.
    pub fn is_stale(&self) -> bool {
        self.found.version < self.version
    }

    /// The documents that two people or more can be compared on, those with most to look at first.
    pub fn queue(&self) -> &[QueueRow] {
        &self.found.queue
    }

    /// What each set tells about work.
    pub fn facts(&self) -> &OrdMap<SetKey, SetFacts> {
        &self.found.facts
    }

    /// How far people agree.
    pub fn agreed(&self) -> Arc<Agreed> {
        Arc::clone(&self.found.agreed)
    }

    /// What resampling says of a figure, and whether that is of the figures as they are now.
    pub fn spread(&self, key: Key) -> Option<(Spread, bool)> {
        self.intervals.of(key, self.found.agreed_version)
    }

    /// The same of a stretch of time.
    pub fn spread_of_period(&self, period: &str) -> Option<(Spread, bool)> {
        self.intervals.of_period(period, self.found.agreed_version)
    }

    /// The same of what was rated: of its figure at a place among all.
    pub fn spread_of_rated(&self, name: &str, at: usize) -> Option<(Spread, bool)> {
        self.intervals.of_rated(name, at, self.found.agreed_version)
    }

    /// What is known of all intervals of what is shown now.
    pub fn reckoned(&self) -> Option<&Reckoned> {
        self.intervals.of_version(self.found.agreed_version)
    }

    /// Tries what could be otherwise.
    pub fn suppose(&mut self, project: Project, wake: impl Fn() + Send + 'static) {
        let which = (project, self.asked.clone());
        self.supposing.begin(self.found.agreed_version, which, &self.found.confusions, wake);
    }

    /// Reckons gamma.
    pub fn draw_gamma(&mut self, project: Project, wake: impl Fn() + Send + 'static) {
        self.gamma.begin(self.found.agreed_version, project, self.asked.clone(), wake);
    }

    /// Gamma as it was reckoned last, and whether that is of the figures as they are now.
    pub fn drawn_gamma(&self) -> Option<(&[AgreementLine], bool)> {
        self.gamma.known(self.found.agreed_version)
    }

    /// What came of that, and whether it is of the figures as they are now.
    pub fn tried(&self) -> Option<(&Tried, bool)> {
        self.supposing.known(self.found.agreed_version)
    }

    /// How often tags stand against each other.
    pub fn confusions(&self) -> Arc<BTreeMap<Confused, usize>> {
        Arc::clone(&self.found.confusions)
    }

    /// What annotators say about a document, if that is the one that was compared.
    pub fn comparison(&self, document: &DocumentId) -> Option<&Arc<Comparison>> {
        (self.found.document.as_ref() == Some(document)).then_some(&self.found.comparison)
    }

    /// Whether an item of the comparison is looked for.
    pub fn is_wanted(&self, at: usize) -> bool {
        self.found.wanted.contains(&at)
    }

    /// What merges have left in the open document.
    pub fn conflicts(&self) -> Arc<Vec<OpenConflict>> {
        Arc::clone(&self.found.conflicts)
    }

    /// Where the items of the open document are that are looked for, in order.
    pub fn places(&self) -> Vector<TextRange> {
        self.found.places.clone()
    }

    /// The same with how they differ.
    pub fn differing(&self) -> &Vector<Differing> {
        &self.found.differing
    }

    /// The place of the item that is looked at among all.
    pub fn at(&self, comparison: &Comparison) -> Option<usize> {
        let (kind, place, n_before) = self.current?;
        let is_it = |item: &&Item| item.kind == kind && item.at == place;
        let nth = comparison.items.iter().enumerate().filter(|(_, item)| is_it(item)).nth(n_before);
        nth.map(|(at, _)| at)
    }

    /// Looks at an item.
    pub fn look_at(&mut self, comparison: &Comparison, at: usize) {
        let Some(item) = comparison.items.get(at) else { return };
        let same = comparison.items.iter().take(at).filter(|it| it.kind == item.kind && it.at == item.at).count();
        self.current = Some((item.kind, item.at, same));
    }
}

/// Whether a step changes what people agree on: what is decided does not.
fn concerns_agreement(transaction: &Transaction, gold: Option<&AnnotatorId>) -> bool {
    transaction.edits.iter().any(|edit| match edit {
        Edit::Document(..) | Edit::Annotator(..) => true,
        Edit::Head(key, _) | Edit::Span(key, _) | Edit::DocumentTag(key, _) | Edit::Value(key, ..) => {
            Some(&key.annotator) != gold
        }
        _ => false,
    })
}

/// Which spans a query leaves of each set that is compared in a document, or of none of it; all where there is no query.
#[derive(Default)]
struct Left(Option<Vec<Option<HashSet<RecordId>>>>);

impl Left {
    /// How often tags stand against each other in an item: by those whose sets are left, where any span of it is.
    fn confusions(&self, item: &Item) -> BTreeMap<Confused, usize> {
        let is_of_spans = item.kind == LayerKind::Span;
        let Some(sets) = self.0.as_ref().filter(|_| is_of_spans) else {
            return if is_of_spans { confusions(&item.versions.iter().collect::<Vec<_>>()) } else { BTreeMap::new() };
        };
        let versions = || sets.iter().zip(&item.versions).filter_map(|(spans, it)| Some((spans.as_ref()?, it)));
        let is_any_left = versions().any(|(spans, version)| version.records.iter().any(|id| spans.contains(id)));
        let versions: Vec<&Version> = versions().map(|(_, version)| version).filter(|_| is_any_left).collect();
        confusions(&versions)
    }
}

/// The state of the comparing thread.
struct Comparer {
    project: Project,
    asked: Asked,
    document: Option<DocumentId>,
    comparison: Arc<Comparison>,
    rows: BTreeMap<DocumentId, QueueRow>,
    facts: OrdMap<SetKey, SetFacts>,
    /// The order in which documents stand in the queue: as it was when one was opened last.
    order: Vec<DocumentId>,
    confusions: BTreeMap<DocumentId, BTreeMap<Confused, usize>>,
    /// What a query leaves of the project, where there is one.
    filtered: Option<Project>,
    study: ProjectStudy,
    agreed: Arc<Agreed>,
    agreed_version: u64,
}

impl Comparer {
    fn new(project: Project, asked: Asked) -> Self {
        let comparison = Arc::default();
        let part = asked.part_of(&project);
        let study = ProjectStudy::of_layer(&part, asked.layer.clone());
        let agreed = Arc::new(Agreed::of(&part, &study));
        let (rows, facts, confusions) = (BTreeMap::new(), OrdMap::new(), BTreeMap::new());
        let document = None;
        let mut comparer = Self {
            project,
            asked,
            document,
            comparison,
            rows,
            facts,
            order: Vec::new(),
            confusions,
            filtered: None,
            study,
            agreed,
            agreed_version: 1,
        };
        comparer.filtered = comparer.asked.query.is_some().then_some(part);
        comparer.compare_all();
        comparer
    }

    /// Finds anew how far people agree in what is asked of the project.
    fn agree_anew(&mut self) {
        let part = self.asked.part_of(&self.project);
        self.study = ProjectStudy::of_layer(&part, self.asked.layer.clone());
        self.agreed = Arc::new(Agreed::of(&part, &self.study));
        self.agreed_version += 1;
        self.filtered = self.asked.query.is_some().then_some(part);
    }

    /// What the query leaves of the sets that are compared in a document.
    fn left_of(&self, id: &DocumentId, comparison: &Comparison) -> Left {
        let key = |annotator: &AnnotatorId| SetKey { document: id.clone(), annotator: annotator.clone() };
        let spans = |set: &AnnotationSet| set.spans.iter().map(|span| span.id).collect();
        let left = |part: &Project| comparison.annotators.iter().map(|it| Some(spans(part.set(&key(it))?))).collect();
        Left(self.filtered.as_ref().map(left))
    }

    /// Whether an item of a document is looked for.
    fn is_wanted(&self, item: &Item, left: &Left) -> bool {
        let Wanted { confused, .. } = &self.asked.wanted;
        self.asked.wanted.wants(&self.project.codebook, item)
            && confused.as_ref().is_none_or(|pair| left.confusions(item).contains_key(pair))
    }

    fn compare_all(&mut self) {
        self.rows.clear();
        self.facts = OrdMap::new();
        let documents: Vec<DocumentId> = self.project.documents.keys().cloned().collect();
        documents.iter().for_each(|document| self.compare(document));
    }

    /// The sets of a document of which something is known.
    fn known_of(&self, id: &DocumentId) -> Vec<SetKey> {
        let least = AnnotatorId::new("!").ok().map(|annotator| SetKey { document: id.clone(), annotator });
        let known = least.into_iter().flat_map(|least| self.facts.range(least..));
        known.map(|(key, _)| key.clone()).take_while(|key| key.document == *id).collect()
    }

    /// Puts the documents with most to look at first.
    fn sort(&mut self) {
        let mut rows: Vec<&QueueRow> = self.rows.values().collect();
        rows.sort_by_key(|row| {
            let is_done = row.state.is_finished() && row.n_conflicts == 0;
            (is_done, Reverse(row.n_conflicts), Reverse(row.n_wanted), Reverse(row.n_open))
        });
        self.order = rows.into_iter().map(|row| row.document.clone()).collect();
    }

    fn compare(&mut self, id: &DocumentId) {
        self.rows.remove(id);
        self.confusions.remove(id);
        let known = self.known_of(id);
        for key in known {
            self.facts.remove(&key);
        }
        for (key, set) in self.project.sets_of(id) {
            self.facts.insert(key.clone(), SetFacts::of(set));
        }
        let is_looked_at = |document: &&Arc<Document>| !document.archived && self.asked.has(&document.id);
        let Some(document) = self.project.document(id).filter(is_looked_at) else { return };
        let comparison = compare(&self.project, document, &self.asked.which);
        let n_conflicts = open_conflicts(&self.project, id).len();
        if comparison.annotators.len() >= 2 || n_conflicts > 0 {
            let left = self.left_of(id, &comparison);
            let mut confusions = BTreeMap::new();
            for (pair, n) in comparison.items.iter().flat_map(|item| left.confusions(item)) {
                *confusions.entry(pair).or_default() += n;
            }
            let gold = gold(&self.project).map(|annotator| SetKey { document: id.clone(), annotator });
            let row = QueueRow {
                document: id.clone(),
                n_annotators: comparison.annotators.len(),
                n_items: comparison.items.len(),
                n_open: comparison.n_open(),
                n_conflicts,
                n_wanted: comparison.items.iter().filter(|item| self.is_wanted(item, &left)).count(),
                state: gold.map_or(SetState::New, |key| self.project.state(&key)),
            };
            self.rows.insert(id.clone(), row);
            self.confusions.insert(id.clone(), confusions);
        }
        if self.document.as_ref() == Some(id) {
            self.comparison = Arc::new(comparison);
        }
    }
}

impl Answers for Comparer {
    type News = News;
    type Found = Found;

    fn take(&mut self, news: News) {
        match news {
            News::Edited(applied) => {
                let Applied { before, transaction, after } = *applied;
                let is_same_frame = Arc::ptr_eq(&before.codebook, &after.codebook)
                    && before.workflow == after.workflow
                    && before.annotators.ptr_eq(&after.annotators)
                    && before.filters.ptr_eq(&after.filters);
                self.project = after;
                // What a query leaves changes with what it asks about, not only where something was done.
                if self.asked.query.is_some() {
                    self.agree_anew();
                } else if concerns_agreement(&transaction, gold(&self.project).as_ref()) {
                    let part = self.asked.part_of(&self.project);
                    self.study.apply(&transaction, &part);
                    self.agreed = Arc::new(Agreed::of(&part, &self.study));
                    self.agreed_version += 1;
                }
                if is_same_frame {
                    let touched: BTreeSet<&DocumentId> = transaction.edits.iter().filter_map(Edit::document).collect();
                    touched.into_iter().for_each(|document| self.compare(document));
                } else {
                    self.compare_all();
                }
            }
            News::LookAt(document) => {
                self.document = document.clone();
                self.comparison = Arc::default();
                if let Some(document) = document {
                    self.compare(&document);
                }
                self.sort();
            }
            News::Ask(asked) => {
                let of = |asked: &Asked| (asked.layer.clone(), asked.documents.clone(), asked.query.clone());
                let is_another = of(&asked) != of(&self.asked);
                self.asked = asked;
                if is_another {
                    self.agree_anew();
                }
                self.compare_all();
                self.sort();
            }
        }
    }

    fn found(&self, version: u64) -> Found {
        // What is decided about moves nothing under the pointer.
        let known: BTreeSet<&DocumentId> = self.order.iter().collect();
        let new = self.rows.keys().filter(|id| !known.contains(id));
        let queue: Vec<QueueRow> = self.order.iter().chain(new).filter_map(|id| self.rows.get(id)).cloned().collect();
        let (document, comparison) = (self.document.clone(), Arc::clone(&self.comparison));
        let mut confusions: BTreeMap<Confused, usize> = BTreeMap::new();
        for (pair, n) in self.confusions.values().flatten() {
            *confusions.entry(pair.clone()).or_default() += n;
        }
        let left = document.as_ref().map(|id| self.left_of(id, &comparison)).unwrap_or_default();
        let wanted = comparison.items.iter().enumerate().filter(|(_, item)| self.is_wanted(item, &left));
        let wanted: BTreeSet<usize> = wanted.map(|(at, _)| at).collect();
        let placed = wanted.iter().filter_map(|at| comparison.items.get(*at));
        let placed = placed.filter(|item| item.kind != LayerKind::Document);
        let mut differing: Vec<Differing> = placed
            .map(|item| Differing {
                at: item.at,
                is_relation: item.kind == LayerKind::Relation,
                differences: item.differences,
            })
            .collect();
        differing.sort_by_key(|it| it.at);
        Found {
            queue: Arc::new(queue),
            wanted: Arc::new(wanted),
            places: differing.iter().map(|it| it.at).collect(),
            differing: differing.into(),
            conflicts: Arc::new(document.as_ref().map(|id| open_conflicts(&self.project, id)).unwrap_or_default()),
            facts: self.facts.clone(),
            agreed: Arc::clone(&self.agreed),
            agreed_version: self.agreed_version,
            confusions: Arc::new(confusions),
            document,
            comparison,
            version,
        }
    }
}
