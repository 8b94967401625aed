//! Figures as one page to be read, sent and printed: tables and pictures with what was counted, and no script.

use super::palette::Palette;
use super::scene::Scene;
use super::svg::svg;
use super::words::number;
use crate::report::html::Html;
use crate::stats::{Cell, Column, ColumnKind, Table};

/// How the page looks: as that of the codebook does, and how pictures stand in it.
const LOOK: &str = concat!(include_str!("../codebook_page.css"), include_str!("page.css"));

/// What a page of figures tells.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Page {
    /// Its heading.
    pub title: String,
    /// Of what the figures are, in words: the filter, or all documents.
    pub filter: String,
    /// The day on which they were counted.
    pub date: String,
    /// What tells whether other figures are of the same data.
    pub fingerprint: String,
    /// What is counted, in order.
    pub parts: Vec<Part>,
}

/// One thing that is counted.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Part {
    /// Its heading.
    pub heading: String,
    /// What is counted, and how, in words.
    pub counted: String,
    /// The figures as pictures.
    pub scenes: Vec<Scene>,
    /// The figures.
    pub tables: Vec<Table>,
}

/// The page, its pictures in one set of colors by day and in another by night.
pub fn page(page: &Page, light: &Palette, dark: &Palette) -> String {
    let mut html = Html::default();
    html.begin_page(&page.title, LOOK);
    html.element("h1", &[("dir", "auto")], &page.title);
    html.raw("<dl>");
    for (name, value) in [("Counted in", &page.filter), ("Date", &page.date), ("Fingerprint", &page.fingerprint)] {
        if !value.is_empty() {
            html.open("div", &[]);
            html.element("dt", &[], name);
            html.element("dd", &[("dir", "auto")], value);
            html.close("div");
        }
    }
    html.raw("</dl>\n");
    for part in &page.parts {
        html.open("section", &[("class", "part")]);
        html.element("h2", &[("dir", "auto")], &part.heading);
        if !part.counted.is_empty() {
            html.element("p", &[("dir", "auto")], &part.counted);
        }
        html.raw("\n");
        part.scenes.iter().for_each(|scene| html.picture(&svg(scene, light, dark)));
        part.tables.iter().for_each(|table| write_table(&mut html, table));
        html.raw("</section>\n");
    }
    html.end_page();
    html.finish()
}

fn write_table(html: &mut Html, table: &Table) {
    html.raw("<div class=\"scroll\"><table><thead><tr>");
    for column in &table.columns {
        html.open("th", &[("scope", "col"), ("class", class(column))]);
        html.text(&column.name);
        if !column.unit.is_empty() && !column.name.eq_ignore_ascii_case(column.unit) {
            html.element("small", &[], column.unit);
        }
        html.close("th");
    }
    html.raw("</tr></thead><tbody>\n");
    for row in &table.rows {
        html.open("tr", &[]);
        for (n, (column, cell)) in table.columns.iter().zip(&row.cells).enumerate() {
            let class = if n == 0 && row.depth > 0 { indent(row.depth) } else { class(column) };
            html.element("td", &[("class", class), ("dir", "auto")], &shown(cell));
        }
        html.close("tr");
        html.raw("\n");
    }
    html.raw("</tbody></table></div>\n");
}

/// Numbers stand in columns.
const fn class(column: &Column) -> &'static str {
    match column.kind {
        ColumnKind::Text | ColumnKind::List => "words",
        ColumnKind::Count | ColumnKind::Share | ColumnKind::Mean => "number",
    }
}

const fn indent(depth: usize) -> &'static str {
    match depth {
        0 => "words",
        1 => "depth-1",
        2 => "depth-2",
        _ => "depth-3",
    }
}

/// A cell as it is read.
fn shown(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Count(count) => number(*count as f64),
        Cell::Share(share) if share.is_finite() => format!("{:.1} %", share * 100.0),
        Cell::Mean(mean) => number(*mean),
        Cell::List(list) => {
            let each = list.iter().map(|(text, count)| format!("{text} ({})", number(*count as f64)));
            each.collect::<Vec<_>>().join(", ")
        }
        Cell::Share(_) | Cell::Missing => "–".to_owned(),
    }
}
