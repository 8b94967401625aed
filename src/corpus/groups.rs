//! Which documents stay together when a corpus is split.

use super::near::{Joined, near_duplicates};
use crate::model::{DocumentId, Project};
use std::collections::HashMap;

/// What keeps documents together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grouping {
    /// Whether near-duplicates stay together.
    pub near_duplicates: bool,
    /// Fields of documents whose value keeps those together that share it: `outlet`, `date` or one of the metadata.
    pub fields: Vec<String>,
}

impl Default for Grouping {
    fn default() -> Self {
        Self { near_duplicates: true, fields: Vec::new() }
    }
}

/// The documents in groups that stay on one side, each in order, by their first. `go_on` hears how many were looked at, and can
/// stop it: then there is no answer.
pub fn groups(
    project: &Project,
    documents: &[DocumentId],
    by: &Grouping,
    go_on: &mut dyn FnMut(usize) -> bool,
) -> Option<Vec<Vec<usize>>> {
    let mut joined = Joined::new(documents.len());
    let found: Vec<_> = documents.iter().map(|id| project.document(id)).collect();
    if by.near_duplicates {
        let texts = found.iter().map(|document| document.map_or("", |document| document.text.as_str()));
        for group in near_duplicates(texts, go_on)?.groups {
            join_all(&group, &mut joined);
        }
    }
    for field in &by.fields {
        let mut sharing: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, document) in found.iter().enumerate() {
            let Some(document) = document else { continue };
            if let Some(value) = document.field(field) {
                sharing.entry(value).or_default().push(at);
            }
        }
        sharing.values().for_each(|group| join_all(group, &mut joined));
    }
    Some(joined.groups())
}

fn join_all(group: &[usize], joined: &mut Joined) {
    if let Some((first, others)) = group.split_first() {
        others.iter().for_each(|other| joined.join(*first, *other));
    }
}
