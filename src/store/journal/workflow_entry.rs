//! How people work together, as it stands in the journal.

use crate::model::{AnnotatorId, Role, Workflow};
use crate::store::plain::Plain;
use serde::{Deserialize, Serialize};

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WorkflowEntry {
    roles: Vec<(Plain<AnnotatorId>, u8)>,
    is_sealed: bool,
    names_are_shown: bool,
    shuffled_by: Option<u64>,
}

pub fn workflow_entry(workflow: &Workflow) -> WorkflowEntry {
    let role = |(id, role): (&AnnotatorId, &Role)| {
        let role = match role {
            Role::Annotator => 0,
            Role::Reviewer => 1,
            Role::Lead => 2,
        };
        (Plain(id.clone()), role)
    };
    WorkflowEntry {
        roles: workflow.roles.iter().map(role).collect(),
        is_sealed: workflow.is_sealed,
        names_are_shown: workflow.names_are_shown,
        shuffled_by: workflow.shuffled_by,
    }
}

pub fn workflow_of(entry: WorkflowEntry) -> Workflow {
    let role = |(id, role): (Plain<AnnotatorId>, u8)| {
        let role = match role {
            2 => Role::Lead,
            1 => Role::Reviewer,
            _ => Role::Annotator,
        };
        (id.0, role)
    };
    Workflow {
        roles: entry.roles.into_iter().map(role).collect(),
        is_sealed: entry.is_sealed,
        names_are_shown: entry.names_are_shown,
        shuffled_by: entry.shuffled_by,
    }
}
