//! From a project to lines. The keys and their order are a promise to scripts.

use crate::formats::{
    FormatError, LossKind, Losses, OutputFile, Selection, WriteCx, covered, kind_name, origin_name, unit_name,
};
use crate::model::{Document, DocumentId, Note, NoteTarget, Project, RecordId, SetKey, Span};
use crate::text::{Text, TextRange, Unit};
use serde::Serialize;
use std::collections::BTreeMap;

pub(super) fn files(cx: &WriteCx<'_>, losses: &mut Losses) -> Result<Vec<OutputFile>, FormatError> {
    let unit = cx.unit.unwrap_or_default();
    let mut bytes = Vec::new();
    for id in cx.selection.documents(cx.project) {
        let Some(document) = cx.project.document(id) else { continue };
        count_losses(document, losses);
        let line = Line::new(cx.project, cx.selection, document, unit);
        serde_json::to_writer(&mut bytes, &line)
            .map_err(|error| FormatError::Unverified { why: format!("{error} in “{}”", document.title) })?;
        bytes.push(b'\n');
    }
    Ok(vec![OutputFile { name: "documents.jsonl".to_owned(), bytes }])
}

/// Who works on a document and whether it is put aside are matters of the project that it leaves.
fn count_losses(document: &Document, losses: &mut Losses) {
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
    spans: Vec<SpanLine<'a>>,
    relations: [(); 0],
    tags: [(); 0],
    notes: Vec<NoteLine<'a>>,
}

#[derive(Serialize)]
struct SpanLine<'a> {
    id: RecordIdLine,
    start: usize,
    end: usize,
    fragments: Vec<(usize, usize)>,
    tag: &'a str,
    text: String,
    attributes: BTreeMap<String, String>,
    origin: String,
    made: String,
}

#[derive(Serialize)]
struct NoteLine<'a> {
    id: RecordIdLine,
    on: String,
    body: &'a str,
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
    let has_target = |note: &&Note| match note.on {
        NoteTarget::Document => true,
        // A note on a span that is not there at all stays; one on a span that is not selected goes with it.
        NoteTarget::Span(id) => selection.tags.is_none() || spans.iter().any(|span| span.id == id),
    };
    let notes = set.notes.values().filter(has_target).map(note_line).collect();
    let kind = project.annotators.get(&key.annotator).map(|annotator| annotator.kind);
    Some(SetLine {
        annotator: key.annotator.as_str(),
        name: project.annotator_name(&key.annotator),
        kind: kind_name(kind.unwrap_or_default()),
        state: set.head.state.name(),
        spans: spans.into_iter().map(|span| span_line(span, text, unit)).collect(),
        relations: [],
        tags: [],
        notes,
    })
}

fn span_line<'a>(span: &'a Span, text: &Text, unit: Unit) -> SpanLine<'a> {
    let offsets = |range: TextRange| (text.count(range.start(), unit), text.count(range.end(), unit));
    let (start, end) = offsets(span.hull());
    SpanLine {
        id: RecordIdLine(span.id),
        start,
        end,
        fragments: span.at.iter().map(offsets).collect(),
        tag: span.tag.as_str(),
        text: covered(text, &span.at),
        attributes: BTreeMap::new(),
        origin: origin_name(&span.origin),
        made: span.made.to_string(),
    }
}

fn note_line(note: &Note) -> NoteLine<'_> {
    let on = match note.on {
        NoteTarget::Document => "document".to_owned(),
        NoteTarget::Span(id) => id.to_string(),
    };
    NoteLine { id: RecordIdLine(note.id), on, body: &note.body, made: note.made.to_string() }
}
