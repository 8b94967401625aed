//! A file of a project is replaced whole: a reader, or a crash, sees the old one or the new one, never a part.
//!
//! Replacing needs the project's lock, which is held for as long as one file takes, and the digest that the
//! file had when it was read: what changed on disk since then is not overwritten.

use super::disk::{Disk, Stamp, TEMPORARY};
use super::layout::{PRIVATE, is_device};
use super::{FileKey, StoreError};
use crate::text::Digest;
use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The largest file of a project that is read.
pub const LIMIT: u64 = 512_000_000;

/// A project's folder, in which files are read and replaced.
#[derive(Clone)]
pub struct Folder {
    root: PathBuf,
    disk: Disk,
}

/// What a file was when it was read or written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileState {
    /// The digest of its bytes.
    pub digest: Digest,
    /// Its size and time.
    pub stamp: Stamp,
}

/// The project's lock, for as long as it lives.
pub struct Held {
    /// Closing the file gives the lock back. Nothing where the file system knows no locks.
    _file: Option<File>,
}

impl Folder {
    /// The folder at a path.
    pub fn new(root: PathBuf, disk: Disk) -> Self {
        Self { root, disk }
    }

    /// Where it is.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The file system it is on.
    pub fn disk(&self) -> &Disk {
        &self.disk
    }

    /// Where a file of the project is.
    pub fn path(&self, key: &FileKey) -> PathBuf {
        self.root.join(key.path())
    }

    /// The bytes of a file and its state; nothing when it is not there.
    pub fn read(&self, key: &FileKey) -> Result<Option<(Vec<u8>, FileState)>, StoreError> {
        match self.read_at(&self.path(key)) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.is_not_found() => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The bytes of a file at a path in the project, and its state. A folder may come from anybody: what a link shows
    /// of the rest of the machine is not read, as it would end up in the project, in backups and with others.
    pub(super) fn read_at(&self, path: &Path) -> Result<(Vec<u8>, FileState), StoreError> {
        self.no_links(path)?;
        // The stamp is taken first: what is written in between is then noticed later rather than missed.
        let (stamp, is_link) = self.disk.stamp_and_link(path).map_err(|error| io_error(path, &error))?;
        if is_link && !self.leads_inside(path) {
            return Err(StoreError::WrongKind {
                expected: "a file of the project but a link out of it",
                path: path.to_owned(),
            });
        }
        let read = self.disk.read_seen(path, stamp, LIMIT);
        let bytes = read.map_err(|error| read_error(&self.disk, path, LIMIT, &error))?;
        let digest = Digest::of(&bytes);
        Ok((bytes, FileState { digest, stamp }))
    }

    fn leads_inside(&self, path: &Path) -> bool {
        match (self.disk.canonical(&self.root), self.disk.canonical(path)) {
            (Ok(root), Ok(target)) => target.starts_with(root),
            _ => false,
        }
    }

    /// Waits for the project's lock, and takes it.
    pub fn lock(&self) -> Result<Held, StoreError> {
        let folder = self.root.join(PRIVATE);
        let path = folder.join("lock");
        let failed = |error: io::Error| StoreError::io("write", &path, &error);
        self.no_links(&path)?;
        // Opening a link would make a file wherever it leads, and a pipe may never open.
        let is_other = |error: io::Error| error.kind() == io::ErrorKind::InvalidInput;
        if self.disk.is_link(&path) || self.disk.stamp(&path).is_err_and(is_other) {
            return Err(StoreError::WrongKind { expected: "an ordinary file", path });
        }
        self.disk.create_folder(&folder).map_err(failed)?;
        let file = self.disk.open_append(&path).map_err(failed)?;
        let started = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Held { _file: Some(file) }),
                Err(TryLockError::Error(error)) if error.kind() == io::ErrorKind::Unsupported => {
                    return Ok(Held { _file: None });
                }
                Err(TryLockError::Error(error)) => return Err(failed(error)),
                Err(TryLockError::WouldBlock) if started.elapsed() > PATIENCE => {
                    return Err(StoreError::Busy(self.root.clone()));
                }
                Err(TryLockError::WouldBlock) => std::thread::sleep(Duration::from_millis(5)),
            }
        }
    }

    /// Replaces a file, or removes it when there are no new bytes, if it still has the digest it was read with
    /// (`None`: if it is still not there). The folder must be synced afterwards: [`Folder::sync_folders`].
    pub fn replace(
        &self,
        key: &FileKey,
        bytes: Option<&[u8]>,
        expected: Option<Digest>,
        _held: &Held,
    ) -> Result<Option<FileState>, StoreError> {
        let path = self.path(key);
        self.no_links(&path)?;
        let found = self.read(key)?;
        let wanted = bytes.map(Digest::of);
        if found.as_ref().map(|(_, state)| state.digest) == wanted {
            return Ok(found.map(|(_, state)| state));
        }
        if found.map(|(_, state)| state.digest) != expected {
            return Err(StoreError::Changed(path));
        }
        let Some(bytes) = bytes else {
            self.disk.remove(&path).map_err(|error| StoreError::io("remove", &path, &error))?;
            return Ok(None);
        };
        if let Some(parent) = path.parent() {
            self.disk.create_folder(parent).map_err(|error| StoreError::io("make", parent, &error))?;
        }
        let stamp = self.disk.write_over(&path, bytes).map_err(|error| StoreError::io("write", &path, &error))?;
        Ok(Some(FileState { digest: Digest::of(bytes), stamp }))
    }

    /// Waits until the names of files that were replaced or removed are on the disk. Folders that became empty go.
    pub fn sync_folders(&self, keys: impl IntoIterator<Item = FileKey>) -> Result<(), StoreError> {
        let mut folders = BTreeSet::new();
        for key in keys {
            if let FileKey::Set(_) = key {
                folders.insert(self.root.join(super::layout::ANNOTATIONS));
            }
            folders.extend(self.path(&key).parent().map(Path::to_owned));
            folders.insert(self.root.clone());
        }
        for folder in folders.iter().rev() {
            match self.disk.sync_folder(folder) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    return Err(StoreError::io("write", folder, &error));
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Removes files that programs were writing when they ended, a day ago or longer.
    pub fn remove_leftovers(&self) {
        let mut folders = vec![self.root.clone()];
        while let Some(folder) = folders.pop() {
            for entry in self.disk.list(&folder).unwrap_or_default() {
                let path = folder.join(&entry.name);
                if entry.is_folder && !entry.name.starts_with('.') {
                    folders.push(path);
                } else if entry.name.starts_with(TEMPORARY) && self.is_old(&path) {
                    // Another program may have removed it; it is in nobody's way.
                    self.disk.remove(&path).unwrap_or_default();
                }
            }
        }
    }

    fn is_old(&self, path: &Path) -> bool {
        let modified = self.disk.stamp(path).ok().and_then(|stamp| stamp.modified);
        modified.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > LEFT_OVER)
    }

    /// Refuses a path that leads through a link inside the project: it might end anywhere. On Windows, also what it
    /// takes for a device.
    pub(super) fn no_links(&self, path: &Path) -> Result<(), StoreError> {
        let inside = path.strip_prefix(&self.root).unwrap_or(path);
        if cfg!(windows) && inside.iter().any(|part| is_device(&part.to_string_lossy())) {
            let why = "this is the name of a device on Windows".to_owned();
            return Err(StoreError::BadName { why, path: path.to_owned() });
        }
        let inside = path.parent().into_iter().flat_map(Path::ancestors).take_while(|up| *up != self.root);
        for folder in inside {
            if self.disk.is_link(folder) {
                return Err(StoreError::WrongKind { expected: "a folder but a link", path: folder.to_owned() });
            }
        }
        Ok(())
    }
}

/// How old a file must be that somebody was writing before it is taken for left over.
const LEFT_OVER: Duration = Duration::from_secs(24 * 3600);
/// How long another program may hold the lock.
const PATIENCE: Duration = Duration::from_secs(10);

/// All bytes of an ordinary file of at most `limit` bytes.
pub fn read_file(disk: &Disk, path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    disk.read(path, limit).map_err(|error| read_error(disk, path, limit, &error))
}

fn read_error(disk: &Disk, path: &Path, limit: u64, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::FileTooLarge => {
            let bytes = disk.stamp(path).map_or(limit, |stamp| stamp.bytes);
            StoreError::TooLarge { bytes, limit, path: path.to_owned() }
        }
        _ => io_error(path, error),
    }
}

fn io_error(path: &Path, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::InvalidInput => StoreError::WrongKind { expected: "an ordinary file", path: path.to_owned() },
        _ => StoreError::io("read", path, error),
    }
}
