//! A field to search or filter with: a lens, a hint, its key while empty, a cross once there is something to clear.

use egui::accesskit::Role;
use egui::{
    Frame, Margin, Rect, Response, Sense, Stroke, StrokeKind, TextEdit, Ui, UiBuilder, Vec2, WidgetInfo, pos2, vec2,
};

use super::keycap::{keycap_width, paint_keycap};
use super::paint::{paint_icon, paint_wash};
use crate::app::theme::{Theme, icons, size};

/// What a search field shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct SearchField<'a> {
    /// Its name for screen readers.
    pub label: &'a str,
    /// What stands in it while it is empty.
    pub hint: &'a str,
    /// The key that leads here.
    pub key: Option<&'a str>,
    /// Another icon than the lens: a funnel for filters.
    pub icon: Option<&'a str>,
}

/// Draws the field over the whole width. The response is the text field's, and `changed` when it was cleared, too.
pub fn search_field_ui(ui: &mut Ui, field: &SearchField<'_>, text: &mut String) -> Response {
    let theme = Theme::of(ui);
    let wanted = vec2(ui.available_width().floor(), size::CONTROL);
    let (rect, whole) = ui.allocate_exact_size(wanted, Sense::hover());
    ui.painter().rect(rect, size::RADIUS, theme.field, Stroke::new(1.0, theme.line), StrokeKind::Inside);
    let icon = field.icon.unwrap_or(icons::SEARCH);
    paint_icon(ui.painter(), pos2(rect.left() + 15.0, rect.center().y), icon, 14.0, theme.text_soft);

    let mut right = rect.right() - size::SPACE_S;
    let mut cleared = false;
    if text.is_empty() {
        if let Some(key) = field.key {
            let width = keycap_width(ui.painter(), key);
            let center = pos2(right - width / 2.0, rect.center().y);
            paint_keycap(ui.painter(), Rect::from_center_size(center, vec2(width, 16.0)), key, &theme);
            right -= width + size::SPACE_XS;
        }
    } else {
        let place = Rect::from_center_size(pos2(rect.right() - 14.0, rect.center().y), Vec2::splat(size::HIT));
        let cross = ui.interact(place, whole.id.with("clear"), Sense::click());
        cross.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Clear {}", field.label)));
        paint_wash(ui, &cross, place.shrink(2.0), size::RADIUS - 2);
        paint_icon(ui.painter(), place.center(), icons::CLOSE, 12.0, theme.text_soft);
        if cross.has_focus() {
            super::paint::paint_focus_ring(ui, &cross, place.shrink(2.0), size::RADIUS - 2);
        }
        right = place.left();
        cleared = cross.on_hover_text("Clear").clicked();
    }
    if cleared {
        text.clear();
    }

    let inner = Rect::from_min_max(pos2(rect.left() + 26.0, rect.top()), pos2(right, rect.bottom()));
    let mut child = ui.new_child(UiBuilder::new().max_rect(inner));
    let edit = TextEdit::singleline(text)
        .id(whole.id.with("text"))
        .hint_text(egui::RichText::new(field.hint).color(theme.text_soft))
        .frame(Frame::NONE)
        .margin(Margin::symmetric(2, 0))
        .align(egui::Align2::LEFT_CENTER)
        .desired_width(inner.width())
        .min_size(inner.size());
    let mut response = child.add(edit).accessible_name(field.label);
    if response.has_focus() {
        let ring = Stroke::new(size::FOCUS_RING, theme.focus);
        ui.painter().rect_stroke(rect, size::RADIUS, ring, StrokeKind::Inside);
    }
    if cleared {
        response.mark_changed();
        response.request_focus();
    }
    response
}
