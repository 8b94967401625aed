//! Documents of which a crash left one file: the journal has the other half.

use super::journal::Contents;
use super::part::{copy_part, read_part};
use super::{FileKey, Opened, StoreError};
use crate::edit::Edit;
use crate::model::{Document, DocumentId, Project};
use std::collections::BTreeMap;
use std::sync::Arc;

/// Completes documents of which one file is missing and whose journaled edits did not reach all files, and reads the
/// sets that only lacked their document. Returns the project as the files have it, which is what saving starts from.
pub fn mend_halves<'a>(opened: &mut Opened, journals: impl IntoIterator<Item = &'a Contents>) -> Project {
    let mut base = opened.project.clone();
    let known = documents_of(journals);
    let halves: Vec<DocumentId> = opened
        .damage
        .iter()
        .filter(|damage| damage.error.is_not_found())
        .filter_map(|damage| damage.key.as_ref()?.document())
        .filter(|id| known.contains_key(*id))
        .cloned()
        .collect();
    for id in halves {
        let Some(document) = known.get(&id) else { continue };
        let text = FileKey::Text(id.clone());
        if let Ok(Some((_, state))) = opened.folder.read(&text)
            && state.digest == document.text.digest()
        {
            opened.files.insert(text, state);
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

/// The last state of every document that the journals may have to complete.
fn documents_of<'a>(journals: impl IntoIterator<Item = &'a Contents>) -> BTreeMap<DocumentId, Arc<Document>> {
    let mut documents = BTreeMap::new();
    for pending in journals.into_iter().flat_map(Contents::pending) {
        if let Edit::Document(id, change) = pending.edit {
            documents.extend(change.after.or(change.before).map(|document| (id, document)));
        }
    }
    documents
}

/// Reads sets whose document was missing and is there now.
fn read_orphans(opened: &mut Opened, base: &mut Project) {
    let mut left = Vec::new();
    for mut damage in std::mem::take(&mut opened.damage) {
        let orphan = match (&damage.key, &damage.error) {
            (Some(FileKey::Set(key)), StoreError::Orphan { .. })
                if opened.project.documents.contains_key(&key.document) =>
            {
                FileKey::Set(key.clone())
            }
            _ => {
                left.push(damage);
                continue;
            }
        };
        let read = opened.folder.read(&orphan).and_then(|found| {
            read_part(&opened.folder, &orphan, found.as_ref(), &mut opened.project)?;
            Ok(found)
        });
        match read {
            Ok(found) => {
                opened.files.extend(found.map(|(_, state)| (orphan.clone(), state)));
                copy_part(&orphan, &opened.project, base);
            }
            Err(error) => {
                damage.error = error;
                left.push(damage);
            }
        }
    }
    opened.damage = left;
}
