//! `glossator export`: a project's documents and annotations in another format, read back before it is called done.

use super::args::{ConvertArgs, ExportArgs, WriteArgs};
use super::error::CliError;
use super::import::{
    RefusedLine, format_named as format_to_read, found, reading, refused_lines, tag_map, write_refused,
};
use super::invocation::Outcome;
use super::losses::{self, LossLine};
use super::streams::{Streams, counted};
use super::{open, pick};
use crate::corpus::Grouping;
use crate::formats::{self, FORMATS, Format, Selection};
use crate::model::Project;
use crate::workspace::{ExportPlan, Exported, SplitPlan, convert, export};
use serde::Serialize;

#[derive(Serialize)]
struct Answer {
    documents: usize,
    spans: usize,
    files: Vec<String>,
    losses: Vec<LossLine>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    refused: Vec<RefusedLine>,
    verified: bool,
}

pub(super) fn run(args: &ExportArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let format = format_named(&args.format)?;
    check_asked(format, &args.write)?;
    let options = open::options(None, None);
    let now = open::now(&options);
    let workspace = open::open(&args.folder, options, streams)?;
    let is_whole = workspace.damage().is_empty();
    let project = workspace.snapshot();
    open::close(workspace, streams)?;
    let (project, selection) = pick::picked(project, &args.pick)?;
    if selection.documents(&project).next().is_none() {
        return Err(CliError::asked("there is no document to export", "Choose other documents, annotators or states"));
    }
    tell_archived(&project, args, streams);
    let plan = ExportPlan {
        format,
        selection,
        options: args.write.options(project.name.clone(), now),
        tag_map: tag_map(&args.write.tag_map)?,
        drop_left_out: args.drop_left_out,
        fail_on_loss: args.fail_on_loss,
        min_agreement: args.min_agreement,
        split: args.split.clone().map(|shares| SplitPlan {
            shares,
            seed: args.seed,
            grouping: Grouping { near_duplicates: !args.part_near_duplicates, fields: args.keep_together.clone() },
        }),
        has_card: args.card || args.split.is_some(),
    };
    let exported = export(&project, &plan, &args.out, &mut |_, _| true)?;
    let outcome = answer("Exported", &plan, &exported, args.answer.json, streams)?;
    Ok(if is_whole { outcome } else { Outcome::Partly })
}

/// `glossator convert`: from files to files.
pub(super) fn run_convert(args: &ConvertArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let to = format_named(&args.to)?;
    check_asked(to, &args.write)?;
    let from = args.from.as_deref().map(format_to_read).transpose()?;
    let found = found(std::slice::from_ref(&args.input), from, streams)?;
    let name = args.input.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let plan = ExportPlan {
        format: to,
        selection: Selection::default(),
        options: args.write.options(name, open::now(&open::options(None, None))),
        tag_map: tag_map(&args.write.tag_map)?,
        drop_left_out: false,
        fail_on_loss: args.fail_on_loss,
        min_agreement: None,
        split: None,
        has_card: false,
    };
    let exported = convert(&found, &reading(&args.read)?, &plan, &args.out, &mut |_, _| true)?;
    answer("Converted", &plan, &exported, args.answer.json, streams)
}

fn answer(
    done: &str,
    plan: &ExportPlan,
    exported: &Exported,
    json: bool,
    streams: &mut Streams<'_>,
) -> Result<Outcome, CliError> {
    let files: Vec<String> = exported.files.iter().map(|path| path.display().to_string()).collect();
    let is_refused = files.is_empty();
    if json {
        streams.json(&Answer {
            documents: exported.n_documents,
            spans: exported.n_spans,
            files,
            losses: losses::lines(&exported.losses),
            refused: refused_lines(&exported.refused),
            verified: true,
        })?;
    } else {
        let (documents, spans) = (counted(exported.n_documents, "document"), counted(exported.n_spans, "span"));
        if is_refused {
            writeln!(streams.out, "Wrote nothing, as {} cannot hold everything", plan.format.name())?;
        } else {
            writeln!(streams.out, "{done} {documents} with {spans}, and read them back: {}", told(&files))?;
        }
        write_refused(&exported.refused, streams)?;
        losses::write(&exported.losses, streams.out)?;
    }
    Ok(if is_refused || !exported.refused.is_empty() { Outcome::Partly } else { Outcome::Done })
}

/// Files by their paths, as many as can be read in a line.
fn told(files: &[String]) -> String {
    match files {
        [first, .., last] if files.len() > 4 => format!("{} from {first} to {last}", counted(files.len(), "file")),
        few => few.join(", "),
    }
}

fn tell_archived(project: &Project, args: &ExportArgs, streams: &mut Streams<'_>) {
    let n_archived = project.documents.values().filter(|document| document.archived).count();
    if n_archived > 0 && args.pick.place.document.is_empty() {
        let archived = counted(n_archived, "archived document");
        streams.warn(&format!("{archived} left out; name them with --document to export them"));
    }
}

/// Refuses what the format does not have: what spreadsheets want is for tables, and most formats say themselves what offsets
/// count.
fn check_asked(format: &dyn Format, args: &WriteArgs) -> Result<(), CliError> {
    if (args.bom || args.guard_formulas) && !format.is_for_spreadsheets() {
        let why = format!("{} is no table for spreadsheets", format.name());
        return Err(CliError::asked(why, "Leave --bom and --guard-formulas out, or write csv"));
    }
    let is_counted = |unit| format.has_free_unit() || format.carries().unit == Some(unit);
    if args.unit.given().is_some_and(|unit| !is_counted(unit)) {
        let free = FORMATS.iter().filter(|format| format.is_written() && format.has_free_unit());
        let free: Vec<&str> = free.map(|format| format.id()).collect();
        return Err(CliError::asked(
            format!("{} cannot be told what offsets count", format.name()),
            format!("Leave --unit out for it; these can be told: {}", free.join(", ")),
        ));
    }
    Ok(())
}

fn format_named(word: &str) -> Result<&'static dyn Format, CliError> {
    formats::named(word).filter(|format| format.is_written()).ok_or_else(|| {
        let ids: Vec<&str> = FORMATS.iter().filter(|format| format.is_written()).map(|format| format.id()).collect();
        CliError::asked(format!("there is no format {word:?} to write"), format!("Formats: {}", ids.join(", ")))
    })
}
