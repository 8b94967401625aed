//! What is said under the tags: the strings that spans cover, with their variants, and how evenly they are spread.

use super::dispersion::sparse_dp;
use super::numbering::marked;
use super::size::Size;
use super::{Cell, Column, ColumnKind, Row, Scope, Table};
use crate::model::{Project, TagId};
use crate::query::{covered, variant};
use ahash::AHashMap;
use rayon::prelude::*;
use std::cmp::Reverse;
use std::collections::BTreeMap;

/// Which strings are taken for the same.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Variants {
    /// Those that differ in the case of letters, in how these are composed, or in the white space between words.
    #[default]
    Together,
    /// None.
    Apart,
}

/// A string with all that is counted of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Said {
    /// What its spans are marked as.
    pub tag: TagId,
    /// How it is written, each way with how often, the most frequent first, ties in the order of their characters.
    pub written: Vec<(String, usize)>,
    /// How many spans cover it.
    pub n_spans: usize,
    /// In how many documents.
    pub n_documents: usize,
    /// How unevenly it is spread over documents (DP); nothing where spans stand in a document without tokens.
    pub dp: Option<f64>,
}

/// How many ways to write a string the table has.
const WRITTEN: usize = 5;

/// The spans of one string: how it is written, and in which documents, by their numbers.
#[derive(Default)]
struct Group {
    written: AHashMap<String, usize>,
    documents: BTreeMap<usize, u64>,
}

impl Group {
    fn add(&mut self, other: Self) {
        for (string, n) in other.written {
            *self.written.entry(string).or_default() += n;
        }
        for (document, n) in other.documents {
            *self.documents.entry(document).or_default() += n;
        }
    }
}

type Groups = AHashMap<(TagId, String), Group>;

/// The strings that spans of a tag cover, or of any; those of different tags are told apart. The most frequent first, ties in the
/// order of their characters, then of tags. The fragments of a span are joined by ` … `; one that covers no character is left out.
///
/// Documents are the parts over which a string is spread; their sizes are as for [`super::spread_table`].
pub fn said(project: &Project, scope: &Scope, tag: Option<&TagId>, variants: Variants) -> Vec<Said> {
    let documents = marked(project, scope);
    let sizes: Vec<u64> = Size::of_all(&documents, scope)
        .iter()
        .zip(&documents)
        .map(|(size, (_, sets))| (size.n_tokens * sets.len()) as u64)
        .collect();
    let of_documents = documents.par_iter().enumerate().fold(Groups::new, |mut groups, (number, (document, sets))| {
        let spans = sets.iter().flat_map(|(_, set)| set.spans.iter());
        for span in spans.filter(|span| tag.is_none_or(|tag| span.tag == *tag)) {
            let string = covered(&document.text, &span.at);
            if string.is_empty() {
                continue;
            }
            let key = if variants == Variants::Together { variant(&string) } else { string.clone() };
            let group = groups.entry((span.tag.clone(), key)).or_default();
            *group.written.entry(string).or_default() += 1;
            *group.documents.entry(number).or_default() += 1;
        }
        groups
    });
    let groups = of_documents.reduce(Groups::new, |mut one, other| {
        for (key, group) in other {
            one.entry(key).or_default().add(group);
        }
        one
    });
    let total: u64 = sizes.iter().sum();
    let mut all: Vec<Said> = groups
        .into_iter()
        .map(|((tag, _), group)| {
            let mut written: Vec<(String, usize)> = group.written.into_iter().collect();
            written.sort_by(|(one, n_one), (other, n_other)| (Reverse(n_one), one).cmp(&(Reverse(n_other), other)));
            let part = |(number, n): (&usize, &u64)| (*n, sizes.get(*number).copied().unwrap_or_default());
            Said {
                tag,
                n_spans: written.iter().map(|(_, n)| n).sum(),
                written,
                n_documents: group.documents.len(),
                dp: sparse_dp(group.documents.iter().map(part), total),
            }
        })
        .collect();
    all.sort_by(|one, other| {
        fn key(said: &Said) -> impl Ord + '_ {
            (Reverse(said.n_spans), said.written.first().map(|(string, _)| string), &said.tag)
        }
        key(one).cmp(&key(other))
    });
    all
}

/// One row for each string. The row's id is the tag's and the string as it is written most often, with a space between them.
/// Columns: `string`, `tag` (its name), `id` (the tag's), `spans`, `share` (of all spans here), `documents`, `dp`, `written` (the
/// ways to write it).
pub fn said_table(project: &Project, said: &[Said]) -> Table {
    let columns = vec![
        Column::new("string", "String", "", ColumnKind::Text),
        Column::new("tag", "Tag", "", ColumnKind::Text),
        Column::new("id", "Id", "", ColumnKind::Text),
        Column::new("spans", "Spans", "spans", ColumnKind::Count),
        Column::new("share", "Share of spans", "", ColumnKind::Share),
        Column::new("documents", "Documents", "documents", ColumnKind::Count),
        Column::new("dp", "DP", "", ColumnKind::Share),
        Column::new("written", "Written", "", ColumnKind::List),
    ];
    let n_all: usize = said.iter().map(|it| it.n_spans).sum();
    let row = |it: &Said| {
        let string = it.written.first().map(|(string, _)| string.clone()).unwrap_or_default();
        let id = format!("{} {string}", it.tag);
        let cells = vec![
            Cell::Text(string),
            Cell::Text(project.codebook.name_of(&it.tag).to_owned()),
            Cell::Text(it.tag.to_string()),
            Cell::Count(it.n_spans),
            Cell::Share(it.n_spans as f64 / n_all as f64),
            Cell::Count(it.n_documents),
            it.dp.map_or(Cell::Missing, Cell::Share),
            Cell::List(it.written.iter().take(WRITTEN).cloned().collect()),
        ];
        Row { id, depth: 0, cells }
    };
    Table { columns, rows: said.iter().map(row).collect() }
}
