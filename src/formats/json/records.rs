//! The values of a JSON file, one by one: those of its lines, or those of one list however long.

use super::{Place, in_words};
use crate::formats::exchange::Document;
use crate::formats::{FormatError, Head, InputFile, Losses, ReadCx};
use crate::text::{Encoding, Text};
use serde::de::{DeserializeSeed, Deserializer as _, MapAccess, SeqAccess, Visitor};
use serde_json::{Deserializer, Map, Value};
use std::cell::Cell;
use std::fmt;
use std::io::{self, BufReader, Cursor, Read};
use std::rc::Rc;

/// The longest record: the longest text, every character of it escaped, and as much again beside it.
const RECORD: u64 = 12 * Text::MAX_BYTES as u64;

/// How much of a file is looked at to tell lines from a list.
const HEAD: u64 = 64 * 1024;

/// A value of a file and where it stands.
pub(in crate::formats) struct Record<'a> {
    pub(in crate::formats) value: Value,
    pub(in crate::formats) place: Place<'a>,
}

/// Reads the records of a file one by one and passes on the documents that `each` makes of them. A list is read element by
/// element; anything else line by line, unless it is one object over several lines.
pub(in crate::formats) fn records(
    file: &InputFile,
    cx: &mut ReadCx<'_>,
    mut each: impl FnMut(Record<'_>, &mut ReadCx<'_>) -> Result<Vec<Document>, FormatError>,
) -> Result<(), FormatError> {
    let mut take = taking(&mut each);
    if is_lines(&readable(&file.head(HEAD)?, cx.options.encoding)) {
        lines(file, cx, &mut take)
    } else {
        whole(file, cx, Within::Nothing, &mut take)
    }
}

/// The same, where an object can be a page with a list of records, or have one, under the names that are given.
pub(in crate::formats) fn paged_records(
    file: &InputFile,
    cx: &mut ReadCx<'_>,
    (page, items): (&'static str, &'static str),
    mut each: impl FnMut(Record<'_>, &mut ReadCx<'_>) -> Result<Vec<Document>, FormatError>,
) -> Result<(), FormatError> {
    whole(file, cx, Within::Page { page, items }, &mut taking(&mut each))
}

fn taking(
    each: &mut impl FnMut(Record<'_>, &mut ReadCx<'_>) -> Result<Vec<Document>, FormatError>,
) -> impl FnMut(Record<'_>, &mut ReadCx<'_>) -> Result<(), FormatError> {
    move |record, cx| match each(record, cx) {
        Ok(documents) => documents.into_iter().try_for_each(|document| cx.document(document)),
        Err(error) => cx.refuse(error),
    }
}

/// What an object can have in it beside being a record.
#[derive(Clone, Copy)]
enum Within {
    Nothing,
    /// A list of records, or a page that has it.
    Page {
        page: &'static str,
        items: &'static str,
    },
}

type Take<'t> = &'t mut dyn FnMut(Record<'_>, &mut ReadCx<'_>) -> Result<(), FormatError>;

/// The beginning of a file as UTF-8, as far as it can be read.
fn readable(head: &[u8], asked: Option<&'static Encoding>) -> Vec<u8> {
    match Encoding::for_bom(head).map(|(encoding, _)| encoding).or(asked) {
        Some(encoding) => encoding.decode(head).0.into_owned().into_bytes(),
        None => String::from_utf8_lossy(head).into_owned().into_bytes(),
    }
}

/// Whether each line is a record: the first line is a whole value, or a very long beginning of one that is no list of
/// objects or lists.
fn is_lines(head: &[u8]) -> bool {
    let start = start(head);
    if start.is_empty() {
        return true;
    }
    match start.split_once_newline() {
        Some((line, rest)) => {
            let is_whole = serde_json::from_slice::<Value>(line).is_ok();
            // A list that is whole in the first line and stands alone is read as a list.
            is_whole && (!line.starts_with(b"[") || is_pair(line) || !rest.trim_ascii().is_empty())
        }
        None => !start.starts_with(b"[") || is_pair(start),
    }
}

/// Whether a list begins with a string, as a text with what is said about it does.
fn is_pair(list: &[u8]) -> bool {
    list.strip_prefix(b"[").is_some_and(|inner| inner.trim_ascii_start().starts_with(b"\""))
}

fn start(head: &[u8]) -> &[u8] {
    head.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(head).trim_ascii_start()
}

/// Whether a file is UTF-16 by its beginning.
fn is_wide(head: &[u8]) -> bool {
    head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF")
}

trait SplitLine {
    fn split_once_newline(&self) -> Option<(&[u8], &[u8])>;
}

impl SplitLine for [u8] {
    fn split_once_newline(&self) -> Option<(&[u8], &[u8])> {
        let at = memchr::memchr(b'\n', self)?;
        let (line, rest) = self.split_at_checked(at)?;
        Some((line, rest.strip_prefix(b"\n").unwrap_or(rest)))
    }
}

fn lines(file: &InputFile, cx: &mut ReadCx<'_>, take: Take<'_>) -> Result<(), FormatError> {
    let (encoding, mut losses) = (cx.options.encoding, Losses::default());
    let read = file.lines(RECORD, encoding, &mut losses, |line, source, _| {
        if source.trim().is_empty() {
            return Ok(());
        }
        let place = Place { file: &file.name, line, source };
        match serde_json::from_str(source) {
            Ok(value) => take(Record { value, place }, cx),
            Err(error) => cx.refuse(place.json(&error)),
        }
    });
    cx.losses.append(losses);
    read
}

/// Reads one value, or, where objects are pages, all that stand one after the other.
fn whole(file: &InputFile, cx: &mut ReadCx<'_>, within: Within, take: Take<'_>) -> Result<(), FormatError> {
    let at = Rc::new(At::default());
    let reader = Counted { inner: BufReader::with_capacity(1 << 16, bytes(file, cx)?), at: Rc::clone(&at) };
    let mut failed = None;
    let mut deserializer = Deserializer::from_reader(reader);
    let read = loop {
        let elements = Elements { file, cx: &mut *cx, take: &mut *take, at: &at, failed: &mut failed, within };
        let read = deserializer.deserialize_any(elements);
        match deserializer.end() {
            _ if read.is_err() => break read,
            Err(_) if matches!(within, Within::Page { .. }) => {}
            end => break end,
        }
    };
    match (read, failed) {
        (_, Some(error)) => Err(error),
        (Err(error), None) => Err(at.malformed(&error, file)),
        (Ok(()), None) => Ok(()),
    }
}

/// The bytes of a file as UTF-8, without a byte order mark.
fn bytes(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<Box<dyn Read>, FormatError> {
    let is_utf8 = cx.options.encoding.is_none_or(|encoding| encoding.name() == "UTF-8");
    let mut reader = file.open()?;
    let mut first = Vec::new();
    reader.by_ref().take(3).read_to_end(&mut first).map_err(|error| file.unreadable(&error))?;
    if !is_utf8 || is_wide(&first) {
        let decoded = file.text(RECORD, cx.options.encoding)?;
        cx.losses.add_replaced(&decoded, &file.name);
        return Ok(Box::new(Cursor::new(decoded.text.as_str().to_owned().into_bytes())));
    }
    file.is_read_as("UTF-8");
    if first.starts_with(b"\xEF\xBB\xBF") {
        first.clear();
    }
    Ok(Box::new(Cursor::new(first).chain(reader)))
}

/// Where a reader is.
#[derive(Default)]
struct At {
    /// The lines before, and the bytes of characters that are not their first in this one.
    n_breaks: Cell<usize>,
    n_within: Cell<usize>,
    /// The bytes since the record began.
    n_bytes: Cell<u64>,
}

impl At {
    fn malformed(&self, error: &serde_json::Error, file: &InputFile) -> FormatError {
        let is_here = error.line() == self.n_breaks.get() + 1;
        let column = if is_here { error.column().saturating_sub(self.n_within.get()) } else { 0 };
        FormatError::malformed(in_words(error, "file"), &file.name, error.line(), column)
    }
}

/// Counts lines and bytes while they are read, which the parser does byte by byte.
struct Counted<R> {
    inner: R,
    at: Rc<At>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, bytes: &mut [u8]) -> io::Result<usize> {
        let n = self.inner.read(bytes)?;
        for byte in bytes.iter().take(n) {
            match byte {
                b'\n' => {
                    self.at.n_breaks.set(self.at.n_breaks.get() + 1);
                    self.at.n_within.set(0);
                }
                0x80..0xC0 => self.at.n_within.set(self.at.n_within.get() + 1),
                _ => {}
            }
        }
        self.at.n_bytes.set(self.at.n_bytes.get() + n as u64);
        if self.at.n_bytes.get() > RECORD {
            return Err(io::Error::other(format!("the record has over {RECORD} bytes")));
        }
        Ok(n)
    }
}

/// Takes each element of a list, or the only object.
struct Elements<'e, 'c, 'x, 't> {
    file: &'e InputFile,
    cx: &'c mut ReadCx<'x>,
    take: Take<'t>,
    at: &'e At,
    failed: &'e mut Option<FormatError>,
    within: Within,
}

impl<'x> Elements<'_, '_, 'x, '_> {
    /// The same for what stands in an object.
    fn inner(&mut self) -> Elements<'_, '_, 'x, '_> {
        let Self { file, at, within, .. } = *self;
        Elements { file, cx: &mut *self.cx, take: &mut *self.take, at, failed: &mut *self.failed, within }
    }

    fn take<E: serde::de::Error>(&mut self, value: Value, line: usize) -> Result<(), E> {
        let place = Place { file: &self.file.name, line, source: "" };
        (self.take)(Record { value, place }, self.cx).map_err(|error| {
            *self.failed = Some(error);
            E::custom("stopped")
        })
    }
}

impl<'de> Visitor<'de> for Elements<'_, '_, '_, '_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or an object")
    }

    fn visit_seq<A: SeqAccess<'de>>(mut self, mut elements: A) -> Result<(), A::Error> {
        while let Some((value, line)) = elements.next_element_seed(Element(self.at))? {
            self.take(value, line)?;
        }
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(mut self, mut fields: A) -> Result<(), A::Error> {
        let line = self.at.n_breaks.get() + 1;
        let (mut map, mut is_page) = (Map::new(), false);
        while let Some(key) = fields.next_key::<String>()? {
            match self.within {
                Within::Page { page, items } if key == page || key == items => {
                    fields.next_value_seed(self.inner())?;
                    is_page = true;
                }
                _ => drop(map.insert(key, fields.next_value()?)),
            }
        }
        if is_page { Ok(()) } else { self.take(Value::Object(map), line) }
    }

    /// The address of a page that lies elsewhere.
    fn visit_str<E: serde::de::Error>(self, _: &str) -> Result<(), E> {
        match self.within {
            Within::Page { .. } => Ok(()),
            Within::Nothing => Err(E::invalid_type(serde::de::Unexpected::Other("string"), &self)),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Elements<'_, '_, '_, '_> {
    type Value = ();

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

/// A value with the line that it begins in.
struct Element<'e>(&'e At);

impl<'de> DeserializeSeed<'de> for Element<'_> {
    type Value = (Value, usize);

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        let line = self.0.n_breaks.get() + 1;
        self.0.n_bytes.set(0);
        Ok((serde::Deserialize::deserialize(deserializer)?, line))
    }
}

/// The first record of a file as far as its beginning has it: what is cut off is left out.
pub(in crate::formats) fn head_record(head: &Head<'_>) -> Option<Value> {
    let start = start(head.bytes);
    let start = match start.first()? {
        b'{' => start,
        b'[' if is_pair(start) => start,
        b'[' => start.get(1..)?.trim_ascii_start(),
        _ => return None,
    };
    let first = Deserializer::from_slice(start).into_iter::<Value>().next()?;
    first.ok().or_else(|| serde_json::from_slice(&closed(start)).ok())
}

/// What is whole of a value that is cut off somewhere, with its brackets closed.
fn closed(cut: &[u8]) -> Vec<u8> {
    let (mut open, mut good, mut good_open) = (Vec::new(), 0, Vec::new());
    let (mut in_string, mut escaped) = (false, false);
    for (at, &byte) in cut.iter().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if in_string => {}
            b'{' | b'[' => {
                open.push(if byte == b'{' { b'}' } else { b']' });
                (good, good_open) = (at + 1, open.clone());
            }
            b'}' | b']' => drop(open.pop()),
            b',' => (good, good_open) = (at, open.clone()),
            _ => {}
        }
        if open.len() > 100 {
            break;
        }
    }
    let whole = cut.get(..good).unwrap_or_default();
    whole.iter().copied().chain(good_open.into_iter().rev()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_cut_off_is_closed() {
        let check = |cut: &str, whole: &str| assert_eq!(String::from_utf8(closed(cut.as_bytes())).unwrap(), whole);
        check(
            r#"{"text": "a, \"b", "label": [[0, 1, "P"], [2, "#,
            r#"{"text": "a, \"b", "label": [[0, 1, "P"], [2]]}"#,
        );
        check(r#"{"text": "a very lo"#, "{}");
        check(r#"{"data": {"text": "a"}, "annotations": [{"id"#, r#"{"data": {"text": "a"}, "annotations": [{}]}"#);
    }

    #[test]
    fn lines_are_told_from_lists() {
        for lines in ["{\"text\": 1}", "{\"text\": 1}\n{", "[\"a\", {}]\n[\"b\", {}]\n", "[\"a\", {}]", ""] {
            assert!(is_lines(lines.as_bytes()), "{lines}");
        }
        for lists in ["[{\"text\": 1}]", "[{\"text\": 1}]\n", "[\n{}", "{\n\"text\": 1}", "[[\"a\", {}]]"] {
            assert!(!is_lines(lists.as_bytes()), "{lists}");
        }
    }
}
