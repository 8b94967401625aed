//! What is counted in one document, so that figures of many documents are figures of a sum.
//!
//! All counts are whole numbers. Which measure needs which is said in that measure's file, which also counts it.

use super::adding::{ByNumber, adds};
use super::exact_span::GroupCoding;
use super::f1::Counts;
use super::marks::{Marks, n_characters, n_overlapping};
use super::segmentation::Edits;
use super::semeval::Aligned;
use super::token_alpha::GroupTokens;
use super::unitizing::Units;
use super::unitizing_2004::Alphas2004;
use super::{
    StudyDocument, character_f1, exact_f1, exact_span, iou_f1, overlap_f1, segmentation, semeval, strict_f1,
    token_alpha, token_kappa, unitizing, unitizing_2004,
};

/// One document's part of all figures.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct DocumentTally {
    pub(super) n_characters: i64,
    pub(super) n_tokens: i64,
    /// Of those who worked on it, with their numbers.
    pub(super) sets: Vec<(usize, SetTally)>,
    /// Of each pair of them.
    pub(super) pairs: Vec<(usize, usize, PairTally)>,
    pub(super) group: GroupTally,
}

/// What one annotator has.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct SetTally {
    pub tags: ByNumber<SetTag>,
    /// Places with a unit.
    pub n_places: i64,
    /// Characters under a unit.
    pub n_marked: i64,
    /// Units that begin inside another, of whatever tag.
    pub n_overlapping: i64,
    /// Tokens that two units touch.
    pub n_torn: i64,
    /// Units at the place of another.
    pub n_stacked: i64,
    /// Documents that the units do not divide.
    pub n_undivided: i64,
}

/// What one annotator has of a tag.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct SetTag {
    pub n_units: i64,
    /// Characters under a unit.
    pub n_characters: i64,
    /// The squares of the lengths of ranges.
    pub squares: i128,
    /// Units that begin inside another of the tag.
    pub n_overlapping: i64,
    pub n_tokens: i64,
    /// Tokens that a unit begins with.
    pub n_begins: i64,
}

/// What two annotators have in common.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct PairTally {
    pub tags: ByNumber<PairTag>,
    /// Places that both have.
    pub n_places: i64,
    /// Characters under a unit of each.
    pub n_marked: i64,
    /// Tokens that are in no unit of either.
    pub n_outside: i64,
    pub aligned: Aligned,
    pub edits: Edits,
}

/// What two annotators have in common of a tag.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct PairTag {
    /// Units that are the same.
    pub n_strict: i64,
    /// Pairs of units that overlap.
    pub n_overlap: i64,
    /// Pairs of units that share half of what they cover.
    pub n_half: i64,
    /// Characters under a unit of each.
    pub n_characters: i64,
    /// Tokens in a unit of each.
    pub n_tokens: i64,
    /// Tokens that a unit of each begins with.
    pub n_begins: i64,
    /// Tokens that are in a unit of each which began before.
    pub n_continues: i64,
    /// Places that both marked, and the first, the second or both as this.
    pub n_coded: Counts,
    /// Characters under a unit of one where the other has nothing.
    pub n_beside: i64,
    /// The squares of what of each unit is under some unit of the other.
    pub shared_squares: i128,
}

/// What several annotators have together.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct GroupTally {
    pub tokens: GroupTokens,
    pub coding: GroupCoding,
    /// Of documents that everybody worked on.
    pub units: Units,
    pub alphas_2004: Alphas2004,
}
adds!(SetTally: tags, n_places, n_marked, n_overlapping, n_torn, n_stacked, n_undivided);
adds!(SetTag: n_units, n_characters, squares, n_overlapping, n_tokens, n_begins);
adds!(PairTally: tags, n_places, n_marked, n_outside, aligned, edits);
adds!(PairTag:
    n_strict, n_overlap, n_half, n_characters, n_tokens, n_begins, n_continues, n_coded, n_beside, shared_squares);
adds!(GroupTally: tokens, coding, units, alphas_2004);

impl DocumentTally {
    /// Counts what there is in a document. It takes time with its units and tokens, for each pair of annotators.
    pub fn of(document: &StudyDocument) -> Self {
        let sets = document.sets.iter().enumerate();
        let marks: Vec<(usize, Marks)> =
            sets.filter_map(|(who, set)| Some((who, Marks::of(set.as_ref()?, document)))).collect();
        let mut tally = Self {
            n_characters: i64::from(document.n_characters),
            n_tokens: document.tokens.len() as i64,
            sets: marks.iter().map(|(who, marks)| (*who, SetTally::of(marks, document))).collect(),
            ..Self::default()
        };
        for (at, (one, first)) in marks.iter().enumerate() {
            for (other, second) in marks.iter().skip(at + 1) {
                tally.pairs.push((*one, *other, PairTally::of(first, second, document)));
            }
        }
        tally.group = GroupTally::of(&marks, &tally, document);
        tally
    }
}

impl DocumentTally {
    /// What an annotator has, if they worked on it.
    pub(super) fn set(&self, who: usize) -> Option<&SetTally> {
        let at = self.sets.binary_search_by_key(&who, |(other, _)| *other).ok()?;
        self.sets.get(at).map(|(_, set)| set)
    }
}

impl SetTally {
    fn of(marks: &Marks, document: &StudyDocument) -> Self {
        let mut tally = Self {
            n_places: marks.places.len() as i64,
            n_marked: n_characters(&marks.any),
            n_overlapping: n_overlapping(&marks.units),
            n_torn: marks.n_torn,
            n_stacked: (marks.units.len() - marks.places.len()) as i64,
            n_undivided: i64::from(segmentation::boundaries(marks, document).is_none()),
            ..Self::default()
        };
        for tag in &marks.tags {
            let square = |(start, end): &(u32, u32)| i128::from(end - start).pow(2);
            tally.tags.count(tag.tag, |counts| {
                counts.n_units = tag.units.len() as i64;
                counts.n_characters = n_characters(&tag.ranges);
                counts.squares = tag.ranges.iter().map(square).sum();
                counts.n_overlapping = n_overlapping(&tag.units);
            });
        }
        token_kappa::count(&mut tally, marks);
        tally
    }

    /// Units of a tag, or of all.
    pub(super) fn n_units(&self, tag: Option<u32>) -> i64 {
        self.tags.sum(tag, |counts| counts.n_units)
    }
}

impl PairTally {
    fn of(one: &Marks, other: &Marks, document: &StudyDocument) -> Self {
        let mut tally = Self::default();
        strict_f1::count(&mut tally, one, other);
        exact_f1::count(&mut tally, one, other);
        overlap_f1::count(&mut tally, one, other);
        iou_f1::count(&mut tally, one, other);
        character_f1::count(&mut tally, one, other);
        semeval::count(&mut tally, one, other);
        token_kappa::count_both(&mut tally, one, other);
        exact_span::count(&mut tally, one, other);
        unitizing::count(&mut tally, one, other);
        segmentation::count(&mut tally, one, other, document);
        tally
    }
}

impl GroupTally {
    fn of(marks: &[(usize, Marks)], tally: &DocumentTally, document: &StudyDocument) -> Self {
        Self {
            tokens: token_alpha::counted(tally, document.is_complete()),
            coding: exact_span::counted(marks),
            units: unitizing::counted(tally, document),
            alphas_2004: unitizing_2004::counted(marks, document),
        }
    }
}
