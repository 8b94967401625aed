//! Sets that were made for another text than the document has.

use super::{Check, Find, Finding, Severity};
use crate::model::{AnnotationSet, Project, SetKey};

pub(super) const CHECK: Check = Check {
    kind: "text-changed",
    severity: Severity::Error,
    about: "Sets that were made for another text than their document has",
    find: Find::InSet(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet) -> Vec<Finding> {
    if project.document(&key.document).is_none_or(|document| document.text.digest() == set.head.text) {
        return Vec::new();
    }
    let name = project.annotator_name(&key.annotator);
    let message = format!("the text has changed since {name} labeled it, so that spans may be in the wrong place");
    vec![Finding::new(&CHECK, message).in_set(key)]
}
