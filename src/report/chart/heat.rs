//! A table of shades: what meets what, and how often.

use super::frame::{AXIS, Area, Frame, GAP, LINE_HEIGHT, PAD, Rows, SMALL};
use super::scene::{Anchor, Ink, Mark, Point, Scene, Size};
use super::ticks::drawable;
use super::words::{clipped, number, one_line, told, width};

/// Rows and columns with a value where they meet.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Heat {
    /// What the picture shows.
    pub title: String,
    /// What the values count.
    pub unit: String,
    /// What the rows are, such as a person's name.
    pub rows_are: String,
    /// What the columns are.
    pub columns_are: String,
    /// The names of the rows, from top to bottom.
    pub rows: Vec<String>,
    /// The names of the columns, from left to right.
    pub columns: Vec<String>,
    /// The values, row by row; those that are not there or are no finite number are missing. A mark's target is the
    /// place of its row times the number of columns, and the place of its column added.
    pub cells: Vec<Vec<f64>>,
    /// What would fill the picture while there is nothing in it.
    pub when_empty: String,
}

/// In how many lines names of columns stand at most, one stepping back behind the other.
const MOST_LINES: usize = 4;

impl Heat {
    /// The picture, at most as high and as wide as asked: few rows and columns take less.
    pub fn scene(&self, size: Size) -> Scene {
        let are = match (self.rows_are.as_str(), self.columns_are.as_str()) {
            ("", "") => String::new(),
            (rows, "") => format!("rows: {rows}"),
            ("", columns) => format!("columns: {columns}"),
            (rows, columns) => format!("rows: {rows}, columns: {columns}"),
        };
        let says: Vec<&str> = [self.unit.as_str(), are.as_str()].into_iter().filter(|part| !part.is_empty()).collect();
        let mut frame = Frame::new(&self.title, &says.join(" · "), size);
        if self.rows.is_empty() || self.columns.is_empty() {
            return frame
                .nothing(&self.when_empty, "Nothing meets yet. Each row and column with a value becomes a cell.");
        }
        frame.gutter(self.rows.iter().map(String::as_str));
        let n_columns = self.columns.len();
        let each = (frame.area.width() / n_columns as f32).min(72.0);
        self.column_names(&mut frame, each);
        frame.area.bottom -= AXIS;
        let rows = Rows::new(frame.area, self.rows.len(), 30.0);
        frame.row_names(self.rows.iter().map(String::as_str), rows);
        let value = |row: usize, column: usize| self.cells.get(row)?.get(column).copied();
        let values = || self.cells.iter().flatten().filter_map(|value| drawable(*value));
        let (low, high) = (values().fold(0.0, f64::min), values().fold(0.0, f64::max));
        let gap = if each > 6.0 && rows.each > 6.0 { 1.0 } else { 0.0 };
        for (row, row_name) in self.rows.iter().enumerate() {
            for (column, column_name) in self.columns.iter().enumerate() {
                let value = value(row, column).unwrap_or(f64::NAN);
                let label = told(&[row_name, column_name], value, &self.unit);
                let mark = Mark { label, target: row * n_columns + column };
                let left = frame.area.left + column as f32 * each;
                let middle = Point::new(left + each / 2.0, rows.middle(row) + 4.0);
                let Some(value) = drawable(value) else {
                    if rows.has_room() && each >= SMALL {
                        frame.missing(middle, Anchor::Middle, mark);
                    } else {
                        let (x, y) = (middle.x, rows.middle(row));
                        let half = (each.min(rows.each) / 6.0).min(1.5);
                        let dot = Area { left: x - half, right: x + half, top: y - half, bottom: y + half };
                        frame.rect(dot, half, Ink::Line, Some(mark));
                    }
                    continue;
                };
                let top = rows.end(row);
                let cell = Area { left, top, right: left + each - gap, bottom: top + rows.each - gap };
                frame.rect(cell, 2.0 * gap, Ink::Heat(part(value, low, high)), Some(mark));
                let written = number(value);
                if rows.has_room() && width(&written, SMALL) + 4.0 <= each {
                    let ink = if value == 0.0 { Ink::Soft } else { Ink::Text };
                    frame.text(middle, written, Anchor::Middle, SMALL, ink);
                }
            }
        }
        let bottom = rows.end(self.rows.len());
        scale(&mut frame, bottom + 10.0, low, high);
        frame.scene.height = bottom + 10.0 + AXIS;
        frame.scene
    }

    /// The names above the columns. Where columns are narrow, names stand in several lines, with a line down to each.
    fn column_names(&self, frame: &mut Frame, each: f32) {
        let longest = self.columns.iter().map(|name| width(&one_line(name), SMALL)).fold(0.0, f32::max) + GAP;
        let most = ((frame.area.height() * 0.3 / LINE_HEIGHT) as usize).clamp(1, MOST_LINES);
        let n_lines = ((longest / each).ceil().max(1.0) as usize).min(most).min(self.columns.len());
        // Names that would be two or three letters help nobody: rather fewer of them.
        let every = (longest.min(56.0) / (each * n_lines as f32)).ceil().max(1.0) as usize;
        let room = each * (n_lines * every) as f32 - GAP;
        let bottom = frame.area.top + n_lines as f32 * LINE_HEIGHT;
        for (n, (column, name)) in self.columns.iter().enumerate().step_by(every).enumerate() {
            let name = clipped(name, SMALL, room);
            let line = n_lines - 1 - n % n_lines;
            let middle = frame.area.left + (column as f32 + 0.5) * each;
            let half = width(&name, SMALL) / 2.0;
            let x = middle.min(frame.scene.width - half - 4.0).max(half + 4.0);
            let y = frame.area.top + line as f32 * LINE_HEIGHT + 10.0;
            if n_lines > 1 || every > 1 {
                let from = Point::new(middle, y + 4.0);
                frame.line(from, Point::new(middle, bottom + 3.0), 1.0, Ink::Line, None);
            }
            frame.text(Point::new(x, y), name, Anchor::Middle, SMALL, Ink::Soft);
        }
        frame.area.top = bottom + 5.0;
    }
}

/// What the shades mean.
fn scale(frame: &mut Frame, top: f32, low: f64, high: f64) {
    const N_SHADES: u8 = 8;
    let from = number(low);
    let mut x = frame.area.left;
    frame.text(Point::new(x, top + 9.0), from.clone(), Anchor::Start, SMALL, Ink::Soft);
    x += width(&from, SMALL) + 6.0;
    for n in 0..N_SHADES {
        let shade = Area { left: x, top, right: x + 12.0, bottom: top + 10.0 };
        frame.rect(shade, 0.0, Ink::Heat(f32::from(n) / f32::from(N_SHADES - 1)), None);
        x += 12.0;
    }
    frame.text(Point::new(x + 6.0, top + 9.0), number(high), Anchor::Start, SMALL, Ink::Soft);
    frame.area.right = frame.area.right.max(x + PAD);
}

/// How far a value is from the least to the most.
fn part(value: f64, low: f64, high: f64) -> f32 {
    if high > low { ((value - low) / (high - low)) as f32 } else { 0.0 }
}
