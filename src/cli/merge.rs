//! `glossator merge`: three versions of a project or of one of its files become one; 1 when something is to be decided.

use super::args::MergeArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::open;
use super::streams::{Streams, counted};
use crate::review::Merged;
use crate::store::{
    FileKey, Loose, Opened, Progress, create, is_folder, kind_of, merge_loose, open as open_files, write_file,
};
use crate::workspace::{ProjectsMerged, Version, merge_versions};
use serde::Serialize;
use std::path::Path;

#[derive(Serialize)]
struct Answer {
    out: String,
    /// What of OURS is different now; nothing where the result is elsewhere, or could not be made.
    records: Option<usize>,
    merged: bool,
    conflicts: Vec<ConflictLine>,
}

#[derive(Serialize)]
struct ConflictLine {
    file: String,
    message: String,
}

pub(super) fn run(args: &MergeArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let answer = if is_folder(&args.ours) { folders(args, streams)? } else { files(args)? };
    let is_settled = answer.conflicts.is_empty();
    if args.answer.json {
        streams.json(&answer)?;
    } else {
        write(&answer, streams)?;
    }
    Ok(if is_settled { Outcome::Done } else { Outcome::Partly })
}

fn folders(args: &MergeArgs, streams: &mut Streams<'_>) -> Result<Answer, CliError> {
    let [base, theirs] = [version(&args.base)?, version(&args.theirs)?];
    let merged = |ours: Version| -> Result<ProjectsMerged, CliError> {
        for (side, path) in [(&base, &args.base), (&theirs, &args.theirs)] {
            if side.project().id != ours.project().id {
                let what = format!("this is another project than {}: {}", args.ours.display(), path.display());
                return Err(CliError::asked(what, "Name versions of one project; other texts come in by import"));
            }
        }
        Ok(merge_versions(base.clone(), ours, theirs.clone()))
    };
    let (out, merged, records) = match &args.out {
        Some(out) => {
            let merged = merged(version(&args.ours)?)?;
            create(out, &merged.project)?;
            (out, merged, None)
        }
        None => {
            let options = open::options(None, Some(open::person()?));
            let mut workspace = open::open(&args.ours, options, streams)?;
            // What a window did and what is not in the files yet belongs to ours.
            workspace.save_now()?;
            let merged = merged(version(&args.ours)?)?;
            let n_records = workspace.take_merged(&merged)?;
            open::close(workspace, streams)?;
            (&args.ours, merged, Some(n_records))
        }
    };
    let line = |(key, message): (FileKey, String)| ConflictLine { file: slashed(&key.path()), message };
    let conflicts = merged.conflicts.into_iter().map(line).collect();
    Ok(Answer { out: out.display().to_string(), records, merged: true, conflicts })
}

/// A version of a project, as its files have it. What cannot be read of it would be taken for removed, so it must be whole.
fn version(folder: &Path) -> Result<Version, CliError> {
    let opened: Opened = open_files(folder, &Progress::default())?;
    match opened.damage.first() {
        Some(damage) => Err(damage.error.clone().into()),
        None => Ok(Version::of(opened)),
    }
}

fn files(args: &MergeArgs) -> Result<Answer, CliError> {
    let (base, ours, theirs) = (Loose::bytes_at(&args.base)?, bytes_of(&args.ours)?, bytes_of(&args.theirs)?);
    let key = match &args.path {
        Some(path) => kind(path, &ours)?,
        None => kind_of_both((&args.ours, &ours), (&args.theirs, &theirs))?,
    };
    let read = |bytes: &[u8], path: &Path| Loose::read(&key, bytes, args.path.as_deref().unwrap_or(path));
    let base = base.map(|bytes| read(&bytes, &args.base)).transpose()?;
    let (our_file, their_file) = (read(&ours, &args.ours)?, read(&theirs, &args.theirs)?);
    let Merged { value, conflicts } = merge_loose(base.as_ref(), &our_file, &their_file)?;
    let out = args.out.as_ref().unwrap_or(&args.ours);
    if let Some(bytes) = value.as_ref().filter(|bytes| out != &args.ours || **bytes != ours) {
        write_file(out, bytes)?;
    }
    let file = slashed(args.path.as_deref().unwrap_or(&args.ours));
    let line = |message| ConflictLine { file: file.clone(), message };
    let conflicts = conflicts.into_iter().map(line).collect();
    Ok(Answer { out: out.display().to_string(), records: None, merged: value.is_some(), conflicts })
}

/// What stands in a file.
pub(super) fn bytes_of(path: &Path) -> Result<Vec<u8>, CliError> {
    let missing = || CliError::asked(format!("nothing is there: {}", path.display()), "Check the path");
    Loose::bytes_at(path)?.ok_or_else(missing)
}

/// What file of a project this is: by the end of its path, else by what it says.
pub(super) fn kind(path: &Path, bytes: &[u8]) -> Result<FileKey, CliError> {
    FileKey::at_end_of(path).or_else(|| kind_of(bytes, path)).ok_or_else(|| {
        let what = format!("this is no file of a project that can be read: {}", path.display());
        CliError::asked(what, "Name a file of a project, or say with --path what it is a version of")
    })
}

/// The kind that two files have.
pub(super) fn kind_of_both(
    (first, first_bytes): (&Path, &[u8]),
    (second, second_bytes): (&Path, &[u8]),
) -> Result<FileKey, CliError> {
    let [one, other] = [kind(first, first_bytes)?, kind(second, second_bytes)?];
    if std::mem::discriminant(&one) == std::mem::discriminant(&other) {
        return Ok(one);
    }
    let what = format!("these are files of different kinds: {} and {}", first.display(), second.display());
    Err(CliError::asked(what, "Name versions of one file"))
}

/// A path as it is written everywhere.
fn slashed(path: &Path) -> String {
    path.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

fn write(answer: &Answer, streams: &mut Streams<'_>) -> Result<(), CliError> {
    // A merged file without conflicts is nothing to be told of: git merges many.
    if let Some(n_records) = answer.records {
        let changes = counted(n_records, "record");
        writeln!(streams.out, "Merged, {changes} changed: {}", answer.out)?;
    }
    for ConflictLine { file, message } in &answer.conflicts {
        writeln!(streams.out, "{file}: {message}")?;
    }
    if !answer.conflicts.is_empty() {
        let conflicts = counted(answer.conflicts.len(), "conflict");
        let noted = if answer.merged { "sets and codebook have notes of theirs" } else { "the file is as it was" };
        writeln!(streams.out, "{conflicts} to be decided; {noted}")?;
    }
    Ok(())
}
