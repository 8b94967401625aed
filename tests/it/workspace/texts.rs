//! Texts that somebody changes outside: the spans go along, nothing is lost without a note, and there is a way back.

use crate::desk::{Desk, add_document, lazy, mark, marked, until, until_saved};
use crate::notation::{letter, set_of};
use glossator::edit::Reanchored;
use glossator::model::{NoteTarget, Project};
use glossator::workspace::{Event, Workspace};

const TEXT: &str = "documents/letter-7q2m.txt";
const SET: &str = "annotations/ana/letter-7q2m.ron";
const LETTER: &str = "[person|Ada] wrote to [title|Mr] [person|Babbage] in [place|London]";

/// What the events say of a revision.
fn report(events: &[Event]) -> Option<Reanchored> {
    events.iter().find_map(|event| match event {
        Event::Revised { report, .. } => Some(*report),
        _ => None,
    })
}

fn notes(project: &Project) -> Vec<(bool, String)> {
    let set = project.set(&set_of("ana")).unwrap();
    set.notes.values().map(|note| (note.on == NoteTarget::Document, note.body.clone())).collect()
}

#[test]
fn spans_go_along_with_a_text_that_is_edited_outside() {
    let desk = Desk::new(LETTER);
    let before = desk.files();
    let mut window = desk.window("ana", 1);
    // As git and most editors do: a file that is written in place is empty for a moment.
    let written = desk.path().with_file_name("written");
    std::fs::write(&written, format!("Dear reader,\n\n{}.", desk.read(TEXT))).unwrap();
    std::fs::rename(&written, desk.file(TEXT)).unwrap();
    let events = until(&mut window, "taken in", |window| window.project().document(&letter()).unwrap().text.len() > 40);
    assert_eq!(report(&events), Some(Reanchored { moved: 4, ..Reanchored::default() }), "{events:?}");
    assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Babbage:person", "London:place", "Mr:title"]);
    assert!(!events.iter().any(|event| matches!(event, Event::Damaged(_) | Event::Failed(_) | Event::Mended(_))));
    window.run(&mark("ana", 0, 4, "claim")).unwrap();
    window.save_now().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana").len(), 5);
    window.undo().unwrap();
    assert_eq!(window.undo().unwrap().unwrap().refused, [], "there is a way back");
    window.close().unwrap();
    assert_eq!(desk.files(), before);
}

#[test]
fn what_is_lost_or_uncertain_leaves_a_note() {
    let desk = Desk::new(LETTER);
    let mut window = desk.window("ana", 1);
    desk.rewrite(TEXT, |text| text.replace("Mr ", "").replace("Babbage", "Babadge"));
    let events = until(&mut window, "taken in", |window| window.project().document(&letter()).unwrap().text.len() < 33);
    assert_eq!(report(&events), Some(Reanchored { kept: 1, moved: 1, uncertain: 1, lost: 1 }), "{events:?}");
    let told: Vec<String> = events.iter().filter_map(|event| event.sentence(window.project())).collect();
    let sentence = "the text of “Ada wrote to Mr Babbage in London” was changed outside and taken in. Spans: 1 kept, \
                    1 moved along, 1 uncertain, 1 lost; notes say which. Undo takes it back";
    assert_eq!(told, [sentence]);
    assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Babadge:person", "London:place"]);
    let mut said = notes(window.project());
    said.sort();
    assert_eq!(
        said,
        [
            (false, "The text changed here. This was “Babbage”".to_owned()),
            (true, "Lost when the text changed: title “Mr”".to_owned())
        ]
    );
    window.close().unwrap();
    assert_eq!(notes(&desk.on_disk()).len(), 2);
}

#[test]
fn quite_another_text_is_not_taken_in_unasked() {
    let desk = Desk::new(LETTER);
    let mut window = desk.window("ana", 1);
    desk.rewrite(TEXT, |_| "Nothing of this was there before".to_owned());
    until(&mut window, "told", |window| window.damage().len() == 1);
    assert_eq!(window.changed_texts().len(), 1);
    assert_eq!(window.changed_texts()[0].report.lost, 4);
    assert_eq!(marked(window.project(), "ana").len(), 4);
    window.run(&mark("ana", 4, 9, "claim")).unwrap();
    window.save_now().unwrap();
    assert_eq!(desk.read(TEXT), "Nothing of this was there before", "nobody writes over it");
    assert_eq!(window.take_in_changed_texts(), 1);
    assert_eq!((window.damage().len(), marked(window.project(), "ana").len()), (0, 0));
    window.save_now().unwrap();
    window.undo().unwrap().unwrap();
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana").len(), 5);
    assert_eq!(desk.read(TEXT), "Ada wrote to Mr Babbage in London");
}

#[test]
fn a_text_that_was_changed_while_nobody_had_it_open_is_compared_with_what_the_journal_has() {
    let desk = Desk::empty();
    let project = crate::notation::project("", glossator::model::Overlap::Any);
    glossator::store::create(
        &desk.path(),
        &Project { documents: Default::default(), sets: Default::default(), ..project },
    )
    .unwrap();
    let mut window = desk.window("ana", 1);
    window.run(&add_document("Ada wrote to Mr Babbage, and Ada waited")).unwrap();
    let id = window.project().documents.keys().next().unwrap().clone();
    let set = glossator::model::SetKey { document: id.clone(), ..set_of("ana") };
    let second_ada: glossator::model::Fragments =
        glossator::text::TextRange::between(glossator::text::Offset::new(29), glossator::text::Offset::new(32)).into();
    let tag = crate::notation::tag("person", None).id;
    window.run(&glossator::edit::Command::AddSpan { set: set.clone(), at: second_ada, tag }).unwrap();
    window.close().unwrap();
    let file = format!("documents/{id}.txt");
    // Quotes alone would not tell which Ada is meant.
    desk.rewrite(&file, |text| format!("Ada. Ada. Ada. {text}"));
    let mut window = desk.window("ana", 2);
    let events = window.poll();
    assert_eq!(report(&events), Some(Reanchored { moved: 1, ..Reanchored::default() }), "{events:?}");
    assert!(window.damage().is_empty(), "{:?}", window.damage());
    let span = window.project().set(&set).unwrap().spans.iter().next().unwrap().hull();
    assert_eq!((span.start().get(), span.end().get()), (44, 47));
    window.undo().unwrap().unwrap();
    window.close().unwrap();
    assert_eq!(desk.read(&file), "Ada wrote to Mr Babbage, and Ada waited");
    assert_eq!(desk.on_disk().set(&set).unwrap().spans.len(), 1);
}

#[test]
fn without_the_old_text_spans_are_found_by_what_they_covered() {
    let desk = Desk::new(LETTER);
    desk.rewrite(TEXT, |text| format!("Dear reader,\n\n{}", text.replace("Mr ", "")));
    let mut window = desk.window("ana", 1);
    let events = window.poll();
    assert_eq!(report(&events), Some(Reanchored { moved: 3, lost: 1, ..Reanchored::default() }), "{events:?}");
    assert_eq!(marked(window.project(), "ana"), ["Ada:person", "Babbage:person", "London:place"]);
    assert_eq!(notes(window.project()), [(true, "Lost when the text changed: title “Mr”".to_owned())]);
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "Babbage:person", "London:place"]);
    assert_eq!(desk.window("ana", 2).poll(), []);
}

#[test]
fn a_set_for_an_older_text_is_taken_along_when_it_arrives() {
    let desk = Desk::new("[person|Ada] wrote to Mr Babbage");
    let theirs = {
        let other = Desk::new("[person|Ada] wrote to Mr Babbage");
        let mut window = other.window("ana", 5);
        window.run(&mark("ana", 13, 15, "title")).unwrap();
        window.close().unwrap();
        other.read(SET)
    };
    let mut window = desk.window("ana", 1);
    desk.rewrite(TEXT, |text| format!("Dear reader,\n\n{text}"));
    until(&mut window, "taken in", |window| window.project().document(&letter()).unwrap().text.len() > 30);
    window.save_now().unwrap();
    std::fs::write(desk.file(SET), theirs).unwrap();
    until(&mut window, "here", |window| marked(window.project(), "ana") == ["Ada:person", "Mr:title"]);
    until_saved(&mut window);
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "Mr:title"]);
}

#[test]
fn a_set_for_a_newer_text_waits_until_that_arrives() {
    let desk = Desk::new("[person|Ada] wrote to Mr Babbage");
    let other = Desk::new("[person|Ada] wrote to Mr Babbage");
    let mut theirs = other.window("ana", 5);
    other.rewrite(TEXT, |text| format!("Dear reader,\n\n{text}"));
    until(&mut theirs, "taken in", |window| window.project().document(&letter()).unwrap().text.len() > 30);
    theirs.run(&mark("ana", 27, 29, "title")).unwrap();
    theirs.close().unwrap();
    let mut window = desk.window("ana", 1);
    std::fs::write(desk.file(SET), other.read(SET)).unwrap();
    until(&mut window, "it waits", |window| window.damage().len() == 1);
    for name in [TEXT, "documents/letter-7q2m.ron"] {
        std::fs::write(desk.file(name), other.read(name)).unwrap();
    }
    until(&mut window, "all is here", |window| marked(window.project(), "ana") == ["Ada:person", "Mr:title"]);
    until(&mut window, "nothing is damaged", |window| window.damage().is_empty());
    window.close().unwrap();
    assert_eq!(desk.files(), other.files());
}

#[test]
fn two_windows_take_in_the_same_text_alike() {
    let desk = Desk::new(LETTER);
    let (mut one, mut two) = (desk.window("ana", 1), desk.window("ana", 2));
    desk.rewrite(TEXT, |text| text.replace("Babbage", "Babadge").replace("Ada", "Lady Ada"));
    for window in [&mut one, &mut two] {
        until(window, "taken in", |window| window.project().document(&letter()).unwrap().text.len() > 34);
    }
    let started = std::time::Instant::now();
    while one.project() != two.project() {
        one.poll();
        two.poll();
        assert!(started.elapsed() < std::time::Duration::from_secs(20), "{:?}\n{:?}", one.project(), two.project());
    }
    assert_eq!(marked(one.project(), "ana"), ["Ada:person", "Babadge:person", "London:place", "Mr:title"]);
    one.close().unwrap();
    two.close().unwrap();
    assert_eq!(notes(&desk.on_disk()).len(), 1);
}

#[test]
fn edits_that_reached_the_journal_alone_go_along_too() {
    let desk = Desk::new(LETTER);
    let mut window = Workspace::open(&desk.path(), &desk.home, lazy("ana", 1)).unwrap();
    window.run(&add_document("x")).unwrap();
    window.run(&mark("ana", 4, 9, "claim")).unwrap();
    until_saved(&mut window);
    drop(window);
    desk.rewrite(TEXT, |text| format!("Dear reader,\n\n{text}"));
    let window = desk.window("ana", 2);
    let found = marked(window.project(), "ana");
    window.close().unwrap();
    // The text as it was is in no journal and no backup here: the edit waits in the journal until it is.
    assert!(found.len() >= 4, "{found:?}");
    desk.rewrite(TEXT, |text| text.replace("Dear reader,\n\n", ""));
    let window = desk.window("ana", 3);
    assert!(marked(window.project(), "ana").contains(&"Ada:person".to_owned()));
}
