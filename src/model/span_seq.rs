//! All spans of a set, in reading order, in a balanced tree that snapshots share.
//!
//! A clone copies one pointer; an edit copies one leaf of spans and the few nodes above it. Each node knows how
//! many spans it has and the largest end of them, so that the span with a number is found, and a span as long as
//! the document, without standing in every paragraph.

use super::span_change::changed_range;
use super::span_tree::{Branch, Numbered, Overlapping};
use super::{RecordId, Span, TagId};
use crate::text::{Offset, TextRange};
use imbl::OrdMap;

/// A span's place in its sequence: where it starts, ties by id.
pub type SpanKey = (Offset, RecordId);

/// Spans ordered by [`SpanKey`], each key once.
pub type SpanSeq = SpanTree<LEAF, FAN>;

/// The most spans in one leaf: the fewer, the less an edit copies; the more, the less a span costs.
const LEAF: usize = 64;
/// The most children of an inner node.
const FAN: usize = 16;

/// A [`SpanSeq`], with sizes of its nodes that tests make small.
///
/// Every edit, and every question but [`Self::find`], takes time with the logarithm of the spans and with the answer.
pub struct SpanTree<const LEAF: usize, const FAN: usize> {
    root: Option<Branch<LEAF, FAN>>,
    /// How many spans have each tag; none is zero.
    n_tagged: OrdMap<TagId, usize>,
}

impl Span {
    /// Where it stands in its set.
    pub fn key(&self) -> SpanKey {
        (self.hull().start(), self.id)
    }
}

impl<const LEAF: usize, const FAN: usize> SpanTree<LEAF, FAN> {
    /// How many spans there are.
    pub fn len(&self) -> usize {
        self.root.as_ref().map_or(0, Branch::n_spans)
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.root.is_none()
    }

    /// Whether both are the same value in memory, which says at once that nothing changed.
    pub fn same(&self, other: &Self) -> bool {
        match (&self.root, &other.root) {
            (None, None) => true,
            (Some(root), Some(other)) => root.same(other),
            _ => false,
        }
    }

    /// The smallest range around all spans that came, went or became others since `earlier`; nothing where all are the
    /// same. Takes time with what changed, as long as one became the other by edits.
    pub fn changed_since(&self, earlier: &Self) -> Option<TextRange> {
        changed_range(earlier.root.as_ref(), self.root.as_ref())
    }

    /// The tags that spans have, in order, and how many spans have each.
    pub fn tags(&self) -> impl Iterator<Item = (&TagId, usize)> {
        self.n_tagged.iter().map(|(tag, &n)| (tag, n))
    }

    /// How many spans have a tag.
    pub fn n_tagged(&self, tag: &TagId) -> usize {
        self.n_tagged.get(tag).copied().unwrap_or_default()
    }

    /// The span at a key.
    pub fn get(&self, key: SpanKey) -> Option<&Span> {
        self.root.as_ref()?.get(key)
    }

    /// The span with an id, looked for from the start: for rare questions without a place.
    pub fn find(&self, id: RecordId) -> Option<&Span> {
        self.iter().find(|span| span.id == id)
    }

    /// All spans in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &Span> + ExactSizeIterator {
        self.numbered(0..self.len())
    }

    /// The span before which stand `number` others.
    pub fn nth(&self, number: usize) -> Option<&Span> {
        let (leaf, at) = self.root.as_ref()?.leaf_at(number)?;
        leaf.get(at)
    }

    /// How many spans stand before a key, whether there is one at it or not.
    pub fn rank(&self, key: SpanKey) -> usize {
        self.partition_point(|other| other < key)
    }

    /// The spans that share a character with `range`, in order; and empty spans that lie in it or at its edges.
    pub fn overlapping(&self, range: TextRange) -> impl Iterator<Item = &Span> {
        Overlapping::new(self.root.as_ref(), range)
    }

    /// The spans that start at a place, in order.
    pub fn starting_at(&self, at: Offset) -> impl DoubleEndedIterator<Item = &Span> {
        self.starting_within(TextRange::between(at, at))
    }

    /// The spans that start in a range or at its end, in order.
    pub fn starting_within(&self, range: TextRange) -> impl DoubleEndedIterator<Item = &Span> {
        let first = self.partition_point(|(start, _)| start < range.start());
        self.numbered(first..self.partition_point(|(start, _)| start <= range.end()))
    }

    /// The first span after a key.
    pub fn after(&self, key: SpanKey) -> Option<&Span> {
        self.nth(self.partition_point(|other| other <= key))
    }

    /// The last span before a key.
    pub fn before(&self, key: SpanKey) -> Option<&Span> {
        self.nth(self.rank(key).checked_sub(1)?)
    }

    /// Puts a span in its place and returns the one that had its key.
    pub fn insert(&mut self, span: Span) -> Option<Span> {
        *self.n_tagged.entry(span.tag.clone()).or_default() += 1;
        let Some(mut root) = self.root.take() else {
            self.root = Some(Branch::single(span));
            return None;
        };
        let (previous, half) = root.insert(span);
        self.root = Some(match half {
            Some(half) => Branch::above(root, half),
            None => root,
        });
        self.count_out(previous.as_ref());
        previous
    }

    /// Takes out the span at a key.
    pub fn remove(&mut self, key: SpanKey) -> Option<Span> {
        // Nothing is copied for a span that is not there.
        self.get(key)?;
        let removed = self.root.as_mut()?.remove(key);
        if let Some(child) = self.root.as_ref().and_then(Branch::only_child).cloned() {
            self.root = Some(child);
        }
        self.root.take_if(|root| root.n_spans() == 0);
        self.count_out(removed.as_ref());
        removed
    }

    /// Counts a span that went out of what has its tag.
    fn count_out(&mut self, span: Option<&Span>) {
        let Some(tag) = span.map(|span| &span.tag) else { return };
        match self.n_tagged.get_mut(tag) {
            Some(n) if *n > 1 => *n -= 1,
            _ => drop(self.n_tagged.remove(tag)),
        }
    }

    fn numbered(&self, numbers: std::ops::Range<usize>) -> Numbered<'_, LEAF, FAN> {
        Numbered::new(self.root.as_ref(), numbers)
    }

    /// How many spans come before the first for whose key `is_before` does not hold.
    fn partition_point(&self, is_before: impl Fn(SpanKey) -> bool) -> usize {
        self.root.as_ref().map_or(0, |root| root.partition_point(&is_before))
    }
}

impl<const LEAF: usize, const FAN: usize> FromIterator<Span> for SpanTree<LEAF, FAN> {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut all: Vec<Span> = spans.into_iter().collect();
        all.sort_by_key(Span::key);
        all.dedup_by_key(|span| span.key());
        let mut n_tagged = OrdMap::new();
        all.iter().for_each(|span| *n_tagged.entry(span.tag.clone()).or_default() += 1);
        Self { root: Branch::build(all), n_tagged }
    }
}

impl<const LEAF: usize, const FAN: usize> Default for SpanTree<LEAF, FAN> {
    fn default() -> Self {
        Self { root: None, n_tagged: OrdMap::new() }
    }
}

impl<const LEAF: usize, const FAN: usize> Clone for SpanTree<LEAF, FAN> {
    fn clone(&self) -> Self {
        Self { root: self.root.clone(), n_tagged: self.n_tagged.clone() }
    }
}

impl<const LEAF: usize, const FAN: usize> PartialEq for SpanTree<LEAF, FAN> {
    fn eq(&self, other: &Self) -> bool {
        self.same(other) || self.iter().eq(other.iter())
    }
}

impl<const LEAF: usize, const FAN: usize> Eq for SpanTree<LEAF, FAN> {}

impl<const LEAF: usize, const FAN: usize> std::fmt::Debug for SpanTree<LEAF, FAN> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.iter()).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{TagId, Timestamp};
    use proptest::prelude::*;
    use std::collections::BTreeMap;

    /// Nodes so small that some hundred spans make a tree of many levels.
    type Small = SpanTree<4, 4>;

    fn span(start: u32, len: u32, id: u8) -> Span {
        let range = TextRange::between(Offset::new(start), Offset::new(start + len));
        let tag = TagId::new(if len.is_multiple_of(2) { "even" } else { "odd" }).unwrap();
        Span::new(RecordId::drawn(|| id), range, tag, Timestamp::default())
    }

    #[test]
    fn a_snapshot_keeps_what_it_had() {
        let mut spans: SpanSeq = (0..1000).map(|i| span(i, 5, 0)).collect();
        let snapshot = spans.clone();
        assert!(snapshot.same(&spans));
        spans.remove(span(500, 5, 0).key());
        assert!(!snapshot.same(&spans));
        assert_eq!((snapshot.len(), spans.len()), (1000, 999));
        assert!(snapshot.get(span(500, 5, 0).key()).is_some());
    }

    #[test]
    fn an_edit_copies_one_node_of_each_level() {
        let spans: SpanSeq = (0..100_000).map(|i| span(i, 5, 0)).collect();
        let n_levels = spans.root.as_ref().unwrap().check(true);
        let mut edited = spans.clone();
        edited.insert(span(70_000, 3, 1));
        assert_eq!(edited.root.as_ref().unwrap().n_not_in(spans.root.as_ref().unwrap()), n_levels);
        let mut edited = spans.clone();
        edited.remove(span(3, 5, 0).key());
        assert_eq!(edited.root.as_ref().unwrap().n_not_in(spans.root.as_ref().unwrap()), n_levels);
        let mut edited = spans.clone();
        edited.remove(span(3, 5, 1).key());
        assert!(edited.same(&spans), "what is not there is not taken out");
    }

    #[test]
    fn levels_come_and_go() {
        let mut rng = fastrand::Rng::with_seed(1);
        let mut order: Vec<u32> = (0..600).collect();
        let mut spans = Small::default();
        rng.shuffle(&mut order);
        for &start in &order {
            spans.insert(span(start, 1, 0));
        }
        // Of 600 spans, 150 leaves at the least, and above them levels of a quarter each: 38, 10, 3, 1.
        assert!(spans.root.as_ref().unwrap().check(true) >= 5);
        let full = spans.clone();
        rng.shuffle(&mut order);
        for (n_removed, &start) in order.iter().enumerate() {
            assert_eq!(spans.len(), 600 - n_removed);
            assert_eq!(spans.remove(span(start, 1, 0).key()), Some(span(start, 1, 0)));
            if let Some(root) = &spans.root {
                root.check(true);
            }
        }
        assert!(spans.is_empty());
        assert!(full.iter().eq(&(0..600).map(|start| span(start, 1, 0)).collect::<Vec<_>>()));
    }

    #[test]
    fn a_tree_of_any_number_of_spans_is_balanced() {
        for n in 0..200 {
            let spans: Small = (0..n).rev().map(|start| span(start, 1, 0)).collect();
            assert_eq!(spans.len(), n as usize);
            if let Some(root) = &spans.root {
                root.check(true);
            }
        }
    }

    #[test]
    fn spans_are_walked_from_both_ends() {
        for n in [0, 1, 4, 5, 50, 333] {
            let spans: Small = (0..n).map(|start| span(start, 1, 0)).collect();
            let starts = |spans: &[&Span]| spans.iter().map(|span| span.hull().start().get()).collect::<Vec<_>>();
            let back: Vec<&Span> = spans.iter().rev().collect();
            assert_eq!(starts(&back), (0..n).rev().collect::<Vec<_>>());
            let (mut all, mut front, mut back) = (spans.iter(), Vec::new(), Vec::new());
            while let Some(first) = all.next() {
                front.push(first);
                back.extend(all.next_back());
                back.extend(all.next_back());
            }
            assert_eq!((all.len(), all.next_back()), (0, None));
            back.reverse();
            front.extend(back);
            assert_eq!(starts(&front), (0..n).collect::<Vec<_>>());
        }
    }

    /// An edit: where a span starts, how long it is, its id, and whether it comes or goes.
    type Step = (u32, u32, u8, bool);

    /// Does the same to a tree and to a sorted map, and asks both the same.
    fn behaves_as_a_sorted_map<const LEAF: usize, const FAN: usize>(
        edits: Vec<Step>,
        n_since: usize,
        asked: Vec<(u32, u32)>,
    ) -> Result<(), TestCaseError> {
        let mut spans = SpanTree::<LEAF, FAN>::default();
        let mut naive: BTreeMap<SpanKey, Span> = BTreeMap::new();
        let mut earlier = (spans.clone(), naive.clone());
        let kept = edits.len().saturating_sub(n_since);
        for (n, (start, len, id, add)) in edits.into_iter().enumerate() {
            if n == kept {
                earlier = (spans.clone(), naive.clone());
            }
            let it = span(start, len, id);
            if add {
                prop_assert_eq!(spans.insert(it.clone()), naive.insert(it.key(), it));
            } else {
                prop_assert_eq!(spans.remove(it.key()), naive.remove(&it.key()));
            }
        }
        if let Some(root) = &spans.root {
            root.check(true);
        }
        let lacks = |map: &BTreeMap<SpanKey, Span>, span: &Span| map.get(&span.key()) != Some(span);
        let gone = earlier.1.values().filter(|span| lacks(&naive, span));
        let come = naive.values().filter(|span| lacks(&earlier.1, span));
        let changed = gone.chain(come).map(Span::hull).reduce(TextRange::hull);
        prop_assert_eq!(spans.changed_since(&earlier.0), changed);
        prop_assert_eq!(spans.len(), naive.len());
        prop_assert!(spans.iter().eq(naive.values()));
        prop_assert!(spans.iter().rev().eq(naive.values().rev()));
        let built = naive.values().cloned().collect::<SpanTree<LEAF, FAN>>();
        prop_assert_eq!(&spans, &built);
        for tag in ["even", "odd", "none"].map(|tag| TagId::new(tag).unwrap()) {
            let n_tagged = naive.values().filter(|span| span.tag == tag).count();
            prop_assert_eq!((spans.n_tagged(&tag), built.n_tagged(&tag)), (n_tagged, n_tagged));
        }
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
            prop_assert_eq!(spans.rank(key), naive.range(..key).count());
            let number = start as usize;
            prop_assert_eq!(spans.nth(number), naive.values().nth(number));
            let within: Vec<&Span> = naive.values().filter(|s| range.touches(s.hull().start())).collect();
            prop_assert_eq!(spans.starting_within(range).collect::<Vec<_>>(), within);
            let here: Vec<&Span> = naive.values().filter(|s| s.hull().start() == range.start()).collect();
            prop_assert_eq!(spans.starting_at(range.start()).collect::<Vec<_>>(), here);
        }
        Ok(())
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(40))]
        #[test]
        fn as_a_sorted_map(
            edits in prop::collection::vec((0u32..400, 0u32..40, 0u8..4, prop::bool::weighted(0.7)), 0..1500),
            n_since in prop_oneof![0usize..8, 0usize..1500],
            asked in prop::collection::vec((0u32..450, 0u32..60), 20),
        ) {
            behaves_as_a_sorted_map::<LEAF, FAN>(edits.clone(), n_since, asked.clone())?;
            behaves_as_a_sorted_map::<4, 4>(edits, n_since, asked)?;
        }
    }
}
