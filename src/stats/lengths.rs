//! How long spans are, in code points.

use super::cover;
use super::numbering::marked;
use super::quantile::quantile;
use super::{Cell, Column, ColumnKind, Row, Scope, Table};
use crate::model::{Codebook, Project, TagId};
use std::collections::BTreeMap;

/// The lengths of the spans of each tag, ascending: code points without those between fragments.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lengths {
    tags: Vec<(TagId, Vec<usize>)>,
}

impl Lengths {
    /// Measures everything in scope. Tags are in the order of the codebook's tree; those that it lacks come after them, by id.
    pub fn of(project: &Project, scope: &Scope) -> Self {
        let mut found: BTreeMap<&TagId, Vec<usize>> = BTreeMap::new();
        let documents = marked(project, scope);
        for (document, sets) in &documents {
            for span in sets.iter().flat_map(|(_, set)| set.spans.iter()) {
                found.entry(&span.tag).or_default().push(cover::length(&document.text, &span.at));
            }
        }
        found.values_mut().for_each(|lengths| lengths.sort_unstable());
        let known = project.codebook.tree().into_iter().map(|(tag, _)| &tag.id);
        let mut tags: Vec<(TagId, Vec<usize>)> = known.filter_map(|id| Some((id.clone(), found.remove(id)?))).collect();
        tags.extend(found.into_iter().map(|(id, lengths)| (id.clone(), lengths)));
        Self { tags }
    }

    /// All lengths, whatever the tag, in no order.
    pub fn all(&self) -> impl Iterator<Item = usize> {
        self.tags.iter().flat_map(|(_, lengths)| lengths.iter().copied())
    }

    /// One row for each tag that spans have. The row's id is the tag's. Columns: `tag` (its name), `id`, `spans`, `least`,
    /// `quartile_1`, `median`, `quartile_3`, `p95`, `most`, `mean`. Quantiles lie between values as in type 7 of Hyndman and Fan
    /// 1996, *Sample quantiles in statistical packages*.
    pub fn table(&self, codebook: &Codebook) -> Table {
        let characters = |key, name| Column::new(key, name, "characters", ColumnKind::Mean);
        let columns = vec![
            Column::new("tag", "Tag", "", ColumnKind::Text),
            Column::new("id", "Id", "", ColumnKind::Text),
            Column::new("spans", "Spans", "spans", ColumnKind::Count),
            Column::new("least", "Shortest", "characters", ColumnKind::Count),
            characters("quartile_1", "First quartile"),
            characters("median", "Median"),
            characters("quartile_3", "Third quartile"),
            characters("p95", "95 %"),
            Column::new("most", "Longest", "characters", ColumnKind::Count),
            characters("mean", "Mean"),
        ];
        let row = |(tag, lengths): &(TagId, Vec<usize>)| {
            let numbers: Vec<f64> = lengths.iter().map(|length| *length as f64).collect();
            let quantile = |share| Cell::Mean(quantile(&numbers, share));
            let [least, most] =
                [lengths.first(), lengths.last()].map(|it| it.map_or(Cell::Missing, |n| Cell::Count(*n)));
            let mean = lengths.iter().sum::<usize>() as f64 / lengths.len() as f64;
            let cells = vec![
                Cell::Text(codebook.name_of(tag).to_owned()),
                Cell::Text(tag.to_string()),
                Cell::Count(lengths.len()),
                least,
                quantile(0.25),
                quantile(0.5),
                quantile(0.75),
                quantile(0.95),
                most,
                Cell::Mean(mean),
            ];
            Row { id: tag.to_string(), depth: 0, cells }
        };
        Table { columns, rows: self.tags.iter().map(row).collect() }
    }
}
