//! Which tags annotators take for which, and what one marks where another marks nothing.

use super::{Comparison, Item, Version};
use crate::model::{LayerKind, TagId};
use std::collections::BTreeMap;

/// Two tags that stand against each other, the first in order before the second; no tag is nothing marked.
pub type Confused = (Option<TagId>, Option<TagId>);

/// How often each two stand against each other, over all pairs of annotators; a tag against itself is agreement.
pub fn confusions<'a>(items: impl IntoIterator<Item = &'a Item>) -> BTreeMap<Confused, usize> {
    let mut counts = BTreeMap::new();
    for item in items.into_iter().filter(|item| item.kind == LayerKind::Span) {
        for (at, one) in item.versions.iter().enumerate() {
            for other in item.versions.iter().skip(at + 1) {
                against(one, other, &mut counts);
            }
        }
    }
    counts
}

impl Comparison {
    /// How often each two tags stand against each other.
    pub fn confusions(&self) -> BTreeMap<Confused, usize> {
        confusions(&self.items)
    }
}

/// The tags of two versions against each other: the same ones first, what is left in order, and what is left over against
/// nothing.
fn against(one: &Version, other: &Version, counts: &mut BTreeMap<Confused, usize>) {
    let tags = |version: &Version| -> Vec<TagId> {
        version.says.iter().filter_map(|(statement, _)| statement.tag().cloned()).collect()
    };
    let (mut one, mut other) = (tags(one), tags(other));
    one.retain(|tag| match other.iter().position(|it| it == tag) {
        Some(at) => {
            other.remove(at);
            *counts.entry((Some(tag.clone()), Some(tag.clone()))).or_default() += 1;
            false
        }
        None => true,
    });
    let n = one.len().max(other.len());
    let pad = |tags: Vec<TagId>| tags.into_iter().map(Some).chain(std::iter::repeat(None)).take(n);
    for (a, b) in pad(one).zip(pad(other)) {
        let pair = if a <= b { (a, b) } else { (b, a) };
        *counts.entry(pair).or_default() += 1;
    }
}
