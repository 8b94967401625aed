//! What a workspace is opened with: who acts, what time it is, how soon files are written.

use crate::model::Timestamp;
use crate::store::{Person, Progress};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// Tells the time.
pub type Clock = Arc<dyn Fn() -> Timestamp + Send + Sync>;
/// Called from any thread when there is news to poll.
pub type Wake = Arc<dyn Fn() + Send + Sync>;

/// What a workspace is opened with.
#[derive(Clone)]
pub struct Options {
    /// Who acts. Their file is written with their first set.
    pub person: Option<Person>,
    /// What ids are drawn from; chance without one.
    pub seed: Option<u64>,
    /// What time it is.
    pub clock: Clock,
    /// Called when there is news.
    pub wake: Wake,
    /// How far opening is.
    pub progress: Progress,
    /// How soon files are written and looked at.
    pub pace: Pace,
    /// From which length on, in bytes, the journal goes on in a new file. Opening reads the newest ones alone, and undo
    /// reads one where it reaches back that far.
    pub journal_file: u64,
}

/// How soon files are written and looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    /// After the last edit of a file.
    pub idle: Duration,
    /// After the last edit of a set of more than [`LARGE`] spans.
    pub idle_large: Duration,
    /// The longest that edits without a pause keep a file waiting.
    pub longest: Duration,
    /// Between two looks for what others changed.
    pub sweep: Duration,
    /// After others touched a file, until it is looked at.
    pub quiet: Duration,
    /// After a file could not be written.
    pub retry: Duration,
    /// After opening, until the first backup is made.
    pub first_backup: Duration,
    /// Between two backups.
    pub backup: Duration,
}

impl Pace {
    /// Everything after the same time.
    pub const fn every(time: Duration) -> Self {
        Self {
            idle: time,
            idle_large: time,
            longest: time,
            sweep: time,
            quiet: time,
            retry: time,
            first_backup: time,
            backup: time,
        }
    }
}

/// Sets of more spans are written more rarely.
pub const LARGE: usize = 10_000;

impl Default for Pace {
    fn default() -> Self {
        Self {
            idle: Duration::from_secs(2),
            idle_large: Duration::from_secs(30),
            longest: Duration::from_secs(60),
            sweep: Duration::from_secs(2),
            quiet: Duration::from_millis(100),
            retry: Duration::from_secs(2),
            first_backup: Duration::from_secs(30),
            backup: Duration::from_secs(600),
        }
    }
}

impl Default for Options {
    fn default() -> Self {
        Self {
            person: None,
            seed: None,
            clock: Arc::new(now),
            wake: Arc::new(|| {}),
            progress: Progress::default(),
            pace: Pace::default(),
            journal_file: 1_000_000,
        }
    }
}

/// The time of the system.
fn now() -> Timestamp {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
    Timestamp::new(i64::try_from(seconds).unwrap_or_default())
}
