//! How long texts are that spans are out of.

use super::Scope;
use super::cover::n_left_out;
use super::numbering::Marked;
use crate::model::Document;
use crate::text::Unit;
use rayon::prelude::*;

/// How long texts are, without what is left out.
#[derive(Clone, Default)]
pub(super) struct Size {
    pub n_tokens: usize,
    pub n_characters: usize,
}

impl Size {
    /// How long each document is, on all cores. One that nobody worked on is not looked at, and has no length.
    pub fn of_all(documents: &[Marked<'_>], scope: &Scope) -> Vec<Self> {
        let size = |(document, sets): &Marked<'_>| {
            if sets.is_empty() { Self::default() } else { Self::of(document, scope) }
        };
        documents.par_iter().map(size).collect()
    }

    fn of(document: &Document, scope: &Scope) -> Self {
        let (text, left_out) = (&document.text, scope.left_out(document));
        let n_tokens = if left_out.is_empty() {
            text.n_tokens()
        } else {
            text.tokens().into_iter().filter(|token| !left_out.contains(*token)).count()
        };
        let n_characters = text.count(text.end(), Unit::CodePoint) - n_left_out(text, left_out, text.whole());
        Self { n_tokens, n_characters }
    }

    /// Adds another, so many times.
    pub fn add(&mut self, other: &Self, times: usize) {
        self.n_tokens += times * other.n_tokens;
        self.n_characters += times * other.n_characters;
    }
}
