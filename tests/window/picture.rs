//! What is drawn: pixels of the window, and where there is ink in them.

use std::collections::HashMap;
use std::fmt;

/// How much lighter or darker than its ground ink is, of 255.
const CONTRAST: i32 = 90;
/// Antialiased text has many shades between ink and ground; a page without text has hardly any.
const SHADES: usize = 24;

/// A rectangle in the window, in pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Area {
    /// Its left edge.
    pub x: i32,
    /// Its upper edge.
    pub y: i32,
    /// Its width.
    pub width: i32,
    /// Its height.
    pub height: i32,
}

impl Area {
    /// Its middle.
    pub fn center(self) -> (i32, i32) {
        (self.x + self.width / 2, self.y + self.height / 2)
    }
}

/// Pixels, row by row.
pub struct Picture {
    width: i32,
    height: i32,
    pixels: Vec<[u8; 3]>,
}

/// Why a picture does not show a text.
#[derive(Debug, PartialEq, Eq)]
pub enum Blank {
    /// Too few colors.
    Shades(usize),
    /// How many of a thousand pixels are ink.
    Ink(usize),
}

impl fmt::Display for Blank {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shades(n) => write!(f, "only {n} colors, where text has more than {SHADES}"),
            Self::Ink(n) => write!(f, "{n} of 1000 pixels are ink, where text has 10 to 400"),
        }
    }
}

impl Picture {
    /// Reads a picture in the PPM format, eight bits a color.
    pub fn from_ppm(bytes: &[u8]) -> Option<Self> {
        // Four words, each followed by one white space: P6, width, height, the largest value.
        let mut words = Vec::new();
        let mut rest = bytes;
        while words.len() < 4 {
            let end = rest.iter().position(u8::is_ascii_whitespace)?;
            words.push(std::str::from_utf8(rest.get(..end)?).ok()?);
            rest = rest.get(end + 1..)?;
        }
        let ["P6", width, height, "255"] = words.as_slice() else { return None };
        let (width, height) = (width.parse().ok()?, height.parse().ok()?);
        let pixels: Vec<[u8; 3]> = rest.as_chunks().0.to_vec();
        (pixels.len() as i32 == width * height).then_some(Self { width, height, pixels })
    }

    /// Whether an area shows text: many shades, most of it ground, some of it ink.
    pub fn shows_text(&self, area: Area) -> Result<(), Blank> {
        let counts = self.counts(area);
        if counts.len() <= SHADES {
            return Err(Blank::Shades(counts.len()));
        }
        let ground = most_frequent(&counts);
        let n_pixels: usize = counts.values().sum();
        let n_ink: usize = counts.iter().filter(|(pixel, _)| is_ink(**pixel, ground)).map(|(_, n)| n).sum();
        let per_mille = n_ink * 1000 / n_pixels;
        if (10..=400).contains(&per_mille) { Ok(()) } else { Err(Blank::Ink(per_mille)) }
    }

    /// The first line of text in an area: the box around its ink.
    pub fn first_line(&self, area: Area) -> Option<Area> {
        let ground = most_frequent(&self.counts(area));
        let inked = |y: i32| {
            let row = Area { y, height: 1, ..area };
            self.all(row).any(|pixel| is_ink(pixel, ground))
        };
        let (top, end) = (area.y.max(0), (area.y + area.height).min(self.height));
        let first = (top..end).find(|y| inked(*y))?;
        // The dot of an i stands apart from its stem, a line from the next one by much more.
        let apart = (area.height / 40).max(4);
        let mut last = first;
        while let Some(more) = (last + 1..(last + 1 + apart).min(end)).find(|y| inked(*y)) {
            last = more;
        }
        let line = Area { y: first, height: last + 1 - first, ..area };
        let columns = |x: i32| self.all(Area { x, width: 1, ..line }).any(|pixel| is_ink(pixel, ground));
        let mut inked = (area.x..area.x + area.width).filter(|x| columns(*x));
        let left = inked.next()?;
        let right = inked.next_back().unwrap_or(left);
        Some(Area { x: left, width: right + 1 - left, ..line })
    }

    /// How many pixels of an area have each color.
    fn counts(&self, area: Area) -> HashMap<[u8; 3], usize> {
        let mut counts = HashMap::new();
        self.all(area).for_each(|pixel| *counts.entry(pixel).or_default() += 1);
        counts
    }

    /// The pixels of an area that are in the picture.
    fn all(&self, area: Area) -> impl Iterator<Item = [u8; 3]> {
        let columns = area.x.max(0)..(area.x + area.width).min(self.width);
        let rows = area.y.max(0)..(area.y + area.height).min(self.height);
        let at = |x: i32, y: i32| self.pixels.get((y * self.width + x) as usize).copied();
        rows.flat_map(move |y| columns.clone().filter_map(move |x| at(x, y)))
    }
}

fn most_frequent(counts: &HashMap<[u8; 3], usize>) -> [u8; 3] {
    counts.iter().max_by_key(|(_, n)| **n).map_or([0; 3], |(pixel, _)| *pixel)
}

fn is_ink(pixel: [u8; 3], ground: [u8; 3]) -> bool {
    (light(pixel) - light(ground)).abs() > CONTRAST
}

/// How light a color looks, of 255.
fn light([red, green, blue]: [u8; 3]) -> i32 {
    (299 * i32::from(red) + 587 * i32::from(green) + 114 * i32::from(blue)) / 1000
}

/// A picture of 40 by 40 pixels, by what stands at each.
fn painted(color: impl Fn(i32, i32) -> [u8; 3]) -> Picture {
    let pixels = (0..40 * 40).map(|n| color(n % 40, n / 40)).collect();
    Picture { width: 40, height: 40, pixels }
}

const ALL: Area = Area { x: 0, y: 0, width: 40, height: 40 };

#[test]
fn a_window_without_text_is_noticed() {
    assert_eq!(painted(|_, _| [0; 3]).shows_text(ALL), Err(Blank::Shades(1)), "black");
    let framed = painted(|x, y| if x == 0 || y == 0 { [80, 200, 180] } else { [24; 3] });
    assert_eq!(framed.shows_text(ALL), Err(Blank::Shades(2)), "only a frame");
    let faint = painted(|x, y| [20 + x as u8, 20 + y as u8, 20]);
    assert_eq!(faint.shows_text(ALL), Err(Blank::Ink(0)), "a gradient");
}

#[test]
fn a_line_is_found_by_its_ink() {
    let is_line = |x: i32, y: i32| (5..30).contains(&x) && ((8..12).contains(&y) || (25..29).contains(&y));
    let ink = |x: i32, y: i32| if is_line(x, y) { [255, 255, (x * 8 % 256) as u8] } else { [20; 3] };
    let picture = painted(ink);
    assert_eq!(picture.shows_text(ALL), Ok(()));
    assert_eq!(picture.first_line(ALL), Some(Area { x: 5, y: 8, width: 25, height: 4 }));
    let read = Picture::from_ppm(b"P6\n2 1\n255\nabcdef").expect("a picture");
    assert_eq!((read.width, read.pixels), (2, vec![*b"abc", *b"def"]));
}
