//! The unitizing alpha of Krippendorff 1995, as corrected in 2004, which DKPro Statistics and INCEpTION have.
//!
//! It weighs how far ends are apart by their squares, and is not the unitizing alpha of 2016. Units of one tag by one person may
//! not lie over each other; those of several tags may. Each document has an alpha of its own, of those who worked on it; that of
//! several documents is their mean, as INCEpTION has it, where documents in which nothing is marked do not count.

use super::adding::{ByNumber, adds};
use super::marks::{Marks, TagMarks, n_overlapping};
use super::{StudyDocument, Undefined};

/// The alphas of documents, over all tags and of each.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Alphas2004 {
    pub all: Alphas,
    pub tags: ByNumber<Alphas>,
}

/// Some alphas.
#[derive(Clone, PartialEq, Debug, Default)]
pub(super) struct Alphas {
    /// Their sum, in parts of which [`ONE`] are one: whole, so that it does not depend on their order.
    pub sum: i128,
    pub n: i64,
    /// Documents without, as units of a tag by one person lie over each other.
    pub n_overlapping: i64,
}
adds!(Alphas2004: all, tags);
adds!(Alphas: sum, n, n_overlapping);

/// A part of this is far less than what an `f64` near one can tell.
const ONE: f64 = (1_u64 << 60) as f64;

impl Alphas {
    fn of(alpha: Option<f64>) -> Self {
        Self { sum: alpha.map_or(0, |alpha| (alpha * ONE) as i128), n: i64::from(alpha.is_some()), n_overlapping: 0 }
    }

    /// Their mean.
    pub(super) fn mean(&self) -> Result<f64, Undefined> {
        if self.n_overlapping > 0 {
            Err(Undefined::Overlapping)
        } else if self.n == 0 {
            Err(Undefined::NothingMarked)
        } else {
            Ok(self.sum as f64 / ONE / self.n as f64)
        }
    }
}

/// The alphas of a document.
pub(super) fn counted(marks: &[(usize, Marks)], document: &StudyDocument) -> Alphas2004 {
    let mut alphas = Alphas2004::default();
    if marks.len() < 2 {
        return alphas;
    }
    let mut tags: Vec<u32> = marks.iter().flat_map(|(_, marks)| marks.tags.iter().map(|tag| tag.tag)).collect();
    tags.sort_unstable();
    tags.dedup();
    let mut all: Vec<Disagreement> = Vec::new();
    for tag in tags {
        let units: Vec<Option<&TagMarks>> = marks.iter().map(|(_, marks)| marks.tag(tag)).collect();
        let is_overlapping = units.iter().flatten().any(|marks| n_overlapping(&marks.units) > 0);
        let mut of_tag = Alphas { n_overlapping: 1, ..Alphas::default() };
        if !is_overlapping {
            let disagreement = Disagreement::of(&units, document);
            of_tag = Alphas::of(alpha(&[disagreement], marks.len(), document));
            all.push(disagreement);
        }
        alphas.all.n_overlapping |= of_tag.n_overlapping;
        alphas.tags.count(tag, |counts| *counts = of_tag);
    }
    if alphas.all.n_overlapping == 0 {
        alphas.all = Alphas::of(alpha(&all, marks.len(), document));
    }
    alphas
}

/// One less the observed disagreement of some tags over what chance would give; one, where both are nothing.
fn alpha(tags: &[Disagreement], n_people: usize, document: &StudyDocument) -> Option<f64> {
    let n_people = n_people as f64;
    let observed: i128 = tags.iter().map(|tag| tag.observed).sum();
    // In an order of their own, so that the sum does not depend on the numbers of tags.
    let mut expected: Vec<f64> = tags.iter().map(|tag| tag.expected).collect();
    expected.sort_by(f64::total_cmp);
    let expected = n_people * (n_people - 1.0) * f64::from(document.n_characters) * expected.iter().sum::<f64>();
    match (observed == 0, expected == 0.0) {
        (true, true) => (!tags.is_empty()).then_some(1.0),
        (false, true) => None,
        (_, false) => Some(1.0 - 3.0 * observed as f64 / expected),
    }
}

/// How far the units of a tag disagree, but for what is the same for all tags.
#[derive(Clone, Copy)]
struct Disagreement {
    observed: i128,
    expected: f64,
}

/// The units of a tag by one person, and what lies between them.
struct Sections<'m> {
    units: &'m [(u32, u32)],
    gaps: Vec<u32>,
}

impl Disagreement {
    fn of(marks: &[Option<&TagMarks>], document: &StudyDocument) -> Self {
        let sections: Vec<Sections<'_>> =
            marks.iter().map(|marks| Sections::of(marks.map_or(&[], |marks| &marks.ranges), document)).collect();
        Self { observed: observed(&sections), expected: expected(&sections, document) }
    }
}

impl<'m> Sections<'m> {
    fn of(units: &'m [(u32, u32)], document: &StudyDocument) -> Self {
        let starts = std::iter::once(0).chain(units.iter().map(|(_, end)| *end));
        let ends = units.iter().map(|(start, _)| *start).chain([document.n_characters]);
        let gaps = starts.zip(ends).filter(|(start, end)| start < end).map(|(start, end)| end - start).collect();
        Self { units, gaps }
    }

    /// The sum over units of how far they are from those of another that they meet, and those in a gap of it by their length.
    fn against(&self, other: &Self) -> (i128, i128) {
        let (mut apart, mut alone, mut first) = (0, 0, 0);
        let square = |one: u32, other: u32| i128::from(one.abs_diff(other)).pow(2);
        for (start, end) in self.units {
            first += other.units.iter().skip(first).take_while(|(_, before)| before <= start).count();
            let mut meets = false;
            for (its_start, its_end) in other.units.iter().skip(first).take_while(|(next, _)| next < end) {
                apart += square(*start, *its_start) + square(*end, *its_end);
                meets = true;
            }
            if !meets {
                alone += square(*start, *end);
            }
        }
        (apart, alone)
    }
}

fn observed(sections: &[Sections<'_>]) -> i128 {
    let mut sum = 0;
    for (n, one) in sections.iter().enumerate() {
        for other in sections.iter().skip(n + 1) {
            // What meets is seen from both sides, and counts once.
            let ((apart, one_alone), (_, other_alone)) = (one.against(other), other.against(one));
            sum += apart + one_alone + other_alone;
        }
    }
    sum
}

fn expected(sections: &[Sections<'_>], document: &StudyDocument) -> f64 {
    let lengths: Vec<i128> =
        sections.iter().flat_map(|section| section.units).map(|(start, end)| i128::from(end - start)).collect();
    let mut gaps: Vec<i128> = sections.iter().flat_map(|section| &section.gaps).map(|gap| i128::from(*gap)).collect();
    gaps.sort_unstable_by(|one, other| other.cmp(one));
    // The sums of the longest gaps, so that those which are long enough are found at once.
    let sums: Vec<i128> = std::iter::once(0)
        .chain(gaps.iter().scan(0, |sum, gap| {
            *sum += gap;
            Some(*sum)
        }))
        .collect();
    let n_others = lengths.len() as i128 - 1;
    let term = |l: &i128| {
        let n_gaps = gaps.partition_point(|gap| gap >= l);
        let room = sums.get(n_gaps).copied().unwrap_or_default() - n_gaps as i128 * (l - 1);
        n_others * (2 * l * l * l - 3 * l * l + l) + 3 * l * l * room
    };
    let sum: i128 = lengths.iter().map(term).sum();
    let own: i128 = lengths.iter().map(|l| l * (l - 1)).sum();
    let all = sections.len() as i128 * i128::from(document.n_characters);
    let pairs = all * (all - 1) - own;
    if pairs == 0 { 0.0 } else { sum as f64 / pairs as f64 }
}
