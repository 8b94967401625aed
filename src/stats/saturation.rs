//! How many new strings each further document brings: where hardly any come any more, more of the same texts teach little.

use super::strings::CoveredString;
use super::{Cell, Column, ColumnKind, Row, Scope, Table};
use crate::model::{DocumentId, Project, TagId};
use std::collections::HashSet;

/// What one document brings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fresh {
    /// Which document.
    pub document: DocumentId,
    /// How many spans it has.
    pub n_spans: usize,
    /// How many strings they cover that none of the documents before covers.
    pub n_new: usize,
    /// How many strings it and those before cover together.
    pub n_so_far: usize,
}

/// What each document brings of the strings of a tag, or of all tags together, in an order: that of the work, of the dates, or
/// whatever it is. Strings are the same when all their characters are, whatever their tag, and whoever marked them; a span that
/// covers no character has none. Documents that are not in scope, or came before, bring nothing and are left out.
pub fn saturation<'a>(
    project: &Project,
    scope: &Scope,
    tag: Option<&TagId>,
    order: impl IntoIterator<Item = &'a DocumentId>,
) -> Vec<Fresh> {
    let mut known: HashSet<CoveredString> = HashSet::new();
    let mut came: HashSet<&DocumentId> = HashSet::new();
    let in_scope = order.into_iter().filter_map(|id| Some((id, scope.document(project, id)?)));
    let fresh = in_scope.filter(|(id, _)| came.insert(id)).map(|(id, document)| {
        let (mut n_spans, before) = (0, known.len());
        for (_, set) in scope.sets_of(project, id) {
            for span in set.spans.iter().filter(|span| tag.is_none_or(|tag| span.tag == *tag)) {
                n_spans += 1;
                known.extend(CoveredString::of(&document.text, &span.at));
            }
        }
        Fresh { document: id.clone(), n_spans, n_new: known.len() - before, n_so_far: known.len() }
    });
    fresh.collect()
}

/// One row for each document, by its number from 1. The row's id is the document's. Columns: `number`, `document` (its title),
/// `id`, `spans`, `new`, `so_far`.
pub fn saturation_table(project: &Project, fresh: &[Fresh]) -> Table {
    let columns = vec![
        Column::new("number", "Number", "", ColumnKind::Count),
        Column::new("document", "Document", "", ColumnKind::Text),
        Column::new("id", "Id", "", ColumnKind::Text),
        Column::new("spans", "Spans", "spans", ColumnKind::Count),
        Column::new("new", "New strings", "strings", ColumnKind::Count),
        Column::new("so_far", "Strings so far", "strings", ColumnKind::Count),
    ];
    let row = |(number, fresh): (usize, &Fresh)| {
        let title = project.document(&fresh.document).map_or(fresh.document.as_str(), |document| &document.title);
        let mut cells = vec![Cell::Count(number), Cell::Text(title.to_owned()), Cell::Text(fresh.document.to_string())];
        cells.extend([fresh.n_spans, fresh.n_new, fresh.n_so_far].map(Cell::Count));
        Row { id: fresh.document.to_string(), depth: 0, cells }
    };
    Table { columns, rows: (1..).zip(fresh).map(row).collect() }
}
