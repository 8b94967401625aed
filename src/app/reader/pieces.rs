//! The text in pieces that are laid out one by one: a paragraph each, or a part of a very long one.

use super::style::Numbers;
use crate::app::typeset::{Embeddings, Neighbors, direction, reads_rtl};
use crate::text::{Offset, Text, TextRange};
use std::collections::HashMap;

/// A paragraph longer than this is cut, in bytes: laying out a piece must fit into a frame.
const LONGEST: usize = 4096;
/// The most that a part of one has. About as much as is seen at once: less would be seen in how even its rows are, of more
/// some would be laid out for nothing.
const LONGEST_PART: usize = 2048;
/// How far into a paragraph its direction is looked for.
const DIRECTION_REACH: usize = 4096;
/// How far beyond a cut the next letter is looked for.
const NEIGHBOR_REACH: usize = 256;

/// Where the pieces of a text begin. Each belongs to one paragraph and has none of its line break.
#[derive(Clone, Debug)]
pub(super) struct Pieces {
    starts: Vec<u32>,
    /// The paragraph of each.
    paragraphs: Vec<u32>,
    /// How many paragraphs that are not blank there are up to each paragraph.
    n_filled: Vec<u32>,
    /// The marks of the embeddings that a piece lies in, where it does.
    openings: HashMap<usize, String>,
}

impl Pieces {
    /// Cuts a text: at every line break, and long paragraphs where a line may end.
    pub(super) fn of(text: &Text) -> Self {
        let mut starts = Vec::with_capacity(text.n_paragraphs());
        let mut paragraphs = Vec::with_capacity(text.n_paragraphs());
        let mut n_filled = Vec::with_capacity(text.n_paragraphs());
        let mut openings = HashMap::new();
        for index in 0..text.n_paragraphs() {
            let line = text.paragraph_line(index);
            let is_filled = text.slice(line).chars().any(|c| !c.is_whitespace());
            n_filled.push(n_filled.last().copied().unwrap_or(0) + u32::from(is_filled));
            starts.push(line.start().get());
            paragraphs.push(index as u32);
            let mut rest = line;
            let mut embeddings = Embeddings::default();
            while rest.len() as usize > if rest == line { LONGEST } else { LONGEST_PART } {
                let high = text.floor(rest.start().index() + LONGEST_PART);
                let cut = text.last_cut(TextRange::between(rest.start(), high));
                embeddings.read(text.slice(rest), cut.index() - rest.start().index());
                let opening = embeddings.opening();
                if !opening.is_empty() {
                    openings.insert(starts.len(), opening);
                }
                starts.push(cut.get());
                paragraphs.push(index as u32);
                rest = TextRange::between(cut, line.end());
            }
        }
        Self { starts, paragraphs, n_filled, openings }
    }

    /// How many there are; at least one.
    pub(super) fn len(&self) -> usize {
        self.starts.len()
    }

    /// The piece that `at` lies in; a line break belongs to the piece before it.
    pub(super) fn index(&self, at: Offset) -> usize {
        self.starts.partition_point(|&start| start <= at.get()).saturating_sub(1)
    }

    /// What a piece shows: its text without a line break.
    pub(super) fn range(&self, text: &Text, index: usize) -> TextRange {
        let start = self.starts.get(index).map_or(text.end(), |&start| Offset::new(start));
        let line = text.paragraph_line(self.paragraph(index));
        let next = self.starts.get(index + 1).map_or(text.end(), |&next| Offset::new(next));
        TextRange::between(start, next.min(line.end()).max(start))
    }

    /// The paragraph that a piece belongs to.
    pub(super) fn paragraph(&self, index: usize) -> usize {
        self.paragraphs.get(index).map_or(usize::MAX, |&paragraph| paragraph as usize)
    }

    /// What is around a piece, where it was cut out of its paragraph.
    pub(super) fn neighbors(&self, text: &Text, index: usize) -> Neighbors<'_> {
        let range = self.range(text, index);
        let begins = index.checked_sub(1).is_none_or(|before| self.ends_paragraph(before));
        let before =
            TextRange::between(text.floor(range.start().index().saturating_sub(NEIGHBOR_REACH)), range.start());
        let after = TextRange::between(range.end(), text.floor(range.end().index() + NEIGHBOR_REACH));
        Neighbors {
            opening: self.openings.get(&index).map_or("", String::as_str),
            before: text.slice(before).chars().rev().find_map(direction).filter(|_| !begins),
            after: text.slice(after).chars().find_map(direction).filter(|_| !self.ends_paragraph(index)),
        }
    }

    /// What stands in the margin beside a piece: a number where a paragraph begins.
    pub(super) fn number(&self, index: usize, numbers: Numbers) -> Option<u32> {
        let paragraph = self.paragraph(index);
        if index.checked_sub(1).is_some_and(|before| self.paragraph(before) == paragraph) {
            return None;
        }
        let n_filled = |paragraph: usize| self.n_filled.get(paragraph).copied().unwrap_or(0);
        let is_filled = n_filled(paragraph) > paragraph.checked_sub(1).map_or(0, n_filled);
        match numbers {
            Numbers::None => None,
            Numbers::Lines => Some(paragraph as u32 + 1),
            Numbers::Paragraphs => is_filled.then(|| n_filled(paragraph)),
        }
    }

    /// Whether a piece ends its paragraph.
    pub(super) fn ends_paragraph(&self, index: usize) -> bool {
        self.paragraph(index) != self.paragraph(index + 1)
    }
}

/// Whether the paragraph around `at` reads from right to left.
pub(super) fn is_rtl(text: &Text, at: Offset) -> bool {
    let line = text.paragraph_line(text.paragraph_index(at));
    let near =
        TextRange::between(line.start(), text.floor(line.end().index().min(line.start().index() + DIRECTION_REACH)));
    reads_rtl(text.slice(near))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(content: &str) -> Vec<String> {
        let text = Text::new(content.to_owned()).unwrap();
        let pieces = Pieces::of(&text);
        (0..pieces.len()).map(|index| text.slice(pieces.range(&text, index)).to_owned()).collect()
    }

    #[test]
    fn a_paragraph_is_a_piece_without_its_line_break() {
        assert_eq!(pieces("one\r\ntwo\n\nthree\n"), ["one", "two", "", "three"]);
        assert_eq!(pieces(""), [""]);
    }

    #[test]
    fn a_long_paragraph_is_cut_where_a_line_may_end() {
        for (unit, ends) in [("word ", " "), ("停火谈判", ""), ("x", ""), ("🇫🇷", ""), ("e\u{301}", "")] {
            let content = unit.repeat(40_000 / unit.len());
            let pieces = pieces(&content);
            assert!(pieces.len() > 5, "{unit}");
            assert!(pieces.iter().all(|piece| piece.len() <= LONGEST));
            assert!(pieces.iter().all(|piece| piece.ends_with(ends)), "{unit}");
            assert_eq!(pieces.concat(), content);
        }
        let heap = format!("a{}", "\u{301}".repeat(500_000));
        assert!(pieces(&heap).iter().all(|piece| piece.len() <= LONGEST));
    }

    #[test]
    fn an_override_goes_on_after_a_cut_and_ends_with_its_paragraph() {
        let content = format!("one\u{202E}{}\u{202C}{}\ntwo", "word ".repeat(1000), "word ".repeat(1000));
        let text = Text::new(content).unwrap();
        let pieces = Pieces::of(&text);
        let opening = |piece: usize| pieces.neighbors(&text, piece).opening;
        let last = pieces.len() - 1;
        assert_eq!([opening(0), opening(1), opening(last - 1), opening(last)], ["", "\u{202E}", "", ""]);
    }

    #[test]
    fn graphemes_stay_whole() {
        let flags = pieces(&"🇫🇷".repeat(5000));
        assert!(flags.iter().all(|piece| piece.len() % "🇫🇷".len() == 0));
    }

    #[test]
    fn lines_are_numbered_as_in_the_file_and_paragraphs_without_blank_ones() {
        let content = format!("one\n\n \t\n{}\nlast", "word ".repeat(3000));
        let text = Text::new(content).unwrap();
        let pieces = Pieces::of(&text);
        let numbers = |kind| (0..pieces.len()).filter_map(|piece| pieces.number(piece, kind)).collect::<Vec<_>>();
        assert!(pieces.len() > 6, "the long paragraph is cut, and numbered once");
        assert_eq!(numbers(Numbers::Lines), [1, 2, 3, 4, 5]);
        assert_eq!(numbers(Numbers::Paragraphs), [1, 2, 3]);
        assert_eq!(numbers(Numbers::None), [0u32; 0]);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn every_place_lies_in_its_piece(content in "(\\PC|\n|\r\n| ){0,80}", long in 0usize..3) {
            let text = Text::new(content.repeat(1 + long * 60)).unwrap();
            let pieces = Pieces::of(&text);
            for (at, _) in text.as_str().char_indices().step_by(13) {
                let at = Offset::new(at as u32);
                let index = pieces.index(at);
                let next = if index + 1 < pieces.len() { pieces.range(&text, index + 1).start() } else { text.end() };
                prop_assert!(pieces.range(&text, index).start() <= at && at < next.max(Offset::new(at.get() + 1)));
                prop_assert!(text.check(pieces.range(&text, index)).is_ok());
            }
        }
    }
}
