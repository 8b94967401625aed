//! The best alignment of what annotators marked in a text: passages that stand for each other are put together, at most one
//! of each annotator, so that all in all they are as alike as can be (Mathet, Widlöcher and Métivier 2015).
//!
//! It is the best one, not a good one: by assignment for two annotators, by a cheapest cover for more, which is hard in
//! general and easy where annotators agree more or less on what there is.

use super::assignment::assigned;
use super::cover::cheapest;
use super::dissimilarity::{Dissimilarity, Passage};
use super::near::near;
use super::together::Together;
use crate::agreement::Undefined;

/// A passage and whose it is.
#[derive(Clone, Copy, PartialEq, Debug)]
pub(super) struct Placed {
    pub(super) passage: Passage,
    pub(super) annotator: u32,
}

/// A best alignment.
#[derive(Clone, PartialEq, Debug)]
pub(super) struct Alignment {
    /// What was aligned, by place.
    pub(super) passages: Vec<Placed>,
    /// Which of it stand together, each in one group.
    pub(super) groups: Vec<Vec<u32>>,
    /// How unlike those are that stand together: the sum over groups, divided by how much an annotator has on average.
    pub(super) disorder: f64,
}

/// A best alignment of what two annotators or more have; of them all, whether they marked anything or not.
pub(super) fn best_alignment(
    continuum: &[Vec<Passage>],
    dissimilarity: Dissimilarity,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Result<Alignment, Undefined> {
    let placed = (0..)
        .zip(continuum)
        .flat_map(|(annotator, passages)| passages.iter().map(move |passage| Placed { passage: *passage, annotator }));
    let mut passages: Vec<Placed> = placed.collect();
    passages.sort_by(|one, other| {
        let by = |placed: &Placed| (placed.passage.start, placed.passage.end);
        let ((start, end), (other_start, other_end)) = (by(one), by(other));
        start.total_cmp(&other_start).then(end.total_cmp(&other_end)).then(one.annotator.cmp(&other.annotator))
    });
    if continuum.len() < 2 {
        return Err(Undefined::NothingShared);
    }
    if passages.is_empty() {
        return Err(Undefined::NothingMarked);
    }
    let together = Together::new(dissimilarity, continuum.len());
    let near = near(&passages, dissimilarity, together.limit(), go_on)?;
    let groups = if continuum.len() == 2 {
        assigned(&near, go_on)?
    } else {
        cheapest(&together.groups(&passages, &near, go_on)?, passages.len(), go_on)?
    };
    let sum: f64 = groups.iter().map(|group| together.disorder(&passages, group)).sum();
    let disorder = dissimilarity.delta_empty() * sum * continuum.len() as f64 / passages.len() as f64;
    Ok(Alignment { passages, groups, disorder })
}
