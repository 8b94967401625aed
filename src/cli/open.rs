//! Opening a project for a command, and leaving it with everything on the disk.

use super::error::CliError;
use super::shared_args::MadeArgs;
use super::streams::Streams;
use crate::edit::slug;
use crate::model::{Annotator, AnnotatorId, AnnotatorKind, Timestamp};
use crate::store::{Home, Person, StoreError, login_name};
use crate::workspace::{Options, Workspace};
use std::path::Path;
use std::sync::Arc;

/// Opens the project in a folder, beside whatever else has it open. What cannot be read of it is said;
/// one that a later version of the program wrote is refused.
pub(super) fn open(folder: &Path, options: Options, streams: &mut Streams<'_>) -> Result<Workspace, CliError> {
    let home = Home::of_person()?;
    let mut workspace = Workspace::open(folder, &home, options)?;
    if let Some(error @ StoreError::Newer { .. }) = workspace.read_only() {
        return Err(error.clone().into());
    }
    for damage in workspace.damage().values() {
        streams.warn(&damage.message());
        streams.hint(damage.hint());
    }
    tell(&mut workspace, streams);
    Ok(workspace)
}

/// Waits until everything is in the journal and in the files.
pub(super) fn close(mut workspace: Workspace, streams: &mut Streams<'_>) -> Result<(), CliError> {
    workspace.save_now()?;
    tell(&mut workspace, streams);
    Ok(workspace.close()?)
}

/// What a workspace is opened with, for ids and times that can be fixed.
pub(super) fn options(made: Option<MadeArgs>, annotator: Option<Annotator>) -> Options {
    let person = annotator.map(|annotator| Person { id: annotator.id, name: annotator.name });
    let mut options = Options { person, ..Options::default() };
    if let Some(made) = made {
        options.seed = made.seed;
        if let Some(now) = made.now {
            options.clock = Arc::new(move || now);
        }
    }
    options
}

/// The time that new records get.
pub(super) fn now(options: &Options) -> Timestamp {
    (options.clock)()
}

/// The person who runs the command: who they said they are in the window, else their name on this computer.
pub(super) fn person() -> Result<Annotator, CliError> {
    if let Some(person) = Home::of_person()?.settings()?.person {
        return Ok(Annotator { id: person.id, name: person.name, kind: AnnotatorKind::Human });
    }
    let name =
        login_name().map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).unwrap_or("me".to_owned());
    annotator(&name)
}

/// An annotator by an id, or by a name that an id is made of.
pub(super) fn annotator(name: &str) -> Result<Annotator, CliError> {
    let id = AnnotatorId::new(name).or_else(|_| AnnotatorId::new(&slug(name, "me")));
    let id = id.map_err(|error| CliError::asked(error.to_string(), "Give the annotator another name"))?;
    Ok(Annotator { id, name: name.to_owned(), kind: AnnotatorKind::Human })
}

fn tell(workspace: &mut Workspace, streams: &mut Streams<'_>) {
    for event in workspace.poll() {
        if let Some(sentence) = event.sentence(workspace.project()) {
            streams.warn(&sentence);
        }
    }
}
