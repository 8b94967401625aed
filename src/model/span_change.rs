//! What differs between two states of a set's spans, found by passing by what their trees share.

use super::Span;
use super::span_tree::{Branch, Inside};
use crate::text::TextRange;
use std::cmp::Ordering;
use std::slice;

/// The smallest range around all spans that only one of two trees has; nothing when both have the same.
///
/// After an edit it takes time with the depth of the trees and with what was edited: all else are nodes in common.
pub(super) fn changed_range<const LEAF: usize, const FAN: usize>(
    old: Option<&Branch<LEAF, FAN>>,
    new: Option<&Branch<LEAF, FAN>>,
) -> Option<TextRange> {
    let (mut old, mut new) = (Walk::new(old), Walk::new(new));
    changed_on_walks(&mut old, &mut new)
}

fn changed_on_walks<const LEAF: usize, const FAN: usize>(
    old: &mut Walk<'_, LEAF, FAN>,
    new: &mut Walk<'_, LEAF, FAN>,
) -> Option<TextRange> {
    let mut changed: Option<TextRange> = None;
    let mut differs = |span: &Span| {
        let hull = span.hull();
        changed = Some(changed.map_or(hull, |known| known.hull(hull)));
    };
    loop {
        match (old.next(), new.next()) {
            (None, None) => return changed,
            (Some(Next::Node(a)), Some(Next::Node(b))) if a.same(b) => {
                old.pass();
                new.pass();
            }
            // Down to where both have nodes of about one size, so that those in common meet.
            (Some(Next::Node(a)), Some(Next::Node(b))) => {
                if a.n_spans() >= b.n_spans() {
                    old.enter(a);
                }
                if b.n_spans() >= a.n_spans() {
                    new.enter(b);
                }
            }
            (Some(Next::Node(node)), _) => old.enter(node),
            (_, Some(Next::Node(node))) => new.enter(node),
            (Some(Next::Span(a)), Some(Next::Span(b))) => match a.key().cmp(&b.key()) {
                Ordering::Less => {
                    differs(a);
                    old.pass();
                }
                Ordering::Greater => {
                    differs(b);
                    new.pass();
                }
                Ordering::Equal => {
                    if a != b {
                        differs(a);
                        differs(b);
                    }
                    old.pass();
                    new.pass();
                }
            },
            (Some(Next::Span(span)), None) => {
                differs(span);
                old.pass();
            }
            (None, Some(Next::Span(span))) => {
                differs(span);
                new.pass();
            }
        }
    }
}

/// A walk through a tree in order, in which nodes can be passed by as a whole.
struct Walk<'a, const LEAF: usize, const FAN: usize> {
    /// What is left of each node above the leaf.
    open: Vec<slice::Iter<'a, Branch<LEAF, FAN>>>,
    leaf: slice::Iter<'a, Span>,
    #[cfg(test)]
    n_steps: usize,
}

/// What a walk comes to.
enum Next<'a, const LEAF: usize, const FAN: usize> {
    Node(&'a Branch<LEAF, FAN>),
    Span(&'a Span),
}

impl<'a, const LEAF: usize, const FAN: usize> Walk<'a, LEAF, FAN> {
    fn new(root: Option<&'a Branch<LEAF, FAN>>) -> Self {
        Self {
            open: root.map(|root| slice::from_ref(root).iter()).into_iter().collect(),
            leaf: [].iter(),
            #[cfg(test)]
            n_steps: 0,
        }
    }

    fn next(&mut self) -> Option<Next<'a, LEAF, FAN>> {
        if let Some(span) = self.leaf.as_slice().first() {
            return Some(Next::Span(span));
        }
        loop {
            match self.open.last()?.as_slice().first() {
                Some(node) => return Some(Next::Node(node)),
                None => drop(self.open.pop()),
            }
        }
    }

    /// Goes on behind what comes next.
    fn pass(&mut self) {
        #[cfg(test)]
        {
            self.n_steps += 1;
        }
        if self.leaf.next().is_none()
            && let Some(nodes) = self.open.last_mut()
        {
            nodes.next();
        }
    }

    /// Goes on inside the node that comes next.
    fn enter(&mut self, node: &'a Branch<LEAF, FAN>) {
        self.pass();
        match node.inside() {
            Inside::Leaf(spans) => self.leaf = spans.iter(),
            Inside::Inner(children) => self.open.push(children.iter()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{RecordId, TagId, Timestamp};
    use crate::text::Offset;

    fn span(start: u32, id: u8) -> Span {
        let at = TextRange::between(Offset::new(start), Offset::new(start + 5));
        let tag = TagId::new("tag").unwrap();
        Span::new(RecordId::drawn(|| id), at, tag, Timestamp::default())
    }

    #[test]
    fn after_an_edit_only_what_is_not_in_common_is_looked_at() {
        let old: Branch<64, 16> = Branch::build((0..100_000).map(|start| span(start, 0)).collect()).unwrap();
        let mut new = old.clone();
        new.insert(span(70_000, 1));
        new.remove(span(70_100, 0).key());
        let (mut old, mut new) = (Walk::new(Some(&old)), Walk::new(Some(&new)));
        let hull = TextRange::between(Offset::new(70_000), Offset::new(70_105));
        assert_eq!(changed_on_walks(&mut old, &mut new), Some(hull));
        // At most all children of the nodes above two leaves, and the leaves: five levels of 16, and 64 spans.
        assert!(old.n_steps.max(new.n_steps) <= 2 * (5 * 16 + 64), "{} and {} steps", old.n_steps, new.n_steps);
    }
}
