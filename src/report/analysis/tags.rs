//! Questions about tags: how many, crossed, over time, together, over and after one another, how evenly spread.

use super::Shape;
use super::answer::{
    Answer, BARS, BarsOf, Drawn, Picture, WHEN_EMPTY, bars_of, count_at, heat_of, number, row_name, tag_queries,
};
use super::queries::{
    both, date_query, name_of, overlapping_query, pair_of, pair_query, query_of, together_query, within_words,
};
use crate::model::{Calendar, Project, TagId};
use crate::report::chart::{Bar, Bars, Edge, Heat, Layout, Network, Node, Timeline, TimelineRow};
use crate::stats::{
    By, Cooccurrence, Overlaps, Row, Scope, Sequences, TooLarge, Within, breakdown, crosstab, spread_table,
};
use std::collections::BTreeSet;

/// Pairs that stand together more seldom than this are not drawn: PMI loves what is rare.
const RARE: usize = 5;
/// The most lines that are drawn.
const LINES: usize = 8;
/// The most links of a net.
const LINKS: usize = 60;

pub(super) fn counts(project: &Project, scope: &Scope, by: &By) -> Answer {
    let table = breakdown(project, scope, by);
    let row_queries: Vec<String> = table.rows.iter().map(|row| query_of(by, &row.id)).collect();
    let bars = |row: &Row| {
        // How many there would be in so much text of all that these are drawn from.
        let bound = |key| number(&table, row, key) * number(&table, row, "tokens") / 1000.0;
        let between = Some((bound("low"), bound("high"))).filter(|(low, high)| low.is_finite() && high.is_finite());
        Bar { name: row_name(row), value: number(&table, row, "spans"), between, series: None }
    };
    let shown: Vec<&Row> = table.rows.iter().filter(|row| number(&table, row, "spans") > 0.0).take(BARS).collect();
    let queries = shown.iter().map(|row| query_of(by, &row.id)).collect();
    let title = format!("Spans by {}", name_of(project, by));
    let bars = Bars {
        title: title.clone(),
        unit: "spans".to_owned(),
        when_empty: WHEN_EMPTY.to_owned(),
        bars: shown.into_iter().map(bars).collect(),
    };
    Answer::drawn(title, (table, row_queries), (Drawn::Bars(bars), queries))
}

pub(super) fn crossed(project: &Project, scope: &Scope, rows: &By, columns: &By) -> Result<Answer, TooLarge> {
    let table = crosstab(project, scope, rows, columns)?;
    let title = format!("Spans by {} and {}", name_of(project, rows), name_of(project, columns));
    let row_queries = table.rows.iter().map(|row| query_of(rows, &row.id)).collect();
    let cell_query = |row: &str, column: &str| both(query_of(rows, row), query_of(columns, column));
    let (heat, queries) = heat_of(&table, &title, "spans", &cell_query);
    let heat = Heat { rows_are: name_of(project, rows), columns_are: name_of(project, columns), ..heat };
    Ok(Answer::drawn(title, (table, row_queries), (Drawn::Heat(heat), queries)))
}

pub(super) fn over_time(project: &Project, scope: &Scope, calendar: Calendar) -> Result<Answer, TooLarge> {
    let by = By::Date(calendar);
    let table = crosstab(project, scope, &By::Tag, &by)?;
    let title = format!("Tags by the {} of the articles", calendar.name());
    let row_queries = tag_queries(&table);
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
    Ok(Answer::drawn(title, (table, row_queries), (Drawn::Timeline(timeline), queries)))
}

pub(super) fn together(project: &Project, scope: &Scope, within: Within, shape: Shape) -> Answer {
    let found = Cooccurrence::of(project, scope, within);
    let table = found.table(&project.codebook);
    let query = |pair: (&str, &str)| together_query(within, pair);
    let row_queries = table.rows.iter().map(|row| query(pair_of(&table, row))).collect();
    let title = format!("Tags that stand together in {}", within_words(within));
    let picture = match shape {
        Shape::Net => net_of(project, &found, &title, &query),
        Shape::Matrix => matrix_of(project, &found, &title, &query),
    };
    Answer { title, table, row_queries, picture: Some(picture), ..Answer::default() }
}

/// The query for the passages of two tags that stand together.
type PairQuery<'q> = dyn Fn((&str, &str)) -> String + 'q;

/// Each tag with each other one; on the diagonal how many contexts have it.
fn matrix_of(project: &Project, found: &Cooccurrence, title: &str, query: &PairQuery<'_>) -> Picture {
    let tags: Vec<(usize, &TagId)> = found.tags().iter().enumerate().take(BARS).collect();
    let name = |tag: &TagId| project.codebook.name_of(tag).to_owned();
    let names: Vec<String> = tags.iter().map(|(_, tag)| name(tag)).collect();
    let n = |a: usize, b: usize| if a == b { found.pair(a, a).with_a() } else { found.pair(a, b).with_both() };
    let row = |a: usize| tags.iter().map(|(b, _)| n(a, *b) as f64).collect();
    let query = |(a, one): (usize, &TagId), (b, other): (usize, &TagId)| {
        if a == b { query_of(&By::Tag, one.as_str()) } else { query((one.as_str(), other.as_str())) }
    };
    let heat = Heat {
        title: title.to_owned(),
        unit: "contexts".to_owned(),
        when_empty: WHEN_EMPTY.to_owned(),
        rows_are: "tag".to_owned(),
        columns_are: "tag".to_owned(),
        rows: names.clone(),
        columns: names,
        cells: tags.iter().map(|(a, _)| row(*a)).collect(),
    };
    let queries = tags.iter().flat_map(|one| tags.iter().map(|other| query(*one, *other))).collect();
    Picture { what: Drawn::Heat(heat), queries }
}

/// The tags that stand together often enough, with threads between them.
fn net_of(project: &Project, found: &Cooccurrence, title: &str, query: &PairQuery<'_>) -> Picture {
    let mut links: Vec<(Edge, String)> = Vec::new();
    for (a, one) in found.tags().iter().enumerate() {
        for (b, other) in found.tags().iter().enumerate().skip(a + 1) {
            let n_both = found.pair(a, b).with_both();
            if n_both >= RARE as u64 {
                let query = query((one.as_str(), other.as_str()));
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
    let name = |tag: &TagId| project.codebook.name_of(tag).to_owned();
    let node = |(at, tag)| Node { name: name(tag), weight: found.pair(at, at).with_a() as f64, series: None };
    let nodes: Vec<Node> = tags().map(node).collect();
    let of_nodes = tags().map(|(_, tag)| query_of(&By::Tag, tag.as_str()));
    let queries = of_nodes.chain(links.iter().map(|(_, query)| query.clone())).collect();
    let network = Network {
        title: title.to_owned(),
        unit: "contexts".to_owned(),
        when_empty: WHEN_EMPTY.to_owned(),
        nodes,
        edges: links.into_iter().map(|(edge, _)| edge).collect(),
        layout: Layout::Springs,
    };
    Picture { what: Drawn::Network(network), queries }
}

pub(super) fn sequences(project: &Project, scope: &Scope) -> Answer {
    let table = Sequences::of(project, scope).table(&project.codebook);
    let title = "Which tag follows which".to_owned();
    let query = |one: &str, other: &str| pair_query((one, other), "followed-by");
    let row_queries = tag_queries(&table);
    let (heat, queries) = heat_of(&table, &title, "times", &query);
    let heat = Heat { rows_are: "first".to_owned(), columns_are: "then".to_owned(), ..heat };
    Answer::drawn(title, (table, row_queries), (Drawn::Heat(heat), queries))
}

pub(super) fn spread(project: &Project, scope: &Scope) -> Answer {
    let table = spread_table(project, scope);
    let queries = tag_queries(&table);
    let bars = BarsOf { column: "dp", unit: "DP, 0 is even", most: BARS, when_empty: WHEN_EMPTY };
    bars_of(table, "How unevenly tags are spread over articles", queries, &bars)
}

pub(super) fn overlaps(project: &Project, scope: &Scope) -> Answer {
    let table = Overlaps::of(project, scope).table(&project.codebook);
    let row_queries = table.rows.iter().map(|row| overlapping_query(pair_of(&table, row))).collect();
    Answer { title: "Which tags lie over each other".to_owned(), table, row_queries, ..Answer::default() }
}
