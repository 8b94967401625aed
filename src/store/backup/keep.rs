//! Which backups are kept: the older, the fewer.

use crate::model::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const WEEK: i64 = 7 * DAY;

/// Until which age one is kept of how long a time, and the length that follows. Each is a multiple of the one before it,
/// and a longer time gets older than that age as a whole, so that thinning often leaves the same as thinning once.
const BANDS: [(i64, i64, i64); 4] =
    [(2 * HOUR, 10 * MINUTE, HOUR), (2 * DAY, HOUR, DAY), (30 * DAY, DAY, WEEK), (52 * WEEK, WEEK, BEYOND)];
/// Of how long a time one is kept beyond all these ages.
const BEYOND: i64 = 4 * WEEK;

/// Which of some backups may go, by when they were made, in rising order.
///
/// One stays of each ten minutes for two hours, of each hour for two days, of each day for 30 days, of each week for 52
/// weeks, and of each four weeks for ever. It is the oldest. An hour, day, week or four weeks has fewer only when all of
/// it is that old. The newest stays in any case, and so does what was made later than `now`, as clocks go back.
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
    let nth = |length: i64| time.seconds().div_euclid(length);
    let is_young = |until: i64, next: i64| {
        let end = nth(next).saturating_add(1).saturating_mul(next);
        now.seconds().saturating_sub(end) < until
    };
    let band = BANDS.iter().find(|(until, _, next)| is_young(*until, *next));
    let length = band.map_or(BEYOND, |(_, length, _)| *length);
    (length, nth(length))
}
