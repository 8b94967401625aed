//! The inspector and its notes.

use super::hand::Hand;
use egui::accesskit::Role;

#[test]
fn the_inspector_tells_of_the_focused_span() {
    let mut hand = Hand::new("Zoë met [person|Ada] today");
    assert!(hand.sees("17 characters"));
    hand.keys("Tab");
    assert!(hand.sees("Span") && hand.sees_words("Characters 8–11"));
    assert!(hand.sees_words("ANA, by hand"));
    hand.click("Remove the span");
    assert_eq!(hand.says(), "Zoë met Ada today");
}

#[test]
fn a_note_is_written_changed_and_removed() {
    let mut hand = Hand::new("[person|Ada] wrote");
    hand.keys("Tab m");
    hand.types("Signs as A");
    hand.keys("Ctrl+Enter");
    assert!(hand.sees("Signs as A"));
    assert_eq!(hand.document(), "letter-7q2m");
    hand.click("Signs as A");
    hand.click("Remove the note");
    assert!(!hand.sees("Signs as A"));
    hand.keys("Ctrl+z Tab");
    assert!(hand.sees("Signs as A"));
}

#[test]
fn an_article_can_be_reopened() {
    let mut hand = Hand::new("[person|Ada] wrote");
    hand.click_as(Role::Button, "Finish and open the next");
    assert!(hand.sees("1 of 1 finished"));
    hand.click("Reopen");
    assert!(hand.sees("0 of 1 finished"));
}
