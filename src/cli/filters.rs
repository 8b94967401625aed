//! `glossator filters`: the queries of a project that have names, and giving and taking names.

use super::args::FiltersArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::open;
use super::search::refused;
use super::streams::Streams;
use super::table::{Side, TextTable};
use crate::edit::{Command, EditError};
use crate::model::Project;
use crate::query::{Search, check_saved};
use crate::workspace::{RunError, Workspace};
use serde::Serialize;

#[derive(Serialize)]
struct Answer<'a> {
    filters: Vec<FilterLine<'a>>,
}

#[derive(Serialize)]
struct FilterLine<'a> {
    name: &'a str,
    query: &'a str,
    documents: usize,
    spans: usize,
    /// Why it cannot be used.
    #[serde(skip_serializing_if = "Option::is_none")]
    mistake: Option<String>,
}

pub(super) fn run(args: &FiltersArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let mut workspace = open::open(&args.folder, open::options(None, Some(open::person()?)), streams)?;
    let is_whole = workspace.damage().is_empty();
    if let Some([name, query]) = args.save.as_deref() {
        check_saved(name, query, workspace.project()).map_err(|mistake| refused(query, &mistake))?;
        change(&mut workspace, Command::SaveFilter { name: name.clone(), query: query.clone() })?;
    }
    if let Some(name) = &args.remove {
        change(&mut workspace, Command::RemoveFilter(name.clone()))?;
    }
    let project = workspace.snapshot();
    open::close(workspace, streams)?;
    let answer = Answer { filters: project.filters.iter().map(|(name, query)| line(&project, name, query)).collect() };
    if args.answer.json {
        streams.json(&answer)?;
    } else {
        write(&answer, streams)?;
    }
    let are_all_usable = answer.filters.iter().all(|filter| filter.mistake.is_none());
    Ok(if is_whole && are_all_usable { Outcome::Done } else { Outcome::Partly })
}

/// Does it, unless it is so already.
fn change(workspace: &mut Workspace, command: Command) -> Result<(), CliError> {
    match workspace.run(&command) {
        Ok(_) | Err(RunError::Edit(EditError::Nothing)) => Ok(()),
        Err(error) => Err(error.into()),
    }
}

fn line<'a>(project: &Project, name: &'a str, query: &'a str) -> FilterLine<'a> {
    match Search::new(query, project) {
        Ok(search) => {
            let part = search.part_of(project);
            let spans = part.sets.values().map(|set| set.spans.len()).sum();
            FilterLine { name, query, documents: part.documents.len(), spans, mistake: None }
        }
        Err(mistake) => FilterLine { name, query, documents: 0, spans: 0, mistake: Some(mistake.to_string()) },
    }
}

fn write(answer: &Answer<'_>, streams: &mut Streams<'_>) -> Result<(), CliError> {
    if answer.filters.is_empty() {
        writeln!(streams.out, "No query has a name yet; --save NAME QUERY gives one")?;
        return Ok(());
    }
    let heads = [("filter", Side::Left), ("documents", Side::Right), ("spans", Side::Right), ("query", Side::Left)];
    let mut table = TextTable::new(&heads);
    for filter in &answer.filters {
        let says = filter.mistake.as_ref().map_or(filter.query.to_owned(), |it| format!("{} ({it})", filter.query));
        table.row([filter.name.to_owned(), filter.documents.to_string(), filter.spans.to_string(), says]);
    }
    table.write(streams.out, "")?;
    Ok(())
}
