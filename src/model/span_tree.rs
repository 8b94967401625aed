//! The nodes of the balanced tree that a set's spans lie in, shared between snapshots.
//!
//! All leaves lie at the same depth. A node keeps of each child what lets a question pass it by: its first key,
//! its largest end, and how many spans it has.

use super::{RecordId, Span, SpanKey};
use crate::text::{Offset, TextRange};
use std::slice;
use std::sync::Arc;

/// A node with what is known of it from outside. A clone copies one pointer.
///
/// A leaf has up to `LEAF` spans, an inner node up to `FAN` children; all but the root at least a quarter of that.
#[derive(Clone)]
pub(super) struct Branch<const LEAF: usize, const FAN: usize> {
    first: SpanKey,
    max_end: Offset,
    n_spans: usize,
    node: Arc<Node<LEAF, FAN>>,
}

#[derive(Clone)]
enum Node<const LEAF: usize, const FAN: usize> {
    Leaf(Vec<Span>),
    Inner(Vec<Branch<LEAF, FAN>>),
}

/// What a node holds.
pub(super) enum Inside<'a, const LEAF: usize, const FAN: usize> {
    Leaf(&'a [Span]),
    Inner(&'a [Branch<LEAF, FAN>]),
}

impl<const LEAF: usize, const FAN: usize> Branch<LEAF, FAN> {
    fn new(node: Node<LEAF, FAN>) -> Self {
        let nowhere = (Offset::ZERO, RecordId::drawn(|| 0));
        let mut branch = Self { first: nowhere, max_end: Offset::ZERO, n_spans: 0, node: Arc::new(node) };
        branch.sum_up();
        branch
    }

    /// A tree with one span.
    pub(super) fn single(span: Span) -> Self {
        Self::new(Node::Leaf(vec![span]))
    }

    /// The tree of spans that stand in order, each key once. Nodes are left with room for a quarter more.
    pub(super) fn build(spans: Vec<Span>) -> Option<Self> {
        const { assert!(LEAF >= 2 && FAN >= 4, "a node must be larger than the halves that it is split into") };
        let mut level: Vec<Self> = parts(spans, LEAF * 3 / 4).map(|spans| Self::new(Node::Leaf(spans))).collect();
        while level.len() > 1 {
            level = parts(level, FAN * 3 / 4).map(|children| Self::new(Node::Inner(children))).collect();
        }
        level.pop()
    }

    /// The node above two neighbors.
    pub(super) fn above(left: Self, right: Self) -> Self {
        Self::new(Node::Inner(vec![left, right]))
    }

    /// The only child, of a node that has no more and need not stand above it.
    pub(super) fn only_child(&self) -> Option<&Self> {
        match &*self.node {
            Node::Inner(children) if children.len() == 1 => children.first(),
            _ => None,
        }
    }

    /// How many spans there are.
    pub(super) fn n_spans(&self) -> usize {
        self.n_spans
    }

    /// Whether both are the same node in memory.
    pub(super) fn same(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.node, &other.node)
    }

    /// The spans of a leaf, or the children of another node.
    pub(super) fn inside(&self) -> Inside<'_, LEAF, FAN> {
        match &*self.node {
            Node::Leaf(spans) => Inside::Leaf(spans),
            Node::Inner(children) => Inside::Inner(children),
        }
    }

    /// The span at a key.
    pub(super) fn get(&self, key: SpanKey) -> Option<&Span> {
        match &*self.node {
            Node::Leaf(spans) => spans.get(spans.binary_search_by_key(&key, Span::key).ok()?),
            Node::Inner(children) => children.get(child_for(children, |first| first <= key))?.get(key),
        }
    }

    /// How many spans come before the first for whose key `is_before` does not hold; it holds for none after that.
    pub(super) fn partition_point(&self, is_before: &impl Fn(SpanKey) -> bool) -> usize {
        match &*self.node {
            Node::Leaf(spans) => spans.partition_point(|span| is_before(span.key())),
            Node::Inner(children) => {
                let at = child_for(children, is_before);
                let passed: usize = children.iter().take(at).map(|child| child.n_spans).sum();
                passed + children.get(at).map_or(0, |child| child.partition_point(is_before))
            }
        }
    }

    /// The spans of the leaf that has the span with this number in order, and which of them it is.
    pub(super) fn leaf_at(&self, number: usize) -> Option<(&[Span], usize)> {
        match &*self.node {
            Node::Leaf(spans) => (number < spans.len()).then_some((spans.as_slice(), number)),
            Node::Inner(children) => {
                let mut rest = number;
                let child = children.iter().find(|child| {
                    let is_there = rest < child.n_spans;
                    rest -= if is_there { 0 } else { child.n_spans };
                    is_there
                });
                child?.leaf_at(rest)
            }
        }
    }

    /// Puts a span in its place. Returns the span that had its key, and the upper half of what is too much for one node.
    pub(super) fn insert(&mut self, span: Span) -> (Option<Span>, Option<Self>) {
        let key = span.key();
        let (previous, half) = match Arc::make_mut(&mut self.node) {
            Node::Leaf(spans) => {
                let previous = match spans.binary_search_by_key(&key, Span::key) {
                    Ok(at) => spans.get_mut(at).map(|old| std::mem::replace(old, span)),
                    Err(at) => {
                        // Without this, a leaf that was copied would come to twice the room it needs.
                        spans.reserve_exact(1);
                        spans.insert(at, span);
                        None
                    }
                };
                (previous, upper_half(spans, LEAF).map(Node::Leaf))
            }
            Node::Inner(children) => {
                let at = child_for(children, |first| first <= key);
                let (previous, half) = children.get_mut(at).map_or((None, None), |child| child.insert(span));
                if let Some(half) = half {
                    children.insert(at + 1, half);
                }
                (previous, upper_half(children, FAN).map(Node::Inner))
            }
        };
        self.sum_up();
        (previous, half.map(Self::new))
    }

    /// Takes out the span at a key. It must be there: the nodes on the way to it are copied.
    pub(super) fn remove(&mut self, key: SpanKey) -> Option<Span> {
        let removed = match Arc::make_mut(&mut self.node) {
            Node::Leaf(spans) => spans.remove(spans.binary_search_by_key(&key, Span::key).ok()?),
            Node::Inner(children) => {
                let at = child_for(children, |first| first <= key);
                let removed = children.get_mut(at)?.remove(key)?;
                even_out(children, at);
                removed
            }
        };
        self.sum_up();
        Some(removed)
    }

    /// Learns anew what is known from outside. An empty leaf keeps its first key until it is joined with another.
    fn sum_up(&mut self) {
        let (first, max_end, n_spans) = match &*self.node {
            Node::Leaf(spans) => {
                let max_end = spans.iter().map(|span| span.hull().end()).max();
                (spans.first().map(Span::key), max_end, spans.len())
            }
            Node::Inner(children) => {
                let max_end = children.iter().map(|child| child.max_end).max();
                let n_spans = children.iter().map(|child| child.n_spans).sum();
                (children.first().map(|child| child.first), max_end, n_spans)
            }
        };
        self.first = first.unwrap_or(self.first);
        self.max_end = max_end.unwrap_or_default();
        self.n_spans = n_spans;
    }

    fn is_small(&self) -> bool {
        match &*self.node {
            Node::Leaf(spans) => spans.len() < (LEAF / 4).max(1),
            Node::Inner(children) => children.len() < (FAN / 4).max(2),
        }
    }

    /// Takes in the next node, and returns the upper half of what is too much for one.
    fn join(&mut self, next: Self) -> Option<Self> {
        let half = match (Arc::make_mut(&mut self.node), Arc::unwrap_or_clone(next.node)) {
            (Node::Leaf(spans), Node::Leaf(more)) => {
                spans.extend(more);
                upper_half(spans, LEAF).map(Node::Leaf)
            }
            (Node::Inner(children), Node::Inner(more)) => {
                children.extend(more);
                upper_half(children, FAN).map(Node::Inner)
            }
            _ => unreachable!("leaves lie at the same depth"),
        };
        self.sum_up();
        half.map(Self::new)
    }
}

/// The child in which the last span lies for whose key `is_before` holds; the first if it holds for none.
fn child_for<const LEAF: usize, const FAN: usize>(
    children: &[Branch<LEAF, FAN>],
    is_before: impl Fn(SpanKey) -> bool,
) -> usize {
    children.partition_point(|child| is_before(child.first)).saturating_sub(1)
}

/// Joins a child that has become small with a neighbor.
fn even_out<const LEAF: usize, const FAN: usize>(children: &mut Vec<Branch<LEAF, FAN>>, at: usize) {
    if children.len() < 2 || !children.get(at).is_some_and(Branch::is_small) {
        return;
    }
    let left = at.min(children.len() - 2);
    let next = children.remove(left + 1);
    if let Some(half) = children.get_mut(left).and_then(|child| child.join(next)) {
        children.insert(left + 1, half);
    }
}

/// Cuts off the upper half of what is more than `most`.
fn upper_half<T>(all: &mut Vec<T>, most: usize) -> Option<Vec<T>> {
    (all.len() > most).then(|| {
        let half = all.split_off(all.len() / 2);
        all.shrink_to_fit();
        half
    })
}

/// Parts of about the same length, none longer than `most`.
fn parts<T>(all: Vec<T>, most: usize) -> impl Iterator<Item = Vec<T>> {
    let (len, n_parts) = (all.len(), all.len().div_ceil(most));
    let mut rest = all.into_iter();
    (0..n_parts).map(move |part| rest.by_ref().take((part + 1) * len / n_parts - part * len / n_parts).collect())
}

/// Spans with numbers in a range, from both ends.
pub(super) struct Numbered<'a, const LEAF: usize, const FAN: usize> {
    root: Option<&'a Branch<LEAF, FAN>>,
    /// The numbers of those that are still to come.
    rest: std::ops::Range<usize>,
    /// What is left of the leaf that the front stands in, and of the one that the back stands in. Where they
    /// stand in the same, `rest` says where they meet.
    front: slice::Iter<'a, Span>,
    back: slice::Iter<'a, Span>,
}

impl<'a, const LEAF: usize, const FAN: usize> Numbered<'a, LEAF, FAN> {
    pub(super) fn new(root: Option<&'a Branch<LEAF, FAN>>, numbers: std::ops::Range<usize>) -> Self {
        Self { root, rest: numbers, front: [].iter(), back: [].iter() }
    }
}

impl<'a, const LEAF: usize, const FAN: usize> Iterator for Numbered<'a, LEAF, FAN> {
    type Item = &'a Span;

    fn next(&mut self) -> Option<&'a Span> {
        let number = self.rest.next()?;
        if self.front.as_slice().is_empty() {
            let (leaf, at) = self.root?.leaf_at(number)?;
            self.front = leaf.get(at..)?.iter();
        }
        self.front.next()
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.rest.size_hint()
    }
}

impl<const LEAF: usize, const FAN: usize> DoubleEndedIterator for Numbered<'_, LEAF, FAN> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let number = self.rest.next_back()?;
        if self.back.as_slice().is_empty() {
            let (leaf, at) = self.root?.leaf_at(number)?;
            self.back = leaf.get(..=at)?.iter();
        }
        self.back.next_back()
    }
}

impl<const LEAF: usize, const FAN: usize> ExactSizeIterator for Numbered<'_, LEAF, FAN> {}

/// The spans that share a character with a range, in order; and empty spans that lie in it or at its edges.
pub(super) struct Overlapping<'a, const LEAF: usize, const FAN: usize> {
    range: TextRange,
    /// What is left of each node above the leaf.
    open: Vec<slice::Iter<'a, Branch<LEAF, FAN>>>,
    leaf: slice::Iter<'a, Span>,
}

impl<'a, const LEAF: usize, const FAN: usize> Overlapping<'a, LEAF, FAN> {
    pub(super) fn new(root: Option<&'a Branch<LEAF, FAN>>, range: TextRange) -> Self {
        Self { range, open: root.map(|root| slice::from_ref(root).iter()).into_iter().collect(), leaf: [].iter() }
    }

    /// Goes on with the next leaf that may have an answer, past all that end before the range. `None` at the end.
    fn open_leaf(&mut self) -> Option<()> {
        loop {
            let Some(branch) = self.open.last_mut()?.next() else {
                self.open.pop();
                continue;
            };
            if branch.first.0 > self.range.end() {
                self.open.clear();
            } else if branch.max_end >= self.range.start() {
                match &*branch.node {
                    Node::Inner(children) => self.open.push(children.iter()),
                    Node::Leaf(spans) => {
                        self.leaf = spans.iter();
                        return Some(());
                    }
                }
            }
        }
    }
}

impl<'a, const LEAF: usize, const FAN: usize> Iterator for Overlapping<'a, LEAF, FAN> {
    type Item = &'a Span;

    fn next(&mut self) -> Option<&'a Span> {
        let range = self.range;
        loop {
            if let Some(span) = self.leaf.find(|span| lies_in(span.hull(), range)) {
                return Some(span);
            }
            self.open_leaf()?;
        }
    }
}

fn lies_in(hull: TextRange, range: TextRange) -> bool {
    let touch = hull.start() <= range.end() && range.start() <= hull.end();
    hull.overlaps(range) || ((hull.is_empty() || range.is_empty()) && touch)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    impl<const LEAF: usize, const FAN: usize> Branch<LEAF, FAN> {
        /// Panics where the tree is not as it must be, and says how many levels it has.
        pub(crate) fn check(&self, is_root: bool) -> usize {
            let spans: Vec<&Span> = Numbered::new(Some(self), 0..self.n_spans).collect();
            assert_eq!(spans.len(), self.n_spans);
            assert_eq!(spans.first().map(|span| span.key()), Some(self.first));
            assert_eq!(spans.iter().map(|span| span.hull().end()).max(), Some(self.max_end));
            assert!(spans.is_sorted_by(|a, b| a.key() < b.key()), "spans stand in order, each key once");
            match &*self.node {
                Node::Leaf(spans) => {
                    assert!(spans.len() <= LEAF && (is_root || spans.len() >= (LEAF / 4).max(1)));
                    1
                }
                Node::Inner(children) => {
                    let least = if is_root { 2 } else { (FAN / 4).max(2) };
                    assert!((least..=FAN).contains(&children.len()), "{} children", children.len());
                    let depths: HashSet<usize> = children.iter().map(|child| child.check(false)).collect();
                    assert_eq!(depths.len(), 1, "leaves lie at the same depth");
                    1 + depths.into_iter().next().unwrap()
                }
            }
        }

        /// How many nodes it does not share with another tree.
        pub(crate) fn n_not_in(&self, other: &Self) -> usize {
            fn nodes<const L: usize, const F: usize>(branch: &Branch<L, F>, into: &mut HashSet<*const Node<L, F>>) {
                into.insert(Arc::as_ptr(&branch.node));
                if let Node::Inner(children) = &*branch.node {
                    children.iter().for_each(|child| nodes(child, into));
                }
            }
            let (mut mine, mut others) = (HashSet::new(), HashSet::new());
            nodes(self, &mut mine);
            nodes(other, &mut others);
            mine.difference(&others).count()
        }
    }
}
