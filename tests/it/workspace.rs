//! The open project: what is done is kept, whatever happens to the program and the files.

use crate::desk::{Desk, add_document, lazy, mark, marked, person, until_saved};
use crate::notation::{set_of, tag};
use glossator::edit::{Command, EditError};
use glossator::store;
use glossator::workspace::{Event, RunError, SaveState, Workspace};

mod backup;
mod copies;
mod crash;
mod export;
pub mod faults;
mod history;
mod law;
mod mend;
mod others;
mod recoding;
mod texts;

#[test]
fn what_is_done_is_there_after_opening_again() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let mut window = desk.window("ana", 1);
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    window.run(&add_document("Second\n\nText")).unwrap();
    window.run(&add_document("")).unwrap();
    until_saved(&mut window);
    let expected = window.snapshot();
    window.close().unwrap();
    assert_eq!(desk.on_disk(), expected);
    assert_eq!(expected.documents.len(), 3, "an empty article is one too");
    let window = desk.window("ana", 2);
    assert_eq!(window.project(), &expected);
    assert_eq!(window.save_state(), SaveState::Saved);
    assert_eq!(window.n_undoable(), 3);
}

#[test]
fn a_person_is_introduced_with_their_first_set() {
    let desk = Desk::new("Ada");
    let mut window = desk.window("ben", 1);
    assert_eq!(window.annotator().map(ToString::to_string), Some("ben".to_owned()));
    window.run(&Command::Rename("Letters of Ada".to_owned())).unwrap();
    assert_eq!(window.project().annotators.len(), 0, "looking and renaming need no name");
    window.run(&mark("ben", 0, 3, "person")).unwrap();
    assert_eq!(window.project().annotator_name(&person("ben").id), "BEN");
    window.undo().unwrap();
    assert_eq!(window.project().annotators.len(), 0);
    window.close().unwrap();
    assert!(!desk.file("annotators/ben.ron").exists());
}

#[test]
fn undo_and_redo_reach_over_restarts() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let mut window = desk.window("ana", 1);
    for (start, end, tag) in [(0, 3, "person"), (13, 15, "title"), (16, 23, "person")] {
        window.run(&mark("ana", start, end, tag)).unwrap();
    }
    window.undo().unwrap().unwrap();
    window.close().unwrap();
    let mut window = desk.window("ana", 2);
    assert_eq!(window.redo().unwrap().unwrap().transaction.title, "Tag “Babbage” as person");
    assert!(window.redo().unwrap().is_none());
    for title in ["Tag “Babbage” as person", "Tag “Mr” as title"] {
        assert_eq!(window.undo().unwrap().unwrap().transaction.title, title);
    }
    window.close().unwrap();
    let mut window = desk.window("ana", 3);
    assert_eq!(marked(window.project(), "ana"), ["Ada:person"]);
    window.run(&mark("ana", 4, 9, "claim")).unwrap();
    assert!(window.redo().unwrap().is_none(), "a new step ends what can be redone");
    while window.undo().unwrap().is_some() {}
    window.close().unwrap();
    assert_eq!(desk.files(), Desk::new("Ada wrote to Mr Babbage").files());
}

#[test]
fn what_was_applied_is_told_in_its_direction() {
    let desk = Desk::new("Ada wrote");
    let mut window = Workspace::open(&desk.path(), &desk.home, lazy("ana", 1)).unwrap();
    let start = window.snapshot();
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    window.undo().unwrap();
    window.redo().unwrap();
    let applied = window.take_applied();
    let mut project = start;
    for step in &applied {
        assert_eq!(step.before, project);
        step.transaction.apply(&mut project).unwrap();
        assert_eq!(step.after, project);
    }
    assert_eq!((applied.len(), &project), (3, window.project()));
    assert_eq!(window.take_applied().len(), 0);
    assert_eq!(window.revision(), 3);
}

#[test]
fn a_broken_project_file_opens_for_reading_only() {
    let desk = Desk::new("[person|Ada]");
    desk.rewrite("project.ron", |source| source.replace("layers", "lairs"));
    let before = desk.files();
    let mut window = desk.window("ana", 1);
    assert_eq!(marked(window.project(), "ana"), ["Ada:person"]);
    assert_eq!(window.project().codebook.order.len(), 0);
    let why = window.read_only().unwrap().to_string();
    assert!(why.contains("`lairs`") && why.ends_with("project.ron:5:5"), "{why}");
    let error = window.run(&Command::Rename("Other".to_owned())).unwrap_err();
    assert!(matches!(error, RunError::ReadOnly(_)), "{error}");
    assert!(window.undo().is_err() && window.redo().is_err() && window.purge(&[]).is_err());
    window.close().unwrap();
    assert_eq!(desk.files(), before);
    assert!(!desk.home.journals().exists());
}

#[test]
fn a_broken_set_is_left_alone_and_the_rest_goes_on() {
    let desk = Desk::new("[person|Ada] wrote");
    desk.rewrite("annotations/ana/letter-7q2m.ron", |source| source.replace("spans", "spams"));
    let broken = desk.read("annotations/ana/letter-7q2m.ron");
    let mut window = desk.window("ana", 1);
    assert_eq!(window.damage().len(), 1);
    let error = window.run(&mark("ana", 4, 9, "claim")).unwrap_err();
    assert!(matches!(error, RunError::Damaged(_)), "{error}");
    let error = window.run(&Command::RemoveDocuments(vec![crate::notation::letter()])).unwrap_err();
    assert!(matches!(error, RunError::Damaged(_)), "its annotations would be cut off: {error}");
    window.run(&mark("ben", 4, 9, "claim")).unwrap();
    window.run(&Command::RemoveTag { tag: tag("person", None).id, spans: glossator::edit::Fate::Remove }).unwrap();
    window.close().unwrap();
    assert_eq!(desk.read("annotations/ana/letter-7q2m.ron"), broken);
    assert_eq!(marked(&desk.window("ben", 2).snapshot(), "ben"), ["wrote:claim"]);
}

#[test]
fn commands_that_cannot_be_done_say_why() {
    let desk = Desk::new("Ada");
    let mut window = desk.window("ana", 1);
    let error = window.run(&mark("ana", 0, 3, "ghost")).unwrap_err();
    assert_eq!(error, RunError::Edit(EditError::NoTag(tag("ghost", None).id)));
    assert_eq!(error.hint(), Some("Choose a tag of the codebook, or add this one"));
    assert_eq!((window.revision(), window.undo()), (0, Ok(None)));
}

#[test]
fn a_purged_document_is_nowhere_any_more() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let other = desk.window("cleo", 5);
    let mut window = desk.window("ana", 1);
    window.run(&add_document("The secret word is xyzzy")).unwrap();
    let secret = window.project().documents.keys().find(|id| id.as_str().starts_with("the-secret")).unwrap().clone();
    let place = store::FileKey::Text(secret.clone()).path().display().to_string();
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    let title = Command::SetState {
        set: glossator::model::SetKey { document: secret.clone(), ..set_of("ana") },
        state: glossator::model::SetState::Finished,
    };
    window.run(&title).unwrap();
    window.save_now().unwrap();
    other.close().unwrap();
    assert!(holds(&desk, "xyzzy") && desk.files().contains_key(&place));
    window.purge(std::slice::from_ref(&secret)).unwrap();
    let is_purged =
        |event: &Event| matches!(event, Event::Purged(documents, left) if documents.len() == 1 && left.is_empty());
    crate::desk::until_told(&mut window, "purged", is_purged);
    window.save_now().unwrap();
    assert!(!desk.files().keys().any(|name| name.contains(secret.as_str())));
    assert_eq!(window.n_undoable(), 1, "what was done elsewhere can still be undone");
    window.undo().unwrap();
    window.close().unwrap();
    assert!(!holds(&desk, "xyzzy") && !holds(&desk, secret.as_str()));
    assert_eq!(desk.window("ana", 2).n_undoable(), 0);
}

/// Whether a word stands in any file of the desk, the person's own included.
fn holds(desk: &Desk, word: &str) -> bool {
    let has = |bytes: &Vec<u8>| memchr::memmem::find(bytes, word.as_bytes()).is_some();
    let journals =
        if desk.home.journals().is_dir() { crate::desk::files_of(&desk.home.journals()) } else { Default::default() };
    desk.files().values().any(has) || journals.values().any(has)
}
