//! `glossator agreement`: how far people agree, in a project or over a table of items by raters.

use super::args::AgreementArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::open;
use super::streams::{Streams, counted};
use super::table::{Side, TextTable};
use crate::agreement::{Measured, Names, Ratings, SpanMeasured, rating_measures, span_measures};
use crate::review::study_of;
use crate::store::{Disk, bytes_of_file};
use serde::Serialize;
use serde_json::Value;
use std::path::Path;

/// The largest table.
const TABLE: u64 = 256_000_000;

#[derive(Serialize)]
struct Answer {
    measures: Vec<Line>,
}

#[derive(Serialize)]
struct Line {
    measure: String,
    value: Option<f64>,
    /// Of an interval, where there is one.
    low: Option<f64>,
    high: Option<f64>,
    /// What is compared: spans, or items that at least two people rated.
    units: usize,
    documents: Option<usize>,
    annotators: usize,
    undefined: Option<String>,
    #[serde(skip)]
    meaning: &'static str,
}

pub(super) fn run(args: &AgreementArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let (lines, says) = match (&args.folder, &args.ratings) {
        (_, Some(table)) => of_ratings(table, args)?,
        (Some(folder), None) => of_project(folder, streams)?,
        (None, None) => return Err(CliError::asked("nothing was named to compare", "Name a project, or a table")),
    };
    let lines = chosen(lines, &args.measure)?;
    if args.answer.json {
        streams.json(&Answer { measures: lines })?;
        return Ok(Outcome::Done);
    }
    let mut table = TextTable::new(&[("measure", Side::Left), ("value", Side::Right), ("what it means", Side::Left)]);
    for line in lines {
        let value = line.value.map_or_else(|| "–".to_owned(), |value| format!("{value:.3}"));
        let says = line.undefined.map_or_else(|| line.meaning.to_owned(), |why| format!("Not defined: {why}."));
        table.row([line.measure, value, says]);
    }
    writeln!(streams.out, "{says}\n")?;
    table.write(streams.out, "")?;
    Ok(Outcome::Done)
}

/// Those of the measures that were asked for: by their names, or by what stands before `#` and `@` in them.
fn chosen(lines: Vec<Line>, asked: &[String]) -> Result<Vec<Line>, CliError> {
    if asked.is_empty() || asked.iter().any(|name| name == "all") {
        return Ok(lines);
    }
    let stem = |line: &Line| line.measure.split(['#', '@']).next().unwrap_or_default().to_owned();
    let is_it = |line: &Line, name: &String| line.measure == *name || stem(line) == *name;
    if let Some(name) = asked.iter().find(|name| !lines.iter().any(|line| is_it(line, name))) {
        let mut names: Vec<String> = lines.iter().map(stem).collect();
        names.dedup();
        let what = format!("there is no measure {name:?} for this");
        return Err(CliError::asked(what, format!("Measures: {}", names.join(", "))));
    }
    Ok(lines.into_iter().filter(|line| asked.iter().any(|name| is_it(line, name))).collect())
}

fn of_project(folder: &Path, streams: &mut Streams<'_>) -> Result<(Vec<Line>, String), CliError> {
    let workspace = open::open(folder, open::options(None, None), streams)?;
    let project = workspace.snapshot();
    open::close(workspace, streams)?;
    let compared = study_of(&project);
    if compared.n_in_pieces > 0 {
        let spans = counted(compared.n_in_pieces, "span");
        streams.warn(&format!("{spans} in several pieces are taken from their first character to their last"));
    }
    let annotators: Vec<String> = compared.annotators.iter().map(ToString::to_string).collect();
    let tags: Vec<String> = compared.tags.iter().map(ToString::to_string).collect();
    let measures = span_measures(&compared.study, Names { annotators: &annotators, tags: &tags });
    let line = |measured: SpanMeasured| Line {
        measure: measured.measure,
        value: measured.value.ok(),
        low: None,
        high: None,
        units: measured.n_units,
        documents: Some(measured.n_documents),
        annotators: measured.n_annotators,
        undefined: measured.value.err().map(|why| why.to_string()),
        meaning: measured.meaning,
    };
    let (documents, people) = (counted(compared.documents.len(), "document"), compared.annotators.len());
    let says = format!("{documents} that two people or more are done with, {people} people");
    Ok((measures.into_iter().map(line).collect(), says))
}

fn of_ratings(path: &Path, args: &AgreementArgs) -> Result<(Vec<Line>, String), CliError> {
    let rows = rows(path)?;
    let ratings = Ratings::new(args.level.into(), &rows)
        .map_err(|why| CliError::asked(format!("{why}: {}", path.display()), "Mend the table, or say another level"))?;
    let n_units = rows.iter().filter(|row| row.iter().flatten().count() >= 2).count();
    let line = |measured: Measured| Line {
        measure: measured.measure.to_owned(),
        value: measured.value.ok(),
        low: None,
        high: None,
        units: n_units,
        documents: None,
        annotators: ratings.n_raters(),
        undefined: measured.value.err().map(|why| why.to_string()),
        meaning: measured.meaning,
    };
    let lines = rating_measures(&ratings).into_iter().map(line).collect();
    Ok((lines, format!("{n_units} items that two people or more rated, {} people", ratings.n_raters())))
}

/// The rows of a table: in JSON a list of lists, or `ratings` of an object; else as CSV, whose first row names the raters.
fn rows(path: &Path) -> Result<Vec<Vec<Option<String>>>, CliError> {
    let bytes = bytes_of_file(&Disk::default(), path, TABLE)?;
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
        rows_of_json(&bytes, path)
    } else {
        rows_of_csv(&bytes, path)
    }
}

fn rows_of_json(bytes: &[u8], path: &Path) -> Result<Vec<Vec<Option<String>>>, CliError> {
    const SHAPE: &str =
        "A list of rows, or an object with \"ratings\", such as {\"ratings\": [[\"a\", \"b\"], [\"a\", null]]}";
    let wrong = |why: String| CliError::asked(format!("{why}: {}", path.display()), SHAPE);
    let table: Value = serde_json::from_slice(bytes).map_err(|error| wrong(error.to_string()))?;
    let rows = table.get("ratings").unwrap_or(&table).as_array();
    let rows = rows.ok_or_else(|| wrong("this is no table of ratings".to_owned()))?;
    let cell = |cell: &Value| match cell {
        Value::Null => Ok(None),
        Value::String(name) => Ok(Some(name.clone())),
        Value::Number(number) => Ok(Some(number.to_string())),
        Value::Bool(yes) => Ok(Some(yes.to_string())),
        Value::Array(_) | Value::Object(_) => Err(wrong("a rating is a list or an object".to_owned())),
    };
    let row = |(n, row): (usize, &Value)| {
        let row = row.as_array().ok_or_else(|| wrong(format!("row {} is no list", n + 1)))?;
        row.iter().map(cell).collect()
    };
    rows.iter().enumerate().map(row).collect()
}

fn rows_of_csv(bytes: &[u8], path: &Path) -> Result<Vec<Vec<Option<String>>>, CliError> {
    let wrong = |error: csv::Error| {
        CliError::asked(format!("{error}: {}", path.display()), "A row for each item, and a column for each person")
    };
    let mut reader = csv::Reader::from_reader(bytes);
    let names_items = reader.headers().map_err(wrong)?.get(0).is_some_and(|name| matches!(name, "" | "item"));
    let cell = |cell: &str| Some(cell.trim().to_owned()).filter(|cell| !cell.is_empty());
    let row = |row: csv::Result<csv::StringRecord>| {
        row.map(|row| row.iter().skip(usize::from(names_items)).map(cell).collect()).map_err(wrong)
    };
    reader.records().map(row).collect()
}
