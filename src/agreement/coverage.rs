//! How much of the text of their documents somebody marked.

use super::Undefined;
use super::sum::SetSum;

/// The share of characters under a span of one tag, or of any.
pub(super) fn coverage(sum: &SetSum, tag: Option<u32>) -> Result<f64, Undefined> {
    let n_marked = match tag {
        Some(tag) => sum.set.tags.sum(Some(tag), |counts| counts.n_characters),
        None => sum.set.n_marked,
    };
    if sum.n_characters == 0 { Err(Undefined::NoText) } else { Ok(n_marked as f64 / sum.n_characters as f64) }
}
