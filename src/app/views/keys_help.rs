//! The keys that work here and now, and how to change them.

use super::commands::works_without_project;
use crate::app::action::{Action, Actions};
use crate::app::fuzzy;
use crate::app::keys::Keymap;
use crate::app::overlay::Overlay;
use crate::app::theme::size;
use crate::app::verb::{Group, Verb};
use crate::app::widgets::{
    Dialog, MenuItem, SearchField, Words, dialog_ui, keycap_ui, menu_item_ui, on_hover_words, search_field_ui,
    section_head_ui, soft_ui, typed_preview_ui, words_ui,
};
use crate::model::Codebook;
use egui::{Context, Id, ScrollArea, Ui};

/// Draws the overlay. `codebook` is there when a project is open: its tag keys are listed first.
pub fn keys_help_ui(
    cx: &Context,
    keymap: &Keymap,
    codebook: Option<&Codebook>,
    overlay: &mut Overlay,
    actions: &mut Actions,
) {
    let Overlay::Keys { filter, waiting, refused } = overlay else { return };
    let dialog = Dialog { width: 760.0, cancel: "", ..Dialog::new(Id::unique("keys"), "Keys that work here", "Done") };
    let answer = dialog_ui(cx, &dialog, |ui| {
        let field = SearchField { label: "Filter keys", hint: "Find a command", key: None, icon: None };
        search_field_ui(ui, &field, filter);
        typed_preview_ui(ui, filter);
        ui.add_space(size::SPACE_S);
        let hint = match (&waiting, &refused) {
            (_, Some(why)) => format!("{why}. Press another key, or Esc"),
            (Some(verb), None) => format!("Press the new key for “{}”, or Esc", verb.name()),
            (None, None) => "Click a command to give it another key".to_owned(),
        };
        soft_ui(ui, &hint);
        let height = (ui.ctx().content_rect().height() - 280.0).max(160.0);
        ScrollArea::vertical().max_height(height).auto_shrink([false, false]).show(ui, |ui| {
            ui.columns(2, |columns| {
                if let [left, right] = columns {
                    if let Some(codebook) = codebook {
                        tags_ui(left, codebook, filter);
                    }
                    for group in [Group::Labeling, Group::Document, Group::Project] {
                        group_ui(left, keymap, group, filter, codebook.is_some(), waiting, refused);
                    }
                    for group in [Group::Caret, Group::Window] {
                        group_ui(right, keymap, group, filter, codebook.is_some(), waiting, refused);
                    }
                }
            });
        });
    });
    if answer.is_some() {
        actions.push(Action::CloseOverlay);
    }
}

fn tags_ui(ui: &mut Ui, codebook: &Codebook, filter: &str) {
    let with_key = codebook.tree().into_iter().map(|(tag, _)| tag).filter(|tag| tag.key.is_some());
    let tags = fuzzy::found(filter, with_key, |tag| vec![tag.name.as_str()]);
    if tags.is_empty() {
        return;
    }
    section_head_ui(ui, "Tags");
    for tag in tags {
        ui.horizontal(|ui| {
            if let Some(key) = tag.key {
                keycap_ui(ui, &key.to_string());
            }
            words_ui(ui, &Words::line(&tag.name));
        });
    }
    ui.add_space(size::SPACE_S);
}

fn group_ui(
    ui: &mut Ui,
    keymap: &Keymap,
    group: Group,
    filter: &str,
    has_project: bool,
    waiting: &mut Option<Verb>,
    refused: &mut Option<String>,
) {
    let here = Verb::ALL.iter().copied().filter(|verb| verb.group() == group);
    let works = here.filter(|verb| has_project || works_without_project(*verb));
    let verbs = fuzzy::found(filter, works, |verb| vec![verb.name()]);
    if verbs.is_empty() {
        return;
    }
    section_head_ui(ui, group.name());
    for verb in verbs {
        let caps: Vec<String> = keymap.keys(verb).iter().map(ToString::to_string).collect();
        let shown = caps.join("  ");
        let item = MenuItem {
            icon: verb.icon(),
            label: verb.name(),
            key: Some(shown.as_str()).filter(|shown| !shown.is_empty()),
            current: *waiting == Some(verb),
            ..MenuItem::default()
        };
        if on_hover_words(menu_item_ui(ui, &item), verb.help()).clicked() {
            *waiting = Some(verb);
            *refused = None;
        }
    }
    ui.add_space(size::SPACE_S);
}
