//! `glossator export`: a project's documents and annotations in another format, read back before it is called done.

use super::args::ExportArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::losses::{self, LossLine};
use super::streams::{Streams, counted};
use super::{open, pick};
use crate::formats::{
    self, FORMATS, Format, LossKind, Losses, OutputFile, Selection, WriteCx, verify, without_left_out,
};
use crate::model::Project;
use crate::store::{Disk, write_file};
use serde::Serialize;
use std::path::{Path, PathBuf};

#[derive(Serialize)]
struct Answer {
    documents: usize,
    spans: usize,
    files: Vec<String>,
    losses: Vec<LossLine>,
    verified: bool,
}

pub(super) fn run(args: &ExportArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let format = format_named(&args.format)?;
    let workspace = open::open(&args.folder, open::options(None, None), streams)?;
    let is_whole = workspace.damage().is_empty();
    let project = workspace.snapshot();
    open::close(workspace, streams)?;
    let selection = pick::selection(&project, &args.pick)?;
    let n_documents = selection.documents(&project).count();
    if n_documents == 0 {
        return Err(CliError::asked("there is no document to export", "Choose other documents, annotators or states"));
    }
    tell_archived(&project, args, streams);
    let mut dropped = Losses::default();
    let project = if args.drop_left_out { without_left_out(&project, &selection, &mut dropped) } else { project };
    let cx = WriteCx { project: &project, selection: &selection, unit: Some(args.unit.unit()) };
    let mut lost = Losses::default();
    let files = format.write(&cx, &mut lost)?;
    verify(format, &files, &cx, &lost)?;
    lost.append(dropped);
    let is_refused = args.fail_on_loss && !lost.is_empty();
    let paths = if is_refused { Vec::new() } else { write(&files, &args.out)? };
    let n_lost = lost.count(LossKind::Span) + lost.count(LossKind::SameSpan);
    let n_spans = n_spans(&project, &selection) - n_lost;
    if args.answer.json {
        let losses = losses::lines(&lost);
        streams.json(&Answer { documents: n_documents, spans: n_spans, files: paths, losses, verified: true })?;
    } else {
        let (documents, spans) = (counted(n_documents, "document"), counted(n_spans, "span"));
        if is_refused {
            writeln!(streams.out, "Wrote nothing, as {} cannot hold everything", format.name())?;
        } else {
            writeln!(streams.out, "Exported {documents} with {spans}, and read them back: {}", paths.join(", "))?;
        }
        losses::write(&lost, streams.out)?;
    }
    Ok(if is_whole && !is_refused { Outcome::Done } else { Outcome::Partly })
}

/// Writes the files: one alone under the path itself, unless that is a folder.
fn write(files: &[OutputFile], out: &Path) -> Result<Vec<String>, CliError> {
    let disk = Disk::default();
    let is_folder = disk.is_folder(out) || files.len() != 1 || out.as_os_str().to_string_lossy().ends_with(['/', '\\']);
    let mut paths = Vec::with_capacity(files.len());
    for file in files {
        let path: PathBuf = if is_folder { out.join(&file.name) } else { out.to_owned() };
        write_file(&path, &file.bytes)?;
        paths.push(path.display().to_string());
    }
    Ok(paths)
}

fn tell_archived(project: &Project, args: &ExportArgs, streams: &mut Streams<'_>) {
    let n_archived = project.documents.values().filter(|document| document.archived).count();
    if n_archived > 0 && args.pick.place.document.is_empty() {
        let archived = counted(n_archived, "archived document");
        streams.warn(&format!("{archived} left out; name them with --document to export them"));
    }
}

fn n_spans(project: &Project, selection: &Selection) -> usize {
    let documents = selection.documents(project);
    let sets = documents.flat_map(|id| selection.sets(project, id)).filter_map(|key| project.set(key));
    sets.map(|set| set.spans.iter().filter(|span| selection.has_span(span)).count()).sum()
}

fn format_named(word: &str) -> Result<&'static dyn Format, CliError> {
    formats::named(word).filter(|format| format.is_written()).ok_or_else(|| {
        let ids: Vec<&str> = FORMATS.iter().filter(|format| format.is_written()).map(|format| format.id()).collect();
        CliError::asked(format!("there is no format {word:?} to write"), format!("Formats: {}", ids.join(", ")))
    })
}
