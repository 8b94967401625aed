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

/// What becomes of those that a command is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Effect {
    /// They change, or go.
    #[default]
    Change,
    /// They stay what they are, and are shown otherwise.
    Look,
}

/// What a command would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Planned {
    /// What the step would be called.
    pub title: String,
    /// What becomes of them.
    pub effect: Effect,
    /// The spans that it is about, in the order of their sets and of reading.
    pub spans: Arc<Vec<Changed>>,
    /// How many relations and tags of articles it is about.
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
    job: Option<(String, Job<Answer>)>,
    answer: Option<(String, Answer)>,
}

impl Preview {
    /// Plans a command on a snapshot; it is `asked` for under a name. `wake` is called when the plan is there.
    pub fn begin(&mut self, asked: String, project: Project, command: Command, wake: impl Fn() + Send + 'static) {
        if let Some((_, job)) = &self.job {
            job.progress.stop();
        }
        self.answer = None;
        let job = Job::start("Planning".to_owned(), wake, move |_| planned(&project, &command));
        self.job = Some((asked, job));
    }

    /// Takes in a plan that has arrived.
    pub fn poll(&mut self) {
        let Some((asked, job)) = self.job.take() else { return };
        match job.poll() {
            Outcome::Done(answer) => self.answer = Some((asked, answer)),
            Outcome::Lost => self.answer = Some((asked, Err("this cannot be planned".to_owned()))),
            Outcome::Running => self.job = Some((asked, job)),
        }
    }

    /// The plan that was asked for under a name, once it is there.
    pub fn of(&self, asked: &str) -> Option<&Answer> {
        self.answer.as_ref().filter(|(of, _)| of == asked).map(|(_, answer)| answer)
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
    if let Command::EditTag(_) | Command::MoveTag { .. } = command {
        planned.effect = Effect::Look;
        let tags = shown_otherwise(project, command);
        for (key, set) in &project.sets {
            let n_others = set.relations.values().filter(|it| tags.contains(&it.tag)).count()
                + set.document_tags.keys().filter(|tag| tags.contains(*tag)).count();
            planned.n_others += n_others;
            let before = spans.len();
            if tags.iter().any(|tag| set.spans.n_tagged(tag) > 0) {
                let theirs = set.spans.iter().filter(|span| tags.contains(&span.tag));
                spans.extend(theirs.map(|span| Changed {
                    set: key.clone(),
                    span: span.clone(),
                    tag: Some(span.tag.clone()),
                }));
            }
            if n_others + spans.len() > before {
                sets.insert(key.clone());
            }
        }
    }
    planned.n_documents = sets.iter().map(|set| &set.document).collect::<BTreeSet<_>>().len();
    planned.n_annotators = sets.iter().map(|set| &set.annotator).collect::<BTreeSet<_>>().len();
    planned.spans = Arc::new(spans);
    Ok(planned)
}

/// The tags whose annotations a change of a tag shows otherwise: with another name, color or place.
fn shown_otherwise(project: &Project, command: &Command) -> BTreeSet<TagId> {
    let codebook = &project.codebook;
    let below = |id: &TagId| codebook.order.iter().filter(|other| codebook.is_within(other, id)).cloned().collect();
    match command {
        Command::EditTag(now) => {
            let Some(was) = codebook.tag(&now.id) else { return BTreeSet::new() };
            if (&was.name, &was.parent, &was.layer) != (&now.name, &now.parent, &now.layer) {
                return below(&now.id);
            }
            let is_otherwise = was.color != now.color || was.short_name() != now.short_name();
            is_otherwise.then(|| now.id.clone()).into_iter().collect()
        }
        Command::MoveTag { tag, parent, .. } => {
            let was = codebook.tag(tag).map(|tag| &tag.parent);
            if was.is_some_and(|was| was != parent) { below(tag) } else { BTreeSet::new() }
        }
        _ => BTreeSet::new(),
    }
}
