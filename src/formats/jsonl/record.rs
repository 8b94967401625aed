//! The shape of a line as it is read: only the text must be there.

use crate::formats::state_named;
use crate::model::{SetState, Source};
use crate::text::{Digest, quote};
use serde::Deserialize;
use serde_json::{Map, Value};

/// One line: a document.
#[derive(Debug, Deserialize)]
pub(super) struct Line {
    pub(super) id: Option<Name>,
    pub(super) title: Option<String>,
    pub(super) language: Option<String>,
    pub(super) date: Option<String>,
    pub(super) outlet: Option<String>,
    pub(super) source: Option<SourceField>,
    pub(super) meta: Option<Map<String, Value>>,
    pub(super) text: String,
    pub(super) unit: Option<String>,
    pub(super) excluded: Option<Vec<(i64, i64)>>,
    pub(super) sets: Option<Vec<SetField>>,
}

/// An id as people write them.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum Name {
    Word(String),
    Number(i64),
}

/// Where a text came from: all that is known, or the file's name alone.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum SourceField {
    File(String),
    Record {
        file: Option<String>,
        encoding: Option<String>,
        bom: Option<bool>,
        sha256: Option<String>,
        importer: Option<String>,
    },
}

/// What one annotator says.
#[derive(Debug, Deserialize)]
pub(super) struct SetField {
    pub(super) annotator: Option<String>,
    pub(super) name: Option<String>,
    pub(super) kind: Option<String>,
    pub(super) state: Option<String>,
    pub(super) spans: Option<Vec<SpanField>>,
    pub(super) attributes: Option<Map<String, Value>>,
    pub(super) relations: Option<Vec<RelationField>>,
    pub(super) tags: Option<Vec<TagField>>,
    pub(super) notes: Option<Vec<NoteField>>,
}

/// One span.
#[derive(Debug, Deserialize)]
pub(super) struct SpanField {
    pub(super) id: Option<Name>,
    pub(super) start: Option<i64>,
    pub(super) end: Option<i64>,
    pub(super) fragments: Option<Vec<(i64, i64)>>,
    pub(super) tag: String,
    pub(super) text: Option<String>,
    #[serde(flatten)]
    pub(super) beside: BesideField,
}

/// What a span, a relation and a tag of the document say beside their tag.
#[derive(Debug, Default, Deserialize)]
pub(super) struct BesideField {
    pub(super) attributes: Option<Map<String, Value>>,
    pub(super) confidence: Option<Value>,
    pub(super) flagged: Option<bool>,
    pub(super) origin: Option<String>,
    pub(super) made: Option<String>,
}

/// One relation.
#[derive(Debug, Deserialize)]
pub(super) struct RelationField {
    pub(super) id: Option<Name>,
    pub(super) from: Name,
    pub(super) to: Name,
    pub(super) tag: String,
    #[serde(flatten)]
    pub(super) beside: BesideField,
}

/// One tag of the document: a name alone, or with what is said beside it.
#[derive(Debug, Deserialize)]
#[serde(untagged)]
pub(super) enum TagField {
    Name(String),
    Record {
        tag: String,
        #[serde(flatten)]
        beside: BesideField,
    },
}

/// One note.
#[derive(Debug, Deserialize)]
pub(super) struct NoteField {
    pub(super) id: Option<Name>,
    pub(super) on: Option<Name>,
    pub(super) of: Option<String>,
    pub(super) body: String,
    pub(super) verdict: Option<String>,
    pub(super) made: Option<String>,
}

/// The keys that a document and the records of its sets may have.
pub(super) const DOCUMENT_KEYS: &[&str] =
    &["id", "title", "language", "date", "outlet", "source", "meta", "text", "unit", "excluded", "sets"];
pub(super) const SET_KEYS: &[&str] =
    &["annotator", "name", "kind", "state", "attributes", "spans", "relations", "tags", "notes"];
pub(super) const SPAN_KEYS: &[&str] =
    &["id", "start", "end", "fragments", "tag", "text", "attributes", "confidence", "flagged", "origin", "made"];
pub(super) const RELATION_KEYS: &[&str] =
    &["id", "from", "to", "tag", "attributes", "confidence", "flagged", "origin", "made"];
pub(super) const TAG_KEYS: &[&str] = &["tag", "attributes", "confidence", "flagged", "origin", "made"];
pub(super) const NOTE_KEYS: &[&str] = &["id", "on", "of", "body", "verdict", "made"];

impl Name {
    pub(super) fn into_text(self) -> String {
        match self {
            Self::Word(word) => word,
            Self::Number(number) => number.to_string(),
        }
    }

    pub(super) fn to_text(&self) -> String {
        match self {
            Self::Word(word) => word.clone(),
            Self::Number(number) => number.to_string(),
        }
    }
}

impl SourceField {
    pub(super) fn into_source(self) -> Source {
        match self {
            Self::File(file) => Source { file, ..Source::default() },
            Self::Record { file, encoding, bom, sha256, importer } => Source {
                file: file.unwrap_or_default(),
                encoding: encoding.unwrap_or_default(),
                bom: bom.unwrap_or_default(),
                sha256: sha256.and_then(|digits| digits.parse().ok()),
                importer: importer.unwrap_or_default(),
            },
        }
    }

    /// Whether it has a digest that is none.
    pub(super) fn has_bad_digest(&self) -> bool {
        match self {
            Self::Record { sha256: Some(digits), .. } => digits.parse::<Digest>().is_err(),
            _ => false,
        }
    }
}

impl SetField {
    /// Whether it says nothing.
    pub(super) fn is_blank(&self) -> bool {
        let is_new = self.state.as_deref().and_then(state_named).unwrap_or_default() == SetState::New;
        is_new
            && self.spans.as_ref().is_none_or(Vec::is_empty)
            && self.relations.as_ref().is_none_or(Vec::is_empty)
            && self.tags.as_ref().is_none_or(Vec::is_empty)
            && self.attributes.as_ref().is_none_or(Map::is_empty)
            && self.notes.as_ref().is_none_or(Vec::is_empty)
    }
}

impl SpanField {
    /// Start and end of each of its pieces, if the file says.
    pub(super) fn pieces(&self) -> Option<Vec<(i64, i64)>> {
        match &self.fragments {
            Some(fragments) if !fragments.is_empty() => Some(fragments.clone()),
            _ => Some(vec![(self.start?, self.end?)]),
        }
    }

    /// Whether its start and end, where they are given beside fragments, are those of the fragments.
    pub(super) fn agrees(&self) -> bool {
        let pieces = self.fragments.as_deref().unwrap_or_default();
        let (Some(first), Some(last)) = (pieces.first(), pieces.last()) else { return true };
        self.start.is_none_or(|start| start == first.0) && self.end.is_none_or(|end| end == last.1)
    }

    /// The span for a message: its words, else its offsets.
    pub(super) fn shown(&self) -> String {
        match (&self.text, self.start, self.end) {
            (Some(text), ..) => format!("“{}” as {}", quote(text), self.tag),
            (None, Some(start), Some(end)) => format!("{start}–{end} as {}", self.tag),
            _ => format!("a span as {}", self.tag),
        }
    }
}
