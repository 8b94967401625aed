//! Embeddings, overrides and isolates that reach over a place where a paragraph is cut (X1 to X8 of UAX #9).

use super::direction::first_strong;

/// Deeper ones have no effect (`max_depth` of UAX #9).
const DEEPEST: usize = 125;
/// How far the letter is looked for that gives an isolate its direction, in bytes.
const REACH: usize = 1024;
/// The byte that the UTF-8 of all explicit marks of direction begins with, and the length of each.
const LEAD: u8 = 0xE2;
const MARK_LEN: usize = 3;

/// What is open at a place in a paragraph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Embeddings {
    open: Vec<char>,
    /// Those beyond the deepest that has an effect.
    n_beyond: usize,
}

impl Embeddings {
    /// Goes on through the first `len` bytes of the rest of the paragraph.
    pub(crate) fn read(&mut self, rest: &str, len: usize) {
        let read = rest.as_bytes().get(..len).unwrap_or_default();
        for at in memchr::memchr_iter(LEAD, read) {
            match rest.get(at..).and_then(|rest| rest.chars().next()) {
                Some(mark @ ('\u{202A}' | '\u{202B}' | '\u{202D}' | '\u{202E}' | '\u{2066}' | '\u{2067}')) => {
                    self.begin(mark);
                }
                // Which way it reads is known here, and perhaps not after the cut.
                Some('\u{2068}') => self.begin(isolate_of(rest, at + MARK_LEN)),
                Some('\u{202C}') => self.end_embedding(),
                Some('\u{2069}') => self.end_isolate(),
                _ => {}
            }
        }
    }

    /// The marks that open all that is open, from the outermost: to stand before what comes after.
    pub(crate) fn opening(&self) -> String {
        self.open.iter().collect()
    }

    fn begin(&mut self, mark: char) {
        if self.open.len() < DEEPEST {
            self.open.push(mark);
        } else {
            self.n_beyond += 1;
        }
    }

    fn end_embedding(&mut self) {
        if self.n_beyond > 0 {
            self.n_beyond -= 1;
        } else if self.open.last().is_some_and(|&mark| !is_isolate(mark)) {
            self.open.pop();
        }
    }

    /// Ends the last isolate, with all embeddings in it.
    fn end_isolate(&mut self) {
        if self.n_beyond > 0 {
            self.n_beyond -= 1;
        } else if let Some(last) = self.open.iter().rposition(|&mark| is_isolate(mark)) {
            self.open.truncate(last);
        }
    }
}

fn is_isolate(mark: char) -> bool {
    matches!(mark, '\u{2066}'..='\u{2068}')
}

/// The mark of an isolate with the direction of its first letter, which is looked for from `from` on.
fn isolate_of(rest: &str, from: usize) -> char {
    let end = rest.floor_char_boundary(from + REACH);
    let inner = rest.get(from..end).unwrap_or_default();
    if first_strong(inner, true) == Some(true) { '\u{2067}' } else { '\u{2066}' }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(before: &str, expected: &str) {
        let rest = format!("{before}|after the cut \u{202C}\u{2069}");
        let mut embeddings = Embeddings::default();
        embeddings.read(&rest, before.len());
        assert_eq!(embeddings.opening(), expected, "{}", before.escape_unicode());
    }

    #[test]
    fn what_is_not_closed_is_open() {
        check("abc “no marks”", "");
        check("a\u{202B}b", "\u{202B}");
        check("a\u{202B}b\u{202C}c", "");
        check("\u{202C}\u{2069}a", "");
        check("\u{202A}\u{202E}a\u{202C}b", "\u{202A}");
    }

    #[test]
    fn an_isolate_ends_with_all_that_is_in_it() {
        check("\u{2067}a\u{202A}b\u{202D}c\u{2069}d", "");
        check("\u{202B}\u{2066}a\u{202A}b\u{2069}", "\u{202B}");
        // The end of an embedding does not reach out of an isolate.
        check("\u{202B}\u{2066}a\u{202C}", "\u{202B}\u{2066}");
    }

    #[test]
    fn an_isolate_by_its_first_letter_keeps_the_direction_of_that() {
        check("\u{2068}شرق", "\u{2067}");
        check("\u{2068}east", "\u{2066}");
        check("\u{2068}12 \u{2066}east\u{2069} شرق", "\u{2067}");
        check("\u{2068}12", "\u{2066}");
    }

    #[test]
    fn what_is_too_deep_to_have_an_effect_is_only_counted() {
        let opened = "\u{202B}".repeat(200);
        check(&opened, &"\u{202B}".repeat(125));
        check(&format!("{opened}{}", "\u{202C}".repeat(76)), &"\u{202B}".repeat(124));
    }

    #[test]
    fn a_text_is_read_in_parts() {
        let (first, second) = ("a\u{202B}b", "c\u{2067}d");
        let rest = format!("{first}{second}");
        let mut embeddings = Embeddings::default();
        embeddings.read(&rest, first.len());
        embeddings.read(second, second.len());
        assert_eq!(embeddings.opening(), "\u{202B}\u{2067}");
    }
}
