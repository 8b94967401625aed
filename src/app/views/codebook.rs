//! The codebook: the tags as a tree that can be rearranged, and the guidance of the chosen one.

use super::layer_dialogs::kind_word;
use super::revisions::revisions_ui;
use super::tag_dialogs::new_tag_in;
use super::tag_page::{GuidanceDraft, tag_page_ui};
use super::tags_panel::{drop_ui, edit_overlay, menu_ui};
use super::{ViewCx, thousands};
use crate::app::action::{Action, Actions};
use crate::app::drafts::AttributeDraft;
use crate::app::older::Older;
use crate::app::overlay::Overlay;
use crate::app::theme::{icons, semibold, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Button, ButtonKind, EmptyState, ListRow, ProseLook, TagRow, Words, button_ui, empty_state_ui, list_row_ui,
    prose_ui, section_head_ui, soft_ui, tag_row_ui, words_ui,
};
use crate::edit::Command;
use crate::model::{Attribute, AttributeId, AttributeKind, Codebook, Layer, LayerId, LayerKind, Tag, TagId};
use crate::report::{attribute_facts, layer_facts};
use egui::{Panel, ScrollArea, Ui};

/// An entry of the codebook.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entry {
    /// A tag.
    Tag(TagId),
    /// A layer.
    Layer(LayerId),
    /// An attribute.
    Attribute(AttributeId),
    /// What was done to the codebook.
    Revisions,
}

/// What the view shows.
#[derive(Default)]
pub struct CodebookState {
    /// The chosen entry.
    pub chosen: Option<Entry>,
    /// The part of a tag's guidance that is being written.
    pub draft: Option<GuidanceDraft>,
    /// The spans that are older than the definition of the tag that is shown.
    pub older: Older,
}

impl CodebookState {
    /// The entry that is shown: the chosen one, or the first tag.
    pub fn shown(&self, codebook: &Codebook) -> Option<Entry> {
        let first = || codebook.tree().first().map(|(tag, _)| Entry::Tag(tag.id.clone()));
        self.chosen.clone().filter(|entry| is_there(codebook, entry)).or_else(first)
    }

    /// The tag whose page is shown, if one is.
    pub fn shown_tag(&self, codebook: &Codebook) -> Option<TagId> {
        match self.shown(codebook)? {
            Entry::Tag(tag) => Some(tag),
            Entry::Layer(_) | Entry::Attribute(_) | Entry::Revisions => None,
        }
    }
}

/// Draws the view.
pub fn codebook_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut CodebookState, actions: &mut Actions) {
    let codebook = &cx.desk.workspace.project().codebook;
    buttons_ui(ui, actions);
    ui.add_space(size::SPACE_S);
    if codebook.order.is_empty() && codebook.layers.is_empty() {
        let empty = EmptyState {
            icon: icons::BOOK_BOOKMARK,
            sentence: "The codebook is empty. Add a tag, or import a codebook file.",
            action: Some("New tag…"),
            key: None,
        };
        if empty_state_ui(ui, &empty) {
            actions.verb(Verb::NewTag);
        }
        return;
    }
    let chosen = state.shown(codebook);
    let frame = egui::Frame::new();
    let tree = Panel::left("codebook tree").frame(frame).default_size(340.0).size_range(220.0..=520.0);
    tree.show_separator_line(false).show(ui, |ui| {
        ScrollArea::vertical().id_salt("codebook tree").auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for layer in &codebook.layers {
                layer_rows_ui(ui, cx, state, layer, chosen.as_ref(), actions);
            }
            attribute_rows_ui(ui, cx, state, None, chosen.as_ref());
            revisions_row_ui(ui, cx, state, chosen.as_ref());
            ui.add_space(size::SPACE_M);
            let hint = "Drag a tag onto another to put it under it, or between two to reorder.";
            soft_ui(ui, hint);
        });
    });
    let margin = egui::Margin { left: 32, ..egui::Margin::ZERO };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        if chosen == Some(Entry::Revisions) {
            return revisions_ui(ui, cx);
        }
        ScrollArea::vertical().id_salt("codebook details").auto_shrink([false, false]).show(ui, |ui| {
            // The bar lies over the edge.
            ui.set_max_width((ui.available_width() - size::SPACE_M).min(620.0));
            match &chosen {
                Some(Entry::Tag(id)) => {
                    codebook.tag(id).into_iter().for_each(|tag| tag_page_ui(ui, cx, state, tag, actions));
                }
                Some(Entry::Layer(id)) => {
                    codebook.layer(id).into_iter().for_each(|layer| layer_details_ui(ui, cx, layer, actions));
                }
                Some(Entry::Attribute(id)) => {
                    codebook.attribute(id).into_iter().for_each(|it| attribute_details_ui(ui, cx, it, actions));
                }
                Some(Entry::Revisions) | None => {}
            }
        });
    });
}

/// What leads to the revisions.
fn revisions_row_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut CodebookState, chosen: Option<&Entry>) {
    ui.add_space(size::SPACE_S);
    let n_revisions = cx.desk.workspace.project().codebook.revisions.len();
    let row = ListRow {
        icon: Some((icons::CLOCK_COUNTER_CLOCKWISE, Some(cx.theme.text_soft))),
        title: "Revisions",
        detail: &thousands(n_revisions),
        selected: chosen == Some(&Entry::Revisions),
        ..ListRow::default()
    };
    if list_row_ui(ui, &row).clicked() {
        state.chosen = Some(Entry::Revisions);
    }
}

fn is_there(codebook: &Codebook, entry: &Entry) -> bool {
    match entry {
        Entry::Tag(id) => codebook.tag(id).is_some(),
        Entry::Layer(id) => codebook.layer(id).is_some(),
        Entry::Attribute(id) => codebook.attribute(id).is_some(),
        Entry::Revisions => true,
    }
}

/// A layer with its tags as a tree, and its attributes.
fn layer_rows_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    state: &mut CodebookState,
    layer: &Layer,
    chosen: Option<&Entry>,
    actions: &mut Actions,
) {
    let codebook = &cx.desk.workspace.project().codebook;
    let entry = Entry::Layer(layer.id.clone());
    let icon = match layer.kind {
        LayerKind::Span => icons::HIGHLIGHTER,
        LayerKind::Relation => icons::LINK,
        LayerKind::Document => icons::FILE_TEXT,
    };
    let row = ListRow {
        icon: Some((icon, Some(cx.theme.text_soft))),
        title: &layer.name,
        selected: chosen == Some(&entry),
        ..ListRow::default()
    };
    if list_row_ui(ui, &row).clicked() {
        state.chosen = Some(entry);
    }
    for (tag, depth) in codebook.tree().into_iter().filter(|(tag, _)| tag.layer == layer.id) {
        let is_chosen = chosen == Some(&Entry::Tag(tag.id.clone()));
        row_ui(ui, cx, state, tag, depth + 1, is_chosen, actions);
    }
    attribute_rows_ui(ui, cx, state, Some(&layer.id), chosen);
    ui.add_space(size::SPACE_S);
}

/// The attributes of a layer, or of articles as a whole.
fn attribute_rows_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    state: &mut CodebookState,
    layer: Option<&LayerId>,
    chosen: Option<&Entry>,
) {
    let codebook = &cx.desk.workspace.project().codebook;
    let attributes = codebook.attributes.iter().filter(|attribute| attribute.layer.as_ref() == layer);
    for (n, attribute) in attributes.enumerate() {
        if n == 0 && layer.is_none() {
            section_head_ui(ui, "Of the article as a whole");
        }
        let entry = Entry::Attribute(attribute.id.clone());
        let row = ListRow {
            icon: Some((icons::LIST_BULLETS, Some(cx.theme.text_soft))),
            title: &attribute.name,
            detail: kind_word(attribute),
            selected: chosen == Some(&entry),
            ..ListRow::default()
        };
        if list_row_ui(ui, &row).clicked() {
            state.chosen = Some(entry);
        }
    }
}

/// A name at the top of the details.
pub(super) fn heading_ui(ui: &mut Ui, name: &str) {
    words_ui(ui, &Words::lines(name).font(semibold(22.0)));
    ui.add_space(size::SPACE_M);
}

fn layer_details_ui(ui: &mut Ui, cx: &ViewCx<'_>, layer: &Layer, actions: &mut Actions) {
    let codebook = &cx.desk.workspace.project().codebook;
    heading_ui(ui, &layer.name);
    section_head_ui(ui, "Rules");
    let mut facts = layer_facts(layer);
    facts.push(("Id in files", layer.id.to_string()));
    facts_ui(ui, cx, &facts);
    ui.add_space(size::SPACE_M);
    ui.horizontal_wrapped(|ui| {
        if plain_ui(ui, "Change the layer…", icons::EDIT) {
            actions.open(Overlay::Layer { layer: Box::new(layer.clone()), is_new: false });
        }
        if plain_ui(ui, "New tag in it…", icons::PLUS) {
            actions.open(new_tag_in(codebook, None, Some(layer.id.clone())));
        }
        if plain_ui(ui, "New attribute of it…", icons::PLUS) {
            actions.open(new_attribute(Some(layer.id.clone())));
        }
        if plain_ui(ui, "Remove the layer", icons::TRASH) {
            actions.push(Action::Run(Command::RemoveLayer(layer.id.clone())));
        }
    });
}

/// The dialog for a new attribute.
pub fn new_attribute(layer: Option<LayerId>) -> Overlay {
    let Ok(id) = AttributeId::new("new") else { return Overlay::Reading };
    let attribute = Attribute { name: String::new(), ..Attribute::new(id, layer, AttributeKind::Choice(Vec::new())) };
    Overlay::Attribute { draft: Box::new(AttributeDraft::of(attribute)), is_new: true }
}

/// The dialog for a new layer.
pub fn new_layer() -> Overlay {
    let Ok(id) = LayerId::new("new") else { return Overlay::Reading };
    Overlay::Layer { layer: Box::new(Layer::new(id, String::new())), is_new: true }
}

fn attribute_details_ui(ui: &mut Ui, cx: &ViewCx<'_>, attribute: &Attribute, actions: &mut Actions) {
    let codebook = &cx.desk.workspace.project().codebook;
    heading_ui(ui, &attribute.name);
    if !attribute.guide.is_empty() {
        section_head_ui(ui, "Guidance");
        prose_ui(ui, &attribute.guide, ProseLook::Page);
        ui.add_space(size::SPACE_M);
    }
    section_head_ui(ui, "Rules");
    let mut facts = attribute_facts(codebook, attribute);
    facts.push(("Id in files", attribute.id.to_string()));
    facts_ui(ui, cx, &facts);
    ui.add_space(size::SPACE_M);
    ui.horizontal_wrapped(|ui| {
        if plain_ui(ui, "Change the attribute…", icons::EDIT) {
            actions.open(Overlay::Attribute { draft: Box::new(AttributeDraft::of(attribute.clone())), is_new: false });
        }
        let at = codebook.attributes.iter().position(|other| other.id == attribute.id);
        let above = at.and_then(|at| codebook.attributes.get(at.checked_sub(1)?));
        if let Some(above) = above
            && plain_ui(ui, "Move up", icons::ARROW_UP)
        {
            let (attribute, before) = (attribute.id.clone(), Some(above.id.clone()));
            actions.push(Action::Run(Command::MoveAttribute { attribute, before }));
        }
        if plain_ui(ui, "Remove the attribute", icons::TRASH) {
            actions.push(Action::Run(Command::RemoveAttribute(attribute.id.clone())));
        }
    });
}

/// A plain button. True when it was clicked.
pub(super) fn plain_ui(ui: &mut Ui, label: &str, icon: &str) -> bool {
    button_ui(ui, &Button { label, icon: Some(icon), ..Button::default() }).clicked()
}

fn buttons_ui(ui: &mut Ui, actions: &mut Actions) {
    ui.horizontal(|ui| {
        for (verb, label, kind) in [
            (Verb::NewTag, "New tag…", ButtonKind::Primary),
            (Verb::NewLayer, "New layer…", ButtonKind::Plain),
            (Verb::NewAttribute, "New attribute…", ButtonKind::Plain),
            (Verb::ImportCodebook, "Import…", ButtonKind::Plain),
            (Verb::ExportCodebook, "Export…", ButtonKind::Plain),
            (Verb::SaveCodebookPage, "Save as a page…", ButtonKind::Plain),
        ] {
            if button_ui(ui, &Button { label, icon: Some(verb.icon()), key: None, kind }).clicked() {
                actions.verb(verb);
            }
        }
    });
}

fn row_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    state: &mut CodebookState,
    tag: &Tag,
    depth: usize,
    is_chosen: bool,
    actions: &mut Actions,
) {
    let key = tag.key.map(|key| key.to_string());
    let row = TagRow {
        key: key.as_deref(),
        count: Some(cx.desk.figures.in_project(&tag.id)).filter(|n| *n > 0),
        depth: u8::try_from(depth).unwrap_or(u8::MAX),
        selected: is_chosen,
        guide: &tag.guide,
        ..TagRow::new(&tag.name, cx.colors(tag))
    };
    let response = tag_row_ui(ui, &row);
    response.dnd_set_drag_payload(tag.id.clone());
    if response.clicked() {
        state.chosen = Some(Entry::Tag(tag.id.clone()));
    }
    if response.double_clicked() {
        actions.open(edit_overlay(tag));
    }
    drop_ui(ui, cx, &response, tag, actions);
    menu_ui(cx, &response, tag, actions);
}

/// How wide a fact may become, in points.
const FACT: f32 = 440.0;

/// Names and what is known under each.
pub(super) fn facts_ui(ui: &mut Ui, cx: &ViewCx<'_>, facts: &[(&str, String)]) {
    egui::Grid::new("facts").num_columns(2).spacing([size::SPACE_L, size::SPACE_XS]).show(ui, |ui| {
        for (name, value) in facts {
            words_ui(ui, &Words { room: Some(FACT), ..Words::line(name).color(cx.theme.text_soft) });
            words_ui(ui, &Words { room: Some(FACT), lines: 6, ..Words::line(value) });
            ui.end_row();
        }
    });
}
