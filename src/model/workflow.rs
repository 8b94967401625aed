//! How people work together on a project: who leads and who reviews, and what they see of each other.

use super::AnnotatorId;
use std::collections::BTreeMap;

/// What somebody does in a project.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Debug, Default)]
pub enum Role {
    /// Labels.
    #[default]
    Annotator,
    /// Labels, and decides between the sets of others.
    Reviewer,
    /// All that, and says who does what.
    Lead,
}

impl Role {
    /// All roles, from the least to the most.
    pub const ALL: [Self; 3] = [Self::Annotator, Self::Reviewer, Self::Lead];

    /// The word for it in windows and on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Annotator => "annotator",
            Self::Reviewer => "reviewer",
            Self::Lead => "lead",
        }
    }
}

/// How people work together. By default everybody may do everything, and sees everything.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Workflow {
    /// What people do; as long as nobody has a role, each is a lead.
    pub roles: BTreeMap<AnnotatorId, Role>,
    /// Whether the sets of others stay out of sight until all who are to label a document are done with it.
    pub is_sealed: bool,
    /// Whether a reviewer sees whose sets are compared; else they are A, B and C.
    pub names_are_shown: bool,
    /// What the order of work is shuffled by, for each annotator otherwise; the order of the list without it.
    pub shuffled_by: Option<u64>,
}

impl Workflow {
    /// What somebody does.
    pub fn role(&self, annotator: &AnnotatorId) -> Role {
        match self.roles.get(annotator) {
            Some(role) => *role,
            None if self.roles.is_empty() => Role::Lead,
            None => Role::Annotator,
        }
    }
}
