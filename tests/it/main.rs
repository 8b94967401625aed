//! All integration tests, as one binary.

#![allow(clippy::string_slice, reason = "tests cut texts that they wrote themselves")]
#![allow(clippy::print_stdout, reason = "a skipped test says so")]
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod charts;
mod check;
mod cli;
mod cli_bad_input;
mod cli_agreement;
mod cli_codebook;
mod cli_exchange;
mod cli_refusals;
mod cli_search;
mod codebook;
mod corpus;
mod codebook_page;
mod desk;
mod agreement;
mod analysis;
mod annotation;
mod edit;
mod filters;
mod formats;
mod fuzz;
mod gallery;
mod house;
mod jsonl_law;
mod merge;
mod notation;
mod occurrences;
mod review;
mod search;
mod rules;
mod pictures;
mod query;
mod reader;
mod shell;
mod stats;
mod store;
mod versions;
mod cli_merge;
mod cli_git;
mod widgets;
mod window;
mod work;
mod workspace;
