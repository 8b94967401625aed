//! The welcome view: what can be opened, and the projects that were open lately.

use crate::app::action::{Action, Actions};
use crate::app::keys::Keymap;
use crate::app::theme::{Theme, icons, reading_semibold, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Button, ButtonKind, ListRow, Words, button_ui, list_row_ui, section_head_ui, soft_ui, words_ui,
};
use egui::{Align, Layout, RichText, ScrollArea, Ui, vec2};
use std::path::PathBuf;

/// How wide the column is, in points.
const WIDTH: f32 = 520.0;

/// Draws the view. `recent` are the projects that were open lately, the latest first.
pub fn welcome_ui(ui: &mut Ui, keymap: &Keymap, recent: &[PathBuf], actions: &mut Actions) {
    let theme = Theme::of(ui);
    let room = ui.available_size();
    let width = WIDTH.min(room.x - 2.0 * size::SPACE_L);
    ui.add_space((room.y * 0.16).max(size::SPACE_L));
    ui.horizontal(|ui| {
        ui.add_space(((room.x - width) / 2.0).max(size::SPACE_L));
        ui.allocate_ui_with_layout(vec2(width, ui.available_height()), Layout::top_down(Align::Min), |ui| {
            ui.label(RichText::new("Glossator").font(reading_semibold(30.0)));
            let line = "Label text, and know how far the labels can be trusted. Everything stays on this computer.";
            words_ui(ui, &Words::lines(line).color(theme.text_soft));
            ui.add_space(size::SPACE_XL);
            start_ui(ui, keymap, actions);
            ui.add_space(size::SPACE_XL);
            recent_ui(ui, recent, actions);
            soft_ui(ui, "Text files and project folders can be dropped anywhere on this window.");
        });
    });
}

fn start_ui(ui: &mut Ui, keymap: &Keymap, actions: &mut Actions) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = vec2(size::SPACE_S, size::SPACE_S);
        let choices = [
            (Verb::OpenExample, "Open the example", ButtonKind::Primary),
            (Verb::OpenArticles, "Open articles…", ButtonKind::Plain),
            (Verb::NewProject, "New project…", ButtonKind::Plain),
            (Verb::OpenProject, "Open project…", ButtonKind::Plain),
            (Verb::PasteArticle, "Paste a text", ButtonKind::Plain),
            (Verb::Backups, "Backups…", ButtonKind::Plain),
        ];
        for (verb, label, kind) in choices {
            let key = keymap.cap(verb);
            let button = Button { label, icon: Some(verb.icon()), key: key.as_deref(), kind };
            if button_ui(ui, &button).clicked() {
                actions.verb(verb);
            }
        }
    });
}

fn recent_ui(ui: &mut Ui, recent: &[PathBuf], actions: &mut Actions) {
    if recent.is_empty() {
        return;
    }
    section_head_ui(ui, "Recent projects");
    ScrollArea::vertical().max_height(240.0).auto_shrink([false, true]).show(ui, |ui| {
        for path in recent {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let folder = path.parent().map(|folder| folder.display().to_string()).unwrap_or_default();
            let row =
                ListRow { icon: Some((icons::FOLDER, None)), title: &name, detail: &folder, ..ListRow::default() };
            if list_row_ui(ui, &row).clicked() {
                actions.push(Action::OpenProject(path.clone()));
            }
        }
    });
    ui.add_space(size::SPACE_M);
}
