//! What the journal's records say of documents and annotators.

use super::set_entry::range_of;
use crate::model::{Annotator, AnnotatorId, AnnotatorKind, Document, DocumentId, Source, Timestamp};
use crate::store::plain::Plain;
use crate::text::{Digest, Text};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentEntry {
    title: String,
    pub text: [u8; 32],
    language: Option<String>,
    date: Option<String>,
    outlet: Option<String>,
    source: Option<SourceEntry>,
    assigned: Vec<Plain<AnnotatorId>>,
    meta: BTreeMap<String, String>,
    excluded: Vec<(u32, u32)>,
    archived: bool,
    added: i64,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct SourceEntry {
    file: String,
    /// The encoding, and in a second line the importer: records of this shape were written before there was one.
    encoding: String,
    bom: bool,
    sha256: Option<[u8; 32]>,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AnnotatorEntry {
    name: String,
    kind: u8,
}

pub fn document_entry(document: &Document) -> DocumentEntry {
    let source = document.source.as_ref().map(|source| SourceEntry {
        file: source.file.clone(),
        encoding: match source.importer.as_str() {
            "" => source.encoding.clone(),
            importer => format!("{}\n{importer}", source.encoding),
        },
        bom: source.bom,
        sha256: source.sha256.map(Digest::bytes),
    });
    DocumentEntry {
        title: document.title.clone(),
        text: document.text.digest().bytes(),
        language: document.language.clone(),
        date: document.date.clone(),
        outlet: document.outlet.clone(),
        source,
        assigned: document.assigned.iter().cloned().map(Plain).collect(),
        meta: document.meta.clone(),
        excluded: document.excluded.iter().map(|range| (range.start().get(), range.end().get())).collect(),
        archived: document.archived,
        added: document.added.seconds(),
    }
}

pub fn document_of(id: &DocumentId, entry: DocumentEntry, texts: &HashMap<Digest, Text>) -> Option<Document> {
    let source = entry.source.map(|source| {
        let (encoding, importer) = source.encoding.split_once('\n').unwrap_or((&source.encoding, ""));
        Source {
            file: source.file,
            encoding: encoding.to_owned(),
            bom: source.bom,
            sha256: source.sha256.map(Digest::from),
            importer: importer.to_owned(),
        }
    });
    Some(Document {
        id: id.clone(),
        title: entry.title,
        text: texts.get(&Digest::from(entry.text))?.clone(),
        language: entry.language,
        date: entry.date,
        outlet: entry.outlet,
        source,
        assigned: entry.assigned.into_iter().map(|id| id.0).collect(),
        meta: entry.meta,
        excluded: entry.excluded.into_iter().map(range_of).collect::<Option<_>>()?,
        archived: entry.archived,
        added: Timestamp::new(entry.added),
    })
}

pub fn annotator_entry(annotator: &Annotator) -> AnnotatorEntry {
    let kind = match annotator.kind {
        AnnotatorKind::Human => 0,
        AnnotatorKind::Machine => 1,
        AnnotatorKind::Gold => 2,
    };
    AnnotatorEntry { name: annotator.name.clone(), kind }
}

pub fn annotator_of(id: &AnnotatorId, entry: AnnotatorEntry) -> Annotator {
    let kind = match entry.kind {
        1 => AnnotatorKind::Machine,
        2 => AnnotatorKind::Gold,
        _ => AnnotatorKind::Human,
    };
    Annotator { id: id.clone(), name: entry.name, kind }
}
