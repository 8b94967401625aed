//! What goes into a backup: the project's files as they are in memory, and those that could not be read, as they are.

use super::member::{Listed, name_of};
use super::steps::Steps;
use crate::model::Project;
use crate::store::convert::bytes_of;
use crate::store::create::{GIT_FILES, keys_of};
use crate::store::open::is_unreadable;
use crate::store::replace::{Folder, LIMIT, read_file};
use crate::store::{Damage, FileKey, StoreError};
use crate::text::Digest;
use std::collections::BTreeMap;

/// The files of a project, by their names in an archive. None is held in memory before it is asked for.
pub struct Taking<'a> {
    project: &'a Project,
    folder: &'a Folder,
    sources: BTreeMap<String, Source>,
    /// Files that no archive can have, as they have names that no file of a project has.
    unnamed: Vec<String>,
}

/// Where the bytes of a file come from.
enum Source {
    /// They are the same in every project.
    Fixed(&'static str),
    /// From the project in memory.
    Memory(FileKey),
    /// From the disk, as they are.
    Disk(FileKey),
}

impl<'a> Taking<'a> {
    /// All files of a project, and those of its folder that could not be read. What is in memory is taken from there.
    pub fn new(project: &'a Project, folder: &'a Folder, unread: &[Damage]) -> Self {
        let mut sources: BTreeMap<String, Source> =
            GIT_FILES.iter().map(|(name, content)| ((*name).to_owned(), Source::Fixed(content))).collect();
        let unnamed = unread.iter().filter(|damage| damage.key.is_none()).map(|damage| {
            let inside = damage.path.strip_prefix(folder.root()).unwrap_or(&damage.path);
            inside.display().to_string()
        });
        let unnamed = unnamed.collect();
        let unread = unread.iter().filter_map(|damage| damage.key.as_ref()).flat_map(with_other_half);
        sources.extend(unread.map(|key| (name_of(&key), Source::Disk(key))));
        let is_known = |key: &FileKey| *key != FileKey::Project || !is_unreadable(project);
        let known = keys_of(project).into_iter().filter(is_known);
        sources.extend(known.map(|key| (name_of(&key), Source::Memory(key))));
        Self { project, folder, sources, unnamed }
    }

    /// How many files there may be.
    pub fn len(&self) -> usize {
        self.sources.len()
    }

    /// The files with their sizes and digests, by their names, and the names of those that cannot be taken.
    pub fn list(&self, steps: &mut Steps<'_>) -> Result<(Vec<Listed>, Vec<String>), StoreError> {
        let (mut files, mut left_out) = (Vec::with_capacity(self.len()), self.unnamed.clone());
        for (name, source) in &self.sources {
            steps.next(self.folder.root())?;
            match self.listed(name, source)? {
                Some(Ok(file)) if file.bytes <= LIMIT => files.push(file),
                Some(_) => left_out.push(name.clone()),
                None => {}
            }
        }
        Ok((files, left_out))
    }

    /// The bytes of a file that was listed.
    pub fn bytes(&self, file: &Listed) -> Result<Vec<u8>, StoreError> {
        let bytes = match self.sources.get(&file.name) {
            Some(source) => self.read(source)?.transpose()?,
            None => None,
        };
        let is_same = |bytes: &Vec<u8>| bytes.len() as u64 == file.bytes && Digest::of(bytes) == file.digest;
        bytes.filter(is_same).ok_or_else(|| StoreError::Changed(self.folder.root().join(&file.name)))
    }

    /// What a file will be in the archive; nothing when there is none.
    fn listed(&self, name: &str, source: &Source) -> Result<Option<Result<Listed, StoreError>>, StoreError> {
        let listed = |bytes: u64, digest: Digest| Listed { name: name.to_owned(), bytes, digest };
        if let Source::Memory(FileKey::Text(id)) = source
            && let Some(document) = self.project.document(id)
        {
            return Ok(Some(Ok(listed(document.text.len() as u64, document.text.digest()))));
        }
        let read = self.read(source)?;
        Ok(read.map(|read| read.map(|bytes| listed(bytes.len() as u64, Digest::of(&bytes)))))
    }

    /// Bytes, or why the disk does not give them, or nothing when there is no such file.
    fn read(&self, source: &Source) -> Result<Option<Result<Vec<u8>, StoreError>>, StoreError> {
        match source {
            Source::Fixed(content) => Ok(Some(Ok(content.as_bytes().to_vec()))),
            Source::Memory(key) => Ok(bytes_of(self.project, key)?.map(Ok)),
            Source::Disk(key) => match self.read_raw(key) {
                Err(error) if error.is_not_found() => Ok(None),
                read => Ok(Some(read)),
            },
        }
    }

    /// The bytes of an ordinary file that no link leads to.
    fn read_raw(&self, key: &FileKey) -> Result<Vec<u8>, StoreError> {
        let path = self.folder.path(key);
        self.folder.no_links(&path)?;
        if self.folder.disk().is_link(&path) {
            return Err(StoreError::WrongKind { expected: "an ordinary file", path });
        }
        read_file(self.folder.disk(), &path, LIMIT)
    }
}

/// A file and the one that is of no use without it: when one file of a document cannot be read, neither is in memory.
fn with_other_half(key: &FileKey) -> Vec<FileKey> {
    match key {
        FileKey::Text(id) | FileKey::Document(id) => vec![FileKey::Text(id.clone()), FileKey::Document(id.clone())],
        key => vec![key.clone()],
    }
}
