//! What stands with what: discs with lines between them, always laid out the same way.

use super::frame::{Area, Frame, GAP, SMALL};
use super::scene::{Anchor, Form, Ink, Mark, Point, Scene, Size};
use super::ticks::drawable;
use super::words::{clipped, told, width};
use std::cmp::Reverse;
use std::f32::consts::{FRAC_PI_2, TAU};

/// Things and what is between them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Network {
    /// What the picture shows.
    pub title: String,
    /// What the weights count.
    pub unit: String,
    /// The things. A mark's target is the place of its node.
    pub nodes: Vec<Node>,
    /// What is between two of them, in no direction. A mark's target is the number of nodes, and the place of its edge
    /// added. One with an end that is not there is not drawn.
    pub edges: Vec<Edge>,
    /// Where the nodes stand.
    pub layout: Layout,
    /// What would fill the picture while there is nothing in it.
    pub when_empty: String,
}

/// A thing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Node {
    /// Its name.
    pub name: String,
    /// How much there is of it: the area of its disc.
    pub weight: f64,
    /// Its color, where it has one of its own.
    pub series: Option<usize>,
}

/// What is between two things.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Edge {
    /// The places of both.
    pub ends: (usize, usize),
    /// How much there is of it: the thickness of its line.
    pub weight: f64,
}

/// Where nodes stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Layout {
    /// What belongs together stands together, as springs pull it (Fruchterman and Reingold, 1991), from a circle on and
    /// for a fixed number of steps.
    #[default]
    Springs,
    /// On a circle, clockwise from the top, in the order in which they are given.
    Circle,
}

/// The radius of the largest disc.
const LARGEST: f32 = 16.0;
/// The radius of the smallest.
const SMALLEST: f32 = 3.5;
/// How wide a name is at most.
const LONGEST: f32 = 120.0;
/// Past so many nodes, springs take too long and show too little.
const MOST_WITH_SPRINGS: usize = 250;
/// How many steps the springs take.
const N_STEPS: u16 = 240;

impl Network {
    /// The picture.
    pub fn scene(&self, size: Size) -> Scene {
        let mut frame = Frame::new(&self.title, &self.unit, size);
        if self.nodes.is_empty() {
            return frame.nothing(&self.when_empty, "Nothing stands together yet. Things that do are joined by lines.");
        }
        let area = frame.area;
        let radii = self.radii(area);
        let places = self.places(area, &radii);
        let most = self.edges.iter().map(|edge| part_of(edge.weight)).fold(0.0, f64::max);
        let discs: Vec<(Point, f32)> = places.iter().copied().zip(radii).collect();
        let mut order: Vec<(usize, &Edge)> = self.edges.iter().enumerate().collect();
        order.sort_by(|(_, a), (_, b)| part_of(a.weight).total_cmp(&part_of(b.weight)));
        for (n, edge) in order {
            let (a, b) = edge.ends;
            let ends = [a, b].map(|end| self.nodes.get(end).zip(discs.get(end)));
            let [Some((one, (from, radius))), Some((other, (to, _)))] = ends else { continue };
            let part = if most > 0.0 { (part_of(edge.weight) / most) as f32 } else { 0.0 };
            let label = told(&[&one.name, &other.name], edge.weight, &self.unit);
            let mark = Some(Mark { label, target: self.nodes.len() + n });
            let (ink, thickness) = (Ink::Heat(0.4 + 0.6 * part), 0.75 + 3.75 * part);
            if a == b {
                frame.put(Form::Polyline { points: noose(*from, *radius), thickness }, ink, mark);
            } else {
                frame.line(*from, *to, thickness, ink, mark);
            }
        }
        // The small ones lie on the large ones.
        let mut order: Vec<_> = self.nodes.iter().zip(&discs).enumerate().collect();
        order.sort_by(|(_, (_, (_, a))), (_, (_, (_, b)))| b.total_cmp(a));
        for (target, (node, (center, radius))) in order {
            let mark = Mark { label: told(&[&node.name], node.weight, &self.unit), target };
            let ink = node.series.map_or(Ink::Accent, Ink::Series);
            frame.put(Form::Circle { center: *center, radius: *radius }, ink, Some(mark));
        }
        self.names(&mut frame, &discs);
        frame.scene
    }

    /// How large the discs are: the more of them, the smaller.
    fn radii(&self, area: Area) -> Vec<f32> {
        let heaviest = self.nodes.iter().map(|node| part_of(node.weight)).fold(0.0, f64::max);
        let each = (area.width() * area.height() / self.nodes.len().max(1) as f32).sqrt();
        let largest = LARGEST.min(each * 0.17).max(SMALLEST);
        let radius = |node: &Node| {
            let part = if heaviest > 0.0 { part_of(node.weight) / heaviest } else { 0.0 };
            (part.sqrt() as f32 * largest).max(SMALLEST)
        };
        self.nodes.iter().map(radius).collect()
    }

    /// Where the nodes stand, in points.
    fn places(&self, area: Area, radii: &[f32]) -> Vec<Point> {
        let n_nodes = self.nodes.len();
        let middle = Point::new((area.left + area.right) / 2.0, (area.top + area.bottom) / 2.0);
        if n_nodes == 1 {
            return vec![middle];
        }
        let circle: Vec<Point> = (0..n_nodes)
            .map(|n| {
                let turn = TAU * n as f32 / n_nodes as f32 - FRAC_PI_2;
                Point::new(rough(turn.cos()), rough(turn.sin()))
            })
            .collect();
        let has_springs = self.layout == Layout::Springs && n_nodes <= MOST_WITH_SPRINGS;
        let places = if has_springs { self.sprung(circle) } else { circle };
        // Names stand beside discs, so that there is more room needed at the sides.
        let longest =
            self.nodes.iter().map(|node| width(&clipped(&node.name, SMALL, LONGEST), SMALL)).fold(0.0, f32::max);
        let (beside, above) = (LARGEST + GAP + longest.min(area.width() * 0.22), LARGEST + 8.0);
        let inner = Area {
            left: (area.left + beside).min(middle.x),
            right: (area.right - beside).max(middle.x),
            top: (area.top + above).min(middle.y),
            bottom: (area.bottom - above).max(middle.y),
        };
        let (xs, ys) = (places.iter().map(|place| place.x), places.iter().map(|place| place.y));
        let (x_low, x_high) = ends(xs);
        let (y_low, y_high) = ends(ys);
        let spread = |at: f32, low: f32, high: f32| if high - low > 1e-4 { (at - low) / (high - low) } else { 0.5 };
        let at = |place: &Point| {
            let (x, y) = (spread(place.x, x_low, x_high), spread(place.y, y_low, y_high));
            Point::new(inner.left + x * inner.width(), inner.top + y * inner.height())
        };
        let mut placed: Vec<Point> = places.iter().map(at).collect();
        if has_springs {
            push_apart(&mut placed, radii, inner);
        }
        placed
    }

    /// Moves nodes apart, and those with an edge together, in a square of two by two.
    fn sprung(&self, mut places: Vec<Point>) -> Vec<Point> {
        let n_nodes = places.len();
        let apart = (4.0 / n_nodes as f32).sqrt();
        let most = self.edges.iter().map(|edge| part_of(edge.weight)).fold(0.0, f64::max);
        for step in 0..N_STEPS {
            let mut moves = vec![Point::default(); n_nodes];
            for (n, (place, moved)) in places.iter().zip(&mut moves).enumerate() {
                for (m, other) in places.iter().enumerate() {
                    if n != m {
                        let (x, y, far) = away(*place, *other, n, m);
                        moved.x += x * apart * apart / far;
                        moved.y += y * apart * apart / far;
                    }
                }
                // Parts without an edge between them stay in the picture.
                moved.x -= place.x * apart * 0.4;
                moved.y -= place.y * apart * 0.4;
            }
            for edge in &self.edges {
                let (a, b) = edge.ends;
                let (Some(from), Some(to)) = (places.get(a).copied(), places.get(b).copied()) else { continue };
                if a == b {
                    continue;
                }
                let part = if most > 0.0 { (part_of(edge.weight) / most) as f32 } else { 0.0 };
                let (x, y, far) = away(from, to, a, b);
                let pull = far * far / apart * (0.35 + 0.65 * part);
                for (end, sign) in [(a, -1.0), (b, 1.0)] {
                    if let Some(moved) = moves.get_mut(end) {
                        moved.x += sign * x * pull;
                        moved.y += sign * y * pull;
                    }
                }
            }
            let reach = 0.2 * (1.0 - f32::from(step) / f32::from(N_STEPS));
            for (place, moved) in places.iter_mut().zip(&moves) {
                let far = length(moved.x, moved.y);
                if far > 0.0 && far.is_finite() {
                    place.x += moved.x / far * far.min(reach);
                    place.y += moved.y / far * far.min(reach);
                }
            }
        }
        places
    }

    /// The names, those of the heaviest first, each where it covers no disc and no other name, and few lines.
    fn names(&self, frame: &mut Frame, discs: &[(Point, f32)]) {
        let mut order: Vec<(&Node, &(Point, f32))> = self.nodes.iter().zip(discs).collect();
        order.sort_by_key(|(node, _)| Reverse(ordered(part_of(node.weight))));
        let bounds =
            Area { left: 4.0, top: frame.area.top, right: frame.scene.width - 4.0, bottom: frame.scene.height };
        let middle = (frame.area.left + frame.area.right) / 2.0;
        let end = |end: usize| discs.get(end).map(|(at, _)| *at);
        let lines: Vec<(Point, Point)> =
            self.edges.iter().filter_map(|edge| end(edge.ends.0).zip(end(edge.ends.1))).collect();
        let mut taken: Vec<Area> = discs
            .iter()
            .map(|(at, r)| Area { left: at.x - r, right: at.x + r, top: at.y - r, bottom: at.y + r })
            .collect();
        for (node, (center, radius)) in order {
            let name = clipped(&node.name, SMALL, LONGEST);
            let (wide, beside) = (width(&name, SMALL), radius + 4.0);
            let right = (Point::new(center.x + beside, center.y + 4.0), Anchor::Start);
            let left = (Point::new(center.x - beside, center.y + 4.0), Anchor::End);
            let below = (Point::new(center.x, center.y + radius + 12.0), Anchor::Middle);
            let above = (Point::new(center.x, center.y - radius - 5.0), Anchor::Middle);
            let sides = if center.x < middle { [left, right, below, above] } else { [right, left, below, above] };
            let free = sides.into_iter().filter_map(|(at, anchor)| {
                let from = match anchor {
                    Anchor::Start => at.x,
                    Anchor::Middle => at.x - wide / 2.0,
                    Anchor::End => at.x - wide,
                };
                let covers = Area { left: from, right: from + wide, top: at.y - 10.0, bottom: at.y + 3.0 };
                let is_in = covers.left >= bounds.left
                    && covers.right <= bounds.right
                    && covers.top >= bounds.top
                    && covers.bottom <= bounds.bottom;
                (is_in && !taken.iter().any(|other| meet(&covers, other))).then_some((at, anchor, covers))
            });
            if let Some((at, anchor, covers)) = free.min_by_key(|(.., covers)| n_crossing(covers, &lines)) {
                taken.push(covers);
                frame.text(at, name, anchor, SMALL, Ink::Text);
            }
        }
    }
}

/// A weight that can be drawn: nothing where it is missing or less.
fn part_of(weight: f64) -> f64 {
    drawable(weight).map_or(0.0, |weight| weight.max(0.0))
}

/// Numbers that are not negative, in the order of their bits, which is theirs.
fn ordered(number: f64) -> u64 {
    number.to_bits()
}

/// The direction from another place to one, and how far it is. Two that stand on each other are moved apart by their
/// numbers.
fn away(place: Point, other: Point, n: usize, m: usize) -> (f32, f32, f32) {
    let (x, y) = (place.x - other.x, place.y - other.y);
    let far = length(x, y);
    if far > 1e-3 {
        return (x / far, y / far, far);
    }
    let turn = n as f32 * 2.4 + m as f32;
    (rough(turn.cos()), rough(turn.sin()), 1e-3)
}

/// Without the last digits, in which computers may differ, and springs would make more of it.
fn rough(number: f32) -> f32 {
    (number * 1e4).round() / 1e4
}

/// As all computers have it, which they do not have `hypot`.
fn length(x: f32, y: f32) -> f32 {
    (x * x + y * y).sqrt()
}

/// Moves discs that lie on each other apart, as far as there is room.
fn push_apart(places: &mut [Point], radii: &[f32], room: Area) {
    const N_ROUNDS: u8 = 60;
    const BETWEEN: f32 = 5.0;
    for _ in 0..N_ROUNDS {
        let before = places.to_vec();
        let discs = || before.iter().zip(radii).enumerate();
        for ((n, (place, radius)), moved) in discs().zip(places.iter_mut()) {
            for (m, (other, other_radius)) in discs() {
                let (x, y, far) = away(*place, *other, n, m);
                let missing = radius + other_radius + BETWEEN - far;
                if n != m && missing > 0.0 {
                    moved.x += x * missing * 0.4;
                    moved.y += y * missing * 0.4;
                }
            }
            moved.x = moved.x.max(room.left).min(room.right);
            moved.y = moved.y.max(room.top).min(room.bottom);
        }
    }
}

/// A line from a node to itself.
fn noose(at: Point, radius: f32) -> Vec<Point> {
    let size = (radius * 0.6).clamp(5.0, 8.0);
    let turn = |n: u8| TAU * f32::from(n) / 20.0;
    (0..=20)
        .map(|n| Point::new(at.x + size * turn(n).sin(), at.y - size * 0.6 - radius - size * turn(n).cos() * 0.9))
        .collect()
}

fn ends(numbers: impl Iterator<Item = f32>) -> (f32, f32) {
    numbers.fold((f32::INFINITY, f32::NEG_INFINITY), |(low, high), at| (low.min(at), high.max(at)))
}

/// How many lines run through a name.
fn n_crossing(name: &Area, lines: &[(Point, Point)]) -> usize {
    let crosses = |(from, to): &&(Point, Point)| {
        // What is left of the line when it is cut at each side of the name.
        let (x, y) = (to.x - from.x, to.y - from.y);
        let sides =
            [(-x, from.x - name.left), (x, name.right - from.x), (-y, from.y - name.top), (y, name.bottom - from.y)];
        let mut left = (0.0_f32, 1.0_f32);
        for (along, room) in sides {
            if along < 0.0 {
                left.0 = left.0.max(room / along);
            } else if along > 0.0 {
                left.1 = left.1.min(room / along);
            } else if room < 0.0 {
                return false;
            }
        }
        left.0 < left.1
    };
    lines.iter().filter(crosses).count()
}

fn meet(a: &Area, b: &Area) -> bool {
    a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom
}
