//! Labeling by pointer.

use super::hand::{Hand, desk_of};
use crate::notation::{corpus, tag};
use egui::{Modifiers, Pos2, vec2};
use std::sync::Arc;

const SHIFT: Modifiers = Modifiers::SHIFT;
const ALT: Modifiers = Modifiers::ALT;
const CTRL: Modifiers = Modifiers { command: true, ..Modifiers::CTRL };

#[test]
fn clicks_select_word_sentence_and_paragraph() {
    let text = "One is here. Two met Lavrov. Three.\nAnother paragraph.";
    for (times, selected) in [
        (2, "One is here. Two met «Lavrov». Three.\nAnother paragraph."),
        (3, "One is here. «Two met Lavrov.» Three.\nAnother paragraph."),
        (4, "«One is here. Two met Lavrov. Three.»\nAnother paragraph."),
    ] {
        let mut hand = Hand::new(text);
        let at = hand.rect("Lavrov").center();
        hand.click_at(at, times, Modifiers::NONE);
        assert_eq!(hand.selects(), selected, "{times} clicks");
        assert!(hand.has_palette());
    }
}

#[test]
fn a_double_click_on_a_tagged_word_selects_it() {
    let mut hand = Hand::new("[claim|Two met Lavrov] there");
    let at = hand.rect("Lavrov").center();
    hand.click_at(at, 2, Modifiers::NONE);
    hand.keys("1");
    assert_eq!(hand.says(), "[claim|Two met [person|Lavrov]] there");
}

#[test]
fn a_drag_snaps_to_words_and_alt_drags_exactly() {
    let mut hand = Hand::new("met Staffan de Mistura, twice");
    let (from, to) = (hand.letter("Staffan", 2), hand.letter("Mistura", 3));
    hand.drag(from, to, Modifiers::NONE);
    assert_eq!(hand.selects(), "met «Staffan de Mistura», twice");
    hand.keys("1 Esc");
    let (from, to) = (hand.before("Mistura", 1), hand.before("Mistura", 4));
    hand.drag(from, to, ALT);
    hand.keys("2");
    assert_eq!(hand.says(), "met [person|Staffan de M[place|ist]ura], twice");
}

#[test]
fn shift_and_a_click_extend_the_selection() {
    let mut hand = Hand::new("met Staffan de Mistura twice");
    let at = hand.rect("Staffan").center();
    hand.click_at(at, 2, Modifiers::NONE);
    hand.wait(0.5);
    let at = hand.letter("Mistura", 3);
    hand.click_at(at, 1, SHIFT);
    assert_eq!(hand.selects(), "met «Staffan de Mistura» twice");
    assert!(hand.has_palette());
}

#[test]
fn an_armed_tag_waits_for_the_end_of_the_clicks() {
    let mut hand = Hand::new("One is here. Two met Lavrov.");
    hand.keys("1");
    let at = hand.rect("Lavrov").center();
    hand.click_at(at, 3, Modifiers::NONE);
    hand.wait(0.6);
    assert_eq!(hand.says(), "One is here. [person|Two met Lavrov.]", "the largest unit wins, once");
    assert_eq!(hand.seat().workspace.n_undoable(), 1);
}

#[test]
fn a_click_focuses_and_later_clicks_walk_the_stack() {
    let mut hand = Hand::new("[claim|the [person|Ada [title|Countess]] wrote] a letter");
    let at = hand.rect("Countess").center();
    let mut walked = Vec::new();
    for _ in 0..4 {
        hand.click_at(at, 1, Modifiers::NONE);
        walked.extend(hand.focused());
        hand.wait(0.6);
    }
    let inner_to_outer =
        ["Countess:title", "Ada Countess:person", "the Ada Countess wrote:claim", "Countess:title"].map(str::to_owned);
    assert_eq!(walked, inner_to_outer);
}

#[test]
fn a_click_beside_the_text_lets_go() {
    let mut hand = Hand::new("[person|Ada] wrote");
    let at = hand.rect("Ada").center();
    hand.click_at(at, 1, Modifiers::NONE);
    assert_eq!(hand.focused(), ["Ada:person"]);
    hand.click_at(at + vec2(0.0, 300.0), 1, Modifiers::NONE);
    assert_eq!(hand.focused(), [""; 0]);
}

#[test]
fn ctrl_and_clicks_retag_several_in_one_step() {
    let mut hand = Hand::new("[person|Ada] wrote to [person|Babbage] today");
    for name in ["Ada", "Babbage"] {
        let at = hand.rect(name).center();
        hand.click_at(at, 1, CTRL);
    }
    assert_eq!(hand.focused().len(), 2);
    assert!(hand.sees("2 spans"));
    hand.keys("2");
    assert_eq!(hand.says(), "[place|Ada] wrote to [place|Babbage] today");
    hand.keys("Ctrl+z");
    assert_eq!(hand.says(), "[person|Ada] wrote to [person|Babbage] today");
    assert!(hand.sees("Undone: Retag 2 spans as place"));
}

#[test]
fn ctrl_and_a_click_take_one_out_again_and_del_removes_the_rest() {
    let mut hand = Hand::new("[person|Ada] wrote to [person|Babbage] and [person|Byron]");
    for name in ["Ada", "Babbage", "Byron", "Babbage"] {
        let at = hand.rect(name).center();
        hand.click_at(at, 1, CTRL);
    }
    hand.click("Remove them");
    assert_eq!(hand.says(), "Ada wrote to [person|Babbage] and Byron");
}

/// The left or right edge of some words.
fn edge(hand: &Hand, words: &str, right: bool) -> Pos2 {
    let rect = hand.rect(words);
    if right { rect.right_center() } else { rect.left_center() }
}

#[test]
fn an_edge_of_the_focused_span_can_be_dragged() {
    let mut hand = Hand::new("the [person|Ada] Lovelace wrote");
    let at = hand.rect("Ada").center();
    hand.click_at(at, 1, Modifiers::NONE);
    hand.wait(0.6);
    let (from, to) = (edge(&hand, "Ada", true), hand.letter("Lovelace", 4));
    hand.drag(from, to, Modifiers::NONE);
    assert_eq!(hand.says(), "the [person|Ada Lovelace] wrote");
    let (from, to) = (edge(&hand, "Ada", false), hand.letter("the", 0));
    hand.drag(from, to, Modifiers::NONE);
    assert_eq!(hand.says(), "[person|the Ada Lovelace] wrote");
    let (from, to) = (edge(&hand, "Lovelace", true), hand.before("Lovelace", 4));
    hand.drag(from, to, ALT);
    assert_eq!(hand.says(), "[person|the Ada Love]lace wrote");
    hand.keys("2");
    assert_eq!(hand.says(), "[place|the Ada Love]lace wrote", "it is still focused");
}

#[test]
fn a_row_of_the_palette_can_be_clicked() {
    let mut hand = Hand::new("Ada wrote");
    let at = hand.rect("Ada").center();
    hand.click_at(at, 2, Modifiers::NONE);
    let mut rows = hand.all("claim");
    rows.sort_by(|a, b| a.left().total_cmp(&b.left()));
    assert_eq!(rows.len(), 2, "in the palette and in the panel at the right");
    assert!(!rows[0].intersects(hand.rect("Ada")), "the palette does not cover the words");
    hand.click_at(rows[0].center(), 1, Modifiers::NONE);
    assert_eq!(hand.says(), "[claim|Ada] wrote");
}

#[test]
fn a_click_elsewhere_closes_the_palette() {
    let mut hand = Hand::new("Ada wrote to Babbage, and then again to Byron");
    let at = hand.rect("Ada").center();
    hand.click_at(at, 2, Modifiers::NONE);
    hand.wait(0.6);
    let at = hand.rect("Byron").center();
    hand.click_at(at, 1, Modifiers::NONE);
    assert!(!hand.has_palette());
    assert_eq!(hand.says(), "Ada wrote to Babbage, and then again to Byron");
}

#[test]
fn a_chip_of_the_panel_arms_tags_and_retags() {
    let mut hand = Hand::new("Ada wrote to Babbage");
    hand.click("place");
    assert_eq!(hand.armed(), Some("place"));
    hand.wait(0.6);
    hand.click("place, armed");
    assert_eq!(hand.armed(), None);
    hand.wait(0.6);
    let at = hand.rect("Ada").center();
    hand.click_at(at, 2, Modifiers::NONE);
    hand.keys("Esc");
    hand.click("place");
    assert_eq!(hand.says(), "[place|Ada] wrote to Babbage");
    hand.until("the panel has counted", |hand| hand.sees("place, 1"));
    hand.click("title");
    assert_eq!(hand.says(), "[title|Ada] wrote to Babbage");
}

#[test]
fn the_menu_of_a_word_opens_the_palette() {
    let mut hand = Hand::new("Ada wrote to Babbage");
    let at = hand.rect("Babbage").center();
    hand.click_secondary_at(at);
    assert_eq!((hand.has_palette(), hand.selects().as_str()), (true, "Ada wrote to «Babbage»"));
    hand.keys("'place' Enter");
    assert_eq!(hand.says(), "Ada wrote to [place|Babbage]");
}

#[test]
fn the_palette_shows_as_many_tags_as_it_has_room_for() {
    let mut project = corpus(&[("letter", &["Ada wrote"])]);
    for n in 0..30 {
        let tag = tag(&format!("tag-{n:02}"), None);
        let codebook = Arc::make_mut(&mut project.codebook);
        codebook.order.push(tag.id.clone());
        codebook.tags.insert(tag.id.clone(), tag.into());
    }
    let mut hand = Hand::on(desk_of(&project));
    let at = hand.rect("Ada").center();
    hand.click_at(at, 2, Modifiers::NONE);
    hand.wait(0.3);
    // The list is 252 points high, and a row with the gap below it 28 at the most.
    for row in ["person", "claim", "tag-00", "tag-03"] {
        let mut all = hand.all(row);
        all.sort_by(|a, b| a.left().total_cmp(&b.left()));
        let seen = hand.layer_at(all[0].center());
        assert!(seen.is_some_and(|layer| layer.order == egui::Order::Foreground), "{row} is in sight in the palette");
    }
}
