//! How often values of each size are found.

use super::frame::{AXIS, Area, Frame, GAP, LINE_HEIGHT, SMALL, steps};
use super::scene::{Anchor, Ink, Mark, Point, Scene, Size};
use super::ticks::{axis, drawable, ticks};
use super::words::{clipped, number, told, width};

/// Ranges of values with how many there are in each.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Histogram {
    /// What the picture shows.
    pub title: String,
    /// What the counts count.
    pub unit: String,
    /// What is measured and in what unit, such as "length in words".
    pub measure: String,
    /// The ranges, from left to right. A mark's target is the place of its range.
    pub bins: Vec<Bin>,
    /// What would fill the picture while there is nothing in it.
    pub when_empty: String,
}

/// A range of values.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Bin {
    /// The least value in it.
    pub from: f64,
    /// Where it ends, which is in it only for the last one.
    pub to: f64,
    /// How many values are in it.
    pub count: f64,
}

/// Ranges between round numbers around all values, at most `most` of them. Values that are no finite numbers are left
/// out. Whole numbers get ranges that begin with whole numbers.
pub fn bins(values: &[f64], most: usize) -> Vec<Bin> {
    let values: Vec<f64> = values.iter().filter_map(|value| drawable(*value)).collect();
    let (Some(low), Some(high)) = (values.iter().copied().reduce(f64::min), values.iter().copied().reduce(f64::max))
    else {
        return Vec::new();
    };
    let marks = ticks(low, high, most);
    let is_whole = values.iter().all(|value| value.fract() == 0.0);
    let edges: Vec<f64> = if is_whole && marks.step < 1.0 {
        // Few whole numbers get a range each.
        let n_values = (high - low) as usize + 1;
        (0..=n_values).map(|n| low + n as f64).collect()
    } else {
        marks.at
    };
    let between = edges.iter().zip(edges.iter().skip(1));
    let mut bins: Vec<Bin> = between.map(|(from, to)| Bin { from: *from, to: *to, count: 0.0 }).collect();
    for value in values {
        let place = edges.partition_point(|edge| *edge <= value).saturating_sub(1).min(bins.len().saturating_sub(1));
        if let Some(bin) = bins.get_mut(place) {
            bin.count += 1.0;
        }
    }
    bins
}

impl Histogram {
    /// The picture.
    pub fn scene(&self, size: Size) -> Scene {
        let mut frame = Frame::new(&self.title, &self.unit, size);
        let ends = || self.bins.iter().filter_map(|bin| Some([drawable(bin.from)?, drawable(bin.to)?])).flatten();
        let (Some(low), Some(high)) = (ends().reduce(f64::min), ends().reduce(f64::max)) else {
            return frame
                .nothing(&self.when_empty, "Nothing is measured yet. Each value adds to the column of its size.");
        };
        frame.area.top += LINE_HEIGHT;
        frame.area.bottom -= AXIS - GAP;
        if !self.measure.is_empty() {
            frame.area.bottom -= LINE_HEIGHT;
        }
        let found = self.bins.iter().map(|bin| bin.count);
        let counts = axis(found, ((frame.area.height() / 36.0) as usize).clamp(2, 8));
        frame.axis_beside(&counts);
        let plot = frame.area;
        let x = |value: f64| plot.x(if high > low { ((value - low) / (high - low)).clamp(0.0, 1.0) } else { 0.0 });
        // Either all columns have their number above them or none has.
        let is_told = self.bins.iter().all(|bin| {
            let wide = drawable(bin.from).zip(drawable(bin.to)).map_or(0.0, |(from, to)| (x(to) - x(from)).abs());
            width(&number(bin.count), SMALL) + 2.0 <= wide
        });
        for (target, bin) in self.bins.iter().enumerate() {
            let range = match [bin.from, bin.to].map(drawable) {
                [Some(from), Some(to)] => format!("{} to {}", number(from), number(to)),
                _ => String::new(),
            };
            let mark = Mark { label: told(&[&range], bin.count, &self.unit), target };
            let ([Some(from), Some(to)], Some(count)) = ([bin.from, bin.to].map(drawable), drawable(bin.count)) else {
                let at = drawable(bin.from).or(drawable(bin.to)).map_or(plot.left, x);
                frame.missing(Point::new(at, plot.bottom - 3.0), Anchor::Start, mark);
                continue;
            };
            let (left, right) = (x(from.min(to)), x(from.max(to)));
            let gap = if right - left > 4.0 { 1.0 } else { 0.0 };
            let top = plot.y(counts.along(count.max(0.0)));
            let column = Area { left: left + gap / 2.0, right: right - gap / 2.0, top, bottom: plot.bottom };
            frame.rect(column, 0.0, Ink::Accent, Some(mark));
            let written = number(count);
            if count > 0.0 && is_told {
                let at = Point::new((left + right) / 2.0, top - 4.0);
                frame.text(at, written, Anchor::Middle, SMALL, Ink::Soft);
            }
        }
        let floor = [plot.left, plot.right].map(|x| Point::new(x, plot.bottom));
        let [from, to] = floor;
        frame.line(from, to, 1.0, Ink::Soft, None);
        let marks = ticks(low, high, steps(plot.width()));
        let is_whole = ends().all(|end| end.fract() == 0.0);
        let is_shown = |at: &&f64| **at >= low && **at <= high && (!is_whole || at.fract() == 0.0);
        let places: Vec<(f32, String)> = marks.at.iter().filter(is_shown).map(|at| (x(*at), number(*at))).collect();
        frame.labels_below(plot, &places);
        let measure = clipped(&self.measure, SMALL, plot.width());
        let below = Point::new(plot.right, plot.bottom + 16.0 + LINE_HEIGHT);
        frame.text(below, measure, Anchor::End, SMALL, Ink::Soft);
        frame.scene
    }
}
