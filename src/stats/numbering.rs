//! The tags of spans with a number each, so that what is counted of every pair of them lies in one square.

use super::Scope;
use crate::model::Document;
use crate::model::{AnnotationSet, Codebook, Project, SetKey, TagId};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

/// A document with the sets in scope that say something.
pub(super) type Marked<'a> = (&'a Document, Vec<(&'a SetKey, &'a AnnotationSet)>);

/// The documents in scope with the sets that count: those in which somebody said something, be it only that there is nothing
/// to mark. Documents without such a set are among them.
pub(super) fn marked<'a>(project: &'a Project, scope: &'a Scope) -> Vec<Marked<'a>> {
    let says_something = |(_, set): &(&SetKey, &Arc<AnnotationSet>)| !set.is_blank();
    let sets_of = |document: &'a Document| {
        let sets = scope.sets_of(project, &document.id).filter(says_something);
        sets.map(|(key, set)| (key, &**set)).collect()
    };
    scope.documents(project).map(|document| (&**document, sets_of(document))).collect()
}

/// Tags in the order of the codebook's tree, those that it lacks after them by id, numbered from zero.
pub(super) struct TagNumbers {
    tags: Vec<TagId>,
    numbers: HashMap<TagId, u32>,
}

impl TagNumbers {
    /// The tags that spans of some sets have.
    pub fn of<'a>(codebook: &Codebook, documents: &[Marked<'a>]) -> Self {
        let sets = documents.iter().flat_map(|(_, sets)| sets);
        let mut found: BTreeSet<&TagId> = sets.flat_map(|(_, set)| set.spans.tags().map(|(tag, _)| tag)).collect();
        let known = codebook.tree().into_iter().map(|(tag, _)| &tag.id).filter(|id| found.remove(id));
        let mut tags: Vec<TagId> = known.cloned().collect();
        tags.extend(found.into_iter().cloned());
        let numbers = tags.iter().cloned().zip(0..).collect();
        Self { tags, numbers }
    }

    /// The number of a tag.
    pub fn of_tag(&self, tag: &TagId) -> Option<u32> {
        self.numbers.get(tag).copied()
    }

    /// In which of some documents spans have each tag, and how many of their sets have, by the tag's number. A document's sets
    /// stand there one by one.
    pub fn n_in_documents(&self, documents: &[Marked<'_>]) -> Vec<Vec<(usize, usize)>> {
        let mut found = vec![Vec::new(); self.len()];
        for (at, (_, sets)) in documents.iter().enumerate() {
            for (tag, n) in sets.iter().flat_map(|(_, set)| set.spans.tags()) {
                if let Some(found) = self.of_tag(tag).and_then(|number| found.get_mut(number as usize)) {
                    found.push((at, n));
                }
            }
        }
        found
    }

    /// How many spans of some documents' sets have each tag, by its number.
    pub fn n_spans(&self, documents: &[Marked<'_>]) -> Vec<usize> {
        self.n_in_documents(documents).iter().map(|found| found.iter().map(|(_, n)| n).sum()).collect()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.tags.len()
    }

    /// The tags, each at its number.
    pub fn into_tags(self) -> Vec<TagId> {
        self.tags
    }
}

/// A number for every ordered pair of tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Square {
    side: usize,
    numbers: Vec<u64>,
}

impl Square {
    /// All zero.
    pub fn new(side: usize) -> Self {
        Self { side, numbers: vec![0; side * side] }
    }

    /// Counts `n` more at a row and a column.
    pub fn add(&mut self, row: u32, column: u32, n: u64) {
        if let Some(number) = self.numbers.get_mut(row as usize * self.side + column as usize) {
            *number += n;
        }
    }

    /// The number at a row and a column; zero outside.
    pub fn at(&self, row: usize, column: usize) -> u64 {
        let at = row.checked_mul(self.side).and_then(|at| at.checked_add(column)).filter(|_| column < self.side);
        at.and_then(|at| self.numbers.get(at)).copied().unwrap_or_default()
    }

    /// Both together, one number at a time.
    pub fn plus(mut self, other: &Self) -> Self {
        self.add_all(other);
        self
    }

    /// Adds another one, one number at a time.
    pub fn add_all(&mut self, other: &Self) {
        for (number, more) in self.numbers.iter_mut().zip(&other.numbers) {
            *number += more;
        }
    }
}
