//! Documents with their tallies and the sum of these, kept right while documents change.

use super::{DocumentTally, Study, Sum};
use rayon::prelude::*;
use std::sync::Arc;

/// The tallies of some documents. A clone shares them.
#[derive(Clone, PartialEq, Debug, Default)]
pub struct Tallies {
    documents: Vec<Arc<DocumentTally>>,
    sum: Sum,
}

impl Tallies {
    /// Of a study, counted on all cores.
    pub fn of(study: &Study) -> Self {
        let tallies: Vec<DocumentTally> = study.documents.par_iter().map(DocumentTally::of).collect();
        Self::new(study.n_annotators, tallies)
    }

    /// Of documents that are counted already.
    pub fn new(n_annotators: usize, tallies: impl IntoIterator<Item = DocumentTally>) -> Self {
        let documents: Vec<Arc<DocumentTally>> = tallies.into_iter().map(Arc::new).collect();
        let sum = Sum::of(n_annotators, documents.iter().map(Arc::as_ref));
        Self { documents, sum }
    }

    /// The documents, in order.
    pub fn documents(&self) -> &[Arc<DocumentTally>] {
        &self.documents
    }

    /// Their sum.
    pub const fn sum(&self) -> &Sum {
        &self.sum
    }

    /// One document by itself.
    pub fn sum_of(&self, document: usize) -> Sum {
        self.sum_of_some(&[document])
    }

    /// Some of the documents.
    pub fn some(&self, documents: &[usize]) -> Vec<Arc<DocumentTally>> {
        documents.iter().filter_map(|at| self.documents.get(*at)).map(Arc::clone).collect()
    }

    /// Some of the documents together.
    pub fn sum_of_some(&self, documents: &[usize]) -> Sum {
        let tallies = documents.iter().filter_map(|at| self.documents.get(*at)).map(Arc::as_ref);
        Sum::of(self.sum.n_annotators(), tallies)
    }

    /// Puts a document before another, or at the end.
    pub fn insert(&mut self, at: usize, tally: DocumentTally) {
        self.sum.add(&tally, 1);
        self.documents.insert(at.min(self.documents.len()), Arc::new(tally));
    }

    /// Puts a document in place of another. Takes time with these two alone.
    pub fn replace(&mut self, at: usize, tally: DocumentTally) {
        if let Some(place) = self.documents.get_mut(at) {
            self.sum.add(place, -1);
            self.sum.add(&tally, 1);
            *place = Arc::new(tally);
        }
    }

    /// Takes a document out.
    pub fn remove(&mut self, at: usize) {
        if at < self.documents.len() {
            self.sum.add(&self.documents.remove(at), -1);
        }
    }
}
