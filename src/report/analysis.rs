//! What can be asked of a project's spans: for each question its table, its picture, and the query that finds the passages behind
//! each figure. Window and command line ask alike.

use super::chart::{Bar, Bars, Edge, Heat, Layout, Network, Node, Stacked, Timeline, TimelineRow};
use super::chart::{Page, Palette, Part, Scene, Size, page, png, svg};
use crate::model::{AttributeId, Calendar, Project, TagId};
use crate::stats::{
    By, Cell, Cooccurrence, Overlaps, Row, Scope, Sequences, Table, TooLarge, Within, breakdown, crosstab,
    keyness_table, saturation, saturation_table, spread_table,
};
use crate::text::Digest;
use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroU32;

/// A question.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// How many spans there are by one dimension, of how much text.
    Counts(By),
    /// How many by two.
    Crossed(By, By),
    /// How often each tag is used over time.
    OverTime(Calendar),
    /// Which tags stand together.
    Together(Within),
    /// Which lie over each other.
    Overlaps,
    /// Which follows which.
    Sequences,
    /// How evenly tags are spread over documents.
    Spread,
    /// What sets some documents apart from the others.
    Keyness,
    /// How many new strings each document brings.
    Saturation,
}

/// An answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// What it is, for a heading.
    pub title: String,
    /// The figures.
    pub table: Table,
    /// For each row of the table the query that finds its passages.
    pub row_queries: Vec<String>,
    /// The picture, if there is one that says more than the table.
    pub picture: Option<Picture>,
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
        }
    }
}

/// Names of the questions, as the command line has them.
const NAMES: [&str; 9] =
    ["counts", "crossed", "time", "together", "overlaps", "sequences", "spread", "keyness", "saturation"];

/// Pairs that stand together more seldom than this are not drawn: PMI loves what is rare.
const RARE: usize = 5;
/// The most bars, cells to a side, and lines that are drawn.
const BARS: usize = 40;
const SIDE: usize = 40;
const LINES: usize = 8;
/// The most links of a net.
const LINKS: usize = 60;

impl Ask {
    /// The names of all questions.
    pub const fn names() -> [&'static str; 9] {
        NAMES
    }

    /// Answers it for what is in scope. `others` is what the documents in scope are held against, where the question needs that:
    /// a part of the same project.
    pub fn answer(&self, project: &Project, scope: &Scope, others: (&Project, &Scope)) -> Result<Answer, TooLarge> {
        Ok(match self {
            Self::Counts(by) => counts(project, scope, by),
            Self::Crossed(rows, columns) => crossed(project, scope, rows, columns)?,
            Self::OverTime(calendar) => over_time(project, scope, *calendar)?,
            Self::Together(within) => together(project, scope, *within),
            Self::Overlaps => {
                let table = Overlaps::of(project, scope).table(&project.codebook);
                let queries = table.rows.iter().map(|row| pair_query(&row.id, "overlapping")).collect();
                Answer {
                    title: "Which tags lie over each other".to_owned(),
                    table,
                    row_queries: queries,
                    picture: None,
                }
            }
            Self::Sequences => sequences(project, scope),
            Self::Spread => spread(project, scope),
            Self::Keyness => keyness(project, scope, others),
            Self::Saturation => fresh(project, scope),
        })
    }
}

fn counts(project: &Project, scope: &Scope, by: &By) -> Answer {
    let table = breakdown(project, scope, by);
    let row_queries: Vec<String> = table.rows.iter().map(|row| query_of(by, &row.id)).collect();
    let bars =
        |row: &Row| Bar { name: row_name(row), value: number(&table, row, "spans"), between: None, series: None };
    let shown: Vec<&Row> = table.rows.iter().filter(|row| number(&table, row, "spans") > 0.0).take(BARS).collect();
    let queries = shown.iter().map(|row| query_of(by, &row.id)).collect();
    let title = format!("Spans by {}", name_of(project, by));
    let bars = Bars {
        title: title.clone(),
        unit: "spans".to_owned(),
        when_empty: WHEN_EMPTY.to_owned(),
        bars: shown.into_iter().map(bars).collect(),
    };
    let picture = Some(Picture { what: Drawn::Bars(bars), queries });
    Answer { title, row_queries, picture, table }
}

fn crossed(project: &Project, scope: &Scope, rows: &By, columns: &By) -> Result<Answer, TooLarge> {
    let table = crosstab(project, scope, rows, columns)?;
    let title = format!("Spans by {} and {}", name_of(project, rows), name_of(project, columns));
    let row_queries = table.rows.iter().map(|row| query_of(rows, &row.id)).collect();
    let cell_query = |row: &str, column: &str| both(query_of(rows, row), query_of(columns, column));
    let (heat, queries) = heat_of(&table, &title, "spans", &cell_query);
    let heat = Heat { rows_are: name_of(project, rows), columns_are: name_of(project, columns), ..heat };
    Ok(Answer { title, table, row_queries, picture: Some(Picture { what: Drawn::Heat(heat), queries }) })
}

/// Cells of a table whose columns between the first two and the last are counts.
fn heat_of(table: &Table, title: &str, unit: &str, query: &dyn Fn(&str, &str) -> String) -> (Heat, Vec<String>) {
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

fn over_time(project: &Project, scope: &Scope, calendar: Calendar) -> Result<Answer, TooLarge> {
    let by = By::Date(calendar);
    let table = crosstab(project, scope, &By::Tag, &by)?;
    let title = format!("Tags by the {} of the articles", calendar.name());
    let row_queries: Vec<String> = table.rows.iter().map(|row| query_of(&By::Tag, &row.id)).collect();
    // What has no date stands nowhere in time.
    let moments: Vec<usize> = (2..table.columns.len().saturating_sub(1))
        .filter(|at| table.columns.get(*at).is_some_and(|column| !date_query(calendar, &column.key).is_empty()))
        .collect();
    let mut rows: Vec<&Row> = table.rows.iter().filter(|row| number(&table, row, "spans") > 0.0).collect();
    rows.sort_by(|one, other| number(&table, other, "spans").total_cmp(&number(&table, one, "spans")));
    rows.truncate(LINES);
    let key = |at: &usize| table.columns.get(*at).map_or("", |column| column.key.as_str());
    let query = |row: &str, at: &usize| both(query_of(&By::Tag, row), date_query(calendar, key(at)));
    let queries = rows.iter().flat_map(|row| moments.iter().map(|at| query(&row.id, at))).collect();
    let timeline = Timeline {
        title: title.clone(),
        unit: "spans".to_owned(),
        when_empty: "No article with spans has a date that can be read".to_owned(),
        moments: moments.iter().map(|at| key(at).to_owned()).collect(),
        rows: rows
            .iter()
            .enumerate()
            .map(|(n, row)| TimelineRow {
                name: row_name(row),
                values: moments.iter().map(|at| count_at(row, *at) as f64).collect(),
                series: Some(n),
            })
            .collect(),
    };
    Ok(Answer { title, table, row_queries, picture: Some(Picture { what: Drawn::Timeline(timeline), queries }) })
}

fn together(project: &Project, scope: &Scope, within: Within) -> Answer {
    let found = Cooccurrence::of(project, scope, within);
    let table = found.table(&project.codebook);
    let relation = match within {
        Within::SameSpan => "same-place".to_owned(),
        Within::Sentence => "same-sentence".to_owned(),
        Within::Paragraph => "same-paragraph".to_owned(),
        Within::Words(n) => format!("near/{}", n.get().saturating_sub(1)),
        Within::Document => "and".to_owned(),
    };
    let row_queries = table.rows.iter().map(|row| pair_query(&row.id, &relation)).collect();
    let mut links: Vec<(Edge, String)> = Vec::new();
    for (a, one) in found.tags().iter().enumerate() {
        for (b, other) in found.tags().iter().enumerate().skip(a + 1) {
            let n_both = found.pair(a, b).with_both();
            if n_both >= RARE as u64 {
                let query = format!("only:{} {relation} only:{}", quoted(one.as_str()), quoted(other.as_str()));
                links.push((Edge { ends: (a, b), weight: n_both as f64 }, query));
            }
        }
    }
    links.sort_by(|(one, _), (other, _)| other.weight.total_cmp(&one.weight));
    links.truncate(LINKS);
    // What stands together with nothing would only push the others into a corner.
    let linked: BTreeSet<usize> = links.iter().flat_map(|(edge, _)| [edge.ends.0, edge.ends.1]).collect();
    let place = |tag: usize| linked.iter().position(|other| *other == tag).unwrap_or_default();
    for (edge, _) in &mut links {
        edge.ends = (place(edge.ends.0), place(edge.ends.1));
    }
    let tags = || linked.iter().filter_map(|at| Some((*at, found.tags().get(*at)?)));
    let name = |tag: &TagId| project.codebook.tag(tag).map_or_else(|| tag.to_string(), |tag| tag.name.clone());
    let node = |(at, tag)| Node { name: name(tag), weight: found.pair(at, at).with_a() as f64, series: None };
    let nodes: Vec<Node> = tags().map(node).collect();
    let title = format!("Tags that stand together in {}", within_words(within));
    let of_nodes = tags().map(|(_, tag)| format!("only:{}", quoted(tag.as_str())));
    let queries = of_nodes.chain(links.iter().map(|(_, query)| query.clone())).collect();
    let network = Network {
        title: title.clone(),
        unit: "contexts".to_owned(),
        when_empty: WHEN_EMPTY.to_owned(),
        nodes,
        edges: links.into_iter().map(|(edge, _)| edge).collect(),
        layout: Layout::Springs,
    };
    Answer { title, table, row_queries, picture: Some(Picture { what: Drawn::Network(network), queries }) }
}

fn sequences(project: &Project, scope: &Scope) -> Answer {
    let table = Sequences::of(project, scope).table(&project.codebook);
    let title = "Which tag follows which".to_owned();
    let query = |one: &str, other: &str| format!("only:{} followed-by only:{}", quoted(one), quoted(other));
    let row_queries = table.rows.iter().map(|row| query_of(&By::Tag, &row.id)).collect();
    let (heat, queries) = heat_of(&table, &title, "times", &query);
    let heat = Heat { rows_are: "first".to_owned(), columns_are: "then".to_owned(), ..heat };
    Answer { title, table, row_queries, picture: Some(Picture { what: Drawn::Heat(heat), queries }) }
}

fn spread(project: &Project, scope: &Scope) -> Answer {
    let table = spread_table(project, scope);
    let bar = |row: &Row| Bar { name: row_name(row), value: number(&table, row, "dp"), between: None, series: None };
    bars_of(&table, "How unevenly tags are spread over articles", "DP, 0 is even", bar)
}

fn keyness(project: &Project, scope: &Scope, others: (&Project, &Scope)) -> Answer {
    let table = keyness_table((project, scope), others);
    let bar =
        |row: &Row| Bar { name: row_name(row), value: number(&table, row, "log_ratio"), between: None, series: None };
    bars_of(&table, "What sets these articles apart from the others", "log ratio, in doublings", bar)
}

fn bars_of(table: &Table, title: &str, unit: &str, bar: impl Fn(&Row) -> Bar) -> Answer {
    let row_queries: Vec<String> = table.rows.iter().map(|row| query_of(&By::Tag, &row.id)).collect();
    let bars = Bars {
        title: title.to_owned(),
        unit: unit.to_owned(),
        when_empty: WHEN_EMPTY.to_owned(),
        bars: table.rows.iter().take(BARS).map(bar).collect(),
    };
    let picture = Some(Picture { what: Drawn::Bars(bars), queries: row_queries.clone() });
    Answer { title: title.to_owned(), table: table.clone(), row_queries, picture }
}

fn fresh(project: &Project, scope: &Scope) -> Answer {
    // In the order in which the articles came: by their dates where all have one would hide what is worth labeling next.
    let mut order: Vec<_> = scope.documents(project).map(|document| (document.added, document.id.clone())).collect();
    order.sort();
    let found = saturation(project, scope, None, order.iter().map(|(_, id)| id));
    let table = saturation_table(project, &found);
    let title = "New strings that each further article brings".to_owned();
    let row_queries: Vec<String> = table.rows.iter().map(|row| query_of(&By::Document, &row.id)).collect();
    let line =
        |name: &str, values: Vec<f64>, series| TimelineRow { name: name.to_owned(), values, series: Some(series) };
    let timeline = Timeline {
        title: title.clone(),
        unit: "strings".to_owned(),
        when_empty: WHEN_EMPTY.to_owned(),
        moments: (1..=found.len()).map(|n| n.to_string()).collect(),
        rows: vec![
            line("new", found.iter().map(|it| it.n_new as f64).collect(), 0),
            line("so far", found.iter().map(|it| it.n_so_far as f64).collect(), 1),
        ],
    };
    let queries = row_queries.iter().chain(&row_queries).cloned().collect();
    Answer { title, table, row_queries, picture: Some(Picture { what: Drawn::Timeline(timeline), queries }) }
}

const WHEN_EMPTY: &str = "There are no spans here";

/// What people call a dimension.
pub fn name_of(project: &Project, by: &By) -> String {
    match by {
        By::Tag => "tag".to_owned(),
        By::TagTree => "tag with all under it".to_owned(),
        By::Annotator => "annotator".to_owned(),
        By::Document => "article".to_owned(),
        By::Field(name) => name.clone(),
        By::Date(calendar) => calendar.name().to_owned(),
        By::Attribute(id) => project.codebook.attribute(id).map_or_else(|| id.to_string(), |it| it.name.clone()),
    }
}

/// The dimension with a name: `tag`, `tree`, `annotator`, `document`, `day`, `week`, `month`, `year`, an attribute of the codebook
/// as `attr:stance`, or a field of documents.
pub fn dimension(name: &str) -> By {
    match name {
        "tag" => By::Tag,
        "tree" => By::TagTree,
        "annotator" => By::Annotator,
        "document" => By::Document,
        other => {
            let calendar = Calendar::ALL.into_iter().find(|calendar| calendar.name() == other);
            let attribute = other.strip_prefix("attr:").and_then(|id| AttributeId::new(id).ok());
            let field = || By::Field(other.strip_prefix("meta.").unwrap_or(other).to_owned());
            calendar.map(By::Date).or(attribute.map(By::Attribute)).unwrap_or_else(field)
        }
    }
}

/// What tags stand together in, in words.
fn within_words(within: Within) -> String {
    match within {
        Within::SameSpan => "one place".to_owned(),
        Within::Sentence => "a sentence".to_owned(),
        Within::Words(n) => format!("{n} words"),
        Within::Paragraph => "a paragraph".to_owned(),
        Within::Document => "an article".to_owned(),
    }
}

/// What tags can stand together in, by its name: `span`, `sentence`, `paragraph`, `document`, or a number of words.
pub fn within_named(name: &str) -> Option<Within> {
    Some(match name {
        "span" => Within::SameSpan,
        "sentence" => Within::Sentence,
        "paragraph" => Within::Paragraph,
        "document" => Within::Document,
        n => Within::Words(n.parse::<NonZeroU32>().ok()?),
    })
}

/// The query that finds the spans with a value of a dimension.
fn query_of(by: &By, id: &str) -> String {
    match by {
        _ if id.is_empty() => match by {
            By::Field(field) => format!("tag:* not {}:*", named_field(field)),
            By::Date(_) => "tag:* not date:*".to_owned(),
            _ => "tag:*".to_owned(),
        },
        By::Tag => format!("only:{}", quoted(id)),
        By::TagTree => format!("tag:{}", quoted(id)),
        By::Annotator => format!("tag:* by:{}", quoted(id)),
        By::Document => format!("tag:* id={}", quoted(id)),
        By::Field(field) => format!("tag:* {}={}", named_field(field), quoted(id)),
        By::Date(calendar) => match date_query(*calendar, id) {
            query if query.is_empty() => format!("tag:* date={}", quoted(id)),
            query => format!("tag:* {query}"),
        },
        By::Attribute(attribute) => format!("attr:{}", quoted(&format!("{attribute}={id}"))),
    }
}

fn named_field(field: &str) -> String {
    if ["title", "outlet", "date", "language"].contains(&field) { field.to_owned() } else { format!("meta.{field}") }
}

/// What asks for the articles of a stretch of time; nothing for what is none.
fn date_query(calendar: Calendar, id: &str) -> String {
    let is_stretch =
        crate::model::Published::read(id).is_some_and(|it| it.in_calendar(calendar).as_deref() == Some(id));
    if is_stretch { format!("date:{id}") } else { String::new() }
}

/// One query and another: spans of any tag stand back where the other says which.
fn both(one: String, other: String) -> String {
    let rest = |query: &str| query.strip_prefix("tag:* ").map(str::to_owned);
    match (rest(&one), rest(&other)) {
        (_, Some(rest)) => format!("{one} {rest}"),
        (Some(rest), None) => format!("{other} {rest}"),
        (None, None) if other == "tag:*" || other.is_empty() => one,
        (None, None) if one == "tag:*" => other,
        (None, None) if other.starts_with("date:") => format!("{one} {other}"),
        (None, None) => format!("{one} same-place {other}"),
    }
}

/// The query for two tags, whose ids stand in one with a space between.
fn pair_query(ids: &str, relation: &str) -> String {
    let (one, other) = ids.split_once(' ').unwrap_or((ids, ids));
    format!("only:{} {relation} only:{}", quoted(one), quoted(other))
}

fn quoted(word: &str) -> String {
    let is_plain = !word.is_empty() && word.chars().all(|c| c.is_alphanumeric() || c == '-' || c == '_' || c == '.');
    if is_plain { word.to_owned() } else { format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"")) }
}

fn row_name(row: &Row) -> String {
    match row.cells.first() {
        Some(Cell::Text(name)) => name.clone(),
        _ => row.id.clone(),
    }
}

fn count_at(row: &Row, at: usize) -> usize {
    if let Some(Cell::Count(n)) = row.cells.get(at) { *n } else { 0 }
}

/// The number in a column; not a number where there is none.
fn number(table: &Table, row: &Row, key: &str) -> f64 {
    match table.column(key).and_then(|at| row.cells.get(at)) {
        Some(Cell::Count(n)) => *n as f64,
        Some(Cell::Share(number) | Cell::Mean(number)) => *number,
        _ => f64::NAN,
    }
}

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
        counted: String::new(),
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
