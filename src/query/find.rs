//! Finding in a text: words as they stand or whatever their case, whole words alone, and regular expressions.

use super::expression::{Expression, Mistake, WaysCache};
use super::fold::{fold_into, folded_character};
use crate::text::{Offset, Text, TextRange, WordEdges};
use memchr::memmem;

/// What is looked for in a text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pattern {
    /// The words, or the regular expression.
    pub text: String,
    /// Capitals and small letters are the same. For words by Unicode's full case folding, so that `STRASSE` finds
    /// `Straße` and `ΟΔΟΣ` finds `οδος`; for expressions by its simple one, character by character. Neither
    /// is of any language: `İ` is no `i`.
    pub fold: bool,
    /// Where in words it may stand.
    pub bounds: Bounds,
    /// `text` is a regular expression. `^` and `$` stand at the ends of every line, whether lines end with LF or CRLF,
    /// and `.` is no part of a line's end.
    pub regex: bool,
}

/// Where a hit begins and ends, by the rules that selections snap by: in scripts without spaces too.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Bounds {
    /// Anywhere.
    #[default]
    Anywhere,
    /// Where words do: whole words alone.
    Words,
    /// Where a word begins, and then it goes on to where one ends: `bomb` finds `bombs`, `bombed` and `bombing`, each as a
    /// whole. Not what a dictionary calls a lemma, but what it is for in languages that inflect at the end.
    Stem,
}

impl Pattern {
    /// Makes it ready for looking. Takes time for a large expression: a job for the background.
    pub fn compile(&self) -> Result<Finder, Mistake> {
        let what = match (self.regex, self.fold) {
            (true, fold) => {
                let needs_ways = self.bounds == Bounds::Words;
                What::Expression(Box::new(Expression::new(&self.text, fold, needs_ways)?))
            }
            (false, true) => {
                let mut folded = String::new();
                fold_into(&self.text, &mut folded);
                What::Folded(folded.chars().collect())
            }
            (false, false) => What::Exact(Box::new(memmem::Finder::new(&self.text).into_owned())),
        };
        Ok(Finder { what, bounds: self.bounds })
    }
}

/// A pattern that is ready for looking.
pub struct Finder {
    what: What,
    bounds: Bounds,
}

enum What {
    Exact(Box<memmem::Finder<'static>>),
    Folded(Vec<char>),
    Expression(Box<Expression>),
}

/// How much of a text is looked through in one step, in bytes, unless a line is longer.
const STEP: usize = 1 << 16;

impl Finder {
    /// The places of a text where it is found: in order, apart from each other, none of them empty.
    pub fn hits<'a>(&'a self, text: &'a Text) -> Hits<'a> {
        let cache = match &self.what {
            What::Expression(expression) => expression.cache(),
            What::Exact(_) | What::Folded(_) => None,
        };
        Hits { finder: self, text, edges: WordEdges::of(text), cache, at: 0 }
    }

    /// How far the step that begins at `at` goes: nothing that begins before may be missed for ending later.
    fn reach(&self, text: &Text, at: usize) -> usize {
        match &self.what {
            What::Exact(_) | What::Folded(_) => text.floor(at + STEP).index(),
            What::Expression(expression) if expression.crosses_lines() => text.len(),
            What::Expression(_) => {
                let tail = text.as_str().as_bytes().get(at + STEP..).unwrap_or_default();
                memchr::memchr(b'\n', tail).map_or(text.len(), |line_end| at + STEP + line_end + 1)
            }
        }
    }

    /// The first match that begins between two places. An expression sees no further than the second.
    fn first(&self, text: &str, from: usize, to: usize) -> Option<(usize, usize)> {
        match &self.what {
            What::Exact(words) => {
                let length = words.needle().len();
                let end = (to + length).saturating_sub(1).min(text.len());
                let found = words.find(text.as_bytes().get(from..end).unwrap_or_default()).filter(|_| length > 0)?;
                Some((from + found, from + found + length))
            }
            What::Folded(words) => {
                let first = *words.first()?;
                let tail = text.get(from..).unwrap_or_default();
                let starts =
                    tail.char_indices().take_while(|(at, _)| from + at < to).filter(|&(_, c)| begins_with(c, first));
                let mut found = starts.filter_map(|(at, _)| Some((at, folded_len(tail.get(at..)?, words)?)));
                found.next().map(|(at, length)| (from + at, from + at + length))
            }
            What::Expression(expression) => expression.first(text, from, to),
        }
    }
}

fn begins_with(c: char, folded: char) -> bool {
    if c.is_ascii() { c.to_ascii_lowercase() == folded } else { folded_character(c).next() == Some(folded) }
}

/// How many bytes at the start of a text are, without their case, these characters and no more.
fn folded_len(text: &str, folded: &[char]) -> Option<usize> {
    let mut rest = folded;
    for (at, c) in text.char_indices() {
        if rest.is_empty() {
            return Some(at);
        }
        if c.is_ascii() {
            rest = rest.strip_prefix(&[c.to_ascii_lowercase()])?;
            continue;
        }
        for c in folded_character(c) {
            rest = rest.strip_prefix(&[c])?;
        }
    }
    rest.is_empty().then_some(text.len())
}

/// What one step of looking came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// A hit.
    Hit(TextRange),
    /// A part of the text without one: time to see whether anybody still waits.
    Nothing,
    /// The end of the text.
    End,
}

/// The hits in a text, found while they are asked for.
pub struct Hits<'a> {
    finder: &'a Finder,
    text: &'a Text,
    edges: WordEdges<'a>,
    cache: Option<WaysCache>,
    at: usize,
}

impl Hits<'_> {
    /// Goes on to the next hit, but through a bounded part of the text alone.
    pub fn step(&mut self) -> Step {
        if self.at >= self.text.len() {
            return Step::End;
        }
        let reach = self.finder.reach(self.text, self.at);
        let Some((start, end)) = self.finder.first(self.text.as_str(), self.at, reach) else {
            self.at = reach;
            return Step::Nothing;
        };
        let found = range(start, end);
        let within_bounds = match self.finder.bounds {
            Bounds::Anywhere => Some(found),
            Bounds::Words => self.whole(found, reach),
            Bounds::Stem => self.inflected(found),
        };
        match within_bounds {
            Some(hit) if !hit.is_empty() => {
                self.at = hit.end().index();
                Step::Hit(hit)
            }
            _ => {
                let next =
                    self.text.as_str().get(start..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
                self.at = start + next;
                Step::Nothing
            }
        }
    }

    /// A match that begins where a word does, with the rest of the word that it ends in.
    fn inflected(&mut self, found: TextRange) -> Option<TextRange> {
        if found.is_empty() || !self.edges.has(found.start()) {
            return None;
        }
        let rest = self.text.from(found.end());
        let ends = rest.char_indices().map(|(at, _)| found.end().index() + at).chain([self.text.len()]);
        let end = ends.map(|end| range(end, end).start()).find(|&end| self.edges.has(end))?;
        Some(TextRange::between(found.start(), end))
    }

    /// A match that begins and ends where words do. What an expression finds first may be a part of a word, and another
    /// of its ways the whole: `Syria|Syrian`.
    fn whole(&mut self, found: TextRange, reach: usize) -> Option<TextRange> {
        if !self.edges.has(found.start()) {
            return None;
        }
        if self.edges.has(found.end()) {
            return Some(found);
        }
        let (What::Expression(expression), Some(cache)) = (&self.finder.what, &mut self.cache) else { return None };
        let within = (found.start().index(), reach);
        let ends_word = |end| self.edges.has(range(end, end).start());
        expression.longest(cache, self.text.as_str(), within, ends_word).map(|end| range(within.0, end))
    }
}

impl Iterator for Hits<'_> {
    type Item = TextRange;

    fn next(&mut self) -> Option<TextRange> {
        loop {
            match self.step() {
                Step::Hit(hit) => return Some(hit),
                Step::Nothing => {}
                Step::End => return None,
            }
        }
    }
}

/// No text has more bytes than an offset can count.
fn range(start: usize, end: usize) -> TextRange {
    let offset = |at: usize| Offset::new(u32::try_from(at).unwrap_or(u32::MAX));
    TextRange::between(offset(start), offset(end))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[derive(Clone, Copy)]
    struct How {
        fold: bool,
        bounds: Bounds,
        regex: bool,
    }

    const EXACT: How = How { fold: false, bounds: Bounds::Anywhere, regex: false };
    const FOLD: How = How { fold: true, ..EXACT };
    const WORD: How = How { bounds: Bounds::Words, ..FOLD };
    const REGEX: How = How { regex: true, ..FOLD };
    const REGEX_WORD: How = How { bounds: Bounds::Words, ..REGEX };

    fn compile(How { fold, bounds, regex }: How, text: &str) -> Result<Finder, Mistake> {
        Pattern { text: text.to_owned(), fold, bounds, regex }.compile()
    }

    /// Looks in a text where `«…»` marks what must be found.
    #[track_caller]
    fn check(how: How, pattern: &str, marked: &str) {
        let text = Text::new(marked.replace(['«', '»'], "")).unwrap();
        let finder = compile(how, pattern).unwrap();
        let mut found = String::new();
        let mut at = Offset::ZERO;
        for hit in finder.hits(&text) {
            assert_eq!(text.check(hit), Ok(()));
            found.push_str(text.slice(TextRange::between(at, hit.start())));
            found.push_str(&format!("«{}»", text.slice(hit)));
            at = hit.end();
        }
        found.push_str(text.from(at));
        assert_eq!(found, marked, "{pattern:?}");
    }

    #[test]
    fn words_are_found_as_they_stand() {
        check(EXACT, "truce", "A «truce», the Truce, «truce»s");
        check(EXACT, "(a.b)", "«(a.b)» (axb) «(a.b)»");
        check(EXACT, "aa", "«aa»«aa»a");
        check(EXACT, "وقف", "«وقف» إطلاق النار، «وقف»");
        check(EXACT, "停火", "«停火»。谈判与«停火»");
        check(EXACT, "👍", "«👍»🏽 👎 «👍»");
        check(EXACT, "é", "«é» e\u{301}");
        check(EXACT, "nothing", "something");
        check(EXACT, "", "anything");
        check(EXACT, "x", "");
    }

    #[test]
    fn case_is_folded_in_full() {
        check(FOLD, "truce", "A «truce», the «Truce», «TRUCE»S");
        check(FOLD, "STRASSE", "«Straße», «STRASSE», «Strasse», «STRAẞE», Strase");
        check(FOLD, "straße", "«Straße», «STRASSE», «strasse»");
        check(FOLD, "ss", "«ß» «ss» «SS» «ſs» «sS»s");
        check(FOLD, "s", "ß «s»«S»«ſ»");
        check(FOLD, "ΟΔΟΣ", "«οδος» «ΟΔΟΣ» «Οδοσ»");
        check(FOLD, "οδός", "«ΟΔΌΣ» οδος");
        check(FOLD, "office", "«oﬃce» «oﬀice» «OFFICE»");
        check(FOLD, "Київ", "«КИЇВ» «київ» Киев");
        // The dot of the Turkish letter is a character of its own in the folding, and the dotless one has no other case.
        check(FOLD, "istanbul", "«ISTANBUL» «istanbul» İstanbul ıstanbul");
        check(FOLD, "İstanbul", "«İstanbul» «i\u{307}stanbul» «I\u{307}STANBUL» istanbul");
        check(FOLD, "ışık", "«ışık» «ıŞık» IŞIK");
        check(FOLD, "سوريا", "«سوريا» سورية");
        check(FOLD, "", "anything");
    }

    #[test]
    fn whole_words_are_those_that_selections_snap_to() {
        check(WORD, "cease", "«Cease» ceasefire «cease»-fire precease");
        check(WORD, "moscow", "«Moscow»'s and «Moscow»’s, not Moscowite");
        check(WORD, "U.N.", "the «U.N.» and the «U.N.»");
        check(WORD, "été", "l’été, «été» étés");
        check(WORD, "وقف", "«وقف» ووقف وقفة «وقف»،");
        check(WORD, "天气", "今天«天气»很好");
        check(WORD, "天天", "今天天气");
        check(WORD, "ครับ", "สวัสดี«ครับ»");
        check(WORD, "สวัส", "สวัสดีครับ");
        check(WORD, "👩", "«👩» 👩‍👩‍👧 👩🏽");
        check(WORD, "the truce", "«The truce» the truces bathe truce «the truce»");
        check(WORD, "aa aa", "aaa «aa aa» aa");
        check(How { fold: false, ..WORD }, "IS", "«IS» is ISIS «IS»’s");
    }

    #[test]
    fn stems_are_found_with_their_endings() {
        let stem = How { bounds: Bounds::Stem, ..FOLD };
        check(stem, "bomb", "«Bomb» «bombs», a «bombing»-raid, «bombed»: firebomb");
        check(stem, "syria", "«Syria»'s «Syrian» «Syrians» Assyria");
        check(stem, "the truc", "«The truce» bathe truce «the truces» the true");
        check(stem, "переговор", "«Переговоры» о «переговорах»");
        check(stem, "天", "今天«天气»很好");
        check(stem, "", "anything");
        check(How { regex: true, ..stem }, "(cease|stand)", "«Ceasefires» «stand» by, «standing», decease");
        check(stem, "end", "the «ending»");
    }

    #[test]
    fn expressions_find_what_they_say() {
        check(REGEX, "(cease|stand)[- ]?fire", "«Ceasefire», «stand-fire», fire, «CEASE FIRE»");
        check(How { fold: false, ..REGEX }, "[A-Z]{2,}", "The «UN» and «NATO» met IsIs");
        check(REGEX, r"\p{Arabic}+", "«قال» 12 «وزير»");
        check(REGEX, r"\p{Han}{2}", "«停火»。«谈判»x火");
        check(REGEX, "a*", "b«a»b«aaa»");
        check(REGEX, "x*|^|$|\\b", "a b c\n\n");
        check(REGEX, ".", "«é»«漢»«👍»\n«a»");
        check(REGEX, "σ", "«Σ»«σ»«ς»");
        // Character by character: what is one letter in one case and two in the other is not found.
        check(REGEX, "strasse", "Straße «STRASSE»");
    }

    #[test]
    fn lines_end_with_either_line_end() {
        check(REGEX, "^the", "«The» the\n«the» end\r\n«the»");
        check(REGEX, "end$", "the «end»\r\nend of\nthe «end»");
        check(REGEX, "^$", "a\r\n\r\nb\n\nc");
        check(REGEX, "b.*", "a«b c»\r\na«b»\na");
        check(REGEX, r"truce\s+holds", "the «truce\r\nholds», «truce holds», truce\n\nand holds");
        check(REGEX, r"[^a-z ]+", "one«,» two«\n\n»three«\r\n»");
        check(REGEX, r"\Aone|three\z", "«one» three\none\n«three»");
    }

    #[test]
    fn whole_words_of_an_expression_may_come_by_another_way() {
        check(REGEX_WORD, "syria|syrian", "«Syria» «Syrian» Syrians «Syria»'s");
        check(REGEX_WORD, "an", "Syrian «an»");
        check(REGEX_WORD, r"\w+?", "«one» «two»-«three»");
        check(REGEX_WORD, "(天|天气)", "今天«天气»");
        check(REGEX_WORD, r"(ceasefire|truce)( talks)?", "«ceasefire» «truce talks» truces «truce» talksy");
        check(REGEX_WORD, "x*", "a b");
    }

    #[test]
    fn a_mistake_says_where_it_is() {
        let mistake = |text: &str| compile(REGEX, text).err().unwrap().to_string();
        assert_eq!(mistake("وقف (النار"), "character 5: this group is not closed");
        assert_eq!(mistake("a)"), "character 2: no group is open here");
        assert_eq!(mistake("a[b"), "character 2: this set of characters is not closed");
        assert_eq!(mistake("*a"), "character 1: there is nothing before this sign that could be repeated");
        assert_eq!(mistake("a\\"), "character 2: a character is missing after this sign");
        assert_eq!(mistake(r"a\y"), r"character 2: “\y” means nothing");
        assert_eq!(mistake("(?=a)"), "character 1: looking ahead and behind is not possible");
        assert_eq!(mistake(r"(a)\1"), "character 4: a group cannot be looked for again");
        assert_eq!(mistake(r"\p{Elvish}"), r"character 1: no script, category or property of characters has this name");
        assert_eq!(mistake(r"\p{L}{1000}{1000}"), "the expression is too large");
        assert!(compile(FOLD, "(").is_ok(), "words may be anything");
    }

    #[test]
    fn a_long_text_is_looked_through_in_steps_that_miss_nothing() {
        let line = "今天 the truce holds, Straße 👍\n";
        let text = Text::new(line.repeat(10_000)).unwrap();
        for (how, pattern, times) in [
            (EXACT, "truce", 10_000),
            (FOLD, "STRASSE", 10_000),
            (WORD, "今天", 10_000),
            (REGEX, "holds.*$", 10_000),
            (REGEX, r"👍\n今天", 9_999),
            (REGEX_WORD, "t|truc|truce|tru", 10_000),
        ] {
            let finder = compile(how, pattern).unwrap();
            assert_eq!(finder.hits(&text).count(), times, "{pattern}");
        }
    }

    #[test]
    fn no_step_is_as_long_as_the_text() {
        let text = Text::new("word and word\n".repeat(100_000)).unwrap();
        for how in [EXACT, FOLD, REGEX] {
            let finder = compile(how, "nowhere").unwrap();
            let mut hits = finder.hits(&text);
            let mut n_steps = 0;
            while hits.step() == Step::Nothing {
                n_steps += 1;
            }
            assert!(n_steps >= text.len() / STEP, "{n_steps}");
        }
    }

    proptest! {
        /// The slow reference: at each character, what of the text is the words without their case.
        #[test]
        fn folded_words_are_found_as_by_folding_every_part(
            content in "(a|A|b|ß|ss|S|ẞ|İ|i|\u{307}|ﬁ|f|漢|Σ|ς){0,30}", words in "(a|ss|ß|s|fi|i|\u{307}|σ|漢){1,3}",
        ) {
            let folded = |text: &str| text.chars().flat_map(folded_character).collect::<String>();
            let starts: Vec<usize> = content.char_indices().map(|(at, _)| at).chain([content.len()]).collect();
            let mut expected = Vec::new();
            let mut from = 0;
            for &start in &starts {
                let is_hit = |&&end: &&usize| end > start && folded(content.get(start..end).unwrap()) == folded(&words);
                if let Some(&end) = starts.iter().find(is_hit).filter(|_| start >= from) {
                    expected.push(range(start, end));
                    from = end;
                }
            }
            let text = Text::new(content.clone()).unwrap();
            let finder = compile(FOLD, &words).unwrap();
            prop_assert_eq!(finder.hits(&text).collect::<Vec<_>>(), expected);
        }
    }
}
