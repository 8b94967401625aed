//! Looking for a pattern in the open article: on a thread of its own, from a snapshot, with the first hits at once.

use super::jobs::Progress;
use crate::query::{Mistake, Pattern, Step};
use crate::text::{Text, TextRange};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// What was found so far.
#[derive(Clone, Debug, Default)]
pub struct Hits {
    /// Where the pattern stands, in order and apart from each other.
    pub ranges: Arc<Vec<TextRange>>,
    /// Whether the whole text has been looked through.
    pub is_whole: bool,
    /// Why nothing can be found.
    pub mistake: Option<Mistake>,
}

/// A search that runs or has run. Dropping it ends it.
pub struct Search {
    parts: Receiver<Hits>,
    progress: Progress,
}

/// The first part is sent when it has this many hits, or after this time, whatever it has.
const FIRST: usize = 64;
const PAUSE: Duration = Duration::from_millis(30);
/// The clock is looked at once in so many steps.
const STEPS: usize = 64;

impl Search {
    /// Begins to look. `wake` is called when more has been found.
    pub fn start(text: Text, pattern: Pattern, wake: impl Fn() + Send + 'static) -> Self {
        let progress = Progress::default();
        let (outbox, parts) = channel();
        let theirs = progress.clone();
        std::thread::spawn(move || look(&text, &pattern, &theirs, &outbox, &wake));
        Self { parts, progress }
    }

    /// What has been found since the last question, with all that was found before.
    pub fn poll(&self) -> Option<Hits> {
        self.parts.try_iter().last()
    }
}

impl Drop for Search {
    fn drop(&mut self) {
        self.progress.stop();
    }
}

/// Every part has all hits so far, so that the window takes any number of them by taking a pointer. It is copied here, and
/// each part waits twice as long as the one before.
fn look(text: &Text, pattern: &Pattern, progress: &Progress, outbox: &Sender<Hits>, wake: &dyn Fn()) {
    let send = |hits: Hits| {
        // Nobody waits for the hits of a search that has been given up.
        let _ = outbox.send(hits);
        wake();
    };
    let finder = match pattern.compile() {
        Ok(finder) => finder,
        Err(mistake) => return send(Hits { is_whole: true, mistake: Some(mistake), ..Hits::default() }),
    };
    let mut hits = finder.hits(text);
    let mut ranges: Vec<TextRange> = Vec::new();
    let (mut is_first, mut pause, mut sent) = (true, PAUSE, Instant::now());
    for n in 1.. {
        match hits.step() {
            Step::Hit(range) => ranges.push(range),
            Step::Nothing => {}
            Step::End => break,
        }
        if progress.is_stopped() {
            return;
        }
        let is_due = n % STEPS == 0 && sent.elapsed() >= pause;
        if is_due || (is_first && ranges.len() >= FIRST) {
            send(Hits { ranges: Arc::new(ranges.clone()), ..Hits::default() });
            (is_first, pause, sent) = (false, pause * 2, Instant::now());
        }
    }
    send(Hits { ranges: Arc::new(ranges), is_whole: true, mistake: None });
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicUsize, Ordering};

    #[test]
    fn the_first_hits_come_at_once_and_the_last_part_has_all() {
        let text = Text::new("a truce and a truce\n".repeat(2_000)).unwrap();
        let n_woken = Arc::new(AtomicUsize::new(0));
        let theirs = Arc::clone(&n_woken);
        let pattern = Pattern { text: "truce".to_owned(), ..Pattern::default() };
        let search = Search::start(text, pattern, move || {
            theirs.fetch_add(1, Ordering::Relaxed);
        });
        let parts: Vec<Hits> = search.parts.iter().collect();
        assert!(parts.len() >= 2);
        assert_eq!(parts.first().map(|part| (part.ranges.len(), part.is_whole)), Some((FIRST, false)));
        assert_eq!(parts.last().map(|part| (part.ranges.len(), part.is_whole)), Some((4_000, true)));
        assert!(parts.is_sorted_by_key(|part| part.ranges.len()));
        assert!(n_woken.load(Ordering::Relaxed) >= parts.len() - 1);
    }

    #[test]
    fn a_search_that_is_given_up_ends() {
        let text = Text::new("a".repeat(1_000_000)).unwrap();
        let pattern = Pattern { text: "(a*)*b|a".to_owned(), regex: true, ..Pattern::default() };
        let (guard, ended) = channel::<()>();
        // The thread drops this when it ends.
        let wake = move || drop(guard.clone());
        drop(Search::start(text, pattern, wake));
        assert!(ended.recv().is_err());
    }
}
