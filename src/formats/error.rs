//! Why a file cannot be taken, or a project not be written, in words that name the file.

use crate::text::{NotText, TextTooLong};
use std::fmt;
use thiserror::Error;

/// Why a format refuses. What it refuses, it refuses whole.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum FormatError {
    /// The bytes are no text.
    #[error("{why}: {file}")]
    NotText {
        /// What is wrong with them.
        why: NotText,
        /// Which file.
        file: String,
    },
    /// The file does not say what a file of its format says.
    #[error("{why}: {file}{}", At(*.line, *.column))]
    Malformed {
        /// What is wrong.
        why: String,
        /// Which file.
        file: String,
        /// The line, counted from 1; 0 when no line is meant.
        line: usize,
        /// The character of the line, counted from 1; 0 when the whole line is meant.
        column: usize,
    },
    /// A file is of no format that is read.
    #[error("this is {what}, and of no format that is read: {file}")]
    Unknown {
        /// What it is, as far as that shows.
        what: &'static str,
        /// Which file.
        file: String,
    },
    /// A text that a file is about is not there.
    #[error("{why}: {file}{at}", at = At(*.line, 0))]
    TextMissing {
        /// Which text.
        why: String,
        /// Which file is about it.
        file: String,
        /// The line, counted from 1; 0 when no line is meant.
        line: usize,
    },
    /// Nobody said which column of a table is what, and it does not show.
    #[error("{why}: {file}{at}", at = At(*.line, 0))]
    Columns {
        /// What is not known.
        why: String,
        /// Which file.
        file: String,
        /// The line, counted from 1; 0 when no line is meant.
        line: usize,
    },
    /// A text in the file is longer than what can be held.
    #[error("{why}: {file}")]
    TooLong {
        /// How long it is.
        why: TextTooLong,
        /// Which file.
        file: String,
    },
    /// A file is larger than what is read.
    #[error("the file has {} MB, and the largest that is read has {} MB: {file}", *.bytes / 1_000_000, *.limit / 1_000_000)]
    TooLarge {
        /// How many bytes it has.
        bytes: u64,
        /// Which file.
        file: String,
        /// How many bytes are read.
        limit: u64,
    },
    /// The bytes of a file cannot be had.
    #[error("{why}: {file}")]
    Unreadable {
        /// What the system says.
        why: String,
        /// Which file.
        file: String,
    },
    /// The bytes of a file cannot be written.
    #[error("{why}: {file}")]
    Unwritable {
        /// What the system says.
        why: String,
        /// Which file.
        file: String,
    },
    /// Spans overlap, and the format has no place for that.
    #[error("spans overlap, and the format has no place for that: {example}")]
    Overlap {
        /// Two of them.
        example: String,
    },
    /// The format can only be read, or only be written.
    #[error("the format {format} cannot be {what}")]
    OneWay {
        /// The format's id.
        format: &'static str,
        /// `read` or `written`.
        what: &'static str,
    },
    /// It was asked to stop.
    #[error("it was stopped")]
    Stopped,
    /// Files have several sets about one document, and all were to be one annotator's.
    #[error("{why}: {file}")]
    SeveralSets {
        /// Which.
        why: String,
        /// Which file.
        file: String,
    },
    /// What was written does not read back as what was there.
    #[error("the export does not read back as it should: {why}")]
    Unverified {
        /// What differs.
        why: String,
    },
}

impl FormatError {
    /// The file does not say what a file of its format says, at this place.
    pub(super) fn malformed(why: impl Into<String>, file: &str, line: usize, column: usize) -> Self {
        Self::Malformed { why: why.into(), file: file.to_owned(), line, column }
    }

    /// What a person can do next.
    pub const fn hint(&self) -> &'static str {
        match self {
            Self::NotText { .. } => "Name its encoding, or save it as text in UTF-8",
            Self::Malformed { .. } => "Mend the file at that place and try again",
            Self::Unknown { .. } => "Say which format it is, if one reads it, or leave it out",
            Self::TextMissing { .. } => "Import the text first, or put it beside the file, and try again",
            Self::Columns { .. } => {
                "Say which column is what: under Columns in the window, with --map on the command line"
            }
            Self::TooLong { .. } => "Split it into smaller texts",
            Self::TooLarge { .. } => "Split it into smaller files",
            Self::Unreadable { .. } => "Check that the file is there and may be read, and import it again",
            Self::Unwritable { .. } => {
                "Check that there is room and that the folder may be written to, and export again"
            }
            Self::Overlap { .. } => "Choose what becomes of spans that overlap, or a format that can hold them",
            Self::OneWay { .. } => "Choose another format",
            Self::Stopped => "Begin again",
            Self::SeveralSets { .. } => "Leave the sets to those whom the file names",
            Self::Unverified { .. } => "Nothing was written; please report this with the project",
        }
    }
}

/// `:3:17` after a file's name.
struct At(usize, usize);

impl fmt::Display for At {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.0, self.1) {
            (0, _) => Ok(()),
            (line, 0) => write!(f, ":{line}"),
            (line, column) => write!(f, ":{line}:{column}"),
        }
    }
}
