//! Pictures of every widget and color in both themes, for looking at: `target/tmp/gallery-*.png`.
//!
//! Nothing is compared here; the test only says that all of it can be drawn.

use egui::{Align, Id, Layout, Rect, RichText, Ui, pos2, vec2};
use egui_kittest::Harness;
use glossator::app::theme::{self, TagColors, Theme, icons, paint_under_line, size};
use glossator::app::widgets::*;

fn save(
    name: &str,
    theme: egui::Theme,
    width: f32,
    height: f32,
    scale: f32,
    mut draw: impl FnMut(&mut Ui),
) {
    let mut installed = false;
    let mut harness = Harness::builder()
        .with_size(vec2(width, height))
        .with_pixels_per_point(scale)
        .with_theme(theme)
        .wgpu()
        .build_ui(move |ui| {
            if !installed {
                theme::install(ui);
                installed = true;
            }
            let canvas = Theme::of(ui).canvas;
            ui.painter().rect_filled(ui.content_rect(), 0, canvas);
            draw(ui);
        });
    harness.run_steps(3);
    let tone = if theme == egui::Theme::Dark {
        "dark"
    } else {
        "light"
    };
    let path = format!("{}/gallery-{name}-{tone}.png", env!("CARGO_TARGET_TMPDIR"));
    harness
        .render()
        .expect("the gallery can be drawn")
        .save(path)
        .expect("the picture can be saved");
}

#[test]
fn everything_can_be_drawn_in_both_themes() {
    for tone in [egui::Theme::Light, egui::Theme::Dark] {
        let mut text = String::new();
        let mut filled = "ceasefire".to_owned();
        let mut chosen = 0;
        save("widgets", tone, 1000.0, 720.0, 1.0, |ui| {
            board_ui(ui, &mut text, &mut filled, &mut chosen)
        });
        save("colors", tone, 1000.0, 760.0, 1.0, colors_ui);
        save("window", tone, 1280.0, 800.0, 1.0, window_ui);
        let mut toasts = sample_toasts();
        let mut path = "/home/ana/art".to_owned();
        save("floating", tone, 1000.0, 640.0, 1.0, |ui| {
            floating_ui(ui, &mut toasts, &mut path)
        });
    }
}

const TAGS: [(&str, &str, usize, u8); 9] = [
    ("Person", "1", 14, 0),
    ("Organisation", "2", 9, 0),
    ("Armed group", "3", 3, 1),
    ("Place", "4", 11, 0),
    ("Event", "5", 6, 0),
    ("Claim", "6", 4, 0),
    ("Donaudampfschifffahrtsgesellschaft", "7", 2, 0),
    ("Number", "8", 1, 0),
    ("Money", "9", 0, 0),
];

fn board_ui(ui: &mut Ui, text: &mut String, filled: &mut String, chosen: &mut usize) {
    let theme = Theme::of(ui);
    ui.add_space(16.0);
    ui.horizontal_top(|ui| {
        ui.add_space(16.0);
        ui.vertical(|ui| {
            ui.set_width(300.0);
            section_head_with_ui(ui, "Tags", |ui| {
                ui.label(
                    RichText::new("this document")
                        .small()
                        .color(theme.text_soft),
                );
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
                let row = TagRow {
                    count: Some(2),
                    share: Some(0.2),
                    ..TagRow::new("With a pattern", theme.tag_slot(slot))
                };
                tag_row_ui(ui, &row);
            }
            ui.spacing_mut().item_spacing.y = 4.0;
            section_head_ui(ui, "Documents");
            ui.spacing_mut().item_spacing.y = 0.0;
            for (index, (icon, title)) in [
                (
                    icons::IN_PROGRESS,
                    "France rejects ‘unfair’ Moscow criticism of UN envoy",
                ),
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
            let search = SearchField {
                label: "Find",
                hint: "Find or do anything",
                key: Some("Ctrl+P"),
                icon: None,
            };
            search_field_ui(ui, &search, text);
            ui.push_id("filled", |ui| {
                search_field_ui(
                    ui,
                    &SearchField {
                        icon: Some(icons::FUNNEL_SIMPLE),
                        ..search
                    },
                    filled,
                )
            });
            ui.add(egui::TextEdit::singleline(filled).desired_width(f32::INFINITY))
                .accessible_name("Plain field");
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
                    button_ui(
                        ui,
                        &Button {
                            label,
                            kind,
                            ..Button::default()
                        },
                    );
                }
            });
            ui.horizontal(|ui| {
                button_ui(
                    ui,
                    &Button {
                        label: "Open folder…",
                        icon: Some(icons::FOLDER_OPEN),
                        ..Button::default()
                    },
                );
                let _ = ui.button("egui button");
                ui.add_enabled_ui(false, |ui| {
                    button_ui(
                        ui,
                        &Button {
                            label: "Disabled",
                            ..Button::default()
                        },
                    )
                });
            });
            ui.horizontal(|ui| {
                ui.spacing_mut().item_spacing.x = 0.0;
                for (icon, label) in [
                    (icons::UNDO, "Undo"),
                    (icons::REDO, "Redo"),
                    (icons::HIGHLIGHTER, "Label"),
                ] {
                    icon_button_ui(
                        ui,
                        &IconButton {
                            icon,
                            label,
                            key: Some("Ctrl+Z"),
                            ..IconButton::default()
                        },
                    );
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
                    icon_button_ui(
                        ui,
                        &IconButton {
                            icon,
                            label: "Icon",
                            ..IconButton::default()
                        },
                    );
                }
            });
            section_head_ui(ui, "Choice");
            segmented_ui(
                ui,
                "Counted in",
                &["This document", "Filter", "Project"],
                chosen,
            );
            section_head_ui(ui, "Chips");
            ui.horizontal_wrapped(|ui| {
                for (slot, name) in [
                    (0, "Person"),
                    (3, "Place"),
                    (5, "Claim"),
                    (26, "Dotted"),
                    (50, "Double"),
                    (75, "Wavy"),
                ] {
                    let colors = theme.tag_slot(slot);
                    tag_chip_ui(
                        ui,
                        &TagChip {
                            name,
                            colors,
                            selected: slot == 3,
                            removable: slot == 5,
                        },
                    );
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
            for (slot, share) in [
                (0, 14.0),
                (1, 9.0),
                (26, 7.0),
                (51, 5.0),
                (76, 3.0),
                (5, 0.1),
            ] {
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
                        &Bar {
                            label: "Person",
                            value: share,
                            of: 14.0,
                            colors: theme.tag_slot(slot),
                            width: 160.0,
                        },
                    );
                });
            }
            section_head_ui(ui, "Work");
            progress_row_ui(
                ui,
                &ProgressRow {
                    label: "Importing documents",
                    share: Some(0.4),
                    detail: "120 of 300",
                    can_cancel: true,
                },
            );
            progress_row_ui(
                ui,
                &ProgressRow {
                    label: "Computing agreement",
                    share: None,
                    detail: "",
                    can_cancel: true,
                },
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

fn colors_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let words = [
        "Lovelace", "Nations", "Aleppo", "truce", "envoy", "Geneva", "Moscow", "claims",
    ];
    for slot in 0..48_u8 {
        let column = f32::from(slot / 12);
        let row = f32::from(slot % 12);
        let min = pos2(24.0 + column * 240.0, 24.0 + row * 60.0);
        let colors = theme.tag_slot(slot);
        span_at(
            ui,
            min + vec2(40.0, 12.0),
            words[usize::from(slot % 8)],
            &["PER", "ORG", "LOC"][usize::from(slot % 3)],
            colors,
        );
        paint_swatch(ui.painter(), min + vec2(12.0, 22.0), 12.0, &colors);
        ui.painter().text(
            min + vec2(190.0, 22.0),
            egui::Align2::CENTER_CENTER,
            slot.to_string(),
            egui::FontId::proportional(12.0),
            theme.text_soft,
        );
    }
}

/// A word as the article view will show it.
fn span_at(ui: &Ui, min: egui::Pos2, word: &str, short: &str, colors: TagColors) -> f32 {
    let theme = Theme::of(ui);
    let painter = ui.painter();
    let galley = painter.layout_no_wrap(word.to_owned(), theme::reading(18.0), theme.text);
    let rect = Rect::from_min_size(min, galley.size());
    painter.rect_filled(
        rect.expand2(vec2(1.0, 0.0)).with_min_y(rect.top() + 2.0),
        2,
        colors.fill,
    );
    paint_under_line(
        painter,
        rect.x_range(),
        rect.bottom(),
        colors.line,
        colors.pattern,
        2.0,
    );
    painter.text(
        rect.left_top(),
        egui::Align2::LEFT_BOTTOM,
        short,
        theme::semibold(size::TEXT_LABEL),
        colors.label,
    );
    let width = galley.size().x;
    painter.galley(min, galley, theme.text);
    width
}

fn window_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let whole = ui.content_rect();
    let top = whole.with_max_y(44.0);
    let bottom = whole.with_min_y(whole.bottom() - 26.0);
    let left = Rect::from_min_max(pos2(0.0, 44.0), pos2(260.0, bottom.top()));
    let right = Rect::from_min_max(
        pos2(whole.right() - 300.0, 44.0),
        pos2(whole.right(), bottom.top()),
    );
    for rect in [top, bottom, left, right] {
        ui.painter().rect_filled(rect, 0, theme.surface);
    }
    let hair = theme.hairline(ui);
    ui.painter().hline(whole.x_range(), 44.0, hair);
    ui.painter().hline(whole.x_range(), bottom.top(), hair);
    ui.painter().vline(260.0, left.y_range(), hair);
    ui.painter().vline(right.left(), right.y_range(), hair);
    let place = |ui: &mut Ui, rect: Rect, layout: Layout, draw: &mut dyn FnMut(&mut Ui)| {
        let mut child = ui.new_child(egui::UiBuilder::new().max_rect(rect).layout(layout));
        draw(&mut child);
    };
    place(
        ui,
        top.shrink2(vec2(12.0, 0.0)),
        Layout::left_to_right(Align::Center),
        &mut |ui| {
            button_ui(
                ui,
                &Button {
                    label: "Aleppo ceasefire",
                    icon: Some(icons::BOOK_OPEN),
                    ..Button::default()
                },
            );
            let mut chosen = 0;
            ui.add_space(80.0);
            segmented_ui(
                ui,
                "Place",
                &["Label", "Review", "Search", "Statistics", "Codebook"],
                &mut chosen,
            );
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                icon_button_ui(
                    ui,
                    &IconButton {
                        icon: icons::SIDEBAR,
                        label: "Right panel",
                        turned: true,
                        ..IconButton::default()
                    },
                );
                icon_button_ui(
                    ui,
                    &IconButton {
                        icon: icons::SUN,
                        label: "Theme",
                        ..IconButton::default()
                    },
                );
                ui.set_max_width(280.0);
                let mut text = String::new();
                search_field_ui(
                    ui,
                    &SearchField {
                        label: "Find",
                        hint: "Find or do anything",
                        key: Some("Ctrl+P"),
                        icon: None,
                    },
                    &mut text,
                );
            });
        },
    );
    place(
        ui,
        left.shrink(8.0),
        Layout::top_down(Align::Min),
        &mut |ui| {
            let mut text = String::new();
            search_field_ui(
                ui,
                &SearchField {
                    label: "Filter",
                    hint: "Filter",
                    key: None,
                    icon: Some(icons::FUNNEL_SIMPLE),
                },
                &mut text,
            );
            ui.spacing_mut().item_spacing.y = 0.0;
            ui.add_space(8.0);
            for (index, title) in [
                "France rejects ‘unfair’ Moscow criticism of UN envoy",
                "Truce in Aleppo holds for a second day",
                "Aid convoy reaches Homs",
                "Kerry and Lavrov meet in Geneva",
                "Opposition doubts the timetable",
                "What the ceasefire covers, and what it does not",
                "Observers count forty violations",
            ]
            .iter()
            .enumerate()
            {
                let (icon, color) = match index {
                    0 => (icons::IN_PROGRESS, None),
                    1..=3 => (icons::CHECK_CIRCLE, Some(theme.success)),
                    _ => (icons::CIRCLE, None),
                };
                list_row_ui(
                    ui,
                    &ListRow {
                        icon: Some((icon, color)),
                        title,
                        selected: index == 0,
                        ..ListRow::default()
                    },
                );
            }
        },
    );
    place(
        ui,
        right.shrink(12.0),
        Layout::top_down(Align::Min),
        &mut |ui| {
            section_head_with_ui(ui, "Tags", |ui| {
                ui.label(
                    RichText::new("this document")
                        .small()
                        .color(theme.text_soft),
                );
            });
            ui.spacing_mut().item_spacing.y = 0.0;
            for (slot, (name, key, count, depth)) in TAGS.iter().enumerate() {
                let row = TagRow {
                    key: Some(key),
                    count: Some(*count),
                    share: Some(*count as f32 / 14.0),
                    depth: *depth,
                    selected: slot == 0,
                    ..TagRow::new(name, theme.tag_slot(slot as u8))
                };
                tag_row_ui(ui, &row);
            }
            ui.add_space(12.0);
            section_head_ui(ui, "Span");
            ui.label(RichText::new("Staffan de Mistura").font(theme::reading(15.0)));
            ui.add_space(8.0);
            tag_chip_ui(
                ui,
                &TagChip {
                    name: "Person",
                    colors: theme.tag_slot(0),
                    selected: false,
                    removable: false,
                },
            );
        },
    );
    let column = 280.0;
    ui.painter().text(
        pos2(column + 20.0, 110.0),
        egui::Align2::LEFT_BOTTOM,
        "France rejects ‘unfair’ Moscow criticism of UN envoy",
        theme::reading_semibold(26.0),
        theme.text,
    );
    let lines: [&[(&str, Option<(&str, u8)>)]; 6] = [
        &[
            ("France", Some(("ORG", 1))),
            (" has rejected as “unfair” ", None),
            ("Moscow", Some(("LOC", 3))),
            ("’s criticism of the ", None),
            ("UN", Some(("ORG", 1))),
            (" envoy", None),
        ],
        &[
            ("on ", None),
            ("Syria", Some(("LOC", 3))),
            (", ", None),
            ("Staffan de Mistura", Some(("PER", 0))),
            (", calling for a ", None),
            ("ceasefire", Some(("EVT", 4))),
            (" to hold", None),
        ],
        &[
            ("through the talks. A spokesman said ", None),
            ("41", Some(("NUM", 7))),
            (" trucks had reached ", None),
            ("Aleppo", Some(("LOC", 3))),
        ],
        &[
            ("since Friday, while the ", None),
            ("Free Syrian Army", Some(("ARM", 2))),
            (" ", None),
            ("denied any attack", Some(("CLM", 5))),
        ],
        &[
            ("on the Castello road. The Russian foreign minister, ", None),
            ("Sergei Lavrov", Some(("PER", 0))),
            (", had", None),
        ],
        &[(
            "accused the envoy of undermining the resumption of the talks.",
            None,
        )],
    ];
    for (row, line) in lines.iter().enumerate() {
        let mut x = column + 20.0;
        let y = 140.0 + row as f32 * 35.0;
        for (word, span) in *line {
            x += match span {
                Some((short, slot)) => span_at(ui, pos2(x, y), word, short, theme.tag_slot(*slot)),
                None => {
                    let galley = ui.painter().layout_no_wrap(
                        (*word).to_owned(),
                        theme::reading(18.0),
                        theme.text,
                    );
                    let width = galley.size().x;
                    ui.painter().galley(pos2(x, y), galley, theme.text);
                    width
                }
            };
        }
    }
    let status = RichText::new("Saved · Ana · 37 spans in this article")
        .small()
        .color(theme.text_soft);
    place(
        ui,
        bottom.shrink2(vec2(12.0, 0.0)),
        Layout::left_to_right(Align::Center),
        &mut |ui| {
            ui.label(status.clone());
        },
    );
}

fn sample_toasts() -> Toasts {
    let mut toasts = Toasts::default();
    toasts.push(Toast {
        kind: ToastKind::Error,
        message: "Could not save annotations/ana/truce-7q2m.ron: the disk is full. Edits are kept in memory".to_owned(),
        action: Some(ToastAction { id: 2, label: "Try again".to_owned(), key: None }),
    });
    toasts.push(Toast {
        kind: ToastKind::Info,
        message: "Tagged 12 matches of “Aleppo” as Place".to_owned(),
        action: Some(ToastAction {
            id: 1,
            label: "Undo".to_owned(),
            key: Some("Ctrl+Z".to_owned()),
        }),
    });
    toasts
}

fn floating_ui(ui: &mut Ui, toasts: &mut Toasts, path: &mut String) {
    let theme = Theme::of(ui);
    let anchor = Rect::from_min_size(pos2(40.0, 40.0), vec2(120.0, 24.0));
    span_at(
        ui,
        anchor.min,
        "Staffan de Mistura",
        "PER",
        theme.tag_slot(0),
    );
    let popover = Popover {
        id: Id::unique("palette"),
        label: "Tags",
        beside: anchor,
        layer: ui.layer_id(),
        width: 260.0,
    };
    popover_ui(ui, &popover, |ui| {
        let mut text = String::new();
        search_field_ui(
            ui,
            &SearchField {
                label: "Tag",
                hint: "Tag as…",
                key: None,
                icon: Some(icons::TAG),
            },
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
    let menu = Popover {
        id: Id::unique("menu"),
        label: "Menu",
        beside,
        layer: ui.layer_id(),
        width: 280.0,
    };
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
            &MenuItem {
                icon: icons::UNDO,
                label: "Undo tag Person",
                key: Some("Ctrl+Z"),
                ..MenuItem::default()
            },
        );
        menu_item_ui(
            ui,
            &MenuItem {
                icon: icons::MOON,
                label: "Dark theme",
                ticked: true,
                ..MenuItem::default()
            },
        );
        ui.separator();
        menu_item_ui(
            ui,
            &MenuItem {
                icon: icons::TRASH,
                label: "Delete document…",
                danger: true,
                ..MenuItem::default()
            },
        );
    });
    let mut child = ui.new_child(
        egui::UiBuilder::new().max_rect(Rect::from_min_size(pos2(40.0, 330.0), vec2(400.0, 200.0))),
    );
    let field = PathField {
        id: Id::unique("path"),
        label: "Folder",
        hint: "Folder",
    };
    child.memory_mut(|memory| memory.request_focus(field.id));
    path_field_ui(&mut child, &field, path, &|_| {
        vec![
            "/home/ana/articles/".to_owned(),
            "/home/ana/artefacts.txt".to_owned(),
        ]
    });
    toasts_ui(ui, toasts, 26.0);
}
