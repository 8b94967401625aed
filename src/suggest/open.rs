//! Which proposals a person still has to decide about.

use crate::edit::{EditError, Proposal, check_mark};
use crate::model::{Document, Project, Rejection, SetKey};
use crate::text::Offset;
use std::collections::BTreeMap;

/// Those, of proposals in the order of the text, whose place is free: not marked already, not rejected, in no part that is
/// left out, and against no rule of a layer. One place is proposed once as each tag.
pub fn open(project: &Project, document: &Document, key: &SetKey, proposals: &[Proposal]) -> Vec<Proposal> {
    let set = project.set(key);
    let rejected = Rejected::of(set.into_iter().flat_map(|set| set.rejections.values()));
    let mut open: Vec<Proposal> = Vec::new();
    for proposal in proposals {
        let range = proposal.at;
        let mut near = set.into_iter().flat_map(|set| set.spans.overlapping(range));
        let is_marked =
            near.any(|span| span.hull() == range || (span.tag == proposal.tag && span.hull().overlaps(range)));
        let is_known = || {
            open.iter()
                .rev()
                .take_while(|it| it.at.start() == range.start())
                .any(|it| (it.at, &it.tag) == (range, &proposal.tag))
        };
        let is_free = !is_marked && !rejected.has(proposal) && !document.excluded.contains(range) && !is_known();
        let is_permitted = || match check_mark(project, key, range, &proposal.tag) {
            Ok(()) => true,
            // Whole words or sentences are marked where the rule only finds a part of them.
            Err(EditError::NotWhole { .. }) => true,
            Err(_) => false,
        };
        if is_free && is_permitted() {
            open.push(proposal.clone());
        }
    }
    open
}

/// Rejections by where they begin.
struct Rejected<'a> {
    by_start: BTreeMap<Offset, Vec<&'a Rejection>>,
    longest: u32,
}

impl<'a> Rejected<'a> {
    fn of(rejections: impl Iterator<Item = &'a Rejection>) -> Self {
        let (mut by_start, mut longest): (BTreeMap<Offset, Vec<&Rejection>>, u32) = Default::default();
        for rejection in rejections {
            longest = longest.max(rejection.at.len());
            by_start.entry(rejection.at.start()).or_default().push(rejection);
        }
        Self { by_start, longest }
    }

    /// Whether something that it overlaps was rejected as its tag.
    fn has(&self, proposal: &Proposal) -> bool {
        let first = Offset::new(proposal.at.start().get().saturating_sub(self.longest));
        let near = self.by_start.range(first..proposal.at.end()).flat_map(|(_, rejections)| rejections);
        near.into_iter().any(|it| it.tag == proposal.tag && it.at.overlaps(proposal.at))
    }
}
