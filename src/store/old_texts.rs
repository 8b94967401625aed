//! Sets that count in another version of their text than the project has, and where such a version is found.

use super::backup::find_in_backups;
use super::convert::{ReadSet, SetCx, set_record_from_bytes};
use super::home::Home;
use super::journal::pasts;
use super::{FileKey, StoreError};
use crate::edit::{Reanchored, reanchor, reanchor_by_quotes};
use crate::model::{AnnotationSet, DocumentId, RecordId};
use crate::text::{Digest, Revision, Text};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Versions of texts that are not in the project any more: the journals of this computer have those that were changed or
/// removed here, and the backups older ones.
pub struct OldTexts {
    home: Home,
    project: RecordId,
    journals: PathBuf,
    /// What was looked for, and whether it was found.
    known: HashMap<Digest, Option<Text>>,
}

impl OldTexts {
    /// Looks in the journals of a project, and in its backups.
    pub fn new(home: Home, project: RecordId, journals: PathBuf) -> Self {
        Self { home, project, journals, known: HashMap::new() }
    }

    /// Remembers a text that is about to be replaced.
    pub fn remember(&mut self, text: &Text) {
        self.known.insert(text.digest(), Some(text.clone()));
    }

    /// The version of a document's text with a digest.
    pub fn find(&mut self, document: &DocumentId, digest: Digest) -> Option<Text> {
        if let Some(known) = self.known.get(&digest) {
            return known.clone();
        }
        let found = self.in_journals(digest).or_else(|| self.in_backups(document, digest));
        self.known.insert(digest, found.clone());
        found
    }

    fn in_journals(&self, digest: Digest) -> Option<Text> {
        let pasts = pasts(self.home.disk(), &self.journals).unwrap_or_default();
        pasts.iter().find_map(|past| past.text(digest))
    }

    fn in_backups(&self, document: &DocumentId, digest: Digest) -> Option<Text> {
        let key = FileKey::Text(document.clone());
        let bytes = find_in_backups(&self.home, self.project, &key, |bytes| Digest::of(bytes) == digest)?;
        Text::new(String::from_utf8(bytes).ok()?).ok()
    }
}

/// The text that a set's file counts in.
pub fn text_of_set(bytes: &[u8], path: &Path) -> Result<Digest, StoreError> {
    Ok(set_record_from_bytes(bytes, path)?.1.text())
}

/// A set from its file, as it counts in a version of the text that is found, and that version.
pub fn set_as_it_is(
    bytes: &[u8],
    cx: SetCx<'_>,
    path: &Path,
    old_texts: &mut OldTexts,
) -> Result<(ReadSet, Text), StoreError> {
    let (source, record) = set_record_from_bytes(bytes, path)?;
    let old = old_texts.find(&cx.document.id, record.text()).ok_or_else(|| StoreError::OtherText(path.to_owned()))?;
    let told = record.mapped();
    let set = record.into_set(&old).map_err(|refused| refused.at(source, path))?;
    Ok((cx.read(set, &old, told), old))
}

/// The same, taken along to the text that the document has.
pub fn set_of_other_text(
    bytes: &[u8],
    cx: SetCx<'_>,
    path: &Path,
    old_texts: &mut OldTexts,
) -> Result<ReadSet, StoreError> {
    let (read, old) = set_as_it_is(bytes, cx, path, old_texts)?;
    let revision = Revision::between(&old, &cx.document.text);
    let along = |set: &AnnotationSet| Arc::new(reanchor(set, &revision).0);
    Ok(ReadSet { marked: along(&read.marked), shown: along(&read.shown), ..read })
}

/// A set from its file, taken along by what its spans covered, whatever text it counts in.
pub fn set_by_quotes(bytes: &[u8], cx: SetCx<'_>, path: &Path) -> Result<(ReadSet, Reanchored), StoreError> {
    let (source, record) = set_record_from_bytes(bytes, path)?;
    let told = record.mapped();
    let (set, quotes) = record.into_quoted().map_err(|refused| refused.at(source, path))?;
    let in_order: Vec<String> = set.spans.iter().map(|it| quotes.get(&it.at).cloned().unwrap_or_default()).collect();
    let (set, report) = reanchor_by_quotes(&set, &in_order, &cx.document.text);
    Ok((cx.read(set, &cx.document.text, told), report))
}
