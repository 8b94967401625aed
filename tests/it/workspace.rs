//! The open project: what is done is kept, whatever happens to the program and the files.

use crate::desk::{Desk, add_document, lazy, mark, marked, until_saved};
use glossator::workspace::{SaveState, Workspace};

#[test]
fn what_is_done_is_there_after_opening_again() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let mut window = desk.window("ana", 1);
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    window.run(&add_document("Second\n\nText")).unwrap();
    until_saved(&mut window);
    let expected = window.snapshot();
    window.close().unwrap();
    assert_eq!(desk.on_disk(), expected);
    let window = desk.window("ana", 2);
    assert_eq!(window.project(), &expected);
    assert_eq!(window.save_state(), SaveState::Saved);
    assert_eq!(window.history().done().len(), 2);
}

#[test]
fn a_window_that_vanishes_loses_nothing_that_was_saved() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let mut window = Workspace::open(&desk.path(), &desk.home, lazy("ana", 1)).unwrap();
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    window.run(&mark("ana", 13, 15, "title")).unwrap();
    until_saved(&mut window);
    drop(window);
    assert_eq!(marked(&desk.on_disk(), "ana"), [""; 0], "no file was written");
    let mut window = desk.window("ana", 2);
    assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Mr:title"]);
    window.undo().unwrap().unwrap();
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person"]);
}
