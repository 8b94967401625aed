//! Texts by their words: files that have words alone have a guess for the white space between them.

use crate::edit::{Home, Import};
use crate::model::{Fragments, Project};
use crate::text::{Offset, Text, TextRange};
use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The documents that are there, by the words of their texts.
pub(super) fn words_of_all(project: &Project, import: &Import) -> HashMap<u64, Home> {
    let there = project.documents.values().map(|it| (words_of(&it.text), Home::There(it.id.clone())));
    let new = import.documents.iter().enumerate().map(|(at, it)| (words_of(&it.text), Home::New(at)));
    new.chain(there).collect()
}

/// A text without its white space, by a number.
pub(super) fn words_of(text: &Text) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.as_str().chars().filter(|c| !c.is_whitespace()).for_each(|c| c.hash(&mut hasher));
    hasher.finish()
}

/// Where the characters of one text stand in another that differs in white space alone.
pub(super) struct Respacing {
    /// Where each character that is no white space begins and ends, in either text.
    old: Vec<(u32, u32)>,
    new: Vec<(u32, u32)>,
}

impl Respacing {
    pub(super) fn new(old: &Text, new: &Text) -> Self {
        let places = |text: &Text| {
            let seen = text.as_str().char_indices().filter(|(_, c)| !c.is_whitespace());
            seen.map(|(at, c)| (at as u32, (at + c.len_utf8()) as u32)).collect()
        };
        Self { old: places(old), new: places(new) }
    }

    /// Where a span stands in the other text; nothing for one over white space alone.
    pub(super) fn place(&self, at: &Fragments) -> Option<Fragments> {
        let ranges: Option<Vec<TextRange>> = at.iter().map(|range| self.range(range)).collect();
        Fragments::new(&ranges?).ok()
    }

    fn range(&self, range: TextRange) -> Option<TextRange> {
        let first = self.old.partition_point(|(start, _)| *start < range.start().get());
        let after = self.old.partition_point(|(start, _)| *start < range.end().get());
        let start = self.new.get(first)?.0;
        if range.is_empty() {
            return Some(TextRange::empty_at(Offset::new(start)));
        }
        let end = self.new.get(after.checked_sub(1).filter(|last| *last >= first)?)?.1;
        Some(TextRange::between(Offset::new(start), Offset::new(end)))
    }
}
