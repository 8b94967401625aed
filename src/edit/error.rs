//! Why a command cannot be done, in words for the person who gave it.

use super::Stale;
use crate::model::{AttributeId, DocumentId, LayerId, LayerKind, TagId};
use crate::text::{Granularity, RangeError};
use thiserror::Error;

/// Why a command cannot be done. Nothing has changed.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum EditError {
    /// The document is not in the project.
    #[error("there is no document {0}")]
    NoDocument(DocumentId),
    /// The tag is not in the codebook.
    #[error("there is no tag {0} in the codebook")]
    NoTag(TagId),
    /// The span, note or set is not there.
    #[error("{0} is not there any more")]
    Gone(&'static str),
    /// The offsets are no range of the text.
    #[error(transparent)]
    Range(#[from] RangeError),
    /// A span over nothing.
    #[error("no text is selected")]
    NothingSelected,
    /// Nobody would lead the project.
    #[error("nobody would lead the project then")]
    NoLead,
    /// A relation of which an end is not there yet.
    #[error("an end of the relation is not in this set")]
    NoEnd,
    /// The same range has that tag already.
    #[error("“{quote}” is already tagged {tag}")]
    AlreadyThere {
        /// The covered text.
        quote: String,
        /// The tag's name.
        tag: String,
    },
    /// The layer's rule forbids it.
    #[error("spans of {layer} may not {relation} one another, and this would {relation} “{quote}”")]
    Overlap {
        /// The layer's name.
        layer: String,
        /// `overlap` or `cross`.
        relation: &'static str,
        /// What the other span covers.
        quote: String,
    },
    /// The tag is for annotations of another kind.
    #[error("{tag} is a tag of {}, not of {}", kind_name(*.is), kind_name(*.wanted))]
    OtherKind {
        /// The tag's name.
        tag: String,
        /// What it is for.
        is: LayerKind,
        /// What was to be marked as it.
        wanted: LayerKind,
    },
    /// The layer marks larger units.
    #[error("{layer} marks whole {}s, here “{fitted}”", unit_name(*.unit))]
    NotWhole {
        /// The layer's name.
        layer: String,
        /// What it marks whole.
        unit: Granularity,
        /// What the whole units cover.
        fitted: String,
    },
    /// The layer keeps within paragraphs.
    #[error("spans of {layer} may not go on into another paragraph")]
    CrossesParagraphs {
        /// The layer's name.
        layer: String,
    },
    /// Both ends of a relation are one span.
    #[error("{0} cannot link a span to itself")]
    ToItself(String),
    /// The same two spans are linked so already.
    #[error("these spans are already linked by {0}")]
    AlreadyRelated(String),
    /// A rule that looks for nothing.
    #[error("a rule needs words or an expression to look for")]
    NoWords,
    /// A list with more words than are looked for at once.
    #[error("the list has {n} words, and a rule may have {most}: make several rules of it")]
    TooManyWords {
        /// How many words there are.
        n: usize,
        /// How many there may be.
        most: usize,
    },
    /// The codebook does not permit this end.
    #[error("{tag} cannot go {way} “{quote}”: only {way} {permitted}")]
    NotPermitted {
        /// The relation's name.
        tag: String,
        /// `from` or `to`.
        way: &'static str,
        /// What the span covers.
        quote: String,
        /// The names of the tags that are permitted.
        permitted: String,
    },
    /// There is no mention before this one.
    #[error("there is no span before this one that {0} could link it to")]
    NothingToJoin(String),
    /// The layer is not in the codebook.
    #[error("there is no layer {0} in the codebook")]
    NoLayer(LayerId),
    /// Another layer has the name.
    #[error("there is already a layer named “{0}”")]
    LayerTaken(String),
    /// Tags or attributes belong to the layer.
    #[error("the layer {0} has tags or attributes")]
    LayerInUse(String),
    /// The attribute is not in the codebook.
    #[error("there is no attribute {0} in the codebook")]
    NoAttribute(AttributeId),
    /// Another attribute of the layer has the name.
    #[error("there is already an attribute named “{0}” in this layer")]
    AttributeTaken(String),
    /// The attribute is not asked for of what it was to be said of.
    #[error("{0} is not asked for here")]
    NotAsked(String),
    /// The attribute does not take the value.
    #[error("{attribute} cannot be “{value}”")]
    NotAValue {
        /// The attribute's name.
        attribute: String,
        /// The value in words.
        value: String,
    },
    /// There is nothing to choose from.
    #[error("{0} needs choices, each with a name")]
    NoChoices(String),
    /// Two choices have one name.
    #[error("{attribute} has the choice “{choice}” twice")]
    ChoiceTwice {
        /// The attribute's name.
        attribute: String,
        /// The choice's name.
        choice: String,
    },
    /// The least number is more than the most.
    #[error("no number is within the bounds of {0}")]
    NoNumbers(String),
    /// The attribute would be asked for only if it had been asked for.
    #[error("{0} would depend on itself, and so never be asked for")]
    CircularCondition(String),
    /// Something is marked where there was to be nothing.
    #[error("there is something to mark here: {0} {spans}", spans = if *.0 == 1 { "span" } else { "spans" })]
    NotNothing(usize),
    /// The expression cannot be compiled.
    #[error("the expression “{0}” cannot be used")]
    BadExpression(String),
    /// Nothing was written where a name is needed.
    #[error("the name is empty")]
    NoName,
    /// A name that no view could show.
    #[error("the name has {0} characters; the longest has 200")]
    LongName(usize),
    /// The passage is an example of the tag already.
    #[error("{0} already has this example")]
    ExampleThere(String),
    /// Another tag of the codebook has the name.
    #[error("there is already a tag named “{0}” at this place")]
    NameTaken(String),
    /// Another tag has the key.
    #[error("the key {key} belongs to {tag}")]
    KeyTaken {
        /// The key.
        key: char,
        /// The other tag's name.
        tag: String,
    },
    /// The key is a command.
    #[error("the key {0} is a command")]
    KeyReserved(char),
    /// The key is neither a digit nor a small letter.
    #[error("a tag's key is a digit or a letter from a to z, and {0:?} is neither")]
    NotAKey(char),
    /// A tag would stand under itself.
    #[error("{0} cannot stand under itself")]
    Circle(String),
    /// The command would change nothing.
    #[error("there is nothing to change")]
    Nothing,
    /// An annotator with that id is there already.
    #[error("there is already an annotator {0}")]
    AnnotatorTaken(String),
    /// A record was not as expected.
    #[error(transparent)]
    Stale(#[from] Stale),
}

impl EditError {
    /// What a person can do next.
    pub const fn hint(&self) -> Option<&'static str> {
        match self {
            Self::NothingSelected => Some("Select words first: drag over them or double-click one"),
            Self::AlreadyThere { .. } => Some("Press Tab to go to it, or choose another tag"),
            Self::Overlap { .. } => Some("Choose another range, or another tag"),
            Self::NoLead => Some("Give somebody else the lead first"),
            Self::NoEnd => Some("Decide about both spans first"),
            Self::NotNothing(_) => Some("Mark the article as finished, or remove the spans first"),
            Self::OtherKind { .. } => Some("Choose another tag"),
            Self::NotWhole { unit: Granularity::Sentence, .. } => Some("Press s to select the sentence"),
            Self::NotWhole { .. } => Some("Select whole units"),
            Self::CrossesParagraphs { .. } => {
                Some("Mark each paragraph by itself, or add one to the other with Ctrl and drag")
            }
            Self::NotPermitted { .. } => Some("Choose another span or relation, or permit it in the codebook"),
            Self::LayerInUse(_) => Some("Move or remove its tags and attributes first"),
            Self::NotAsked(_) => Some("Look at its condition in the codebook"),
            Self::LayerTaken(_) | Self::AttributeTaken(_) => Some("Choose another name"),
            Self::CircularCondition(_) => Some("Choose another condition"),
            Self::NoTag(_) => Some("Choose a tag of the codebook, or add this one"),
            Self::KeyTaken { .. } | Self::KeyReserved(_) => Some("Choose another key, or none"),
            Self::NameTaken(_) => Some("Choose another name"),
            Self::Stale(_) => Some("Look at it as it is now and try again"),
            _ => None,
        }
    }
}

const fn kind_name(kind: LayerKind) -> &'static str {
    match kind {
        LayerKind::Span => "spans",
        LayerKind::Relation => "relations",
        LayerKind::Document => "articles as a whole",
    }
}

const fn unit_name(unit: Granularity) -> &'static str {
    match unit {
        Granularity::Grapheme => "character",
        Granularity::Word => "word",
        Granularity::Sentence => "sentence",
        Granularity::Paragraph => "paragraph",
    }
}
