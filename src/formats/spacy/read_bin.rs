//! From a DocBin to documents.

use super::doc_bin::{ABOUT, BEGIN, ENT_IOB, ENT_TYPE, INSIDE, ORTH, SPAN};
use super::message_pack::{Pack, Plain, Wrong};
use super::strings::Strings;
use crate::formats::exchange::{Document, DocumentTag, Label, Set, Span};
use crate::formats::json::{Place, set_about};
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx};
use crate::model::Fragments;
use crate::text::{Offset, Text, TextRange};
use flate2::read::ZlibDecoder;
use serde_json::Value;
use std::collections::HashSet;
use std::io::Read;

/// The most bytes that a file has, unpacked.
const BYTES: u64 = 1_000_000_000;

/// Reads all documents of a file.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let malformed = |why: Wrong| FormatError::malformed(why, &file.name, 0, 0);
    let mut bytes = Vec::new();
    let mut unpacked = ZlibDecoder::new(file.open()?).take(BYTES + 1);
    unpacked.read_to_end(&mut bytes).map_err(|error| malformed(format!("it cannot be unpacked: {error}")))?;
    if bytes.len() as u64 > BYTES {
        return Err(malformed(format!("unpacked, it has over {} MB", BYTES / 1_000_000)));
    }
    let bin = Bin::parse(&bytes).map_err(malformed)?;
    let mut reader = Reader::new(&bin).map_err(malformed)?;
    for n in 0..bin.n_documents() {
        match reader.document(n, file, cx.losses) {
            Ok(document) => cx.document(document)?,
            Err(why) => cx.refuse(malformed(format!("document {}: {why}", n + 1)))?,
        }
    }
    Ok(())
}

/// The parts of a DocBin, as they lie in the file.
#[derive(Default)]
struct Bin<'b> {
    attributes: Vec<u64>,
    tokens: &'b [u8],
    spaces: &'b [u8],
    lengths: &'b [u8],
    strings: Vec<&'b str>,
    cats: Option<Pack<'b>>,
    flags: Option<Pack<'b>>,
    span_groups: Option<Pack<'b>>,
    user_data: Option<Pack<'b>>,
}

impl<'b> Bin<'b> {
    fn parse(bytes: &'b [u8]) -> Result<Self, Wrong> {
        let mut pack = Pack::new(bytes);
        let mut bin = Self::default();
        for _ in 0..pack.map()? {
            match pack.string()? {
                "attrs" => bin.attributes = numbers(&mut pack)?,
                "tokens" => bin.tokens = pack.bytes()?,
                "spaces" => bin.spaces = pack.bytes()?,
                "lengths" => bin.lengths = pack.bytes()?,
                "strings" => bin.strings = strings(&mut pack)?,
                "cats" => bin.cats = Some(later(&mut pack)?),
                "flags" => bin.flags = Some(later(&mut pack)?),
                "span_groups" => bin.span_groups = Some(later(&mut pack)?),
                "user_data" => bin.user_data = Some(later(&mut pack)?),
                _ => pack.skip()?,
            }
        }
        if bin.attributes.is_empty() && !bin.lengths.is_empty() {
            return Err("it is no DocBin of spaCy".to_owned());
        }
        Ok(bin)
    }

    fn n_documents(&self) -> usize {
        self.lengths.len() / 4
    }

    fn column(&self, attribute: u64) -> Option<usize> {
        self.attributes.iter().position(|other| *other == attribute)
    }
}

fn numbers(pack: &mut Pack<'_>) -> Result<Vec<u64>, Wrong> {
    let n = pack.list()?;
    (0..n).map(|_| u64::try_from(pack.integer()?).map_err(|_| "an attribute is no number".to_owned())).collect()
}

fn strings<'b>(pack: &mut Pack<'b>) -> Result<Vec<&'b str>, Wrong> {
    let n = pack.list()?;
    (0..n).map(|_| pack.string()).collect()
}

/// A list that is read document by document, later.
fn later<'b>(pack: &mut Pack<'b>) -> Result<Pack<'b>, Wrong> {
    let here = *pack;
    pack.skip()?;
    Ok(here)
}

/// Where the reading of each part stands.
struct Reader<'b> {
    bin: &'b Bin<'b>,
    strings: Strings<'b>,
    tokens: &'b [u8],
    spaces: &'b [u8],
    cats: Option<Pack<'b>>,
    flags: Option<Pack<'b>>,
    span_groups: Option<Pack<'b>>,
    user_data: Option<Pack<'b>>,
}

/// The tokens of a document and where they lie.
struct Tokens {
    text: Text,
    ranges: Vec<TextRange>,
}

impl<'b> Reader<'b> {
    fn new(bin: &'b Bin<'b>) -> Result<Self, Wrong> {
        let mut strings = Strings::new();
        bin.strings.iter().for_each(|string| strings.add(string));
        let opened = |pack: Option<Pack<'b>>| {
            let Some(mut pack) = pack else { return Ok(None) };
            let n = pack.list()? as usize;
            if n > 0 && n != bin.n_documents() {
                return Err(format!("it has {} documents and says {n} times something of one", bin.n_documents()));
            }
            Ok::<_, Wrong>((n > 0).then_some(pack))
        };
        Ok(Self {
            strings,
            tokens: bin.tokens,
            spaces: bin.spaces,
            cats: opened(bin.cats)?,
            flags: opened(bin.flags)?,
            span_groups: opened(bin.span_groups)?,
            user_data: opened(bin.user_data)?,
            bin,
        })
    }

    fn document(&mut self, n: usize, file: &InputFile, losses: &mut Losses) -> Result<Document, Wrong> {
        let length = self.bin.lengths.get(4 * n..4 * n + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
        let n_tokens =
            length.map(i32::from_le_bytes).and_then(|n| usize::try_from(n).ok()).ok_or("it has no length")?;
        let width = 8 * self.bin.attributes.len();
        let n_bytes = n_tokens.checked_mul(width).ok_or("it has too many tokens")?;
        let (rows, tokens) = self.tokens.split_at_checked(n_bytes).ok_or("its tokens are not all there")?;
        let (spaces, other) = self.spaces.split_at_checked(n_tokens).ok_or("its spaces are not all there")?;
        (self.tokens, self.spaces) = (tokens, other);
        let is_unknown = match &mut self.flags {
            Some(flags) => has_unknown_spaces(flags)?,
            None => false,
        };
        let cats = self.cats.as_mut().map(categories).transpose()?.unwrap_or_default();
        let groups = self.span_groups.as_mut().map(Pack::bytes).transpose()?.unwrap_or_default();
        let user_data = self.user_data.as_mut().map(user_data).transpose()?.flatten();
        let rows: Vec<&[u8]> = rows.chunks_exact(width.max(1)).collect();
        let tokens = self.tokens_of(&rows, spaces, is_unknown)?;
        let mut set = Set::default();
        let mut seen = HashSet::new();
        let place = format!("{}: document {}", file.name, n + 1);
        for span in self.groups(groups, &tokens, &place, losses)?.into_iter().chain(self.entities(&rows, &tokens)) {
            if seen.insert((span.at.clone(), span.label.clone())) {
                set.spans.push(span);
            }
        }
        set.tags = cats.into_iter().map(|tag| DocumentTag::new(Label::new(tag))).collect();
        let mut document = Document { is_rebuilt: is_unknown, ..Document::new(tokens.text) };
        if !set.spans.is_empty() || !set.tags.is_empty() {
            document.sets.push(set);
        }
        if let Some(Ok(Value::Object(about))) = user_data.map(serde_json::from_str) {
            let place = Place { file: &file.name, line: 0, source: "" };
            set_about(&mut document, about, &[], &place, losses);
        }
        Ok(document)
    }

    /// The text of a document: its words, each with a space behind it where one is said to be.
    fn tokens_of(&self, rows: &[&[u8]], spaces: &[u8], is_unknown: bool) -> Result<Tokens, Wrong> {
        let orth = self.bin.column(ORTH).ok_or("its tokens have no words")?;
        let mut text = String::new();
        let mut ranges = Vec::with_capacity(rows.len());
        for (row, space) in rows.iter().zip(spaces) {
            let word = cell(row, orth).and_then(|number| self.strings.string(number));
            let start = Offset::new(text.len() as u32);
            text.push_str(word.ok_or("a word is not among its strings")?);
            ranges.push(TextRange::between(start, Offset::new(text.len() as u32)));
            if is_unknown || *space != 0 {
                text.push(' ');
            }
            if text.len() > Text::MAX_BYTES {
                break;
            }
        }
        let text = Text::new(text).map_err(|why| why.to_string())?;
        Ok(Tokens { text, ranges })
    }

    /// The entities, which the tokens say.
    fn entities(&self, rows: &[&[u8]], tokens: &Tokens) -> Vec<Span> {
        let (Some(letters), Some(labels)) = (self.bin.column(ENT_IOB), self.bin.column(ENT_TYPE)) else {
            return Vec::new();
        };
        let mut spans: Vec<(Span, u64)> = Vec::new();
        let mut is_open = false;
        for (row, range) in rows.iter().zip(&tokens.ranges) {
            let (letter, number) = (cell(row, letters).unwrap_or(0), cell(row, labels).unwrap_or(0));
            let label = self.strings.string(number).filter(|label| !label.is_empty());
            let Some(label) = label.filter(|_| letter == BEGIN || letter == INSIDE) else {
                is_open = false;
                continue;
            };
            match spans.last_mut().filter(|(_, last)| is_open && letter == INSIDE && *last == number) {
                Some((span, _)) => span.at = Fragments::one(span.at.hull().hull(*range)),
                None => spans.push((Span::new(*range, Label::new(label)), number)),
            }
            is_open = true;
        }
        spans.into_iter().map(|(span, _)| span).collect()
    }

    /// The spans of all groups.
    fn groups(&self, bytes: &[u8], tokens: &Tokens, place: &str, losses: &mut Losses) -> Result<Vec<Span>, Wrong> {
        let mut spans = Vec::new();
        if bytes.is_empty() {
            return Ok(spans);
        }
        let mut groups = Pack::new(bytes);
        let has_keys = groups.is_map();
        let n = if has_keys { groups.map()? } else { groups.list()? };
        for _ in 0..n {
            let group = groups.bytes()?;
            if has_keys {
                groups.skip()?;
            }
            let mut group = Pack::new(group);
            for _ in 0..group.map()? {
                if group.string()? != "spans" {
                    group.skip()?;
                    continue;
                }
                for _ in 0..group.list()? {
                    match self.span(group.bytes()?, tokens) {
                        Ok(span) => spans.push(span),
                        Err(why) => losses.add(LossKind::Span, || format!("{place}: {why}")),
                    }
                }
            }
        }
        Ok(spans)
    }

    fn span(&self, bytes: &[u8], tokens: &Tokens) -> Result<Span, Wrong> {
        if bytes.len() != SPAN {
            return Err(format!("a span has {} bytes and not {SPAN}", bytes.len()));
        }
        let number = |from: usize| {
            let bytes = bytes.get(from..from + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
            bytes.map(i32::from_be_bytes).and_then(|n| usize::try_from(n).ok()).ok_or("a span has no tokens")
        };
        let label = bytes.get(16..24).and_then(|bytes| <[u8; 8]>::try_from(bytes).ok()).map(u64::from_be_bytes);
        let label =
            label.and_then(|label| self.strings.string(label)).ok_or("the label of a span is not among its strings")?;
        let (first, end) = (number(24)?, number(28)?);
        let last = end.checked_sub(1).filter(|last| *last >= first);
        let ranges = tokens.ranges.get(first).zip(last.and_then(|last| tokens.ranges.get(last)));
        let (first, last) = ranges.ok_or_else(|| format!("{label} over tokens {first}–{end}, which are not there"))?;
        Ok(Span::new(first.hull(*last), Label::new(label)))
    }
}

/// A number in a row of tokens.
fn cell(row: &[u8], column: usize) -> Option<u64> {
    let bytes = row.get(8 * column..8 * column + 8)?;
    <[u8; 8]>::try_from(bytes).ok().map(u64::from_le_bytes)
}

fn has_unknown_spaces(flags: &mut Pack<'_>) -> Result<bool, Wrong> {
    let mut is_unknown = false;
    for _ in 0..flags.map()? {
        let key = flags.string()?;
        let said = flags.plain()?;
        is_unknown |= key == "has_unknown_spaces" && said == Some(Plain::YesNo(true));
    }
    Ok(is_unknown)
}

/// The categories that a document is more in than out of.
fn categories(cats: &mut Pack<'_>) -> Result<Vec<String>, Wrong> {
    let mut names = Vec::new();
    for _ in 0..cats.map()? {
        let name = cats.string()?;
        match cats.plain()? {
            Some(Plain::YesNo(true)) => names.push(name.to_owned()),
            Some(Plain::Number(share)) if share >= 0.5 => names.push(name.to_owned()),
            _ => {}
        }
    }
    Ok(names)
}

/// What is known of a document, if it is ours. Other user data has keys of any kind.
fn user_data<'b>(data: &mut Pack<'b>) -> Result<Option<&'b str>, Wrong> {
    let mut ahead = *data;
    let Ok(bytes) = ahead.bytes() else {
        data.skip()?;
        return Ok(None);
    };
    *data = ahead;
    let mut about = Pack::new(bytes);
    let is_ours = about.map() == Ok(1) && about.string() == Ok(ABOUT);
    Ok(if is_ours { about.string().ok() } else { None })
}
