//! Labeling by keys alone.

use super::hand::Hand;
use egui::{Event, Key, Modifiers, OutputCommand};

/// A one-document project, something selected in it, keys, and what Ana says then.
#[track_caller]
fn check_keys(before: &str, keys: &str, after: &str) {
    let mut hand = Hand::new(before);
    hand.keys(keys);
    assert_eq!(hand.says(), after, "{before} then {keys}");
}

/// Keys, and what is selected then; `|` is a caret.
#[track_caller]
fn check_caret(before: &str, keys: &str, after: &str) {
    let mut hand = Hand::new(before);
    hand.keys(keys);
    assert_eq!(hand.selects(), after, "{before} then {keys}");
}

#[test]
fn a_tag_key_tags_the_selection() {
    check_keys("«Ada» wrote to Babbage", "1", "[person|Ada] wrote to Babbage");
}

#[test]
fn a_tag_key_retags_the_focused_span() {
    check_keys("[person|Ada] wrote to Babbage", "Tab 2", "[place|Ada] wrote to Babbage");
    // What was just tagged is focused, so that the next key corrects it.
    check_keys("«Ada» wrote to Babbage", "1 2", "[place|Ada] wrote to Babbage");
}

#[test]
fn shift_and_a_tag_key_add_beside_what_is_there() {
    check_keys("[person|Ada] wrote", "Tab Shift+2", "[person|[place|Ada]] wrote");
    check_keys("«Ada» wrote", "1 Shift+3 Shift+2", "[person|[place|[title|Ada]]] wrote");
}

#[test]
fn del_removes_the_focused_span() {
    check_keys("[person|Ada] wrote to [person|Babbage]", "Tab Del", "Ada wrote to [person|Babbage]");
    check_keys("[person|Ada] wrote to [person|Babbage]", "Tab Tab Backspace", "[person|Ada] wrote to Babbage");
    check_keys("[person|Ada] «wrote»", "Del", "[person|Ada] wrote");
}

#[test]
fn a_digit_goes_by_its_place_on_the_keyboard() {
    let mut hand = Hand::new("«Ada» wrote");
    // On a French keyboard the key of 2 types é.
    hand.press_as(Key::Quote, Some(Key::Num2), Modifiers::NONE, false);
    hand.settle();
    assert_eq!(hand.says(), "[place|Ada] wrote");
}

#[test]
fn holding_a_key_down_does_it_once() {
    let mut hand = Hand::new("«Ada» wrote to Babbage");
    hand.press_as(Key::Num1, Some(Key::Num1), Modifiers::NONE, false);
    for _ in 0..5 {
        hand.press_as(Key::Num1, Some(Key::Num1), Modifiers::NONE, true);
    }
    hand.settle();
    assert_eq!((hand.says().as_str(), hand.armed()), ("[person|Ada] wrote to Babbage", None));
    hand.release(Key::Num1);
    hand.keys("Esc");
    hand.press_as(Key::Num1, Some(Key::Num1), Modifiers::NONE, false);
    for _ in 0..6 {
        hand.press_as(Key::Num1, Some(Key::Num1), Modifiers::NONE, true);
    }
    hand.settle();
    assert_eq!(hand.armed(), Some("person"), "repeat neither arms nor disarms");
    hand.press_as(Key::G, Some(Key::G), Modifiers::NONE, false);
    hand.press_as(Key::G, Some(Key::G), Modifiers::NONE, true);
    hand.settle();
    assert!(hand.seat().exact);
}

#[test]
fn q_repeats_the_tag_used_last() {
    check_keys("«Ada» wrote to Babbage", "2 Right Shift+Right q", "[place|Ada] wrote [place|to] Babbage");
    let mut hand = Hand::new("«Ada» wrote");
    hand.keys("q");
    assert_eq!(hand.says(), "Ada wrote");
    assert!(hand.sees_words("No tag has been used yet"));
}

#[test]
fn v_makes_a_tag_of_the_words() {
    let mut hand = Hand::new("The «free army» fought");
    hand.keys("v");
    assert_eq!(hand.says(), "The [free-army|free army] fought");
    let made = hand.project().codebook.named("free army").expect("a tag of that name");
    assert_eq!(made.name, "free army");
    hand.keys("Ctrl+z");
    assert_eq!(hand.says(), "The free army fought");
    assert!(hand.project().codebook.named("free army").is_none(), "tag and span are one step");
}

#[test]
fn v_takes_the_tag_that_has_the_name_already() {
    let mut hand = Hand::new("a «person» wrote");
    let n_tags = hand.project().codebook.order.len();
    hand.keys("v");
    assert_eq!(hand.says(), "a [person|person] wrote");
    assert_eq!(hand.project().codebook.order.len(), n_tags);
}

#[test]
fn brackets_take_hold_of_an_edge() {
    check_keys("the [person|Ada] Lovelace wrote", "Tab ] Right Enter", "the [person|Ada Lovelace] wrote");
    check_keys("the [person|Ada] Lovelace wrote", "Tab [ Left Enter", "[person|the Ada] Lovelace wrote");
    check_keys("the [person|Ada] Lovelace wrote", "Tab ] Alt+Left Enter", "the [person|Ad]a Lovelace wrote");
    check_keys("the [person|Ada] Lovelace wrote", "Tab ] Right Esc", "the [person|Ada] Lovelace wrote");
    // An edge never passes the other one.
    check_keys("the [person|Ada] wrote", "Tab ] Left Left Left Enter", "the [person|Ada] wrote");
}

#[test]
fn a_resized_span_stays_focused() {
    check_keys("the [person|Ada] Lovelace wrote", "Tab ] Right Enter 2", "the [place|Ada Lovelace] wrote");
    check_keys("the [person|Ada] Lovelace wrote", "Tab ] Right Enter Del", "the Ada Lovelace wrote");
}

#[test]
fn esc_restores_a_held_edge_and_the_span_stays_focused() {
    check_keys("the [person|Ada] Lovelace wrote", "Tab ] Right Esc 2", "the [place|Ada] Lovelace wrote");
}

#[test]
fn tab_walks_the_spans() {
    let mut hand = Hand::new("[person|Ada] wrote to [title|Mr] [person|[place|Babbage]] again");
    let mut walked = Vec::new();
    for _ in 0..4 {
        hand.keys("Tab");
        walked.extend(hand.focused());
    }
    assert_eq!((walked[0].as_str(), walked[1].as_str()), ("Ada:person", "Mr:title"));
    let mut both = walked[2..].to_vec();
    both.sort();
    assert_eq!(both, ["Babbage:person", "Babbage:place"]);
    hand.keys("Shift+Tab Shift+Tab");
    assert_eq!(hand.focused(), ["Mr:title"]);
}

#[test]
fn s_selects_the_sentence() {
    check_caret("One is here. «Two» is there. Three.", "Right s", "One is here. «Two is there.» Three.");
    check_keys("One is here. «Two» is there.", "s 2", "One is here. [place|Two is there.]");
}

#[test]
fn arrows_move_by_word_and_with_alt_by_character() {
    check_caret("Ada wrote letters", "Right", "Ada| wrote letters");
    check_caret("Ada wrote letters", "Alt+Right", "A|da wrote letters");
    check_caret("«Ada» wrote", "Right", "Ada| wrote");
    check_caret("«Ada» wrote", "Left", "|Ada wrote");
    check_caret("One\nTwo\nThree", "Ctrl+Down", "One\n|Two\nThree");
    check_caret("One two", "End", "One two|");
    check_caret("One two\nThree", "Ctrl+End", "One two\nThree|");
}

#[test]
fn shift_extends() {
    check_caret("Ada wrote letters", "Shift+Right", "«Ada» wrote letters");
    check_caret("Ada wrote letters", "Alt+Shift+Right", "«A»da wrote letters");
    check_caret("Ada wrote letters", "Ctrl+End Shift+Home", "«Ada wrote letters»");
    check_keys("Ada wrote letters", "Shift+Right 1", "[person|Ada] wrote letters");
    check_caret("Ada wrote", "Ctrl+a", "«Ada wrote»");
}

#[test]
fn what_is_extended_by_word_has_no_outer_spaces() {
    check_caret("Ada wrote letters", "Right Shift+Right", "Ada «wrote» letters");
    check_caret("Ada wrote letters", "Right Shift+Right Shift+Right", "Ada «wrote letters»");
    check_caret("Ada wrote letters", "Ctrl+End Left Shift+Left", "Ada «wrote» letters");
    check_caret("Ada wrote letters", "Ctrl+End Left Shift+Left Shift+Left", "«Ada wrote» letters");
    check_caret("Ada, wrote", "Right Shift+Right", "Ada, «wrote»");
}

#[test]
fn g_lets_selections_be_exact() {
    let mut hand = Hand::new("Ada wrote letters");
    hand.keys("g");
    assert!(hand.sees("Exact characters"));
    let (from, to) = (hand.before("wrote", 1), hand.before("wrote", 3));
    hand.drag(from, to, Modifiers::NONE);
    assert_eq!(hand.selects(), "Ada w«ro»te letters");
    hand.keys("Esc g");
    assert!(!hand.sees("Exact characters"));
}

#[test]
fn enter_takes_the_first_of_the_palette() {
    let mut hand = Hand::new("Ada wrote to Babbage");
    let at = hand.rect("Babbage").center();
    hand.click_at(at, 2, Modifiers::NONE);
    assert!(hand.has_palette());
    hand.keys("Enter");
    assert_eq!(hand.says(), "Ada wrote to [person|Babbage]");
    assert!(!hand.has_palette());
    // Tags used last come first.
    hand.keys("2");
    let at = hand.rect("Ada").center();
    hand.click_at(at, 2, Modifiers::NONE);
    hand.keys("Enter");
    assert_eq!(hand.says(), "[place|Ada] wrote to [place|Babbage]");
}

#[test]
fn slash_finds_a_tag_by_its_letters() {
    check_keys("«Ada» wrote", "/ 'clai' Enter", "[claim|Ada] wrote");
    check_keys("«Ada» wrote", "/ Down Enter", "[place|Ada] wrote");
    check_keys("[person|Ada] wrote", "Tab / 'titl' Enter", "[title|Ada] wrote");
    // Digits are letters of a name there.
    check_keys("«Ada» wrote", "/ '1' Esc", "Ada wrote");
}

#[test]
fn a_name_that_is_not_there_becomes_a_tag() {
    check_keys("«Ada» wrote", "/ 'countess' Enter", "[countess|Ada] wrote");
}

#[test]
fn a_free_letter_narrows_the_open_palette() {
    let mut hand = Hand::new("Ada wrote to Babbage");
    let at = hand.rect("Babbage").center();
    hand.click_at(at, 2, Modifiers::NONE);
    hand.keys("c l");
    let filter = hand.seat().page.palette.as_ref().map(|palette| palette.filter.clone());
    assert_eq!(filter.as_deref(), Some("cl"));
    hand.keys("Enter");
    assert_eq!(hand.says(), "Ada wrote to [claim|Babbage]");
}

#[test]
fn esc_takes_back_one_thing_at_a_time() {
    let mut hand = Hand::new("Ada wrote to [place|Babbage]");
    hand.keys("1");
    assert_eq!(hand.armed(), Some("person"));
    hand.keys("Tab /");
    assert!(hand.has_palette());
    hand.keys("Esc");
    assert!(!hand.has_palette() && hand.armed().is_some() && !hand.focused().is_empty(), "the palette");
    hand.keys("] Left");
    assert!(hand.seat().page.held.is_some());
    hand.keys("Esc");
    assert!(hand.seat().page.held.is_none() && hand.armed().is_some(), "the edge");
    hand.keys("Esc");
    assert_eq!((hand.armed(), hand.focused().len()), (None, 1), "the armed tag");
    hand.keys("Esc");
    assert_eq!(hand.focused(), [""; 0], "the focused span");
    hand.keys("Ctrl+Home Shift+Right");
    assert_eq!(hand.selects(), "«Ada» wrote to Babbage");
    hand.keys("Esc");
    assert_eq!(hand.selects(), "Ada| wrote to Babbage");
    assert_eq!(hand.says(), "Ada wrote to [place|Babbage]");
}

#[test]
fn esc_leaves_the_selection_when_it_closes_the_palette() {
    let mut hand = Hand::new("Ada wrote to Babbage");
    let at = hand.rect("Babbage").center();
    hand.click_at(at, 2, Modifiers::NONE);
    hand.keys("Esc");
    assert_eq!((hand.has_palette(), hand.selects().as_str()), (false, "Ada wrote to «Babbage»"));
    hand.keys("/ 'cl' Esc");
    assert_eq!((hand.has_palette(), hand.selects().as_str()), (false, "Ada wrote to «Babbage»"));
    hand.keys("1");
    assert_eq!(hand.says(), "Ada wrote to [person|Babbage]");
}

#[test]
fn esc_in_a_field_leaves_the_article_as_it_is() {
    let mut hand = Hand::new("«Ada» wrote");
    hand.keys("Ctrl+l Esc");
    assert_eq!(hand.selects(), "«Ada» wrote");
    hand.keys("1");
    assert_eq!(hand.says(), "[person|Ada] wrote", "and the article has the keyboard again");
}

#[test]
fn a_tag_key_with_nothing_selected_arms_it() {
    let mut hand = Hand::new("Ada wrote to Babbage");
    hand.keys("1");
    assert_eq!(hand.armed(), Some("person"));
    assert!(hand.sees("Every selection becomes"));
    hand.keys("1");
    assert_eq!(hand.armed(), None);
    hand.keys("2 Esc");
    assert_eq!(hand.armed(), None);
    assert_eq!(hand.says(), "Ada wrote to Babbage");
}

#[test]
fn an_armed_tag_is_put_on_every_selection_until_its_key_comes_again() {
    let mut hand = Hand::new("Ada wrote to Babbage");
    hand.keys("1");
    for name in ["Ada", "Babbage"] {
        let (from, to) = (hand.letter(name, 0), hand.letter(name, name.len() - 1));
        hand.drag(from, to, Modifiers::NONE);
        assert!(!hand.has_palette());
    }
    assert_eq!(hand.says(), "[person|Ada] wrote to [person|Babbage]");
    hand.keys("1");
    assert_eq!(hand.armed(), None);
    assert_eq!(hand.says(), "[person|Ada] wrote to [person|Babbage]");
}

#[test]
fn what_is_typed_in_a_field_tags_nothing() {
    let mut hand = Hand::new("«Ada» wrote");
    hand.keys("Ctrl+l '12qv' Backspace Del");
    assert_eq!(hand.says(), "Ada wrote");
    assert_eq!(hand.seat().list.filter.text, "12q");
    hand.keys("Ctrl+z");
    assert!(hand.window().toasts.is_empty(), "undo in a field is the field's");
}

#[test]
fn the_same_tag_on_the_same_words_is_refused_with_words() {
    let mut hand = Hand::new("[person|«Ada»] wrote");
    hand.keys("1");
    assert_eq!(hand.says(), "[person|Ada] wrote");
    assert!(hand.sees_words("is already tagged person"));
}

#[test]
fn what_is_copied_is_the_text_as_it_is_stored() {
    let mut hand = Hand::new("He said «“naïve”\t🙂\u{2028}e\u{301} שלום» twice");
    hand.frame([Event::Copy]);
    let copied = hand.harness.output().platform_output.commands.clone();
    assert_eq!(copied, [OutputCommand::CopyText("“naïve”\t🙂\u{2028}e\u{301} שלום".to_owned())]);
    let mut focused = Hand::new("He met [person|Ada\u{a0}Lovelace] twice");
    focused.keys("Tab");
    focused.frame([Event::Copy]);
    let copied = focused.harness.output().platform_output.commands.clone();
    assert_eq!(copied, [OutputCommand::CopyText("Ada\u{a0}Lovelace".to_owned())]);
}
