//! `glossator search`: where something stands in a project, in its context; 1 when nowhere.

use super::args::SearchArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::streams::{Streams, counted, thousands};
use super::table::{Side, TextTable, one_line};
use super::{open, pick};
use crate::model::{Document, Project};
use crate::query::{Line, LineOrder, Search, SearchMistake, context, group_lines, order_lines};
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
    #[serde(skip_serializing_if = "Vec::is_empty")]
    groups: Vec<GroupTold>,
}

#[derive(Serialize)]
struct GroupTold {
    name: String,
    hits: usize,
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
    let mut lines: Vec<Line> = found.into_iter().flatten().collect();
    let order = args.group.as_deref().or(args.order.as_deref()).map(order_named).transpose()?;
    order.iter().for_each(|order| order_lines(&mut lines, &project, *order));
    let groups =
        order.filter(|_| args.group.is_some()).map(|order| grouped(&lines, &project, order)).unwrap_or_default();
    let shown = lines.into_iter().take(args.limit.unwrap_or(usize::MAX));
    let unit = args.unit.unit();
    let n_graphemes = args.context.unwrap_or(CONTEXT);
    let hits = shown.filter_map(|line| hit(&project, &line, n_graphemes, unit)).collect();
    let answer = Answer { hits, total, documents: n_documents, groups };
    if args.answer.json {
        streams.json(&answer)?;
    } else {
        write(&answer, streams)?;
    }
    Ok(if n_documents > 0 && is_whole { Outcome::Done } else { Outcome::Partly })
}

fn order_named(name: &str) -> Result<LineOrder, CliError> {
    LineOrder::ALL.into_iter().find(|order| order.id() == name).ok_or_else(|| {
        let names = LineOrder::ALL.map(LineOrder::id).join(", ");
        CliError::asked(format!("hits are in no order by {name:?}"), format!("Name one of {names}"))
    })
}

/// The groups, the largest first.
fn grouped(lines: &[Line], project: &Project, order: LineOrder) -> Vec<GroupTold> {
    let groups = group_lines(lines, project, order).into_iter();
    let mut told: Vec<GroupTold> = groups.map(|group| GroupTold { name: group.name, hits: group.n }).collect();
    told.sort_by_key(|group| std::cmp::Reverse(group.hits));
    told
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

/// The groups, or the lines with what was found below each other.
fn write(answer: &Answer, streams: &mut Streams<'_>) -> Result<(), CliError> {
    if !answer.groups.is_empty() {
        let mut table = TextTable::new(&[("hits", Side::Right), ("group", Side::Left)]);
        answer.groups.iter().for_each(|group| table.row([thousands(group.hits), one_line(&group.name)]));
        table.write(streams.out, "")?;
        return Ok(());
    }
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
