//! The relations of a set by where their ends stand, kept up to date by what an edit changes.

use crate::model::{AnnotationSet, RecordId, Relation, SpanSeq};
use crate::text::{Offset, TextRange};
use imbl::OrdMap;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Up to so many spans are looked for one by one; more are found in one walk through the set.
const FEW: usize = 4;

/// The relations of a set.
#[derive(Default)]
pub(super) struct Links {
    relations: OrdMap<RecordId, Relation>,
    spans: SpanSeq,
    /// Where the linked spans lie.
    places: HashMap<RecordId, TextRange>,
    /// The relations by where each of their ends begins.
    ends: BTreeMap<Offset, BTreeSet<RecordId>>,
}

impl Links {
    /// Takes in what has changed since. Takes time with the relations only where one of them changed or moved.
    pub(super) fn follow(&mut self, set: &AnnotationSet) {
        let are_same = self.relations.ptr_eq(&set.relations);
        if are_same && self.spans.same(&set.spans) {
            return;
        }
        let mut has_moved = false;
        if let Some(range) = set.spans.changed_since(&self.spans) {
            for span in set.spans.starting_within(range) {
                if let Some(place) = self.places.get_mut(&span.id)
                    && *place != span.hull()
                {
                    *place = span.hull();
                    has_moved = true;
                }
            }
        }
        self.spans = set.spans.clone();
        if !are_same {
            self.relations = set.relations.clone();
            self.find_new();
        }
        if !are_same || has_moved {
            self.sort_ends();
        }
    }

    fn find_new(&mut self) {
        let linked: HashSet<RecordId> = self.relations.values().flat_map(|it| [it.from, it.to]).collect();
        self.places.retain(|id, _| linked.contains(id));
        let new: Vec<RecordId> = linked.into_iter().filter(|id| !self.places.contains_key(id)).collect();
        if new.len() <= FEW {
            let found = new.iter().filter_map(|id| self.spans.find(*id));
            self.places.extend(found.map(|span| (span.id, span.hull())));
        } else {
            let new: HashSet<RecordId> = new.into_iter().collect();
            let found = self.spans.iter().filter(|span| new.contains(&span.id));
            self.places.extend(found.map(|span| (span.id, span.hull())));
        }
    }

    fn sort_ends(&mut self) {
        self.ends.clear();
        for relation in self.relations.values() {
            for end in [relation.from, relation.to] {
                if let Some(place) = self.places.get(&end) {
                    self.ends.entry(place.start()).or_default().insert(relation.id);
                }
            }
        }
    }

    /// Whether there is none.
    pub(super) fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// The relations of which an end begins within a range, by id.
    pub(super) fn within(&self, range: TextRange) -> Vec<&Relation> {
        let ids: BTreeSet<RecordId> =
            self.ends.range(range.start()..=range.end()).flat_map(|(_, ids)| ids.iter().copied()).collect();
        ids.iter().filter_map(|id| self.relations.get(id)).collect()
    }

    /// Where a linked span lies.
    pub(super) fn place(&self, span: RecordId) -> Option<TextRange> {
        self.places.get(&span).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{SetHead, SetState, Span, TagId, Timestamp};
    use crate::text::Digest;

    fn id(n: u32) -> RecordId {
        format!("{n:08}").parse().unwrap()
    }

    fn span(n: u32, start: u32) -> Span {
        let at = TextRange::between(Offset::new(start), Offset::new(start + 3));
        Span::new(id(n), at, TagId::new("person").unwrap(), Timestamp::default())
    }

    fn relation(n: u32, from: u32, to: u32) -> Relation {
        Relation::new(id(n), id(from), id(to), TagId::new("says").unwrap(), Timestamp::default())
    }

    fn within(links: &Links, start: u32, end: u32) -> Vec<RecordId> {
        let range = TextRange::between(Offset::new(start), Offset::new(end));
        links.within(range).into_iter().map(|relation| relation.id).collect()
    }

    #[test]
    fn relations_are_found_by_either_end_and_follow_their_spans() {
        let mut set = AnnotationSet::new(SetHead { text: Digest::of(b""), state: SetState::New });
        set.spans = (0..100).map(|n| span(n, n * 10)).collect();
        set.relations.insert(id(500), relation(500, 1, 90));
        let mut links = Links::default();
        links.follow(&set);
        assert_eq!(within(&links, 0, 20), [id(500)]);
        assert_eq!(within(&links, 890, 905), [id(500)]);
        assert_eq!(within(&links, 20, 890), []);
        set.spans.remove(span(90, 900).key());
        set.spans.insert(span(90, 400));
        set.relations.insert(id(501), relation(501, 40, 41));
        links.follow(&set);
        assert_eq!(within(&links, 400, 402), [id(500), id(501)]);
        assert_eq!(within(&links, 890, 905), []);
        set.relations.remove(&id(500));
        links.follow(&set);
        assert_eq!(within(&links, 0, 2000), [id(501)]);
    }
}
