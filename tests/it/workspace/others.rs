//! Other hands: windows, editors and colleagues on the same files, while the project is open.

use crate::desk::{Desk, add_document, lazy, mark, marked, until, until_saved};
use crate::notation::{letter, set_of, spans_over, tag};
use glossator::edit::{Command, NewTag};
use glossator::model::{Overlap, SetKey};
use glossator::store;
use glossator::text::{Offset, TextRange};
use glossator::workspace::{Event, SaveState, Workspace};
use std::time::{Duration, Instant};

const SET: &str = "annotations/ana/letter-7q2m.ron";

#[test]
fn two_windows_see_each_others_work() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let (mut ana, mut ben) = (desk.window("ana", 1), desk.window("ben", 2));
    ana.run(&mark("ana", 0, 3, "person")).unwrap();
    ben.run(&mark("ben", 0, 3, "title")).unwrap();
    ben.run(&Command::AddTag(Box::new(NewTag { name: "Event".to_owned(), ..NewTag::default() }))).unwrap();
    ana.run(&add_document("Second")).unwrap();
    let events = until(&mut ana, "ben's work is here", |window| {
        marked(window.project(), "ben") == ["Ada:title"] && window.project().codebook.order.len() == 5
    });
    assert!(events.iter().any(|event| matches!(event, Event::Foreign { .. })), "{events:?}");
    until(&mut ben, "ana's work is here", |window| {
        marked(window.project(), "ana") == ["Ada:person"] && window.project().documents.len() == 2
    });
    ben.undo().unwrap().unwrap();
    assert_eq!(
        ben.undo().unwrap().unwrap().transaction.title,
        "Tag “Ada” as title",
        "what ana did is not ben's to undo"
    );
    until(&mut ana, "ben took it back", |window| marked(window.project(), "ben").is_empty());
    ana.run(&Command::RemoveDocuments(vec![letter()])).unwrap();
    until(&mut ben, "the letter is gone", |window| !window.project().documents.contains_key(&letter()));
    ana.close().unwrap();
    ben.close().unwrap();
    assert_eq!(desk.on_disk().documents.len(), 1);
}

#[test]
fn two_windows_of_one_person_merge_in_either_order() {
    for first_closes in [true, false] {
        let desk = Desk::new("Ada wrote to Mr Babbage");
        let open = |seed| Workspace::open(&desk.path(), &desk.home, lazy("ana", seed)).unwrap();
        let (mut one, mut two) = (open(1), open(2));
        one.run(&mark("ana", 0, 3, "person")).unwrap();
        two.run(&mark("ana", 13, 15, "title")).unwrap();
        two.run(&Command::AddTag(Box::new(NewTag { name: "Event".to_owned(), key: Some('9'), ..NewTag::default() })))
            .unwrap();
        one.run(&Command::AddTag(Box::new(NewTag { name: "Vote".to_owned(), key: Some('9'), ..NewTag::default() })))
            .unwrap();
        let (one, two) = if first_closes { (one, two) } else { (two, one) };
        one.close().unwrap();
        two.close().unwrap();
        let project = desk.on_disk();
        assert_eq!(marked(&project, "ana"), ["Ada:person", "Mr:title"]);
        assert_eq!(project.codebook.order.len(), 6);
        let keys = project.codebook.in_order().filter(|tag| tag.key == Some('9')).count();
        assert_eq!(keys, 1, "a key is given once");
    }
}

#[test]
fn an_editors_change_is_taken_in_and_undo_leaves_it() {
    let desk = Desk::new("[person|Ada] wrote to [place|York]");
    let mut window = desk.window("cleo", 1);
    let spans = [spans_over(window.project(), "Ada"), spans_over(window.project(), "York")].concat();
    window.run(&Command::Retag { set: set_of("ana"), spans, tag: tag("title", None).id }).unwrap();
    window.save_now().unwrap();
    desk.rewrite(SET, |source| source.replacen("tag: \"title\"", "tag: \"claim\"", 1));
    until(&mut window, "the change is here", |window| marked(window.project(), "ana") == ["Ada:claim", "York:title"]);
    let undone = window.undo().unwrap().unwrap();
    assert_eq!(undone.refused.len(), 1);
    assert_eq!(undone.refused[0].to_string(), "a span of ana in “Ada wrote to York” has changed since");
    assert_eq!(marked(window.project(), "ana"), ["Ada:claim", "York:place"]);
    assert_eq!(window.redo().unwrap().unwrap().refused, []);
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:claim", "York:title"]);
}

#[test]
fn a_step_of_which_nothing_is_left_goes_out_of_the_history() {
    let desk = Desk::new("[person|Ada] wrote");
    let mut window = desk.window("cleo", 1);
    let spans = spans_over(window.project(), "Ada");
    window.run(&Command::Retag { set: set_of("ana"), spans, tag: tag("title", None).id }).unwrap();
    window.save_now().unwrap();
    desk.rewrite(SET, |source| source.replace("tag: \"title\"", "tag: \"claim\""));
    until(&mut window, "the change is here", |window| marked(window.project(), "ana") == ["Ada:claim"]);
    let undone = window.undo().unwrap().unwrap();
    assert!(undone.transaction.is_empty() && undone.refused.len() == 1);
    assert_eq!((window.undo(), window.redo()), (Ok(None), Ok(None)));
    window.close().unwrap();
    assert_eq!(desk.window("ana", 2).n_undoable(), 0);
}

#[test]
fn what_others_touch_is_heard_without_looking_around() {
    let desk = Desk::new("[person|Ada] wrote to [place|York]");
    let never_looks = lazy("ana", 1);
    let pace = glossator::workspace::Pace { quiet: Duration::from_millis(5), ..never_looks.pace };
    let options = glossator::workspace::Options { pace, ..never_looks };
    let mut window = Workspace::open(&desk.path(), &desk.home, options).unwrap();
    // Before it listens, nothing is heard: it is touched until it is.
    let started = Instant::now();
    while marked(window.project(), "ana") != ["Ada:claim", "York:place"] {
        desk.rewrite(SET, |source| source.replace("tag: \"person\"", "tag: \"claim\""));
        // A file that is touched all the time is never quiet.
        let touched = Instant::now();
        while marked(window.project(), "ana") != ["Ada:claim", "York:place"] && touched.elapsed().as_millis() < 200 {
            window.poll();
            std::thread::yield_now();
        }
        assert!(started.elapsed() < Duration::from_secs(20), "not heard");
    }
}

#[test]
fn undo_never_takes_the_text_from_under_annotations_of_others() {
    let desk = Desk::new("Ada");
    let mut ana = desk.window("ana", 1);
    ana.run(&add_document("Second text")).unwrap();
    ana.save_now().unwrap();
    let second = ana.project().documents.keys().find(|id| **id != letter()).unwrap().clone();
    let mut ben = desk.window("ben", 2);
    let set = SetKey { document: second.clone(), ..set_of("ben") };
    ben.run(&Command::SetState { set: set.clone(), state: glossator::model::SetState::Finished }).unwrap();
    ben.close().unwrap();
    until(&mut ana, "ben's set is here", |window| window.project().sets.contains_key(&set));
    let undone = ana.undo().unwrap().unwrap();
    assert_eq!(undone.refused[0].to_string(), "“Second text”, which has annotations by others, has changed since");
    assert!(ana.project().documents.contains_key(&second));
    ana.close().unwrap();
    assert_eq!(desk.on_disk().documents.len(), 2);
}

#[test]
fn a_document_that_others_remove_comes_back_with_what_is_said_of_it_here() {
    let desk = Desk::new("Ada wrote");
    let mut ana = Workspace::open(&desk.path(), &desk.home, lazy("ana", 1)).unwrap();
    ana.run(&mark("ana", 0, 3, "person")).unwrap();
    let mut ben = desk.window("ben", 2);
    ben.run(&Command::RemoveDocuments(vec![letter()])).unwrap();
    ben.close().unwrap();
    assert_eq!(desk.on_disk().documents.len(), 0);
    ana.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person"]);
}

#[test]
fn a_file_that_breaks_is_not_overwritten_and_edits_wait() {
    let desk = Desk::new("[person|Ada] wrote");
    let mut window = desk.window("ana", 1);
    let whole = desk.read(SET);
    desk.rewrite(SET, |source| source.replace("spans", "spams"));
    let broken = desk.read(SET);
    until(&mut window, "the damage is seen", |window| window.damage().len() == 1);
    window.run(&mark("ana", 4, 9, "claim")).unwrap();
    until(&mut window, "failed", |window| matches!(window.save_state(), SaveState::Failed { .. }));
    let why = window.save_now().unwrap_err().to_string();
    assert!(why.contains("`spams`") && why.contains("letter-7q2m.ron:"), "{why}");
    assert_eq!(desk.read(SET), broken);
    std::fs::write(desk.file(SET), &whole).unwrap();
    until(&mut window, "mended", |window| window.damage().is_empty() && window.save_state() == SaveState::Saved);
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "wrote:claim"]);
}

#[test]
fn a_file_that_is_away_comes_back_whole() {
    let desk = Desk::new("[person|Ada] wrote");
    let mut window = Workspace::open(&desk.path(), &desk.home, lazy("ana", 1)).unwrap();
    std::fs::remove_file(desk.file(SET)).unwrap();
    window.run(&mark("ana", 4, 9, "claim")).unwrap();
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "wrote:claim"]);
}

#[test]
fn a_folder_that_is_away_is_said_to_be_and_gets_everything_later() {
    let desk = Desk::new("Ada wrote");
    let mut window = desk.window("ana", 1);
    let away = desk.path().with_file_name("away");
    std::fs::rename(desk.path(), &away).unwrap();
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    until(&mut window, "failed", |window| matches!(window.save_state(), SaveState::Failed { .. }));
    let SaveState::Failed { why, hint } = window.save_state() else { unreachable!("it waited for that") };
    assert!(why.starts_with("cannot read: it is not there: ") && why.ends_with("project.ron"), "{why}");
    assert_eq!(hint, "Look whether the folder was moved, deleted or unmounted");
    assert!(!desk.path().exists(), "nothing is made where the folder was");
    std::fs::rename(&away, desk.path()).unwrap();
    until_saved(&mut window);
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person"]);
}

#[test]
fn a_changed_text_is_said_to_be_and_left_alone() {
    let desk = Desk::new("[person|Ada] wrote");
    let mut window = desk.window("ana", 1);
    desk.rewrite("documents/letter-7q2m.txt", |text| text.to_uppercase());
    until(&mut window, "the damage is seen", |window| window.damage().len() == 1);
    window.run(&mark("ana", 4, 9, "claim")).unwrap();
    until(&mut window, "written", |window| desk.read(SET).contains("claim") && window.damage().len() == 1);
    drop(window);
    assert_eq!(desk.read("documents/letter-7q2m.txt"), "ADA WROTE");
    std::fs::write(desk.file("documents/letter-7q2m.txt"), "Ada wrote").unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "wrote:claim"]);
}

#[test]
fn a_link_never_leads_a_write_out_of_the_project() {
    let desk = Desk::new("Ada wrote");
    let outside = desk.path().with_file_name("outside");
    std::fs::create_dir(&outside).unwrap();
    std::os::unix::fs::symlink(&outside, desk.file("annotations")).unwrap();
    let mut window = desk.window("ana", 1);
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    let why = window.save_now().unwrap_err().to_string();
    assert!(why.starts_with("this is not a folder but a link: ") && why.ends_with("annotations"), "{why}");
    drop(window);
    assert_eq!(std::fs::read_dir(&outside).unwrap().count(), 0);
    std::fs::remove_file(desk.file("annotations")).unwrap();
    desk.window("ana", 2).close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person"]);
}

#[test]
fn the_same_set_made_in_two_copies_merges_when_one_arrives() {
    let desk = Desk::new("Ada wrote to Mr Babbage");
    let mut window = desk.window("ana", 1);
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    let theirs = crate::notation::project("Ada wrote to [title|Mr] Babbage", Overlap::Any);
    let bytes = store::bytes_of(&theirs, &store::FileKey::Set(set_of("ana"))).unwrap().unwrap();
    std::fs::create_dir_all(desk.file("annotations/ana")).unwrap();
    std::fs::write(desk.file(SET), bytes).unwrap();
    until(&mut window, "both are here", |window| marked(window.project(), "ana") == ["Ada:person", "Mr:title"]);
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person", "Mr:title"]);
}

#[test]
fn another_project_in_the_same_place_is_not_mixed_in() {
    let desk = Desk::new("Ada wrote");
    let mut window = desk.window("ana", 1);
    let away = desk.path().with_file_name("away");
    std::fs::rename(desk.path(), &away).unwrap();
    let other = Desk::new("Quite another text");
    other.rewrite("project.ron", |source| source.replace("7q2mk8da", "aaaaaaaa"));
    store::copy_folder(&other.path(), &desk.path()).unwrap();
    let before = desk.files();
    window.run(&mark("ana", 0, 3, "person")).unwrap();
    until(
        &mut window,
        "failed",
        |window| matches!(window.save_state(), SaveState::Failed { why, .. } if why.starts_with("another project is here now: ")),
    );
    assert_eq!(desk.files(), before);
    std::fs::remove_dir_all(desk.path()).unwrap();
    std::fs::rename(&away, desk.path()).unwrap();
    until_saved(&mut window);
    window.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["Ada:person"]);
}

#[test]
fn files_left_half_written_are_cleared_away_after_a_day() {
    let desk = Desk::new("Ada wrote");
    let (old, new) = (desk.file("documents/.glossator-old.tmp"), desk.file(".glossator-new.tmp"));
    std::fs::write(&old, "half").unwrap();
    std::fs::write(&new, "half").unwrap();
    let long_ago = std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000_000);
    std::fs::File::options().write(true).open(&old).unwrap().set_modified(long_ago).unwrap();
    let mut window = desk.window("ana", 1);
    until(&mut window, "cleared", |_| !old.exists());
    assert!(new.exists());
}

#[test]
fn a_record_without_its_text_is_told_once_and_is_a_document_when_the_text_comes() {
    let desk = Desk::new("[person|Ada] wrote");
    let text = desk.file("documents/letter-7q2m.txt");
    let away = text.with_file_name("away");
    std::fs::rename(&text, &away).unwrap();
    let mut window = desk.window("ana", 1);
    let told = window.damage().clone();
    let paths: Vec<_> = told.keys().collect();
    assert_eq!(paths, [&desk.file(SET), &text], "the set waits for its document");
    std::fs::write(desk.file("documents/other.ron"), "").unwrap();
    until(&mut window, "a sweep", |window| window.damage().len() > 2);
    assert_eq!(window.damage().len(), 3, "{:?}", window.damage());
    std::fs::remove_file(desk.file("documents/other.ron")).unwrap();
    std::fs::rename(&away, &text).unwrap();
    until(&mut window, "it is read", |window| marked(window.project(), "ana") == ["Ada:person"]);
    until(&mut window, "nothing is damaged", |window| !window.damage().contains_key(&text));
}

#[test]
fn a_document_that_goes_before_the_window_heard_of_its_last_change_stays_away() {
    goes_unheard(true);
}

#[test]
fn a_document_that_goes_before_the_window_heard_of_its_first_set_stays_away() {
    goes_unheard(false);
}

/// A colleague's document goes while a window has not heard of the last that was marked in it, be it the first or not.
fn goes_unheard(has_more: bool) {
    let desk = Desk::new("Ada wrote");
    let files = || desk.files().into_keys().filter(|name| name.starts_with("documents/")).collect::<Vec<_>>();
    let before = files();
    let (mut deaf, mut other) = (desk.window("ana", 1), desk.window("ben", 2));
    other.run(&add_document("It came and went")).unwrap();
    let id = other.project().documents.keys().find(|id| **id != letter()).unwrap().clone();
    let key = SetKey { document: id.clone(), ..set_of("ben") };
    let tag_some = |other: &mut Workspace, start: u32, end: u32| {
        let at = TextRange::between(Offset::new(start), Offset::new(end)).into();
        other.run(&Command::AddSpan { set: key.clone(), at, tag: tag("person", None).id }).unwrap();
        other.save_now().unwrap();
    };
    if has_more {
        tag_some(&mut other, 0, 2);
    }
    let is_here = |window: &Workspace| window.project().documents.contains_key(&id);
    until(&mut deaf, "all is here", |window| is_here(window) && window.project().sets.contains_key(&key) == has_more);
    until_saved(&mut deaf);
    // From here on it takes nothing in, while its saver goes on looking.
    tag_some(&mut other, 3, 7);
    std::thread::sleep(Duration::from_millis(300));
    other.run(&Command::RemoveDocuments(vec![id.clone()])).unwrap();
    other.save_now().unwrap();
    assert_eq!(files(), before);
    std::thread::sleep(Duration::from_millis(300));
    assert!(deaf.project().documents.contains_key(&id), "it has not heard of it");
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(3) {
        deaf.poll();
        assert_eq!(files(), before, "nothing comes back");
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(!deaf.project().documents.contains_key(&id));
}

#[test]
fn a_document_that_is_removed_here_stays_with_what_was_said_of_it_meanwhile() {
    let desk = Desk::new("[person|Ada] of York");
    let mut here = Workspace::open(&desk.path(), &desk.home, lazy("ana", 1)).unwrap();
    let mut there = desk.window("ana", 2);
    there.run(&mark("ana", 7, 11, "place")).unwrap();
    there.close().unwrap();
    here.run(&Command::RemoveDocuments(vec![letter()])).unwrap();
    here.save_now().unwrap();
    until(&mut here, "it is there again", |here| here.project().document(&letter()).is_some());
    here.close().unwrap();
    assert_eq!(marked(&desk.on_disk(), "ana"), ["York:place"]);
}

#[test]
fn a_document_that_is_removed_here_goes_although_its_file_was_written_anew_meanwhile() {
    let desk = Desk::new("[person|Ada] of York");
    let mut here = Workspace::open(&desk.path(), &desk.home, lazy("ana", 1)).unwrap();
    // It says the same in other words.
    desk.rewrite("annotations/ana/letter-7q2m.ron", |file| file.replace("    ", "  "));
    here.run(&Command::RemoveDocuments(vec![letter()])).unwrap();
    here.close().unwrap();
    assert!(desk.on_disk().documents.is_empty());
}
