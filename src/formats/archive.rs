//! Zip archives: the files in them, each unpacked while it is read, within bounds that no bomb gets over.

use super::input::{Content, ReadSeek};
use super::{FormatError, InputFile};
use flate2::Crc;
use flate2::read::DeflateDecoder;
use std::io::{self, BufReader, Read, Seek, SeekFrom};
use std::sync::Arc;
use zip::read::ZipFile;
use zip::{CompressionMethod, ZipArchive};

/// The most files in an archive.
const FILES: usize = 1_000_000;

/// The most bytes that the files of an archive have together, unpacked.
const BYTES: u64 = 4_000_000_000;

/// The most bytes of one of them.
const FILE_BYTES: u64 = 1_000_000_000;

/// An open archive.
pub struct Archive {
    file: InputFile,
    entries: Vec<(String, Entry)>,
}

/// Where a file of an archive lies in it.
#[derive(Clone, Copy, Debug)]
struct Entry {
    start: u64,
    n_packed: u64,
    n_bytes: u64,
    crc: u32,
    method: CompressionMethod,
    is_encrypted: bool,
}

impl Archive {
    /// Whether a file begins as a zip archive does.
    pub fn is_one(head: &[u8]) -> bool {
        head.starts_with(b"PK\x03\x04") || head.starts_with(b"PK\x05\x06")
    }

    /// Opens an archive and looks at its list of files.
    pub fn open(file: &InputFile) -> Result<Self, FormatError> {
        let malformed = |why: String| FormatError::malformed(why, &file.name, 0, 0);
        let file = file.at_hand()?;
        let mut archive = ZipArchive::new(file.open()?).map_err(|error| malformed(format!("{error}")))?;
        if archive.len() > FILES {
            return Err(malformed(format!("there are {} files in the archive, and {FILES} are read", archive.len())));
        }
        let mut entries = Vec::with_capacity(archive.len());
        let mut total = 0_u64;
        for index in 0..archive.len() {
            let packed = archive.by_index_raw(index).map_err(|error| malformed(format!("{error}")))?;
            if !packed.is_file() {
                continue;
            }
            let name = packed.name().map_err(|error| malformed(format!("{error}")))?.replace('\\', "/");
            total = total.saturating_add(packed.size());
            if packed.size() > FILE_BYTES || total > BYTES {
                let limit = BYTES / 1_000_000;
                return Err(malformed(format!("unpacked, its files have over {limit} MB, or {name} has over 1000 MB")));
            }
            entries.push((name, Entry::of(&packed)));
        }
        Ok(Self { file, entries })
    }

    /// The names of the files in it.
    pub fn names(&self) -> Vec<String> {
        self.entries.iter().map(|(name, _)| name.clone()).collect()
    }

    /// The files in it, in the order of its list, named below the archive.
    pub fn files(&self) -> Vec<InputFile> {
        self.entries.iter().map(|(name, entry)| self.file(name, *entry)).collect()
    }

    /// The file under a name in it.
    pub fn named(&self, name: &str) -> Option<InputFile> {
        self.entries.iter().find(|(its, _)| its == name).map(|(name, entry)| self.file(name, *entry))
    }

    fn file(&self, name: &str, entry: Entry) -> InputFile {
        InputFile::new(format!("{}/{name}", self.file.name), Arc::new(Packed { archive: self.file.clone(), entry }))
    }
}

impl Entry {
    fn of<R: Read>(packed: &ZipFile<'_, R>) -> Self {
        Self {
            start: packed.data_start().unwrap_or_default(),
            n_packed: packed.compressed_size(),
            n_bytes: packed.size(),
            crc: packed.crc32(),
            method: packed.compression(),
            is_encrypted: packed.encrypted(),
        }
    }
}

/// A file in an archive.
struct Packed {
    archive: InputFile,
    entry: Entry,
}

impl Content for Packed {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Unpacking::new(self.archive.clone(), self.entry)?))
    }

    fn n_bytes(&self) -> io::Result<u64> {
        Ok(self.entry.n_bytes)
    }

    fn is_packed(&self) -> bool {
        true
    }
}

/// A file of an archive being read. Going back begins anew.
struct Unpacking {
    archive: InputFile,
    entry: Entry,
    bytes: Box<dyn Read + Send>,
    at: u64,
    crc: Crc,
}

impl Unpacking {
    fn new(archive: InputFile, entry: Entry) -> io::Result<Self> {
        if entry.is_encrypted {
            return Err(io::Error::other("it is encrypted: unpack the archive with its password first"));
        }
        let mut packed = archive.open().map_err(|error| io::Error::other(error.to_string()))?;
        packed.seek(SeekFrom::Start(entry.start))?;
        let packed = packed.take(entry.n_packed);
        let bytes: Box<dyn Read + Send> = match entry.method {
            CompressionMethod::Stored => Box::new(BufReader::new(packed)),
            CompressionMethod::Deflated => Box::new(DeflateDecoder::new(packed)),
            method => {
                return Err(io::Error::other(format!("it is packed by {method}: unpack the archive first")));
            }
        };
        Ok(Self { archive, entry, bytes, at: 0, crc: Crc::new() })
    }
}

impl Read for Unpacking {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let n = self.bytes.read(into)?;
        self.at += n as u64;
        self.crc.update(into.get(..n).unwrap_or_default());
        if self.at > self.entry.n_bytes {
            return Err(io::Error::other("it is larger than the archive says"));
        }
        if n == 0 && !into.is_empty() && (self.at < self.entry.n_bytes || self.crc.sum() != self.entry.crc) {
            return Err(io::Error::other("it is damaged: it has another checksum than the archive says"));
        }
        Ok(n)
    }
}

impl Seek for Unpacking {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let target = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.entry.n_bytes.checked_add_signed(by),
        };
        let target = target.ok_or(io::ErrorKind::InvalidInput)?;
        if target < self.at {
            *self = Self::new(self.archive.clone(), self.entry)?;
        }
        let ahead = target - self.at;
        io::copy(&mut self.by_ref().take(ahead), &mut io::sink())?;
        Ok(self.at)
    }
}
