//! From a table to documents: which kind it is shows in its first row.

use super::Row;
use super::articles::Articles;
use super::columns::{Columns, Kind};
use super::rows::rows;
use super::spans::Spans;
use crate::formats::{FormatError, InputFile, Losses, ReadCx};

enum Table<'f> {
    Spans(Box<Spans<'f>>),
    Articles(Box<Articles>),
}

/// Reads a table. Texts that it speaks of may be `beside` it.
pub(super) fn table(file: &InputFile, beside: &[&InputFile], cx: &mut ReadCx<'_>) -> Result<(), FormatError> {
    let mut table = None;
    let (encoding, mut losses) = (cx.options.encoding, Losses::default());
    let read = rows(file, encoding, &mut losses, |row, losses| match &mut table {
        None => {
            table = Some(begun(&row, file, beside, cx)?);
            Ok(())
        }
        Some(table) => {
            let (n, wanted) = (row.cells.len(), table.n_columns());
            if n != wanted {
                let cells = if n == 1 { "cell" } else { "cells" };
                let why = format!("the row has {n} {cells}, and the table has {wanted} columns");
                return cx.refuse(FormatError::malformed(why, &file.name, row.line, 0));
            }
            match table {
                Table::Spans(spans) => spans.row(&row, cx),
                Table::Articles(articles) => articles.row(row, file, losses, cx),
            }
        }
    });
    cx.losses.append(losses);
    // What was read before a quote that is never closed is good, and the rest is told.
    if let Err(error) = read {
        cx.refuse(error)?;
    }
    match table {
        None => Err(FormatError::malformed("the table is empty", &file.name, 0, 0)),
        Some(Table::Spans(spans)) => spans.finish(cx),
        Some(Table::Articles(articles)) => articles.finish(file, cx),
    }
}

fn begun<'f>(
    row: &Row,
    file: &'f InputFile,
    beside: &[&'f InputFile],
    cx: &mut ReadCx<'_>,
) -> Result<Table<'f>, FormatError> {
    let malformed = |why: String| FormatError::malformed(why, &file.name, row.line, 0);
    let columns = Columns::found(&row.cells, &cx.options.columns).map_err(malformed)?;
    columns.tell(&mut cx.header);
    Ok(match columns.kind() {
        Kind::Spans => Table::Spans(Box::new(Spans::new(columns, file, beside, cx.options.encoding))),
        Kind::Articles => Table::Articles(Box::new(Articles::new(columns))),
    })
}

impl Table<'_> {
    fn n_columns(&self) -> usize {
        match self {
            Self::Spans(spans) => spans.columns.names.len(),
            Self::Articles(articles) => articles.columns.names.len(),
        }
    }
}
