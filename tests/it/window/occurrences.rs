//! Tagging the same words again: the next, or all from a list.

use super::hand::Hand;
use egui::accesskit::Role;

#[test]
fn the_next_same_words_are_tagged_alike_round_the_end() {
    let mut hand = Hand::new("Ada met [person|Ada] and adage, Ada.");
    hand.keys("Tab Ctrl+D");
    assert_eq!(hand.says(), "Ada met [person|Ada] and adage, [person|Ada].");
    assert_eq!(hand.focused(), ["Ada:person"]);
    hand.keys("Ctrl+D");
    assert_eq!(hand.says(), "[person|Ada] met [person|Ada] and adage, [person|Ada].");
    hand.keys("Ctrl+D");
    assert!(hand.sees("No other place of these words is left to tag"));
    hand.keys("Ctrl+Z Ctrl+Z");
    assert_eq!(hand.says(), "Ada met [person|Ada] and adage, Ada.");
}

#[test]
fn without_a_span_the_next_is_not_known() {
    let mut hand = Hand::new("Ada met Ada.");
    hand.keys("Ctrl+D");
    assert!(hand.sees("Focus one of your spans first: click it, or press Tab"));
}

#[test]
fn all_places_are_ticked_looked_through_and_tagged_in_one_step() {
    let mut hand = Hand::with(&[("a", &["@ana [person|Ada] met Ada, Ada and ADA"]), ("b", &["The adage of Ada"])]);
    hand.keys("Tab Ctrl+Shift+D");
    hand.until("the places are found", |hand| hand.sees("3 places in 1 article"));
    assert!(hand.sees("Tag 2"), "the one that is tagged is not ticked");
    hand.keys("ArrowDown ArrowDown Space");
    assert!(hand.sees("Tag 1"));
    hand.keys("Space");
    hand.click("Match case");
    hand.until("the case is folded", |hand| hand.sees("4 places in 1 article"));
    hand.click("The project");
    hand.until("the other article is looked through", |hand| hand.sees("5 places in 2 articles"));
    hand.click("Beginnings of words");
    hand.until("words that begin so are found", |hand| hand.sees("6 places in 2 articles"));
    hand.click("Whole words");
    hand.until("they are not", |hand| hand.sees("5 places in 2 articles") && hand.sees("Tag 4"));
    hand.click("Tag 4");
    assert_eq!(hand.says(), "[person|Ada] met [person|Ada], [person|Ada] and [person|ADA]");
    let n_spans: usize = hand.project().sets.values().map(|set| set.spans.len()).sum();
    assert_eq!(n_spans, 5);
    hand.keys("Ctrl+Z");
    assert_eq!(hand.says(), "[person|Ada] met Ada, Ada and ADA");
    assert_eq!(hand.project().sets.values().map(|set| set.spans.len()).sum::<usize>(), 1);
}

#[test]
fn enter_tags_what_is_ticked() {
    let mut hand = Hand::new("[person|Ada] met Ada and Ada.");
    hand.keys("Tab Ctrl+Shift+D");
    hand.until("the places are found", |hand| hand.sees("Tag 2"));
    hand.keys("End Space Enter");
    assert_eq!(hand.says(), "[person|Ada] met [person|Ada] and Ada.");
}

#[test]
fn a_broken_expression_is_told_at_its_character() {
    let mut hand = Hand::new("[person|Ada] met Ada.");
    hand.keys("Tab Ctrl+Shift+D");
    // What is clicked stands still once the places are listed.
    hand.until("the places are listed", |hand| hand.sees("2 places in 1 article"));
    hand.activate("Regular expression");
    hand.until("they are listed again", |hand| hand.sees("2 places in 1 article"));
    hand.click_as(Role::TextInput, "Words");
    hand.types("(");
    hand.until("the mistake is told", |hand| hand.sees("Character 4: this group is not closed"));
    assert!(hand.sees("Tag 0"));
}

#[test]
fn words_that_stand_nowhere_say_so() {
    let mut hand = Hand::new("[person|Ada] met Ada.");
    hand.keys("Tab Ctrl+Shift+D");
    hand.fill("Words", "Babbage");
    hand.until("nothing is found", |hand| hand.sees("These words stand nowhere here"));
    hand.fill("Words", "");
    hand.until("it says what to do", |hand| hand.sees("Write the words that are to be tagged wherever they stand"));
}
