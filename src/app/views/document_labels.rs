//! What is said of the article as a whole: its tags, and its attributes.

use super::ViewCx;
use super::said::said_ui;
use super::values::values_ui;
use crate::app::action::{Action, Actions};
use crate::app::theme::size;
use crate::app::widgets::{ChoiceChip, Words, choice_chip_ui, section_head_ui, words_ui};
use crate::edit::Target;
use crate::model::{Layer, LayerKind, Tag};
use egui::Ui;

/// Draws the tags of each layer of documents, and the attributes of documents. Where the codebook has neither, nothing.
pub fn document_labels_ui(ui: &mut Ui, cx: &ViewCx<'_>, mut wants_focus: bool, actions: &mut Actions) {
    let codebook = &cx.desk.workspace.project().codebook;
    for layer in codebook.layers.iter().filter(|layer| layer.kind == LayerKind::Document) {
        layer_ui(ui, cx, layer, std::mem::take(&mut wants_focus), actions);
    }
    let said = cx.desk.own_set().map(|set| &set.attributes);
    let asked = codebook.asked(None, |id| said.and_then(|said| said.get(id)));
    if asked.is_empty() {
        return;
    }
    section_head_ui(ui, "Of the article");
    if let Some((id, value)) = values_ui(ui, cx, &asked, |id| said.and_then(|said| said.get(id)), wants_focus) {
        actions.push(Action::SayOfDocument(id, value));
    }
    ui.add_space(size::SPACE_S);
}

fn layer_ui(ui: &mut Ui, cx: &ViewCx<'_>, layer: &Layer, wants_focus: bool, actions: &mut Actions) {
    let codebook = &cx.desk.workspace.project().codebook;
    let given = cx.desk.own_set().map(|set| &set.document_tags);
    let has = |tag: &Tag| given.is_some_and(|given| given.contains_key(&tag.id));
    let tags: Vec<&Tag> = codebook.in_order().filter(|tag| tag.layer == layer.id).collect();
    let is_missing = layer.required && !tags.iter().any(|tag| has(tag));
    words_ui(ui, &Words::line(&layer.name).color(if is_missing { cx.theme.warning } else { cx.theme.text_soft }));
    if tags.is_empty() {
        words_ui(ui, &Words::lines("No tags yet. Add them to this layer in the codebook.").soft(cx.theme));
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(size::SPACE_XS, size::SPACE_XS);
        for (n, tag) in tags.iter().enumerate() {
            let (of, colors) = (layer.name.as_str(), Some(cx.colors(tag)));
            let chip = ChoiceChip { of, name: &tag.name, chosen: has(tag), colors };
            let response = choice_chip_ui(ui, &chip);
            if wants_focus && n == 0 {
                response.request_focus();
            }
            if response.clicked() {
                actions.push(Action::TagDocument(tag.id.clone(), !has(tag)));
            }
        }
    });
    ui.add_space(size::SPACE_XS);
    let said = given.into_iter().flat_map(|given| given.values()).filter(|it| tags.iter().any(|tag| tag.id == it.tag));
    for it in said.filter(|it| !codebook.asked_of(&it.tag, &it.details).is_empty()) {
        ui.push_id(it.tag.as_str(), |ui| {
            let target = Some(Target::DocumentTag(it.tag.clone()));
            said_ui(ui, cx, &it.tag, &it.details, target, false, actions);
        });
    }
    ui.add_space(size::SPACE_S);
}
