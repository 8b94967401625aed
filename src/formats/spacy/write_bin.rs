//! From documents to a DocBin.
//!
//! All spans stand in one group, as they overlap; those that do not stand in the entities as well, so that either kind of
//! training finds its own. Readers that look at both see each span once, by its place and label.

use super::doc_bin::{ABOUT, BEGIN, ENT_IOB, ENT_TYPE, GROUP, INSIDE, NO_START, ORTH, OUTSIDE, SENT_START};
use super::strings::Strings;
use crate::formats::exchange::{Document, Set, Span};
use crate::formats::json::about;
use crate::formats::output::{safe, unwritable};
use crate::formats::spaced_tokens::SpacedTokens;
use crate::formats::{FormatError, Output, OverlapPolicy, WriteCx, Writer};
use crate::model::LayerKind;
use crate::text::{Offset, Text, Unit};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use rmp::encode::{ByteBuf, write_array_len, write_bin, write_bool, write_f64, write_map_len, write_str, write_uint};
use serde_json::Value;
use smol_str::SmolStr;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, BufWriter, Write};

/// The most bytes of all files that are being made; then the largest is written, and its next documents go into another,
/// as spaCy has it for a corpus that is larger than memory: it reads all files of a folder.
const BYTES: usize = 256_000_000;

/// Gathers documents, as a DocBin has them column by column, and writes files for each annotator.
pub(super) struct Bins<'a> {
    cx: &'a WriteCx<'a>,
    out: &'a mut dyn Output,
    strings: Strings,
    bins: Vec<Bin>,
    /// The most bytes of all of them.
    most: usize,
}

/// What a file will have, and how many there were before it.
#[derive(Default)]
struct Bin {
    folder: Option<SmolStr>,
    n_before: usize,
    tokens: Vec<u8>,
    spaces: Vec<u8>,
    lengths: Vec<u8>,
    strings: BTreeSet<SmolStr>,
    cats: Vec<Vec<(SmolStr, bool)>>,
    span_groups: Vec<Vec<u8>>,
    user_data: Vec<Vec<u8>>,
    /// The bytes of all but the tokens.
    n_beside: usize,
}

impl<'a> Bins<'a> {
    pub(super) fn new(cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Self {
        Self { cx, out, strings: Strings::new(), bins: Vec::new(), most: BYTES }
    }

    /// Writes the largest file as it is, and begins another in its place.
    fn relieve(&mut self) -> Result<(), FormatError> {
        let Some(bin) = self.bins.iter_mut().max_by_key(|bin| bin.n_bytes()) else { return Ok(()) };
        bin.write(self.out)?;
        *bin = Bin { folder: bin.folder.take(), n_before: bin.n_before + 1, ..Bin::default() };
        Ok(())
    }
}

impl Writer for Bins<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let known = self.bins.iter().position(|bin| bin.folder == document.folder);
        let at = known.unwrap_or_else(|| {
            self.bins.push(Bin { folder: document.folder.clone(), ..Bin::default() });
            self.bins.len() - 1
        });
        if let Some(bin) = self.bins.get_mut(at) {
            bin.add(document, self.cx, &self.strings);
        }
        match self.bins.iter().map(Bin::n_bytes).sum::<usize>() {
            n if n >= self.most => self.relieve(),
            _ => Ok(()),
        }
    }

    fn finish(mut self: Box<Self>) -> Result<(), FormatError> {
        if self.bins.is_empty() {
            self.bins.push(Bin::default());
        }
        let left = self.bins.iter().filter(|bin| bin.n_before == 0 || !bin.lengths.is_empty());
        left.into_iter().try_for_each(|bin| bin.write(self.out))
    }
}

impl Bin {
    fn add(&mut self, document: &Document, cx: &WriteCx<'_>, strings: &Strings) {
        let nothing = Set::default();
        let set = document.sets.first().unwrap_or(&nothing);
        let tokens = SpacedTokens::of(&document.text, &set.spans);
        let entities = entities(set, &document.text, cx.options.overlap);
        let mut number = |string: &str| {
            self.strings.insert(string.into());
            strings.number(string)
        };
        let mut entity: Option<&Span> = None;
        let mut entities = entities.into_iter().peekable();
        for (range, is_start) in tokens.ranges.iter().zip(&tokens.is_start) {
            let begins = entities.next_if(|span| span.at.hull().start() <= range.start());
            entity = begins.or_else(|| entity.filter(|span| span.at.hull().end() > range.start()));
            let (letter, label) = match (begins.is_some(), entity) {
                (true, Some(span)) => (BEGIN, number(&span.label.tag)),
                (false, Some(span)) => (INSIDE, number(&span.label.tag)),
                (_, None) => (OUTSIDE, 0),
            };
            let start = if *is_start { 1 } else { NO_START };
            // In the order of the numbers of these attributes, words first, as spaCy has them.
            for cell in [number(document.text.slice(*range)), letter, label, start] {
                self.tokens.extend(cell.to_le_bytes());
            }
        }
        self.spaces.extend(tokens.has_space.iter().map(|has_space| u8::from(*has_space)));
        self.lengths.extend((tokens.ranges.len() as u32).to_le_bytes());
        for span in &set.spans {
            number(&span.label.tag);
        }
        self.span_groups.push(groups(set, &document.text, &tokens, strings));
        self.cats.push(categories(set, cx));
        self.user_data.push(user_data(document));
        let beside = [self.span_groups.last(), self.user_data.last()];
        self.n_beside += beside.into_iter().flatten().map(Vec::len).sum::<usize>();
    }

    fn n_bytes(&self) -> usize {
        self.tokens.len() + self.spaces.len() + self.n_beside
    }

    fn path(&self) -> String {
        let folder = self.folder.as_ref().map(|folder| format!("{}/", safe(folder))).unwrap_or_default();
        match self.n_before {
            0 => format!("{folder}documents.spacy"),
            n => format!("{folder}documents-{}.spacy", n + 1),
        }
    }

    fn write(&self, out: &mut dyn Output) -> Result<(), FormatError> {
        let path = self.path();
        let file = out.create(&path).map_err(unwritable(&path))?;
        let mut packed = ZlibEncoder::new(BufWriter::with_capacity(1 << 16, file), Compression::default());
        let written = self.pack(&mut packed).and_then(|()| packed.finish()?.flush());
        written.map_err(unwritable(&path))
    }

    fn pack(&self, pack: &mut impl Write) -> io::Result<()> {
        write_map_len(pack, 10)?;
        write_str(pack, "version")?;
        write_str(pack, "0.1")?;
        write_str(pack, "attrs")?;
        write_array_len(pack, 4)?;
        for attribute in [ORTH, ENT_IOB, ENT_TYPE, SENT_START] {
            write_uint(pack, attribute)?;
        }
        for (key, bytes) in [("tokens", &self.tokens), ("spaces", &self.spaces), ("lengths", &self.lengths)] {
            write_str(pack, key)?;
            write_bin(pack, bytes)?;
        }
        write_str(pack, "strings")?;
        write_array_len(pack, self.strings.len() as u32)?;
        for string in &self.strings {
            write_str(pack, string)?;
        }
        write_str(pack, "cats")?;
        write_array_len(pack, self.cats.len() as u32)?;
        for cats in &self.cats {
            write_map_len(pack, cats.len() as u32)?;
            for (name, is_in) in cats {
                write_str(pack, name)?;
                write_f64(pack, if *is_in { 1.0 } else { 0.0 })?;
            }
        }
        write_str(pack, "flags")?;
        write_array_len(pack, self.cats.len() as u32)?;
        for _ in &self.cats {
            write_map_len(pack, 1)?;
            write_str(pack, "has_unknown_spaces")?;
            write_bool(pack, false)?;
        }
        for (key, list) in [("span_groups", &self.span_groups), ("user_data", &self.user_data)] {
            write_str(pack, key)?;
            write_array_len(pack, list.len() as u32)?;
            for bytes in list {
                write_bin(pack, bytes)?;
            }
        }
        Ok(())
    }
}

/// The spans that do not overlap and do not begin or end with white space, which spaCy has no entities for: the longest, or
/// the first if that was asked for.
fn entities<'s>(set: &'s Set, text: &Text, policy: OverlapPolicy) -> Vec<&'s Span> {
    let is_trim = |span: &&Span| {
        let covered = text.slice(span.at.hull());
        !covered.is_empty() && covered.trim() == covered
    };
    let mut order: Vec<&Span> = set.spans.iter().filter(is_trim).collect();
    let longest = |span: &&Span| std::cmp::Reverse(span.at.hull().len());
    match policy {
        OverlapPolicy::First => order.sort_by_key(|span| (span.at.hull().start(), longest(span))),
        _ => order.sort_by_key(|span| (longest(span), span.at.hull().start())),
    }
    let mut taken: BTreeMap<Offset, &Span> = BTreeMap::new();
    for span in order {
        let hull = span.at.hull();
        let before = taken.range(..hull.end()).next_back();
        if before.is_none_or(|(_, other)| other.at.hull().end() <= hull.start()) {
            taken.insert(hull.start(), span);
        }
    }
    taken.into_values().collect()
}

fn groups(set: &Set, text: &Text, tokens: &SpacedTokens, strings: &Strings) -> Vec<u8> {
    let mut group = ByteBuf::new();
    let mut spans = Vec::with_capacity(set.spans.len());
    for span in &set.spans {
        let hull = span.at.hull();
        let Some((first, last)) = tokens.begins.get(&hull.start()).zip(tokens.ends.get(&hull.end())) else { continue };
        let mut bytes = vec![0; 16];
        bytes.extend(strings.number(&span.label.tag).to_be_bytes());
        let ends = [hull.start(), hull.end()].map(|end| text.count(end, Unit::CodePoint));
        for number in [*first, last + 1].into_iter().chain(ends) {
            bytes.extend((number as u32).to_be_bytes());
        }
        spans.push(bytes);
    }
    let _ = write_map_len(&mut group, 3);
    let _ = write_str(&mut group, "name");
    let _ = write_str(&mut group, GROUP);
    let _ = write_str(&mut group, "attrs");
    let _ = write_map_len(&mut group, 0);
    let _ = write_str(&mut group, "spans");
    let _ = write_array_len(&mut group, spans.len() as u32);
    for span in &spans {
        let _ = write_bin(&mut group, span);
    }
    let mut groups = ByteBuf::new();
    let _ = write_map_len(&mut groups, 1);
    let _ = write_bin(&mut groups, group.as_slice());
    let _ = write_array_len(&mut groups, 1);
    let _ = write_str(&mut groups, GROUP);
    groups.into_vec()
}

/// Whether the document is in each category that there is.
fn categories(set: &Set, cx: &WriteCx<'_>) -> Vec<(SmolStr, bool)> {
    let known = cx.codebook.of_kind(LayerKind::Document).map(|tag| (SmolStr::from(cx.called_alone(tag)), false));
    let mut cats: BTreeMap<SmolStr, bool> = known.collect();
    for given in &set.tags {
        cats.insert(given.label.tag.clone(), true);
    }
    cats.into_iter().collect()
}

fn user_data(document: &Document) -> Vec<u8> {
    let mut data = ByteBuf::new();
    let _ = write_map_len(&mut data, 1);
    let _ = write_str(&mut data, ABOUT);
    let _ = write_str(&mut data, &Value::Object(about(document)).to_string());
    data.into_vec()
}

#[cfg(test)]
mod tests {
    use super::super::read_bin;
    use super::*;
    use crate::formats::{InputFile, Losses, Memory, NoTexts, ReadCx, ReadOptions, WriteOptions};
    use crate::model::Codebook;

    #[test]
    fn a_corpus_larger_than_memory_becomes_several_files() {
        let (codebook, options) = (Codebook::default(), WriteOptions::default());
        let cx = WriteCx { codebook: &codebook, annotators: &[], options: &options };
        let mut out = Memory::default();
        // A token has 32 bytes, so that two documents of three tokens are as much as is kept.
        let mut bins = Bins { most: 190, ..Bins::new(&cx, &mut out) };
        for n in 1..=5 {
            let text = Text::new(format!("Ada met {n}")).unwrap();
            bins.document(&Document::new(text)).unwrap();
        }
        Box::new(bins).finish().unwrap();
        let files = out.into_files();
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).collect();
        assert_eq!(names, ["documents.spacy", "documents-2.spacy", "documents-3.spacy"]);
        let mut texts = Vec::new();
        for file in files {
            let file = InputFile::of_bytes(file.name, file.bytes);
            let (options, mut losses) = (ReadOptions::default(), Losses::default());
            let mut sink = |document: Document| {
                texts.push(document.text.as_str().to_owned());
                Ok(())
            };
            let mut cx = ReadCx::new(&options, &mut losses, &NoTexts, &mut sink);
            read_bin::documents(&file, &mut cx).unwrap();
        }
        assert_eq!(texts, ["Ada met 1", "Ada met 2", "Ada met 3", "Ada met 4", "Ada met 5"]);
    }
}
