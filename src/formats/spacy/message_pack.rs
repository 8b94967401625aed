//! MessagePack, piece by piece out of bytes that are there: a count in a file makes nothing grow before its values are seen.

use rmp::Marker;
use rmp::decode::{
    RmpRead, read_array_len, read_bin_len, read_bool, read_int, read_map_len, read_marker, read_str_len,
};

/// What is wrong with the bytes.
pub(super) type Wrong = String;

/// Bytes of MessagePack from some place on.
#[derive(Clone, Copy)]
pub(super) struct Pack<'b>(&'b [u8]);

/// A number, a yes or a no.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) enum Plain {
    Number(f64),
    YesNo(bool),
}

fn wrong(what: &'static str) -> impl Fn() -> Wrong {
    move || format!("{what} is missing, or the file is cut off")
}

impl<'b> Pack<'b> {
    pub(super) const fn new(bytes: &'b [u8]) -> Self {
        Self(bytes)
    }

    /// How many pairs follow.
    pub(super) fn map(&mut self) -> Result<u32, Wrong> {
        read_map_len(&mut self.0).map_err(|_| wrong("a map")())
    }

    /// How many values follow.
    pub(super) fn list(&mut self) -> Result<u32, Wrong> {
        read_array_len(&mut self.0).map_err(|_| wrong("a list")())
    }

    /// Whether a map comes, and no list.
    pub(super) fn is_map(&self) -> bool {
        let marker = self.0.first().map(|byte| Marker::from_u8(*byte));
        matches!(marker, Some(Marker::FixMap(_) | Marker::Map16 | Marker::Map32))
    }

    pub(super) fn string(&mut self) -> Result<&'b str, Wrong> {
        let len = read_str_len(&mut self.0).map_err(|_| wrong("a string")())?;
        str::from_utf8(self.take(u64::from(len))?).map_err(|_| "a string is no UTF-8".to_owned())
    }

    /// Bytes, which old files have as strings.
    pub(super) fn bytes(&mut self) -> Result<&'b [u8], Wrong> {
        let mut ahead = self.0;
        let len = match read_bin_len(&mut ahead) {
            Ok(len) => len,
            Err(_) => {
                ahead = self.0;
                read_str_len(&mut ahead).map_err(|_| wrong("a run of bytes")())?
            }
        };
        self.0 = ahead;
        self.take(u64::from(len))
    }

    pub(super) fn integer(&mut self) -> Result<i64, Wrong> {
        read_int(&mut self.0).map_err(|_| wrong("a number")())
    }

    /// A number, a yes or a no; nothing for anything else, which is left out.
    pub(super) fn plain(&mut self) -> Result<Option<Plain>, Wrong> {
        let mut ahead = self.0;
        if let Ok(yes) = read_bool(&mut ahead) {
            self.0 = ahead;
            return Ok(Some(Plain::YesNo(yes)));
        }
        let mut ahead = self.0;
        if let Ok(number) = read_int::<i64, _>(&mut ahead) {
            self.0 = ahead;
            return Ok(Some(Plain::Number(number as f64)));
        }
        let mut ahead = self.0;
        let number = match read_marker(&mut ahead) {
            Ok(Marker::F64) => ahead.read_data_f64().ok(),
            Ok(Marker::F32) => ahead.read_data_f32().ok().map(f64::from),
            _ => None,
        };
        if let Some(number) = number {
            self.0 = ahead;
            return Ok(Some(Plain::Number(number)));
        }
        self.skip()?;
        Ok(None)
    }

    /// Goes past one value, whatever it is.
    pub(super) fn skip(&mut self) -> Result<(), Wrong> {
        let mut n_left: u64 = 1;
        while n_left > 0 {
            n_left -= 1;
            let marker = read_marker(&mut self.0).map_err(|_| wrong("a value")())?;
            let (n_bytes, n_values) = self.extent(marker)?;
            self.take(n_bytes)?;
            n_left += n_values;
        }
        Ok(())
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

    fn count(&mut self, n_bytes: u64) -> Result<u64, Wrong> {
        Ok(self.take(n_bytes)?.iter().fold(0, |count, byte| count << 8 | u64::from(*byte)))
    }

    fn take(&mut self, n: u64) -> Result<&'b [u8], Wrong> {
        let parts = usize::try_from(n).ok().and_then(|n| self.0.split_at_checked(n));
        let (taken, rest) = parts.ok_or_else(wrong("a value"))?;
        self.0 = rest;
        Ok(taken)
    }
}
