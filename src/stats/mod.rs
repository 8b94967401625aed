//! The stats room: how many, how long, how much of the text; and [`Table`], the one shape of every report.
//!
//! A [`Tally`] is computed once for a [`Scope`] and then follows every edit by its difference: a figure
//! reached by any edits equals the one computed afresh. What is asked for now and then is counted when it is asked for: which
//! tags stand together ([`Cooccurrence`], [`Overlaps`], [`Sequences`]), spans by this and that ([`crosstab`]), and figures of
//! counts alone ([`Dispersion`], [`Frequencies`], [`Contexts`]). Nothing here formats for a screen.

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
mod dispersion;
mod significance;
mod keyness;
mod association;
mod numbering;
mod contexts;
mod cooccurrence;
mod overlaps;
mod overlap_kinds;
mod sequences;
mod saturation;
mod size;
mod axis;
mod crosstab;
mod rate;
mod quantile;
mod spread;
mod said;
mod words;
mod lengths;

pub use association::{Contexts, NoContexts};
pub use axis::By;
pub use contexts::Within;
pub use cooccurrence::Cooccurrence;
pub use crosstab::{TooLarge, breakdown, crosstab};
pub use dispersion::{Dispersion, NoDispersion, Part};
pub use figures::TagFigures;
pub use keyness::Frequencies;
pub use lengths::Lengths;
pub use overlaps::Overlaps;
pub use passages::passages;
pub use quantile::quantile;
pub use said::{Said, Variants, said, said_table};
pub use saturation::{Fresh, saturation, saturation_table};
pub use scope::{Documents, Scope};
pub use sequences::Sequences;
pub use significance::{benjamini_hochberg, chi_square_tail};
pub use spread::{keyness_table, spread_table};
pub use table::{Cell, Column, ColumnKind, Row, Table};
pub use tally::Tally;
pub use words::{WordCounts, collocates, key_strings, keywords};
