//! The cover of a backup: what it is a backup of, in a file of its own in the archive.

use super::member::COVER;
use crate::model::{RecordId, Timestamp};
use crate::store::plain::Plain;
use crate::store::ron_text::{Versioned, record_from_text, text_from_bytes, text_from_record};
use crate::store::{FORMAT, StoreError};
use crate::text::Digest;
use serde::{Deserialize, Serialize};
use std::path::Path;

/// What a backup says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cover {
    /// The project's id.
    pub project: RecordId,
    /// The project's name, as it was.
    pub name: String,
    /// The folder that it was made of, in words: copies of a project at other places have the same id.
    pub place: String,
    /// When it was made.
    pub made: Timestamp,
    /// How many files it has, without this one.
    pub n_files: usize,
    /// How many bytes these have when they are unpacked.
    pub bytes: u64,
    /// The digest of what `sha256sum` prints for these, in the order of their names.
    pub digest: Digest,
    /// Files of the project that could not be read when it was made, and are not in it.
    pub left_out: Vec<String>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CoverRecord {
    format: u32,
    project: Plain<RecordId>,
    name: String,
    place: String,
    made: Plain<Timestamp>,
    files: usize,
    bytes: u64,
    sha256: Plain<Digest>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    left_out: Vec<String>,
}

impl Versioned for CoverRecord {
    fn format(&self) -> u32 {
        self.format
    }
}

impl Cover {
    /// The bytes of its file in the archive at `path`.
    pub fn to_bytes(&self, path: &Path) -> Result<Vec<u8>, StoreError> {
        let record = CoverRecord {
            format: FORMAT,
            project: Plain(self.project),
            name: self.name.clone(),
            place: self.place.clone(),
            made: Plain(self.made),
            files: self.n_files,
            bytes: self.bytes,
            sha256: Plain(self.digest),
            left_out: self.left_out.clone(),
        };
        let failed = |error: ron::Error| StoreError::BadBackup { why: error.to_string(), path: path.to_owned() };
        text_from_record(&record, 2).map(String::into_bytes).map_err(failed)
    }

    /// The cover, from its file in the archive at `path`.
    pub fn from_bytes(bytes: &[u8], path: &Path) -> Result<Self, StoreError> {
        let read = text_from_bytes(bytes, Path::new(COVER));
        match read.and_then(|source| record_from_text::<CoverRecord>(source, Path::new(COVER))) {
            Ok(record) => Ok(record.into()),
            Err(StoreError::Newer { format, .. }) => Err(StoreError::Newer { format, path: path.to_owned() }),
            Err(error) => Err(StoreError::BadBackup { why: error.to_string(), path: path.to_owned() }),
        }
    }
}

impl From<CoverRecord> for Cover {
    fn from(record: CoverRecord) -> Self {
        Self {
            project: record.project.0,
            name: record.name,
            place: record.place,
            made: record.made.0,
            n_files: record.files,
            bytes: record.bytes,
            digest: record.sha256.0,
            left_out: record.left_out,
        }
    }
}
