//! The program that is killed: it opens a project, edits at random, and says what is acknowledged.
//!
//! What it prints: `open` once the project is open, then `saved 12` when all up to the 12th edit is called saved.

use crate::act::{self, Act};
use crate::scene::{quick, until_saved};
use fastrand::Rng;
use glossator::store::Home;
use glossator::workspace::{Options, SaveState, Workspace};
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The first argument of a worker.
pub const CHILD: &str = "--worker-that-is-killed";
/// Who a worker is.
pub const ANNOTATOR: &str = "ana";
/// When it ends by itself, should nobody kill it.
const LONGEST: Duration = Duration::from_secs(20);

/// `--worker-that-is-killed <project> <home> <seed>`
pub fn main(args: &[String]) -> ExitCode {
    let [project, home, seed] = args else { return ExitCode::FAILURE };
    match work(Path::new(project), Path::new(home), seed.parse().unwrap()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            tell(&format!("failed {error}"));
            ExitCode::FAILURE
        }
    }
}

/// What a worker opens its project with. All that a program does by itself beside the edits is turned on here.
pub fn options(seed: u64) -> Options {
    quick(ANNOTATOR, seed)
}

fn work(project: &Path, home: &Path, seed: u64) -> Result<(), String> {
    let said = |error: &dyn std::fmt::Display| error.to_string();
    let mut window = Workspace::open(project, &Home::at(home), options(seed)).map_err(|error| said(&error))?;
    tell("open");
    let mut rng = Rng::with_seed(seed);
    let (mut n_edits, mut n_told) = (0, 0);
    let started = Instant::now();
    while started.elapsed() < LONGEST {
        let act = act::next(&mut rng, window.project());
        n_edits += usize::from(match act {
            Act::Run(command) => window.run(&command).is_ok(),
            Act::Undo => window.undo().map_err(|error| said(&error))?.is_some(),
            Act::Redo => window.redo().map_err(|error| said(&error))?.is_some(),
            Act::SaveNow => {
                window.save_now().map_err(|error| said(&error))?;
                false
            }
            Act::Flush => {
                window.flush();
                false
            }
            Act::Wait => {
                until_saved(&mut window)?;
                false
            }
        });
        window.poll();
        if n_edits > n_told && window.save_state() == SaveState::Saved {
            tell(&format!("saved {n_edits}"));
            n_told = n_edits;
        }
    }
    Ok(())
}

/// Says a line at once. Without a listener there is nothing to work for.
pub fn tell(line: &str) {
    let mut out = std::io::stdout().lock();
    if out.write_all(format!("{line}\n").as_bytes()).and_then(|()| out.flush()).is_err() {
        std::process::exit(1);
    }
}
