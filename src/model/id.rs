//! What things are called: ids that are safe as file names, and ids of records within a file.

use smol_str::SmolStr;
use std::fmt;
use std::str::FromStr;
use thiserror::Error;

/// Why a string is not an id.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum BadId {
    /// It has no characters.
    #[error("an id cannot be empty")]
    Empty,
    /// It has more than [`MAX_BYTES`].
    #[error("the id {0:?} is longer than {MAX_BYTES} bytes")]
    Long(String),
    /// It has a character that some file system refuses, or starts or ends in a way that one does.
    #[error("{0:?} cannot be an id: it would not be a safe file name")]
    Unsafe(String),
    /// It is not eight of `0-9a-z`.
    #[error("{0:?} is not a record's id, which is eight digits or small letters")]
    NotARecord(String),
}

/// The longest id, so that a file's name fits every file system with its ending.
const MAX_BYTES: usize = 120;

fn checked(id: &str) -> Result<SmolStr, BadId> {
    let is_unsafe = |c: char| c.is_control() || "/\\:*?\"<>|".contains(c);
    if id.is_empty() {
        Err(BadId::Empty)
    } else if id.len() > MAX_BYTES {
        Err(BadId::Long(id.chars().take(40).collect()))
    } else if id.starts_with(['.', ' ']) || id.ends_with(['.', ' ']) || id.contains(is_unsafe) {
        Err(BadId::Unsafe(id.to_owned()))
    } else {
        Ok(SmolStr::new(id))
    }
}

macro_rules! name_id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(SmolStr);

        impl $name {
            /// Takes a string that is safe as a file name on every system.
            pub fn new(id: &str) -> Result<Self, BadId> {
                checked(id).map(Self)
            }

            /// The id as written in files.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl FromStr for $name {
            type Err = BadId;

            fn from_str(id: &str) -> Result<Self, BadId> {
                Self::new(id)
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&self.0, f)
            }
        }
    };
}

name_id! {
    /// A document's id: the stem of its files.
    DocumentId
}
name_id! {
    /// An annotator's id: the name of their folder of sets.
    AnnotatorId
}
name_id! {
    /// A tag's id. It stays when the tag is renamed.
    TagId
}
name_id! {
    /// A layer's id.
    LayerId
}
name_id! {
    /// An attribute's id. It stays when the attribute is renamed.
    AttributeId
}

/// The id of a span, relation, note or project: eight of `0-9a-z`, unique within its file.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RecordId([u8; 8]);

impl RecordId {
    /// The characters ids are made of.
    pub const ALPHABET: &'static [u8; 36] = b"0123456789abcdefghijklmnopqrstuvwxyz";

    /// An id drawn by `pick`, which is asked eight times for a number below 36.
    pub fn drawn(mut pick: impl FnMut() -> u8) -> Self {
        Self(std::array::from_fn(|_| {
            let index = usize::from(pick()) % Self::ALPHABET.len();
            Self::ALPHABET.get(index).copied().unwrap_or(b'0')
        }))
    }

    /// The id as written in files.
    pub fn as_str(&self) -> &str {
        str::from_utf8(&self.0).unwrap_or_default()
    }

    /// Its eight bytes.
    pub const fn bytes(self) -> [u8; 8] {
        self.0
    }
}

impl FromStr for RecordId {
    type Err = BadId;

    fn from_str(id: &str) -> Result<Self, BadId> {
        let refused = || BadId::NotARecord(id.chars().take(40).collect());
        let bytes: [u8; 8] = id.as_bytes().try_into().map_err(|_| refused())?;
        if bytes.iter().all(|byte| Self::ALPHABET.contains(byte)) { Ok(Self(bytes)) } else { Err(refused()) }
    }
}

impl fmt::Display for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl fmt::Debug for RecordId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// Which annotation set: all that one annotator says about one document.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SetKey {
    /// The document. First, so that the sets of one document stand together.
    pub document: DocumentId,
    /// Whose set it is.
    pub annotator: AnnotatorId,
}

impl fmt::Display for SetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.annotator, self.document)
    }
}

impl fmt::Debug for SetKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_are_no_file_names_are_refused() {
        for bad in ["", ".", "..", "../up", "a/b", "a\\b", "a\0b", ".hidden", "end.", "end ", "a\nb", "a:b"] {
            assert!(DocumentId::new(bad).is_err(), "{bad:?}");
        }
        assert!(DocumentId::new(&"x".repeat(121)).is_err());
        for good in ["truce-7q2m", "été", "v1.2", "a b"] {
            assert!(DocumentId::new(good).is_ok(), "{good:?}");
        }
    }

    #[test]
    fn record_ids_are_eight_digits_or_small_letters() {
        assert_eq!("k3f9x2ma".parse::<RecordId>().map(|id| id.to_string()), Ok("k3f9x2ma".to_owned()));
        for bad in ["", "k3f9x2m", "k3f9x2maa", "K3f9x2ma", "k3f9x2é"] {
            assert!(bad.parse::<RecordId>().is_err(), "{bad:?}");
        }
    }
}
