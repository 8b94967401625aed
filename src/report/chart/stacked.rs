//! Bars of parts: how a whole is made up, row by row.

use super::frame::{AXIS, Area, Frame, GAP, PAD, Rows, SMALL, ink, steps};
use super::scene::{Anchor, Ink, Mark, Point, Scene, Size};
use super::ticks::{axis, drawable};
use super::words::{number, told, width};

/// Rows of parts.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stacked {
    /// What the picture shows.
    pub title: String,
    /// What the values count.
    pub unit: String,
    /// What the parts are, from left to right, each with its color where it has one of its own.
    pub parts: Vec<(String, Option<usize>)>,
    /// The rows, from top to bottom. A mark's target is the place of its row times the number of parts, and the place
    /// of its part added.
    pub rows: Vec<StackedRow>,
    /// Every row fills the width, and the axis tells percent.
    pub is_share: bool,
    /// What would fill the picture while there is nothing in it.
    pub when_empty: String,
}

/// One whole.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct StackedRow {
    /// Whose it is.
    pub name: String,
    /// One value for each part. What is no finite number, or less than nothing, is missing.
    pub values: Vec<f64>,
}

impl Stacked {
    /// The picture, at most as high as asked: few rows take less.
    pub fn scene(&self, size: Size) -> Scene {
        let unit = if self.is_share { format!("% of {}", self.unit) } else { self.unit.clone() };
        let unit = if self.unit.is_empty() && self.is_share { "%" } else { &unit };
        let mut frame = Frame::new(&self.title, unit, size);
        if self.rows.is_empty() || self.parts.is_empty() {
            return frame
                .nothing(&self.when_empty, "Nothing is counted yet. Each name with values becomes a bar of parts.");
        }
        let n_parts = self.parts.len();
        let inks: Vec<Ink> = self.parts.iter().enumerate().map(|(n, (_, own))| ink(*own, n, n_parts)).collect();
        let legend: Vec<(&str, Ink)> =
            self.parts.iter().map(|(name, _)| name.as_str()).zip(inks.iter().copied()).collect();
        frame.legend(&legend);
        frame.gutter(self.rows.iter().map(|row| row.name.as_str()));
        frame.area.bottom -= AXIS - PAD / 2.0;
        let rows = Rows::new(frame.area, self.rows.len(), 26.0);
        let labels = self.rows.iter().map(|row| width(&self.whole(row), SMALL)).fold(0.0, f32::max) + 6.0;
        let plot = Area {
            right: frame.area.right - if rows.has_room() { labels } else { 0.0 },
            bottom: rows.end(self.rows.len()),
            ..frame.area
        };
        let totals = self.rows.iter().map(|row| if self.is_share { 100.0 } else { row.total() });
        let ticks = axis(totals, steps(plot.width()));
        frame.axis_below(plot, &ticks);
        frame.row_names(self.rows.iter().map(|row| row.name.as_str()), rows);
        for (n, row) in self.rows.iter().enumerate() {
            let (total, middle) = (row.total(), rows.middle(n));
            let scale = if self.is_share && total > 0.0 { 100.0 / total } else { 1.0 };
            let half = (rows.each * 0.34).clamp(0.2, 9.0);
            let mut sum = 0.0;
            for (part, ((name, _), ink)) in self.parts.iter().zip(&inks).enumerate() {
                let value = row.values.get(part).copied().unwrap_or(f64::NAN);
                let mark = Mark { label: told(&[&row.name, name], value, &self.unit), target: n * n_parts + part };
                let left = plot.x(ticks.along(sum * scale));
                sum += present(value);
                let right = plot.x(ticks.along(sum * scale));
                let gap = if right - left > 3.0 { 1.0 } else { 0.0 };
                let body = Area { left, right: right - gap, top: middle - half, bottom: middle + half };
                frame.rect(body, 0.0, *ink, Some(mark));
            }
            if rows.has_room() {
                let at = Point::new(plot.x(ticks.along(sum * scale)) + 6.0, middle + 4.0);
                frame.text(at, self.whole(row), Anchor::Start, SMALL, Ink::Soft);
            }
        }
        frame.line(Point::new(plot.left, plot.top), Point::new(plot.left, plot.bottom), 1.0, Ink::Soft, None);
        frame.scene.height = plot.bottom + AXIS + GAP;
        frame.scene
    }

    /// How much a row is: beside shares, what they are shares of.
    fn whole(&self, row: &StackedRow) -> String {
        let total = number(row.total());
        if self.is_share { format!("of {total}") } else { total }
    }
}

impl StackedRow {
    fn total(&self) -> f64 {
        drawable(self.values.iter().copied().map(present).sum()).unwrap_or(f64::MAX)
    }
}

/// What a value adds to its row.
fn present(value: f64) -> f64 {
    drawable(value).map_or(0.0, |value| value.max(0.0))
}
