//! Sets about documents that the project lacks.

use super::{Check, Find, Finding, Severity};
use crate::model::{AnnotationSet, Project, SetKey};

pub(super) const CHECK: Check = Check {
    kind: "lost-set",
    severity: Severity::Error,
    about: "Sets about a document that is missing",
    find: Find::InSet(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet) -> Vec<Finding> {
    if project.document(&key.document).is_some() {
        return Vec::new();
    }
    let name = project.annotator_name(&key.annotator);
    let message = match set.spans.len() {
        1 => format!("1 span of {name} is about a document that is missing, and counts nowhere"),
        n => format!("{n} spans of {name} are about a document that is missing, and count nowhere"),
    };
    vec![Finding::new(&CHECK, message).in_set(key)]
}
