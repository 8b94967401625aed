//! `glossator codebook`: the codebook as a page to be read and printed, or as a file that programs for qualitative research
//! read.

use super::args::CodebookArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::losses::{self, LossLine};
use super::open;
use super::streams::{Streams, counted};
use crate::formats::{Losses, codebook_as_qdc, is_qdc};
use crate::report::codebook_page;
use crate::store::write_file;
use serde::Serialize;

#[derive(Serialize)]
struct Answer {
    tags: usize,
    file: Option<String>,
    page: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    losses: Vec<LossLine>,
}

pub(super) fn run(args: &CodebookArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let workspace = open::open(&args.folder, open::options(None, None), streams)?;
    let is_whole = workspace.damage().is_empty();
    let project = workspace.snapshot();
    open::close(workspace, streams)?;
    let is_qdc = args.out.as_ref().is_some_and(|out| is_qdc(out));
    let mut losses = Losses::default();
    let page =
        if is_qdc { codebook_as_qdc(&project.codebook, &mut losses) } else { codebook_page(&project).into_bytes() };
    let n_tags = project.codebook.order.len();
    let file = args.out.as_ref().map(|out| out.display().to_string());
    if let Some(out) = &args.out {
        write_file(out, &page)?;
    }
    match (args.answer.json, &file) {
        (true, _) => {
            let page = file.is_none().then(|| String::from_utf8_lossy(&page).into_owned());
            streams.json(&Answer { tags: n_tags, file, page, losses: losses::lines(&losses) })?;
        }
        (false, Some(file)) => {
            let what = if is_qdc { "a codebook of REFI-QDA" } else { "a page" };
            writeln!(streams.out, "Wrote {} as {what}: {file}", counted(n_tags, "tag"))?;
            losses::write(&losses, streams.out)?;
        }
        (false, None) => streams.out.write_all(&page)?,
    }
    Ok(if is_whole { Outcome::Done } else { Outcome::Partly })
}
