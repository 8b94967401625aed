//! The codebook as a document: guidance where it stands and beside the article, examples, revisions, the page.

use super::hand::{Hand, desk_of};
use crate::notation::corpus;
use egui::accesskit::Role;
use egui_kittest::kittest::{By, Queryable as _};
use glossator::model::{Project, SetState, Tag, TagId};
use std::sync::Arc;

const LETTERS: &[(&str, &[&str])] = &[
    (
        "first",
        &["@ana [person|Ada] wrote. Then [person|Babbage] slept.", "@ben [person|Ada] wrote. Then Babbage slept."],
    ),
    ("second", &["@ana [place|London] calls"]),
];

fn person(hand: &Hand) -> Tag {
    hand.project().codebook.tag(&TagId::new("person").unwrap()).unwrap().clone()
}

/// The letters, in which *person* says what it means.
fn guided() -> Project {
    let mut project = corpus(LETTERS);
    let tags = &mut Arc::make_mut(&mut project.codebook).tags;
    let tag = Arc::make_mut(tags.get_mut(&TagId::new("person").unwrap()).unwrap());
    tag.guide = "A **human** being\n\n- named\n".to_owned();
    tag.not_when = "A pronoun".to_owned();
    project
}

impl Hand {
    /// The page of a tag in the codebook.
    #[track_caller]
    fn at_tag(&mut self, row: &str) {
        self.keys("Ctrl+5");
        self.until("the tags are counted", |hand| hand.sees(row));
        self.click(row);
    }

    #[track_caller]
    fn writes(&mut self, field: &str, text: &str) {
        let found = self.harness.query_all(By::new().role(Role::MultilineTextInput).label(field)).next();
        found.expect("a field of that name").click();
        self.harness.step();
        self.types(text);
    }
}

#[test]
fn guidance_is_written_where_it_stands() {
    let mut hand = Hand::with(LETTERS);
    hand.at_tag("person, 3");
    hand.click("Say what it means");
    hand.types("A **human** being");
    hand.keys("Ctrl+Enter");
    assert!(hand.sees("A human being"), "as it is meant");
    assert_eq!(person(&hand).guide, "A **human** being");
    assert_eq!(hand.seat().own_set().unwrap().head.state, SetState::InProgress, "the key finishes no article");
    hand.click("Change what it means");
    hand.types("!");
    hand.click("Cancel");
    assert_eq!(person(&hand).guide, "A **human** being");
    hand.click("Say when not");
    hand.types("Titles");
    hand.click("Keep");
    assert_eq!(person(&hand).not_when, "Titles");
    hand.click("Revisions 2");
    assert!(hand.sees_words("Change the definition of person") && hand.sees_words("Change when not to use person"));
    hand.keys("Ctrl+z Ctrl+z");
    assert_eq!((person(&hand).guide.as_str(), person(&hand).not_when.as_str()), ("", ""));
}

#[test]
fn spans_made_before_a_definition_are_gone_through() {
    let mut hand = Hand::with(LETTERS);
    hand.at_tag("person, 3");
    hand.click("Say what it means");
    hand.types("A human being");
    hand.click("Keep");
    hand.until("they are found", |hand| hand.sees("3 spans were made before what this tag means was changed."));
    hand.click("Go through them");
    assert_eq!(hand.focused(), ["Ada:person"]);
    assert!(hand.sees_words("made before its definition: 1 of 3 spans"));
    assert!(hand.sees("Marked before what the tag means was changed"));
    hand.activate("Still right, next");
    assert_eq!(hand.focused(), ["Babbage:person"], "it goes on by itself");
    hand.at_tag("person, 3");
    hand.until("they are found", |hand| hand.sees("2 spans were made before what this tag means was changed."));
    hand.activate("Mine is still right");
    hand.until("they are found", |hand| hand.sees("1 span was made before what this tag means was changed."));
    let others = hand.labels().into_iter().find(|label| label.contains("[Ada]") && label.contains("ben"));
    hand.activate(&others.expect("Ben's span in its context"));
    assert_eq!(hand.focused(), ["Ada:person"]);
    assert_eq!(hand.seat().others.as_ref().map(|id| id.as_str()), Some("ben"), "whose it is");
    assert!(!hand.sees("Still right"), "only Ben can say so");
    hand.keys("Ctrl+z");
    hand.at_tag("person, 3");
    hand.until("they are found", |hand| hand.sees("2 spans were made before what this tag means was changed."));
}

#[test]
fn a_corrected_wording_leaves_what_is_marked_alone() {
    let mut hand = Hand::on(desk_of(&guided()));
    hand.at_tag("person, 3");
    hand.click("Change when not to use it");
    hand.types("s");
    hand.click("Only the wording: what is marked is right as it is");
    hand.click("Keep");
    assert_eq!((person(&hand).not_when.as_str(), person(&hand).revised), ("A pronouns", None));
}

#[test]
fn a_focused_span_becomes_an_example_by_its_key() {
    let mut hand = Hand::with(LETTERS);
    hand.keys("b");
    assert!(hand.sees("Focus the span that shows its tag first"));
    hand.keys("Tab Tab b");
    let example = person(&hand).examples[0].clone();
    assert_eq!((example.text.as_str(), example.is_positive), ("Then Babbage slept.", true));
    assert!(hand.sees_words("Add an example of person: “Babbage”"));
    hand.keys("b");
    assert!(hand.sees("Person already has this example"));
    hand.at_tag("person, 3");
    assert!(hand.sees("Then Babbage slept."));
    hand.click("Show the source");
    assert_eq!(hand.focused(), ["Babbage:person"]);
    hand.at_tag("person, 3");
    hand.click("Remove the example");
    assert_eq!(person(&hand).examples, []);
    hand.keys("Ctrl+z");
    assert_eq!(person(&hand).examples, [example]);
    hand.keys("Ctrl+z");
    assert_eq!(person(&hand).examples, []);
}

#[test]
fn an_example_that_holds_no_more_says_so() {
    let mut hand = Hand::with(LETTERS);
    hand.keys("Tab Tab b 2");
    hand.at_tag("person, 2");
    assert!(hand.sees("It does not hold any more: nobody tags it so by now"));
}

#[test]
fn words_become_a_counterexample_of_the_tag_they_are_taken_for() {
    let mut hand = Hand::with(LETTERS);
    hand.keys("Tab Shift+b");
    assert!(hand.sees("Use as a counterexample") && hand.sees("Of the tag: place"), "another than it has");
    hand.writes("Why", "She lives");
    hand.click("Use it");
    let place = hand.project().codebook.tag(&TagId::new("place").unwrap()).unwrap().clone();
    let said = place.examples.iter().map(|it| (it.text.as_str(), it.is_positive, it.why.as_str()));
    assert_eq!(said.collect::<Vec<_>>(), [("Ada wrote.", false, "She lives")]);
    hand.at_tag("place, 1");
    assert!(hand.sees("Counterexamples") && hand.sees("She lives"));
    hand.click("Change the example");
    hand.writes("Why", "!");
    hand.keys("Ctrl+Enter");
    assert!(hand.sees("She lives!"));
}

#[test]
fn guidance_stands_beside_the_article_until_it_is_folded() {
    let mut hand = Hand::on(desk_of(&guided()));
    assert!(!hand.sees("Guidance"));
    hand.keys("Tab");
    assert!(hand.sees("A human being") && hand.sees("A pronoun"));
    hand.activate("Fold the guidance");
    assert!(hand.sees("Guidance") && !hand.sees("A human being"));
    let mut hand = hand.reopened();
    hand.keys("Tab");
    assert!(hand.sees("Guidance") && !hand.sees("A human being"), "it stays so");
    hand.command("Fold the guidance");
    assert!(hand.sees("A human being"));
    hand.activate("Show the tag in the codebook");
    assert!(hand.sees("What it means"));
    hand.keys("Ctrl+1 Esc Esc 1");
    assert_eq!(hand.armed(), Some("person"));
    assert!(hand.sees("A human being"), "that of the armed tag");
}

#[test]
fn the_codebook_is_saved_as_a_page() {
    let mut hand = Hand::on(desk_of(&guided()));
    hand.keys("Ctrl+5");
    let file = hand.desk.file("codebook.html");
    hand.click("Save as a page…");
    hand.give_path(&file);
    assert!(hand.sees_words("The codebook was written to"));
    let page = std::fs::read_to_string(&file).unwrap();
    assert!(page.starts_with("<!DOCTYPE html>") && page.contains("<strong>human</strong>"));
}
