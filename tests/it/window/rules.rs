//! Deciding about what rules propose, and making rules.

use super::hand::{Hand, desk_of};
use crate::notation::project;
use egui::accesskit::Role;
use glossator::edit::{Command, Mint, NewRule};
use glossator::model::{Overlap, Seeks, TagId, Timestamp};

/// A window in which a rule proposes some words as a tag.
fn hand(notation: &str, tag: &str, words: &[&str]) -> Hand {
    let mut project = project(notation, Overlap::Any);
    let seeks = Seeks::Words(words.iter().map(|word| (*word).into()).collect());
    let tag = TagId::new(tag).unwrap();
    let rule = NewRule { name: "list".to_owned(), tag, seeks, fold: false, whole_words: true };
    let add = Command::AddRule(Box::new(rule)).plan(&project, &mut Mint::new(1, Timestamp::default())).unwrap();
    add.apply(&mut project).unwrap();
    let mut hand = Hand::on(desk_of(&project));
    hand.until("proposals are there", |hand| hand.seat().suggestions.shown().is_some());
    hand
}

impl Hand {
    /// The words that are proposed on the page.
    fn proposed(&self) -> Vec<String> {
        let seat = self.seat();
        let text = &seat.document().unwrap().text;
        let spans = seat.suggestions.shown().into_iter().flat_map(|set| set.spans.iter());
        spans.map(|span| format!("{}:{}", text.slice(span.hull()), span.tag)).collect()
    }
}

#[test]
fn proposals_are_accepted_rejected_and_passed_by_with_one_key_each() {
    let mut hand = hand("Ada met Babbage, Ada and Bob", "person", &["Ada", "Babbage", "Bob"]);
    assert_eq!(hand.proposed(), ["Ada:person", "Babbage:person", "Ada:person", "Bob:person"]);
    hand.keys("n");
    assert!(hand.sees("1 of 4 proposals: “Ada” as person, by the rule “list”"));
    hand.keys("a");
    assert_eq!(hand.says(), "[person|Ada] met Babbage, Ada and Bob");
    assert_eq!(hand.focused(), ["Babbage:person"]);
    hand.keys("x");
    assert_eq!(hand.says(), "[person|Ada] met Babbage, Ada and Bob");
    assert_eq!(hand.focused(), ["Ada:person"]);
    hand.keys("Space");
    assert_eq!(hand.focused(), ["Bob:person"]);
    hand.until("what is decided is gone", |hand| hand.proposed() == ["Ada:person", "Bob:person"]);
    hand.keys("a a");
    hand.until("nothing is left", |hand| hand.proposed().is_empty());
    assert_eq!(hand.says(), "[person|Ada] met Babbage, [person|Ada] and [person|Bob]");
    assert!(hand.sees("No more proposals in this article"));
    hand.keys("Ctrl+Z Ctrl+Z Ctrl+Z");
    hand.until("what was rejected may be proposed again", |hand| {
        hand.proposed().contains(&"Babbage:person".to_owned())
    });
}

#[test]
fn the_panel_says_which_rule_proposes_and_takes_every_answer() {
    let mut hand = hand("Ada met Babbage and Bob", "person", &["Ada", "Babbage", "Bob"]);
    hand.keys("n");
    assert!(hand.sees("Proposed by the rule “list”") && !hand.sees("Confidence"));
    hand.activate_as(Role::Button, "Skip");
    assert_eq!(hand.focused(), ["Babbage:person"]);
    hand.activate_as(Role::Button, "Reject");
    assert_eq!(hand.focused(), ["Bob:person"]);
    hand.activate_as(Role::Button, "Accept");
    assert_eq!(hand.says(), "Ada met Babbage and [person|Bob]");
    hand.until("one is left", |hand| hand.proposed() == ["Ada:person"]);
}

#[test]
fn a_tag_key_accepts_as_another_tag() {
    let mut hand = hand("Ada met York", "person", &["York"]);
    hand.keys("n");
    hand.keys("2");
    assert_eq!(hand.says(), "Ada met [place|York]");
    hand.until("nothing is left", |hand| hand.proposed().is_empty());
}

#[test]
fn all_alike_are_accepted_once_their_number_was_said() {
    let mut hand = hand("Ada met Ada, Bob and Ada", "person", &["Ada", "Bob"]);
    hand.keys("n Shift+A");
    assert!(hand.sees("“Ada” is proposed as person at 3 places. Shift+A again accepts all"));
    assert_eq!(hand.says(), "Ada met Ada, Bob and Ada");
    hand.keys("Shift+A");
    assert_eq!(hand.says(), "[person|Ada] met [person|Ada], Bob and [person|Ada]");
    hand.keys("Ctrl+Z");
    assert_eq!(hand.says(), "Ada met Ada, Bob and Ada");
}

#[test]
fn what_was_rejected_is_proposed_again_when_asked_for() {
    let mut hand = hand("Ada met Bob", "person", &["Ada"]);
    hand.keys("n x");
    hand.until("nothing is left", |hand| hand.proposed().is_empty());
    hand.command("Propose again what was rejected");
    hand.until("it is proposed again", |hand| hand.proposed() == ["Ada:person"]);
    assert!(hand.sees("1 rejected place may be proposed again"));
}

#[test]
fn a_rule_is_made_on_the_page_of_its_tag() {
    let mut hand = Hand::new("Ada met Bob");
    hand.keys("Ctrl+5");
    hand.click("person");
    hand.click("New rule…");
    hand.fill("Name", "Names");
    hand.click_as(Role::MultilineTextInput, "Words, one a line");
    hand.types("Ada");
    hand.keys("Enter");
    hand.types("Bob");
    hand.click("Add the rule");
    assert_eq!(hand.project().codebook.rules.len(), 1);
    assert!(hand.sees_words("2 words"));
    hand.keys("Ctrl+1");
    hand.until("both are proposed", |hand| hand.proposed() == ["Ada:person", "Bob:person"]);
}
