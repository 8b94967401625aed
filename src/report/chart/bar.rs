//! Bars from left to right, one below the other, all from nothing on.

use super::frame::{AXIS, Area, Frame, GAP, PAD, Rows, SMALL, steps};
use super::scene::{Anchor, Ink, Mark, Point, Scene, Size};
use super::ticks::{axis, drawable};
use super::words::{number, told, width};

/// A value for each name.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bars {
    /// What the picture shows.
    pub title: String,
    /// What the values count.
    pub unit: String,
    /// The bars, from top to bottom. A mark's target is the place of its bar.
    pub bars: Vec<Bar>,
    /// What would fill the picture while there is nothing in it.
    pub when_empty: String,
}

/// One value.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Bar {
    /// Whose it is.
    pub name: String,
    /// The value; what is no finite number is missing.
    pub value: f64,
    /// What it may as well be, such as an interval of 95 %.
    pub between: Option<(f64, f64)>,
    /// Its color, where it has one of its own.
    pub series: Option<usize>,
}

impl Bars {
    /// The picture, at most as high as asked: few bars take less.
    pub fn scene(&self, size: Size) -> Scene {
        let mut frame = Frame::new(&self.title, &self.unit, size);
        if self.bars.is_empty() {
            return frame.nothing(&self.when_empty, "Nothing is counted yet. Each name with a value becomes a bar.");
        }
        frame.gutter(self.bars.iter().map(|bar| bar.name.as_str()));
        frame.area.bottom -= AXIS - PAD / 2.0;
        let rows = Rows::new(frame.area, self.bars.len(), 26.0);
        let values = || self.bars.iter().filter_map(|bar| drawable(bar.value));
        let ends = || values().chain(self.bars.iter().filter_map(Bar::interval).flat_map(|(low, high)| [low, high]));
        let is_below = ends().any(|end| end < 0.0);
        let labels = values().map(|value| width(&number(value), SMALL)).fold(0.0, f32::max) + 6.0;
        let plot = Area {
            left: frame.area.left + if is_below && rows.has_room() { labels + GAP } else { 0.0 },
            right: frame.area.right - if rows.has_room() { labels } else { 0.0 },
            bottom: rows.end(self.bars.len()),
            ..frame.area
        };
        let ticks = axis(ends(), steps(plot.width()));
        frame.axis_below(plot, &ticks);
        frame.row_names(self.bars.iter().map(|bar| bar.name.as_str()), rows);
        let zero = plot.x(ticks.along(0.0));
        for (row, bar) in self.bars.iter().enumerate() {
            let middle = rows.middle(row);
            let mark = Mark { label: bar.told(&self.unit), target: row };
            let Some(value) = drawable(bar.value) else {
                frame.missing(Point::new(zero + 6.0, middle + 4.0), Anchor::Start, mark);
                continue;
            };
            let end = plot.x(ticks.along(value));
            let half = (rows.each * 0.34).clamp(0.2, 9.0);
            let body = Area { left: zero.min(end), right: zero.max(end), top: middle - half, bottom: middle + half };
            // A shade on which the interval is seen.
            let own = if bar.interval().is_some() { Ink::Heat(0.85) } else { Ink::Accent };
            frame.rect(body, 2.0, bar.series.map_or(own, Ink::Series), Some(mark));
            let mut tips = (body.left, body.right);
            if let Some((low, high)) = bar.interval() {
                let [from, to] = [low, high].map(|at| plot.x(ticks.along(at)));
                frame.line(Point::new(from, middle), Point::new(to, middle), 1.5, Ink::Text, None);
                for x in [from, to] {
                    let cap = half * 0.5;
                    frame.line(Point::new(x, middle - cap), Point::new(x, middle + cap), 1.5, Ink::Text, None);
                }
                tips = (tips.0.min(from), tips.1.max(to));
            }
            if rows.has_room() {
                let (x, anchor) = if value < 0.0 { (tips.0 - 6.0, Anchor::End) } else { (tips.1 + 6.0, Anchor::Start) };
                frame.text(Point::new(x, middle + 4.0), number(value), anchor, SMALL, Ink::Soft);
            }
        }
        frame.line(Point::new(zero, plot.top), Point::new(zero, plot.bottom), 1.0, Ink::Soft, None);
        frame.scene.height = plot.bottom + AXIS + GAP;
        frame.scene
    }
}

impl Bar {
    fn interval(&self) -> Option<(f64, f64)> {
        let (low, high) = self.between?;
        let (low, high) = (drawable(low)?, drawable(high)?);
        Some((low.min(high), low.max(high)))
    }

    fn told(&self, unit: &str) -> String {
        let label = told(&[&self.name], self.value, unit);
        match self.interval() {
            Some((low, high)) => format!("{label}, {} to {}", number(low), number(high)),
            None => label,
        }
    }
}
