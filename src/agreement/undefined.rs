//! Why a figure is not defined.

use thiserror::Error;

/// Why there is no figure.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Error)]
pub enum Undefined {
    /// No item has two ratings, or two people share no document.
    #[error("there is nothing that two people rated")]
    NothingShared,
    /// Everybody used one category alone, so that chance explains everything.
    #[error("only one category was used, so that nothing could have differed")]
    OneCategory,
    /// The measure is for two raters.
    #[error("it is defined for two people, and there are others")]
    NotTwo,
    /// The measure is for items that all raters rated.
    #[error("it is defined for items that everybody rated, and some were not")]
    Missing,
    /// Somebody's passages lie over each other.
    #[error("somebody marked passages that lie over each other, and it is defined for such as do not")]
    Overlapping,
    /// Nobody marked anything.
    #[error("nothing was marked")]
    NothingMarked,
    /// Somebody marked a place as two things.
    #[error("somebody marked the same words as two things, and it is defined for one")]
    Stacked,
    /// Two spans of one person touch a token.
    #[error("two passages of one person share a word, and it is defined for words that are in one passage at most")]
    TornToken,
    /// Somebody's passages do not divide the text.
    #[error("it is for passages that divide the whole text, and somebody's do not")]
    Undivided,
    /// There is no document that everybody worked on.
    #[error("there is no document that everybody worked on")]
    NotAll,
    /// The measure is not of one tag, or of one alone.
    #[error("it is not defined for this choice of tags")]
    NotOfTag,
    /// There is no text.
    #[error("there is no text")]
    NoText,
    /// One of the pairs that a mean is of has no figure.
    #[error("it is not defined for two of the people")]
    Pair,
    /// Passages that were drawn at random have no disorder either.
    #[error("passages drawn at random agree too, so that nothing could have differed")]
    NoChance,
    /// A best alignment would take too long to find.
    #[error("too many passages lie over each other for an exact alignment")]
    TooEntangled,
    /// Whoever asked did not wait for it.
    #[error("it was stopped before there was a figure")]
    Stopped,
}

/// The share of what chance leaves that is agreed on: `(observed - expected) / (1 - expected)`.
pub(super) fn beyond_chance(observed: f64, expected: f64) -> Result<f64, Undefined> {
    if 1.0 - expected <= f64::EPSILON {
        Err(Undefined::OneCategory)
    } else {
        Ok((observed - expected) / (1.0 - expected))
    }
}
