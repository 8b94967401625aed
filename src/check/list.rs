//! The list of checks, and running them all.

use super::in_set::{EVERYWHERE, about_set, about_spans, by_habit};
use super::{
    Finding, Habits, Severity, articles, codebook_examples, codebook_keys, codebook_layers, codebook_names,
    codebook_parents, conditions, double_spans, empty_spans, excluded_spans, finished_sets, lost_ends, lost_sets,
    missing_labels, mixed_tags, outer_spaces, overlaps, ragged_edges, texts, unknown_annotators, unknown_tags,
    untagged, values, values_elsewhere,
};
use crate::edit::Command;
use crate::model::{AnnotationSet, AnnotatorId, Project, SetKey};
use crate::text::TextRange;
use std::cmp::Ordering;
use std::collections::BTreeMap;

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
    /// One set as a whole, with what the project says about its document and tags: in a sound set not its spans.
    InSet(fn(&Project, &SetKey, &AnnotationSet) -> Vec<Finding>),
    /// Those spans of a set that begin in a range or at its end, and all that lie on them. What is found at a span, its
    /// finding's range beginning where it does, must not depend on spans that it does not touch.
    AmongSpans(fn(&Project, &SetKey, &AnnotationSet, TextRange) -> Vec<Finding>),
    /// Those spans and words of a set that begin in a range or at its end, compared with what its annotator does
    /// elsewhere. What is found, its finding's range beginning there, must not depend on spans that it does not touch, nor
    /// on habits about other words than those that lie over it: what follows an edit looks at no other places.
    ByHabit(fn(&Project, &Habits, &SetKey, &AnnotationSet, TextRange) -> Vec<Finding>),
}

/// All checks.
pub static CHECKS: &[Check] = &[
    unknown_tags::CHECK,
    empty_spans::CHECK,
    overlaps::CHECK,
    double_spans::CHECK,
    values::CHECK,
    excluded_spans::CHECK,
    outer_spaces::CHECK,
    mixed_tags::CHECK,
    untagged::CHECK,
    articles::CHECK,
    ragged_edges::CHECK,
    lost_ends::CHECK,
    values_elsewhere::CHECK,
    missing_labels::CHECK,
    texts::CHECK,
    lost_sets::CHECK,
    unknown_annotators::CHECK,
    finished_sets::CHECK,
    codebook_keys::CHECK,
    codebook_parents::CHECK,
    codebook_layers::CHECK,
    codebook_names::CHECK,
    conditions::CHECK,
    codebook_examples::CHECK,
];

/// Everything that any check finds, by document, annotator, place and kind; what is about no document
/// comes first. Takes time with the whole project: a job for the background.
pub fn run(project: &Project) -> Vec<Finding> {
    let of_project = CHECKS.iter().flat_map(|check| match check.find {
        Find::InProject(find) => find(project),
        Find::InSet(_) | Find::AmongSpans(_) | Find::ByHabit(_) => Vec::new(),
    });
    let mut habits: BTreeMap<&AnnotatorId, Habits> = BTreeMap::new();
    for key in project.sets.keys() {
        habits.entry(&key.annotator).or_insert_with(|| Habits::of(project, &key.annotator));
    }
    let in_sets = project.sets.iter().flat_map(|(key, set)| {
        let of_set = about_set(project, key, set).into_iter().chain(about_spans(project, key, set, EVERYWHERE));
        of_set.chain(
            habits.get(&key.annotator).into_iter().flat_map(|habits| by_habit(project, habits, key, set, EVERYWHERE)),
        )
    });
    let mut all: Vec<Finding> = of_project.chain(in_sets).collect();
    all.sort_by(in_order);
    all
}

/// The fix of something that was found, if it is found still and has one. Takes time with the set that it is about.
pub fn fix_of(project: &Project, finding: &Finding) -> Option<Command> {
    let check = CHECKS.iter().find(|check| check.kind == finding.kind)?;
    let key = || {
        let (document, annotator) = (finding.document.clone()?, finding.annotator.clone()?);
        Some(SetKey { document, annotator })
    };
    let found = match check.find {
        Find::InProject(find) => find(project),
        Find::InSet(find) => find(project, &key()?, project.set(&key()?)?),
        Find::AmongSpans(find) => find(project, &key()?, project.set(&key()?)?, finding.range?),
        Find::ByHabit(find) => {
            let key = key()?;
            find(project, &Habits::of(project, &key.annotator), &key, project.set(&key)?, finding.range?)
        }
    };
    let is_it = |it: &Finding| it.range == finding.range && it.message == finding.message;
    found.into_iter().find(is_it)?.fix
}

/// By document, annotator, place and kind.
pub(super) fn in_order(a: &Finding, b: &Finding) -> Ordering {
    let key = |it: &Finding| (it.range, it.kind);
    (&a.document, &a.annotator).cmp(&(&b.document, &b.annotator)).then(key(a).cmp(&key(b)))
}
