//! Conflict copies become part of the project: everything that either version has is in it afterwards.

use super::{RunError, Workspace};
use crate::edit::Edit;
use crate::model::{Codebook, Project};
use crate::review::Precedence;
use crate::store::{ConflictCopy, Folder, StoreError, copy_part, diff_parts, merge_parts};
use crate::text::Digest;
use std::collections::BTreeSet;

/// What conflict copies are merged with, on a thread of its own.
pub struct CopiesSource {
    folder: Folder,
    project: Project,
    copies: Vec<ConflictCopy>,
}

/// What came of merging conflict copies.
#[derive(Clone, Debug, Default)]
pub struct CopiesMerged {
    /// What both versions have differently, and what became of it.
    pub conflicts: Vec<String>,
    /// What could not be read. It stays where it is.
    pub refused: Vec<StoreError>,
    /// The copies that are in the project afterwards, as they were read.
    read: Vec<(ConflictCopy, Digest)>,
    edits: Vec<Edit>,
}

impl CopiesMerged {
    /// How many copies were merged.
    pub fn n_copies(&self) -> usize {
        self.read.len()
    }

    /// How many records they change.
    pub fn n_records(&self) -> usize {
        self.edits.len()
    }
}

impl CopiesSource {
    /// Reads the copies, and merges them with the project.
    pub fn merge(&self) -> CopiesMerged {
        let mut done = CopiesMerged::default();
        let mut merged = self.project.clone();
        let mut keys = BTreeSet::new();
        for copy in &self.copies {
            let mut theirs = self.project.clone();
            match copy.read(&self.folder, &mut theirs) {
                Ok(digest) => {
                    let key = BTreeSet::from([copy.of.clone()]);
                    let both = merge_parts(Precedence::Ours, &key, &without(copy, &theirs), &merged, &theirs);
                    copy_part(&copy.of, &both.value, &mut merged);
                    done.conflicts.extend(both.conflicts);
                    keys.extend(key);
                    done.read.push((copy.clone(), digest));
                }
                Err(error) => done.refused.push(error),
            }
        }
        done.edits = diff_parts(&keys, &self.project, &merged);
        done
    }
}

impl Workspace {
    /// What sync programs left beside the files, to be merged.
    pub fn copies_source(&self) -> CopiesSource {
        CopiesSource { folder: self.folder.clone(), project: self.project.clone(), copies: self.copies.clone() }
    }

    /// Takes in what merging gave, as one step. A copy goes into the person's own folder once that step is on the disk.
    /// Refused when what it changes has been changed since; then it is to be merged again.
    pub fn take_copies(&mut self, merged: CopiesMerged) -> Result<(), RunError> {
        self.check_writable()?;
        if !merged.edits.is_empty() {
            let title = match merged.read.len() {
                1 => "Merge a conflict copy".to_owned(),
                n => format!("Merge {n} conflict copies"),
            };
            self.take_step(self.step_of(title, merged.edits))?;
        }
        self.copies.retain(|copy| !merged.read.iter().any(|(other, _)| other == copy));
        self.merged_copies.extend(merged.read.into_iter().map(|(copy, digest)| (copy, digest, self.seq)));
        Ok(())
    }

    /// Has the copies put aside whose content is on the disk in the journal.
    pub(super) fn put_merged_copies_aside(&mut self) {
        let Some(threads) = self.threads.as_ref().filter(|_| !self.merged_copies.is_empty()) else { return };
        let durable = threads.journal.durable();
        let (ready, waiting) =
            std::mem::take(&mut self.merged_copies).into_iter().partition(|(_, _, seq)| *seq <= durable);
        self.merged_copies = waiting;
        let ready: Vec<(ConflictCopy, Digest, u64)> = ready;
        ready.into_iter().for_each(|(copy, read, _)| threads.backups.put_aside(copy, read));
    }
}

/// What both versions have in common is not known: nothing is taken for removed, and the name is left as it is here.
fn without(copy: &ConflictCopy, theirs: &Project) -> Project {
    let nothing = Project::new(theirs.id, theirs.name.clone(), Codebook::default());
    let mut base = theirs.clone();
    copy_part(&copy.of, &nothing, &mut base);
    base
}
