//! Conflict copies become part of the project: everything that either version has is in it afterwards.

use super::{Event, RunError, Workspace};
use crate::edit::{EditError, Transaction};
use crate::model::{Codebook, Project};
use crate::store::{ConflictCopy, FileKey, Kind, StoreError, copy_part, diff_parts, merge_parts};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What came of merging conflict copies.
#[derive(Debug, Default)]
pub struct CopiesMerged {
    /// How many copies are in the project now.
    pub n_copies: usize,
    /// How many records they changed.
    pub n_records: usize,
    /// What both versions have differently, and what became of it.
    pub conflicts: Vec<String>,
    /// What could not be read. It stays where it is.
    pub refused: Vec<StoreError>,
}

impl Workspace {
    /// Merges what sync programs left beside the files, as one step. A copy goes into the person's own folder once that
    /// step is on the disk.
    pub fn merge_copies(&mut self) -> Result<CopiesMerged, RunError> {
        self.check_writable()?;
        let mut done = CopiesMerged::default();
        let mut merged = self.project.clone();
        let mut keys = BTreeSet::new();
        let mut read = Vec::new();
        for copy in self.copies.clone() {
            let mut theirs = self.project.clone();
            match copy.read(&self.folder, &mut theirs) {
                Ok(digest) => {
                    let key = BTreeSet::from([copy.of.clone()]);
                    let both = merge_parts(&key, &without(&copy, &theirs), &merged, &theirs);
                    copy_part(&copy.of, &both.value, &mut merged);
                    done.conflicts.extend(both.conflicts);
                    keys.extend(key);
                    read.push((copy, digest));
                }
                Err(error) => done.refused.push(error),
            }
        }
        let edits = diff_parts(&keys, &self.project, &merged);
        self.check_damage(&edits)?;
        (done.n_copies, done.n_records) = (read.len(), edits.len());
        if !edits.is_empty() {
            let title = match read.len() {
                1 => "Merge a conflict copy".to_owned(),
                n => format!("Merge {n} conflict copies"),
            };
            let transaction = Transaction { title, by: self.mint.by.clone(), made: (self.clock)(), edits };
            let before = self.project.clone();
            transaction.apply(&mut self.project).map_err(EditError::from)?;
            let transaction = Arc::new(transaction);
            self.journal(Kind::Do, &transaction);
            self.changed(before, transaction);
        }
        self.copies.retain(|copy| !read.iter().any(|(other, _)| other == copy));
        self.merged_copies.extend(read.into_iter().map(|(copy, digest)| (copy, digest, self.seq)));
        Ok(done)
    }

    /// Puts aside the copies whose content is on the disk in the journal.
    pub(super) fn put_merged_copies_aside(&mut self) {
        let Some(threads) = self.threads.as_ref().filter(|_| !self.merged_copies.is_empty()) else { return };
        let durable = threads.journal.durable();
        let aside = threads.home.backups().join(self.project.id.as_str()).join("copies");
        for (copy, read, seq) in std::mem::take(&mut self.merged_copies) {
            if seq > durable {
                self.merged_copies.push((copy, read, seq));
            } else if let Err(error) = copy.put_aside(&self.folder, read, &aside) {
                self.events.push(Event::Failed(error));
            }
        }
    }
}

/// What both versions have in common is not known: nothing is taken for removed, and the name is left as it is here.
fn without(copy: &ConflictCopy, theirs: &Project) -> Project {
    let nothing = Project::new(theirs.id, theirs.name.clone(), Codebook::default());
    let mut base = theirs.clone();
    copy_part(&copy.of, &nothing, &mut base);
    if copy.of == FileKey::Project {
        base.name.clone_from(&theirs.name);
    }
    base
}
