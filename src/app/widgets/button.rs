//! A button with a verb on it: the main one of a place, a plain one, or one that destroys.

use egui::accesskit::Role;
use egui::{Align2, Color32, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::paint::{paint_icon, paint_wash, with_tooltip};
use super::words::{Laid, on_hover_words, paint_words, spoken};
use crate::app::theme::{Theme, regular, semibold, size};

/// How much a button asks for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing most people do here: filled with the accent. One in a place at most.
    Primary,
    /// Any other.
    #[default]
    Plain,
    /// Text alone, for the third thing and for actions inside other things.
    Quiet,
    /// What cannot be undone.
    Danger,
}

/// What a button shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct Button<'a> {
    /// A verb, in sentence case.
    pub label: &'a str,
    /// An icon before the label.
    pub icon: Option<&'a str>,
    /// Its key, for the tooltip.
    pub key: Option<&'a str>,
    /// How much it asks for.
    pub kind: ButtonKind,
}

/// How wide the words may be, in points.
const LONGEST: f32 = 320.0;

/// Draws the button, 28 points high.
pub fn button_ui(ui: &mut Ui, button: &Button<'_>) -> Response {
    let theme = Theme::of(ui);
    let (fill, edge, ink) = match button.kind {
        ButtonKind::Primary => (theme.accent, Color32::TRANSPARENT, theme.on_accent),
        ButtonKind::Plain => (theme.raised, theme.line, theme.text),
        ButtonKind::Quiet => (Color32::TRANSPARENT, Color32::TRANSPARENT, theme.accent),
        ButtonKind::Danger => (theme.danger, Color32::TRANSPARENT, theme.on_danger),
    };
    let font = match button.kind {
        ButtonKind::Plain => regular(size::TEXT),
        ButtonKind::Primary | ButtonKind::Quiet | ButtonKind::Danger => semibold(size::TEXT),
    };
    let label = Laid::line(ui, button.label, &font, LONGEST);
    let icon_width = if button.icon.is_some() { size::ICON + 6.0 } else { 0.0 };
    let padding = if button.kind == ButtonKind::Quiet { size::SPACE_S } else { size::SPACE_M };
    let width = (label.size.x + icon_width + 2.0 * padding).ceil();
    let (rect, response) = ui.allocate_exact_size(vec2(width, size::CONTROL), Sense::click());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, ui.is_enabled(), spoken(button.label)));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        painter.rect(rect, size::RADIUS, fill, Stroke::new(1.0, edge), StrokeKind::Inside);
        paint_wash(ui, &response, rect, size::RADIUS);
        let left = rect.left() + padding;
        if let Some(icon) = button.icon {
            paint_icon(painter, pos2(left + size::ICON / 2.0, rect.center().y), icon, size::ICON, ink);
        }
        paint_words(painter, Align2::LEFT_CENTER, pos2(left + icon_width, rect.center().y), &label, ink);
        if response.has_focus() {
            // Outside, with a gap: a ring in the accent would not be seen on a button in the accent.
            let ring = Stroke::new(size::FOCUS_RING, theme.focus);
            painter.rect_stroke(rect.expand(2.0), size::RADIUS + 2, ring, StrokeKind::Outside);
        }
    }
    match button.key {
        Some(key) => with_tooltip(response, button.label, Some(key)),
        None if label.is_elided() => on_hover_words(response, button.label),
        None => response,
    }
}
