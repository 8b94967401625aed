//! Lines from moment to moment: how values move in time.

use super::frame::{AXIS, Frame, ink};
use super::scene::{Form, Ink, Mark, Point, Scene, Size};
use super::ticks::{axis, drawable};
use super::words::told;

/// Values at moments that are equally far apart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Timeline {
    /// What the picture shows.
    pub title: String,
    /// What the values count.
    pub unit: String,
    /// The moments, from left to right.
    pub moments: Vec<String>,
    /// The lines. A mark's target is the place of its line times the number of moments, and the place of its moment
    /// added.
    pub rows: Vec<TimelineRow>,
    /// What would fill the picture while there is nothing in it.
    pub when_empty: String,
}

/// One line.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TimelineRow {
    /// Whose it is.
    pub name: String,
    /// One value for each moment; the line is broken where one is missing.
    pub values: Vec<f64>,
    /// Its color, where it has one of its own.
    pub series: Option<usize>,
}

impl Timeline {
    /// The picture.
    pub fn scene(&self, size: Size) -> Scene {
        let mut frame = Frame::new(&self.title, &self.unit, size);
        if self.moments.is_empty() || self.rows.is_empty() {
            return frame
                .nothing(&self.when_empty, "There is no time yet. Documents with dates become points of a line.");
        }
        let n_moments = self.moments.len();
        let inks: Vec<Ink> = self.rows.iter().enumerate().map(|(n, row)| ink(row.series, n, self.rows.len())).collect();
        if self.rows.len() > 1 {
            let names: Vec<(&str, Ink)> =
                self.rows.iter().map(|row| row.name.as_str()).zip(inks.iter().copied()).collect();
            frame.legend(&names);
        }
        frame.area.bottom -= AXIS - 8.0;
        frame.area.top += 4.0;
        let values = || self.rows.iter().flat_map(|row| row.values.iter().take(n_moments)).filter_map(|v| drawable(*v));
        let ticks = axis(values(), ((frame.area.height() / 36.0) as usize).clamp(2, 8));
        frame.axis_beside(&ticks);
        let mut plot = frame.area;
        plot.left += 6.0;
        plot.right -= 6.0;
        let x = |moment: usize| match n_moments {
            1 => plot.x(0.5),
            _ => plot.x(moment as f64 / (n_moments - 1) as f64),
        };
        let zero = plot.y(ticks.along(0.0));
        frame.line(Point::new(frame.area.left, zero), Point::new(frame.area.right, zero), 1.0, Ink::Soft, None);
        let places: Vec<(f32, String)> =
            self.moments.iter().enumerate().map(|(n, name)| (x(n), name.clone())).collect();
        frame.labels_below(plot, &places);
        let radius = if plot.width() / n_moments as f32 > 14.0 { 3.0 } else { 1.5 };
        for (row, ink) in self.rows.iter().zip(&inks) {
            let place = |(n, value): (usize, &f64)| Some(Point::new(x(n), plot.y(ticks.along(drawable(*value)?))));
            let places: Vec<Option<Point>> = row.values.iter().take(n_moments).enumerate().map(place).collect();
            for points in places.split(Option::is_none).filter(|points| points.len() > 1) {
                let points = points.iter().flatten().copied().collect();
                frame.put(Form::Polyline { points, thickness: 2.0 }, *ink, None);
            }
        }
        for (n, (row, ink)) in self.rows.iter().zip(&inks).enumerate() {
            for (moment, name) in self.moments.iter().enumerate() {
                let Some(value) = row.values.get(moment).and_then(|value| drawable(*value)) else { continue };
                let mark = Mark { label: told(&[&row.name, name], value, &self.unit), target: n * n_moments + moment };
                let center = Point::new(x(moment), plot.y(ticks.along(value)));
                frame.put(Form::Circle { center, radius }, *ink, Some(mark));
            }
        }
        frame.scene
    }
}
