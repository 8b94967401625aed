//! The codebook: the tags as a tree that can be rearranged, and the guidance of the chosen one.

use super::tags_panel::{drop_ui, edit_overlay, menu_ui, new_overlay, remove};
use super::{ViewCx, counted};
use crate::app::action::Actions;
use crate::app::theme::{icons, reading, semibold, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Button, ButtonKind, EmptyState, TagChip, TagRow, Words, button_ui, empty_state_ui, section_head_ui, soft_ui,
    tag_chip_ui, tag_row_ui, words_ui,
};
use crate::model::{Tag, TagId};
use egui::{Panel, ScrollArea, Ui};

/// What the view shows.
#[derive(Default)]
pub struct CodebookState {
    /// The chosen tag.
    pub chosen: Option<TagId>,
}

/// Draws the view.
pub fn codebook_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut CodebookState, actions: &mut Actions) {
    let codebook = &cx.desk.workspace.project().codebook;
    buttons_ui(ui, actions);
    ui.add_space(size::SPACE_S);
    if codebook.order.is_empty() {
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
    let chosen =
        state.chosen.as_ref().and_then(|id| codebook.tag(id)).or_else(|| codebook.tree().first().map(|(tag, _)| *tag));
    let frame = egui::Frame::new();
    let tree = Panel::left("codebook tree").frame(frame).default_size(340.0).size_range(220.0..=520.0);
    tree.show_separator_line(false).show(ui, |ui| {
        ScrollArea::vertical().id_salt("codebook tree").auto_shrink([false, false]).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            for (tag, depth) in codebook.tree() {
                let is_chosen = chosen.is_some_and(|chosen| chosen.id == tag.id);
                row_ui(ui, cx, state, tag, depth, is_chosen, actions);
            }
            ui.add_space(size::SPACE_M);
            let hint = "Drag a tag onto another to put it under it, or between two to reorder.";
            soft_ui(ui, hint);
        });
    });
    if let Some(tag) = chosen {
        details_ui(ui, cx, tag, actions);
    }
}

fn buttons_ui(ui: &mut Ui, actions: &mut Actions) {
    ui.horizontal(|ui| {
        for (verb, label, kind) in [
            (Verb::NewTag, "New tag…", ButtonKind::Primary),
            (Verb::ImportCodebook, "Import…", ButtonKind::Plain),
            (Verb::ExportCodebook, "Export…", ButtonKind::Plain),
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
        state.chosen = Some(tag.id.clone());
    }
    if response.double_clicked() {
        actions.open(edit_overlay(tag));
    }
    drop_ui(ui, cx, &response, tag, actions);
    menu_ui(cx, &response, tag, actions);
}

fn details_ui(ui: &mut Ui, cx: &ViewCx<'_>, tag: &Tag, actions: &mut Actions) {
    let codebook = &cx.desk.workspace.project().codebook;
    let margin = egui::Margin { left: 32, ..egui::Margin::ZERO };
    egui::Frame::new().inner_margin(margin).show(ui, |ui| {
        ScrollArea::vertical().id_salt("codebook details").auto_shrink([false, false]).show(ui, |ui| {
            ui.set_max_width(620.0);
            words_ui(ui, &Words::lines(&tag.name).font(semibold(22.0)));
            let chip =
                TagChip { name: &codebook.path(&tag.id), colors: cx.colors(tag), selected: false, removable: false };
            tag_chip_ui(ui, &chip);
            ui.add_space(size::SPACE_M);
            section_head_ui(ui, "Guidance");
            let guide = if tag.guide.is_empty() {
                "No guidance yet. Say when to use the tag, when not, and give an example."
            } else {
                &tag.guide
            };
            let color = if tag.guide.is_empty() { cx.theme.text_soft } else { cx.theme.text };
            let guide = Words { fills: true, line_height: Some(26.0), ..Words::lines(guide) };
            words_ui(ui, &guide.font(reading(16.0)).color(color));
            ui.add_space(size::SPACE_M);
            facts_ui(ui, cx, tag);
            ui.add_space(size::SPACE_M);
            ui.horizontal(|ui| {
                let edit = Button { label: "Change the tag…", icon: Some(icons::EDIT), ..Button::default() };
                if button_ui(ui, &edit).clicked() {
                    actions.open(edit_overlay(tag));
                }
                let under = Button {
                    label: "New tag under it…",
                    icon: Some(icons::ARROW_ELBOW_DOWN_RIGHT),
                    ..Button::default()
                };
                if button_ui(ui, &under).clicked() {
                    actions.open(new_overlay(cx, Some(tag.id.clone())));
                }
                let gone = Button { label: "Remove the tag…", icon: Some(icons::TRASH), ..Button::default() };
                if button_ui(ui, &gone).clicked() {
                    remove(cx, tag, actions);
                }
            });
        });
    });
}

/// How wide a fact may become, in points.
const FACT: f32 = 440.0;

fn facts_ui(ui: &mut Ui, cx: &ViewCx<'_>, tag: &Tag) {
    section_head_ui(ui, "Facts");
    let spans = cx.desk.figures.in_project(&tag.id);
    let facts = [
        ("Key", tag.key.map_or("none".to_owned(), |key| key.to_string())),
        ("Short name", tag.short_name().to_string()),
        ("Other names", if tag.aliases.is_empty() { "none".to_owned() } else { tag.aliases.join(", ") }),
        ("In the project", counted(spans, "span")),
        ("Id in files", tag.id.to_string()),
    ];
    egui::Grid::new("tag facts").num_columns(2).spacing([size::SPACE_L, size::SPACE_XS]).show(ui, |ui| {
        for (name, value) in facts {
            words_ui(ui, &Words { room: Some(FACT), ..Words::line(name).color(cx.theme.text_soft) });
            words_ui(ui, &Words { room: Some(FACT), ..Words::line(&value) });
            ui.end_row();
        }
    });
}
