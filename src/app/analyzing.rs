//! What is asked of the project's spans in the statistics: answered on a thread of its own while it is shown, and anew when
//! something has been done.

use super::figures::Extent;
use super::filtering::{Within, not_filtered};
use super::jobs::{Job, Outcome};
use crate::model::{Calendar, DocumentId, Project, TagId};
use crate::report::{Answer, Ask, DrawnAs, KeyOf, Shape, dimension, within_named};
use crate::stats::{self, Documents, Scope, Variants};
use std::num::NonZeroU32;
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
    /// How that is drawn.
    pub shape: Shape,
    /// The steps of time.
    pub calendar: Calendar,
    /// How counts in rows and columns are drawn.
    pub drawn: DrawnAs,
    /// Of which tag; of all without one.
    pub tag: Option<TagId>,
    /// Which strings are taken for the same.
    pub variants: Variants,
    /// How near words stand to spans.
    pub near: NonZeroU32,
    /// What sets articles apart.
    pub key_of: KeyOf,
    /// Of how much.
    pub extent: Extent,
}

/// How near words stand to spans, as far as that can be chosen.
pub const NEAR: [NonZeroU32; 4] = {
    let few = NonZeroU32::MIN;
    [few.saturating_add(1), few.saturating_add(4), few.saturating_add(9), few.saturating_add(24)]
};

impl Default for Asked {
    fn default() -> Self {
        let [rows, columns, within] = ["tag", "annotator", "sentence"].map(str::to_owned);
        Self {
            question: 0,
            rows,
            columns,
            within,
            shape: Shape::default(),
            calendar: Calendar::Month,
            drawn: DrawnAs::default(),
            tag: None,
            variants: Variants::default(),
            near: NEAR[1],
            key_of: KeyOf::default(),
            extent: Extent::Filter,
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
            "together" => Ask::Together(within_named(&self.within).unwrap_or(stats::Within::Sentence), self.shape),
            "overlaps" => Ask::Overlaps,
            "sequences" => Ask::Sequences,
            "spread" => Ask::Spread,
            "places" => Ask::Places,
            "strings" => Ask::Strings(self.tag.clone(), self.variants),
            "collocates" => Ask::Collocates(self.tag.clone(), self.near),
            "lengths" => Ask::Lengths,
            "pace" => Ask::Pace,
            "keyness" => Ask::Keyness(self.key_of),
            "saturation" => Ask::Saturation,
            _ => Ask::Counts(rows),
        }
    }
}

/// An answer, or why there is none.
type Answered = Result<Arc<Answer>, String>;

/// What a question is asked of.
#[derive(Clone)]
pub struct Asking {
    /// The revision of the project.
    pub revision: u64,
    /// What the list lets through, where it is narrowed.
    pub within: Option<Arc<Within>>,
    /// The open article.
    pub document: Option<DocumentId>,
}

/// A question with the state of the project that it is asked of.
#[derive(Clone, PartialEq, Eq)]
struct Ground {
    asked: Asked,
    revision: u64,
    within: Option<u64>,
    document: Option<DocumentId>,
}

impl Ground {
    /// What matters to a question.
    fn of(asked: &Asked, asking: &Asking) -> Self {
        let is = |extent| asked.extent == extent;
        Self {
            asked: asked.clone(),
            revision: asking.revision,
            within: asking.within.as_ref().map(|within| within.version).filter(|_| is(Extent::Filter)),
            document: asking.document.clone().filter(|_| is(Extent::Document)),
        }
    }
}

/// The question that is shown, with its answer.
#[derive(Default)]
pub struct AnalysisState {
    /// What is asked.
    pub asked: Asked,
    /// The answers that a page is to have, in the order in which they were chosen.
    pub report: Vec<Arc<Answer>>,
    answered: Option<(Ground, Answered)>,
    job: Option<(Ground, Job<Result<Answer, String>>)>,
}

impl AnalysisState {
    /// Takes what was answered, and asks anew when the question or the project is another one.
    pub fn follow(&mut self, asking: Asking, snapshot: impl FnOnce() -> Project, wake: impl Fn() + Send + 'static) {
        let ground = Ground::of(&self.asked, &asking);
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
        let job = Job::start("Counting".to_owned(), wake, move |_| answer(&project, &asked, &asking));
        self.job = Some((ground, job));
    }

    /// What was answered last, and whether that is of now.
    pub fn answered(&self) -> Option<(&Answered, bool)> {
        let (of, answered) = self.answered.as_ref()?;
        Some((answered, self.job.is_none() && of.asked == self.asked))
    }
}

fn answer(project: &Project, asked: &Asked, asking: &Asking) -> Result<Answer, String> {
    let within = asking.within.as_ref().filter(|_| asked.extent == Extent::Filter);
    let part = within.map_or_else(|| Ok(project.clone()), |within| within.part_of(project, asking.revision));
    let part = part.map_err(|mistake| not_filtered(&mistake))?;
    let documents = match (asked.extent, &asking.document) {
        (Extent::Document, Some(document)) => Documents::One(document.clone()),
        (Extent::Document, None) => Documents::Some(Arc::default()),
        (Extent::Filter, _) => Documents::Some(Arc::new(part.documents.keys().cloned().collect())),
        (Extent::Project, _) => Documents::All,
    };
    let scope = Scope { documents, ..Scope::default() };
    let ask = asked.ask();
    let rest = within.filter(|_| matches!(ask, Ask::Keyness(_))).map(|within| within.rest_of(project)).transpose();
    let rest = rest.map_err(|mistake| not_filtered(&mistake))?;
    if rest.is_none() && matches!(ask, Ask::Keyness(_)) {
        return Err("Narrow the list to the articles that are set apart, such as by outlet:Wire".to_owned());
    }
    let answer = ask.answer(&part, &scope, (rest.as_ref().unwrap_or(project), &Scope::default()));
    // A matrix of tags stays one, however counts in rows and columns were drawn last.
    let drawn = if matches!(ask, Ask::Crossed(..) | Ask::Sequences) { asked.drawn } else { DrawnAs::Cells };
    Ok(answer.map_err(|error| error.to_string())?.drawn_as(drawn))
}
