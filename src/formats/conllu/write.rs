//! From documents to lines.

use super::columns::spaces_escaped;
use crate::formats::escape::escaped;
use crate::formats::exchange::Document;
use crate::formats::output::{Folders, Open};
use crate::formats::tag_rows::row;
use crate::formats::tokens::tagged_sentences;
use crate::formats::{FormatError, Output, WriteCx, Writer};
use crate::text::{Offset, Text, TextRange};
use std::fmt::Write as _;

/// Writes one file for each folder, with the documents one after the other.
pub(super) struct Files<'a> {
    cx: &'a WriteCx<'a>,
    out: &'a mut dyn Output,
    files: Folders<Open>,
}

impl<'a> Files<'a> {
    pub(super) fn new(cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Self {
        Self { cx, out, files: Folders::default() }
    }
}

impl Writer for Files<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let (out, cx) = (&mut *self.out, self.cx);
        let file = self.files.of(document, |folder| Open::new(out, format!("{folder}{}.conllu", cx.stem())))?;
        file.put(content(document, self.cx))
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        self.files.into_all().try_for_each(Open::close)
    }
}

fn content(document: &Document, cx: &WriteCx<'_>) -> String {
    let text = &document.text;
    let id = document.id.as_deref().unwrap_or("document");
    let mut out = format!("# newdoc id = {}\n", one_line(id));
    let sentences = tagged_sentences(document);
    // After each token comes the white space up to the next, in this sentence or the one after.
    let mut starts = sentences.iter().flat_map(|sentence| &sentence.tokens).map(|token| token.start()).skip(1);
    let mut before = Some(Offset::ZERO);
    for (sentence, n) in sentences.iter().zip(1..) {
        let (first, last) = (sentence.tokens.first(), sentence.tokens.last());
        let whole = first.zip(last).map(|(first, last)| first.hull(*last)).unwrap_or(TextRange::empty_at(Offset::ZERO));
        let _ = writeln!(out, "# sent_id = {}-{n}\n# text = {}", one_line(id), one_line(text.slice(whole)));
        let tags = row(sentence.tokens.len(), &sentence.runs(), cx.options.scheme);
        for ((token, tag), number) in sentence.tokens.iter().zip(tags).zip(1..) {
            let after = starts.next().unwrap_or(text.end());
            let misc = misc(text, *token, &tag, before.take(), after);
            let _ = writeln!(out, "{number}\t{}\t_\t_\t_\t_\t_\t_\t_\t{misc}", text.slice(*token));
        }
        out.push('\n');
    }
    out
}

/// The last column: the tag, and the white space where it is not one space.
fn misc(text: &Text, token: TextRange, tag: &str, before: Option<Offset>, after: Offset) -> String {
    let mut parts = Vec::new();
    if tag != "O" {
        parts.push(format!("NER={}", escaped(tag, |c| !c.is_whitespace() && !c.is_control() && c != '|')));
    }
    let gap = text.slice(TextRange::between(token.end(), after));
    match gap {
        " " if after < text.end() => {}
        "" => parts.push("SpaceAfter=No".to_owned()),
        other => parts.push(format!("SpacesAfter={}", spaces_escaped(other))),
    }
    let lead = before.map(|start| text.slice(TextRange::between(start, token.start()))).unwrap_or_default();
    if !lead.is_empty() {
        parts.push(format!("SpacesBefore={}", spaces_escaped(lead)));
    }
    if parts.is_empty() { "_".to_owned() } else { parts.join("|") }
}

/// Words on one line, every white space a space.
fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
