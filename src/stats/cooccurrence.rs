//! Which tags stand together in contexts: in how many each, in how many both.
//!
//! A context is a stretch of one document as one annotator marked it, so that a text that two of them marked has each of its
//! sentences twice, and what one says never stands together with what another says. Texts that nobody worked on have none.
//! For spans that lie on one another there is no number of contexts; see [`super::Overlaps`].

use super::contexts::{Ground, Within, count_pairs};
use super::numbering::{Square, TagNumbers, marked};
use super::significance::chi_square_tail;
use super::{Cell, Column, ColumnKind, Contexts, Row, Scope, Table};
use crate::model::{Codebook, Project, TagId};
use rayon::prelude::*;

/// In how many contexts tags stand, each and every two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cooccurrence {
    tags: Vec<TagId>,
    n_contexts: u64,
    together: Square,
}

impl Cooccurrence {
    /// Counts the contexts of everything in scope, on all cores.
    pub fn of(project: &Project, scope: &Scope, within: Within) -> Self {
        let documents = marked(project, scope);
        let tags = TagNumbers::of(&project.codebook, &documents);
        let none = || (0, Square::new(tags.len()));
        let counted =
            documents.par_iter().filter(|(_, sets)| !sets.is_empty()).fold(none, |counted, (document, sets)| {
                let ground = Ground::of(document, scope, within);
                sets.iter().fold(counted, |(n_contexts, mut together), (_, set)| {
                    let (n, stands) = ground.stands(document, set, &tags);
                    count_pairs(&stands, &mut together);
                    (n_contexts + n as u64, together)
                })
            });
        let (n_contexts, together) = counted.reduce(none, |(n, one), (m, other)| (n + m, one.plus(&other)));
        Self { tags: tags.into_tags(), n_contexts, together }
    }

    /// The tags of spans in scope, in the order of the codebook's tree; those that it lacks at the end, by id.
    pub fn tags(&self) -> &[TagId] {
        &self.tags
    }

    /// How many contexts there are, with spans or without.
    pub fn n_contexts(&self) -> u64 {
        self.n_contexts
    }

    /// In how many contexts two tags stand, by their places among [`Self::tags`]; a tag that is not there stands in none.
    /// Of a tag and itself both is each.
    pub fn pair(&self, a: usize, b: usize) -> Contexts {
        let each = |tag: usize| self.together.at(tag, tag);
        Contexts::counted(self.n_contexts, each(a), each(b), self.together.at(a, b))
    }

    /// One row for every two tags that stand together somewhere, in the order of [`Self::tags`]. The row's id is both ids with
    /// a space between them. Columns: `tag_a`, `id_a`, `tag_b`, `id_b`, `contexts` (of all), `with_a`, `with_b`, `together`,
    /// `jaccard`, `pmi`, `npmi`, `chi_square` (with Yates' correction), `log_likelihood` (of four cells), `p` (of chi-square;
    /// Fisher's where a count is expected to be below five).
    pub fn table(&self, codebook: &Codebook) -> Table {
        let count = |key, name| Column::new(key, name, "contexts", ColumnKind::Count);
        let number = |key, name, unit, kind| Column::new(key, name, unit, kind);
        let columns = vec![
            Column::new("tag_a", "Tag", "", ColumnKind::Text),
            Column::new("id_a", "Id", "", ColumnKind::Text),
            Column::new("tag_b", "With", "", ColumnKind::Text),
            Column::new("id_b", "Id of the other", "", ColumnKind::Text),
            count("contexts", "Contexts"),
            count("with_a", "With the one"),
            count("with_b", "With the other"),
            count("together", "With both"),
            number("jaccard", "Jaccard", "", ColumnKind::Share),
            number("pmi", "PMI", "bits", ColumnKind::Mean),
            number("npmi", "NPMI", "", ColumnKind::Mean),
            number("chi_square", "Chi-square", "", ColumnKind::Mean),
            number("log_likelihood", "G²", "", ColumnKind::Mean),
            number("p", "p", "", ColumnKind::Mean),
        ];
        let mut rows = Vec::new();
        for (a, tag_a) in self.tags.iter().enumerate() {
            for (b, tag_b) in self.tags.iter().enumerate().skip(a + 1) {
                let pair = self.pair(a, b);
                if pair.with_both() == 0 {
                    continue;
                }
                let mut cells: Vec<Cell> = Vec::with_capacity(columns.len());
                for tag in [tag_a, tag_b] {
                    cells.extend([Cell::Text(codebook.name_of(tag).to_owned()), Cell::Text(tag.to_string())]);
                }
                let counts = [pair.n(), pair.with_a(), pair.with_b(), pair.with_both()];
                cells.extend(counts.map(|n| Cell::Count(usize::try_from(n).unwrap_or(usize::MAX))));
                cells.push(pair.jaccard().map_or(Cell::Missing, Cell::Share));
                let chi_square = pair.chi_square_yates();
                let is_rare = pair.least_expected().is_some_and(|least| least < 5.0);
                let p = chi_square.map(|value| if is_rare { pair.fisher_p() } else { chi_square_tail(value) });
                let figures = [pair.pmi(), pair.npmi(), chi_square, pair.log_likelihood(), p];
                cells.extend(figures.map(|value| value.map_or(Cell::Missing, Cell::Mean)));
                rows.push(Row { id: format!("{tag_a} {tag_b}"), depth: 0, cells });
            }
        }
        Table { columns, rows }
    }
}
