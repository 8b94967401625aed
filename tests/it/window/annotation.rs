//! More than a tag: attributes, flags, labels of the article, relations and fragments, by keys and pointer.

use super::hand::{Hand, desk_of};
use crate::notation::{set_of, whole_project};
use egui::Modifiers;
use egui::accesskit::Role;
use glossator::model::{
    Attribute, AttributeId, AttributeKind, Choice, Clause, Direction, LayerId, Number, Project, SetState, TagId,
};
use std::sync::Arc;

/// A project with relations, tags of articles and attributes, opened by Ana.
fn hand(notation: &str, change: impl Fn(&mut Project)) -> Hand {
    let mut project = whole_project(notation);
    change(&mut project);
    let desk = desk_of(&project);
    Hand::known(&desk);
    Hand::on(desk)
}

fn attribute(id: &str, layer: Option<&str>, kind: AttributeKind) -> Attribute {
    Attribute::new(AttributeId::new(id).unwrap(), layer.map(|layer| LayerId::new(layer).unwrap()), kind)
}

fn stance() -> Attribute {
    let choices = ["for", "against"].map(|id| Choice { id: id.into(), name: id.to_owned() });
    let claims = Clause::Tagged([TagId::new("claim").unwrap()].into());
    Attribute {
        required: true,
        when: vec![claims],
        ..attribute("stance", Some("entity"), AttributeKind::Choice(choices.to_vec()))
    }
}

fn with_attributes(project: &mut Project) {
    let number = AttributeKind::Number { least: Number::new(0.0), most: Number::new(100.0) };
    Arc::make_mut(&mut project.codebook).attributes =
        vec![stance(), attribute("why", Some("entity"), AttributeKind::Text), attribute("share", None, number)];
}

fn with_keys(project: &mut Project) {
    let codebook = Arc::make_mut(&mut project.codebook);
    for (tag, key) in [("says", 'r'), ("knows", 'k'), ("politics", 'o')] {
        Arc::make_mut(codebook.tags.get_mut(&TagId::new(tag).unwrap()).unwrap()).key = Some(key);
    }
}

#[test]
fn attributes_are_chosen_beside_the_article() {
    let mut hand = hand("[claim|It rains], Ada said.", with_attributes);
    hand.keys("Tab");
    assert!(hand.sees("stance is needed"));
    hand.click("stance: against");
    assert_eq!(hand.says(), "[claim stance=against|It rains], Ada said.");
    assert!(!hand.sees("stance is needed"));
    hand.click("stance: against");
    assert_eq!(hand.says(), "[claim|It rains], Ada said.", "once more takes it away");
    hand.keys("Ctrl+Z");
    assert_eq!(hand.says(), "[claim stance=against|It rains], Ada said.");
}

#[test]
fn the_key_e_goes_to_the_attributes_and_tab_through_them() {
    let mut hand = hand("[claim|It rains], Ada said.", with_attributes);
    hand.keys("Tab e Space");
    assert_eq!(hand.says(), "[claim stance=for|It rains], Ada said.");
    hand.keys("Tab Tab");
    hand.types("clouds");
    hand.keys("Enter");
    assert_eq!(hand.says(), "[claim stance=for why=clouds|It rains], Ada said.");
}

#[test]
fn esc_goes_back_from_the_attributes_to_the_span_before_it_lets_go_of_it() {
    let mut hand = hand("[claim|It rains], Ada said.", with_attributes);
    hand.keys("Tab e Space Escape");
    assert_eq!(hand.focused(), ["It rains:claim"]);
    hand.keys("Escape");
    assert!(hand.focused().is_empty());
}

#[test]
fn what_is_typed_and_cannot_be_a_value_is_told_and_not_kept() {
    let mut hand = hand("Ada wrote.", with_attributes);
    hand.click_as(Role::TextInput, "share");
    hand.types("101");
    assert!(hand.sees("A number from 0 to 100"));
    hand.keys("Enter");
    assert_eq!(hand.says(), "Ada wrote.");
    hand.click_as(Role::TextInput, "share");
    hand.types("12,5");
    hand.keys("Enter");
    assert_eq!(hand.says(), "Ada wrote. {share=12.5}");
}

#[test]
fn spans_are_flagged_and_given_a_confidence() {
    let mut hand = hand("[person|Ada] wrote.", |_| ());
    hand.keys("Tab f");
    assert_eq!(hand.says(), "[person !|Ada] wrote.");
    hand.click("Confidence: 75 %");
    assert_eq!(hand.says(), "[person ! 75%|Ada] wrote.");
    hand.keys("f");
    assert_eq!(hand.says(), "[person 75%|Ada] wrote.");
}

#[test]
fn the_article_is_tagged_by_its_chip_and_by_its_key() {
    let mut hand = hand("Ada wrote.", with_keys);
    hand.keys("o");
    assert_eq!(hand.says(), "Ada wrote. {#politics}");
    hand.click("topic: sports");
    assert_eq!(hand.says(), "Ada wrote. {#politics} {#sports}");
    hand.keys("d Space");
    assert_eq!(hand.says(), "Ada wrote. {#sports}", "d goes to the first label");
}

#[test]
fn two_spans_are_linked_by_keys() {
    let mut hand = hand("[person|Ada] met [place|York] and [person|Ben].", with_keys);
    hand.keys("Tab r Tab Enter");
    assert_eq!(hand.says(), "[1:person|Ada]1 met [2:place|York]2 and [person|Ben]. {1 -says-> 2}");
    hand.keys("Ctrl+Home Tab Ctrl+R Tab Tab Enter 2");
    let both = "[1:person|Ada]1 met [2:place|York]2 and [3:person|Ben]3. {1 -knows-> 3} {1 -says-> 2}";
    assert_eq!(hand.says(), both);
    hand.keys("Ctrl+Z Ctrl+Home Tab Ctrl+R Escape Tab Enter Escape");
    assert_eq!(hand.says(), "[1:person|Ada]1 met [2:place|York]2 and [person|Ben]. {1 -says-> 2}", "Esc lets go of it");
}

#[test]
fn two_spans_are_linked_by_dragging_the_handle() {
    let mut hand = hand("[person|Ada] met somebody at [place|York].", |project| {
        let codebook = Arc::make_mut(&mut project.codebook);
        codebook.order.retain(|id| id.as_str() != "knows");
        codebook.tags.remove(&TagId::new("knows").unwrap());
    });
    hand.keys("Tab");
    let ada = hand.rect("Ada");
    let handle = egui::pos2(ada.right() + 8.0, ada.top());
    let york = hand.rect("York").center();
    hand.drag(handle, york, Modifiers::NONE);
    assert_eq!(hand.says(), "[1:person|Ada]1 met somebody at [2:place|York]2. {1 -says-> 2}");
}

#[test]
fn a_relation_is_looked_at_and_removed() {
    let mut hand = hand("[1:person|Ada]1 met [2:person|Ben]2. {1 -says-> 2}", |_| ());
    hand.keys("Tab");
    hand.click("says: Ben");
    assert!(hand.sees("From: Ada") && hand.sees("To: Ben"));
    hand.click("Remove the relation");
    assert_eq!(hand.says(), "[person|Ada] met [person|Ben].");
}

#[test]
fn a_chains_key_joins_the_last_mention() {
    let mut hand = hand("[person|Ada] wrote. [person|She] read. [person|She] slept.", |project| {
        with_keys(project);
        let codebook = Arc::make_mut(&mut project.codebook);
        Arc::make_mut(codebook.tags.get_mut(&TagId::new("knows").unwrap()).unwrap()).ends.direction = Direction::Chain;
    });
    hand.keys("Tab Tab k Tab k");
    let chained = "[1:person|Ada]1 wrote. [2:person|She]2 read. [3:person|She]3 slept. {1 -knows-> 2} {2 -knows-> 3}";
    assert_eq!(hand.says(), chained);
}

#[test]
fn a_span_gets_another_fragment_by_ctrl_and_a_drag() {
    let mut hand = hand("[claim|It] never rains here.", |_| ());
    hand.keys("Tab");
    hand.drag(hand.letter("rains", 0), hand.letter("rains", 4), Modifiers::COMMAND);
    assert_eq!(hand.says(), "[1:claim|It]1 never [+1|rains]1 here.");
    hand.keys("Ctrl+Z");
    assert_eq!(hand.says(), "[claim|It] never rains here.");
}

#[test]
fn a_span_gets_another_fragment_by_keys() {
    let mut hand = hand("[claim|It] never rains here.", |_| ());
    hand.keys("Tab Right Right Shift+Right Shift+Enter");
    assert_eq!(hand.says(), "[1:claim|It]1 never [+1|rains]1 here.");
}

#[test]
fn a_place_is_marked_by_alt_and_a_click() {
    let mut hand = hand("Ada wrote.", |project| {
        Arc::make_mut(&mut project.codebook).layers[0].zero_width = true;
    });
    hand.click_at(hand.before("wrote", 0), 1, Modifiers::ALT);
    hand.keys("3");
    assert_eq!(hand.says(), "Ada [title|]wrote.");
}

#[test]
fn an_article_is_finished_with_nothing_to_mark() {
    let mut hand = hand("Ada wrote.", |_| ());
    hand.click("Nothing to mark here");
    assert_eq!(hand.project().state(&set_of("ana")), SetState::Nothing);
    assert!(hand.sees("Finished, and there is nothing to mark"));
    hand.click("Reopen");
    assert_eq!(hand.project().state(&set_of("ana")), SetState::InProgress);
}

#[test]
fn a_tag_of_whole_sentences_takes_in_the_sentence() {
    let mut hand = hand("Ada wrote a letter. Ben read.", |project| {
        Arc::make_mut(&mut project.codebook).layers[0].granularity = glossator::text::Granularity::Sentence;
    });
    hand.keys("Ctrl+Home Shift+Right 1");
    assert_eq!(hand.says(), "[person|Ada wrote a letter.] Ben read.");
}

#[test]
fn notes_are_answered_and_settled() {
    let mut hand = hand("[person|Ada] wrote.", |_| ());
    hand.keys("Tab m");
    hand.types("Who is it?");
    hand.keys("Ctrl+Enter");
    hand.click("Reply");
    hand.types("Ada Lovelace");
    hand.keys("Ctrl+Enter");
    assert!(hand.sees("Who is it?") && hand.sees("Ada Lovelace"));
    hand.activate("Resolve");
    assert!(hand.sees_words("resolved it"));
    hand.activate("Reopen");
    assert!(hand.sees("Resolve"));
}

#[test]
fn a_layer_and_an_attribute_are_made_in_the_codebook() {
    let mut hand = hand("Ada wrote.", |_| ());
    hand.keys("Ctrl+5");
    hand.click("New layer…");
    hand.fill("Name", "Speech");
    hand.click("Add");
    assert_eq!(hand.project().codebook.layers.last().unwrap().name, "Speech");
    hand.click("New attribute…");
    hand.fill("Name", "Mood");
    hand.click("Yes or no");
    hand.click("Add");
    let made = hand.project().codebook.attributes.last().unwrap().clone();
    assert_eq!((made.id.as_str(), made.kind), ("mood", AttributeKind::YesNo));
    hand.click("Mood Yes or no");
    hand.click("Change the attribute…");
    hand.fill("Name", "Temper");
    hand.click("Keep");
    assert_eq!(hand.project().codebook.attributes.last().unwrap().name, "Temper");
    hand.click("Remove the attribute");
    assert!(hand.project().codebook.attributes.is_empty());
}
