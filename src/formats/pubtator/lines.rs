//! A text as a title and an abstract, of which neither has a line break.

/// Where the title ends: at the first line break that stands after a word, as readers strip white space from the ends of
/// lines. The character there stands for the one between title and abstract.
pub(super) fn parted(text: &str) -> (&str, Option<&str>) {
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        if matches!(c, '\n' | '\r') && !before.is_whitespace() {
            let (title, rest) = text.split_at(at);
            return (title, Some(rest.get(1..).unwrap_or_default()));
        }
        before = c;
    }
    (text, None)
}

/// Words on one line, as long as they were.
pub(super) fn one_line(words: &str) -> String {
    words.chars().map(|c| if is_break(c) { ' ' } else { c }).collect()
}

/// Whether a text reads back as it is.
pub(super) fn comes_back(text: &str) -> bool {
    let (title, rest) = parted(text);
    let has_break = |words: &str| words.contains(is_break);
    let separator = text.get(title.len()..).unwrap_or_default();
    !has_break(title) && !has_break(rest.unwrap_or_default()) && !separator.starts_with('\r')
}

/// What some reader takes for the end of a line, or of a cell.
fn is_break(c: char) -> bool {
    matches!(c, '\t'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_parted_where_no_reader_strips_anything() {
        assert_eq!(parted("Ana 👍\nBo\nCem"), ("Ana 👍", Some("Bo\nCem")));
        assert_eq!(parted("\nAna \r\nBo\r\nCem"), ("\nAna \r\nBo", Some("\nCem")));
        assert_eq!(parted("Ana"), ("Ana", None));
        assert_eq!(one_line("a\r\nb\tc\u{2028}d é"), "a  b c d é");
        assert!(comes_back("Ana\nBo") && comes_back("Ana") && comes_back("Ana\n"));
        assert!(!comes_back("Ana\nBo\n") && !comes_back("Ana\r\nBo") && !comes_back("\nAna"));
    }
}
