//! What a command would do, planned on a thread of its own before anybody gives it.

use super::jobs::{Job, Outcome};
use crate::edit::{Command, Edit, Mint};
use crate::model::{Project, SetKey, Span, TagId, Timestamp};
use std::collections::BTreeSet;
use std::sync::Arc;

/// An annotation that would change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    /// The set it stands in.
    pub set: SetKey,
    /// The span as it is.
    pub span: Span,
    /// The tag that it would have; none when it would go.
    pub tag: Option<TagId>,
}

/// What a command would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// What the step would be called.
    pub title: String,
    /// The spans that would change, in the order of their sets and of reading.
    pub spans: Arc<Vec<Changed>>,
    /// How many relations and tags of articles would.
    pub n_others: usize,
    /// In how many articles.
    pub n_documents: usize,
    /// Of how many annotators.
    pub n_annotators: usize,
}

/// A plan, or why there is none.
pub type Answer = Result<Planned, String>;

/// The plan of one command at a time.
#[derive(Default)]
pub struct Preview {
    job: Option<(u64, Job<Answer>)>,
    answer: Option<(u64, Answer)>,
}

impl Preview {
    /// Plans a command on a snapshot; `version` tells it from earlier ones. `wake` is called when the plan is there.
    pub fn begin(&mut self, version: u64, project: Project, command: Command, wake: impl Fn() + Send + 'static) {
        if let Some((_, job)) = &self.job {
            job.progress.stop();
        }
        let job = Job::start("Planning".to_owned(), wake, move |_| planned(&project, &command));
        self.job = Some((version, job));
    }

    /// Takes in a plan that has arrived.
    pub fn poll(&mut self) {
        match self.job.as_ref().map(|(version, job)| (*version, job.poll())) {
            Some((version, Outcome::Done(answer))) => {
                self.answer = Some((version, answer));
                self.job = None;
            }
            Some((version, Outcome::Lost)) => {
                self.answer = Some((version, Err("this cannot be planned".to_owned())));
                self.job = None;
            }
            Some((_, Outcome::Running)) | None => {}
        }
    }

    /// The plan of this version, once it is there.
    pub fn of(&self, version: u64) -> Option<&Answer> {
        self.answer.as_ref().filter(|(of, _)| *of == version).map(|(_, answer)| answer)
    }
}

fn planned(project: &Project, command: &Command) -> Answer {
    // Ids and times of a plan are nobody's: what is done is planned again then.
    let mut mint = Mint::new(0, Timestamp::default());
    let transaction = command.plan(project, &mut mint).map_err(|error| error.to_string())?;
    let mut planned = Planned { title: transaction.title, ..Planned::default() };
    let (mut spans, mut sets) = (Vec::new(), BTreeSet::new());
    for edit in transaction.edits {
        match edit {
            Edit::Span(set, change) => {
                if let Some(span) = change.before {
                    sets.insert(set.clone());
                    spans.push(Changed { set, span, tag: change.after.map(|after| after.tag) });
                }
            }
            Edit::Relation(set, _) | Edit::DocumentTag(set, _) => {
                sets.insert(set);
                planned.n_others += 1;
            }
            _ => {}
        }
    }
    planned.n_documents = sets.iter().map(|set| &set.document).collect::<BTreeSet<_>>().len();
    planned.n_annotators = sets.iter().map(|set| &set.annotator).collect::<BTreeSet<_>>().len();
    planned.spans = Arc::new(spans);
    Ok(planned)
}
