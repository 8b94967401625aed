//! All integration tests, as one binary.

#![allow(clippy::string_slice, reason = "tests cut texts that they wrote themselves")]

mod desk;
mod edit;
mod formats;
mod house;
mod notation;
mod query;
mod stats;
mod workspace;
