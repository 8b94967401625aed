//! Several programs edit one project at once: in the end everything that each called saved is there, once.

use crate::facts::{Name, facts_beyond};
use crate::member::CHILD;
use crate::scene::{Scene, start};
use crate::{Form, Outcome};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

/// Who works on a project together.
struct Crowd {
    /// Whether each has a home of their own, as on computers that share nothing but the project's folder.
    is_apart: bool,
    /// Who each is, and whether in a window or on the command line.
    members: &'static [(&'static str, &'static str)],
}

const FIVE: &[(&str, &str)] =
    &[("ana", "window"), ("ana", "window"), ("ben", "window"), ("ana", "line"), ("cleo", "line")];

const CROWDS: [Crowd; 4] = [
    Crowd { is_apart: false, members: &[("ana", "window"), ("ana", "window")] },
    Crowd { is_apart: true, members: &[("ana", "window"), ("ben", "line")] },
    Crowd { is_apart: false, members: FIVE },
    Crowd { is_apart: true, members: FIVE },
];

/// What a member said.
#[derive(Default)]
struct Said {
    facts: BTreeMap<Name, Option<String>>,
    n_values: usize,
    n_refused: usize,
    has_closed: bool,
    failure: Option<String>,
}

pub fn run(form: Form) -> Outcome {
    let mut outcome = Outcome::default();
    let mut figures = Vec::new();
    for (seed, crowd) in (1..).zip(&CROWDS) {
        figures.push(together(seed, crowd, form.pick(4_000, 60_000), &mut outcome));
    }
    outcome.figures = format!("{}; seeds 1 to 4", figures.join("; "));
    outcome
}

/// Lets a crowd work on one project for a while. Returns its figures.
fn together(seed: u64, crowd: &Crowd, milliseconds: u64, outcome: &mut Outcome) -> String {
    let scene = Scene::new();
    let members: Vec<JoinHandle<Said>> = (0..crowd.members.len())
        .map(|n| {
            let child = begin(&scene, crowd, n, milliseconds, seed);
            std::thread::spawn(move || listen(child))
        })
        .collect();
    let mut expected: BTreeMap<Name, String> = BTreeMap::new();
    let (mut n_values, mut n_refused) = (0, 0);
    for (n, member) in members.into_iter().enumerate() {
        let said = member.join().unwrap();
        if !said.has_closed {
            outcome.lose(format!("crowd {seed}: member {n} did not close: {:?}", said.failure));
        }
        n_values += said.n_values;
        n_refused += said.n_refused;
        expected.extend(said.facts.into_iter().filter_map(|(name, value)| Some((name, value?))));
    }
    let (project, damage) = match scene.on_disk() {
        Ok(opened) => opened,
        Err(error) => {
            outcome.lose(format!("crowd {seed}: it does not open: {error}"));
            return String::new();
        }
    };
    damage.iter().for_each(|damage| outcome.lose(format!("crowd {seed}: damaged: {damage}")));
    let found = facts_beyond(&project, &start());
    let lost: Vec<_> = expected.iter().filter(|(name, value)| found.get(*name) != Some(value)).collect();
    let doubled: Vec<_> = found.iter().filter(|(name, _)| !expected.contains_key(*name)).collect();
    lost.iter().for_each(|(name, value)| {
        outcome.lose(format!("crowd {seed}: {name} is {:?}, and was saved as {value:?}", found.get(*name)));
    });
    doubled
        .iter()
        .for_each(|fact| outcome.lose(format!("crowd {seed}: nobody made this, or it was removed: {fact:?}")));
    format!(
        "{} processes{}: {n_values} acknowledged values, {} records in the end, lost: {}, doubled or back again: {}, \
         commands refused: {n_refused}",
        crowd.members.len(),
        if crowd.is_apart { " with homes of their own" } else { "" },
        expected.len(),
        lost.len(),
        doubled.len()
    )
}

fn begin(scene: &Scene, crowd: &Crowd, n: usize, milliseconds: u64, seed: u64) -> Child {
    let (annotator, way) = crowd.members[n];
    let home = if crowd.is_apart { scene.root().join(format!("home-{n}")) } else { scene.home_folder() };
    Command::new(std::env::current_exe().unwrap())
        .arg(CHILD)
        .args([scene.project(), home])
        .args([annotator, &n.to_string(), &crowd.members.len().to_string(), &milliseconds.to_string(), way])
        .arg((seed * 100_000_000 + n as u64 * 10_000_000).to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap()
}

fn listen(mut child: Child) -> Said {
    let mut said = Said::default();
    for line in BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok) {
        match line.split_once(' ').unwrap_or((&line, "")) {
            ("fact", fact) => {
                let (name, value) = fact.split_once('\t').unwrap();
                said.facts.insert(name.to_owned(), Some(value.to_owned()));
                said.n_values += 1;
            }
            ("gone", name) => {
                said.facts.insert(name.to_owned(), None);
                said.n_values += 1;
            }
            ("refused", _) => said.n_refused += 1,
            ("closed", _) => said.has_closed = true,
            _ => said.failure = Some(line),
        }
    }
    child.wait().unwrap();
    said
}
