//! All spans of a set, in reading order, in shared chunks.
//!
//! A clone copies one pointer; an edit copies one chunk and the list of chunks. Each chunk knows its largest
//! end, so that a span as long as the document is found without standing in every paragraph.

use super::{RecordId, Span};
use crate::text::{Offset, TextRange};
use std::sync::Arc;

/// A span's place in its sequence: where it starts, ties by id.
pub type SpanKey = (Offset, RecordId);

/// Chunks are split above this many spans, and joined with a neighbor below a quarter of it.
const CHUNK: usize = 256;

/// Spans ordered by [`SpanKey`], each key once.
#[derive(Clone, Default)]
pub struct SpanSeq {
    slots: Arc<Vec<Slot>>,
    n_spans: usize,
}

#[derive(Clone)]
struct Slot {
    first: SpanKey,
    max_end: Offset,
    spans: Arc<Vec<Span>>,
}

impl Span {
    /// Where it stands in its set.
    pub fn key(&self) -> SpanKey {
        (self.hull().start(), self.id)
    }
}

impl SpanSeq {
    /// How many spans there are.
    pub fn len(&self) -> usize {
        self.n_spans
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.n_spans == 0
    }

    /// Whether both are the same value in memory, which says at once that nothing changed.
    pub fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.slots, &other.slots)
    }

    /// The span at a key.
    pub fn get(&self, key: SpanKey) -> Option<&Span> {
        let spans = &self.slots.get(self.slot_of(key)?)?.spans;
        let at = spans.binary_search_by_key(&key, Span::key).ok()?;
        spans.get(at)
    }

    /// The span with an id, looked for from the start: for rare questions without a place.
    pub fn find(&self, id: RecordId) -> Option<&Span> {
        self.iter().find(|span| span.id == id)
    }

    /// All spans in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Span> {
        self.slots.iter().flat_map(|slot| slot.spans.iter())
    }

    /// The spans that share a character with `range`, in order; and empty spans that lie in it or at its edges.
    /// Takes time with the answer and with the number of chunks' heads, not with the spans.
    pub fn overlapping(&self, range: TextRange) -> impl Iterator<Item = &Span> {
        let n_slots = self.slots.partition_point(|slot| slot.first.0 <= range.end());
        let slots = self.slots.get(..n_slots).unwrap_or_default();
        let near = slots.iter().filter(move |slot| slot.max_end >= range.start());
        near.flat_map(|slot| slot.spans.iter()).filter(move |span| {
            let hull = span.hull();
            hull.overlaps(range) || ((hull.is_empty() || range.is_empty()) && touch(hull, range))
        })
    }

    /// The first span after a key.
    pub fn after(&self, key: SpanKey) -> Option<&Span> {
        let slot = self.slot_of(key).unwrap_or(0);
        let slots = self.slots.get(slot..).unwrap_or_default();
        slots.iter().flat_map(|slot| slot.spans.iter()).find(|span| span.key() > key)
    }

    /// The last span before a key.
    pub fn before(&self, key: SpanKey) -> Option<&Span> {
        let slots = self.slots.get(..=self.slot_of(key)?).unwrap_or_default();
        slots.iter().rev().flat_map(|slot| slot.spans.iter().rev()).find(|span| span.key() < key)
    }

    /// Puts a span in its place and returns the one that had its key.
    pub fn insert(&mut self, span: Span) -> Option<Span> {
        let key = span.key();
        let at = self.slot_of(key).unwrap_or(0);
        let slots = Arc::make_mut(&mut self.slots);
        let Some(slot) = slots.get_mut(at) else {
            slots.push(Slot::new(vec![span]));
            self.n_spans = 1;
            return None;
        };
        let spans = Arc::make_mut(&mut slot.spans);
        let previous = match spans.binary_search_by_key(&key, Span::key) {
            Ok(here) => spans.get_mut(here).map(|old| std::mem::replace(old, span)),
            Err(here) => {
                spans.insert(here, span);
                self.n_spans += 1;
                None
            }
        };
        if spans.len() > CHUNK {
            let tail = spans.split_off(spans.len() / 2);
            slots.insert(at + 1, Slot::new(tail));
        }
        if let Some(slot) = slots.get_mut(at) {
            slot.summarize();
        }
        previous
    }

    /// Takes out the span at a key.
    pub fn remove(&mut self, key: SpanKey) -> Option<Span> {
        self.get(key)?;
        let at = self.slot_of(key)?;
        let slots = Arc::make_mut(&mut self.slots);
        let slot = slots.get_mut(at)?;
        let spans = Arc::make_mut(&mut slot.spans);
        let here = spans.binary_search_by_key(&key, Span::key).ok()?;
        let removed = spans.remove(here);
        self.n_spans -= 1;
        if spans.is_empty() {
            slots.remove(at);
        } else {
            slot.summarize();
            join_if_small(slots, at);
        }
        Some(removed)
    }

    /// The slot in which a key stands or would stand: the last whose first key is not after it, else the first.
    fn slot_of(&self, key: SpanKey) -> Option<usize> {
        if self.slots.is_empty() {
            return None;
        }
        Some(self.slots.partition_point(|slot| slot.first <= key).saturating_sub(1))
    }
}

impl Slot {
    fn new(spans: Vec<Span>) -> Self {
        let first = spans.first().map_or((Offset::ZERO, RecordId::drawn(|| 0)), Span::key);
        let mut slot = Self { first, max_end: Offset::ZERO, spans: Arc::new(spans) };
        slot.summarize();
        slot
    }

    fn summarize(&mut self) {
        if let Some(first) = self.spans.first() {
            self.first = first.key();
        }
        self.max_end = self.spans.iter().map(|span| span.hull().end()).max().unwrap_or_default();
    }
}

fn join_if_small(slots: &mut Vec<Slot>, at: usize) {
    let n_spans = |at: usize| slots.get(at).map(|slot| slot.spans.len());
    let (Some(here), Some(next)) = (n_spans(at), n_spans(at + 1)) else { return };
    if here + next <= CHUNK / 2 {
        let next = slots.remove(at + 1);
        if let Some(slot) = slots.get_mut(at) {
            Arc::make_mut(&mut slot.spans).extend(next.spans.iter().cloned());
            slot.summarize();
        }
    }
}

fn touch(a: TextRange, b: TextRange) -> bool {
    a.start() <= b.end() && b.start() <= a.end()
}

impl FromIterator<Span> for SpanSeq {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut all: Vec<Span> = spans.into_iter().collect();
        all.sort_by_key(Span::key);
        all.dedup_by_key(|span| span.key());
        let n_spans = all.len();
        let mut slots = Vec::with_capacity(n_spans / (CHUNK / 2) + 1);
        let mut rest = all.into_iter();
        loop {
            let chunk: Vec<Span> = rest.by_ref().take(CHUNK * 3 / 4).collect();
            if chunk.is_empty() {
                break;
            }
            slots.push(Slot::new(chunk));
        }
        Self { slots: Arc::new(slots), n_spans }
    }
}

impl PartialEq for SpanSeq {
    fn eq(&self, other: &Self) -> bool {
        self.same(other) || (self.n_spans == other.n_spans && self.iter().eq(other.iter()))
    }
}

impl Eq for SpanSeq {}

impl std::fmt::Debug for SpanSeq {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Origin, TagId, Timestamp};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    fn span(start: u32, len: u32, id: u8) -> Span {
        let range = TextRange::between(Offset::new(start), Offset::new(start + len));
        let tag = TagId::new("t").unwrap();
        Span { id: RecordId::drawn(|| id), at: range.into(), tag, origin: Origin::Hand, made: Timestamp::default() }
    }

    #[test]
    fn a_snapshot_keeps_what_it_had() {
        let mut spans: SpanSeq = (0..1000).map(|i| span(i, 5, 0)).collect();
        let snapshot = spans.clone();
        assert!(snapshot.same(&spans));
        spans.remove(span(500, 5, 0).key());
        assert_eq!((snapshot.len(), spans.len()), (1000, 999));
        assert!(snapshot.get(span(500, 5, 0).key()).is_some());
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn behaves_as_a_sorted_map(
            edits in prop::collection::vec((0u32..400, 0u32..40, 0u8..4, prop::bool::weighted(0.7)), 0..1500),
            asked in prop::collection::vec((0u32..450, 0u32..60), 20),
        ) {
            let mut spans = SpanSeq::default();
            let mut naive: BTreeMap<SpanKey, Span> = BTreeMap::new();
            for (start, len, id, add) in edits {
                let it = span(start, len, id);
                if add {
                    prop_assert_eq!(spans.insert(it.clone()), naive.insert(it.key(), it));
                } else {
                    prop_assert_eq!(spans.remove(it.key()), naive.remove(&it.key()));
                }
            }
            prop_assert_eq!(spans.len(), naive.len());
            prop_assert!(spans.iter().eq(naive.values()));
            prop_assert_eq!(&spans, &naive.values().cloned().collect::<SpanSeq>());
            for (start, len) in asked {
                let range = TextRange::between(Offset::new(start), Offset::new(start + len));
                let shares = |hull: TextRange| {
                    let edges = hull.start() <= range.end() && range.start() <= hull.end();
                    hull.overlaps(range) || ((hull.is_empty() || range.is_empty()) && edges)
                };
                let expected: Vec<&Span> = naive.values().filter(|s| shares(s.hull())).collect();
                prop_assert_eq!(spans.overlapping(range).collect::<Vec<_>>(), expected);
                let key = span(start, len, 2).key();
                prop_assert_eq!(spans.get(key), naive.get(&key));
                prop_assert_eq!(spans.before(key), naive.range(..key).next_back().map(|(_, s)| s));
                prop_assert_eq!(spans.after(key), naive.range(key..).find(|(k, _)| **k != key).map(|(_, s)| s));
            }
        }
    }
}
