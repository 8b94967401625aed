//! `glossator codebook`: the codebook as a page to be read and printed.

use super::args::CodebookArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::open;
use super::streams::{Streams, counted};
use crate::report::codebook_page;
use crate::store::write_file;
use serde::Serialize;

#[derive(Serialize)]
struct Answer {
    tags: usize,
    file: Option<String>,
    page: Option<String>,
}

pub(super) fn run(args: &CodebookArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let workspace = open::open(&args.folder, open::options(None, None), streams)?;
    let is_whole = workspace.damage().is_empty();
    let project = workspace.snapshot();
    open::close(workspace, streams)?;
    let page = codebook_page(&project);
    let n_tags = project.codebook.order.len();
    let file = args.out.as_ref().map(|out| out.display().to_string());
    if let Some(out) = &args.out {
        write_file(out, page.as_bytes())?;
    }
    match (args.answer.json, &file) {
        (true, _) => {
            let page = if file.is_none() { Some(page) } else { None };
            streams.json(&Answer { tags: n_tags, file, page })?;
        }
        (false, Some(file)) => writeln!(streams.out, "Wrote {} as a page: {file}", counted(n_tags, "tag"))?,
        (false, None) => streams.out.write_all(page.as_bytes())?,
    }
    Ok(if is_whole { Outcome::Done } else { Outcome::Partly })
}
