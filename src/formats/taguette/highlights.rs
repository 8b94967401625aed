//! A table of highlights, which has passages and no places: each is found again in its text, if it stands there once.

use crate::formats::exchange::{Document, Label, Set, Span};
use crate::formats::tables::rows;
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx};
use crate::text::{Text, TextRange, Unit, quote};
use smol_str::SmolStr;
use std::collections::HashMap;

/// What a table says of a document: its name, the line of its first row, and its passages with their tags.
struct Named {
    name: String,
    line: usize,
    marks: Vec<(usize, String, SmolStr)>,
}

/// Reads a table of highlights; its texts are asked for by name.
pub(super) fn documents(file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let (encoding, mut losses) = (cx.options.encoding, Losses::default());
    let mut documents: Vec<Named> = Vec::new();
    let mut by_name: HashMap<String, usize> = HashMap::new();
    let mut has_header = false;
    let read = rows(file, encoding, &mut losses, |row, _| {
        if !std::mem::replace(&mut has_header, true) {
            return Ok(());
        }
        let (line, n) = (row.line, row.cells.len());
        let Ok::<[String; 4], _>([_, name, tag, passage]) = row.cells.try_into() else {
            let why = format!("the row has {n} cells, and a table of highlights has 4 columns");
            return cx.refuse(FormatError::malformed(why, &file.name, line, 0));
        };
        let at = *by_name.entry(name.clone()).or_insert(documents.len());
        if at == documents.len() {
            documents.push(Named { name, line, marks: Vec::new() });
        }
        if let Some(named) = documents.get_mut(at) {
            named.marks.push((line, passage, tag.into()));
        }
        Ok(())
    });
    cx.losses.append(losses);
    if let Err(error) = read {
        cx.refuse(error)?;
    }
    documents.into_iter().try_for_each(|named| pass_on(named, file, cx))
}

fn pass_on(named: Named, file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let Some(text) = cx.texts.named(&named.name, &file.name) else {
        let why = format!("there is no text, or more than one, with the name “{}”", quote(&named.name));
        return cx.refuse(FormatError::TextMissing { why, file: file.name.clone(), line: named.line });
    };
    let mut set = Set::default();
    for (line, passage, tag) in named.marks {
        match only_place(&text, &passage) {
            Ok(at) => set.spans.push(Span::new(at, Label::new(tag))),
            Err(why) => {
                let example = || format!("{}:{line}: “{}” as {tag}: {why}", file.name, quote(&passage));
                cx.losses.add(LossKind::Span, example);
            }
        }
    }
    let stem = named.name.rsplit_once('.').map_or(named.name.as_str(), |(stem, _)| stem);
    cx.document(Document { id: Some(stem.into()), sets: vec![set], ..Document::new(text) })
}

/// Where a passage stands, if that is only in one place.
fn only_place(text: &Text, passage: &str) -> Result<TextRange, String> {
    if passage.is_empty() {
        return Err("there are no words to look for".to_owned());
    }
    let first = memchr::memmem::find(text.as_str().as_bytes(), passage.as_bytes());
    let start = first.ok_or_else(|| "it does not stand in the text".to_owned())?;
    // Passages may overlap with themselves, so the next one is looked for from the next byte on.
    let after = text.as_str().as_bytes().get(start + 1..).unwrap_or_default();
    if memchr::memmem::find(after, passage.as_bytes()).is_some() {
        return Err("it stands there more than once, and the table does not say where it is meant".to_owned());
    }
    text.range(start, start + passage.len(), Unit::Byte).map_err(|error| error.to_string())
}
