//! Work that goes on in the background: what it is, how far it is, a way to stop it.

use egui::accesskit::Role;
use egui::{Align2, Rect, Sense, Ui, Vec2, WidgetInfo, pos2};

use super::paint::{paint_focus_ring, paint_icon, paint_wash, row_size, with_tooltip};
use super::words::{Laid, paint_words};
use crate::app::theme::{Theme, icons, regular, size};

/// What a row of progress shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct ProgressRow<'a> {
    /// What is being done, such as *Importing 300 documents*.
    pub label: &'a str,
    /// How much of it is done, 0 to 1; without it the bar only says that something goes on.
    pub share: Option<f32>,
    /// How far in words, such as *120 of 300*.
    pub detail: &'a str,
    /// Whether it can be stopped.
    pub can_cancel: bool,
}

/// How high the row is.
pub(super) const HEIGHT: f32 = 40.0;
/// How much of the width the detail may take.
const DETAIL: f32 = 0.6;

/// Draws the row over the whole width. True when it was asked to stop.
pub fn progress_row_ui(ui: &mut Ui, row: &ProgressRow<'_>) -> bool {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(row_size(ui, HEIGHT), Sense::hover());
    response.widget_info(|| WidgetInfo {
        value: row.share.map(f64::from),
        ..WidgetInfo::labeled(Role::ProgressIndicator, true, format!("{} {}", row.label, row.detail).trim())
    });
    let cancel_width = if row.can_cancel { size::CONTROL + size::SPACE_XS } else { 0.0 };
    let right = rect.right() - cancel_width;
    let middle = rect.top() + 14.0;
    let small = regular(size::TEXT_SECONDARY);
    let detail = Laid::line(ui, row.detail, &small, (right - rect.left()) * DETAIL);
    let at = pos2(right, middle);
    let detail_width = paint_words(ui.painter(), Align2::RIGHT_CENTER, at, &detail, theme.text_soft);
    let room = right - rect.left() - detail_width - size::SPACE_S;
    let label = Laid::line(ui, row.label, &small, room);
    paint_words(ui.painter(), Align2::LEFT_CENTER, pos2(rect.left(), middle), &label, theme.text);

    let track = Rect::from_min_max(pos2(rect.left(), rect.top() + 28.0), pos2(right, rect.top() + 32.0));
    ui.painter().rect_filled(track, 2, theme.track);
    let (start, end) = match row.share {
        Some(share) => (0.0, share.clamp(0.0, 1.0)),
        None if ui.style().animation_time > 0.0 => {
            ui.request_repaint();
            let at = (ui.input(|input| input.time) / 1.6).fract() as f32 * 1.3 - 0.3;
            (at.max(0.0), (at + 0.3).min(1.0))
        }
        None => (0.0, 0.3),
    };
    let filled = Rect::from_x_y_ranges(
        track.left() + start * track.width()..=track.left() + end * track.width(),
        track.y_range(),
    );
    ui.painter().rect_filled(filled, 2, theme.accent);

    if !row.can_cancel {
        return false;
    }
    let center = pos2(rect.right() - size::CONTROL / 2.0, rect.center().y);
    let place = Rect::from_center_size(center, Vec2::splat(size::CONTROL));
    let cancel = ui.interact(place, response.id.with("cancel"), Sense::click());
    cancel.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Cancel {}", row.label)));
    paint_wash(ui, &cancel, place, size::RADIUS);
    paint_icon(ui.painter(), place.center(), icons::CLOSE, 14.0, theme.text_soft);
    paint_focus_ring(ui, &cancel, place, size::RADIUS);
    with_tooltip(cancel, "Cancel", None).clicked()
}
