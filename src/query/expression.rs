//! Regular expressions: compiled, matched within a part of a text, and said what is wrong with them.

use regex_automata::meta::Regex;
use regex_automata::nfa::thompson::pikevm::{self, PikeVM};
use regex_automata::nfa::thompson::{self, WhichCaptures};
use regex_automata::util::syntax;
use regex_automata::{Anchored, Input, MatchKind};
use regex_syntax::ast::ErrorKind;
use regex_syntax::hir::{Class, Hir, HirKind};
use thiserror::Error;

/// What is wrong with an expression.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Mistake {
    /// It cannot be read.
    #[error("character {at}: {what}")]
    Syntax {
        /// Which character of the expression it is about, counted from 1.
        at: usize,
        /// What is wrong there.
        what: String,
        /// What a person can do.
        hint: &'static str,
    },
    /// It would take too much memory.
    #[error("the expression is too large")]
    TooLarge,
}

impl Mistake {
    /// What a person can do, as a sentence without a full stop.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::Syntax { hint, .. } => hint,
            Self::TooLarge => "Repeat fewer things, or fewer times",
        }
    }
}

/// The most memory that a compiled expression takes, in bytes.
const LARGEST: usize = 4 << 20;
/// How far from its start the ways of an expression are followed for a whole word, in bytes.
const WAYS_REACH: usize = 4096;

/// An expression that finds words as they stand.
pub fn escaped(words: &str) -> String {
    regex_syntax::escape(words)
}

/// What looking for the ways of an expression works in.
pub(super) type WaysCache = pikevm::Cache;

/// A compiled expression.
pub(super) struct Expression {
    regex: Regex,
    /// Follows all ways of the expression, not only the first that matches.
    ways: Option<PikeVM>,
    crosses_lines: bool,
}

impl Expression {
    /// Compiles an expression; with `ways` it can be asked for its longest match.
    pub(super) fn new(text: &str, fold: bool, ways: bool) -> Result<Self, Mistake> {
        let config = syntax::Config::new().case_insensitive(fold).multi_line(true).crlf(true);
        let tree = syntax::parse_with(text, &config).map_err(|error| mistake(text, &error))?;
        let of_meta = Regex::config().nfa_size_limit(Some(LARGEST)).onepass_size_limit(Some(LARGEST));
        let regex = Regex::builder().configure(of_meta).build_from_hir(&tree).map_err(|_| Mistake::TooLarge)?;
        let ways = if ways { Some(all_ways(&tree)?) } else { None };
        Ok(Self { regex, ways, crosses_lines: may_match_line_end(&tree) })
    }

    /// Whether a match may reach from one line into the next.
    pub(super) fn crosses_lines(&self) -> bool {
        self.crosses_lines
    }

    /// The first match between two places. What is around them is seen by `^`, `\b` and the like.
    pub(super) fn first(&self, text: &str, from: usize, to: usize) -> Option<(usize, usize)> {
        let found = self.regex.find(Input::new(text).range(from..to))?;
        Some((found.start(), found.end()))
    }

    /// Room for [`Self::longest`] to work in, for an expression that can be asked for that.
    pub(super) fn cache(&self) -> Option<WaysCache> {
        self.ways.as_ref().map(PikeVM::create_cache)
    }

    /// Where the longest match ends that begins at the first of two places, ends before the second and is wanted.
    pub(super) fn longest(
        &self,
        cache: &mut WaysCache,
        text: &str,
        (start, to): (usize, usize),
        mut is_wanted: impl FnMut(usize) -> bool,
    ) -> Option<usize> {
        let mut to = text.floor_char_boundary(to.min(start + WAYS_REACH));
        loop {
            let input = Input::new(text).range(start..to).anchored(Anchored::Yes);
            let end = self.ways.as_ref()?.find(cache, input)?.end();
            if end == start || is_wanted(end) {
                return Some(end).filter(|_| end > start);
            }
            to = text.floor_char_boundary(end - 1);
        }
    }
}

fn all_ways(tree: &Hir) -> Result<PikeVM, Mistake> {
    let config = thompson::Config::new().nfa_size_limit(Some(LARGEST)).which_captures(WhichCaptures::Implicit);
    let nfa = thompson::Compiler::new().configure(config).build_from_hir(tree).map_err(|_| Mistake::TooLarge)?;
    let config = PikeVM::config().match_kind(MatchKind::All);
    PikeVM::builder().configure(config).build_from_nfa(nfa).map_err(|_| Mistake::TooLarge)
}

fn may_match_line_end(tree: &Hir) -> bool {
    match tree.kind() {
        HirKind::Empty | HirKind::Look(_) => false,
        HirKind::Literal(literal) => literal.0.contains(&b'\n'),
        HirKind::Class(Class::Unicode(class)) => class.iter().any(|range| range.start() <= '\n' && '\n' <= range.end()),
        HirKind::Class(Class::Bytes(class)) => class.iter().any(|range| range.start() <= b'\n' && b'\n' <= range.end()),
        HirKind::Repetition(repetition) => may_match_line_end(&repetition.sub),
        HirKind::Capture(capture) => may_match_line_end(&capture.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().any(may_match_line_end),
    }
}

fn mistake(text: &str, error: &regex_syntax::Error) -> Mistake {
    const ITSELF: &str = "Write \\ before a sign to find the sign itself";
    let (at, what, hint) = match error {
        regex_syntax::Error::Parse(error) => {
            let span = error.span();
            let (what, hint) = in_words(error.kind(), text.get(span.start.offset..span.end.offset).unwrap_or_default());
            (span.start.offset, what, hint.unwrap_or(ITSELF))
        }
        regex_syntax::Error::Translate(error) => {
            use regex_syntax::hir::ErrorKind::{UnicodePropertyNotFound, UnicodePropertyValueNotFound};
            let what = match error.kind() {
                UnicodePropertyNotFound | UnicodePropertyValueNotFound => {
                    "no script, category or property of characters has this name".to_owned()
                }
                kind => kind.to_string(),
            };
            (error.span().start.offset, what, "Such names are \\p{Arabic}, \\p{Lu} and \\p{Alphabetic}")
        }
        _ => (0, "the expression cannot be read".to_owned(), ITSELF),
    };
    let n_before = text.get(..at).unwrap_or_default().chars().count();
    Mistake::Syntax { at: n_before + 1, what, hint }
}

/// What is wrong, and what a person can do; for rare mistakes in the words of the parser.
fn in_words(kind: &ErrorKind, there: &str) -> (String, Option<&'static str>) {
    let (what, hint) = match kind {
        ErrorKind::GroupUnclosed => ("this group is not closed", Some("Add ), or write \\( to find the sign itself")),
        ErrorKind::GroupUnopened => {
            ("no group is open here", Some("Add ( before it, or write \\) to find the sign itself"))
        }
        ErrorKind::ClassUnclosed => {
            ("this set of characters is not closed", Some("Add ], or write \\[ to find the sign itself"))
        }
        ErrorKind::RepetitionMissing => ("there is nothing before this sign that could be repeated", None),
        ErrorKind::EscapeUnexpectedEof => {
            ("a character is missing after this sign", Some("Write \\\\ to find the sign itself"))
        }
        ErrorKind::EscapeUnrecognized => {
            return (format!("“{there}” means nothing"), Some("Write \\\\ to find \\ itself"));
        }
        ErrorKind::UnsupportedLookAround => (
            "looking ahead and behind is not possible",
            Some("Turn on whole words, or find more and look through the hits"),
        ),
        ErrorKind::UnsupportedBackreference => {
            ("a group cannot be looked for again", Some("Write out what is repeated"))
        }
        ErrorKind::RepetitionCountUnclosed => {
            ("this number of repetitions is not closed", Some("Add }, or write \\{ to find the sign itself"))
        }
        kind => return (kind.to_string(), None),
    };
    (what.to_owned(), hint)
}
