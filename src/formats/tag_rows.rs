//! Rows of tags that say for each token of a sentence whether a span begins, goes on or ends there.
//!
//! Read by the rules of CoNLL's own evaluation (`conlleval`, Tjong Kim Sang and Buchholz 2000), which take every scheme:
//! IOB1, IOB2, BIOES with its other name IOBES, and BILOU.

use super::format::TagScheme;
use std::ops::Range;

/// A span of a row: which tokens, and as what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Run<'a> {
    /// The tokens, by their places in the sentence.
    pub(super) tokens: Range<usize>,
    /// The tag.
    pub(super) tag: &'a str,
}

/// The tag of a token, taken apart.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Tag<'a> {
    letter: char,
    name: &'a str,
}

impl<'a> Tag<'a> {
    /// Split at the first hyphen: names have hyphens of their own.
    fn of(word: &'a str) -> Self {
        let (letters, name) = word.split_once('-').unwrap_or((word, ""));
        let letter = match letters {
            "B" => 'B',
            "I" | "M" => 'I',
            "E" | "L" => 'E',
            "S" | "U" => 'S',
            _ => 'O',
        };
        Self { letter, name }
    }

    /// The same where a word without a scheme's letter is a name that goes on, and a line stands for no tag.
    fn or_name(word: &'a str) -> Self {
        match word.split_once('-') {
            Some((letter, _)) if LETTERS.contains(&letter) => Self::of(word),
            _ if matches!(word, "" | "O" | "-" | "_") => OUTSIDE,
            _ => Self { letter: 'I', name: word },
        }
    }
}

const OUTSIDE: Tag<'static> = Tag { letter: 'O', name: "" };

/// What a tag begins with before its hyphen.
const LETTERS: [&str; 7] = ["B", "I", "M", "E", "L", "S", "U"];

/// Whether a word can be the tag of a token.
pub(super) fn is_tag(word: &str) -> bool {
    word == "O" || matches!(word.split_once('-'), Some((letter, name)) if LETTERS.contains(&letter) && !name.is_empty())
}

/// Whether a tag at the end of a file may be cut off: it goes on with what is no more than a beginning of the name before.
pub(super) fn is_cut(before: &str, tag: &str) -> bool {
    let (before, word, tag) = (Tag::of(before), tag, Tag::of(tag));
    let may_go_on = match tag.letter {
        'I' | 'E' => before.name != tag.name && before.name.starts_with(tag.name),
        'O' => word != "O",
        _ => false,
    };
    before.letter != 'O' && may_go_on
}

/// The spans of a sentence. The second value counts those that begin with `I-` after nothing of their kind.
pub(super) fn runs<'a>(row: impl IntoIterator<Item = &'a str>) -> (Vec<Run<'a>>, usize) {
    runs_of(row.into_iter().map(Tag::of))
}

/// The spans of tokens whose tags may be of no scheme: then those of one name that stand side by side are one.
pub(super) fn runs_or_names<'a>(row: impl IntoIterator<Item = &'a str>) -> Vec<Run<'a>> {
    runs_of(row.into_iter().map(Tag::or_name)).0
}

fn runs_of<'a>(row: impl Iterator<Item = Tag<'a>>) -> (Vec<Run<'a>>, usize) {
    let (mut runs, mut n_inside): (Vec<Run<'a>>, usize) = (Vec::new(), 0);
    let (mut before, mut open) = (OUTSIDE, false);
    for (at, tag) in row.enumerate() {
        if begins(before, tag) {
            n_inside += usize::from(tag.letter == 'I');
            runs.push(Run { tokens: at..at + 1, tag: tag.name });
            open = true;
        } else if tag.letter == 'O' {
            open = false;
        } else if open && let Some(run) = runs.last_mut() {
            run.tokens.end = at + 1;
        }
        before = tag;
    }
    (runs, n_inside)
}

fn begins(before: Tag<'_>, tag: Tag<'_>) -> bool {
    match tag.letter {
        'O' => false,
        'B' | 'S' => true,
        _ => matches!(before.letter, 'O' | 'E' | 'S') || before.name != tag.name,
    }
}

/// The tags of a sentence of `n` tokens with spans that do not overlap, in order.
pub(super) fn row(n: usize, spans: &[Run<'_>], scheme: TagScheme) -> Vec<String> {
    let mut tags = vec!["O".to_owned(); n];
    let mut before: Option<&Run<'_>> = None;
    for span in spans {
        let touches = before.is_some_and(|before| before.tokens.end == span.tokens.start && before.tag == span.tag);
        let last = span.tokens.end.saturating_sub(1);
        for at in span.tokens.clone() {
            let (is_first, is_last) = (at == span.tokens.start, at == last);
            let letter = match scheme {
                TagScheme::Iob1 => {
                    if is_first && touches {
                        'B'
                    } else {
                        'I'
                    }
                }
                TagScheme::Iob2 => {
                    if is_first {
                        'B'
                    } else {
                        'I'
                    }
                }
                TagScheme::Bioes => match (is_first, is_last) {
                    (true, true) => 'S',
                    (true, false) => 'B',
                    (false, true) => 'E',
                    (false, false) => 'I',
                },
                TagScheme::Bilou => match (is_first, is_last) {
                    (true, true) => 'U',
                    (true, false) => 'B',
                    (false, true) => 'L',
                    (false, false) => 'I',
                },
            };
            if let Some(tag) = tags.get_mut(at) {
                *tag = format!("{letter}-{}", span.tag);
            }
        }
        before = Some(span);
    }
    tags
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(tags: &str) -> Vec<(usize, usize, String)> {
        let (runs, _) = runs(tags.split(' '));
        runs.into_iter().map(|run| (run.tokens.start, run.tokens.end, run.tag.to_owned())).collect()
    }

    fn expected(spans: &[(usize, usize, &str)]) -> Vec<(usize, usize, String)> {
        spans.iter().map(|(start, end, tag)| (*start, *end, (*tag).to_owned())).collect()
    }

    /// What seqeval 1.2.2's `get_entities` gives for these, with exclusive ends.
    #[test]
    fn all_schemes_are_read_as_conlleval_reads_them() {
        assert_eq!(read("B-PER I-PER O B-LOC"), expected(&[(0, 2, "PER"), (3, 4, "LOC")]));
        assert_eq!(read("I-PER I-PER B-PER O I-LOC"), expected(&[(0, 2, "PER"), (2, 3, "PER"), (4, 5, "LOC")]));
        assert_eq!(read("B-PER E-PER S-PER S-LOC"), expected(&[(0, 2, "PER"), (2, 3, "PER"), (3, 4, "LOC")]));
        assert_eq!(read("B-PER L-PER U-PER U-LOC"), expected(&[(0, 2, "PER"), (2, 3, "PER"), (3, 4, "LOC")]));
        assert_eq!(read("B-PER I-LOC"), expected(&[(0, 1, "PER"), (1, 2, "LOC")]));
        assert_eq!(read("O I-PER O"), expected(&[(1, 2, "PER")]));
        assert_eq!(read("E-PER I-PER"), expected(&[(0, 1, "PER"), (1, 2, "PER")]));
        assert_eq!(read("B-my-label I-my-label"), expected(&[(0, 2, "my-label")]));
    }

    #[test]
    fn tags_of_no_scheme_are_names() {
        let check = |tags: &str, spans: &[(usize, usize, &str)]| {
            let runs = runs_or_names(tags.split(' '));
            let runs: Vec<_> = runs.iter().map(|run| (run.tokens.start, run.tokens.end, run.tag.to_owned())).collect();
            assert_eq!(runs, expected(spans), "{tags}");
        };
        check("O B-PER I-PER O I-LOC B-LOC", &[(1, 3, "PER"), (4, 5, "LOC"), (5, 6, "LOC")]);
        check("U-PER B-PER I-PER L-PER I-PER", &[(0, 1, "PER"), (1, 4, "PER"), (4, 5, "PER")]);
        check("S-PER B-ORG E-ORG I-PER I-LOC", &[(0, 1, "PER"), (1, 3, "ORG"), (3, 4, "PER"), (4, 5, "LOC")]);
        check("B-my-label I-my-label - B-a", &[(0, 2, "my-label"), (3, 4, "a")]);
        check("PER PER O LOC", &[(0, 2, "PER"), (3, 4, "LOC")]);
    }

    proptest! {
        #[test]
        fn every_scheme_says_where_spans_are(
            lengths in prop::collection::vec((0usize..3, 1usize..4, 0usize..2), 0..6),
            scheme in prop::sample::select(vec![TagScheme::Iob1, TagScheme::Iob2, TagScheme::Bioes, TagScheme::Bilou]),
        ) {
            let mut spans = Vec::new();
            let mut at = 0;
            for (gap, length, tag) in lengths {
                at += gap;
                spans.push(Run { tokens: at..at + length, tag: ["PER", "a-b"][tag] });
                at += length;
            }
            let row = row(at + 1, &spans, scheme);
            let (back, _) = runs(row.iter().map(String::as_str));
            prop_assert_eq!(back, spans);
            prop_assert!(row.iter().all(|tag| is_tag(tag)));
        }
    }
}
