//! What floats: popovers, menus, completions, toasts, a dialog.

use egui::{Id, Rect, Ui, pos2, vec2};
use glossator::app::theme::{Theme, icons};
use glossator::app::widgets::*;

use super::{TAGS, span_at, window_ui};

pub fn sample_toasts() -> Toasts {
    let mut toasts = Toasts::default();
    toasts.push(Toast {
        kind: ToastKind::Error,
        message: "Could not save annotations/ana/truce-7q2m.ron: the disk is full. Edits are kept in memory".to_owned(),
        action: Some(ToastAction { id: 2, label: "Try again".to_owned(), key: None, is_lasting: false }),
    });
    toasts.push(Toast {
        kind: ToastKind::Info,
        message: "Tagged 12 matches of “Aleppo” as Place".to_owned(),
        action: Some(ToastAction {
            id: 1,
            label: "Undo".to_owned(),
            key: Some("Ctrl+Z".to_owned()),
            is_lasting: false,
        }),
    });
    toasts
}

pub fn floating_ui(ui: &mut Ui, toasts: &mut Toasts, path: &mut String) {
    let theme = Theme::of(ui);
    let anchor = Rect::from_min_size(pos2(40.0, 40.0), vec2(120.0, 24.0));
    span_at(ui, anchor.min, "Staffan de Mistura", "PER", theme.tag_slot(0));
    let popover =
        Popover { id: Id::unique("palette"), label: "Tags", beside: anchor, layer: ui.layer_id(), width: 260.0 };
    popover_ui(ui, &popover, |ui| {
        let mut text = String::new();
        search_field_ui(
            ui,
            &SearchField { label: "Tag", hint: "Tag as…", key: None, icon: Some(icons::TAG) },
            &mut text,
        );
        ui.add_space(4.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        for (slot, (name, key, _, depth)) in TAGS.iter().take(5).enumerate() {
            let row = TagRow {
                key: Some(key),
                depth: *depth,
                selected: slot == 0,
                ..TagRow::new(name, theme.tag_slot(slot as u8))
            };
            tag_row_ui(ui, &row);
        }
    });
    let beside = Rect::from_min_size(pos2(560.0, 40.0), vec2(10.0, 24.0));
    let menu = Popover { id: Id::unique("menu"), label: "Menu", beside, layer: ui.layer_id(), width: 280.0 };
    popover_ui(ui, &menu, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        menu_item_ui(
            ui,
            &MenuItem {
                icon: icons::FOLDER_OPEN,
                label: "Open project…",
                key: Some("Ctrl+O"),
                current: true,
                ..MenuItem::default()
            },
        );
        menu_item_ui(
            ui,
            &MenuItem { icon: icons::UNDO, label: "Undo tag Person", key: Some("Ctrl+Z"), ..MenuItem::default() },
        );
        menu_item_ui(ui, &MenuItem { icon: icons::MOON, label: "Dark theme", ticked: true, ..MenuItem::default() });
        ui.separator();
        menu_item_ui(
            ui,
            &MenuItem { icon: icons::TRASH, label: "Delete document…", danger: true, ..MenuItem::default() },
        );
    });
    let mut child =
        ui.new_child(egui::UiBuilder::new().max_rect(Rect::from_min_size(pos2(40.0, 330.0), vec2(400.0, 200.0))));
    let field = PathField { id: Id::unique("path"), label: "Folder", hint: "Folder" };
    child.memory_mut(|memory| memory.request_focus(field.id));
    path_field_ui(&mut child, &field, path, &|_| {
        vec!["/home/ana/articles/".to_owned(), "/home/ana/artefacts.txt".to_owned()]
    });
    toasts_ui(ui, toasts, ToastPlace::Bottom(26.0));
}

pub fn dialog_scene_ui(ui: &mut Ui) {
    window_ui(ui);
    let dialog = Dialog {
        destroys: true,
        other: Some("Archive instead"),
        ..Dialog::new(Id::unique("dialog"), "Remove 12 documents for good?", "Remove")
    };
    dialog_ui(ui, &dialog, |ui| {
        ui.label("Their 418 spans go with them, in the sets of all annotators. This cannot be undone.");
    });
}
