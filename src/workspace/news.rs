//! What a workspace tells: how saving stands, what happened in the background, why a command was not done.

use crate::edit::{EditError, Reanchored, Stale, Transaction};
use crate::model::{DocumentId, Project};
use crate::store::{ConflictCopy, Damage, StoreError};
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
        /// The documents they are about.
        documents: BTreeSet<DocumentId>,
        /// What was changed elsewhere too.
        conflicts: Vec<String>,
    },
    /// Edits in the journal wait for files that cannot be read.
    Waiting(Vec<PathBuf>),
    /// The journal was damaged; so many of its records are lost.
    JournalDamaged(usize),
    /// The end of the journal was cut off: a change that was never called saved is not there.
    JournalTorn,
    /// Changes from elsewhere are in the window now.
    Foreign {
        /// How many records they change.
        n_records: usize,
        /// The documents they are about.
        documents: BTreeSet<DocumentId>,
        /// What both sides changed.
        conflicts: Vec<String>,
    },
    /// A text that somebody changed outside is in the project, with all its spans.
    Revised {
        /// The document.
        document: DocumentId,
        /// How its spans came.
        report: Reanchored,
    },
    /// Sync programs left these beside the project's files, or there are none of these any more.
    Copies(Vec<ConflictCopy>),
    /// A file cannot be read any more.
    Damaged(Damage),
    /// A file can be read again.
    Mended(PathBuf),
    /// Something cannot be written.
    Failed(StoreError),
    /// No backup could be made. It is tried again.
    NoBackup(StoreError),
    /// Documents are out of the project, its journals and its backups, but for what these errors name.
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
    /// The step that would be taken back or done again cannot be read.
    #[error("the journal cannot be read: {0}")]
    Journal(#[from] StoreError),
}

impl RunError {
    /// What a person can do next.
    pub fn hint(&self) -> Option<&'static str> {
        match self {
            Self::Edit(error) => error.hint(),
            Self::ReadOnly(error) | Self::Damaged(error) | Self::Journal(error) => Some(error.hint()),
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
    /// The step, as far as it was really taken back or done again; empty when nothing of it is there any more.
    pub transaction: Arc<Transaction>,
    /// The records that have changed since, and so were left as they are.
    pub refused: Vec<Stale>,
}

/// A transaction that was applied, with the project before and after it.
#[derive(Clone, Debug)]
pub struct Applied {
    /// The project before it.
    pub before: Project,
    /// The edits in the direction in which they were applied.
    pub transaction: Arc<Transaction>,
    /// The project after it.
    pub after: Project,
}

/// What a person is told of a text that was changed outside.
fn revised(title: &str, report: &Reanchored) -> String {
    let start = format!("the text of “{title}” was changed outside and taken in");
    let notes = if report.uncertain + report.lost > 0 { "; notes say which" } else { "" };
    if report.total() == 0 { start } else { format!("{start}. Spans: {report}{notes}. Undo takes it back") }
}

/// In which articles, as a part of a sentence.
fn within(project: &Project, documents: &BTreeSet<DocumentId>) -> String {
    let title =
        |id: &DocumentId| project.document(id).map_or(id.as_str(), |document| document.title.as_str()).to_owned();
    match documents.iter().collect::<Vec<_>>().as_slice() {
        [] => String::new(),
        [one] => format!(" in “{}”", title(one)),
        [one, other] => format!(" in “{}” and “{}”", title(one), title(other)),
        more => format!(" in {} articles", more.len()),
    }
}

impl Event {
    /// What a person who works on a project is told of it, if anything.
    pub fn sentence(&self, project: &Project) -> Option<String> {
        let counted = |n: usize, thing: &str| format!("{n} {thing}{}", if n == 1 { "" } else { "s" });
        let with = |sentence: String, conflicts: &[String]| match conflicts {
            [] => sentence,
            some => format!("{sentence}; {}", some.join("; ")),
        };
        Some(match self {
            Self::Durable | Self::FilesWritten(_) => return None,
            Self::Recovered { n_records, documents, conflicts } => {
                let (changes, places) = (counted(*n_records, "change"), within(project, documents));
                with(format!("{changes}{places} recovered that had not reached the files"), conflicts)
            }
            Self::Waiting(paths) => {
                let first = paths.first().map(|path| path.display().to_string()).unwrap_or_default();
                let files = counted(paths.len(), "file");
                format!("edits are kept in the journal for {files} that cannot be read, such as {first}")
            }
            Self::JournalDamaged(n) => format!("the journal was damaged: {} lost", counted(*n, "record")),
            Self::JournalTorn => "a change that was being written when the program ended is not there".to_owned(),
            Self::Foreign { n_records, documents, conflicts } => {
                let (changes, places) = (counted(*n_records, "change"), within(project, documents));
                with(format!("{changes}{places} taken in from elsewhere"), conflicts)
            }
            Self::Revised { document, report } => {
                let title = project.document(document).map_or(document.as_str(), |document| document.title.as_str());
                revised(title, report)
            }
            Self::Copies(copies) if copies.is_empty() => return None,
            Self::Copies(copies) => {
                let (copies, left) = match copies.len() {
                    1 => ("A conflict copy".to_owned(), "It"),
                    n => (format!("{n} conflict copies"), "They"),
                };
                format!("{copies} left by a sync program. {left} can be merged: nothing of either side is lost")
            }
            Self::Damaged(damage) => damage.message(),
            Self::Mended(path) => format!("this can be read again: {}", path.display()),
            Self::Failed(error) => error.to_string(),
            Self::NoBackup(error) => format!("no backup could be made: {error}"),
            Self::Purged(documents, left) => match left.as_slice() {
                [] => format!("{} purged", counted(documents.len(), "document")),
                [first, ..] => format!("the text is still in {}: {first}", counted(left.len(), "place")),
            },
        })
    }

    /// Whether the history has what it tells of.
    pub fn is_in_history(&self) -> bool {
        matches!(self, Self::Recovered { .. } | Self::Foreign { .. } | Self::Revised { .. })
    }

    /// Whether a person may have to do something about it.
    pub fn is_warning(&self) -> bool {
        match self {
            Self::Durable | Self::FilesWritten(_) | Self::Mended(_) | Self::Copies(_) => false,
            Self::Recovered { conflicts, .. } | Self::Foreign { conflicts, .. } => !conflicts.is_empty(),
            Self::Purged(_, left) => !left.is_empty(),
            Self::Revised { report, .. } => report.uncertain + report.lost > 0,
            Self::Waiting(_)
            | Self::JournalDamaged(_)
            | Self::JournalTorn
            | Self::Damaged(_)
            | Self::Failed(_)
            | Self::NoBackup(_) => true,
        }
    }
}
