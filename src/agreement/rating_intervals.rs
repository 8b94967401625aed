//! Intervals of figures of ratings by the bootstrap: documents are drawn anew with all their items, as items of one document
//! are not independent of each other. What categories there are stays.

use super::bootstrap::{seeds, spread, times};
use super::rating_measures::defined;
use super::{Ratings, Resampling, Spread};
use rayon::prelude::*;

/// The spread of each figure of [`super::rating_measures`], in their order; nothing for one that has a value in no resample.
/// `documents` says which document each item is of, by numbers from 0. None at all, where `go_on` says no, which is asked
/// before each resample.
pub fn rating_intervals(
    ratings: &Ratings,
    documents: &[usize],
    resampling: Resampling,
    go_on: &(dyn Fn() -> bool + Sync),
) -> Option<Vec<Option<Spread>>> {
    let measures = defined(ratings);
    let n_documents = documents.iter().max().map_or(0, |most| most + 1);
    let mut items_of: Vec<Vec<usize>> = vec![Vec::new(); n_documents];
    for (item, document) in documents.iter().enumerate() {
        items_of.iter_mut().skip(*document).take(1).for_each(|items| items.push(item));
    }
    let resample = |seed: &u64| -> Option<Vec<Option<f64>>> {
        if !go_on() {
            return None;
        }
        let times = times(n_documents, *seed);
        let drawn =
            items_of.iter().zip(times).flat_map(|(items, times)| (0..times).flat_map(|_| items.iter().copied()));
        let drawn = ratings.drawn(drawn);
        Some(measures.iter().map(|measure| (measure.value)(&drawn).ok()).collect())
    };
    let values: Vec<Vec<Option<f64>>> = seeds(resampling).par_iter().map(resample).collect::<Option<_>>()?;
    let of_one = |at: usize| values.iter().filter_map(|values| values.get(at).copied().flatten()).collect();
    Some((0..measures.len()).map(|at| spread(of_one(at), resampling.n, n_documents)).collect())
}
