//! The folder of a project's backups: adding one, listing them, thinning them, and purging documents from all.

use super::cover::Cover;
use super::keep::thinned;
use super::member::{Listed, Member, digest_of, name_of};
use super::pack::pack;
use super::steps::Steps;
use super::taking::Taking;
use super::unpack::{Archive, Limits};
use crate::model::{DocumentId, Project, RecordId, Timestamp};
use crate::store::disk::{Disk, TEMPORARY};
use crate::store::replace::Folder;
use crate::store::{Damage, FileKey, Home, Progress, StoreError};
use crate::text::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// A backup on the shelf.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// The archive.
    pub path: PathBuf,
    /// When it was made, by its name.
    pub time: Timestamp,
    /// The size of the archive.
    pub bytes: u64,
    /// What it says of itself, or why that cannot be read.
    pub cover: Result<Cover, StoreError>,
}

/// Makes a backup of a project as it is in memory, with the files of its folder that could not be read as they are.
/// Nothing is made when the newest one of this folder has the same content and is whole. Of the files in `unread`,
/// those that the disk does not give are named on the cover. Three steps are made for each file.
pub fn back_up(
    home: &Home,
    project: &Project,
    folder: &Folder,
    unread: &[Damage],
    now: Timestamp,
    progress: &Progress,
) -> Result<Option<Backup>, StoreError> {
    let disk = home.disk();
    let shelf = shelf_of(home, project.id);
    let taking = Taking::new(project, folder, unread);
    let mut steps = Steps::new(progress, 3 * taking.len());
    let (files, left_out) = taking.list(&mut steps)?;
    let cover = Cover {
        project: project.id,
        name: project.name.clone(),
        place: folder.root().display().to_string(),
        made: now,
        n_files: files.len(),
        bytes: files.iter().map(|file| file.bytes).sum(),
        digest: digest_of(&files),
        left_out,
    };
    if is_newest(disk, &shelf, &cover)? {
        return Ok(None);
    }
    disk.create_folder(&shelf).map_err(|error| StoreError::io("make", &shelf, &error))?;
    let path = shelf.join(file_name(now, cover.digest));
    let bytes = pack(disk, &path, &cover, &files, |file| taking.bytes(file), &mut steps)?;
    for folder in [&shelf, &home.backups()] {
        disk.sync_folder(folder).map_err(|error| StoreError::io("write", folder, &error))?;
    }
    Ok(Some(Backup { path, time: now, bytes, cover: Ok(cover) }))
}

/// The backups of a project, the newest first. One that cannot be read is there with its error; what is not named as a
/// backup is not.
pub fn backups(home: &Home, id: RecordId) -> Result<Vec<Backup>, StoreError> {
    let disk = home.disk();
    let backup = |(time, path): (Timestamp, PathBuf)| {
        let bytes = disk.stamp(&path).map_or(0, |stamp| stamp.bytes);
        let cover = cover_of(disk, &path);
        Backup { path, time, bytes, cover }
    };
    Ok(on_shelf(disk, &shelf_of(home, id))?.into_iter().map(backup).collect())
}

/// Removes the backups of a project that [`thinned`] names, among those of each folder for itself, and what a program
/// was writing that ended long ago. Returns what was removed.
pub fn thin(home: &Home, id: RecordId, now: Timestamp) -> Result<Vec<PathBuf>, StoreError> {
    let disk = home.disk();
    let shelf = shelf_of(home, id);
    let mut by_place: BTreeMap<Option<String>, Vec<(Timestamp, PathBuf)>> = BTreeMap::new();
    for (time, path) in on_shelf(disk, &shelf)? {
        let place = cover_of(disk, &path).ok().map(|cover| cover.place);
        by_place.entry(place).or_default().push((time, path));
    }
    let mut removed = Vec::new();
    for backups in by_place.into_values() {
        let times: Vec<Timestamp> = backups.iter().map(|(time, _)| *time).collect();
        let paths = thinned(&times, now).into_iter().filter_map(|index| backups.get(index));
        for (_, path) in paths {
            disk.remove(path).map_err(|error| StoreError::io("remove", path, &error))?;
            removed.push(path.clone());
        }
    }
    if !removed.is_empty() {
        disk.sync_folder(&shelf).map_err(|error| StoreError::io("write", &shelf, &error))?;
    }
    Folder::new(shelf, disk.clone()).remove_leftovers();
    removed.sort();
    Ok(removed)
}

/// Takes documents out of every backup of a project for good, each in one stroke: their texts, records and sets.
/// Returns what could not be rewritten, and so may still have them.
pub fn purge_backups(home: &Home, id: RecordId, documents: &BTreeSet<DocumentId>) -> Vec<StoreError> {
    let disk = home.disk();
    let shelf = shelf_of(home, id);
    let mut errors = Vec::new();
    match on_shelf(disk, &shelf) {
        Ok(backups) => errors.extend(backups.iter().filter_map(|(_, path)| purge(disk, path, documents).err())),
        Err(error) => errors.push(error),
    }
    // A backup that is being made has the documents as well, and one that a crash left half made.
    for entry in disk.list(&shelf).unwrap_or_default() {
        let path = shelf.join(&entry.name);
        if entry.name.starts_with(TEMPORARY)
            && let Err(error) = disk.remove(&path)
        {
            errors.push(StoreError::io("remove", &path, &error));
        }
    }
    if disk.is_folder(&shelf)
        && let Err(error) = disk.sync_folder(&shelf)
    {
        errors.push(StoreError::io("write", &shelf, &error));
    }
    errors
}

/// The newest version of a file in the backups of a project that is wanted; nothing when no backup has such a one.
pub fn find_in_backups(home: &Home, id: RecordId, key: &FileKey, is_wanted: impl Fn(&[u8]) -> bool) -> Option<Vec<u8>> {
    let disk = home.disk();
    let read = |path: &Path| -> Result<Vec<u8>, StoreError> {
        let file = disk.open(path).map_err(|error| StoreError::io("read", path, &error))?;
        Archive::open(&file, path, &Limits::default())?.file(&name_of(key), &Limits::default())
    };
    let backups = on_shelf(disk, &shelf_of(home, id)).unwrap_or_default();
    backups.iter().filter_map(|(_, path)| read(path).ok()).find(|bytes| is_wanted(bytes))
}

/// Writes one archive anew without some documents, if it has any of them.
fn purge(disk: &Disk, path: &Path, documents: &BTreeSet<DocumentId>) -> Result<(), StoreError> {
    let limits = Limits::default();
    let file = disk.open(path).map_err(|error| StoreError::io("read", path, &error))?;
    let mut archive = Archive::open(&file, path, &limits)?;
    let stays = |name: &str| !is_of(name, documents);
    if archive.names().iter().chain(&archive.cover.left_out).all(|name| stays(name)) {
        return Ok(());
    }
    let progress = Progress::default();
    let mut steps = Steps::new(&progress, 0);
    let mut files = archive.check(&limits, &mut steps)?;
    files.retain(|file| stays(&file.name));
    let mut cover = archive.cover.clone();
    cover.n_files = files.len();
    cover.bytes = files.iter().map(|file| file.bytes).sum();
    cover.digest = digest_of(&files);
    cover.left_out.retain(|name| stays(name));
    pack(disk, path, &cover, &files, |file: &Listed| archive.bytes(file), &mut steps)?;
    Ok(())
}

/// Whether a file in an archive belongs to one of some documents.
fn is_of(name: &str, documents: &BTreeSet<DocumentId>) -> bool {
    match Member::from_name(name) {
        Some(Member::File(key)) => FileKey::document(&key).is_some_and(|document| documents.contains(document)),
        _ => false,
    }
}

/// Whether the newest readable backup of the same folder has the content that a cover tells of, and is whole.
fn is_newest(disk: &Disk, shelf: &Path, cover: &Cover) -> Result<bool, StoreError> {
    for (_, path) in on_shelf(disk, shelf)? {
        let Ok(file) = disk.open(&path) else { continue };
        let Ok(mut archive) = Archive::open(&file, &path, &Limits::default()) else { continue };
        if archive.cover.place == cover.place {
            let is_same = (archive.cover.digest, &archive.cover.left_out) == (cover.digest, &cover.left_out);
            let progress = Progress::default();
            return Ok(is_same && archive.check(&Limits::default(), &mut Steps::new(&progress, 0)).is_ok());
        }
    }
    Ok(false)
}

fn cover_of(disk: &Disk, path: &Path) -> Result<Cover, StoreError> {
    let file = disk.open(path).map_err(|error| StoreError::io("read", path, &error))?;
    Ok(Archive::open(&file, path, &Limits::default())?.cover)
}

/// Where the backups of a project are.
fn shelf_of(home: &Home, id: RecordId) -> PathBuf {
    home.backups().join(id.as_str())
}

/// The files in a folder that are named as backups and no links, the newest first.
fn on_shelf(disk: &Disk, shelf: &Path) -> Result<Vec<(Timestamp, PathBuf)>, StoreError> {
    let entries = disk.list(shelf).map_err(|error| StoreError::io("read", shelf, &error))?;
    let files = entries.into_iter().filter(|entry| !entry.is_folder);
    let named = files.filter_map(|entry| Some((time_of(&entry.name)?, shelf.join(&entry.name))));
    let mut found: Vec<_> = named.filter(|(_, path)| !disk.is_link(path)).collect();
    found.sort();
    found.reverse();
    Ok(found)
}

/// The name of a backup: its time, with hyphens for what some systems have in no name, and a part of its digest.
fn file_name(time: Timestamp, digest: Digest) -> String {
    let digits: String = digest.to_string().chars().take(8).collect();
    format!("{}-{digits}.zip", time.to_string().replace(':', "-"))
}

/// The time that the name of a backup says; nothing when it is not such a name.
fn time_of(name: &str) -> Option<Timestamp> {
    let (time, digits) = name.strip_suffix(".zip")?.rsplit_once('-')?;
    let is_digit = |c: char| c.is_ascii_digit() || ('a'..='f').contains(&c);
    let (date, clock) = time.split_once('T')?;
    let made: Timestamp = format!("{date}T{}", clock.replace('-', ":")).parse().ok()?;
    (digits.len() == 8 && digits.chars().all(is_digit) && made.to_string().replace(':', "-") == time).then_some(made)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_say_when_and_what() {
        // 20,513 days since 1970 at 86,400 seconds, and 36,131 seconds of the day.
        let time = Timestamp::new(20_513 * 86_400 + 36_131);
        let name = file_name(time, Digest::of(b""));
        assert_eq!(name, "2026-03-01T10-02-11Z-e3b0c442.zip");
        assert_eq!(time_of(&name), Some(time));
        for other in [
            "",
            ".zip",
            "letters.zip",
            "2026-03-01.zip",
            "2026-03-01T10-02-11Z.zip",
            "2026-03-01T10-02-11Z-e3b0c44.zip",
            "2026-03-01T10-02-11Z-E3B0C442.zip",
            "2026-03-01T10-02-11Z-e3b0c442.zip.part",
            "2026-03-01T10-02-11+01-00-e3b0c442.zip",
            "2026-13-01T10-02-11Z-e3b0c442.zip",
            "copy of 2026-03-01T10-02-11Z-e3b0c442.zip",
        ] {
            assert_eq!(time_of(other), None, "{other}");
        }
    }
}
