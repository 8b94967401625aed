//! A choice as a chip among others: what is chosen is filled and framed.

use egui::accesskit::Role;
use egui::{Align2, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::paint::{paint_focus_ring, paint_wash};
use super::swatch::paint_swatch;
use super::words::{Laid, on_hover_words, paint_words};
use crate::app::theme::{TagColors, Theme, regular, semibold, size};

/// Left and right of the words.
const PADDING: f32 = 9.0;

/// What a chip shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct ChoiceChip<'a> {
    /// What it is a choice of, for screen readers.
    pub of: &'a str,
    /// Its name.
    pub name: &'a str,
    /// Whether it is chosen.
    pub chosen: bool,
    /// The colors of the tag that it is, if it is one.
    pub colors: Option<TagColors>,
}

/// The room that a tag's swatch takes.
const SWATCH: f32 = 13.0;

/// Draws a chip, 24 points high and never wider than what is there. A click chooses it, or lets it go.
pub fn choice_chip_ui(ui: &mut Ui, chip: &ChoiceChip<'_>) -> Response {
    let ChoiceChip { of, name, chosen, colors } = *chip;
    let theme = Theme::of(ui);
    // As wide as in semibold, so that nothing moves when the choice does.
    let swatch = if colors.is_some() { SWATCH } else { 0.0 };
    let room = (ui.max_rect().width() - 2.0 * PADDING - swatch).max(40.0);
    let wide = Laid::line(ui, name, &semibold(size::TEXT_SECONDARY), room);
    let words = if chosen { wide.clone() } else { Laid::line(ui, name, &regular(size::TEXT_SECONDARY), room) };
    let (rect, response) =
        ui.allocate_exact_size(vec2(wide.size.x + 2.0 * PADDING + swatch, size::HIT), Sense::click());
    let label = format!("{of}: {name}");
    response.widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), chosen, &label));
    if response.gained_focus() {
        // The keyboard comes here from elsewhere, and what has it must be seen.
        response.scroll_to_me(None);
    }
    if ui.is_rect_visible(rect) {
        let pill = rect.shrink2(vec2(0.0, 1.0));
        let (ground, frame, ink) = match (chosen, &colors) {
            (true, Some(colors)) => (colors.fill, colors.line, colors.label),
            (true, None) => (theme.accent_soft, theme.accent, theme.text),
            (false, _) => (theme.raised, theme.line, theme.text_soft),
        };
        ui.painter().rect(pill, size::RADIUS, ground, Stroke::new(1.0, frame), StrokeKind::Inside);
        paint_wash(ui, &response, pill, size::RADIUS);
        if let Some(colors) = &colors {
            paint_swatch(ui.painter(), pos2(rect.left() + PADDING + 4.0, rect.center().y), 8.0, colors);
        }
        let middle = rect.center() + vec2(swatch / 2.0, 0.0);
        paint_words(ui.painter(), Align2::CENTER_CENTER, middle, &words, ink);
        paint_focus_ring(ui, &response, rect, size::RADIUS);
    }
    if wide.is_elided() { on_hover_words(response, name) } else { response }
}
