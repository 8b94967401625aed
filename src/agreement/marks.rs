//! What one annotator marked in a text, made ready for being compared: sorted, by tag, as ranges, and token by token.

use super::{StudyDocument, Unit};
use std::collections::BTreeSet;

/// The marks of one annotator in one text.
pub(super) struct Marks {
    /// All units in order.
    pub units: Vec<Unit>,
    /// The places that have one, each once, in order.
    pub places: Vec<(u32, u32)>,
    /// The same by tag, in their order.
    pub tags: Vec<TagMarks>,
    /// The characters under any.
    pub any: Vec<(u32, u32)>,
    /// Whether no character is under two of them.
    pub is_exclusive: bool,
    /// What each token of the text is in.
    pub tokens: Vec<TokenMark>,
    /// How many tokens two of them touch.
    pub n_torn: i64,
}

/// The marks of one tag.
pub(super) struct TagMarks {
    /// Which tag.
    pub tag: u32,
    /// Its units in order.
    pub units: Vec<Unit>,
    /// The characters under them: such as lie over each other are one range, such as touch are two.
    pub ranges: Vec<(u32, u32)>,
}

/// What a token is in.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum TokenMark {
    /// Nothing.
    Outside,
    /// A unit of this tag, which begins with it or before.
    Inside {
        /// The tag.
        tag: u32,
        /// Whether it is the unit's first token.
        begins: bool,
    },
}

impl Marks {
    /// Makes the units of a text ready.
    pub(super) fn of(set: &BTreeSet<Unit>, document: &StudyDocument) -> Self {
        let units: Vec<Unit> = set.iter().copied().collect();
        let mut places: Vec<(u32, u32)> = units.iter().map(|unit| (unit.start, unit.end)).collect();
        places.dedup();
        let mut by_tag: Vec<Unit> = units.clone();
        by_tag.sort_by_key(|unit| unit.tag);
        let tags = by_tag.chunk_by(|one, other| one.tag == other.tag);
        let tags = tags.filter_map(|units| {
            Some(TagMarks { tag: units.first()?.tag, units: units.to_vec(), ranges: ranges(units) })
        });
        let (tokens, n_torn) = token_marks(&units, document);
        Self {
            tags: tags.collect(),
            any: ranges(&units),
            is_exclusive: n_overlapping(&units) == 0,
            units,
            places,
            tokens,
            n_torn,
        }
    }

    /// The marks of a tag.
    pub(super) fn tag(&self, tag: u32) -> Option<&TagMarks> {
        let at = self.tags.binary_search_by_key(&tag, |marks| marks.tag).ok()?;
        self.tags.get(at)
    }
}

/// How many of some units in order begin inside one before them.
pub(super) fn n_overlapping(units: &[Unit]) -> i64 {
    let (mut end, mut n) = (0, 0);
    for unit in units.iter().filter(|unit| !unit.is_empty()) {
        n += i64::from(unit.start < end);
        end = end.max(unit.end);
    }
    n
}

/// The ranges under some units in order.
fn ranges(units: &[Unit]) -> Vec<(u32, u32)> {
    let mut joined: Vec<(u32, u32)> = Vec::with_capacity(units.len());
    for unit in units.iter().filter(|unit| !unit.is_empty()) {
        match joined.last_mut().filter(|(_, last)| unit.start < *last) {
            Some((_, last)) => *last = unit.end.max(*last),
            None => joined.push((unit.start, unit.end)),
        }
    }
    joined
}

/// How many characters some ranges have.
pub(super) fn n_characters(ranges: &[(u32, u32)]) -> i64 {
    ranges.iter().map(|(start, end)| i64::from(end - start)).sum()
}

/// How many characters two lists of ranges have in common.
pub(super) fn n_shared(one: &[(u32, u32)], other: &[(u32, u32)]) -> i64 {
    let (mut one, mut other) = (one.iter().peekable(), other.iter().peekable());
    let mut sum = 0;
    while let (Some(first), Some(second)) = (one.peek(), other.peek()) {
        sum += i64::from(first.1.min(second.1).saturating_sub(first.0.max(second.0)));
        let next = if first.1 <= second.1 { &mut one } else { &mut other };
        next.next();
    }
    sum
}

/// A token is in a unit with which it shares a character.
fn token_marks(units: &[Unit], document: &StudyDocument) -> (Vec<TokenMark>, i64) {
    let mut marks = vec![TokenMark::Outside; document.tokens.len()];
    let mut n_torn = 0;
    for unit in units.iter().filter(|unit| !unit.is_empty()) {
        let first = document.tokens.partition_point(|(_, end)| *end <= unit.start);
        let under = document.tokens.iter().zip(&mut marks).skip(first).take_while(|((start, _), _)| *start < unit.end);
        for (n, (_, mark)) in under.enumerate() {
            n_torn += i64::from(*mark != TokenMark::Outside);
            *mark = TokenMark::Inside { tag: unit.tag, begins: n == 0 };
        }
    }
    (marks, n_torn)
}
