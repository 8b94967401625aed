//! Where a long stretch of text may be cut, so that a reader would not see it.

use super::{Offset, Text, TextRange};
use icu_segmenter::LineSegmenter;
use icu_segmenter::options::LineBreakOptions;
use unicode_segmentation::GraphemeCursor;

/// How far back a place for the cut is looked for, in bytes: nearly always near, rarely far.
const REACHES: [usize; 2] = [256, 2048];
/// How much of the text after the cut has a say in whether a line may end there, in bytes.
const AFTER: usize = 64;

/// The places in a text where a line may end and the next begin (UAX #14, with dictionaries for scripts without
/// spaces), in bytes; at last its end.
pub fn line_breaks(text: &str) -> impl Iterator<Item = usize> {
    // A break is reported at the start as well.
    LineSegmenter::new_dictionary(LineBreakOptions::default()).segment_str(text).skip(1)
}

impl Text {
    /// The last place in a range where a line may end (UAX #14, with dictionaries for scripts without spaces), if
    /// there is one in its last two thousand bytes; else the last one between graphemes, and in a grapheme of
    /// thousands of bytes its end. Never the range's start, unless the range is empty.
    pub fn last_cut(&self, range: TextRange) -> Offset {
        let high = range.end();
        let low_of = |reach: usize| self.floor(high.index().saturating_sub(reach)).max(range.start());
        let at_line_end = REACHES.into_iter().find_map(|reach| self.last_line_end(low_of(reach), high));
        at_line_end.or_else(|| self.last_grapheme_end(low_of(AFTER), high)).unwrap_or(high)
    }

    /// The last place after `low`, up to `high`, where a line may end.
    fn last_line_end(&self, low: Offset, high: Offset) -> Option<Offset> {
        let until = self.floor(high.index() + AFTER);
        let near = TextRange::between(low, until);
        // A break is reported at the end of what is looked at, whether a line may end there or not.
        let breaks = line_breaks(self.slice(near)).filter(|&at| at < near.len() as usize);
        let ends = breaks.map(|at| Offset::new(low.get() + at as u32));
        ends.take_while(|&end| end <= high).last().or_else(|| (high == self.end()).then_some(high))
    }

    /// The last place after `low`, up to `high`, that no grapheme spans.
    fn last_grapheme_end(&self, low: Offset, high: Offset) -> Option<Offset> {
        let near = self.slice(TextRange::between(low, self.floor(high.index() + AFTER)));
        let mut cursor = GraphemeCursor::new((high.get() - low.get()) as usize, near.len(), true);
        if cursor.is_boundary(near, 0) == Ok(true) {
            return Some(high);
        }
        let before = cursor.prev_boundary(near, 0).ok().flatten()?;
        (before > 0).then(|| Offset::new(low.get() + before as u32))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(content: &str, high: usize, expected: &str) {
        let text = Text::new(content.to_owned()).unwrap();
        let cut = text.last_cut(TextRange::between(Offset::ZERO, Offset::new(high as u32)));
        assert_eq!(text.upto(cut), expected);
    }

    #[test]
    fn a_cut_is_where_a_line_may_end() {
        check("one two three", 10, "one two ");
        check("one two\u{a0}three", 12, "one ");
        check("a (closed) b", 9, "a ");
        check("停火，谈判", 6, "停");
        check("停火，谈判", 9, "停火，");
        check("สวัสดีชาวโลก", 30, "สวัสดีชาว");
    }

    #[test]
    fn without_such_a_place_graphemes_stay_whole() {
        check("xxxxxxxx", 5, "xxxxx");
        check("🇫🇷🇫🇷🇫🇷", 12, "🇫🇷");
        check("xe\u{301}", 2, "x");
        let heap = format!("a{}", "\u{301}".repeat(4000));
        check(&heap, 5001, &format!("a{}", "\u{301}".repeat(2500)));
    }
}
