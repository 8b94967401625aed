//! Stretches of the calendar that things are counted by.

use super::{Published, Timestamp};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// How long a stretch is.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Calendar {
    /// `2026-03-31`
    Day,
    /// `2026-W14`, from Monday to Sunday (ISO 8601).
    #[default]
    Week,
    /// `2026-03`
    Month,
    /// `2026`
    Year,
}

impl Calendar {
    /// All of them, the shortest first.
    pub const ALL: [Self; 4] = [Self::Day, Self::Week, Self::Month, Self::Year];

    /// What it is called.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// What the stretch is called that a moment is in, in UTC. Names are in the order of time.
    pub fn of(self, moment: Timestamp) -> String {
        let moment = jiff::Timestamp::from_second(moment.seconds()).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.of_date(moment.to_zoned(TimeZone::UTC).date())
    }

    /// What the stretch is called that a date is in which a source wrote, as [`Published`] reads it: nothing for what is no date,
    /// or is said less exactly than the stretch is long.
    pub fn of_written(self, written: &str) -> Option<String> {
        Published::read(written)?.in_calendar(self)
    }

    pub(super) fn of_date(self, date: Date) -> String {
        match self {
            Self::Day => date.to_string(),
            Self::Week => {
                let week = date.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{:04}-{:02}", date.year(), date.month()),
            Self::Year => format!("{:04}", date.year()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_belong_to_the_year_of_their_thursday() {
        let of = |calendar: Calendar, moment: &str| calendar.of(moment.parse().unwrap());
        // ISO 8601: the first of January 2027 is a Friday, and of the week of the last Thursday of 2026.
        assert_eq!(of(Calendar::Week, "2027-01-01T00:00:00Z"), "2026-W53");
        assert_eq!(of(Calendar::Week, "2027-01-04T00:00:00Z"), "2027-W01");
        assert_eq!(of(Calendar::Day, "2026-12-31T23:59:59Z"), "2026-12-31");
        assert_eq!(of(Calendar::Month, "2026-03-01T10:02:11Z"), "2026-03");
        assert_eq!(of(Calendar::Year, "1969-12-31T23:59:59Z"), "1969");
    }

    #[test]
    fn dates_are_read_as_they_are_written() {
        let of = |calendar: Calendar, written: &str| calendar.of_written(written);
        assert_eq!(of(Calendar::Week, "2027-01-01").as_deref(), Some("2026-W53"));
        assert_eq!(
            of(Calendar::Day, "2026-12-31T23:59:59-11:00").as_deref(),
            Some("2026-12-31"),
            "not the next day in UTC"
        );
        assert_eq!(of(Calendar::Month, " 2026-03-31 10:02").as_deref(), Some("2026-03"));
        assert_eq!((of(Calendar::Month, "2026-03").as_deref(), of(Calendar::Week, "2026-03")), (Some("2026-03"), None));
        assert_eq!((of(Calendar::Year, "2026").as_deref(), of(Calendar::Month, "2026")), (Some("2026"), None));
        for no_date in ["", "2026-02-30", "31 March 26", "2026-3-31", "+026-03-31"] {
            assert_eq!(of(Calendar::Day, no_date), None, "{no_date}");
        }
    }
}
