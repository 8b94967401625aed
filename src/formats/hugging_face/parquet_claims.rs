//! What a Parquet file says of itself, before its reader believes it: how deep its columns lie in each other, and how
//! large its pages are when they are unpacked. The reader makes room for all of that at once.

use super::thrift::{Kind, Thrift};
use crate::formats::{InputFile, ReadSeek};
use flate2::read::MultiGzDecoder;
use parquet::basic::Compression;
use parquet::file::metadata::ParquetMetaData;
use std::io::{BufReader, Read, Seek, SeekFrom, copy, sink};

/// The largest description of a file.
const FOOTER: u64 = 32_000_000;

/// How deep columns may lie in each other.
const DEPTH: usize = 64;

/// The largest page, unpacked: one of the longest text, and as much again.
const PAGE: i64 = 256_000_000;

/// The most values that pages may say once for all.
const DICTIONARY: i64 = 16_000_000;

/// What a page of the second version calls its kind.
const SECOND: i64 = 3;

/// What is wrong.
type Wrong = String;

/// Refuses files whose columns lie too deep in each other, or are said to be more than there are.
pub(super) fn check_columns(file: &InputFile) -> Result<(), Wrong> {
    let damaged = || "the file is damaged: its end does not say what is in it".to_owned();
    let (n_bytes, mut bytes) = file.n_bytes().and_then(|n| Ok((n, file.open()?))).map_err(|error| error.to_string())?;
    let mut end = [0; 8];
    let at = n_bytes.checked_sub(8).ok_or_else(damaged)?;
    read_at(&mut bytes, at, &mut end).ok_or_else(damaged)?;
    let [a, b, c, d, ..] = end;
    let n_footer = u64::from(u32::from_le_bytes([a, b, c, d]));
    let start = at.checked_sub(n_footer).ok_or_else(damaged)?;
    if n_footer > FOOTER {
        return Err(format!("the file says in {} MB what is in it", n_footer / 1_000_000));
    }
    bytes.seek(SeekFrom::Start(start)).map_err(|error| error.to_string())?;
    let mut columns = Vec::new();
    let read = Thrift::new(BufReader::new(bytes.take(n_footer))).record(|thrift, number, kind| match (number, kind) {
        (2, Kind::LIST) => {
            columns = counts_of_children(thrift)?;
            Some(true)
        }
        _ => Some(false),
    });
    read.ok_or_else(damaged)?;
    if is_deeper_than(DEPTH, &columns).ok_or_else(damaged)? {
        return Err(format!("over {DEPTH} columns lie in each other"));
    }
    Ok(())
}

fn read_at(bytes: &mut Box<dyn ReadSeek>, at: u64, into: &mut [u8]) -> Option<()> {
    bytes.seek(SeekFrom::Start(at)).ok()?;
    bytes.read_exact(into).ok()
}

/// How many columns each column has in it, in the order of the file: those in a column come after it.
fn counts_of_children<R: Read>(thrift: &mut Thrift<R>) -> Option<Vec<u64>> {
    let (n, kind) = thrift.list()?;
    (kind == Kind::RECORD).then_some(())?;
    let mut counts = Vec::new();
    for _ in 0..n {
        let mut count = 0;
        thrift.record(|thrift, number, kind| match (number, kind) {
            (5, Kind::INTEGER) => {
                count = u64::try_from(thrift.integer()?).ok()?;
                Some(true)
            }
            _ => Some(false),
        })?;
        counts.push(count);
    }
    Some(counts)
}

/// Whether columns lie deeper in each other than a bound; nothing if there are fewer than they say.
fn is_deeper_than(bound: usize, counts: &[u64]) -> Option<bool> {
    // How many are still to come in each column that is open.
    let mut open: Vec<u64> = Vec::new();
    for (at, count) in counts.iter().enumerate() {
        let n_after = counts.len() - at - 1;
        (*count <= n_after as u64).then_some(())?;
        if let Some(left) = open.last_mut() {
            *left = left.saturating_sub(1);
        }
        open.push(*count);
        if open.len() > bound {
            return Some(true);
        }
        while open.last() == Some(&0) {
            open.pop();
        }
    }
    Some(false)
}

/// Refuses files with pages that are larger, unpacked, than any that is read.
pub(super) fn check_pages(file: &InputFile, metadata: &ParquetMetaData) -> Result<(), Wrong> {
    let n_bytes = file.n_bytes().map_err(|error| error.to_string())?;
    let mut bytes = file.open().map_err(|error| error.to_string())?;
    for column in metadata.row_groups().iter().flat_map(|group| group.columns()) {
        check_codec(column.compression())?;
        let (mut at, length) = column.byte_range();
        let end = at.checked_add(length).filter(|end| *end <= n_bytes);
        let end = end.ok_or_else(|| "the file ends before what it says is in it".to_owned())?;
        while at < end {
            bytes.seek(SeekFrom::Start(at)).map_err(|error| error.to_string())?;
            let page = Page::read((&mut bytes).take(end - at));
            let page = page.ok_or_else(|| format!("the page at byte {at} is damaged"))?;
            let checked = page.check().and_then(|()| match column.compression() {
                Compression::GZIP(_) => page.check_gzip(&mut bytes, at),
                _ => Ok(()),
            });
            checked.map_err(|why| format!("the page at byte {at} {why}"))?;
            at += page.n_bytes;
        }
    }
    Ok(())
}

/// Refuses what is packed in a way that is not read.
fn check_codec(codec: Compression) -> Result<(), Wrong> {
    let name = match codec {
        Compression::UNCOMPRESSED | Compression::SNAPPY | Compression::GZIP(_) | Compression::ZSTD(_) => return Ok(()),
        Compression::BROTLI(_) => "brotli",
        Compression::LZ4 | Compression::LZ4_RAW => "lz4",
        Compression::LZO => "lzo",
    };
    let read = "only snappy, gzip, zstd and none are read";
    Err(format!("its pages are packed by {name}, and {read}: write it again with compression='snappy'"))
}

/// What a page says of itself.
struct Page {
    /// How many bytes it has in the file, and how many of those are what it says of itself.
    n_bytes: u64,
    n_said: u64,
    /// How many it has unpacked.
    n_unpacked: i64,
    /// How many values it says once for all.
    n_values: i64,
    /// Whether it is of the second version, which packs a part of itself alone.
    is_second: bool,
}

impl Page {
    fn read(bytes: impl Read) -> Option<Self> {
        let (mut n_packed, mut n_unpacked, mut n_values, mut is_second) = (0, 0, 0, false);
        let mut thrift = Thrift::new(BufReader::with_capacity(256, bytes));
        // A number that is there twice counts as the larger: a reader may take either.
        thrift.record(|thrift, number, kind| {
            match (number, kind) {
                (1, Kind::INTEGER) => is_second |= thrift.integer()? == SECOND,
                (2, Kind::INTEGER) => n_unpacked = thrift.integer()?.max(n_unpacked),
                (3, Kind::INTEGER) => n_packed = thrift.integer()?,
                (7, Kind::RECORD) => thrift.record(|thrift, number, kind| match (number, kind) {
                    (1, Kind::INTEGER) => {
                        n_values = thrift.integer()?.max(n_values);
                        Some(true)
                    }
                    _ => Some(false),
                })?,
                _ => return Some(false),
            }
            Some(true)
        })?;
        let n_said = thrift.n_read();
        let n_bytes = n_said.checked_add(u64::try_from(n_packed).ok()?)?;
        Some(Self { n_bytes, n_said, n_unpacked, n_values, is_second })
    }

    fn check(&self) -> Result<(), Wrong> {
        if self.n_unpacked > PAGE {
            let (has, most) = (self.n_unpacked / 1_000_000, PAGE / 1_000_000);
            return Err(format!("has {has} MB unpacked, and the largest that is read has {most} MB"));
        }
        if self.n_values > DICTIONARY.min(self.n_unpacked) {
            return Err(format!("says that it has {} values, for which it has no room", self.n_values));
        }
        Ok(())
    }

    /// Refuses a page that gzip unpacks to more than it says: the reader would go on to the end. What is damaged before that
    /// is left to the reader.
    fn check_gzip(&self, bytes: &mut Box<dyn ReadSeek>, at: u64) -> Result<(), Wrong> {
        if self.is_second {
            return Err("is of version 2 and packed by gzip: write it again with compression='snappy'".to_owned());
        }
        let most = u64::try_from(self.n_unpacked).unwrap_or_default();
        bytes.seek(SeekFrom::Start(at.saturating_add(self.n_said))).map_err(|error| error.to_string())?;
        let packed = bytes.take(self.n_bytes.saturating_sub(self.n_said));
        match copy(&mut MultiGzDecoder::new(packed).take(most.saturating_add(1)), &mut sink()) {
            Ok(n) if n > most => Err(format!("has more than the {most} bytes unpacked that it says")),
            _ => Ok(()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_packed_otherwise_is_named() {
        assert_eq!(check_codec(Compression::SNAPPY), Ok(()));
        assert_eq!(check_codec(Compression::GZIP(Default::default())), Ok(()));
        let why = "its pages are packed by lz4, and only snappy, gzip, zstd and none are read: write it again with compression='snappy'";
        assert_eq!(check_codec(Compression::LZ4_RAW).unwrap_err(), why);
    }

    #[test]
    fn gzip_unpacks_to_no_more_than_a_page_says() {
        use std::io::{Cursor, Write};
        let mut packed = flate2::write::GzEncoder::new(vec![0, 0, 0], flate2::Compression::default());
        packed.write_all(&[0; 100_000]).unwrap();
        let packed = packed.finish().unwrap();
        let n_bytes = packed.len() as u64;
        let check = |n_unpacked, is_second| {
            let page = Page { n_bytes, n_said: 3, n_unpacked, n_values: 0, is_second };
            page.check_gzip(&mut (Box::new(Cursor::new(packed.clone())) as Box<dyn ReadSeek>), 0)
        };
        assert_eq!(check(100_000, false), Ok(()));
        assert_eq!(check(99_999, false).unwrap_err(), "has more than the 99999 bytes unpacked that it says");
        assert!(check(100_000, true).is_err());
    }

    #[test]
    fn columns_are_as_deep_as_they_lie_in_each_other() {
        // A table of two columns, one of which has one in it.
        assert_eq!(is_deeper_than(3, &[2, 1, 0, 0]), Some(false));
        assert_eq!(is_deeper_than(2, &[2, 1, 0, 0]), Some(true));
        assert_eq!(is_deeper_than(2, &[3, 0, 0, 0]), Some(false));
        assert_eq!(is_deeper_than(9, &[2, 0]), None);
    }
}
