//! All figures of one tag.

/// All figures of one tag over a [`super::Scope`]: of the spans with that tag, not of those under it.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct TagFigures {
    /// How many spans have the tag. Two annotators who mark the same words count twice.
    pub n_spans: usize,
    /// How many documents have at least one of them.
    pub n_documents: usize,
    /// The code points that they cover. Where several lie on one another, whoever made them, a code point
    /// counts once, and one that is left out not at all, unless the scope says so.
    pub n_characters: usize,
    /// [`Self::n_characters`] by the code points of all texts in scope, from 0 to 1; nothing when those have none.
    pub share: Option<f64>,
    /// The mean length of a span in code points, that of a span being the sum of its fragments'; nothing
    /// without spans.
    pub mean_length: Option<f64>,
    /// How many different strings they cover.
    pub n_strings: usize,
}
