//! The stats room: how many, how long, how much of the text; and [`Table`], the one shape of every report.
//!
//! A [`Tally`] is computed once for a [`Scope`] and then follows every edit by its difference: a figure
//! reached by any edits equals the one computed afresh. Nothing here formats for a screen.

mod scope;
mod passages;
mod strings;
mod cover;
mod counts;
mod tally;
mod follow;
mod figures;
mod table;
mod tables;
mod csv;

pub use figures::TagFigures;
pub use passages::passages;
pub use scope::{Documents, Scope};
pub use table::{Cell, Column, ColumnKind, Row, Table};
pub use tally::Tally;
