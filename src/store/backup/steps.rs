//! How far the work on a backup is, file by file.

use crate::store::{Progress, StoreError};
use std::path::Path;

/// Counts files, and ends the work when a person stops it.
pub struct Steps<'a> {
    progress: &'a Progress,
    done: usize,
    total: usize,
}

impl<'a> Steps<'a> {
    /// Nothing is done yet of `total`.
    pub fn new(progress: &'a Progress, total: usize) -> Self {
        Self { progress, done: 0, total }
    }

    /// One more is about to be done, of what goes to or comes from `path`.
    pub fn next(&mut self, path: &Path) -> Result<(), StoreError> {
        if self.progress.is_stopped() {
            return Err(StoreError::Cancelled(path.to_owned()));
        }
        self.done += 1;
        self.progress.tell(self.done, self.total);
        Ok(())
    }
}
