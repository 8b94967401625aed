//! The one shape of every report: columns with units, rows of typed cells.

use std::cmp::Ordering;

/// A report. Every row has one cell for each column.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The columns, in order.
    pub columns: Vec<Column>,
    /// The rows, in order.
    pub rows: Vec<Row>,
}

/// What the cells below it are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    /// What programs call it; stands in files, and stays.
    pub key: String,
    /// What people call it.
    pub name: String,
    /// What its numbers count; empty where there is none.
    pub unit: &'static str,
    /// What kind of cells it has.
    pub kind: ColumnKind,
}

/// What kind of cells a column has. Any of them may be [`Cell::Missing`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnKind {
    /// Words.
    Text,
    /// A whole number of the column's unit.
    Count,
    /// A part of a whole, from 0 to 1.
    Share,
    /// A mean, or another figure that is no count and no share, in the column's unit.
    Mean,
    /// Strings with how often they stand.
    List,
}

/// A row, with what it is about.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    /// The id of what the row is about: of a tag, annotator, document.
    pub id: String,
    /// How deep it stands in a hierarchy; 0 at the top.
    pub depth: usize,
    /// The cells, one for each column.
    pub cells: Vec<Cell>,
}

/// One value of a report.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Words.
    Text(String),
    /// A whole number of the column's unit.
    Count(usize),
    /// A part of a whole, from 0 to 1.
    Share(f64),
    /// A mean, or another figure that is no count and no share, in the column's unit.
    Mean(f64),
    /// Strings with how often they stand, the most frequent first.
    List(Vec<(String, usize)>),
    /// There is no value: the mean of nothing, a share of nothing.
    Missing,
}

impl Table {
    /// Sorts the rows by a column: numbers by size, words by their small letters, lists by their first
    /// count. Rows that are equal keep their order, and missing values stand last in both directions.
    /// A column that is not there sorts nothing.
    pub fn sort(&mut self, column: usize, descending: bool) {
        self.rows.sort_by(|a, b| {
            let (a, b) = (a.cells.get(column), b.cells.get(column));
            let is_missing = |cell: Option<&Cell>| matches!(cell, None | Some(Cell::Missing));
            let last = is_missing(a).cmp(&is_missing(b));
            let order = a.zip(b).map_or(Ordering::Equal, |(a, b)| compare(a, b));
            last.then(if descending { order.reverse() } else { order })
        });
    }

    /// The place of the column with a key.
    pub fn column(&self, key: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.key == key)
    }
}

impl Column {
    /// A column of `kind`, its numbers counting `unit`.
    pub fn new(key: &str, name: &str, unit: &'static str, kind: ColumnKind) -> Self {
        Self { key: key.to_owned(), name: name.to_owned(), unit, kind }
    }
}

/// Cells of one kind in order; those of different kinds are equal, as no column has both.
fn compare(a: &Cell, b: &Cell) -> Ordering {
    match (a, b) {
        (Cell::Text(a), Cell::Text(b)) => a.to_lowercase().cmp(&b.to_lowercase()),
        (Cell::Count(a), Cell::Count(b)) => a.cmp(b),
        (Cell::Share(a), Cell::Share(b)) | (Cell::Mean(a), Cell::Mean(b)) => a.total_cmp(b),
        (Cell::List(a), Cell::List(b)) => {
            let first = |list: &[(String, usize)]| list.first().map(|(_, count)| *count);
            first(a).cmp(&first(b))
        }
        _ => Ordering::Equal,
    }
}
