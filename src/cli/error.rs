//! Why a command could not be done at all.

use super::import::hint_of;
use crate::store::StoreError;
use crate::workspace::{ExportError, RunError};
use std::io;
use thiserror::Error;

/// Why a command could not be done at all. Nothing is changed.
#[derive(Debug, Error)]
pub enum CliError {
    /// Something with files.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The project did not take it.
    #[error(transparent)]
    Run(#[from] RunError),
    /// Nothing was written.
    #[error(transparent)]
    Export(#[from] ExportError),
    /// What was asked for is not there.
    #[error("{what}")]
    Asked {
        /// What is wrong with it.
        what: String,
        /// What can be asked for.
        hint: String,
    },
    /// The answer cannot be written.
    #[error("cannot write the answer: {0}")]
    Answer(#[from] io::Error),
}

impl CliError {
    /// What was asked for is not there.
    pub(super) fn asked(what: impl Into<String>, hint: impl Into<String>) -> Self {
        Self::Asked { what: what.into(), hint: hint.into() }
    }

    /// What a person can do next.
    pub(super) fn hint(&self) -> Option<&str> {
        match self {
            Self::Store(error) => Some(error.hint()),
            Self::Run(error) => error.hint(),
            Self::Export(ExportError::Unread(refused)) => Some(hint_of(refused)),
            Self::Export(error) => Some(error.hint()),
            Self::Asked { hint, .. } => Some(hint.as_str()).filter(|hint| !hint.is_empty()),
            Self::Answer(_) => None,
        }
    }

    /// Whether nobody reads the answer any more, as with `glossator show … | head`.
    pub(super) fn is_closed_pipe(&self) -> bool {
        matches!(self, Self::Answer(error) if error.kind() == io::ErrorKind::BrokenPipe)
    }
}

impl From<serde_json::Error> for CliError {
    fn from(error: serde_json::Error) -> Self {
        Self::Answer(error.into())
    }
}
