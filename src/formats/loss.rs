//! What did not come through a format as it was: counted by kind, each with an example.

use crate::text::Decoded;
use std::collections::BTreeMap;

/// What kind of thing did not come through as it was.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug)]
pub enum LossKind {
    /// A span whose place in the text is not certain: left out.
    Span,
    /// A span with the range and tag of another of its set: left out.
    SameSpan,
    /// A span in a part that is left out of the labeling, with its relations and notes: dropped as asked for.
    LeftOut,
    /// A span that overlaps with one that is kept: left out.
    Overlap,
    /// A mark between two characters: left out.
    ZeroWidth,
    /// A span of several pieces: written as one, from its first to its last.
    Fragments,
    /// A span that begins or ends with white space: without it.
    Edges,
    /// A span that begins or ends within a word that cannot be taken apart: with all of that word.
    Widened,
    /// A relation: left out.
    Relation,
    /// A relation of more than two spans: written as relations of the first with each other.
    Pairs,
    /// A tag on a document as a whole: left out.
    DocumentTag,
    /// An attribute of a span: left out.
    Attribute,
    /// How sure an annotator is, or a flag: left out.
    Certainty,
    /// A note: left out.
    Note,
    /// Whose a set is: left out.
    Annotator,
    /// How far an annotator is: left out.
    State,
    /// A proposal that somebody rejected: left out.
    Rejection,
    /// A field that means nothing here: left out.
    Field,
    /// What a document has beside its text and sets, and the format has no place for: left out.
    Document,
    /// White space between words: another in its place.
    WhiteSpace,
    /// A document whose annotators agree less than was asked for: left out.
    Agreement,
    /// A tag that was asked to be dropped, with its spans.
    Dropped,
    /// A document that is there already: what is said of it went to that one.
    Known,
    /// A document that is there in another version: spans were placed by comparing the two.
    Aligned,
    /// A note whose span is not there: now on the document.
    NoteMoved,
    /// When something was made, or how: left out.
    When,
    /// A time that cannot be read, or is finer than seconds: the nearest that can be kept.
    Time,
    /// Half a character, or one that a format cannot hold: a sign for it in its place.
    Character,
    /// An id that cannot be kept: another in its place.
    Id,
    /// Offsets that count in another unit than the file says: taken in the unit that fits.
    Unit,
    /// Something that is said of a tag or an attribute itself: left out.
    Codebook,
}

impl LossKind {
    /// The word for it in files and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Span => "span",
            Self::SameSpan => "same-span",
            Self::LeftOut => "left-out",
            Self::Overlap => "overlap",
            Self::ZeroWidth => "zero-width",
            Self::Fragments => "fragments",
            Self::Edges => "edges",
            Self::Widened => "widened",
            Self::Relation => "relation",
            Self::Pairs => "pairs",
            Self::DocumentTag => "document-tag",
            Self::Attribute => "attribute",
            Self::Certainty => "certainty",
            Self::Note => "note",
            Self::Annotator => "annotator",
            Self::State => "state",
            Self::Rejection => "rejection",
            Self::Field => "field",
            Self::Document => "document",
            Self::WhiteSpace => "white-space",
            Self::Agreement => "agreement",
            Self::Dropped => "dropped",
            Self::Known => "known",
            Self::Aligned => "aligned",
            Self::NoteMoved => "note-moved",
            Self::When => "when",
            Self::Time => "time",
            Self::Character => "character",
            Self::Id => "id",
            Self::Unit => "unit",
            Self::Codebook => "codebook",
        }
    }

    /// What it means, for people.
    pub const fn meaning(self) -> &'static str {
        match self {
            Self::Span => "Spans left out, as their place is not certain",
            Self::SameSpan => "Spans left out, as the same range has the same tag already",
            Self::LeftOut => "Spans dropped, as they lie in parts that are left out",
            Self::Overlap => "Spans left out, as they overlap with one that is kept",
            Self::ZeroWidth => "Marks between two characters left out",
            Self::Fragments => "Spans of several pieces, as one from the first to the last",
            Self::Edges => "Spans without the white space at their ends",
            Self::Widened => "Spans on a part of a word, now on all of it",
            Self::Relation => "Relations left out",
            Self::Pairs => "Relations of several spans, as pairs of the first with each other",
            Self::DocumentTag => "Tags of documents left out",
            Self::Attribute => "Attributes left out",
            Self::Certainty => "Confidence and flags left out",
            Self::Note => "Notes left out",
            Self::Annotator => "Sets of which it is not said whose they are",
            Self::State => "Sets of which it is not said that they are finished",
            Self::Rejection => "Rejected proposals left out",
            Self::Field => "Fields left out",
            Self::Document => "Properties of documents left out",
            Self::WhiteSpace => "Documents with other white space between words",
            Self::Agreement => "Documents left out, as their annotators agree less than was asked for",
            Self::Dropped => "Spans and tags dropped, as asked for",
            Self::Known => "Documents that were there already, and got what is said of them",
            Self::Aligned => "Documents that were there in another version: spans placed by comparing the two",
            Self::NoteMoved => "Notes now on the document, as their span is not there",
            Self::When => "Times and origins left out",
            Self::Time => "Times kept only in part",
            Self::Character => "Halves of characters, or such as cannot be written, each shown as \u{FFFD}",
            Self::Id => "Ids that could not be kept",
            Self::Unit => "Documents whose offsets count in another unit than the file says",
            Self::Codebook => "What codebooks say of tags and attributes, left out",
        }
    }

    /// Whether something a person marked is not there afterwards.
    pub const fn is_serious(self) -> bool {
        matches!(
            self,
            Self::Span
                | Self::Overlap
                | Self::ZeroWidth
                | Self::Fragments
                | Self::Relation
                | Self::Pairs
                | Self::DocumentTag
                | Self::Attribute
                | Self::Note
        )
    }

    /// Whether a person asked for it, so that it says nothing about the format.
    pub const fn is_asked_for(self) -> bool {
        matches!(self, Self::LeftOut | Self::Agreement | Self::Dropped)
    }
}

/// How often a kind of loss happened, and where first.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Loss {
    /// What kind.
    pub kind: LossKind,
    /// How often.
    pub count: usize,
    /// The first of them, with its place and why.
    pub example: String,
}

/// All that did not come through as it was.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Losses {
    by_kind: BTreeMap<LossKind, (usize, String)>,
}

impl Losses {
    /// Counts one, with an example if it is the first of its kind.
    pub fn add(&mut self, kind: LossKind, example: impl FnOnce() -> String) {
        self.add_many(kind, 1, example);
    }

    /// Counts several of one kind.
    pub fn add_many(&mut self, kind: LossKind, count: usize, example: impl FnOnce() -> String) {
        if count > 0 {
            self.by_kind.entry(kind).or_insert_with(|| (0, example())).0 += count;
        }
    }

    /// Counts the halves of characters that a file had.
    pub(super) fn add_replaced(&mut self, decoded: &Decoded, file: &str) {
        let first = decoded.replaced.first().copied().unwrap_or_default();
        let example = || format!("{file}: byte {first} is half a character of {}", decoded.encoding);
        self.add_many(LossKind::Character, decoded.replaced.len(), example);
    }

    /// Takes over all of another count.
    pub fn append(&mut self, other: Self) {
        for (kind, (count, example)) in other.by_kind {
            self.add_many(kind, count, || example);
        }
    }

    /// Whether everything came through as it was.
    pub fn is_empty(&self) -> bool {
        self.by_kind.is_empty()
    }

    /// Whether something a person marked is not there afterwards.
    pub fn is_serious(&self) -> bool {
        self.by_kind.keys().any(|kind| kind.is_serious())
    }

    /// How often a kind happened.
    pub fn count(&self, kind: LossKind) -> usize {
        self.by_kind.get(&kind).map_or(0, |(count, _)| *count)
    }

    /// The losses, the gravest kinds first.
    pub fn iter(&self) -> impl Iterator<Item = Loss> + '_ {
        self.by_kind.iter().map(|(&kind, (count, example))| Loss { kind, count: *count, example: example.clone() })
    }
}
