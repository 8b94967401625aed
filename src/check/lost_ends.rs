//! Relations without both their spans.

use super::{Check, Find, Finding, Severity};
use crate::edit::Command;
use crate::model::{AnnotationSet, Project, RecordId, SetKey};
use std::collections::HashSet;

pub(super) const CHECK: Check = Check {
    kind: "relation-end",
    severity: Severity::Error,
    about: "Relations of which a span is missing",
    find: Find::InSet(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet) -> Vec<Finding> {
    if set.relations.is_empty() {
        return Vec::new();
    }
    let linked: HashSet<RecordId> = set.relations.values().flat_map(|it| [it.from, it.to]).collect();
    let there: HashSet<RecordId> = set.spans.iter().map(|span| span.id).filter(|id| linked.contains(id)).collect();
    let is_lost = |id: &RecordId| !there.contains(id);
    let lost = set.relations.values().filter(|it| is_lost(&it.from) || is_lost(&it.to));
    let found = lost.map(|relation| {
        let name = project.codebook.tag(&relation.tag).map_or(relation.tag.as_str(), |tag| &tag.name);
        let message = format!("the relation {name} ({}) has lost one of its spans", relation.id);
        let fix = Command::RemoveRelations { set: key.clone(), relations: vec![relation.id] };
        Finding::new(&CHECK, message).in_set(key).with_fix(Some(fix))
    });
    found.collect()
}
