//! `glossator pack`: a project, or what some people say in it, as one file to be sent.

use super::args::PackArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::streams::{Streams, counted};
use super::{open, pick};
use crate::store::pack;
use serde::Serialize;

#[derive(Serialize)]
struct Answer {
    out: String,
    documents: usize,
    sets: usize,
    spans: usize,
}

pub(super) fn run(args: &PackArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let workspace = open::open(&args.folder, open::options(None, None), streams)?;
    let is_whole = workspace.damage().is_empty();
    let project = workspace.snapshot();
    open::close(workspace, streams)?;
    let (project, selection) = pick::picked(project, &args.pick)?;
    let part = selection.to_send(&project);
    if part.documents.is_empty() {
        return Err(CliError::asked("there is nothing to be sent", "Name people who have marked something"));
    }
    pack(&part, &args.out)?;
    let answer = Answer {
        out: args.out.display().to_string(),
        documents: part.documents.len(),
        sets: part.sets.len(),
        spans: part.sets.values().map(|set| set.spans.len()).sum(),
    };
    if args.answer.json {
        streams.json(&answer)?;
    } else {
        let [documents, sets, spans] = [(answer.documents, "document"), (answer.sets, "set"), (answer.spans, "span")]
            .map(|(n, thing)| counted(n, thing));
        writeln!(streams.out, "Packed {documents}, {sets}, {spans}: {}", answer.out)?;
    }
    Ok(if is_whole { Outcome::Done } else { Outcome::Partly })
}
