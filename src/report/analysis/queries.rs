//! Dimensions by their names, and the queries that find the passages behind figures.

use crate::model::{AttributeId, Calendar, Project};
use crate::query::{named_attribute, named_field, quoted};
use crate::stats::{By, Cell, Row, Table, Within};
use std::num::NonZeroU32;

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
pub(super) fn within_words(within: Within) -> String {
    match within {
        Within::SameSpan => "one place".to_owned(),
        Within::Sentence => "a sentence".to_owned(),
        Within::Words(NonZeroU32::MIN) => "the same words".to_owned(),
        Within::Words(n) => format!("{n} words"),
        Within::Paragraph => "a paragraph".to_owned(),
        Within::Document => "an article".to_owned(),
    }
}

/// What tags can stand together in, by its name: `span`, `overlap`, which is the same words, `sentence`, `paragraph`, `document`,
/// or a number of words.
pub fn within_named(name: &str) -> Option<Within> {
    Some(match name {
        "span" => Within::SameSpan,
        "overlap" => Within::Words(NonZeroU32::MIN),
        "sentence" => Within::Sentence,
        "paragraph" => Within::Paragraph,
        "document" => Within::Document,
        n => Within::Words(n.parse::<NonZeroU32>().ok()?),
    })
}

/// The query that finds the spans with a value of a dimension.
pub(super) fn query_of(by: &By, id: &str) -> String {
    match by {
        _ if id.is_empty() => match by {
            By::Field(field) => format!("tag:* not {}:*", named_field(field)),
            By::Date(_) => "tag:* not date:*".to_owned(),
            By::Attribute(attribute) => format!("tag:*[{}!=*]", named_attribute(attribute.as_str())),
            _ => "tag:*".to_owned(),
        },
        By::Tag => format!("only:{}", quoted(id)),
        By::TagTree => format!("tag:{}", quoted(id)),
        By::Annotator => format!("tag:* by:{}", quoted(id)),
        By::Document => format!("tag:* id={}", quoted(id)),
        By::Field(field) => format!("tag:* {}={}", named_field(field), quoted(id)),
        By::Date(calendar) => match date_query(*calendar, id) {
            // What is no stretch of this calendar is meant as it is written.
            query if query.is_empty() => format!("tag:* meta.date={}", quoted(id)),
            query => format!("tag:* {query}"),
        },
        By::Attribute(attribute) => format!("tag:*[{}={}]", named_attribute(attribute.as_str()), quoted(id)),
    }
}

/// What asks for the articles of a stretch of time; nothing for what is none.
pub(super) fn date_query(calendar: Calendar, id: &str) -> String {
    let is_stretch =
        crate::model::Published::read(id).is_some_and(|it| it.in_calendar(calendar).as_deref() == Some(id));
    if is_stretch { format!("date:{id}") } else { String::new() }
}

/// One query and another, of spans for which both are true: spans of any tag stand back where the other says which.
pub(super) fn both(one: String, other: String) -> String {
    let (one, one_rest) = parted(&one);
    let (other, other_rest) = parted(&other);
    let spans = match (any_with(one), any_with(other)) {
        (Some(""), _) => other.to_owned(),
        (_, Some("")) => one.to_owned(),
        (_, Some(conditions)) => with_conditions(one, conditions),
        (Some(conditions), None) => with_conditions(other, conditions),
        (None, None) => format!("{one} same-place {other}"),
    };
    [spans.as_str(), one_rest, other_rest].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What a query of ours asks of spans, and what it asks of documents.
fn parted(query: &str) -> (&str, &str) {
    match query.strip_prefix("tag:*") {
        Some("") => (query, ""),
        Some(rest) if rest.starts_with(' ') => ("tag:*", rest.trim_start()),
        None if query.is_empty() || query.starts_with("date:") => ("tag:*", query),
        _ => (query, ""),
    }
}

/// The conditions of spans of any tag, in their brackets; nothing for spans of some tag.
fn any_with(spans: &str) -> Option<&str> {
    spans.strip_prefix("tag:*")
}

/// Spans with other conditions as well.
fn with_conditions(spans: &str, conditions: &str) -> String {
    match (spans.strip_suffix(']'), conditions.strip_prefix('[')) {
        (Some(before), Some(others)) => format!("{before}, {others}"),
        _ => format!("{spans}{conditions}"),
    }
}

/// The two tags that a row is of, by its columns `id_a` and `id_b`.
pub(super) fn pair_of<'t>(table: &Table, row: &'t Row) -> (&'t str, &'t str) {
    let id = |key| match table.column(key).and_then(|at| row.cells.get(at)) {
        Some(Cell::Text(id)) => id.as_str(),
        _ => "",
    };
    (id("id_a"), id("id_b"))
}

/// The query for spans of one tag that stand so to some of another.
pub(super) fn pair_query((one, other): (&str, &str), relation: &str) -> String {
    format!("only:{} {relation} only:{}", quoted(one), quoted(other))
}

/// The query for spans of one tag that share a character with one of another, or of the same.
pub(super) fn overlapping_query(pair: (&str, &str)) -> String {
    // Where spans of one tag have one place, that is one line of a search, and does not lie over itself.
    if pair.0 == pair.1 { pair_query(pair, "overlapping") } else { or_at_its_place(pair, "overlapping") }
}

/// The query for spans of one tag that stand together with some of another.
pub(super) fn together_query(within: Within, pair: (&str, &str)) -> String {
    match within {
        Within::SameSpan => pair_query(pair, "same-place"),
        Within::Sentence => pair_query(pair, "same-sentence"),
        Within::Paragraph => pair_query(pair, "same-paragraph"),
        Within::Document => pair_query(pair, "same-article"),
        Within::Words(n) => match n.get().checked_sub(2) {
            None => overlapping_query(pair),
            // Of so many words in a row those at the ends are the spans' own.
            Some(between) => or_at_its_place(pair, &format!("near/{between}")),
        },
    }
}

/// What stands so to another place, or at the same one.
fn or_at_its_place(pair: (&str, &str), relation: &str) -> String {
    format!("({}) or ({})", pair_query(pair, relation), pair_query(pair, "same-place"))
}

/// A query in some documents alone; in all, where they are more than anybody could look through.
pub(super) fn in_documents<'a>(query: &str, ids: impl ExactSizeIterator<Item = &'a str>) -> String {
    if ids.len() > MOST_NAMED {
        return query.to_owned();
    }
    let named: Vec<String> = ids.map(|id| format!("id={}", quoted(id))).collect();
    format!("{query} where ({})", named.join(" or "))
}

/// The most documents that a query names.
const MOST_NAMED: usize = 30;
