//! File systems that fail: the window says so, keeps every edit, and goes on when the cause is gone.

use crate::desk::{Desk, add_document, lazy, mark, marked, merge_copies, options, until, until_saved};
use glossator::edit::Command;
use glossator::store::{Gate, Op, Verdict};
use glossator::workspace::{RunError, SaveState, Workspace};
use std::io::{Error, ErrorKind};
use std::sync::{Arc, Mutex};

/// Lets the first calls that write through, then makes some fail.
#[derive(Default)]
pub struct Faults {
    state: Mutex<Plan>,
}

#[derive(Clone, Copy, Default)]
pub struct Plan {
    /// How many calls were made.
    pub n_calls: usize,
    /// The first one that fails, if any does.
    pub from: Option<usize>,
    /// How many fail.
    pub n: usize,
    /// With what.
    pub kind: Option<ErrorKind>,
    /// Whether half of a write gets through.
    pub is_short: bool,
    /// Whether reading and listing may fail too.
    pub reads: bool,
    /// Whether only what is in the person's own folder fails, or only what is in the project's.
    pub home: Option<bool>,
}

impl Faults {
    /// What becomes of calls from now on.
    pub fn plan(&self, plan: Plan) {
        *self.state.lock().unwrap() = plan;
    }

    /// How many calls were made.
    pub fn n_calls(&self) -> usize {
        self.state.lock().unwrap().n_calls
    }
}

impl Gate for Faults {
    fn before(&self, op: Op<'_>) -> Verdict {
        let mut plan = self.state.lock().unwrap();
        let path = match op {
            Op::Read(path) | Op::List(path) if plan.reads => path,
            Op::Read(_) | Op::List(_) => return Verdict::Go,
            Op::CreateFolder(path) | Op::Create(path) | Op::Write(path, _) | Op::Truncate(path, _) => path,
            Op::Sync(path) | Op::Rename(path, _) | Op::Remove(path) | Op::SyncFolder(path) => path,
        };
        let is_in_home = path.components().any(|part| part.as_os_str() == "home");
        if plan.home.is_some_and(|home| home != is_in_home) {
            return Verdict::Go;
        }
        let call = plan.n_calls;
        plan.n_calls += 1;
        let Some(from) = plan.from.filter(|&from| call >= from && call - from < plan.n) else { return Verdict::Go };
        let error = || Error::from(plan.kind.unwrap_or(ErrorKind::Other));
        match op {
            Op::Write(_, bytes) if plan.is_short && call >= from => Verdict::Short(bytes.len() / 2, error()),
            _ => Verdict::Fail(error()),
        }
    }
}

/// A desk whose disk fails as it is planned.
pub fn gated(notation: &str) -> (Desk, Arc<Faults>) {
    let faults = Arc::new(Faults::default());
    (Desk::gated(notation, Arc::clone(&faults) as Arc<dyn Gate>), faults)
}

fn session(desk: &Desk) {
    let mut window = desk.window("ana", 1);
    if window.read_only().is_some() {
        // A permission that was missing when it was opened: whoever has it again opens it again.
        window = desk.window("ana", 1);
    }
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    window.run(&add_document("Second")).unwrap();
    until_saved(&mut window);
    window.run(&mark("ana", 4, 9, "claim")).unwrap();
    window.undo().unwrap();
    window.run(&Command::Rename("After".to_owned())).unwrap();
    until_saved(&mut window);
    while window.save_now().is_err() {}
    let expected = window.snapshot();
    window.close().unwrap();
    assert_eq!(desk.on_disk(), expected);
    assert_eq!(desk.window("ana", 2).project(), &expected);
}

/// Whether every call is to fail in turn, and not some of them.
fn is_full() -> bool {
    std::env::var_os("GLOSSATOR_FAULTS_FULL").is_some()
}

#[test]
fn any_one_call_may_fail_and_all_is_saved_in_the_end() {
    let (desk, faults) = gated("Ada wrote to Mr Babbage");
    session(&desk);
    let n_calls = faults.n_calls();
    assert!(n_calls > 30, "{n_calls}");
    let kinds = [
        (ErrorKind::StorageFull, true, 1),
        (ErrorKind::Other, false, 4),
        (ErrorKind::PermissionDenied, false, 4),
        (ErrorKind::Interrupted, true, 4),
    ];
    for (kind, is_short, step) in kinds {
        for from in (0..n_calls).step_by(if is_full() { 1 } else { step }) {
            let (desk, faults) = gated("Ada wrote to Mr Babbage");
            faults.plan(Plan { from: Some(from), n: 1, kind: Some(kind), is_short, ..Plan::default() });
            session(&desk);
        }
    }
}

/// What happens to a project in an hour: edits, an editor's change, a conflict copy, a changed text, a backup.
/// Returns how many calls were made.
fn busy_hour(desk: &Desk, faults: &Faults, plan: Plan) -> usize {
    const SET: &str = "annotations/ana/letter-7q2m.ron";
    let mut window = desk.window("ana", 1);
    faults.plan(plan);
    window.run(&mark("ana", 13, 15, "title")).unwrap();
    window.run(&add_document("Second")).unwrap();
    desk.rewrite(SET, |set| set.replace("tag: \"person\"", "tag: \"claim\""));
    until(&mut window, "the editor's change is here", |window| {
        let found = marked(window.project(), "ana");
        found.contains(&"Ada:claim".to_owned()) && found.contains(&"Mr:title".to_owned())
    });
    let copy = desk.file("annotations/ana/letter-7q2m (1).ron");
    until_written(&mut window);
    std::fs::write(&copy, desk.read(SET).replace("tag: \"claim\"", "tag: \"place\"")).unwrap();
    until(&mut window, "the copy is seen", |window| window.copies().len() == 1);
    while merge_copies(&mut window).n_copies() == 0 {
        until(&mut window, "the copy is seen again", |window| window.copies().len() == 1);
    }
    desk.rewrite("documents/letter-7q2m.txt", |text| format!("Dear reader, {text}"));
    until(&mut window, "the text is here", |window| {
        window.project().document(&crate::notation::letter()).unwrap().text.len() > 30
    });
    while window.back_up().is_err() {}
    until_written(&mut window);
    let expected = window.snapshot();
    assert_eq!(marked(&expected, "ana"), ["Ada:claim", "Ada:place", "Mr:title"]);
    // A fault that has not come by now must not come to the test's own looking.
    let n_calls = faults.n_calls();
    faults.plan(Plan::default());
    while window.save_now().is_err() {}
    window.close().unwrap();
    assert_eq!(desk.on_disk(), expected);
    let backup = glossator::store::backups(&desk.home, expected.id).unwrap().remove(0);
    assert!(backup.cover.is_ok(), "{:?}", backup.cover);
    n_calls
}

fn until_written(window: &mut Workspace) {
    until_saved(window);
    while window.save_now().is_err() {
        window.poll();
    }
}

#[test]
fn any_one_call_may_fail_while_others_change_the_files() {
    let (desk, faults) = gated("[person|Ada] wrote to Mr Babbage");
    let all = Plan { reads: true, ..Plan::default() };
    let n_calls = busy_hour(&desk, &faults, all);
    assert!(n_calls > 60, "{n_calls}");
    let step = if is_full() { 1 } else { 7 };
    for (n, kind) in [ErrorKind::StorageFull, ErrorKind::Other, ErrorKind::PermissionDenied, ErrorKind::Interrupted]
        .into_iter()
        .enumerate()
    {
        // Looking around goes on as long as the test does, so that there are as many calls as there is time.
        for from in (n..n_calls.min(400)).step_by(step) {
            let (desk, faults) = gated("[person|Ada] wrote to Mr Babbage");
            busy_hour(&desk, &faults, Plan { from: Some(from), n: 1, kind: Some(kind), is_short: n % 2 == 0, ..all });
        }
    }
}

#[test]
fn a_full_disk_is_said_to_be_and_everything_is_written_later() {
    for home in [true, false] {
        let (desk, faults) = gated("Ada wrote to Mr Babbage");
        let mut window = desk.window("ana", 1);
        let full = Plan {
            from: Some(0),
            n: usize::MAX,
            kind: Some(ErrorKind::StorageFull),
            is_short: true,
            ..Plan::default()
        };
        faults.plan(Plan { home: Some(home), ..full });
        window.run(&mark("ana", 0, 3, "person")).unwrap();
        until(&mut window, "failed", |window| matches!(window.save_state(), SaveState::Failed { .. }));
        let SaveState::Failed { why, hint } = window.save_state() else { unreachable!("it waited for that") };
        assert!(why.starts_with("cannot write: the disk is full: "), "{why}");
        assert_eq!(hint, "Free some space; writing goes on by itself");
        window.run(&mark("ana", 13, 15, "title")).unwrap();
        window.undo().unwrap();
        window.redo().unwrap();
        assert!(window.save_now().is_err());
        assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Mr:title"]);
        faults.plan(Plan::default());
        until_saved(&mut window);
        window.close().unwrap();
        assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "Mr:title"]);
        assert_eq!(desk.window("ana", 2).n_undoable(), 2);
    }
}

#[test]
fn what_was_never_called_saved_is_all_that_a_full_disk_can_cost() {
    let (desk, faults) = gated("Ada wrote to Mr Babbage");
    let mut window = Workspace::open(&desk.path(), &desk.home, lazy("ana", 1)).unwrap();
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    until_saved(&mut window);
    faults.plan(Plan {
        from: Some(0),
        n: usize::MAX,
        kind: Some(ErrorKind::StorageFull),
        is_short: true,
        ..Plan::default()
    });
    window.run(&mark("ana", 13, 15, "title")).unwrap();
    until(&mut window, "failed", |window| matches!(window.save_state(), SaveState::Failed { .. }));
    drop(window);
    faults.plan(Plan::default());
    let window = desk.window("ana", 2);
    assert_eq!(marked(window.project(), "ana"), ["Ada:person"]);
}

#[test]
fn a_read_only_folder_is_open_for_reading() {
    let (desk, faults) = gated("[person|Ada] wrote");
    let before = desk.files();
    for kind in [ErrorKind::ReadOnlyFilesystem, ErrorKind::PermissionDenied] {
        faults.plan(Plan { from: Some(0), n: usize::MAX, kind: Some(kind), home: Some(false), ..Plan::default() });
        let mut window = Workspace::open(&desk.path(), &desk.home, options("ana", 1)).unwrap();
        assert_eq!(marked(window.project(), "ana"), ["Ada:person"]);
        let error = window.run(&mark("ana", 4, 9, "claim")).unwrap_err();
        assert!(matches!(error, RunError::ReadOnly(_)), "{error}");
        assert_eq!(error.hint(), Some("Give yourself the right to write there, or save a copy elsewhere"));
        assert_eq!(window.save_state(), SaveState::Saved);
        window.close().unwrap();
    }
    assert_eq!(desk.files(), before);
}

#[test]
fn a_home_that_cannot_be_written_keeps_edits_in_memory() {
    let desk = Desk::new("Ada wrote");
    let home = desk.path().with_file_name("home");
    std::fs::write(&home, "a file where the folder should be").unwrap();
    let mut window = desk.window("ana", 1);
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    until(&mut window, "failed", |window| matches!(window.save_state(), SaveState::Failed { .. }));
    std::fs::remove_file(&home).unwrap();
    until_saved(&mut window);
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person"]);
}

#[test]
fn a_clock_that_goes_backwards_costs_nothing() {
    use glossator::model::Timestamp;
    use std::sync::atomic::{AtomicI64, Ordering};
    let desk = Desk::new("Ada wrote to Mr Babbage of York");
    let now = Arc::new(AtomicI64::new(1_770_000_100));
    let clock = {
        let now = Arc::clone(&now);
        // Every look at it is an hour earlier.
        Arc::new(move || Timestamp::new(now.fetch_sub(3600, Ordering::Relaxed)))
    };
    for seed in 1..4 {
        let options = glossator::workspace::Options { clock: clock.clone(), ..options("ana", seed) };
        let mut window = Workspace::open(&desk.path(), &desk.home, options).unwrap();
        let at = 4 * seed as u32;
        window.run(&mark("ana", at, at + 2, "person")).unwrap();
        window.back_up().unwrap();
        window.run(&mark("ana", at, at + 3, "title")).unwrap();
        window.undo().unwrap().unwrap();
        window.close().unwrap();
    }
    let mut window = desk.window("ana", 9);
    assert_eq!(marked(window.project(), "ana").len(), 3);
    let history = window.history().unwrap().read().unwrap();
    let titles: Vec<&str> = history.moments().iter().map(|moment| moment.title.as_str()).collect();
    assert_eq!(titles.len(), 9);
    assert!(titles.iter().skip(2).step_by(3).all(|title| title.starts_with("Undo: ")), "{titles:?}");
    assert_eq!(glossator::store::backups(&desk.home, window.project().id).unwrap().len(), 3);
    while window.undo().unwrap().is_some() {}
    assert_eq!(marked(window.project(), "ana"), Vec::<String>::new());
}

/// Refuses the names of some files.
struct Names(&'static str, std::sync::atomic::AtomicBool);

impl Gate for Names {
    fn before(&self, op: Op<'_>) -> Verdict {
        let is_refused = |path: &std::path::Path| path.to_string_lossy().contains(self.0);
        let path = match op {
            Op::Create(path) | Op::Rename(_, path) => path,
            _ => return Verdict::Go,
        };
        let refuses = self.1.load(std::sync::atomic::Ordering::Relaxed) && is_refused(path);
        if refuses { Verdict::Fail(ErrorKind::InvalidFilename.into()) } else { Verdict::Go }
    }
}

#[test]
fn a_name_that_the_file_system_refuses_keeps_that_file_waiting_and_no_other() {
    let names = Arc::new(Names("documents/second-", std::sync::atomic::AtomicBool::new(true)));
    let desk = Desk::gated("Ada wrote to Mr Babbage", Arc::clone(&names) as Arc<dyn Gate>);
    let mut window = desk.window("ana", 1);
    window.run(&add_document("Second")).unwrap();
    until(&mut window, "failed", |window| matches!(window.save_state(), SaveState::Failed { .. }));
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    until(&mut window, "the set is written", |_| desk.file("annotations/ana/letter-7q2m.ron").exists());
    assert!(window.is_durable(), "the journal has all of it");
    let SaveState::Failed { why, .. } = window.save_state() else { panic!("it is still refused") };
    assert!(why.contains("documents/second-"), "{why}");
    drop(window);
    let mut window = desk.window("ana", 2);
    assert_eq!(window.project().documents.len(), 2);
    names.1.store(false, std::sync::atomic::Ordering::Relaxed);
    until_saved(&mut window);
    window.close().unwrap();
    assert_eq!(desk.on_disk().documents.len(), 2);
}
