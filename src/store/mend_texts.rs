//! Texts that somebody changed outside, and sets that were left behind by that, when a project is opened.

use super::convert::{SetCx, document_record_from_bytes, set_from_bytes};
use super::old_texts::{OldTexts, set_as_it_is, set_by_quotes};
use super::ron_text::Refused;
use super::{FileKey, Opened, StoreError};
use crate::edit::{Reanchored, reanchor};
use crate::model::{DocumentId, Project, SetKey};
use crate::text::{Revision, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What came of texts that are not those of their records.
#[derive(Default)]
pub struct TextsMended {
    /// Documents that are in the project as they were, with the text that is in the file now.
    pub changed: Vec<(DocumentId, Text)>,
    /// Documents whose spans were found by what they covered, and how they came.
    pub by_quotes: BTreeMap<DocumentId, Reanchored>,
    /// The files that must be written now.
    pub keys: BTreeSet<FileKey>,
}

/// Brings in documents whose text was changed outside, with their sets: as they were, where the text as it was is found in
/// a journal or backup, and else with the changed text and all spans taken along by what they covered. Sets of another
/// version of their text come as they are, too: the journal may have more to say of them before they [`catch_up`].
pub fn mend_texts(opened: &mut Opened, old_texts: &mut OldTexts) -> TextsMended {
    let mut mended = TextsMended::default();
    let is_changed = |error: &StoreError| matches!(error, StoreError::TextChanged(_));
    let changed: Vec<DocumentId> = opened
        .damage
        .iter()
        .filter(|damage| is_changed(&damage.error))
        .filter_map(|damage| damage.key.as_ref()?.document().cloned())
        .collect();
    for id in changed {
        // What cannot be read stays what it is: damage.
        bring_in(opened, &id, old_texts, &mut mended).unwrap_or_default();
    }
    read_sets(opened, old_texts, &mut mended);
    mended
}

fn bring_in(
    opened: &mut Opened,
    id: &DocumentId,
    old_texts: &mut OldTexts,
    mended: &mut TextsMended,
) -> Result<(), StoreError> {
    let (record_key, text_key) = (FileKey::Document(id.clone()), FileKey::Text(id.clone()));
    let (Some(record_file), Some(text_file)) = (opened.folder.read(&record_key)?, opened.folder.read(&text_key)?)
    else {
        return Ok(());
    };
    let record = document_record_from_bytes(&record_file.0, &opened.folder.path(&record_key))?;
    let malformed = |refused: Refused| StoreError::Malformed {
        why: refused.why,
        place: None,
        path: opened.folder.path(&record_key),
    };
    let Some(text) = String::from_utf8(text_file.0).ok().and_then(|content| Text::new(content).ok()) else {
        return Ok(());
    };
    opened.files.insert(record_key.clone(), record_file.1);
    match old_texts.find(id, record.digest()) {
        Some(old) => {
            let document = record.into_document(id.clone(), old).map_err(malformed)?;
            opened.project.documents.insert(id.clone(), Arc::new(document));
            mended.changed.push((id.clone(), text));
        }
        None => {
            opened.files.insert(text_key.clone(), text_file.1);
            // Where its excluded parts are now, nobody can tell.
            let document = record.without_regions().into_document(id.clone(), text).map_err(malformed)?;
            opened.project.documents.insert(id.clone(), Arc::new(document));
            opened.damage.retain(|damage| damage.key.as_ref() != Some(&text_key));
            mended.by_quotes.insert(id.clone(), Reanchored::default());
            mended.keys.insert(record_key);
        }
    }
    Ok(())
}

/// Reads the sets that count in another text than their document has, and those whose document was brought in.
fn read_sets(opened: &mut Opened, old_texts: &mut OldTexts, mended: &mut TextsMended) {
    let mut left = Vec::new();
    for mut damage in std::mem::take(&mut opened.damage) {
        let key = match (&damage.key, &damage.error) {
            (Some(FileKey::Set(key)), StoreError::Orphan { .. } | StoreError::OtherText(_)) => key.clone(),
            _ => {
                left.push(damage);
                continue;
            }
        };
        match read_set(opened, &key, old_texts, mended) {
            Ok(true) => {}
            Ok(false) => left.push(damage),
            Err(error) => {
                damage.error = error;
                left.push(damage);
            }
        }
    }
    opened.damage = left;
}

fn read_set(
    opened: &mut Opened,
    key: &SetKey,
    old_texts: &mut OldTexts,
    mended: &mut TextsMended,
) -> Result<bool, StoreError> {
    let file = FileKey::Set(key.clone());
    let path = opened.folder.path(&file);
    let Some(document) = opened.project.document(&key.document).cloned() else { return Ok(false) };
    let Some((bytes, state)) = opened.folder.read(&file)? else { return Ok(false) };
    let codebook = Arc::clone(&opened.project.codebook);
    let cx = SetCx { key, document: &document, codebook: &codebook };
    let read = match set_from_bytes(&bytes, cx, &path) {
        Err(StoreError::OtherText(_)) if mended.by_quotes.contains_key(&key.document) => {
            let (read, report) = set_by_quotes(&bytes, cx, &path)?;
            *mended.by_quotes.entry(key.document.clone()).or_default() += report;
            mended.keys.insert(file.clone());
            read
        }
        Err(StoreError::OtherText(_)) => set_as_it_is(&bytes, cx, &path, old_texts)?.0,
        read => read?,
    };
    opened.files.insert(file, state);
    opened.take_set(key.clone(), read);
    Ok(true)
}

/// Takes sets along that count in another version of their text than the project has. Returns how their spans came, by
/// document, and the files that must be written.
///
/// `coming` are the texts that the project is about to get: sets that count in one of these are left as they are.
pub fn catch_up(
    project: &mut Project,
    old_texts: &mut OldTexts,
    coming: &[(DocumentId, Text)],
) -> (BTreeMap<DocumentId, Reanchored>, BTreeSet<FileKey>) {
    let (mut reports, mut keys): (BTreeMap<DocumentId, Reanchored>, _) = (BTreeMap::new(), BTreeSet::new());
    for (key, set) in project.clone().sets {
        let Some(text) = project.document(&key.document).map(|document| document.text.clone()) else { continue };
        let is_coming = coming.iter().any(|(id, text)| *id == key.document && text.digest() == set.head.text);
        if set.head.text == text.digest() || is_coming {
            continue;
        }
        if let Some(old) = old_texts.find(&key.document, set.head.text) {
            let (anchored, report) = reanchor(&set, &Revision::between(&old, &text));
            *reports.entry(key.document.clone()).or_default() += report;
            project.sets.insert(key.clone(), Arc::new(anchored));
            keys.insert(FileKey::Set(key));
        }
    }
    (reports, keys)
}
