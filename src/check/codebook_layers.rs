//! Tags whose layer is missing.

use super::mend::Tags;
use super::{Check, Find, Finding, Severity};
use crate::model::Project;

pub(super) const CHECK: Check = Check {
    kind: "tag-layer",
    severity: Severity::Error,
    about: "Tags of a layer that the codebook lacks",
    find: Find::InProject(find),
};

fn find(project: &Project) -> Vec<Finding> {
    let codebook = &project.codebook;
    let tags = Tags::of(codebook);
    let lost = codebook.in_order().filter(|tag| codebook.layer(&tag.layer).is_none());
    let found = lost.map(|tag| {
        let message = format!("{} belongs to the layer {}, which the codebook lacks", tag.name, tag.layer);
        Finding::new(&CHECK, message).with_fix(tags.mend(tag))
    });
    found.collect()
}
