//! Finished articles without an annotation of a layer that needs one.

use super::{Check, Find, Finding, Severity};
use crate::model::{AnnotationSet, Layer, LayerKind, Project, SetKey, SetState};

pub(super) const CHECK: Check = Check {
    kind: "layer-needed",
    severity: Severity::Warning,
    about: "Finished articles without an annotation of a layer that needs one",
    find: Find::InSet(find),
};

fn find(project: &Project, key: &SetKey, set: &AnnotationSet) -> Vec<Finding> {
    let codebook = &project.codebook;
    if !set.head.state.is_finished() {
        return Vec::new();
    }
    let is_in = |layer: &Layer, tag| codebook.tag(tag).is_some_and(|tag| tag.layer == layer.id);
    let has_one = |layer: &Layer| match layer.kind {
        LayerKind::Span => codebook.in_order().any(|tag| tag.layer == layer.id && set.spans.n_tagged(&tag.id) > 0),
        LayerKind::Relation => set.relations.values().any(|it| is_in(layer, &it.tag)),
        LayerKind::Document => set.document_tags.keys().any(|tag| is_in(layer, tag)),
    };
    // That there is nothing to mark was said outright; what the article is about is another matter.
    let is_due =
        |layer: &&Layer| layer.required && (set.head.state != SetState::Nothing || layer.kind == LayerKind::Document);
    let lacking = codebook.layers.iter().filter(is_due).filter(|layer| !has_one(layer));
    let message = |layer: &Layer| format!("the article is finished, and has no tag of {}", layer.name);
    lacking.map(|layer| Finding::new(&CHECK, message(layer)).in_set(key)).collect()
}
