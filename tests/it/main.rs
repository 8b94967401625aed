//! All integration tests, as one binary.

#![allow(clippy::string_slice, reason = "tests cut texts that they wrote themselves")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod check;
mod desk;
mod edit;
mod formats;
mod gallery;
mod house;
mod notation;
mod query;
mod reader;
mod stats;
mod widgets;
mod window;
mod workspace;
