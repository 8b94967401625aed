//! Power cuts: two windows and a command line work on one project, and every call that writes is remembered. Then, for
//! each moment between two calls, the folder is built as a cut may have left it, and must have all that was called saved.

use crate::crash_disk::{CrashDisk, Tree, Unsynced};
use crate::facts::{Name, facts_beyond};
use crate::hand::Hand;
use crate::recorder::{Made, Recorder, Tick};
use crate::scene::{Scene, files_below, lazy, quick, start, until_saved};
use crate::{Form, Outcome};
use fastrand::Rng;
use glossator::model::Project;
use glossator::store::{Disk, Gate};
use glossator::workspace::{Event, SaveState, Workspace};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What a record was made, one value after the other.
#[derive(Default)]
struct History(Vec<Value>);

struct Value {
    value: Option<String>,
    /// Before it was asked for, it cannot be there.
    asked: Tick,
    /// When it was called saved.
    saved: Option<Tick>,
}

/// What was recorded.
struct Trace {
    scene: Scene,
    before: Tree,
    made: Vec<Made>,
    histories: BTreeMap<Name, History>,
    end: Tick,
}

#[derive(Default)]
struct Counts {
    n_calls: usize,
    n_edits: usize,
    n_cuts: usize,
    n_checked: usize,
    n_lost: usize,
    n_not_open: usize,
    n_torn: usize,
}

pub fn run(form: Form) -> Outcome {
    let mut outcome = Outcome::default();
    let mut counts = Counts::default();
    let n_edits = form.pick(40, 120);
    for (seed, people) in [(1, ["ana", "ana", "ana"]), (2, ["ana", "ben", "cleo"])] {
        match record(seed, people, n_edits) {
            Ok(trace) => {
                counts.n_calls += trace.made.len();
                counts.n_edits += trace.histories.values().map(|history| history.0.len()).sum::<usize>();
                cut_everywhere(&trace, seed, form, &mut counts, &mut outcome);
            }
            Err(error) => outcome.lose(format!("trace {seed}: {error}")),
        }
    }
    let Counts { n_calls, n_edits, n_cuts, n_checked, n_lost, n_not_open, n_torn } = counts;
    outcome.figures = format!(
        "{n_cuts} power cuts in {n_calls} recorded calls of two windows and a command line, with {n_edits} values of \
         records; acknowledged values checked: {n_checked}, lost: {n_lost}, project files torn: {n_torn}, projects that \
         did not open: {n_not_open}; seeds 1 and 2"
    );
    outcome
}

/// Who works, with how they see the project.
struct Party {
    hand: Hand,
    /// The values of theirs that are not called saved yet.
    unsaved: Vec<(Name, usize)>,
}

impl Party {
    fn new(annotator: &str, number: u32, seed: u64) -> Self {
        Self { hand: Hand::new(annotator, number, 3, 100 * seed + u64::from(number)), unsaved: Vec::new() }
    }

    fn work(&mut self, window: &mut Workspace, recorder: &Recorder, histories: &mut BTreeMap<Name, History>) {
        let asked = recorder.mark();
        // What is refused changes nothing.
        let facts = self.hand.work(window).unwrap_or_default();
        for (name, value) in facts {
            let history = histories.entry(name.clone()).or_default();
            self.unsaved.push((name, history.0.len()));
            history.0.push(Value { value, asked, saved: None });
        }
    }

    fn note_saved(&mut self, window: &Workspace, recorder: &Recorder, histories: &mut BTreeMap<Name, History>) {
        if window.save_state() == SaveState::Saved && !self.unsaved.is_empty() {
            let saved = Some(recorder.mark());
            for (name, at) in self.unsaved.drain(..) {
                if let Some(value) = histories.get_mut(&name).and_then(|history| history.0.get_mut(at)) {
                    value.saved = saved;
                }
            }
        }
    }
}

/// Lets two windows and a command line work, and remembers all they do to the disk.
fn record(seed: u64, people: [&str; 3], n_edits: usize) -> Result<Trace, String> {
    let scene = Scene::in_memory();
    let before = tree_of(scene.root());
    let recorder = Arc::new(Recorder::default());
    let home = scene.home().on(Disk::gated(Arc::clone(&recorder) as Arc<dyn Gate>));
    let open = |annotator: &str, seed: u64| {
        Workspace::open(&scene.project(), &home, quick(annotator, seed)).map_err(|error| error.to_string())
    };
    let mut rng = Rng::with_seed(seed);
    let mut histories = BTreeMap::new();
    let mut parties: Vec<Party> = (0..).zip(people).map(|(n, annotator)| Party::new(annotator, n, seed)).collect();
    let mut windows = [open(people[0], 10 * seed)?, open(people[1], 10 * seed + 1)?];
    for n in 0..n_edits {
        let at = rng.usize(0..2);
        let (window, party) = (&mut windows[at], &mut parties[at]);
        party.work(window, &recorder, &mut histories);
        match rng.u32(0..8) {
            0..4 => until_saved(window)?,
            4 => window.save_now().map_err(|error| error.to_string())?,
            5 => drop(window.poll()),
            6 => window.flush(),
            _ => {}
        }
        for (window, party) in windows.iter_mut().zip(&mut parties) {
            window.poll();
            party.note_saved(window, &recorder, &mut histories);
        }
        if n % 10 == 5 {
            let mut line = open(people[2], 1000 * seed + n as u64)?;
            parties[2].hand.begin_session();
            for _ in 0..rng.usize(1..4) {
                parties[2].work(&mut line, &recorder, &mut histories);
            }
            line.save_now().map_err(|error| error.to_string())?;
            parties[2].note_saved(&line, &recorder, &mut histories);
            line.close().map_err(|error| error.to_string())?;
        }
    }
    for window in windows {
        window.close().map_err(|error| error.to_string())?;
    }
    let end = recorder.mark();
    Ok(Trace { before, made: recorder.made(), histories, end, scene })
}

/// Cuts the power at many moments, each in several ways.
fn cut_everywhere(trace: &Trace, seed: u64, form: Form, counts: &mut Counts, outcome: &mut Outcome) {
    let disk = CrashDisk::new(&trace.before, &trace.made);
    let mut rng = Rng::with_seed(seed);
    let ways: &[Unsynced] = form
        .pick(&[Unsynced::Some(50)], &[Unsynced::Some(50), Unsynced::Some(50), Unsynced::Some(85), Unsynced::Some(15)]);
    let extremes = [Unsynced::None, Unsynced::All];
    for at in (1..=trace.end).step_by(form.pick(17, 1)) {
        for &unsynced in extremes.iter().chain(ways) {
            counts.n_cuts += 1;
            let place = format!("trace {seed}, cut at {at} of {}, {unsynced:?}", trace.end);
            let (tree, torn) = disk.after_cut(at, unsynced, &trace.scene.project(), &mut rng);
            if !torn.is_empty() && torn.iter().any(|path| is_of_project(&trace.scene, path)) {
                counts.n_torn += 1;
                outcome.lose(format!("{place}: torn under its own name: {torn:?}"));
            }
            put(trace.scene.root(), &tree);
            if let Err(why) = check(trace, at, counts) {
                outcome.lose(format!("{place}: {why}{}", last_calls(trace, at)));
            }
        }
    }
}

/// The calls before a moment, for whoever looks for the mistake.
fn last_calls(trace: &Trace, at: Tick) -> String {
    let until = trace.made.partition_point(|made| made.begun < at);
    let told = trace.made[until.saturating_sub(60)..(until + 30).min(trace.made.len())].iter().map(|made| {
        let call = match &made.call {
            crate::recorder::Call::Write(path, bytes) => format!("Write({}, {} bytes)", path.display(), bytes.len()),
            call => format!("{call:?}"),
        };
        format!("\n    {}–{} {call}", made.begun, made.over)
    });
    told.collect::<String>().replace(&trace.scene.root().display().to_string(), "")
}

fn is_of_project(scene: &Scene, path: &Path) -> bool {
    path.strip_prefix(scene.project())
        .is_ok_and(|inside| matches!(glossator::store::FileKey::from_path(inside), Ok(Some(_))))
}

/// Whether the folder opens, and has what was called saved before a moment and nothing that was not asked for.
fn check(trace: &Trace, at: Tick, counts: &mut Counts) -> Result<(), String> {
    let mut window = match trace.scene.open(lazy("ana", at as u64)) {
        Ok(window) => window,
        Err(error) => {
            counts.n_not_open += 1;
            return Err(format!("it does not open: {error}"));
        }
    };
    let mut complaints: Vec<String> = window.damage().values().map(|damage| format!("damaged: {damage}")).collect();
    complaints.extend(window.read_only().map(|error| format!("read only: {error}")));
    let events = window.poll().into_iter().filter(|event| {
        !matches!(event, Event::Durable | Event::FilesWritten(_) | Event::JournalTorn | Event::Recovered { .. })
    });
    complaints.extend(events.map(|event| format!("{event:?}")));
    if !complaints.is_empty() {
        counts.n_not_open += 1;
        return Err(complaints.join("; "));
    }
    check_facts(trace, at, window.project(), counts)?;
    if at.is_multiple_of(8) {
        window.close().map_err(|error| format!("it does not close: {error}"))?;
        let (project, damage) = trace.scene.on_disk().map_err(|error| error.to_string())?;
        if !damage.is_empty() {
            return Err(format!("after closing: {damage:?}"));
        }
        check_facts(trace, at, &project, counts).map_err(|why| format!("after closing: {why}"))?;
    }
    Ok(())
}

fn check_facts(trace: &Trace, at: Tick, project: &Project, counts: &mut Counts) -> Result<(), String> {
    let mut found = facts_beyond(project, &start());
    for (name, History(values)) in &trace.histories {
        let found = found.remove(name);
        let saved = values.iter().rposition(|value| value.saved.is_some_and(|saved| saved < at));
        counts.n_checked += usize::from(saved.is_some());
        let mut allowed = values[saved.unwrap_or(0)..].iter().filter(|value| value.asked < at);
        let is_not_yet = saved.is_none() && found.is_none();
        if !is_not_yet && !allowed.any(|value| value.value == found) {
            counts.n_lost += 1;
            let expected = saved.map(|saved| &values[saved].value);
            return Err(format!("{name} is {found:?}, and was saved as {expected:?}"));
        }
    }
    if found.is_empty() { Ok(()) } else { Err(format!("nobody made these: {found:?}")) }
}

fn tree_of(root: &Path) -> Tree {
    let mut tree = Tree::default();
    tree.folders.extend(root.ancestors().map(Path::to_owned));
    for path in files_below(root) {
        tree.folders.extend(path.ancestors().skip(1).map(Path::to_owned));
        tree.files.insert(path.clone(), fs::read(&path).unwrap());
    }
    tree
}

/// Makes a folder have these folders and files and nothing else.
fn put(root: &Path, tree: &Tree) {
    let inside: Vec<PathBuf> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    inside.iter().for_each(|path| fs::remove_dir_all(path).unwrap());
    tree.folders.iter().filter(|path| path.starts_with(root)).for_each(|path| fs::create_dir_all(path).unwrap());
    tree.files.iter().for_each(|(path, bytes)| fs::write(path, bytes).unwrap());
}
