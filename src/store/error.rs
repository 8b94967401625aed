//! What can go wrong with files, in words for the person whose files they are.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use thiserror::Error;

/// A place in a file of text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The line.
    pub line: usize,
    /// The character of the line.
    pub column: usize,
}

/// Why files could not be read or written. Every message ends with the path.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum StoreError {
    /// The system refused.
    #[error("cannot {doing}: {}: {}", words(*.kind, .why), .path.display())]
    Io {
        /// What was tried: `read`, `write`, …
        doing: &'static str,
        /// What kind of refusal.
        kind: io::ErrorKind,
        /// The system's own words.
        why: String,
        /// Which file or folder.
        path: PathBuf,
    },
    /// The file does not say what a file of its kind says.
    #[error("{why}: {}{}", .path.display(), At(*.place))]
    Malformed {
        /// What is wrong.
        why: String,
        /// Where, if that is known.
        place: Option<Place>,
        /// Which file.
        path: PathBuf,
    },
    /// The file was written by a later version of the program.
    #[error("this has format {format}, and this program knows formats up to {}: {}", super::FORMAT, .path.display())]
    Newer {
        /// Its format.
        format: u32,
        /// Which file.
        path: PathBuf,
    },
    /// The text is not the one that the record beside it describes.
    #[error("the text is not the one that was imported: {}", .0.display())]
    TextChanged(PathBuf),
    /// The annotations were made for another version of the text.
    #[error("these annotations were made for another version of the text: {}", .0.display())]
    OtherText(PathBuf),
    /// A file that another one needs is not there.
    #[error("this belongs to {missing}, which is missing or cannot be read: {}", .path.display())]
    Orphan {
        /// What it needs.
        missing: String,
        /// The file that needs it.
        path: PathBuf,
    },
    /// Nothing says whose set this is.
    #[error("nothing says whose annotations these are: {}", .0.display())]
    Nobodys(PathBuf),
    /// The project has no document that a set could be about.
    #[error("no document of the project has the text that these annotations are about: {}", .0.display())]
    NoSuchText(PathBuf),
    /// The folder has no `project.ron`.
    #[error("this folder is no project, as it has no project.ron: {}", .0.display())]
    NotAProject(PathBuf),
    /// Another project stands where the open one was.
    #[error("another project is here now: {}", .0.display())]
    OtherProject(PathBuf),
    /// There is something in the folder already.
    #[error("the folder is not empty: {}", .0.display())]
    Occupied(PathBuf),
    /// The file is not what it was when it was read.
    #[error("the file has changed since it was read: {}", .0.display())]
    Changed(PathBuf),
    /// A list with more words than a rule may have.
    #[error("the list has {n} words, and a rule may have {most}: {}", .path.display())]
    TooManyWords {
        /// How many words there are.
        n: usize,
        /// How many there may be.
        most: usize,
        /// Which file.
        path: PathBuf,
    },
    /// A list without words.
    #[error("there is no word in it: {}", .0.display())]
    NoWords(PathBuf),
    /// The file is larger than what is read.
    #[error("the file has {} MB, and the largest that is read has {} MB: {}", .bytes / 1_000_000, .limit / 1_000_000, .path.display())]
    TooLarge {
        /// Its size.
        bytes: u64,
        /// The largest.
        limit: u64,
        /// Which file.
        path: PathBuf,
    },
    /// A folder, device, pipe or link where a file should be, or a link where a folder should be.
    #[error("this is not {expected}: {}", .path.display())]
    WrongKind {
        /// What should be there.
        expected: &'static str,
        /// What is.
        path: PathBuf,
    },
    /// The name cannot be that of a project's file.
    #[error("{why}: {}", .path.display())]
    BadName {
        /// Why not.
        why: String,
        /// Which file.
        path: PathBuf,
    },
    /// Another program has held the project's lock for too long.
    #[error("another program is writing into this project and does not finish: {}", .0.display())]
    Busy(PathBuf),
    /// A journal that another program writes into.
    #[error("another program has this journal open: {}", .0.display())]
    InUse(PathBuf),
    /// The journal was written by a later version of the program.
    #[error("this journal was written by a later version of the program: {}", .0.display())]
    NotAJournal(PathBuf),
    /// A backup that does not have what it should, or has what it should not.
    #[error("{why}: {}", .path.display())]
    BadBackup {
        /// What is wrong.
        why: String,
        /// Which archive.
        path: PathBuf,
    },
    /// A person stopped it.
    #[error("stopped before the end: {}", .0.display())]
    Cancelled(PathBuf),
    /// The system does not say where a person's data belong.
    #[error("the system does not say where your data belong; set GLOSSATOR_HOME to a folder")]
    NoHome,
}

impl StoreError {
    /// An error of the system, while doing something with a path.
    pub fn io(doing: &'static str, path: &Path, error: &io::Error) -> Self {
        Self::Io { doing, kind: error.kind(), why: error.to_string(), path: path.to_owned() }
    }

    /// Whether it says that nothing is there.
    pub fn is_not_found(&self) -> bool {
        matches!(self, Self::Io { kind: io::ErrorKind::NotFound, .. })
    }

    /// The file or folder it is about.
    pub fn path(&self) -> Option<&Path> {
        match self {
            Self::Io { path, .. }
            | Self::Malformed { path, .. }
            | Self::Newer { path, .. }
            | Self::Orphan { path, .. }
            | Self::TooLarge { path, .. }
            | Self::TooManyWords { path, .. }
            | Self::WrongKind { path, .. }
            | Self::BadName { path, .. }
            | Self::BadBackup { path, .. }
            | Self::NoWords(path)
            | Self::TextChanged(path)
            | Self::OtherText(path)
            | Self::Nobodys(path)
            | Self::NoSuchText(path)
            | Self::NotAProject(path)
            | Self::OtherProject(path)
            | Self::Occupied(path)
            | Self::Changed(path)
            | Self::Busy(path)
            | Self::InUse(path)
            | Self::NotAJournal(path)
            | Self::Cancelled(path) => Some(path),
            Self::NoHome => None,
        }
    }

    /// What a person can do next.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Io { kind, .. } => hint_of(*kind),
            Self::Malformed { .. } => {
                "Mend the file in a text editor, or take an older version of it from a backup; it is not touched"
            }
            Self::Newer { .. } => "Open the project with a newer version of Glossator",
            Self::TextChanged(_) => "Put the text as it was imported back, from a backup or from git",
            Self::OtherText(_) => "Put the version of the text back that these annotations were made for",
            Self::Orphan { .. } => "Put the missing file back, or move this one out of the project",
            Self::Nobodys(_) => "Say whose they are, or put the file into a folder annotations/NAME",
            Self::NoSuchText(_) => "Bring the document in first, or have the whole project sent",
            Self::NotAProject(_) => "Choose the folder that has a project.ron, or make a new project",
            Self::OtherProject(_) => "Put the project back that was opened from this folder",
            Self::Occupied(_) => "Choose an empty folder, or a new name",
            Self::Changed(_) => "Try again",
            Self::TooLarge { .. } => "Split it into smaller files",
            Self::TooManyWords { .. } => "Split it into several lists, each for a rule of its own",
            Self::NoWords(_) => "Choose a list with one word a line, or a CSV file with words in its first column",
            Self::WrongKind { .. } => "Move it away and put an ordinary one in its place",
            Self::BadName { .. } => "Rename the file, or move it out of the project",
            Self::Busy(_) => "Close other programs that have this project open, and try again",
            Self::InUse(_) => "Close the other windows of this project, and try again",
            Self::NotAJournal(_) => "Open the project with a newer version of Glossator",
            Self::BadBackup { .. } => {
                "Take another backup; what is whole in this one can be taken out with any program for .zip files"
            }
            Self::Cancelled(_) => "Start it again when you like",
            Self::NoHome => "Set GLOSSATOR_HOME to a folder that you may write to",
        }
    }
}

/// The system's refusals in plain words, where there are any.
fn words(kind: io::ErrorKind, why: &str) -> String {
    use io::ErrorKind as Kind;
    let plain = match kind {
        Kind::NotFound => "it is not there",
        Kind::PermissionDenied => "permission is denied",
        Kind::ReadOnlyFilesystem => "the file system is read-only",
        Kind::StorageFull | Kind::QuotaExceeded | Kind::FileTooLarge => "the disk is full",
        Kind::NotADirectory => "a part of the path is not a folder",
        _ => return why.to_owned(),
    };
    plain.to_owned()
}

fn hint_of(kind: io::ErrorKind) -> &'static str {
    use io::ErrorKind as Kind;
    match kind {
        Kind::NotFound | Kind::NotADirectory => "Look whether the folder was moved, deleted or unmounted",
        Kind::PermissionDenied | Kind::ReadOnlyFilesystem => {
            "Give yourself the right to write there, or save a copy elsewhere"
        }
        Kind::StorageFull | Kind::QuotaExceeded => "Free some space; writing goes on by itself",
        _ => "Look whether the disk is there and sound",
    }
}

/// `:3:17` after a path.
struct At(Option<Place>);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.map_or(Ok(()), |place| write!(f, ":{}:{}", place.line, place.column))
    }
}
