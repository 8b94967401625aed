//! All integration tests, as one binary.

#![allow(
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::expect_used,
    reason = "tests cut texts that they wrote themselves, and end where something is not as they expect"
)]

mod check;
mod cli;
mod cli_refusals;
mod desk;
mod edit;
mod formats;
mod house;
mod jsonl_law;
mod notation;
mod query;
mod shell;
mod stats;
mod workspace;
