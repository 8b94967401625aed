//! Where in a text things stand: a stroke for each place, a row for each thing.

use super::frame::{AXIS, Area, Frame, GAP, PAD, Rows, SMALL, steps};
use super::scene::{Anchor, Ink, Mark, Point, Scene, Size};
use super::ticks::{drawable, ticks};
use super::words::{number, told, width};

/// Places along a text, or along a whole corpus.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Dispersion {
    /// What the picture shows.
    pub title: String,
    /// What places are counted in.
    pub unit: String,
    /// How long the text is.
    pub length: f64,
    /// The things, from top to bottom. A mark's target is the place of its stroke among those of all rows, in order.
    pub rows: Vec<DispersionRow>,
    /// What would fill the picture while there is nothing in it.
    pub when_empty: String,
}

/// One thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DispersionRow {
    /// What it is.
    pub name: String,
    /// Where it stands. What is no finite number stands nowhere.
    pub at: Vec<f64>,
    /// How often it stands there: as often as there are places, or more often where one stroke stands for several.
    pub n: usize,
    /// Its color, where it has one of its own.
    pub series: Option<usize>,
}

impl Dispersion {
    /// The picture, at most as high as asked: few rows take less.
    pub fn scene(&self, size: Size) -> Scene {
        let mut frame = Frame::new(&self.title, &self.unit, size);
        if self.rows.is_empty() {
            return frame
                .nothing(&self.when_empty, "Nothing is found yet. Each place of a thing becomes a stroke in its row.");
        }
        frame.gutter(self.rows.iter().map(|row| row.name.as_str()));
        frame.area.bottom -= AXIS - PAD / 2.0;
        let rows = Rows::new(frame.area, self.rows.len(), 30.0);
        let labels = self.rows.iter().map(|row| width(&number(row.n as f64), SMALL)).fold(0.0, f32::max) + 6.0;
        let plot = Area {
            right: frame.area.right - if rows.has_room() { labels } else { 0.0 },
            bottom: rows.end(self.rows.len()),
            ..frame.area
        };
        let places = || self.rows.iter().flat_map(|row| &row.at).filter_map(|at| drawable(*at));
        let low = places().fold(0.0, f64::min);
        let high = places().chain(drawable(self.length)).fold(0.0, f64::max);
        // The axis ends where the text does, so that an empty end is one.
        let along = |at: f64| if high > low { (at - low) / (high - low) } else { 0.0 };
        let marks = ticks(low, high, steps(plot.width()));
        let shown: Vec<(f32, String)> = marks
            .at
            .iter()
            .filter(|at| **at >= low && **at <= high)
            .map(|at| (plot.x(along(*at)), number(*at)))
            .collect();
        for (x, _) in &shown {
            frame.line(Point::new(*x, plot.top), Point::new(*x, plot.bottom), 1.0, Ink::Line, None);
        }
        frame.labels_below(plot, &shown);
        frame.row_names(self.rows.iter().map(|row| row.name.as_str()), rows);
        let mut target = 0;
        for (n, row) in self.rows.iter().enumerate() {
            let middle = rows.middle(n);
            frame.line(Point::new(plot.left, middle), Point::new(plot.right, middle), 1.0, Ink::Line, None);
            let half = (rows.each * 0.32).max(0.5);
            for at in &row.at {
                let mark = Mark { label: told(&[&row.name], *at, &self.unit), target };
                target += 1;
                let Some(at) = drawable(*at) else {
                    frame.missing(Point::new(plot.left, middle + 4.0), Anchor::Start, mark);
                    continue;
                };
                let x = plot.x(along(at));
                let ink = row.series.map_or(Ink::Accent, Ink::Series);
                frame.line(Point::new(x, middle - half), Point::new(x, middle + half), 1.25, ink, Some(mark));
            }
            if rows.has_room() {
                let at = Point::new(plot.right + 6.0, middle + 4.0);
                frame.text(at, number(row.n as f64), Anchor::Start, SMALL, Ink::Soft);
            }
        }
        frame.scene.height = plot.bottom + AXIS + GAP;
        frame.scene
    }
}
