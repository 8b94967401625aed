//! Spans by one dimension or crossed by two: tag, annotator, document, fields of documents, dates, attributes.

use super::axis::{Axis, Entry};
use super::cover::{covering, union};
use super::numbering::{Marked, marked};
use super::rate::Rate;
use super::size::Size;
use super::{By, Cell, Column, ColumnKind, Row, Scope, Table};
use crate::model::Project;
use crate::text::TextRange;
use ahash::AHashMap;
use rayon::prelude::*;
use std::collections::BTreeMap;
use thiserror::Error;

/// The most numbers that a table of two dimensions may have.
const MOST_CELLS: usize = 1_000_000;

/// Why spans are not crossed by two dimensions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("a table of {rows} rows and {columns} columns is too large to read; choose something with fewer values")]
pub struct TooLarge {
    /// How many values the rows have.
    pub rows: usize,
    /// How many values the columns have.
    pub columns: usize,
}

/// How many spans have each value of one dimension and each of another. One row for each value, with the spans that have each of
/// the other's values in a column, and at last `spans`, all of the row. Where a span has several values, as with [`By::TagTree`]
/// and choices, it counts for each of them and once in the sum, so that a row need not add up.
///
/// Rows and columns are in the order of the codebook for tags and choices, else in that of ids or values. Tags and annotators
/// stand there without spans too. What has no value has a row or column of its own at the end, `none`, whose id is empty. A row's
/// id and a column's key are those of the tag, annotator or document, or the value. Before the columns come `name` and `id`.
pub fn crosstab(project: &Project, scope: &Scope, rows: &By, columns: &By) -> Result<Table, TooLarge> {
    let documents = marked(project, scope);
    let axis = |by| Axis::new(project, &documents, |id| scope.has_annotator(id), by);
    let (down, across) = (axis(rows), axis(columns));
    let (height, width) = (down.entries.len(), across.entries.len());
    if height.saturating_mul(width + 1) > MOST_CELLS {
        return Err(TooLarge { rows: height, columns: width });
    }
    // The last column is the sum.
    let mut counts = vec![vec![0_usize; width + 1]; height];
    each_span(&documents, [&down, &across], |[rows, columns]| {
        for row in rows {
            let Some(counts) = counts.get_mut(*row as usize) else { continue };
            for column in columns.iter().copied().chain([width as u32]) {
                counts.get_mut(column as usize).into_iter().for_each(|count| *count += 1);
            }
        }
    });
    let mut headers = head(&down.name(project));
    headers.extend(across.entries.iter().map(|entry| Column::new(&entry.id, &entry.name, "spans", ColumnKind::Count)));
    headers.push(Column::new("spans", "All", "spans", ColumnKind::Count));
    let rows = down.entries.iter().zip(counts);
    let rows = rows.map(|(entry, counts)| row(entry, counts.into_iter().map(Cell::Count))).collect();
    Ok(Table { columns: headers, rows })
}

/// The spans that have each value of one dimension, in rows as [`crosstab`] has them. Columns:
///
/// - `name`, `id`;
/// - `spans`: how many have the value;
/// - `share`: those by all spans in scope; where a span has several values, shares add up to more than 1;
/// - `documents`: in how many documents they stand;
/// - `tokens`, `characters` (code points): the text that they are out of, in which they could have been marked: a document as
///   often as an annotator worked on it, as far as it has the value, without parts that are left out. For a dimension of spans
///   themselves, tags and attributes, it is the same in every row;
/// - `covered`: the characters that the spans cover, of each set every one once, without those that are left out;
/// - `share_of_text`: those by `characters`;
/// - `per_1000_tokens`: spans by 1,000 of those tokens. Nothing without tokens, nor is a share without spans;
/// - `low`, `high`: where that lies with a chance of 95 % in all texts, if these are drawn from them by chance; see [`Rate`].
///   Nothing for fewer than 20 documents.
///
/// A text that nobody worked on counts for nothing here: no span in it says nothing.
pub fn breakdown(project: &Project, scope: &Scope, by: &By) -> Table {
    let documents = marked(project, scope);
    let axis = Axis::new(project, &documents, |id| scope.has_annotator(id), by);
    let mut figures = vec![Figures::default(); axis.entries.len()];
    let in_documents: Vec<Marks> = documents.par_iter().map(|document| marks_of(document, scope, &axis)).collect();
    let n_spans: usize = documents.iter().flat_map(|(_, sets)| sets).map(|(_, set)| set.spans.len()).sum();
    let sizes = Size::of_all(&documents, scope);
    for (((document, sets), size), marks) in documents.iter().zip(&sizes).zip(&in_documents) {
        // For a dimension of sets those of one value, else all are what its spans are out of.
        let mut n_sets: BTreeMap<Option<u32>, usize> = BTreeMap::new();
        sets.iter().for_each(|(key, _)| *n_sets.entry(axis.of_set(document, key)).or_default() += 1);
        for (value, n_sets) in n_sets {
            let values = value.map_or(0..figures.len(), |value| value as usize..value as usize + 1);
            for (value, figures) in figures.iter_mut().enumerate().take(values.end).skip(values.start) {
                let (n_spans, n_covered) = marks.get(&(value as u32)).copied().unwrap_or_default();
                figures.n_spans += n_spans;
                figures.n_covered += n_covered;
                figures.n_documents += usize::from(n_spans > 0);
                figures.size.add(size, n_sets);
                figures.rate.add(n_spans, n_sets * size.n_tokens);
            }
        }
    }
    let mut columns = head(&axis.name(project));
    columns.extend([
        Column::new("spans", "Spans", "spans", ColumnKind::Count),
        Column::new("share", "Share of spans", "", ColumnKind::Share),
        Column::new("documents", "Documents", "documents", ColumnKind::Count),
        Column::new("tokens", "Tokens", "tokens", ColumnKind::Count),
        Column::new("characters", "Characters", "characters", ColumnKind::Count),
        Column::new("covered", "Covered", "characters", ColumnKind::Count),
        Column::new("share_of_text", "Share of text", "", ColumnKind::Share),
        Column::new("per_1000_tokens", "Per 1,000 tokens", "spans", ColumnKind::Mean),
        Column::new("low", "95 % from", "spans", ColumnKind::Mean),
        Column::new("high", "95 % to", "spans", ColumnKind::Mean),
    ]);
    let ratio = |part: usize, whole: usize| (whole > 0).then(|| part as f64 / whole as f64);
    let rows = axis.entries.iter().zip(figures).map(|(entry, figures)| {
        let [low, high] = figures
            .rate
            .interval()
            .map_or([Cell::Missing, Cell::Missing], |(low, high)| [low, high].map(|rate| Cell::Mean(1000.0 * rate)));
        let cells = [
            Cell::Count(figures.n_spans),
            ratio(figures.n_spans, n_spans).map_or(Cell::Missing, Cell::Share),
            Cell::Count(figures.n_documents),
            Cell::Count(figures.size.n_tokens),
            Cell::Count(figures.size.n_characters),
            Cell::Count(figures.n_covered),
            ratio(figures.n_covered, figures.size.n_characters).map_or(Cell::Missing, Cell::Share),
            ratio(1000 * figures.n_spans, figures.size.n_tokens).map_or(Cell::Missing, Cell::Mean),
            low,
            high,
        ];
        row(entry, cells)
    });
    Table { columns, rows: rows.collect() }
}

/// What is counted of one value.
#[derive(Clone, Default)]
struct Figures {
    n_spans: usize,
    n_documents: usize,
    n_covered: usize,
    size: Size,
    rate: Rate,
}

/// For each value how many spans of one document have it, and how many characters these cover.
type Marks = AHashMap<u32, (usize, usize)>;

/// What the spans of one document come to. Of each set a character counts once, however many spans lie on it.
fn marks_of((document, sets): &Marked<'_>, scope: &Scope, axis: &Axis<'_>) -> Marks {
    let (text, left_out) = (&document.text, scope.left_out(document));
    let mut marks = Marks::new();
    let mut values: Vec<u32> = Vec::new();
    for (key, set) in sets {
        let of_set = axis.of_set(document, key);
        let mut ranges: AHashMap<u32, Vec<TextRange>> = AHashMap::new();
        for span in set.spans.iter() {
            axis.of_span(span, &mut values);
            values.extend(of_set);
            for value in &values {
                marks.entry(*value).or_default().0 += 1;
                ranges.entry(*value).or_default().extend(covering(text, &span.at));
            }
        }
        for (value, mut ranges) in ranges {
            marks.entry(value).or_default().1 += union(text, left_out, &mut ranges);
        }
    }
    marks
}

/// Looks at the values that each span has in each dimension.
fn each_span<const N: usize>(documents: &[Marked<'_>], axes: [&Axis<'_>; N], mut look: impl FnMut(&[Vec<u32>; N])) {
    let mut values: [Vec<u32>; N] = std::array::from_fn(|_| Vec::new());
    for (document, sets) in documents {
        for (key, set) in sets {
            let of_set = axes.map(|axis| axis.of_set(document, key));
            for span in set.spans.iter() {
                for ((axis, of_set), values) in axes.iter().zip(of_set).zip(&mut values) {
                    axis.of_span(span, values);
                    values.extend(of_set);
                }
                look(&values);
            }
        }
    }
}

fn head(name: &str) -> Vec<Column> {
    vec![Column::new("name", name, "", ColumnKind::Text), Column::new("id", "Id", "", ColumnKind::Text)]
}

fn row(entry: &Entry, cells: impl IntoIterator<Item = Cell>) -> Row {
    let names = [Cell::Text(entry.name.clone()), Cell::Text(entry.id.clone())];
    Row { id: entry.id.clone(), depth: entry.depth, cells: names.into_iter().chain(cells).collect() }
}
