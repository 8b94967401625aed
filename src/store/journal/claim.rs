//! Which journal a program writes into: one that no other program has, so that undo goes on after a restart.

use super::entry::Entry;
use super::frame;
use super::read::End;
use super::segment::{Segment, segments};
use super::{Checked, Contents};
use crate::store::disk::Disk;
use crate::store::layout::touched;
use crate::store::{FileKey, StoreError};
use crate::text::{Digest, Text};
use std::collections::{BTreeSet, HashMap};
use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

/// The journal that this program writes into.
pub struct Claimed {
    /// Its folder. It may not be there yet.
    pub folder: PathBuf,
    /// What keeps other programs out of it; nothing while it is not there.
    pub lock: Option<File>,
    /// What it says already.
    pub contents: Contents,
    /// Journals that nobody writes into, and that say what some file may lack.
    pub left: Vec<Left>,
    /// What could not be read.
    pub problems: Vec<StoreError>,
}

/// A journal that a program left behind without having written all files.
pub struct Left {
    _lock: File,
    /// What it says.
    pub contents: Contents,
}

/// Takes the journal that was written last of those that no program has; a new one without any.
pub fn claim(disk: &Disk, folder: &Path, texts: &HashMap<Digest, Text>) -> Claimed {
    let new = format!("{:016x}", fastrand::u64(..));
    let mut claimed = Claimed {
        folder: folder.join(new),
        lock: None,
        contents: Contents::default(),
        left: Vec::new(),
        problems: Vec::new(),
    };
    for path in by_age(disk, folder, &mut claimed.problems) {
        let Some(lock) = lock(disk, &path, &mut claimed.problems) else { continue };
        match Contents::read(disk, &path, texts.clone()) {
            Err(error) => claimed.problems.push(error),
            Ok(contents) if claimed.lock.is_none() => {
                claimed.folder = path;
                claimed.lock = Some(lock);
                claimed.contents = contents;
            }
            Ok(contents) if contents.pending().is_empty() => {}
            Ok(contents) => claimed.left.push(Left { _lock: lock, contents }),
        }
    }
    claimed
}

impl Left {
    /// Writes down that all it says is elsewhere now, but for what it says of the files in `waiting`.
    pub fn settle(&self, disk: &Disk, waiting: &BTreeSet<FileKey>) -> Result<(), StoreError> {
        let Contents { steps, end: Some(End { segment, bytes, .. }), .. } = &self.contents else { return Ok(()) };
        let path = &segment.path;
        let keys: BTreeSet<FileKey> = steps.iter().flat_map(|step| touched(&step.transaction.edits)).collect();
        let checked = |key: FileKey| {
            let path = key.path().to_str()?.to_owned();
            Some(Checked { path, digest: None, upto: self.contents.last() })
        };
        let files = keys.into_iter().filter(|key| !waiting.contains(key)).filter_map(checked).collect();
        let failed = |error: io::Error| StoreError::io("write", path, &error);
        let payload =
            postcard::to_stdvec(&Entry::Checkpoint(files)).map_err(|error| failed(io::Error::other(error)))?;
        let mut record = Vec::new();
        frame::add(&mut record, &payload);
        let mut file = disk.open_append(path).map_err(failed)?;
        disk.truncate(&file, path, *bytes).map_err(failed)?;
        disk.write(&mut file, path, &record).map_err(failed)?;
        disk.sync(&file, path).map_err(failed)
    }
}

/// Takes the lock of a journal's folder, if no other program has it.
pub fn lock(disk: &Disk, folder: &Path, problems: &mut Vec<StoreError>) -> Option<File> {
    let path = folder.join("lock");
    match disk.open_append(&path) {
        Ok(file) => file.try_lock().is_ok().then_some(file),
        Err(error) => {
            problems.push(StoreError::io("write", &path, &error));
            None
        }
    }
}

/// The folders of journals, the one that was written last first. One without a file in it says nothing, and is left alone: a
/// program may have made it just now, and be about to lock it.
fn by_age(disk: &Disk, folder: &Path, problems: &mut Vec<StoreError>) -> Vec<PathBuf> {
    let entries = disk.list(folder).unwrap_or_else(|error| {
        problems.push(StoreError::io("read", folder, &error));
        Vec::new()
    });
    let age = |newest: Segment| disk.stamp(&newest.path).ok()?.modified;
    let folders = entries.into_iter().filter(|entry| entry.is_folder).map(|entry| folder.join(entry.name));
    let mut found = Vec::new();
    for path in folders {
        match segments(disk, &path) {
            Ok(mut segments) => found.extend(segments.pop().map(|newest| (age(newest), path))),
            Err(error) => problems.push(error),
        }
    }
    found.sort();
    found.into_iter().rev().map(|(_, path)| path).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[test]
    fn a_journal_that_a_program_is_about_to_lock_is_nobody_elses() {
        let (journals, disk) = (TempDir::new().unwrap(), Disk::default());
        let folder = journals.path().join("0123456789abcdef");
        disk.create_folder(&folder).unwrap();
        let other = claim(&disk, journals.path(), &HashMap::new());
        assert!(other.folder != folder && other.lock.is_none(), "it takes another one");

        let mut problems = Vec::new();
        let held = lock(&disk, &folder, &mut problems);
        assert!(held.is_some() && problems.is_empty(), "nor was it kept from who made it");
        disk.open_append(&Segment::of(&folder, 1).path).unwrap();
        assert_ne!(claim(&disk, journals.path(), &HashMap::new()).folder, folder, "it is in use");
        drop(held);
        assert_eq!(claim(&disk, journals.path(), &HashMap::new()).folder, folder, "and is free again");
    }
}
