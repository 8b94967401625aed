//! MessagePack, piece by piece as it comes: a count in a file makes nothing grow before its values are seen.

use rmp::Marker;
use std::io::{self, BufRead, ErrorKind, Read};

/// What is wrong with the bytes.
pub(super) type Wrong = String;

/// The most bytes of one string or run of bytes that is kept.
const RUN: u64 = 256_000_000;

/// MessagePack from some place on.
pub(super) struct Pack<R>(R);

/// A number, a yes or a no.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Plain {
    Number(f64),
    YesNo(bool),
}

/// Why bytes did not come.
fn stopped(error: &io::Error, what: &str) -> Wrong {
    match error.kind() {
        ErrorKind::UnexpectedEof if error.get_ref().is_none() => format!("{what} is missing, or the file is cut off"),
        _ => format!("it cannot be unpacked: {error}"),
    }
}

impl<R: BufRead> Pack<R> {
    pub(super) const fn new(bytes: R) -> Self {
        Self(bytes)
    }

    /// What the values are read from.
    pub(super) const fn inner(&self) -> &R {
        &self.0
    }

    /// How many pairs follow.
    pub(super) fn map(&mut self) -> Result<u64, Wrong> {
        match self.marker("a map")? {
            Marker::FixMap(n) => Ok(u64::from(n)),
            Marker::Map16 => self.count(2),
            Marker::Map32 => self.count(4),
            _ => Err("a map is missing".to_owned()),
        }
    }

    /// How many values follow.
    pub(super) fn list(&mut self) -> Result<u64, Wrong> {
        match self.marker("a list")? {
            Marker::FixArray(n) => Ok(u64::from(n)),
            Marker::Array16 => self.count(2),
            Marker::Array32 => self.count(4),
            _ => Err("a list is missing".to_owned()),
        }
    }

    /// Whether a map comes, and no list.
    pub(super) fn is_map(&mut self) -> Result<bool, Wrong> {
        Ok(matches!(self.next("a map")?, Marker::FixMap(_) | Marker::Map16 | Marker::Map32))
    }

    pub(super) fn string(&mut self) -> Result<String, Wrong> {
        let marker = self.marker("a string")?;
        let n = self.string_len(marker)?.ok_or("a string is missing")?;
        String::from_utf8(self.take(n)?).map_err(|_| "a string is no UTF-8".to_owned())
    }

    /// How many bytes follow in a run of them, which old files have as a string.
    pub(super) fn run(&mut self) -> Result<u64, Wrong> {
        match self.marker("a run of bytes")? {
            Marker::Bin8 => self.count(1),
            Marker::Bin16 => self.count(2),
            Marker::Bin32 => self.count(4),
            other => self.string_len(other)?.ok_or_else(|| "a run of bytes is missing".to_owned()),
        }
    }

    pub(super) fn bytes(&mut self) -> Result<Vec<u8>, Wrong> {
        let n = self.run()?;
        self.take(n)
    }

    /// Bytes; nothing for anything else, which is left out.
    pub(super) fn bytes_if_any(&mut self) -> Result<Option<Vec<u8>>, Wrong> {
        match self.next("a value")? {
            Marker::Bin8
            | Marker::Bin16
            | Marker::Bin32
            | Marker::FixStr(_)
            | Marker::Str8
            | Marker::Str16
            | Marker::Str32 => self.bytes().map(Some),
            _ => self.skip().map(|()| None),
        }
    }

    pub(super) fn number(&mut self) -> Result<u64, Wrong> {
        match self.marker("a number")? {
            Marker::FixPos(n) => Ok(u64::from(n)),
            Marker::U8 => self.count(1),
            Marker::U16 => self.count(2),
            Marker::U32 => self.count(4),
            Marker::U64 => self.count(8),
            _ => Err("a number is missing".to_owned()),
        }
    }

    /// A number, a yes or a no; nothing for anything else, which is left out.
    pub(super) fn plain(&mut self) -> Result<Option<Plain>, Wrong> {
        let marker = self.marker("a value")?;
        let signed = |n: i64| Some(Plain::Number(n as f64));
        Ok(match marker {
            Marker::True => Some(Plain::YesNo(true)),
            Marker::False => Some(Plain::YesNo(false)),
            Marker::FixPos(n) => signed(i64::from(n)),
            Marker::FixNeg(n) => signed(i64::from(n)),
            Marker::U8 => signed(self.count(1)? as i64),
            Marker::U16 => signed(self.count(2)? as i64),
            Marker::U32 => signed(self.count(4)? as i64),
            Marker::U64 => Some(Plain::Number(self.count(8)? as f64)),
            Marker::I8 => signed(i64::from(self.count(1)? as i8)),
            Marker::I16 => signed(i64::from(self.count(2)? as i16)),
            Marker::I32 => signed(i64::from(self.count(4)? as i32)),
            Marker::I64 => signed(self.count(8)? as i64),
            Marker::F32 => Some(Plain::Number(f64::from(f32::from_bits(self.count(4)? as u32)))),
            Marker::F64 => Some(Plain::Number(f64::from_bits(self.count(8)?))),
            other => {
                self.pass(other)?;
                None
            }
        })
    }

    /// The next bytes, whatever they are.
    pub(super) fn fill(&mut self, bytes: &mut [u8], what: &str) -> Result<(), Wrong> {
        self.0.read_exact(bytes).map_err(|error| stopped(&error, what))
    }

    /// Goes past one value, whatever it is.
    pub(super) fn skip(&mut self) -> Result<(), Wrong> {
        let marker = self.marker("a value")?;
        self.pass(marker)
    }

    /// Goes past so many bytes.
    pub(super) fn skip_bytes(&mut self, n: u64) -> Result<(), Wrong> {
        let passed = io::copy(&mut self.0.by_ref().take(n), &mut io::sink());
        match passed.map_err(|error| stopped(&error, "a value"))? {
            passed if passed == n => Ok(()),
            _ => Err("a value is missing, or the file is cut off".to_owned()),
        }
    }

    /// Goes past all that is left.
    pub(super) fn skip_all(&mut self) -> Result<(), Wrong> {
        io::copy(&mut self.0, &mut io::sink()).map(drop).map_err(|error| stopped(&error, "the end"))
    }

    /// Goes past a value that begins so, with all that stands in it.
    fn pass(&mut self, marker: Marker) -> Result<(), Wrong> {
        let (mut marker, mut n_left) = (marker, 1_u64);
        loop {
            let (n_bytes, n_values) = self.extent(marker)?;
            self.skip_bytes(n_bytes)?;
            n_left += n_values;
            n_left -= 1;
            if n_left == 0 {
                return Ok(());
            }
            marker = self.marker("a value")?;
        }
    }

    /// How many bytes of its own a value still has, and how many values stand in it.
    fn extent(&mut self, marker: Marker) -> Result<(u64, u64), Wrong> {
        Ok(match marker {
            Marker::FixPos(_) | Marker::FixNeg(_) | Marker::Null | Marker::True | Marker::False | Marker::Reserved => {
                (0, 0)
            }
            Marker::FixMap(n) => (0, 2 * u64::from(n)),
            Marker::FixArray(n) => (0, u64::from(n)),
            Marker::FixStr(n) => (u64::from(n), 0),
            Marker::Str8 | Marker::Bin8 => (self.count(1)?, 0),
            Marker::Str16 | Marker::Bin16 => (self.count(2)?, 0),
            Marker::Str32 | Marker::Bin32 => (self.count(4)?, 0),
            Marker::Array16 => (0, self.count(2)?),
            Marker::Array32 => (0, self.count(4)?),
            Marker::Map16 => (0, 2 * self.count(2)?),
            Marker::Map32 => (0, 2 * self.count(4)?),
            Marker::U8 | Marker::I8 => (1, 0),
            Marker::U16 | Marker::I16 => (2, 0),
            Marker::U32 | Marker::I32 | Marker::F32 => (4, 0),
            Marker::U64 | Marker::I64 | Marker::F64 => (8, 0),
            Marker::FixExt1 => (2, 0),
            Marker::FixExt2 => (3, 0),
            Marker::FixExt4 => (5, 0),
            Marker::FixExt8 => (9, 0),
            Marker::FixExt16 => (17, 0),
            Marker::Ext8 => (self.count(1)? + 1, 0),
            Marker::Ext16 => (self.count(2)? + 1, 0),
            Marker::Ext32 => (self.count(4)? + 1, 0),
        })
    }

    fn string_len(&mut self, marker: Marker) -> Result<Option<u64>, Wrong> {
        Ok(Some(match marker {
            Marker::FixStr(n) => u64::from(n),
            Marker::Str8 => self.count(1)?,
            Marker::Str16 => self.count(2)?,
            Marker::Str32 => self.count(4)?,
            _ => return Ok(None),
        }))
    }

    /// How the next value begins, which stays where it is.
    fn next(&mut self, what: &str) -> Result<Marker, Wrong> {
        let ahead = self.0.fill_buf().map_err(|error| stopped(&error, what))?;
        let byte = ahead.first().ok_or_else(|| format!("{what} is missing, or the file is cut off"))?;
        Ok(Marker::from_u8(*byte))
    }

    fn marker(&mut self, what: &str) -> Result<Marker, Wrong> {
        let marker = self.next(what)?;
        self.0.consume(1);
        Ok(marker)
    }

    fn count(&mut self, n_bytes: usize) -> Result<u64, Wrong> {
        let mut bytes = [0; 8];
        let count = bytes.get_mut(8 - n_bytes..).unwrap_or_default();
        self.0.read_exact(count).map_err(|error| stopped(&error, "a count"))?;
        Ok(u64::from_be_bytes(bytes))
    }

    fn take(&mut self, n: u64) -> Result<Vec<u8>, Wrong> {
        if n > RUN {
            return Err(format!(
                "it has a value of {} MB, and the largest that is read has {} MB",
                n / 1_000_000,
                RUN / 1_000_000
            ));
        }
        let mut bytes = Vec::new();
        let read = self.0.by_ref().take(n).read_to_end(&mut bytes);
        match read.map_err(|error| stopped(&error, "a value"))? as u64 {
            read if read == n => Ok(bytes),
            _ => Err("a value is missing, or the file is cut off".to_owned()),
        }
    }
}
