//! What names a figure: a measure, of a tag where it is of one, of whom.

use super::study::pairs;
use super::{Measure, Of, OfTag};
use std::fmt::Write as _;

/// What names a figure.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug)]
pub struct Key {
    /// What is measured.
    pub measure: Measure,
    /// Of which tag; of all without one.
    pub tag: Option<u32>,
    /// Whose agreement it is.
    pub who: Who,
}

/// Some of the annotators.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum Who {
    /// All of them; for a measure of two, the mean over pairs.
    Everybody,
    /// Two, the lower number first: the first is taken to be right by measures that are not the same both ways.
    Pair(usize, usize),
    /// One alone.
    One(usize),
}

/// What annotators and tags are called, in the order of their numbers.
#[derive(Clone, Copy, Debug)]
pub struct Names<'a> {
    /// The annotators.
    pub annotators: &'a [String],
    /// The tags.
    pub tags: &'a [String],
}

impl Key {
    /// A measure over all tags.
    pub const fn new(measure: Measure, who: Who) -> Self {
        Self { measure, tag: None, who }
    }

    /// The same of one tag.
    #[must_use]
    pub const fn of_tag(self, tag: u32) -> Self {
        Self { tag: Some(tag), ..self }
    }

    /// The figure's name: the measure, with `_mean` where it is one over pairs, then `#` and the tag, then `@` and whose it is,
    /// such as `strict_f1#PER@ana|ben`.
    pub fn name(self, names: Names<'_>) -> String {
        let mut name = self.measure.name().into_owned();
        if self.measure.of() == Of::PairAndMean && self.who == Who::Everybody {
            name.push_str("_mean");
        }
        let word = |words: &[String], at: usize| words.get(at).cloned().unwrap_or_default();
        if let Some(tag) = self.tag {
            let _ = write!(name, "#{}", word(names.tags, tag as usize));
        }
        match self.who {
            Who::Everybody => {}
            Who::Pair(one, other) => {
                let _ = write!(name, "@{}|{}", word(names.annotators, one), word(names.annotators, other));
            }
            Who::One(one) => {
                let _ = write!(name, "@{}", word(names.annotators, one));
            }
        }
        name
    }

    /// All that a measure says of so many annotators: of everybody first, then of each pair or each one; over all tags first,
    /// then of each of some.
    pub fn all_of(measure: Measure, n_annotators: usize, tags: &[u32]) -> Vec<Self> {
        let everybody = std::iter::once(Who::Everybody);
        let pairs = pairs(n_annotators).map(|(one, other)| Who::Pair(one, other));
        let (is_pair, are_several) = (n_annotators == 2, n_annotators > 2);
        let who: Vec<Who> = match measure.of() {
            Of::One => (0..n_annotators).map(Who::One).collect(),
            Of::Pair => pairs.collect(),
            Of::Everybody => everybody.collect(),
            // Two alone are everybody, and their mean is theirs.
            Of::PairAndMean => everybody.filter(|_| !is_pair).chain(pairs).collect(),
            Of::EverybodyAndPair => everybody.chain(pairs.filter(|_| are_several)).collect(),
        };
        let over_all = who.iter().filter(|_| measure.of_tag() != OfTag::Always).map(|who| Self::new(measure, *who));
        let tags = if measure.of_tag() == OfTag::Never { &[] } else { tags };
        let of_each = tags.iter().flat_map(|tag| who.iter().map(|who| Self::new(measure, *who).of_tag(*tag)));
        over_all.chain(of_each).collect()
    }
}
