//! The characters of XML files: which it can hold, how they are written, and how its files are decoded and parsed.

use super::exchange::{Beside, Document, Set};
use super::{FormatError, InputFile, LossKind, Losses, ReadCx};
use crate::model::{Fragments, Value};
use crate::text::{Decoded, Encoding, Offset, Text, TextRange, encoding_named};
use roxmltree::ParsingOptions;
use smol_str::SmolStr;
use std::borrow::Cow;

/// The largest file that is parsed into a tree.
pub(super) const FILE: u64 = 2 * Text::MAX_BYTES as u64;

/// The most elements within each other; real files have about ten.
const DEPTH: usize = 200;

/// The file as text, in the encoding that is asked for or that it declares.
pub(super) fn decoded(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<Decoded, FormatError> {
    let declared = || declared_encoding(&file.head(200).unwrap_or_default());
    let decoded = file.text(FILE, cx.options.encoding.or_else(declared))?;
    cx.losses.add_replaced(&decoded, &file.name);
    Ok(decoded)
}

/// What `<?xml version="1.0" encoding="…"?>` says.
pub(super) fn declared_encoding(head: &[u8]) -> Option<&'static Encoding> {
    let declaration = head.strip_prefix(b"<?xml")?;
    let end = memchr::memmem::find(declaration, b"?>")?;
    let declaration = str::from_utf8(declaration.get(..end)?).ok()?;
    let (_, value) = declaration.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    encoding_named(value.split(quote).nth(1)?)
}

/// A file's tree. A document type may be named, and nothing in it is read from elsewhere or grows without bound.
pub(super) fn parsed<'a>(text: &'a str, file: &str) -> Result<roxmltree::Document<'a>, FormatError> {
    check_depth(text, file)?;
    let options = ParsingOptions { allow_dtd: true, ..ParsingOptions::default() };
    roxmltree::Document::parse_with_options(text, options).map_err(|error| {
        let place = error.pos();
        let whole = error.to_string();
        let why = whole.strip_suffix(&format!(" at {place}")).unwrap_or(&whole).to_owned();
        FormatError::malformed(why, file, place.row as usize, place.col as usize)
    })
}

/// Refuses a file whose elements are deeper within each other than any real one has them: the parser would run out of stack.
pub(super) fn check_depth(text: &str, file: &str) -> Result<(), FormatError> {
    let Some(at) = too_deep(text) else { return Ok(()) };
    let (line, column) = line_and_column(text, at);
    let why = format!("there are over {DEPTH} elements within each other");
    Err(FormatError::malformed(why, file, line, column))
}

/// Where elements are too deep within each other.
fn too_deep(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let (mut at, mut depth) = (0_usize, 0_usize);
    while let Some(found) = memchr::memchr(b'<', bytes.get(at..)?) {
        let start = at + found;
        let rest = bytes.get(start..)?;
        let skipped = [("<!--", "-->"), ("<![CDATA[", "]]>"), ("<?", "?>"), ("<!", ">")];
        if let Some((_, end)) = skipped.iter().find(|(begin, _)| rest.starts_with(begin.as_bytes())) {
            at = start + memchr::memmem::find(rest, end.as_bytes())? + end.len();
            continue;
        }
        let end = start + tag_end(rest)?;
        match (bytes.get(start + 1), bytes.get(end.saturating_sub(1))) {
            (Some(b'/'), _) => depth = depth.saturating_sub(1),
            (_, Some(b'/')) => {}
            _ => depth += 1,
        }
        if depth > DEPTH {
            return Some(start);
        }
        at = end;
    }
    None
}

/// Where a tag ends, whatever stands between quotes in it.
fn tag_end(tag: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        let found = at + memchr::memchr3(b'>', b'"', b'\'', tag.get(at..)?)?;
        match tag.get(found)? {
            b'>' => return Some(found),
            quote => at = found + 2 + memchr::memchr(*quote, tag.get(found + 1..)?)?,
        }
    }
}

/// The line and the character in it, both counted from 1, of a byte.
pub(super) fn line_and_column(text: &str, at: usize) -> (usize, usize) {
    let before = text.get(..text.floor_char_boundary(at)).unwrap_or_default();
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let in_line = before.get(line_start..).unwrap_or_default();
    (1 + memchr::memchr_iter(b'\n', before.as_bytes()).count(), 1 + in_line.chars().count())
}

/// Whether XML 1.0 can hold a character.
pub(super) fn can_hold(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{FFFD}' | '\u{10000}'..)
}

/// A value for between double quotes: line breaks and tabs would else come back as spaces.
pub(super) fn attribute(value: &str) -> String {
    let mut written = String::with_capacity(value.len() + 8);
    for c in value.chars() {
        match c {
            '"' => written.push_str("&quot;"),
            '\n' => written.push_str("&#10;"),
            '\t' => written.push_str("&#9;"),
            c => push_content(&mut written, c),
        }
    }
    written
}

/// Text for between tags: a CR would else come back as LF.
pub(super) fn content(value: &str) -> String {
    let mut written = String::with_capacity(value.len() + 8);
    value.chars().for_each(|c| push_content(&mut written, c));
    written
}

fn push_content(written: &mut String, c: char) {
    match c {
        '&' => written.push_str("&amp;"),
        '<' => written.push_str("&lt;"),
        '>' => written.push_str("&gt;"),
        '\r' => written.push_str("&#13;"),
        c => written.push(c),
    }
}

/// A document without the characters that XML cannot hold: a � in the place of each, counted.
pub(super) fn without_impossible(document: Document, losses: &mut Losses) -> Document {
    let n = document.text.as_str().chars().filter(|c| !can_hold(*c)).count();
    losses.add_many(LossKind::Character, n, || {
        format!("control characters in “{}”, which XML cannot hold", document.name())
    });
    let mut document =
        if n == 0 { document } else { rewritten(document, |_, c| if can_hold(c) { c } else { '\u{FFFD}' }) };
    let mut sets = std::mem::take(&mut document.sets);
    let mut n = 0;
    for set in &mut sets {
        clean_words(set, &mut n);
    }
    document.meta.values_mut().for_each(|value| clean_string(value, &mut n));
    let about = [&mut document.title, &mut document.language, &mut document.date, &mut document.outlet];
    about.into_iter().flatten().for_each(|value| clean_string(value, &mut n));
    losses.add_many(LossKind::Character, n, || {
        format!("control characters in what is said of “{}”, which XML cannot hold", document.name())
    });
    Document { sets, ..document }
}

fn clean_words(set: &mut Set, n: &mut usize) {
    let spans = set.spans.iter_mut().map(|it| (&mut it.label, &mut it.beside));
    let relations = set.relations.iter_mut().map(|it| (&mut it.label, &mut it.beside));
    let tags = set.tags.iter_mut().map(|it| (&mut it.label, &mut it.beside));
    for (label, beside) in spans.chain(relations).chain(tags) {
        clean(&mut label.tag, n);
        clean_values(beside, n);
    }
    set.attributes.values_mut().for_each(|value| clean_value(value, n));
}

fn clean_values(beside: &mut Beside, n: &mut usize) {
    beside.attributes.values_mut().for_each(|value| clean_value(value, n));
}

fn clean_value(value: &mut Value, n: &mut usize) {
    match value {
        Value::Text(text) => clean(text, n),
        Value::Set(ids) if ids.iter().any(|id| !id.chars().all(can_hold)) => {
            *ids = ids.iter().map(|id| cleaned(id, n).into()).collect();
        }
        _ => {}
    }
}

fn clean(word: &mut SmolStr, n: &mut usize) {
    if !word.chars().all(can_hold) {
        *word = cleaned(word, n).into();
    }
}

fn clean_string(word: &mut String, n: &mut usize) {
    if !word.chars().all(can_hold) {
        *word = cleaned(word, n).into_owned();
    }
}

fn cleaned<'a>(word: &'a str, n: &mut usize) -> Cow<'a, str> {
    if word.chars().all(can_hold) {
        return Cow::Borrowed(word);
    }
    *n += 1;
    Cow::Owned(word.chars().map(|c| if can_hold(c) { c } else { '\u{FFFD}' }).collect())
}

/// A document with other characters in its text, one for one, and its spans over the same ones as before.
pub(super) fn rewritten(document: Document, other: impl Fn(usize, char) -> char) -> Document {
    let old = document.text.as_str();
    let mut new = String::with_capacity(old.len());
    // Where the two differ in length: the place after a character of the old text, and how far the new one is from it.
    let mut shifts: Vec<(usize, i64)> = Vec::new();
    for (at, c) in old.char_indices() {
        let c_new = other(at, c);
        new.push(c_new);
        if c_new.len_utf8() != c.len_utf8() {
            let after = at + c.len_utf8();
            shifts.push((after, new.len() as i64 - after as i64));
        }
    }
    let moved = |at: Offset| {
        let n = shifts.partition_point(|(after, _)| *after <= at.index());
        let shift = n.checked_sub(1).and_then(|n| shifts.get(n)).map_or(0, |(_, shift)| *shift);
        Offset::new(u32::try_from(i64::from(at.get()) + shift).unwrap_or_default())
    };
    let range = |range: TextRange| TextRange::between(moved(range.start()), moved(range.end()));
    let Ok(text) = Text::new(new) else { return document };
    let mut document = Document { text, ..document };
    for span in document.sets.iter_mut().flat_map(|set| &mut set.spans) {
        let ranges: Vec<TextRange> = span.at.iter().map(range).collect();
        if let Ok(at) = Fragments::new(&ranges) {
            span.at = at;
        }
    }
    document
}
