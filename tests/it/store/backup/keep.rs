//! The rule by which backups are thinned, and its laws.

use super::*;

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// What stays of some times, when it is `now`.
fn kept(times: &[i64], now: i64) -> Vec<i64> {
    let stamps: Vec<Timestamp> = times.iter().copied().map(Timestamp::new).collect();
    let gone = store::thinned(&stamps, Timestamp::new(now));
    assert!(gone.is_sorted());
    times.iter().enumerate().filter(|(index, _)| !gone.contains(index)).map(|(_, time)| *time).collect()
}

/// Checks what stays, in minutes before a certain midnight.
#[track_caller]
fn check(ages: &[i64], expected: &[i64]) {
    let midnight = 20_513 * DAY;
    let times: Vec<i64> = ages.iter().map(|age| midnight - age * MINUTE).collect();
    let left: Vec<i64> = kept(&times, midnight).into_iter().map(|time| (midnight - time) / MINUTE).collect();
    assert_eq!(left, expected);
}

#[test]
fn the_rule_by_hand() {
    check(&[], &[]);
    check(&[5], &[5]);
    // Every three minutes of the last half hour: the oldest of each ten minutes, and the newest.
    check(&[30, 27, 24, 21, 18, 15, 12, 9, 6, 3, 0], &[30, 18, 9, 0]);
    // Hours in the last two days, and the ten minutes where the last two hours begin.
    check(&[240, 230, 190, 180, 150, 130, 119, 115, 110, 105], &[240, 180, 119, 110, 105]);
    // Days: 50 and 60 hours ago are one day, 71 hours ago too.
    check(&[71 * 60, 60 * 60, 50 * 60, 49 * 60, 47 * 60, 46 * 60], &[71 * 60, 47 * 60, 46 * 60]);
    // Made later than now: nobody knows what the clock did.
    check(&[-1, -2, -3, 4, 3, 2], &[-1, -2, -3, 4, 2]);
    // At half past midnight two hours are over for all of the hour from 21:00, but not for all of the one from 22:00.
    let at = |hour: i64, minute: i64| 20_513 * DAY + hour * HOUR + minute * MINUTE;
    let times = [at(21, 50), at(21, 55), at(22, 5), at(22, 15), at(24, 30)];
    assert_eq!(kept(&times, at(24, 30)), [at(21, 50), at(22, 5), at(22, 15), at(24, 30)]);
}

#[test]
fn thinning_all_the_time_leaves_few_and_no_gaps() {
    let step = 30 * MINUTE;
    let (mut times, mut most) = (Vec::new(), 0);
    let start = 20_513 * DAY + 1_234;
    let end = start + 430 * DAY;
    for now in (start..end).step_by(usize::try_from(step).unwrap()) {
        times.push(now);
        times = kept(&times, now);
        most = most.max(times.len());
    }
    // Ten minutes up to 3 hours, hours up to 3 days, days up to 37 days, weeks up to 56, and four weeks up to the end.
    assert!(most <= 18 + 72 + 37 + 56 + 3, "{most}");
    assert_eq!((times.first(), times.last()), (Some(&start), Some(&(end - step))));
    for pair in times.windows(2) {
        let age = end - pair[0];
        let longest = match age {
            _ if age <= 2 * HOUR => 10 * MINUTE,
            _ if age <= 2 * DAY => HOUR,
            _ if age <= 30 * DAY => DAY,
            _ if age <= 364 * DAY => 7 * DAY,
            _ => 28 * DAY,
        };
        assert!(pair[1] - pair[0] <= longest + step, "{} days ago", age / DAY);
    }
}

proptest! {
    #[test]
    fn thinning_often_leaves_what_thinning_once_does(
        gaps in prop::collection::vec(prop_oneof![0..30 * MINUTE, 0..10 * DAY], 1..80),
        later in 0..400 * DAY,
    ) {
        let mut now = 0;
        let (mut all, mut often) = (Vec::new(), Vec::new());
        for gap in gaps {
            now += gap;
            all.push(now);
            often.push(now);
            often = kept(&often, now);
        }
        prop_assert_eq!(kept(&often, now + later), kept(&all, now + later));
        prop_assert_eq!(kept(&kept(&all, now), now), kept(&all, now));
        prop_assert_eq!(often.last(), Some(&now), "the newest stays");
    }

    #[test]
    fn the_order_in_which_backups_are_told_does_not_matter(
        times in prop::collection::vec(0..40 * DAY, 0..40),
        now in 0..60 * DAY,
    ) {
        let mut forward = kept(&times, now);
        let mut backward = kept(&times.iter().rev().copied().collect::<Vec<_>>(), now);
        forward.sort_unstable();
        backward.sort_unstable();
        prop_assert_eq!(&forward, &backward);
        let future = |times: &[i64]| times.iter().filter(|time| **time > now).count();
        prop_assert_eq!(future(&forward), future(&times));
    }
}
