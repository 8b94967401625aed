//! Tags by how evenly they are spread over documents, and by what sets one part of a project apart from another.

use super::numbering::{Marked, TagNumbers, marked};
use super::significance::{benjamini_hochberg, chi_square_tail};
use super::size::Size;
use super::{Cell, Column, ColumnKind, Dispersion, Frequencies, Part, Row, Scope, Table};
use crate::model::{Project, TagId};

/// How evenly the spans of each tag are spread over the documents that somebody worked on: one row for each tag that spans have,
/// in the order of the codebook's tree. The row's id is the tag's. Columns: `tag` (its name), `id`, `spans`, `documents` (with at
/// least one of them), `dp`, `dp_norm`, `juilland_d`; see [`Dispersion`].
///
/// A document is a part; its size are its tokens as often as an annotator worked on it, without those that are left out. Where
/// spans stand in a document without any, there is no dispersion.
pub fn spread_table(project: &Project, scope: &Scope) -> Table {
    let documents = marked(project, scope);
    let sizes = Size::of_all(&documents, scope);
    let mut columns = head();
    columns.extend([
        Column::new("spans", "Spans", "spans", ColumnKind::Count),
        Column::new("documents", "Documents", "documents", ColumnKind::Count),
        Column::new("dp", "DP", "", ColumnKind::Share),
        Column::new("dp_norm", "DP, normalized", "", ColumnKind::Share),
        Column::new("juilland_d", "Juilland’s D", "", ColumnKind::Mean),
    ]);
    let size = |((_, sets), size): (&Marked<'_>, &Size)| (size.n_tokens * sets.len()) as u64;
    let sizes = documents.iter().zip(&sizes).map(size);
    let mut parts: Vec<Part> = sizes.map(|size| Part { frequency: 0, size }).collect();
    let tags = TagNumbers::of(&project.codebook, &documents);
    let n_spans = tags.n_in_documents(&documents);
    let row = |(tag, n_spans): (TagId, Vec<(usize, usize)>)| {
        parts.iter_mut().for_each(|part| part.frequency = 0);
        for (at, n) in &n_spans {
            parts.get_mut(*at).into_iter().for_each(|part| part.frequency += *n as u64);
        }
        let found = Dispersion::of(&parts).ok();
        let mut cells = names(project, &tag);
        cells.extend([
            Cell::Count(n_spans.iter().map(|(_, n)| n).sum()),
            Cell::Count(parts.iter().filter(|part| part.frequency > 0).count()),
            found.map_or(Cell::Missing, |found| Cell::Share(found.dp)),
            found.and_then(|found| found.dp_norm).map_or(Cell::Missing, Cell::Share),
            found.and_then(|found| found.juilland_d).map_or(Cell::Missing, Cell::Mean),
        ]);
        Row { id: tag.to_string(), depth: 0, cells }
    };
    Table { columns, rows: tags.into_tags().into_iter().zip(n_spans).map(row).collect() }
}

/// What is marked more often, or less, in one part of a project than in another part, of which either may lack what does not
/// count: one row for each tag that spans of either have, in the order of the codebook's tree. The row's id is the tag's. Columns:
/// `tag` (its name), `id`, `target` and `reference` (its spans), `target_tokens` and `reference_tokens` (that they are out of, as
/// for [`super::breakdown`]), `log_ratio`, `log_likelihood` (of two cells), `p` (of that), `p_adjusted` (by Benjamini and Hochberg
/// over all rows); see [`Frequencies`].
///
/// The two are compared as if they had nothing in common: documents that are in both count in both.
pub fn keyness_table(target: (&Project, &Scope), reference: (&Project, &Scope)) -> Table {
    let project = target.0;
    let sides = [target, reference].map(|(project, scope)| {
        let documents = marked(project, scope);
        let mut size = Size::default();
        for ((_, sets), each) in documents.iter().zip(Size::of_all(&documents, scope)) {
            size.add(&each, sets.len());
        }
        (documents, size)
    });
    let all: Vec<Marked<'_>> = sides.iter().flat_map(|(documents, _)| documents.clone()).collect();
    let tags = TagNumbers::of(&project.codebook, &all);
    let [(target, target_size), (reference, reference_size)] =
        sides.map(|(documents, size)| (tags.n_spans(&documents), size.n_tokens as u64));
    let frequencies = target.into_iter().zip(reference).map(|(target, reference)| Frequencies {
        target: target as u64,
        target_size,
        reference: reference as u64,
        reference_size,
    });
    let rows: Vec<(TagId, Frequencies)> = tags.into_tags().into_iter().zip(frequencies).collect();
    // All rows have a figure or none has, as each tag has spans and only corpora may lack tokens.
    let chances: Vec<f64> = rows.iter().filter_map(|(_, it)| it.log_likelihood()).map(chi_square_tail).collect();
    let adjusted = benjamini_hochberg(&chances);
    let number = |value: Option<f64>| value.map_or(Cell::Missing, Cell::Mean);
    let rows = rows.into_iter().enumerate().map(|(at, (tag, it))| {
        let mut cells = names(project, &tag);
        cells.extend([it.target, it.reference, it.target_size, it.reference_size].map(count));
        let p = [chances.get(at), adjusted.get(at)].map(Option::<&f64>::copied);
        cells.extend([it.log_ratio(), it.log_likelihood()].into_iter().chain(p).map(number));
        Row { id: tag.to_string(), depth: 0, cells }
    });
    let mut columns = head();
    columns.extend([
        Column::new("target", "Here", "spans", ColumnKind::Count),
        Column::new("reference", "There", "spans", ColumnKind::Count),
        Column::new("target_tokens", "Tokens here", "tokens", ColumnKind::Count),
        Column::new("reference_tokens", "Tokens there", "tokens", ColumnKind::Count),
        Column::new("log_ratio", "Log ratio", "bits", ColumnKind::Mean),
        Column::new("log_likelihood", "G²", "", ColumnKind::Mean),
        Column::new("p", "p", "", ColumnKind::Mean),
        Column::new("p_adjusted", "p, adjusted", "", ColumnKind::Mean),
    ]);
    Table { columns, rows: rows.collect() }
}

fn head() -> Vec<Column> {
    vec![Column::new("tag", "Tag", "", ColumnKind::Text), Column::new("id", "Id", "", ColumnKind::Text)]
}

fn names(project: &Project, tag: &TagId) -> Vec<Cell> {
    vec![Cell::Text(project.codebook.name_of(tag).to_owned()), Cell::Text(tag.to_string())]
}

fn count(n: u64) -> Cell {
    Cell::Count(usize::try_from(n).unwrap_or(usize::MAX))
}
