//! The folder beside a target in which an export is put together, and what is left of those whose program is gone.

use super::disk::TEMPORARY;
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What a program holds as long as it works in a folder.
const LOCK: &str = "lock";

/// What that is called until it is held, so that nobody finds one that is free and still needed.
const NEW_LOCK: &str = "lock.new";

/// What the archive is called in which all files go.
const PACKED: &str = "packed.zip";

/// A folder to put files together in. It goes when this goes; if the program is ended before, the next that makes one in the
/// same place removes it.
pub struct Workplace {
    /// Closing the file gives the lock back. Nothing where the file system knows no locks.
    _lock: Option<File>,
    folder: TempDir,
}

impl Workplace {
    /// Makes a folder, and removes those that are left from programs that are gone.
    pub fn below(parent: &Path) -> io::Result<Self> {
        clear(parent);
        let folder = tempfile::Builder::new().prefix(TEMPORARY).tempdir_in(parent)?;
        Ok(Self { _lock: hold(folder.path())?, folder })
    }

    /// Where a file is put together.
    pub fn file(&self, n: usize) -> PathBuf {
        self.folder.path().join(n.to_string())
    }

    /// Where the archive is put together.
    pub fn archive(&self) -> PathBuf {
        self.folder.path().join(PACKED)
    }
}

fn hold(folder: &Path) -> io::Result<Option<File>> {
    let new = folder.join(NEW_LOCK);
    let lock = File::create(&new)?;
    if lock.try_lock().is_err() {
        return Ok(None);
    }
    fs::rename(&new, folder.join(LOCK))?;
    Ok(Some(lock))
}

fn clear(parent: &Path) {
    for entry in fs::read_dir(parent).into_iter().flatten().flatten() {
        let has_name = entry.file_name().to_string_lossy().starts_with(TEMPORARY);
        if has_name && entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            let folder = entry.path();
            if let Err(error) = remove_if_left(&folder) {
                tracing::warn!("cannot remove what an export left: {}: {error}", folder.display());
            }
        }
    }
}

/// Removes a folder that no program holds, if there is nothing in it but what we make.
fn remove_if_left(folder: &Path) -> io::Result<()> {
    let path = folder.join(LOCK);
    if !fs::symlink_metadata(&path).is_ok_and(|it| it.is_file()) {
        return Ok(());
    }
    let lock = File::options().write(true).open(&path)?;
    if lock.try_lock().is_err() {
        return Ok(());
    }
    let files: Vec<PathBuf> = fs::read_dir(folder)?.map(|entry| Ok(entry?.path())).collect::<io::Result<_>>()?;
    if !files.iter().all(|file| is_ours(file)) {
        return Ok(());
    }
    // The lock goes last: without it nobody would come back for the rest.
    files.iter().filter(|file| **file != path).try_for_each(fs::remove_file)?;
    fs::remove_file(&path)?;
    drop(lock);
    fs::remove_dir(folder)
}

fn is_ours(file: &Path) -> bool {
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    [LOCK, NEW_LOCK, PACKED].contains(&&*name) || name.bytes().all(|byte| byte.is_ascii_digit())
}
