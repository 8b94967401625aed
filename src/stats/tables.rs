//! The tables of the statistics: by tag, by tag and annotator, by annotator.

use super::{Cell, Column, ColumnKind, Row, Table, Tally};
use crate::model::{AnnotatorId, Codebook, LayerKind, Project, Tag, TagId};

/// How many of the most frequent strings stand in a table.
const TOP: usize = 5;

impl Tally {
    /// One row for each tag of spans, in the order of the codebook's tree; those with spans that the codebook lacks at
    /// the end, by id. The row's id is the tag's. Columns: `tag` (its name), `id`, `spans`, `documents`,
    /// `characters`, `share`, `mean_length`, `strings` (the five most frequent).
    pub fn table(&self, codebook: &Codebook) -> Table {
        let mut columns = tag_columns();
        columns.extend([
            Column::new("spans", "Spans", "spans", ColumnKind::Count),
            Column::new("documents", "Documents", "documents", ColumnKind::Count),
            Column::new("characters", "Characters", "characters", ColumnKind::Count),
            Column::new("share", "Share of text", "", ColumnKind::Share),
            Column::new("mean_length", "Mean length", "characters", ColumnKind::Mean),
            Column::new("strings", "Most frequent", "", ColumnKind::List),
        ]);
        let rows = self.tag_rows(codebook, |tag| {
            let figures = self.figures(tag);
            let strings = self.strings_of(tag).take(TOP);
            vec![
                Cell::Count(figures.n_spans),
                Cell::Count(figures.n_documents),
                Cell::Count(figures.n_characters),
                figures.share.map_or(Cell::Missing, Cell::Share),
                figures.mean_length.map_or(Cell::Missing, Cell::Mean),
                Cell::List(strings.map(|(string, count)| (string.to_owned(), count)).collect()),
            ]
        });
        Table { columns, rows }
    }

    /// The same rows, with the spans of each annotator in a column: those the project knows and those with
    /// spans, by id, as far as they are in scope. A column's key is the annotator's id. Last comes `spans`, all of them together.
    pub fn table_by_annotator(&self, project: &Project) -> Table {
        let annotators = self.annotators_of(project);
        let mut columns = tag_columns();
        columns.extend(
            annotators
                .iter()
                .map(|id| Column::new(id.as_str(), project.annotator_name(id), "spans", ColumnKind::Count)),
        );
        columns.push(Column::new("spans", "All", "spans", ColumnKind::Count));
        let rows = self.tag_rows(&project.codebook, |tag| {
            let each = annotators.iter().map(|annotator| self.spans_by(annotator, tag));
            each.chain([self.spans_of(tag)]).map(Cell::Count).collect()
        });
        Table { columns, rows }
    }

    /// One row for each annotator in scope whom the project knows or who has spans, by id. The row's id is
    /// the annotator's. Columns: `annotator` (their name), `id`, `spans`, `documents` (with at least one of their spans).
    pub fn annotators_table(&self, project: &Project) -> Table {
        let columns = vec![
            Column::new("annotator", "Annotator", "", ColumnKind::Text),
            Column::new("id", "Id", "", ColumnKind::Text),
            Column::new("spans", "Spans", "spans", ColumnKind::Count),
            Column::new("documents", "Documents", "documents", ColumnKind::Count),
        ];
        let rows = self.annotators_of(project).into_iter().map(|id| {
            let (n_spans, n_documents) = self.counts_of(id);
            let name = Cell::Text(project.annotator_name(id).to_owned());
            let cells = vec![name, Cell::Text(id.to_string()), Cell::Count(n_spans), Cell::Count(n_documents)];
            Row { id: id.to_string(), depth: 0, cells }
        });
        Table { columns, rows: rows.collect() }
    }

    fn tag_rows(&self, codebook: &Codebook, figures: impl Fn(&TagId) -> Vec<Cell>) -> Vec<Row> {
        // What no span can have is not counted in spans.
        let is_counted = |tag: &Tag| codebook.kind_of(tag) == LayerKind::Span || self.spans_of(&tag.id) > 0;
        let known = codebook.tree().into_iter().filter(|(tag, _)| is_counted(tag));
        let known = known.map(|(tag, depth)| (&tag.id, tag.name.as_str(), depth));
        let unknown = self.tags().filter(|id| codebook.tag(id).is_none()).map(|id| (id, id.as_str(), 0));
        let rows = known.chain(unknown).map(|(id, name, depth)| {
            let mut cells = vec![Cell::Text(name.to_owned()), Cell::Text(id.to_string())];
            cells.extend(figures(id));
            Row { id: id.to_string(), depth, cells }
        });
        rows.collect()
    }

    fn annotators_of<'a>(&'a self, project: &'a Project) -> Vec<&'a AnnotatorId> {
        let known = project.annotators.keys().filter(|id| self.scope().has_annotator(id));
        let mut ids: Vec<&AnnotatorId> = known.chain(self.annotators().map(|(id, ..)| id)).collect();
        ids.sort_unstable();
        ids.dedup();
        ids
    }
}

fn tag_columns() -> Vec<Column> {
    vec![Column::new("tag", "Tag", "", ColumnKind::Text), Column::new("id", "Id", "", ColumnKind::Text)]
}
