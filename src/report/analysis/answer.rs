//! An answer: a table, a picture, and the query behind each figure.

use super::queries::query_of;
use crate::report::chart::{Bar, Bars, Dispersion, Heat, Histogram, Network, Scene, Size, Stacked, Timeline};
use crate::stats::{By, Cell, Row, Table};

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What it is, for a heading.
    pub title: String,
    /// Of what it is, in words; nothing where the page that it stands on says that.
    pub counted: String,
    /// The figures.
    pub table: Table,
    /// For each row of the table the query that finds its passages.
    pub row_queries: Vec<String>,
    /// The picture, if there is one that says more than the table.
    pub picture: Option<Picture>,
}

impl Answer {
    /// A table with the queries of its rows, and a picture of it with the queries of its figures.
    pub(super) fn drawn(
        title: String,
        (table, row_queries): (Table, Vec<String>),
        (what, queries): (Drawn, Vec<String>),
    ) -> Self {
        Self { title, table, row_queries, picture: Some(Picture { what, queries }), ..Self::default() }
    }
}

/// A picture with the query behind each of its figures.
#[derive(Clone, Debug)]
pub struct Picture {
    /// What is drawn.
    pub what: Drawn,
    /// The queries, by the targets of its marks.
    pub queries: Vec<String>,
}

/// What is drawn.
#[derive(Clone, Debug)]
pub enum Drawn {
    /// Bars.
    Bars(Bars),
    /// Cells.
    Heat(Heat),
    /// Bars of parts.
    Stacked(Stacked),
    /// Lines over time.
    Timeline(Timeline),
    /// What stands together, as a net.
    Network(Network),
    /// How many there are of each size.
    Histogram(Histogram),
    /// Where things stand.
    Dispersion(Dispersion),
}

impl Picture {
    /// The picture in a size.
    pub fn scene(&self, size: Size) -> Scene {
        match &self.what {
            Drawn::Bars(it) => it.scene(size),
            Drawn::Heat(it) => it.scene(size),
            Drawn::Stacked(it) => it.scene(size),
            Drawn::Timeline(it) => it.scene(size),
            Drawn::Network(it) => it.scene(size),
            Drawn::Histogram(it) => it.scene(size),
            Drawn::Dispersion(it) => it.scene(size),
        }
    }
}

/// What would fill a picture of spans.
pub(super) const WHEN_EMPTY: &str = "There are no spans here";
/// The most bars, and cells to a side, that are drawn.
pub(super) const BARS: usize = 40;
const SIDE: usize = 40;

/// Cells of a table whose columns between the first two and the last are counts.
pub(super) fn heat_of(
    table: &Table,
    title: &str,
    unit: &str,
    query: &dyn Fn(&str, &str) -> String,
) -> (Heat, Vec<String>) {
    let n_columns = table.columns.len().saturating_sub(3);
    let sum = |at: usize| -> usize { table.rows.iter().map(|row| count_at(row, at)).sum() };
    let columns: Vec<usize> = (2..n_columns + 2).filter(|at| sum(*at) > 0).take(SIDE).collect();
    let rows: Vec<&Row> =
        table.rows.iter().filter(|row| columns.iter().any(|at| count_at(row, *at) > 0)).take(SIDE).collect();
    let key = |at: &usize| table.columns.get(*at).map_or("", |column| column.key.as_str());
    let queries = rows.iter().flat_map(|row| columns.iter().map(|at| query(&row.id, key(at)))).collect();
    let heat = Heat {
        title: title.to_owned(),
        unit: unit.to_owned(),
        when_empty: WHEN_EMPTY.to_owned(),
        rows_are: String::new(),
        columns_are: String::new(),
        rows: rows.iter().map(|row| row_name(row)).collect(),
        columns: columns.iter().filter_map(|at| table.columns.get(*at)).map(|column| column.name.clone()).collect(),
        cells: rows.iter().map(|row| columns.iter().map(|at| count_at(row, *at) as f64).collect()).collect(),
    };
    (heat, queries)
}

/// How the rows of a table are drawn as bars.
pub(super) struct BarsOf<'a> {
    /// The column that says how long they are.
    pub column: &'a str,
    pub unit: &'a str,
    /// How many of the first rows are drawn.
    pub most: usize,
    pub when_empty: &'a str,
}

/// A table whose first rows are drawn as bars. Each row leads where its query does.
pub(super) fn bars_of(table: Table, title: &str, row_queries: Vec<String>, how: &BarsOf<'_>) -> Answer {
    let bar =
        |row: &Row| Bar { name: row_name(row), value: number(&table, row, how.column), between: None, series: None };
    let bars = Bars {
        title: title.to_owned(),
        unit: how.unit.to_owned(),
        when_empty: how.when_empty.to_owned(),
        bars: table.rows.iter().take(how.most).map(bar).collect(),
    };
    let queries = row_queries.iter().take(how.most).cloned().collect();
    Answer::drawn(title.to_owned(), (table, row_queries), (Drawn::Bars(bars), queries))
}

/// The queries of rows that are of tags.
pub(super) fn tag_queries(table: &Table) -> Vec<String> {
    table.rows.iter().map(|row| query_of(&By::Tag, &row.id)).collect()
}

pub(super) fn row_name(row: &Row) -> String {
    match row.cells.first() {
        Some(Cell::Text(name)) => name.clone(),
        _ => row.id.clone(),
    }
}

pub(super) fn count_at(row: &Row, at: usize) -> usize {
    if let Some(Cell::Count(n)) = row.cells.get(at) { *n } else { 0 }
}

/// The number in a column; not a number where there is none.
pub(super) fn number(table: &Table, row: &Row, key: &str) -> f64 {
    match table.column(key).and_then(|at| row.cells.get(at)) {
        Some(Cell::Count(n)) => *n as f64,
        Some(Cell::Share(number) | Cell::Mean(number)) => *number,
        _ => f64::NAN,
    }
}
