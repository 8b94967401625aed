//! From documents to lines. The keys and their order are a promise to scripts.

use crate::formats::exchange::{self, Beside, Document, Label, Target, Values};
use crate::formats::json::json_of;
use crate::formats::output::Open;
use crate::formats::{FormatError, WriteCx, Writer, covered, kind_name, origin_name, unit_name, verdict_name};
use crate::model::{self, Confidence};
use crate::text::{Text, TextRange, Unit};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

/// Writes a line for each document.
pub(super) struct Lines {
    file: Open,
    unit: Unit,
}

impl Lines {
    /// Begins a file.
    pub(super) fn new(file: Open, cx: &WriteCx<'_>) -> Self {
        Self { file, unit: cx.options.unit.unwrap_or_default() }
    }
}

impl Writer for Lines {
    fn document(&mut self, document: &Document) -> Result<(), FormatError> {
        let mut bytes = serde_json::to_vec(&Line::new(document, self.unit))
            .map_err(|error| FormatError::Unverified { why: format!("{error} in “{}”", document.name()) })?;
        bytes.push(b'\n');
        self.file.put(&bytes)
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        self.file.close()
    }
}

#[derive(Serialize)]
struct Line<'a> {
    id: Option<&'a str>,
    title: Option<&'a str>,
    language: Option<&'a str>,
    date: Option<&'a str>,
    outlet: Option<&'a str>,
    source: Option<SourceLine<'a>>,
    meta: &'a BTreeMap<String, String>,
    text: &'a str,
    unit: &'static str,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    excluded: Vec<(usize, usize)>,
    sets: Vec<SetLine<'a>>,
}

#[derive(Serialize)]
struct SourceLine<'a> {
    file: &'a str,
    encoding: &'a str,
    bom: bool,
    sha256: Option<String>,
    #[serde(skip_serializing_if = "str::is_empty")]
    importer: &'a str,
}

/// What one annotator says about a document, as JSON has it here and on the command line.
#[derive(Serialize)]
pub struct SetLine<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    annotator: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    kind: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    state: Option<&'static str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    attributes: ValuesLine<'a>,
    spans: Vec<SpanLine<'a>>,
    relations: Vec<RelationLine<'a>>,
    tags: Vec<TagLine<'a>>,
    notes: Vec<NoteLine<'a>>,
}

/// The values of attributes: strings, lists of strings, true or false, numbers.
type ValuesLine<'a> = BTreeMap<&'a str, Value>;

#[derive(Serialize)]
struct RelationLine<'a> {
    id: String,
    from: String,
    to: String,
    tag: &'a str,
    #[serde(flatten)]
    details: DetailsLine<'a>,
}

#[derive(Serialize)]
struct TagLine<'a> {
    tag: &'a str,
    #[serde(flatten)]
    details: DetailsLine<'a>,
}

#[derive(Serialize)]
struct DetailsLine<'a> {
    attributes: ValuesLine<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<u8>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    flagged: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    origin: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    made: Option<String>,
}

#[derive(Serialize)]
struct SpanLine<'a> {
    id: String,
    start: usize,
    end: usize,
    fragments: Vec<(usize, usize)>,
    tag: &'a str,
    text: String,
    #[serde(flatten)]
    details: DetailsLine<'a>,
}

#[derive(Serialize)]
struct NoteLine<'a> {
    id: String,
    on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'a str>,
    body: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    made: Option<String>,
}

impl<'a> Line<'a> {
    fn new(document: &'a Document, unit: Unit) -> Self {
        let source = document.source.as_ref().map(|source| SourceLine {
            file: &source.file,
            encoding: &source.encoding,
            bom: source.bom,
            sha256: source.sha256.map(|digest| digest.to_string()),
            importer: &source.importer,
        });
        Self {
            id: document.id.as_deref(),
            title: document.title.as_deref(),
            language: document.language.as_deref(),
            date: document.date.as_deref(),
            outlet: document.outlet.as_deref(),
            source,
            meta: &document.meta,
            text: document.text.as_str(),
            unit: unit_name(unit),
            excluded: document.excluded.iter().map(|range| offsets(range, &document.text, unit)).collect(),
            sets: document.sets.iter().map(|set| SetLine::new(set, &document.text, unit)).collect(),
        }
    }
}

impl<'a> SetLine<'a> {
    /// What an annotator says, with offsets in a unit.
    pub fn new(set: &'a exchange::Set, text: &Text, unit: Unit) -> Self {
        let person = set.annotator.as_ref();
        Self {
            annotator: person.map(|person| person.id.as_str()),
            name: person.map(|person| person.name.as_deref().unwrap_or(&person.id)),
            kind: person.map(|person| kind_name(person.kind.unwrap_or_default())),
            state: set.state.map(model::SetState::name),
            attributes: values_line(&set.attributes),
            spans: set.spans.iter().enumerate().map(|(at, span)| span_line(set, at, span, text, unit)).collect(),
            relations: set.relations.iter().enumerate().map(|(at, it)| relation_line(set, at, it)).collect(),
            tags: set.tags.iter().map(tag_line).collect(),
            notes: set.notes.iter().enumerate().map(|(at, note)| note_line(set, at, note)).collect(),
        }
    }
}

/// What a record is called: as it is called already, else by its place.
fn name_of(id: Option<&smol_str::SmolStr>, letter: char, at: usize) -> String {
    id.map_or_else(|| format!("{letter}{}", at + 1), ToString::to_string)
}

fn span_name(set: &exchange::Set, at: usize) -> String {
    name_of(set.spans.get(at).and_then(|span| span.id.as_ref()), 's', at)
}

fn relation_name(set: &exchange::Set, at: usize) -> String {
    name_of(set.relations.get(at).and_then(|relation| relation.id.as_ref()), 'r', at)
}

fn note_name(set: &exchange::Set, at: usize) -> String {
    name_of(set.notes.get(at).and_then(|note| note.id.as_ref()), 'n', at)
}

fn span_line<'a>(set: &exchange::Set, at: usize, span: &'a exchange::Span, text: &Text, unit: Unit) -> SpanLine<'a> {
    let (start, end) = offsets(span.at.hull(), text, unit);
    SpanLine {
        id: span_name(set, at),
        start,
        end,
        fragments: span.at.iter().map(|range| offsets(range, text, unit)).collect(),
        tag: tag_of(&span.label),
        text: covered(text, &span.at),
        details: details_line(&span.beside),
    }
}

fn relation_line<'a>(set: &exchange::Set, at: usize, relation: &'a exchange::Relation) -> RelationLine<'a> {
    RelationLine {
        id: relation_name(set, at),
        from: span_name(set, relation.from),
        to: span_name(set, relation.to),
        tag: tag_of(&relation.label),
        details: details_line(&relation.beside),
    }
}

fn tag_line(given: &exchange::DocumentTag) -> TagLine<'_> {
    TagLine { tag: tag_of(&given.label), details: details_line(&given.beside) }
}

fn tag_of(label: &Label) -> &str {
    &label.tag
}

fn details_line(beside: &Beside) -> DetailsLine<'_> {
    DetailsLine {
        attributes: values_line(&beside.attributes),
        confidence: beside.confidence.map(Confidence::percent),
        flagged: beside.flagged,
        origin: beside.origin.as_ref().map(origin_name),
        made: beside.made.map(|made| made.to_string()),
    }
}

fn values_line(values: &Values) -> ValuesLine<'_> {
    values.iter().map(|(id, value)| (id.as_str(), json_of(value))).collect()
}

fn offsets(range: TextRange, text: &Text, unit: Unit) -> (usize, usize) {
    (text.count(range.start(), unit), text.count(range.end(), unit))
}

fn note_line<'a>(set: &exchange::Set, at: usize, note: &'a exchange::Note) -> NoteLine<'a> {
    let on = match &note.on {
        Target::Document => "document".to_owned(),
        Target::Span(at) => span_name(set, *at),
        Target::Relation(at) => relation_name(set, *at),
        Target::Note(at) => note_name(set, *at),
        Target::Elsewhere(_, id) => id.to_string(),
    };
    NoteLine {
        id: note_name(set, at),
        on,
        of: note.of.as_deref(),
        body: &note.body,
        verdict: note.verdict.map(verdict_name),
        made: note.made.map(|made| made.to_string()),
    }
}
