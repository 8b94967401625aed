//! Which backups are kept: the older, the fewer.

use crate::model::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// Up to which age one is kept of how long a time. Each of these times is a multiple of the one before it, so that the
/// one that was kept of a longer time was also kept of the shorter one that it lies in.
const BANDS: [(i64, i64); 4] = [(2 * HOUR, 10 * MINUTE), (2 * DAY, HOUR), (30 * DAY, DAY), (52 * WEEK, WEEK)];
/// Of how long a time one is kept beyond all these ages.
const BEYOND: i64 = 4 * WEEK;

/// Which of some backups may go, by when they were made, in rising order.
///
/// One stays of each ten minutes in the last two hours, of each hour in the last two days, of each day in the last 30,
/// of each week in the last 52, and of each four weeks before. It is the oldest: thinning often leaves the same as
/// thinning once. The newest stays in any case, and so does what was made later than `now`, as clocks go back.
pub fn thinned(times: &[Timestamp], now: Timestamp) -> Vec<usize> {
    let past = || times.iter().enumerate().filter(|(_, time)| **time <= now);
    let mut kept: BTreeMap<(i64, i64), (Timestamp, usize)> = BTreeMap::new();
    for (index, time) in past() {
        let oldest = kept.entry(slot(*time, now)).or_insert((*time, index));
        *oldest = (*oldest).min((*time, index));
    }
    let newest = past().map(|(index, time)| (*time, index)).max();
    let stay: BTreeSet<usize> = kept.values().chain(&newest).map(|(_, index)| *index).collect();
    past().map(|(index, _)| index).filter(|index| !stay.contains(index)).collect()
}

/// The stretch of time of which one is kept: its length, and which one it is since 1970.
fn slot(time: Timestamp, now: Timestamp) -> (i64, i64) {
    let age = now.seconds().saturating_sub(time.seconds());
    let length = BANDS.iter().find(|(up_to, _)| age < *up_to).map_or(BEYOND, |(_, length)| *length);
    (length, time.seconds().div_euclid(length))
}
