//! Figures of agreement as lines, a table and a page: no scripts, no pictures, nothing from elsewhere.

use super::html::Html;
use crate::agreement::{DocumentGamma, Figure, Gamma, Measured, Resampling, Spread, Undefined};
use crate::stats::{Cell, Column, ColumnKind, Row, Table};
use serde::Serialize;

/// How the page looks, on screens and on paper: as that of the codebook does.
const LOOK: &str = include_str!("codebook_page.css");

/// A figure, as it is told.
#[derive(Clone, PartialEq, Debug, Serialize)]
pub struct AgreementLine {
    /// Its name, such as `strict_f1#PER@ana|ben`.
    pub measure: String,
    /// Its value, unless it is not defined.
    pub value: Option<f64>,
    /// Between what it lies in 95 % of resamples, if that is known.
    pub low: Option<f64>,
    /// The other end.
    pub high: Option<f64>,
    /// What is compared: spans, or items that at least two people rated.
    pub units: usize,
    /// In how many documents, where there are any.
    pub documents: Option<usize>,
    /// Of how many annotators.
    pub annotators: usize,
    /// Why it is not defined.
    pub undefined: Option<String>,
    /// What to mind about it.
    pub notes: Vec<String>,
    /// What it means, in a sentence.
    #[serde(skip)]
    pub meaning: &'static str,
}

impl AgreementLine {
    /// A figure under a name, and what its resamples are like where that is known.
    pub fn of_figure(figure: &Figure, name: String, spread: Option<Spread>) -> Self {
        let interval = spread.and_then(|spread| spread.interval);
        let note = spread.and_then(|spread| spread.note());
        Self {
            measure: name,
            value: figure.value.ok(),
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
            units: figure.basis.n_units,
            documents: Some(figure.basis.n_documents),
            annotators: figure.basis.n_annotators,
            undefined: figure.value.err().map(|why| why.to_string()),
            notes: figure.notes.iter().chain(&note).map(|note| note.sentence()).collect(),
            meaning: figure.key.measure.meaning(),
        }
    }

    /// A figure of ratings of so many items by so many people, and what its resamples are like where that is known.
    pub fn of_ratings(
        measured: &Measured,
        name: String,
        (n_items, n_raters): (usize, usize),
        spread: Option<Spread>,
    ) -> Self {
        let interval = spread.and_then(|spread| spread.interval);
        let note = spread.and_then(|spread| spread.note());
        Self {
            measure: name,
            value: measured.value.ok(),
            low: interval.map(|interval| interval.low),
            high: interval.map(|interval| interval.high),
            units: n_items,
            documents: None,
            annotators: n_raters,
            undefined: measured.value.err().map(|why| why.to_string()),
            notes: measured.notes.iter().chain(&note).map(|note| note.sentence()).collect(),
            meaning: measured.meaning,
        }
    }

    /// The value with three digits, or a dash.
    pub fn shown(&self) -> String {
        self.value.map_or_else(|| "–".to_owned(), number)
    }

    /// `0.412 to 0.655`, or nothing.
    pub fn interval(&self) -> String {
        self.low.zip(self.high).map_or_else(String::new, |(low, high)| format!("{} to {}", number(low), number(high)))
    }

    /// What it means and what to mind, or why it is not defined.
    pub fn says(&self) -> String {
        let first =
            self.undefined.as_ref().map_or_else(|| self.meaning.to_owned(), |why| format!("Not defined: {why}."));
        self.notes.iter().fold(first, |says, note| format!("{says} Note: {note}."))
    }
}

fn number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() > 1.0 { format!("{number:.0}") } else { format!("{number:.3}") }
}

/// One row for each figure. The row's id is its name. Columns: `measure`, `value`, `low`, `high`, `units`, `documents`,
/// `annotators`, `undefined`, `notes`.
pub fn agreement_table(lines: &[AgreementLine]) -> Table {
    let text = |key: &str, name: &str| Column::new(key, name, "", ColumnKind::Text);
    let columns = vec![
        text("measure", "Measure"),
        Column::new("value", "Value", "", ColumnKind::Mean),
        Column::new("low", "From", "", ColumnKind::Mean),
        Column::new("high", "To", "", ColumnKind::Mean),
        Column::new("units", "Units", "units", ColumnKind::Count),
        Column::new("documents", "Documents", "documents", ColumnKind::Count),
        Column::new("annotators", "Annotators", "annotators", ColumnKind::Count),
        text("undefined", "Why not"),
        text("notes", "Notes"),
    ];
    let mean = |value: Option<f64>| value.map_or(Cell::Missing, Cell::Mean);
    let row = |line: &AgreementLine| Row {
        id: line.measure.clone(),
        depth: 0,
        cells: vec![
            Cell::Text(line.measure.clone()),
            mean(line.value),
            mean(line.low),
            mean(line.high),
            Cell::Count(line.units),
            line.documents.map_or(Cell::Missing, Cell::Count),
            Cell::Count(line.annotators),
            line.undefined.clone().map_or(Cell::Missing, Cell::Text),
            if line.notes.is_empty() { Cell::Missing } else { Cell::Text(line.notes.join("; ")) },
        ],
    };
    Table { columns, rows: lines.iter().map(row).collect() }
}

/// The page: what is compared, and each figure with what it means.
pub fn agreement_page(name: &str, basis: &str, lines: &[AgreementLine]) -> String {
    let mut html = Html::default();
    html.begin_page(&format!("Agreement in {name}"), LOOK);
    html.open("h1", &[]);
    html.text("Agreement in ");
    html.element("bdi", &[], name);
    html.close("h1");
    html.element("p", &[], basis);
    html.raw("<table>\n<thead><tr><th>Measure</th><th>Value</th><th>95 % interval</th><th>Units</th>");
    html.raw("<th>Documents</th><th>What it means</th></tr></thead>\n<tbody>\n");
    for line in lines {
        html.raw("<tr>");
        html.open("td", &[]);
        html.element("bdi", &[], &line.measure);
        html.close("td");
        for cell in [line.shown(), line.interval(), line.units.to_string()] {
            html.element("td", &[], &cell);
        }
        html.element("td", &[], &line.documents.map(|n| n.to_string()).unwrap_or_default());
        html.element("td", &[], &line.says());
        html.raw("</tr>\n");
    }
    html.raw("</tbody>\n</table>\n");
    html.raw(
        "<p>Intervals are of documents drawn anew with replacement. A figure that is not defined is no zero.</p>\n",
    );
    html.end_page();
    html.finish()
}

/// What a report has in JSON.
#[derive(Serialize)]
pub struct AgreementReport<'a> {
    /// The figures.
    pub measures: &'a [AgreementLine],
}

/// The figures in the form that the ending of a file stands for, `csv`, `json` or `html`; nothing for another one.
pub fn agreement_report(ending: &str, name: &str, basis: &str, lines: &[AgreementLine]) -> Option<Vec<u8>> {
    match ending.to_lowercase().as_str() {
        "csv" => Some(agreement_table(lines).to_csv().into_bytes()),
        "json" => serde_json::to_vec(&AgreementReport { measures: lines }).ok(),
        "html" => Some(agreement_page(name, basis, lines).into_bytes()),
        _ => None,
    }
}

/// Gamma of all documents, its experimental kin, and with their names those of each document. The disorder is that of one
/// document: of a study of several it has no value as a whole.
pub fn gamma_lines(gamma: &Gamma, documents: &[String], by_document: bool) -> Vec<AgreementLine> {
    let settings = gamma.settings;
    let all: Vec<&DocumentGamma> = gamma.documents.iter().flatten().collect();
    let n_samples = all.iter().map(|document| document.n_samples).min().unwrap_or(settings.n_samples);
    let drawn = format!("An estimate from {n_samples} samples of each document, drawn from seed {}", settings.seed);
    let line =
        |measure: String, value: Result<f64, Undefined>, of: &[&DocumentGamma], notes: Vec<String>| AgreementLine {
            meaning: meaning_of_gamma(&measure),
            measure,
            value: value.ok(),
            low: None,
            high: None,
            units: of.iter().map(|document| document.n_units).sum(),
            documents: Some(of.len()),
            annotators: of.iter().map(|document| document.n_annotators).max().unwrap_or_default(),
            undefined: value.err().map(|why| why.to_string()),
            notes,
        };
    let mut notes = vec![drawn.clone()];
    notes.extend(
        gamma.standard_error().ok().map(|error| format!("It may be off by {:.3} as chance is drawn", 1.96 * error)),
    );
    let experimental = vec![drawn, "Experimental: programs differ in it".to_owned()];
    let mut lines = vec![
        line("gamma".to_owned(), gamma.gamma(), &all, notes),
        line("gamma_cat".to_owned(), gamma.gamma_cat(), &all, experimental),
    ];
    let spreads = gamma.spreads(Resampling { seed: settings.seed, ..Resampling::default() });
    for (line, spread) in lines.iter_mut().zip(spreads) {
        let interval = spread.and_then(|spread| spread.interval);
        (line.low, line.high) = (interval.map(|it| it.low), interval.map(|it| it.high));
        line.notes.extend(spread.and_then(|spread| spread.note()).map(|note| note.sentence()));
    }
    if let [one] = gamma.documents.as_slice() {
        let disorder = one.as_ref().map(|document| document.observed).map_err(|why| *why);
        lines.push(line("gamma_disorder".to_owned(), disorder, &all, Vec::new()));
    }
    if by_document {
        for (document, name) in gamma.documents.iter().zip(documents) {
            let of: Vec<&DocumentGamma> = document.iter().collect();
            let value = document.as_ref().map_err(|why| *why);
            lines.push(line(format!("gamma^{name}"), value.and_then(DocumentGamma::gamma), &of, Vec::new()));
            lines.push(line(format!("gamma_disorder^{name}"), value.map(|it| it.observed), &of, Vec::new()));
        }
    }
    lines
}

fn meaning_of_gamma(measure: &str) -> &'static str {
    if measure.starts_with("gamma_disorder") {
        "How unlike the passages are that stand for each other in the best alignment; less is better."
    } else if measure.starts_with("gamma_cat") {
        "How far tags agree on passages that stand for each other in the best alignment."
    } else {
        "The best match of everybody's passages, forgiving small shifts, beyond that of passages at random."
    }
}
