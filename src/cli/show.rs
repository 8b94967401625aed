//! `glossator show`: what is said about one document.

use super::args::ShowArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::streams::{Streams, counted};
use super::table::{Side, TextTable, one_line};
use super::{open, pick};
use crate::formats::{Selection, SetLine, covered, set_lines, unit_name};
use crate::model::{AnnotationSet, Document, NoteTarget, Project, SetKey};
use crate::text::{Unit, quote};
use serde::Serialize;
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
        streams.json(&Answer {
            document: document.id.as_str(),
            title: &document.title,
            characters: document.text.count(document.text.end(), Unit::CodePoint),
            language: document.language.as_deref(),
            date: document.date.as_deref(),
            outlet: document.outlet.as_deref(),
            unit: unit_name(unit),
            sets: set_lines(&project, &selection, &document.id, unit),
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
    writeln!(out, "\n{}, {}, {spans}", project.annotator_name(&key.annotator), set.head.state.name())?;
    let mut table =
        TextTable::new(&[("start", Side::Right), ("end", Side::Right), ("tag", Side::Left), ("text", Side::Left)]);
    for span in set.spans.iter() {
        let hull = span.hull();
        table.row([
            document.text.count(hull.start(), unit).to_string(),
            document.text.count(hull.end(), unit).to_string(),
            span.tag.to_string(),
            quote(&covered(&document.text, &span.at)),
        ]);
    }
    if !table.is_empty() {
        table.write(out, "  ")?;
    }
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
