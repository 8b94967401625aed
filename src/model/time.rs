//! When something was made: seconds, in UTC, as RFC 3339 writes them.

use std::fmt;
use std::str::FromStr;

/// A moment, in whole seconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment `seconds` after the start of 1970.
    pub const fn new(seconds: i64) -> Self {
        Self(seconds)
    }

    /// A second later.
    pub const fn next(self) -> Self {
        Self(self.0.saturating_add(1))
    }

    /// Seconds since the start of 1970.
    pub const fn seconds(self) -> i64 {
        self.0
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        jiff::Timestamp::from_second(self.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH).fmt(f)
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{self}")
    }
}

/// Not a date and time in UTC such as `2026-03-01T10:02:11Z`.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a time such as 2026-03-01T10:02:11Z")]
pub struct BadTimestamp(String);

impl FromStr for Timestamp {
    type Err = BadTimestamp;

    fn from_str(text: &str) -> Result<Self, BadTimestamp> {
        let time: jiff::Timestamp = text.parse().map_err(|_| BadTimestamp(text.to_owned()))?;
        Ok(Self(time.as_second()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn written_as_the_standard_says() {
        let text = "2026-03-01T10:02:11Z";
        // 20,513 days since 1970 at 86,400 seconds, and 36,131 seconds of the day.
        assert_eq!(text.parse(), Ok(Timestamp::new(20_513 * 86_400 + 36_131)));
        assert_eq!(text.parse::<Timestamp>().map(|time| time.to_string()), Ok(text.to_owned()));
        assert!("yesterday".parse::<Timestamp>().is_err());
    }
}
