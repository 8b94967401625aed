//! Where the words of a row stand in a text, and a text of words alone.

use crate::text::{Offset, TextRange};

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
