//! The codebook place, the tags at the right, and codebook files.

use super::hand::{Hand, desk_of};
use crate::notation::corpus;
use egui::accesskit::Role;
use egui::{Modifiers, vec2};
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use glossator::model::{Tag, TagColor};
use glossator::store;

const LETTERS: &[(&str, &[&str])] = &[
    ("first", &["@ana [person|Ada] wrote to [person|Babbage]", "@ben [person|Ada] wrote to Babbage"]),
    ("second", &["@ana [place|London] calls"]),
];

impl Hand {
    /// The tags in their order, each with what it stands under: `person`, `title<person`.
    fn tree(&self) -> Vec<String> {
        let codebook = &self.project().codebook;
        let written = |tag: &Tag| match tag.parent.as_ref().and_then(|id| codebook.tag(id)) {
            Some(parent) => format!("{}<{}", tag.name, parent.name),
            None => tag.name.clone(),
        };
        codebook.tree().into_iter().map(|(tag, _)| written(tag)).collect()
    }

    fn tag(&self, name: &str) -> Tag {
        self.project().codebook.named(name).expect("a tag of that name").clone()
    }

    /// The codebook place, with the tags counted.
    #[track_caller]
    fn in_codebook(documents: &[(&str, &[&str])]) -> Self {
        let mut hand = Self::with(documents);
        hand.keys("Ctrl+5");
        hand.until("the tags are counted", |hand| !hand.seat().figures.is_stale());
        hand
    }
}

#[test]
fn a_tag_is_added_with_its_first_free_key() {
    let mut hand = Hand::in_codebook(LETTERS);
    hand.click("New tag…");
    hand.types("Quantity");
    let key = hand.get_as(Role::TextInput, "Key").value();
    assert_eq!(key.as_deref(), Some("4"), "1, 2 and 3 are taken");
    hand.keys("Enter");
    assert_eq!(hand.tree(), ["person", "place", "title", "claim", "Quantity"]);
    assert_eq!(hand.tag("Quantity").key, Some('4'));
    hand.keys("Ctrl+1 Ctrl+Home Shift+Right 4");
    assert_eq!(hand.focused(), ["Ada:quantity"]);
    hand.keys("Ctrl+z Ctrl+z");
    assert_eq!(hand.tree(), ["person", "place", "title", "claim"]);
}

#[test]
fn a_tag_is_renamed_recolored_and_described() {
    let mut hand = Hand::in_codebook(LETTERS);
    hand.click("person, 3");
    hand.click("Change the tag…");
    hand.fill("Name", "Human");
    hand.fill("Short name", "hum");
    hand.fill("Other names, for finding it", "people, folk");
    let colors = hand.harness.query_all_by_label_contains("Color 6, ").count();
    assert_eq!(colors, 1);
    hand.harness.get_by_label_contains("Color 6, ").click();
    hand.harness.step();
    hand.click("Keep");
    let tag = hand.tag("Human");
    assert_eq!((tag.id.as_str(), tag.color, tag.short_name().as_str()), ("person", TagColor::Slot(5), "hum"));
    assert_eq!(tag.aliases, ["people", "folk", "person"], "who knows its old name finds it");
    assert!(hand.sees("Human, 3") && hand.sees("people, folk, person"));
    // An alias finds it in the palette.
    hand.keys("Ctrl+1 Ctrl+Home Alt+Shift+Right / 'folk' Enter");
    assert_eq!(hand.focused(), ["A:person"]);
}

#[test]
fn what_another_name_or_color_would_change_is_told_before_it_does() {
    let mut hand = Hand::in_codebook(LETTERS);
    hand.click("person, 3");
    hand.click("Change the tag…");
    hand.fill("Other names, for finding it", "folk");
    assert!(!hand.sees("What would change"), "that shows nothing otherwise");
    hand.fill("Name", "Human");
    hand.until("the plan is there", |hand| hand.sees("3 spans of 2 annotators in 1 article would be shown so"));
    let rows = hand.labels().into_iter().filter(|label| label.contains("[Ada]")).count();
    assert_eq!(rows, 2, "Ana's and Ben's");
    hand.fill("Name", "person");
    assert!(!hand.sees("What would change"));
    hand.harness.get_by_label_contains("Color 6, ").click();
    hand.until("the plan is there", |hand| hand.sees("3 spans of 2 annotators in 1 article would be shown so"));
    hand.keys("Escape");
    assert_eq!(hand.tree(), ["person", "place", "title", "claim"]);
}

#[test]
fn a_tag_is_changed_and_refactored_from_the_palette() {
    let mut hand = Hand::with(LETTERS);
    hand.keys("Ctrl+1 Ctrl+Home Tab");
    hand.keys("Ctrl+p 'refactor' Enter");
    assert!(hand.sees("Refactor the tag person"), "the focused span's");
    hand.keys("Escape Escape Ctrl+5");
    hand.click("place, 1");
    hand.keys("Ctrl+p 'changetag' Enter");
    assert_eq!(hand.get_as(Role::TextInput, "Name").value().as_deref(), Some("place"), "the one whose page is shown");
}

#[test]
fn a_key_that_is_taken_is_refused_with_words() {
    let mut hand = Hand::in_codebook(LETTERS);
    hand.click("place, 1");
    hand.click("Change the tag…");
    hand.fill("Key", "1");
    hand.click("Keep");
    assert!(hand.sees("The key belongs to person"));
    hand.fill("Key", "q");
    hand.click("Keep");
    assert!(hand.sees("The key q is a command"));
    hand.fill("Key", "12");
    hand.click("Keep");
    assert!(hand.sees("A key is one digit or letter"));
    assert_eq!(hand.tag("place").key, Some('2'));
    hand.fill("Key", "P");
    hand.click("Keep");
    assert_eq!(hand.tag("place").key, Some('p'));
}

#[test]
fn a_name_that_is_taken_is_refused_with_words() {
    let mut hand = Hand::in_codebook(LETTERS);
    hand.keys("Ctrl+t 'person' Enter");
    assert!(hand.sees_words("There is already a tag named “person” at this place"));
    assert_eq!(hand.tree().len(), 4);
}

#[test]
fn tags_are_nested_and_reordered_by_menu() {
    let mut hand = Hand::in_codebook(LETTERS);
    hand.open_menu("title");
    hand.click_as(Role::MenuItem, "Move up");
    assert_eq!(hand.tree(), ["person", "title", "place", "claim"]);
    hand.open_menu("person, 3");
    hand.click_as(Role::MenuItem, "Move down");
    assert_eq!(hand.tree(), ["title", "person", "place", "claim"]);
    hand.open_menu("person, 3");
    hand.click_as(Role::MenuItem, "New tag under it…");
    hand.types("Minister");
    hand.keys("Enter");
    assert_eq!(hand.tree(), ["title", "person", "Minister<person", "place", "claim"]);
    hand.click("claim");
    hand.click("Change the tag…");
    hand.click("Stands under: Nothing");
    hand.click_as(Role::MenuItem, "person");
    hand.click("Keep");
    assert_eq!(hand.tree(), ["title", "person", "claim<person", "Minister<person", "place"]);
    hand.keys("Ctrl+z Ctrl+z Ctrl+z Ctrl+z");
    assert_eq!(hand.tree(), ["person", "place", "title", "claim"]);
}

#[test]
fn the_first_and_the_last_tag_stay_where_they_are() {
    let mut hand = Hand::in_codebook(LETTERS);
    hand.open_menu("person, 3");
    hand.click_as(Role::MenuItem, "Move up");
    hand.open_menu("claim");
    hand.click_as(Role::MenuItem, "Move down");
    assert_eq!(hand.tree(), ["person", "place", "title", "claim"]);
}

#[test]
fn tags_are_nested_and_reordered_by_drag() {
    let mut hand = Hand::in_codebook(LETTERS);
    let (from, onto) = (hand.get("title").rect(), hand.get("person, 3").rect());
    hand.drag(from.center(), onto.center(), Modifiers::NONE);
    assert_eq!(hand.tree(), ["person", "title<person", "place", "claim"]);
    let (from, onto) = (hand.get("claim").rect(), hand.get("person, 3").rect());
    hand.drag(from.center(), onto.center_top() + vec2(0.0, 2.0), Modifiers::NONE);
    assert_eq!(hand.tree(), ["claim", "person", "title<person", "place"]);
    let (from, onto) = (hand.get("claim").rect(), hand.get("place, 1").rect());
    hand.drag(from.center(), onto.center_bottom() - vec2(0.0, 2.0), Modifiers::NONE);
    assert_eq!(hand.tree(), ["person", "title<person", "place", "claim"]);
}

#[test]
fn a_tag_dropped_below_another_stays_beside_it_when_that_has_tags_under_it() {
    let mut hand = Hand::in_codebook(LETTERS);
    let (from, onto) = (hand.get("title").rect(), hand.get("person, 3").rect());
    hand.drag(from.center(), onto.center(), Modifiers::NONE);
    let (from, onto) = (hand.get("claim").rect(), hand.get("person, 3").rect());
    hand.drag(from.center(), onto.center_bottom() - vec2(0.0, 2.0), Modifiers::NONE);
    assert_eq!(hand.tree(), ["person", "title<person", "claim", "place"]);
}

#[test]
fn the_panel_at_the_right_can_be_rearranged_too() {
    let mut hand = Hand::with(LETTERS);
    let (from, onto) = (hand.get("claim").rect(), hand.get("title").rect());
    hand.drag(from.center(), onto.center(), Modifiers::NONE);
    assert_eq!(hand.tree(), ["person", "place", "title", "claim<title"]);
    hand.open_menu("title");
    hand.click_as(Role::MenuItem, "Change the tag…");
    hand.fill("Name", "Rank");
    hand.keys("Enter");
    assert_eq!(hand.tree(), ["person", "place", "Rank", "claim<Rank"]);
}

#[test]
fn a_tag_that_nothing_carries_goes_at_once() {
    let mut hand = Hand::in_codebook(LETTERS);
    hand.open_menu("claim");
    hand.click_as(Role::MenuItem, "Remove the tag…");
    assert_eq!(hand.tree(), ["person", "place", "title"]);
    hand.click("Undo");
    assert_eq!(hand.tree(), ["person", "place", "title", "claim"]);
}

#[test]
fn a_tag_in_use_asks_and_its_spans_get_another_in_one_step() {
    let mut hand = Hand::in_codebook(LETTERS);
    hand.open_menu("person, 3");
    hand.click_as(Role::MenuItem, "Remove the tag…");
    assert!(hand.sees("Refactor the tag person"));
    // The dialog grows when it has looked.
    hand.until("the plan is there", |hand| hand.sees("3 spans of 2 annotators in 1 article would change"));
    hand.click("Merge");
    hand.click("Its annotations become: Choose a tag");
    hand.click_as(Role::MenuItem, "claim");
    hand.until("the plan is there", |hand| hand.sees("3 spans of 2 annotators in 1 article would change"));
    assert!(hand.sees_words("[Ada] wrote to Babbage"), "each stands in its context");
    hand.activate_as(Role::Button, "Merge");
    assert_eq!(hand.tree(), ["place", "title", "claim"]);
    assert_eq!(hand.says(), "[claim|Ada] wrote to [claim|Babbage]");
    hand.keys("Ctrl+z");
    assert_eq!(hand.tree(), ["person", "place", "title", "claim"]);
    assert_eq!(hand.says(), "[person|Ada] wrote to [person|Babbage]");
}

#[test]
fn a_tag_in_use_goes_with_its_spans_when_asked_to() {
    let mut hand = Hand::in_codebook(LETTERS);
    hand.open_menu("person, 3");
    hand.click_as(Role::MenuItem, "Remove the tag…");
    hand.until("the plan is there", |hand| hand.sees("3 spans of 2 annotators in 1 article would change"));
    hand.keys("Enter");
    assert_eq!(hand.tree().len(), 4, "Enter alone destroys nothing");
    hand.activate_as(Role::Button, "Remove");
    assert_eq!((hand.tree().len(), hand.says().as_str()), (3, "Ada wrote to Babbage"));
    hand.keys("Ctrl+z");
    assert_eq!((hand.tree().len(), hand.says().as_str()), (4, "[person|Ada] wrote to [person|Babbage]"));
}

#[test]
fn a_codebook_goes_out_and_in_as_one_file() {
    let mut hand = Hand::in_codebook(LETTERS);
    let file = hand.desk.file("shared.ron");
    hand.click("Export…");
    hand.give_path(&file);
    assert!(hand.sees_words("The codebook was written to"));
    let (_, codebook) = store::read_codebook(&file).unwrap();
    assert_eq!(codebook, *hand.project().codebook);

    let mut other = corpus(&[("letter", &["Ada wrote"])]);
    other.codebook = Default::default();
    let mut hand = Hand::on(desk_of(&other));
    hand.keys("Ctrl+5");
    assert!(hand.sees("The codebook is empty. Add a tag, or import a codebook file."));
    let here = hand.desk.file("shared.ron");
    store::write_codebook(&here, "Letters", &codebook).unwrap();
    hand.click("Import…");
    hand.give_path(&here);
    assert_eq!(hand.tree(), ["person", "place", "title", "claim"]);
    hand.click("Undo");
    assert_eq!(hand.tree(), [""; 0]);
}

#[test]
fn a_codebook_of_research_is_looked_at_first_and_goes_out_again() {
    let mut hand = Hand::in_codebook(LETTERS);
    let file = hand.desk.file("topics.qdc");
    let code = "<Code guid=\"2\" name=\"Economy\" isCodable=\"true\" color=\"#ffff00\"/>";
    let codes = format!("<Code guid=\"1\" name=\"Topics\" isCodable=\"true\">{code}</Code>");
    let qdc = format!("<CodeBook xmlns=\"urn:QDA-XML:codebook:1.0\"><Codes>{codes}</Codes></CodeBook>");
    std::fs::write(&file, qdc).unwrap();
    hand.click("Import…");
    hand.give_path(&file);
    hand.until("what was found is shown", |hand| hand.sees_words("2 new tags"));
    assert!(hand.sees_words("only in the codebook"));
    hand.keys("Enter");
    hand.until("they are there", |hand| hand.project().codebook.order.len() == 6);
    assert!(hand.sees_words("2 tags added to the codebook"));
    let economy = hand.project().codebook.named("Economy").unwrap().clone();
    assert_eq!((economy.parent.unwrap().as_str(), economy.color), ("Topics", TagColor::Seed([255, 255, 0])));
    let out = hand.desk.file("out.qdc");
    hand.click("Export…");
    hand.give_path(&out);
    assert!(hand.sees_words("The codebook was written to"));
    assert!(std::fs::read_to_string(&out).unwrap().contains("name=\"Economy\" isCodable=\"true\" color=\"#ffff00\""));
    hand.keys("Ctrl+z");
    assert_eq!(hand.project().codebook.order.len(), 4, "it was one step");
}

#[test]
fn a_codebook_file_that_is_none_is_refused_with_words() {
    let mut hand = Hand::in_codebook(LETTERS);
    let file = hand.desk.file("notes.ron");
    std::fs::write(&file, "just words").unwrap();
    hand.click("Import…");
    hand.give_path(&file);
    assert!(hand.sees_words("notes.ron"));
    assert_eq!(hand.tree().len(), 4);
}

#[test]
fn guidance_is_shown_in_the_codebook() {
    let mut hand = Hand::in_codebook(LETTERS);
    hand.click("title");
    assert!(hand.sees_words("No guidance yet"));
    hand.click("Change the tag…");
    let mut fields = hand.harness.query_all(By::new().role(Role::MultilineTextInput));
    let field = fields.next().expect("a field of several lines");
    assert_eq!(field.accesskit_node().label().as_deref(), Some("What it means"));
    field.click();
    drop(fields);
    hand.harness.step();
    hand.types("For ranks and offices");
    hand.click("Keep");
    assert!(hand.sees("For ranks and offices"));
}

#[test]
fn a_tag_is_split_by_an_expression_and_by_what_is_ticked() {
    let mut hand = Hand::with(&[("a", &["@ana [person|Ada] met [person|Ben] and [person|Bea]."])]);
    hand.keys("Ctrl+5");
    hand.open_menu("person, 3");
    hand.click_as(Role::MenuItem, "Merge, split or turn into a value…");
    hand.click("Split");
    hand.fill("Name of the new tag", "Guest");
    hand.until("the plan is there", |hand| hand.sees("3 spans of 1 annotator in 1 article would change"));
    hand.fill("Those in whose words this expression is found", "^B(");
    assert!(hand.sees("Character 3: this group is not closed"));
    hand.fill("Those in whose words this expression is found", "^B");
    hand.until("the plan is there", |hand| hand.sees("2 spans of 1 annotator in 1 article would change"));
    let row = hand.labels().into_iter().find(|label| label.contains("[Bea]")).unwrap();
    hand.activate(&row);
    assert!(hand.sees("1 span of 1 annotator in 1 article would change"));
    hand.activate_as(Role::Button, "Split");
    assert_eq!(hand.says(), "[person|Ada] met [guest|Ben] and [person|Bea].");
    hand.keys("Ctrl+z");
    assert_eq!(hand.says(), "[person|Ada] met [person|Ben] and [person|Bea].");
    assert_eq!(hand.tree(), ["person", "place", "title", "claim"], "one step");
}

#[test]
fn a_tag_becomes_a_value_of_another_ones_attribute() {
    let mut project = crate::notation::whole_project("[claim|It rains], said [person|Ada].");
    let id = glossator::model::AttributeId::new("kind").unwrap();
    let layer = Some(glossator::model::LayerId::new("entity").unwrap());
    let choices = ["stated", "denied"].map(|id| glossator::model::Choice { id: id.into(), name: id.to_owned() });
    let kind = glossator::model::AttributeKind::Choice(choices.to_vec());
    std::sync::Arc::make_mut(&mut project.codebook).attributes =
        vec![glossator::model::Attribute::new(id, layer, kind)];
    let mut hand = Hand::on(desk_of(&project));
    hand.keys("Ctrl+5");
    hand.open_menu("claim, 1");
    hand.click_as(Role::MenuItem, "Merge, split or turn into a value…");
    hand.click("Into a value");
    hand.click("Its annotations become: Choose a tag");
    hand.click_as(Role::MenuItem, "title");
    hand.click("kind: stated");
    hand.until("the plan is there", |hand| hand.sees("1 span of 1 annotator in 1 article would change"));
    hand.activate_as(Role::Button, "Turn into a value");
    assert_eq!(hand.says(), "[title kind=stated|It rains], said [person|Ada].");
    assert!(hand.project().codebook.tag(&glossator::model::TagId::new("claim").unwrap()).is_none());
}
