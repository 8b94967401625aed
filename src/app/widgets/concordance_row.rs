//! A row of a concordance: words in their context, aligned so that the eye goes down the column.

use egui::accesskit::Role;
use egui::{Align2, Color32, Rect, Response, Sense, Ui, WidgetInfo, pos2, vec2};

use super::paint::{paint_tick, paint_wash, row_size};
use super::words::{Laid, paint_words, spoken};
use crate::app::theme::{Theme, regular, semibold, size};
use crate::app::typeset::reads_rtl;

/// The box of a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tick {
    /// The rows have none.
    Boxless,
    /// This row cannot be ticked, and steps back.
    Closed,
    /// Whether it is ticked.
    Open(bool),
}

/// What a row shows.
#[derive(Clone, Copy, Debug)]
pub struct ConcordanceRow<'a> {
    /// Where it stands: the title of the article.
    pub place: &'a str,
    /// What comes before, on one line.
    pub before: &'a str,
    /// The words.
    pub words: &'a str,
    /// What comes after, on one line.
    pub after: &'a str,
    /// Something about it, at the right.
    pub remark: &'a str,
    /// Its box.
    pub tick: Tick,
    /// Whether it is the one that the keyboard is at.
    pub chosen: bool,
    /// The color of the words.
    pub color: Color32,
}

/// How wide the place is, in points.
const PLACE: f32 = 130.0;
/// How wide the remark may become, in points.
const REMARK: f32 = 150.0;
/// How much of the rest comes before the words.
const BEFORE: f32 = 0.42;

/// Draws the row over the whole width, 24 points high; a click is for the box.
pub fn concordance_row_ui(ui: &mut Ui, row: &ConcordanceRow<'_>) -> Response {
    let theme = Theme::of(ui);
    let sense = if row.tick == Tick::Boxless { Sense::hover() } else { Sense::click() };
    let (rect, response) = ui.allocate_exact_size(row_size(ui, size::ROW_COMPACT), sense);
    response.widget_info(|| {
        let said = format!("{}: {}[{}]{} {}", row.place, row.before, row.words, row.after, row.remark);
        let said = spoken(said.trim()).into_owned();
        match row.tick {
            Tick::Boxless => WidgetInfo::labeled(Role::Label, true, said),
            Tick::Closed => WidgetInfo::selected(Role::CheckBox, false, false, said),
            Tick::Open(ticked) => WidgetInfo::selected(Role::CheckBox, true, ticked, said),
        }
    });
    if !ui.is_rect_visible(rect) {
        return response;
    }
    if row.chosen {
        ui.painter().rect_filled(rect, size::RADIUS, theme.accent_soft);
    }
    let middle = rect.center().y;
    let mut left = rect.left();
    if let Tick::Open(ticked) = row.tick {
        paint_wash(ui, &response, rect, size::RADIUS);
        paint_tick(ui.painter(), &theme, pos2(left + size::SPACE_XS + size::ICON / 2.0, middle), ticked);
    }
    if row.tick != Tick::Boxless {
        left += size::SPACE_XS + size::ICON + size::SPACE_S;
    }
    let (soft, text) = (theme.text_soft, if row.tick == Tick::Closed { theme.text_soft } else { theme.text });
    let small = regular(size::TEXT_SECONDARY);
    let place = Laid::line(ui, row.place, &small, PLACE);
    paint_words(ui.painter(), Align2::LEFT_CENTER, pos2(left, middle), &place, soft);
    left += PLACE + size::SPACE_M;
    let mut right = rect.right() - size::SPACE_S;
    if !row.remark.is_empty() {
        let remark = Laid::line(ui, row.remark, &small, REMARK);
        right -= paint_words(ui.painter(), Align2::RIGHT_CENTER, pos2(right, middle), &remark, soft) + size::SPACE_M;
    }
    let column = left + (rect.right() - left) * BEFORE;
    let [at_left, at_right] = row.sides().map(|side| Laid::line(ui, side, &regular(size::TEXT), f32::INFINITY));
    let cell = Rect::from_min_max(pos2(left, rect.top()), pos2(column, rect.bottom()));
    paint_words(&ui.painter().with_clip_rect(cell), Align2::RIGHT_CENTER, pos2(column, middle), &at_left, text);
    let words = Laid::line(ui, row.words, &semibold(size::TEXT), right - column);
    let color = if row.tick == Tick::Closed { soft } else { row.color };
    let end = column + paint_words(ui.painter(), Align2::LEFT_CENTER, pos2(column, middle), &words, color);
    let cell = Rect::from_min_size(pos2(end, rect.top()), vec2(right - end, rect.height()));
    if cell.width() > 0.0 {
        paint_words(&ui.painter().with_clip_rect(cell), Align2::LEFT_CENTER, pos2(end, middle), &at_right, text);
    }
    response
}

impl ConcordanceRow<'_> {
    /// What stands at the left of the words and at their right: what comes before is at the right where the text reads from right
    /// to left.
    fn sides(&self) -> [&str; 2] {
        let is_rtl = reads_rtl(&[self.before, self.words, self.after].concat());
        if is_rtl { [self.after, self.before] } else { [self.before, self.after] }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_before_stands_where_the_eye_comes_from() {
        let row = |before, words, after| ConcordanceRow {
            place: "",
            before,
            words,
            after,
            remark: "",
            tick: Tick::Boxless,
            chosen: false,
            color: Color32::BLACK,
        };
        assert_eq!(row("said ", "Ada", " today").sides(), ["said ", " today"]);
        assert_eq!(row("قالت ", "آدا", " اليوم").sides(), [" اليوم", "قالت "]);
        assert_eq!(row("«", "UN", " اليوم").sides(), ["«", " اليوم"]);
        assert_eq!(row("", "12", " اليوم").sides(), [" اليوم", ""]);
    }
}
