//! Byte ranges, the only coordinates inside Glossator.

use std::fmt;
use thiserror::Error;

/// A place in a text: a count of UTF-8 bytes from its start.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Offset(u32);

impl Offset {
    /// The start of every text.
    pub const ZERO: Self = Self(0);

    /// The place `bytes` bytes from the start. Whether it is a character boundary is a matter of the text: see [`super::Text::check`].
    pub const fn new(bytes: u32) -> Self {
        Self(bytes)
    }

    /// Bytes from the start of the text.
    pub const fn get(self) -> u32 {
        self.0
    }

    /// Bytes from the start of the text, as an index.
    pub const fn index(self) -> usize {
        self.0 as usize
    }
}

impl fmt::Debug for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

/// A half-open range of bytes. `start <= end` always holds; that both lie on character
/// boundaries of a certain text is what [`super::Text::check`] says.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct TextRange {
    start: Offset,
    end: Offset,
}

impl TextRange {
    /// The range from `start` to `end`, unless it runs backwards.
    pub const fn new(start: Offset, end: Offset) -> Result<Self, RangeError> {
        if start.0 <= end.0 {
            Ok(Self { start, end })
        } else {
            Err(RangeError::Reversed { start: start.0 as usize, end: end.0 as usize })
        }
    }

    /// The range between two places in either order.
    pub fn between(a: Offset, b: Offset) -> Self {
        Self { start: a.min(b), end: a.max(b) }
    }

    /// The range from the start of the text.
    pub const fn up_to(end: Offset) -> Self {
        Self { start: Offset::ZERO, end }
    }

    /// The empty range at `at`.
    pub const fn empty_at(at: Offset) -> Self {
        Self { start: at, end: at }
    }

    /// Where the range starts.
    pub const fn start(self) -> Offset {
        self.start
    }

    /// Where the range ends; the character here is not part of it.
    pub const fn end(self) -> Offset {
        self.end
    }

    /// Its length in bytes.
    pub const fn len(self) -> u32 {
        self.end.0 - self.start.0
    }

    /// Whether nothing lies in it.
    pub const fn is_empty(self) -> bool {
        self.start.0 == self.end.0
    }

    /// Whether the two share at least one byte, or one is empty and lies strictly inside the other.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// Whether all of `other` lies in it.
    pub fn contains(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// Whether a caret at `at` would touch it, its edges included.
    pub fn touches(self, at: Offset) -> bool {
        self.start <= at && at <= self.end
    }

    /// Whether the two overlap and neither contains the other.
    pub fn crosses(self, other: Self) -> bool {
        self.overlaps(other) && !self.contains(other) && !other.contains(self)
    }

    /// What both have in common, if they overlap.
    pub fn intersection(self, other: Self) -> Option<Self> {
        self.overlaps(other).then(|| Self { start: self.start.max(other.start), end: self.end.min(other.end) })
    }

    /// The smallest range that has both.
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As indices of bytes.
    pub const fn bytes(self) -> std::ops::Range<usize> {
        self.start.index()..self.end.index()
    }
}

impl fmt::Debug for TextRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}..{}", self.start, self.end)
    }
}

impl fmt::Display for TextRange {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}–{}", self.start, self.end)
    }
}

/// Why two numbers are not a range of a text. Numbers are in the unit that was asked in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RangeError {
    /// The end comes before the start.
    #[error("the range {start}–{end} runs backwards")]
    Reversed {
        /// Start asked for.
        start: usize,
        /// End asked for.
        end: usize,
    },
    /// Past the end of the text.
    #[error("offset {at} lies outside the text, which ends at {len}")]
    Outside {
        /// The offset asked for.
        at: usize,
        /// The text's length in the same unit.
        len: usize,
    },
    /// Between the units that encode one character.
    #[error("offset {at} lies inside a character")]
    InsideCharacter {
        /// The offset asked for.
        at: usize,
    },
}
