//! Files as they come in: a name, and bytes that are read when they are wanted.

use super::{FormatError, Losses};
use crate::model::{DocumentId, Source};
use crate::text::{Decoded, Digest, Encoding, NotText, decode};
use smol_str::SmolStr;
use std::fmt;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek, SeekFrom};
use std::sync::{Arc, OnceLock};

/// Bytes that can be read from any place.
pub trait ReadSeek: Read + Seek + Send {}

impl<T: Read + Seek + Send> ReadSeek for T {}

/// Where the bytes of a file are.
pub trait Content: Send + Sync {
    /// Opens them at their beginning, as often as is wanted.
    fn open(&self) -> io::Result<Box<dyn ReadSeek>>;

    /// How many there are.
    fn n_bytes(&self) -> io::Result<u64>;

    /// Whether they have to be unpacked up to a place before they can be read there.
    fn is_packed(&self) -> bool {
        false
    }
}

impl Content for Vec<u8> {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Cursor::new(self.clone())))
    }

    fn n_bytes(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }
}

impl Content for Arc<[u8]> {
    fn open(&self) -> io::Result<Box<dyn ReadSeek>> {
        Ok(Box::new(Cursor::new(Self::clone(self))))
    }

    fn n_bytes(&self) -> io::Result<u64> {
        Ok(self.len() as u64)
    }
}

/// A file as it came in. Clones are the same file.
#[derive(Clone)]
pub struct InputFile {
    /// Its path as a person named it, parts separated by `/`; messages end with it.
    pub name: String,
    content: Arc<dyn Content>,
    /// What it was read as, once it was.
    encoding: Arc<OnceLock<&'static str>>,
}

impl InputFile {
    /// A file whose bytes are somewhere.
    pub fn new(name: impl Into<String>, content: Arc<dyn Content>) -> Self {
        Self { name: name.into(), content, encoding: Arc::default() }
    }

    /// A file whose bytes are here.
    pub fn of_bytes(name: impl Into<String>, bytes: impl Into<Vec<u8>>) -> Self {
        let bytes: Arc<[u8]> = bytes.into().into();
        Self::new(name, Arc::new(bytes))
    }

    /// The encoding that its text was read in, once it was.
    pub fn encoding(&self) -> Option<&'static str> {
        self.encoding.get().copied()
    }

    /// Keeps what its text is read in.
    pub(super) fn is_read_as(&self, encoding: &'static str) {
        // The first reading tells.
        let _ = self.encoding.set(encoding);
    }

    /// Its name without the folders it lies in.
    pub fn file_name(&self) -> &str {
        file_name(&self.name)
    }

    /// Its name without folders and ending.
    pub fn stem(&self) -> &str {
        let name = self.file_name();
        name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
    }

    /// The id of a document that is the whole file: its stem, where that can be one. Standard input has no name.
    pub fn id(&self) -> Option<SmolStr> {
        let stem = Some(self.stem()).filter(|stem| *stem != "-" && DocumentId::new(stem).is_ok());
        stem.map(SmolStr::from)
    }

    /// The ending of its name, in small letters.
    pub fn ending(&self) -> String {
        ending(&self.name)
    }

    /// The bytes, from the beginning.
    pub fn open(&self) -> Result<Box<dyn ReadSeek>, FormatError> {
        self.content.open().map_err(|error| self.unreadable(&error))
    }

    /// The same file where any place in it is found at once: one that is packed is unpacked into memory.
    pub(super) fn at_hand(&self) -> Result<Self, FormatError> {
        if !self.content.is_packed() {
            return Ok(self.clone());
        }
        Ok(Self::of_bytes(self.name.clone(), self.bytes(u64::MAX)?))
    }

    /// How many bytes there are.
    pub fn n_bytes(&self) -> Result<u64, FormatError> {
        self.content.n_bytes().map_err(|error| self.unreadable(&error))
    }

    /// At most so many bytes from the beginning.
    pub fn head(&self, n: u64) -> Result<Vec<u8>, FormatError> {
        let mut bytes = Vec::new();
        self.open()?.take(n).read_to_end(&mut bytes).map_err(|error| self.unreadable(&error))?;
        Ok(bytes)
    }

    /// Whether the last line has an end. A file without one may be cut off.
    pub fn has_last_end(&self) -> Result<bool, FormatError> {
        let mut last = Vec::new();
        let mut bytes = self.open()?;
        let read = bytes.seek(SeekFrom::Start(self.n_bytes()?.saturating_sub(2)));
        read.and_then(|_| bytes.read_to_end(&mut last)).map_err(|error| self.unreadable(&error))?;
        // In UTF-16 a zero may stand after it.
        Ok(last.is_empty() || last.ends_with(b"\n") || last.ends_with(b"\n\0"))
    }

    /// All bytes, unless there are more than `limit`.
    pub fn bytes(&self, limit: u64) -> Result<Vec<u8>, FormatError> {
        if self.n_bytes()? > limit {
            return Err(self.too_large(limit)?);
        }
        let bytes = self.head(limit.saturating_add(1))?;
        if bytes.len() as u64 > limit {
            return Err(self.too_large(limit)?);
        }
        Ok(bytes)
    }

    fn too_large(&self, limit: u64) -> Result<FormatError, FormatError> {
        Ok(FormatError::TooLarge { bytes: self.n_bytes()?, limit, file: self.name.clone() })
    }

    /// The file as text, in an encoding that is asked for or found out.
    pub fn text(&self, limit: u64, encoding: Option<&'static Encoding>) -> Result<Decoded, FormatError> {
        self.decoded(&self.bytes(limit)?, encoding)
    }

    /// Bytes of the file as text.
    pub fn decoded(&self, bytes: &[u8], encoding: Option<&'static Encoding>) -> Result<Decoded, FormatError> {
        let decoded = decode(bytes, encoding).map_err(|why| match why {
            NotText::TooLong(why) => FormatError::TooLong { why, file: self.name.clone() },
            why => FormatError::NotText { why, file: self.name.clone() },
        })?;
        self.is_read_as(decoded.encoding);
        Ok(decoded)
    }

    /// The lines of a file that can be larger than memory, with their numbers, counted from 1, and without their ends.
    /// They are UTF-8; a file in another encoding is decoded as a whole, up to `limit`.
    pub fn lines(
        &self,
        limit: u64,
        encoding: Option<&'static Encoding>,
        losses: &mut Losses,
        mut each: impl FnMut(usize, &str, &mut Losses) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let is_utf8 = encoding.is_none_or(|encoding| encoding.name() == "UTF-8");
        let mut reader = BufReader::with_capacity(1 << 16, self.open()?);
        let mut line = Vec::new();
        for number in 1.. {
            line.clear();
            let n = reader.by_ref().take(limit.saturating_add(1)).read_until(b'\n', &mut line);
            if n.map_err(|error| self.unreadable(&error))? == 0 {
                break;
            }
            if line.len() as u64 > limit {
                return Err(FormatError::malformed(format!("the line has over {limit} bytes"), &self.name, number, 0));
            }
            let bytes = if number == 1 { line.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&line) } else { &line };
            match str::from_utf8(bytes).ok().filter(|_| is_utf8) {
                Some(line) => each(number, line.strip_suffix('\n').unwrap_or(line), losses)?,
                None => return self.decoded_lines(number, limit, encoding, losses, each),
            }
        }
        self.is_read_as("UTF-8");
        Ok(())
    }

    /// The lines from a number on of a file in another encoding than UTF-8.
    fn decoded_lines(
        &self,
        from: usize,
        limit: u64,
        encoding: Option<&'static Encoding>,
        losses: &mut Losses,
        mut each: impl FnMut(usize, &str, &mut Losses) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let decoded = self.text(limit, encoding)?;
        losses.add_replaced(&decoded, &self.name);
        for (line, number) in decoded.text.as_str().split('\n').zip(1..).skip(from - 1) {
            each(number, line, losses)?;
        }
        Ok(())
    }

    /// The line and column of a byte. The file is read again for them, as only messages need them.
    pub(super) fn line_and_column(&self, at: u64) -> (usize, usize) {
        let Ok(file) = self.open() else { return (0, 0) };
        let mut before = BufReader::new(file.take(at));
        let (mut line, mut read) = (1, Vec::new());
        while before.read_until(b'\n', &mut read).is_ok_and(|n| n > 0) && read.ends_with(b"\n") {
            line += 1;
            read.clear();
        }
        (line, 1 + String::from_utf8_lossy(&read).chars().count())
    }

    /// What a document keeps of the file it came from, when the file was text.
    pub fn source(&self, decoded: &Decoded) -> Source {
        Source {
            file: self.file_name().to_owned(),
            encoding: decoded.encoding.to_owned(),
            bom: decoded.bom,
            sha256: Some(decoded.original),
            importer: String::new(),
        }
    }

    /// What a document keeps of the file it came from, when the file was no text.
    pub fn binary_source(&self, bytes: &[u8]) -> Source {
        Source { file: self.file_name().to_owned(), sha256: Some(Digest::of(bytes)), ..Source::default() }
    }

    pub(super) fn unreadable(&self, error: &io::Error) -> FormatError {
        FormatError::Unreadable { why: error.to_string(), file: self.name.clone() }
    }
}

impl fmt::Debug for InputFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("InputFile").field("name", &self.name).finish_non_exhaustive()
    }
}

/// The last part of a path.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit(['/', '\\']).next().unwrap_or_default()
}

/// The folder of a path with the separator after it; nothing for a name alone.
pub(super) fn folder(path: &str) -> &str {
    path.strip_suffix(file_name(path)).unwrap_or_default()
}

/// The ending of a file's name, in small letters.
pub(super) fn ending(name: &str) -> String {
    file_name(name).rsplit_once('.').map(|(_, ending)| ending.to_lowercase()).unwrap_or_default()
}
