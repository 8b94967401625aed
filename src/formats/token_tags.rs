//! From the tags of tokens to spans of tokens, whatever the scheme: IOB1, IOB2, BIOES, BILOU; and where tokens stand.

use crate::text::{Offset, TextRange};

/// A run of tokens and its label.
#[derive(Clone, PartialEq, Eq, Debug)]
pub(super) struct Chunk {
    /// The first token.
    pub(super) first: usize,
    /// The token after the last.
    pub(super) end: usize,
    /// What the tokens are tagged as.
    pub(super) label: String,
}

/// The chunks of a row of tags, by the rules of conlleval for all schemes at once: a chunk ends where another begins, where
/// its label changes, and at `E`, `L`, `S`, `U` and `O`. A tag without a scheme's letter is a label that goes on.
pub(super) fn chunks<'t>(tags: impl Iterator<Item = &'t str>) -> Vec<Chunk> {
    let mut chunks: Vec<Chunk> = Vec::new();
    let mut is_open = false;
    for (at, tag) in tags.enumerate() {
        let Some((letter, label)) = parts(tag) else {
            is_open = false;
            continue;
        };
        let begins = matches!(letter, 'B' | 'S' | 'U');
        match chunks.last_mut().filter(|last| is_open && !begins && last.label == label) {
            Some(last) => last.end = at + 1,
            None => chunks.push(Chunk { first: at, end: at + 1, label: label.to_owned() }),
        }
        is_open = !matches!(letter, 'E' | 'L' | 'S' | 'U');
    }
    chunks
}

/// The letter of the scheme and the label of a tag; nothing for a token outside.
fn parts(tag: &str) -> Option<(char, &str)> {
    if matches!(tag, "" | "O" | "-" | "_") {
        return None;
    }
    let (letter, label) = tag.split_once('-').unwrap_or_default();
    match letter {
        "B" | "I" | "E" | "L" | "S" | "U" | "M" => Some((letter.chars().next().unwrap_or('I'), label)),
        _ => Some(('I', tag)),
    }
}

/// Where words stand in a text, with nothing but white space between them.
pub(super) fn aligned(text: &str, words: &[&str]) -> Option<Vec<TextRange>> {
    let mut at = 0;
    let mut ranges = Vec::with_capacity(words.len());
    for word in words {
        let rest = text.get(at..)?;
        // A token may be white space itself.
        let start = if rest.starts_with(word) { at } else { at + rest.len() - rest.trim_start().len() };
        let end = start + word.len();
        (text.get(start..end)? == *word).then_some(())?;
        ranges.push(TextRange::between(Offset::new(start as u32), Offset::new(end as u32)));
        at = end;
    }
    text.get(at..)?.trim().is_empty().then_some(ranges)
}

/// Words with one space between them.
pub(super) fn joined(words: &[&str]) -> (String, Vec<TextRange>) {
    let mut start = 0;
    let mut range = |word: &&str| {
        let range = TextRange::between(Offset::new(start), Offset::new(start + word.len() as u32));
        start += word.len() as u32 + 1;
        range
    };
    let ranges = words.iter().map(&mut range).collect();
    (words.join(" "), ranges)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(tags: &str, expected: &[(usize, usize, &str)]) {
        let found = chunks(tags.split(' '));
        let found: Vec<_> = found.iter().map(|chunk| (chunk.first, chunk.end, chunk.label.as_str())).collect();
        assert_eq!(found, expected, "{tags}");
    }

    #[test]
    fn all_schemes_are_read_at_once() {
        check("O B-PER I-PER O I-LOC B-LOC", &[(1, 3, "PER"), (4, 5, "LOC"), (5, 6, "LOC")]);
        check("U-PER B-PER I-PER L-PER I-PER", &[(0, 1, "PER"), (1, 4, "PER"), (4, 5, "PER")]);
        check("S-PER B-ORG E-ORG I-PER I-LOC", &[(0, 1, "PER"), (1, 3, "ORG"), (3, 4, "PER"), (4, 5, "LOC")]);
        check("B-my-label I-my-label - B-a", &[(0, 2, "my-label"), (3, 4, "a")]);
        check("PER PER O LOC", &[(0, 2, "PER"), (3, 4, "LOC")]);
    }
}
