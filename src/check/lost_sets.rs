//! Sets about documents that the project lacks.

use super::{Check, Finding, Severity};
use crate::model::Project;

pub(super) const CHECK: Check =
    Check { kind: "lost-set", severity: Severity::Error, about: "Sets about a document that is missing", find };

fn find(project: &Project) -> Vec<Finding> {
    let lost = project.sets.iter().filter(|(key, _)| project.document(&key.document).is_none());
    let found = lost.map(|(key, set)| {
        let name = project.annotator_name(&key.annotator);
        let message = match set.spans.len() {
            1 => format!("1 span of {name} is about a document that is missing, and counts nowhere"),
            n => format!("{n} spans of {name} are about a document that is missing, and count nowhere"),
        };
        Finding::new(&CHECK, message).in_set(key)
    });
    found.collect()
}
