//! Files that cannot be read, brought back from backups, the journal, or by what spans covered.

use crate::desk::{Desk, files_of, mark, marked, until_saved};
use glossator::store::{self, mend_project_file};

const SET: &str = "annotations/ana/letter-7q2m.ron";

/// A project that was backed up, and edited afterwards.
fn worked_on() -> Desk {
    let desk = Desk::new("[person|Ada] wrote to Mr Babbage");
    let mut window = desk.window("ana", 1);
    window.run(&mark("ana", 4, 9, "claim")).unwrap();
    window.back_up().unwrap();
    window.run(&mark("ana", 13, 15, "title")).unwrap();
    window.close().unwrap();
    desk
}

#[test]
fn a_broken_set_comes_back_with_what_was_done_since_the_backup() {
    let desk = worked_on();
    let expected = desk.files();
    desk.rewrite(SET, |set| set.replace("spans", "spams"));
    let broken = desk.read(SET);
    let mut window = desk.window("ana", 2);
    assert_eq!(window.damage().len(), 1);
    let done = window.mend_files().unwrap();
    assert_eq!((done.mended.len(), done.left.len()), (1, 0), "{done:?}");
    assert!(window.damage().is_empty(), "{:?}", window.damage());
    assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Mr:title", "wrote:claim"]);
    until_saved(&mut window);
    window.close().unwrap();
    assert_eq!(desk.files(), expected);
    assert!(files_of(&desk.home.backups()).values().any(|bytes| *bytes == broken.as_bytes()), "it is put aside");
}

#[test]
fn a_document_that_lost_a_file_comes_back_with_its_sets() {
    for name in ["documents/letter-7q2m.ron", "documents/letter-7q2m.txt", "annotators/ana.ron"] {
        let desk = worked_on();
        let expected = desk.files();
        if name.ends_with("txt") {
            std::fs::remove_file(desk.file(name)).unwrap();
        } else {
            std::fs::write(desk.file(name), "(format: 1, ").unwrap();
        }
        let mut window = desk.window("ana", 2);
        let done = window.mend_files().unwrap();
        assert_eq!(done.left, [], "{name}: {done:?}");
        assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Mr:title", "wrote:claim"], "{name}");
        window.close().unwrap();
        assert_eq!(desk.files(), expected, "{name}");
    }
}

#[test]
fn a_broken_project_file_comes_back_from_a_backup_of_its_folder() {
    let desk = worked_on();
    let expected = desk.files();
    std::fs::write(desk.file("project.ron"), "(format: 1, id: \"7q2m").unwrap();
    let how = mend_project_file(&desk.home, &desk.path()).unwrap().unwrap();
    assert!(how.ends_with("project.ron: brought back from a backup"), "{how}");
    assert_eq!(desk.files(), expected);
    assert_eq!(mend_project_file(&desk.home, &desk.path()), Ok(None), "nothing is wrong with it");
    let elsewhere = desk.path().with_file_name("elsewhere");
    store::copy_folder(&desk.path(), &elsewhere).unwrap();
    std::fs::write(elsewhere.join("project.ron"), "(").unwrap();
    assert_eq!(mend_project_file(&desk.home, &elsewhere), Ok(None), "that is another folder");
}

#[test]
fn a_set_for_an_unknown_text_is_taken_along_by_its_quotes_when_that_is_asked_for() {
    let desk = Desk::new("[person|Ada] wrote to Mr Babbage");
    let other = Desk::new("[person|Ada] wrote to Mr Babbage");
    let mut theirs = other.window("ana", 5);
    other.rewrite("documents/letter-7q2m.txt", |text| format!("Dear reader,\n\n{text}"));
    crate::desk::until(&mut theirs, "taken in", |window| {
        window.project().document(&crate::notation::letter()).unwrap().text.len() > 30
    });
    theirs.run(&mark("ana", 27, 29, "title")).unwrap();
    theirs.close().unwrap();
    std::fs::write(desk.file(SET), other.read(SET)).unwrap();
    let mut window = desk.window("ana", 1);
    assert_eq!((window.damage().len(), marked(window.project(), "ana").len()), (1, 0));
    let done = window.mend_files().unwrap();
    assert_eq!((done.mended.len(), done.left.len()), (1, 0), "{done:?}");
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "Mr:title"]);
}

#[test]
fn what_no_place_tells_is_left_as_it_is() {
    let desk = Desk::new("[person|Ada] wrote");
    desk.rewrite(SET, |set| set.replace("spans", "spams"));
    let before = desk.files();
    let mut window = desk.window("ana", 1);
    let done = window.mend_files().unwrap();
    assert_eq!((done.mended.len(), done.left.len(), window.damage().len()), (0, 1, 1));
    window.close().unwrap();
    assert_eq!(desk.files(), before);
}
