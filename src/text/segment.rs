//! Where people's units begin and end: graphemes, words, sentences, paragraphs.
//!
//! Words and sentences follow Unicode (UAX #29) with ICU's dictionaries for scripts without
//! spaces. Three habits of labelers are added: an English possessive *'s* is a word of its own, an
//! abbreviation keeps its period, and a title such as *Dr.* ends no sentence.

use super::{Offset, Text, TextRange};
use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use icu_segmenter::options::{SentenceBreakInvariantOptions, WordBreakInvariantOptions};
use icu_segmenter::{SentenceSegmenter, WordSegmenter};
use unicode_segmentation::GraphemeCursor;

/// How much of a text one step takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Granularity {
    /// What a reader takes for one character.
    Grapheme,
    /// A word, without the spaces and punctuation around it.
    Word,
    /// A sentence, without the spaces around it.
    Sentence,
    /// A paragraph, without the spaces around it.
    Paragraph,
}

/// The furthest that words and sentences are looked for within one paragraph, in bytes to each side.
/// A paragraph of megabytes then costs no more than a page.
pub(super) const REACH: usize = 4096;

/// One segment between two word boundaries.
#[derive(Clone, Copy)]
pub(super) struct Segment {
    pub(super) range: TextRange,
    /// Letters, digits or ideographs, and not spaces or punctuation.
    pub(super) is_word: bool,
}

impl Text {
    /// The next grapheme boundary after `at`; the end of the text stays.
    pub fn next_grapheme(&self, at: Offset) -> Offset {
        let mut cursor = GraphemeCursor::new(at.index(), self.len(), true);
        let next = cursor.next_boundary(self.as_str(), 0).ok().flatten();
        next.map_or(self.end(), |next| Offset::new(next as u32))
    }

    /// The grapheme boundary before `at`; the start of the text stays.
    pub fn previous_grapheme(&self, at: Offset) -> Offset {
        let mut cursor = GraphemeCursor::new(at.index(), self.len(), true);
        let previous = cursor.prev_boundary(self.as_str(), 0).ok().flatten();
        previous.map_or(Offset::ZERO, |previous| Offset::new(previous as u32))
    }

    /// Where the caret goes when it steps a word to the right: the end of this word or the next.
    pub fn next_word_end(&self, at: Offset) -> Offset {
        let mut from = at;
        while from < self.end() {
            let segments = self.segments_around(from);
            if let Some(word) = segments.iter().find(|s| s.is_word && s.range.end() > from) {
                return word.range.end();
            }
            let window_end = segments.last().map_or(self.end(), |s| s.range.end());
            from = if window_end > from { window_end } else { self.next_grapheme(from) };
        }
        self.end()
    }

    /// Where the caret goes when it steps a word to the left: the start of this word or the one before.
    pub fn previous_word_start(&self, at: Offset) -> Offset {
        let mut from = at;
        while from > Offset::ZERO {
            let segments = self.segments_around(self.previous_grapheme(from));
            if let Some(word) = segments.iter().rev().find(|s| s.is_word && s.range.start() < from) {
                return word.range.start();
            }
            let window_start = segments.first().map_or(Offset::ZERO, |s| s.range.start());
            from = if window_start < from { window_start } else { self.previous_grapheme(from) };
        }
        Offset::ZERO
    }

    /// Where words begin in a range that does not begin within one, by the same rules as the other units.
    pub fn word_starts(&self, range: TextRange) -> Vec<Offset> {
        let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
        let mut start = 0;
        let mut starts = Vec::new();
        for (end, kind) in segmenter.segment_str(self.slice(range)).iter_with_word_type().skip(1) {
            if kind.is_word_like() {
                starts.push(Offset::new(range.start().get() + start as u32));
            }
            start = end;
        }
        starts
    }

    /// The unit of a certain size at `at`. Between two words the one that starts here wins, else the one
    /// that ends here; among spaces and punctuation alone it is that segment.
    pub fn unit_at(&self, at: Offset, granularity: Granularity) -> TextRange {
        match granularity {
            Granularity::Grapheme => TextRange::between(at, self.next_grapheme(at)),
            Granularity::Word => self.word_at(at),
            Granularity::Sentence => self.sentence_at(at),
            Granularity::Paragraph => self.trimmed(self.paragraph_line(self.paragraph_index(at))),
        }
    }

    /// A range as a drag means it: grown to whole words, then without spaces and punctuation at its ends.
    /// A range over nothing but punctuation stays as it is, without spaces.
    pub fn snapped(&self, range: TextRange) -> TextRange {
        if range.is_empty() {
            return range;
        }
        let first = self.segment_at(range.start());
        let start = first.map_or(range.start(), |s| s.range.start());
        let last = self.segment_at(self.floor(range.end().index() - 1));
        let end = last.map_or(range.end(), |s| s.range.end());
        let grown = TextRange::between(start, end);
        let core = self.without_outer(grown, |c| c.is_whitespace() || is_punctuation(c));
        if core.is_empty() {
            return self.trimmed(range);
        }
        self.with_abbreviation_period(core, grown)
    }

    /// A range without white space at its ends.
    pub fn trimmed(&self, range: TextRange) -> TextRange {
        self.without_outer(range, char::is_whitespace)
    }

    fn word_at(&self, at: Offset) -> TextRange {
        let segments = self.segments_around(at);
        let starting = segments.iter().find(|s| s.range.start() <= at && at < s.range.end());
        let ending = segments.iter().find(|s| s.is_word && s.range.end() == at);
        let segment = match (starting, ending) {
            (Some(here), _) if here.is_word => Some(here),
            (_, Some(before)) => Some(before),
            (here, None) => here,
        };
        match segment {
            Some(s) if s.is_word => {
                let line = self.paragraph_line(self.paragraph_index(at));
                self.with_abbreviation_period(s.range, TextRange::between(s.range.start(), line.end()))
            }
            Some(s) => s.range,
            None => TextRange::empty_at(at),
        }
    }

    fn sentence_at(&self, at: Offset) -> TextRange {
        let window = self.window(at, |c| c.is_whitespace());
        let content = self.slice(window);
        let segmenter = SentenceSegmenter::new(SentenceBreakInvariantOptions::default());
        let mut start = window.start();
        for break_at in segmenter.segment_str(content).skip(1) {
            let end = Offset::new(window.start().get() + break_at as u32);
            let sentence = TextRange::between(start, end);
            let ends_text = end == window.end();
            if !ends_text && ends_with_title(self.slice(sentence)) {
                continue;
            }
            if at < end || ends_text {
                return self.trimmed(sentence);
            }
            start = end;
        }
        self.trimmed(TextRange::between(start, window.end()))
    }

    fn segment_at(&self, at: Offset) -> Option<Segment> {
        let segments = self.segments_around(at);
        segments.into_iter().find(|s| s.range.start() <= at && at < s.range.end())
    }

    /// The word segments of the paragraph around `at`, or of the part of it within reach.
    pub(super) fn segments_around(&self, at: Offset) -> Vec<Segment> {
        let window = self.window(at, |c| c.is_whitespace());
        let segmenter = WordSegmenter::new_dictionary(WordBreakInvariantOptions::default());
        let mut segments: Vec<Segment> = Vec::new();
        let mut start = window.start();
        for (break_at, kind) in segmenter.segment_str(self.slice(window)).iter_with_word_type().skip(1) {
            let end = Offset::new(window.start().get() + break_at as u32);
            let range = TextRange::between(start, end);
            start = end;
            match possessive_at(self.slice(range)) {
                Some(clitic) if kind.is_word_like() => {
                    let cut = Offset::new(range.start().get() + clitic as u32);
                    segments.push(Segment { range: TextRange::between(range.start(), cut), is_word: true });
                    segments.push(Segment { range: TextRange::between(cut, end), is_word: true });
                }
                _ => segments.push(Segment { range, is_word: kind.is_word_like() }),
            }
        }
        segments
    }

    /// The paragraph around `at`, or, where it is long, the part within reach, cut after a `boundary`
    /// character if there is one near, else between characters.
    fn window(&self, at: Offset, boundary: impl Fn(char) -> bool) -> TextRange {
        let paragraph = self.paragraph(self.paragraph_index(at));
        let mut start = paragraph.start();
        if at.index() - start.index() > REACH {
            let low = self.floor(at.index() - REACH);
            let near = self.slice(TextRange::between(low, self.floor(low.index() + REACH / 2)));
            let cut = near.char_indices().find(|&(_, c)| boundary(c));
            start = Offset::new(low.get() + cut.map_or(0, |(i, c)| (i + c.len_utf8()) as u32));
        }
        let mut end = paragraph.end();
        if end.index() - at.index() > REACH {
            let high = self.floor(at.index() + REACH);
            let near_start = self.floor(high.index() - REACH / 2);
            let near = self.slice(TextRange::between(near_start, high));
            let cut = near.char_indices().rev().find(|&(_, c)| boundary(c));
            end = Offset::new(cut.map_or(high.get(), |(i, c)| near_start.get() + (i + c.len_utf8()) as u32));
        }
        TextRange::between(start, end)
    }

    fn without_outer(&self, range: TextRange, outer: impl Fn(char) -> bool) -> TextRange {
        let content = self.slice(range);
        let from_start = content.trim_start_matches(&outer);
        if from_start.is_empty() {
            return TextRange::empty_at(range.start());
        }
        let start = range.end().get() - from_start.len() as u32;
        let core = from_start.trim_end_matches(&outer);
        TextRange::between(Offset::new(start), Offset::new(start + core.len() as u32))
    }

    /// Gives *U.N* its last period back, if the period is within `limit`.
    fn with_abbreviation_period(&self, core: TextRange, limit: TextRange) -> TextRange {
        let last_word = self.slice(core).rsplit(char::is_whitespace).next().unwrap_or_default();
        let with_period = TextRange::between(core.start(), Offset::new(core.end().get() + 1));
        if abbreviation_with_period(last_word) && limit.contains(with_period) && self.slice(with_period).ends_with('.')
        {
            with_period
        } else {
            core
        }
    }
}

/// Whether a word is letters with periods between them, as *U.N* is, to which a period after it belongs.
pub(super) fn abbreviation_with_period(word: &str) -> bool {
    let is_letter = |part: &str| {
        let mut characters = part.chars();
        characters.next().is_some_and(char::is_alphabetic) && characters.next().is_none()
    };
    word.contains('.') && word.split('.').all(is_letter)
}

/// Where the *'s* of a word starts, in bytes, if it has one and something before it.
pub(super) fn possessive_at(word: &str) -> Option<usize> {
    ["'s", "’s", "'S", "’S"]
        .iter()
        .find_map(|clitic| word.strip_suffix(clitic))
        .filter(|stem| !stem.is_empty())
        .map(str::len)
}

/// Whether a character is one that selections leave out at their ends. Signs that belong to what they
/// stand beside (*%*, *#*, *@*, *&*, *§*) are not, though Unicode calls them punctuation.
fn is_punctuation(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    GeneralCategoryGroup::Punctuation.contains(category) && !"%‰#@&*§".contains(c)
}

/// Titles and other short forms whose period ends no sentence, without it.
const SHORT_FORMS: &[&str] = &[
    "Adm", "Apr", "Aug", "Brig", "Capt", "Cmdr", "Col", "Dec", "Dr", "Feb", "Fr", "Gen", "Gov", "Hon", "Jan", "Jr",
    "Lt", "Maj", "Mgr", "Mme", "Mr", "Mrs", "Ms", "Mt", "No", "Nov", "Oct", "Prof", "Rep", "Rev", "Sen", "Sept", "Sgt",
    "Sr", "St", "cf", "e.g", "i.e", "vs",
];

pub(super) fn ends_with_title(sentence: &str) -> bool {
    let Some(stem) = sentence.trim_end().strip_suffix('.') else {
        return false;
    };
    let last = stem.rsplit(|c: char| c.is_whitespace() || "(\"“'‘".contains(c)).next().unwrap_or_default();
    let is_initial = last.chars().count() == 1 && last.chars().all(char::is_uppercase);
    is_initial || SHORT_FORMS.contains(&last)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// `«…»` marks what is asked for on the left, and what comes back on the right.
    #[track_caller]
    fn check(asked: &str, expected: &str, change: impl Fn(&Text, TextRange) -> TextRange) {
        let (content, range) = unmarked(asked);
        let text = Text::new(content).unwrap();
        assert_eq!(marked(&text, change(&text, range)), expected);
    }

    fn unmarked(notation: &str) -> (String, TextRange) {
        let start = notation.find('«').expect("a mark «");
        let end = notation.find('»').expect("a mark »") - '«'.len_utf8();
        let content = notation.replace(['«', '»'], "");
        (content, TextRange::between(Offset::new(start as u32), Offset::new(end as u32)))
    }

    fn marked(text: &Text, range: TextRange) -> String {
        let tail = TextRange::between(range.end(), text.end());
        format!("{}«{}»{}", text.upto(range.start()), text.slice(range), text.slice(tail))
    }

    #[track_caller]
    fn check_snap(asked: &str, expected: &str) {
        check(asked, expected, |text, range| text.snapped(range));
    }

    #[track_caller]
    fn check_unit(granularity: Granularity, asked: &str, expected: &str) {
        check(asked, expected, |text, range| text.unit_at(range.start(), granularity));
    }

    #[test]
    fn words_begin_in_every_script() {
        let text = Text::new("“So,” she said. 停火谈判 สวัสดีชาวโลก وقف إطلاق".to_owned()).unwrap();
        let starts = text.word_starts(text.whole());
        let first_letters: String = starts.iter().filter_map(|&at| text.from(at).chars().next()).collect();
        assert_eq!(first_letters, "Sss停谈สชโوإ");
    }

    #[test]
    fn a_drag_takes_whole_words_without_what_is_around_them() {
        check_snap("said St«affan de Mis»tura on", "said «Staffan de Mistura» on");
        check_snap("rejected as« \"unfa»ir\" Moscow", "rejected as \"«unfair»\" Moscow");
        check_snap("l«’été, dit»-il", "«l’été, dit»-il");
        check_snap("costs «$55 mil»lion by", "costs «$55 million» by");
        check_snap("up «50%» or", "up «50%» or");
        check_snap("wait«... »what", "wait«...» what");
        check_snap("the «U.N» said", "the «U.N» said");
        check_snap("the «U.N.» said", "the «U.N.» said");
        check_snap("He «left.» Then", "He «left». Then");
        check_snap("قال «وزي»ر الخارجية، أمس", "قال «وزير» الخارجية، أمس");
    }

    #[test]
    fn the_possessive_is_a_word_of_its_own() {
        check_snap("as «Mosc»ow's criticism", "as «Moscow»'s criticism");
        check_snap("as «Moscow's» criticism", "as «Moscow's» criticism");
        check_unit(Granularity::Word, "I«»S’s arm", "«IS»’s arm");
        check_unit(Granularity::Word, "Mos«»cow’s arm", "«Moscow»’s arm");
    }

    #[test]
    fn words_are_found_at_their_edges_and_in_every_script() {
        check_unit(Granularity::Word, "one «»two", "one «two»");
        check_unit(Granularity::Word, "one«» two", "«one» two");
        check_unit(Granularity::Word, "the U«».N. said", "the «U.N.» said");
        check_unit(Granularity::Word, "今天«»天气很好", "今天«天气»很好");
        check_unit(Granularity::Word, "यह «»युद्धविराम है", "यह «युद्धविराम» है");
        check_unit(Granularity::Word, "«»", "«»");
    }

    #[test]
    fn sentences_survive_titles_and_initials() {
        check_unit(
            Granularity::Sentence,
            "It began. Dr. S«»mith of the U.N. met Gen. J. Doe on Sept. 5. It ended.",
            "It began. «Dr. Smith of the U.N. met Gen. J. Doe on Sept. 5.» It ended.",
        );
        check_unit(Granularity::Sentence, "First one.\nSec«»ond one.\nThird", "First one.\n«Second one.»\nThird");
        check_unit(Granularity::Sentence, "停火。«»谈判继续。", "停火。«谈判继续。»");
        check_unit(Granularity::Sentence, "هل توقف؟ ن«»عم.", "هل توقف؟ «نعم.»");
        check_unit(Granularity::Paragraph, "One. Two.\n  Thr«»ee. Four. \nFive", "One. Two.\n  «Three. Four.» \nFive");
    }

    #[test]
    fn the_caret_steps_to_word_ends_and_starts() {
        let step_right = |text: &Text, range: TextRange| TextRange::empty_at(text.next_word_end(range.end()));
        let step_left = |text: &Text, range: TextRange| TextRange::empty_at(text.previous_word_start(range.start()));
        check("«»one, two", "one«», two", step_right);
        check("one«», two", "one, two«»", step_right);
        check("one, two«»", "one, two«»", step_right);
        check("one\n«»\ntwo", "one\n\ntwo«»", step_right);
        check("one, t«»wo", "one, «»two", step_left);
        check("one, «»two", "«»one, two", step_left);
        check("«»one", "«»one", step_left);
        check("one\n\n«»two", "«»one\n\ntwo", step_left);
    }

    #[test]
    fn a_line_of_megabytes_costs_a_window() {
        let text = Text::new("word ".repeat(1_000_000)).unwrap();
        let word = text.unit_at(Offset::new(2_500_002), Granularity::Word);
        assert_eq!(text.slice(word), "word");
        let unbroken = Text::new("x".repeat(5_000_000)).unwrap();
        let piece = unbroken.unit_at(Offset::new(2_500_000), Granularity::Word);
        assert!(piece.len() as usize <= 2 * REACH, "{piece:?}");
    }

    proptest! {
        #[test]
        fn every_step_lands_on_a_boundary_and_moves(content in "(\\PC|\n| |'s|\\.|é|漢|👍🏽){0,60}", at in 0usize..60) {
            let text = Text::new(content).unwrap();
            let at = text.floor(at);
            for next in [text.next_grapheme(at), text.next_word_end(at)] {
                prop_assert!(text.check(TextRange::between(at, next)).is_ok());
                prop_assert!(next > at || at == text.end());
            }
            for previous in [text.previous_grapheme(at), text.previous_word_start(at)] {
                prop_assert!(text.check(TextRange::between(previous, at)).is_ok());
                prop_assert!(previous < at || at == Offset::ZERO);
            }
            for granularity in [Granularity::Word, Granularity::Sentence, Granularity::Paragraph] {
                prop_assert!(text.check(text.unit_at(at, granularity)).is_ok());
            }
            let range = TextRange::between(at, text.end());
            let snapped = text.snapped(range);
            prop_assert!(text.check(snapped).is_ok());
            prop_assert_eq!(text.snapped(snapped), snapped, "snapping twice is snapping once");
        }
    }
}
