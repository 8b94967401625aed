//! How far annotators agree on the spans of a document, strictly: same place, same tag.

use super::study::by_numbers;
use crate::agreement::{DocumentTally, Key, Measure, Sum, Who};
use crate::model::{AnnotationSet, Project, SetKey, TagId};
use std::collections::BTreeSet;

/// The mean of strict F1 over all pairs of some sets of one document that have a figure: in which somebody has a span.
pub fn mean_strict_f1(project: &Project, keys: &[&SetKey]) -> Option<f64> {
    let sets: Vec<&AnnotationSet> = keys.iter().filter_map(|key| project.set(key)).map(|set| &**set).collect();
    let document = project.document(&keys.first()?.document)?;
    let tags: BTreeSet<&TagId> = sets.iter().flat_map(|set| set.spans.iter().map(|span| &span.tag)).collect();
    let tags: Vec<TagId> = tags.into_iter().cloned().collect();
    let tally = DocumentTally::of(&by_numbers(document, &tags, sets.iter().copied().map(Some)));
    Sum::of(sets.len(), [&tally]).value(Key::new(Measure::StrictF1, Who::Everybody))?.ok()
}
