//! Zip archives: the files in them, each unpacked when it is read, within bounds that no bomb gets over.

use super::input::{Content, ReadSeek};
use super::{FormatError, InputFile};
use std::io::{self, Cursor, Read};
use std::sync::{Arc, Mutex, PoisonError};
use zip::ZipArchive;

/// The most files in an archive.
const FILES: usize = 1_000_000;

/// The most bytes that the files of an archive have together, unpacked.
const BYTES: u64 = 4_000_000_000;

/// The most bytes of one of them.
const FILE_BYTES: u64 = 1_000_000_000;

type Shared = Arc<Mutex<ZipArchive<Box<dyn ReadSeek>>>>;

/// An open archive.
pub struct Archive {
    name: String,
    shared: Shared,
    entries: Vec<(usize, String, u64)>,
}

/// A file in an archive.
struct Packed {
    shared: Shared,
    index: usize,
    n_bytes: u64,
}

impl Content for Packed {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        let mut archive = self.shared.lock().unwrap_or_else(PoisonError::into_inner);
        let file = archive.by_index(self.index).map_err(io::Error::other)?;
        let mut bytes = Vec::new();
        file.take(self.n_bytes + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > self.n_bytes {
            return Err(io::Error::other("the archive says that it is smaller than it is"));
        }
        Ok(Box::new(Cursor::new(bytes)))
    }

    fn n_bytes(&self) -> io::Result<u64> {
        Ok(self.n_bytes)
    }
}

impl Archive {
    /// Whether a file begins as a zip archive does.
    pub fn is_one(head: &[u8]) -> bool {
        head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
    }

    /// Opens an archive and looks at its list of files.
    pub fn open(file: &InputFile) -> Result<Self, FormatError> {
        let malformed = |why: String| FormatError::malformed(why, &file.name, 0, 0);
        let mut archive = ZipArchive::new(file.open()?).map_err(|error| malformed(format!("{error}")))?;
        if archive.len() > FILES {
            return Err(malformed(format!("there are {} files in the archive, and {FILES} are read", archive.len())));
        }
        let mut entries = Vec::with_capacity(archive.len());
        let mut total = 0_u64;
        for index in 0..archive.len() {
            let entry = archive.by_index_raw(index).map_err(|error| malformed(format!("{error}")))?;
            if !entry.is_file() {
                continue;
            }
            let name = entry.name().map_err(|error| malformed(format!("{error}")))?.replace('\\', "/");
            total = total.saturating_add(entry.size());
            if entry.size() > FILE_BYTES || total > BYTES {
                let limit = BYTES / 1_000_000;
                return Err(malformed(format!("unpacked, its files have over {limit} MB, or {name} has over 1000 MB")));
            }
            entries.push((index, name, entry.size()));
        }
        Ok(Self { name: file.name.clone(), shared: Arc::new(Mutex::new(archive)), entries })
    }

    /// The names of the files in it.
    pub fn names(&self) -> Vec<String> {
        self.entries.iter().map(|(_, name, _)| name.clone()).collect()
    }

    /// The files in it, in the order of its list, named below the archive.
    pub fn files(&self) -> Vec<InputFile> {
        self.entries.iter().map(|entry| self.file(entry)).collect()
    }

    /// The file under a name in it.
    pub fn named(&self, name: &str) -> Option<InputFile> {
        self.entries.iter().find(|entry| entry.1 == name).map(|entry| self.file(entry))
    }

    fn file(&self, (index, name, n_bytes): &(usize, String, u64)) -> InputFile {
        let packed = Packed { shared: Arc::clone(&self.shared), index: *index, n_bytes: *n_bytes };
        InputFile::new(format!("{}/{name}", self.name), Arc::new(packed))
    }
}
