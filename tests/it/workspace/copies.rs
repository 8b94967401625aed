//! Copies that sync programs leave: told apart from the project's own files, merged, put aside.

use crate::desk::{Desk, files_of, lazy, mark, marked, merge_copies, until, until_saved};
use glossator::edit::{Command, NewTag};
use glossator::store;
use glossator::workspace::{Event, Workspace};

const SET: &str = "annotations/ana/letter-7q2m.ron";
const COPY: &str = "annotations/ana/letter-7q2m (Ana's conflicted copy 2026-11-26).ron";

fn copied(notation: &str, copy: &str, of: &str, change: impl Fn(String) -> String) -> Desk {
    let desk = Desk::new(notation);
    std::fs::write(desk.file(copy), change(desk.read(of))).unwrap();
    desk
}

#[test]
fn a_conflict_copy_of_a_set_is_merged_and_put_aside() {
    let desk = copied("[person|Ada] wrote to [place|York]", COPY, SET, |set| set.replace("\"person\"", "\"title\""));
    let mut window = desk.window("ana", 1);
    assert_eq!((window.damage().len(), window.copies().len()), (0, 1));
    assert!(matches!(window.poll().as_slice(), [Event::Copies(copies)] if copies.len() == 1));
    let merged = merge_copies(&mut window);
    assert_eq!((merged.n_copies(), merged.conflicts.len(), merged.refused.len()), (1, 1, 0));
    assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Ada:title", "York:place"]);
    until(&mut window, "put aside", |_| !desk.file(COPY).exists());
    let aside = files_of(&desk.home.backups());
    assert!(aside.values().any(|bytes| String::from_utf8_lossy(bytes).contains("\"title\"")), "{:?}", aside.keys());
    assert_eq!(window.undo().unwrap().unwrap().transaction.title, "Merge a conflict copy");
    assert_eq!(marked(window.project(), "ana"), ["Ada:person", "York:place"]);
    window.redo().unwrap();
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "Ada:title", "York:place"]);
    assert_eq!(desk.window("ana", 2).copies(), []);
}

#[test]
fn a_copy_that_comes_while_the_project_is_open_is_told_of() {
    let desk = Desk::new("[person|Ada] wrote");
    let mut window = desk.window("ana", 1);
    let copy = desk.file("annotations/ana/letter-7q2m.sync-conflict-20261126-101502-ABCDEFG.ron");
    std::fs::copy(desk.file(SET), &copy).unwrap();
    let events = until(&mut window, "told", |window| window.copies().len() == 1);
    assert!(!events.iter().any(|event| matches!(event, Event::Damaged(_))), "it is no set of its own: {events:?}");
    let merged = merge_copies(&mut window);
    assert_eq!((merged.n_copies(), merged.n_records()), (1, 0), "it says the same");
    until(&mut window, "put aside", |_| !copy.exists());
    assert!(window.undo().unwrap().is_none());
}

#[test]
fn a_conflict_copy_of_the_codebook_adds_its_tags() {
    let desk = Desk::new("Ada wrote");
    let before = desk.read("project.ron");
    let mut window = desk.window("ana", 1);
    window.run(&Command::AddTag(Box::new(NewTag { name: "Event".to_owned(), ..NewTag::default() }))).unwrap();
    window.close().unwrap();
    std::fs::rename(desk.file("project.ron"), desk.file("project (1).ron")).unwrap();
    std::fs::write(desk.file("project.ron"), before).unwrap();
    let mut window = desk.window("ana", 2);
    let n_tags = window.project().codebook.order.len();
    merge_copies(&mut window);
    assert_eq!(window.project().codebook.order.len(), n_tags + 1);
    window.close().unwrap();
    assert!(!desk.file("project (1).ron").exists());
}

#[test]
fn a_copy_that_cannot_be_merged_stays_where_it_is() {
    let broken = copied("[person|Ada] wrote", COPY, SET, |set| set.replace("spans", "spams"));
    let text = copied("Ada wrote", "documents/letter-7q2m (1).txt", "documents/letter-7q2m.txt", |_| "Ida".to_owned());
    for (desk, copy) in [(broken, COPY), (text, "documents/letter-7q2m (1).txt")] {
        let bytes = desk.read(copy);
        let mut window = desk.window("ana", 1);
        assert!(window.damage().is_empty(), "{:?}", window.damage());
        let merged = merge_copies(&mut window);
        assert_eq!((merged.n_copies(), merged.refused.len()), (0, 1));
        assert!(merged.refused[0].to_string().contains(copy), "{}", merged.refused[0]);
        window.close().unwrap();
        assert_eq!(desk.read(copy), bytes);
    }
}

#[test]
fn a_copy_is_not_put_aside_before_the_journal_has_what_it_says() {
    let desk = copied("[person|Ada] wrote", COPY, SET, |set| set.replace("\"person\"", "\"title\""));
    let mut window = Workspace::open(&desk.path(), &desk.home, lazy("ana", 1)).unwrap();
    merge_copies(&mut window);
    drop(window);
    assert!(desk.file(COPY).exists(), "nobody asked whether it was saved");
    let mut window = Workspace::open(&desk.path(), &desk.home, lazy("ana", 2)).unwrap();
    assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Ada:title"]);
    let merged = merge_copies(&mut window);
    assert_eq!(merged.n_copies(), 1);
    window.run(&mark("ana", 4, 9, "claim")).unwrap();
    until_saved(&mut window);
    until(&mut window, "put aside", |_| !desk.file(COPY).exists());
    assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Ada:title", "wrote:claim"], "once");
    assert!(store::is_project(&desk.path()));
}
