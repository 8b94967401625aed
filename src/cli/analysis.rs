//! `glossator stats --show`: tables and pictures of what the tags say, and reports of several.

use super::args::StatsArgs;
use super::error::CliError;
use super::invocation::Outcome;
use super::open;
use super::search::refused;
use super::streams::Streams;
use super::table::{Side, TextTable, clipped};
use crate::model::{Calendar, DocumentId, Project};
use crate::query::Search;
use crate::report::{
    Answer, AnswersOf, Ask, DrawnAs, KeyOf, Shape, answers_file, dimension, rows_as_objects, within_named,
};
use crate::stats::{By, Cell, Column, Documents, Scope, Table, Variants, Within};
use crate::store::write_file;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::BTreeSet;
use std::num::NonZeroU32;
use std::path::Path;
use std::sync::Arc;

#[derive(Serialize)]
struct Told {
    tables: Vec<TableTold>,
}

#[derive(Serialize)]
struct TableTold {
    title: String,
    rows: Vec<std::collections::BTreeMap<String, serde_json::Value>>,
}

/// How near words stand to spans without another wish.
const NEAR: NonZeroU32 = NonZeroU32::MIN.saturating_add(4);

/// Answers the questions of `--show` about a part of a project.
pub(super) fn run(args: &StatsArgs, part: &Project, streams: &mut Streams<'_>) -> Result<Outcome, CliError> {
    let (scope, others) = scopes(args, part)?;
    let drawn = drawn_as(args)?;
    let mut answers = Vec::new();
    for name in args.show.as_deref().unwrap_or("counts").split(',') {
        let ask = ask(name.trim(), args)?;
        let answer = ask.answer(part, &scope, (part, &others));
        let answer = answer.map_err(|error| CliError::asked(error.to_string(), "Cross other dimensions"))?;
        answers.push(answer.drawn_as(drawn));
    }
    if let Some(out) = &args.out {
        write_file(out, &written(out, args, part, &answers)?)?;
    }
    if args.answer.json {
        let told = |answer: &Answer| TableTold { title: answer.title.clone(), rows: rows_as_objects(&answer.table) };
        streams.json(&Told { tables: answers.iter().map(told).collect() })?;
    } else if args.out.is_none() {
        for answer in &answers {
            writeln!(streams.out, "{}\n", answer.title)?;
            text(&answer.table).write(streams.out, "")?;
            writeln!(streams.out)?;
        }
    }
    Ok(Outcome::Done)
}

fn ask(name: &str, args: &StatsArgs) -> Result<Ask, CliError> {
    let by = |word: &Option<String>, otherwise: By| word.as_deref().map_or(otherwise, dimension);
    Ok(match name {
        "counts" => Ask::Counts(by(&args.rows, By::Tag)),
        "crossed" => Ask::Crossed(by(&args.rows, By::Tag), by(&args.columns, By::Annotator)),
        "time" => {
            let named = |calendar: &Calendar| args.columns.as_deref() == Some(calendar.name());
            Ask::OverTime(Calendar::ALL.into_iter().find(named).unwrap_or(Calendar::Month))
        }
        "together" => {
            let within = args.within.as_deref().map_or(Some(Within::Sentence), within_named);
            let within = within.ok_or_else(|| {
                CliError::asked(
                    format!("{:?} is nothing that tags stand together in", args.within.clone().unwrap_or_default()),
                    "Write span, overlap, sentence, paragraph, document, or a number of words",
                )
            })?;
            Ask::Together(within, shape_of(args))
        }
        "overlaps" => Ask::Overlaps,
        "sequences" => Ask::Sequences,
        "spread" => Ask::Spread,
        "places" => Ask::Places,
        "lengths" => Ask::Lengths,
        "pace" => Ask::Pace,
        "strings" => Ask::Strings(None, if args.apart { Variants::Apart } else { Variants::Together }),
        "collocates" => {
            let words = args.within.as_deref().map_or(Ok(NEAR), str::parse);
            Ask::Collocates(
                None,
                words.map_err(|_| {
                    let what = format!("{:?} is no number of words", args.within.clone().unwrap_or_default());
                    CliError::asked(what, "Write how near words stand, such as --within 5")
                })?,
            )
        }
        "keyness" if args.against.is_none() => {
            return Err(CliError::asked(
                "nothing is named that articles are set apart by",
                "Name a query: --against outlet:Wire",
            ));
        }
        "keyness" => Ask::Keyness(key_of(args)?),
        "saturation" => Ask::Saturation,
        other => {
            let names = format!("Name one of {}", Ask::names().join(", "));
            return Err(CliError::asked(format!("there are no figures called {other:?}"), names));
        }
    })
}

fn key_of(args: &StatsArgs) -> Result<KeyOf, CliError> {
    let Some(name) = args.of.as_deref() else { return Ok(KeyOf::default()) };
    KeyOf::ALL.into_iter().find(|of| of.name() == name).ok_or_else(|| {
        let names = KeyOf::ALL.map(KeyOf::name).join(", ");
        CliError::asked(format!("nothing sets articles apart that is called {name:?}"), format!("Name one of {names}"))
    })
}

/// What stands together is drawn as a net, unless a matrix is asked for.
fn shape_of(args: &StatsArgs) -> Shape {
    let is_named = |shape: &Shape| args.drawn.as_deref() == Some(shape.name());
    Shape::ALL.into_iter().find(is_named).unwrap_or_default()
}

fn drawn_as(args: &StatsArgs) -> Result<DrawnAs, CliError> {
    let Some(name) = args.drawn.as_deref() else { return Ok(DrawnAs::default()) };
    let is_shape = Shape::ALL.into_iter().any(|shape| shape.name() == name);
    let drawn = if is_shape { Some(DrawnAs::default()) } else { DrawnAs::named(name) };
    drawn.ok_or_else(|| {
        let names = DrawnAs::ALL.map(DrawnAs::name).into_iter().chain(Shape::ALL.map(Shape::name));
        let names = names.collect::<Vec<_>>().join(", ");
        CliError::asked(format!("nothing is drawn as {name:?}"), format!("Name one of {names}"))
    })
}

/// What is counted, and what it is held against: with a query, the articles of which it is true, and the others.
fn scopes(args: &StatsArgs, part: &Project) -> Result<(Scope, Scope), CliError> {
    let scope = |ids: BTreeSet<DocumentId>| Scope {
        documents: Documents::Some(Arc::new(ids)),
        annotators: None,
        with_left_out: args.with_left_out,
    };
    let Some(query) = &args.against else {
        let all: BTreeSet<DocumentId> = part.documents.keys().cloned().collect();
        return Ok((scope(all.clone()), scope(all)));
    };
    let search = Search::new(query, part).map_err(|mistake| refused(query, &mistake))?;
    let documents: Vec<_> = part.documents.values().collect();
    let (one, other): (Vec<_>, Vec<_>) = documents.par_iter().partition(|document| search.holds(part, document));
    let ids = |documents: Vec<&&Arc<crate::model::Document>>| documents.iter().map(|it| it.id.clone()).collect();
    Ok((scope(ids(one)), scope(ids(other))))
}

/// The answers as the ending of a file says.
fn written(out: &Path, args: &StatsArgs, part: &Project, answers: &[Answer]) -> Result<Vec<u8>, CliError> {
    let ending = out.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_lowercase();
    let date = open::now(&open::options(None, None)).to_string().chars().take(10).collect();
    let of = AnswersOf { title: part.name.clone(), filter: args.pick.in_words(), date };
    answers_file(&ending, answers, &of).ok_or_else(|| {
        let what = format!("these figures are not written as {:?}", out.display().to_string());
        CliError::asked(what, "Name a file that ends in .csv, .svg, .png or .html; not all figures have a picture")
    })
}

/// How many characters of a cell are shown: a quotation would push all else out of sight.
const CLIPPED: usize = 40;

/// A table for people. Its rows are cut by the terminal, not here.
fn text(table: &Table) -> TextTable<'_> {
    let is_number = |cell: Option<&Cell>| !matches!(cell, Some(Cell::Text(_) | Cell::List(_)));
    let heads: Vec<(&str, Side)> = table
        .columns
        .iter()
        .enumerate()
        .map(|(at, column)| {
            let is_number = table.rows.iter().all(|row| is_number(row.cells.get(at)));
            (column.name.as_str(), if is_number { Side::Right } else { Side::Left })
        })
        .collect();
    let mut text = TextTable::new(&heads);
    for row in &table.rows {
        // Ids are there to be copied.
        let shown = |(cell, column): (&Cell, &Column)| {
            if column.key.starts_with("id") { said(cell) } else { clipped(&said(cell), CLIPPED) }
        };
        text.row(row.cells.iter().zip(&table.columns).map(shown));
    }
    text
}

fn said(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Count(n) => super::streams::thousands(*n),
        Cell::Share(number) | Cell::Mean(number) => format!("{number:.4}"),
        Cell::List(list) => list.iter().map(|(text, n)| format!("{text} ({n})")).collect::<Vec<_>>().join("; "),
        Cell::Missing => String::new(),
    }
}
