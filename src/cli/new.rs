//! `glossator new`: an empty project with a codebook.

use super::args::NewArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::open;
use super::streams::{Streams, counted};
use crate::model::Codebook;
use crate::store::{Disk, Home, STARTER_CODEBOOKS, read_codebook, starter_codebook};
use crate::workspace::Workspace;
use serde::Serialize;
use std::path::{Component, Path};

#[derive(Serialize)]
struct Answer<'a> {
    project: String,
    id: &'a str,
    name: &'a str,
    codebook: &'a str,
    tags: usize,
}

pub(super) fn run(args: &NewArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let (codebook_name, codebook) = codebook(&args.codebook)?;
    let name = args.name.clone().unwrap_or_else(|| name_of(&args.folder));
    let name = name.trim();
    if name.is_empty() {
        return Err(CliError::asked("the name is empty", "Give the project a name with --name"));
    }
    let home = Home::of_person()?;
    let options = open::options(Some(args.made), None);
    let workspace = Workspace::create(&args.folder, name, codebook, &home, options)?;
    let project = workspace.snapshot();
    open::close(workspace, streams)?;
    let n_tags = project.codebook.tags.len();
    let folder = args.folder.display().to_string();
    if args.answer.json {
        let id = project.id.as_str();
        streams.json(&Answer { project: folder, id, name: &project.name, codebook: &codebook_name, tags: n_tags })?;
    } else {
        let tags = counted(n_tags, "tag");
        writeln!(streams.out, "Made the project “{name}” with {tags} of {codebook_name}: {folder}")?;
    }
    Ok(Outcome::Done)
}

/// A codebook that comes with the program, by id or name, or one in a file.
fn codebook(word: &str) -> Result<(String, Codebook), CliError> {
    let is_meant = |id: &str, name: &str| id == word || name.to_lowercase() == word.to_lowercase();
    if let Some((id, name, _)) = STARTER_CODEBOOKS.iter().find(|(id, name, _)| is_meant(id, name)) {
        return Ok(((*name).to_owned(), starter_codebook(id)?));
    }
    let path = Path::new(word);
    let is_file_name = path.extension().is_some() || path.components().count() > 1;
    if !is_file_name && !Disk::default().is_there(path) {
        let ids: Vec<&str> = STARTER_CODEBOOKS.iter().map(|(id, _, _)| *id).collect();
        let hint = format!("Name a file that ends in .ron, or one of {}", ids.join(", "));
        return Err(CliError::asked(format!("there is no codebook {word:?}"), hint));
    }
    Ok(read_codebook(path)?)
}

/// The last part of a folder's path that is a name.
fn name_of(folder: &Path) -> String {
    let mut names = folder.components().filter_map(|part| match part {
        Component::Normal(name) => Some(name.to_string_lossy().into_owned()),
        _ => None,
    });
    names.next_back().unwrap_or_else(|| "Project".to_owned())
}
