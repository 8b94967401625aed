//! brat standoff: a text, and beside it its annotations, a line each.
//!
//! Offsets count code points of the text as it lies there, its byte order mark and the CR of a CR LF among them. `lines`
//! takes lines apart, `read` makes a document of them, `write` the other way round, `conf` the files that tell brat which
//! types there are, and `types` reads those.

mod format;
mod lines;
mod read;
mod write;
mod conf;
mod types;

pub use format::Brat;
