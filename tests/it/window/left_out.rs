//! Parts of an article that are left out of the labeling: by keys, back again, told to screen readers, and in the shares.

use super::hand::{Hand, range};
use crate::notation::letter;
use egui::accesskit::Role;
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};

const LETTER: &str = "[person|Ada] wrote.\nRead more.\nBye.";

impl Hand {
    /// The parts of the open document that are left out.
    #[track_caller]
    fn left_out(&self) -> Vec<&str> {
        let document = self.project().document(&letter()).unwrap();
        document.excluded.iter().map(|part| document.text.slice(part)).collect()
    }

    /// What a screen reader is told of each paragraph besides its words.
    fn told(&self) -> Vec<Option<String>> {
        let paragraphs = self.harness.query_all(By::new().role(Role::Paragraph));
        paragraphs.map(|node| node.accesskit_node().description()).collect()
    }
}

#[test]
fn the_selection_is_left_out_and_taken_in_again() {
    let mut hand = Hand::new("[person|Ada] wrote. «Read more.»");
    hand.keys("Ctrl+Shift+l");
    assert_eq!(hand.left_out(), ["Read more."]);
    assert_eq!(hand.selects(), "Ada wrote. |Read more.");
    hand.select(range(11, 15));
    hand.keys("Ctrl+Shift+i");
    assert_eq!(hand.left_out(), [" more."]);
    hand.keys("Ctrl+z");
    assert_eq!(hand.left_out(), ["Read more."]);
    hand.keys("Ctrl+z");
    assert_eq!(hand.left_out(), Vec::<&str>::new());
    assert_eq!(hand.says(), "[person|Ada] wrote. Read more.");
}

#[test]
fn without_a_selection_it_is_the_paragraph_or_the_part_at_the_caret() {
    let mut hand = Hand::new(LETTER);
    hand.keys("Ctrl+Home Down Ctrl+Shift+l");
    assert_eq!(hand.left_out(), ["Read more.\n"]);
    assert_eq!(hand.told(), [None, Some("Left out".to_owned()), None]);
    assert!(hand.sees("1 part left out"));
    hand.keys("Ctrl+End Ctrl+Shift+l");
    assert_eq!(hand.left_out(), ["Read more.\nBye."], "what touches is one part");
    hand.keys("Ctrl+Shift+i");
    assert_eq!(hand.left_out(), Vec::<&str>::new());
    hand.keys("Ctrl+Shift+i");
    assert!(hand.sees_words("Nothing is left out here"));
    hand.select(range(0, 3));
    hand.keys("Ctrl+Shift+l");
    assert_eq!(hand.told(), [Some("Partly left out".to_owned()), None, None]);
    hand.command("Take the selection in again");
    assert_eq!(hand.left_out(), Vec::<&str>::new());
}

#[test]
fn shares_are_of_what_is_not_left_out_unless_one_asks() {
    // 26 characters, of which 15 are left when the second line is left out.
    let mut hand = Hand::new(LETTER);
    hand.keys("Ctrl+Home Down Ctrl+Shift+l Ctrl+4");
    let share = |hand: &Hand, share: &str| !hand.seat().figures.is_stale() && hand.sees(share);
    hand.until("the share of 15", |hand| share(hand, "20.0 %"));
    hand.click("Count left-out parts as text");
    hand.until("the share of 26", |hand| share(hand, "11.5 %"));
    hand.click("Count left-out parts as text");
    hand.until("the share of 15 again", |hand| share(hand, "20.0 %"));
    hand.keys("Ctrl+z");
    hand.until("nothing is left out", |hand| share(hand, "11.5 %"));
}
