//! The list of relations: who said what about whom, in the article, in the list and in the project.

use super::hand::{Hand, desk_of};
use crate::notation::{corpus, whole_project};
use egui::accesskit::Role;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};
use glossator::model::Project;

const AID: (&str, &[&str]) = ("aid", &["@ana [1:person|Zoe]1 said [2:claim|aid came]2. {1 -says-> 2}"]);
const TRUCE: (&str, &[&str]) = (
    "truce",
    &[
        "@ana [1:person|Ada]1 told [2:person|Ben]2 [3:claim|it holds]3. {1 -says-> 3} {1 -knows-> 2}",
        "@ben [1:person|Ada]1 told Ben [2:claim stance=for|it holds]2. {1 -says-> 2}",
    ],
);

/// Titled as their texts: “Ada told Ben it holds.” stands before “Zoe said aid came.”
fn letters() -> Project {
    let mut project = corpus(&[AID, TRUCE]);
    project.codebook = whole_project("").codebook;
    project
}

fn hand(project: &Project) -> Hand {
    let desk = desk_of(project);
    Hand::known(&desk);
    let mut hand = Hand::on(desk);
    hand.keys("Ctrl+Shift+R");
    hand.gathered();
    hand
}

impl Hand {
    #[track_caller]
    fn gathered(&mut self) {
        self.until("the relations are there", |hand| !hand.seat().relations.is_stale());
    }

    /// The relations of the list from the top; the title of the article with most of them is left out.
    fn relations(&self) -> Vec<String> {
        let rows = self.harness.query_all(By::new().role(Role::Button));
        let mut rows: Vec<(f32, String)> = rows
            .filter_map(|node| Some((node.rect().top(), node.accesskit_node().label()?)))
            .filter(|(_, label)| label.ends_with('.') && [" says ", " knows "].iter().any(|tag| label.contains(tag)))
            .map(|(top, label)| (top, label.trim_end_matches(", Ada told Ben it holds.").to_owned()))
            .collect();
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        rows.into_iter().map(|(_, row)| row).collect()
    }
}

const OF_AID: &str = "Zoe says aid came, ana, Zoe said aid came.";

#[test]
fn they_are_listed_for_the_article_the_list_and_the_project() {
    let mut hand = hand(&letters());
    assert_eq!(hand.document(), "aid");
    assert_eq!(hand.relations(), [OF_AID]);
    hand.click("The project");
    hand.gathered();
    let by_place = ["Ada knows Ben, ana", "Ada says it holds, ana", "Ada says it holds, ben", OF_AID];
    assert_eq!(hand.relations(), by_place);
    assert!(hand.sees("4 relations in 2 articles"));
    hand.click("The list");
    hand.keys("Ctrl+l 'zoe'");
    hand.gathered();
    assert_eq!(hand.relations(), [OF_AID]);
}

#[test]
fn they_are_narrowed_by_tag_and_annotator_and_ordered_by_either_end() {
    let mut hand = hand(&letters());
    hand.click("The project");
    hand.click("Order by To");
    hand.gathered();
    let by_end = [OF_AID, "Ada knows Ben, ana", "Ada says it holds, ana", "Ada says it holds, ben"];
    assert_eq!(hand.relations(), by_end);
    hand.click("Which relations: All relations");
    hand.click_as(Role::MenuItem, "says");
    hand.click("Whose relations: Everybody");
    hand.click_as(Role::MenuItem, "ben");
    hand.gathered();
    assert_eq!(hand.relations(), ["Ada says it holds, ben"]);
}

#[test]
fn a_click_or_enter_opens_the_article_at_one() {
    let mut hand = hand(&letters());
    hand.click("The project");
    hand.gathered();
    hand.click("Ada says it holds, ben, Ada told Ben it holds.");
    assert_eq!(hand.document(), "truce");
    assert_eq!(hand.focused(), ["Ada:person"]);
    assert_eq!(hand.seat().others.as_ref().map(|id| id.as_str()), Some("ben"), "another's stands beside one's own");
    assert!(hand.sees("From: Ada") && hand.sees("To: it holds"));
    hand.keys("Ctrl+Shift+R");
    hand.gathered();
    hand.keys("End Enter");
    assert_eq!(hand.document(), "aid");
    assert!(hand.sees("From: Zoe") && hand.sees("To: aid came"));
}

#[test]
fn they_follow_what_is_done() {
    let mut hand = hand(&whole_project("[person|Ada] met [person|Ben]."));
    assert!(hand.sees_words("No relations here yet."));
    hand.click("Go to the article");
    hand.keys("Ctrl+Home Tab Ctrl+R Tab Enter 2 Ctrl+Shift+R");
    hand.gathered();
    assert_eq!(hand.relations(), ["Ada knows Ben, ANA, Ada met Ben."]);
    hand.keys("Ctrl+Z");
    hand.gathered();
    assert!(hand.relations().is_empty() && hand.sees_words("No relations here yet."));
}

#[test]
fn without_relations_in_the_codebook_it_says_what_to_add() {
    let mut hand = Hand::new("[person|Ada] wrote.");
    assert!(!hand.sees("Relations"), "a codebook without relations has no such place at the top");
    hand.keys("Ctrl+Shift+R");
    hand.gathered();
    assert!(hand.sees_words("The codebook has no relations yet."));
    hand.click("New layer…");
    assert!(hand.sees("New layer"));
}

#[test]
fn only_rows_in_view_are_drawn() {
    const N: usize = 400;
    let spans: Vec<String> = (0..N).map(|n| format!("[{n}:person|Ada]{n} slept.")).collect();
    let links: Vec<String> = (1..N).map(|n| format!(" {{{} -knows-> {n}}}", n - 1)).collect();
    let hand = hand(&whole_project(&format!("{}{}", spans.join(" "), links.concat())));
    assert!(hand.sees("399 relations in 1 article"));
    assert!(hand.relations().len() < 40, "{} rows", hand.relations().len());
}
