//! The history of a project: what its journals tell together, and going back to any moment.

use crate::desk::{Desk, add_document, mark, marked, until, until_saved};
use crate::notation::set_of;
use glossator::edit::Command;
use glossator::model::SetState;
use glossator::store::Kind;
use glossator::workspace::{Event, History, RunError, Workspace};

fn history(window: &Workspace) -> History {
    window.history().unwrap().read().unwrap()
}

fn titles(window: &Workspace) -> Vec<String> {
    history(window).moments().iter().map(|moment| moment.title.clone()).collect()
}

#[test]
fn every_step_is_told_with_who_and_where() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let mut window = desk.window("ana", 1);
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    window.run(&Command::Rename("Letters of Ada".to_owned())).unwrap();
    window.undo().unwrap();
    window.redo().unwrap();
    window.close().unwrap();
    let window = desk.window("ana", 2);
    assert_eq!(
        titles(&window),
        [
            "Tag “Ada” as person",
            "Rename the project to Letters of Ada",
            "Undo: Rename the project to Letters of Ada",
            "Redo: Rename the project to Letters of Ada"
        ]
    );
    let history = history(&window);
    let first = &history.moments()[0];
    assert_eq!(first.by.as_ref().map(ToString::to_string).as_deref(), Some("ana"));
    assert_eq!(first.documents.len(), 1);
    assert_eq!(first.made.seconds(), 1_770_000_100);
}

#[test]
fn two_journals_tell_one_history() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let (mut ana, mut ben) = (desk.window("ana", 1), desk.window("ben", 2));
    ana.run(&mark("ana", 0, 3, "person")).unwrap();
    ana.save_now().unwrap();
    until(&mut ben, "ana's work is here", |window| marked(window.project(), "ana") == ["Ada:person"]);
    ben.run(&mark("ben", 13, 15, "title")).unwrap();
    ben.save_now().unwrap();
    until(&mut ana, "ben's work is here", |window| marked(window.project(), "ben") == ["Mr:title"]);
    until_saved(&mut ana);
    until_saved(&mut ben);
    for window in [&ana, &ben] {
        let mut told = titles(window);
        told.sort();
        assert_eq!(told, ["Tag “Ada” as person", "Tag “Mr” as title"], "each step once");
    }
    let project = std::mem::replace(&mut ana, ben).close();
    project.unwrap();
    desk.rewrite("annotations/ben/letter-7q2m.ron", |source| source.replace("tag: \"title\"", "tag: \"claim\""));
    until(&mut ana, "the change is here", |window| marked(window.project(), "ben") == ["Mr:claim"]);
    until_saved(&mut ana);
    let history = history(&ana);
    let foreign: Vec<_> = history.moments().iter().filter(|moment| moment.kind == Kind::Foreign).collect();
    let [change] = foreign.as_slice() else { panic!("{foreign:?}") };
    assert_eq!(change.title, "Changed elsewhere");
    assert_eq!(change.by.as_ref().map(ToString::to_string).as_deref(), Some("ben"), "whose work it is about");
}

#[test]
fn any_moment_can_be_gone_back_to_and_from() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let mut window = desk.window("ana", 1);
    let mut states = Vec::new();
    let steps = [
        mark("ana", 0, 3, "person"),
        mark("ben", 13, 15, "title"),
        add_document("Second"),
        Command::RemoveSpans { set: set_of("ana"), spans: vec![] },
        Command::SetState { set: set_of("ana"), state: SetState::Finished },
        Command::RemoveDocuments(vec![crate::notation::letter()]),
        Command::Rename("After".to_owned()),
    ];
    for step in &steps {
        if window.run(step).is_ok() {
            states.push(window.snapshot());
        }
    }
    window.undo().unwrap();
    states.push(window.snapshot());
    window.save_now().unwrap();
    let end = window.snapshot();
    for to in (0..states.len()).rev().chain(0..states.len()) {
        let history = history(&window);
        let done = window.go_back(history.way_back(to));
        if states[to] == end {
            assert_eq!(done, Err(RunError::Edit(glossator::edit::EditError::Nothing)), "that is how it is now");
            continue;
        }
        assert_eq!(done.unwrap().refused, []);
        assert_eq!(window.project(), &states[to], "after step {to}");
        window.undo().unwrap().unwrap();
        assert_eq!(window.project(), &end);
        window.save_now().unwrap();
        // What was gone to and undone is history, too: it comes after all that is gone back to.
    }
    window.close().unwrap();
    assert_eq!(desk.on_disk(), end);
}

#[test]
fn going_back_leaves_what_others_did_since() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let mut ana = desk.window("ana", 1);
    ana.run(&Command::Rename("Letters of Ada".to_owned())).unwrap();
    ana.run(&mark("ana", 0, 3, "person")).unwrap();
    ana.save_now().unwrap();
    desk.rewrite("annotations/ana/letter-7q2m.ron", |source| source.replace("tag: \"person\"", "tag: \"claim\""));
    let events = until(&mut ana, "the change is here", |window| marked(window.project(), "ana") == ["Ada:claim"]);
    assert!(events.iter().any(|event| matches!(event, Event::Foreign { .. })));
    ana.run(&mark("ana", 13, 15, "title")).unwrap();
    until_saved(&mut ana);
    let history = history(&ana);
    let undone = ana.go_back(history.way_back(0)).unwrap();
    assert_eq!(undone.transaction.title, "Go back to “Rename the project to Letters of Ada”");
    assert_eq!(marked(ana.project(), "ana"), ["Ada:claim"], "somebody else decided that");
    assert!(!undone.refused.is_empty());
}
