//! Spans whose tag the codebook lacks.

use super::mend::first_layer;
use super::{Check, Find, Finding, Severity};
use crate::edit::Command;
use crate::model::{AnnotationSet, Codebook, LayerId, Project, SetKey, Tag, TagColor, TagId};

pub(super) const CHECK: Check = Check {
    kind: "unknown-tag",
    severity: Severity::Error,
    about: "Spans with a tag that the codebook lacks",
    find: Find::InSet(find),
};

/// One finding for each tag, at the first of the spans: only for that are spans looked at, until it is met.
fn find(project: &Project, key: &SetKey, set: &AnnotationSet) -> Vec<Finding> {
    let unknown = set.spans.tags().filter(|(tag, _)| project.codebook.tag(tag).is_none());
    let found = unknown.filter_map(|(tag, n_spans)| {
        let first = set.spans.iter().find(|span| span.tag == *tag)?.hull();
        let message = match n_spans {
            1 => format!("1 span has the tag {tag}, which the codebook lacks"),
            n => format!("{n} spans have the tag {tag}, which the codebook lacks"),
        };
        let fix = with_tag(&project.codebook, tag);
        Some(Finding::new(&CHECK, message).in_set(key).at(first).with_fix(fix))
    });
    found.collect()
}

/// Adds a tag of this very id, with the id as its name.
fn with_tag(codebook: &Codebook, id: &TagId) -> Option<Command> {
    let layer = first_layer(codebook).or_else(|| LayerId::new("entity").ok())?;
    let color = TagColor::Slot(codebook.free_slot());
    let tag = Tag { color, ..Tag::new(id.clone(), layer, id.to_string()) };
    Some(Command::AddCodebook(Codebook::new(Vec::new(), [tag])))
}
