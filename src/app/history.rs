//! The history while it is looked at: read on a thread of its own, and anew when something has been done.

use super::jobs::{Job, Outcome};
use crate::model::{AnnotatorId, DocumentId, Timestamp};
use crate::store::StoreError;
use crate::workspace::{History, Workspace};
use jiff::Zoned;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeSet;
use std::sync::Arc;

/// What the view shows, and what it is reading.
#[derive(Default)]
pub struct HistoryState {
    /// Whether only the steps about the open article are shown.
    pub of_article: bool,
    /// Whose steps are shown; everybody's without one.
    pub who: Option<AnnotatorId>,
    /// The step whose changes are shown, by its place in the history.
    pub chosen: Option<usize>,
    history: Option<Arc<History>>,
    /// The revision of the project that the history reaches up to.
    upto: Option<u64>,
    reading: Option<(u64, Job<Result<History, StoreError>>)>,
    problem: Option<StoreError>,
    listed: Option<Listed>,
}

/// A row of the list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Row {
    /// The day of the steps below it.
    Day(Date),
    /// A step, by its place in the history.
    Step(usize),
}

/// The rows as they were listed last, and what they were listed for.
struct Listed {
    upto: Option<u64>,
    article: Option<DocumentId>,
    who: Option<AnnotatorId>,
    rows: Arc<Vec<Row>>,
}

/// A time as the clock on the wall shows it.
pub fn local(made: Timestamp, zone: &TimeZone) -> Zoned {
    jiff::Timestamp::from_second(made.seconds()).unwrap_or_default().to_zoned(zone.clone())
}

impl HistoryState {
    /// Takes what was read, and begins to read when something has been done since.
    pub fn follow(&mut self, workspace: &Workspace, wake: impl Fn() + Send + 'static) {
        match self.reading.as_ref().map(|(revision, job)| (*revision, job.poll())) {
            Some((_, Outcome::Running)) => return,
            Some((revision, Outcome::Done(Ok(history)))) => {
                (self.history, self.upto, self.problem) = (Some(Arc::new(history)), Some(revision), None);
            }
            Some((revision, Outcome::Done(Err(error)))) => (self.upto, self.problem) = (Some(revision), Some(error)),
            Some((revision, Outcome::Lost)) => self.upto = Some(revision),
            None => {}
        }
        self.reading = None;
        let revision = workspace.revision();
        if self.upto != Some(revision)
            && let Some(source) = workspace.history()
        {
            let job = Job::start("Reading the history".to_owned(), wake, move |_| source.read());
            self.reading = Some((revision, job));
        }
    }

    /// Lets go of what was read; what was chosen to be shown stays.
    pub fn forget(&mut self) {
        (self.history, self.upto, self.reading, self.chosen, self.listed) = (None, None, None, None, None);
    }

    /// The history as it was read last.
    pub fn history(&self) -> Option<&Arc<History>> {
        self.history.as_ref()
    }

    /// Why it could not be read.
    pub fn problem(&self) -> Option<&StoreError> {
        self.problem.as_ref()
    }

    /// Whether it has everything that was done.
    pub fn is_current(&self, workspace: &Workspace) -> bool {
        self.upto == Some(workspace.revision()) && self.problem.is_none()
    }

    /// The steps that are shown, with a row for each day, the newest first.
    pub fn rows(&mut self, article: Option<&DocumentId>) -> Arc<Vec<Row>> {
        let article = article.filter(|_| self.of_article).cloned();
        let is_same = |listed: &Listed| listed.upto == self.upto && listed.article == article && listed.who == self.who;
        let rows = match self.listed.take().filter(is_same) {
            Some(listed) => listed.rows,
            None => Arc::new(self.list(article.as_ref())),
        };
        self.listed = Some(Listed { upto: self.upto, article, who: self.who.clone(), rows: Arc::clone(&rows) });
        rows
    }

    fn list(&self, article: Option<&DocumentId>) -> Vec<Row> {
        let Some(history) = &self.history else { return Vec::new() };
        let zone = TimeZone::system();
        let mut rows = Vec::new();
        let mut last = None;
        for (place, moment) in history.moments().iter().enumerate().rev() {
            let is_about = article.is_none_or(|article| moment.documents.contains(article));
            if !is_about || self.who.as_ref().is_some_and(|who| moment.by.as_ref() != Some(who)) {
                continue;
            }
            let day = local(moment.made, &zone).date();
            if last.replace(day) != Some(day) {
                rows.push(Row::Day(day));
            }
            rows.push(Row::Step(place));
        }
        rows
    }

    /// Everybody who did something.
    pub fn people(&self) -> BTreeSet<AnnotatorId> {
        let moments = self.history.iter().flat_map(|history| history.moments());
        moments.filter_map(|moment| moment.by.clone()).collect()
    }
}
