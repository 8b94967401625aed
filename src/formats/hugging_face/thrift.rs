//! The compact form of Thrift, in which Parquet says what is in a file: as far as it takes to see what a file claims,
//! before its reader believes it.

use std::io::{self, Read};

/// How deep values may lie in each other.
const DEPTH: usize = 64;

/// What a value is, as its half of a byte says it.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Kind(u8);

impl Kind {
    pub(super) const INTEGER: Self = Self(5);
    pub(super) const LIST: Self = Self(9);
    pub(super) const RECORD: Self = Self(12);
}

/// Bytes of Thrift from some place on. There is nothing where they end too soon, or say what cannot be.
pub(super) struct Thrift<R> {
    bytes: R,
    n_read: u64,
}

impl<R: Read> Thrift<R> {
    pub(super) const fn new(bytes: R) -> Self {
        Self { bytes, n_read: 0 }
    }

    /// How many bytes were read.
    pub(super) const fn n_read(&self) -> u64 {
        self.n_read
    }

    /// Goes through the fields of a record. `take` reads the value of a field, or says by `false` that it did not.
    pub(super) fn record(&mut self, mut take: impl FnMut(&mut Self, i16, Kind) -> Option<bool>) -> Option<()> {
        let mut number = 0;
        while let Some(kind) = self.field(&mut number)? {
            if !take(self, number, kind)? {
                self.skip(kind, DEPTH)?;
            }
        }
        Some(())
    }

    /// What the next field of a record is, and by which number; nothing at the end of the record.
    fn field(&mut self, number: &mut i16) -> Option<Option<Kind>> {
        let head = self.byte()?;
        if head & 0x0F == 0 {
            return Some(None);
        }
        *number = match head >> 4 {
            0 => i16::try_from(self.integer()?).ok()?,
            step => number.checked_add(i16::from(step))?,
        };
        Some(Some(Kind(head & 0x0F)))
    }

    /// How many values a list has, and what they are.
    pub(super) fn list(&mut self) -> Option<(u64, Kind)> {
        let head = self.byte()?;
        let n = match head >> 4 {
            15 => self.number()?,
            n => u64::from(n),
        };
        Some((n, Kind(head & 0x0F)))
    }

    /// A number with its sign.
    pub(super) fn integer(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1) as i64 ^ -((number & 1) as i64))
    }

    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// Goes past a value.
    fn skip(&mut self, kind: Kind, depth: usize) -> Option<()> {
        let depth = depth.checked_sub(1)?;
        match kind.0 {
            // In a field, a yes or no is its kind and no more.
            1 | 2 => Some(()),
            3 => self.pass(1),
            4..=6 => self.number().map(drop),
            7 => self.pass(8),
            8 => {
                let n = self.number()?;
                self.pass(n)
            }
            9 | 10 => {
                let (n, kind) = self.list()?;
                (0..n).try_for_each(|_| self.skip_item(kind, depth))
            }
            11 => match self.number()? {
                0 => Some(()),
                n => {
                    let kinds = self.byte()?;
                    let (key, value) = (Kind(kinds >> 4), Kind(kinds & 0x0F));
                    (0..n).try_for_each(|_| self.skip_item(key, depth).and_then(|()| self.skip_item(value, depth)))
                }
            },
            12 => {
                let mut number = 0;
                while let Some(kind) = self.field(&mut number)? {
                    self.skip(kind, depth)?;
                }
                Some(())
            }
            13 => self.pass(16),
            _ => None,
        }
    }

    /// Goes past a value of a list. Lists of yes and no, which are read in two ways and which Parquet has none of, are
    /// nothing: each value takes bytes, so that a count alone keeps nobody busy.
    fn skip_item(&mut self, kind: Kind, depth: usize) -> Option<()> {
        if matches!(kind.0, 1 | 2) { None } else { self.skip(kind, depth) }
    }

    fn byte(&mut self) -> Option<u8> {
        let mut byte = [0];
        self.bytes.read_exact(&mut byte).ok()?;
        self.n_read += 1;
        byte.first().copied()
    }

    fn pass(&mut self, n: u64) -> Option<()> {
        let passed = io::copy(&mut self.bytes.by_ref().take(n), &mut io::sink()).ok()?;
        self.n_read += passed;
        (passed == n).then_some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers(bytes: &[u8]) -> Option<(Vec<(i16, i64)>, u64)> {
        let mut found = Vec::new();
        let mut thrift = Thrift::new(bytes);
        thrift.record(|thrift, number, kind| {
            if kind == Kind::INTEGER {
                found.push((number, thrift.integer()?));
            }
            Some(kind == Kind::INTEGER)
        })?;
        Some((found, thrift.n_read()))
    }

    #[test]
    fn numbers_are_found_among_all_other_values() {
        // 1: -1, 2: yes, 3: "ab", 4: [{1: 0}], 20: 300 by its own number, the end, and a byte of something else.
        let bytes = [0x15, 0x01, 0x11, 0x18, 2, b'a', b'b', 0x19, 0x1C, 0x15, 0, 0, 0x05, 40, 0xD8, 0x04, 0, 9];
        assert_eq!(numbers(&bytes), Some((vec![(1, -1), (20, 300)], 17)));
    }

    #[test]
    fn what_ends_too_soon_or_cannot_be_is_nothing() {
        for bytes in [
            &[0x15][..],
            // Five letters of which there are two; two thousand million yes and no.
            &[0x18, 5, b'a', b'b', 0],
            &[0x19, 0xF1, 0xFF, 0xFF, 0xFF, 0xFF, 7, 0],
            &[0x15, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0],
        ] {
            assert_eq!(numbers(bytes), None, "{bytes:?}");
        }
        // Records in records, deeper than any that Parquet has.
        assert_eq!(numbers(&[0x1C; 100_000]), None);
    }
}
