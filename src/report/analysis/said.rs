//! Questions about what is said: strings, words near spans, what sets articles apart, lengths, places, and what is still new.

use super::KeyOf;
use super::answer::{Answer, BARS, BarsOf, Drawn, WHEN_EMPTY, bars_of, tag_queries};
use super::queries::{in_documents, query_of};
use crate::model::{Document, Project, Span, TagId};
use crate::query::{in_quotes, quoted};
use crate::report::chart::{Dispersion, DispersionRow, Histogram, Timeline, TimelineRow, bins};
use crate::stats::{
    By, Lengths, Scope, Table, Variants, collocates, key_strings, keyness_table, keywords, said, said_table,
    saturation, saturation_table,
};
use crate::text::{Text, Unit};
use ahash::AHashMap;
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::num::NonZeroU32;
use std::sync::Arc;

/// Words that stand near spans, or in a corpus, more seldom than this are not listed.
const SELDOM: u64 = 3;
/// How many strings or words are drawn.
const FIRST: usize = 20;
/// The most columns of a histogram.
const COLUMNS: usize = 24;
/// How many strokes a row of places has room for.
const STROKES: usize = 1_000;
/// The unit of log ratios.
const LOG_RATIO: &str = "log ratio, in doublings";
/// The most rows of places.
const ROWS: usize = 12;

/// The most frequent strings under a tag, or under any.
pub(super) fn strings(project: &Project, scope: &Scope, tag: Option<&TagId>, variants: Variants) -> Answer {
    let found = said(project, scope, tag, variants);
    let table = said_table(project, &found);
    let condition = if variants == Variants::Together { "text" } else { "exactly" };
    let queries = found.iter().map(|it| {
        let string = it.written.first().map_or("", |(string, _)| string);
        format!("only:{}[{condition}={}]", quoted(it.tag.as_str()), in_quotes(string))
    });
    let bars = BarsOf { column: "spans", unit: "spans", most: FIRST, when_empty: WHEN_EMPTY };
    bars_of(table, "What is said", queries.collect(), &bars)
}

/// The words that stand near spans of a tag, or of any.
pub(super) fn near(project: &Project, scope: &Scope, tag: Option<&TagId>, words: NonZeroU32) -> Answer {
    let counts = collocates(project, scope, tag, words.get() as usize);
    let table = counts.table(["word", "Word"], ["Near", "Elsewhere"], SELDOM);
    let of = tag.map_or("tag:*".to_owned(), |tag| format!("only:{}", quoted(tag.as_str())));
    let near = words.get() - 1;
    let query = |word: &str| format!("{} near/{near} {of} not overlapping {of} not same-place {of}", in_quotes(word));
    let title = format!("Words that stand within {words} words of {}", called(project, tag));
    words_answer(table, &title, query)
}

/// What sets these articles apart from others.
pub(super) fn keyness(project: &Project, scope: &Scope, of: KeyOf, others: (&Project, &Scope)) -> Answer {
    let title = "What sets these articles apart from the others";
    let target = (project, scope);
    match of {
        KeyOf::Tags => key_tags(project, scope, others),
        KeyOf::Strings => {
            let table = key_strings(target, others).table(["string", "String"], ["Here", "There"], SELDOM);
            words_answer(table, title, |string| format!("tag:*[text={}]", in_quotes(string)))
        }
        KeyOf::Words => {
            let table = keywords(target, others).table(["word", "Word"], ["Here", "There"], SELDOM);
            words_answer(table, title, in_quotes)
        }
    }
}

/// A row and a bar for each word.
fn words_answer(table: Table, title: &str, query: impl Fn(&str) -> String) -> Answer {
    let queries = table.rows.iter().map(|row| query(&row.id)).collect();
    let bars =
        BarsOf { column: "log_ratio", unit: LOG_RATIO, most: FIRST, when_empty: "No word stands here often enough" };
    bars_of(table, title, queries, &bars)
}

fn called(project: &Project, tag: Option<&TagId>) -> String {
    tag.map_or("any span", |tag| project.codebook.name_of(tag)).to_owned()
}

/// How long spans are.
pub(super) fn lengths(project: &Project, scope: &Scope) -> Answer {
    let lengths = Lengths::of(project, scope);
    let table = lengths.table(&project.codebook);
    let row_queries = tag_queries(&table);
    let all: Vec<f64> = lengths.all().map(|length| length as f64).collect();
    let bins = bins(&all, COLUMNS);
    let queries = bins.iter().enumerate().map(|(n, bin)| {
        // The last column has the value with which it ends.
        let most = if n + 1 == bins.len() { bin.to } else { bin.to - 1.0 };
        format!("tag:*[length={}-{}]", bin.from.max(0.0), most.max(bin.from).max(0.0))
    });
    let queries = queries.collect();
    let title = "How long spans are".to_owned();
    let histogram = Histogram {
        title: title.clone(),
        unit: "spans".to_owned(),
        measure: "length in characters".to_owned(),
        bins,
        when_empty: WHEN_EMPTY.to_owned(),
    };
    Answer::drawn(title, (table, row_queries), (Drawn::Histogram(histogram), queries))
}

/// Where in the texts spans stand, one text after the other in the order in which they came.
pub(super) fn places(project: &Project, scope: &Scope) -> Answer {
    let mut documents: Vec<&Arc<Document>> = scope.documents(project).collect();
    documents.sort_by_key(|document| (document.added, document.id.clone()));
    let mut total = 0;
    let begins: Vec<usize> = documents.iter().map(|it| begin_after(&it.text, &mut total)).collect();
    let each = (total as f64 / STROKES as f64).max(1.0);
    let strokes = documents.par_iter().zip(&begins).map(|(document, begin)| {
        let spans = scope.sets_of(project, &document.id).flat_map(|(_, set)| set.spans.iter());
        let at = |span: &Span| begin + document.text.count(span.hull().start(), Unit::CodePoint);
        spans.map(|span| (&span.tag, (at(span) as f64 / each) as usize)).collect()
    });
    let strokes: Vec<Vec<(&TagId, usize)>> = strokes.collect();
    // For each tag and stroke the documents with spans there.
    let mut found: AHashMap<&TagId, (usize, BTreeMap<usize, Vec<&str>>)> = AHashMap::new();
    for (document, strokes) in documents.iter().zip(strokes) {
        for (tag, stroke) in strokes {
            let (n_spans, strokes) = found.entry(tag).or_default();
            *n_spans += 1;
            let ids = strokes.entry(stroke).or_default();
            if ids.last() != Some(&document.id.as_str()) {
                ids.push(document.id.as_str());
            }
        }
    }
    let order = project.codebook.tree().into_iter().map(|(tag, _)| &tag.id);
    let mut tags: Vec<&TagId> = order.filter(|tag| found.contains_key(tag)).collect();
    let mut unknown: Vec<&TagId> = found.keys().copied().filter(|tag| project.codebook.tag(tag).is_none()).collect();
    unknown.sort_unstable();
    tags.extend(unknown);
    tags.sort_by_key(|tag| std::cmp::Reverse(found.get(tag).map_or(0, |(n, _)| *n)));
    tags.truncate(ROWS);
    let (mut rows, mut queries) = (Vec::new(), Vec::new());
    for tag in tags {
        let Some((n_spans, strokes)) = found.get(tag) else { continue };
        let query = query_of(&By::Tag, tag.as_str());
        queries.extend(strokes.values().map(|ids| in_documents(&query, ids.iter().copied())));
        let at = strokes.keys().map(|stroke| (*stroke as f64 * each).round()).collect();
        rows.push(DispersionRow { name: called(project, Some(tag)), at, n: *n_spans, series: None });
    }
    let title = match documents.as_slice() {
        [one] => format!("Where in “{}” tags stand", one.title),
        _ => "Where in the texts tags stand".to_owned(),
    };
    let unit = "characters from the start".to_owned();
    let when_empty = WHEN_EMPTY.to_owned();
    let dispersion = Dispersion { title: title.clone(), unit, length: total as f64, rows, when_empty };
    let table = crate::stats::spread_table(project, scope);
    let row_queries = tag_queries(&table);
    Answer::drawn(title, (table, row_queries), (Drawn::Dispersion(dispersion), queries))
}

fn key_tags(project: &Project, scope: &Scope, others: (&Project, &Scope)) -> Answer {
    let table = keyness_table((project, scope), others);
    let queries = tag_queries(&table);
    let bars = BarsOf { column: "log_ratio", unit: LOG_RATIO, most: BARS, when_empty: WHEN_EMPTY };
    bars_of(table, "What sets these articles apart from the others", queries, &bars)
}

/// Where a text begins in characters that stands after all before it.
fn begin_after(text: &Text, total: &mut usize) -> usize {
    let begin = *total;
    *total += text.count(text.end(), Unit::CodePoint);
    begin
}

/// How many new strings each document brings.
pub(super) fn fresh(project: &Project, scope: &Scope) -> Answer {
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
    Answer::drawn(title, (table, row_queries), (Drawn::Timeline(timeline), queries))
}
