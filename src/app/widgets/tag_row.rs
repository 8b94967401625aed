//! A tag as a row of the codebook panel: key, color, name, count and how the count compares.

use egui::accesskit::Role;
use egui::emath::GuiRounding as _;
use egui::{Align2, Rect, Response, Sense, Stroke, StrokeKind, Ui, WidgetInfo, pos2, vec2};

use super::keycap::{keycap_width, paint_keycap};
use super::paint::{paint_focus_ring, paint_icon, paint_wash, row_size, with_tooltip};
use super::swatch::paint_swatch;
use super::words::{Laid, paint_words};
use crate::app::theme::{TagColors, Theme, icons, regular, semibold, size};
use crate::report::unmarked;

/// What a tag's row shows.
#[derive(Clone, Copy, Debug)]
pub struct TagRow<'a> {
    /// The tag's name.
    pub name: &'a str,
    /// Its colors in the theme.
    pub colors: TagColors,
    /// Its key, printed as a cap.
    pub key: Option<&'a str>,
    /// How many spans carry it, in whatever is being counted.
    pub count: Option<usize>,
    /// The count's share of the largest count, 0 to 1, as a bar; without it the panel shows no bars.
    pub share: Option<f32>,
    /// How deep it stands below other tags.
    pub depth: u8,
    /// Whether the focused span carries it.
    pub selected: bool,
    /// Whether every selection will be tagged with it until it is put down.
    pub armed: bool,
    /// An icon for how its spans stand back on the page, with the words for it.
    pub aside: Option<(&'a str, &'a str)>,
    /// What it is for, for the tooltip; its name stands in when empty.
    pub guide: &'a str,
    /// A row of 24 points instead of 28.
    pub compact: bool,
}

impl<'a> TagRow<'a> {
    /// A row with a name and colors and nothing else.
    pub fn new(name: &'a str, colors: TagColors) -> Self {
        Self {
            name,
            colors,
            key: None,
            count: None,
            share: None,
            depth: 0,
            selected: false,
            armed: false,
            aside: None,
            guide: "",
            compact: false,
        }
    }
}

/// Draws the row over the whole width. It senses clicks and drags: what is dragged is the caller's to say, by
/// [`Response::dnd_set_drag_payload`].
pub fn tag_row_ui(ui: &mut Ui, row: &TagRow<'_>) -> Response {
    let theme = Theme::of(ui);
    let height = if row.compact { size::ROW_COMPACT } else { size::ROW };
    let (rect, response) = ui.allocate_exact_size(row_size(ui, height), Sense::click_and_drag());
    response
        .widget_info(|| WidgetInfo::selected(Role::Button, ui.is_enabled(), row.selected || row.armed, spoken(row)));
    if ui.is_rect_visible(rect) {
        let painter = ui.painter();
        if row.armed {
            painter.rect_filled(rect, size::RADIUS, row.colors.fill_hover);
            let ring = Stroke::new(1.5, row.colors.line);
            painter.rect_stroke(rect, size::RADIUS, ring, StrokeKind::Inside);
        } else if row.selected {
            painter.rect_filled(rect, size::RADIUS, row.colors.fill);
        }
        paint_wash(ui, &response, rect, size::RADIUS);
        let middle = rect.center().y;

        let mut left = rect.left() + size::SPACE_XS;
        let cap = row.key.map_or(18.0, |key| keycap_width(painter, key));
        if let Some(key) = row.key {
            let cap = Rect::from_center_size(pos2(left + cap / 2.0, middle), vec2(cap, 16.0));
            paint_keycap(painter, cap, key, &theme);
        }
        left += cap.max(18.0) + size::SPACE_S + f32::from(row.depth) * size::SPACE_M;
        paint_swatch(painter, pos2(left + 5.0, middle), 10.0, &row.colors);
        left += 10.0 + size::SPACE_S;

        let mut right = rect.right() - size::SPACE_S;
        if let Some(share) = row.share {
            let track = Rect::from_min_max(pos2(right - 44.0, middle - 2.0), pos2(right, middle + 2.0));
            let filled = track.with_max_x(track.left() + track.width() * share.clamp(0.0, 1.0));
            painter.rect_filled(filled.round_to_pixels(painter.pixels_per_point()), 2, row.colors.swatch);
            right = track.left() - size::SPACE_S;
        }
        if let Some(count) = row.count {
            let count = Laid::line(ui, &count.to_string(), &regular(size::TEXT_SECONDARY), f32::INFINITY);
            let at = pos2(right, middle);
            right -= paint_words(painter, Align2::RIGHT_CENTER, at, &count, theme.text_soft) + size::SPACE_S;
        }
        if row.armed {
            paint_icon(painter, pos2(right - 7.0, middle), icons::HIGHLIGHTER, 14.0, row.colors.label);
            right -= 14.0 + size::SPACE_S;
        }
        if let Some((glyph, _)) = row.aside {
            paint_icon(painter, pos2(right - 7.0, middle), glyph, 14.0, theme.text_soft);
            right -= 14.0 + size::SPACE_S;
        }
        let ink = if row.aside.is_some() { theme.text_soft } else { theme.text };
        let font = if row.armed { semibold(size::TEXT) } else { regular(size::TEXT) };
        let name = Laid::line(ui, row.name, &font, right - left);
        paint_words(painter, Align2::LEFT_CENTER, pos2(left, middle), &name, ink);
        paint_focus_ring(ui, &response, rect, size::RADIUS);
    }
    let guide = unmarked(row.guide);
    let tip = if guide.is_empty() { row.name } else { &guide };
    with_tooltip(response, tip, row.key)
}

fn spoken(row: &TagRow<'_>) -> String {
    let mut words = row.name.to_owned();
    if let Some(count) = row.count {
        words.push_str(&format!(", {count}"));
    }
    if row.armed {
        words.push_str(", armed");
    }
    if let Some((_, aside)) = row.aside {
        words.push_str(", ");
        words.push_str(aside);
    }
    words
}
