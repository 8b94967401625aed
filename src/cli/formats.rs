//! `glossator formats`: what is read and written, and what each format carries.

use super::args::FormatsArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::streams::Streams;
use super::table::{Side, TextTable};
use crate::formats::{FORMATS, unit_name};
use serde::Serialize;

#[derive(Serialize)]
struct Answer {
    formats: Vec<FormatLine>,
}

#[derive(Serialize)]
struct FormatLine {
    id: &'static str,
    name: &'static str,
    reads: bool,
    writes: bool,
    endings: &'static [&'static str],
    unit: Option<&'static str>,
    carries: Vec<&'static str>,
}

pub(super) fn run(args: &FormatsArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let lines: Vec<FormatLine> = FORMATS
        .iter()
        .map(|format| FormatLine {
            id: format.id(),
            name: format.name(),
            reads: format.is_read(),
            writes: format.is_written(),
            endings: format.endings(),
            unit: format.carries().unit.map(unit_name),
            carries: format.carries().names(),
        })
        .collect();
    if args.answer.json {
        streams.json(&Answer { formats: lines })?;
        return Ok(Outcome::Done);
    }
    let mut table = TextTable::new(&[
        ("format", Side::Left),
        ("name", Side::Left),
        ("read", Side::Left),
        ("written", Side::Left),
        ("offsets", Side::Left),
        ("endings", Side::Left),
        ("carries texts and", Side::Left),
    ]);
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    for line in lines {
        let carries = if line.carries.is_empty() { "nothing else".to_owned() } else { line.carries.join(" ") };
        let (id, name) = (line.id.to_owned(), line.name.to_owned());
        let unit = line.unit.unwrap_or_default().to_owned();
        table.row([id, name, yes(line.reads), yes(line.writes), unit, line.endings.join(" "), carries]);
    }
    table.write(streams.out, "")?;
    Ok(Outcome::Done)
}
