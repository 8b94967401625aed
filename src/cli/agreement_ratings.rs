//! A table of items by raters from a file of JSON or CSV.

use super::error::CliError;
use serde_json::Value;
use std::path::Path;

/// The rows of a table: in JSON a list of lists, or `ratings` of an object; else as CSV, whose first row names the raters.
pub(super) fn rows(bytes: &[u8], path: &Path) -> Result<Vec<Vec<Option<String>>>, CliError> {
    if path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json")) {
        rows_of_json(bytes, path)
    } else {
        rows_of_csv(bytes, path)
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
