//! The relations of the article, of the list or of the project: gathered on a thread of its own while they are shown, and
//! anew when something has been done.

use super::figures::Extent;
use super::jobs::{Job, Outcome, Progress};
use crate::model::{DocumentId, Project};
use crate::query::{RelationFilter, RelationOrder, RelationRow, order_relations, relations};
use crate::stats::{Documents, Scope};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Of which documents.
    pub extent: Extent,
    /// Which of their relations.
    pub filter: RelationFilter,
    /// In which order.
    pub order: RelationOrder,
}

/// An answer to a question.
#[derive(Clone, Debug, Default)]
pub struct Gathered {
    /// The relations.
    pub rows: Vec<RelationRow>,
    /// In how many documents they are.
    pub n_documents: usize,
}

/// What the answer was gathered from.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ground {
    asked: Asked,
    document: Option<DocumentId>,
    listed: u64,
    revision: u64,
}

/// The relations that are shown.
#[derive(Default)]
pub struct RelationsState {
    /// What is asked for.
    pub asked: Asked,
    /// The row that the keyboard is at.
    pub chosen: usize,
    /// Whether it should be brought into view.
    pub moved: bool,
    /// The documents of the list, and how often they have changed.
    listed: (Arc<BTreeSet<DocumentId>>, u64),
    found: Option<(Ground, Arc<Gathered>)>,
    job: Option<(Ground, Job<Option<Gathered>>)>,
}

impl RelationsState {
    /// Says which documents the filter of the list lets through.
    pub fn list(&mut self, documents: Arc<BTreeSet<DocumentId>>) {
        self.listed = (documents, self.listed.1 + 1);
    }

    /// Takes what was gathered, and begins anew when the question or the project is another one.
    pub fn follow(
        &mut self,
        document: Option<&DocumentId>,
        revision: u64,
        snapshot: impl FnOnce() -> Project,
        wake: impl Fn() + Send + 'static,
    ) {
        let ground = Ground { asked: self.asked.clone(), document: document.cloned(), listed: self.listed.1, revision };
        match self.job.as_ref().map(|(of, job)| (of.asked == ground.asked, job.poll())) {
            Some((true, Outcome::Running)) => return,
            Some((false, Outcome::Running)) => self.job.iter().for_each(|(_, job)| job.progress.stop()),
            Some((_, Outcome::Done(Some(gathered)))) => {
                self.found = self.job.take().map(|(of, _)| (of, Arc::new(gathered)));
            }
            // What was lost is not gathered again until something changes.
            Some((_, Outcome::Done(None) | Outcome::Lost)) => {
                self.found = self.job.take().map(|(of, _)| (of, Arc::default()));
            }
            None => {}
        }
        self.job = None;
        if self.found.as_ref().is_some_and(|(of, _)| *of == ground) {
            return;
        }
        let documents = match (self.asked.extent, document) {
            (Extent::Document, Some(id)) => Documents::One(id.clone()),
            (Extent::Document, None) => Documents::Some(Arc::default()),
            (Extent::Filter, _) => Documents::Some(Arc::clone(&self.listed.0)),
            (Extent::Project, _) => Documents::All,
        };
        let scope = Scope { documents, ..Scope::default() };
        let (project, asked) = (snapshot(), self.asked.clone());
        let job = Job::start("Gathering relations".to_owned(), wake, move |progress| {
            gather(&project, &scope, &asked, progress)
        });
        self.job = Some((ground, job));
    }

    /// Lets go of what was gathered, while nobody looks at it.
    pub fn forget(&mut self) {
        self.job.iter().for_each(|(_, job)| job.progress.stop());
        (self.found, self.job) = (None, None);
    }

    /// What was gathered last, if anything was.
    pub fn found(&self) -> Option<&Arc<Gathered>> {
        self.found.as_ref().map(|(_, found)| found)
    }

    /// Whether something is asked for that is not there yet.
    pub fn is_stale(&self) -> bool {
        self.job.is_some()
    }
}

/// All of them; nothing when nobody waits for them any more.
fn gather(project: &Project, scope: &Scope, asked: &Asked, progress: &Progress) -> Option<Gathered> {
    let mut gathered = Gathered::default();
    for rows in relations(project, scope.documents(project), &asked.filter) {
        if progress.is_stopped() {
            return None;
        }
        gathered.n_documents += usize::from(!rows.is_empty());
        gathered.rows.extend(rows);
    }
    order_relations(project, &mut gathered.rows, asked.order);
    Some(gathered)
}
