//! `glossator import`: texts and annotations into a project, each input whole or not at all.

use super::args::{ImportArgs, ReadArgs};
use super::error::CliError;
use super::invocation::Outcome;
use super::losses::{self, LossLine};
use super::shared_args::ReadUnitArg;
use super::streams::{Streams, counted};
use super::table::{Side, TextTable};
use super::{open, pick};
use crate::edit::{Command, Edit, EditError, Mint, Transaction};
use crate::formats::{self, Batch, FORMATS, Format, ReadOptions, TagMap};
use crate::model::{Annotator, Project};
use crate::store::Disk;
use crate::text::{Encoding, Unit, encoding_named};
use crate::workspace::{Found, Intake, Refused, RunError, Taken, Workspace, find};
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

#[derive(Serialize)]
struct Answer<'a> {
    documents: usize,
    spans: usize,
    relations: usize,
    refused: Vec<RefusedLine>,
    losses: Vec<LossLine>,
    tags_added: Vec<&'a str>,
    ids: Vec<&'a str>,
}

#[derive(Serialize)]
pub(super) struct RefusedLine {
    path: String,
    why: String,
}

/// What was refused, as JSON has it.
pub(super) fn refused_lines(refused: &[Refused]) -> Vec<RefusedLine> {
    refused.iter().map(|refused| RefusedLine { path: refused.path.clone(), why: refused.why.clone() }).collect()
}

pub(super) fn run(args: &ImportArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let format = args.format.as_deref().map(format_named).transpose()?;
    let me = open::person()?;
    let options = open::options(Some(args.made), Some(me.clone()));
    let mint = Mint::new(args.made.seed.unwrap_or_else(|| fastrand::u64(..)), open::now(&options));
    let mut workspace = open::open(&args.folder, options, streams)?;
    let owner = args.annotator.as_deref().map(|word| owner(workspace.project(), word)).transpose()?;
    let tag_map = tag_map(&args.tag_map)?;
    let batch = Batch::new(workspace.project(), mint.clone(), me).owned_by(owner).mapping(tag_map);
    let found = found(&args.paths, format, streams)?;
    let reading = told_unit(reading(&args.read)?, args.unit, &found)?;
    let mut intake = Intake::new(batch.reading(reading));
    intake.take(&found, |_| true);
    let taken = intake.finish();
    let command = Command::Import(Box::new(taken.import.clone()));
    let planned = if args.dry_run { plan(&command, &workspace, mint) } else { workspace.run(&command) };
    let transaction = match planned {
        Ok(transaction) => Some(transaction),
        // What comes in may be there already, all of it.
        Err(RunError::Edit(EditError::Nothing)) => None,
        Err(error) => return Err(error.into()),
    };
    open::close(workspace, streams)?;
    answer(args, &taken, transaction.as_deref(), streams)
}

/// What tags are to be called.
pub(super) fn tag_map(words: &[String]) -> Result<TagMap, CliError> {
    let mut tag_map = TagMap::default();
    for words in words {
        tag_map.append(TagMap::parse(words).map_err(|why| CliError::asked(why.to_string(), "Name pairs of tags"))?);
    }
    Ok(tag_map)
}

/// The inputs that some paths mean; `-` is standard input.
pub(super) fn found(
    paths: &[PathBuf],
    format: Option<&'static dyn Format>,
    streams: &mut Streams<'_>,
) -> Result<Found, CliError> {
    let (is_input, named): (Vec<PathBuf>, Vec<PathBuf>) =
        paths.iter().cloned().partition(|path| path == Path::new("-"));
    let input = if is_input.is_empty() { None } else { Some(streams.read_input(INPUT)?) };
    Ok(find(&Disk::default(), &named, input, format))
}

/// The most that is read from standard input, in bytes.
const INPUT: u64 = 4_000_000_000;

/// How files are to be read.
pub(super) fn reading(args: &ReadArgs) -> Result<ReadOptions, CliError> {
    let encoding = args.encoding.as_deref().map(encoding).transpose()?;
    let mut columns = BTreeMap::new();
    for pair in args.map.iter().flat_map(|pairs| pairs.split(',')).map(str::trim).filter(|pair| !pair.is_empty()) {
        let (what, column) = pair.split_once('=').ok_or_else(|| {
            CliError::asked(
                format!("{pair:?} does not say which column is what"),
                "Name columns as text=body,title=headline,meta.outlet=source",
            )
        })?;
        columns.insert(what.trim().to_owned(), column.trim().to_owned());
    }
    Ok(ReadOptions { encoding, columns, keep_good: args.keep_good, ..ReadOptions::default() })
}

/// The same with what offsets count, if all files that have offsets are of formats that can be told.
fn told_unit(options: ReadOptions, asked: Option<ReadUnitArg>, found: &Found) -> Result<ReadOptions, CliError> {
    let Some(asked) = asked else { return Ok(options) };
    let (unit, graphemes) = match asked {
        ReadUnitArg::Byte => (Some(Unit::Byte), false),
        ReadUnitArg::Codepoint => (Some(Unit::CodePoint), false),
        ReadUnitArg::Utf16 => (Some(Unit::Utf16), false),
        ReadUnitArg::Grapheme => (None, true),
    };
    let can_be_told = |format: &dyn Format| if graphemes { format.is_told_graphemes() } else { format.is_told_unit() };
    let mut with_offsets = found.groups().iter().filter(|group| group.format.carries().unit.is_some());
    match with_offsets.find(|group| !can_be_told(group.format)) {
        None => Ok(ReadOptions { unit, graphemes, ..options }),
        Some(group) => {
            let file = group.files.first().map_or("", |file| &file.name);
            let what = if graphemes { "that offsets count graphemes" } else { "what offsets count" };
            let able: Vec<&str> =
                FORMATS.iter().filter(|format| can_be_told(**format)).map(|format| format.id()).collect();
            Err(CliError::asked(
                format!("{} cannot be told {what}: {file}", group.format.name()),
                format!("Leave --unit out for it; these can be told: {}", able.join(", ")),
            ))
        }
    }
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
    let n_documents = taken.n_documents;
    let edits = transaction.map(|transaction| transaction.edits.as_slice()).unwrap_or_default();
    let ids = edits.iter().filter_map(|edit| if let Edit::Document(id, _) = edit { Some(id.as_str()) } else { None });
    let tags: Vec<&str> = taken.import.tags.iter().map(|tag| tag.id.as_str()).collect();
    if args.answer.json {
        streams.json(&Answer {
            documents: n_documents,
            spans: taken.n_spans,
            relations: taken.n_relations,
            refused: refused_lines(&taken.refused),
            losses: losses::lines(&taken.losses),
            tags_added: tags,
            ids: ids.collect(),
        })?;
    } else {
        let done = if args.dry_run { "Would import" } else { "Imported" };
        let what = match n_documents {
            0 if taken.has_codebook => counted(tags.len(), "tag"),
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
    Ok(if n_documents == 0 && !taken.has_codebook {
        Outcome::Nothing
    } else if taken.refused.is_empty() && !taken.losses.is_serious() {
        Outcome::Done
    } else {
        Outcome::Partly
    })
}

pub(super) fn write_refused(refused: &[Refused], streams: &mut Streams<'_>) -> Result<(), CliError> {
    if refused.is_empty() {
        return Ok(());
    }
    writeln!(streams.out, "\nNot taken")?;
    let mut table = TextTable::new(&[("", Side::Left)]);
    for refused in refused {
        table.row([refused.why.clone()]);
        table.row([format!("  {}", hint_of(refused))]);
    }
    Ok(table.write(streams.out, "  ")?)
}

/// What a person can do about an input that was refused.
pub(super) const fn hint_of(refused: &Refused) -> &'static str {
    if refused.has_good_part {
        "Mend the file at that place, or take what is good of it with --keep-good"
    } else {
        refused.hint
    }
}

/// Who is to own the sets: an annotator of the project, or a new one.
fn owner(project: &Project, word: &str) -> Result<Annotator, CliError> {
    let there = pick::annotator(project, word).ok();
    match there.and_then(|id| project.annotators.get(&id)) {
        Some(there) => Ok(Annotator::clone(there)),
        None => open::annotator(word),
    }
}

pub(super) fn format_named(word: &str) -> Result<&'static dyn Format, CliError> {
    formats::named(word).filter(|format| format.is_read()).ok_or_else(|| {
        let ids: Vec<&str> = FORMATS.iter().filter(|format| format.is_read()).map(|format| format.id()).collect();
        CliError::asked(format!("there is no format {word:?} to read"), format!("Formats: {}", ids.join(", ")))
    })
}

fn encoding(word: &str) -> Result<&'static Encoding, CliError> {
    let hint = "Encodings have names such as utf-8, windows-1252, iso-8859-2, shift_jis, gb18030";
    encoding_named(word).ok_or_else(|| CliError::asked(format!("there is no encoding {word:?}"), hint))
}
