//! Annotators who own sets and of whom nothing else is known.

use super::{Check, Find, Finding, Severity};
use crate::edit::Command;
use crate::model::{Annotator, AnnotatorId, AnnotatorKind, Project};
use std::collections::BTreeMap;

pub(super) const CHECK: Check = Check {
    kind: "unknown-annotator",
    severity: Severity::Warning,
    about: "Annotators who own sets and have no record",
    find: Find::InProject(find),
};

fn find(project: &Project) -> Vec<Finding> {
    let mut unknown: BTreeMap<&AnnotatorId, usize> = BTreeMap::new();
    for key in project.sets.keys().filter(|key| !project.annotators.contains_key(&key.annotator)) {
        *unknown.entry(&key.annotator).or_default() += 1;
    }
    let found = unknown.into_iter().map(|(id, n_sets)| {
        let sets = if n_sets == 1 { "set" } else { "sets" };
        let message = format!("the project has {n_sets} {sets} of {id} and no record of who that is");
        let record = Annotator { id: id.clone(), name: id.to_string(), kind: AnnotatorKind::Human };
        let mut finding = Finding::new(&CHECK, message).with_fix(Some(Command::AddAnnotator(record)));
        finding.annotator = Some(id.clone());
        finding
    });
    found.collect()
}
