//! From documents to lines, a file for each.

use super::lines::{one_line, parted};
use crate::formats::exchange::Document;
use crate::formats::output::{Open, Stems};
use crate::formats::{FormatError, Output, Writer};
use crate::text::Unit;

/// Files on their way out.
pub(super) struct Files<'a> {
    out: &'a mut dyn Output,
    stems: Stems,
}

impl<'a> Files<'a> {
    pub(super) fn new(out: &'a mut dyn Output) -> Self {
        Self { out, stems: Stems::default() }
    }
}

impl Writer for Files<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let path = self.stems.of(document);
        let id = path.rsplit('/').next().unwrap_or(&path).replace("|t|", "-t-").replace("|a|", "-a-");
        let mut file = Open::new(self.out, format!("{path}.pubtator"))?;
        let text = &document.text;
        let (title, rest) = parted(text.as_str());
        file.put(format!("{id}|t|{}\n", one_line(title)))?;
        if let Some(rest) = rest {
            file.put(format!("{id}|a|{}\n", one_line(rest)))?;
        }
        for span in document.sets.iter().flat_map(|set| &set.spans) {
            let hull = span.at.hull();
            let [start, end] = [hull.start(), hull.end()].map(|at| text.count(at, Unit::CodePoint));
            let (words, tag) = (one_line(text.slice(hull)), escaped(&span.label.tag));
            // Readers strip white space from the ends of lines, so the last cell must not be empty.
            file.put(format!("{id}\t{start}\t{end}\t{words}\t{tag}\t-\n"))?;
        }
        file.put("\n")?;
        file.close()
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        Ok(())
    }
}

/// A tag without what would end its cell: such characters stand by their numbers, as `%9;`, and so does the `%` of what
/// looks like that.
pub(super) fn escaped(tag: &str) -> String {
    let mut escaped = String::with_capacity(tag.len());
    for (at, c) in tag.char_indices() {
        let is_unsafe = c.is_control() || one_line(c.encode_utf8(&mut [0; 4])) != c.to_string();
        let is_code = c == '%' && code(tag.get(at + 1..).unwrap_or_default()).is_some();
        if is_unsafe || is_code {
            escaped.push_str(&format!("%{:x};", u32::from(c)));
        } else {
            escaped.push(c);
        }
    }
    escaped
}

/// What stands after a `%` as the number of a character, and the rest.
pub(super) fn code(words: &str) -> Option<(char, &str)> {
    let (digits, rest) = words.split_once(';').filter(|(digits, _)| !digits.is_empty() && digits.len() <= 6)?;
    Some((char::from_u32(u32::from_str_radix(digits, 16).ok()?)?, rest))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::formats::pubtator::read::unescaped;

    #[test]
    fn tags_of_all_signs_come_back() {
        for (tag, written) in
            [("a%", "a%"), ("a%9;b", "a%25;9;b"), ("a\tb\u{2028}", "a%9;b%2028;"), ("100%;x", "100%;x")]
        {
            assert_eq!(escaped(tag), written);
            assert_eq!(unescaped(written), tag);
        }
    }
}
