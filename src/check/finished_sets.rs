//! Sets that are finished and mark nothing.

use super::{Check, Find, Finding, Severity};
use crate::model::{AnnotationSet, Project, SetKey, SetState};

pub(super) const CHECK: Check = Check {
    kind: "finished-empty",
    severity: Severity::Info,
    about: "Finished sets without a span",
    find: Find::InSet(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet) -> Vec<Finding> {
    if set.head.state != SetState::Finished || !set.spans.is_empty() {
        return Vec::new();
    }
    let message = format!("{} is finished and has marked nothing", project.annotator_name(&key.annotator));
    vec![Finding::new(&CHECK, message).in_set(key)]
}
