//! Hugging Face datasets: Parquet is read and written, Arrow streams are read.
//!
//! `format` says what it is called and carries; `features` are the types that the file's metadata has for its columns,
//! with the names of tags; `row` makes a document of a row; `parquet_rows` and `arrow_rows` hand on rows, after
//! `parquet_claims` has looked with `thrift` at what a file of Parquet says of its size; `table` is the table that `write`
//! writes.

mod arrow_rows;
mod features;
mod format;
mod json_rows;
mod parquet_claims;
mod parquet_rows;
mod row;
mod table;
mod thrift;
mod write;

pub use format::HuggingFace;
