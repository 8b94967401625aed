//! `glossator diff`: what differs between two projects or two versions of a file; 0 when nothing does, else 1.

use super::args::DiffArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::merge::{bytes_of, kind, kind_of_both};
use super::open;
use super::streams::Streams;
use super::table::one_line;
use crate::edit::Edit;
use crate::model::Project;
use crate::report::{Difference, Seen, differences};
use crate::store::{FileKey, Loose, diff_parts, is_folder, keys_of};
use crate::workspace::same_texts;
use serde::Serialize;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

#[derive(Serialize)]
struct Answer {
    differences: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    kind: &'static str,
    change: &'static str,
    document: Option<String>,
    annotator: Option<String>,
    id: Option<String>,
    message: String,
}

pub(super) fn run(args: &DiffArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    if args.git {
        return for_git(&args.paths, streams);
    }
    let [one, other] = args.paths.as_slice() else {
        return Err(CliError::asked("two versions are to be named", "Name two projects, or two files of one kind"));
    };
    let found = if is_folder(one) { folders(one, other, streams)? } else { files(one, other)? };
    let is_same = found.is_empty();
    if args.answer.json {
        let id = |it: &Difference| it.id.map(|id| id.to_string());
        let line = |it: &Difference| Line {
            kind: it.kind,
            change: it.became.word(),
            document: it.document.as_ref().map(ToString::to_string),
            annotator: it.annotator.as_ref().map(ToString::to_string),
            id: id(it),
            message: it.says.clone(),
        };
        streams.json(&Answer { differences: found.iter().map(line).collect() })?;
    } else {
        write(&found, streams)?;
    }
    Ok(if is_same { Outcome::Done } else { Outcome::Partly })
}

fn folders(one: &Path, other: &Path, streams: &mut Streams<'_>) -> Result<Vec<Difference>, CliError> {
    let mut read = |folder: &Path| -> Result<Project, CliError> {
        let workspace = open::open(folder, open::options(None, None), streams)?;
        let project = workspace.snapshot();
        open::close(workspace, streams)?;
        Ok(project)
    };
    let (mut from, to) = (read(one)?, read(other)?);
    let keys: BTreeSet<FileKey> = keys_of(&from).into_iter().chain(keys_of(&to)).collect();
    // A changed text is told as one, and not as moving all that lies in it.
    let is_text = |edit: &Edit| matches!(edit, Edit::Document(..));
    let documents = diff_parts(&keys, &from, &to).into_iter().filter(is_text).collect::<Vec<_>>();
    let [was, is] = [&from, &to].map(|project| Seen { project, quotes: None });
    let mut found = differences(&documents, was, is);
    same_texts(&mut from, &to);
    let edits: Vec<Edit> = diff_parts(&keys, &from, &to).into_iter().filter(|edit| !is_text(edit)).collect();
    let [was, is] = [&from, &to].map(|project| Seen { project, quotes: None });
    found.extend(differences(&edits, was, is));
    Ok(found)
}

fn files(one: &Path, other: &Path) -> Result<Vec<Difference>, CliError> {
    let (from, to) = (bytes_of(one)?, bytes_of(other)?);
    let key = kind_of_both((one, &from), (other, &to))?;
    let (from, to) = (Loose::read(&key, &from, one)?, Loose::read(&key, &to, other)?);
    Ok(of_files(&key, Some(&from), Some(&to)))
}

/// What differs between two versions of a file, of which one may not be there.
fn of_files(key: &FileKey, from: Option<&Loose>, to: Option<&Loose>) -> Vec<Difference> {
    let nothing = Loose::blank(key);
    let (from, to) = (from.unwrap_or(&nothing), to.unwrap_or(&nothing));
    let edits = diff_parts(&BTreeSet::from([key.clone()]), from.project(), to.project());
    let [was, is] = [from, to].map(|side| Seen { project: side.project(), quotes: Some(side.quotes()) });
    let mut found = differences(&edits, was, is);
    if matches!(key, FileKey::Document(_) | FileKey::Text(_)) && from.text() != to.text() {
        found.push(Difference::of_text(key.document()));
    }
    found
}

/// As git calls it: with the path, and for both versions a file, its id and its mode. It is told of mistakes as well, for
/// else it would show nothing of what follows.
fn for_git(words: &[PathBuf], streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let [path, old, _, _, new, ..] = words else {
        let path = words.first().map(|path| path.display().to_string()).unwrap_or_default();
        writeln!(streams.out, "{path}: to be merged")?;
        return Ok(Outcome::Done);
    };
    writeln!(streams.out, "glossator diff {}", one_line(&path.to_string_lossy()))?;
    match for_git_of(path, old, new) {
        Ok(found) => write(&found, streams)?,
        Err(error) => writeln!(streams.out, "  cannot be compared: {}", one_line(&error.to_string()))?,
    }
    Ok(Outcome::Done)
}

fn for_git_of(path: &Path, old: &Path, new: &Path) -> Result<Vec<Difference>, CliError> {
    let bytes = [old, new].map(Loose::bytes_at);
    let [old, new] = bytes;
    let (old, new) = (old?, new?);
    let key = kind(path, new.as_ref().or(old.as_ref()).map(Vec::as_slice).unwrap_or_default())?;
    let [old, new] = [old, new].map(|bytes| bytes.map(|bytes| Loose::read(&key, &bytes, path)).transpose());
    Ok(of_files(&key, old?.as_ref(), new?.as_ref()))
}

fn write(found: &[Difference], streams: &mut Streams<'_>) -> Result<(), CliError> {
    let mut place = None;
    for difference in found {
        let here = (difference.document.as_ref(), difference.annotator.as_ref());
        if place != Some(here) {
            match here {
                (Some(document), Some(annotator)) => writeln!(streams.out, "{document}, {annotator}")?,
                (Some(document), None) => writeln!(streams.out, "{document}")?,
                (None, _) => writeln!(streams.out, "project")?,
            }
            place = Some(here);
        }
        writeln!(streams.out, "  {}", one_line(&difference.to_string()))?;
    }
    Ok(())
}
