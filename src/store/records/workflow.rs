//! How people work together, as `project.ron` says it.

use super::is_default;
use crate::model::{AnnotatorId, Role, Workflow};
use crate::store::plain::Plain;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// How people work together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WorkflowRecord {
    #[serde(default, skip_serializing_if = "is_default")]
    roles: BTreeMap<Plain<AnnotatorId>, RoleRecord>,
    #[serde(default, skip_serializing_if = "is_default")]
    sealed: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    names_shown: bool,
    #[serde(default, skip_serializing_if = "is_default")]
    shuffled_by: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
enum RoleRecord {
    Annotator,
    Reviewer,
    Lead,
}

impl WorkflowRecord {
    /// The record of how people work together.
    pub fn from_workflow(workflow: &Workflow) -> Self {
        let role = |role: &Role| match role {
            Role::Annotator => RoleRecord::Annotator,
            Role::Reviewer => RoleRecord::Reviewer,
            Role::Lead => RoleRecord::Lead,
        };
        Self {
            roles: workflow.roles.iter().map(|(id, it)| (Plain(id.clone()), role(it))).collect(),
            sealed: workflow.is_sealed,
            names_shown: workflow.names_are_shown,
            shuffled_by: workflow.shuffled_by,
        }
    }

    /// How people work together whose record this is.
    pub fn into_workflow(self) -> Workflow {
        let role = |role: RoleRecord| match role {
            RoleRecord::Annotator => Role::Annotator,
            RoleRecord::Reviewer => Role::Reviewer,
            RoleRecord::Lead => Role::Lead,
        };
        Workflow {
            roles: self.roles.into_iter().map(|(id, it)| (id.0, role(it))).collect(),
            is_sealed: self.sealed,
            names_are_shown: self.names_shown,
            shuffled_by: self.shuffled_by,
        }
    }
}
