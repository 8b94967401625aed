//! Sets that are finished and mark nothing.

use super::{Check, Finding, Severity};
use crate::model::{Project, SetState};

pub(super) const CHECK: Check =
    Check { kind: "finished-empty", severity: Severity::Info, about: "Finished sets without a span", find };

fn find(project: &Project) -> Vec<Finding> {
    let sets = project.sets.iter();
    let empty = sets.filter(|(_, set)| set.head.state == SetState::Finished && set.spans.is_empty());
    let found = empty.map(|(key, _)| {
        let message = format!("{} is finished and has marked nothing", project.annotator_name(&key.annotator));
        Finding::new(&CHECK, message).in_set(key)
    });
    found.collect()
}
