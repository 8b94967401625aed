//! Plans for how people work together: who does what, whose work a document is, and which queries have names.

use super::command::{Plan, checked_name, document};
use super::{Change, Edit, EditError};
use crate::model::{AnnotatorId, Document, DocumentId, Project, Role, Workflow};
use std::collections::BTreeMap;
use std::sync::Arc;

pub(super) fn set_workflow(project: &Project, workflow: &Workflow) -> Plan {
    if *project.workflow == *workflow {
        return Err(EditError::Nothing);
    }
    if !workflow.roles.is_empty() && !workflow.roles.values().any(|role| *role == Role::Lead) {
        return Err(EditError::NoLead);
    }
    let before = &*project.workflow;
    let title = if before.is_sealed != workflow.is_sealed {
        if workflow.is_sealed { "Seal the sets of others" } else { "Unseal the sets of others" }
    } else if before.names_are_shown != workflow.names_are_shown {
        if workflow.names_are_shown { "Show names in the review" } else { "Hide names in the review" }
    } else if before.roles != workflow.roles {
        "Change who does what"
    } else {
        "Change the order of work"
    };
    let change = Change::replace(Arc::clone(&project.workflow), Arc::new(workflow.clone()));
    Ok((title.to_owned(), vec![Edit::Workflow(change)]))
}

pub(super) fn assign(project: &Project, work: &BTreeMap<DocumentId, Vec<AnnotatorId>>) -> Plan {
    let mut edits = Vec::new();
    for (id, assigned) in work {
        let before = document(project, id)?;
        if before.assigned != *assigned {
            let after = Document { assigned: assigned.clone(), ..Document::clone(before) };
            edits.push(Edit::Document(id.clone(), Change::replace(Arc::clone(before), Arc::new(after))));
        }
    }
    let n = edits.len();
    Ok((format!("Assign {n} {}", if n == 1 { "article" } else { "articles" }), edits))
}

pub(super) fn save_filter(project: &Project, name: &str, query: &str) -> Plan {
    let (name, query) = (checked_name(name)?, query.trim());
    let before = project.filters.get(name).cloned();
    if before.as_deref() == Some(query) {
        return Err(EditError::Nothing);
    }
    let verb = if before.is_some() { "Change" } else { "Save" };
    let change = Change { before, after: Some(query.to_owned()) };
    Ok((format!("{verb} the filter “{name}”"), vec![Edit::Filter(name.to_owned(), change)]))
}

pub(super) fn remove_filter(project: &Project, name: &str) -> Plan {
    let before = project.filters.get(name).cloned().ok_or(EditError::Gone("the filter"))?;
    Ok((format!("Remove the filter “{name}”"), vec![Edit::Filter(name.to_owned(), Change::remove(before))]))
}
