//! Tags that stand under nothing, or under themselves.

use super::mend::Tags;
use super::{Check, Find, Finding, Severity};
use crate::model::Project;

pub(super) const CHECK: Check = Check {
    kind: "tag-parent",
    severity: Severity::Warning,
    about: "Tags under a tag that the codebook lacks, or under themselves",
    find: Find::InProject(find),
};

fn find(project: &Project) -> Vec<Finding> {
    let tags = Tags::of(&project.codebook);
    let found = project.codebook.in_order().filter_map(|tag| {
        let parent = tag.parent.as_ref()?;
        let message = if tags.is_orphan(tag) {
            format!("{} stands under {parent}, which the codebook lacks", tag.name)
        } else if tags.is_in_circle(tag) {
            format!("{} stands under itself", tag.name)
        } else {
            return None;
        };
        Some(Finding::new(&CHECK, message).with_fix(tags.mend(tag)))
    });
    found.collect()
}
