//! Looking for all places of a pattern, in one article or many: on a thread of its own, from a snapshot, the first at once.

use super::jobs::Progress;
use crate::model::{DocumentId, Project};
use crate::query::{Gathered, Mark, Mistake, Occurrence, Pattern, Standing, gather};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// What is looked for, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quest {
    /// What.
    pub pattern: Pattern,
    /// As what it would be marked, and by whom.
    pub mark: Mark,
    /// In which documents, in this order.
    pub documents: Vec<DocumentId>,
}

/// What was found so far.
#[derive(Clone, Debug, Default)]
pub struct Found {
    /// The places, document by document, in the order of the text.
    pub rows: Arc<Vec<Occurrence>>,
    /// How many of them nothing speaks against.
    pub n_free: usize,
    /// In how many documents they are.
    pub n_documents: usize,
    /// How many documents have been looked through.
    pub n_through: usize,
    /// Whether all have been, or as much as is listed.
    pub is_whole: bool,
    /// Whether there are more than are listed.
    pub is_cut: bool,
    /// Why nothing can be found.
    pub mistake: Option<Mistake>,
}

/// The most places that are listed. More than that nobody looks through.
pub const MOST: usize = 200_000;
/// The first part is sent when it has this many places, or after this time, whatever it has.
const FIRST: usize = 64;
const PAUSE: Duration = Duration::from_millis(50);
/// The clock is looked at once in so many steps.
const STEPS: usize = 64;

/// One search at a time.
#[derive(Default)]
pub struct Occurrences {
    search: Option<Search>,
    version: u64,
    found: Found,
}

struct Search {
    parts: Receiver<Found>,
    progress: Progress,
}

impl Drop for Search {
    fn drop(&mut self) {
        self.progress.stop();
    }
}

impl Occurrences {
    /// Looks in a snapshot; `version` tells the search from earlier ones, which end. `wake` is called when more was found.
    pub fn begin(&mut self, version: u64, project: Project, quest: Quest, wake: impl Fn() + Send + 'static) {
        let progress = Progress::default();
        let (outbox, parts) = channel();
        let theirs = progress.clone();
        std::thread::spawn(move || look(&project, &quest, &theirs, &outbox, &wake));
        self.search = Some(Search { parts, progress });
        self.version = version;
        self.found = Found::default();
    }

    /// Takes in what has been found since the last frame.
    pub fn poll(&mut self) {
        if let Some(found) = self.search.as_ref().and_then(|search| search.parts.try_iter().last()) {
            self.found = found;
        }
    }

    /// What the search of this version has found so far.
    pub fn of(&self, version: u64) -> Option<&Found> {
        (self.search.is_some() && self.version == version).then_some(&self.found)
    }

    /// Ends the search and forgets what it found.
    pub fn end(&mut self) {
        *self = Self::default();
    }
}

/// Every part has all places so far; each waits twice as long as the one before, as they are copied for it.
fn look(project: &Project, quest: &Quest, progress: &Progress, outbox: &Sender<Found>, wake: &dyn Fn()) {
    let send = |found: Found| {
        // Nobody waits for what a search finds that has been given up.
        let _ = outbox.send(found);
        wake();
    };
    let finder = match quest.pattern.compile() {
        Ok(finder) => finder,
        Err(mistake) => return send(Found { is_whole: true, mistake: Some(mistake), ..Found::default() }),
    };
    let mut rows: Vec<Occurrence> = Vec::new();
    let mut found = Found::default();
    let (mut is_first, mut pause, mut sent) = (true, PAUSE, Instant::now());
    for (n, gathered) in gather(project, &quest.documents, &finder, &quest.mark).enumerate() {
        match gathered {
            Gathered::Found(_) if rows.len() == MOST => {
                found.is_cut = true;
                break;
            }
            Gathered::Found(row) => {
                found.n_free += usize::from(row.standing == Standing::Free);
                found.n_documents += usize::from(rows.last().is_none_or(|last| last.document != row.document));
                rows.push(row);
            }
            Gathered::Nothing => {}
            Gathered::Through => found.n_through += 1,
        }
        if progress.is_stopped() {
            return;
        }
        let is_due = n % STEPS == 0 && sent.elapsed() >= pause;
        if is_due || (is_first && rows.len() >= FIRST) {
            send(Found { rows: Arc::new(rows.clone()), ..found.clone() });
            (is_first, pause, sent) = (false, pause * 2, Instant::now());
        }
    }
    send(Found { rows: Arc::new(rows), is_whole: true, ..found });
}
