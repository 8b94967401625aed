//! Three states of how people work together become one, field by field and person by person.

use super::fields::{Merged, Settled, field, three};
use crate::model::{AnnotatorId, Role, Workflow};
use std::collections::{BTreeMap, BTreeSet};

/// Merges how people work together. Where both sides changed the same in different ways, ours stays and the conflict says so.
pub fn merge_workflows(base: &Workflow, ours: &Workflow, theirs: &Workflow) -> Merged<Workflow> {
    let mut disputed = Vec::new();
    let (mut roles, mut conflicts) = (BTreeMap::new(), Vec::new());
    let people: BTreeSet<&AnnotatorId> = ours.roles.keys().chain(theirs.roles.keys()).collect();
    for id in people {
        let of = |workflow: &Workflow| -> Option<Role> { workflow.roles.get(id).copied() };
        let role = match three(Some(&of(base)), &of(ours), &of(theirs)) {
            Settled::Clean(role) => *role,
            Settled::Conflict => {
                conflicts.push(format!("the role of {id} was changed on both sides: this window’s is kept"));
                of(ours)
            }
        };
        roles.extend(role.map(|role| (id.clone(), role)));
    }
    let value = Workflow {
        roles,
        is_sealed: field(Some(&base.is_sealed), &ours.is_sealed, &theirs.is_sealed, "sealing", &mut disputed),
        names_are_shown: field(
            Some(&base.names_are_shown),
            &ours.names_are_shown,
            &theirs.names_are_shown,
            "names in review",
            &mut disputed,
        ),
        shuffled_by: field(
            Some(&base.shuffled_by),
            &ours.shuffled_by,
            &theirs.shuffled_by,
            "order of work",
            &mut disputed,
        ),
    };
    conflicts
        .extend(disputed.iter().map(|what| format!("the {what} was changed on both sides: this window’s is kept")));
    Merged { value, conflicts }
}
