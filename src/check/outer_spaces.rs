//! Spans that begin or end with spaces.

use super::{Check, Find, Finding, Severity};
use crate::edit::Command;
use crate::model::{AnnotationSet, Project, SetKey};
use crate::text::{TextRange, quote};

pub(super) const CHECK: Check = Check {
    kind: "outer-space",
    severity: Severity::Info,
    about: "Spans that begin or end with a space",
    find: Find::AmongSpans(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let mut found = Vec::new();
    let Some(document) = project.document(&key.document) else { return found };
    let text = &document.text;
    for span in set.spans.starting_within(range).filter(|span| span.at.n_ranges() == 1) {
        let hull = span.hull();
        if text.check(hull).is_err() {
            continue;
        }
        let trimmed = text.trimmed(hull);
        if trimmed != hull && !trimmed.is_empty() {
            let message = format!("“{}” begins or ends with a space", quote(text.slice(hull)));
            let fix = Command::Resize { set: key.clone(), span: span.key(), at: trimmed.into() };
            found.push(Finding::new(&CHECK, message).in_set(key).at(hull).with_fix(Some(fix)));
        }
    }
    found
}
