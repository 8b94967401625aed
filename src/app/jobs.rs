//! Work that takes longer than a frame: on a thread of its own, with progress, and to be stopped.

use super::guard::attempt;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::sync::{Arc, Mutex};

/// How far a job is, shared between its thread and the window.
#[derive(Clone, Debug, Default)]
pub struct Progress(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    done: AtomicUsize,
    of: AtomicUsize,
    stopped: AtomicBool,
    what: Mutex<String>,
}

impl Progress {
    /// Says how far the job is.
    pub fn report(&self, done: usize, of: usize) {
        self.0.done.store(done, Ordering::Relaxed);
        self.0.of.store(of, Ordering::Relaxed);
    }

    /// Says what is being done just now.
    pub fn say(&self, what: &str) {
        if let Ok(mut now) = self.0.what.lock() {
            what.clone_into(&mut now);
        }
    }

    /// What is being done just now.
    pub fn what(&self) -> String {
        self.0.what.lock().map(|what| what.clone()).unwrap_or_default()
    }

    /// How many of how many.
    pub fn counts(&self) -> (usize, usize) {
        (self.0.done.load(Ordering::Relaxed), self.0.of.load(Ordering::Relaxed))
    }

    /// Asks the job to stop.
    pub fn stop(&self) {
        self.0.stopped.store(true, Ordering::Relaxed);
    }

    /// Whether the job was asked to stop.
    pub fn is_stopped(&self) -> bool {
        self.0.stopped.load(Ordering::Relaxed)
    }
}

/// A job and the answer it will give.
pub struct Job<T> {
    /// What it does, for the progress row.
    pub label: String,
    /// How far it is.
    pub progress: Progress,
    answer: Receiver<T>,
}

/// What has become of a job.
pub enum Outcome<T> {
    /// It goes on.
    Running,
    /// Its answer.
    Done(T),
    /// Its thread ended without one, which is a mistake of ours.
    Lost,
}

impl<T: Send + 'static> Job<T> {
    /// Starts a job. `wake` is called when its answer is there.
    pub fn start(
        label: String,
        wake: impl Fn() + Send + 'static,
        work: impl FnOnce(&Progress) -> T + Send + 'static,
    ) -> Self {
        let progress = Progress::default();
        let (sender, answer) = channel();
        let theirs = progress.clone();
        std::thread::spawn(move || {
            let answer = attempt(|| work(&theirs));
            // Nobody waits for the answer of a job whose window is gone.
            let _ = answer.map(|answer| sender.send(answer));
            drop(sender);
            wake();
        });
        Self { label, progress, answer }
    }

    /// What has become of it.
    pub fn poll(&self) -> Outcome<T> {
        match self.answer.try_recv() {
            Ok(answer) => Outcome::Done(answer),
            Err(TryRecvError::Empty) => Outcome::Running,
            Err(TryRecvError::Disconnected) => Outcome::Lost,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::{Duration, Instant};

    fn wait<T: Send + 'static>(job: &Job<T>) -> Option<T> {
        let until = Instant::now() + Duration::from_secs(20);
        while Instant::now() < until {
            match job.poll() {
                Outcome::Running => std::thread::yield_now(),
                Outcome::Done(answer) => return Some(answer),
                Outcome::Lost => return None,
            }
        }
        None
    }

    #[test]
    fn a_job_answers_and_can_be_stopped() {
        let job = Job::start(
            "Counting".to_owned(),
            || (),
            |progress| {
                while !progress.is_stopped() {
                    std::thread::yield_now();
                }
                progress.report(3, 7);
                progress.counts()
            },
        );
        assert!(matches!(job.poll(), Outcome::Running));
        job.progress.stop();
        assert_eq!(wait(&job), Some((3, 7)));
    }

    #[test]
    fn a_job_that_fails_is_lost_and_wakes_the_window() {
        let (woken, woke) = channel();
        let job: Job<()> = Job::start("Failing".to_owned(), move || woken.send(()).unwrap(), |_| panic!("a mistake"));
        assert_eq!(woke.recv_timeout(Duration::from_secs(20)), Ok(()));
        assert!(matches!(job.poll(), Outcome::Lost));
    }
}
