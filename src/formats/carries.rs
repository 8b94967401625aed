//! What a format has a place for.

use crate::text::Unit;

/// What a format has a place for; what it has none for is lost on the way through it, and reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Carries {
    /// The unit its offsets count in; none when it has no offsets.
    pub unit: Option<Unit>,
    /// Spans at all.
    pub spans: bool,
    /// Spans that overlap.
    pub overlap: bool,
    /// Spans of several pieces.
    pub fragments: bool,
    /// Relations between spans.
    pub relations: bool,
    /// Attributes of spans.
    pub attributes: bool,
    /// Notes.
    pub notes: bool,
    /// Whose spans they are.
    pub annotators: bool,
    /// When they were made.
    pub times: bool,
    /// Metadata of documents.
    pub metadata: bool,
}

impl Carries {
    /// A text and nothing else.
    pub const TEXT: Self = Self {
        unit: None,
        spans: false,
        overlap: false,
        fragments: false,
        relations: false,
        attributes: false,
        notes: false,
        annotators: false,
        times: false,
        metadata: false,
    };

    /// The names of all that it carries beside texts, as on the command line.
    pub fn names(&self) -> Vec<&'static str> {
        let all = [
            ("spans", self.spans),
            ("overlap", self.overlap),
            ("fragments", self.fragments),
            ("relations", self.relations),
            ("attributes", self.attributes),
            ("notes", self.notes),
            ("annotators", self.annotators),
            ("times", self.times),
            ("metadata", self.metadata),
        ];
        all.into_iter().filter_map(|(name, carried)| carried.then_some(name)).collect()
    }
}
