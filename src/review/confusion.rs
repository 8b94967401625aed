//! Which tags annotators take for which, and what one marks where another marks nothing.

use super::Version;
use crate::model::TagId;
use std::collections::BTreeMap;

/// Two tags that stand against each other, the first in order before the second; no tag is nothing marked.
pub type Confused = (Option<TagId>, Option<TagId>);

/// How often each two stand against each other in what some annotators say of one thing, over all pairs of them; a tag against
/// itself is agreement.
pub fn confusions(versions: &[&Version]) -> BTreeMap<Confused, usize> {
    let mut counts = BTreeMap::new();
    for (at, one) in versions.iter().enumerate() {
        for other in versions.iter().skip(at + 1) {
            against(one, other, &mut counts);
        }
    }
    counts
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
