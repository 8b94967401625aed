//! Words of a text as a field shows them, to be typed anew, and what was typed as words of that text again.

use super::{Text, TextRange};
use thiserror::Error;

/// A character that no text has, in what was typed or pasted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("there is a control character in it (U+{:04X}), which is no part of a text", u32::from(*.0))]
pub struct ControlCharacter(pub char);

impl Text {
    /// The words of a part as a field shows them: each line break is `\n`.
    pub fn typed(&self, part: TextRange) -> String {
        self.slice(part).replace("\r\n", "\n").replace('\r', "\n")
    }

    /// What was typed in place of a part, with the part that it replaces. Line breaks become those of the part or, if
    /// it has none, those of the text; who takes words out takes one of two spaces with them.
    pub fn retyped(&self, part: TextRange, typed: &str) -> Result<(TextRange, String), ControlCharacter> {
        if typed == self.typed(part) {
            return Ok((part, self.slice(part).to_owned()));
        }
        let was = self.slice(part);
        let is_strange = |c: &char| c.is_control() && !c.is_whitespace() && !was.contains(*c);
        if let Some(strange) = typed.chars().find(is_strange) {
            return Err(ControlCharacter(strange));
        }
        if typed.is_empty() {
            return Ok((self.with_one_space(part), String::new()));
        }
        let typed = typed.replace("\r\n", "\n").replace('\r', "\n");
        Ok((part, typed.replace('\n', self.line_break(part))))
    }

    fn line_break(&self, part: TextRange) -> &'static str {
        let was = self.slice(part);
        let first = self.slice(self.paragraph(0));
        let of = |text: &str| match text {
            _ if text.contains("\r\n") => Some("\r\n"),
            _ if text.contains('\n') => Some("\n"),
            _ if text.contains('\r') => Some("\r"),
            _ => None,
        };
        of(was).or_else(|| of(first)).unwrap_or("\n")
    }

    /// The part with the space behind it if there is one on the other side too, or nothing; else with the space before it
    /// if no word follows.
    fn with_one_space(&self, part: TextRange) -> TextRange {
        let before = self.upto(part.start()).chars().next_back();
        let after = self.from(part.end()).chars().next();
        if part.is_empty() {
            part
        } else if after == Some(' ') && before.is_none_or(char::is_whitespace) {
            TextRange::between(part.start(), self.floor(part.end().index() + 1))
        } else if before == Some(' ') && after.is_none_or(|c| !c.is_alphanumeric()) {
            TextRange::between(self.floor(part.start().index() - 1), part.end())
        } else {
            part
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Offset;

    /// `«…»` marks the part.
    #[track_caller]
    fn check(marked: &str, typed: &str, expected: &str) {
        let start = marked.find('«').expect("a mark «");
        let end = marked.find('»').expect("a mark »") - '«'.len_utf8();
        let text = Text::new(marked.replace(['«', '»'], "")).unwrap();
        let part = TextRange::between(Offset::new(start as u32), Offset::new(end as u32));
        let (part, words) = text.retyped(part, typed).unwrap();
        assert_eq!([text.upto(part.start()), &words, text.from(part.end())].concat(), expected);
    }

    #[test]
    fn line_breaks_are_those_of_the_text() {
        check("a\r\n«b c»\r\nd", "b\nc", "a\r\nb\r\nc\r\nd");
        check("a\n«b c»\nd", "b\r\nc", "a\nb\nc\nd");
        check("«b c»", "b\nc", "b\nc");
        check("a\n«b\r\nc» d", "b\nx", "a\nb\r\nx d");
        check("«a\r\nb\nc»", "a\nb\nc", "a\r\nb\nc");
        check("«a\rb»", "a\nx", "a\rx");
    }

    #[test]
    fn words_go_with_one_space() {
        check("a «very» big", "", "a big");
        check("a big «one».", "", "a big.");
        check("a big «one»", "", "a big");
        check("«So» it is", "", "it is");
        check("one\n«two» three", "", "one\nthree");
        check("one «two»\nthree", "", "one\nthree");
        check("cease«-»fire", "", "ceasefire");
        check("(«so») it", "", "() it");
        check("a« very» big", "", "a big");
        check("«all»", "", "");
        check("one«»  two", "", "one  two");
    }

    #[test]
    fn control_characters_are_refused_unless_they_were_there() {
        let text = Text::new("a\u{1b}b".to_owned()).unwrap();
        assert_eq!(text.retyped(text.whole(), "a\u{7}b"), Err(ControlCharacter('\u{7}')));
        let said = ControlCharacter('\0').to_string();
        assert_eq!(said, "there is a control character in it (U+0000), which is no part of a text");
        assert_eq!(text.retyped(text.whole(), "\u{1b}\tb"), Ok((text.whole(), "\u{1b}\tb".to_owned())));
    }
}
