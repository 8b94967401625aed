//! A picture as plain shapes, in points from the upper left corner, in the order in which they are painted.

/// A picture that is still only shapes.
#[derive(Clone, Debug, PartialEq)]
pub struct Scene {
    /// How wide it is.
    pub width: f32,
    /// How high it is.
    pub height: f32,
    /// What it shows, in a line; it is drawn by one of the shapes too.
    pub title: String,
    /// What is painted, from back to front.
    pub shapes: Vec<Shape>,
}

/// How large a picture is to be, in points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Size {
    /// From left to right.
    pub width: f32,
    /// From top to bottom.
    pub height: f32,
}

/// A place in a picture.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Point {
    /// From the left.
    pub x: f32,
    /// From the top.
    pub y: f32,
}

/// Something that is painted in one color.
#[derive(Clone, Debug, PartialEq)]
pub struct Shape {
    /// What is painted.
    pub form: Form,
    /// What its color means.
    pub ink: Ink,
    /// What stands behind it, where that is a value.
    pub mark: Option<Mark>,
}

/// What is painted.
#[derive(Clone, Debug, PartialEq)]
pub enum Form {
    /// A filled rectangle.
    Rect {
        /// Its upper left corner.
        at: Point,
        /// How wide it is.
        width: f32,
        /// How high it is.
        height: f32,
        /// How round its corners are.
        radius: f32,
    },
    /// A line.
    Line {
        /// Where it begins.
        from: Point,
        /// Where it ends.
        to: Point,
        /// How thick it is.
        thickness: f32,
    },
    /// Lines from point to point.
    Polyline {
        /// The points, in order.
        points: Vec<Point>,
        /// How thick they are.
        thickness: f32,
    },
    /// A disc.
    Circle {
        /// Its center.
        center: Point,
        /// From there to its edge.
        radius: f32,
    },
    /// Words in one line. They may be of any script, and run in the direction that their first letter asks for.
    Text {
        /// Where the baseline meets the anchor.
        at: Point,
        /// The words.
        text: String,
        /// Which end of the line stands there, whatever direction the words run in.
        anchor: Anchor,
        /// The size of the letters.
        size: f32,
        /// How heavy they are.
        weight: Weight,
    },
}

/// Which end of a line of words stands at its place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Anchor {
    /// The left end.
    Start,
    /// The middle.
    Middle,
    /// The right end.
    End,
}

/// How heavy letters are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Weight {
    /// As in running text.
    Regular,
    /// As in headings.
    Semibold,
}

/// What a color means. A [`super::Palette`] says what it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Ink {
    /// Words that are read.
    Text,
    /// Words that stand back.
    Soft,
    /// Hairlines.
    Line,
    /// What a picture of one series is drawn in.
    Accent,
    /// One series among several; those past the last color begin again.
    Series(usize),
    /// How much, from 0 to 1. Words in [`Ink::Text`] can be read on all of it.
    Heat(f32),
}

/// The value behind a shape.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mark {
    /// What is told on hovering: the name, the value and its unit.
    pub label: String,
    /// Which datum it is; what they are counted by stands at each kind of picture.
    pub target: usize,
}

/// How far from a line or a small disc it is still hit, in points.
const REACH: f32 = 4.0;

impl Scene {
    /// What stands behind a place: the foremost of those that cover it, else the nearest that is close to it.
    pub fn at(&self, place: Point) -> Option<&Mark> {
        let marked = || self.shapes.iter().rev().filter_map(|shape| Some((&shape.form, shape.mark.as_ref()?)));
        let covered = marked().find(|(form, _)| form.distance(place) <= 0.0);
        let near = || {
            let close = marked().map(|(form, mark)| (form.distance(place), mark));
            close.filter(|(far, _)| *far <= REACH).min_by(|(a, _), (b, _)| a.total_cmp(b))
        };
        covered.map(|(_, mark)| mark).or_else(|| near().map(|(_, mark)| mark))
    }
}

impl Form {
    /// How far a place is from what is painted; nothing inside it. Words are never hit.
    fn distance(&self, place: Point) -> f32 {
        match self {
            Self::Rect { at, width, height, .. } => {
                let beside = (at.x - place.x).max(place.x - at.x - width).max(0.0);
                let above = (at.y - place.y).max(place.y - at.y - height).max(0.0);
                beside.hypot(above)
            }
            Self::Line { from, to, thickness } => to_line(place, *from, *to) - thickness / 2.0,
            Self::Polyline { points, thickness } => {
                let ends = points.iter().zip(points.iter().skip(1));
                ends.map(|(from, to)| to_line(place, *from, *to) - thickness / 2.0).fold(f32::INFINITY, f32::min)
            }
            Self::Circle { center, radius } => center.distance(place) - radius,
            Self::Text { .. } => f32::INFINITY,
        }
    }
}

impl Point {
    /// A place.
    pub const fn new(x: f32, y: f32) -> Self {
        Self { x, y }
    }

    fn distance(self, other: Self) -> f32 {
        (self.x - other.x).hypot(self.y - other.y)
    }
}

/// From a place to the nearest point of a line.
fn to_line(place: Point, from: Point, to: Point) -> f32 {
    let (along_x, along_y) = (to.x - from.x, to.y - from.y);
    let length = along_x * along_x + along_y * along_y;
    let part = if length > 0.0 {
        (((place.x - from.x) * along_x + (place.y - from.y) * along_y) / length).clamp(0.0, 1.0)
    } else {
        0.0
    };
    Point::new(from.x + part * along_x, from.y + part * along_y).distance(place)
}
