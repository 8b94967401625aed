//! The question how fast is labeled: by whom, and how long articles take.

use super::answer::{Answer, Drawn};
use super::queries::{in_documents, query_of};
use crate::model::{AnnotatorId, Project};
use crate::report::chart::{Histogram, bins};
use crate::review::{Worked, worked};
use crate::stats::{By, Cell, Column, ColumnKind, Row, Scope, Table, quantile};
use std::collections::BTreeMap;

/// The most columns of the histogram.
const COLUMNS: usize = 24;

/// What somebody did.
#[derive(Default)]
struct Work {
    n_spans: usize,
    /// How many minutes each article took in which something was marked at two times or more.
    minutes: Vec<f64>,
}

/// How many spans people mark in an hour, and how long articles take them: the time between one annotation and the next, where
/// that is a minute at most, and the spans that were made at its end. What was imported, all at one time, took none, and is left
/// out.
pub(super) fn pace(project: &Project, scope: &Scope) -> Answer {
    let mut work: BTreeMap<&AnnotatorId, Work> = BTreeMap::new();
    let mut all: Vec<(f64, &str)> = Vec::new();
    for document in scope.documents(project) {
        for (key, set) in scope.sets_of(project, &document.id) {
            let Worked { seconds, n_spans } = worked(set);
            if seconds > 0 {
                let minutes = seconds as f64 / 60.0;
                let work = work.entry(&key.annotator).or_default();
                work.n_spans += n_spans;
                work.minutes.push(minutes);
                all.push((minutes, document.id.as_str()));
            }
        }
    }
    let table = table(project, work);
    let row_queries = table.rows.iter().map(|row| query_of(&By::Annotator, &row.id)).collect();
    let values: Vec<f64> = all.iter().map(|(minutes, _)| *minutes).collect();
    let bins = bins(&values, COLUMNS);
    let query = |n: usize| {
        let Some(bin) = bins.get(n) else { return String::new() };
        let is_last = n + 1 == bins.len();
        let is_in = |minutes: f64| minutes >= bin.from && (minutes < bin.to || is_last);
        let mut ids: Vec<&str> = all.iter().filter(|(minutes, _)| is_in(*minutes)).map(|(_, id)| *id).collect();
        // Two people took as long for one article.
        ids.dedup();
        in_documents("tag:*", ids.into_iter())
    };
    let queries = (0..bins.len()).map(query).collect();
    let title = "How long articles take".to_owned();
    let histogram = Histogram {
        title: title.clone(),
        unit: "articles, each as often as somebody marked it".to_owned(),
        measure: "minutes".to_owned(),
        bins,
        when_empty: "Nobody has marked anything here at two times yet".to_owned(),
    };
    Answer::drawn(title, (table, row_queries), (Drawn::Histogram(histogram), queries))
}

fn table(project: &Project, work: BTreeMap<&AnnotatorId, Work>) -> Table {
    let columns = vec![
        Column::new("annotator", "Annotator", "", ColumnKind::Text),
        Column::new("id", "Id", "", ColumnKind::Text),
        Column::new("documents", "Documents", "documents", ColumnKind::Count),
        Column::new("spans", "Spans", "spans", ColumnKind::Count),
        Column::new("minutes", "Minutes", "minutes", ColumnKind::Mean),
        Column::new("spans_per_hour", "Spans an hour", "spans", ColumnKind::Mean),
        Column::new("mean_minutes", "Mean of a document", "minutes", ColumnKind::Mean),
        Column::new("median_minutes", "Median of a document", "minutes", ColumnKind::Mean),
    ];
    let row = |(id, mut work): (&AnnotatorId, Work)| {
        work.minutes.sort_by(f64::total_cmp);
        let n = work.minutes.len();
        let minutes: f64 = work.minutes.iter().sum();
        let cells = vec![
            Cell::Text(project.annotator_name(id).to_owned()),
            Cell::Text(id.to_string()),
            Cell::Count(n),
            Cell::Count(work.n_spans),
            Cell::Mean(minutes),
            Cell::Mean(work.n_spans as f64 / minutes * 60.0),
            Cell::Mean(minutes / n as f64),
            Cell::Mean(quantile(&work.minutes, 0.5)),
        ];
        Row { id: id.to_string(), depth: 0, cells }
    };
    Table { columns, rows: work.into_iter().map(row).collect() }
}
