//! The list of checks, and running them all.

use super::{
    Finding, Severity, codebook_keys, codebook_layers, codebook_names, codebook_parents, double_spans, empty_spans,
    finished_sets, lost_sets, overlaps, texts, unknown_annotators, unknown_tags,
};
use crate::model::{AnnotationSet, DocumentId, Project, SetKey};

/// One way to look for trouble.
pub struct Check {
    /// What programs call it; stands in reports, and stays.
    pub kind: &'static str,
    /// How bad what it finds is.
    pub severity: Severity,
    /// What it looks for, for people.
    pub about: &'static str,
    /// Finds it, in any order.
    pub find: Find,
}

/// What a check looks at, and so what its time grows with.
#[derive(Clone, Copy)]
pub enum Find {
    /// The project as a whole.
    InProject(fn(&Project) -> Vec<Finding>),
    /// One set, with what the project says about its document and tags.
    InSet(fn(&Project, &SetKey, &AnnotationSet) -> Vec<Finding>),
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
    let all = CHECKS.iter().flat_map(|check| match check.find {
        Find::InProject(find) => find(project),
        Find::InSet(find) => project.sets.iter().flat_map(|(key, set)| find(project, key, set)).collect(),
    });
    sorted(all.collect())
}

/// What [`run`] says about one document, in the same order. Takes time with its sets alone.
pub fn run_on(project: &Project, document: &DocumentId) -> Vec<Finding> {
    let sets = || project.sets_of(document);
    let all = CHECKS.iter().flat_map(|check| match check.find {
        Find::InProject(_) => Vec::new(),
        Find::InSet(find) => sets().flat_map(|(key, set)| find(project, key, set)).collect(),
    });
    sorted(all.collect())
}

fn sorted(mut findings: Vec<Finding>) -> Vec<Finding> {
    findings.sort_by(|a, b| {
        let key = |it: &Finding| (it.range, it.kind);
        (&a.document, &a.annotator).cmp(&(&b.document, &b.annotator)).then(key(a).cmp(&key(b)))
    });
    findings
}
