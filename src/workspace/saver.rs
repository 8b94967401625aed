//! The thread that brings files up to date with the project, and the project with files that others changed.

use super::base::Base;
use super::marked::Marked;
use super::revision::ChangedText;
use super::shared::{Foreign, News, Shared, State};
use super::sync::Files;
use super::{Event, Pace, Wake};
use crate::model::{DocumentId, Project};
use crate::review::Merged;
use crate::store::{Checked, FileKey, Journal, StoreError, Watch, copy_part, has_part, is_same_part};
use crate::text::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

/// The saver.
pub struct Saver {
    /// What is known of the files.
    pub files: Files,
    /// The desk.
    pub shared: Arc<Shared>,
    /// Where it is written down that files were replaced.
    pub journal: Arc<Journal>,
    /// Who is told what happened.
    pub news: Sender<News>,
    /// Called after telling.
    pub wake: Wake,
    /// How soon things are done.
    pub pace: Pace,
}

/// What there is to do.
enum Work {
    /// Files lack something.
    Save(Vec<FileKey>),
    /// Others touched these.
    Look(BTreeSet<FileKey>),
    /// It is time to look around.
    Sweep,
}

/// A moment's state of the project, and what is done with it.
pub struct Batch {
    /// The project as the window has it.
    pub snapshot: Project,
    /// The last step that it has.
    pub seq: u64,
    /// What was marked that the files may lack.
    pub marked: Marked,
    /// The last report of foreign changes that is part of it.
    pub integrated: u64,
    /// What the files said then.
    pub before: Base,
    /// The project with what others changed.
    pub merged: Project,
    /// Texts of others that the project has had.
    pub accepted: BTreeSet<Digest>,
    /// The files that others changed.
    pub foreign: BTreeSet<FileKey>,
    /// What both sides changed.
    pub conflicts: Vec<String>,
    /// Texts that somebody changed.
    pub texts: Vec<ChangedText>,
    /// How many files were written.
    pub n_written: usize,
    /// Files that have the snapshot's state now.
    pub checked: BTreeSet<FileKey>,
    /// Sets that are in order, but under a codebook whose file lags behind.
    pub early: BTreeSet<FileKey>,
    /// Files that could not be brought up to date.
    pub failed: BTreeMap<FileKey, StoreError>,
    /// What a person is told.
    pub events: Vec<Event>,
}

impl Batch {
    fn new(state: &State, before: Base) -> Self {
        Self {
            before,
            merged: state.project.clone(),
            snapshot: state.project.clone(),
            seq: state.seq,
            marked: state.marked.clone(),
            integrated: state.integrated,
            accepted: state.accepted.clone(),
            foreign: BTreeSet::new(),
            conflicts: Vec::new(),
            texts: Vec::new(),
            n_written: 0,
            checked: BTreeSet::new(),
            early: BTreeSet::new(),
            failed: BTreeMap::new(),
            events: Vec::new(),
        }
    }
}

impl Batch {
    /// Takes in what a merge brought, once the file has it too: one that was not written may have been changed again, and
    /// what others took back meanwhile must not come back from here. It `is_news` also where the codebook hides it: the
    /// window may have another one by now.
    pub fn take(&mut self, key: &FileKey, merged: Merged<Project>, is_news: bool) {
        if is_news || !is_same_part(key, &merged.value, &self.snapshot) {
            self.take_part(key, &merged.value);
        }
        // A document that was removed here stays where somebody says more about it.
        let document = key.document().cloned().map(FileKey::Document);
        if let Some(document) = document.filter(|it| has_part(it, &merged.value) && !has_part(it, &self.merged)) {
            self.take_part(&document, &merged.value);
        }
        self.conflicts.extend(merged.conflicts);
    }

    fn take_part(&mut self, key: &FileKey, from: &Project) {
        self.foreign.insert(key.clone());
        copy_part(key, from, &mut self.merged);
    }
}

impl Saver {
    /// Works until the desk says that it is over.
    pub fn run(mut self) {
        self.files.folder.remove_leftovers();
        let _watch = self.watch();
        let mut next_sweep = Instant::now() + self.pace.sweep;
        while let Some((batch, work)) = self.wait_for_work(next_sweep) {
            match work {
                Work::Save(due) => self.save(batch, &due),
                Work::Look(heard) => self.sweep(batch, heard),
                Work::Sweep => {
                    self.sweep(batch, BTreeSet::new());
                    next_sweep = Instant::now() + self.pace.sweep;
                }
            }
        }
    }

    /// Hears what others touch. A file is looked at once it has been quiet for a moment: who writes in place is then done.
    fn watch(&self) -> Option<Watch> {
        let (shared, quiet) = (Arc::clone(&self.shared), self.pace.quiet);
        Watch::start(self.files.folder.root(), move |keys| {
            let due = Instant::now() + quiet;
            shared.lock().heard.extend(keys.into_iter().map(|key| (key, due)));
            shared.notify();
        })
    }

    /// The state of the moment, and what is to be done with it.
    fn wait_for_work(&self, next_sweep: Instant) -> Option<(Batch, Work)> {
        let mut state = self.shared.lock();
        loop {
            if state.is_over {
                return None;
            }
            let now = Instant::now();
            let is_free = |key: &FileKey| self.files.is_integrated(key, state.integrated);
            let due: Vec<FileKey> = state
                .dirty
                .iter()
                .filter(|(key, dirty)| dirty.due <= now && is_free(key))
                .map(|(key, _)| key.clone())
                .collect();
            let due = with_their_texts(due, &state, is_free);
            let batch = || Batch::new(&state, self.files.base.clone());
            if !due.is_empty() {
                return Some((batch(), Work::Save(due)));
            }
            let quiet: BTreeSet<FileKey> =
                state.heard.iter().filter(|(_, due)| **due <= now).map(|(key, _)| key.clone()).collect();
            if !quiet.is_empty() {
                let batch = batch();
                state.heard.retain(|key, _| !quiet.contains(key));
                return Some((batch, Work::Look(quiet)));
            }
            if now >= next_sweep {
                return Some((batch(), Work::Sweep));
            }
            let next = state.dirty.values().map(|dirty| dirty.due).filter(|due| *due > now);
            let next = next.chain(state.heard.values().copied()).min();
            let until = next.map_or(next_sweep, |next| next.min(next_sweep));
            state = self.shared.wait(state, until);
        }
    }

    fn save(&mut self, mut batch: Batch, due: &[FileKey]) {
        self.wait_for_journal(batch.seq);
        if let Err(error) = self.files.is_there() {
            batch.failed.extend(due.iter().map(|key| (key.clone(), error.clone())));
            return self.finish(batch);
        }
        let (there, gone): (Vec<_>, Vec<_>) = due.iter().partition(|key| has_part(key, &batch.snapshot));
        // Nothing is there before what it needs, and nothing outlives it.
        let (sets, others): (Vec<_>, Vec<_>) = gone.into_iter().partition(|key| matches!(key, FileKey::Set(_)));
        self.sync_all(there.into_iter().chain(sets.iter().rev().copied()), &mut batch);
        // Nor after a power cut: that a set is gone must be on the disk before its document goes.
        let is_synced = if sets.is_empty() || others.is_empty() { Ok(()) } else { self.files.sync_folders() };
        // A set that could not go keeps its document.
        let why_not = |key: &FileKey, batch: &Batch| {
            let mut of_it = sets.iter().filter(|set| set.document() == key.document());
            of_it.find_map(|set| batch.failed.get(*set)).cloned()
        };
        let mut free = Vec::with_capacity(others.len());
        for key in others {
            match why_not(key, &batch) {
                Some(error) => drop(batch.failed.insert(key.clone(), error)),
                None => free.push(key),
            }
        }
        match is_synced {
            Ok(()) => self.sync_all(free.into_iter().rev(), &mut batch),
            Err(error) => batch.failed.extend(free.into_iter().map(|key| (key.clone(), error.clone()))),
        }
        self.finish(batch);
    }

    fn sync_all<'a>(&mut self, keys: impl Iterator<Item = &'a FileKey>, batch: &mut Batch) {
        for key in keys {
            match self.files.sync(key, batch) {
                Ok(()) if self.files.has_all(key, batch) => drop(batch.checked.insert(key.clone())),
                Ok(()) => drop(batch.early.insert(key.clone())),
                Err(error) => drop(batch.failed.insert(key.clone(), error)),
            }
        }
    }

    /// Files are not ahead of the journal: after a crash in the midst of several, it has what the others lack. A journal
    /// that cannot be written is not waited for, for then the files are all there is.
    fn wait_for_journal(&self, seq: u64) {
        while self.journal.durable() < seq && self.journal.is_alive() && !self.journal.is_failing() {
            std::thread::sleep(Duration::from_micros(500));
        }
    }

    /// Looks at files that others touched; without any, at some in turn.
    fn sweep(&mut self, mut batch: Batch, heard: BTreeSet<FileKey>) {
        match self.files.sweep(heard, &mut batch) {
            Ok(()) => drop(self.shared.lock().failing.remove(&FileKey::Project)),
            Err(error) => drop(batch.failed.insert(FileKey::Project, error)),
        }
        self.finish(batch);
    }

    /// Syncs the folders, writes down what is done, and tells.
    fn finish(&mut self, mut batch: Batch) {
        if let Err(error) = self.files.sync_folders() {
            for key in std::mem::take(&mut batch.checked) {
                batch.failed.insert(key, error.clone());
            }
        }
        let checked: Vec<Checked> = batch.checked.iter().filter_map(|key| self.files.checked(key, batch.seq)).collect();
        if !checked.is_empty() {
            self.journal.checkpoint(checked);
        }
        let postponed = self.postpone(&mut batch);
        let (is_newly_failing, purged) = self.settle(&batch, &postponed);
        if !purged.is_empty() {
            self.journal.purge(purged);
        }
        let mut news: Vec<News> = batch.events.into_iter().map(News::Event).collect();
        news.extend(batch.texts.into_iter().map(|text| News::Text(Box::new(text))));
        if !batch.foreign.is_empty() {
            let no = self.files.report(&batch.foreign);
            news.push(News::Foreign(Box::new(Foreign {
                no,
                keys: batch.foreign,
                from: batch.snapshot,
                to: batch.merged,
                before: batch.before,
                after: self.files.base.clone(),
                marked: batch.marked,
                conflicts: batch.conflicts,
            })));
        }
        if is_newly_failing {
            news.extend(batch.failed.into_values().next().map(|error| News::Event(Event::Failed(error))));
        }
        if batch.n_written > 0 {
            news.push(News::Event(Event::FilesWritten(batch.n_written)));
        }
        let is_quiet = news.is_empty() && batch.checked.is_empty();
        for item in news {
            // The workspace may be gone already; what it would be told is in the files and the journal.
            self.news.send(item).unwrap_or_default();
        }
        if !is_quiet {
            (self.wake)();
        }
    }

    /// What failed as its text was changed waits until the window has said what becomes of it.
    fn postpone(&self, batch: &mut Batch) -> BTreeSet<FileKey> {
        let told: BTreeSet<&DocumentId> = batch.texts.iter().map(|text| &text.document).collect();
        let is_told = |key: &FileKey| key.document().is_some_and(|id| told.contains(id));
        let postponed: BTreeSet<FileKey> = batch.failed.keys().filter(|key| is_told(key)).cloned().collect();
        batch.failed.retain(|key, _| !postponed.contains(key));
        postponed
    }

    /// Takes what is done off the desk. Returns whether something fails that did not before, and documents whose files are gone.
    fn settle(&self, batch: &Batch, postponed: &BTreeSet<FileKey>) -> (bool, BTreeSet<DocumentId>) {
        let mut state = self.shared.lock();
        state.base = self.files.base.clone();
        for key in batch.checked.iter().chain(&batch.early) {
            if let FileKey::Set(set) = key {
                state.marked.written(set, batch.seq);
            }
        }
        for key in &batch.checked {
            match state.dirty.get_mut(key) {
                Some(dirty) if dirty.seq > batch.seq => dirty.first = dirty.first.max(batch.seq + 1),
                _ => drop(state.dirty.remove(key)),
            }
            state.failing.remove(key);
        }
        let retry = Instant::now() + self.pace.retry.max(Duration::from_millis(1));
        let is_new = batch.failed.iter().any(|(key, error)| state.failing.get(key) != Some(error));
        for key in postponed.iter().chain(&batch.early) {
            if let Some(dirty) = state.dirty.get_mut(key) {
                dirty.due = retry;
            }
        }
        for (key, error) in &batch.failed {
            if let Some(dirty) = state.dirty.get_mut(key) {
                dirty.due = retry;
            }
            state.failing.insert(key.clone(), error.clone());
        }
        let is_ready = {
            let has_files = |document| state.dirty.keys().any(|key| key.document() == Some(document));
            !state.purging.iter().any(has_files)
        };
        (is_new, if is_ready { std::mem::take(&mut state.purging) } else { BTreeSet::new() })
    }
}

/// A text that is replaced goes with its record and all sets that count in it, so that they are apart for a moment only.
/// They wait together for what the window has not heard of yet.
fn with_their_texts(mut due: Vec<FileKey>, state: &State, is_free: impl Fn(&FileKey) -> bool) -> Vec<FileKey> {
    let moves = |key: &FileKey| match key.document() {
        Some(id) => state.dirty.contains_key(&FileKey::Text(id.clone())),
        None => false,
    };
    let mut together: BTreeSet<DocumentId> =
        due.iter().filter(|key| moves(key)).filter_map(FileKey::document).cloned().collect();
    let belongs =
        |key: &FileKey, together: &BTreeSet<DocumentId>| key.document().is_some_and(|id| together.contains(id));
    let waiting: BTreeSet<DocumentId> =
        state.dirty.keys().filter(|key| !is_free(key)).filter_map(FileKey::document).cloned().collect();
    due.retain(|key| !belongs(key, &together) || !belongs(key, &waiting));
    together.retain(|id| !waiting.contains(id));
    if !together.is_empty() {
        let others = state.dirty.keys().filter(|key| belongs(key, &together));
        let all: BTreeSet<FileKey> = due.iter().chain(others).cloned().collect();
        due = all.into_iter().collect();
    }
    due
}
