//! File systems that fail while backups are made, restored and purged: what was there is there, whole.

use super::*;
use glossator::store::{Gate, Home, Op, Verdict};
use std::io::{Error, ErrorKind};
use std::sync::atomic::{AtomicUsize, Ordering};

/// Makes one call fail, and counts all.
struct FailAt {
    call: usize,
    kind: ErrorKind,
    n_calls: AtomicUsize,
}

impl Gate for FailAt {
    fn before(&self, op: Op<'_>) -> Verdict {
        if self.n_calls.fetch_add(1, Ordering::Relaxed) != self.call {
            return Verdict::Go;
        }
        match op {
            Op::Write(_, bytes) => Verdict::Short(bytes.len() / 2, self.kind.into()),
            _ => Verdict::Fail(Error::from(self.kind)),
        }
    }
}

/// Does something once with every call failing in turn, until there are no more calls.
fn each_fault(mut attempt: impl FnMut(Disk)) {
    for kind in [ErrorKind::StorageFull, ErrorKind::Other] {
        for call in 0.. {
            let gate = Arc::new(FailAt { call, kind, n_calls: AtomicUsize::new(0) });
            attempt(Disk::gated(Arc::clone(&gate) as Arc<dyn Gate>));
            if gate.n_calls.load(Ordering::Relaxed) <= call {
                assert!(call > 5, "only {call} calls pass the gate");
                break;
            }
        }
    }
}

#[track_caller]
fn all_are_whole(home: &Home, project: &Project, contents: &[BTreeMap<String, Vec<u8>>]) -> usize {
    let backups = store::backups(home, project.id).unwrap();
    for backup in &backups {
        assert!(contents.contains(&restored(&backup.path)), "{}", backup.path.display());
    }
    backups.len()
}

#[test]
fn a_backup_that_fails_is_not_there_and_the_older_ones_are() {
    let first = Desk::new(LETTER);
    let (second, _) = with_second_document(&first.on_disk());
    let copy = first.path().with_file_name("second");
    store::create(&copy, &second).unwrap();
    let contents = [whole(&first.path()), whole(&copy)];
    each_fault(|disk| {
        let desk = Desk::new(LETTER);
        back_up(&desk, 0).unwrap().unwrap();
        let back_up = |home: &Home| {
            let now = Timestamp::new(NOON + 600);
            store::back_up(home, &second, &folder_of(&desk), &[], now, &Progress::default())
        };
        let made = back_up(&desk.home.clone().on(disk));
        let n = all_are_whole(&desk.home, &second, &contents);
        assert!(n == 2 || (n == 1 && made.is_err()), "{n} backups after {made:?}");
        assert_eq!(shelf(&desk).len(), n, "nothing half made is left");
        back_up(&desk.home).unwrap();
        assert_eq!(all_are_whole(&desk.home, &second, &contents), 2);
    });
}

#[test]
fn a_restore_that_fails_leaves_no_project() {
    let desk = Desk::new(LETTER);
    let backup = back_up(&desk, 0).unwrap().unwrap();
    let content = whole(&desk.path());
    each_fault(|disk| {
        let to = tempfile::TempDir::new().unwrap();
        let copy = to.path().join("copy");
        let done = store::restore_on(&disk, &backup.path, &copy, &store::Limits::default(), &Progress::default());
        if done.is_ok() || store::is_project(&copy) {
            assert_eq!(whole(&copy), content);
        } else {
            assert!(store::open(&copy, &Progress::default()).is_err());
        }
        assert_eq!(whole(&desk.path()), content);
    });
}

#[test]
fn a_purge_that_fails_says_so_and_breaks_nothing() {
    let desk = Desk::new(LETTER);
    let before = whole(&desk.path());
    let mut after = before.clone();
    after.retain(|name, _| !name.contains("letter-7q2m"));
    let contents = [before, after.clone()];
    let project = desk.on_disk();
    each_fault(|disk| {
        let desk = Desk::new(LETTER);
        back_up(&desk, 0).unwrap().unwrap();
        let purge = |home: &Home| store::purge_backups(home, project.id, &BTreeSet::from([letter()]));
        let errors = purge(&desk.home.clone().on(disk));
        all_are_whole(&desk.home, &project, &contents);
        let backup = store::backups(&desk.home, project.id).unwrap().remove(0);
        assert!(!errors.is_empty() || restored(&backup.path) == after);
        assert_eq!(purge(&desk.home), []);
        assert_eq!(restored(&backup.path), after);
    });
}

#[test]
fn a_thinning_that_fails_removes_only_what_may_go() {
    let project = Desk::new(LETTER).on_disk();
    each_fault(|disk| {
        let desk = Desk::new(LETTER);
        for minutes in [0, 1, 9] {
            let named = Project { name: format!("{minutes}"), ..project.clone() };
            let now = Timestamp::new(NOON + minutes * 60);
            store::back_up(&desk.home, &named, &folder_of(&desk), &[], now, &Progress::default()).unwrap();
        }
        let names = || -> Vec<String> {
            let backups = store::backups(&desk.home, project.id).unwrap();
            backups.into_iter().map(|it| it.cover.unwrap().name).collect()
        };
        let now = Timestamp::new(NOON + 600);
        let done = store::thin(&desk.home.clone().on(disk), project.id, now);
        let left = names();
        assert!(left == ["9", "0"] || left == ["9", "1", "0"], "{left:?} after {done:?}");
        store::thin(&desk.home, project.id, now).unwrap();
        assert_eq!(names(), ["9", "0"]);
    });
}
