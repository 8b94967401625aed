//! A project as one file, to be sent.

use super::convert::bytes_of;
use super::create::{GIT_FILES, is_taken, keys_of};
use super::disk::Disk;
use super::{Staged, StoreError};
use crate::formats::Output;
use crate::model::Project;
use std::io;
use std::path::Path;

/// Writes all files of a project: as an archive if the path ends in `.zip`, else as a folder, which must be empty or not be
/// there yet. The same project gives the same bytes.
pub fn pack(project: &Project, out: &Path) -> Result<(), StoreError> {
    let failed = |error: &io::Error| StoreError::io("write", out, error);
    if out.is_dir() && is_taken(&Disk::default(), out)? {
        return Err(StoreError::Occupied(out.to_owned()));
    }
    let mut staged = Staged::beside(out)?;
    let mut add = |path: &str, bytes: &[u8]| staged.create(path)?.write_all(bytes);
    for (path, content) in GIT_FILES {
        add(path, content.as_bytes()).map_err(|error| failed(&error))?;
    }
    for key in keys_of(project) {
        if let Some(bytes) = bytes_of(project, &key)? {
            let path: Vec<String> =
                key.path().components().map(|part| part.as_os_str().to_string_lossy().into_owned()).collect();
            add(&path.join("/"), &bytes).map_err(|error| failed(&error))?;
        }
    }
    staged.commit().map(drop)
}
