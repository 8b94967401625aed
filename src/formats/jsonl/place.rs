//! A line of a file, for messages.

use crate::formats::FormatError;
use std::fmt;

/// A line of a file, as `letters.jsonl:3` in messages.
pub(super) struct Place<'a> {
    pub(super) file: &'a str,
    /// Counted from 1.
    pub(super) line: usize,
    /// What stands in it.
    pub(super) source: &'a str,
}

impl Place<'_> {
    /// The line does not say what it should.
    pub(super) fn malformed(&self, why: impl Into<String>) -> FormatError {
        FormatError::malformed(why, self.file, self.line, 0)
    }

    /// The line is no JSON, or not of the right shape, at a place that the parser names in bytes.
    pub(super) fn json(&self, error: &serde_json::Error) -> FormatError {
        let message = error.to_string();
        let why = message.rsplit_once(" at line ").map_or(message.as_str(), |(why, _)| why);
        let before = self.source.floor_char_boundary(error.column().saturating_sub(1));
        let column = 1 + self.source.get(..before).unwrap_or_default().chars().count();
        FormatError::malformed(why, self.file, self.line, column)
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}
