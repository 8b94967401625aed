//! Conditions of attributes that can never hold.

use super::{Check, Find, Finding, Severity};
use crate::edit::Command;
use crate::model::{Attribute, Clause, Codebook, Project};

pub(super) const CHECK: Check = Check {
    kind: "attribute-condition",
    severity: Severity::Error,
    about: "Attributes that are never asked for: their condition is in a circle, or about what is gone",
    find: Find::InProject(find),
};

fn find(project: &Project) -> Vec<Finding> {
    let codebook = &project.codebook;
    let mut found = Vec::new();
    let circular = codebook.circular_attributes();
    for attribute in &codebook.attributes {
        if let Some(gone) = attribute.depends_on().find(|id| codebook.attribute(id).is_none()) {
            let message = format!("{} is asked for under a condition on {gone}, which is gone", attribute.name);
            found.push(Finding::new(&CHECK, message).with_fix(Some(unconditional(attribute))));
        } else if circular.contains(&attribute.id) && is_in_the_circle(codebook, attribute) {
            let message = format!("{} is asked for only if it was asked for", attribute.name);
            found.push(Finding::new(&CHECK, message).with_fix(Some(unconditional(attribute))));
        }
        let lost_tags = attribute.when.iter().filter_map(|clause| match clause {
            Clause::Tagged(tags) if tags.iter().all(|tag| codebook.tag(tag).is_none()) => tags.iter().next(),
            _ => None,
        });
        for tag in lost_tags {
            let message = format!("{} is asked for of {tag}, which the codebook lacks", attribute.name);
            found.push(Finding::new(&CHECK, message));
        }
    }
    found
}

/// Whether an attribute leads back to itself, and not only to others that do.
fn is_in_the_circle(codebook: &Codebook, attribute: &Attribute) -> bool {
    let mut open: Vec<_> = attribute.depends_on().collect();
    let mut seen = std::collections::BTreeSet::new();
    while let Some(id) = open.pop() {
        if *id == attribute.id {
            return true;
        }
        if seen.insert(id) {
            open.extend(codebook.attribute(id).into_iter().flat_map(Attribute::depends_on));
        }
    }
    false
}

/// The same attribute without conditions on others.
fn unconditional(attribute: &Attribute) -> Command {
    let mut free = attribute.clone();
    free.when.retain(|clause| matches!(clause, Clause::Tagged(_)));
    Command::EditAttribute(Box::new(free))
}
