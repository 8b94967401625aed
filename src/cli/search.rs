//! `glossator search`: where something stands in a project, in its context; 1 when nowhere.

use super::args::SearchArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::streams::{Streams, counted};
use super::table::one_line;
use super::{open, pick};
use crate::model::{Document, Project};
use crate::query::{Line, Search, SearchMistake, context};
use crate::text::Unit;
use rayon::prelude::*;
use serde::Serialize;
use std::sync::Arc;

/// How much is shown on either side for people, in graphemes.
const CONTEXT: usize = 40;

#[derive(Serialize)]
struct Answer {
    hits: Vec<Hit>,
    total: usize,
    documents: usize,
}

#[derive(Serialize)]
struct Hit {
    document: String,
    start: usize,
    end: usize,
    left: String,
    text: String,
    right: String,
    tags: Vec<String>,
    annotators: Vec<String>,
}

pub(super) fn run(args: &SearchArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let workspace = open::open(&args.folder, open::options(None, None), streams)?;
    let is_whole = workspace.damage().is_empty();
    let whole = workspace.snapshot();
    open::close(workspace, streams)?;
    let (filtered, selection) = pick::picked(whole, &args.pick)?;
    let project = selection.part_of(&filtered);
    let search = Search::new(&args.query, &project).map_err(|mistake| refused(&args.query, &mistake))?;
    let documents: Vec<&Arc<Document>> = project.documents.values().collect();
    let found: Vec<Vec<Line>> = documents.par_iter().filter_map(|document| search.lines(&project, document)).collect();
    let (n_documents, total) = (found.len(), found.iter().map(Vec::len).sum());
    let shown = found.into_iter().flatten().take(args.limit.unwrap_or(usize::MAX));
    let unit = args.unit.unit();
    let n_graphemes = args.context.unwrap_or(CONTEXT);
    let hits = shown.filter_map(|line| hit(&project, &line, n_graphemes, unit)).collect();
    let answer = Answer { hits, total, documents: n_documents };
    if args.answer.json {
        streams.json(&answer)?;
    } else {
        write(&answer, streams)?;
    }
    Ok(if n_documents > 0 && is_whole { Outcome::Done } else { Outcome::Partly })
}

/// What is wrong with a query, with a mark below the character.
pub(super) fn refused(query: &str, mistake: &SearchMistake) -> CliError {
    let mark = " ".repeat(mistake.at.saturating_sub(1));
    CliError::asked(format!("{mistake}\n  {query}\n  {mark}^"), mistake.hint.clone())
}

fn hit(project: &Project, line: &Line, n_graphemes: usize, unit: Unit) -> Option<Hit> {
    let document = project.document(&line.document)?;
    let [left, text, right] = context(&document.text, line.range, n_graphemes);
    let mut annotators: Vec<String> = line.spans.iter().map(|(annotator, _)| annotator.to_string()).collect();
    annotators.dedup();
    Some(Hit {
        document: line.document.to_string(),
        start: document.text.count(line.range.start(), unit),
        end: document.text.count(line.range.end(), unit),
        left,
        text,
        right,
        tags: line.tags(project).iter().map(ToString::to_string).collect(),
        annotators,
    })
}

/// The lines with what was found below each other.
fn write(answer: &Answer, streams: &mut Streams<'_>) -> Result<(), CliError> {
    let width = |text: &str| text.chars().count();
    let most = answer.hits.iter().map(|hit| width(&hit.left)).max().unwrap_or_default();
    let mut document = "";
    for hit in &answer.hits {
        if hit.document != document {
            document = &hit.document;
            writeln!(streams.out, "{document}")?;
        }
        let before = " ".repeat(most - width(&hit.left));
        let tags = if hit.tags.is_empty() { String::new() } else { format!("  ({})", hit.tags.join(", ")) };
        let line = format!("{}[{}]{}", hit.left, hit.text, hit.right);
        writeln!(streams.out, "  {before}{}{tags}", one_line(&line))?;
    }
    let (hits, documents) = (counted(answer.total, "hit"), counted(answer.documents, "document"));
    let more = answer.total - answer.hits.len();
    let more = if more == 0 { String::new() } else { format!("; {more} more are not shown") };
    writeln!(streams.out, "{hits} in {documents}{more}")?;
    Ok(())
}
