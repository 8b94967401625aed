//! One file and one part of the project become the same again.
//!
//! If only the project changed, the file is replaced. If only the file changed, its part is taken in. If both
//! did, they are merged over the state in which both last were the same. A file that cannot be read is left alone.

use super::Event;
use super::base::{Base, Filed};
use super::revision::ChangedText;
use super::saver::Batch;
use crate::edit::reading_of;
use crate::model::{DocumentId, Project, SetKey};
use crate::review::{Merged, Precedence};
use crate::store::{
    Checked, ConflictCopy, Damage, FileKey, FileState, Folder, OldTexts, SetCx, Stamp, StoreError, bytes_of,
    bytes_of_set, has_part, is_same_part, merge_parts, read_part, set_from_bytes, set_of_other_text, text_of_set,
};
use crate::text::{Digest, Text};
use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Instant, SystemTime};

/// What the saver knows of the files.
pub struct Files {
    pub(super) folder: Folder,
    /// The project as the files have it, as far as they were read and written.
    pub(super) base: Base,
    /// The files as they were then.
    pub(super) known: BTreeMap<FileKey, FileState>,
    /// Files that cannot be read, with why, and as what they were seen last.
    pub(super) blocked: BTreeMap<FileKey, Blocked>,
    /// The report of foreign changes that the window must have before a file may be written again.
    awaiting: BTreeMap<FileKey, u64>,
    n_reports: u64,
    /// Files that were written or removed, and whose folders are not synced yet.
    unsynced: BTreeSet<FileKey>,
    /// What sync programs left beside the files.
    pub(super) copies: Vec<ConflictCopy>,
    /// Versions of texts that are not in the project any more.
    pub(super) old_texts: OldTexts,
    /// When folders were last listed, as their times say.
    pub(super) listed: BTreeMap<PathBuf, Option<SystemTime>>,
    /// Files that were not there at the last looks, with how many rounds these were, and since when.
    pub(super) missing: BTreeMap<FileKey, (u32, Instant)>,
    /// The last file looked at in turn.
    pub(super) cursor: Option<FileKey>,
    /// The last one of those that cannot be read.
    pub(super) blocked_cursor: Option<FileKey>,
}

/// A file that cannot be read.
pub struct Blocked {
    pub(super) error: StoreError,
    pub(super) stamp: Option<Stamp>,
    /// The text that its document had then.
    pub(super) text: Option<Digest>,
}

impl Blocked {
    fn new(error: &StoreError, stamp: Option<Stamp>, text: Option<Digest>) -> Self {
        Self { error: error.clone(), stamp, text }
    }
}

/// How often a file may change while it is being replaced before it is left for later.
const TRIES: usize = 8;

impl Files {
    /// What is known after opening.
    pub fn new<'a>(
        folder: Folder,
        base: Base,
        known: BTreeMap<FileKey, FileState>,
        damage: impl Iterator<Item = &'a Damage>,
        copies: Vec<ConflictCopy>,
        old_texts: OldTexts,
    ) -> Self {
        let mut blocked = BTreeMap::new();
        for damage in damage {
            if let Some(key) = &damage.key {
                let stamp = folder.disk().stamp(&damage.path).ok();
                let text =
                    key.document().and_then(|id| base.project.document(id)).map(|document| document.text.digest());
                blocked.insert(key.clone(), Blocked::new(&damage.error, stamp, text));
                if let FileKey::Text(id) = key {
                    // Without it the record cannot be read either, which is not told a second time.
                    let record = FileKey::Document(id.clone());
                    let stamp = folder.disk().stamp(&folder.path(&record)).ok();
                    blocked.entry(record).or_insert_with(|| Blocked::new(&damage.error, stamp, text));
                }
            }
        }
        Self {
            folder,
            base,
            known,
            blocked,
            awaiting: BTreeMap::new(),
            n_reports: 0,
            unsynced: BTreeSet::new(),
            copies,
            old_texts,
            listed: BTreeMap::new(),
            missing: BTreeMap::new(),
            cursor: None,
            blocked_cursor: None,
        }
    }

    /// Whether the window has all that others changed in a file.
    pub fn is_integrated(&self, key: &FileKey, integrated: u64) -> bool {
        self.awaiting.get(key).is_none_or(|&no| no <= integrated)
    }

    /// Numbers a report of foreign changes. A text waits with its record: alone it would come back, or go.
    pub fn report(&mut self, keys: &BTreeSet<FileKey>) -> u64 {
        self.n_reports += 1;
        let texts = keys.iter().filter_map(|key| match key {
            FileKey::Document(id) => Some(FileKey::Text(id.clone())),
            _ => None,
        });
        self.awaiting.extend(keys.iter().cloned().chain(texts).map(|key| (key, self.n_reports)));
        self.n_reports
    }

    /// That a file has everything up to a step.
    pub fn checked(&self, key: &FileKey, upto: u64) -> Option<Checked> {
        let digest = self.known.get(key).map(|state| state.digest.bytes());
        Some(Checked { path: key.path().to_str()?.to_owned(), digest, upto })
    }

    /// Whether the project is where it was. Where it is not, such as on a drive that was taken out, nothing is made,
    /// and where another project is now, nothing is mixed.
    pub fn is_there(&self) -> Result<(), StoreError> {
        let path = self.folder.path(&FileKey::Project);
        let stamp = self.folder.disk().stamp(&path).map_err(|error| StoreError::io("read", &path, &error))?;
        if self.known.get(&FileKey::Project).is_some_and(|known| known.stamp == stamp) {
            return Ok(());
        }
        let mut read = self.base.project.clone();
        match read_part(&self.folder, &FileKey::Project, self.folder.read(&FileKey::Project)?.as_ref(), &mut read) {
            Err(error @ StoreError::OtherProject(_)) => Err(error),
            _ => Ok(()),
        }
    }

    /// Syncs the folders of what was written.
    pub fn sync_folders(&mut self) -> Result<(), StoreError> {
        if self.unsynced.is_empty() {
            return Ok(());
        }
        self.folder.sync_folders(self.unsynced.iter().cloned())?;
        self.unsynced.clear();
        Ok(())
    }

    /// Makes a file and its part of the project the same.
    pub fn sync(&mut self, key: &FileKey, batch: &mut Batch) -> Result<(), StoreError> {
        match key {
            FileKey::Text(id) => {
                let comes_back = self.has_changed(&FileKey::Document(id.clone()), batch);
                return self.sync_text(id, batch, comes_back);
            }
            FileKey::Document(id) if has_part(key, &batch.merged) => {
                self.sync_text(id, batch, self.has_changed(key, batch))?;
            }
            // What did not change here needs no document to come back: somebody may be removing both.
            FileKey::Set(set) if has_part(key, &batch.merged) && self.has_changed(key, batch) => {
                self.sync_lost_document(&set.document, batch)?;
            }
            _ => {}
        }
        if batch.foreign.contains(key) {
            return Ok(());
        }
        for _ in 0..TRIES {
            let found = self.folder.read(key)?;
            let digest = found.as_ref().map(|(_, state)| state.digest);
            let known = self.known.get(key).map(|state| state.digest);
            let is_away = found.is_none() && known.is_some();
            let ours = self.base.as_filed(key, &batch.snapshot, &batch.marked);
            if digest == known || is_away {
                self.unblock(key, batch);
                // A file that is away while its part changes comes back whole; whether it was removed, the sweep sees.
                if ours.is_same(key, &self.base.filed(key)) {
                    self.known.extend(found.map(|(_, state)| (key.clone(), state)));
                    return Ok(());
                }
                if self.replace(key, &ours, digest, batch)? {
                    return Ok(());
                }
                continue;
            }
            let (theirs, is_other_text) = self.read_theirs(key, found.as_ref(), batch)?;
            let mut all = [self.base.filed(key), ours, theirs.clone()];
            let codebooks = [&*batch.merged.codebook, &*self.base.project.codebook];
            let told = Filed::level(&mut all, key, codebooks);
            let [base, ours, leveled] = all.map(|filed| filed.project);
            let Merged { value, conflicts } =
                merge_parts(Precedence::Ours, &BTreeSet::from([key.clone()]), &base, &ours, &leveled);
            let is_news = !is_same_part(key, &value, &ours);
            let merged = Filed { project: value, told };
            // A set that counted in another text is written anew in any case.
            if !is_other_text && merged.is_same(key, &theirs) {
                self.learn(key, found.map(|(_, state)| state), &merged);
            } else if !self.replace(key, &merged, digest, batch)? {
                continue;
            }
            let mut shown = merged;
            if let FileKey::Set(_) = key {
                shown.project.codebook = Arc::clone(&batch.merged.codebook);
            }
            batch.take(key, Merged { value: shown.shown(key), conflicts }, is_news);
            return Ok(());
        }
        Err(StoreError::Changed(self.folder.path(key)))
    }

    /// Whether a file that is in order has all that the project says of it. A set is shown by the codebook, so it has not
    /// before that is in its file too.
    pub(super) fn has_all(&self, key: &FileKey, batch: &Batch) -> bool {
        let (wanted, filed) = (&batch.snapshot.codebook, &self.base.project.codebook);
        let is_published = || Arc::ptr_eq(wanted, filed) || reading_of(wanted) == reading_of(filed);
        !matches!(key, FileKey::Set(_)) || is_published()
    }

    /// Whether a part was changed here since its file was the same.
    pub(super) fn has_changed(&self, key: &FileKey, batch: &Batch) -> bool {
        !self.base.as_filed(key, &batch.snapshot, &batch.marked).is_same(key, &self.base.filed(key))
    }

    /// Replaces a file, unless it changed meanwhile.
    fn replace(
        &mut self,
        key: &FileKey,
        wanted: &Filed,
        expected: Option<Digest>,
        batch: &mut Batch,
    ) -> Result<bool, StoreError> {
        let bytes = match key {
            FileKey::Set(set) => bytes_of_set(&wanted.project, set, &wanted.told)?,
            _ => bytes_of(&wanted.project, key)?,
        };
        let held = self.folder.lock()?;
        match self.folder.replace(key, bytes.as_deref(), expected, &held) {
            Ok(state) => {
                self.learn(key, state, wanted);
                self.unsynced.insert(key.clone());
                batch.n_written += 1;
                Ok(true)
            }
            Err(StoreError::Changed(_)) => Ok(false),
            Err(error) => Err(error),
        }
    }

    /// Remembers what a file says.
    pub(super) fn learn(&mut self, key: &FileKey, state: Option<FileState>, filed: &Filed) {
        match state {
            Some(state) => self.known.insert(key.clone(), state),
            None => self.known.remove(key),
        };
        if let FileKey::Document(id) = key
            && let Some(document) = self.base.project.document(id)
        {
            self.old_texts.remember(&document.text);
        }
        self.base.take(key, filed);
        self.missing.remove(key);
    }

    /// What a file says now, and whether that is a set for another version of the text.
    fn read_theirs(
        &mut self,
        key: &FileKey,
        found: Option<&(Vec<u8>, FileState)>,
        batch: &mut Batch,
    ) -> Result<(Filed, bool), StoreError> {
        let read = match (key, found) {
            (FileKey::Set(set), Some((bytes, _))) => self.read_their_set(set, bytes, &batch.merged),
            _ => {
                let mut project = batch.merged.clone();
                let read = read_part(&self.folder, key, found, &mut project);
                read.map(|()| (Filed { project, told: BTreeSet::new() }, false))
            }
        };
        match &read {
            Ok(_) => self.unblock(key, batch),
            Err(error) => self.block(key, error.clone(), found.map(|(_, state)| state.stamp), batch),
        }
        read
    }

    /// What a set's file says, beside a project. One that counts in a version of its text that is known here is taken along;
    /// one of a document that is being removed here is read all the same, for somebody may have said more meanwhile.
    fn read_their_set(&mut self, set: &SetKey, bytes: &[u8], beside: &Project) -> Result<(Filed, bool), StoreError> {
        let path = self.folder.path(&FileKey::Set(set.clone()));
        let missing = || StoreError::Orphan { missing: format!("the document {}", set.document), path: path.clone() };
        let document = beside.documents.get(&set.document).or_else(|| self.base.project.documents.get(&set.document));
        let document = Arc::clone(document.ok_or_else(missing)?);
        let mut beside = beside.clone();
        beside.documents.insert(set.document.clone(), Arc::clone(&document));
        let beside = &beside;
        let cx = SetCx { key: set, document: &document, codebook: &beside.codebook };
        let other_text = match set_from_bytes(bytes, cx, &path) {
            Ok(read) => return Ok((Filed::read(set, read, beside), false)),
            Err(error @ StoreError::OtherText(_)) => error,
            Err(error) => return Err(error),
        };
        // One for the text that the file has now is not taken back to the one before: the project will have that text.
        let text = self.folder.read(&FileKey::Text(set.document.clone()))?.map(|(_, state)| state.digest);
        if text.is_some() && text == text_of_set(bytes, &path).ok() {
            return Err(other_text);
        }
        let anchored = set_of_other_text(bytes, cx, &path, &mut self.old_texts).map_err(|_| other_text)?;
        Ok((Filed::read(set, anchored, beside), true))
    }

    fn block(&mut self, key: &FileKey, error: StoreError, stamp: Option<Stamp>, batch: &mut Batch) {
        let is_news = self.blocked.get(key).is_none_or(|blocked| blocked.error != error);
        let text = key.document().and_then(|id| batch.merged.document(id)).map(|document| document.text.digest());
        self.blocked.insert(key.clone(), Blocked::new(&error, stamp, text));
        if is_news {
            let path = self.folder.path(key);
            batch.events.push(Event::Damaged(Damage { key: Some(key.clone()), path, error }));
        }
    }

    fn unblock(&mut self, key: &FileKey, batch: &mut Batch) {
        if self.blocked.remove(key).is_some() {
            batch.events.push(Event::Mended(self.folder.path(key)));
        }
    }

    /// A set is never written without its document: if somebody removed that meanwhile, it comes back.
    fn sync_lost_document(&mut self, id: &DocumentId, batch: &mut Batch) -> Result<(), StoreError> {
        let key = FileKey::Document(id.clone());
        if self.folder.disk().is_there(&self.folder.path(&key)) { Ok(()) } else { self.restore(&key, batch) }
    }

    /// Writes a file that is not there again.
    pub(super) fn restore(&mut self, key: &FileKey, batch: &mut Batch) -> Result<(), StoreError> {
        if let FileKey::Text(id) | FileKey::Document(id) = key {
            self.sync_text(id, batch, true)?;
        }
        if !matches!(key, FileKey::Text(_)) {
            // One that is there again by now is looked at by the next sweep.
            let wanted = self.base.as_filed(key, &batch.merged, &batch.marked);
            self.replace(key, &wanted, None, batch)?;
        }
        Ok(())
    }

    /// A text is written when it is new here or was changed here, and removed with its document. One that somebody else
    /// changed is told of, and left as it is until the project has it. One that is away `comes_back`, or is left to the
    /// sweep: somebody may be removing it with its record.
    fn sync_text(&mut self, id: &DocumentId, batch: &mut Batch, comes_back: bool) -> Result<(), StoreError> {
        let key = FileKey::Text(id.clone());
        let path = self.folder.path(&key);
        let known = self.known.get(&key).copied();
        let document = batch.merged.document(id).cloned();
        let wanted = document.as_ref().map(|document| document.text.digest());
        let is_as_known = |known: FileState| self.folder.disk().stamp(&path).ok() == Some(known.stamp);
        if wanted.is_some() && known.map(|known| known.digest) == wanted && known.is_some_and(is_as_known) {
            return Ok(());
        }
        let found = self.folder.read(&key)?;
        let state = found.as_ref().map(|(_, state)| *state);
        let digest = state.map(|state| state.digest);
        if digest == wanted {
            self.unblock(&key, batch);
            match state {
                Some(state) => self.known.insert(key, state),
                None => self.known.remove(&key),
            };
            return Ok(());
        }
        if digest.is_none() && !comes_back {
            return Ok(());
        }
        let is_as_left = digest == known.map(|known| known.digest) && !self.blocked.contains_key(&key);
        let is_as_left = is_as_left || digest.is_some_and(|digest| batch.accepted.contains(&digest));
        if digest.is_none() || is_as_left {
            let wanted = self.base.as_filed(&key, &batch.merged, &batch.marked);
            let replaced = self.replace(&key, &wanted, digest, batch)?;
            return if replaced { Ok(()) } else { Err(StoreError::Changed(path)) };
        }
        let error = StoreError::TextChanged(path.clone());
        let text = found.and_then(|(bytes, _)| Text::new(String::from_utf8(bytes).ok()?).ok());
        match (document, text) {
            (Some(document), Some(text)) => {
                let is_news = self.blocked.get(&key).is_none_or(|blocked| blocked.stamp != state.map(|it| it.stamp));
                self.blocked.insert(key.clone(), Blocked::new(&error, state.map(|it| it.stamp), None));
                if is_news {
                    let damage = Damage { key: Some(key), path, error: error.clone() };
                    batch.texts.push(ChangedText::compared(&batch.snapshot, &document, &text, damage));
                }
            }
            _ => self.block(&key, error.clone(), state.map(|it| it.stamp), batch),
        }
        Err(error)
    }
}
