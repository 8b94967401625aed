//! The tokens and sentences of a whole text, wherever tokens are counted or written.
//!
//! The tokenizer is [`TOKENIZER`]: words by Unicode (UAX #29) with ICU's dictionaries, a possessive *'s* by itself, an
//! abbreviation with its period, every punctuation mark and symbol by itself, and no white space anywhere.

use super::segment::{abbreviation_with_period, ends_with_title, possessive_at};
use super::{Offset, Text, TextRange};
use icu_segmenter::options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions};
use icu_segmenter::{SentenceSegmenter, WordSegmenter};

/// The name and version of the tokenizer: a change of its rules gets another number.
pub const TOKENIZER: &str = "unicode-words-1";

impl Text {
    /// All tokens, in order. White space lies between them and never in them; everything else is in one of them.
    pub fn tokens(&self) -> Vec<TextRange> {
        let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
        let mut tokens: Vec<TextRange> = Vec::new();
        for index in 0..self.n_paragraphs() {
            let paragraph = self.paragraph(index);
            let first = tokens.len();
            let mut start = paragraph.start();
            for break_at in segmenter.segment_str(self.slice(paragraph)).skip(1) {
                let end = Offset::new(paragraph.start().get() + break_at as u32);
                self.push_pieces(TextRange::between(start, end), &mut tokens);
                start = end;
            }
            self.join_abbreviations(first, &mut tokens);
        }
        tokens
    }

    /// The parts of a segment between white space, a possessive apart from its word.
    fn push_pieces(&self, segment: TextRange, tokens: &mut Vec<TextRange>) {
        let mut start = segment.start();
        for word in self.slice(segment).split_inclusive(char::is_whitespace) {
            let end = Offset::new(start.get() + word.len() as u32);
            let core = word.trim_end();
            let core_end = Offset::new(start.get() + core.len() as u32);
            match possessive_at(core) {
                Some(at) => {
                    let cut = Offset::new(start.get() + at as u32);
                    tokens.push(TextRange::between(start, cut));
                    tokens.push(TextRange::between(cut, core_end));
                }
                None if core.is_empty() => {}
                None => tokens.push(TextRange::between(start, core_end)),
            }
            start = end;
        }
    }

    /// Puts the last period of *U.N.* to its word.
    fn join_abbreviations(&self, first: usize, tokens: &mut Vec<TextRange>) {
        let tail = tokens.split_off(first);
        for token in tail {
            match tokens.get_mut(first..).and_then(<[TextRange]>::last_mut) {
                Some(last)
                    if last.end() == token.start()
                        && self.slice(token) == "."
                        && abbreviation_with_period(self.slice(*last)) =>
                {
                    *last = last.hull(token);
                }
                _ => tokens.push(token),
            }
        }
    }

    /// All sentences, in order, without the white space around them. A paragraph ends a sentence; a title such as *Dr.*
    /// does not.
    pub fn sentences(&self) -> Vec<TextRange> {
        let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
        let mut sentences = Vec::new();
        for index in 0..self.n_paragraphs() {
            let paragraph = self.paragraph(index);
            let mut start = paragraph.start();
            for break_at in segmenter.segment_str(self.slice(paragraph)).skip(1) {
                let end = Offset::new(paragraph.start().get() + break_at as u32);
                let sentence = TextRange::between(start, end);
                if end < paragraph.end() && ends_with_title(self.slice(sentence)) {
                    continue;
                }
                sentences.push(self.trimmed(sentence));
                start = end;
            }
            sentences.push(self.trimmed(TextRange::between(start, paragraph.end())));
        }
        sentences.retain(|sentence| !sentence.is_empty());
        sentences
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[track_caller]
    fn check(content: &str, expected: &[&str]) {
        let text = Text::new(content.to_owned()).unwrap();
        let tokens: Vec<&str> = text.tokens().into_iter().map(|token| text.slice(token)).collect();
        assert_eq!(tokens, expected);
    }

    #[test]
    fn tokens_are_words_and_single_marks() {
        check("“So,” she said.", &["“", "So", ",", "”", "she", "said", "."]);
        check("Moscow's U.N. envoy", &["Moscow", "'s", "U.N.", "envoy"]);
        check("A U.N. man. It ended.", &["A", "U.N.", "man", ".", "It", "ended", "."]);
        check("1\u{202F}000 km", &["1", "000", "km"]);
        check("👩‍👩‍👧‍👦 e\u{301}té", &["👩‍👩‍👧‍👦", "e\u{301}té"]);
        check("今天天气很好", &["今天", "天气", "很好"]);
        check(" \t\r\n", &[]);
    }

    #[test]
    fn sentences_end_with_paragraphs_and_not_with_titles() {
        let text = Text::new("Dr. Smith left. It ended.\r\n\r\nA headline\nNew".to_owned()).unwrap();
        let sentences: Vec<&str> = text.sentences().into_iter().map(|range| text.slice(range)).collect();
        assert_eq!(sentences, ["Dr. Smith left.", "It ended.", "A headline", "New"]);
    }

    proptest! {
        #[test]
        fn everything_but_white_space_is_in_one_token(content in "(\\PC|\n|\r\n| |\u{a0}|\u{202f}|\u{2028}|'s|\\.|U.N.|é|e\u{301}|漢|👍🏽){0,60}") {
            let text = Text::new(content).unwrap();
            let tokens = text.tokens();
            let joined: String = tokens.iter().map(|token| text.slice(*token)).collect();
            let expected: String = text.as_str().chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(joined, expected);
            prop_assert!(tokens.iter().all(|token| !token.is_empty()));
            prop_assert!(tokens.windows(2).all(|pair| pair[0].end() <= pair[1].start()));
            let words: String = text.sentences().iter().map(|range| text.slice(*range)).collect();
            let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
            let expected: String = text.as_str().chars().filter(|c| !c.is_whitespace()).collect();
            prop_assert_eq!(words, expected);
        }
    }
}
