//! What the workspace and its saver share: the newest state of the project, and what of it is not in the files yet.

use super::Event;
use super::base::Base;
use super::marked::Marked;
use super::revision::ChangedText;
use crate::model::{DocumentId, Project};
use crate::store::{Damage, FileKey, JournalNews, StoreError};
use crate::text::Digest;
use imbl::OrdMap;
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

/// Files that cannot be read, by path. A clone copies pointers.
pub type Unread = OrdMap<PathBuf, Damage>;

/// The desk between the two threads.
pub struct Shared {
    state: Mutex<State>,
    changed: Condvar,
}

/// What lies on it.
pub struct State {
    /// The newest state.
    pub project: Project,
    /// The last step that it has.
    pub seq: u64,
    /// What was marked that the files may lack.
    pub marked: Marked,
    /// What the files say.
    pub base: Base,
    /// Files that lack something of it.
    pub dirty: BTreeMap<FileKey, Dirty>,
    /// Why files could not be written the last time.
    pub failing: BTreeMap<FileKey, StoreError>,
    /// The last report of foreign changes that is part of it.
    pub integrated: u64,
    /// Documents to be forgotten by the journals once their files are gone.
    pub purging: BTreeSet<DocumentId>,
    /// Files that cannot be read, for backups.
    pub damage: Unread,
    /// Files that others touched, with when they have been quiet for long enough to be looked at.
    pub heard: BTreeMap<FileKey, Instant>,
    /// Texts of others that the project has had: its own may go over them.
    pub accepted: BTreeSet<Digest>,
    /// Whether the saver is to end.
    pub is_over: bool,
}

/// A file that lacks something.
#[derive(Clone, Copy, Debug)]
pub struct Dirty {
    /// The first step that it lacks.
    pub first: u64,
    /// The last step that changed it.
    pub seq: u64,
    /// When it first lacked something.
    pub since: Instant,
    /// When it is to be written.
    pub due: Instant,
}

/// What the threads tell the workspace.
#[derive(Debug)]
pub enum News {
    /// Of the journal.
    Journal(JournalNews),
    /// Changes from elsewhere, which the window has not yet.
    Foreign(Box<Foreign>),
    /// A text that somebody changed.
    Text(Box<ChangedText>),
    /// What a person is told as it is.
    Event(Event),
}

/// Changes that others made to files.
#[derive(Debug)]
pub struct Foreign {
    /// The number of this report.
    pub no: u64,
    /// The files.
    pub keys: BTreeSet<FileKey>,
    /// The project that was compared with them.
    pub from: Project,
    /// The same with their changes.
    pub to: Project,
    /// What the files said before.
    pub before: Base,
    /// What they say now.
    pub after: Base,
    /// What was marked here since what they said before.
    pub marked: Marked,
    /// What both sides changed, for people.
    pub conflicts: Vec<String>,
}

impl Shared {
    /// A desk with this state on it.
    pub fn new(state: State) -> Self {
        Self { state: Mutex::new(state), changed: Condvar::new() }
    }

    /// Takes the state, for a moment. A thread that panicked with it left it whole: it is only ever replaced.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Tells the saver that something changed.
    pub fn notify(&self) {
        self.changed.notify_all();
    }

    /// Gives the state back until something changes or `until` comes.
    pub fn wait<'a>(&self, state: MutexGuard<'a, State>, until: Instant) -> MutexGuard<'a, State> {
        let pause = until.saturating_duration_since(Instant::now());
        self.changed.wait_timeout(state, pause).unwrap_or_else(PoisonError::into_inner).0
    }
}
