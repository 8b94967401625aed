//! How counts in rows and columns are drawn.

use super::analysis::{Answer, Drawn};
use super::chart::{Heat, Stacked, StackedRow};

/// How counts in rows and columns are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum DrawnAs {
    /// A cell for each count.
    #[default]
    Cells,
    /// A bar for each row, with its counts as parts.
    Bars,
    /// The same, and every bar as long as the others.
    Shares,
}

/// With more parts than this their colors cannot be told apart, and cells are drawn.
const PARTS: usize = 8;

impl DrawnAs {
    /// All ways.
    pub const ALL: [Self; 3] = [Self::Cells, Self::Bars, Self::Shares];

    /// Its name on the command line.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Cells => "cells",
            Self::Bars => "bars",
            Self::Shares => "shares",
        }
    }

    /// The way with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }
}

impl Answer {
    /// The same answer with cells drawn so. What is not drawn as cells stays, and so do cells of many columns.
    #[must_use]
    pub fn drawn_as(mut self, drawn: DrawnAs) -> Self {
        if let Some(picture) = &mut self.picture
            && let Drawn::Heat(heat) = &picture.what
            && drawn != DrawnAs::Cells
            && heat.columns.len() <= PARTS
        {
            picture.what = Drawn::Stacked(stacked(heat, drawn == DrawnAs::Shares));
        }
        self
    }
}

/// Rows as bars. A mark's target stays what it was.
fn stacked(heat: &Heat, is_share: bool) -> Stacked {
    let row = |(name, values): (&String, &Vec<f64>)| StackedRow { name: name.clone(), values: values.clone() };
    Stacked {
        title: heat.title.clone(),
        unit: heat.unit.clone(),
        parts: heat.columns.iter().map(|name| (name.clone(), None)).collect(),
        rows: heat.rows.iter().zip(&heat.cells).map(row).collect(),
        is_share,
        when_empty: heat.when_empty.clone(),
    }
}
