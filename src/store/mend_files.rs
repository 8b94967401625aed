//! What stood in a file that cannot be read, as far as other places tell.

use super::backup::{all_backups, find_in_backups};
use super::convert::{SetCx, annotator_from_bytes, document_from_bytes, project_from_bytes, set_from_bytes};
use super::copies::{put_aside, put_aside_folder};
use super::disk::Disk;
use super::files::write_file_on;
use super::home::Home;
use super::old_texts::set_by_quotes;
use super::replace::{Folder, LIMIT, read_file};
use super::{FileKey, StoreError};
use crate::model::{DocumentId, Project, SetKey};
use std::path::Path;
use std::sync::Arc;

/// How a file that could not be read is read after all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mending {
    /// It lacked its document, and is sound.
    Sound,
    /// By what its spans covered.
    Quotes,
    /// From a backup.
    Backup,
}

impl Mending {
    /// For people.
    pub const fn words(self) -> &'static str {
        match self {
            Self::Sound => "read now that its document is there",
            Self::Quotes => "taken along to the text as it is, by what its spans covered",
            Self::Backup => "brought back from a backup and the journal",
        }
    }
}

/// Reads a part of the project from the newest backup that has it whole, or a set by what its spans covered. Returns how;
/// nothing when no place tells.
pub fn read_mended(home: &Home, folder: &Folder, key: &FileKey, into: &mut Project) -> Option<Mending> {
    match key {
        FileKey::Annotator(id) => {
            let path = folder.path(key);
            let bytes = find_in_backups(home, into.id, key, |bytes| annotator_from_bytes(id, bytes, &path).is_ok())?;
            let annotator = annotator_from_bytes(id, &bytes, &path).ok()?;
            into.annotators.insert(id.clone(), Arc::new(annotator));
            Some(Mending::Backup)
        }
        FileKey::Document(id) => read_document(home, folder, id, into),
        FileKey::Set(set) => read_set(home, folder, set, into),
        FileKey::Project | FileKey::Text(_) => None,
    }
}

/// A record and a text that belong together, each from its file or else from a backup.
fn read_document(home: &Home, folder: &Folder, id: &DocumentId, into: &mut Project) -> Option<Mending> {
    let (record_key, text_key) = (FileKey::Document(id.clone()), FileKey::Text(id.clone()));
    let versions = |key: &FileKey| {
        let own = folder.read(key).ok().flatten().map(|(bytes, _)| bytes);
        let backed_up = find_in_backups(home, into.id, key, |_| true);
        own.into_iter().chain(backed_up).collect::<Vec<_>>()
    };
    let (records, texts) = (versions(&record_key), versions(&text_key));
    for record in &records {
        for text in &texts {
            let record_path = folder.path(&record_key);
            let text_path = folder.path(&text_key);
            if let Ok(document) = document_from_bytes(id, (record, &record_path), (text.clone(), &text_path)) {
                into.documents.insert(id.clone(), Arc::new(document));
                return Some(Mending::Backup);
            }
        }
    }
    None
}

fn read_set(home: &Home, folder: &Folder, key: &SetKey, into: &mut Project) -> Option<Mending> {
    let file = FileKey::Set(key.clone());
    let path = folder.path(&file);
    let document = into.document(&key.document)?.clone();
    let own = folder.read(&file).ok().flatten().map(|(bytes, _)| bytes);
    let codebook = Arc::clone(&into.codebook);
    let cx = SetCx { key, document: &document, codebook: &codebook };
    let sound = own.as_ref().and_then(|bytes| set_from_bytes(bytes, cx, &path).ok());
    let quoted = || Some(set_by_quotes(own.as_ref()?, cx, &path).ok()?.0);
    let backed_up = || {
        let is_whole = |bytes: &[u8]| set_from_bytes(bytes, cx, &path).is_ok();
        set_from_bytes(&find_in_backups(home, into.id, &file, is_whole)?, cx, &path).ok()
    };
    let (read, how) = sound
        .map(|read| (read, Mending::Sound))
        .or_else(|| Some((quoted()?, Mending::Quotes)))
        .or_else(|| Some((backed_up()?, Mending::Backup)))?;
    into.sets.insert(key.clone(), read.shown);
    Some(how)
}

/// Brings back a `project.ron` that cannot be read from the newest backup of its folder, and puts the broken one aside.
/// Nothing when it can be read, or when no backup has it.
pub fn mend_project_file(home: &Home, path: &Path) -> Result<Option<String>, StoreError> {
    let disk: &Disk = home.disk();
    let root = disk.canonical(path).map_err(|error| StoreError::io("open", path, &error))?;
    let file = root.join(FileKey::Project.path());
    let broken = read_file(disk, &file, LIMIT)?;
    if !matches!(project_from_bytes(&broken, &file), Err(StoreError::Malformed { .. })) {
        return Ok(None);
    }
    let place = root.display().to_string();
    let of_here = |cover: &super::Cover| cover.place == place;
    let covers = all_backups(home)?.into_iter().filter_map(|backup| backup.cover.ok()).filter(of_here);
    for id in covers.map(|cover| cover.project) {
        let is_whole = |bytes: &[u8]| project_from_bytes(bytes, &file).is_ok_and(|found| found.id == id);
        if let Some(bytes) = find_in_backups(home, id, &FileKey::Project, is_whole) {
            put_aside(disk, &file, &put_aside_folder(home, id))?;
            write_file_on(disk, &file, &bytes)?;
            return Ok(Some(format!("{}: brought back from a backup", file.display())));
        }
    }
    Ok(None)
}
