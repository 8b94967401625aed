//! `documents/letter-7q2m.ron`: what is known of a text, which stands beside it as it was decoded.

use super::is_default;
use crate::model::{AnnotatorId, Document, DocumentId, Source, Timestamp};
use crate::store::FORMAT;
use crate::store::plain::Plain;
use crate::store::ron_text::Versioned;
use crate::text::{Digest, Text};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The one record of a document's file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentRecord {
    format: u32,
    title: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    date: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    outlet: Option<String>,
    text: TextRecord,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    source: Option<SourceRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    assigned: Vec<Plain<AnnotatorId>>,
    #[serde(default, skip_serializing_if = "is_default")]
    meta: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "is_default")]
    archived: bool,
    added: Plain<Timestamp>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TextRecord {
    bytes: u64,
    sha256: Plain<Digest>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct SourceRecord {
    file: String,
    encoding: String,
    #[serde(default, skip_serializing_if = "is_default")]
    bom: bool,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    sha256: Option<Plain<Digest>>,
}

impl Versioned for DocumentRecord {
    fn format(&self) -> u32 {
        self.format
    }
}

impl DocumentRecord {
    /// What the file of a document says.
    pub fn from_document(document: &Document) -> Self {
        let source = document.source.as_ref().map(|source| SourceRecord {
            file: source.file.clone(),
            encoding: source.encoding.clone(),
            bom: source.bom,
            sha256: source.sha256.map(Plain),
        });
        Self {
            format: FORMAT,
            title: document.title.clone(),
            language: document.language.clone(),
            date: document.date.clone(),
            outlet: document.outlet.clone(),
            text: TextRecord { bytes: document.text.len() as u64, sha256: Plain(document.text.digest()) },
            source,
            assigned: document.assigned.iter().cloned().map(Plain).collect(),
            meta: document.meta.clone(),
            archived: document.archived,
            added: Plain(document.added),
        }
    }

    /// The SHA-256 of the text that the record describes.
    pub fn digest(&self) -> Digest {
        self.text.sha256.0
    }

    /// The document whose file says this, with its text.
    pub fn into_document(self, id: DocumentId, text: Text) -> Document {
        let source = self.source.map(|source| Source {
            file: source.file,
            encoding: source.encoding,
            bom: source.bom,
            sha256: source.sha256.map(|digest| digest.0),
        });
        Document {
            id,
            title: self.title,
            text,
            language: self.language,
            date: self.date,
            outlet: self.outlet,
            source,
            assigned: self.assigned.into_iter().map(|id| id.0).collect(),
            meta: self.meta,
            archived: self.archived,
            added: self.added.0,
        }
    }
}
