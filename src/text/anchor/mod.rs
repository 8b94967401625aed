//! Re-anchoring: where ranges of an old text lie in a changed one.
//!
//! With the old text at hand, [`Revision`] compares the two, unless it is known what was replaced; without it,
//! [`place_quotes`] looks for what the spans covered. Neither claims more than it knows: a place that could be another one is uncertain, and what is gone is lost.

mod words;
mod align;
mod letters;
mod moves;
mod pieces;
mod correction;
mod revision;
mod occurrences;
mod quotes;

pub use correction::NotCorrected;
pub use quotes::place_quotes;
pub use revision::Revision;

use super::{Offset, Text, TextRange};

/// How sure it is where a range of an old text lies in a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fate {
    /// The same bytes at the same offsets.
    Kept,
    /// The same words elsewhere, and certainly the same place. White space may differ.
    Moved,
    /// A place was found, but words in it changed, or other places are as good.
    Uncertain,
    /// Nothing like it is there any more.
    Lost,
}

/// Where a range of an old text lies in a new one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Placed {
    /// How sure that is.
    pub fate: Fate,
    /// The place, on character boundaries of the new text; `None` exactly for what is lost.
    pub at: Option<TextRange>,
}

impl Placed {
    const LOST: Self = Self { fate: Fate::Lost, at: None };

    /// `range` is now at `at`: kept if that is the same place, else moved if that is `sure`.
    /// The words must be the same; other words are [`Placed::uncertain`] anywhere.
    fn found(range: TextRange, at: TextRange, sure: bool) -> Self {
        let fate = match sure {
            _ if range == at => Fate::Kept,
            true => Fate::Moved,
            false => Fate::Uncertain,
        };
        Self { fate, at: Some(at) }
    }

    fn uncertain(at: TextRange) -> Self {
        Self { fate: Fate::Uncertain, at: Some(at) }
    }
}

/// The range between two places that were counted as `usize`; texts are shorter than `u32` can count.
fn range_of(start: usize, end: usize) -> TextRange {
    TextRange::between(Offset::new(start as u32), Offset::new(end as u32))
}

fn slice(text: &Text, start: usize, end: usize) -> &str {
    text.as_str().get(start..end).unwrap_or_default()
}

fn is_blank(text: &str) -> bool {
    text.chars().all(char::is_whitespace)
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "places in the tests' own texts")]
mod tests {
    use super::words::word_ranges;
    use super::*;

    const ARTICLE: &str = "\
Ferry service to Orkney resumes after nine days
The ferry between Scrabster and Stromness sailed again on Thursday, nine days after a storm had broken its bow door.
About 340 passengers and 60 cars were aboard, said the operator, which had put on a smaller ship in the meantime.
\"We are glad to be back,\" said Captain Morag Sinclair. \"The crew worked through two nights, and the door now holds.\"
The repair cost £1.2 million. The operator did not say who will pay for it; the insurer has asked for a report.
Orkney's council called the nine days a warning. It wants a second ship in the winter, as there was until 2009.
The minister for transport, Ewan Rae, told the council that a second ship was not ruled out.
";

    /// What becomes of an article: parts of it in a new order, with other text between them.
    enum Part {
        Old(Range<usize>),
        New(&'static str),
    }
    use Part::{New, Old};
    use std::ops::Range;

    fn at(words: &str) -> Range<usize> {
        let start = ARTICLE.find(words).unwrap();
        start..start + words.len()
    }

    fn line(n: usize) -> Range<usize> {
        at(ARTICLE.split_inclusive('\n').nth(n).unwrap())
    }

    fn before(words: &str) -> Part {
        Old(0..at(words).start)
    }

    fn after(words: &str) -> Part {
        Old(at(words).end..ARTICLE.len())
    }

    /// The new text, and for each word of the article where it is; none for one that is not whole any more.
    fn edited(parts: &[Part]) -> (Text, Vec<(TextRange, Option<TextRange>)>) {
        let mut content = String::new();
        let mut kept: Vec<(Range<usize>, usize)> = Vec::new();
        for part in parts {
            match part {
                Old(range) => {
                    kept.push((range.clone(), content.len()));
                    content += &ARTICLE[range.clone()];
                }
                New(more) => content += more,
            }
        }
        let words = word_ranges(ARTICLE).filter(|word| ARTICLE[word.clone()].chars().all(char::is_alphanumeric));
        let words = words.map(|word| {
            let part = kept.iter().find(|(range, _)| range.start <= word.start && word.end <= range.end);
            let now = part.map(|(range, to)| range_of(word.start - range.start + to, word.end - range.start + to));
            (range_of(word.start, word.end), now)
        });
        (Text::new(content).unwrap(), words.collect())
    }

    /// All words must lie where they should by the old text, and by their quotes at most `n_unsure` may be unsure.
    #[track_caller]
    fn check(parts: &[Part], n_unsure: usize) {
        let old = Text::new(ARTICLE.to_owned()).unwrap();
        let (new, words) = edited(parts);
        let revision = Revision::between(&old, &new);
        for &(word, now) in &words {
            let expected = now.map(|now| Placed::found(word, now, true));
            let placed = revision.place(word);
            match expected {
                Some(expected) => assert_eq!(placed, expected, "{}", old.slice(word)),
                None => assert!(matches!(placed.fate, Fate::Lost | Fate::Uncertain), "{}", old.slice(word)),
            }
        }
        let spans: Vec<(TextRange, &str)> = words.iter().map(|&(word, _)| (word, old.slice(word))).collect();
        let mut unsure = Vec::new();
        for (placed, &(word, now)) in place_quotes(&new, &spans).into_iter().zip(&words) {
            match placed.fate {
                Fate::Kept | Fate::Moved => assert_eq!(placed.at, now, "{} at {word:?}", old.slice(word)),
                Fate::Uncertain | Fate::Lost if now.is_some() => unsure.push(old.slice(word)),
                Fate::Uncertain | Fate::Lost => {}
            }
        }
        assert!(unsure.len() <= n_unsure, "{unsure:?}");
    }

    #[test]
    fn an_article_with_mended_words_keeps_the_others() {
        check(
            &[
                before("sailed"),
                New("went out"),
                Old(at("sailed").end..at("aboard").start),
                New("on board"),
                Old(at("aboard").end..at("million").start),
                New("bn"),
                after("million"),
            ],
            0,
        );
    }

    #[test]
    fn an_article_with_a_new_headline_moves() {
        check(&[New("Updated at noon\n"), Old(0..ARTICLE.len())], 0);
    }

    #[test]
    fn an_article_without_one_of_its_sentences_keeps_the_others() {
        let gone = "The operator did not say who will pay for it; the insurer has asked for a report.";
        check(&[before(gone), after(gone)], 0);
    }

    #[test]
    fn paragraphs_of_an_article_change_places() {
        let [one, two, three] = [line(3), line(4), line(5)];
        let head = || Old(0..line(3).start);
        let tail = || Old(line(6).start..ARTICLE.len());
        check(&[head(), Old(two.clone()), Old(one.clone()), Old(three.clone()), tail()], 12);
        check(&[head(), Old(three), Old(two), Old(one), tail()], 20);
    }

    #[test]
    fn line_breaks_of_an_article_are_not_words() {
        let mut parts = Vec::new();
        for n in 0..7 {
            let whole = line(n);
            parts.extend([Old(whole.start..whole.end - 1), New("\r\n")]);
        }
        check(&parts, 0);
    }

    /// Something quadratic would not end here.
    #[test]
    fn a_long_line_with_many_edits_and_another_text_are_placed_word_by_word() {
        let sentence =
            |n: usize| format!("On day {n} the ship of line {} sailed with the crew of {}. ", n * n % 977, n % 13);
        let sentences: Vec<String> = (0..4_000).map(sentence).collect();
        let old = Text::new(sentences.concat()).unwrap();
        let (mut content, mut expected, mut start) = (String::new(), Vec::new(), 0);
        for (n, sentence) in sentences.iter().enumerate() {
            if n % 50 == 7 {
                content += "And so it went. ";
            }
            if n % 50 != 20 {
                expected.push((
                    range_of(start, start + sentence.len()),
                    range_of(content.len(), content.len() + sentence.len()),
                ));
                content += sentence;
            }
            start += sentence.len();
        }
        let new = Text::new(content).unwrap();
        let revision = Revision::between(&old, &new);
        let spans: Vec<(TextRange, &str)> = expected.iter().map(|&(was, _)| (was, old.slice(was))).collect();
        for (placed, &(was, is)) in place_quotes(&new, &spans).into_iter().zip(&expected) {
            assert_eq!(placed, Placed::found(was, is, true), "{}", old.slice(was));
            assert_eq!(revision.place(was), placed, "{}", old.slice(was));
        }
        let other =
            Text::new((0..4_000).map(|n| format!("Nobody {n} knew why it rained {} times. ", n % 31)).collect())
                .unwrap();
        let revision = Revision::between(&old, &other);
        let found = expected.iter().filter(|(was, _)| revision.place(*was).at.is_some()).count();
        assert_eq!(found, 0);
    }
}
