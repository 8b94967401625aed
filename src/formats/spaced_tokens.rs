//! Tokens as spaCy has them: put together with their spaces, they are the text.

use super::exchange::Span;
use super::tokens::sentences_of_tokens;
use crate::text::{Offset, Text, TextRange};
use std::collections::{BTreeSet, HashMap, HashSet};

/// The tokens of a text: its words, and white space between them but for one space behind a word.
pub(super) struct SpacedTokens {
    pub(super) ranges: Vec<TextRange>,
    /// Whether a space stands behind each.
    pub(super) has_space: Vec<bool>,
    /// Whether each begins a sentence.
    pub(super) is_start: Vec<bool>,
    /// The token that begins at a place, and the token that ends there.
    pub(super) begins: HashMap<Offset, usize>,
    pub(super) ends: HashMap<Offset, usize>,
}

impl SpacedTokens {
    /// The tokens of a text, such that spans are whole tokens.
    pub(super) fn of(text: &Text, spans: &[Span]) -> Self {
        let hulls: Vec<TextRange> = spans.iter().map(|span| span.at.hull()).collect();
        let borders: BTreeSet<Offset> = hulls.iter().flat_map(|hull| [hull.start(), hull.end()]).collect();
        let first_of: HashSet<Offset> = hulls.iter().map(|hull| hull.start()).collect();
        let last_of: HashSet<Offset> = hulls.iter().map(|hull| hull.end()).collect();
        let mut tokens = Self {
            ranges: Vec::new(),
            has_space: Vec::new(),
            is_start: Vec::new(),
            begins: HashMap::new(),
            ends: HashMap::new(),
        };
        let mut at = Offset::ZERO;
        for sentence in sentences_of_tokens(text, &hulls) {
            for (n, token) in sentence.into_iter().enumerate() {
                tokens.push_space(TextRange::between(at, token.start()), text, &borders, (&first_of, &last_of));
                tokens.push(token, n == 0);
                at = token.end();
            }
        }
        tokens.push_space(TextRange::between(at, text.end()), text, &borders, (&first_of, &last_of));
        tokens
    }

    fn push(&mut self, range: TextRange, is_start: bool) {
        self.begins.insert(range.start(), self.ranges.len());
        self.ends.insert(range.end(), self.ranges.len());
        self.ranges.push(range);
        self.has_space.push(false);
        self.is_start.push(is_start);
    }

    /// White space: one space belongs to the word before it, unless a span begins or ends with it; all else is tokens.
    fn push_space(
        &mut self,
        gap: TextRange,
        text: &Text,
        borders: &BTreeSet<Offset>,
        (first_of, last_of): (&HashSet<Offset>, &HashSet<Offset>),
    ) {
        let mut start = gap.start();
        let behind = Offset::new(start.get() + 1);
        let is_plain = text.slice(gap).starts_with(' ') && !first_of.contains(&start) && !last_of.contains(&behind);
        if let Some(has_space) = self.has_space.last_mut().filter(|_| is_plain) {
            *has_space = true;
            start = behind;
        }
        let inner: Vec<Offset> = borders.range(start..gap.end()).copied().filter(|border| *border > start).collect();
        for end in inner.into_iter().chain([gap.end()]).filter(|end| *end > gap.start()) {
            if end > start {
                self.push(TextRange::between(start, end), false);
            }
            start = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::exchange::Label;

    #[test]
    fn tokens_and_their_spaces_are_the_text() {
        let text = Text::new(" Ana  left \n\tBo ".to_owned()).unwrap();
        let span =
            |start: u32, end: u32| Span::new(TextRange::between(Offset::new(start), Offset::new(end)), Label::new("p"));
        let shown = |spans: &[Span]| {
            let tokens = SpacedTokens::of(&text, spans);
            let pieces = tokens.ranges.iter().zip(&tokens.has_space);
            pieces
                .map(|(range, space)| format!("{}{}", text.slice(*range), if *space { "_" } else { "" }))
                .collect::<Vec<_>>()
        };
        assert_eq!(shown(&[]), [" ", "Ana_", " ", "left_", "\n\t", "Bo_"]);
        assert_eq!(shown(&[span(4, 5), span(12, 15)]), [" ", "Ana", " ", " ", "left_", "\n", "\t", "Bo_"]);
    }
}
