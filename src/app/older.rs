//! The spans that were made before what their tag means was last changed: looked for on a thread of its own while they are
//! shown, and anew when something has been done.

use super::jobs::{Job, Outcome, Progress};
use crate::model::{AnnotatorId, Project, SetKey, Span, TagId};
use crate::query::made_before_definition;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A span, and whose.
pub type OlderSpan = (SetKey, Span);

/// Those of one tag.
#[derive(Clone, Debug, Default)]
pub struct OlderSpans {
    /// By document, annotator and place.
    pub spans: Vec<OlderSpan>,
    /// How many each annotator has.
    pub n_of: BTreeMap<AnnotatorId, usize>,
}

/// What was found, for one tag at a time.
#[derive(Default)]
pub struct Older {
    found: Option<(TagId, u64, Arc<OlderSpans>)>,
    job: Option<(TagId, u64, Job<Option<OlderSpans>>)>,
}

impl Older {
    /// Takes what was found, and begins to look when the tag or the project is another one.
    pub fn follow(
        &mut self,
        tag: Option<&TagId>,
        revision: u64,
        snapshot: impl FnOnce() -> Project,
        wake: impl Fn() + Send + 'static,
    ) {
        let is_wanted = |of: &TagId| Some(of) == tag;
        match self.job.as_ref().map(|(of, _, job)| (is_wanted(of), job.poll())) {
            Some((true, Outcome::Running)) => return,
            Some((false, Outcome::Running)) => self.job.iter().for_each(|(_, _, job)| job.progress.stop()),
            Some((_, Outcome::Done(Some(spans)))) => {
                self.found = self.job.take().map(|(of, upto, _)| (of, upto, Arc::new(spans)));
            }
            // What was lost is not looked for again until something changes.
            Some((_, Outcome::Done(None) | Outcome::Lost)) => {
                self.found = self.job.take().map(|(of, upto, _)| (of, upto, Arc::default()));
            }
            None => {}
        }
        self.job = None;
        let Some(tag) = tag else { return self.found = None };
        if self.found.as_ref().is_some_and(|(of, upto, _)| of == tag && *upto == revision) {
            return;
        }
        let (project, id) = (snapshot(), tag.clone());
        let job = Job::start("Looking at spans".to_owned(), wake, move |progress| look(&project, &id, progress));
        self.job = Some((tag.clone(), revision, job));
    }

    /// Those of a tag, as of when they were looked for last.
    pub fn of(&self, tag: &TagId) -> Option<&Arc<OlderSpans>> {
        self.found.as_ref().filter(|(of, ..)| of == tag).map(|(_, _, spans)| spans)
    }
}

/// All of them; nothing when nobody waits for them any more.
fn look(project: &Project, tag: &TagId, progress: &Progress) -> Option<OlderSpans> {
    let mut older = OlderSpans::default();
    for (key, span) in project.codebook.tag(tag).into_iter().flat_map(|tag| made_before_definition(project, tag)) {
        if progress.is_stopped() {
            return None;
        }
        *older.n_of.entry(key.annotator.clone()).or_default() += 1;
        older.spans.push((key.clone(), span.clone()));
    }
    Some(older)
}
