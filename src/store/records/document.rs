//! `documents/letter-7q2m.ron`: what is known of a text, which stands beside it as it was decoded.

use super::is_default;
use crate::model::{AnnotatorId, Document, DocumentId, Source, Timestamp};
use crate::store::FORMAT;
use crate::store::plain::Plain;
use crate::store::ron_text::{Refused, Versioned};
use crate::text::{Digest, Offset, RangeError, Regions, Text, TextRange};
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
    /// What is not to be labeled, in bytes.
    #[serde(default, skip_serializing_if = "is_default")]
    excluded: Vec<(u32, u32)>,
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
    #[serde(default, skip_serializing_if = "is_default")]
    importer: String,
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
            importer: source.importer.clone(),
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
            excluded: document.excluded.iter().map(|range| (range.start().get(), range.end().get())).collect(),
            archived: document.archived,
            added: Plain(document.added),
        }
    }

    /// The SHA-256 of the text that the record describes.
    pub fn digest(&self) -> Digest {
        self.text.sha256.0
    }

    /// The same without the parts that are excluded, for a text in which they are elsewhere.
    pub fn without_regions(self) -> Self {
        Self { excluded: Vec::new(), ..self }
    }

    /// The same for the text that another record describes.
    pub fn with_text_of(self, other: &Self) -> Self {
        Self { text: other.text.clone(), ..self }
    }

    /// The document whose file says this, with its text, if all its offsets are places there.
    pub fn into_document(self, id: DocumentId, text: Text) -> Result<Document, Refused> {
        self.into_document_if(id, text.clone(), |range| text.check(range))
    }

    /// The same without its text, which is not at hand.
    pub fn into_document_without_text(self, id: DocumentId) -> Result<Document, Refused> {
        let none = Text::new(String::new()).map_err(|error| Refused { id: None, why: error.to_string() })?;
        self.into_document_if(id, none, |_| Ok(()))
    }

    fn into_document_if(
        self,
        id: DocumentId,
        text: Text,
        check: impl Fn(TextRange) -> Result<(), RangeError>,
    ) -> Result<Document, Refused> {
        let source = self.source.map(|source| Source {
            file: source.file,
            encoding: source.encoding,
            bom: source.bom,
            sha256: source.sha256.map(|digest| digest.0),
            importer: source.importer,
        });
        let refused =
            |error: RangeError| Refused { id: None, why: format!("a part that is excluded cannot be: {error}") };
        let part = |(start, end)| {
            let range = TextRange::new(Offset::new(start), Offset::new(end))?;
            check(range).map(|()| range)
        };
        let excluded: Result<Regions, RangeError> = self.excluded.into_iter().map(part).collect();
        Ok(Document {
            id,
            title: self.title,
            excluded: excluded.map_err(refused)?,
            text,
            language: self.language,
            date: self.date,
            outlet: self.outlet,
            source,
            assigned: self.assigned.into_iter().map(|id| id.0).collect(),
            meta: self.meta,
            archived: self.archived,
            added: self.added.0,
        })
    }
}
