//! Why a command cannot be done, in words for the person who gave it.

use super::Stale;
use crate::model::{DocumentId, TagId};
use crate::text::RangeError;
use thiserror::Error;

/// Why a command cannot be done. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// The document is not in the project.
    #[error("there is no document {0}")]
    NoDocument(DocumentId),
    /// The tag is not in the codebook.
    #[error("there is no tag {0} in the codebook")]
    NoTag(TagId),
    /// The span, note or set is not there.
    #[error("{0} is not there any more")]
    Gone(&'static str),
    /// The offsets are no range of the text.
    #[error(transparent)]
    Range(#[from] RangeError),
    /// A span over nothing.
    #[error("no text is selected")]
    NothingSelected,
    /// The same range has that tag already.
    #[error("“{quote}” is already tagged {tag}")]
    AlreadyThere {
        /// The covered text.
        quote: String,
        /// The tag's name.
        tag: String,
    },
    /// The layer's rule forbids it.
    #[error("spans of {layer} may not {relation} one another, and this would {relation} “{quote}”")]
    Overlap {
        /// The layer's name.
        layer: String,
        /// `overlap` or `cross`.
        relation: &'static str,
        /// What the other span covers.
        quote: String,
    },
    /// Nothing was written where a name is needed.
    #[error("the name is empty")]
    NoName,
    /// A name that no view could show.
    #[error("the name has {0} characters; the longest has 200")]
    LongName(usize),
    /// Another tag of the codebook has the name.
    #[error("there is already a tag named “{0}” at this place")]
    NameTaken(String),
    /// Another tag has the key.
    #[error("the key {key} belongs to {tag}")]
    KeyTaken {
        /// The key.
        key: char,
        /// The other tag's name.
        tag: String,
    },
    /// The key is a command.
    #[error("the key {0} is a command")]
    KeyReserved(char),
    /// The key is neither a digit nor a small letter.
    #[error("a tag's key is a digit or a letter from a to z, and {0:?} is neither")]
    NotAKey(char),
    /// A tag would stand under itself.
    #[error("{0} cannot stand under itself")]
    Circle(String),
    /// The command would change nothing.
    #[error("there is nothing to change")]
    Nothing,
    /// An annotator with that id is there already.
    #[error("there is already an annotator {0}")]
    AnnotatorTaken(String),
    /// A record was not as expected.
    #[error(transparent)]
    Stale(#[from] Stale),
}

impl EditError {
    /// What a person can do next.
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NothingSelected => Some("Select words first: drag over them or double-click one"),
            Self::AlreadyThere { .. } => Some("Press Tab to go to it, or choose another tag"),
            Self::Overlap { .. } => Some("Choose another range, or another tag"),
            Self::NoTag(_) => Some("Choose a tag of the codebook, or add this one"),
            Self::KeyTaken { .. } | Self::KeyReserved(_) => Some("Choose another key, or none"),
            Self::NameTaken(_) => Some("Choose another name"),
            Self::Stale(_) => Some("Look at it as it is now and try again"),
            _ => None,
        }
    }
}
