//! Every occurrence of many patterns in one text, in one pass.
//!
//! White space counts as one space, however much it is.

use std::ops::Range;

/// A text with each run of white space as one space, and where its bytes stand in the text.
pub(super) struct Collapsed {
    bytes: Vec<u8>,
    /// Where each byte stands; one more for the end.
    places: Vec<u32>,
}

impl Collapsed {
    pub(super) fn of(content: &str) -> Self {
        let mut bytes = Vec::with_capacity(content.len());
        let mut places = Vec::with_capacity(content.len() + 1);
        let mut in_space = false;
        for (at, c) in content.char_indices() {
            let is_space = c.is_whitespace();
            if !is_space {
                bytes.extend(c.encode_utf8(&mut [0; 4]).bytes());
                places.extend((at..at + c.len_utf8()).map(|at| at as u32));
            } else if !in_space {
                bytes.push(b' ');
                places.push(at as u32);
            }
            in_space = is_space;
        }
        places.push(content.len() as u32);
        Self { bytes, places }
    }

    fn from(&self, at: usize) -> &[u8] {
        self.bytes.get(at..).unwrap_or_default()
    }

    /// Where a range of it lies in the text. It must not end with a space.
    fn in_text(&self, range: Range<usize>) -> Range<usize> {
        let place = |at: usize| self.places.get(at).map_or(0, |&place| place as usize);
        let start = place(range.start);
        if range.is_empty() { start..start } else { start..place(range.end - 1) + 1 }
    }
}

/// A pattern as it is looked for: without white space at its ends, and one space for each run of it.
pub(super) fn pattern_of(quote: &str) -> String {
    let mut pattern = String::with_capacity(quote.len());
    for word in quote.split_whitespace() {
        if !pattern.is_empty() {
            pattern.push(' ');
        }
        pattern.push_str(word);
    }
    pattern
}

/// The most places that are kept for one pattern, and for all patterns together.
const MOST: usize = 1_000_000;
const MOST_OF_ALL: usize = 32_000_000;

/// Where each of some patterns occurs, overlapping or not.
pub(super) struct Occurrences {
    collapsed: Collapsed,
    patterns: Vec<String>,
    /// For each pattern, where it begins in the collapsed text, in order.
    places: Vec<Vec<u32>>,
}

impl Occurrences {
    /// Looks for patterns made by [`pattern_of`]; empty ones occur nowhere.
    pub(super) fn of(content: &str, patterns: impl Iterator<Item = String>) -> Self {
        let mut sorted: Vec<String> = patterns.filter(|pattern| !pattern.is_empty()).collect();
        sorted.sort_unstable();
        sorted.dedup();
        let collapsed = Collapsed::of(content);
        let places = find_all(&collapsed, &sorted);
        Self { collapsed, patterns: sorted, places }
    }

    /// The number by which a pattern is asked for.
    pub(super) fn number(&self, pattern: &str) -> Option<usize> {
        self.patterns.binary_search_by(|other| other.as_str().cmp(pattern)).ok()
    }

    /// How often a pattern occurs.
    pub(super) fn count(&self, number: usize) -> usize {
        self.places.get(number).map_or(0, Vec::len)
    }

    /// The range of one occurrence in the text.
    pub(super) fn get(&self, number: usize, index: usize) -> Option<Range<usize>> {
        let start = *self.places.get(number)?.get(index)? as usize;
        Some(self.collapsed.in_text(start..start + self.patterns.get(number)?.len()))
    }

    /// The first occurrence that begins at or after a place in the text, as an index.
    pub(super) fn first_from(&self, number: usize, at: usize) -> usize {
        let start = |place: u32| self.collapsed.in_text(place as usize..place as usize).start;
        self.places.get(number).map_or(0, |places| places.partition_point(|&place| start(place) < at))
    }

    /// The occurrence that begins nearest to a place in the text; of two, the first.
    pub(super) fn nearest(&self, number: usize, at: usize) -> Option<Range<usize>> {
        let index = self.first_from(number, at);
        let both = [index.checked_sub(1).and_then(|before| self.get(number, before)), self.get(number, index)];
        both.into_iter().flatten().min_by_key(|range| range.start.abs_diff(at))
    }
}

/// `patterns` are sorted. The ones that begin at a place are found as the greatest that is not after the text there, and
/// those that it begins with.
fn find_all(text: &Collapsed, patterns: &[String]) -> Vec<Vec<u32>> {
    let shorter = prefixes(patterns);
    let starts = starts_of_pairs(patterns);
    let mut places: Vec<Vec<u32>> = vec![Vec::new(); patterns.len()];
    let mut n_places = 0;
    let longest = patterns.iter().map(String::len).max().unwrap_or(0);
    for at in 0..text.bytes.len() {
        let rest = text.from(at);
        let rest = rest.get(..longest).unwrap_or(rest);
        let Some((from, to)) = may_begin(rest, &starts) else { continue };
        let among = patterns.get(from..to).unwrap_or_default();
        let mut next = (from + among.partition_point(|pattern| pattern.as_bytes() <= rest)).checked_sub(1);
        while let Some((number, pattern)) = next.and_then(|number| Some((number, patterns.get(number)?))) {
            if rest.starts_with(pattern.as_bytes())
                && n_places < MOST_OF_ALL
                && let Some(found) = places.get_mut(number)
                && found.len() < MOST
            {
                found.push(at as u32);
                n_places += 1;
            }
            next = shorter.get(number).copied().flatten();
        }
    }
    places
}

/// For each pattern, the longest other one that it begins with.
fn prefixes(patterns: &[String]) -> Vec<Option<usize>> {
    let mut open: Vec<usize> = Vec::new();
    let mut shorter = Vec::with_capacity(patterns.len());
    for (number, pattern) in patterns.iter().enumerate() {
        while let Some(&last) = open.last() {
            if patterns.get(last).is_some_and(|last| pattern.starts_with(last.as_str())) {
                break;
            }
            open.pop();
        }
        shorter.push(open.last().copied());
        open.push(number);
    }
    shorter
}

/// For each pair of first bytes, how many patterns come before those that begin with it.
fn starts_of_pairs(patterns: &[String]) -> Vec<u32> {
    let mut starts = vec![0_u32; 65_537];
    for pattern in patterns {
        if let Some(start) = starts.get_mut(pair(pattern.as_bytes()) + 1) {
            *start += 1;
        }
    }
    let mut sum = 0;
    for start in &mut starts {
        sum += *start;
        *start = sum;
    }
    starts
}

fn pair(bytes: &[u8]) -> usize {
    let byte = |index: usize| bytes.get(index).copied().map_or(0, usize::from);
    byte(0) << 8 | byte(1)
}

/// The patterns among which is the greatest that a text with these first bytes may begin with.
fn may_begin(rest: &[u8], starts: &[u32]) -> Option<(usize, usize)> {
    let pair = pair(rest);
    let start = |pair: usize| starts.get(pair).map_or(0, |&start| start as usize);
    // Patterns of one byte stand at the start of those with the same first byte.
    let (first, from, to) = (start(pair & 0xFF00), start(pair), start(pair + 1));
    let has_single = first < start((pair & 0xFF00) + 1);
    match from < to || has_single {
        true => Some((first, to)),
        false => None,
    }
}

#[cfg(test)]
#[allow(clippy::string_slice, reason = "places in the tests' own texts")]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn white_space_is_one_space_whatever_it_is() {
        let found = Occurrences::of("one \r\n two, one\ttwo", ["one two".to_owned()].into_iter());
        let number = found.number("one two").unwrap();
        assert_eq!(found.get(number, 0), Some(0..10));
        assert_eq!(found.get(number, 1), Some(12..19));
        assert_eq!(found.get(number, 2), None);
        assert_eq!(found.nearest(number, 7), Some(12..19));
        assert_eq!(pattern_of(" one\u{a0} \n two "), "one two");
    }

    proptest! {
        #[test]
        fn patterns_are_where_a_slow_search_finds_them(
            content in "[ab漢é]{0,60}",
            patterns in prop::collection::vec("[ab漢é]{1,5}", 0..12),
        ) {
            let found = Occurrences::of(&content, patterns.iter().cloned());
            for pattern in &patterns {
                let slow: Vec<usize> =
                    content.char_indices().map(|(at, _)| at).filter(|&at| content[at..].starts_with(pattern)).collect();
                let number = found.number(pattern).unwrap();
                let fast: Vec<usize> =
                    (0..found.count(number)).map(|index| found.get(number, index).unwrap().start).collect();
                prop_assert_eq!(fast, slow);
            }
        }
    }
}
