//! A row of a list: an icon for its state, a title that is cut when long, something short at the right.

use egui::accesskit::Role;
use egui::{Align2, Color32, Response, Sense, Ui, WidgetInfo, pos2};

use super::paint::{paint_focus_ring, paint_icon, paint_wash, row_size};
use super::words::{Laid, on_hover_words, paint_words, spoken};
use crate::app::theme::{Theme, regular, semibold, size};

/// What a row shows.
#[derive(Clone, Copy, Debug, Default)]
pub struct ListRow<'a> {
    /// An icon and its color, or the color of soft text.
    pub icon: Option<(&'a str, Option<Color32>)>,
    /// What it is.
    pub title: &'a str,
    /// Something short at the right: a count, a date.
    pub detail: &'a str,
    /// Whether it is the one that is open.
    pub selected: bool,
    /// A row of 24 points instead of 28.
    pub compact: bool,
    /// What screen readers say instead of title and detail, where the icon tells something too.
    pub spoken: Option<&'a str>,
}

/// How much of the width the detail may take.
const DETAIL: f32 = 0.6;

/// Draws the row over the whole width. A title that was cut is shown whole in the tooltip.
pub fn list_row_ui(ui: &mut Ui, row: &ListRow<'_>) -> Response {
    let theme = Theme::of(ui);
    let height = if row.compact { size::ROW_COMPACT } else { size::ROW };
    let (rect, response) = ui.allocate_exact_size(row_size(ui, height), Sense::click());
    response.widget_info(|| {
        let said = || spoken(&format!("{} {}", row.title, row.detail)).trim().to_owned();
        let said = row.spoken.map_or_else(said, str::to_owned);
        WidgetInfo::selected(Role::Button, ui.is_enabled(), row.selected, said)
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    let painter = ui.painter();
    if row.selected {
        painter.rect_filled(rect, size::RADIUS, theme.accent_soft);
    }
    paint_wash(ui, &response, rect, size::RADIUS);
    let middle = rect.center().y;
    let mut left = rect.left() + size::SPACE_S;
    if let Some((icon, color)) = row.icon {
        let color = color.unwrap_or(theme.text_soft);
        paint_icon(painter, pos2(left + size::ICON / 2.0, middle), icon, size::ICON, color);
        left += size::ICON + size::SPACE_S;
    }
    let mut right = rect.right() - size::SPACE_S;
    let mut is_cut = false;
    if !row.detail.is_empty() {
        let detail = Laid::line(ui, row.detail, &regular(size::TEXT_SECONDARY), (right - left) * DETAIL);
        is_cut |= detail.is_elided();
        let at = pos2(right, middle);
        right -= paint_words(painter, Align2::RIGHT_CENTER, at, &detail, theme.text_soft) + size::SPACE_S;
    }
    let font = if row.selected { semibold(size::TEXT) } else { regular(size::TEXT) };
    let title = Laid::line(ui, row.title, &font, right - left);
    is_cut |= title.is_elided();
    paint_words(painter, Align2::LEFT_CENTER, pos2(left, middle), &title, theme.text);
    paint_focus_ring(ui, &response, rect, size::RADIUS);
    match (is_cut, row.detail.is_empty()) {
        (false, _) => response,
        (true, true) => on_hover_words(response, row.title),
        (true, false) => on_hover_words(response, &format!("{}\n{}", row.title, row.detail)),
    }
}
