//! Spans that lie to each other as their layer forbids.

use super::{Check, Find, Finding, Severity};
use crate::model::{AnnotationSet, LayerId, Overlap, Project, SetKey, Span};
use crate::text::{Text, TextRange, quote};
use std::collections::HashMap;

pub(super) const CHECK: Check = Check {
    kind: "overlap",
    severity: Severity::Warning,
    about: "Spans that overlap or cross where their layer forbids it",
    find: Find::AmongSpans(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet, range: TextRange) -> Vec<Finding> {
    let mut found = Vec::new();
    if project.codebook.layers.iter().all(|layer| layer.overlap == Overlap::Any) {
        return found;
    }
    if let Some(document) = project.document(&key.document) {
        find_in(project, &document.text, key, set, range, &mut found);
    }
    found
}

/// One walk in reading order, which keeps the spans of each layer that are still open. A span is found once,
/// with the first that it conflicts with.
fn find_in(
    project: &Project,
    text: &Text,
    key: &SetKey,
    set: &AnnotationSet,
    range: TextRange,
    found: &mut Vec<Finding>,
) {
    let ruled = |span: &Span| {
        let layer = project.codebook.tag(&span.tag).and_then(|tag| project.codebook.layer(&tag.layer));
        layer.filter(|layer| layer.overlap != Overlap::Any)
    };
    let mut open: HashMap<&LayerId, Vec<&Span>> = HashMap::new();
    let begun_before = set.spans.overlapping(TextRange::empty_at(range.start()));
    for span in begun_before.filter(|span| span.hull().start() < range.start()) {
        if let Some(layer) = ruled(span) {
            open.entry(&layer.id).or_default().push(span);
        }
    }
    for span in set.spans.starting_within(range) {
        let hull = span.hull();
        let Some(layer) = ruled(span) else { continue };
        let open = open.entry(&layer.id).or_default();
        open.retain(|other| other.hull().end() > hull.start());
        let (relation, other) = match layer.overlap {
            Overlap::None => ("overlap", open.iter().find(|other| other.hull().overlaps(hull))),
            Overlap::Nested | Overlap::Any => ("cross", open.iter().find(|other| other.hull().crosses(hull))),
        };
        if let Some(other) = other {
            let [this, other] = [hull, other.hull()].map(|hull| quote(text.slice(hull)));
            let message = format!("spans of {} may not {relation}, and “{this}” does so with “{other}”", layer.name);
            found.push(Finding::new(&CHECK, message).in_set(key).at(hull));
        }
        open.push(span);
    }
}
