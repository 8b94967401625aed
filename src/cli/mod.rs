//! The command line room: subcommands, their answers and exit codes. The only room that prints.
//!
//! Answers go to standard output, everything else to standard error. The same rooms do the work as in the window:
//! nothing here is done in another way. Exit codes: 0 done; 1 done, and the answer is no or not all; 2 it could not be
//! done, and nothing is changed.

mod args;
mod shared_args;
mod invocation;
mod error;
mod streams;
mod table;
mod pick;
mod open;
mod losses;
mod new;
mod import;
mod show;
mod stats;
mod analysis;
mod search;
mod filters;
mod agreement;
mod agreement_ratings;
mod agreement_sets;
mod check;
mod codebook;
mod export;
mod pack;
mod merge;
mod diff;
mod setup_git;
mod formats;

pub use args::Renderer;
pub use invocation::{Call, Invocation, Window, parse};
