//! Tags that stand back on the page: hidden, dimmed, shown again.

use super::hand::Hand;
use egui::accesskit::Role;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use glossator::model::TagId;
use std::sync::Arc;

const LETTER: &str = "[person|Ada] wrote from [place|London] to [title|[person|Mr] Babbage]";

impl Hand {
    /// The spans that a screen reader finds on the page.
    fn spans(&self) -> Vec<String> {
        let tags = ["person: ", "place: ", "title: "];
        let is_span = |label: &String| tags.iter().any(|tag| label.starts_with(tag));
        let buttons = self.harness.query_all(By::new().role(Role::Button));
        buttons.filter_map(|node| node.accesskit_node().label()).filter(is_span).collect()
    }

    #[track_caller]
    fn choose(&mut self, tag: &str, entry: &str) {
        let row = self.labels().into_iter().find(|label| label == tag || label.starts_with(&format!("{tag}, ")));
        self.open_menu(&row.expect("the tag's row"));
        self.click_as(Role::MenuItem, entry);
    }
}

#[test]
fn a_hidden_tag_is_not_drawn_and_says_so() {
    let mut hand = Hand::new(LETTER);
    assert_eq!(hand.spans(), ["person: Ada", "place: London", "title: Mr Babbage", "person: Mr"]);
    hand.choose("person", "Hide on the page");
    assert_eq!(hand.spans(), ["place: London", "title: Mr Babbage"]);
    assert!(hand.sees_words("person, 2, hidden") && hand.sees("1 tag hidden"));
    assert_eq!(hand.says(), LETTER, "it is a matter of view alone");
    hand.click("1 tag hidden");
    assert_eq!(hand.spans().len(), 4);
    assert!(!hand.sees_words("hidden"));
}

#[test]
fn tab_walks_past_what_is_hidden() {
    let mut hand = Hand::new(LETTER);
    hand.choose("person", "Hide on the page");
    hand.keys("Ctrl+Home Tab");
    assert_eq!(hand.focused(), ["London:place"]);
    hand.keys("Tab");
    assert_eq!(hand.focused(), ["Mr Babbage:title"]);
    hand.keys("Tab");
    assert_eq!(hand.focused(), ["Mr Babbage:title"], "there is no other");
    hand.keys("Shift+Tab Shift+Tab");
    assert_eq!(hand.focused(), ["London:place"]);
}

#[test]
fn a_dimmed_tag_is_still_there_and_is_said_to_be_dimmed() {
    let mut hand = Hand::new(LETTER);
    hand.choose("place", "Dim on the page");
    assert!(hand.sees_words("place, 1, dimmed") && !hand.sees_words("tag hidden"));
    assert_eq!(hand.spans().len(), 4);
    hand.choose("place", "Show");
    assert!(!hand.sees_words("dimmed"));
}

#[test]
fn one_tag_can_be_shown_alone() {
    let mut hand = Hand::new(LETTER);
    hand.choose("place", "Show only this tag");
    assert_eq!(hand.spans(), ["place: London"]);
    assert!(hand.sees("3 tags hidden"), "person, title and claim");
    hand.keys("Ctrl+Shift+h");
    assert_eq!(hand.spans().len(), 4);
}

#[test]
fn what_is_said_of_a_tag_goes_for_those_under_it() {
    let desk = crate::desk::Desk::empty();
    let mut project = crate::notation::project(LETTER, glossator::model::Overlap::Any);
    let codebook = Arc::make_mut(&mut project.codebook);
    let title = codebook.tags.get_mut(&TagId::new("title").unwrap()).unwrap();
    Arc::make_mut(title).parent = Some(TagId::new("person").unwrap());
    glossator::store::create(&desk.path(), &project).unwrap();
    let mut hand = Hand::on(desk);
    hand.choose("person", "Hide on the page");
    assert_eq!(hand.spans(), ["place: London"]);
    assert!(hand.sees("2 tags hidden"));
    hand.choose("title", "Show");
    assert_eq!(hand.spans(), ["place: London", "title: Mr Babbage"]);
}

#[test]
fn the_focused_span_s_tag_is_hidden_by_a_key() {
    let mut hand = Hand::new(LETTER);
    hand.keys("Ctrl+h");
    assert!(hand.sees_words("Focus a span first"));
    hand.keys("Tab Ctrl+h");
    assert_eq!(hand.spans(), ["place: London", "title: Mr Babbage"]);
    assert_eq!(hand.focused(), [""; 0], "what is hidden cannot be focused");
    hand.command("Show all tags");
    hand.keys("Tab");
    hand.command("Show only the focused span's tag");
    assert_eq!(hand.spans(), ["person: Ada", "person: Mr"]);
}

#[test]
fn what_somebody_marks_is_seen() {
    let mut hand = Hand::new("«Ada» wrote");
    hand.choose("person", "Hide on the page");
    hand.keys("1");
    assert_eq!(hand.spans(), ["person: Ada"]);
    assert!(!hand.sees_words("tag hidden"));
}

#[test]
fn which_tags_are_seen_is_remembered_and_is_not_in_the_project() {
    let mut hand = Hand::new(LETTER);
    let files = hand.desk.files();
    hand.choose("person", "Hide on the page");
    hand.choose("place", "Dim on the page");
    let mut hand = hand.reopened();
    hand.until("the tags are counted", |hand| hand.sees_words("place, 1, dimmed"));
    assert_eq!(hand.spans(), ["place: London", "title: Mr Babbage"]);
    assert_eq!(hand.desk.files(), files);
}
