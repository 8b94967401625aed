//! Dates as sources write them: read where they can mean one thing alone.

use super::Calendar;
use jiff::civil::{Date, ISOWeekDate, Weekday, date};
use jiff::fmt::strtime;

/// When something was published, as exactly as it is said: a day, a month or a year.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub struct Published {
    first: Date,
    last: Date,
}

/// How sources write a day, as `strptime` has it.
const DAYS: [&str; 12] = [
    "%Y/%m/%d",
    "%d.%m.%Y",
    "%d %B %Y",
    "%d %b %Y",
    "%B %d, %Y",
    "%b %d, %Y",
    "%B %d %Y",
    "%A, %d %B %Y",
    "%A, %B %d, %Y",
    "%a, %d %b %Y",
    "%d-%b-%Y",
    "%Y.%m.%d",
];

impl Published {
    /// Reads a date: ISO 8601 as a day, a month, a year or a moment, eight digits, and the ways of [`DAYS`]; with slashes or
    /// hyphens and the year last only where the day can be no month. Nothing where it could mean two days, or is none.
    pub fn read(text: &str) -> Option<Self> {
        let text = text.trim();
        Self::of_digits(text)
            .or_else(|| text.get(..10).and_then(|day| day.parse().ok()).map(Self::day))
            .or_else(|| DAYS.iter().find_map(|format| written(format, text)).map(Self::day))
            .or_else(|| Self::with_the_year_last(text))
            .or_else(|| {
                text.get(..text.rfind(" 20").or(text.rfind(" 19"))? + 5)
                    .filter(|part| *part != text)
                    .and_then(Self::read)
            })
    }

    /// `2026`, `2026-03`, `2026-W14`, `20260331`.
    fn of_digits(text: &str) -> Option<Self> {
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        let number = |text: &str| text.parse::<i16>().ok();
        match text.len() {
            4 if is_digits(text) => {
                let year = number(text)?;
                Some(Self { first: Date::new(year, 1, 1).ok()?, last: Date::new(year, 12, 31).ok()? })
            }
            7 => {
                let (year, month) = text.split_once('-').filter(|(year, month)| is_digits(year) && is_digits(month))?;
                let first = Date::new(number(year)?, i8::try_from(number(month)?).ok()?, 1).ok()?;
                Some(Self { first, last: first.last_of_month() })
            }
            8 if is_digits(text) => written("%Y%m%d", text).map(Self::day),
            8 => {
                let (year, week) = text.split_once("-W").filter(|(year, week)| is_digits(year) && is_digits(week))?;
                let of = |day| ISOWeekDate::new(number(year)?, i8::try_from(number(week)?).ok()?, day).ok();
                Some(Self { first: of(Weekday::Monday)?.date(), last: of(Weekday::Sunday)?.date() })
            }
            _ => None,
        }
    }

    /// `31/03/2026` or `3-31-2026`, but not `03/04/2026`, which is two days.
    fn with_the_year_last(text: &str) -> Option<Self> {
        let parts: Vec<&str> = text.split(['/', '-']).collect();
        let [one, other, year] = parts.as_slice() else { return None };
        let (one, other): (i8, i8) = (one.parse().ok()?, other.parse().ok()?);
        let year: i16 = year.parse().ok().filter(|_| year.len() == 4)?;
        let (month, day) = match (one > 12, other > 12, one == other) {
            (true, false, _) => (other, one),
            (false, true, _) | (false, false, true) => (one, other),
            _ => return None,
        };
        Date::new(year, month, day).ok().map(Self::day)
    }

    fn day(day: Date) -> Self {
        Self { first: day, last: day }
    }

    /// Whether all of it is in another stretch of time.
    pub fn is_within(self, other: Self) -> bool {
        other.first <= self.first && self.last <= other.last
    }

    /// Whether all of it is before another stretch of time.
    pub fn is_before(self, other: Self) -> bool {
        self.last < other.first
    }

    /// What the stretch of the calendar is called that it is in; nothing where it is said less exactly than that.
    pub fn in_calendar(self, calendar: Calendar) -> Option<String> {
        let of = |day: Date| calendar.of_date(day);
        (of(self.first) == of(self.last)).then(|| of(self.first))
    }
}

fn written(format: &str, text: &str) -> Option<Date> {
    let day = strtime::parse(format, text).ok()?.to_date().ok()?;
    (day >= date(1000, 1, 1)).then_some(day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_is_read_in_ten_ways_and_what_means_two_in_none() {
        for text in [
            "2026-03-31",
            "2026-03-31T23:10:00+02:00",
            "2026-03-31 23:10",
            "20260331",
            "2026/03/31",
            "31.03.2026",
            "31 March 2026",
            "31 Mar 2026",
            "March 31, 2026",
            "Tuesday, March 31, 2026",
            "Tue, 31 Mar 2026 10:00:00 GMT",
            "31/03/2026",
            "03/31/2026",
        ] {
            let read = Published::read(text).and_then(|it| it.in_calendar(Calendar::Day));
            assert_eq!(read.as_deref(), Some("2026-03-31"), "{text}");
        }
        for text in ["", "yesterday", "03/04/2026", "2026-13-01", "31 Brumaire 2026", "32.03.2026", "12"] {
            assert_eq!(Published::read(text), None, "{text}");
        }
    }

    #[test]
    fn what_is_said_less_exactly_is_in_no_shorter_stretch() {
        let read = |text: &str| Published::read(text).unwrap();
        assert_eq!(read("2026-03").in_calendar(Calendar::Month).as_deref(), Some("2026-03"));
        assert_eq!(read("2026-03").in_calendar(Calendar::Day), None);
        assert_eq!(read("2026").in_calendar(Calendar::Year).as_deref(), Some("2026"));
        // From Monday, the thirtieth of March, to Sunday, the fifth of April.
        assert!(read("2026-04-05").is_within(read("2026-W14")) && read("2026-W14").is_before(read("2026-04-06")));
        assert_eq!(read("2026-W14").in_calendar(Calendar::Week).as_deref(), Some("2026-W14"));
        assert!(read("2026-03-31").is_within(read("2026-03")) && read("2026-02").is_before(read("2026-03-01")));
    }
}
