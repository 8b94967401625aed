//! What a format has a place for.

use crate::model::LayerKind;
use crate::text::Unit;

/// What a format has a place for; what it has none for is lost on the way through it, and reported.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Carries {
    /// The unit its offsets count in; none when it has no offsets.
    pub unit: Option<Unit>,
    /// Texts as they are, with all their white space.
    pub white_space: bool,
    /// Whether the places of spans are whole tokens, which have no white space at their ends.
    pub tokens: bool,
    /// Spans at all.
    pub spans: bool,
    /// The layers of annotations of these kinds.
    pub layers: &'static [LayerKind],
    /// Spans that overlap.
    pub overlap: bool,
    /// Spans of several pieces.
    pub fragments: bool,
    /// Marks between two characters.
    pub zero_width: bool,
    /// Relations between spans.
    pub relations: bool,
    /// Tags of the document as a whole.
    pub document_tags: bool,
    /// Attributes of spans, relations and document tags.
    pub attributes: bool,
    /// Attributes of the document as a whole.
    pub document_attributes: bool,
    /// How sure an annotator is, and flags.
    pub certainty: bool,
    /// Notes.
    pub notes: bool,
    /// Whose spans they are.
    pub annotators: bool,
    /// How far annotators are.
    pub states: bool,
    /// When things were made, and how.
    pub times: bool,
    /// What is known of documents: title, date, source and all else.
    pub metadata: bool,
    /// The parts of a text that are left out of the labeling.
    pub excluded: bool,
}

impl Carries {
    /// A text and nothing else.
    pub const TEXT: Self = Self {
        unit: None,
        white_space: true,
        tokens: false,
        spans: false,
        layers: &[],
        overlap: false,
        fragments: false,
        zero_width: false,
        relations: false,
        document_tags: false,
        attributes: false,
        document_attributes: false,
        certainty: false,
        notes: false,
        annotators: false,
        states: false,
        times: false,
        metadata: false,
        excluded: false,
    };

    /// All that a document and its sets can hold, whatever the layers.
    pub const ALL: Self = Self {
        unit: Some(Unit::CodePoint),
        white_space: true,
        tokens: false,
        spans: true,
        layers: &[],
        overlap: true,
        fragments: true,
        zero_width: true,
        relations: true,
        document_tags: true,
        attributes: true,
        document_attributes: true,
        certainty: true,
        notes: true,
        annotators: true,
        states: true,
        times: true,
        metadata: true,
        excluded: true,
    };

    /// The names of all that it carries beside texts, as on the command line.
    pub fn names(&self) -> Vec<&'static str> {
        let all = [
            ("spans", self.spans),
            ("overlap", self.overlap),
            ("fragments", self.fragments),
            ("zero-width", self.zero_width),
            ("relations", self.relations),
            ("document-tags", self.document_tags),
            ("attributes", self.attributes),
            ("document-attributes", self.document_attributes),
            ("certainty", self.certainty),
            ("notes", self.notes),
            ("annotators", self.annotators),
            ("states", self.states),
            ("times", self.times),
            ("metadata", self.metadata),
            ("excluded", self.excluded),
        ];
        all.into_iter().filter_map(|(name, carried)| carried.then_some(name)).collect()
    }
}
