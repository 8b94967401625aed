//! The query room: which documents and sets are meant, and in what order they stand.
//!
//! Owns filters, the rows of the article list, and selections by name. It never returns rows in an
//! unstated order, and changes nothing: a [`Selection`] gives a smaller project, the project stays.

mod filter;
mod glob;
mod list;
mod selection;

pub use filter::DocumentFilter;
pub use glob::Glob;
pub use list::{DocumentList, DocumentRow, Order, SortKey};
pub use selection::{NotFound, Selection};
