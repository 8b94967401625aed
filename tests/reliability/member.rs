//! One of a crowd: a program that works on a project beside others, and says what of its work is acknowledged.
//!
//! What it prints: `fact <name>\t<value>` for each record that is called saved with a value, `gone <name>` for one that is
//! called saved as removed, `refused` for each command that was refused, and `closed` at its end.

use crate::facts::Name;
use crate::hand::Hand;
use crate::scene::quick;
use crate::worker::tell;
use glossator::store::Home;
use glossator::workspace::{SaveState, Workspace};
use std::collections::BTreeMap;
use std::path::Path;
use std::process::ExitCode;
use std::time::{Duration, Instant};

/// The first argument of a member.
pub const CHILD: &str = "--member-of-a-crowd";

/// `--member-of-a-crowd <project> <home> <annotator> <number> <of> <milliseconds> <window or line> <seed>`
pub fn main(args: &[String]) -> ExitCode {
    let [project, home, annotator, number, of, milliseconds, way, seed] = args else { return ExitCode::FAILURE };
    let mut member = Member {
        hand: Hand::new(annotator, number.parse().unwrap(), of.parse().unwrap(), seed.parse().unwrap()),
        unsaved: BTreeMap::new(),
        until: Instant::now() + Duration::from_millis(milliseconds.parse().unwrap()),
        seed: seed.parse().unwrap(),
        annotator,
    };
    let (project, home) = (Path::new(project), Home::at(Path::new(home)));
    let worked = match way.as_str() {
        "window" => member.session(project, &home, usize::MAX),
        _ => member.line(project, &home),
    };
    match worked {
        Ok(()) => tell("closed"),
        Err(error) => tell(&format!("failed {error}")),
    }
    ExitCode::SUCCESS
}

struct Member<'a> {
    hand: Hand,
    /// What is not called saved yet.
    unsaved: BTreeMap<Name, Option<String>>,
    until: Instant,
    seed: u64,
    annotator: &'a str,
}

impl Member<'_> {
    /// Works as the command line does: opens, does a little, and closes, again and again.
    fn line(&mut self, project: &Path, home: &Home) -> Result<(), String> {
        while Instant::now() < self.until {
            self.session(project, home, 4)?;
        }
        Ok(())
    }

    /// Opens, works until it is time or enough is done, and closes.
    fn session(&mut self, project: &Path, home: &Home, n_edits: usize) -> Result<(), String> {
        self.seed += 1_000;
        let options = quick(self.annotator, self.seed);
        let mut window = Workspace::open(project, home, options).map_err(|error| error.to_string())?;
        self.hand.begin_session();
        let mut n_done = 0;
        while Instant::now() < self.until && n_done < n_edits {
            match self.hand.work(&mut window) {
                Ok(facts) => self.unsaved.extend(facts),
                Err(_) => tell("refused"),
            }
            n_done += 1;
            window.poll();
            self.tell_saved(&window);
            std::thread::sleep(Duration::from_millis(if n_done % 7 == 0 { 12 } else { 1 }));
        }
        window.save_now().map_err(|error| error.to_string())?;
        self.tell_saved(&window);
        window.close().map_err(|error| error.to_string())
    }

    fn tell_saved(&mut self, window: &Workspace) {
        if window.save_state() == SaveState::Saved {
            for (name, value) in std::mem::take(&mut self.unsaved) {
                match value {
                    Some(value) => tell(&format!("fact {name}\t{value}")),
                    None => tell(&format!("gone {name}")),
                }
            }
        }
    }
}
