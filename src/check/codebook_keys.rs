//! Keys that are no keys, or that two tags share.

use super::mend::{Tags, is_key};
use super::{Check, Find, Finding, Severity};
use crate::model::Project;

pub(super) const CHECK: Check = Check {
    kind: "tag-key",
    severity: Severity::Warning,
    about: "Tags with a key that another tag has, or that no tag can have",
    find: Find::InProject(find),
};

fn find(project: &Project) -> Vec<Finding> {
    let tags = Tags::of(&project.codebook);
    let found = project.codebook.in_order().filter_map(|tag| {
        let (key, name) = (tag.key?, &tag.name);
        let message = if let Some(other) = tags.earlier_with_key(tag) {
            format!("the key {key} of {name} belongs to {} already", other.name)
        } else if !is_key(key) {
            format!("{key:?} cannot be the key of {name}: a key is a digit, or a letter that is no command")
        } else {
            return None;
        };
        Some(Finding::new(&CHECK, message).with_fix(tags.mend(tag)))
    });
    found.collect()
}
