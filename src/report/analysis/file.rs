//! Answers as files: tables, pictures, and a page of several.

use super::Answer;
use crate::report::chart::{Page, Palette, Part, Size, page, png, svg};
use crate::stats::{Cell, Row, Table};
use crate::text::Digest;
use std::collections::BTreeMap;

/// The rows of a table as objects, for JSON.
pub fn rows_as_objects(table: &Table) -> Vec<BTreeMap<String, serde_json::Value>> {
    let value = |cell: &Cell| match cell {
        Cell::Text(text) => serde_json::Value::from(text.as_str()),
        Cell::Count(n) => serde_json::Value::from(*n),
        Cell::Share(number) | Cell::Mean(number) => serde_json::Value::from(*number),
        Cell::List(list) => list.iter().map(|(text, _)| text.as_str()).collect::<Vec<_>>().into(),
        Cell::Missing => serde_json::Value::Null,
    };
    let object =
        |row: &Row| table.columns.iter().map(|column| column.key.clone()).zip(row.cells.iter().map(value)).collect();
    table.rows.iter().map(object).collect()
}

/// Of what answers are, for the head of a page.
#[derive(Clone, Debug, Default)]
pub struct AnswersOf {
    /// What the page is called.
    pub title: String,
    /// Which part of the project, in words.
    pub filter: String,
    /// The day.
    pub date: String,
}

/// The size of a picture in a file, in points.
const SIZE: Size = Size { width: 900.0, height: 560.0 };
/// How many times as many pixels a picture has.
const SCALE: f32 = 2.0;

/// Answers as the ending of a file says: `csv`, `svg` and `png` have the first of them, and `html` all. Nothing for another
/// ending, or where there is no picture.
pub fn answers_file(ending: &str, answers: &[Answer], of: &AnswersOf) -> Option<Vec<u8>> {
    let (light, dark) = (Palette::light(), Palette::dark());
    let scene = || Some(answers.first()?.picture.as_ref()?.scene(SIZE));
    match ending {
        "csv" => Some(answers.first()?.table.to_csv().into_bytes()),
        "svg" => Some(svg(&scene()?, &light, &dark).into_bytes()),
        "png" => png(&scene()?, &light, SCALE),
        "html" => Some(page(&page_of(answers, of), &light, &dark).into_bytes()),
        _ => None,
    }
}

/// The fingerprint is that of all figures on the page.
fn page_of(answers: &[Answer], of: &AnswersOf) -> Page {
    let part = |answer: &Answer| Part {
        heading: answer.title.clone(),
        counted: answer.counted.clone(),
        scenes: answer.picture.iter().map(|picture| picture.scene(SIZE)).collect(),
        tables: vec![answer.table.clone()],
    };
    let csv: String = answers.iter().map(|answer| answer.table.to_csv()).collect();
    Page {
        title: of.title.clone(),
        filter: of.filter.clone(),
        date: of.date.clone(),
        fingerprint: Digest::of(csv.as_bytes()).to_string(),
        parts: answers.iter().map(part).collect(),
    }
}
