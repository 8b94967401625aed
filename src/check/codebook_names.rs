//! Tags and layers without a name, and tags that share one.

use super::mend::{Tags, has_no_name};
use super::{Check, Find, Finding, Severity};
use crate::model::Project;

pub(super) const CHECK: Check = Check {
    kind: "tag-name",
    severity: Severity::Warning,
    about: "Tags and layers without a name, and tags that share one at the same place",
    find: Find::InProject(find),
};

fn find(project: &Project) -> Vec<Finding> {
    let codebook = &project.codebook;
    let layers = codebook.layers.iter().filter(|layer| has_no_name(&layer.name));
    let layers = layers.map(|layer| Finding::new(&CHECK, format!("the layer {} has no name", layer.id)));
    let all = Tags::of(codebook);
    let tags = codebook.in_order().filter_map(|tag| {
        let message = if has_no_name(&tag.name) {
            format!("the tag {} has no name", tag.id)
        } else {
            let other = all.earlier_with_name(tag)?;
            format!("the tags {} and {} are both named “{}”", other.id, tag.id, tag.name)
        };
        Some(Finding::new(&CHECK, message).with_fix(all.mend(tag)))
    });
    layers.chain(tags).collect()
}
