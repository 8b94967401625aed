//! Reading an archive. It may be damaged, or somebody else's: nothing that it says of itself is taken for true.

use super::cover::Cover;
use super::member::{COVER, Listed, Member, digest_of};
use super::steps::Steps;
use crate::store::StoreError;
use crate::store::replace::LIMIT;
use crate::text::Digest;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use zip::read::{ArchiveOffset, Config, ZipFileEntry};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// How much an archive may come to. Bytes are counted as they are unpacked, whatever the archive says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The largest file.
    pub file: u64,
    /// All files together.
    pub total: u64,
    /// The archive's own list of its files, which is held in memory.
    pub list: u64,
}

/// The largest cover that is read.
const COVER_LIMIT: u64 = 16_000_000;

impl Default for Limits {
    fn default() -> Self {
        Self { file: LIMIT, total: 8_000_000_000, list: 64_000_000 }
    }
}

/// An archive that is open for reading.
pub struct Archive<'a> {
    zip: ZipArchive<BufReader<Metered<'a>>>,
    path: PathBuf,
    /// What it says of itself.
    pub cover: Cover,
}

impl<'a> Archive<'a> {
    /// Reads the list of files and the cover of the archive in a file, which is named `path` in errors.
    pub fn open(file: &'a File, path: &Path, limits: &Limits) -> Result<Self, StoreError> {
        let left = Arc::new(AtomicU64::new(limits.list));
        let reader = BufReader::new(Metered { file, left: Arc::clone(&left) });
        let config = Config { archive_offset: ArchiveOffset::Known(0) };
        let mut zip = ZipArchive::with_config(config, reader).map_err(|error| refused(error, path))?;
        left.store(u64::MAX, Ordering::Relaxed);
        if zip.has_duplicate_names() {
            return Err(bad(path, "two files in it have the same name"));
        }
        for index in 0..zip.len() {
            let entry = zip.by_index_data(index).map_err(|error| refused(error, path))?;
            check_entry(&entry, path)?;
        }
        let index = zip.index_for_name(COVER).ok_or_else(|| bad(path, "this archive is no backup"))?;
        let cover = Cover::from_bytes(&read(&mut zip, index, path, COVER_LIMIT)?, path)?;
        Ok(Self { zip, path: path.to_owned(), cover })
    }

    /// The names of its files but the cover.
    pub fn names(&self) -> Vec<String> {
        let names = self.zip.file_names_raw().filter_map(|name| str::from_utf8(name).ok());
        names.filter(|name| *name != COVER).map(str::to_owned).collect()
    }

    /// The bytes of a file by its name, as far as they are within the limits.
    pub fn file(&mut self, name: &str, limits: &Limits) -> Result<Vec<u8>, StoreError> {
        let file = self.listed(name.to_owned(), limits.file)?;
        self.bytes(&file)
    }

    /// Unpacks every file without keeping any, and compares them with the cover. One step is made for each file.
    pub fn check(&mut self, limits: &Limits, steps: &mut Steps<'_>) -> Result<Vec<Listed>, StoreError> {
        // Each file is where the list says, under the same name, and shares no bytes with another.
        self.zip.validate_header_consistency().map_err(|error| refused(error, &self.path))?;
        let mut files = Vec::with_capacity(self.zip.len());
        let mut left = limits.total;
        for name in self.names() {
            steps.next(&self.path)?;
            let file = self.listed(name, limits.file.min(left))?;
            left = left.saturating_sub(file.bytes);
            files.push(file);
        }
        files.sort();
        let bytes: u64 = files.iter().map(|file| file.bytes).sum();
        let Cover { n_files, bytes: said, digest, .. } = self.cover;
        if (files.len(), bytes, digest_of(&files)) != (n_files, said, digest) {
            return Err(bad(&self.path, "its files are not those that were put into it"));
        }
        Ok(files)
    }

    /// The bytes of a file that was found by [`Archive::check`].
    pub fn bytes(&mut self, file: &Listed) -> Result<Vec<u8>, StoreError> {
        let index = self.index(&file.name)?;
        let bytes = read(&mut self.zip, index, &self.path, file.bytes)?;
        if Digest::of(&bytes) != file.digest {
            return Err(StoreError::Changed(self.path.clone()));
        }
        Ok(bytes)
    }

    fn index(&self, name: &str) -> Result<usize, StoreError> {
        self.zip.index_for_name(name).ok_or_else(|| damaged(&self.path))
    }

    fn listed(&mut self, name: String, limit: u64) -> Result<Listed, StoreError> {
        let index = self.index(&name)?;
        let mut entry = self.zip.by_index(index).map_err(|error| refused(error, &self.path))?;
        let mut hash = Sha256::new();
        let mut bytes = 0;
        let mut chunk = vec![0; 64 * 1024];
        loop {
            let n = entry.read(&mut chunk).map_err(|error| refused(error.into(), &self.path))?;
            let Some(read) = chunk.get(..n).filter(|read| !read.is_empty()) else { break };
            bytes += read.len() as u64;
            if bytes > limit {
                return Err(too_large(&self.path));
            }
            hash.update(read);
        }
        Ok(Listed { name, bytes, digest: Digest::from(<[u8; 32]>::from(hash.finalize())) })
    }
}

/// Refuses what no backup has: other names, links, folders, devices, and ways of packing that are not ours.
fn check_entry(entry: &ZipFileEntry<'_>, path: &Path) -> Result<(), StoreError> {
    let name = str::from_utf8(entry.name_raw()).ok();
    let Some(name) = name.filter(|name| *name == COVER || Member::from_name(name).is_some()) else {
        let shown = String::from_utf8_lossy(entry.name_raw());
        return Err(bad(path, &format!("no backup has a file named {:?}", shown.chars().take(80).collect::<String>())));
    };
    let kind = entry.unix_mode().unwrap_or_default() & 0o170_000;
    if kind != 0 && kind != 0o100_000 {
        return Err(bad(path, &format!("{name:?} in it is a link, or no ordinary file")));
    }
    if entry.encrypted() {
        return Err(bad(path, &format!("{name:?} in it is encrypted")));
    }
    if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
        return Err(bad(path, &format!("{name:?} in it is packed in a way that Glossator does not use")));
    }
    Ok(())
}

/// All bytes of an entry, unless there are more than `limit`.
fn read(
    zip: &mut ZipArchive<BufReader<Metered<'_>>>,
    index: usize,
    path: &Path,
    limit: u64,
) -> Result<Vec<u8>, StoreError> {
    let entry = zip.by_index(index).map_err(|error| refused(error, path))?;
    let mut bytes = Vec::new();
    entry.take(limit + 1).read_to_end(&mut bytes).map_err(|error| refused(error.into(), path))?;
    if bytes.len() as u64 > limit { Err(too_large(path)) } else { Ok(bytes) }
}

fn bad(path: &Path, why: &str) -> StoreError {
    StoreError::BadBackup { why: why.to_owned(), path: path.to_owned() }
}

fn damaged(path: &Path) -> StoreError {
    bad(path, "this archive is damaged or not complete")
}

fn too_large(path: &Path) -> StoreError {
    bad(path, "this archive unpacks to more than a backup may have")
}

/// Why the archive cannot be read: the system's refusal, or what the bytes are not.
fn refused(error: ZipError, path: &Path) -> StoreError {
    match error {
        ZipError::Io(error) if error.raw_os_error().is_some() => StoreError::io("read", path, &error),
        ZipError::Io(error) if error.kind() == io::ErrorKind::FileTooLarge => {
            bad(path, "the list of the files in this archive is too long")
        }
        _ => damaged(path),
    }
}

/// A file of which only so many bytes are read.
struct Metered<'a> {
    file: &'a File,
    left: Arc<AtomicU64>,
}

impl Read for Metered<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let n = self.file.read(buffer)?;
        let left = self.left.load(Ordering::Relaxed);
        let left = left.checked_sub(n as u64).ok_or(io::ErrorKind::FileTooLarge)?;
        self.left.store(left, Ordering::Relaxed);
        Ok(n)
    }
}

impl Seek for Metered<'_> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.file.seek(to)
    }
}
