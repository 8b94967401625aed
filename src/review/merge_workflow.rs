//! Three states of a project's name, of how people work on it together and of their named queries become one, field by field,
//! person by person, query by query.

use super::field_words::workflow_fields;
use super::fields::{Merged, Precedence, Settled, changed_twice, field, named, three};
use crate::model::{AnnotatorId, Role, Workflow};
use imbl::OrdMap;
use std::collections::{BTreeMap, BTreeSet};

/// Merges the project's name.
pub fn merge_names(precedence: Precedence, base: &str, ours: &str, theirs: &str) -> Merged<String> {
    match three(Some(base), ours, theirs) {
        Settled::Clean(name) => Merged::clean(name.to_owned()),
        Settled::Conflict => {
            let (kept, other) = precedence.in_order(ours, theirs, |_| ());
            let sentence = changed_twice("the project’s name", &format!("“{kept}”"), &format!("“{other}”"));
            Merged { value: kept.to_owned(), conflicts: vec![sentence] }
        }
    }
}

/// Merges how people work together. Where both sides changed the same in different ways, one stays and the conflict says so.
pub fn merge_workflows(
    precedence: Precedence,
    base: &Workflow,
    ours: &Workflow,
    theirs: &Workflow,
) -> Merged<Workflow> {
    let mut disputed = Vec::new();
    let (mut roles, mut conflicts) = (BTreeMap::new(), Vec::new());
    let people: BTreeSet<&AnnotatorId> = ours.roles.keys().chain(theirs.roles.keys()).collect();
    for id in people {
        let of = |workflow: &Workflow| -> Option<Role> { workflow.roles.get(id).copied() };
        let (our_role, their_role) = (of(ours), of(theirs));
        let role = match three(Some(&of(base)), &our_role, &their_role) {
            Settled::Clean(role) => *role,
            Settled::Conflict => {
                let said = |role: &Option<Role>| role.map_or("none", Role::name);
                let (kept, other) = precedence.in_order(&our_role, &their_role, |_| ());
                conflicts.push(changed_twice(&format!("the role of {id}"), said(kept), said(other)));
                *kept
            }
        };
        roles.extend(role.map(|role| (id.clone(), role)));
    }
    macro_rules! merged {
        ($field:ident, $name:literal) => {
            field(precedence, Some(&base.$field), &ours.$field, &theirs.$field, $name, &mut disputed)
        };
    }
    let value = Workflow {
        roles,
        is_sealed: merged!(is_sealed, "sealing"),
        names_are_shown: merged!(names_are_shown, "names in review"),
        shuffled_by: merged!(shuffled_by, "order of work"),
    };
    let facts = [ours, theirs].map(workflow_fields);
    conflicts.extend(named(&disputed, "the project", &workflow_fields(&value), &facts));
    Merged { value, conflicts }
}

/// Merges named queries. Where both sides changed the same one in different ways, one stays and the conflict says so; what one
/// side changed and the other removed stays.
pub fn merge_filters(
    precedence: Precedence,
    base: &OrdMap<String, String>,
    ours: &OrdMap<String, String>,
    theirs: &OrdMap<String, String>,
) -> Merged<OrdMap<String, String>> {
    let (mut value, mut conflicts) = (OrdMap::new(), Vec::new());
    let names: BTreeSet<&String> = ours.keys().chain(theirs.keys()).collect();
    for name in names {
        let (our, their) = (ours.get(name), theirs.get(name));
        let kept = match (three(Some(&base.get(name)), &our, &their), our.zip(their)) {
            (Settled::Clean(query), _) => *query,
            (Settled::Conflict, None) => our.or(their),
            (Settled::Conflict, Some((our, their))) => {
                let (kept, other) = precedence.in_order(our, their, |_| ());
                conflicts.push(changed_twice(
                    &format!("the filter “{name}”"),
                    &format!("“{kept}”"),
                    &format!("“{other}”"),
                ));
                Some(kept)
            }
        };
        value.extend(kept.map(|query| (name.clone(), query.clone())));
    }
    Merged { value, conflicts }
}
