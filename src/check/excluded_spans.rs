//! Spans in parts of a text that are left out of the labeling.

use super::{Check, Find, Finding, Severity};
use crate::model::{AnnotationSet, Project, SetKey};
use crate::text::{TextRange, quote};

pub(super) const CHECK: Check = Check {
    kind: "excluded-span",
    severity: Severity::Info,
    about: "Spans in parts of a text that are left out",
    find: Find::AmongSpans(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let Some(document) = project.document(&key.document).filter(|it| !it.excluded.is_empty()) else {
        return Vec::new();
    };
    let inside = set.spans.starting_within(range).filter(|span| document.excluded.contains(span.hull()));
    let message = |hull| format!("“{}” stands in a part that is left out", quote(document.text.slice(hull)));
    inside.map(|span| Finding::new(&CHECK, message(span.hull())).in_set(key).at(span.hull())).collect()
}
