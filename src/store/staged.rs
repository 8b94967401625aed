//! Files that are written beside their places, and go there once all of them have been checked.

use super::StoreError;
use super::disk::Disk;
use super::workplace::Workplace;
use crate::formats::{Content, InputFile, Output, ReadSeek};
use crate::text::Digest;
use sha2::{Digest as _, Sha256};
use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// How many files are synced at once.
const AT_ONCE: usize = 32;

/// What is about to be written to a path: a file, a folder or an archive.
pub struct Staged {
    out: PathBuf,
    workplace: Workplace,
    names: Vec<String>,
}

/// A file that is staged.
struct StagedFile(PathBuf);

impl Content for StagedFile {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(File::open(&self.0)?))
    }

    fn n_bytes(&self) -> io::Result<u64> {
        Ok(self.0.metadata()?.len())
    }
}

impl Output for Staged {
    fn create(&mut self, path: &str) -> io::Result<Box<dyn Write>> {
        let place = self.place(self.names.len());
        self.names.push(path.to_owned());
        Ok(Box::new(File::create(place)?))
    }
}

impl Staged {
    /// Makes room beside `out`, on the same disk.
    pub fn beside(out: &Path) -> Result<Self, StoreError> {
        let parent = out.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let failed = |error: io::Error| StoreError::io("write", out, &error);
        Disk::default().create_folder(parent).map_err(failed)?;
        let workplace = Workplace::below(parent).map_err(failed)?;
        Ok(Self { out: out.to_owned(), workplace, names: Vec::new() })
    }

    /// The files as they were written, in order.
    pub fn files(&self) -> Vec<InputFile> {
        let file = |(at, name): (usize, &String)| {
            InputFile::new(name.as_str(), Arc::new(StagedFile(self.place(at))) as Arc<dyn Content>)
        };
        self.names.iter().enumerate().map(file).collect()
    }

    /// The digest of the names and bytes of all files, in the order of their names.
    pub fn digest(&self) -> Result<Digest, StoreError> {
        let mut order: Vec<(&String, usize)> = self.names.iter().zip(0..).collect();
        order.sort();
        let mut hash = Sha256::new();
        for (name, at) in order {
            let failed = |error: io::Error| StoreError::io("read", Path::new(name), &error);
            hash.update(name.as_bytes());
            hash.update([0]);
            let mut file = File::open(self.place(at)).map_err(failed)?;
            let mut bytes = [0; 1 << 16];
            loop {
                let n = file.read(&mut bytes).map_err(failed)?;
                match bytes.get(..n) {
                    Some(read) if n > 0 => hash.update(read),
                    _ => break,
                }
            }
        }
        let digest: [u8; 32] = hash.finalize().into();
        Ok(Digest::from(digest))
    }

    /// Puts the files where they belong: one alone under the path itself, unless that is a folder; all in an archive if
    /// the path ends in `.zip`.
    pub fn commit(self) -> Result<Vec<PathBuf>, StoreError> {
        let is_zip = self.out.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("zip"));
        let is_folder = self.out.is_dir()
            || self.out.as_os_str().to_string_lossy().ends_with(['/', '\\'])
            || (self.names.len() != 1 && !is_zip);
        if is_zip && !is_folder {
            return self.pack();
        }
        self.sync_all()?;
        let mut paths = Vec::with_capacity(self.names.len());
        for (at, name) in self.names.iter().enumerate() {
            let path = if is_folder { self.out.join(name) } else { self.out.clone() };
            self.put(&self.place(at), &path)?;
            paths.push(path);
        }
        Ok(paths)
    }

    fn put(&self, from: &Path, to: &Path) -> Result<(), StoreError> {
        let failed = |error: io::Error| StoreError::io("write", to, &error);
        if let Some(parent) = to.parent() {
            Disk::default().create_folder(parent).map_err(failed)?;
        }
        std::fs::rename(from, to).map_err(failed)
    }

    /// Syncs all files. Many at once, as a disk takes those together that it is asked for together: one after the other,
    /// twenty thousand take 40 s.
    fn sync_all(&self) -> Result<(), StoreError> {
        let n_threads = AT_ONCE.min(self.names.len());
        let sync = |first: usize| {
            let places = (first..self.names.len()).step_by(n_threads).map(|at| self.place(at));
            places
                .map(|place| (File::open(&place).and_then(|file| file.sync_all()), place))
                .find_map(|(synced, place)| synced.err().map(|error| StoreError::io("write", &place, &error)))
        };
        let failed = std::thread::scope(|scope| {
            let threads: Vec<_> = (0..n_threads).map(|first| scope.spawn(move || sync(first))).collect();
            threads.into_iter().find_map(|thread| thread.join().ok().flatten())
        });
        failed.map_or(Ok(()), Err)
    }

    fn pack(self) -> Result<Vec<PathBuf>, StoreError> {
        let failed = |error: io::Error| StoreError::io("write", &self.out, &error);
        let packed = self.workplace.archive();
        let mut zip = zip::ZipWriter::new(File::create(&packed).map_err(failed)?);
        let options = zip::write::SimpleFileOptions::default().last_modified_time(zip::DateTime::default());
        for (at, name) in self.names.iter().enumerate() {
            zip.start_file(name, options).map_err(|error| failed(io::Error::other(error)))?;
            io::copy(&mut File::open(self.place(at)).map_err(failed)?, &mut zip).map_err(failed)?;
        }
        let file = zip.finish().map_err(|error| failed(io::Error::other(error)))?;
        file.sync_all().map_err(failed)?;
        self.put(&packed, &self.out)?;
        Ok(vec![self.out.clone()])
    }

    fn place(&self, at: usize) -> PathBuf {
        self.workplace.file(at)
    }
}
