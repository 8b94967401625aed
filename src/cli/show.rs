//! `glossator show`: what is said about one document.

use super::args::ShowArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::streams::{Streams, counted};
use super::table::{Side, TextTable, one_line};
use super::{open, pick};
use crate::formats::{Selection, SetLine, covered, outgoing_sets, unit_name};
use crate::model::{AnnotationSet, Details, Document, NoteTarget, Project, RecordId, Relation, SetKey, Span, Value};
use crate::text::{Unit, quote};
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::io::{self, Write};

#[derive(Serialize)]
struct Answer<'a> {
    document: &'a str,
    title: &'a str,
    characters: usize,
    language: Option<&'a str>,
    date: Option<&'a str>,
    outlet: Option<&'a str>,
    unit: &'static str,
    sets: Vec<SetLine<'a>>,
}

pub(super) fn run(args: &ShowArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let workspace = open::open(&args.folder, open::options(None, None), streams)?;
    let project = workspace.snapshot();
    open::close(workspace, streams)?;
    let document = pick::document(&project, &args.document)?;
    let annotators = args.annotator.iter().map(|word| pick::annotator(&project, word)).collect::<Result<_, _>>()?;
    let annotators = (!args.annotator.is_empty()).then_some(annotators);
    let selection = Selection { annotators, ..Selection::default() };
    let unit = args.unit.unit();
    if args.answer.json {
        let sets = outgoing_sets(&project, &selection, &document.id);
        streams.json(&Answer {
            document: document.id.as_str(),
            title: &document.title,
            characters: document.text.count(document.text.end(), Unit::CodePoint),
            language: document.language.as_deref(),
            date: document.date.as_deref(),
            outlet: document.outlet.as_deref(),
            unit: unit_name(unit),
            sets: sets.iter().map(|set| SetLine::new(set, &document.text, unit)).collect(),
        })?;
    } else {
        write_head(document, streams.out)?;
        for key in selection.sets(&project, &document.id) {
            if let Some(set) = project.set(key).filter(|set| !set.is_blank()) {
                write_set(&project, document, key, set, unit, streams.out)?;
            }
        }
    }
    Ok(Outcome::Done)
}

fn write_head(document: &Document, out: &mut dyn Write) -> io::Result<()> {
    let n_characters = document.text.count(document.text.end(), Unit::CodePoint);
    let known = [&document.language, &document.date, &document.outlet].into_iter().flatten();
    let facts: Vec<String> = std::iter::once(counted(n_characters, "character")).chain(known.cloned()).collect();
    writeln!(out, "{}", one_line(&document.title))?;
    writeln!(out, "{}: {}", document.id, one_line(&facts.join(", ")))
}

fn write_set(
    project: &Project,
    document: &Document,
    key: &SetKey,
    set: &AnnotationSet,
    unit: Unit,
    out: &mut dyn Write,
) -> io::Result<()> {
    let spans = counted(set.spans.len(), "span");
    let relations = match set.relations.len() {
        0 => String::new(),
        n => format!(", {}", counted(n, "relation")),
    };
    let (name, state) = (project.annotator_name(&key.annotator), set.head.state.name());
    writeln!(out, "\n{name}, {state}, {spans}{relations}")?;
    let values = set.attributes.iter().map(|(id, value)| format!("{id}={}", written(value)));
    let tags = set.document_tags.values().map(|given| format!("{}  {}", given.tag, said(&given.details)));
    for label in tags.chain(values) {
        writeln!(out, "  Article: {}", one_line(label.trim_end()))?;
    }
    write_spans(document, set, unit, out)?;
    write_relations(document, set, out)?;
    for note in set.notes.values() {
        let on = match note.on {
            NoteTarget::Span(id) if note.of.is_none() => set.spans.find(id),
            _ => None,
        };
        let on = on.map(|span| format!(" on “{}”", quote(&covered(&document.text, &span.at)))).unwrap_or_default();
        writeln!(out, "  Note{}: {}", one_line(&on), one_line(&note.body))?;
    }
    Ok(())
}

fn write_spans(document: &Document, set: &AnnotationSet, unit: Unit, out: &mut dyn Write) -> io::Result<()> {
    let columns = [("start", Side::Right), ("end", Side::Right), ("tag", Side::Left), ("text", Side::Left)];
    let rows = set.spans.iter().map(|span| {
        let hull = span.hull();
        let cells = vec![
            document.text.count(hull.start(), unit).to_string(),
            document.text.count(hull.end(), unit).to_string(),
            span.tag.to_string(),
            quote(&covered(&document.text, &span.at)),
        ];
        (cells, said(&span.details))
    });
    write_rows(&columns, rows.collect(), out)
}

/// The relations in the order of the text: by where they go out from, then by where they lead to.
fn write_relations(document: &Document, set: &AnnotationSet, out: &mut dyn Write) -> io::Result<()> {
    let linked: HashSet<RecordId> = set.relations.values().flat_map(|relation| [relation.from, relation.to]).collect();
    let spans: HashMap<RecordId, &Span> =
        set.spans.iter().filter(|span| linked.contains(&span.id)).map(|span| (span.id, span)).collect();
    let place = |id| spans.get(&id).map_or((true, None), |span| (false, Some(span.key())));
    let words = |id| match spans.get(&id) {
        Some(span) => quote(&covered(&document.text, &span.at)),
        None => "(gone)".to_owned(),
    };
    let mut relations: Vec<&Relation> = set.relations.values().collect();
    relations.sort_by_key(|relation| (place(relation.from), place(relation.to), relation.id));
    let rows = relations.into_iter().map(|relation| {
        let cells = vec![words(relation.from), relation.tag.to_string(), words(relation.to)];
        (cells, said(&relation.details))
    });
    write_rows(&[("from", Side::Left), ("relation", Side::Left), ("to", Side::Left)], rows.collect(), out)
}

/// Rows of cells, with a last column for what is said beside each tag, where something is.
fn write_rows(
    columns: &[(&'static str, Side)],
    rows: Vec<(Vec<String>, String)>,
    out: &mut dyn Write,
) -> io::Result<()> {
    let last = rows.iter().any(|(_, said)| !said.is_empty()).then_some(("attributes", Side::Left));
    let mut table = TextTable::new(&columns.iter().copied().chain(last).collect::<Vec<_>>());
    for (cells, said) in rows {
        table.row(cells.into_iter().chain(last.map(|_| said)));
    }
    if table.is_empty() { Ok(()) } else { table.write(out, "  ") }
}

/// What is said beside a tag, by ids as in files.
fn said(details: &Details) -> String {
    let said = details.said();
    let values = said.attributes.iter().map(|(id, value)| format!("{id}={}", written(value)));
    let sure = said.confidence.map(|confidence| format!("{}%", confidence.percent()));
    let flag = said.flagged.then(|| "flagged".to_owned());
    values.chain(sure).chain(flag).collect::<Vec<_>>().join(" ")
}

fn written(value: &Value) -> String {
    match value {
        Value::Text(text) => text.to_string(),
        Value::Set(ids) => ids.iter().map(|id| id.as_str()).collect::<Vec<_>>().join(","),
        Value::YesNo(true) => "yes".to_owned(),
        Value::YesNo(false) => "no".to_owned(),
        Value::Number(number) => number.to_string(),
    }
}
