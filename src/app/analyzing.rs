//! What is asked of the project's spans in the statistics: answered on a thread of its own while it is shown, and anew when
//! something has been done.

use super::jobs::{Job, Outcome};
use crate::model::{Calendar, DocumentId, Project};
use crate::query::Search;
use crate::report::{Answer, Ask, DrawnAs, dimension, within_named};
use crate::stats::{Documents, Scope, Within};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    /// Which question, by its place among [`Ask::names`].
    pub question: usize,
    /// What is counted by.
    pub rows: String,
    /// What it is crossed with.
    pub columns: String,
    /// In what tags stand together.
    pub within: String,
    /// The steps of time.
    pub calendar: Calendar,
    /// How counts in rows and columns are drawn.
    pub drawn: DrawnAs,
    /// The query for the articles that count; for what sets articles apart, those that are.
    pub filter: String,
}

impl Default for Asked {
    fn default() -> Self {
        let [rows, columns, within] = ["tag", "annotator", "sentence"].map(str::to_owned);
        Self {
            question: 0,
            rows,
            columns,
            within,
            calendar: Calendar::Month,
            drawn: DrawnAs::default(),
            filter: String::new(),
        }
    }
}

impl Asked {
    /// The question.
    pub fn ask(&self) -> Ask {
        let (rows, columns) = (dimension(&self.rows), dimension(&self.columns));
        match Ask::names().get(self.question).copied().unwrap_or_default() {
            "crossed" => Ask::Crossed(rows, columns),
            "time" => Ask::OverTime(self.calendar),
            "together" => Ask::Together(within_named(&self.within).unwrap_or(Within::Sentence)),
            "overlaps" => Ask::Overlaps,
            "sequences" => Ask::Sequences,
            "spread" => Ask::Spread,
            "keyness" => Ask::Keyness,
            "saturation" => Ask::Saturation,
            _ => Ask::Counts(rows),
        }
    }
}

/// An answer, or why there is none.
type Answered = Result<Arc<Answer>, String>;

/// A question with the revision of the project that it is asked of.
type Ground = (Asked, u64);

/// The question that is shown, with its answer.
#[derive(Default)]
pub struct AnalysisState {
    /// What is asked.
    pub asked: Asked,
    answered: Option<(Ground, Answered)>,
    job: Option<(Ground, Job<Result<Answer, String>>)>,
}

impl AnalysisState {
    /// Takes what was answered, and asks anew when the question or the project is another one.
    pub fn follow(&mut self, revision: u64, snapshot: impl FnOnce() -> Project, wake: impl Fn() + Send + 'static) {
        let ground = (self.asked.clone(), revision);
        match self.job.as_ref().map(|(_, job)| job.poll()) {
            Some(Outcome::Running) => return,
            Some(Outcome::Done(answer)) => {
                self.answered = self.job.take().map(|(of, _)| (of, answer.map(Arc::new)));
            }
            Some(Outcome::Lost) => {
                let lost =
                    || Err("This could not be counted, by a mistake of the program; the log has more".to_owned());
                self.answered = self.job.take().map(|(of, _)| (of, lost()));
            }
            None => {}
        }
        if self.answered.as_ref().is_some_and(|(of, _)| *of == ground) {
            return;
        }
        let (project, asked) = (snapshot(), self.asked.clone());
        let job = Job::start("Counting".to_owned(), wake, move |_| answer(&project, &asked));
        self.job = Some((ground, job));
    }

    /// What was answered last, and whether that is of now.
    pub fn answered(&self) -> Option<(&Answered, bool)> {
        self.answered.as_ref().map(|((asked, _), answered)| (answered, self.job.is_none() && *asked == self.asked))
    }
}

fn answer(project: &Project, asked: &Asked) -> Result<Answer, String> {
    let documents: Vec<_> = project.documents.values().filter(|document| !document.archived).collect();
    let scope = |ids: BTreeSet<DocumentId>| Scope { documents: Documents::Some(Arc::new(ids)), ..Scope::default() };
    let (one, other): (Vec<_>, Vec<_>) = if asked.filter.trim().is_empty() {
        (documents.clone(), documents)
    } else {
        let search = Search::new(&asked.filter, project).map_err(|mistake| format!("{mistake}. {}", mistake.hint))?;
        documents.into_par_iter().partition(|document| search.holds(project, document))
    };
    let ids =
        |documents: Vec<&Arc<crate::model::Document>>| documents.iter().map(|document| document.id.clone()).collect();
    let answer =
        asked.ask().answer(project, &scope(ids(one)), &scope(ids(other))).map_err(|error| error.to_string())?;
    Ok(answer.within(asked.filter.trim()).drawn_as(asked.drawn))
}
