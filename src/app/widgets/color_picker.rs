//! The choice of a tag's color: 48 slots, or a color of one's own.

use egui::accesskit::Role;
use egui::{Id, Rect, Response, Sense, Stroke, StrokeKind, TextEdit, Ui, Vec2, WidgetInfo, pos2, vec2};

use super::paint::{paint_wash, with_tooltip};
use super::section_head::section_text;
use super::swatch::paint_swatch;
use crate::app::theme::{TagColors, Theme, hex_from_color, paint_under_line, rgb_from_hex, size};

const N_COLUMNS: u8 = 12;
const N_SHOWN: u8 = 48;

/// A color as it is picked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PickedColor {
    /// One of the theme's.
    Slot(u8),
    /// A person's own, as red, green and blue; the theme keeps its hue.
    Seed([u8; 3]),
}

impl PickedColor {
    fn colors(self, theme: &Theme) -> TagColors {
        match self {
            Self::Slot(slot) => theme.tag_slot(slot),
            Self::Seed(rgb) => theme.tag_seed(rgb),
        }
    }
}

/// Draws the slots in rows of twelve and the field below. The response is `changed` when another color was picked.
pub fn color_picker_ui(ui: &mut Ui, picked: &mut PickedColor) -> Response {
    let theme = Theme::of(ui);
    let before = *picked;
    let rows = N_SHOWN.div_ceil(N_COLUMNS);
    let wanted = vec2(f32::from(N_COLUMNS), f32::from(rows)) * size::HIT;
    let (rect, mut whole) = ui.allocate_exact_size(wanted, Sense::hover());
    whole.widget_info(|| WidgetInfo::labeled(Role::RadioGroup, true, "Color"));
    for slot in 0..N_SHOWN {
        let cell = vec2(f32::from(slot % N_COLUMNS), f32::from(slot / N_COLUMNS)) * size::HIT;
        let place = Rect::from_min_size(rect.min + cell, Vec2::splat(size::HIT));
        if slot_ui(ui, &theme, place, whole.id.with(slot), slot, *picked == PickedColor::Slot(slot)).clicked() {
            *picked = PickedColor::Slot(slot);
        }
    }
    ui.add_space(size::SPACE_S);
    own_color_ui(ui, &theme, whole.id.with("own"), picked);
    if *picked != before {
        whole.mark_changed();
    }
    whole
}

fn slot_ui(ui: &Ui, theme: &Theme, place: Rect, id: Id, slot: u8, here: bool) -> Response {
    let colors = theme.tag_slot(slot);
    let response = ui.interact(place, id, Sense::click());
    let label = format!("Color {}, {}", slot + 1, colors.pattern.name());
    response.widget_info(|| WidgetInfo::selected(Role::RadioButton, true, here, &label));
    paint_wash(ui, &response, place, size::RADIUS);
    paint_swatch(ui.painter(), place.center(), 12.0, &colors);
    let ring = if response.has_focus() {
        Some(Stroke::new(size::FOCUS_RING, theme.focus))
    } else {
        here.then(|| Stroke::new(1.5, theme.text))
    };
    if let Some(ring) = ring {
        ui.painter().rect_stroke(place.shrink(1.0), size::RADIUS, ring, StrokeKind::Inside);
    }
    with_tooltip(response, &label, None)
}

/// The field for a person's own color, with a sample of what the theme makes of it.
fn own_color_ui(ui: &mut Ui, theme: &Theme, id: Id, picked: &mut PickedColor) {
    let colors = picked.colors(theme);
    let shown = match picked {
        PickedColor::Seed([r, g, b]) => format!("#{r:02x}{g:02x}{b:02x}"),
        PickedColor::Slot(_) => hex_from_color(colors.swatch),
    };
    ui.horizontal(|ui| {
        let (head, _) = ui.allocate_exact_size(vec2(72.0, size::CONTROL), Sense::hover());
        let galley = ui.painter().layout_job(section_text("Own color", theme));
        super::paint::paint_text(ui.painter(), egui::Align2::LEFT_CENTER, head.left_center(), galley);
        // What is being typed is kept apart from the color until it is one.
        let typed: Option<String> = ui.data(|data| data.get_temp(id));
        let mut text = typed.unwrap_or_else(|| shown.clone());
        let edit = TextEdit::singleline(&mut text).id(id.with("field")).desired_width(76.0).char_limit(9);
        let response = ui.add(edit).accessible_name("Own color as hexadecimal");
        if response.changed() {
            if let Some(rgb) = rgb_from_hex(&text) {
                *picked = PickedColor::Seed(rgb);
            }
            ui.data_mut(|data| data.insert_temp(id, text));
        } else if !response.has_focus() {
            ui.data_mut(|data| data.remove::<String>(id));
        }
        sample_ui(ui, theme, &colors);
    });
}

/// A word as it will look on the page.
fn sample_ui(ui: &mut Ui, theme: &Theme, colors: &TagColors) {
    let font = crate::app::theme::reading(size::TEXT_TITLE);
    let galley = ui.painter().layout_no_wrap("Sample".to_owned(), font, theme.text);
    let wanted = vec2(galley.size().x.ceil() + size::SPACE_S, size::CONTROL);
    let (rect, _) = ui.allocate_exact_size(wanted, Sense::hover());
    let tint = Rect::from_min_max(pos2(rect.left(), rect.top() + 3.0), pos2(rect.right(), rect.bottom() - 3.0));
    ui.painter().rect_filled(tint, 2, colors.fill);
    let bottom = tint.bottom() - 2.0;
    paint_under_line(ui.painter(), tint.x_range(), bottom, colors.line, colors.pattern, 2.0);
    super::paint::paint_text(ui.painter(), egui::Align2::CENTER_CENTER, rect.center(), galley);
}
