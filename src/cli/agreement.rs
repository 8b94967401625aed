//! `glossator agreement`: how far people agree, over a table of items by raters.

use super::args::AgreementArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::streams::Streams;
use super::table::{Side, TextTable};
use crate::agreement::{Measured, Ratings, rating_measures};
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
    measure: &'static str,
    value: Option<f64>,
    /// Of an interval; over a table of ratings there is none.
    low: Option<f64>,
    high: Option<f64>,
    /// The items that at least two people rated.
    units: usize,
    documents: Option<usize>,
    annotators: usize,
    undefined: Option<String>,
}

pub(super) fn run(args: &AgreementArgs, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let rows = rows(&args.ratings)?;
    let ratings = Ratings::new(args.level.into(), &rows).map_err(|why| {
        CliError::asked(format!("{why}: {}", args.ratings.display()), "Mend the table, or say another level")
    })?;
    let mut measures = rating_measures(&ratings);
    if !args.measure.is_empty() && !args.measure.iter().any(|name| name == "all") {
        let known = |name: &&String| !measures.iter().any(|measured| measured.measure == name.as_str());
        if let Some(name) = args.measure.iter().find(known) {
            let names: Vec<&str> = measures.iter().map(|measured| measured.measure).collect();
            let what = format!("there is no measure {name:?} for such a table");
            return Err(CliError::asked(what, format!("Measures: {}", names.join(", "))));
        }
        measures.retain(|measured| args.measure.iter().any(|name| name == measured.measure));
    }
    let n_units = rows.iter().filter(|row| row.iter().flatten().count() >= 2).count();
    if args.answer.json {
        let line = |measured: Measured| Line {
            measure: measured.measure,
            value: measured.value.ok(),
            low: None,
            high: None,
            units: n_units,
            documents: None,
            annotators: ratings.n_raters(),
            undefined: measured.value.err().map(|why| why.to_string()),
        };
        streams.json(&Answer { measures: measures.into_iter().map(line).collect() })?;
        return Ok(Outcome::Done);
    }
    let mut table = TextTable::new(&[("measure", Side::Left), ("value", Side::Right), ("what it means", Side::Left)]);
    for measured in measures {
        let (value, says) = match measured.value {
            Ok(value) => (format!("{value:.3}"), measured.meaning.to_owned()),
            Err(why) => ("–".to_owned(), format!("Not defined: {why}.")),
        };
        table.row([measured.measure.to_owned(), value, says]);
    }
    writeln!(streams.out, "{n_units} items that two people or more rated, {} people\n", ratings.n_raters())?;
    table.write(streams.out, "")?;
    Ok(Outcome::Done)
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
