//! A line of a file, for messages.

use super::in_words;
use crate::formats::FormatError;
use std::fmt;

/// A line of a file, as `letters.jsonl:3` in messages.
pub(in crate::formats) struct Place<'a> {
    pub(in crate::formats) file: &'a str,
    /// Counted from 1.
    pub(in crate::formats) line: usize,
    /// What stands in it.
    pub(in crate::formats) source: &'a str,
}

impl Place<'_> {
    /// The line does not say what it should.
    pub(in crate::formats) fn malformed(&self, why: impl Into<String>) -> FormatError {
        FormatError::malformed(why, self.file, self.line, 0)
    }

    /// The line is no JSON, or not of the right shape, at a place that the parser names in bytes.
    pub(in crate::formats) fn json(&self, error: &serde_json::Error) -> FormatError {
        let before = self.source.floor_char_boundary(error.column().saturating_sub(1));
        let column = 1 + self.source.get(..before).unwrap_or_default().chars().count();
        FormatError::malformed(in_words(error, "line"), self.file, self.line, column)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
