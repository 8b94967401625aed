//! The sum of the tallies of documents: all that figures are made of.

use super::adding::Adds;
use super::study::pairs;
use super::tally::{DocumentTally, GroupTally, PairTally, SetTally};

/// What there is in some documents together. Documents can be added and taken out again in any order; the sum is the same to
/// the bit.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Sum {
    pub(super) n_documents: i64,
    /// Of each annotator, in the documents they worked on.
    pub(super) sets: Vec<SetSum>,
    /// Of each pair, in the order of [`pairs`].
    pub(super) pairs: Vec<PairSum>,
    pub(super) group: GroupTally,
}

/// What an annotator has in the documents they worked on.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct SetSum {
    pub n_documents: i64,
    pub n_characters: i64,
    pub set: SetTally,
}

/// What two annotators have in the documents that both worked on.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct PairSum {
    pub n_documents: i64,
    pub n_characters: i64,
    pub n_tokens: i64,
    pub one: SetTally,
    pub other: SetTally,
    pub both: PairTally,
}

impl Sum {
    /// Of no document, and so many annotators.
    pub fn new(n_annotators: usize) -> Self {
        Self {
            sets: vec![SetSum::default(); n_annotators],
            pairs: vec![PairSum::default(); pairs(n_annotators).count()],
            ..Self::default()
        }
    }

    /// Of some documents.
    pub fn of<'t>(n_annotators: usize, tallies: impl IntoIterator<Item = &'t DocumentTally>) -> Self {
        let mut sum = Self::new(n_annotators);
        tallies.into_iter().for_each(|tally| sum.add(tally, 1));
        sum
    }

    /// Adds a document so many times; a negative number takes it out again. Takes time with the annotators and tags of the
    /// document.
    pub fn add(&mut self, tally: &DocumentTally, times: i64) {
        self.n_documents += times;
        for (who, set) in &tally.sets {
            if let Some(sum) = self.sets.get_mut(*who) {
                sum.n_documents += times;
                sum.n_characters += tally.n_characters * times;
                sum.set.add(set, times);
            }
        }
        for (one, other, both) in &tally.pairs {
            let at = self.place(*one, *other);
            let (Some(first), Some(second)) = (tally.set(*one), tally.set(*other)) else { continue };
            if let Some(sum) = self.pairs.get_mut(at) {
                sum.n_documents += times;
                sum.n_characters += tally.n_characters * times;
                sum.n_tokens += tally.n_tokens * times;
                sum.one.add(first, times);
                sum.other.add(second, times);
                sum.both.add(both, times);
            }
        }
        self.group.add(&tally.group, times);
    }

    /// How many annotators there are.
    pub fn n_annotators(&self) -> usize {
        self.sets.len()
    }

    /// How many documents it is of.
    pub fn n_documents(&self) -> usize {
        usize::try_from(self.n_documents).unwrap_or_default()
    }

    /// Whether an annotator worked on any.
    pub fn has(&self, who: usize) -> bool {
        self.sets.get(who).is_some_and(|sum| sum.n_documents > 0)
    }

    /// The tags that somebody uses, in order.
    pub fn tags(&self) -> Vec<u32> {
        let used = self.sets.iter().flat_map(|sum| sum.set.tags.iter().filter(|(_, counts)| counts.n_units > 0));
        let mut tags: Vec<u32> = used.map(|(tag, _)| tag).collect();
        tags.sort_unstable();
        tags.dedup();
        tags
    }

    /// What two annotators have, the lower number first.
    pub(super) fn pair(&self, one: usize, other: usize) -> Option<&PairSum> {
        self.pairs.get(self.place(one, other)).filter(|_| one < other && other < self.n_annotators())
    }

    /// Where a pair stands in the order of all.
    fn place(&self, one: usize, other: usize) -> usize {
        let n = self.n_annotators();
        (one * (2 * n).saturating_sub(one + 1) / 2 + other).saturating_sub(one + 1)
    }
}
