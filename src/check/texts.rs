//! Sets that were made for another text than the document has.

use super::{Check, Finding, Severity};
use crate::model::Project;

pub(super) const CHECK: Check = Check {
    kind: "text-changed",
    severity: Severity::Error,
    about: "Sets that were made for another text than their document has",
    find,
};

fn find(project: &Project) -> Vec<Finding> {
    let found = project.sets.iter().filter_map(|(key, set)| {
        let document = project.document(&key.document)?;
        if document.text.digest() == set.head.text {
            return None;
        }
        let name = project.annotator_name(&key.annotator);
        let message = format!("the text has changed since {name} labeled it, so that spans may be in the wrong place");
        Some(Finding::new(&CHECK, message).in_set(key))
    });
    found.collect()
}
