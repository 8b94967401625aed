//! A row of a list of relations: from whom, as what, to whom, what is said of it, by whom and where; and the heads of
//! these columns, which order the list.

use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{paint_focus_ring, paint_icon, paint_wash, row_size};
use super::words::{Laid, paint_words, spoken};
use crate::app::theme::{Theme, regular, semibold, size};

/// What a row shows.
#[derive(Clone, Copy, Debug)]
pub struct RelationRow<'a> {
    /// The words that the relation goes out from.
    pub from: &'a str,
    /// An icon that shows its direction.
    pub icon: &'a str,
    /// The name of its tag.
    pub tag: &'a str,
    /// The color of that.
    pub color: Color32,
    /// The words that it leads to.
    pub to: &'a str,
    /// What is said of it.
    pub said: &'a str,
    /// Who made it.
    pub by: &'a str,
    /// The title of the article.
    pub place: &'a str,
    /// Whether it is the one that the keyboard is at.
    pub chosen: bool,
}

/// How many columns there are.
const N_COLUMNS: usize = 6;
/// The share of each in the width.
const SHARES: [f32; N_COLUMNS] = [0.19, 0.12, 0.29, 0.14, 0.08, 0.18];

/// Draws the row over the whole width, 28 points high.
pub fn relation_row_ui(ui: &mut Ui, row: &RelationRow<'_>) -> Response {
    let theme = Theme::of(ui);
    let (rect, response) = ui.allocate_exact_size(row_size(ui, size::ROW), Sense::click());
    response.widget_info(|| {
        let parts = [row.said, row.by, row.place].into_iter().filter(|part| !part.is_empty());
        let said = std::iter::once(format!("{} {} {}", row.from, row.tag, row.to)).chain(parts.map(str::to_owned));
        let said = said.collect::<Vec<_>>().join(", ");
        WidgetInfo::selected(Role::Button, ui.is_enabled(), row.chosen, spoken(&said))
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    if row.chosen {
        ui.painter().rect_filled(rect, size::RADIUS, theme.accent_soft);
    }
    paint_wash(ui, &response, rect, size::RADIUS);
    let small = regular(size::TEXT_SECONDARY);
    let cells = [
        (row.from, regular(size::TEXT), theme.text),
        (row.tag, semibold(size::TEXT_SECONDARY), row.color),
        (row.to, regular(size::TEXT), theme.text),
        (row.said, small.clone(), theme.text_soft),
        (row.by, small.clone(), theme.text_soft),
        (row.place, small, theme.text_soft),
    ];
    for (n, ((words, font, color), mut cell)) in cells.into_iter().zip(columns(rect)).enumerate() {
        if n == 1 {
            let at = pos2(cell.left() + size::ICON / 2.0, cell.center().y);
            paint_icon(ui.painter(), at, row.icon, size::ICON, color);
            cell.min.x += size::ICON + size::SPACE_XS;
        }
        let words = Laid::line(ui, words, &font, cell.width());
        paint_words(ui.painter(), Align2::LEFT_CENTER, cell.left_center(), &words, color);
    }
    paint_focus_ring(ui, &response, rect, size::RADIUS);
    response
}

/// Draws the heads of the columns; those that can order the list are buttons, and one of them does. The one that was
/// clicked.
pub fn relation_heads_ui(
    ui: &mut Ui,
    heads: [&str; N_COLUMNS],
    can_order: [bool; N_COLUMNS],
    ordered: usize,
) -> Option<usize> {
    let theme = Theme::of(ui);
    let (rect, whole) = ui.allocate_exact_size(row_size(ui, size::HIT), Sense::hover());
    let mut clicked = None;
    for (n, ((head, cell), can_order)) in heads.into_iter().zip(columns(rect)).zip(can_order).enumerate() {
        let mark = if n == ordered { "  ↓" } else { "" };
        let words = Laid::line(ui, &format!("{head}{mark}"), &semibold(size::TEXT_SECONDARY), cell.width());
        paint_words(ui.painter(), Align2::LEFT_CENTER, cell.left_center(), &words, theme.text_soft);
        if can_order {
            let response = ui.interact(cell, whole.id.with(n), Sense::click());
            response.widget_info(|| {
                WidgetInfo::selected(Role::Button, ui.is_enabled(), n == ordered, format!("Order by {head}"))
            });
            paint_focus_ring(ui, &response, cell.expand2(vec2(size::SPACE_XS, 0.0)), size::RADIUS);
            if response.clicked() {
                clicked = Some(n);
            }
        }
    }
    let line = ui.visuals().widgets.noninteractive.bg_stroke;
    ui.painter().hline(rect.x_range(), rect.bottom(), line);
    clicked
}

/// Where the columns are.
fn columns(rect: Rect) -> [Rect; N_COLUMNS] {
    let inner = rect.shrink2(vec2(size::SPACE_S, 0.0));
    let mut left = inner.left();
    SHARES.map(|share| {
        let width = inner.width() * share;
        let cell = Rect::from_min_size(pos2(left, inner.top()), vec2(width - size::SPACE_M, inner.height()));
        left += width;
        cell
    })
}
