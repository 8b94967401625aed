//! A whole text with what it takes to point into it: paragraphs, and counts in every unit.

use super::{Digest, Offset, RangeError, TextRange};
use std::fmt;
use std::sync::{Arc, OnceLock};
use thiserror::Error;

/// What offsets count, at the edges of the program. Inside it is always bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Default)]
pub enum Unit {
    /// UTF-8 bytes.
    Byte,
    /// Unicode code points, as Python counts.
    #[default]
    CodePoint,
    /// UTF-16 code units, as Java and JavaScript count.
    Utf16,
}

/// A text as it was decoded, immutable and shared: a clone is a pointer.
#[derive(Clone)]
pub struct Text(Arc<Body>);

struct Body {
    content: String,
    digest: OnceLock<Digest>,
    n_tokens: OnceLock<usize>,
    /// Its words: to find them takes most of what it takes to count words, or what stands near to what.
    words: OnceLock<Box<[TextRange]>>,
    /// Where each paragraph starts; the first is 0.
    paragraphs: Vec<u32>,
    /// Counts before every [`STEP`]th byte.
    marks: Vec<Mark>,
}

#[derive(Clone, Copy, Default)]
struct Mark {
    code_points: u32,
    utf16: u32,
}

/// Bytes between two marks: a conversion scans at most this many.
const STEP: usize = 1024;

/// A text that is too long to be held.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the text has {} MB; the longest that can be labeled has {} MB", .bytes / 1_000_000, Text::MAX_BYTES / 1_000_000)]
pub struct TextTooLong {
    /// Its length.
    pub bytes: usize,
}

impl Text {
    /// The longest text that is taken, in bytes.
    pub const MAX_BYTES: usize = 64_000_000;

    /// Takes a text as it is.
    pub fn new(content: String) -> Result<Self, TextTooLong> {
        if content.len() > Self::MAX_BYTES {
            return Err(TextTooLong { bytes: content.len() });
        }
        let paragraphs = std::iter::once(0)
            .chain(memchr::memchr_iter(b'\n', content.as_bytes()).map(|at| at as u32 + 1))
            .filter(|&start| start == 0 || (start as usize) < content.len())
            .collect();
        let marks = marks_of(content.as_bytes());
        Ok(Self(Arc::new(Body {
            content,
            digest: OnceLock::new(),
            n_tokens: OnceLock::new(),
            words: OnceLock::new(),
            paragraphs,
            marks,
        })))
    }

    /// All of it.
    pub fn as_str(&self) -> &str {
        &self.0.content
    }

    /// Its length in bytes.
    pub fn len(&self) -> usize {
        self.0.content.len()
    }

    /// Whether it has no characters at all.
    pub fn is_empty(&self) -> bool {
        self.0.content.is_empty()
    }

    /// The place after its last character.
    pub fn end(&self) -> Offset {
        Offset::new(self.len() as u32)
    }

    /// All of it, as a range.
    pub fn whole(&self) -> TextRange {
        TextRange::between(Offset::ZERO, self.end())
    }

    /// The SHA-256 of its bytes, computed once.
    pub fn digest(&self) -> Digest {
        *self.0.digest.get_or_init(|| Digest::of(self.as_str().as_bytes()))
    }

    /// How many tokens it has, counted once: figures ask after every edit.
    pub fn n_tokens(&self) -> usize {
        *self.0.n_tokens.get_or_init(|| self.tokens().len())
    }

    /// How many words stand as a whole between two places.
    pub fn n_words_between(&self, from: Offset, to: Offset) -> usize {
        let n_begun = self.words().partition_point(|word| word.start() < from);
        self.words().partition_point(|word| word.end() <= to).saturating_sub(n_begun)
    }

    /// Its words, in order: tokens that have a letter or a digit. They are found once.
    pub fn words(&self) -> &[TextRange] {
        self.0.words.get_or_init(|| {
            let mut words = self.tokens();
            words.retain(|token| self.slice(*token).contains(char::is_alphanumeric));
            words.into_boxed_slice()
        })
    }

    /// Whether both ends of a range lie in this text and on character boundaries.
    pub fn check(&self, range: TextRange) -> Result<(), RangeError> {
        for at in [range.start().index(), range.end().index()] {
            if at > self.len() {
                return Err(RangeError::Outside { at, len: self.len() });
            }
            if !self.as_str().is_char_boundary(at) {
                return Err(RangeError::InsideCharacter { at });
            }
        }
        Ok(())
    }

    /// The characters that a range covers; nothing for a range of another text that does not fit this one.
    pub fn slice(&self, range: TextRange) -> &str {
        self.as_str().get(range.bytes()).unwrap_or_default()
    }

    /// The text from `start` to its end; nothing where `start` is no boundary.
    pub fn from(&self, start: Offset) -> &str {
        self.as_str().get(start.index()..).unwrap_or_default()
    }

    /// The text up to `end`; nothing where `end` is no boundary.
    pub fn upto(&self, end: Offset) -> &str {
        self.as_str().get(..end.index()).unwrap_or_default()
    }

    /// The nearest character boundary at or before `at`.
    pub fn floor(&self, at: usize) -> Offset {
        Offset::new(self.as_str().floor_char_boundary(at.min(self.len())) as u32)
    }

    /// The range between two offsets in `unit`, if both are places in this text.
    pub fn range(&self, start: usize, end: usize, unit: Unit) -> Result<TextRange, RangeError> {
        if start > end {
            return Err(RangeError::Reversed { start, end });
        }
        let range = TextRange::between(self.offset(start, unit)?, self.offset(end, unit)?);
        Ok(range)
    }

    /// The place that has `n` units before it.
    pub fn offset(&self, n: usize, unit: Unit) -> Result<Offset, RangeError> {
        let outside = RangeError::Outside { at: n, len: self.count(self.end(), unit) };
        if unit == Unit::Byte {
            let at = u32::try_from(n).map_err(|_| outside)?;
            self.check(TextRange::empty_at(Offset::new(at)))?;
            return Ok(Offset::new(at));
        }
        let n_before = |mark: &Mark| match unit {
            Unit::Utf16 => mark.utf16 as usize,
            Unit::Byte | Unit::CodePoint => mark.code_points as usize,
        };
        let step = self.0.marks.partition_point(|mark| n_before(mark) <= n).saturating_sub(1);
        let mut count = self.0.marks.get(step).map_or(0, n_before);
        let start = self.floor_up(step * STEP);
        for (at, c) in self.from(start).char_indices() {
            if count == n {
                return Ok(Offset::new(start.get() + at as u32));
            }
            count += width(c, unit);
            if count > n {
                return Err(RangeError::InsideCharacter { at: n });
            }
        }
        if count == n { Ok(self.end()) } else { Err(outside) }
    }

    /// How many units lie before `at`: the same place, in another unit.
    pub fn count(&self, at: Offset, unit: Unit) -> usize {
        let at = at.index().min(self.len());
        let step = at / STEP;
        let mark = self.0.marks.get(step).copied().unwrap_or_default();
        let tail = self.as_str().as_bytes().get(step * STEP..at).unwrap_or_default();
        match unit {
            Unit::Byte => at,
            Unit::CodePoint => mark.code_points as usize + n_starts(tail),
            Unit::Utf16 => mark.utf16 as usize + n_starts(tail) + n_astral(tail),
        }
    }

    /// How many units a range covers.
    pub fn n_units(&self, range: TextRange, unit: Unit) -> usize {
        self.count(range.end(), unit) - self.count(range.start(), unit)
    }

    /// How many paragraphs there are; at least one.
    pub fn n_paragraphs(&self) -> usize {
        self.0.paragraphs.len()
    }

    /// Which paragraph `at` lies in.
    pub fn paragraph_index(&self, at: Offset) -> usize {
        self.0.paragraphs.partition_point(|&start| start <= at.get()).saturating_sub(1)
    }

    /// A paragraph with its line break.
    pub fn paragraph(&self, index: usize) -> TextRange {
        let starts = &self.0.paragraphs;
        let end = starts.get(index + 1).copied().unwrap_or(self.end().get());
        let start = starts.get(index).copied().unwrap_or(end);
        TextRange::between(Offset::new(start), Offset::new(end))
    }

    /// A paragraph without its line break (`\n` or `\r\n`).
    pub fn paragraph_line(&self, index: usize) -> TextRange {
        let whole = self.paragraph(index);
        let line = self.slice(whole);
        let line = line.strip_suffix('\n').unwrap_or(line);
        let line = line.strip_suffix('\r').unwrap_or(line);
        TextRange::between(whole.start(), Offset::new(whole.start().get() + line.len() as u32))
    }

    /// Whether both are the same value in memory, which says at once that nothing changed.
    pub fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    /// The first character boundary at or after `at`.
    fn floor_up(&self, at: usize) -> Offset {
        Offset::new(self.as_str().ceil_char_boundary(at.min(self.len())) as u32)
    }
}

impl PartialEq for Text {
    fn eq(&self, other: &Self) -> bool {
        self.same(other) || self.as_str() == other.as_str()
    }
}

impl Eq for Text {}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", super::quote(self.as_str()))
    }
}

fn marks_of(bytes: &[u8]) -> Vec<Mark> {
    let mut mark = Mark::default();
    let mut marks = Vec::with_capacity(bytes.len() / STEP + 1);
    for step in bytes.chunks(STEP) {
        marks.push(mark);
        let starts = n_starts(step) as u32;
        mark.code_points += starts;
        mark.utf16 += starts + n_astral(step) as u32;
    }
    marks.push(mark);
    marks
}

/// How many characters start in these bytes of UTF-8.
fn n_starts(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte & 0xC0 != 0x80).count()
}

/// How many characters outside the basic plane start in these bytes of UTF-8.
fn n_astral(bytes: &[u8]) -> usize {
    bytes.iter().filter(|&&byte| byte >= 0xF0).count()
}

fn width(c: char, unit: Unit) -> usize {
    match unit {
        Unit::Byte => c.len_utf8(),
        Unit::CodePoint => 1,
        Unit::Utf16 => c.len_utf16(),
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "the slow reference beside the code")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn text(content: &str) -> Text {
        Text::new(content.to_owned()).unwrap()
    }

    #[test]
    fn the_example_of_the_formats_note_counts_as_it_says() {
        let it = text("Ana 👍 Bo");
        for (unit, start, end) in [(Unit::CodePoint, 6, 8), (Unit::Utf16, 7, 9), (Unit::Byte, 9, 11)] {
            let bo = it.range(start, end, unit).unwrap();
            assert_eq!(it.slice(bo), "Bo", "{unit:?}");
            assert_eq!(it.count(bo.start(), unit), start);
        }
        assert_eq!(it.range(5, 7, Unit::Utf16), Err(RangeError::InsideCharacter { at: 5 }));
        assert_eq!(it.range(5, 8, Unit::Byte), Err(RangeError::InsideCharacter { at: 5 }));
        assert_eq!(it.range(0, 9, Unit::CodePoint), Err(RangeError::Outside { at: 9, len: 8 }));
        assert_eq!(it.range(2, 1, Unit::Byte), Err(RangeError::Reversed { start: 2, end: 1 }));
    }

    #[test]
    fn paragraphs_keep_their_breaks_and_lines_do_not() {
        let it = text("one\r\ntwo\n\nthree");
        let lines: Vec<&str> = (0..it.n_paragraphs()).map(|i| it.slice(it.paragraph_line(i))).collect();
        assert_eq!(lines, ["one", "two", "", "three"]);
        let whole: String = (0..it.n_paragraphs()).map(|i| it.slice(it.paragraph(i))).collect();
        assert_eq!(whole, it.as_str());
        assert_eq!(it.paragraph_index(Offset::new(4)), 0);
        assert_eq!(it.paragraph_index(Offset::new(5)), 1);
        assert_eq!(text("").n_paragraphs(), 1);
        assert_eq!(text("one\n").n_paragraphs(), 1, "a final line break opens no paragraph");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn every_unit_converts_there_and_back(content in "(\\PC|\n|👍|é|漢){0,1500}") {
            let it = text(&content);
            for (at, c) in content.char_indices().step_by(97) {
                let code_points = content[..at].chars().count();
                let utf16 = content[..at].encode_utf16().count();
                let here = Offset::new(at as u32);
                prop_assert_eq!(it.count(here, Unit::CodePoint), code_points);
                prop_assert_eq!(it.count(here, Unit::Utf16), utf16);
                prop_assert_eq!(it.offset(code_points, Unit::CodePoint), Ok(here));
                prop_assert_eq!(it.offset(utf16, Unit::Utf16), Ok(here));
                if c.len_utf16() == 2 {
                    prop_assert_eq!(it.offset(utf16 + 1, Unit::Utf16), Err(RangeError::InsideCharacter { at: utf16 + 1 }));
                }
            }
        }
    }
}
