//! Which tag follows which: how often the next span of an annotator in a document has one tag after another.

use super::numbering::{Square, TagNumbers, marked};
use super::{Cell, Column, ColumnKind, Row, Scope, Table};
use crate::model::{Codebook, Project, Span, TagId};

/// How often a span of one tag comes next after a span of another.
///
/// The spans of one annotator in one document follow one another by where they start, then by where they end, then in the order
/// of [`Self::tags`]: where several stand at one place, it is told the same way each time. A document's last span has none
/// after it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequences {
    tags: Vec<TagId>,
    /// How often the row is followed by the column.
    next: Square,
}

impl Sequences {
    /// Counts everything in scope.
    pub fn of(project: &Project, scope: &Scope) -> Self {
        let documents = marked(project, scope);
        let tags = TagNumbers::of(&project.codebook, &documents);
        let mut next = Square::new(tags.len());
        for (_, set) in documents.iter().flat_map(|(_, sets)| sets) {
            let place = |span: &Span| Some((span.hull(), tags.of_tag(&span.tag)?));
            let mut spans: Vec<_> = set.spans.iter().filter_map(place).collect();
            spans.sort_unstable();
            for ((_, one), (_, other)) in spans.iter().zip(spans.iter().skip(1)) {
                next.add(*one, *other, 1);
            }
        }
        Self { tags: tags.into_tags(), next }
    }

    /// The tags of spans in scope, in the order of the codebook's tree; those that it lacks at the end, by id.
    pub fn tags(&self) -> &[TagId] {
        &self.tags
    }

    /// How often the one is followed by the other, by their places among [`Self::tags`].
    pub fn n_next(&self, one: usize, other: usize) -> usize {
        usize::try_from(self.next.at(one, other)).unwrap_or(usize::MAX)
    }

    /// One row for each tag, with how often each tag follows it in a column. The row's id and a column's key are the tag's id.
    /// Columns before them: `tag` (its name), `id`; after them: `spans`, those that any follows.
    pub fn table(&self, codebook: &Codebook) -> Table {
        let mut columns =
            vec![Column::new("tag", "Tag", "", ColumnKind::Text), Column::new("id", "Id", "", ColumnKind::Text)];
        let each = self.tags.iter();
        columns.extend(each.map(|tag| Column::new(tag.as_str(), codebook.name_of(tag), "spans", ColumnKind::Count)));
        columns.push(Column::new("spans", "All", "spans", ColumnKind::Count));
        let row = |(one, tag): (usize, &TagId)| {
            let counts: Vec<usize> = (0..self.tags.len()).map(|other| self.n_next(one, other)).collect();
            let mut cells = vec![Cell::Text(codebook.name_of(tag).to_owned()), Cell::Text(tag.to_string())];
            cells.extend(counts.iter().copied().map(Cell::Count));
            cells.push(Cell::Count(counts.iter().sum()));
            Row { id: tag.to_string(), depth: 0, cells }
        };
        Table { columns, rows: self.tags.iter().enumerate().map(row).collect() }
    }
}
