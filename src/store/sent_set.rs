//! One set's file that somebody sent, without the project that it is from.

use super::StoreError;
use super::convert::{SetCx, annotator_from_bytes, set_from_bytes};
use super::disk::Disk;
use super::layout::FileKey;
use super::old_texts::{set_by_quotes, text_of_set};
use super::replace::{LIMIT, read_file};
use crate::edit::Reanchored;
use crate::model::{AnnotationSet, Annotator, AnnotatorId, AnnotatorKind, Document, DocumentId, Project, SetKey};
use std::path::Path;
use std::sync::Arc;

/// A set that somebody sent, as a project has it.
#[derive(Clone, Debug)]
pub struct SentSet {
    /// Whose it is, and about what.
    pub key: SetKey,
    /// The person.
    pub annotator: Annotator,
    /// What it says, under the project's codebook.
    pub set: Arc<AnnotationSet>,
    /// How its spans came into a text that is not the one they were marked in.
    pub reanchored: Option<Reanchored>,
}

/// Reads a set's file. Whose it is says its place below `annotations`, else `owner`. What it is about says the digest of its
/// text, else its name: then the passages are found by their words.
pub fn read_sent_set(
    disk: &Disk,
    path: &Path,
    project: &Project,
    owner: Option<&Annotator>,
) -> Result<SentSet, StoreError> {
    let bytes = read_file(disk, path, LIMIT)?;
    let text = text_of_set(&bytes, path)?;
    let named = match FileKey::at_end_of(path) {
        Some(FileKey::Set(key)) => Some(key.annotator),
        _ => None,
    };
    let annotator = match (owner, named) {
        (Some(owner), _) => owner.clone(),
        (None, Some(id)) => annotator_named(disk, path, project, &id),
        (None, None) => return Err(StoreError::Nobodys(path.to_owned())),
    };
    let stem = path.file_stem().and_then(|stem| DocumentId::new(&stem.to_string_lossy()).ok());
    let by_name = stem.and_then(|id| project.documents.get(&id));
    let has_text = |document: &&Arc<Document>| document.text.digest() == text;
    let mut same = project.documents.values().filter(has_text);
    let same = by_name.filter(has_text).or_else(|| same.next().filter(|_| same.next().is_none()));
    let document = same.or(by_name).ok_or_else(|| StoreError::NoSuchText(path.to_owned()))?;
    let key = SetKey { document: document.id.clone(), annotator: annotator.id.clone() };
    let cx = SetCx { key: &key, document, codebook: &project.codebook };
    let (read, reanchored) = match same {
        Some(_) => (set_from_bytes(&bytes, cx, path)?, None),
        None => {
            let (read, report) = set_by_quotes(&bytes, cx, path)?;
            if !report.is_same_text() {
                return Err(StoreError::NoSuchText(path.to_owned()));
            }
            (read, Some(report))
        }
    };
    Ok(SentSet { set: read.shown, annotator, reanchored, key })
}

/// The person as their own file says, else as the project knows them.
fn annotator_named(disk: &Disk, path: &Path, project: &Project, id: &AnnotatorId) -> Annotator {
    let own = path.ancestors().nth(3).map(|root| root.join(FileKey::Annotator(id.clone()).path()));
    let read = own.and_then(|path| annotator_from_bytes(id, &read_file(disk, &path, LIMIT).ok()?, &path).ok());
    let known = project.annotators.get(id).map(|annotator| (**annotator).clone());
    let unknown = || Annotator { id: id.clone(), name: id.as_str().into(), kind: AnnotatorKind::Human };
    read.or(known).unwrap_or_else(unknown)
}
