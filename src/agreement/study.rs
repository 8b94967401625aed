//! Units on texts: who marked which characters as what, by numbers.

use std::collections::BTreeSet;

/// Some characters of a text with a tag.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Unit {
    /// Its first character.
    pub start: u32,
    /// The character after its last.
    pub end: u32,
    /// What it is marked as.
    pub tag: u32,
}

impl Unit {
    /// How many characters it has.
    pub const fn len(self) -> u32 {
        self.end.saturating_sub(self.start)
    }

    /// Whether it has none.
    pub const fn is_empty(self) -> bool {
        self.end <= self.start
    }

    /// How many characters two units have in common.
    pub fn shared(self, other: Self) -> u32 {
        self.end.min(other.end).saturating_sub(self.start.max(other.start))
    }

    /// Whether two units are at the same place. Two without a character can be, too.
    pub fn is_at_same_place(self, other: Self) -> bool {
        (self.start, self.end) == (other.start, other.end)
    }

    /// Whether two units have a character in common or are at the same place.
    pub fn overlaps(self, other: Self) -> bool {
        self.shared(other) > 0 || self.is_at_same_place(other)
    }
}

/// A text with what each annotator marked in it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct StudyDocument {
    /// How many characters it has.
    pub n_characters: u32,
    /// Its tokens, in order: where each begins and ends.
    pub tokens: Vec<(u32, u32)>,
    /// The units of each annotator, each once; nothing for one who did not work on it.
    pub sets: Vec<Option<BTreeSet<Unit>>>,
}

/// Texts with what annotators marked in them.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Study {
    /// How many annotators there are.
    pub n_annotators: usize,
    /// The texts.
    pub documents: Vec<StudyDocument>,
}

impl StudyDocument {
    /// A text with what each annotator marked in it. Its tokens are the longest runs of characters that are no white space.
    pub fn new(text: &str, sets: Vec<Option<BTreeSet<Unit>>>) -> Self {
        let mut tokens: Vec<(u32, u32)> = Vec::new();
        let mut n_characters = 0;
        let mut is_within = false;
        for c in text.chars() {
            let next = n_characters + 1;
            match tokens.last_mut().filter(|_| is_within) {
                _ if c.is_whitespace() => {}
                Some((_, end)) => *end = next,
                None => tokens.push((n_characters, next)),
            }
            is_within = !c.is_whitespace();
            n_characters = next;
        }
        Self { n_characters, tokens, sets }
    }

    /// Whether everybody worked on it.
    pub fn is_complete(&self) -> bool {
        self.sets.iter().all(Option::is_some)
    }
}

/// All pairs of so many annotators, the lower number first.
pub fn pairs(n_annotators: usize) -> impl Iterator<Item = (usize, usize)> {
    (0..n_annotators).flat_map(move |one| (one + 1..n_annotators).map(move |other| (one, other)))
}
