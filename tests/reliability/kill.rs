//! Workers that are killed at any moment: what they called saved is there, and the next one goes on from it.

use crate::model::{State, States};
use crate::scene::{Scene, files_below, lazy, start};
use crate::worker::{ANNOTATOR, CHILD};
use crate::{Form, Outcome};
use fastrand::Rng;
use glossator::edit::Edit;
use glossator::model::{Project, SetKey};
use glossator::review::{diff_codebooks, diff_sets};
use glossator::store::{self, Progress};
use glossator::workspace::{Event, Workspace};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::{Duration, Instant};

/// How many workers follow each other on one project.
const ON_ONE: u64 = 20;

/// When a worker is killed.
#[derive(Clone, Copy, Debug)]
enum Moment {
    /// So long after it was started: while it opens.
    Opening(Duration),
    /// So long after its first word.
    Working(Duration),
    /// After a while, when a file of the project is being replaced.
    Snapshot(Duration),
    /// After a while, when a file of the journal begins or is being written anew.
    Journal(Duration),
    /// After a while, when a backup is being written.
    Backup(Duration),
}

/// What was found where a worker was killed.
#[derive(Default)]
struct Counts {
    n_runs: usize,
    n_opening: usize,
    n_acknowledged: usize,
    n_snapshot: usize,
    n_backup: usize,
    n_restored: usize,
    n_compaction: usize,
    n_new_segment: usize,
    n_uncompacted: usize,
    n_undone: usize,
    n_lost: usize,
    n_not_open: usize,
}

pub fn run(form: Form) -> Outcome {
    let mut counts = Counts::default();
    let mut outcome = Outcome::default();
    for seed in 0..form.pick(2, 52) {
        on_one_project(seed, &mut counts, &mut outcome);
    }
    let Counts { n_runs, n_opening, n_acknowledged, n_snapshot, .. } = counts;
    let Counts { n_backup, n_restored, .. } = counts;
    let Counts { n_compaction, n_new_segment, n_uncompacted, n_undone, n_lost, n_not_open, .. } = counts;
    outcome.figures = format!(
        "{n_runs} workers killed, {n_opening} of them while opening; of the others {n_snapshot} while a file was being \
         replaced, {n_backup} while a backup was being written, {n_new_segment} at a new file of the journal, {n_uncompacted} before and {n_compaction} while one was \
         written anew; {n_acknowledged} acknowledged edits checked, {n_undone} steps taken back and done again, \
         {n_restored} backups restored; \
         lost: {n_lost}, projects that did not open: {n_not_open}; seeds from 0"
    );
    outcome
}

/// Lets workers follow each other on one project, each killed.
fn on_one_project(seed: u64, counts: &mut Counts, outcome: &mut Outcome) {
    let scene = Scene::new();
    let mut rng = Rng::with_seed(seed);
    let mut state = State::new(start());
    for n in 0..ON_ONE {
        let run = seed * ON_ONE + n;
        let moment = moment(&mut rng);
        let before: BTreeSet<PathBuf> = files_below(scene.root()).into_iter().collect();
        let said = kill_one(&scene, run, moment);
        counts.n_runs += 1;
        count_what_is_left(&scene, &before, said.has_opened, counts);
        if let Some(failure) = said.failure {
            outcome.lose(format!("run {run}: the worker failed: {failure}"));
        }
        counts.n_acknowledged += said.n_saved;
        match restore_new(&scene, &before) {
            Ok(n_restored) => counts.n_restored += n_restored,
            Err(why) => outcome.lose(format!("run {run}, {moment:?}: a backup: {why}")),
        }
        let mut states = States::new(state.clone(), ANNOTATOR, run);
        let mut window = match scene.open(lazy(ANNOTATOR, 1_000_000 + run)) {
            Ok(window) => window,
            Err(error) => {
                counts.n_not_open += 1;
                return outcome.lose(format!("run {run}, {moment:?}: it does not open: {error}"));
            }
        };
        for complaint in complaints(&mut window) {
            counts.n_not_open += 1;
            outcome.lose(format!("run {run}, {moment:?}: {complaint}"));
        }
        match found(&mut states, said.n_saved, &mut window) {
            Some(found) => state = found,
            None => {
                counts.n_lost += 1;
                let nearest = nearest(&mut states, said.n_saved, &window);
                return outcome.lose(format!(
                    "run {run}, {moment:?}: no state from edit {} on is what was found; {nearest}",
                    said.n_saved
                ));
            }
        }
        let is_last = n + 1 == ON_ONE;
        let n_back = if is_last { state.done.len() } else { state.done.len().min(3) };
        if let Err(why) = there_and_back(&mut window, &state, n_back) {
            counts.n_lost += 1;
            return outcome.lose(format!("run {run}, {moment:?}: {why}"));
        }
        counts.n_undone += n_back;
        // Half of them end without a word, as if they were killed.
        if rng.bool()
            && let Err(error) = window.close()
        {
            return outcome.lose(format!("run {run}: it does not close: {error}"));
        }
    }
}

fn moment(rng: &mut Rng) -> Moment {
    let micros = |rng: &mut Rng, most: u64| Duration::from_micros(rng.u64(0..most));
    match rng.u32(0..10) {
        0 => Moment::Opening(micros(rng, 16_000)),
        1..=3 => Moment::Working(micros(rng, 30_000)),
        4..=5 => Moment::Working(micros(rng, 400_000)),
        6..=7 => Moment::Snapshot(micros(rng, 150_000)),
        8 => Moment::Journal(micros(rng, 150_000)),
        _ => Moment::Backup(micros(rng, 150_000)),
    }
}

/// What a worker said before its end.
struct Said {
    has_opened: bool,
    n_saved: usize,
    failure: Option<String>,
}

fn kill_one(scene: &Scene, seed: u64, moment: Moment) -> Said {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .arg(CHILD)
        .args([scene.project(), scene.home_folder()])
        .arg(seed.to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = lines_of(&mut child);
    let mut said = Said { has_opened: false, n_saved: 0, failure: None };
    match moment {
        Moment::Opening(after) => std::thread::sleep(after),
        Moment::Working(after) => {
            said.hear(lines.recv_timeout(Duration::from_secs(20)).ok());
            std::thread::sleep(after);
        }
        Moment::Snapshot(after) => {
            said.hear(lines.recv_timeout(Duration::from_secs(20)).ok());
            std::thread::sleep(after);
            wait_for_change(&scene.project(), is_temporary);
        }
        Moment::Journal(after) => {
            said.hear(lines.recv_timeout(Duration::from_secs(20)).ok());
            std::thread::sleep(after);
            wait_for_change(&scene.home().journals(), |_| true);
        }
        Moment::Backup(after) => {
            said.hear(lines.recv_timeout(Duration::from_secs(20)).ok());
            std::thread::sleep(after);
            wait_for_change(&scene.home().backups(), is_temporary);
        }
    }
    // On Unix this is SIGKILL.
    child.kill().unwrap();
    child.wait().unwrap();
    for line in lines {
        said.hear(Some(line));
    }
    said
}

impl Said {
    fn hear(&mut self, line: Option<String>) {
        match line.as_deref().and_then(|line| line.split_once(' ').or(Some((line, "")))) {
            Some(("open", _)) => self.has_opened = true,
            Some(("saved", n)) => self.n_saved = n.parse().unwrap(),
            other => self.failure = Some(format!("{other:?}")),
        }
    }
}

/// What a child says, line by line, until its end.
fn lines_of(child: &mut Child) -> Receiver<String> {
    let out = BufReader::new(child.stdout.take().unwrap());
    let (sender, lines) = channel();
    std::thread::spawn(move || out.lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    lines
}

/// Waits until a file of a kind comes into a folder, for half a second at most.
fn wait_for_change(folder: &Path, is_it: impl Fn(&Path) -> bool) {
    let started = Instant::now();
    let before: BTreeSet<PathBuf> = files_below(folder).into_iter().collect();
    while started.elapsed() < Duration::from_millis(500) {
        if files_below(folder).iter().any(|path| !before.contains(path) && is_it(path)) {
            return;
        }
    }
}

fn is_temporary(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(".glossator-"))
}

fn count_what_is_left(scene: &Scene, before: &BTreeSet<PathBuf>, has_opened: bool, counts: &mut Counts) {
    if !has_opened {
        counts.n_opening += 1;
        return;
    }
    let now = files_below(scene.root());
    let new: Vec<&PathBuf> = now.iter().filter(|path| !before.contains(*path)).collect();
    let is_left_in = |folder: PathBuf| new.iter().any(|path| is_temporary(path) && path.starts_with(&folder));
    counts.n_snapshot += usize::from(is_left_in(scene.project()));
    counts.n_compaction += usize::from(is_left_in(scene.home().journals()));
    counts.n_backup += usize::from(is_left_in(scene.home().backups()));
    let segments: Vec<&PathBuf> =
        now.iter().filter(|path| path.extension().is_some_and(|it| it == "journal")).collect();
    let Some((newest, older)) = segments.split_last() else { return };
    let is_begun = new.contains(newest) && kinds_of_records(newest).iter().filter(|kind| **kind == STEP).count() <= 1;
    counts.n_new_segment += usize::from(is_begun);
    let is_full = |path: &PathBuf| kinds_of_records(path).iter().filter(|kind| **kind == CHECKPOINT).count() > 1;
    counts.n_uncompacted += usize::from(older.last().is_some_and(|path| is_full(path)));
}

/// Restores every backup that has come, and counts them: what is listed must be whole, whenever its maker was killed.
fn restore_new(scene: &Scene, before: &BTreeSet<PathBuf>) -> Result<usize, String> {
    let listed = store::all_backups(&scene.home()).map_err(|error| error.to_string())?;
    let mut n_restored = 0;
    for backup in listed.iter().filter(|backup| !before.contains(&backup.path)) {
        backup.cover.as_ref().map_err(ToString::to_string)?;
        let copy = scene.root().join("copy");
        store::restore(&backup.path, &copy, &Progress::default()).map_err(|error| error.to_string())?;
        let opened = store::open(&copy, &Progress::default()).map_err(|error| error.to_string())?;
        std::fs::remove_dir_all(&copy).unwrap();
        if let Some(damage) = opened.damage.first() {
            return Err(damage.message());
        }
        n_restored += 1;
    }
    Ok(n_restored)
}

/// The first byte of a journal's records says what they are.
const STEP: u8 = 1;
const CHECKPOINT: u8 = 2;

/// What the records of a journal's file are, by its published layout.
fn kinds_of_records(path: &Path) -> Vec<u8> {
    const MARKER: [u8; 4] = [0xFF, b'g', b'j', 0xFE];
    let bytes = std::fs::read(path).unwrap_or_default();
    let starts = bytes.windows(MARKER.len()).enumerate().filter(|(_, window)| **window == MARKER);
    starts.filter_map(|(at, _)| bytes.get(at + 12).copied()).collect()
}

/// What must not be said after a kill: that anything is damaged or failed. A torn end of the journal may be.
fn complaints(window: &mut Workspace) -> Vec<String> {
    let mut found: Vec<String> = window.damage().values().map(|damage| format!("damaged: {damage}")).collect();
    found.extend(window.read_only().map(|error| format!("read only: {error}")));
    for event in window.poll() {
        let is_fine = match &event {
            Event::Durable | Event::FilesWritten(_) | Event::JournalTorn => true,
            Event::Recovered { conflicts, .. } => conflicts.is_empty(),
            _ => false,
        };
        if !is_fine {
            found.push(format!("{event:?}"));
        }
    }
    found
}

/// How many edits a worker may have done beyond what it said.
const AHEAD: usize = 400;

/// The state after some edit from the last acknowledged one on, if that is what was found.
fn found(states: &mut States, n_saved: usize, window: &mut Workspace) -> Option<State> {
    (n_saved..n_saved + AHEAD).find_map(|n| Some(states.after(n)).filter(|state| state.is_like(window)).cloned())
}

/// What is most like what was found, for the message of a loss.
fn nearest(states: &mut States, n_saved: usize, window: &Workspace) -> String {
    let undoable = (window.n_undoable(), window.next_redo().is_some());
    let nearest = (0..n_saved + AHEAD)
        .map(|n| {
            let state = states.after(n);
            (n, state.done.len(), differences(&state.project, window.project()))
        })
        .min_by_key(|(.., differences)| differences.len());
    let Some((n, n_done, differences)) = nearest else { return String::new() };
    let shown: Vec<String> = differences.iter().take(4).map(|edit| format!("{edit:?}")).collect();
    format!(
        "{undoable:?} undoable and redoable; nearest is that after edit {n} with {n_done} undoable and {} differences: {}",
        differences.len(),
        shown.join(", ")
    )
}

/// What would have to be done to make one project another, but for texts.
fn differences(from: &Project, to: &Project) -> Vec<Edit> {
    let keys: BTreeSet<SetKey> = from.sets.keys().chain(to.sets.keys()).cloned().collect();
    let sets = keys.iter().flat_map(|key| {
        let set = |project: &Project| project.set(key).cloned();
        diff_sets(key, set(from).as_deref(), set(to).as_deref())
    });
    diff_codebooks(&from.codebook, &to.codebook).into_iter().chain(sets).collect()
}

/// Takes some steps back and does them again, each time with what must then be there.
fn there_and_back(window: &mut Workspace, state: &State, n: usize) -> Result<(), String> {
    let mut expected = state.project.clone();
    let mut passed = Vec::new();
    for step in state.done.iter().rev().take(n) {
        passed.push(expected.clone());
        step.inverted().apply(&mut expected).unwrap();
        let undone = window.undo().map_err(|error| format!("undo: {error}"))?;
        if undone.is_none() || *window.project() != expected {
            let differences = differences(&expected, window.project());
            let shown: Vec<String> = differences.iter().take(4).map(|edit| format!("{edit:?}")).collect();
            return Err(format!(
                "undo does not take back “{}”: {} differences: {}",
                step.title,
                differences.len(),
                shown.join(", ")
            ));
        }
    }
    for expected in passed.into_iter().rev() {
        let redone = window.redo().map_err(|error| format!("redo: {error}"))?;
        if redone.is_none() || *window.project() != expected {
            return Err("redo does not do again what undo took back".to_owned());
        }
    }
    Ok(())
}
