//! Words for XML, and GUIDs that the same content gets each time.

use crate::text::Digest;
use std::fmt::Write;

/// Words as an element or an attribute holds them. What XML has no place for is written as `\u{1}`.
pub(super) fn xml(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\t' => escaped.push_str("&#9;"),
            '\n' => escaped.push_str("&#10;"),
            '\r' => escaped.push_str("&#13;"),
            c if !is_xml(c) => put_code(&mut escaped, c),
            // Words that look like such a code keep their own backslash.
            '\\' if code(words.get(at..).unwrap_or_default()).is_some() => put_code(&mut escaped, c),
            c => escaped.push(c),
        }
    }
    escaped
}

/// Words as they were before [`xml`].
pub(super) fn plain(words: &str) -> String {
    let mut plain = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = memchr::memmem::find(rest.as_bytes(), b"\\u{") {
        let (before, from) = rest.split_at(at);
        plain.push_str(before);
        let (c, len) = code(from).unwrap_or(('\\', 1));
        plain.push(c);
        rest = from.get(len..).unwrap_or_default();
    }
    plain.push_str(rest);
    plain
}

fn put_code(escaped: &mut String, c: char) {
    // Writing into a string does not fail.
    let _ = write!(escaped, "\\u{{{:x}}}", u32::from(c));
}

/// What a code at the beginning of some words means, and its length. Only what is never written otherwise has one.
fn code(words: &str) -> Option<(char, usize)> {
    let (digits, _) = words.strip_prefix("\\u{")?.split_once('}')?;
    let c = u32::from_str_radix(digits, 16).ok().filter(|_| digits.len() <= 6).and_then(char::from_u32)?;
    (!is_xml(c) || c == '\\').then_some((c, digits.len() + 4))
}

fn is_xml(c: char) -> bool {
    !matches!(c, '\0'..='\x08' | '\x0B' | '\x0C' | '\x0E'..='\x1F' | '\u{FFFE}' | '\u{FFFF}')
}

/// A GUID made of what it stands for: the same for the same parts, and for no others.
pub(super) fn guid(parts: &[&str]) -> String {
    let joined: Vec<String> = parts.iter().map(|part| format!("{}:{part}", part.len())).collect();
    let mut digits: Vec<char> = Digest::of(joined.join(";").as_bytes()).to_string().chars().take(32).collect();
    // RFC 9562: version 8 is for GUIDs of one's own making.
    for (at, digit) in [(12, '8'), (16, '8')] {
        if let Some(place) = digits.get_mut(at) {
            *place = digit;
        }
    }
    let mut guid = String::with_capacity(36);
    for (at, digit) in digits.into_iter().enumerate() {
        if matches!(at, 8 | 12 | 16 | 20) {
            guid.push('-');
        }
        guid.push(digit);
    }
    guid
}

/// A GUID as it can be compared: programs write it with braces or without, in small letters or capitals.
pub(super) fn same_guid(guid: &str) -> String {
    guid.trim().trim_start_matches('{').trim_end_matches('}').to_lowercase()
}

/// The id of a record by its GUID: eight of `0-9a-z`, so that notes can say what they are about.
pub(super) fn record_name(guid: &str) -> String {
    const DIGITS: [char; 36] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j', 'k', 'l',
        'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
    ];
    let bytes = Digest::of(guid.as_bytes()).bytes();
    bytes.iter().take(8).filter_map(|byte| DIGITS.get(usize::from(*byte) % DIGITS.len())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_cannot_hold_comes_back() {
        for words in ["a<b>&\"c'\"", "\u{1}\u{FFFE}\0", "\\u{1} \\u{5c}u{1} \\n \\u{41} \\u{", "👍\r\n\t", ""] {
            let xml = format!("<a b=\"{0}\">{0}</a>", xml(words));
            let tree = roxmltree::Document::parse(&xml).unwrap();
            assert_eq!(plain(tree.root_element().text().unwrap_or_default()), words);
            assert_eq!(plain(tree.root_element().attribute("b").unwrap()), words);
        }
    }

    #[test]
    fn guids_are_of_the_right_shape_and_of_their_parts_alone() {
        let one = guid(&["span", "ab", "c"]);
        assert_eq!((one.len(), one.chars().filter(|c| *c == '-').count()), (36, 4));
        assert_eq!(one, guid(&["span", "ab", "c"]));
        assert_ne!(one, guid(&["span", "a", "bc"]));
        assert_eq!(same_guid("{2C1087E3-2AF1}"), "2c1087e3-2af1");
        assert_eq!(record_name("a").len(), 8);
    }
}
