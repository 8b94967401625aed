//! The whole window as it is meant to look, article and all.

use egui::{Align, Layout, Rect, RichText, Ui, pos2, vec2};
use glossator::app::theme::{self, Theme, icons};
use glossator::app::widgets::*;

use super::{TAGS, span_at};

/// Some words, and the short name and slot of their tag if they have one.
type Run = (&'static str, Option<(&'static str, u8)>);

pub fn window_ui(ui: &mut Ui) {
    let theme = Theme::of(ui);
    let whole = ui.content_rect();
    let top = whole.with_max_y(44.0);
    let bottom = whole.with_min_y(whole.bottom() - 26.0);
    let left = Rect::from_min_max(pos2(0.0, 44.0), pos2(260.0, bottom.top()));
    let right = Rect::from_min_max(pos2(whole.right() - 300.0, 44.0), pos2(whole.right(), bottom.top()));
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
    place(ui, top.shrink2(vec2(12.0, 0.0)), Layout::left_to_right(Align::Center), &mut |ui| {
        button_ui(ui, &Button { label: "Aleppo ceasefire", icon: Some(icons::BOOK_OPEN), ..Button::default() });
        let mut chosen = 0;
        ui.add_space(80.0);
        segmented_ui(ui, "Place", &["Label", "Review", "Search", "Statistics", "Codebook"], &mut chosen);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            icon_button_ui(
                ui,
                &IconButton { icon: icons::SIDEBAR, label: "Right panel", turned: true, ..IconButton::default() },
            );
            icon_button_ui(ui, &IconButton { icon: icons::SUN, label: "Theme", ..IconButton::default() });
            ui.set_max_width(280.0);
            let mut text = String::new();
            search_field_ui(
                ui,
                &SearchField { label: "Find", hint: "Find or do anything", key: Some("Ctrl+P"), icon: None },
                &mut text,
            );
        });
    });
    place(ui, left.shrink(8.0), Layout::top_down(Align::Min), &mut |ui| {
        let mut text = String::new();
        search_field_ui(
            ui,
            &SearchField { label: "Filter", hint: "Filter", key: None, icon: Some(icons::FUNNEL_SIMPLE) },
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
            list_row_ui(ui, &ListRow { icon: Some((icon, color)), title, selected: index == 0, ..ListRow::default() });
        }
    });
    place(ui, right.shrink(12.0), Layout::top_down(Align::Min), &mut |ui| {
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
                selected: slot == 0,
                ..TagRow::new(name, theme.tag_slot(slot as u8))
            };
            tag_row_ui(ui, &row);
        }
        ui.add_space(12.0);
        section_head_ui(ui, "Span");
        ui.label(RichText::new("Staffan de Mistura").font(theme::reading(15.0)));
        ui.add_space(8.0);
        tag_chip_ui(ui, &TagChip { name: "Person", colors: theme.tag_slot(0), selected: false, removable: false });
    });
    let column = 280.0;
    ui.painter().text(
        pos2(column + 20.0, 110.0),
        egui::Align2::LEFT_BOTTOM,
        "France rejects ‘unfair’ Moscow criticism of UN envoy",
        theme::reading_semibold(26.0),
        theme.text,
    );
    let lines: [&[Run]; 6] = [
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
        &[("accused the envoy of undermining the resumption of the talks.", None)],
    ];
    for (row, line) in lines.iter().enumerate() {
        let mut x = column + 20.0;
        let y = 140.0 + row as f32 * 35.0;
        for (word, span) in *line {
            x += match span {
                Some((short, slot)) => span_at(ui, pos2(x, y), word, short, theme.tag_slot(*slot)),
                None => {
                    let galley = ui.painter().layout_no_wrap((*word).to_owned(), theme::reading(18.0), theme.text);
                    let width = galley.size().x;
                    ui.painter().galley(pos2(x, y), galley, theme.text);
                    width
                }
            };
        }
    }
    let status = RichText::new("Saved · Ana · 37 spans in this article").small().color(theme.text_soft);
    place(ui, bottom.shrink2(vec2(12.0, 0.0)), Layout::left_to_right(Align::Center), &mut |ui| {
        ui.label(status.clone());
    });
}
