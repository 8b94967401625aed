//! How far annotators agree on the spans of a document, strictly: same place, same tag.

use crate::model::{AnnotationSet, Fragments, Project, SetKey, TagId};
use std::collections::HashSet;

/// The F1 of two sets: twice the spans that both have over the spans that each has (van Rijsbergen 1979; for annotators
/// Hripcsak and Rothschild 2005). Undefined where neither has any.
pub fn strict_f1(one: &AnnotationSet, other: &AnnotationSet) -> Option<f64> {
    let n_all = one.spans.len() + other.spans.len();
    let places: HashSet<(&Fragments, &TagId)> = one.spans.iter().map(|span| (&span.at, &span.tag)).collect();
    let n_both = other.spans.iter().filter(|span| places.contains(&(&span.at, &span.tag))).count();
    (n_all > 0).then(|| 2.0 * n_both as f64 / n_all as f64)
}

/// The mean over all pairs of some sets of one document. Undefined with fewer than two sets, or where no pair has a span.
pub fn mean_strict_f1(project: &Project, keys: &[&SetKey]) -> Option<f64> {
    let sets: Vec<&AnnotationSet> = keys.iter().filter_map(|key| project.set(key)).map(|set| &**set).collect();
    let mut values = Vec::new();
    for (n, one) in sets.iter().enumerate() {
        values.extend(sets.iter().skip(n + 1).filter_map(|other| strict_f1(one, other)));
    }
    (!values.is_empty()).then(|| values.iter().sum::<f64>() / values.len() as f64)
}
