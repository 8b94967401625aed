//! What a workspace tells: how saving stands, what happened in the background, why a command was not done.

use crate::edit::{EditError, Stale, Transaction};
use crate::model::DocumentId;
use crate::store::{Damage, StoreError};
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;
use thiserror::Error;

/// How saving stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SaveState {
    /// Every edit is on the disk.
    Saved,
    /// The last edits are on their way.
    Writing,
    /// Something cannot be written. Every edit is kept in memory, and writing goes on by itself.
    Failed {
        /// What happened.
        why: String,
        /// What a person can do.
        hint: String,
    },
}

/// Something that happened in the background.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Event {
    /// All edits up to now are on the disk.
    Durable,
    /// So many files were brought up to date.
    FilesWritten(usize),
    /// Edits that the files lacked were taken from the journal.
    Recovered {
        /// How many records they change.
        n_records: usize,
        /// What was changed elsewhere too.
        conflicts: Vec<String>,
    },
    /// Edits in the journal wait for files that cannot be read.
    Waiting(Vec<PathBuf>),
    /// The journal was damaged; so many of its records are lost.
    JournalDamaged(usize),
    /// Changes from elsewhere are in the window now.
    Foreign {
        /// How many records they change.
        n_records: usize,
        /// The documents they are about.
        documents: BTreeSet<DocumentId>,
        /// What both sides changed.
        conflicts: Vec<String>,
    },
    /// A file cannot be read any more.
    Damaged(Damage),
    /// A file can be read again.
    Mended(PathBuf),
    /// Something cannot be written.
    Failed(StoreError),
    /// Documents are out of the project and its journals, but for what these errors name.
    Purged(BTreeSet<DocumentId>, Vec<StoreError>),
}

/// Why a command was not done. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum RunError {
    /// The project does not allow it.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// Nothing can be changed here.
    #[error("this project is open for reading only: {0}")]
    ReadOnly(StoreError),
    /// It would change what stands in a file that cannot be read.
    #[error("this cannot be changed while its file cannot be read: {0}")]
    Damaged(StoreError),
}

impl RunError {
    /// What a person can do next.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Edit(error) => error.hint(),
            Self::ReadOnly(error) | Self::Damaged(error) => Some(error.hint()),
        }
    }
}

impl From<Stale> for RunError {
    fn from(stale: Stale) -> Self {
        Self::Edit(stale.into())
    }
}

/// What undo or redo did.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Undone {
    /// What the step is called.
    pub title: String,
    /// The edits as they were applied; none when nothing of the step is there any more.
    pub applied: Arc<Transaction>,
    /// The records that have changed since, and so were left as they are.
    pub left: Vec<Stale>,
}
