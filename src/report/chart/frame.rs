//! What all pictures have in common: margins, title and unit, names of rows, axes, a legend, and words for nothing.

use super::scene::{Anchor, Form, Ink, Mark, Point, Scene, Shape, Size, Weight};
use super::ticks::Ticks;
use super::words::{clipped, number, one_line, width};

/// Room around everything.
pub(super) const PAD: f32 = 16.0;
/// The size of the title.
const TITLE: f32 = 13.0;
/// The size of names.
pub(super) const NAME: f32 = 12.0;
/// The size of numbers and units.
pub(super) const SMALL: f32 = 11.0;
/// How far apart the baselines of two lines are at least.
pub(super) const LINE_HEIGHT: f32 = 15.0;
/// What an axis needs below a plot.
pub(super) const AXIS: f32 = 22.0;
/// From a name to what it names.
pub(super) const GAP: f32 = 8.0;

/// A part of a picture.
#[derive(Clone, Copy)]
pub(super) struct Area {
    pub(super) left: f32,
    pub(super) top: f32,
    pub(super) right: f32,
    pub(super) bottom: f32,
}

impl Area {
    pub(super) fn width(&self) -> f32 {
        (self.right - self.left).max(1.0)
    }

    pub(super) fn height(&self) -> f32 {
        (self.bottom - self.top).max(1.0)
    }

    /// Where a part of the width ends.
    pub(super) fn x(&self, part: f64) -> f32 {
        self.left + part as f32 * self.width()
    }

    /// Where a part of the height ends, counted from below.
    pub(super) fn y(&self, part: f64) -> f32 {
        self.bottom - part as f32 * self.height()
    }
}

/// Rows below each other.
#[derive(Clone, Copy)]
pub(super) struct Rows {
    pub(super) top: f32,
    pub(super) each: f32,
}

impl Rows {
    /// As many rows in an area, none higher than `highest`.
    pub(super) fn new(area: Area, n_rows: usize, highest: f32) -> Self {
        Self { top: area.top, each: (area.height() / n_rows.max(1) as f32).min(highest) }
    }

    /// The middle of a row.
    pub(super) fn middle(&self, row: usize) -> f32 {
        self.top + (row as f32 + 0.5) * self.each
    }

    /// Where so many rows end.
    pub(super) fn end(&self, n_rows: usize) -> f32 {
        self.top + n_rows as f32 * self.each
    }

    /// Whether each has room for words.
    pub(super) fn has_room(&self) -> bool {
        self.each >= LINE_HEIGHT - 1.0
    }
}

/// A picture while it is drawn.
pub(super) struct Frame {
    pub(super) scene: Scene,
    /// What is left to draw on.
    pub(super) area: Area,
}

impl Frame {
    /// Begins a picture with its title, and with what its numbers count below that.
    pub(super) fn new(title: &str, unit: &str, size: Size) -> Self {
        let side = |asked: f32, usual: f32, least: f32| {
            if asked.is_finite() { asked.clamp(least, 20_000.0) } else { usual }
        };
        let (wide, high) = (side(size.width, 640.0, 160.0), side(size.height, 400.0, 120.0));
        let scene = Scene { width: wide, height: high, title: one_line(title), shapes: Vec::new() };
        let area = Area { left: PAD, top: PAD, right: wide - PAD, bottom: high - PAD };
        let mut frame = Self { scene, area };
        if !frame.scene.title.is_empty() {
            let title = clipped(title, TITLE * 1.06, frame.area.width());
            let at = Point::new(PAD, frame.area.top + 11.0);
            let form = Form::Text { at, text: title, anchor: Anchor::Start, size: TITLE, weight: Weight::Semibold };
            frame.put(form, Ink::Text, None);
            frame.area.top += 18.0;
        }
        let unit = clipped(unit, SMALL, frame.area.width());
        if !unit.is_empty() {
            frame.text(Point::new(PAD, frame.area.top + 11.0), unit, Anchor::Start, SMALL, Ink::Soft);
            frame.area.top += 18.0;
        }
        frame.area.top += 8.0;
        frame
    }

    /// Says what would fill a picture of nothing.
    pub(super) fn nothing(mut self, says: &str, usual: &str) -> Scene {
        let says = match one_line(says).as_str() {
            "" => usual.to_owned(),
            says => says.to_owned(),
        };
        let room = self.area.width().min(360.0);
        let mut lines: Vec<String> = Vec::new();
        for word in says.split(' ') {
            match lines.last_mut() {
                Some(line) if width(line, NAME) + width(word, NAME) + NAME * 0.4 <= room => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.push(word.to_owned()),
            }
        }
        let middle = Point::new((self.area.left + self.area.right) / 2.0, (self.area.top + self.area.bottom) / 2.0);
        let first = middle.y - (lines.len() as f32 - 1.0) * 9.0;
        for (n, line) in lines.into_iter().enumerate() {
            let at = Point::new(middle.x, first + n as f32 * 18.0);
            self.text(at, clipped(&line, NAME, self.area.width()), Anchor::Middle, NAME, Ink::Soft);
        }
        self.scene
    }

    /// Paints something.
    pub(super) fn put(&mut self, form: Form, ink: Ink, mark: Option<Mark>) {
        self.scene.shapes.push(Shape { form, ink, mark });
    }

    /// Words as they are; nothing where there are none.
    pub(super) fn text(&mut self, at: Point, text: String, anchor: Anchor, size: f32, ink: Ink) {
        if !text.is_empty() {
            self.put(Form::Text { at, text, anchor, size, weight: Weight::Regular }, ink, None);
        }
    }

    /// A dash where a value is missing.
    pub(super) fn missing(&mut self, at: Point, anchor: Anchor, mark: Mark) {
        let text = "–".to_owned();
        let form = Form::Text { at, text, anchor, size: SMALL, weight: Weight::Regular };
        self.put(form, Ink::Soft, Some(mark));
    }

    pub(super) fn rect(&mut self, area: Area, radius: f32, ink: Ink, mark: Option<Mark>) {
        let (width, height) = ((area.right - area.left).max(0.0), (area.bottom - area.top).max(0.0));
        let radius = radius.min(width / 2.0).min(height / 2.0);
        self.put(Form::Rect { at: Point::new(area.left, area.top), width, height, radius }, ink, mark);
    }

    pub(super) fn line(&mut self, from: Point, to: Point, thickness: f32, ink: Ink, mark: Option<Mark>) {
        self.put(Form::Line { from, to, thickness }, ink, mark);
    }

    /// What colors mean, in at most two lines; takes its room off the top.
    pub(super) fn legend(&mut self, names: &[(&str, Ink)]) {
        const SWATCH: f32 = 10.0;
        let longest = (self.area.width() * 0.45).min(180.0);
        let (mut x, mut y) = (self.area.left, self.area.top);
        for (n, (name, ink)) in names.iter().enumerate() {
            let name = clipped(name, NAME, longest);
            let wide = SWATCH + 6.0 + width(&name, NAME);
            let n_left = names.len() - n;
            let is_last_line = y > self.area.top;
            // On the last line there is room left for how many more there are.
            let reserved = if is_last_line && n_left > 1 { 64.0 } else { 0.0 };
            if x > self.area.left && x + wide + reserved > self.area.right {
                if is_last_line {
                    let more = Point::new(x, y + 9.0);
                    self.text(more, format!("and {} more", number(n_left as f64)), Anchor::Start, NAME, Ink::Soft);
                    break;
                }
                x = self.area.left;
                y += 18.0;
            }
            let swatch = Area { left: x, top: y, right: x + SWATCH, bottom: y + SWATCH };
            self.rect(swatch, 2.0, *ink, None);
            self.text(Point::new(x + SWATCH + 6.0, y + 9.0), name, Anchor::Start, NAME, Ink::Text);
            x += wide + 16.0;
        }
        self.area.top = y + 24.0;
    }

    /// Takes the room for names of rows off the left.
    pub(super) fn gutter<'a>(&mut self, names: impl Iterator<Item = &'a str>) {
        let longest = names.map(|name| width(&one_line(name), NAME)).fold(0.0, f32::max);
        if longest > 0.0 {
            self.area.left += longest.ceil().min(self.area.width() * 0.36) + 1.0 + GAP;
        }
    }

    /// The names of rows in the gutter; where they would touch, only some of them.
    pub(super) fn row_names<'a>(&mut self, names: impl Iterator<Item = &'a str>, rows: Rows) {
        let every = (LINE_HEIGHT / rows.each).ceil().max(1.0) as usize;
        let every = if rows.has_room() { 1 } else { every };
        let room = self.area.left - GAP - PAD;
        for (row, name) in names.enumerate().step_by(every) {
            let at = Point::new(self.area.left - GAP, rows.middle(row) + 4.0);
            self.text(at, clipped(name, NAME, room), Anchor::End, NAME, Ink::Text);
        }
    }

    /// An axis below a plot, with lines through it.
    pub(super) fn axis_below(&mut self, plot: Area, ticks: &Ticks) {
        let places: Vec<(f32, String)> =
            ticks.at.iter().zip(ticks.labels()).map(|(at, label)| (plot.x(ticks.along(*at)), label)).collect();
        for (x, _) in &places {
            self.line(Point::new(*x, plot.top), Point::new(*x, plot.bottom), 1.0, Ink::Line, None);
        }
        self.labels_below(plot, &places);
    }

    /// Words below a plot; where they would touch, only some of them.
    pub(super) fn labels_below(&mut self, plot: Area, places: &[(f32, String)]) {
        let longest = places.iter().map(|(_, label)| width(label, SMALL)).fold(0.0, f32::max).min(96.0);
        let apart = plot.width() / places.len().saturating_sub(1).max(1) as f32;
        let every = ((longest + 10.0) / apart).ceil().max(1.0) as usize;
        for (x, label) in places.iter().step_by(every) {
            let label = clipped(label, SMALL, 97.0);
            let half = width(&label, SMALL) / 2.0;
            // Words at the ends stay in the picture.
            let x = x.min(self.scene.width - half - 2.0).max(half + 2.0);
            self.text(Point::new(x, plot.bottom + 16.0), label, Anchor::Middle, SMALL, Ink::Soft);
        }
    }

    /// Takes the room for an axis off the left, and draws it with lines through the plot.
    pub(super) fn axis_beside(&mut self, ticks: &Ticks) {
        let labels = ticks.labels();
        self.area.left += labels.iter().map(|label| width(label, SMALL)).fold(0.0, f32::max) + GAP;
        let plot = self.area;
        for (at, label) in ticks.at.iter().zip(labels) {
            let y = plot.y(ticks.along(*at));
            self.line(Point::new(plot.left, y), Point::new(plot.right, y), 1.0, Ink::Line, None);
            self.text(Point::new(plot.left - GAP, y + 4.0), label, Anchor::End, SMALL, Ink::Soft);
        }
    }
}

/// How many steps an axis of a length has at most.
pub(super) fn steps(length: f32) -> usize {
    ((length / 72.0) as usize).clamp(2, 8)
}

/// The color of one among several, or the accent where there is but one and it has none of its own.
pub(super) fn ink(own: Option<usize>, place: usize, n: usize) -> Ink {
    own.map_or(if n > 1 { Ink::Series(place) } else { Ink::Accent }, Ink::Series)
}
