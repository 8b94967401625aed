//! A new project's folder, and a whole project written into one.

use super::convert::bytes_of;
use super::disk::Disk;
use super::files::write_file_on;
use super::replace::{Folder, LIMIT, read_file};
use super::{Damage, FileKey, StoreError};
use crate::model::Project;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// What git leaves as it is, and what it leaves out.
pub const GIT_FILES: [(&str, &str); 2] =
    [(".gitattributes", "documents/*.txt -text\n"), (".gitignore", ".glossator/\n.glossator-*\n")];

/// Makes a project's folder and writes all its files. The folder must be empty, or not be there yet.
pub fn create(path: &Path, project: &Project) -> Result<(), StoreError> {
    create_on(&Disk::default(), path, project)
}

/// Makes a project's folder on a certain file system.
pub fn create_on(disk: &Disk, path: &Path, project: &Project) -> Result<(), StoreError> {
    if is_taken(disk, path)? {
        return Err(StoreError::Occupied(path.to_owned()));
    }
    disk.create_folder(path).map_err(|error| StoreError::io("make", path, &error))?;
    for (name, content) in GIT_FILES {
        let path = path.join(name);
        disk.write_over(&path, content.as_bytes()).map_err(|error| StoreError::io("write", &path, &error))?;
    }
    let folder = Folder::new(path.to_owned(), disk.clone());
    let held = folder.lock()?;
    let keys = keys_of(project);
    // The file that makes the folder a project comes last: half a project is none.
    for key in keys.iter().rev() {
        let bytes = bytes_of(project, key)?;
        folder.replace(key, bytes.as_deref(), None, &held)?;
    }
    folder.sync_folders(keys)
}

/// Writes a project as it is in memory into another folder, with the files of its own that cannot be read as they are.
/// What the disk does not give of these is left out.
pub fn create_copy(disk: &Disk, path: &Path, project: &Project, unread: &[Damage]) -> Result<(), StoreError> {
    create_on(disk, path, project)?;
    for damage in unread {
        let Some(key) = damage.key.as_ref().filter(|key| **key != FileKey::Project) else { continue };
        if let (Ok(bytes), false) = (read_file(disk, &damage.path, LIMIT), disk.is_link(&damage.path)) {
            write_file_on(disk, &path.join(key.path()), &bytes)?;
        }
    }
    Ok(())
}

/// Takes the folder of a project away again that nothing came into: it is there still if it has any file but those that it
/// was made with. Whether it is gone.
pub fn uncreate(path: &Path) -> bool {
    let made = [".gitattributes", ".gitignore", "project.ron"].map(|name| path.join(name));
    let hidden = path.join(".glossator");
    let lock = hidden.join("lock");
    let lists_only = |folder: &Path, known: &[&PathBuf]| {
        let entries = std::fs::read_dir(folder).map(|entries| entries.flatten().collect::<Vec<_>>());
        entries.is_ok_and(|entries| entries.iter().all(|entry| known.iter().any(|known| **known == entry.path())))
    };
    let all: Vec<&PathBuf> = made.iter().chain([&hidden]).collect();
    if !lists_only(path, &all) || (hidden.is_dir() && !lists_only(&hidden, &[&lock])) {
        return false;
    }
    // What cannot be taken away stays, and so does the folder that it lies in.
    for file in made.iter().chain([&lock]) {
        let _ = std::fs::remove_file(file);
    }
    let _ = std::fs::remove_dir(&hidden);
    std::fs::remove_dir(path).is_ok()
}

/// Whether something is where a project is to be made.
pub fn is_taken(disk: &Disk, path: &Path) -> Result<bool, StoreError> {
    match disk.list(path) {
        Ok(entries) => Ok(!entries.is_empty()),
        Err(error) if error.kind() == io::ErrorKind::NotADirectory => Ok(true),
        Err(error) => Err(StoreError::io("open", path, &error)),
    }
}

/// All files that a project has.
pub fn keys_of(project: &Project) -> BTreeSet<FileKey> {
    let annotators = project.annotators.keys().cloned().map(FileKey::Annotator);
    let documents = project.documents.keys().flat_map(|id| [FileKey::Text(id.clone()), FileKey::Document(id.clone())]);
    let sets = project.sets.keys().cloned().map(FileKey::Set);
    std::iter::once(FileKey::Project).chain(annotators).chain(documents).chain(sets).collect()
}
