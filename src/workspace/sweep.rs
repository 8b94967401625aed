//! A look around for what others changed: folders whose lists changed, and some of the files in turn.

use super::Event;
use super::base::Filed;
use super::saver::Batch;
use super::sync::Files;
use crate::model::Project;
use crate::store::{FileKey, StoreError, find_files, has_part, is_same_part, original_of, read_part};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How many files are looked at in turn at every sweep; all files of folders whose lists changed are looked at besides.
const IN_TURN: usize = 500;
/// For how many rounds one file of a document is missed before it is written again: whoever removes both may be at it.
const LOOKS_AT_HALF: u32 = 20;
/// And for how long at least: a machine may be busy with much else.
const HALF_IS_MISSED_FOR: Duration = Duration::from_secs(2);

impl Files {
    /// Takes in what others changed, in the files that they were heard to touch, else in some in turn. Fails when the
    /// project's folder is not there.
    pub fn sweep(&mut self, heard: BTreeSet<FileKey>, batch: &mut Batch) -> Result<(), StoreError> {
        self.is_there()?;
        let disk = self.folder.disk().clone();
        // Only rounds are counted: what is heard may come a thousand times in a second.
        let is_round = heard.is_empty();
        let mut keys = heard;
        if is_round {
            keys.extend(next_in_turn(&self.known, &mut self.cursor));
        }
        // Many files that cannot be read come in turn as well.
        keys.extend(next_in_turn(&self.blocked, &mut self.blocked_cursor));
        keys.insert(FileKey::Project);
        if self.lists_changed()? {
            let listing = find_files(&self.folder).inspect_err(|_| self.listed.clear())?;
            keys.extend(listing.keys);
            if self.copies != listing.copies {
                self.copies.clone_from(&listing.copies);
                batch.events.push(Event::Copies(listing.copies));
            }
            keys.extend(self.known.keys().cloned());
        }
        keys.extend(self.missing.keys().cloned());
        let is_copy = |key: &FileKey| original_of(key).is_some_and(|of| self.known.contains_key(&of));
        keys.retain(|key| self.is_integrated(key, batch.integrated) && !is_copy(key));

        let mut removed = BTreeSet::new();
        for key in keys {
            match disk.stamp(&self.folder.path(&key)) {
                Ok(stamp) if self.is_news(&key, stamp, &batch.merged) => {
                    let key = with_record(key);
                    // While the window has not heard of a new document, it would seem to have removed it.
                    if !self.is_integrated(&key, batch.integrated) {
                        continue;
                    }
                    match self.sync(&key, batch) {
                        Ok(()) if self.has_all(&key, batch) => drop(batch.checked.insert(key)),
                        Ok(()) => drop(batch.early.insert(key)),
                        // What never was in the window is damage, not something that waits to be written.
                        Err(_) if !has_part(&key, &batch.snapshot) => {}
                        Err(error) => drop(batch.failed.insert(key, error)),
                    }
                }
                Ok(_) => drop(self.missing.remove(&key)),
                Err(_) if self.known.contains_key(&key) => {
                    let missing = self.missing.entry(key.clone()).or_insert((0, Instant::now()));
                    missing.0 += u32::from(is_round);
                    // One look may fall between a removal and a new file of that name.
                    if missing.0 > 1 {
                        removed.insert(key);
                    }
                }
                Err(_) => {}
            }
        }
        self.take_removals(&removed, batch);
        Ok(())
    }

    fn is_news(&self, key: &FileKey, stamp: crate::store::Stamp, project: &Project) -> bool {
        if let Some(blocked) = self.blocked.get(key) {
            let was_orphan = matches!(blocked.error, StoreError::Orphan { .. });
            let has_document = key.document().is_some_and(|id| project.documents.contains_key(id));
            // A set for another text may be one for a text that has come since.
            let text = key.document().and_then(|id| project.document(id)).map(|document| document.text.digest());
            let was_of_other_text = matches!(blocked.error, StoreError::OtherText(_)) && blocked.text != text;
            return blocked.stamp != Some(stamp) || (was_orphan && has_document) || was_of_other_text;
        }
        self.known.get(key).is_none_or(|known| known.stamp != stamp)
    }

    /// What others removed is removed, if nobody here changed it since it was last written.
    fn take_removals(&mut self, removed: &BTreeSet<FileKey>, batch: &mut Batch) {
        for key in removed.iter().rev().filter(|key| **key != FileKey::Project) {
            // What is on the disk tells, and not what is known of it: of a document that came and went quickly, only one file
            // may have been seen here.
            let is_there = |other: FileKey| self.folder.disk().is_there(&self.folder.path(&other));
            let is_half = match key {
                FileKey::Text(id) => is_there(FileKey::Document(id.clone())),
                FileKey::Document(id) => is_there(FileKey::Text(id.clone())),
                _ => false,
            };
            let is_young = is_half
                && self
                    .missing
                    .get(key)
                    .is_some_and(|(n_looks, since)| *n_looks < LOOKS_AT_HALF || since.elapsed() < HALF_IS_MISSED_FOR);
            // What is away of one document goes together, or what is missed longer would be written again for the rest.
            let awaits = |key: &FileKey| {
                !self.is_integrated(key, batch.integrated)
                    || (self.known.contains_key(key) && !removed.contains(key) && !is_there(key.clone()))
            };
            let is_early = key.document().is_some_and(|id| {
                // The window may not have heard of a set yet that is gone again with its document.
                let mut sets = batch.snapshot.sets_of(id).chain(self.base.project.sets_of(id));
                awaits(&FileKey::Document(id.clone())) || sets.any(|(set, _)| awaits(&FileKey::Set(set.clone())))
            });
            if is_young || is_early {
                continue;
            }
            let is_wanted = match key {
                FileKey::Text(id) => batch.merged.documents.contains_key(id),
                FileKey::Document(id) => batch.merged.sets_of(id).next().is_some() || self.has_changed(key, batch),
                _ => self.has_changed(key, batch),
            };
            if is_half || is_wanted {
                if let Err(error) = self.restore(key, batch) {
                    batch.failed.insert(key.clone(), error);
                }
                continue;
            }
            let mut without = batch.merged.clone();
            if read_part(&self.folder, key, None, &mut without).is_ok() {
                if !is_same_part(key, &without, &batch.snapshot) && !matches!(key, FileKey::Text(_)) {
                    batch.foreign.insert(key.clone());
                }
                batch.merged = without.clone();
                self.learn(key, None, &Filed { project: without, told: BTreeSet::new() });
            }
        }
    }

    /// Whether a folder of the project got or lost names since the last look.
    fn lists_changed(&mut self) -> Result<bool, StoreError> {
        let root = self.folder.root();
        let annotations = root.join("annotations");
        let mut folders: Vec<PathBuf> =
            ["", "annotators", "documents", "annotations"].map(|name| root.join(name)).into();
        let inside = self.folder.disk().list(&annotations);
        let inside = inside.map_err(|error| StoreError::io("read", &annotations, &error))?;
        folders.extend(inside.into_iter().filter(|entry| entry.is_folder).map(|entry| annotations.join(entry.name)));
        let times = folders.into_iter().map(|path| (path.clone(), self.modified(&path)));
        let times = times.collect();
        let has_changed = self.listed != times;
        self.listed = times;
        Ok(has_changed)
    }

    fn modified(&self, path: &Path) -> Option<std::time::SystemTime> {
        self.folder.disk().folder_modified(path).ok().flatten()
    }
}

/// The next files after the last one looked at.
fn next_in_turn<T>(files: &BTreeMap<FileKey, T>, cursor: &mut Option<FileKey>) -> Vec<FileKey> {
    let after = cursor.take().map_or(Bound::Unbounded, Bound::Excluded);
    let next: Vec<FileKey> = files.range((after, Bound::Unbounded)).take(IN_TURN).map(|(key, _)| key.clone()).collect();
    *cursor = if next.len() < IN_TURN { None } else { next.last().cloned() };
    next
}

/// A new text comes with its record.
fn with_record(key: FileKey) -> FileKey {
    match key {
        FileKey::Text(id) => FileKey::Document(id),
        key => key,
    }
}
