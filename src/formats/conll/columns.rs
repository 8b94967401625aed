//! The columns of one line.

use crate::formats::tag_rows::is_tag;

/// What a line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Layout {
    /// `-DOCSTART-`, which ends a document.
    DocumentStart,
    /// A comment of GermEval's files.
    Comment,
    /// A token with its tag, or a line of tokens with theirs.
    Tagged {
        /// Whether a span begins or goes on there.
        has_span: bool,
    },
}

/// What a line is, from itself alone; nothing for one that belongs to no such file.
pub(super) fn layout_of(line: &str) -> Option<Layout> {
    if line.starts_with("-DOCSTART-") {
        return Some(Layout::DocumentStart);
    }
    if let Some(tokens) = on_one_line(line) {
        return Some(Layout::Tagged { has_span: tokens.iter().any(|token| token.tags.iter().any(|tag| *tag != "O")) });
    }
    match token(line, false) {
        Some(token) => Some(Layout::Tagged { has_span: token.tags.iter().any(|tag| *tag != "O") }),
        None if line.starts_with('#') => Some(Layout::Comment),
        None => None,
    }
}

/// A token with its tags: one, or an outer and a nested one.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Token<'a> {
    pub(super) word: &'a str,
    pub(super) tags: Vec<&'a str>,
}

/// The token of a line, in a file whose lines may have numbers before them; nothing where the last column is no tag.
pub(super) fn token(line: &str, are_numbered: bool) -> Option<Token<'_>> {
    let columns = columns(line);
    let (tag, before) = columns.split_last()?;
    if !is_tag(tag) {
        return None;
    }
    match before {
        // GermEval 2014: a number, the word, its outer and its nested tag.
        [number, word, outer] if is_tag(outer) && is_number(number) => Some(Token { word, tags: vec![outer, tag] }),
        [number, word, ..] if are_numbered && is_number(number) && !word.is_empty() => {
            Some(Token { word, tags: vec![tag] })
        }
        [word, ..] if !word.is_empty() => Some(Token { word, tags: vec![tag] }),
        _ => None,
    }
}

/// The tokens of a line that has a whole sentence, as spaCy once had them: `word|NNP|B-PER word|VBD|O`.
pub(super) fn on_one_line(line: &str) -> Option<Vec<Token<'_>>> {
    if line.contains('\t') || !line.contains('|') {
        return None;
    }
    line.split_whitespace()
        .map(|word| {
            let (rest, tag) = word.rsplit_once('|')?;
            // A bar of the text itself stands before the bar that ends the word.
            let word = match rest.rsplit_once('|') {
                Some((word, _)) if !word.is_empty() => word,
                _ => rest,
            };
            (is_tag(tag) && !word.is_empty()).then(|| Token { word, tags: vec![tag] })
        })
        .collect()
}

fn columns(line: &str) -> Vec<&str> {
    let line = line.trim_end_matches(['\r', '\n']);
    if line.contains('\t') {
        line.trim_end_matches('\t').split('\t').map(|column| column.trim_matches(' ')).collect()
    } else {
        line.split_whitespace().collect()
    }
}

/// Whether lines begin with the number of their token: whole numbers that count up by one from 0 or 1 in each sentence.
pub(super) fn are_numbered(content: &str) -> bool {
    let (mut before, mut goes_on): (Option<u64>, bool) = (None, false);
    for line in content.lines() {
        if line.trim().is_empty() || line.starts_with("-DOCSTART-") {
            before = None;
            continue;
        }
        let columns = columns(line);
        match (before, columns.first().and_then(|number| number.parse::<u64>().ok())) {
            (None, Some(number)) if number <= 1 && columns.len() > 2 => before = Some(number),
            (Some(last), Some(number)) if last.checked_add(1) == Some(number) && columns.len() > 2 => {
                (before, goes_on) = (Some(number), true);
            }
            _ if line.starts_with('#') => {}
            _ => return false,
        }
    }
    goes_on
}

fn is_number(word: &str) -> bool {
    !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_of_all_kinds_are_taken_apart() {
        let word = |line: &'static str| token(line, false).map(|token| (token.word, token.tags));
        assert_eq!(word("Wolff B-PER"), Some(("Wolff", vec!["B-PER"])));
        assert_eq!(word("U.N.\tNNP\tI-NP\tI-ORG\r"), Some(("U.N.", vec!["I-ORG"])));
        assert_eq!(word("2\tSchartau\tB-PER\tO"), Some(("Schartau", vec!["B-PER", "O"])));
        assert_eq!(word("1 2 O O"), Some(("2", vec!["O", "O"])));
        assert_eq!(word("Wolff PER"), None);
        let numbered = |line: &'static str| token(line, true).map(|token| (token.word, token.tags));
        assert_eq!(numbered("1 Ana NNP B-PER"), Some(("Ana", vec!["B-PER"])));
        assert_eq!(numbered("1\tB-PER"), Some(("1", vec!["B-PER"])));
        let sentence = on_one_line("I|PRP|O like|VBP|O London|NNP|U-GPE").unwrap();
        assert_eq!(sentence.iter().map(|token| token.word).collect::<Vec<_>>(), ["I", "like", "London"]);
        assert_eq!(on_one_line("a | b"), None);
    }

    #[test]
    fn numbers_of_tokens_count_up_in_each_sentence() {
        assert!(are_numbered("# text\n0\tAna\tB-PER\n1\tleft\tO\n\n0\tBo\tB-PER\n"));
        assert!(are_numbered("-DOCSTART- O\n\n1 Ana NNP B-PER\n2 left VBD O\n"));
        assert!(!are_numbered("2 CD O\n3 CD O\n"), "a table of numbers");
        assert!(!are_numbered("1 CD O\n\n1 CD O\n"), "sentences of one word");
        assert!(!are_numbered("1 O\n2 O\n"), "there is nothing beside the numbers");
        assert!(!are_numbered("1 CD O\nAna NNP B-PER\n"));
    }
}
