//! What an annotator marked, as what, and how it came to be.

use super::{AnnotatorId, Details, RecordId, TagId, Timestamp};
use crate::text::TextRange;
use smol_str::SmolStr;
use std::sync::Arc;
use thiserror::Error;

/// The ranges that one span covers: one or more, ascending, not overlapping.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub struct Fragments {
    first: TextRange,
    /// None for a span in one piece, which then costs a pointer here and nothing on the heap.
    rest: Option<Arc<Vec<TextRange>>>,
}

/// Why some ranges are not the fragments of a span.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum FragmentsError {
    /// There is none.
    #[error("a span needs at least one range")]
    None,
    /// Two overlap, or stand in the wrong order.
    #[error("the ranges of a span must be ascending and apart, and {0:?} is not")]
    Disordered(TextRange),
}

impl Fragments {
    /// A span in one piece.
    pub fn one(range: TextRange) -> Self {
        Self { first: range, rest: None }
    }

    /// A span in one or more pieces.
    pub fn new(ranges: &[TextRange]) -> Result<Self, FragmentsError> {
        let (&first, rest) = ranges.split_first().ok_or(FragmentsError::None)?;
        let mut end = first.end();
        for &range in rest {
            if range.start() < end || range.is_empty() {
                return Err(FragmentsError::Disordered(range));
            }
            end = range.end();
        }
        Ok(Self { first, rest: (!rest.is_empty()).then(|| Arc::new(rest.to_vec())) })
    }

    /// The ranges, ascending.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = TextRange> + '_ {
        std::iter::once(self.first).chain(self.rest().iter().copied())
    }

    /// How many there are.
    pub fn n_ranges(&self) -> usize {
        1 + self.rest().len()
    }

    fn rest(&self) -> &[TextRange] {
        self.rest.as_deref().map_or(&[], Vec::as_slice)
    }

    /// From the start of the first to the end of the last.
    pub fn hull(&self) -> TextRange {
        self.rest().last().map_or(self.first, |last| self.first.hull(*last))
    }
}

impl From<TextRange> for Fragments {
    fn from(range: TextRange) -> Self {
        Self::one(range)
    }
}

/// How a span came to be.
#[derive(Clone, PartialEq, Eq, Hash, Debug, Default)]
pub enum Origin {
    /// A person marked it.
    #[default]
    Hand,
    /// It came in a file of this format.
    Imported(SmolStr),
    /// A person accepted what this recommender proposed.
    Suggested(SmolStr),
    /// A reviewer took over what these annotators say.
    Taken(Arc<[AnnotatorId]>),
}

/// One marked passage. Under 100 bytes; clones without allocating.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Span {
    /// Unique within its set.
    pub id: RecordId,
    /// What it covers.
    pub at: Fragments,
    /// What it is marked as.
    pub tag: TagId,
    /// What else is said of it.
    pub details: Details,
    /// How it came to be.
    pub origin: Origin,
    /// When somebody last said that it is what it is marked as: by marking it, giving it this tag, or looking at it again.
    pub made: Timestamp,
}

impl Span {
    /// A span that a person marked.
    pub fn new(id: RecordId, at: impl Into<Fragments>, tag: TagId, made: Timestamp) -> Self {
        Self { id, at: at.into(), tag, details: Details::default(), origin: Origin::Hand, made }
    }

    /// From the start of its first fragment to the end of its last.
    pub fn hull(&self) -> TextRange {
        self.at.hull()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Offset;

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::between(Offset::new(start), Offset::new(end))
    }

    #[test]
    fn fragments_ascend_and_stay_apart() {
        assert_eq!(Fragments::new(&[]), Err(FragmentsError::None));
        assert_eq!(Fragments::new(&[range(5, 8), range(7, 9)]), Err(FragmentsError::Disordered(range(7, 9))));
        assert_eq!(Fragments::new(&[range(5, 8), range(1, 2)]), Err(FragmentsError::Disordered(range(1, 2))));
        let two = Fragments::new(&[range(1, 2), range(5, 8)]).unwrap();
        assert_eq!(two.hull(), range(1, 8));
        assert_eq!(two.iter().collect::<Vec<_>>(), [range(1, 2), range(5, 8)]);
    }

    #[test]
    fn a_span_stays_small() {
        assert!(size_of::<Span>() <= 100, "{} bytes", size_of::<Span>());
    }
}
