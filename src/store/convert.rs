//! The bytes of each kind of file, from the model and back.

use super::records::{AnnotatorRecord, CodebookRecord, DocumentRecord, ProjectRecord, SetRecord};
use super::ron_parts::record_in_parts;
use super::ron_text::{Refused, record_from_text, text_from_bytes, text_from_record};
use super::{FileKey, StoreError};
use crate::edit::{shown, to_be_told};
use crate::model::{AnnotationSet, Annotator, AnnotatorId, Codebook, Document, DocumentId, Project, RecordId, SetKey};
use crate::text::{Digest, Text};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

/// The bytes that a file of a project should have; nothing when it should not be there.
pub fn bytes_of(project: &Project, key: &FileKey) -> Result<Option<Vec<u8>>, StoreError> {
    let written = match key {
        FileKey::Project => {
            let record = ProjectRecord::from_project(project);
            Some(text_from_record(&record, 2))
        }
        FileKey::Annotator(id) => {
            let annotator = project.annotators.get(id);
            annotator.map(|annotator| text_from_record(&AnnotatorRecord::from_annotator(annotator), 0))
        }
        FileKey::Text(id) => project.document(id).map(|document| Ok(document.text.as_str().to_owned())),
        FileKey::Document(id) => {
            let document = project.document(id);
            document.map(|document| text_from_record(&DocumentRecord::from_document(document), 1))
        }
        FileKey::Set(set) => return bytes_of_set(project, set, &to_be_told(&project.codebook)),
    };
    to_bytes(written, key)
}

/// The bytes that the file of a set should have, where other revisions of the codebook are told to be applied to it than
/// all of them.
pub fn bytes_of_set(project: &Project, key: &SetKey, told: &BTreeSet<RecordId>) -> Result<Option<Vec<u8>>, StoreError> {
    let (set, document) = (project.set(key), project.document(&key.document));
    let record = set.zip(document).map(|(set, document)| SetRecord::from_set(set, &document.text, told));
    to_bytes(record.map(|record| text_from_record(&record, 2)), &FileKey::Set(key.clone()))
}

fn to_bytes(written: Option<ron::Result<String>>, key: &FileKey) -> Result<Option<Vec<u8>>, StoreError> {
    written.transpose().map(|text| text.map(String::into_bytes)).map_err(|error| StoreError::Malformed {
        why: error.to_string(),
        place: None,
        path: key.path(),
    })
}

/// What `project.ron` says of a project; there is nothing else in it yet.
pub fn project_from_bytes(bytes: &[u8], path: &Path) -> Result<Project, StoreError> {
    let source = text_from_bytes(bytes, path)?;
    let record: ProjectRecord = record_from_text(source, path)?;
    record.into_project().map_err(|refused| refused.at(source, path))
}

/// An annotator, from their file.
pub fn annotator_from_bytes(id: &AnnotatorId, bytes: &[u8], path: &Path) -> Result<Annotator, StoreError> {
    let record: AnnotatorRecord = record_from_text(text_from_bytes(bytes, path)?, path)?;
    Ok(record.into_annotator(id.clone()))
}

/// What is said of a document in its record, whatever its text.
pub fn document_record_from_bytes(bytes: &[u8], path: &Path) -> Result<DocumentRecord, StoreError> {
    record_from_text(text_from_bytes(bytes, path)?, path)
}

/// A document, from its record and its text, which must be the one that the record describes.
pub fn document_from_bytes(
    id: &DocumentId,
    (record, record_path): (&[u8], &Path),
    (text, text_path): (Vec<u8>, &Path),
) -> Result<Document, StoreError> {
    let source = text_from_bytes(record, record_path)?;
    let record: DocumentRecord = record_from_text(source, record_path)?;
    let changed = || StoreError::TextChanged(text_path.to_owned());
    let not_text = |why: String| StoreError::Malformed { why, place: None, path: text_path.to_owned() };
    let content = String::from_utf8(text).map_err(|error| {
        let is_as_described = Digest::of(error.as_bytes()) == record.digest();
        if is_as_described { not_text("this is not UTF-8".to_owned()) } else { changed() }
    })?;
    let text = Text::new(content).map_err(|error| not_text(error.to_string()))?;
    if text.digest() != record.digest() {
        return Err(changed());
    }
    record.into_document(id.clone(), text).map_err(|refused| refused.at(source, record_path))
}

/// What a set's file says, with its source, whatever text it counts in.
pub fn set_record_from_bytes<'a>(bytes: &'a [u8], path: &Path) -> Result<(&'a str, SetRecord), StoreError> {
    let source = text_from_bytes(bytes, path)?;
    Ok((source, record_in_parts(source, path)?))
}

/// What it takes to read a set: whose it is and about what, and the codebook that says what has become of its tags.
#[derive(Clone, Copy)]
pub struct SetCx<'a> {
    /// Which set.
    pub key: &'a SetKey,
    /// What it is about.
    pub document: &'a Document,
    /// The codebook.
    pub codebook: &'a Codebook,
}

/// A set from its file.
#[derive(Clone, Debug)]
pub struct ReadSet {
    /// As it was marked.
    pub marked: Arc<AnnotationSet>,
    /// The revisions of the codebook that were applied to it when it was written.
    pub told: BTreeSet<RecordId>,
    /// As the codebook shows it now.
    pub shown: Arc<AnnotationSet>,
}

impl SetCx<'_> {
    /// A set as it was marked in a text, and as it is shown now.
    pub fn read(&self, marked: AnnotationSet, text: &Text, told: BTreeSet<RecordId>) -> ReadSet {
        let marked = Arc::new(marked);
        let shown = shown(self.codebook, self.key, &marked, text, &told).map_or_else(|| Arc::clone(&marked), Arc::new);
        ReadSet { marked, told, shown }
    }
}

/// What one annotator says about a document, from the set's file.
pub fn set_from_bytes(bytes: &[u8], cx: SetCx<'_>, path: &Path) -> Result<ReadSet, StoreError> {
    let (source, record) = set_record_from_bytes(bytes, path)?;
    let text = &cx.document.text;
    if record.text() != text.digest() {
        return Err(StoreError::OtherText(path.to_owned()));
    }
    let told = record.mapped();
    let set = record.into_set(text).map_err(|refused| refused.at(source, path))?;
    Ok(cx.read(set, text, told))
}

/// Name and codebook, from a codebook's own file.
pub fn codebook_from_text(source: &str, path: &Path) -> Result<(String, Codebook), StoreError> {
    let source = text_from_bytes(source.as_bytes(), path)?;
    let record: CodebookRecord = record_from_text(source, path)?;
    let name = record.name.clone();
    let codebook = record.into_codebook().map_err(|refused: Refused| refused.at(source, path))?;
    Ok((name, codebook))
}

/// The text of a codebook's own file.
pub fn text_from_codebook(name: &str, codebook: &Codebook) -> Result<String, StoreError> {
    text_from_record(&CodebookRecord::new(name, codebook), 2).map_err(|error| StoreError::Malformed {
        why: error.to_string(),
        place: None,
        path: Path::new(name).to_owned(),
    })
}
