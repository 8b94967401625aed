//! Who labels here, and what others said.

use super::hand::{Hand, desk_of};
use crate::desk::Desk;
use crate::notation::{corpus, set_of};
use egui::Modifiers;
use glossator::model::AnnotatorId;

const BOTH: &[(&str, &[&str])] =
    &[("letter-7q2m", &["@ana [person|Ada] wrote to Babbage", "@ben Ada wrote to [place|Babbage]"])];

/// A window of a computer that knows nobody yet.
#[track_caller]
fn nobody(desk: Desk) -> Hand {
    desk.home.write_text("ui.ron", "(tour_seen: true)").unwrap();
    let path = desk.path();
    let mut hand = Hand::start(desk, vec![path]);
    hand.until("the project is open", Hand::is_open);
    hand
}

#[test]
fn who_labels_is_asked_at_the_first_tag_and_the_tag_is_given_then() {
    let mut hand = nobody(Desk::new("Ada wrote to Babbage"));
    assert!(hand.sees("Who are you?"));
    hand.keys("Ctrl+Home Shift+Right 1");
    assert!(hand.sees("Who is labeling"));
    hand.fill("Your name", "Ana Pérez");
    hand.keys("Enter");
    assert!(!hand.sees("Who is labeling"));
    assert_eq!(hand.says(), "[person|Ada] wrote to Babbage");
    assert_eq!(hand.seat().annotator_name(), Some("Ana Pérez"));
    hand.keys("Ctrl+End Shift+Left 2");
    assert_eq!(hand.says(), "[person|Ada] wrote to [place|Babbage]", "it is asked once");
    let hand = hand.reopened();
    assert_eq!(hand.seat().annotator_name(), Some("Ana Pérez"));
    assert_eq!(hand.says(), "[person|Ada] wrote to [place|Babbage]");
}

#[test]
fn who_labels_is_asked_at_the_first_tag_of_a_found_line_too() {
    let mut hand = nobody(Desk::new("Ada wrote to Babbage"));
    hand.keys("Ctrl+3");
    hand.types("ada or babbage");
    hand.until("both are found", |hand| hand.sees("2 hits in 1 article"));
    hand.keys("Enter");
    hand.click("Tick all");
    hand.keys("1");
    assert!(hand.sees("Who is labeling"));
    hand.fill("Your name", "Ana Pérez");
    hand.keys("Enter");
    assert_eq!(hand.says(), "[person|Ada] wrote to [person|Babbage]");
}

#[test]
fn who_does_not_say_tags_nothing() {
    let mut hand = nobody(Desk::new("Ada wrote to Babbage"));
    hand.keys("Ctrl+Home Shift+Right 1 Esc");
    assert!(!hand.sees("Who is labeling"));
    assert_eq!(hand.says(), "Ada wrote to Babbage");
    hand.command("Who is labeling");
    hand.fill("Your name", "Ana");
    hand.keys("Enter");
    assert_eq!(hand.says(), "Ada wrote to Babbage", "what was asked for before is forgotten");
}

#[test]
fn somebody_else_can_go_on() {
    let mut hand = Hand::on(desk_of(&corpus(BOTH)));
    assert_eq!(hand.says(), "[person|Ada] wrote to Babbage");
    hand.click("ana");
    hand.click("ben");
    assert_eq!(hand.says(), "Ada wrote to [place|Babbage]");
    hand.keys("Ctrl+Home Shift+Right 3");
    assert_eq!(hand.says(), "[title|Ada] wrote to [place|Babbage]");
    let ana = hand.project().set(&set_of("ana")).unwrap();
    assert_eq!(ana.spans.len(), 1);
    let hand = hand.reopened();
    assert_eq!(
        hand.seat().workspace.annotator(),
        Some(&AnnotatorId::new("ben").unwrap()),
        "on this computer from now on"
    );
}

#[test]
fn what_another_said_is_shown_and_cannot_be_changed() {
    let mut hand = Hand::on(desk_of(&corpus(BOTH)));
    assert!(!hand.sees("place: Babbage (ben)"));
    hand.command("Show another annotator");
    hand.click("ben 1 span");
    hand.click("Done");
    assert!(hand.sees("place: Babbage (ben)"));
    let at = hand.rect("Babbage").center();
    hand.click_at(at, 1, Modifiers::NONE);
    assert_eq!(hand.focused(), ["Babbage:place"]);
    assert!(hand.sees_words("ben, by hand"));
    hand.keys("Del ] Left Enter");
    let ben = hand.project().set(&set_of("ben")).unwrap().clone();
    assert_eq!(ben.spans.iter().map(|span| span.hull().start().get()).collect::<Vec<_>>(), [13]);
    assert_eq!(hand.says(), "[person|Ada] wrote to Babbage");
    hand.command("Show another annotator");
    hand.click("Nobody else's");
    hand.click("Done");
    assert!(!hand.sees("place: Babbage (ben)"));
}

#[test]
fn a_tag_key_on_anothers_span_leaves_it_and_tab_walks_both() {
    let mut hand = Hand::on(desk_of(&corpus(BOTH)));
    hand.command("Show another annotator");
    hand.click("ben 1 span");
    hand.click("Done");
    hand.keys("Ctrl+Home Tab Tab");
    assert_eq!(hand.focused(), ["Babbage:place"]);
    let before = hand.project().set(&set_of("ben")).unwrap().clone();
    hand.keys("1");
    assert_eq!(*hand.project().set(&set_of("ben")).unwrap(), before);
}
