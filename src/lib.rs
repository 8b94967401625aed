//! Glossator: a desktop workbench for labeling text, and for knowing how far the labels can be trusted.
//!
//! The rooms of the house, from the ground up. A room uses only rooms listed before it;
//! `tests/it/house.rs` reads the `use` lines to hold us to it.

pub mod text;
pub mod model;
pub mod edit;
pub mod query;
pub mod stats;
pub mod agreement;
pub mod check;
pub mod suggest;
pub mod review;
pub mod report;
pub mod formats;
pub mod corpus;
pub mod store;
pub mod workspace;
pub mod cli;
pub mod app;
