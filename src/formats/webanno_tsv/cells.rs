//! The cells of token lines and the text of sentences: how values are escaped, stacked and numbered.

use std::fmt::Write;

/// What a value looks like where the annotation has none.
pub(super) const NO_VALUE: &str = "*";
/// What a cell looks like where there is no annotation.
pub(super) const NOTHING: &str = "_";

/// Parts between a separator that has no backslash of its own before it.
pub(super) fn split(cell: &str, separator: char) -> Vec<&str> {
    let mut parts = Vec::new();
    let (mut start, mut is_escaped) = (0, false);
    for (at, c) in cell.char_indices() {
        if c == separator && !is_escaped {
            parts.push(cell.get(start..at).unwrap_or_default());
            start = at + c.len_utf8();
        }
        is_escaped = c == '\\' && !is_escaped;
    }
    parts.push(cell.get(start..).unwrap_or_default());
    parts
}

/// A value, and the number in brackets after it that tells annotations apart; 0 without one.
pub(super) fn numbered(item: &str) -> (&str, u64) {
    let bracket = item.strip_suffix(']').and_then(|item| item.rsplit_once('['));
    let number = bracket.and_then(|(value, number)| Some((value, number.parse().ok()?)));
    number.filter(|(value, _)| !is_open(value)).unwrap_or((item, 0))
}

/// Whether a backslash at the end of a string takes what comes after it for its own.
fn is_open(value: &str) -> bool {
    value.chars().rev().take_while(|c| *c == '\\').count() % 2 == 1
}

/// A value as it is meant.
pub(super) fn unescaped(value: &str) -> String {
    let mut meant = String::with_capacity(value.len());
    let mut chars = value.chars();
    while let Some(c) = chars.next() {
        let escape = (c == '\\').then(|| chars.next()).flatten();
        meant.push(match escape {
            Some('t') => '\t',
            Some('n') => '\n',
            Some('r') => '\r',
            Some(other) => other,
            None => c,
        });
    }
    meant
}

/// A value as it is written.
pub(super) fn escaped(value: &str) -> String {
    let mut written = String::with_capacity(value.len());
    for (at, c) in value.char_indices() {
        match c {
            '\t' => written.push_str("\\t"),
            '\n' => written.push_str("\\n"),
            '\r' => written.push_str("\\r"),
            '\\' | '[' | ']' | '|' | '_' | ';' | '*' => written.extend(['\\', c]),
            '-' if value.get(at..).is_some_and(|rest| rest.starts_with("->")) => written.push_str("\\-"),
            c => written.push(c),
        }
    }
    written
}

/// A line of a sentence as it is meant. Files before version 3.2 have the escapes of Java, which are the same and more.
pub(super) fn text_unescaped(line: &str) -> String {
    let mut units: Vec<u16> = Vec::with_capacity(line.len());
    let mut rest = line.chars();
    let mut push = |c: char| units.extend_from_slice(c.encode_utf16(&mut [0; 2]));
    let mut halves: Vec<(usize, u16)> = Vec::new();
    let mut n = 0;
    while let Some(c) = rest.next() {
        let meant = if c != '\\' {
            c
        } else {
            match rest.next() {
                Some('t') => '\t',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('f') => '\u{c}',
                Some('b') => '\u{8}',
                Some('u') => match unit(rest.as_str()) {
                    Some(unit) => {
                        rest = rest.as_str().get(4..).unwrap_or_default().chars();
                        halves.push((n, unit));
                        '\u{FFFD}'
                    }
                    None => 'u',
                },
                Some(other) => other,
                None => '\\',
            }
        };
        push(meant);
        n += meant.len_utf16();
    }
    for (at, unit) in halves {
        if let Some(place) = units.get_mut(at) {
            *place = unit;
        }
    }
    String::from_utf16_lossy(&units)
}

/// The number of `\u0041` after its `u`.
fn unit(rest: &str) -> Option<u16> {
    rest.get(..4)
        .filter(|digits| digits.chars().all(|c| c.is_ascii_hexdigit()))
        .and_then(|it| u16::from_str_radix(it, 16).ok())
}

/// A line of a sentence as it is written.
pub(super) fn text_escaped(line: &str) -> String {
    let mut written = String::with_capacity(line.len());
    for c in line.chars() {
        match c {
            '\\' => written.push_str("\\\\"),
            '\t' => written.push_str("\\t"),
            '\r' => written.push_str("\\r"),
            '\u{c}' => written.push_str("\\f"),
            '\u{8}' => written.push_str("\\b"),
            // Writing to a string does not fail.
            c if c.is_control() => drop(write!(written, "\\u{:04X}", u32::from(c))),
            c => written.push(c),
        }
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_come_back_as_they_were() {
        for value in ["a|b", "a\\", "\\t", "[1]", "a->b", "->", "x;y", "*", "_", "", "\t\n\r", "a]", "👍"] {
            let cell = format!("{}[7]|{}", escaped(value), escaped(value));
            let parts = split(&cell, '|');
            assert_eq!(parts.len(), 2, "{cell}");
            assert_eq!((unescaped(numbered(parts[0]).0).as_str(), numbered(parts[0]).1), (value, 7));
            assert_eq!((unescaped(numbered(parts[1]).0).as_str(), numbered(parts[1]).1), (value, 0));
        }
    }

    #[test]
    fn text_comes_back_as_it_was() {
        for text in ["a\\b", "\t\r\u{c}\u{8}\u{1}\u{85}", "👍", "\\u0041"] {
            assert_eq!(text_unescaped(&text_escaped(text)), text);
        }
        assert_eq!(text_unescaped("\\uD83D\\uDC4D \\u00e9 \\\"x\\\""), "👍 é \"x\"");
        assert_eq!(text_unescaped("\\uD83D \\u12"), "\u{FFFD} u12");
    }
}
