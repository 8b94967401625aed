//! The list of checks, and running them all.

use super::{
    Finding, Severity, codebook_keys, codebook_layers, codebook_names, codebook_parents, double_spans, empty_spans,
    finished_sets, lost_sets, overlaps, texts, unknown_annotators, unknown_tags,
};
use crate::model::Project;

/// One way to look for trouble.
pub struct Check {
    /// What programs call it; stands in reports, and stays.
    pub kind: &'static str,
    /// How bad what it finds is.
    pub severity: Severity,
    /// What it looks for, for people.
    pub about: &'static str,
    /// Finds it, in any order.
    pub find: fn(&Project) -> Vec<Finding>,
}

/// All checks.
pub static CHECKS: &[Check] = &[
    unknown_tags::CHECK,
    empty_spans::CHECK,
    overlaps::CHECK,
    double_spans::CHECK,
    texts::CHECK,
    lost_sets::CHECK,
    unknown_annotators::CHECK,
    finished_sets::CHECK,
    codebook_keys::CHECK,
    codebook_parents::CHECK,
    codebook_layers::CHECK,
    codebook_names::CHECK,
];

/// Everything that any check finds, by document, annotator, place and kind; what is about no document
/// comes first. Takes time with the whole project: a job for the background.
pub fn run(project: &Project) -> Vec<Finding> {
    let mut findings: Vec<Finding> = CHECKS.iter().flat_map(|check| (check.find)(project)).collect();
    findings.sort_by(|a, b| {
        let key = |it: &Finding| (it.range, it.kind);
        (&a.document, &a.annotator).cmp(&(&b.document, &b.annotator)).then(key(a).cmp(&key(b)))
    });
    findings
}
