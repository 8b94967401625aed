//! Spans that lie on each other, and lists of spans.

use super::hand::Hand;

const LETTER: &str = "[person|Ada] wrote from [place|London] to [title|[person|Mr] Babbage]";
/// Seven spans over one word: four lanes are drawn, three are counted.
const STACK: &str = "said [a|the [b|great [c|old [d|[e|[f|[g|siege]]]] of]] it] then";

#[test]
fn all_spans_of_the_article_are_in_a_list() {
    let mut hand = Hand::new(LETTER);
    hand.keys("Ctrl+j");
    assert!(hand.sees("Spans of the article: 4 spans"));
    for row in ["person: Ada", "place: London", "title: Mr Babbage", "person: Mr"] {
        assert!(hand.all(row).len() == 2, "{row} is on the page and in the list");
    }
    hand.keys("Down Enter");
    assert_eq!(hand.focused(), ["London:place"]);
    assert!(hand.window().overlay.is_none());
    hand.keys("Ctrl+j");
    hand.keys("Enter");
    assert_eq!(hand.focused(), ["London:place"], "it begins at the focused span");
    hand.keys("Ctrl+j End Enter");
    assert_eq!(hand.focused(), ["Mr:person"]);
    hand.keys("Ctrl+j Home Esc");
    assert!(hand.window().overlay.is_none(), "Esc closes it");
    assert_eq!(hand.focused(), ["Mr:person"], "and takes nothing else back");
}

#[test]
fn a_list_without_spans_says_how_to_make_one() {
    let mut hand = Hand::new("Ada wrote");
    hand.keys("Ctrl+j");
    assert!(hand.sees("No spans yet. Double-click a word, then press 1."));
}

#[test]
fn the_spans_at_the_caret_are_listed_from_the_innermost() {
    let mut hand = Hand::new(LETTER);
    hand.keys("Tab Tab Tab .");
    assert!(hand.sees("Spans here: 2 spans"));
    hand.keys("Home Enter");
    assert_eq!(hand.focused(), ["Mr:person"]);
    hand.keys(". Down Enter");
    assert_eq!(hand.focused(), ["Mr Babbage:title"]);
    let mut plain = Hand::new("Ada wrote to [person|Mr] Babbage");
    plain.keys("Ctrl+Home .");
    assert!(plain.sees("No span lies at the caret"));
}

#[test]
fn more_spans_than_there_are_lanes_become_a_count_that_opens() {
    let mut hand = Hand::new(STACK);
    assert!(hand.sees("3 more spans"), "{:?}", hand.labels());
    hand.click("3 more spans");
    assert!(hand.sees("Spans here: 3 spans"));
    hand.keys("Enter");
    let focused = hand.focused();
    assert_eq!(focused.len(), 1);
    assert!(focused[0].contains("siege"), "{focused:?}");
}
