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
    /// How many spans count.
    pub n_spans: usize,
}

impl Left {
    fn of(project: &Project, ground: &Ground) -> Result<Self, SearchMistake> {
        let part = Search::new(&ground.query, project)?.part_of(project);
        let documents = Arc::new(part.documents.keys().cloned().collect());
        let n_spans = part.sets.values().map(|set| set.spans.len()).sum();
        Ok(Self { query: ground.query.clone(), revision: ground.revision, part, documents, n_spans })
    }
}

/// A query with what it is asked of: the project at a revision, as somebody sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Ground {
    query: String,
    revision: u64,
    annotator: Option<AnnotatorId>,
}

/// What has become of the filter.
pub enum Became {
    /// What it lets through was found anew.
    Another,
    /// It cannot be understood since the project has changed, and lets everything through.
    Lost(String, SearchMistake),
}

/// The filter of the project.
#[derive(Default)]
pub struct Filtering {
    /// The query; while it is empty, everything is let through.
    pub query: QueryText,
    /// How often what is let through was found anew, or became everything.
    pub version: u64,
    /// What was found last, and for which query.
    left: Option<(Ground, Arc<Left>)>,
    mistake: Option<(Ground, SearchMistake)>,
    job: Option<(Ground, Job<Result<Left, SearchMistake>>)>,
    /// What could not be found out by a mistake of ours: it is not tried again.
    lost: Option<Ground>,
}

impl Filtering {
    /// Takes what was found, and looks anew when the query, the project or who looks at it is another one. What has become of
    /// what is let through, if that is something else than before.
    pub fn follow(
        &mut self,
        revision: u64,
        annotator: Option<&AnnotatorId>,
        snapshot: impl FnOnce() -> Project,
        wake: impl Fn() + Send + 'static,
    ) -> Option<Became> {
        let mut became = None;
        match self.job.as_ref().map(|(_, job)| job.poll()) {
            Some(Outcome::Running) => return None,
            Some(Outcome::Done(found)) => {
                let (of, _) = self.job.take()?;
                became = self.take(of, found);
            }
            Some(Outcome::Lost) => self.lost = self.job.take().map(|(of, _)| of),
            None => {}
        }
        let query = self.query.text.trim();
        if query.is_empty() {
            self.mistake = None;
            return self.left.take().map(|_| Became::Another);
        }
        // What the query let through before it was changed stays until it can be understood, and follows the project too.
        let ground = |query: &str| Ground { query: query.to_owned(), revision, annotator: annotator.cloned() };
        let asked = [Some(ground(query)), self.left.as_ref().map(|(of, _)| ground(&of.query))];
        if let Some(of) = asked.into_iter().flatten().find(|of| !self.is_known(of)) {
            let (project, theirs) = (snapshot(), of.clone());
            self.job = Some((of, Job::start("Filtering".to_owned(), wake, move |_| Left::of(&project, &theirs))));
        }
        became
    }

    fn take(&mut self, of: Ground, found: Result<Left, SearchMistake>) -> Option<Became> {
        match found {
            Ok(mut left) => {
                // Who compares what is let through sees at once that it is the same.
                if let Some((_, before)) = self.left.as_ref().filter(|(_, before)| before.documents == left.documents) {
                    left.documents = Arc::clone(&before.documents);
                }
                self.mistake.take_if(|(mistaken, _)| mistaken.query == of.query);
                self.left = Some((of, Arc::new(left)));
                Some(Became::Another)
            }
            Err(mistake) => {
                let was_left = self.left.take_if(|(left, _)| left.query == of.query);
                let became = was_left.map(|_| Became::Lost(of.query.clone(), mistake.clone()));
                if of.query == self.query.text.trim() {
                    self.mistake = Some((of, mistake));
                }
                became
            }
        }
    }

    fn is_known(&self, ground: &Ground) -> bool {
        let left = self.left.as_ref().map(|(of, _)| of);
        let mistake = self.mistake.as_ref().map(|(of, _)| of);
        [left, mistake, self.lost.as_ref()].contains(&Some(ground))
    }

    /// What the query lets through, if there is one.
    pub fn left(&self) -> Option<&Arc<Left>> {
        self.left.as_ref().map(|(_, left)| left)
    }

    /// The query by which that was found.
    pub fn query_of_left(&self) -> &str {
        self.left().map_or("", |left| &left.query)
    }

    /// Why the query cannot be used.
    pub fn mistake(&self) -> Option<&SearchMistake> {
        let of_now = self.mistake.as_ref().filter(|(of, _)| of.query == self.query.text.trim());
        of_now.map(|(_, mistake)| mistake)
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
    /// Grows whenever what is let through was found anew.
    pub version: u64,
}

impl Within {
    /// What of a project is let through, by the project as it is at a revision. Why the query cannot be used, if it cannot: a
    /// tag that it names may be gone since.
    pub fn part_of(&self, project: &Project, revision: u64) -> Result<Project, SearchMistake> {
        match &self.left {
            Some(left) if left.revision == revision => Ok(self.listed(left.part.clone())),
            _ => self.asked_of(project),
        }
    }

    /// The same of another project than that which the list is of, such as one with what a seal hides.
    fn asked_of(&self, project: &Project) -> Result<Project, SearchMistake> {
        Ok(self.listed(match &self.left {
            Some(left) => Search::new(&left.query, project)?.part_of(project),
            None => project.clone(),
        }))
    }

    fn listed(&self, part: Project) -> Project {
        among(part, |id| self.documents.contains(id))
    }

    /// The other documents, with what the query asks for there.
    pub fn rest_of(&self, project: &Project) -> Result<Project, SearchMistake> {
        let is_other = |id: &DocumentId| {
            !self.documents.contains(id) && project.document(id).is_some_and(|document| !document.archived)
        };
        if let Some(left) = &self.left {
            return Ok(Search::new(&left.query, project)?.rest_of(project, is_other));
        }
        Ok(among(project.clone(), is_other))
    }
}

/// A state of the project, of which all may be meant or what the list lets through.
pub struct Source {
    /// All.
    pub project: Project,
    /// What the list lets through, where that alone is meant.
    pub within: Option<Arc<Within>>,
}

impl Source {
    /// What is meant, or why that cannot be said. Takes time: not for the window's thread.
    pub fn part(&self) -> Result<Project, String> {
        match &self.within {
            Some(within) => within.asked_of(&self.project).map_err(|mistake| not_filtered(&mistake)),
            // What was put away is meant where the list shows it, and not otherwise.
            None => Ok(among(self.project.clone(), |id| self.project.document(id).is_some_and(|it| !it.archived))),
        }
    }
}

/// Some documents of a project, with what is said of them.
pub fn among(mut project: Project, is_in: impl Fn(&DocumentId) -> bool) -> Project {
    project.documents = project.documents.into_iter().filter(|(id, _)| is_in(id)).collect();
    project.sets = project.sets.into_iter().filter(|(key, _)| is_in(&key.document)).collect();
    project
}

/// Why the filter cannot be used, as a sentence.
pub fn not_filtered(mistake: &SearchMistake) -> String {
    format!("The filter cannot be used: {}. {}", mistake.what, mistake.hint)
}
