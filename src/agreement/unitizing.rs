//! The alphas of unitizing of Krippendorff, Mathet, Bouvry and Widlöcher 2016 (Quality & Quantity 50): where passages begin and
//! end and what they are, on texts of which most is no passage.
//!
//! Not to be mixed up with the unitizing alpha of 1995 and 2004, which differs much on the same data. Documents are joined end
//! to end; everybody worked on all of them, and nobody's passages lie over each other.

use super::{Study, Undefined, Unit};
use std::collections::BTreeMap;

/// What the alphas are reckoned from, in characters.
pub struct Unitizing {
    n_annotators: f64,
    n_characters: f64,
    /// How much two different annotators have as a category and another; nothing first.
    coincidences: BTreeMap<(Option<u32>, Option<u32>), f64>,
    /// The squares of the lengths of units, by category, and the lengths of what lies between.
    squares: BTreeMap<Option<u32>, f64>,
    /// The squares of what of units is under some unit of another annotator.
    shared_squares: BTreeMap<u32, f64>,
}

impl Unitizing {
    /// All units of a study, or those of one tag with all else as nothing.
    pub fn of(study: &Study, tag: Option<u32>) -> Result<Self, Undefined> {
        let mut unitizing = Self {
            n_annotators: study.n_annotators as f64,
            n_characters: 0.0,
            coincidences: BTreeMap::new(),
            squares: BTreeMap::new(),
            shared_squares: BTreeMap::new(),
        };
        if study.n_annotators < 2 {
            return Err(Undefined::NothingShared);
        }
        for document in &study.documents {
            let mut sets: Vec<Vec<Unit>> = Vec::with_capacity(study.n_annotators);
            for set in &document.sets {
                let set = set.as_ref().ok_or(Undefined::Missing)?;
                let units = set.iter().filter(|unit| !unit.is_empty() && tag.is_none_or(|tag| unit.tag == tag));
                let units: Vec<Unit> = units.copied().collect();
                if units.windows(2).any(|pair| matches!(pair, [one, other] if other.start < one.end)) {
                    return Err(Undefined::Overlapping);
                }
                sets.push(units);
            }
            unitizing.add(&sets, document.n_characters);
        }
        Ok(unitizing)
    }

    fn add(&mut self, sets: &[Vec<Unit>], n_characters: u32) {
        self.n_characters += f64::from(n_characters);
        for units in sets {
            let mut covered = 0.0;
            for unit in units {
                let length = f64::from(unit.len());
                covered += length;
                *self.squares.entry(Some(unit.tag)).or_default() += length * length;
            }
            *self.squares.entry(None).or_default() += f64::from(n_characters) - covered;
        }
        self.add_coincidences(sets, n_characters);
        self.add_shared(sets);
    }

    /// Goes over the text from one place where somebody's category changes to the next.
    fn add_coincidences(&mut self, sets: &[Vec<Unit>], n_characters: u32) {
        let mut changes: Vec<(u32, Option<u32>, Option<u32>)> = Vec::new();
        for unit in sets.iter().flatten() {
            changes.push((unit.start, None, Some(unit.tag)));
            changes.push((unit.end, Some(unit.tag), None));
        }
        changes.push((n_characters, None, None));
        changes.sort_unstable();
        let mut counts: BTreeMap<Option<u32>, f64> = BTreeMap::from([(None, self.n_annotators)]);
        let mut at = 0;
        for (next, from, to) in changes {
            let length = f64::from(next.saturating_sub(at));
            if length > 0.0 {
                self.add_stretch(&counts, length);
            }
            at = next;
            *counts.entry(from).or_default() -= 1.0;
            *counts.entry(to).or_default() += 1.0;
        }
    }

    fn add_stretch(&mut self, counts: &BTreeMap<Option<u32>, f64>, length: f64) {
        for (one, n_one) in counts.iter().filter(|(_, n)| **n > 0.0) {
            for (other, n_other) in counts.iter().filter(|(_, n)| **n > 0.0) {
                let pairs = n_one * n_other - if one == other { *n_one } else { 0.0 };
                *self.coincidences.entry((*one, *other)).or_default() += length * pairs / (self.n_annotators - 1.0);
            }
        }
    }

    fn add_shared(&mut self, sets: &[Vec<Unit>]) {
        for (one, units) in sets.iter().enumerate() {
            for (_, others) in sets.iter().enumerate().filter(|(other, _)| *other != one) {
                let mut first = 0;
                for unit in units {
                    while others.get(first).is_some_and(|other| other.end <= unit.start) {
                        first += 1;
                    }
                    let near = others.iter().skip(first).take_while(|other| other.start < unit.end);
                    let shared: f64 = near.map(|other| f64::from(unit.shared(*other))).sum();
                    *self.shared_squares.entry(unit.tag).or_default() += shared * shared / (self.n_annotators - 1.0);
                }
            }
        }
    }

    fn categories(&self) -> Vec<Option<u32>> {
        self.squares.keys().copied().collect()
    }

    fn tags(&self) -> impl Iterator<Item = u32> {
        self.squares.keys().flatten().copied()
    }

    fn both(&self, one: Option<u32>, other: Option<u32>) -> f64 {
        self.coincidences.get(&(one, other)).copied().unwrap_or_default()
    }

    fn total(&self, one: Option<u32>) -> f64 {
        self.categories().into_iter().map(|other| self.both(one, other)).sum()
    }

    /// What chance would give two categories.
    fn expected(&self, one: Option<u32>, other: Option<u32>) -> f64 {
        let all = self.n_annotators * self.n_characters;
        let squares: f64 = self.squares.values().sum();
        let own = if one == other { self.squares.get(&one).copied().unwrap_or_default() } else { 0.0 };
        all * (self.total(one) * self.total(other) - own) / (all * all - squares)
    }

    /// uα: places and tags together.
    pub fn u_alpha(&self) -> Result<f64, Undefined> {
        let all = self.n_annotators * self.n_characters;
        let sum = |of: &dyn Fn(Option<u32>) -> f64| self.categories().into_iter().map(of).sum::<f64>();
        let observed = all - sum(&|it| self.both(it, it));
        one_less(observed, all - sum(&|it| self.expected(it, it)))
    }

    /// |u|α: places alone, where something is marked and where nothing is.
    pub fn binary_alpha(&self) -> Result<f64, Undefined> {
        let expected: f64 = self.categories().into_iter().map(|other| self.expected(None, other)).sum();
        one_less(self.total(None) - self.both(None, None), expected - self.expected(None, None))
    }

    /// How much of all annotators' texts the alphas of tags rest on: where two of them marked something.
    pub fn coverage(&self) -> f64 {
        self.shared_total() / (self.n_annotators * self.n_characters)
    }

    fn shared(&self, tag: u32) -> f64 {
        self.total(Some(tag)) - self.both(Some(tag), None)
    }

    fn shared_total(&self) -> f64 {
        self.tags().map(|tag| self.shared(tag)).sum()
    }

    fn expected_shared(&self, one: u32, other: u32) -> f64 {
        let all = self.shared_total();
        let squares: f64 = self.shared_squares.values().sum();
        let own = if one == other { self.shared_squares.get(&one).copied().unwrap_or_default() } else { 0.0 };
        (self.shared(one) * self.shared(other) - own) / (all - squares / all)
    }

    /// cuα: tags alone, where two annotators marked something.
    pub fn coding_alpha(&self) -> Result<f64, Undefined> {
        if self.tags().count() < 2 {
            return Err(Undefined::OneCategory);
        }
        let all = self.shared_total();
        let observed = all - self.tags().map(|tag| self.both(Some(tag), Some(tag))).sum::<f64>();
        one_less(observed, all - self.tags().map(|tag| self.expected_shared(tag, tag)).sum::<f64>())
    }

    /// (k)uα: one tag, where two annotators marked something.
    pub fn tag_alpha(&self, tag: u32) -> Result<f64, Undefined> {
        let expected: f64 = self.tags().map(|other| self.expected_shared(tag, other)).sum();
        let (shared, both) = (self.shared(tag), self.both(Some(tag), Some(tag)));
        one_less(expected * (shared - both), shared * (expected - self.expected_shared(tag, tag)))
    }
}

/// One less what was observed over what was expected; there is nothing to say where both are nothing but rounding.
fn one_less(observed: f64, expected: f64) -> Result<f64, Undefined> {
    if expected.is_nan() || expected.abs() < 1e-9 { Err(Undefined::OneCategory) } else { Ok(1.0 - observed / expected) }
}
