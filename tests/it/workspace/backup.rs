//! Backups made beside the work.

use crate::desk::{Desk, add_document, mark, marked, options, until, until_told};
use glossator::edit::Command;
use glossator::store::{Progress, backups, restore};
use glossator::workspace::{Event, Options, Pace, Workspace};
use std::time::Duration;

fn busy(desk: &Desk, seed: u64) -> Workspace {
    let soon = Duration::from_millis(5);
    let pace = Pace { first_backup: soon, backup: soon, ..options("ana", seed).pace };
    Workspace::open(&desk.path(), &desk.home, Options { pace, ..options("ana", seed) }).unwrap()
}

#[test]
fn backups_are_made_by_themselves_and_restore_as_a_copy() {
    let desk = Desk::new("[person|Ada] wrote to Mr Babbage");
    let mut window = busy(&desk, 1);
    let id = window.project().id;
    until(&mut window, "a first backup", |_| backups(&desk.home, id).unwrap().len() == 1);
    window.run(&mark("ana", 13, 15, "title")).unwrap();
    let expected = window.snapshot();
    until(&mut window, "the change is in one", |_| {
        let copy = desk.path().with_file_name("copy");
        std::fs::remove_dir_all(&copy).unwrap_or_default();
        let newest = backups(&desk.home, id).unwrap().remove(0);
        restore(&newest.path, &copy, &Progress::default()).unwrap();
        glossator::store::open(&copy, &Progress::default()).unwrap().project == expected
    });
    window.close().unwrap();
    let n_backups = backups(&desk.home, id).unwrap().len();
    let window = busy(&desk, 2);
    window.back_up().unwrap();
    assert_eq!(backups(&desk.home, id).unwrap().len(), n_backups, "nothing has changed");
}

#[test]
fn a_backup_that_cannot_be_made_is_told_once_and_costs_nothing_else() {
    let desk = Desk::new("Ada wrote");
    std::fs::create_dir_all(desk.path().with_file_name("home")).unwrap();
    std::fs::write(desk.home.backups(), "a file where the folder should be").unwrap();
    let mut window = busy(&desk, 1);
    until_told(&mut window, "told", |event| matches!(event, Event::NoBackup(_)));
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    window.save_now().unwrap();
    std::fs::remove_file(desk.home.backups()).unwrap();
    let id = window.project().id;
    until(&mut window, "made after all", |_| backups(&desk.home, id).unwrap().len() == 1);
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person"]);
}

#[test]
fn what_is_purged_is_in_no_backup_any_more() {
    let desk = Desk::new("Ada wrote");
    let mut window = busy(&desk, 1);
    let id = window.project().id;
    window.run(&add_document("Xyzzy")).unwrap();
    let secret = window.project().documents.keys().find(|id| **id != crate::notation::letter()).unwrap().clone();
    window.back_up().unwrap();
    window.run(&Command::Rename("After".to_owned())).unwrap();
    window.purge(std::slice::from_ref(&secret)).unwrap();
    until_told(&mut window, "purged", |event| matches!(event, Event::Purged(_, left) if left.is_empty()));
    for (n, backup) in backups(&desk.home, id).unwrap().iter().enumerate() {
        let copy = desk.path().with_file_name(format!("copy {n}"));
        restore(&backup.path, &copy, &Progress::default()).unwrap();
        let files = crate::desk::files_of(&copy);
        assert!(!files.keys().any(|name| name.contains(secret.as_str())), "{files:?}");
        assert!(files.contains_key("documents/letter-7q2m.txt"));
    }
}
