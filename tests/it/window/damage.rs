//! Files that cannot be read, and projects that may not be written.

use super::hand::Hand;
use crate::desk::Desk;

const SET: &str = "annotations/ana/letter-7q2m.ron";

#[test]
fn a_broken_set_is_named_and_never_written() {
    let desk = Desk::new("[person|Ada] wrote to Babbage");
    desk.rewrite(SET, |text| text.replace("person", "per\u{fffd}son\"("));
    let broken = desk.read(SET);
    let mut hand = Hand::on(desk);
    assert!(hand.sees("1 file could not be read"));
    hand.keys("Ctrl+Home Shift+Right 2");
    assert_eq!(hand.says(), "Ada wrote to Babbage");
    assert!(hand.sees_words("cannot be changed while its file cannot be read"));
    hand.keys("Ctrl+Enter");
    let desk = hand.leave();
    assert_eq!(desk.read(SET), broken);
}

#[test]
fn a_project_of_a_newer_program_opens_for_reading_only() {
    let desk = Desk::new("[person|Ada] wrote to Babbage");
    desk.rewrite("project.ron", |text| text.replace("format: 1", "format: 2"));
    let before = desk.files();
    let mut hand = Hand::on(desk);
    assert!(hand.sees_words("Read-only: "));
    hand.keys("Ctrl+Home Shift+Right 2");
    hand.keys("Tab Del Ctrl+Enter");
    hand.command("Delete the article");
    let desk = hand.leave();
    assert_eq!(desk.files(), before);
}
