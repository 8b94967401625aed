//! All integration tests, as one binary.

#![allow(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests cut texts that they wrote themselves, and end where something is not as they expect"
)]

mod check;
mod desk;
mod edit;
mod formats;
mod house;
mod notation;
mod query;
mod stats;
mod workspace;
