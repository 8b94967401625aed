//! WebAnno TSV 3: a line for each token, a column for each feature of each layer; INCEpTION's interchange.

mod cells;
mod format;
mod header;
mod lines;
mod read;
mod write;

pub use format::WebAnnoTsv;
