//! Saving by itself, other programs on the same project, and what the window does while nobody looks.

use super::hand::{Hand, range};
use crate::desk::{Desk, mark, until_saved};
use crate::workspace::faults::{Plan, gated};
use egui::{Key, Modifiers};

#[test]
fn what_is_done_reaches_the_files_by_itself() {
    let mut hand = Hand::new("«Ada» wrote to Babbage");
    hand.keys("1");
    hand.until("the file has it", |hand| {
        let set = hand.desk.file("annotations/ana/letter-7q2m.ron");
        std::fs::read_to_string(set).is_ok_and(|text| text.contains("quote: \"Ada\""))
    });
    hand.until("the bar says so", |hand| hand.sees("Saved"));
}

#[test]
fn what_another_program_writes_is_taken_in() {
    let mut hand = Hand::new("«Ada» wrote to Babbage");
    let mut other = hand.desk.window("ben", 7);
    other.run(&mark("ben", 13, 20, "place")).unwrap();
    until_saved(&mut other);
    other.close().unwrap();
    hand.until("it is here", |hand| hand.project().set(&crate::notation::set_of("ben")).is_some());
    assert!(hand.sees_words("taken in from elsewhere"));
    hand.keys("1");
    assert_eq!(hand.says(), "[person|Ada] wrote to Babbage");
}

#[test]
fn a_press_is_not_read_again_while_the_window_is_hidden() {
    let mut hand = Hand::new("Ada wrote");
    hand.press_as(Key::Num1, Some(Key::Num1), Modifiers::NONE, false);
    assert_eq!(hand.armed(), Some("person"));
    for _ in 0..3 {
        hand.work_hidden();
    }
    hand.settle();
    assert_eq!(hand.armed(), Some("person"));
}

#[test]
fn each_article_keeps_its_place() {
    let long: String = (0..400).map(|n| format!("Line {n} of a long article\n")).collect();
    let mut hand = Hand::with(&[("first", &[&long]), ("second", &["Short"])]);
    hand.keys("PageDown PageDown PageDown");
    let place = hand.place();
    assert!(place.offset.get() > 0);
    hand.keys("Ctrl+PageDown");
    assert_eq!(hand.document(), "second");
    hand.keys("Ctrl+PageUp");
    assert_eq!(hand.place(), place);
    let hand = hand.reopened();
    assert_eq!(hand.place(), place, "over restarts too");
}

#[test]
fn a_project_that_is_gone_leads_to_the_welcome_view() {
    let desk = Desk::new("Ada wrote");
    let hand = Hand::on(desk);
    let desk = hand.leave();
    std::fs::remove_dir_all(desk.path()).unwrap();
    let mut hand = Hand::start(desk, Vec::new());
    hand.until("it is said", |hand| hand.sees_words("/project"));
    assert!(!hand.is_open() && hand.sees("Open the example"));
}

#[test]
fn a_conflict_copy_is_offered_for_merging() {
    let desk = Desk::new("[person|Ada] wrote");
    let set = desk.read("annotations/ana/letter-7q2m.ron");
    let copy = desk.file("annotations/ana/letter-7q2m (1).ron");
    std::fs::write(&copy, set.replace("\"person\"", "\"title\"")).unwrap();
    let mut hand = Hand::on(desk);
    assert!(hand.sees_words("left by a sync program"));
    assert!(hand.sees("1 conflict copy"), "in the status bar, as long as it is there");
    hand.click("Merge");
    hand.until("it is put aside", |_| !copy.exists());
    assert_eq!(hand.says(), "[person|[title|Ada]] wrote");
    assert!(
        hand.sees_words("one side has person “Ada”, the other title “Ada”: both versions are kept")
            && !hand.sees("1 conflict copy")
    );
    hand.keys("Ctrl+z");
    assert_eq!(hand.says(), "[person|Ada] wrote");
}

#[test]
fn the_history_lists_what_was_done_and_goes_back() {
    let mut hand = Hand::new("«Ada» wrote to Babbage");
    hand.keys("1 Esc Esc");
    hand.select(range(13, 20));
    hand.keys("2");
    assert_eq!(hand.says(), "[person|Ada] wrote to [place|Babbage]");
    hand.keys("Ctrl+9");
    hand.until("both steps are listed", |hand| {
        hand.sees_words("Tag “Ada” as person") && hand.sees_words("Tag “Babbage” as place")
    });
    assert!(hand.sees("This is the last step: the project is as it left it."));
    let row = hand.labels().into_iter().find(|label| label.starts_with("Tag “Ada” as person")).unwrap();
    hand.click(&row);
    hand.settle();
    hand.click("Go back to here");
    hand.settle();
    assert_eq!(hand.says(), "[person|Ada] wrote to Babbage");
    hand.until("it is a step itself", |hand| hand.sees_words("Go back to “Tag “Ada” as person”"));
    hand.keys("Ctrl+z");
    assert_eq!(hand.says(), "[person|Ada] wrote to [place|Babbage]");
}

#[test]
fn a_project_is_not_left_while_edits_are_in_memory_alone() {
    let (desk, faults) = gated("Ada wrote to Babbage");
    let mut hand = Hand::on(desk);
    hand.select(range(0, 3));
    let full = Plan { from: Some(0), n: usize::MAX, kind: Some(std::io::ErrorKind::StorageFull), ..Plan::default() };
    faults.plan(full);
    hand.keys("1");
    hand.until("it is said", |hand| hand.sees_words("Not saved: cannot write: the disk is full"));
    hand.keys("Ctrl+w");
    assert!(hand.is_open() && hand.sees("The last changes are not on the disk"));
    hand.click("Cancel");
    assert_eq!(hand.says(), "[person|Ada] wrote to Babbage");
    faults.plan(Plan::default());
    hand.until("it goes on by itself", |hand| hand.sees("Saved"));
    hand.keys("Ctrl+w");
    hand.until("it is closed", |hand| !hand.is_open());
    assert_eq!(crate::desk::marked(&hand.desk.on_disk(), "ana"), ["Ada:person"]);
}

#[test]
fn a_copy_elsewhere_is_saved_though_the_folder_is_gone() {
    let mut hand = Hand::new("«Ada» wrote to Babbage");
    std::fs::rename(hand.desk.path(), hand.desk.path().with_file_name("away")).unwrap();
    hand.keys("1");
    hand.until("it is said", |hand| hand.sees_words("Not saved: "));
    hand.command("Save a copy elsewhere");
    hand.until("the field", |hand| hand.sees("No system file dialog was found, so type the path here"));
    let copy = hand.desk.path().with_file_name("copy");
    hand.give_path(&copy);
    hand.until("it is said", |hand| hand.sees_words("A copy is in "));
    let project = glossator::store::open(&copy, &glossator::store::Progress::default()).unwrap().project;
    assert_eq!(crate::desk::marked(&project, "ana"), ["Ada:person"]);
    assert!(!hand.desk.path().exists(), "nothing is made where the folder was");
}

#[test]
fn a_backup_is_restored_as_a_copy() {
    let mut hand = Hand::new("[person|Ada] wrote to Babbage");
    hand.command("Back up now");
    hand.until("it is said", |hand| hand.sees("There is a backup of the project as it is"));
    hand.keys("Tab Delete");
    assert_eq!(hand.says(), "Ada wrote to Babbage");
    hand.command("Backups…");
    hand.until("one is listed", |hand| hand.labels().iter().any(|label| label.contains("6 files")));
    hand.click("Restore as a copy");
    hand.until("the copy is open", |hand| hand.is_open() && hand.says() == "[person|Ada] wrote to Babbage");
    let copy = hand.seat().workspace.path().to_path_buf();
    assert!(copy.starts_with(hand.desk.home.projects().canonicalize().unwrap()), "{}", copy.display());
    let desk = hand.leave();
    assert_eq!(
        crate::desk::marked(&desk.on_disk(), "ana"),
        Vec::<String>::new(),
        "the project itself is as it was left"
    );
}

#[test]
fn a_text_that_is_changed_outside_is_shown_with_its_spans() {
    let mut hand = Hand::new("Ada wrote to [person|Babbage] in London");
    hand.desk.rewrite("documents/letter-7q2m.txt", |text| format!("Dear reader,\n\n{text}"));
    hand.until("it is taken in", |hand| {
        hand.sees_words("was changed outside and taken in. Spans: 0 kept, 1 moved along. Undo")
    });
    assert_eq!(hand.says(), "Dear reader,\n\nAda wrote to [person|Babbage] in London");
    hand.settle();
    assert!(hand.sees("Dear reader,"), "{:?}", hand.labels());
    hand.click_at(hand.rect("London").center(), 2, Modifiers::NONE);
    hand.keys("2");
    assert_eq!(hand.says(), "Dear reader,\n\nAda wrote to [person|Babbage] in [place|London]");
    hand.keys("Ctrl+z Ctrl+z");
    assert_eq!(hand.says(), "Ada wrote to [person|Babbage] in London");
    hand.keys("Ctrl+9");
    hand.until("it is listed", |hand| hand.sees_words("Take in the changed text of"));
}

#[test]
fn the_message_of_a_changed_text_leads_to_what_became_of_each_span() {
    let mut hand = Hand::new("[person|Ada] wrote to [title|Mr] [person|Babbage] in [place|London]");
    hand.desk.rewrite("documents/letter-7q2m.txt", |text| text.replace("Mr ", "").replace("Babbage", "Babadge"));
    hand.until("it is taken in", |hand| hand.sees_words("1 kept, 1 moved along, 1 uncertain, 1 lost"));
    hand.click("History");
    hand.until("what each change was is shown", |hand| {
        ["lost", "uncertain, was Babbage", "moved along"].iter().all(|what| hand.sees(what))
    });
    let at = |what: &str| hand.get(what).rect().center().y;
    assert!(at("lost") < at("uncertain, was Babbage") && at("uncertain, was Babbage") < at("moved along"));
    assert!(hand.sees("Mr") && hand.sees("Babadge") && hand.sees("London"), "in the words of then and now");
    hand.keys("Ctrl+z");
    assert_eq!(hand.says(), "[person|Ada] wrote to [title|Mr] [person|Babbage] in [place|London]");
}

#[test]
fn a_project_that_cannot_be_written_is_left_without_a_loss() {
    let (desk, faults) = gated("Ada wrote to Babbage");
    let mut hand = Hand::on(desk);
    hand.select(range(0, 3));
    let full = Some(std::io::ErrorKind::StorageFull);
    faults.plan(Plan { from: Some(0), n: usize::MAX, kind: full, home: Some(false), ..Plan::default() });
    hand.keys("1");
    hand.until("it is said", |hand| hand.sees_words("Not saved: cannot write: the disk is full"));
    hand.until("the journal has it", |hand| hand.seat().workspace.is_durable());
    hand.keys("Ctrl+w");
    hand.until("it is closed", |hand| !hand.is_open());
    assert!(hand.sees_words("Every change is kept on this computer"), "{:?}", hand.labels());
    faults.plan(Plan::default());
    let desk = hand.leave();
    assert_eq!(crate::desk::marked(&desk.on_disk(), "ana"), [""; 0], "no file was written");
    let mut hand = Hand::on(desk);
    hand.until("it is there again", |hand| hand.sees_words("recovered that had not reached the files"));
    assert_eq!(hand.says(), "[person|Ada] wrote to Babbage");
}
