//! From a project to lines. The keys and their order are a promise to scripts.

use crate::formats::{
    FormatError, LossKind, Losses, OutputFile, Selection, WriteCx, covered, kind_name, origin_name, unit_name,
    verdict_name,
};
use crate::model::{
    self, Confidence, Details, Document, DocumentId, DocumentTag, Note, NoteTarget, Project, RecordId, Relation,
    SetKey, Span,
};
use crate::text::{Text, TextRange, Unit};
use serde::Serialize;
use serde_json::Value;
use std::collections::BTreeMap;

pub(super) fn files(cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<OutputFile>, FormatError> {
    let unit = cx.unit.unwrap_or_default();
    let mut bytes = Vec::new();
    for id in cx.selection.documents(cx.project) {
        let Some(document) = cx.project.document(id) else { continue };
        count_losses(cx, document, losses);
        let line = Line::new(cx.project, cx.selection, document, unit);
        serde_json::to_writer(&mut bytes, &line)
            .map_err(|error| FormatError::Unverified { why: format!("{error} in “{}”", document.title) })?;
        bytes.push(b'\n');
    }
    Ok(vec![OutputFile { name: "documents.jsonl".to_owned(), bytes }])
}

/// Who works on a document, whether it is put aside and what was rejected in it are matters of the project that it leaves.
fn count_losses(cx: &WriteCx<'_>, document: &Document, losses: &mut Losses) {
    for (key, set) in cx.project.sets_of(&document.id).filter(|(key, _)| cx.selection.has_set(cx.project, key)) {
        let example = || format!("“{}”: what {} rejected", document.title, cx.project.annotator_name(&key.annotator));
        losses.add_many(LossKind::Rejection, set.rejections.len(), example);
    }
    if document.archived {
        losses.add(LossKind::Document, || format!("“{}” is archived", document.title));
    }
    if !document.assigned.is_empty() {
        losses.add(LossKind::Document, || format!("“{}” is assigned", document.title));
    }
}

#[derive(Serialize)]
struct Line<'a> {
    id: &'a str,
    title: &'a str,
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
}

/// What one annotator says about a document, as JSON has it here and on the command line.
#[derive(Serialize)]
pub struct SetLine<'a> {
    annotator: &'a str,
    name: &'a str,
    kind: &'static str,
    state: &'static str,
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
    id: RecordIdLine,
    from: RecordIdLine,
    to: RecordIdLine,
    tag: &'a str,
    #[serde(flatten)]
    details: DetailsLine<'a>,
    origin: String,
    made: String,
}

#[derive(Serialize)]
struct TagLine<'a> {
    tag: &'a str,
    #[serde(flatten)]
    details: DetailsLine<'a>,
    origin: String,
    made: String,
}

#[derive(Serialize)]
struct DetailsLine<'a> {
    attributes: ValuesLine<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: Option<u8>,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    flagged: bool,
}

#[derive(Serialize)]
struct SpanLine<'a> {
    id: RecordIdLine,
    start: usize,
    end: usize,
    fragments: Vec<(usize, usize)>,
    tag: &'a str,
    text: String,
    #[serde(flatten)]
    details: DetailsLine<'a>,
    origin: String,
    made: String,
}

#[derive(Serialize)]
struct NoteLine<'a> {
    id: RecordIdLine,
    on: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    of: Option<&'a str>,
    body: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    verdict: Option<&'static str>,
    made: String,
}

struct RecordIdLine(RecordId);

impl Serialize for RecordIdLine {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.0.as_str())
    }
}

impl<'a> Line<'a> {
    fn new(project: &'a Project, selection: &Selection, document: &'a Document, unit: Unit) -> Self {
        let source = document.source.as_ref().map(|source| SourceLine {
            file: &source.file,
            encoding: &source.encoding,
            bom: source.bom,
            sha256: source.sha256.map(|digest| digest.to_string()),
        });
        Self {
            id: document.id.as_str(),
            title: &document.title,
            language: document.language.as_deref(),
            date: document.date.as_deref(),
            outlet: document.outlet.as_deref(),
            source,
            meta: &document.meta,
            text: document.text.as_str(),
            unit: unit_name(unit),
            excluded: document.excluded.iter().map(|range| offsets(range, &document.text, unit)).collect(),
            sets: set_lines(project, selection, &document.id, unit),
        }
    }
}

/// The selected sets of a document, by annotator; sets that say nothing are left out.
pub fn set_lines<'a>(
    project: &'a Project,
    selection: &Selection,
    document: &'a DocumentId,
    unit: Unit,
) -> Vec<SetLine<'a>> {
    let Some(text) = project.document(document).map(|document| &document.text) else { return Vec::new() };
    let keys = project.sets_of(document).map(|(key, _)| key).filter(|key| selection.has_set(project, key));
    keys.filter_map(|key| set_line(project, selection, key, text, unit)).collect()
}

fn set_line<'a>(
    project: &'a Project,
    selection: &Selection,
    key: &'a SetKey,
    text: &'a Text,
    unit: Unit,
) -> Option<SetLine<'a>> {
    let set = project.set(key).filter(|set| !set.is_blank())?;
    let spans: Vec<&Span> = set.spans.iter().filter(|span| selection.has_span(span)).collect();
    let relations = selection.relations_of(set);
    let has_target = |note: &&Note| match note.on {
        // A note on something that is not there at all stays; one on what is not selected goes with it.
        _ if selection.tags.is_none() || note.of.is_some() => true,
        NoteTarget::Document | NoteTarget::Note(_) => true,
        NoteTarget::Span(id) => spans.iter().any(|span| span.id == id),
        NoteTarget::Relation(id) => relations.iter().any(|relation| relation.id == id),
    };
    let notes = set.notes.values().filter(has_target).map(note_line).collect();
    let kind = project.annotators.get(&key.annotator).map(|annotator| annotator.kind);
    Some(SetLine {
        annotator: key.annotator.as_str(),
        name: project.annotator_name(&key.annotator),
        kind: kind_name(kind.unwrap_or_default()),
        state: set.head.state.name(),
        attributes: set.attributes.iter().map(|(id, value)| (id.as_str(), json_of(value))).collect(),
        spans: spans.into_iter().map(|span| span_line(span, text, unit)).collect(),
        relations: relations.into_iter().map(relation_line).collect(),
        tags: set.document_tags.values().filter(|given| selection.has_tag(&given.tag)).map(tag_line).collect(),
        notes,
    })
}

fn span_line<'a>(span: &'a Span, text: &Text, unit: Unit) -> SpanLine<'a> {
    let (start, end) = offsets(span.hull(), text, unit);
    SpanLine {
        id: RecordIdLine(span.id),
        start,
        end,
        fragments: span.at.iter().map(|range| offsets(range, text, unit)).collect(),
        tag: span.tag.as_str(),
        text: covered(text, &span.at),
        details: details_line(&span.details),
        origin: origin_name(&span.origin),
        made: span.made.to_string(),
    }
}

fn relation_line(relation: &Relation) -> RelationLine<'_> {
    RelationLine {
        id: RecordIdLine(relation.id),
        from: RecordIdLine(relation.from),
        to: RecordIdLine(relation.to),
        tag: relation.tag.as_str(),
        details: details_line(&relation.details),
        origin: origin_name(&relation.origin),
        made: relation.made.to_string(),
    }
}

fn tag_line(given: &DocumentTag) -> TagLine<'_> {
    TagLine {
        tag: given.tag.as_str(),
        details: details_line(&given.details),
        origin: origin_name(&given.origin),
        made: given.made.to_string(),
    }
}

fn details_line(details: &Details) -> DetailsLine<'_> {
    let said = details.said();
    DetailsLine {
        attributes: said.attributes.iter().map(|(id, value)| (id.as_str(), json_of(value))).collect(),
        confidence: said.confidence.map(Confidence::percent),
        flagged: said.flagged,
    }
}

/// A value of an attribute as JSON has it.
fn json_of(value: &model::Value) -> Value {
    match value {
        model::Value::Text(text) => text.as_str().into(),
        model::Value::Set(ids) => ids.iter().map(|id| Value::from(id.as_str())).collect(),
        model::Value::YesNo(yes) => (*yes).into(),
        model::Value::Number(number) => number.get().into(),
    }
}

fn offsets(range: TextRange, text: &Text, unit: Unit) -> (usize, usize) {
    (text.count(range.start(), unit), text.count(range.end(), unit))
}

fn note_line(note: &Note) -> NoteLine<'_> {
    let on = match note.on {
        NoteTarget::Document => "document".to_owned(),
        NoteTarget::Span(id) | NoteTarget::Relation(id) | NoteTarget::Note(id) => id.to_string(),
    };
    NoteLine {
        id: RecordIdLine(note.id),
        on,
        of: note.of.as_ref().map(|of| of.as_str()),
        body: &note.body,
        verdict: note.verdict.map(verdict_name),
        made: note.made.to_string(),
    }
}
