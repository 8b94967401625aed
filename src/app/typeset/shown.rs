//! What is given to the shaper in place of the text: a space wide enough for a sign where a character has no picture,
//! a mark of direction where a stretch of text was cut off from its neighbors, and few of a heap of combining marks.
//!
//! Offsets in what is shown differ from offsets in the text then; [`Shown`] converts.

use super::direction::direction;
use icu_properties::CodePointMapData;
use icu_properties::props::GeneralCategory;
use std::borrow::Cow;

/// The text of a piece as it is given to the shaper.
#[derive(Debug)]
pub(crate) struct Shown<'a> {
    /// What is shaped.
    pub(crate) text: Cow<'a, str>,
    /// After each replaced character: its end as shown, and how many bytes longer the shown text is by then, or shorter.
    shifts: Vec<(usize, isize)>,
    /// The replaced characters, and where they stand in the source.
    pub(crate) signs: Vec<(usize, char)>,
}

/// As wide as the font is high, and every shaper can make one from nothing.
const STAND_IN: char = '\u{2003}';
/// The most combining marks that are drawn on one letter. No script has as many; a heap would cover the lines above it.
const MOST_MARKS: usize = 24;

/// What is around a stretch that was cut out of a paragraph, as far as its own order depends on it: the punctuation at
/// its ends is ordered by the letters beyond (rules N1 and N2 of UAX #9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Neighbors<'a> {
    /// The marks of the embeddings, overrides and isolates that it lies in.
    pub(crate) opening: &'a str,
    /// Whether the letter before it reads from right to left; nothing where the paragraph begins.
    pub(crate) before: Option<bool>,
    /// Whether the letter after it does; nothing where the paragraph ends.
    pub(crate) after: Option<bool>,
}

impl<'a> Shown<'a> {
    /// `rtl` says how the paragraph reads that it belongs to.
    pub(crate) fn of(source: &'a str, rtl: bool, neighbors: Neighbors<'_>) -> Self {
        let is_plain = !source.chars().any(|c| sign(c).is_some()) && !has_heap(source);
        if neighbors == Neighbors::default() && is_plain {
            return Self { text: Cow::Borrowed(source), shifts: Vec::new(), signs: Vec::new() };
        }
        let mut text = String::with_capacity(source.len() + 16);
        let mut shown = Self { text: Cow::Borrowed(""), shifts: Vec::new(), signs: Vec::new() };
        text.push_str(neighbors.opening);
        text.extend(neighbors.before.map(direction_mark));
        if !text.is_empty() {
            shown.shift(text.len(), 0);
        }
        // The spaces at the end stay there: they hang into the margin of a paragraph's own direction.
        let end_of_ink = source.trim_end().len();
        let mut after = neighbors.after;
        let has_two_directions = rtl || source.chars().any(|c| direction(c) == Some(true));
        let mut n_marks = 0;
        for (at, c) in source.char_indices() {
            n_marks = if is_mark(c) { n_marks + 1 } else { 0 };
            if n_marks > MOST_MARKS {
                shown.shift(text.len(), at + c.len_utf8());
                continue;
            }
            if let Some(rtl) = after.take_if(|_| at == end_of_ink) {
                text.push(direction_mark(rtl));
                shown.shift(text.len(), at);
            }
            if sign(c).is_some() {
                let end = at + c.len_utf8();
                let separates = has_two_directions && separates_columns(c);
                if separates {
                    text.push(direction_mark(rtl));
                    shown.shift(text.len(), at);
                }
                text.push(STAND_IN);
                shown.shift(text.len(), end);
                if separates {
                    text.push(direction_mark(rtl));
                    shown.shift(text.len(), end);
                }
                shown.signs.push((at, c));
            } else {
                text.push(c);
            }
        }
        if let Some(rtl) = after {
            text.push(direction_mark(rtl));
            shown.shift(text.len(), source.len());
        }
        shown.text = Cow::Owned(text);
        shown
    }

    /// Notes that what is shown up to here stands for so much of the source.
    fn shift(&mut self, shown: usize, source: usize) {
        let shift = shown as isize - source as isize;
        match self.shifts.last_mut() {
            Some(last) if last.0 == shown => last.1 = shift,
            _ => self.shifts.push((shown, shift)),
        }
    }

    /// The place in the source of a place in what is shown.
    pub(crate) fn source_offset(&self, shown: usize) -> usize {
        let n_before = self.shifts.partition_point(|&(end, _)| end <= shown);
        let shift = n_before.checked_sub(1).and_then(|last| self.shifts.get(last)).map_or(0, |&(_, shift)| shift);
        shown.saturating_add_signed(-shift)
    }
}

/// Whether a character stands on the one before it.
fn is_mark(c: char) -> bool {
    let category = CodePointMapData::<GeneralCategory>::new().get(c);
    !c.is_ascii() && matches!(category, GeneralCategory::NonspacingMark | GeneralCategory::EnclosingMark)
}

/// Whether some letter has more marks than are drawn.
fn has_heap(source: &str) -> bool {
    let mut n_marks = 0;
    !source.is_ascii()
        && source.chars().any(|c| {
            n_marks = if is_mark(c) { n_marks + 1 } else { 0 };
            n_marks > MOST_MARKS
        })
}

fn direction_mark(rtl: bool) -> char {
    if rtl { '\u{200F}' } else { '\u{200E}' }
}

/// Tabs and separators (S and B of UAX #9), between which words stand in the order of the paragraph, whatever their own.
fn separates_columns(c: char) -> bool {
    matches!(c, '\t' | '\u{B}' | '\n' | '\r' | '\u{1C}'..='\u{1F}' | '\u{85}' | '\u{2029}')
}

/// The sign for a character that would otherwise be invisible or break the line, if it is one.
/// Marks of direction stay: they do their work without a picture.
pub(crate) fn sign(c: char) -> Option<&'static str> {
    Some(match c {
        '\t' => "→",
        '\n' => "LF",
        '\r' => "CR",
        '\0' => "NUL",
        '\u{B}' => "VT",
        '\u{C}' => "FF",
        '\u{1B}' => "ESC",
        '\u{7F}' => "DEL",
        '\u{85}' => "NEL",
        '\u{2028}' => "LS",
        '\u{2029}' => "PS",
        '\u{1}'..='\u{1F}' | '\u{80}'..='\u{9F}' => "CTL",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ordinary_text_is_shown_as_it_is() {
        let shown = Shown::of("naïve 停火", false, Neighbors::default());
        assert!(matches!(shown.text, Cow::Borrowed("naïve 停火")));
        assert_eq!(shown.source_offset(4), 4);
    }

    #[test]
    fn a_heap_of_marks_is_drawn_in_part_and_stays_one_character() {
        let heap = format!("ab{}c", "\u{301}".repeat(1000));
        let shown = Shown::of(&heap, false, Neighbors::default());
        assert_eq!(shown.text, format!("ab{}c", "\u{301}".repeat(24)));
        let after_heap = shown.text.len() - 1;
        assert_eq!((shown.source_offset(1), shown.source_offset(after_heap)), (1, heap.len() - 1));
        assert_eq!(shown.source_offset(shown.text.len()), heap.len());
        assert_eq!(shown.source_offset(after_heap - 2), 2 + 23 * 2, "within what is drawn nothing is moved");
        let tail = "\u{301}".repeat(1000);
        let shown = Shown::of(&tail, false, Neighbors::default());
        assert_eq!((shown.text.len(), shown.source_offset(48)), (48, 2000));
    }

    #[test]
    fn offsets_survive_signs_of_every_length() {
        let source = "a\tb\u{85}c\u{2028}d\0";
        let shown = Shown::of(source, false, Neighbors::default());
        assert_eq!(shown.text, "a\u{2003}b\u{2003}c\u{2003}d\u{2003}");
        let places: Vec<usize> = shown.text.char_indices().map(|(at, _)| shown.source_offset(at)).collect();
        let expected: Vec<usize> = source.char_indices().map(|(at, _)| at).collect();
        assert_eq!(places, expected);
        assert_eq!(shown.source_offset(shown.text.len()), source.len());
        assert_eq!(shown.signs, [(1, '\t'), (3, '\u{85}'), (6, '\u{2028}'), (10, '\0')]);
    }

    #[test]
    fn a_tab_between_words_of_two_directions_is_of_the_paragraphs_own() {
        let source = "א\tב\0";
        let shown = Shown::of(source, false, Neighbors::default());
        assert_eq!(shown.text, "א\u{200e}\u{2003}\u{200e}ב\u{2003}");
        let places: Vec<usize> = shown.text.char_indices().map(|(at, _)| shown.source_offset(at)).collect();
        assert_eq!(places, [0, 2, 2, 3, 3, 5], "the marks around it take no place");
        assert_eq!(shown.source_offset(shown.text.len()), source.len());
        assert_eq!(Shown::of("a\tb", true, Neighbors::default()).text, "a\u{200f}\u{2003}\u{200f}b");
    }

    #[test]
    fn a_stretch_out_of_a_paragraph_knows_its_neighbors() {
        let shown = Shown::of("שלום, ", true, Neighbors { after: Some(true), ..Neighbors::default() });
        assert_eq!(shown.text, "שלום,\u{200f} ");
        assert_eq!((shown.source_offset(9), shown.source_offset(12), shown.source_offset(13)), (9, 9, 10));
        let shown = Shown::of("(a", false, Neighbors { opening: "\u{2067}", before: Some(true), after: Some(false) });
        assert_eq!(shown.text, "\u{2067}\u{200f}(a\u{200e}");
        assert_eq!((shown.source_offset(6), shown.source_offset(8), shown.source_offset(11)), (0, 2, 2));
    }
}
