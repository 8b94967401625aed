//! The numbers that a tally keeps, each with its way in and out.

use super::cover;
use super::strings::{CoveredString, Strings};
use crate::model::{AnnotatorId, DocumentId, SetKey, Span};
use crate::text::Text;
use std::collections::BTreeMap;

/// Whether something comes into the figures or goes out of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    In,
    Out,
}

impl Step {
    /// Moves a number by `n`.
    pub fn by(self, number: &mut usize, n: usize) {
        *number = match self {
            Self::In => *number + n,
            Self::Out => {
                debug_assert!(*number >= n, "the tally was not about what the transaction changed");
                number.saturating_sub(n)
            }
        };
    }

    /// Moves the number at a key by one. What becomes zero is not kept.
    fn at<K: Ord + Clone>(self, numbers: &mut BTreeMap<K, usize>, key: &K) {
        let number = numbers.entry(key.clone()).or_default();
        self.by(number, 1);
        if *number == 0 {
            numbers.remove(key);
        }
    }
}

/// Spans, with how many of them each document has.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Places {
    pub n_spans: usize,
    pub documents: BTreeMap<DocumentId, usize>,
}

impl Places {
    pub fn count(&mut self, document: &DocumentId, step: Step) {
        step.by(&mut self.n_spans, 1);
        step.at(&mut self.documents, document);
    }
}

/// What is kept of one tag.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct TagTally {
    pub places: Places,
    pub annotators: BTreeMap<AnnotatorId, usize>,
    /// Code points of all spans together; where spans lie on one another, counted for each.
    pub n_marked: usize,
    /// Code points of the union of all spans.
    pub n_covered: usize,
    pub strings: Strings,
}

impl TagTally {
    /// Counts a span in all but the union, which needs its neighbors. `add` says how its string comes in.
    pub fn count(&mut self, key: &SetKey, text: &Text, span: &Span, step: Step, add: fn(&mut Strings, CoveredString)) {
        self.places.count(&key.document, step);
        step.at(&mut self.annotators, &key.annotator);
        step.by(&mut self.n_marked, cover::length(text, &span.at));
        if let Some(string) = CoveredString::of(text, &span.at) {
            match step {
                Step::In => add(&mut self.strings, string),
                Step::Out => self.strings.remove(string),
            }
        }
    }
}
