//! Agreement on the tags of spans at exactly the same place: what INCEpTION calls coding agreement. Words that only one person
//! marked, or marked from elsewhere, are not seen by kappa and alpha at all, so that neither says how far people agree.
//!
//! Where somebody marked a place as two things there is no such figure.

use super::Undefined;
use super::adding::{ByNumber, adds};
use super::krippendorff::nominal_alpha;
use super::margins::Margins;
use super::marks::Marks;
use super::sum::{PairSum, Sum};
use super::tally::PairTally;
use std::collections::BTreeMap;

/// Places that somebody marked.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct GroupCoding {
    /// Of places that two or more marked: how often one is marked as a tag, and the ordered pairs of people who did so alike, by
    /// how many marked it.
    pub tags: ByNumber<i64>,
    pub n_agreeing: ByNumber<i64>,
    /// Of places whose document two or more worked on: how often one is marked as a tag, how often it is not marked, and the
    /// ordered pairs of people who are alike in it, by how many worked on it.
    pub all_tags: ByNumber<i64>,
    pub n_none: i64,
    pub n_all_agreeing: ByNumber<i64>,
    /// Units at the place of another.
    pub n_stacked: i64,
}
adds!(GroupCoding: tags, n_agreeing, all_tags, n_none, n_all_agreeing, n_stacked);

/// Counts the tags of places that two annotators both marked.
pub(super) fn count(tally: &mut PairTally, one: &Marks, other: &Marks) {
    let mut others = other.units.iter().peekable();
    for unit in &one.units {
        let place = (unit.start, unit.end);
        while others.next_if(|other| (other.start, other.end) < place).is_some() {}
        if let Some(partner) = others.peek().filter(|other| (other.start, other.end) == place) {
            tally.tags.count(unit.tag, |counts| {
                counts.n_coded.n_one += 1;
                counts.n_coded.n_both += i64::from(unit.tag == partner.tag);
            });
            tally.tags.count(partner.tag, |counts| counts.n_coded.n_other += 1);
        }
    }
}

/// What there is in a document.
pub(super) fn counted(marks: &[(usize, Marks)]) -> GroupCoding {
    let mut coding = GroupCoding::default();
    let mut places: BTreeMap<(u32, u32), BTreeMap<u32, i64>> = BTreeMap::new();
    for (_, marks) in marks {
        coding.n_stacked += (marks.units.len() - marks.places.len()) as i64;
        for unit in &marks.units {
            *places.entry((unit.start, unit.end)).or_default().entry(unit.tag).or_default() += 1;
        }
    }
    let n_people = marks.len() as i64;
    let pairs = |n: i64| n * (n - 1);
    for tags in places.values() {
        let n_marked: i64 = tags.values().sum();
        let n_alike: i64 = tags.values().map(|n| pairs(*n)).sum();
        if n_marked >= 2 {
            tags.iter().for_each(|(tag, count)| coding.tags.count(*tag, |n| *n += count));
            add(&mut coding.n_agreeing, n_marked, n_alike);
        }
        if n_people >= 2 {
            tags.iter().for_each(|(tag, count)| coding.all_tags.count(*tag, |n| *n += count));
            coding.n_none += n_people - n_marked;
            add(&mut coding.n_all_agreeing, n_people, n_alike + pairs(n_people - n_marked));
        }
    }
    coding
}

fn add(counts: &mut ByNumber<i64>, n_people: i64, n_pairs: i64) {
    counts.count(n_people as u32, |n| *n += n_pairs);
}

/// The tags of places that both marked.
pub(super) fn places_coded(sum: &PairSum) -> Result<Margins, Undefined> {
    if sum.one.n_stacked + sum.other.n_stacked > 0 {
        return Err(Undefined::Stacked);
    }
    let coded = || sum.both.tags.iter().map(|(_, counts)| counts.n_coded);
    Ok(Margins {
        n: coded().map(|counts| counts.n_one).sum(),
        n_agreeing: coded().map(|counts| counts.n_both).sum(),
        categories: coded().map(|counts| (counts.n_one, counts.n_other)).collect(),
    })
}

/// Krippendorff's alpha of the tags of places; who did not mark one is missing from it.
pub(super) fn exact_span_alpha(sum: &Sum) -> Result<f64, Undefined> {
    let coding = &sum.group.coding;
    if coding.n_stacked > 0 {
        return Err(Undefined::Stacked);
    }
    nominal_alpha(coding.tags.iter().map(|(_, n)| *n), &coding.n_agreeing)
}

/// The same, where not to mark a place that somebody marked is a category of its own.
pub(super) fn exact_span_alpha_none(sum: &Sum) -> Result<f64, Undefined> {
    let coding = &sum.group.coding;
    if coding.n_stacked > 0 {
        return Err(Undefined::Stacked);
    }
    nominal_alpha(coding.all_tags.iter().map(|(_, n)| *n).chain([coding.n_none]), &coding.n_all_agreeing)
}
