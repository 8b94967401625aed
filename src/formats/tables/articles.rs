//! A table of articles: a row for each, with its text in one column and what is known of it in others.

use super::Row;
use super::cell;
use super::columns::Columns;
use crate::formats::column_names::Role;
use crate::formats::exchange::{Document, Person, Set, Span};
use crate::formats::units::placed;
use crate::formats::{FormatError, InputFile, LossKind, Losses, ReadCx, unit_name};
use crate::model::{DocumentId, Source};
use crate::text::{Text, Unit};
use smol_str::SmolStr;

/// How many rows are looked at to find the column with the texts.
const LOOKED_AT: usize = 50;

/// A cell of as many characters as this on average is text.
const LONG: usize = 80;

/// Reads rows as articles.
pub(super) struct Articles {
    pub(super) columns: Columns,
    /// The first rows, until it is known where the text is.
    waiting: Vec<Row>,
}

impl Articles {
    pub(super) fn new(columns: Columns) -> Self {
        Self { columns, waiting: Vec::new() }
    }

    pub(super) fn row(
        &mut self,
        row: Row,
        file: &InputFile,
        losses: &mut Losses,
        cx: &mut ReadCx<'_>,
    ) -> Result<(), FormatError> {
        if self.columns.at(Role::Text).is_some() {
            return self.article(row, file, losses, cx);
        }
        self.waiting.push(row);
        if self.waiting.len() < LOOKED_AT { Ok(()) } else { self.find_text(file, cx) }
    }

    pub(super) fn finish(mut self, file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        if self.columns.at(Role::Text).is_some() { Ok(()) } else { self.find_text(file, cx) }
    }

    /// The only column with long cells is the text.
    fn find_text(&mut self, file: &InputFile, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let rows = std::mem::take(&mut self.waiting);
        let is_long = |at: &usize| {
            let cells = rows.iter().filter_map(|row| row.cells.get(*at)).filter(|cell| cell::spans(cell).is_none());
            let n: usize = cells.map(|cell| cell.chars().count()).sum();
            !rows.is_empty() && n >= LONG * rows.len()
        };
        let long: Vec<usize> = (0..self.columns.names.len()).filter(is_long).collect();
        let [at] = long.as_slice() else {
            let why = if long.is_empty() { "no column has long texts" } else { "more than one column has long texts" };
            let why = format!("{why} that would be the articles, out of {}", self.columns.listed());
            return Err(FormatError::Columns { why, file: file.name.clone(), line: 1 });
        };
        self.columns.take_for_text(*at);
        self.columns.tell(&mut cx.header);
        let mut losses = Losses::default();
        let read = rows.into_iter().try_for_each(|row| self.article(row, file, &mut losses, cx));
        cx.losses.append(losses);
        read
    }

    fn article(&self, row: Row, file: &InputFile, losses: &mut Losses, cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
        let cell = |role: Role| self.columns.at(role).and_then(|at| row.cells.get(at)).cloned();
        let given = |role: Role| cell(role).filter(|value| !value.trim().is_empty());
        let text = match Text::new(cell(Role::Text).unwrap_or_default()) {
            Ok(text) => text,
            Err(why) => return cx.refuse(FormatError::TooLong { why, file: file.name.clone() }),
        };
        let mut document = Document {
            id: given(Role::Id).map(|id| id_of(&id)),
            title: given(Role::Title),
            date: given(Role::Date),
            outlet: given(Role::Outlet),
            language: given(Role::Language),
            source: Some(Source { file: file.file_name().to_owned(), ..Source::default() }),
            ..Document::new(text)
        };
        let mut set = Set::of(given(Role::Annotator).map(|name| Person::named(SmolStr::from(name.trim()))));
        for (at, value) in row.cells.iter().enumerate().filter(|(_, value)| !value.trim().is_empty()) {
            let Some(name) = self.columns.meta_name(at) else { continue };
            match cell::spans(value).filter(|_| self.columns.may_have_spans(at)) {
                Some((found, n_lost)) => {
                    cx.header.add_role("spans", self.columns.names.get(at).map(String::as_str));
                    let place = format!("{}:{}", file.name, row.line);
                    losses.add_many(LossKind::Span, n_lost, || {
                        format!("{place}: in “{name}”, without a place or a label")
                    });
                    put_spans(found, &document.text, &mut set, &place, (losses, cx.options.unit));
                }
                None => drop(document.meta.entry(name.to_owned()).or_insert_with(|| value.clone())),
            }
        }
        if !set.is_blank() {
            document.sets.push(set);
        }
        cx.document(document)
    }
}

/// Numbers and the like are ids as they stand; what cannot be one is told when the document is taken.
fn id_of(cell: &str) -> SmolStr {
    let trimmed = cell.trim();
    if DocumentId::new(trimmed).is_ok() { trimmed.into() } else { cell.into() }
}

fn put_spans(
    found: Vec<cell::Found>,
    text: &Text,
    set: &mut Set,
    place: &str,
    (losses, unit): (&mut Losses, Option<Unit>),
) {
    let stated = unit.unwrap_or(Unit::CodePoint);
    let claims: Vec<_> = found.iter().map(|found| found.claim.clone()).collect();
    let at = placed(text, &claims, stated);
    if at.unit != stated {
        let (said, is) = (unit_name(stated), unit_name(at.unit));
        losses.add(LossKind::Unit, || format!("{place}: offsets are in {is} and not in {said}"));
    }
    for (found, at) in found.into_iter().zip(at.places) {
        match at {
            Ok(at) => set.spans.push(Span::new(at, found.label)),
            Err(why) => losses.add(LossKind::Span, || format!("{place}: {}: {why}", found.label.tag)),
        }
    }
}
