//! Where the columns of a DocBin lie. A first reading finds them, so that each can then be read on its own, document by
//! document, without any of them in memory.

use super::message_pack::{Pack, Wrong};
use super::strings::Strings;
use crate::formats::{FormatError, InputFile};
use flate2::read::ZlibDecoder;
use std::io::{self, BufRead, BufReader, Read, Take};

/// The most bytes that a file has, unpacked, or a hundred times as many as it has itself, if that is more.
const UNPACKED: u64 = 1_000_000_000;

/// The most bytes that the strings of a file have together.
const STRINGS: usize = 1_000_000_000;

/// The most attributes of a token; spaCy has 95.
const ATTRIBUTES: u64 = 1000;

/// The unpacked bytes of a file.
pub(super) type Unpacked = Counted<BufReader<ZlibDecoder<Box<dyn crate::formats::ReadSeek>>>>;

/// A column from its beginning to its end.
pub(super) type Column = Pack<Take<Unpacked>>;

/// A part of the unpacked bytes.
#[derive(Clone, Copy, Default, Debug)]
pub(super) struct Part {
    at: u64,
    n_bytes: u64,
}

/// What a file has where.
pub(super) struct Layout {
    pub(super) attributes: Vec<u64>,
    pub(super) strings: Strings,
    pub(super) n_documents: u64,
    pub(super) tokens: Part,
    pub(super) spaces: Part,
    pub(super) lengths: Part,
    pub(super) cats: Part,
    pub(super) flags: Part,
    pub(super) span_groups: Part,
    pub(super) user_data: Part,
}

impl Layout {
    pub(super) fn of(file: &InputFile) -> Result<Self, FormatError> {
        let malformed = |why: Wrong| FormatError::malformed(why, &file.name, 0, 0);
        let limit = UNPACKED.max(100 * file.n_bytes()?);
        let mut pack = Pack::new(unpacked(file)?.take(limit));
        // The checksum stands at the end.
        let layout = Self::parse(&mut pack).and_then(|layout| pack.skip_all().map(|()| layout));
        if pack.inner().limit() == 0 {
            return Err(malformed(format!("unpacked, it has over {} MB", limit / 1_000_000)));
        }
        layout.map_err(malformed)
    }

    fn parse(pack: &mut Pack<Take<Unpacked>>) -> Result<Self, Wrong> {
        let mut layout = Self {
            attributes: Vec::new(),
            strings: Strings::new(),
            n_documents: 0,
            tokens: Part::default(),
            spaces: Part::default(),
            lengths: Part::default(),
            cats: Part::default(),
            flags: Part::default(),
            span_groups: Part::default(),
            user_data: Part::default(),
        };
        for _ in 0..pack.map()? {
            match &*pack.string()? {
                "attrs" => layout.attributes = attributes(pack)?,
                "tokens" => layout.tokens = run(pack)?,
                "spaces" => layout.spaces = run(pack)?,
                "lengths" => layout.lengths = run(pack)?,
                "strings" => strings(pack, &mut layout.strings)?,
                "cats" => layout.cats = list(pack)?,
                "flags" => layout.flags = list(pack)?,
                "span_groups" => layout.span_groups = list(pack)?,
                "user_data" => layout.user_data = list(pack)?,
                _ => pack.skip()?,
            }
        }
        layout.n_documents = layout.lengths.n_bytes / 4;
        if layout.attributes.is_empty() && layout.n_documents > 0 {
            return Err("it is no DocBin of spaCy".to_owned());
        }
        Ok(layout)
    }
}

impl Part {
    /// Reads the part on its own.
    pub(super) fn open(self, file: &InputFile) -> Result<Column, FormatError> {
        let mut bytes = unpacked(file)?;
        io::copy(&mut bytes.by_ref().take(self.at), &mut io::sink()).map_err(|error| file.unreadable(&error))?;
        Ok(Pack::new(bytes.take(self.n_bytes)))
    }

    /// Reads a list with something for each document; nothing if it is empty.
    pub(super) fn open_list(self, file: &InputFile, n_documents: u64) -> Result<Option<Column>, FormatError> {
        if self.n_bytes == 0 {
            return Ok(None);
        }
        let mut column = self.open(file)?;
        let malformed = |why: Wrong| FormatError::malformed(why, &file.name, 0, 0);
        match column.list().map_err(malformed)? {
            0 => Ok(None),
            n if n == n_documents => Ok(Some(column)),
            n => Err(malformed(format!("it has {n_documents} documents and says {n} times something of one"))),
        }
    }
}

fn unpacked(file: &InputFile) -> Result<Unpacked, FormatError> {
    Ok(Counted { inner: BufReader::with_capacity(1 << 16, ZlibDecoder::new(file.open()?)), n: 0 })
}

fn place(pack: &Pack<Take<Unpacked>>) -> u64 {
    pack.inner().get_ref().n
}

fn attributes(pack: &mut Pack<Take<Unpacked>>) -> Result<Vec<u64>, Wrong> {
    match pack.list()? {
        n if n > ATTRIBUTES => Err(format!("its tokens have {n} attributes")),
        n => (0..n).map(|_| pack.number()).collect(),
    }
}

fn strings(pack: &mut Pack<Take<Unpacked>>, strings: &mut Strings) -> Result<(), Wrong> {
    let mut n_bytes = 0;
    for _ in 0..pack.list()? {
        let string = pack.string()?;
        n_bytes += string.len();
        if n_bytes > STRINGS {
            return Err(format!("its strings have over {} MB", STRINGS / 1_000_000));
        }
        strings.add(string);
    }
    Ok(())
}

fn run(pack: &mut Pack<Take<Unpacked>>) -> Result<Part, Wrong> {
    let n_bytes = pack.run()?;
    let part = Part { at: place(pack), n_bytes };
    pack.skip_bytes(n_bytes)?;
    Ok(part)
}

fn list(pack: &mut Pack<Take<Unpacked>>) -> Result<Part, Wrong> {
    let at = place(pack);
    pack.skip()?;
    Ok(Part { at, n_bytes: place(pack) - at })
}

/// Counts what is read.
pub(super) struct Counted<R> {
    inner: R,
    n: u64,
}

impl<R: BufRead> Read for Counted<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(bytes)?;
        self.n += n as u64;
        Ok(n)
    }
}

impl<R: BufRead> BufRead for Counted<R> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    fn consume(&mut self, n: usize) {
        self.n += n as u64;
        self.inner.consume(n);
    }
}
