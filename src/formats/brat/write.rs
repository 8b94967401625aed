//! From documents to texts and lines.

use super::conf;
use super::format::{is_break, without_ends};
use super::read::NOTE;
use crate::formats::escape::escaped;
use crate::formats::exchange::{Document, Set, Target, Values};
use crate::formats::output::{Open, Stems};
use crate::formats::{FormatError, Output, WriteCx, Writer};
use crate::model::{Fragments, Value};
use crate::text::{Offset, Text, TextRange, Unit};
use std::collections::{BTreeSet, HashSet};
use std::fmt::Write as _;

/// Writes a text and a file of annotations for each document, and at last what tells brat which types there are.
pub(super) struct Files<'a> {
    cx: &'a WriteCx<'a>,
    out: &'a mut dyn Output,
    stems: Stems,
    folders: BTreeSet<String>,
}

impl<'a> Files<'a> {
    pub(super) fn new(cx: &'a WriteCx<'a>, out: &'a mut dyn Output) -> Self {
        Self { cx, out, stems: Stems::default(), folders: BTreeSet::new() }
    }
}

impl Writer for Files<'_> {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let stem = self.stems.of(document);
        self.folders.insert(stem.rsplit_once('/').map_or("", |(folder, _)| folder).to_owned());
        let nothing = Set::default();
        let lines = lines(document.sets.first().unwrap_or(&nothing), &document.text);
        Open::whole(self.out, format!("{stem}.ann"), lines.as_bytes())?;
        Open::whole(self.out, format!("{stem}.txt"), document.text.as_str().as_bytes())
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        let (annotation, visual) = (conf::annotation(self.cx), conf::visual(self.cx));
        // brat looks beside the texts and above them; one pair serves all folders.
        Open::whole(self.out, "annotation.conf", annotation.as_bytes())?;
        Open::whole(self.out, "visual.conf", visual.as_bytes())
    }
}

/// The lines of one set.
fn lines(set: &Set, text: &Text) -> String {
    let mut out = String::new();
    let spans = names('T', set.spans.iter().map(|span| span.id.as_deref()));
    let relations = names('R', set.relations.iter().map(|relation| relation.id.as_deref()));
    for (span, id) in set.spans.iter().zip(&spans) {
        let pieces = pieces(&span.at, text);
        let offsets: Vec<String> = pieces.iter().map(|piece| offsets(*piece, text)).collect();
        let words: Vec<&str> = pieces.iter().map(|piece| text.slice(*piece)).collect();
        line(&mut out, format_args!("{id}\t{} {}\t{}", type_name(&span.label.tag), offsets.join(";"), words.join(" ")));
    }
    for (relation, id) in set.relations.iter().zip(&relations) {
        let (Some(from), Some(to)) = (spans.get(relation.from), spans.get(relation.to)) else { continue };
        line(&mut out, format_args!("{id}\t{} Arg1:{from} Arg2:{to}\t", type_name(&relation.label.tag)));
    }
    let own = set.notes.iter().filter_map(|note| note.id.as_deref()).filter(|id| is_own('#', id)).collect();
    let mut numbers = Numbers { attributes: 0, notes: 0, taken: own, given: HashSet::new() };
    for (values, id) in set.spans.iter().map(|span| &span.beside.attributes).zip(&spans) {
        values_of(&mut out, values, id, &mut numbers);
    }
    for (values, id) in set.relations.iter().map(|relation| &relation.beside.attributes).zip(&relations) {
        values_of(&mut out, values, id, &mut numbers);
    }
    for note in &set.notes {
        let on = match note.on {
            Target::Span(at) => spans.get(at),
            Target::Relation(at) => relations.get(at),
            _ => None,
        };
        if let Some(on) = on {
            let id = numbers.note(note.id.as_deref());
            line(&mut out, format_args!("{id}\t{NOTE} {on}\t{}", one_line(&note.body)));
        }
    }
    out
}

/// The last numbers of attributes and notes, the ids that notes bring along, and those of them that one has.
struct Numbers<'s> {
    attributes: usize,
    notes: usize,
    taken: HashSet<&'s str>,
    given: HashSet<&'s str>,
}

impl<'s> Numbers<'s> {
    /// The id of a note: its own if it is one of brat's and no other note's.
    fn note(&mut self, own: Option<&'s str>) -> String {
        if let Some(own) = own.filter(|own| self.taken.contains(own) && self.given.insert(own)) {
            return own.to_owned();
        }
        loop {
            self.notes += 1;
            let id = format!("#{}", self.notes);
            if !self.taken.contains(id.as_str()) {
                return id;
            }
        }
    }
}

/// A yes is an attribute without a value, a single word one with a value; other text is a note of the attribute's name.
fn values_of(out: &mut String, values: &Values, of: &str, numbers: &mut Numbers<'_>) {
    for (name, value) in values {
        let name = type_name(name);
        let words: Vec<String> = match value {
            Value::YesNo(true) => vec![String::new()],
            Value::YesNo(false) => vec!["false".to_owned()],
            Value::Number(number) => vec![number.to_string()],
            Value::Text(text) => vec![text.to_string()],
            Value::Set(ids) => ids.iter().map(ToString::to_string).collect(),
        };
        for word in words {
            let is_text = matches!(value, Value::Text(_)) && (word.contains(char::is_whitespace) || word.is_empty());
            if is_text || name == NOTE {
                let id = numbers.note(None);
                line(out, format_args!("{id}\t{name} {of}\t{}", one_line(&word)));
                continue;
            }
            numbers.attributes += 1;
            let value = escaped(&word, |c| !c.is_whitespace() && !is_break(c));
            let value = if value.is_empty() { value } else { format!(" {value}") };
            line(out, format_args!("A{}\t{name} {of}{value}", numbers.attributes));
        }
    }
}

fn line(out: &mut String, content: std::fmt::Arguments<'_>) {
    let _ = writeln!(out, "{content}");
}

/// The ids of records: as they are called, where that is as brat calls them and nothing before is called so; the others get
/// the numbers that are free.
fn names<'a>(letter: char, ids: impl Iterator<Item = Option<&'a str>>) -> Vec<String> {
    let mut seen = HashSet::new();
    let own: Vec<Option<&str>> = ids.map(|id| id.filter(|id| is_own(letter, id) && seen.insert(*id))).collect();
    let mut free = (1..).map(|n| format!("{letter}{n}")).filter(|id| !seen.contains(id.as_str()));
    own.into_iter().filter_map(|own| own.map(str::to_owned).or_else(|| free.next())).collect()
}

/// Whether an id is a letter and a number.
fn is_own(letter: char, id: &str) -> bool {
    let number = id.strip_prefix(letter);
    number.is_some_and(|number| !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The parts of a span that are on one line each, without the line's ends.
fn pieces(at: &Fragments, text: &Text) -> Vec<TextRange> {
    let mut pieces = Vec::new();
    for range in at.iter() {
        let mut start = range.start();
        for part in text.slice(range).split_inclusive(is_break) {
            let end = Offset::new(start.get() + part.len() as u32);
            pieces.extend(without_ends(TextRange::between(start, end), text));
            start = end;
        }
        if range.is_empty() {
            pieces.push(range);
        }
    }
    pieces
}

fn offsets(range: TextRange, text: &Text) -> String {
    format!("{} {}", text.count(range.start(), Unit::CodePoint), text.count(range.end(), Unit::CodePoint))
}

/// A name as brat has types.
pub(super) fn type_name(name: &str) -> String {
    escaped(name, |c| c.is_ascii_alphanumeric() || c == '_' || c == '-')
}

/// Words on one line.
fn one_line(words: &str) -> String {
    escaped(words, |c| !is_break(c))
}
