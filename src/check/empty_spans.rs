//! Spans over nothing, where their layer has no marks between characters.

use super::{Check, Find, Finding, Severity};
use crate::edit::Command;
use crate::model::{AnnotationSet, Project, SetKey, Span};
use crate::text::TextRange;

pub(super) const CHECK: Check = Check {
    kind: "empty-span",
    severity: Severity::Warning,
    about: "Spans that cover no character",
    find: Find::AmongSpans(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let codebook = &project.codebook;
    let may_be = |span: &Span| codebook.layer_of(&span.tag).is_some_and(|layer| layer.zero_width);
    let is_empty = |span: &&Span| span.at.iter().all(|range| range.is_empty()) && !may_be(span);
    let empty = set.spans.starting_within(range).filter(is_empty);
    let found = empty.map(|span| {
        let tag = codebook.tag(&span.tag).map_or(span.tag.as_str(), |tag| &tag.name);
        let fix = Command::RemoveSpans { set: key.clone(), spans: vec![span.key()] };
        let message = format!("a span tagged {tag} covers nothing");
        Finding::new(&CHECK, message).in_set(key).at(span.hull()).with_fix(Some(fix))
    });
    found.collect()
}
