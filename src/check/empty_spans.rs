//! Spans over nothing.

use super::{Check, Find, Finding, Severity};
use crate::edit::Command;
use crate::model::{AnnotationSet, Project, SetKey};
use crate::text::TextRange;

pub(super) const CHECK: Check = Check {
    kind: "empty-span",
    severity: Severity::Warning,
    about: "Spans that cover no character",
    find: Find::AmongSpans(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let empty = set.spans.starting_within(range).filter(|span| span.at.iter().all(|range| range.is_empty()));
    let found = empty.map(|span| {
        let tag = project.codebook.tag(&span.tag).map_or(span.tag.as_str(), |tag| &tag.name);
        let fix = Command::RemoveSpans { set: key.clone(), spans: vec![span.key()] };
        let message = format!("a span tagged {tag} covers nothing");
        Finding::new(&CHECK, message).in_set(key).at(span.hull()).with_fix(Some(fix))
    });
    found.collect()
}
