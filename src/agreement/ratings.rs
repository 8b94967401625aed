//! Items by raters: who gave which item which category.

use super::study::pairs;
use thiserror::Error;

/// What the order and the distances of categories mean (Stevens 1946).
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Level {
    /// Nothing: they are names.
    Nominal,
    /// Their order means something.
    Ordinal,
    /// Their differences do.
    Interval,
    /// Their ratios do.
    Ratio,
}

/// How much two categories agree by how many ranks they are apart.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Weights {
    /// Less by the same for each rank.
    Linear,
    /// Less by the square of the ranks.
    Quadratic,
}

/// Why a table has no ratings.
#[derive(Clone, PartialEq, Eq, Debug, Error)]
pub enum NoRatings {
    /// The rows are not all as long.
    #[error("row {row} has {n} ratings, and the first has {first}")]
    Ragged {
        /// Which row, counted from 1.
        row: usize,
        /// How many it has.
        n: usize,
        /// How many the first has.
        first: usize,
    },
    /// A category of an interval or ratio scale is no number.
    #[error("{0:?} is no number, and the categories of this scale are")]
    NoNumber(String),
}

/// Ratings of items by raters, each a category by its rank.
#[derive(Clone, PartialEq, Debug)]
pub struct Ratings {
    level: Level,
    n_raters: usize,
    /// Row after row.
    items: Vec<Vec<Option<usize>>>,
    /// The categories that occur, in order: the names, and their numbers if all are numbers.
    categories: Vec<String>,
    numbers: Option<Vec<f64>>,
}

impl Ratings {
    /// Rows of categories by name, one for each item; nothing where somebody did not rate it. Numbers are in the order of
    /// their values, names in that of their characters.
    pub fn new(level: Level, rows: &[Vec<Option<String>>]) -> Result<Self, NoRatings> {
        let n_raters = rows.first().map_or(0, Vec::len);
        if let Some(at) = rows.iter().position(|row| row.len() != n_raters) {
            let n = rows.get(at).map_or(0, Vec::len);
            return Err(NoRatings::Ragged { row: at + 1, n, first: n_raters });
        }
        let mut categories: Vec<String> = rows.iter().flatten().flatten().cloned().collect();
        categories.sort();
        categories.dedup();
        let number = |name: &String| name.trim().parse::<f64>().ok().filter(|number| number.is_finite());
        let mut numbers: Option<Vec<f64>> = categories.iter().map(number).collect();
        if let Some(numbers) = &mut numbers {
            categories.sort_by(|one, other| f64::total_cmp(&number(one).unwrap_or(0.0), &number(other).unwrap_or(0.0)));
            numbers.sort_by(f64::total_cmp);
        } else if matches!(level, Level::Interval | Level::Ratio) {
            let wrong = categories.iter().find(|name| number(name).is_none());
            return Err(NoRatings::NoNumber(wrong.cloned().unwrap_or_default()));
        }
        let rank = |name: &String| categories.iter().position(|other| other == name);
        let items = rows.iter().map(|row| row.iter().map(|cell| cell.as_ref().and_then(rank)).collect()).collect();
        Ok(Self { level, n_raters, items, categories, numbers })
    }

    /// The same categories with some of the items, each as often as it is named.
    pub(super) fn drawn(&self, items: impl Iterator<Item = usize>) -> Self {
        let items = items.filter_map(|at| self.items.get(at).cloned()).collect();
        Self { items, categories: self.categories.clone(), numbers: self.numbers.clone(), ..*self }
    }

    /// What the categories mean.
    pub const fn level(&self) -> Level {
        self.level
    }

    /// How many raters there are.
    pub const fn n_raters(&self) -> usize {
        self.n_raters
    }

    /// How many items.
    pub const fn n_items(&self) -> usize {
        self.items.len()
    }

    /// How many items two raters or more rated.
    pub fn n_rated_twice(&self) -> usize {
        self.items().filter(|item| item.iter().flatten().count() >= 2).count()
    }

    /// How many categories occur.
    pub const fn n_categories(&self) -> usize {
        self.categories.len()
    }

    /// Whether all categories are numbers.
    pub const fn are_numbers(&self) -> bool {
        self.numbers.is_some()
    }

    /// The number that a category is.
    pub(super) fn number(&self, category: usize) -> f64 {
        self.numbers.as_ref().and_then(|numbers| numbers.get(category)).copied().unwrap_or(category as f64)
    }

    /// The items, each with the category of each rater.
    pub(super) fn items(&self) -> impl Iterator<Item = &[Option<usize>]> {
        self.items.iter().map(Vec::as_slice)
    }

    /// For each item how often it got each category.
    pub(super) fn counts(&self) -> impl Iterator<Item = Vec<usize>> {
        self.items().map(|item| {
            let mut counts = vec![0; self.categories.len()];
            for category in item.iter().flatten() {
                if let Some(count) = counts.get_mut(*category) {
                    *count += 1;
                }
            }
            counts
        })
    }

    /// Whether everybody rated everything.
    pub(super) fn is_complete(&self) -> bool {
        self.items().flatten().all(Option::is_some)
    }

    /// How often two raters gave an item that both rated one category and another, row by row.
    pub(super) fn table(&self, one: usize, other: usize) -> Table {
        let mut table = Table::new(self.categories.len());
        for item in self.items() {
            let pair = item.get(one).copied().flatten().zip(item.get(other).copied().flatten());
            if let Some((row, column)) = pair {
                table.add(row, column);
            }
        }
        table
    }

    /// All pairs of raters.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (usize, usize)> {
        pairs(self.n_raters)
    }
}

/// How often two raters gave each two categories.
pub(super) struct Table {
    n_categories: usize,
    cells: Vec<usize>,
}

impl Table {
    fn new(n_categories: usize) -> Self {
        Self { n_categories, cells: vec![0; n_categories * n_categories] }
    }

    fn add(&mut self, row: usize, column: usize) {
        if let Some(cell) = self.cells.get_mut(row * self.n_categories + column) {
            *cell += 1;
        }
    }

    pub(super) fn cell(&self, row: usize, column: usize) -> usize {
        self.cells.get(row * self.n_categories + column).copied().unwrap_or_default()
    }

    pub(super) const fn n_categories(&self) -> usize {
        self.n_categories
    }

    pub(super) fn total(&self) -> usize {
        self.cells.iter().sum()
    }

    pub(super) fn row(&self, row: usize) -> usize {
        (0..self.n_categories).map(|column| self.cell(row, column)).sum()
    }

    pub(super) fn column(&self, column: usize) -> usize {
        (0..self.n_categories).map(|row| self.cell(row, column)).sum()
    }

    /// All cells with their rows and columns.
    pub(super) fn cells(&self) -> impl Iterator<Item = (usize, usize, usize)> + '_ {
        let n = self.n_categories;
        (0..n).flat_map(move |row| (0..n).map(move |column| (row, column, self.cell(row, column))))
    }
}
