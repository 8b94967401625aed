//! The journal's files: segments, each named by the first step that it may hold.

use crate::store::StoreError;
use crate::store::disk::Disk;
use crate::store::replace::read_file;
use std::path::{Path, PathBuf};

/// The largest segment that is read: one step may be as large as a whole import.
const LIMIT: u64 = 4_000_000_000;
/// How the names of segments end.
const ENDING: &str = ".journal";

/// One file of a journal.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Segment {
    /// The number of the first step that it may hold; those of the segment before are smaller.
    pub first: u64,
    /// Where it is.
    pub path: PathBuf,
}

impl Segment {
    /// The segment of a journal's folder that begins with a step.
    pub fn of(folder: &Path, first: u64) -> Self {
        Self { first, path: folder.join(format!("{first:012}{ENDING}")) }
    }

    /// Its bytes.
    pub fn read(&self, disk: &Disk) -> Result<Vec<u8>, StoreError> {
        read_file(disk, &self.path, LIMIT)
    }

    /// Replaces it whole: after a crash it has the old bytes or the new ones.
    pub fn rewrite(&self, disk: &Disk, bytes: &[u8]) -> Result<(), StoreError> {
        let failed = |error: std::io::Error| StoreError::io("write", &self.path, &error);
        disk.write_over(&self.path, bytes).map_err(failed)?;
        self.path.parent().map_or(Ok(()), |folder| disk.sync_folder(folder).map_err(failed))
    }
}

/// The segments in a journal's folder, the oldest first.
pub fn segments(disk: &Disk, folder: &Path) -> Result<Vec<Segment>, StoreError> {
    let entries = disk.list(folder).map_err(|error| StoreError::io("read", folder, &error))?;
    let first = |name: &str| name.strip_suffix(ENDING)?.parse().ok();
    let mut found: Vec<Segment> = entries
        .iter()
        .filter_map(|entry| Some(Segment { first: first(&entry.name)?, path: folder.join(&entry.name) }))
        .collect();
    found.sort();
    Ok(found)
}
