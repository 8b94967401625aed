//! The open project as the rest of the program sees it.

use super::backup::Backups;
use super::shared::{News, Shared, Unread};
use super::steps::Steps;
use super::{Applied, ChangedText, Clock, Event, HistorySource, Pace, SaveState};
use crate::edit::Mint;
use crate::model::{AnnotatorId, Project};
use crate::store::{ConflictCopy, Damage, Disk, Folder, Home, Journal, JournalNews, Person, StoreError, create_copy};
use crate::text::Digest;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// The open project. Dropping it ends its threads; what is not in the files yet is in the journal.
pub struct Workspace {
    pub(super) project: Project,
    pub(super) folder: Folder,
    pub(super) damage: Unread,
    pub(super) copies: Vec<ConflictCopy>,
    pub(super) changed_texts: Vec<ChangedText>,
    /// Copies that have been merged, each with what was read and the step that has it.
    pub(super) merged_copies: Vec<(ConflictCopy, Digest, u64)>,
    pub(super) read_only: Option<StoreError>,
    pub(super) mint: Mint,
    pub(super) clock: Clock,
    pub(super) pace: Pace,
    pub(super) person: Option<Person>,
    pub(super) steps: Steps,
    pub(super) seq: u64,
    pub(super) revision: u64,
    pub(super) applied: Vec<Applied>,
    pub(super) events: Vec<Event>,
    pub(super) journal_error: Option<StoreError>,
    pub(super) threads: Option<Threads>,
}

/// What works behind a workspace that can be changed.
pub(super) struct Threads {
    pub(super) shared: Arc<Shared>,
    pub(super) journal: Arc<Journal>,
    pub(super) saver: Option<JoinHandle<()>>,
    pub(super) backups: Backups,
    pub(super) news: Receiver<News>,
    /// The folder of the project's journals.
    pub(super) journals: PathBuf,
    /// The person's own folders.
    pub(super) home: Home,
}

/// A project as it was in memory at a moment, to be written elsewhere on a thread of its own.
pub struct CopySource {
    disk: Disk,
    project: Project,
    unread: Unread,
}

impl CopySource {
    /// Writes it into a folder that is empty or not there yet.
    pub fn write(&self, folder: &Path) -> Result<(), StoreError> {
        let unread: Vec<Damage> = self.unread.values().cloned().collect();
        create_copy(&self.disk, folder, &self.project, &unread)
    }
}

/// How long [`Workspace::save_now`] waits.
const PATIENCE: Duration = Duration::from_secs(120);

impl Workspace {
    /// The project as it is now. A clone of it is a snapshot, and costs nothing.
    pub fn project(&self) -> &Project {
        &self.project
    }

    /// The project as it is now, for a job.
    pub fn snapshot(&self) -> Project {
        self.project.clone()
    }

    /// Grows with every change.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Where the project is.
    pub fn path(&self) -> &Path {
        self.folder.root()
    }

    /// What the step that undo takes back is called.
    pub fn next_undo(&self) -> Option<&str> {
        self.steps.undo_title()
    }

    /// What the step that redo does again is called.
    pub fn next_redo(&self) -> Option<&str> {
        self.steps.redo_title()
    }

    /// How many steps can be undone.
    pub fn n_undoable(&self) -> usize {
        self.steps.n_done()
    }

    /// From where the history up to now is read; nothing where nothing can be changed.
    pub fn history(&self) -> Option<HistorySource> {
        let threads = self.threads.as_ref()?;
        Some(HistorySource {
            disk: self.folder.disk().clone(),
            journals: threads.journals.clone(),
            journal: Arc::clone(&threads.journal),
            upto: self.seq,
            project: self.project.clone(),
        })
    }

    /// Who acts.
    pub fn annotator(&self) -> Option<&AnnotatorId> {
        self.person.as_ref().map(|person| &person.id)
    }

    /// What people call an annotator: as the project knows them, or the person who acts.
    pub fn annotator_name<'a>(&'a self, id: &'a AnnotatorId) -> &'a str {
        let known = self.project.annotators.get(id).map(|annotator| annotator.name.as_str());
        let acting = self.person.as_ref().filter(|person| person.id == *id).map(|person| person.name.as_str());
        known.or(acting).unwrap_or(id.as_str())
    }

    /// Says who acts from now on. A person that the project does not know yet gets their file with their first set.
    pub fn set_annotator(&mut self, person: Option<Person>) {
        self.mint.by = person.as_ref().map(|person| person.id.clone());
        self.person = person;
    }

    /// Why nothing can be changed, if so.
    pub fn read_only(&self) -> Option<&StoreError> {
        self.read_only.as_ref()
    }

    /// The files that cannot be read, by path.
    pub fn damage(&self) -> &Unread {
        &self.damage
    }

    /// What sync programs left beside the project's files, to be merged.
    pub fn copies(&self) -> &[ConflictCopy] {
        &self.copies
    }

    /// What was applied since this was asked last: commands, undo and redo, and what others changed.
    pub fn take_applied(&mut self) -> Vec<Applied> {
        std::mem::take(&mut self.applied)
    }

    /// Whether what was done is on the disk.
    pub fn save_state(&self) -> SaveState {
        let Some(threads) = &self.threads else { return SaveState::Saved };
        if !threads.journal.is_alive() || threads.saver.as_ref().is_none_or(JoinHandle::is_finished) {
            let why = "saving has stopped by a mistake of the program".to_owned();
            let hint = "Save a copy elsewhere, and start Glossator again".to_owned();
            return SaveState::Failed { why, hint };
        }
        let failed = |error: &StoreError| SaveState::Failed { why: error.to_string(), hint: error.hint().to_owned() };
        if let Some(error) = &self.journal_error {
            return failed(error);
        }
        if let Some(error) = threads.shared.lock().failing.values().next() {
            return failed(error);
        }
        if threads.journal.durable() < self.seq { SaveState::Writing } else { SaveState::Saved }
    }

    /// What happened in the background. Never waits; takes in what others changed.
    pub fn poll(&mut self) -> Vec<Event> {
        while let Some(news) = self.threads.as_ref().and_then(|threads| threads.news.try_recv().ok()) {
            self.take(news);
        }
        self.put_merged_copies_aside();
        std::mem::take(&mut self.events)
    }

    /// Asks for all files to be brought up to date soon, as on leaving a document. Never waits.
    pub fn flush(&self) {
        let Some(threads) = &self.threads else { return };
        let mut state = threads.shared.lock();
        let now = Instant::now();
        state.dirty.values_mut().for_each(|dirty| dirty.due = now);
        drop(state);
        threads.shared.notify();
    }

    /// Waits until every edit so far is on the disk and in its file, or says why that cannot be. What is taken in from
    /// elsewhere meanwhile is not waited for: others may write all the time. Either way the workspace goes on.
    pub fn save_now(&mut self) -> Result<(), StoreError> {
        let (started, upto) = (Instant::now(), self.seq);
        let mut failed = None;
        if let Some(threads) = &self.threads {
            threads.shared.lock().failing.clear();
            if self.journal_error.take().is_some() {
                threads.journal.retry();
            }
        }
        self.flush();
        loop {
            let Some(threads) = &self.threads else { return Ok(()) };
            let state = threads.shared.lock();
            let is_done = state.dirty.values().all(|dirty| dirty.first > upto) && state.purging.is_empty();
            // Others who write all the time keep a file waiting, and no more: it is tried again.
            let lasts = |error: &&StoreError| !matches!(error, StoreError::Changed(_));
            failed = state.failing.values().find(lasts).cloned().or(failed);
            drop(state);
            if is_done && threads.journal.durable() >= self.seq {
                return Ok(());
            }
            if let Some(error) = failed.take().or_else(|| self.journal_error.clone()) {
                return Err(error);
            }
            if started.elapsed() > PATIENCE {
                return Err(StoreError::Busy(self.folder.root().to_owned()));
            }
            match threads.news.recv_timeout(Duration::from_millis(10)) {
                Ok(news) => {
                    self.take(news);
                    // What was taken in from elsewhere is to be written down at once, too.
                    self.flush();
                }
                Err(RecvTimeoutError::Timeout) => {}
                Err(RecvTimeoutError::Disconnected) => return Err(StoreError::Busy(self.folder.root().to_owned())),
            }
        }
    }

    /// Saves everything and ends. What could not be saved is said; of that, everything that reached the journal
    /// is taken from there when the project is opened again.
    pub fn close(mut self) -> Result<(), StoreError> {
        let saved = self.save_now();
        self.put_merged_copies_aside();
        saved
    }

    fn take(&mut self, news: News) {
        match news {
            News::Journal(JournalNews::Durable(_)) => {
                self.journal_error = None;
                if self.threads.as_ref().is_some_and(|threads| threads.journal.durable() >= self.seq) {
                    self.events.push(Event::Durable);
                }
            }
            News::Journal(JournalNews::Failed(error)) => {
                if self.journal_error.as_ref() != Some(&error) {
                    self.events.push(Event::Failed(error.clone()));
                }
                self.journal_error = Some(error);
            }
            News::Journal(JournalNews::Gone) => self.flush(),
            News::Journal(JournalNews::Purged(documents, left)) => {
                if let Some(threads) = &self.threads {
                    threads.backups.purge(documents, left);
                }
            }
            News::Foreign(foreign) => self.integrate(*foreign),
            News::Text(changed) => self.found_text(*changed),
            // It was never said that it could not be read.
            News::Event(Event::Mended(path)) if !self.damage.contains_key(&path) => {}
            News::Event(event) => {
                if let Event::Copies(copies) = &event {
                    self.copies.clone_from(copies);
                }
                self.note_damage(&event);
                self.events.push(event);
            }
        }
    }

    pub(super) fn note_damage(&mut self, event: &Event) {
        match event {
            Event::Damaged(damage) => drop(self.damage.insert(damage.path.clone(), damage.clone())),
            Event::Mended(path) => {
                self.damage.remove(path);
                self.changed_texts.retain(|changed| changed.damage.path != *path);
            }
            _ => return,
        }
        self.share_damage();
    }

    /// Tells the thread of backups which files only the disk has.
    pub(super) fn share_damage(&self) {
        if let Some(threads) = &self.threads {
            threads.shared.lock().damage.clone_from(&self.damage);
        }
    }

    /// Whether every edit is in the journal on the disk, whatever became of the files.
    pub fn is_durable(&self) -> bool {
        self.threads.as_ref().is_none_or(|threads| threads.journal.durable() >= self.seq)
    }

    /// From what a copy elsewhere is written: the project as it is in memory.
    pub fn copy_source(&self) -> CopySource {
        let disk = self.folder.disk().clone();
        CopySource { disk, project: self.project.clone(), unread: self.damage.clone() }
    }

    /// Makes a backup of the newest state; the answer comes when it is on the disk. Nothing where nothing can be changed.
    pub fn back_up_soon(&self) -> Option<Receiver<Result<(), StoreError>>> {
        self.threads.as_ref().map(|threads| threads.backups.now())
    }

    /// Makes a backup now, and waits for it. Of a project that is open for reading only there is none.
    pub fn back_up(&self) -> Result<(), StoreError> {
        let Some(made) = self.back_up_soon() else { return Ok(()) };
        made.recv().unwrap_or_else(|_| Err(StoreError::Busy(self.folder.root().to_owned())))
    }
}

impl Drop for Threads {
    fn drop(&mut self) {
        self.shared.lock().is_over = true;
        self.shared.notify();
        if let Some(saver) = self.saver.take() {
            // A saver that panicked is over; its files are as they were or as they should be.
            saver.join().unwrap_or_default();
        }
    }
}
