//! The copies that sync programs leave beside a file when two computers changed it at once.

use super::disk::Disk;
use super::home::Home;
use super::part::read_part_at;
use super::replace::{Folder, LIMIT, read_file};
use super::{FileKey, StoreError};
use crate::model::{DocumentId, Project, RecordId};
use crate::text::Digest;
use regex::Regex;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

/// A file that is another version of one of the project's.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ConflictCopy {
    /// The file that it is a version of.
    pub of: FileKey,
    /// Where it is.
    pub path: PathBuf,
}

/// How sync programs name their copies: Dropbox and Nextcloud, Seafile, Syncthing, older ownClouds, Google Drive, iCloud.
const NAMES: &str = r"(?x)^(.+?)(?:
    \ ?\([^()]*(?i:conflict)[^()]*\)
    | \.sync-conflict-\d{8}-\d{6}(?:-\w+)?
    | _conflict-\d{8}-\d{6}
    | \ \(\d+\)
    | \ \d+
    | -[0-9A-Z-]*[A-Z][0-9A-Z-]*   # OneDrive: the computer's name
)$";

static COPY: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(NAMES).ok());

/// The file that a file's name says to be a copy of, if it is one of the project's.
pub fn original_of(key: &FileKey) -> Option<FileKey> {
    let path = key.path();
    let original = original_name(path.file_name()?.to_str()?)?;
    FileKey::from_path(&path.with_file_name(original)).ok().flatten()
}

/// The name of the file that a name says to be a copy of; nothing for a name that no sync program makes.
pub fn original_name(name: &str) -> Option<String> {
    let (stem, ending) = name.rsplit_once('.')?;
    let base = COPY.as_ref()?.captures(stem)?.get(1)?.as_str();
    Some(format!("{base}.{ending}"))
}

impl ConflictCopy {
    /// Reads it in place of the file that it is a version of. A text cannot be merged: another version of it is refused.
    pub fn read(&self, folder: &Folder, into: &mut Project) -> Result<Digest, StoreError> {
        let (bytes, state) = folder.read_at(&self.path)?;
        let digest = state.digest;
        if let FileKey::Text(id) = &self.of {
            let is_same = into.document(id).is_some_and(|document| document.text.digest() == digest);
            return if is_same { Ok(digest) } else { Err(StoreError::TextChanged(self.path.clone())) };
        }
        read_part_at(folder, &self.of, &self.path, Some(&(bytes, state)), into)?;
        Ok(digest)
    }

    /// Puts it aside in a folder of the person's own, if it still is what was read: all it says is in the project.
    pub fn put_aside(&self, folder: &Folder, read: Digest, aside: &Path) -> Result<(), StoreError> {
        let disk = folder.disk();
        let (_, state) = folder.read_at(&self.path)?;
        if state.digest != read {
            return Err(StoreError::Changed(self.path.clone()));
        }
        put_aside(disk, &self.path, aside)
    }
}

/// Where the files of a project are that were put aside.
pub fn put_aside_folder(home: &Home, project: RecordId) -> PathBuf {
    home.backups().join(project.as_str()).join("copies")
}

/// Moves a file into a folder of the person's own: first it is whole there, then it goes.
pub fn put_aside(disk: &Disk, path: &Path, aside: &Path) -> Result<(), StoreError> {
    if disk.is_link(path) {
        return Err(StoreError::WrongKind { expected: "an ordinary file", path: path.to_owned() });
    }
    let bytes = read_file(disk, path, LIMIT)?;
    let name: String = Digest::of(&bytes).to_string().chars().take(8).collect();
    let to = aside.join(format!("{name}-{}", path.file_name().unwrap_or_default().to_string_lossy()));
    let failed = |error: std::io::Error| StoreError::io("write", &to, &error);
    disk.create_folder(aside).map_err(failed)?;
    disk.write_over(&to, &bytes).map_err(failed)?;
    disk.sync_folder(aside).map_err(failed)?;
    disk.remove(path).map_err(|error| StoreError::io("remove", path, &error))
}

/// Takes what was put aside of some documents away for good. Returns what could not be.
pub fn purge_put_aside(home: &Home, project: RecordId, documents: &BTreeSet<DocumentId>) -> Vec<StoreError> {
    let disk = home.disk();
    let aside = put_aside_folder(home, project);
    let is_of_one = |name: &str| {
        let named = name.split_once('-').map_or(name, |(_, named)| named);
        let named = original_name(named).unwrap_or_else(|| named.to_owned());
        let stem = named.rsplit_once('.').map_or(named.as_str(), |(stem, _)| stem);
        DocumentId::new(stem).is_ok_and(|id| documents.contains(&id))
    };
    let entries = disk.list(&aside).unwrap_or_default();
    let gone = entries.into_iter().filter(|entry| is_of_one(&entry.name)).map(|entry| aside.join(entry.name));
    gone.filter_map(|path| disk.remove(&path).err().map(|error| StoreError::io("remove", &path, &error))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(name: &str, expected: Option<&str>) {
        assert_eq!(original_name(name).as_deref(), expected, "{name}");
    }

    #[test]
    fn the_names_that_sync_programs_give() {
        // As their manuals and forums show them.
        check("letter-7q2m (Ana's conflicted copy 2026-11-26).ron", Some("letter-7q2m.ron"));
        check("letter-7q2m (conflicted copy 2026-11-26 101502).ron", Some("letter-7q2m.ron"));
        check("letter-7q2m (SFConflict ana@example.org 2026-11-26-10-15-02).ron", Some("letter-7q2m.ron"));
        check("letter-7q2m.sync-conflict-20261126-101502-ABCDEFG.ron", Some("letter-7q2m.ron"));
        check("letter-7q2m_conflict-20261126-101502.ron", Some("letter-7q2m.ron"));
        check("letter-7q2m (1).ron", Some("letter-7q2m.ron"));
        check("letter-7q2m 2.ron", Some("letter-7q2m.ron"));
        check("project-DESKTOP-7AB2.ron", Some("project.ron"));
        check("letter-7q2m.ron", None);
        check("project.ron", None);
        check("7q2m.ron", None);
        check("(1).ron", None);
    }
}
