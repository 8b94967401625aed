//! `glossator import`: texts and annotations into a project, each input whole or not at all.

use super::args::ImportArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::losses::{self, LossLine};
use super::streams::{Streams, counted};
use super::table::{Side, TextTable};
use super::{open, pick};
use crate::edit::{Command, Edit, Mint, Transaction};
use crate::formats::{self, Batch, FORMATS, Format};
use crate::model::{AnnotatorId, Project};
use crate::store::Disk;
use crate::text::{Encoding, encoding_named};
use crate::workspace::{Intake, Refused, RunError, Taken, Workspace, inputs};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Serialize)]
struct Answer<'a> {
    documents: usize,
    spans: usize,
    relations: usize,
    refused: Vec<RefusedLine<'a>>,
    losses: Vec<LossLine>,
    tags_added: Vec<&'a str>,
    ids: Vec<&'a str>,
}

#[derive(Serialize)]
struct RefusedLine<'a> {
    path: &'a str,
    why: &'a str,
}

pub(super) fn run(args: &ImportArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let format = args.format.as_deref().map(format_named).transpose()?;
    let encoding = args.encoding.as_deref().map(encoding).transpose()?;
    let me = open::person()?;
    let options = open::options(Some(args.made), Some(me.clone()));
    let mint = Mint::new(args.made.seed.unwrap_or_else(|| fastrand::u64(..)), open::now(&options));
    let mut workspace = open::open(&args.folder, options, streams)?;
    let owner = args.annotator.as_deref().map(|word| owner(workspace.project(), word)).transpose()?;
    let batch = Batch::new(workspace.project(), mint.clone(), me).owned_by(owner).encoded_in(encoding);
    let intake = Intake::new(Disk::default(), batch, format);
    let taken = read(intake, &args.paths, streams)?;
    let transaction = if taken.import.documents.is_empty() {
        None
    } else {
        let command = Command::Import(Box::new(taken.import.clone()));
        Some(if args.dry_run { plan(&command, &workspace, mint)? } else { workspace.run(&command)? })
    };
    open::close(workspace, streams)?;
    answer(args, &taken, transaction.as_deref(), streams)
}

fn read(mut intake: Intake, paths: &[PathBuf], streams: &mut Streams<'_>) -> Result<Taken, CliError> {
    let (is_input, named): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.iter().cloned().partition(|path| path == Path::new("-"));
    let (files, refused) = inputs(&Disk::default(), &named);
    intake.refuse(refused);
    for file in &files {
        intake.take_file(file);
    }
    if !is_input.is_empty() {
        let limit = FORMATS.iter().map(|format| format.max_bytes()).max().unwrap_or_default();
        let bytes = streams.read_input(limit)?;
        intake.take_bytes("-".to_owned(), bytes);
    }
    Ok(intake.finish())
}

/// What the import would do.
fn plan(command: &Command, workspace: &Workspace, mut mint: Mint) -> Result<Arc<Transaction>, RunError> {
    Ok(Arc::new(command.plan(workspace.project(), &mut mint)?))
}

fn answer(
    args: &ImportArgs,
    taken: &Taken,
    transaction: Option<&Transaction>,
    streams: &mut Streams<'_>,
) -> Result<Outcome, CliError> {
    let n_documents = taken.import.documents.len();
    let edits = transaction.map(|transaction| transaction.edits.as_slice()).unwrap_or_default();
    let ids = edits.iter().filter_map(|edit| if let Edit::Document(id, _) = edit { Some(id.as_str()) } else { None });
    let tags: Vec<&str> = taken.import.tags.iter().map(|tag| tag.id.as_str()).collect();
    if args.answer.json {
        let refused = taken.refused.iter().map(|refused| RefusedLine { path: &refused.path, why: &refused.why });
        streams.json(&Answer {
            documents: n_documents,
            spans: taken.n_spans,
            relations: 0,
            refused: refused.collect(),
            losses: losses::lines(&taken.losses),
            tags_added: tags,
            ids: ids.collect(),
        })?;
    } else {
        let done = if args.dry_run { "Would import" } else { "Imported" };
        let what = match n_documents {
            0 => "nothing".to_owned(),
            n => format!("{} with {}", counted(n, "document"), counted(taken.n_spans, "span")),
        };
        writeln!(streams.out, "{done} {what}: {}", args.folder.display())?;
        if !tags.is_empty() {
            writeln!(streams.out, "Tags that the codebook did not have: {}", tags.join(", "))?;
        }
        write_refused(&taken.refused, streams)?;
        losses::write(&taken.losses, streams.out)?;
    }
    Ok(if n_documents == 0 {
        Outcome::Nothing
    } else if taken.refused.is_empty() && !taken.losses.is_serious() {
        Outcome::Done
    } else {
        Outcome::Partly
    })
}

fn write_refused(refused: &[Refused], streams: &mut Streams<'_>) -> Result<(), CliError> {
    if refused.is_empty() {
        return Ok(());
    }
    writeln!(streams.out, "\nNot taken")?;
    let mut table = TextTable::new(&[("", Side::Left)]);
    for refused in refused {
        table.row([refused.why.clone()]);
        table.row([format!("  {}", refused.hint)]);
    }
    Ok(table.write(streams.out, "  ")?)
}

/// Who is to own the sets: an annotator of the project, or a new one.
fn owner(project: &Project, word: &str) -> Result<AnnotatorId, CliError> {
    match pick::annotator(project, word) {
        Ok(id) => Ok(id),
        Err(_) => Ok(open::annotator(word)?.id),
    }
}

fn format_named(word: &str) -> Result<&'static dyn Format, CliError> {
    formats::named(word).filter(|format| format.is_read()).ok_or_else(|| {
        let ids: Vec<&str> = FORMATS.iter().filter(|format| format.is_read()).map(|format| format.id()).collect();
        CliError::asked(format!("there is no format {word:?} to read"), format!("Formats: {}", ids.join(", ")))
    })
}

fn encoding(word: &str) -> Result<&'static Encoding, CliError> {
    let hint = "Encodings have names such as utf-8, windows-1252, iso-8859-2, shift_jis, gb18030";
    encoding_named(word).ok_or_else(|| CliError::asked(format!("there is no encoding {word:?}"), hint))
}
