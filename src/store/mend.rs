//! Documents of which a crash left one file, or sets alone: the journal has the rest.

use super::convert::{SetCx, document_from_bytes, set_from_bytes};
use super::journal::Contents;
use super::part::copy_part;
use super::{Damage, FileKey, FileState, Folder, Opened, StoreError};
use crate::edit::Edit;
use crate::model::{Document, DocumentId, Project, SetKey};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// Completes documents of which a file is missing and whose journaled edits did not reach all files, and reads the sets
/// that only lacked their document. Returns the project as the files have it, which is what saving starts from.
pub fn mend_halves<'a>(opened: &mut Opened, journals: impl IntoIterator<Item = &'a Contents>) -> Project {
    let mut base = opened.project.clone();
    let known = documents_of(journals);
    for id in incomplete(&opened.damage) {
        let Some((document, is_removed)) = known.get(&id) else { continue };
        let text = FileKey::Text(id.clone());
        if let Ok(Some((_, state))) = opened.folder.read(&text)
            && state.digest == document.text.digest()
        {
            opened.files.insert(text, state);
        } else if *is_removed && let Some(state) = record_of(&opened.folder, document) {
            // Without its text nobody could read it to remove it.
            opened.files.insert(FileKey::Document(id.clone()), state);
            base.documents.insert(id.clone(), Arc::clone(document));
        }
        opened.project.documents.insert(id.clone(), Arc::clone(document));
        opened.damage.retain(|damage| match &damage.key {
            Some(FileKey::Text(other) | FileKey::Document(other)) => *other != id,
            _ => true,
        });
    }
    read_orphans(opened, &mut base);
    base
}

/// The documents of which a file is not there, or nothing but sets, and no file is broken.
fn incomplete(damage: &[Damage]) -> BTreeSet<DocumentId> {
    let lacks_a_file = |it: &&Damage| it.error.is_not_found() || matches!(it.error, StoreError::Orphan { .. });
    let is_broken =
        |it: &&Damage| !it.error.is_not_found() && matches!(it.key, Some(FileKey::Document(_) | FileKey::Text(_)));
    let document = |it: &'_ Damage| it.key.as_ref()?.document().cloned();
    let broken: BTreeSet<DocumentId> = damage.iter().filter(is_broken).filter_map(document).collect();
    damage.iter().filter(lacks_a_file).filter_map(document).filter(|id| !broken.contains(id)).collect()
}

/// The last state of every document that the journals may have to complete, and whether that was removed.
fn documents_of<'a>(journals: impl IntoIterator<Item = &'a Contents>) -> BTreeMap<DocumentId, (Arc<Document>, bool)> {
    let mut documents = BTreeMap::new();
    for contents in journals {
        let mut of_one = BTreeMap::new();
        for pending in contents.pending() {
            if let Edit::Document(id, change) = pending.edit {
                let is_removed = change.after.is_none();
                // What was last taken from others' files is theirs to complete: they may be removing it.
                match change.after.or(change.before).filter(|_| !pending.is_taken) {
                    Some(document) => of_one.insert(id, (document, is_removed)),
                    None => of_one.remove(&id),
                };
            }
        }
        documents.extend(of_one);
    }
    documents
}

/// The record of a document as it is in its file, if it is there and says the same.
fn record_of(folder: &Folder, document: &Document) -> Option<FileState> {
    let record = FileKey::Document(document.id.clone());
    let text = folder.path(&FileKey::Text(document.id.clone()));
    let (bytes, state) = folder.read(&record).ok()??;
    let content = document.text.as_str().as_bytes().to_vec();
    let read = document_from_bytes(&document.id, (&bytes, &folder.path(&record)), (content, &text)).ok()?;
    (read == *document).then_some(state)
}

/// Reads sets whose document was missing and is there now.
fn read_orphans(opened: &mut Opened, base: &mut Project) {
    let mut left = Vec::new();
    for mut damage in std::mem::take(&mut opened.damage) {
        let orphan = match (&damage.key, &damage.error) {
            (Some(FileKey::Set(key)), StoreError::Orphan { .. })
                if opened.project.documents.contains_key(&key.document) =>
            {
                key.clone()
            }
            _ => {
                left.push(damage);
                continue;
            }
        };
        match read_orphan(opened, &orphan) {
            Ok(()) => copy_part(&FileKey::Set(orphan), &opened.project, base),
            Err(error) => {
                damage.error = error;
                left.push(damage);
            }
        }
    }
    opened.damage = left;
}

fn read_orphan(opened: &mut Opened, key: &SetKey) -> Result<(), StoreError> {
    let file = FileKey::Set(key.clone());
    let (Some(document), Some((bytes, state))) =
        (opened.project.document(&key.document).cloned(), opened.folder.read(&file)?)
    else {
        return Ok(());
    };
    let codebook = Arc::clone(&opened.project.codebook);
    let cx = SetCx { key, document: &document, codebook: &codebook };
    let read = set_from_bytes(&bytes, cx, &opened.folder.path(&file))?;
    opened.files.insert(file, state);
    opened.take_set(key.clone(), read);
    Ok(())
}
