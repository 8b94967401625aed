//! From a DocBin to documents: its columns are read side by side, a document at a time.

use super::doc_bin::{ABOUT, BEGIN, ENT_IOB, ENT_TYPE, INSIDE, ORTH, SPAN};
use super::layout::{Column, Layout, Part};
use super::message_pack::{Pack, Plain, Wrong};
use crate::formats::exchange::{Document, DocumentTag, Label, Set, Span};
use crate::formats::json::{Place, set_about};
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx};
use crate::model::Fragments;
use crate::text::{Offset, Text, TextRange};
use serde_json::Value;
use std::collections::HashSet;

/// Reads all documents of a file.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let malformed = |why: Wrong| FormatError::malformed(why, &file.name, 0, 0);
    let layout = Layout::of(file)?;
    let mut columns = Columns::open(&layout, file)?;
    for n in 1..=layout.n_documents {
        let place = format!("{}: document {n}", file.name);
        let cells = columns.next(&layout).map_err(|why| malformed(format!("document {n}: {why}")))?;
        match (Reader { layout: &layout, place: &place }).document(cells, cx.losses) {
            Ok(document) => cx.document(document)?,
            Err(why) => cx.refuse(malformed(format!("document {n}: {why}")))?,
        }
    }
    Ok(())
}

/// Where the reading of each column stands.
struct Columns {
    tokens: Column,
    spaces: Column,
    lengths: Column,
    cats: Option<Column>,
    flags: Option<Column>,
    span_groups: Option<Column>,
    user_data: Option<Column>,
}

/// What the columns have of one document.
struct Cells {
    tokens: Vec<Token>,
    is_unknown: bool,
    cats: Vec<String>,
    groups: Vec<u8>,
    about: Option<String>,
}

/// The numbers of a token.
struct Token {
    orth: u64,
    letter: u64,
    label: u64,
    has_space: bool,
}

impl Columns {
    fn open(layout: &Layout, file: &InputFile) -> Result<Self, FormatError> {
        let list = |part: Part| part.open_list(file, layout.n_documents);
        Ok(Self {
            tokens: layout.tokens.open(file)?,
            spaces: layout.spaces.open(file)?,
            lengths: layout.lengths.open(file)?,
            cats: list(layout.cats)?,
            flags: list(layout.flags)?,
            span_groups: list(layout.span_groups)?,
            user_data: list(layout.user_data)?,
        })
    }

    /// The cells of the next document.
    fn next(&mut self, layout: &Layout) -> Result<Cells, Wrong> {
        let mut length = [0; 4];
        self.lengths.fill(&mut length, "a length")?;
        let n_tokens = u32::from_le_bytes(length);
        // Each token has a character at least.
        if n_tokens as usize > Text::MAX_BYTES {
            return Err(format!("it has {n_tokens} tokens"));
        }
        Ok(Cells {
            tokens: self.tokens(n_tokens, layout)?,
            is_unknown: self.flags.as_mut().map(has_unknown_spaces).transpose()?.unwrap_or_default(),
            cats: self.cats.as_mut().map(categories).transpose()?.unwrap_or_default(),
            groups: self.span_groups.as_mut().map(Pack::bytes).transpose()?.unwrap_or_default(),
            about: self.user_data.as_mut().map(user_data).transpose()?.flatten(),
        })
    }

    fn tokens(&mut self, n: u32, layout: &Layout) -> Result<Vec<Token>, Wrong> {
        let column = |attribute: u64| layout.attributes.iter().position(|other| *other == attribute);
        let orth = column(ORTH).ok_or("its tokens have no words")?;
        let (letter, label) = (column(ENT_IOB), column(ENT_TYPE));
        let mut row = vec![0; 8 * layout.attributes.len()];
        let mut tokens = Vec::new();
        for _ in 0..n {
            self.tokens.fill(&mut row, "a token")?;
            let mut space = [0];
            self.spaces.fill(&mut space, "what stands behind a token")?;
            let (cells, _) = row.as_chunks::<8>();
            let cell = |column: Option<usize>| cells.get(column?).map(|bytes| u64::from_le_bytes(*bytes));
            tokens.push(Token {
                orth: cell(Some(orth)).unwrap_or_default(),
                letter: cell(letter).unwrap_or_default(),
                label: cell(label).unwrap_or_default(),
                has_space: space != [0],
            });
        }
        Ok(tokens)
    }
}

/// Makes a document of its cells.
struct Reader<'a> {
    layout: &'a Layout,
    place: &'a str,
}

impl Reader<'_> {
    fn document(&self, cells: Cells, losses: &mut Losses) -> Result<Document, Wrong> {
        let (text, ranges) = self.text_of(&cells)?;
        let mut set = Set::default();
        let mut seen = HashSet::new();
        let groups = self.groups(&cells.groups, &ranges, losses)?;
        for span in groups.into_iter().chain(self.entities(&cells.tokens, &ranges)) {
            if seen.insert((span.at.clone(), span.label.clone())) {
                set.spans.push(span);
            }
        }
        set.tags = cells.cats.into_iter().map(|tag| DocumentTag::new(Label::new(tag))).collect();
        let mut document = Document { is_rebuilt: cells.is_unknown, ..Document::new(text) };
        if !set.spans.is_empty() || !set.tags.is_empty() {
            document.sets.push(set);
        }
        if let Some(Ok(Value::Object(about))) = cells.about.as_deref().map(serde_json::from_str) {
            let file = self.place.split(": document ").next().unwrap_or_default();
            set_about(&mut document, about, &[], &Place { file, line: 0, source: "" }, losses);
        }
        Ok(document)
    }

    /// The text of a document, and where its tokens lie in it: its words, each with a space behind it where one is said to
    /// be.
    fn text_of(&self, cells: &Cells) -> Result<(Text, Vec<TextRange>), Wrong> {
        let mut text = String::new();
        let mut ranges = Vec::with_capacity(cells.tokens.len());
        for token in &cells.tokens {
            let start = Offset::new(text.len() as u32);
            text.push_str(self.layout.strings.string(token.orth).ok_or("a word is not among its strings")?);
            ranges.push(TextRange::between(start, Offset::new(text.len() as u32)));
            if cells.is_unknown || token.has_space {
                text.push(' ');
            }
            if text.len() > Text::MAX_BYTES {
                break;
            }
        }
        Ok((Text::new(text).map_err(|why| why.to_string())?, ranges))
    }

    /// The entities, which the tokens say.
    fn entities(&self, tokens: &[Token], ranges: &[TextRange]) -> Vec<Span> {
        let mut spans: Vec<(Span, u64)> = Vec::new();
        let mut is_open = false;
        for (token, range) in tokens.iter().zip(ranges) {
            let label = self.layout.strings.string(token.label).filter(|label| !label.is_empty());
            let Some(label) = label.filter(|_| token.letter == BEGIN || token.letter == INSIDE) else {
                is_open = false;
                continue;
            };
            match spans.last_mut().filter(|(_, last)| is_open && token.letter == INSIDE && *last == token.label) {
                Some((span, _)) => span.at = Fragments::one(span.at.hull().hull(*range)),
                None => spans.push((Span::new(*range, Label::new(label)), token.label)),
            }
            is_open = true;
        }
        spans.into_iter().map(|(span, _)| span).collect()
    }

    /// The spans of all groups.
    fn groups(&self, bytes: &[u8], ranges: &[TextRange], losses: &mut Losses) -> Result<Vec<Span>, Wrong> {
        let mut spans = Vec::new();
        if bytes.is_empty() {
            return Ok(spans);
        }
        let mut groups = Pack::new(bytes);
        let has_keys = groups.is_map()?;
        let n = if has_keys { groups.map()? } else { groups.list()? };
        for _ in 0..n {
            let group = groups.bytes()?;
            if has_keys {
                groups.skip()?;
            }
            let mut group = Pack::new(&*group);
            for _ in 0..group.map()? {
                if group.string()? != "spans" {
                    group.skip()?;
                    continue;
                }
                for _ in 0..group.list()? {
                    match self.span(&group.bytes()?, ranges) {
                        Ok(span) => spans.push(span),
                        Err(why) => losses.add(LossKind::Span, || format!("{}: {why}", self.place)),
                    }
                }
            }
        }
        Ok(spans)
    }

    fn span(&self, bytes: &[u8], ranges: &[TextRange]) -> Result<Span, Wrong> {
        if bytes.len() != SPAN {
            return Err(format!("a span has {} bytes and not {SPAN}", bytes.len()));
        }
        let number = |from: usize| {
            let bytes = bytes.get(from..from + 4).and_then(|bytes| <[u8; 4]>::try_from(bytes).ok());
            bytes.map(i32::from_be_bytes).and_then(|n| usize::try_from(n).ok()).ok_or("a span has no tokens")
        };
        let label = bytes.get(16..24).and_then(|bytes| <[u8; 8]>::try_from(bytes).ok()).map(u64::from_be_bytes);
        let label = label
            .and_then(|label| self.layout.strings.string(label))
            .ok_or("the label of a span is not among its strings")?;
        let (first, end) = (number(24)?, number(28)?);
        let last = end.checked_sub(1).filter(|last| *last >= first);
        let ends = ranges.get(first).zip(last.and_then(|last| ranges.get(last)));
        let (first, last) = ends.ok_or_else(|| format!("{label} over tokens {first}–{end}, which are not there"))?;
        Ok(Span::new(first.hull(*last), Label::new(label)))
    }
}

fn has_unknown_spaces(flags: &mut Column) -> Result<bool, Wrong> {
    let mut is_unknown = false;
    for _ in 0..flags.map()? {
        let key = flags.string()?;
        let said = flags.plain()?;
        is_unknown |= key == "has_unknown_spaces" && said == Some(Plain::YesNo(true));
    }
    Ok(is_unknown)
}

/// The categories that a document is more in than out of.
fn categories(cats: &mut Column) -> Result<Vec<String>, Wrong> {
    let mut names = Vec::new();
    for _ in 0..cats.map()? {
        let name = cats.string()?;
        match cats.plain()? {
            Some(Plain::YesNo(true)) => names.push(name),
            Some(Plain::Number(share)) if share >= 0.5 => names.push(name),
            _ => {}
        }
    }
    Ok(names)
}

/// What is known of a document, if it is ours. Other user data has keys of any kind.
fn user_data(data: &mut Column) -> Result<Option<String>, Wrong> {
    let Some(bytes) = data.bytes_if_any()? else { return Ok(None) };
    let mut about = Pack::new(&*bytes);
    let is_ours = about.map() == Ok(1) && about.string().as_deref() == Ok(ABOUT);
    Ok(if is_ours { about.string().ok() } else { None })
}
