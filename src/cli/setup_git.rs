//! `glossator setup-git`: has git merge and compare a project's files by this program, or takes that back.

use super::args::SetupGitArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::streams::Streams;
use crate::store::{GitError, install_drivers, remove_drivers};
use serde::Serialize;

#[derive(Serialize)]
struct Answer {
    project: String,
    changed: bool,
}

pub(super) fn run(args: &SetupGitArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let refused = |error: GitError| CliError::asked(error.to_string(), error.hint());
    let program = std::env::current_exe().map_err(|error| {
        CliError::asked(format!("the program does not find itself: {error}"), "Start it by its whole path")
    })?;
    let done = if args.remove { remove_drivers(&args.folder) } else { install_drivers(&args.folder, &program) };
    let changed = done.map_err(refused)?;
    let project = args.folder.display().to_string();
    if args.answer.json {
        streams.json(&Answer { project, changed })?;
        return Ok(Outcome::Done);
    }
    let says = match (args.remove, changed) {
        (false, true) => "git merges and compares these files by Glossator now",
        (false, false) => "git merges and compares these files by Glossator already",
        (true, true) => "git merges and compares these files by lines again",
        (true, false) => "git does not merge these files by Glossator",
    };
    writeln!(streams.out, "{says}: {project}")?;
    if !args.remove && changed {
        writeln!(streams.out, "Commit .gitattributes; everybody who merges runs this once. --remove takes it back")?;
    }
    Ok(Outcome::Done)
}
