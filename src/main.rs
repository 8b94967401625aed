//! Chooses window or command line, and nothing else.

use glossator::app;
use glossator::cli::{self, Invocation};
use std::process::ExitCode;

fn main() -> ExitCode {
    match cli::parse() {
        Invocation::Call(call) => call.run(),
        Invocation::Window(window) => app::run(window),
    }
}
