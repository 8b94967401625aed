//! The corpus room: what a corpus for training is made of. Which documents are near-duplicates, which go to training,
//! development and test, and the card that says what is in it.
//!
//! The same documents, shares and seed give the same subsets. Near-duplicates and what shares a source never stand on both
//! sides of a split. It computes and draws; it writes no file.

mod shingles;
mod near;
mod groups;
mod split;
mod card;

pub use card::{Card, CardInput};
pub use groups::{Grouping, groups};
pub use near::{NEAR, NearDuplicates, near_duplicates};
pub use shingles::{jaccard, shingles};
pub use split::{Share, Shares, Split, SplitError, Unit, distance, split};
