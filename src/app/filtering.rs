//! The filter of the project: a query that leaves some documents and some of what is said of them, wherever the window looks at
//! several. What it leaves is found beside the window, and anew when something has been done.

use super::jobs::{Job, Outcome};
use super::views::query_field::QueryText;
use crate::model::{AnnotatorId, DocumentId, Project};
use crate::query::{Search, SearchMistake};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What a query leaves of a project.
#[derive(Clone, Debug)]
pub struct Left {
    /// The query.
    pub query: String,
    /// The revision of the project that it was asked of.
    pub revision: u64,
    /// The documents, with what counts of what is said of them.
    pub part: Project,
    /// The documents by their ids.
    pub documents: Arc<BTreeSet<DocumentId>>,
    /// Whose sets count, where the query says that.
    pub people: Option<BTreeSet<AnnotatorId>>,
    /// How many spans count.
    pub n_spans: usize,
}

impl Left {
    fn of(project: &Project, (query, revision): &Ground) -> Result<Self, SearchMistake> {
        let search = Search::new(query, project)?;
        let part = search.part_of(project);
        let documents = Arc::new(part.documents.keys().cloned().collect());
        let n_spans = part.sets.values().map(|set| set.spans.len()).sum();
        let (query, people) = (query.clone(), search.people().cloned());
        Ok(Self { query, revision: *revision, part, documents, people, n_spans })
    }
}

/// A query with the revision of the project that it is asked of.
type Ground = (String, u64);

/// The filter of the project.
#[derive(Default)]
pub struct Filtering {
    /// The query; while it is empty, everything is let through.
    pub query: QueryText,
    /// How often something else was let through.
    pub version: u64,
    /// What was found last, and for which query.
    left: Option<Arc<Left>>,
    mistake: Option<(Ground, SearchMistake)>,
    job: Option<(Ground, Job<Result<Left, SearchMistake>>)>,
    /// What could not be found out by a mistake of ours: it is not tried again.
    lost: Option<Ground>,
}

impl Filtering {
    /// Takes what was found, and looks anew when the query or the project is another one. Whether something else is let through
    /// than before.
    pub fn follow(
        &mut self,
        revision: u64,
        snapshot: impl FnOnce() -> Project,
        wake: impl Fn() + Send + 'static,
    ) -> bool {
        let ground = (self.query.text.trim().to_owned(), revision);
        let mut is_another = false;
        match self.job.as_ref().map(|(_, job)| job.poll()) {
            Some(Outcome::Running) => return false,
            Some(Outcome::Done(found)) => {
                if let Some((of, _)) = self.job.take() {
                    is_another = found.is_ok();
                    match found {
                        Ok(left) => (self.left, self.mistake) = (Some(Arc::new(left)), None),
                        // What the query let through before it was changed stays until it can be understood.
                        Err(mistake) => self.mistake = Some((of, mistake)),
                    }
                }
            }
            Some(Outcome::Lost) => self.lost = self.job.take().map(|(of, _)| of),
            None => {}
        }
        if ground.0.is_empty() {
            self.mistake = None;
            return self.left.take().is_some();
        }
        let is_left = self.left.as_ref().is_some_and(|left| (&left.query, left.revision) == (&ground.0, ground.1));
        let is_known = [self.mistake.as_ref().map(|(of, _)| of), self.lost.as_ref()].contains(&Some(&ground));
        if !is_left && !is_known {
            let (project, of) = (snapshot(), ground.clone());
            let job = Job::start("Filtering".to_owned(), wake, move |_| Left::of(&project, &of));
            self.job = Some((ground, job));
        }
        is_another
    }

    /// What the query lets through, if there is one.
    pub fn left(&self) -> Option<&Arc<Left>> {
        self.left.as_ref()
    }

    /// The query by which that was found.
    pub fn query_of_left(&self) -> &str {
        self.left.as_ref().map_or("", |left| &left.query)
    }

    /// Why the query cannot be used.
    pub fn mistake(&self) -> Option<&SearchMistake> {
        self.mistake.as_ref().map(|(_, mistake)| mistake)
    }

    /// Whether it is being found out what is let through now.
    pub fn is_running(&self) -> bool {
        self.job.is_some()
    }
}

/// What the list lets through: its documents, and of what is said of them what a query leaves.
#[derive(Clone, Debug)]
pub struct Within {
    /// The documents.
    pub documents: Arc<BTreeSet<DocumentId>>,
    /// What the query leaves, if there is one.
    pub left: Option<Arc<Left>>,
    /// Grows whenever something else is let through.
    pub version: u64,
}

impl Within {
    /// What of a project is let through, by the project as it is at a revision.
    pub fn part_of(&self, project: &Project, revision: u64) -> Project {
        let mut part = match &self.left {
            None => project.clone(),
            Some(left) if left.revision == revision => left.part.clone(),
            // A tag that the query names may be gone since.
            Some(left) => {
                Search::new(&left.query, project).map_or_else(|_| left.part.clone(), |it| it.part_of(project))
            }
        };
        let is_in = |id: &DocumentId| self.documents.contains(id);
        part.documents = part.documents.into_iter().filter(|(id, _)| is_in(id)).collect();
        part.sets = part.sets.into_iter().filter(|(key, _)| is_in(&key.document)).collect();
        part
    }

    /// The other documents, with what those say of them whose sets count.
    pub fn rest_of(&self, project: &Project) -> Project {
        let people = self.left.as_ref().and_then(|left| left.people.as_ref());
        let is_other = |id: &DocumentId| !self.documents.contains(id);
        let mut rest = project.clone();
        rest.documents = rest.documents.into_iter().filter(|(id, it)| is_other(id) && !it.archived).collect();
        let counts = |id: &AnnotatorId| people.is_none_or(|people| people.contains(id));
        let sets = rest.sets.into_iter();
        rest.sets = sets.filter(|(key, _)| is_other(&key.document) && counts(&key.annotator)).collect();
        rest
    }
}

/// A state of the project, of which all may be meant or what the list lets through.
pub struct Source {
    /// All.
    pub project: Project,
    /// Its revision.
    pub revision: u64,
    /// What the list lets through, where that alone is meant.
    pub within: Option<Arc<Within>>,
}

impl Source {
    /// What is meant. Takes time: not for the window's thread.
    pub fn part(&self) -> Project {
        self.within.as_ref().map_or_else(|| self.project.clone(), |within| within.part_of(&self.project, self.revision))
    }
}
