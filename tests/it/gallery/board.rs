//! One of each widget, side by side.

use egui::{RichText, Ui, vec2};
use glossator::app::theme::{Theme, icons};
use glossator::app::widgets::*;

use super::TAGS;

pub fn board_ui(ui: &mut Ui, text: &mut String, filled: &mut String, chosen: &mut usize) {
    let theme = Theme::of(ui);
    ui.add_space(16.0);
    ui.horizontal_top(|ui| {
        ui.add_space(16.0);
        ui.vertical(|ui| {
            ui.set_width(300.0);
            section_head_with_ui(ui, "Tags", |ui| {
                ui.label(RichText::new("this document").small().color(theme.text_soft));
            });
            ui.spacing_mut().item_spacing.y = 0.0;
            for (slot, (name, key, count, depth)) in TAGS.iter().enumerate() {
                let row = TagRow {
                    key: Some(key),
                    count: Some(*count),
                    share: Some(*count as f32 / 14.0),
                    depth: *depth,
                    selected: slot == 3,
                    armed: slot == 1,
                    ..TagRow::new(name, theme.tag_slot(slot as u8))
                };
                tag_row_ui(ui, &row);
            }
            for slot in [24, 49, 74] {
                let row =
                    TagRow { count: Some(2), share: Some(0.2), ..TagRow::new("With a pattern", theme.tag_slot(slot)) };
                tag_row_ui(ui, &row);
            }
            ui.spacing_mut().item_spacing.y = 4.0;
            section_head_ui(ui, "Documents");
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, (icon, title)) in [
                (icons::IN_PROGRESS, "France rejects ‘unfair’ Moscow criticism of UN envoy"),
                (icons::CHECK_CIRCLE, "Truce in Aleppo holds"),
                (icons::CIRCLE, "Ставка на перемирие"),
            ]
            .iter()
            .enumerate()
            {
                let color = (index == 1).then_some(theme.success);
                let row = ListRow {
                    icon: Some((icon, color)),
                    title,
                    detail: "37",
                    selected: index == 0,
                    ..ListRow::default()
                };
                list_row_ui(ui, &row);
            }
        });
        ui.add_space(24.0);
        ui.vertical(|ui| {
            ui.set_width(300.0);
            section_head_ui(ui, "Fields");
            let search = SearchField { label: "Find", hint: "Find or do anything", key: Some("Ctrl+P"), icon: None };
            search_field_ui(ui, &search, text);
            ui.push_id("filled", |ui| {
                search_field_ui(ui, &SearchField { icon: Some(icons::FUNNEL_SIMPLE), ..search }, filled)
            });
            ui.add(egui::TextEdit::singleline(filled).desired_width(f32::INFINITY)).accessible_name("Plain field");
            ui.horizontal(|ui| {
                let mut role = 0;
                select_ui(ui, "Role", &["envoy", "minister"], &mut role);
                checkbox_ui(ui, &mut true, "Whole words");
                checkbox_ui(ui, &mut false, "Case");
            });
            slider_ui(ui, "Threshold", &mut 0.6, 0.0..=1.0);
            section_head_ui(ui, "Buttons");
            ui.horizontal(|ui| {
                for (label, kind) in [
                    ("Export", ButtonKind::Primary),
                    ("Skip", ButtonKind::Plain),
                    ("Undo", ButtonKind::Quiet),
                    ("Delete", ButtonKind::Danger),
                ] {
                    button_ui(ui, &Button { label, kind, ..Button::default() });
                }
            });
            ui.horizontal(|ui| {
                button_ui(ui, &Button { label: "Open folder…", icon: Some(icons::FOLDER_OPEN), ..Button::default() });
                let _ = ui.button("egui button");
                ui.add_enabled_ui(false, |ui| button_ui(ui, &Button { label: "Disabled", ..Button::default() }));
            });
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                for (icon, label) in [(icons::UNDO, "Undo"), (icons::REDO, "Redo"), (icons::HIGHLIGHTER, "Label")] {
                    icon_button_ui(ui, &IconButton { icon, label, key: Some("Ctrl+Z"), ..IconButton::default() });
                }
                for turned in [false, true] {
                    icon_button_ui(
                        ui,
                        &IconButton {
                            icon: icons::SIDEBAR,
                            label: "Panel",
                            turned,
                            selected: true,
                            ..IconButton::default()
                        },
                    );
                }
                for (_, icon) in icons::ALL.iter().take(4) {
                    icon_button_ui(ui, &IconButton { icon, label: "Icon", ..IconButton::default() });
                }
            });
            section_head_ui(ui, "Choice");
            segmented_ui(ui, "Counted in", &["This document", "Filter", "Project"], chosen);
            section_head_ui(ui, "Chips");
            ui.horizontal_wrapped(|ui| {
                for (slot, name) in
                    [(0, "Person"), (3, "Place"), (5, "Claim"), (26, "Dotted"), (50, "Double"), (75, "Wavy")]
                {
                    let colors = theme.tag_slot(slot);
                    tag_chip_ui(ui, &TagChip { name, colors, selected: slot == 3, removable: slot == 5 });
                }
            });
            ui.horizontal(|ui| {
                for key in ["1", "W", "Ctrl+P", "Shift+F6", "⌘ ⇧ D"] {
                    keycap_ui(ui, key);
                }
            });
        });
        ui.add_space(24.0);
        ui.vertical(|ui| {
            ui.set_width(270.0);
            section_head_ui(ui, "Figures");
            for (slot, share) in [(0, 14.0), (1, 9.0), (26, 7.0), (51, 5.0), (76, 3.0), (5, 0.1)] {
                ui.horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(vec2(60.0, 16.0), egui::Sense::hover());
                    ui.painter().text(
                        rect.right_center(),
                        egui::Align2::RIGHT_CENTER,
                        format!("{share:.1}"),
                        egui::FontId::proportional(12.0),
                        theme.text_soft,
                    );
                    bar_ui(
                        ui,
                        &Bar { label: "Person", value: share, of: 14.0, colors: theme.tag_slot(slot), width: 160.0 },
                    );
                });
            }
            section_head_ui(ui, "Work");
            progress_row_ui(
                ui,
                &ProgressRow { label: "Importing documents", share: Some(0.4), detail: "120 of 300", can_cancel: true },
            );
            progress_row_ui(
                ui,
                &ProgressRow { label: "Computing agreement", share: None, detail: "", can_cancel: true },
            );
            section_head_ui(ui, "Color");
            let mut picked = PickedColor::Slot(4);
            color_picker_ui(ui, &mut picked);
            ui.allocate_ui(vec2(270.0, 180.0), |ui| {
                empty_state_ui(
                    ui,
                    &EmptyState {
                        icon: icons::HIGHLIGHTER,
                        sentence: "No spans yet. Double-click a word, then press 1.",
                        action: Some("Show me"),
                        key: None,
                    },
                );
            });
        });
    });
}
