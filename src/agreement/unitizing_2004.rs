//! The unitizing alpha of Krippendorff 1995, as corrected in 2004, which DKPro Statistics and INCEpTION have.
//!
//! It weighs how far ends are apart by their squares, and is not the unitizing alpha of 2016. Units of one tag by one person may
//! not lie over each other; those of several tags may.

use super::{StudyDocument, Undefined, Unit};
use std::collections::BTreeSet;

/// Alpha of one document, over all tags or of one: somebody must have marked something.
pub fn unitizing_alpha_2004(document: &StudyDocument, tag: Option<u32>) -> Result<f64, Undefined> {
    let sets: Vec<&BTreeSet<Unit>> = document.sets.iter().flatten().collect();
    if sets.len() < 2 {
        return Err(Undefined::NothingShared);
    }
    let all: BTreeSet<u32> = sets.iter().flat_map(|set| set.iter()).map(|unit| unit.tag).collect();
    let (mut observed, mut expected) = (0.0, 0.0);
    for tag in all.into_iter().filter(|one| tag.is_none_or(|tag| tag == *one)) {
        let sections: Vec<Sections> =
            sets.iter().map(|set| Sections::of(set, tag, document.n_characters)).collect::<Result<_, _>>()?;
        observed += observed_disagreement(&sections, f64::from(document.n_characters));
        expected += expected_disagreement(&sections, f64::from(document.n_characters));
    }
    match (observed == 0.0, expected == 0.0) {
        (_, false) => Ok(1.0 - observed / expected),
        (true, true) if sets.iter().any(|set| !set.is_empty()) => Ok(1.0),
        _ => Err(Undefined::NothingMarked),
    }
}

/// The units of one tag by one person, and what lies between them.
struct Sections {
    units: Vec<Unit>,
    gaps: Vec<(u32, u32)>,
}

impl Sections {
    fn of(set: &BTreeSet<Unit>, tag: u32, n_characters: u32) -> Result<Self, Undefined> {
        let units: Vec<Unit> = set.iter().filter(|unit| unit.tag == tag && !unit.is_empty()).copied().collect();
        if units.windows(2).any(|pair| matches!(pair, [one, other] if other.start < one.end)) {
            return Err(Undefined::Overlapping);
        }
        let starts = std::iter::once(0).chain(units.iter().map(|unit| unit.end));
        let ends = units.iter().map(|unit| unit.start).chain([n_characters]);
        let gaps = starts.zip(ends).filter(|(start, end)| start < end).collect();
        Ok(Self { units, gaps })
    }

    /// The sum over units of how far they are from those of another that they meet; those in a gap of it by their length.
    fn against(&self, other: &Self) -> (f64, f64) {
        let (mut apart, mut alone, mut first) = (0.0, 0.0, 0);
        let square = |one: u32, other: u32| f64::from(one.abs_diff(other)).powi(2);
        for unit in &self.units {
            while other.units.get(first).is_some_and(|other| other.end <= unit.start) {
                first += 1;
            }
            let mut meets = false;
            for other in other.units.iter().skip(first).take_while(|other| other.start < unit.end) {
                apart += square(unit.start, other.start) + square(unit.end, other.end);
                meets = true;
            }
            if !meets {
                alone += f64::from(unit.len()).powi(2);
            }
        }
        (apart, alone)
    }
}

fn observed_disagreement(sections: &[Sections], n_characters: f64) -> f64 {
    let m = sections.len() as f64;
    let mut sum = 0.0;
    for (n, one) in sections.iter().enumerate() {
        for other in sections.iter().skip(n + 1) {
            // What meets is seen from both sides, and counts once.
            let ((apart, one_alone), (_, other_alone)) = (one.against(other), other.against(one));
            sum += apart + one_alone + other_alone;
        }
    }
    2.0 * sum / (m * (m - 1.0) * n_characters * n_characters)
}

fn expected_disagreement(sections: &[Sections], n_characters: f64) -> f64 {
    let units = || sections.iter().flat_map(|section| &section.units);
    let n_units = units().count() as f64;
    let mut gaps: Vec<f64> =
        sections.iter().flat_map(|it| &it.gaps).map(|(start, end)| f64::from(end - start)).collect();
    gaps.sort_by(f64::total_cmp);
    // The sums of the gaps from each on, so that those which are long enough are found at once.
    let mut sums = vec![0.0; gaps.len() + 1];
    for (at, gap) in gaps.iter().enumerate().rev() {
        let sum = sums.get(at + 1).copied().unwrap_or_default() + gap;
        sums.iter_mut().skip(at).take(1).for_each(|place| *place = sum);
    }
    let term = |unit: &Unit| {
        let l = f64::from(unit.len());
        let first = gaps.partition_point(|gap| *gap < l);
        let n_gaps = (gaps.len() - first) as f64;
        let room = sums.get(first).copied().unwrap_or_default() - n_gaps * (l - 1.0);
        (n_units - 1.0) / 3.0 * (2.0 * l.powi(3) - 3.0 * l * l + l) + l * l * room
    };
    let sum: f64 = units().map(term).sum();
    let own: f64 = units().map(|unit| f64::from(unit.len()) * (f64::from(unit.len()) - 1.0)).sum();
    let all = sections.len() as f64 * n_characters;
    2.0 / n_characters * sum / (all * (all - 1.0) - own)
}
