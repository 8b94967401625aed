//! Which under-line a span of a piece gets: lanes that stay when others come and go.

use crate::text::TextRange;
use std::collections::HashMap;
use std::hash::Hash;

/// The last lane; what finds no room before it shares it. Far fewer are drawn.
const LAST_LANE: usize = 64;

/// The lanes of one piece. A span keeps its lane as long as nothing else stands there; a new one moves no other.
#[derive(Clone, Debug)]
pub(super) struct Lanes<K> {
    taken: HashMap<K, (usize, TextRange)>,
}

impl<K> Default for Lanes<K> {
    fn default() -> Self {
        Self { taken: HashMap::new() }
    }
}

impl<K: Copy + Eq + Hash> Lanes<K> {
    /// Gives each of `spans` a lane: those already here keep theirs, the others take the lowest that is free for
    /// their range, in the order given.
    pub(super) fn update(&mut self, spans: &[(K, TextRange)]) {
        let old = std::mem::take(&mut self.taken);
        let mut by_lane: Vec<Vec<(K, TextRange)>> = Vec::new();
        let mut waiting = Vec::new();
        for &(key, range) in spans {
            let Some(&(lane, before)) = old.get(&key) else {
                waiting.push((key, range));
                continue;
            };
            // One that has grown stays only where nothing stood.
            let stood_there =
                |(other, &(taken, at)): (&K, &(usize, TextRange))| *other != key && taken == lane && at.overlaps(range);
            if before.contains(range) || !old.iter().any(stood_there) {
                put(&mut by_lane, lane, key, range);
            } else {
                waiting.push((key, range));
            }
        }
        for (key, range) in waiting {
            let is_free = |lane: &Vec<(K, TextRange)>| !lane.iter().any(|(_, at)| at.overlaps(range));
            let lane = by_lane.iter().position(is_free).unwrap_or(by_lane.len()).min(LAST_LANE);
            put(&mut by_lane, lane, key, range);
        }
        for (lane, spans) in by_lane.into_iter().enumerate() {
            self.taken.extend(spans.into_iter().map(|(key, range)| (key, (lane, range))));
        }
    }

    /// The lane of a span.
    pub(super) fn lane(&self, key: K) -> Option<usize> {
        self.taken.get(&key).map(|&(lane, _)| lane)
    }
}

fn put<K>(by_lane: &mut Vec<Vec<(K, TextRange)>>, lane: usize, key: K, range: TextRange) {
    if by_lane.len() <= lane {
        by_lane.resize_with(lane + 1, Vec::new);
    }
    if let Some(spans) = by_lane.get_mut(lane) {
        spans.push((key, range));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Offset;
    use proptest::prelude::*;

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::between(Offset::new(start), Offset::new(end))
    }

    #[test]
    fn the_inner_span_is_nearest_to_the_text_when_it_comes_first() {
        let mut lanes = Lanes::default();
        lanes.update(&[("inner", range(2, 4)), ("outer", range(0, 9)), ("apart", range(9, 12))]);
        assert_eq!((lanes.lane("inner"), lanes.lane("outer"), lanes.lane("apart")), (Some(0), Some(1), Some(0)));
        lanes.update(&[("outer", range(0, 9)), ("apart", range(9, 12))]);
        assert_eq!(lanes.lane("outer"), Some(1), "it stays when the inner one goes");
        lanes.update(&[("outer", range(0, 11)), ("apart", range(9, 12))]);
        assert_eq!((lanes.lane("outer"), lanes.lane("apart")), (Some(1), Some(0)), "it stays when it grows into room");
    }

    proptest! {
        #[test]
        fn lanes_are_sticky_and_never_shared(
            spans in prop::collection::vec((0u32..60, 1u32..30), 1..24),
            changes in prop::collection::vec((any::<bool>(), 0usize..24, 0u32..60, 1u32..30), 0..16),
        ) {
            let mut spans: Vec<(usize, TextRange)> =
                spans.into_iter().enumerate().map(|(key, (start, len))| (key, range(start, start + len))).collect();
            let mut lanes = Lanes::default();
            lanes.update(&spans);
            for (key, (add, which, start, len)) in changes.into_iter().enumerate() {
                let before: Vec<(usize, Option<usize>)> = spans.iter().map(|&(key, _)| (key, lanes.lane(key))).collect();
                if add {
                    spans.insert(which.min(spans.len()), (100 + key, range(start, start + len)));
                } else if which < spans.len() {
                    spans.remove(which);
                }
                lanes.update(&spans);
                for (key, lane) in before {
                    prop_assert!(lanes.lane(key).is_none_or(|now| Some(now) == lane), "another span's change moved {key}");
                }
                for (index, a) in spans.iter().enumerate() {
                    for b in spans.iter().skip(index + 1) {
                        prop_assert!(lanes.lane(a.0) != lanes.lane(b.0) || !a.1.overlaps(b.1));
                    }
                }
            }
        }
    }
}
