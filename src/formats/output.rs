//! Files as they go out: made one after the other by a writer, under names that are safe on every system.

use super::FormatError;
use super::exchange::Document;
use crate::edit::slug;
use crate::model::DocumentId;
use smol_str::SmolStr;
use std::cell::RefCell;
use std::collections::HashSet;
use std::io::{self, Write};
use std::rc::Rc;

/// Where files go.
pub trait Output {
    /// Makes a file under a path below the folder that is written, parts separated by `/`.
    fn create(&mut self, path: &str) -> io::Result<Box<dyn Write>>;
}

/// A file that was written into memory.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct OutputFile {
    /// Its path below the folder that is written, parts separated by `/`.
    pub name: String,
    /// All its bytes.
    pub bytes: Vec<u8>,
}

/// Files in memory, in the order in which they were made.
#[derive(Debug, Default)]
pub struct Memory {
    files: Vec<(String, Rc<RefCell<Vec<u8>>>)>,
}

struct MemoryFile(Rc<RefCell<Vec<u8>>>);

impl Write for MemoryFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.borrow_mut().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Output for Memory {
    fn create(&mut self, path: &str) -> io::Result<Box<dyn Write>> {
        let bytes = Rc::new(RefCell::new(Vec::new()));
        self.files.push((path.to_owned(), Rc::clone(&bytes)));
        Ok(Box::new(MemoryFile(bytes)))
    }
}

impl Memory {
    /// The files.
    pub fn into_files(self) -> Vec<OutputFile> {
        let file = |(name, bytes): (String, Rc<RefCell<Vec<u8>>>)| OutputFile { name, bytes: bytes.take() };
        self.files.into_iter().map(file).collect()
    }
}

/// Files below a folder of others.
pub struct Below<'a> {
    out: &'a mut dyn Output,
    folder: String,
}

impl<'a> Below<'a> {
    /// Files below a folder; of an empty name, where they are.
    pub fn new(out: &'a mut dyn Output, folder: &str) -> Self {
        let folder = if folder.is_empty() { String::new() } else { format!("{}/", safe(folder)) };
        Self { out, folder }
    }
}

impl Output for Below<'_> {
    fn create(&mut self, path: &str) -> io::Result<Box<dyn Write>> {
        self.out.create(&format!("{}{path}", self.folder))
    }
}

/// What can go wrong while a file is written.
pub(super) fn unwritable(path: &str) -> impl Fn(io::Error) -> FormatError + '_ {
    move |error| FormatError::Unwritable { why: error.to_string(), file: path.to_owned() }
}

/// A file being written, with its path for messages.
pub struct Open {
    path: String,
    file: io::BufWriter<Box<dyn Write>>,
}

impl Open {
    /// Makes a file.
    pub fn new(out: &mut dyn Output, path: impl Into<String>) -> Result<Self, FormatError> {
        let path = path.into();
        let file = out.create(&path).map_err(unwritable(&path))?;
        Ok(Self { file: io::BufWriter::with_capacity(1 << 16, file), path })
    }

    /// Makes a file with all that is in it.
    pub fn whole(out: &mut dyn Output, path: impl Into<String>, bytes: &[u8]) -> Result<(), FormatError> {
        let mut file = Self::new(out, path)?;
        file.put(bytes)?;
        file.close()
    }

    /// Writes bytes at the end.
    pub fn put(&mut self, bytes: impl AsRef<[u8]>) -> Result<(), FormatError> {
        self.file.write_all(bytes.as_ref()).map_err(unwritable(&self.path))
    }

    /// Writes all that is not written yet.
    pub fn close(mut self) -> Result<(), FormatError> {
        self.file.flush().map_err(unwritable(&self.path))
    }
}

/// Something for each folder that documents go into, made when its first document comes.
#[derive(Debug)]
pub struct Folders<T> {
    all: Vec<(Option<SmolStr>, T)>,
}

impl<T> Default for Folders<T> {
    fn default() -> Self {
        Self { all: Vec::new() }
    }
}

impl<T> Folders<T> {
    /// What there is for the folder of a document; `make` gets its path, with a separator after it.
    pub fn of(
        &mut self,
        document: &Document,
        make: impl FnOnce(&str) -> Result<T, FormatError>,
    ) -> Result<&mut T, FormatError> {
        let known = self.all.iter().position(|(folder, _)| *folder == document.folder);
        let at = match known {
            Some(at) => at,
            None => {
                let folder = folder_of(document);
                self.all.push((document.folder.clone(), make(&folder)?));
                self.all.len() - 1
            }
        };
        let there = self.all.get_mut(at).map(|(_, there)| there);
        there.ok_or_else(|| FormatError::Unverified { why: "a folder is gone".to_owned() })
    }

    /// All of them, in the order in which they were made.
    pub fn into_all(self) -> impl Iterator<Item = T> {
        self.all.into_iter().map(|(_, there)| there)
    }
}

/// The paths that documents' files get: their ids, each once, below their folders.
#[derive(Debug, Default)]
pub struct Stems {
    taken: HashSet<String>,
}

impl Stems {
    /// The path of a document's files without their ending.
    pub fn of(&mut self, document: &Document) -> String {
        let named = document.id.as_deref().and_then(|id| DocumentId::new(id).ok()).map(|id| id.to_string());
        let stem = named.unwrap_or_else(|| slug(document.id.as_deref().unwrap_or_else(|| document.name()), "text"));
        let folder = folder_of(document);
        let numbered = (2_u64..).map(|n| format!("{folder}{stem}-{n}"));
        let mut paths = std::iter::once(format!("{folder}{stem}")).chain(numbered);
        // File systems that do not tell capitals from small letters would keep one of two.
        paths.find(|path| self.taken.insert(path.to_lowercase())).unwrap_or_default()
    }
}

/// The folder of a document with a separator after it; nothing for one without.
fn folder_of(document: &Document) -> String {
    let parts = document.folder.iter().flat_map(|folder| folder.split('/'));
    parts.map(|part| format!("{}/", safe(part))).collect()
}

/// A name that is safe as that of a file or folder on every system.
pub(super) fn safe(name: &str) -> String {
    DocumentId::new(name).map_or_else(|_| slug(name, "unnamed"), |id| id.to_string())
}
