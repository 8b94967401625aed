//! Restoring: the files of a backup in a folder of their own. Nothing that is there is touched.

use super::member::{Listed, Member};
use super::steps::Steps;
use super::unpack::{Archive, Limits};
use crate::store::create::is_taken;
use crate::store::disk::Disk;
use crate::store::replace::Folder;
use crate::store::{FileKey, Progress, StoreError};
use std::path::Path;

/// Unpacks a backup into a folder that is empty or not there yet.
pub fn restore(backup: &Path, folder: &Path, progress: &Progress) -> Result<(), StoreError> {
    restore_on(&Disk::default(), backup, folder, &Limits::default(), progress)
}

/// Unpacks a backup on a certain file system, if it keeps to the limits. The whole archive is checked before anything
/// is written, and the file that makes the folder a project comes last. Two steps are made for each file.
pub fn restore_on(
    disk: &Disk,
    backup: &Path,
    folder: &Path,
    limits: &Limits,
    progress: &Progress,
) -> Result<(), StoreError> {
    if is_taken(disk, folder)? {
        return Err(StoreError::Occupied(folder.to_owned()));
    }
    let file = disk.open(backup).map_err(|error| StoreError::io("read", backup, &error))?;
    let mut archive = Archive::open(&file, backup, limits)?;
    let mut steps = Steps::new(progress, 2 * archive.names().len());
    let files = archive.check(limits, &mut steps)?;
    let (git_files, keys) = by_kind(files);
    if !keys.iter().any(|(key, _)| *key == FileKey::Project) {
        let why = "this backup has no project.ron".to_owned();
        return Err(StoreError::BadBackup { why, path: backup.to_owned() });
    }
    disk.create_folder(folder).map_err(|error| StoreError::io("make", folder, &error))?;
    for listed in git_files {
        steps.next(folder)?;
        let path = folder.join(&listed.name);
        let bytes = archive.bytes(&listed)?;
        disk.write_over(&path, &bytes).map_err(|error| StoreError::io("write", &path, &error))?;
    }
    let target = Folder::new(folder.to_owned(), disk.clone());
    let held = target.lock()?;
    for (key, listed) in keys.iter().rev() {
        steps.next(folder)?;
        target.replace(key, Some(&archive.bytes(listed)?), None, &held)?;
    }
    target.sync_folders(keys.into_iter().map(|(key, _)| key))
}

/// The files of an archive: what git is told, and the project's own in the order of their keys.
fn by_kind(files: Vec<Listed>) -> (Vec<Listed>, Vec<(FileKey, Listed)>) {
    let (mut git_files, mut keys) = (Vec::new(), Vec::new());
    for file in files {
        match Member::from_name(&file.name) {
            Some(Member::File(key)) => keys.push((key, file)),
            _ => git_files.push(file),
        }
    }
    keys.sort();
    (git_files, keys)
}
