//! Is anything ever lost? Workers that are killed, writes that never reached the disk, crowds, torn files, and spans of
//! a text that is edited.
//!
//! `cargo test` runs a short form; `cargo test --test reliability -- --full` all of it, and a section's name runs that
//! one alone. Each prints a line of figures, which `docs/reliability.md` keeps. Any loss is a failure.

#![allow(
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::string_slice,
    reason = "a program for people at a terminal, which ends where something is not as it should be"
)]

mod outcome;
mod scene;
mod act;
mod model;
mod worker;
mod kill;
mod facts;
mod hand;
mod recorder;
mod crash_disk;
mod lost_writes;
mod member;
mod crowd;
mod torn_files;
mod reanchor;

use outcome::Outcome;
use std::process::ExitCode;
use std::time::Instant;

/// How much is done.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Enough to notice a mistake, within a minute for all sections.
    Short,
    /// What the figures are made of.
    Full,
}

impl Form {
    /// One value or the other.
    pub fn pick<T>(self, short: T, full: T) -> T {
        if self == Self::Full { full } else { short }
    }
}

/// A name, and what it runs.
type Section = (&'static str, fn(Form) -> Outcome);

/// What can be run, in this order.
const SECTIONS: [Section; 5] = [
    ("kill", kill::run),
    ("lost-writes", lost_writes::run),
    ("crowd", crowd::run),
    ("torn-files", torn_files::run),
    ("reanchor", reanchor::run),
];

/// Options of the usual test harness that have a value after them.
const WITH_VALUE: [&str; 6] = ["--test-threads", "--skip", "--format", "--color", "--logfile", "--shuffle-seed"];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    match args.split_first() {
        Some((what, rest)) if what == worker::CHILD => return worker::main(rest),
        Some((what, rest)) if what == member::CHILD => return member::main(rest),
        _ => {}
    }
    let (form, wanted) = asked(&args);
    let mut code = ExitCode::SUCCESS;
    for (name, run) in SECTIONS {
        if !wanted.is_empty() && !wanted.iter().any(|wanted| wanted == name) {
            continue;
        }
        let started = Instant::now();
        let outcome = run(form);
        println!("{name}: {} ({} s)", outcome.figures, started.elapsed().as_secs());
        for loss in &outcome.losses {
            println!("{name}: FAILED: {loss}");
            code = ExitCode::FAILURE;
        }
    }
    code
}

/// The form and the sections that are asked for. What cargo passes to every harness is let pass.
fn asked(args: &[String]) -> (Form, Vec<String>) {
    let mut form = Form::Short;
    let mut wanted = Vec::new();
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--full" => form = Form::Full,
            // Listing and ignored tests: there are none.
            "--list" | "--ignored" => wanted.push("none".to_owned()),
            option if WITH_VALUE.contains(&option) => drop(args.next()),
            option if option.starts_with('-') => {}
            section => wanted.push(section.to_owned()),
        }
    }
    (form, wanted)
}
