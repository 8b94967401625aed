//! Undo and redo, over documents and restarts.

use super::hand::Hand;

const TWO: &[(&str, &[&str])] = &[("first", &["Ada wrote here"]), ("second", &["Babbage wrote there"])];

#[test]
fn undo_goes_to_the_document_and_names_what_it_took_back() {
    let mut hand = Hand::with(TWO);
    assert_eq!(hand.document(), "first");
    hand.keys("Shift+Right 1 Ctrl+PageDown Shift+Right 2");
    assert_eq!((hand.document(), hand.says().as_str()), ("second", "[place|Babbage] wrote there"));
    hand.keys("Ctrl+z");
    assert_eq!((hand.document(), hand.says().as_str()), ("second", "Babbage wrote there"));
    assert!(hand.sees("Undone: Tag “Babbage” as place"));
    hand.keys("Ctrl+z");
    assert_eq!((hand.document(), hand.says().as_str()), ("first", "Ada wrote here"));
    assert!(hand.sees("Undone: Tag “Ada” as person"));
    hand.keys("Ctrl+Shift+z");
    assert_eq!((hand.document(), hand.says().as_str()), ("first", "[person|Ada] wrote here"));
    assert!(hand.sees("Done again: Tag “Ada” as person"));
    assert_eq!(hand.focused(), ["Ada:person"], "what came back is focused");
    hand.keys("Ctrl+y");
    assert_eq!((hand.document(), hand.says().as_str()), ("second", "[place|Babbage] wrote there"));
}

#[test]
fn undo_ends_with_words() {
    let mut hand = Hand::with(TWO);
    hand.keys("Ctrl+z");
    assert!(hand.sees("Nothing to undo"));
    hand.keys("Ctrl+Shift+z");
    assert!(hand.sees("Nothing to do again"));
}

#[test]
fn undo_is_there_after_closing_and_opening_again() {
    let mut hand = Hand::with(TWO);
    hand.keys("Shift+Right 1 Ctrl+PageDown Shift+Right 2 Ctrl+z");
    let mut hand = hand.reopened();
    assert_eq!((hand.document(), hand.says().as_str()), ("second", "Babbage wrote there"));
    hand.keys("Ctrl+z");
    assert_eq!((hand.document(), hand.says().as_str()), ("first", "Ada wrote here"));
    let mut hand = hand.reopened();
    hand.keys("Ctrl+y Ctrl+y");
    assert_eq!((hand.document(), hand.says().as_str()), ("second", "[place|Babbage] wrote there"));
}

#[test]
fn the_button_in_the_message_takes_back_too() {
    let mut hand = Hand::with(TWO);
    hand.keys("Shift+Right 1 Ctrl+z");
    assert_eq!(hand.says(), "Ada wrote here");
    hand.click("Redo");
    assert_eq!(hand.says(), "[person|Ada] wrote here");
    hand.click("Undo: Tag “Ada” as person");
    assert_eq!(hand.says(), "Ada wrote here");
}
