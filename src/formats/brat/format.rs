//! What the format is called, what it carries, and what of a document it can hold.

use super::{read, types, write};
use crate::formats::exchange::{Document, Note, Set, Target};
use crate::formats::fit::{drop_same, drop_spans, fitted, with_ids_of_attributes};
use crate::formats::input::folder;
use crate::formats::{
    Carries, Confidence, Format, FormatError, Head, InputFile, LossKind, Losses, Output, ReadCx, WriteCx, Writer,
};
use crate::model::Fragments;
use crate::text::{Offset, Text, TextRange, Unit, quote};

/// brat standoff.
#[derive(Clone, Copy, Debug)]
pub struct Brat;

impl Format for Brat {
    fn id(&self) -> &'static str {
        "brat"
    }

    fn name(&self) -> &'static str {
        "brat standoff"
    }

    fn endings(&self) -> &'static [&'static str] {
        &["ann"]
    }

    fn carries(&self) -> Carries {
        Carries {
            unit: Some(Unit::CodePoint),
            spans: true,
            overlap: true,
            fragments: true,
            zero_width: true,
            relations: true,
            attributes: true,
            notes: true,
            ..Carries::TEXT
        }
    }

    fn is_told_unit(&self) -> bool {
        true
    }

    fn is_written(&self) -> bool {
        true
    }

    fn sniff(&self, head: &Head<'_>) -> Confidence {
        let first = head.bytes.split(|byte| *byte == b'\n').next().unwrap_or_default();
        let is_line = first.first().is_some_and(|byte| b"TERAMN*#".contains(byte)) && first.contains(&b'\t');
        match (head.has_ending(self.endings()), is_line || head.bytes.is_empty()) {
            (true, true) => Confidence::Sure,
            (true, false) => Confidence::Likely,
            _ => Confidence::No,
        }
    }

    /// The text, and what tells which types there are: beside it or in the folder above.
    fn companions(&self, name: &str) -> Vec<String> {
        let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
        let here = folder(name);
        let shared = ["annotation.conf", "visual.conf", "kb_shortcuts.conf", "tools.conf"];
        let texts = ["txt", "TXT"].map(|ending| format!("{stem}.{ending}"));
        texts
            .into_iter()
            .chain(shared.iter().flat_map(|conf| [format!("{here}{conf}"), format!("{here}../{conf}")]))
            .collect()
    }

    fn read(&self, files: &[InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let document = read::document(files, cx)?;
        let codebook = types::codebook(files, cx);
        cx.codebook(codebook);
        cx.document(document)
    }

    fn fit(&self, document: Document, cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<Document>, FormatError> {
        let document = with_ids_of_attributes(document, cx, losses);
        let mut documents = fitted(document, &self.carries(), cx, losses)?;
        for document in &mut documents {
            let mut sets = std::mem::take(&mut document.sets);
            for set in &mut sets {
                keep_notes_on_records(set, document, losses);
                keep_places(set, document, losses);
            }
            document.sets = sets;
        }
        Ok(documents)
    }

    fn writer<'a>(&self, cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Result<Box<dyn Writer + 'a>, FormatError> {
        Ok(Box::new(write::Files::new(cx, out)))
    }
}

/// A note stands on a span or relation. An answer goes to what its thread is about; what is settled is not said.
fn keep_notes_on_records(set: &mut Set, document: &Document, losses: &mut Losses) {
    let roots: Vec<Option<Target>> = set.notes.iter().map(|note| root(note, &set.notes)).collect();
    let mut kept = Vec::with_capacity(set.notes.len());
    for (note, root) in std::mem::take(&mut set.notes).into_iter().zip(roots) {
        let Some(on) = root.filter(|_| !note.body.trim().is_empty()) else {
            losses.add(LossKind::Note, || format!("“{}” in “{}”", quote(&note.body), document.name()));
            continue;
        };
        if on != note.on || note.verdict.is_some() {
            losses.add(LossKind::Field, || format!("the thread of “{}” in “{}”", quote(&note.body), document.name()));
        }
        kept.push(Note { on, verdict: None, ..note });
    }
    set.notes = kept;
}

/// The span or relation that a thread is about.
fn root(note: &Note, notes: &[Note]) -> Option<Target> {
    let mut note = note;
    for _ in 0..=notes.len() {
        match &note.on {
            Target::Note(at) => note = notes.get(*at)?,
            Target::Span(_) | Target::Relation(_) => return Some(note.on.clone()),
            Target::Document | Target::Elsewhere(..) => return None,
        }
    }
    None
}

/// A span is written piece by piece, each on one line of the text. Pieces with nothing but a line's end between them come
/// back as one, and what ends lines is not at the ends of a piece.
fn keep_places(set: &mut Set, document: &Document, losses: &mut Losses) {
    let text = &document.text;
    drop_spans(set, LossKind::Span, document, losses, |_, span| {
        span.at.hull().is_empty() || trimmed(&span.at, text).is_some()
    });
    for span in set.spans.iter_mut().filter(|span| !span.at.hull().is_empty()) {
        if let Some(at) = trimmed(&span.at, text).filter(|at| *at != span.at) {
            let words = quote(text.slice(span.at.hull()));
            losses.add(LossKind::Edges, || format!("“{words}” as {} in “{}”", span.label.tag, document.name()));
            span.at = at;
        }
    }
    drop_same(set, document, losses);
}

/// A span without what ends lines at its ends, its pieces on both sides of a line's end put together. What is put together
/// may have a line's end near its own end, and so on.
fn trimmed(at: &Fragments, text: &Text) -> Option<Fragments> {
    let mut ranges: Vec<TextRange> = at.iter().collect();
    loop {
        let cut: Vec<TextRange> = ranges.iter().filter_map(|range| without_ends(*range, text)).collect();
        let next = joined(&cut, text);
        if next == ranges {
            return Fragments::new(&ranges).ok();
        }
        ranges = next;
    }
}

/// A range without line ends, and white space beside those, at its start and end.
pub(super) fn without_ends(range: TextRange, text: &Text) -> Option<TextRange> {
    let words = text.slice(range);
    let start = if leads_with_break(words.chars()) { words.trim_start_matches(is_space) } else { words };
    let core = if leads_with_break(words.chars().rev()) { start.trim_end_matches(is_space) } else { start };
    let at = range.start().get() + (words.len() - start.len()) as u32;
    (!core.is_empty()).then(|| TextRange::between(Offset::new(at), Offset::new(at + core.len() as u32)))
}

/// Whether there is a line's end before the first character that can be seen.
fn leads_with_break(characters: impl Iterator<Item = char>) -> bool {
    characters.take_while(|c| is_space(*c)).any(is_break)
}

/// Ranges with those put together that have only white space with a line's end between them.
pub(super) fn joined(ranges: &[TextRange], text: &Text) -> Vec<TextRange> {
    let mut all: Vec<TextRange> = Vec::with_capacity(ranges.len());
    for &range in ranges {
        match all.last_mut() {
            Some(last)
                if last.end() <= range.start()
                    && is_line_end(text.slice(TextRange::between(last.end(), range.start()))) =>
            {
                *last = last.hull(range);
            }
            _ => all.push(range),
        }
    }
    all
}

fn is_line_end(between: &str) -> bool {
    between.chars().all(is_space) && between.chars().any(is_break)
}

/// Whether it ends a line or a column: brat reads lines as Python does, and other readers split them at every tab.
pub(super) fn is_break(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | '\u{B}' | '\u{C}' | '\u{1C}'..='\u{1E}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

pub(super) fn is_space(c: char) -> bool {
    c.is_whitespace() || is_break(c)
}
