//! Files outside every project that a person names: what is read from them, and what is written to them.

use super::replace::read_file;
use super::{Disk, StoreError};
use std::io;
use std::path::{Path, PathBuf};

/// The files below a folder whose names are wanted, in the order of their paths. What is hidden is passed over, and
/// links to folders are not followed.
pub fn files_below(disk: &Disk, folder: &Path, is_wanted: &dyn Fn(&str) -> bool) -> Result<Vec<PathBuf>, StoreError> {
    let mut found = Vec::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = disk.list(&folder).map_err(|error| StoreError::io("read", &folder, &error))?;
        for entry in entries.into_iter().filter(|entry| !entry.name.starts_with('.')) {
            let path = folder.join(&entry.name);
            if entry.is_folder {
                open.push(path);
            } else if is_wanted(&entry.name) {
                found.push(path);
            }
        }
    }
    found.sort();
    Ok(found)
}

/// The first bytes of an ordinary file, at most `n`.
pub fn head_of(disk: &Disk, path: &Path, n: u64) -> Result<Vec<u8>, StoreError> {
    disk.head(path, n).map_err(|error| refused("read", path, &error))
}

/// All bytes of an ordinary file of at most `limit` bytes; of a larger one nothing is read.
pub fn bytes_of_file(disk: &Disk, path: &Path, limit: u64) -> Result<Vec<u8>, StoreError> {
    read_file(disk, path, limit)
}

/// Writes a file whole, in the place of one that is there, and makes the folder it is in.
pub fn write_file(disk: &Disk, path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    disk.create_folder(folder).map_err(|error| refused("write", folder, &error))?;
    let name = path.file_name().ok_or_else(|| refused("write", path, &io::ErrorKind::InvalidInput.into()))?;
    disk.write_over(&folder.join(name), bytes).map_err(|error| refused("write", path, &error))?;
    Ok(())
}

fn refused(doing: &'static str, path: &Path, error: &io::Error) -> StoreError {
    match error.kind() {
        io::ErrorKind::InvalidInput => StoreError::WrongKind { expected: "an ordinary file", path: path.to_owned() },
        _ => StoreError::io(doing, path, error),
    }
}
