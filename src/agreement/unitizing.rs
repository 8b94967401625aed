//! The alphas of unitizing of Krippendorff, Mathet, Bouvry and Widlöcher 2016 (Quality & Quantity 50): where passages begin and
//! end and what they are, on texts of which most is no passage.
//!
//! Not to be mixed up with the unitizing alpha of 1995 and 2004, which differs much on the same data. Documents are joined end
//! to end, those that everybody worked on. Nobody's passages may lie over each other, but for the alpha of one tag, of whose
//! passages such as do are one.
//!
//! The paper's sums are over ordered pairs of people and divided by one less than there are; here they are whole numbers, not
//! divided yet.

use super::adding::{ByNumber, adds};
use super::marks::{Marks, n_characters, n_shared};
use super::sum::PairSum;
use super::tally::{DocumentTally, PairTally, SetTally};
use super::{StudyDocument, Undefined};

/// What the alphas of some people are reckoned from.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Units {
    /// Characters, each as often as there are people.
    pub n_characters: i64,
    pub tags: ByNumber<UnitsTag>,
    /// Characters under nothing.
    pub n_gaps: i64,
    /// Characters of ordered pairs of people where neither has anything.
    pub n_both_gaps: i64,
    /// Units that begin inside another.
    pub n_overlapping: i64,
    pub n_documents: i64,
}

/// The same of a tag.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct UnitsTag {
    pub n_units: i64,
    /// Units that begin inside another of the tag.
    pub n_overlapping: i64,
    /// Characters that somebody has under it.
    pub n_characters: i64,
    /// Characters of ordered pairs of people where both have it.
    pub n_both: i64,
    /// Characters of ordered pairs of people where the one has it and the other nothing.
    pub n_beside: i64,
    /// The squares of the lengths of ranges.
    pub squares: i128,
    /// The squares of what of each unit is under some unit of another person, for all others.
    pub shared_squares: i128,
}
adds!(Units: n_characters, tags, n_gaps, n_both_gaps, n_overlapping, n_documents);
adds!(UnitsTag: n_units, n_overlapping, n_characters, n_both, n_beside, squares, shared_squares);

/// Counts what units of two annotators have in common. Where units of one lie over each other, nothing asks for it.
pub(super) fn count(tally: &mut PairTally, one: &Marks, other: &Marks) {
    if !one.is_exclusive || !other.is_exclusive {
        return;
    }
    for (units, others) in [(one, other), (other, one)] {
        for tag in &units.tags {
            let n_beside = n_characters(&tag.ranges) - n_shared(&tag.ranges, &others.any);
            let shared_squares = shared_squares(&tag.ranges, &others.any);
            tally.tags.count(tag.tag, |counts| {
                counts.n_beside += n_beside;
                counts.shared_squares += shared_squares;
            });
        }
    }
}

/// The squares of what of each range is under some of others.
fn shared_squares(ranges: &[(u32, u32)], others: &[(u32, u32)]) -> i128 {
    let square = |(start, end): &(u32, u32)| {
        let first = others.partition_point(|(_, end)| end <= start);
        let near = others.iter().skip(first).take_while(|(other, _)| other < end);
        let shared: i128 = near.map(|other| i128::from(other.1.min(*end) - other.0.max(*start))).sum();
        shared * shared
    };
    ranges.iter().map(square).sum()
}

/// What there is in a document that everybody worked on; nothing of another. Pairs and sets are counted already.
pub(super) fn counted(tally: &DocumentTally, document: &StudyDocument) -> Units {
    let mut units = Units::default();
    if document.is_complete() {
        tally.sets.iter().for_each(|(_, set)| units.add_set(set, tally.n_characters));
        for (one, other, pair) in &tally.pairs {
            let n_marked = |who: usize| tally.set(who).map_or(0, |set| set.n_marked);
            units.add_pair(pair, tally.n_characters, n_marked(*one) + n_marked(*other));
        }
        units.n_documents = 1;
    }
    units
}

impl Units {
    /// Those of two people alone.
    pub(super) fn of_pair(sum: &PairSum) -> Self {
        let mut units = Self { n_documents: sum.n_documents, ..Self::default() };
        units.add_set(&sum.one, sum.n_characters);
        units.add_set(&sum.other, sum.n_characters);
        units.add_pair(&sum.both, sum.n_characters, sum.one.n_marked + sum.other.n_marked);
        units
    }

    fn add_set(&mut self, set: &SetTally, n_characters: i64) {
        self.n_characters += n_characters;
        self.n_gaps += n_characters - set.n_marked;
        self.n_overlapping += set.n_overlapping;
        for (tag, counts) in set.tags.iter() {
            self.tags.count(tag, |units| {
                units.n_units += counts.n_units;
                units.n_overlapping += counts.n_overlapping;
                units.n_characters += counts.n_characters;
                units.squares += counts.squares;
            });
        }
    }

    fn add_pair(&mut self, pair: &PairTally, n_characters: i64, n_marked: i64) {
        self.n_both_gaps += 2 * (n_characters - n_marked + pair.n_marked);
        for (tag, counts) in pair.tags.iter() {
            self.tags.count(tag, |units| {
                units.n_both += 2 * counts.n_characters;
                units.n_beside += counts.n_beside;
                units.shared_squares += counts.shared_squares;
            });
        }
    }

    /// Documents are there, and nobody's units lie over each other.
    fn are_apart(&self) -> Result<(), Undefined> {
        if self.n_documents == 0 {
            Err(Undefined::NotAll)
        } else if self.n_overlapping > 0 {
            Err(Undefined::Overlapping)
        } else {
            Ok(())
        }
    }

    /// The squares of all segments: lengths of units, and of gaps their characters alone.
    fn squares(&self) -> i128 {
        self.tags.iter().map(|(_, tag)| tag.squares).sum::<i128>() + i128::from(self.n_gaps)
    }

    /// uα: places and tags together, of so many people.
    pub(super) fn u_alpha(&self, n_people: usize) -> Result<f64, Undefined> {
        self.are_apart()?;
        let all = i128::from(self.n_characters);
        let n_same = self.n_both_gaps + self.tags.sum(None, |tag| tag.n_both);
        let squares: i128 = self.tags.iter().map(|(_, tag)| i128::from(tag.n_characters).pow(2)).sum();
        let apart = all * others(n_people) - i128::from(n_same);
        let chance = all * all - squares - i128::from(self.n_gaps).pow(2);
        alpha([apart, all * all - self.squares()], [others(n_people), all, chance])
    }

    /// |u|α: places alone, where something is marked and where nothing is.
    pub(super) fn binary_alpha(&self, n_people: usize) -> Result<f64, Undefined> {
        self.are_apart()?;
        let (all, gaps) = (i128::from(self.n_characters), i128::from(self.n_gaps));
        let apart = gaps * others(n_people) - i128::from(self.n_both_gaps);
        alpha([apart, all * all - self.squares()], [others(n_people), all, gaps, all - gaps])
    }

    /// |u|α of one tag, all else being nothing.
    pub(super) fn binary_alpha_of(&self, n_people: usize, tag: u32) -> Result<f64, Undefined> {
        if self.n_documents == 0 {
            return Err(Undefined::NotAll);
        }
        let tag = self.tags.get(tag).cloned().unwrap_or_default();
        let (all, marked) = (i128::from(self.n_characters), i128::from(tag.n_characters));
        // What one has and the other has not is as much as what the other has not and the one has.
        let apart = marked * others(n_people) - i128::from(tag.n_both);
        let squares = tag.squares + all - marked;
        alpha([apart, all * all - squares], [others(n_people), all, marked, all - marked])
    }

    /// Characters of ordered pairs of people where the one has a tag and the other something.
    fn n_shared(&self, tag: &UnitsTag, n_people: usize) -> i128 {
        i128::from(tag.n_characters) * others(n_people) - i128::from(tag.n_beside)
    }

    fn n_all_shared(&self, n_people: usize) -> i128 {
        self.tags.iter().map(|(_, tag)| self.n_shared(tag, n_people)).sum()
    }

    /// How much of all people's texts the alphas of tags rest on: where two of them marked something.
    pub(super) fn coverage(&self, n_people: usize) -> Result<f64, Undefined> {
        self.are_apart()?;
        let all = i128::from(self.n_characters) * others(n_people);
        if all == 0 { Err(Undefined::NoText) } else { Ok(self.n_all_shared(n_people) as f64 / all as f64) }
    }

    /// cuα: tags alone, where two people marked something.
    pub(super) fn coding_alpha(&self, n_people: usize) -> Result<f64, Undefined> {
        self.are_apart()?;
        let shared = self.n_all_shared(n_people);
        if shared == 0 {
            return Err(Undefined::NothingShared);
        }
        let squares: i128 = self.tags.iter().map(|(_, tag)| self.n_shared(tag, n_people).pow(2)).sum();
        let shared_squares: i128 = self.tags.iter().map(|(_, tag)| tag.shared_squares).sum();
        let apart = shared - i128::from(self.tags.sum(None, |tag| tag.n_both));
        alpha([apart, shared * shared - others(n_people) * shared_squares], [shared, shared * shared - squares])
    }

    /// (k)uα: one tag, where two people marked something.
    pub(super) fn tag_alpha(&self, n_people: usize, tag: u32) -> Result<f64, Undefined> {
        self.are_apart()?;
        let tag = self.tags.get(tag).cloned().unwrap_or_default();
        let (all, shared) = (self.n_all_shared(n_people), self.n_shared(&tag, n_people));
        if shared == 0 {
            return Err(Undefined::NothingShared);
        }
        let apart = shared - i128::from(tag.n_both);
        alpha([apart, all * shared - others(n_people) * tag.shared_squares], [shared, shared, all - shared])
    }
}

/// For how many others each person is compared with.
const fn others(n_people: usize) -> i128 {
    n_people as i128 - 1
}

/// One less what is observed over what chance gives, each a product; nothing can have differed where chance gives nothing.
fn alpha<const N: usize, const M: usize>(observed: [i128; N], expected: [i128; M]) -> Result<f64, Undefined> {
    if expected.contains(&0) {
        return Err(Undefined::OneCategory);
    }
    let product = |numbers: &[i128]| numbers.iter().map(|number| *number as f64).product::<f64>();
    Ok(1.0 - product(&observed) / product(&expected))
}
