//! Which strings a tag covers, and how often.

use crate::model::Fragments;
use crate::text::{Digest, Text};
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// The longest string kept whole, in bytes.
const WHOLE: usize = 400;
/// Bytes kept at each end of a longer one, to the next character's boundary inward.
const END: usize = 160;

/// A covered string. Two are the same when their characters are: nothing is folded, trimmed or
/// normalized. The fragments of one span are joined by ` … `. One of over 400 bytes is kept as its two ends
/// with ` … ` between them and the digest of all of it, so that it never meets another with the same ends.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) struct CoveredString {
    shown: Arc<str>,
    long: Option<Digest>,
}

impl CoveredString {
    /// What some fragments cover; nothing when that is no character.
    pub fn of(text: &Text, at: &Fragments) -> Option<Self> {
        let mut pieces = at.iter().map(|range| text.slice(range)).filter(|piece| !piece.is_empty());
        let first = pieces.next()?;
        let mut joined = String::new();
        for piece in pieces {
            if joined.is_empty() {
                joined.push_str(first);
            }
            joined.push_str(" … ");
            joined.push_str(piece);
        }
        Some(Self::whole(if joined.is_empty() { first } else { &joined }))
    }

    fn whole(string: &str) -> Self {
        if string.len() <= WHOLE {
            return Self { shown: string.into(), long: None };
        }
        let head = string.get(..string.floor_char_boundary(END)).unwrap_or_default();
        let tail = string.get(string.ceil_char_boundary(string.len() - END)..).unwrap_or_default();
        Self { shown: format!("{head} … {tail}").into(), long: Some(Digest::of(string.as_bytes())) }
    }
}

/// How often each string stands; the most frequent are found at once.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Strings {
    counts: HashMap<CoveredString, usize>,
    ranked: BTreeSet<(Reverse<usize>, CoveredString)>,
}

impl Strings {
    /// Counts one more.
    pub fn add(&mut self, string: CoveredString) {
        let count = self.counts.entry(string.clone()).or_default();
        *count += 1;
        let (before, after) = (*count - 1, *count);
        self.rerank(string, before, after);
    }

    /// Counts one more without ranking it, for many at once; [`Strings::rank`] comes after them.
    pub fn add_unranked(&mut self, string: CoveredString) {
        *self.counts.entry(string).or_default() += 1;
    }

    /// Ranks what was added unranked.
    pub fn rank(&mut self) {
        self.ranked = self.counts.iter().map(|(string, &count)| (Reverse(count), string.clone())).collect();
    }

    /// Counts one less.
    pub fn remove(&mut self, string: CoveredString) {
        let Some(count) = self.counts.get_mut(&string) else { return };
        let before = *count;
        *count = before.saturating_sub(1);
        let after = *count;
        if after == 0 {
            self.counts.remove(&string);
        }
        self.rerank(string, before, after);
    }

    /// The strings with how often they stand, the most frequent first, ties in the order of their characters.
    pub fn most_frequent(&self) -> impl Iterator<Item = (&str, usize)> {
        self.ranked.iter().map(|(Reverse(count), string)| (&*string.shown, *count))
    }

    /// How many different strings there are.
    pub fn len(&self) -> usize {
        self.counts.len()
    }

    fn rerank(&mut self, string: CoveredString, before: usize, after: usize) {
        let mut ranked = (Reverse(before), string);
        if before > 0 {
            self.ranked.remove(&ranked);
        }
        if after > 0 {
            ranked.0 = Reverse(after);
            self.ranked.insert(ranked);
        }
    }
}
