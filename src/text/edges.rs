//! Where words begin and end, for many places of a text one after the other.

use super::segment::REACH;
use super::{Offset, Text};

/// Tells for a place whether a word, a space or a sign begins or ends there. Asked in ascending order, it looks at each
/// part of the text about once.
pub struct WordEdges<'a> {
    text: &'a Text,
    /// The edges of a part of the text, in order.
    edges: Vec<Offset>,
    /// Between these two places the edges are those that a longer look would give as well.
    sure: (Offset, Offset),
}

impl<'a> WordEdges<'a> {
    /// Nothing is looked at before the first question.
    pub fn of(text: &'a Text) -> Self {
        Self { text, edges: Vec::new(), sure: (Offset::ZERO, Offset::ZERO) }
    }

    /// Whether `at` lies between two words, or between a word and what is no word, or at an end of the text.
    pub fn has(&mut self, at: Offset) -> bool {
        self.look_at(at);
        self.edges.binary_search(&at).is_ok()
    }

    fn look_at(&mut self, at: Offset) {
        let (from, to) = self.sure;
        if !self.edges.is_empty() && from <= at && at < to {
            return;
        }
        let segments = self.text.segments_around(at);
        let starts = segments.iter().map(|segment| segment.range.start());
        self.edges = starts.chain(segments.last().map(|segment| segment.range.end())).collect();
        self.sure = match (self.edges.first(), self.edges.last()) {
            (Some(&first), Some(&last)) => (self.from_cut(first), self.upto_cut(last)),
            _ => {
                // Nothing but the end of the text, behind its last line break, has no segments around it.
                self.edges.push(at);
                (at, Offset::new(at.get() + 1))
            }
        };
    }

    /// Where a part that begins at `start` is sure: a little later, unless a paragraph begins there.
    fn from_cut(&self, start: Offset) -> Offset {
        let begins = self.text.paragraph(self.text.paragraph_index(start)).start() == start;
        if begins { start } else { self.text.floor(start.index() + REACH / 4) }
    }

    /// Up to where a part that ends at `end` is sure. Where a paragraph ends, that is its very end, which the next one
    /// begins with.
    fn upto_cut(&self, end: Offset) -> Offset {
        if end == self.text.end() {
            return Offset::new(end.get() + 1);
        }
        let ends = self.text.paragraph(self.text.paragraph_index(end)).start() == end;
        if ends { end } else { self.text.floor(end.index().saturating_sub(REACH / 4)) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `|` stands at every edge.
    #[track_caller]
    fn check(marked: &str) {
        let text = Text::new(marked.replace('|', "")).unwrap();
        let mut edges = WordEdges::of(&text);
        let mut found = String::new();
        for (at, c) in text.as_str().char_indices() {
            if edges.has(Offset::new(at as u32)) {
                found.push('|');
            }
            found.push(c);
        }
        if edges.has(text.end()) {
            found.push('|');
        }
        assert_eq!(found, marked);
    }

    #[test]
    fn edges_are_those_of_words_in_every_script() {
        check("|Moscow|'s| |truce|,| |2|.|");
        check("|قال| |وزير| |الخارجية|،| |أمس|");
        check("|今天|天气|。|停火|谈判|");
        check("|สวัสดี|ครับ|");
        check("|a| |👩‍👩‍👧| |b|");
        check("|one|\r\n|two|\n|\n|three|\n|");
        check("|");
    }

    #[test]
    fn a_long_line_has_the_edges_of_a_short_one() {
        let line = "今天天气。word and a word ";
        let text = Text::new(line.repeat(2_000)).unwrap();
        let mut edges = WordEdges::of(&text);
        let expected = [0, 6, 12, 15, 19, 20, 23, 24, 25, 26, 30];
        for n in [0, 1, 700, 701, 1_999] {
            let start = n * line.len();
            let here: Vec<usize> = (0..line.len()).filter(|at| edges.has(Offset::new((start + at) as u32))).collect();
            assert_eq!(here, expected, "line {n}");
        }
    }
}
