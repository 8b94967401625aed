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

impl Study {
    /// The documents that two annotators both worked on, with what each marked there: as one tag, or as any.
    pub(super) fn shared(
        &self,
        one: usize,
        other: usize,
        tag: Option<u32>,
    ) -> impl Iterator<Item = (&StudyDocument, Vec<Unit>, Vec<Unit>)> {
        let of = move |document: &StudyDocument, annotator: usize| -> Option<Vec<Unit>> {
            let units = document.sets.get(annotator)?.as_ref()?;
            Some(units.iter().filter(|unit| tag.is_none_or(|tag| unit.tag == tag)).copied().collect())
        };
        self.documents.iter().filter_map(move |document| Some((document, of(document, one)?, of(document, other)?)))
    }

    /// All pairs of annotators.
    pub fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        let n = self.n_annotators;
        (0..n).flat_map(move |one| (one + 1..n).map(move |other| (one, other)))
    }
}
