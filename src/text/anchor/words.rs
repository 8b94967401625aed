//! The words and signs of a text as numbers, so that texts can be compared word by word.
//!
//! These are not the words of [`super::super::Granularity`]: they are found much faster, and never cross white space.

use icu_properties::CodePointMapData;
use icu_properties::props::{GeneralCategory, GeneralCategoryGroup};
use imara_diff::{Interner, Token};
use std::ops::Range;

/// A word of letters and digits may be cut beyond this many bytes, so that an edit in a text without spaces touches
/// only the words around it.
const LONG: usize = 24;
/// The longest word, and the longest row of one sign, in bytes.
const LONGEST: usize = 256;

/// The words of one text, in order. White space is left out.
pub(super) struct Words {
    /// Bytes of the text.
    pub(super) ranges: Vec<Range<usize>>,
    /// Equal words have equal numbers, in both texts.
    pub(super) ids: Vec<Token>,
}

impl Words {
    /// The words of `content`, which stands at `offset` in its text.
    pub(super) fn of<'a>(content: &'a str, offset: usize, interner: &mut Interner<&'a str>) -> Self {
        let mut words = Self { ranges: Vec::new(), ids: Vec::new() };
        for range in word_ranges(content) {
            words.ids.push(interner.intern(content.get(range.clone()).unwrap_or_default()));
            words.ranges.push(range.start + offset..range.end + offset);
        }
        words
    }

    pub(super) fn len(&self) -> usize {
        self.ids.len()
    }

    /// The bytes from the first of some words to the last; nothing for no words.
    pub(super) fn bytes(&self, words: Range<usize>) -> Range<usize> {
        match self.ranges.get(words) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.clone(),
            _ => 0..0,
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    White,
    /// Joins others of its kind.
    Letter,
    /// A letter of a script without spaces: a word by itself.
    Syllable,
    /// Joins what is before it.
    Mark,
    /// Joins the same sign.
    Sign,
}

/// Where the words of a text lie.
pub(super) fn word_ranges(content: &str) -> impl Iterator<Item = Range<usize>> + '_ {
    let mut characters = content.char_indices().peekable();
    std::iter::from_fn(move || {
        let (start, first, kind) = loop {
            let (at, c) = characters.next()?;
            let kind = kind_of(c);
            if kind != Kind::White {
                break (at, c, kind);
            }
        };
        let (mut end, mut last) = (start + first.len_utf8(), first);
        while let Some(&(_, c)) = characters.peek() {
            let joins = match (kind, kind_of(c)) {
                (_, Kind::Mark) | (Kind::Mark, Kind::Letter) => true,
                (Kind::Letter, Kind::Letter) => end - start < LONG || !may_cut(last, c),
                (Kind::Sign, Kind::Sign) => c == first,
                _ => false,
            };
            if !joins || end - start >= LONGEST {
                break;
            }
            (end, last) = (end + c.len_utf8(), c);
            characters.next();
        }
        Some(start..end)
    })
}

fn kind_of(c: char) -> Kind {
    if c.is_whitespace() {
        Kind::White
    } else if c.is_ascii() {
        if c.is_ascii_alphanumeric() { Kind::Letter } else { Kind::Sign }
    } else {
        let category = CodePointMapData::<GeneralCategory>::new().get(c);
        if GeneralCategoryGroup::Mark.contains(category) || category == GeneralCategory::Format {
            Kind::Mark
        } else if !c.is_alphanumeric() {
            Kind::Sign
        } else if is_spaceless(c) {
            Kind::Syllable
        } else {
            Kind::Letter
        }
    }
}

/// Whether words of this letter's script stand without spaces: Thai, Lao, Burmese, Khmer, kana, ideographs.
pub(super) fn is_spaceless(c: char) -> bool {
    matches!(c, '\u{E00}'..='\u{EFF}' | '\u{1000}'..='\u{109F}' | '\u{1780}'..='\u{17FF}' | '\u{3040}'..='\u{30FF}'
        | '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}')
}

/// Whether a long word may be cut between these two: at one pair of letters in eight, wherever the word began.
fn may_cut(before: char, after: char) -> bool {
    let pair = (before as u32).wrapping_mul(31).wrapping_add(after as u32);
    pair.wrapping_mul(0x9E37_79B1) >> 29 == 0
}

/// So many letters are no chance, whatever is around them.
const SOLID: usize = 32;

/// Whether words are so many that they agree with others by no chance: as many letters in every script, and fewer where
/// each is a word.
pub(super) fn is_solid(words: &str) -> bool {
    weight(words) >= SOLID
}

/// The most that a syllable weighs.
const SYLLABLE: usize = 4;

/// Whether words are so few that they stand in any others by chance: a syllable.
pub(super) fn is_slight(words: &str) -> bool {
    weight(words) <= SYLLABLE
}

/// How many letters there are, up to some; a character that is a word counts as three.
fn weight(words: &str) -> usize {
    let weight = |c: char| if is_spaceless(c) { 3 } else { 1 };
    words.chars().take(SOLID).map(weight).sum()
}

/// Whether a character is of a word that spaces part from others.
pub(super) fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && !is_spaceless(c)
}

/// How many bytes of letters come first, of those of one word.
pub(super) fn n_letters(characters: impl Iterator<Item = char>) -> usize {
    characters.take(LONGEST).take_while(|c| is_letter(*c)).map(char::len_utf8).sum()
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "places in the tests' own texts")]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &str, expected: &[&str]) {
        let found: Vec<&str> = word_ranges(content).map(|range| content.get(range).unwrap()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn words_are_runs_of_letters_and_signs_stand_alone() {
        check("  It's 3.5%,\r\nno ...", &["It", "'", "s", "3", ".", "5", "%", ",", "no", "..."]);
        check("cafe\u{301} ok", &["cafe\u{301}", "ok"]);
        check("停火 ok", &["停", "火", "ok"]);
        check("สวัสดี", &["ส", "วั", "ส", "ดี"]);
        check(" \n", &[]);
    }

    #[test]
    fn an_edit_in_a_text_without_spaces_changes_few_words() {
        let unbroken: String = (0..2_000_u32).map(|n| char::from(b'a' + (n * n % 23) as u8)).collect();
        let mut edited = unbroken.clone();
        edited.insert(500, 'z');
        let words = |content: &str| -> Vec<String> { word_ranges(content).map(|r| content[r].to_owned()).collect() };
        let (before, after) = (words(&unbroken), words(&edited));
        assert!(before.len() > 20);
        assert!(before.iter().filter(|word| !after.contains(word)).count() <= 3);
    }
}
