//! Where spans lie in a changed text, when of the old one only their offsets and quotes are known.
//!
//! A quote that occurs once tells how far the text around it was shifted, and that tells which occurrence of the others
//! is meant.

use super::occurrences::{Occurrences, pattern_of};
use super::words::{is_letter, word_ranges};
use super::{Fate, Placed, range_of};
use crate::text::{Text, TextRange, quote};
use memchr::memmem;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// Finds for each span, given by its old range and its [`quote()`], the place in a changed text that fits best.
pub fn place_quotes(new: &Text, spans: &[(TextRange, &str)]) -> Vec<Placed> {
    let parts: Vec<Parts> = spans.iter().map(|&(_, quote)| Parts::of(quote)).collect();
    let patterns = parts.iter().flat_map(|parts| [parts.head.clone(), parts.tail.clone()]);
    let occurrences = Occurrences::of(new.as_str(), patterns);
    let mut wanted: Vec<(usize, Wanted)> = spans
        .iter()
        .zip(&parts)
        .map(|(&(range, quote), parts)| Wanted::of(range, quote, parts, &occurrences))
        .enumerate()
        .collect();
    wanted.sort_by_key(|(_, wanted)| (wanted.range.start(), wanted.range.end()));
    let (order, mut wanted): (Vec<usize>, Vec<Wanted>) = wanted.into_iter().unzip();
    mark_sole(&mut wanted, &occurrences);

    let search = Search { new, occurrences: &occurrences };
    let sole = wanted.iter().map(|span| search.sole(span).map(|at| i64::from(at.start().get()) - span.start()));
    let mut shifts: Vec<Option<i64>> = sole.collect();
    search.add_shifts_of_blocks(&wanted, &mut shifts);
    if shifts.iter().all(Option::is_none) {
        let common = search.common_shift(&wanted);
        shifts = vec![common; wanted.len()];
    }
    let mut placed = search.place_all(&wanted, &shifts, None);
    // What was found for sure tells more about its neighbors, and that nothing else is there.
    for (shift, (span, placed)) in shifts.iter_mut().zip(wanted.iter().zip(&placed)) {
        *shift = sure_place(placed).map(|at| i64::from(at.start().get()) - span.start());
    }
    let taken: HashSet<TextRange> = placed.iter().filter_map(sure_place).collect();
    for (first, second) in placed.iter_mut().zip(search.place_all(&wanted, &shifts, Some(&taken))) {
        if sure_place(first).is_none() {
            *first = second;
        }
    }

    let mut in_order = vec![Placed::LOST; spans.len()];
    for (index, placed) in order.into_iter().zip(placed) {
        if let Some(slot) = in_order.get_mut(index) {
            *slot = placed;
        }
    }
    in_order
}

fn sure_place(placed: &Placed) -> Option<TextRange> {
    placed.at.filter(|_| matches!(placed.fate, Fate::Kept | Fate::Moved))
}

/// What to look for: all of a quote, or both ends of a shortened one.
struct Parts {
    head: String,
    /// Empty for a quote that is whole.
    tail: String,
}

/// What stands in the middle of a shortened quote, after this many characters.
const ELLIPSIS: &str = " … ";
const END: usize = 38;

impl Parts {
    fn of(quote: &str) -> Self {
        let middle = quote.char_indices().nth(END).map(|(at, _)| at);
        let ends = middle.and_then(|at| Some((quote.get(..at)?, quote.get(at..)?.strip_prefix(ELLIPSIS)?)));
        match ends {
            // A text with this sign of its own in the same place is found in the same way.
            Some((head, tail)) => Self { head: pattern_of(head), tail: pattern_of(tail) },
            None => Self { head: pattern_of(quote), tail: String::new() },
        }
    }
}

/// A span that is looked for.
struct Wanted<'a> {
    range: TextRange,
    quote: &'a str,
    /// The number of its quote, or of the head of it; none for a quote without words.
    head: Option<usize>,
    /// The number of the end of a shortened quote.
    tail: Option<usize>,
    /// Whether its head occurs once, and no other span has it elsewhere.
    is_sole: bool,
}

impl<'a> Wanted<'a> {
    fn of(range: TextRange, quote: &'a str, parts: &Parts, occurrences: &Occurrences) -> Self {
        let (head, tail) = (occurrences.number(&parts.head), occurrences.number(&parts.tail));
        Self { range, quote, head, tail, is_sole: false }
    }

    fn start(&self) -> i64 {
        i64::from(self.range.start().get())
    }

    fn len(&self) -> usize {
        self.range.len() as usize
    }

    /// How far it was shifted if its head is what was found; the white space before its words is not a part of that.
    fn shift_to(&self, head: &Range<usize>) -> i64 {
        let n_blank = self.quote.len() - self.quote.trim_start().len();
        head.start as i64 - n_blank as i64 - self.start()
    }
}

/// `wanted` is in order.
fn mark_sole(wanted: &mut [Wanted<'_>], occurrences: &Occurrences) {
    let mut starts: HashMap<usize, (TextRange, bool)> = HashMap::new();
    for span in wanted.iter() {
        if let Some(head) = span.head.filter(|&head| occurrences.count(head) == 1) {
            let (first, is_sole) = starts.entry(head).or_insert((span.range, true));
            *is_sole &= first.start() == span.range.start();
        }
    }
    for span in wanted {
        span.is_sole = span.head.and_then(|head| starts.get(&head)).is_some_and(|&(_, is_sole)| is_sole);
    }
}

/// How far around its expected place a stretch that is only similar is looked for, in bytes.
const REACH: usize = 1024;
/// The most places that are looked at for one that is only similar.
const MOST_SIMILAR: usize = 16;
/// So many spans one after the other are looked for together, if none of them has only one place.
const BLOCK: usize = 16;
/// The most places that are looked at for a block of spans.
const MOST_PLACES: usize = 1024;
/// Quotes that occur more often than this have no say in how far the whole text was shifted.
const MOST_VOTES: usize = 32;

struct Search<'a> {
    new: &'a Text,
    occurrences: &'a Occurrences,
}

impl Search<'_> {
    /// The place of a span that can have no other.
    fn sole(&self, span: &Wanted<'_>) -> Option<TextRange> {
        let found = self.occurrences.get(span.head.filter(|_| span.is_sole)?, 0)?;
        let (found, _) = self.is_whole_words(&found).then(|| self.whole(span, found)).flatten()?;
        Some(self.with_white_space(span.quote, range_of(found.start, found.end)))
    }

    /// Adds the shifts of spans that occur often but together with their neighbors in one place only.
    fn add_shifts_of_blocks(&self, wanted: &[Wanted<'_>], shifts: &mut [Option<i64>]) {
        for (block, shifts) in wanted.chunks(BLOCK).zip(shifts.chunks_mut(BLOCK)) {
            if shifts.iter().all(Option::is_none)
                && let Some((index, shift)) = self.shift_of_block(block)
                && let Some(slot) = shifts.get_mut(index)
            {
                *slot = Some(shift);
            }
        }
    }

    /// The shift at which the most of some spans stand, three at least, and one of them.
    fn shift_of_block(&self, block: &[Wanted<'_>]) -> Option<(usize, i64)> {
        let n_places = |index: &usize| block.get(*index)?.head.map(|head| self.occurrences.count(head));
        let rarest = (0..block.len()).filter(|index| n_places(index) > Some(0)).min_by_key(n_places)?;
        let span = block.get(rarest)?;
        let head = span.head.filter(|&head| self.occurrences.count(head) <= MOST_PLACES)?;
        let stands = |index: usize, shift: i64| {
            block.get(index).is_some_and(|span| span.head.is_some() && self.at_shift(span, shift).is_some())
        };
        let (mut best, mut best_shift) = (2, None);
        for index in 0..self.occurrences.count(head) {
            let Some(found) = self.occurrences.get(head, index) else { continue };
            let shift = span.shift_to(&found);
            // Few places have even one neighbor.
            if stands(rarest + 1, shift) || rarest > 0 && stands(rarest - 1, shift) {
                let n_standing = (0..block.len()).filter(|&index| stands(index, shift)).count();
                if n_standing > best {
                    (best, best_shift) = (n_standing, Some(shift));
                } else if n_standing == best {
                    best_shift = None;
                }
            }
        }
        best_shift.map(|shift| (rarest, shift))
    }

    /// The shift that would place the most spans, if it places more than one.
    fn common_shift(&self, wanted: &[Wanted<'_>]) -> Option<i64> {
        let mut votes: HashMap<i64, usize> = HashMap::new();
        for span in wanted {
            let Some(head) = span.head.filter(|&head| self.occurrences.count(head) <= MOST_VOTES) else { continue };
            for index in 0..self.occurrences.count(head) {
                let Some(found) = self.occurrences.get(head, index) else { continue };
                *votes.entry(span.shift_to(&found)).or_default() += 1;
            }
        }
        let most = votes.into_iter().max_by_key(|&(shift, n)| (n, -shift.abs(), shift))?;
        (most.1 > 1).then_some(most.0)
    }

    /// Places spans that are in order, by the shifts that are known of some of them, and the places that are `taken`.
    fn place_all(
        &self,
        wanted: &[Wanted<'_>],
        shifts: &[Option<i64>],
        taken: Option<&HashSet<TextRange>>,
    ) -> Vec<Placed> {
        let mut right: Vec<Option<Neighbor>> = Vec::with_capacity(wanted.len());
        let mut next = None;
        for (span, shift) in wanted.iter().zip(shifts).rev() {
            next = shift.map(|shift| Neighbor { start: span.start(), shift }).or(next);
            right.push(next);
        }
        right.reverse();
        // The start of the text has not moved.
        let mut left = Neighbor { start: 0, shift: 0 };
        let mut placed = Vec::with_capacity(wanted.len());
        for ((span, shift), right) in wanted.iter().zip(shifts).zip(right) {
            if let Some(shift) = *shift {
                left = Neighbor { start: span.start(), shift };
            }
            placed.push(self.place(span, left, right, taken));
        }
        placed
    }

    fn place(
        &self,
        span: &Wanted<'_>,
        left: Neighbor,
        right: Option<Neighbor>,
        taken: Option<&HashSet<TextRange>>,
    ) -> Placed {
        let agreed = right.filter(|right| right.shift == left.shift).map(|right| right.shift);
        let by_left = self.at_shift(span, left.shift);
        if let Some(at) = by_left.filter(|_| agreed.is_some() || span.head.is_none() && right.is_none()) {
            return Placed::found(span.range, at, true);
        }
        let by_right = right.and_then(|right| self.at_shift(span, right.shift));
        // An empty quote stands everywhere, which tells nothing.
        let unmoved = self.at_shift(span, 0).filter(|_| span.head.is_some());
        if let Some(at) =
            unmoved.filter(|at| by_left.is_none_or(|left| left == *at) && by_right.is_none_or(|right| right == *at))
        {
            return Placed::found(span.range, at, true);
        }
        if span.is_sole
            && let Some((found, is_exact)) =
                span.head.and_then(|head| self.occurrences.get(head, 0)).and_then(|found| self.whole(span, found))
        {
            let at = range_of(found.start, found.end);
            let is_expected = by_left == Some(at) || by_right == Some(at);
            return self.judged(span, &found, is_exact && (is_expected || self.is_whole_words(&found)));
        }
        match (by_left, by_right) {
            (Some(a), Some(b)) if a != b => {
                let is_left_nearer =
                    right.is_none_or(|right| span.start().abs_diff(left.start) <= right.start.abs_diff(span.start()));
                return Placed::uncertain(if is_left_nearer { a } else { b });
            }
            (Some(at), _) | (_, Some(at)) => {
                return Placed::found(
                    span.range,
                    at,
                    span.head.is_some() && unmoved.is_none_or(|unmoved| unmoved == at),
                );
            }
            (None, None) => {}
        }
        let expected = left.expected(span).max(0) as usize;
        let also_expected = right.map_or(expected, |right| right.expected(span).max(0) as usize);
        let is_free =
            |found: &Range<usize>| taken.is_some_and(|taken| !taken.contains(&range_of(found.start, found.end)));
        self.place_near(span, expected.min(also_expected), expected.max(also_expected))
            .map(|(found, sure)| (found.clone(), sure && is_free(&found)))
            .or_else(|| self.similar(span, [expected, also_expected]))
            .map_or(Placed::LOST, |(found, sure)| self.judged(span, &found, sure))
    }

    fn judged(&self, span: &Wanted<'_>, found: &Range<usize>, sure: bool) -> Placed {
        let at = self.with_white_space(span.quote, range_of(found.start, found.end));
        if sure { Placed::found(span.range, at, true) } else { Placed::uncertain(at) }
    }

    /// The range of a span shifted, if its quote stands there.
    fn at_shift(&self, span: &Wanted<'_>, shift: i64) -> Option<TextRange> {
        let start = usize::try_from(span.start() + shift).ok().filter(|&start| start + span.len() <= self.new.len())?;
        let at = range_of(start, start + span.len());
        self.new.check(at).ok()?;
        let covered = self.new.slice(at);
        (covered == span.quote || quote(covered) == span.quote).then_some(at)
    }

    /// The only occurrence between two places, or else the nearest to them, which is not sure.
    fn place_near(&self, span: &Wanted<'_>, from: usize, to: usize) -> Option<(Range<usize>, bool)> {
        let head = span.head?;
        let first = self.occurrences.first_from(head, from);
        let between = self.occurrences.get(head, first).filter(|found| found.start <= to);
        let is_only = self.occurrences.get(head, first + 1).is_none_or(|found| found.start > to);
        if let Some((found, is_exact)) = between.and_then(|found| self.whole(span, found)) {
            return Some((found, is_exact && is_only));
        }
        let nearest = [from, to].into_iter().filter_map(|at| {
            let found = self.occurrences.nearest(head, at)?;
            Some((found.start.abs_diff(at), found))
        });
        let (_, found) = nearest.min_by_key(|(distance, _)| *distance)?;
        Some((self.whole(span, found)?.0, false))
    }

    /// All of a span whose head was found: up to the tail that is nearest to where it was, if the quote was shortened.
    /// Also whether what is between them has the length that it had, apart from line breaks.
    fn whole(&self, span: &Wanted<'_>, head: Range<usize>) -> Option<(Range<usize>, bool)> {
        let is_whole = span.quote.len() == span.len();
        let Some(tail) = span.tail else { return Some((head, is_whole)) };
        let tail_len = self.occurrences.get(tail, 0)?.len();
        let tail = self.occurrences.nearest(tail, (head.start + span.len()).saturating_sub(tail_len))?;
        let found = head.start..tail.end;
        let n_off = found.len().abs_diff(span.len());
        if found.is_empty() || n_off > span.len() / 4 + END {
            return None;
        }
        let index = |at: usize| self.new.paragraph_index(self.new.floor(at));
        let n_breaks = index(found.end) - index(found.start);
        Some((found, n_off == 0 || n_off == n_breaks))
    }

    /// A stretch near one of these places that begins and ends with the words of the quote and is about as long.
    fn similar(&self, span: &Wanted<'_>, expected: [usize; 2]) -> Option<(Range<usize>, bool)> {
        let is_word = |word: &Range<usize>| span.quote.get(word.clone()).is_some_and(|word| word.contains(is_letter));
        let first = word_ranges(span.quote).find(is_word)?;
        let last = word_ranges(span.quote).filter(is_word).last().filter(|last| last.start > first.start)?;
        let (first, last) = (span.quote.get(first)?, span.quote.get(last)?);
        let mut best: Option<(usize, Range<usize>)> = None;
        for expected in expected {
            for start in self.words_near(first, expected, REACH) {
                let expected_end = start + span.len();
                let slack = (span.len() / 2 + END).min(REACH);
                for end in self.words_near(last, expected_end.saturating_sub(last.len()), slack) {
                    let found = start..end + last.len();
                    let off = start.abs_diff(expected) + found.end.abs_diff(expected_end);
                    if end >= start + first.len() && best.as_ref().is_none_or(|(least, _)| off < *least) {
                        best = Some((off, found));
                    }
                }
            }
        }
        best.map(|(_, found)| (found, false))
    }

    /// Where a word stands not further than `reach` from a place, the nearest first.
    fn words_near(&self, word: &str, at: usize, reach: usize) -> Vec<usize> {
        let from = self.new.floor(at.saturating_sub(reach)).index();
        let to = self.new.floor(at + reach + word.len()).index();
        let near = self.new.as_str().get(from..to.max(from)).unwrap_or_default();
        let starts = memmem::find_iter(near.as_bytes(), word.as_bytes()).map(|start| from + start);
        let mut starts: Vec<usize> =
            starts.filter(|&start| self.is_whole_words(&(start..start + word.len()))).collect();
        starts.sort_by_key(|start| start.abs_diff(at));
        starts.truncate(MOST_SIMILAR);
        starts
    }

    /// Whether a range begins and ends no word in its midst.
    fn is_whole_words(&self, range: &Range<usize>) -> bool {
        let at = range_of(range.start, range.end);
        let is_within =
            |before: Option<char>, after: Option<char>| before.is_some_and(is_letter) && after.is_some_and(is_letter);
        let starts_within =
            is_within(self.new.upto(at.start()).chars().next_back(), self.new.from(at.start()).chars().next());
        let ends_within =
            is_within(self.new.upto(at.end()).chars().next_back(), self.new.from(at.end()).chars().next());
        !starts_within && !ends_within
    }

    /// A range grown by the white space that its quote begins and ends with, where that is there.
    fn with_white_space(&self, quote: &str, at: TextRange) -> TextRange {
        let n_start = quote.len() - quote.trim_start().len();
        let n_end = quote.len() - quote.trim_end().len();
        let before = quote.get(..n_start).unwrap_or_default();
        let after = quote.get(quote.len() - n_end..).unwrap_or_default();
        let n_before = if self.new.upto(at.start()).ends_with(before) { n_start } else { 0 };
        let n_after = if self.new.from(at.end()).starts_with(after) { n_end } else { 0 };
        range_of(at.start().index() - n_before, at.end().index() + n_after)
    }
}

/// A span whose shift is known.
#[derive(Clone, Copy)]
struct Neighbor {
    start: i64,
    shift: i64,
}

impl Neighbor {
    /// Where another span would begin if it had the same shift.
    fn expected(self, span: &Wanted<'_>) -> i64 {
        span.start() + self.shift
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Fate::{Kept, Lost, Moved, Uncertain};
    use proptest::prelude::*;

    fn text(content: &str) -> Text {
        Text::new(content.to_owned()).unwrap()
    }

    /// The ranges that `«…»` mark, in order.
    fn unmarked(marked: &str) -> (Text, Vec<TextRange>) {
        let (mut plain, mut ranges, mut start) = (String::new(), Vec::new(), 0);
        for c in marked.chars() {
            match c {
                '«' => start = plain.len(),
                '»' => ranges.push(range_of(start, plain.len())),
                _ => plain.push(c),
            }
        }
        (text(&plain), ranges)
    }

    fn place(old: &Text, ranges: &[TextRange], new: &Text) -> Vec<Placed> {
        let quotes: Vec<String> = ranges.iter().map(|&range| quote(old.slice(range))).collect();
        let spans: Vec<(TextRange, &str)> = ranges.iter().copied().zip(quotes.iter().map(String::as_str)).collect();
        place_quotes(new, &spans)
    }

    /// `«…»` marks spans of the old text, and where those that are not lost should lie in the new one.
    #[track_caller]
    fn check(old: &str, fates: &[Fate], new: &str) {
        let ((old, ranges), (new, expected)) = (unmarked(old), unmarked(new));
        let placed = place(&old, &ranges, &new);
        let found: Vec<Fate> = placed.iter().map(|placed| placed.fate).collect();
        let places: Vec<&str> = placed.iter().filter_map(|placed| placed.at).map(|at| new.slice(at)).collect();
        assert_eq!(found, fates, "{places:?}");
        let mut at: Vec<TextRange> = placed.iter().filter_map(|placed| placed.at).collect();
        at.sort();
        assert_eq!(at, expected, "{places:?}");
    }

    #[test]
    fn a_quote_that_occurs_once_is_found_anywhere() {
        check("met «Ada» today", &[Kept], "met «Ada» yesterday");
        check("met «Ada» today", &[Moved], "Yesterday I met «Ada»");
        check("«One.» «Two.»", &[Moved, Moved], "«Two.» «One.»");
        check("met «Ada» today", &[Lost], "met Bob today");
        check("met «US» today", &[Uncertain], "a «US»SR of them");
    }

    #[test]
    fn neighbors_tell_which_occurrence_is_meant() {
        check("«the» king and «the» queen of «France»", &[Moved; 3], "Once «the» king and «the» queen of «France»");
        check("So «the» king, «Ada», the", &[Moved, Moved], "the the the So «the» king, «Ada», the");
        check("Ada: «the» king, «the» queen", &[Moved, Moved], "the Ada: «the» king, «the» queen");
        check("one «the» two", &[Uncertain], "on and on «the» two the");
    }

    #[test]
    fn spans_that_all_occur_often_tell_each_others_places() {
        let old = "«a» b «c» a c b «a» c «b» a b c a b c b a c b a";
        check(old, &[Moved; 4], &format!("b a b b a c {old}"));
    }

    #[test]
    fn white_space_may_differ() {
        check("a «long line» here", &[Moved], "a «long\n  line» here");
        check("one\r\n«two\r\nthree»\r\nfour", &[Moved], "one\n«two\nthree»\nfour");
        check("a« b »c", &[Kept], "a« b »d");
        check("a« b »c", &[Moved], "and so a« b »c");
    }

    #[test]
    fn a_changed_stretch_is_found_by_its_first_and_last_word() {
        check("met the «UN envoy on Syria» today", &[Uncertain], "met the «UN special envoy on Syria» today");
        check("met the «UN envoy on Syria» today", &[Lost], "met the UN envoy on Yemen today");
    }

    #[test]
    fn an_empty_span_goes_with_its_neighbors() {
        check("«Ada» wrote«» to «Bob»", &[Moved; 3], "So «Ada» wrote«» to «Bob»");
        check("«Ada» wrote«» to «Bob»", &[Kept; 3], "«Ada» wrote«» to «Bob»");
    }

    #[test]
    fn long_spans_are_found_by_both_ends() {
        let long = (0..60).map(|n| format!("word{n}")).collect::<Vec<_>>().join(" ");
        check(&format!("«{long}»"), &[Moved], &format!("Well, «{long}»."));
        check(&format!("«{long}»"), &[Uncertain], &format!("«{}»", long.replace("word30", "another word")));
        let (unix, windows) = (long.replace(" word3", "\nword3"), long.replace(" word3", "\r\nword3"));
        check(&format!("«{windows}»"), &[Moved], &format!("«{unix}»"));
        check(&format!("«{long}»"), &[Lost], "something else");
    }

    #[test]
    fn white_space_before_the_words_does_not_count_as_a_shift() {
        let content = "king of\n漢 France \nFrance France ";
        let second = content.find("\nFrance").unwrap();
        let third = content.rfind("France").unwrap();
        let ranges = [range_of(second, second + 2), range_of(third, third + 1)];
        let placed = place(&text(content), &ranges, &text(content));
        assert_eq!(placed, ranges.map(|range| Placed { fate: Kept, at: Some(range) }));
    }

    proptest! {
        #[test]
        fn an_unchanged_text_keeps_everything(
            content in "(the |king |of |France |, |\n|\r\n|é|漢|👍🏽| ){0,60}",
            ends in prop::collection::vec((0usize..300, 0usize..300), 0..12),
        ) {
            let old = text(&content);
            let ranges: Vec<TextRange> =
                ends.into_iter().map(|(a, b)| TextRange::between(old.floor(a), old.floor(b))).collect();
            for (placed, range) in place(&old, &ranges, &old).into_iter().zip(ranges) {
                prop_assert_eq!(placed, Placed { fate: Kept, at: Some(range) });
            }
        }

        #[test]
        fn places_are_valid_in_any_text(
            new in "(\\PC|the |\n|é|漢){0,60}",
            spans in prop::collection::vec((0u32..90, 0u32..90, "(\\PC|the |\n|é|漢| … ){0,45}"), 0..9),
        ) {
            let new = text(&new);
            let spans: Vec<(TextRange, &str)> =
                spans.iter().map(|(a, b, quote)| (range_of(*a as usize, *b as usize), quote.as_str())).collect();
            for placed in place_quotes(&new, &spans) {
                prop_assert_eq!(placed.at.is_none(), placed.fate == Lost);
                prop_assert!(placed.at.is_none_or(|at| new.check(at).is_ok()));
            }
        }
    }
}
