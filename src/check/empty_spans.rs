//! Spans over nothing.

use super::{Check, Finding, Severity};
use crate::edit::Command;
use crate::model::Project;

pub(super) const CHECK: Check =
    Check { kind: "empty-span", severity: Severity::Warning, about: "Spans that cover no character", find };

fn find(project: &Project) -> Vec<Finding> {
    let spans = project.sets.iter().flat_map(|(key, set)| set.spans.iter().map(move |span| (key, span)));
    let empty = spans.filter(|(_, span)| span.at.iter().all(|range| range.is_empty()));
    let found = empty.map(|(key, span)| {
        let tag = project.codebook.tag(&span.tag).map_or(span.tag.as_str(), |tag| &tag.name);
        let fix = Command::RemoveSpans { set: key.clone(), spans: vec![span.key()] };
        let message = format!("a span tagged {tag} covers nothing");
        Finding::new(&CHECK, message).in_set(key).at(span.hull()).with_fix(Some(fix))
    });
    found.collect()
}
