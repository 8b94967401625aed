//! Which tags lie on one another: how many spans of a tag share a character with a span of another.
//!
//! There is no number of contexts here that spans could have been in, and so no figure of association: it is told how many of
//! one tag's spans overlap one of the other's, both ways, which may differ.

use super::cover::covering;
use super::numbering::{Square, TagNumbers, marked};
use super::overlap_kinds::{Lies, lies};
use super::{Cell, Column, ColumnKind, Row, Scope, Table};
use crate::model::{AnnotationSet, Codebook, Document, Project, Span, TagId};
use crate::text::{Offset, TextRange};
use rayon::prelude::*;
use std::collections::BTreeMap;

/// How many spans of each tag overlap a span of each tag, of the same annotator.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Overlaps {
    tags: Vec<TagId>,
    /// How many spans each tag has.
    n_spans: Vec<usize>,
    /// How many of the row's spans overlap a span of the column.
    on: Square,
    /// How many lie at the place of one, in a longer one, around a shorter one, across one.
    lie: [Square; 4],
}

impl Overlaps {
    /// Counts the spans of everything in scope, on all cores.
    pub fn of(project: &Project, scope: &Scope) -> Self {
        let documents = marked(project, scope);
        let tags = TagNumbers::of(&project.codebook, &documents);
        let none = || std::array::from_fn(|_| Square::new(tags.len()));
        let counted = documents.par_iter().fold(none, |counted: [Square; 5], (document, sets)| {
            sets.iter().fold(counted, |mut squares, (_, set)| {
                let [on, lie @ ..] = &mut squares;
                if set.spans.len() <= FEW {
                    count_few(document, set, &tags, on, lie);
                } else {
                    count_on(document, set, &tags, on);
                    count_kinds(set, &tags, lie);
                }
                squares
            })
        });
        let counted = counted.reduce(none, |mut one, other| {
            one.iter_mut().zip(&other).for_each(|(square, other)| square.add_all(other));
            one
        });
        let [on, lie @ ..] = counted;
        let n_spans = tags.n_spans(&documents);
        Self { tags: tags.into_tags(), n_spans, on, lie }
    }

    /// The tags of spans in scope, in the order of the codebook's tree; those that it lacks at the end, by id.
    pub fn tags(&self) -> &[TagId] {
        &self.tags
    }

    /// How many spans a tag has, by its place among [`Self::tags`], those that cover no character among them.
    pub fn n_spans(&self, tag: usize) -> usize {
        self.n_spans.get(tag).copied().unwrap_or_default()
    }

    /// How many spans of `a` overlap a span of `b`, by their places among [`Self::tags`]; of a tag and itself, how many overlap
    /// another span of it. Not the same as of `b` and `a`.
    pub fn n_on(&self, a: usize, b: usize) -> usize {
        usize::try_from(self.on.at(a, b)).unwrap_or(usize::MAX)
    }

    /// One row for every tag and every tag that one of its spans overlaps, in the order of [`Self::tags`]. The row's id is both
    /// ids with a space between them. Columns: `tag_a`, `id_a`, `tag_b`, `id_b`, `spans` (of the one), `on` (those that overlap
    /// a span of the other), `share`; and of them, from their first character to their last, `same` (at the place of one of the
    /// other), `inside` (in a longer one), `around` (a shorter one), `across` (one that begins or ends in them, and ends or begins
    /// outside). A span can lie in several ways, on several spans.
    pub fn table(&self, codebook: &Codebook) -> Table {
        let columns = vec![
            Column::new("tag_a", "Tag", "", ColumnKind::Text),
            Column::new("id_a", "Id", "", ColumnKind::Text),
            Column::new("tag_b", "Overlaps", "", ColumnKind::Text),
            Column::new("id_b", "Id of the other", "", ColumnKind::Text),
            Column::new("spans", "Spans", "spans", ColumnKind::Count),
            Column::new("on", "That overlap", "spans", ColumnKind::Count),
            Column::new("share", "Share", "", ColumnKind::Share),
            Column::new("same", "Same place", "spans", ColumnKind::Count),
            Column::new("inside", "Inside", "spans", ColumnKind::Count),
            Column::new("around", "Around", "spans", ColumnKind::Count),
            Column::new("across", "Across", "spans", ColumnKind::Count),
        ];
        let mut rows = Vec::new();
        for (a, tag_a) in self.tags.iter().enumerate() {
            for (b, tag_b) in self.tags.iter().enumerate() {
                let (n_spans, n_on) = (self.n_spans(a), self.n_on(a, b));
                if n_on == 0 {
                    continue;
                }
                let mut cells = Vec::with_capacity(columns.len());
                for tag in [tag_a, tag_b] {
                    cells.extend([Cell::Text(codebook.name_of(tag).to_owned()), Cell::Text(tag.to_string())]);
                }
                cells.extend([Cell::Count(n_spans), Cell::Count(n_on), Cell::Share(n_on as f64 / n_spans as f64)]);
                let number = |square: &Square| usize::try_from(square.at(a, b)).unwrap_or(usize::MAX);
                cells.extend(self.lie.iter().map(number).map(Cell::Count));
                rows.push(Row { id: format!("{tag_a} {tag_b}"), depth: 0, cells });
            }
        }
        Table { columns, rows }
    }
}

/// Where the fragments of a tag's spans in one set start and where they end, both ascending.
#[derive(Default)]
struct Bounds {
    starts: Vec<Offset>,
    ends: Vec<Offset>,
}

impl Bounds {
    /// How many fragments share a character with a range: those that start before its end, but for those that end before its
    /// start.
    fn n_on(&self, range: TextRange) -> usize {
        let n_begun = self.starts.partition_point(|start| *start < range.end());
        let n_over = self.ends.partition_point(|end| *end <= range.start());
        n_begun - n_over
    }
}

/// Counts the spans of one set: each is looked for among the fragments of each tag, so that it takes no longer where many lie on
/// one another.
fn count_on(document: &Document, set: &AnnotationSet, tags: &TagNumbers, on: &mut Square) {
    let mut bounds: BTreeMap<u32, Bounds> = BTreeMap::new();
    let spans = || set.spans.iter().filter_map(|span| Some((tags.of_tag(&span.tag)?, span)));
    for (tag, span) in spans() {
        let bounds = bounds.entry(tag).or_default();
        for range in covering(&document.text, &span.at) {
            bounds.starts.push(range.start());
            bounds.ends.push(range.end());
        }
    }
    for bounds in bounds.values_mut() {
        bounds.starts.sort_unstable();
        bounds.ends.sort_unstable();
    }
    for (tag, span) in spans() {
        for (other, bounds) in &bounds {
            // Of its own tag it finds itself, and no other of its fragments, which are apart.
            let itself = usize::from(*other == tag);
            if covering(&document.text, &span.at).any(|range| bounds.n_on(range) > itself) {
                on.add(tag, *other, 1);
            }
        }
    }
}

/// In a set of so many spans each is compared with those that lie on it: 117 ms in place of 192 for 500,000 spans of 50 to a
/// set. More might all lie on one another.
const FEW: usize = 2_000;

/// Counts the spans of a small set, and how they lie on one another.
fn count_few(document: &Document, set: &AnnotationSet, tags: &TagNumbers, on: &mut Square, lie: &mut [Square; 4]) {
    let pieces = |span: &Span| covering(&document.text, &span.at).collect::<Vec<_>>();
    let mut found: BTreeMap<u32, (bool, Lies)> = BTreeMap::new();
    for span in set.spans.iter() {
        let Some(tag) = tags.of_tag(&span.tag) else { continue };
        found.clear();
        let own = pieces(span);
        for other in set.spans.overlapping(span.hull()).filter(|other| other.id != span.id) {
            let Some(other_tag) = tags.of_tag(&other.tag) else { continue };
            let (is_on, lies) = found.entry(other_tag).or_default();
            *is_on = *is_on || pieces(other).iter().any(|piece| own.iter().any(|own| own.overlaps(*piece)));
            lies.add(span.hull(), other.hull());
        }
        for (other, (is_on, lies)) in &found {
            if *is_on {
                on.add(tag, *other, 1);
            }
            count_ways(tag, *other, *lies, lie);
        }
    }
}

/// Counts how the spans of one set lie on one another.
fn count_kinds(set: &AnnotationSet, tags: &TagNumbers, lie: &mut [Square; 4]) {
    let mut hulls: BTreeMap<u32, Vec<TextRange>> = BTreeMap::new();
    for (tag, span) in set.spans.iter().filter_map(|span| Some((tags.of_tag(&span.tag)?, span))) {
        hulls.entry(tag).or_default().push(span.hull());
    }
    for (tag, ranges) in &hulls {
        for (other, others) in &hulls {
            lies(ranges, others, tag == other).into_iter().for_each(|found| count_ways(*tag, *other, found, lie));
        }
    }
}

fn count_ways(tag: u32, other: u32, found: Lies, lie: &mut [Square; 4]) {
    let ways = [found.same, found.inside, found.around, found.across];
    let so = lie.iter_mut().zip(ways).filter(|(_, is_so)| *is_so);
    so.for_each(|(square, _)| square.add(tag, other, 1));
}
