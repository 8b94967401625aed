//! An archive of files of a project, unpacked for as long as it is read.

use super::StoreError;
use super::disk::Disk;
use crate::formats::InputFile;
use std::fs::{self, File};
use std::io;
use std::path::{Component, Path, PathBuf};
use tempfile::TempDir;

/// A folder with an archive's files. It goes when this goes.
pub struct Unpacked {
    folder: TempDir,
    /// Where the archive is.
    archive: PathBuf,
}

impl Unpacked {
    /// Unpacks files under their names in an archive, within the bounds that reading it has. A name that leads out of the
    /// folder is nobody's.
    pub fn of(archive: &Path, files: impl Iterator<Item = (String, InputFile)>) -> Result<Self, StoreError> {
        let failed = |error: &io::Error| StoreError::io("unpack", archive, error);
        let folder = tempfile::tempdir().map_err(|error| failed(&error))?;
        for (name, file) in files {
            let name = Path::new(&name);
            if !name.components().all(|part| matches!(part, Component::Normal(_))) {
                continue;
            }
            let path = folder.path().join(name);
            if let Some(parent) = path.parent() {
                fs::create_dir_all(parent).map_err(|error| failed(&error))?;
            }
            let unpack = || -> io::Result<()> {
                let mut packed = file.open().map_err(|error| io::Error::other(error.to_string()))?;
                io::copy(&mut packed, &mut File::create(&path)?).map(drop)
            };
            unpack().map_err(|error| failed(&error))?;
        }
        Ok(Self { folder, archive: archive.to_owned() })
    }

    /// The folder.
    pub fn path(&self) -> &Path {
        self.folder.path()
    }

    /// The project among the files: in the folder itself, or in the one folder that everything lies in.
    pub fn project(&self) -> Option<PathBuf> {
        let is_project = |folder: &PathBuf| super::is_project(folder);
        let within = Disk::default().list(self.path()).unwrap_or_default().into_iter();
        let within: Vec<PathBuf> =
            within.filter(|entry| entry.is_folder).map(|entry| self.path().join(entry.name)).collect();
        let lone = if within.len() == 1 { within.into_iter().next() } else { None };
        [Some(self.path().to_owned()), lone].into_iter().flatten().find(is_project)
    }

    /// A path or what is said of one, with the archive in the place of the folder.
    pub fn as_named(&self, said: &str) -> String {
        said.replace(&*self.path().to_string_lossy(), &self.archive.to_string_lossy())
    }
}
