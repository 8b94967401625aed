//! What is given to the shaper in place of the text: a space wide enough for a sign where a character has no picture,
//! and a mark of direction where a stretch of text was cut off from its neighbors.
//!
//! Offsets in what is shown differ from offsets in the text then; [`Shown`] converts.

use std::borrow::Cow;

/// The text of a piece as it is given to the shaper.
#[derive(Debug)]
pub(crate) struct Shown<'a> {
    /// What is shaped.
    pub(crate) text: Cow<'a, str>,
    /// After each replaced character: its end as shown, and how many bytes longer the shown text is by then.
    shifts: Vec<(usize, usize)>,
    /// The replaced characters, and where they stand in the source.
    pub(crate) signs: Vec<(usize, char)>,
}

/// As wide as the font is high, and every shaper can make one from nothing.
const STAND_IN: char = '\u{2003}';

/// The directions of the letters around a stretch that was cut out of a paragraph: the punctuation at its ends is
/// ordered by them (rules N1 and N2 of UAX #9).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Neighbors {
    /// Whether the letter before it reads from right to left; nothing where the paragraph begins.
    pub(crate) before: Option<bool>,
    /// Whether the letter after it does; nothing where the paragraph ends.
    pub(crate) after: Option<bool>,
}

impl<'a> Shown<'a> {
    pub(crate) fn of(source: &'a str, neighbors: Neighbors) -> Self {
        if neighbors == Neighbors::default() && !source.chars().any(|c| sign(c).is_some()) {
            return Self { text: Cow::Borrowed(source), shifts: Vec::new(), signs: Vec::new() };
        }
        let mut text = String::with_capacity(source.len() + 16);
        let mut shown = Self { text: Cow::Borrowed(""), shifts: Vec::new(), signs: Vec::new() };
        if let Some(rtl) = neighbors.before {
            text.push(direction_mark(rtl));
            shown.shifts.push((text.len(), text.len()));
        }
        // The spaces at the end stay there: they hang into the margin of a paragraph's own direction.
        let end_of_ink = source.trim_end().len();
        let mut after = neighbors.after;
        for (at, c) in source.char_indices() {
            if let Some(rtl) = after.take_if(|_| at == end_of_ink) {
                text.push(direction_mark(rtl));
                shown.shifts.push((text.len(), text.len() - at));
            }
            if sign(c).is_some() {
                text.push(STAND_IN);
                let end = at + c.len_utf8();
                shown.shifts.push((text.len(), text.len() - end));
                shown.signs.push((at, c));
            } else {
                text.push(c);
            }
        }
        if let Some(rtl) = after {
            text.push(direction_mark(rtl));
            shown.shifts.push((text.len(), text.len() - source.len()));
        }
        shown.text = Cow::Owned(text);
        shown
    }

    /// The place in the source of a place in what is shown.
    pub(crate) fn source_offset(&self, shown: usize) -> usize {
        let n_before = self.shifts.partition_point(|&(end, _)| end <= shown);
        let shift = n_before.checked_sub(1).and_then(|last| self.shifts.get(last)).map_or(0, |&(_, shift)| shift);
        shown - shift
    }
}

fn direction_mark(rtl: bool) -> char {
    if rtl { '\u{200F}' } else { '\u{200E}' }
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
        let shown = Shown::of("naïve 停火", Neighbors::default());
        assert!(matches!(shown.text, Cow::Borrowed("naïve 停火")));
        assert_eq!(shown.source_offset(4), 4);
    }

    #[test]
    fn offsets_survive_signs_of_every_length() {
        let source = "a\tb\u{85}c\u{2028}d\0";
        let shown = Shown::of(source, Neighbors::default());
        assert_eq!(shown.text, "a\u{2003}b\u{2003}c\u{2003}d\u{2003}");
        let places: Vec<usize> = shown.text.char_indices().map(|(at, _)| shown.source_offset(at)).collect();
        let expected: Vec<usize> = source.char_indices().map(|(at, _)| at).collect();
        assert_eq!(places, expected);
        assert_eq!(shown.source_offset(shown.text.len()), source.len());
        assert_eq!(shown.signs, [(1, '\t'), (3, '\u{85}'), (6, '\u{2028}'), (10, '\0')]);
    }

    #[test]
    fn a_stretch_out_of_a_paragraph_knows_its_neighbors() {
        let shown = Shown::of("שלום, ", Neighbors { before: None, after: Some(true) });
        assert_eq!(shown.text, "שלום,\u{200f} ");
        assert_eq!((shown.source_offset(9), shown.source_offset(12), shown.source_offset(13)), (9, 9, 10));
        let shown = Shown::of("(a", Neighbors { before: Some(true), after: Some(false) });
        assert_eq!(shown.text, "\u{200f}(a\u{200e}");
        assert_eq!((shown.source_offset(3), shown.source_offset(5), shown.source_offset(8)), (0, 2, 2));
    }
}
