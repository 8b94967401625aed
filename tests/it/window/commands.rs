//! The command palette, the keys, and what the window shows: colors, panels, focus.

use super::hand::Hand;
use egui::accesskit::Role;
use glossator::app::preferences::Colors;
use glossator::app::reader::Numbers;

#[test]
fn a_command_is_found_by_some_of_its_letters() {
    let mut hand = Hand::new("«Ada» wrote");
    hand.keys("Ctrl+p");
    assert!(hand.sees("All commands…") || hand.sees("Choose a tag…"));
    hand.types("newtagsel");
    hand.keys("Enter");
    assert_eq!(hand.says(), "[ada|Ada] wrote");
    hand.keys("Ctrl+p 'undo' Enter");
    assert_eq!(hand.says(), "Ada wrote");
}

#[test]
fn esc_and_the_same_key_close_the_command_palette() {
    let mut hand = Hand::new("«Ada» wrote");
    hand.keys("Ctrl+p Esc");
    assert!(hand.window().overlay.is_none());
    assert_eq!(hand.selects(), "«Ada» wrote", "one thing at a time");
    hand.keys("Ctrl+p Ctrl+p");
    assert!(hand.window().overlay.is_none());
    hand.keys("1");
    assert_eq!(hand.says(), "[person|Ada] wrote", "the article has the keyboard again");
}

#[test]
fn the_command_palette_finds_articles() {
    let mut hand = Hand::with(&[("first", &["Ada wrote"]), ("second", &["Zanzibar calls"])]);
    hand.command("zanzi");
    assert_eq!(hand.document(), "second");
}

#[test]
fn arrows_choose_in_the_command_palette() {
    let mut hand = Hand::new("Ada wrote");
    hand.keys("Ctrl+p 'theme' Down Enter");
    let first = hand.window().preferences.colors;
    hand.keys("Ctrl+p 'theme' Down Down Enter");
    assert_ne!(hand.window().preferences.colors, first);
}

#[test]
fn colors_are_chosen_and_kept() {
    let mut hand = Hand::new("Ada wrote");
    hand.command("Dark theme");
    assert_eq!(hand.window().preferences.colors, Colors::Dark);
    assert_eq!(hand.harness.ctx.theme(), egui::Theme::Dark);
    let mut hand = hand.reopened();
    assert_eq!(hand.window().preferences.colors, Colors::Dark);
    hand.command("Light theme");
    assert_eq!(hand.harness.ctx.theme(), egui::Theme::Light);
    hand.command("Theme as the system");
    assert_eq!(hand.window().preferences.colors, Colors::System);
}

#[test]
fn the_key_help_lists_keys_and_tags() {
    let mut hand = Hand::new("Ada wrote");
    hand.keys("F1");
    assert!(hand.sees("Keys that work here") && hand.sees("Repeat the last tag"));
    hand.fill("Filter keys", "sentence");
    assert!(hand.sees("Select the sentence") && !hand.sees("Repeat the last tag"));
    hand.keys("Esc ?");
    assert!(hand.sees("Repeat the last tag"));
    hand.click("Done");
    assert!(!hand.sees("Repeat the last tag"));
}

#[test]
fn a_key_is_moved_and_a_clash_is_refused_with_words() {
    let mut hand = Hand::new("«Ada» wrote");
    hand.keys("F1");
    hand.click_as(Role::MenuItem, "New tag from the selected words");
    assert!(hand.sees_words("Press the new key for"));
    hand.keys("Ctrl+z");
    assert!(hand.sees_words("Ctrl+Z already means “Undo”"));
    hand.keys("p");
    assert!(hand.sees_words("P is for tags"));
    hand.keys("Esc");
    assert!(hand.sees("Click a command to give it another key"), "Esc ends the question, not the help");
    hand.click_as(Role::MenuItem, "New tag from the selected words");
    hand.keys("F9");
    hand.click("Done");
    let mut hand = hand.reopened();
    hand.keys("Ctrl+Home Shift+Right v");
    assert_eq!(hand.says(), "Ada wrote", "the old key is free");
    hand.keys("F9");
    assert_eq!(hand.says(), "[ada|Ada] wrote");
}

#[test]
fn a_tag_gets_no_key_of_a_dialog() {
    let mut hand = Hand::new("«Ada» wrote");
    hand.keys("F2 1 2 Esc");
    assert_eq!(hand.says(), "Ada wrote");
    hand.keys("F1 1 Ctrl+z Esc");
    assert_eq!(hand.says(), "Ada wrote");
}

#[test]
fn folded_panels_stay_folded_over_restarts() {
    let mut hand = Hand::new("Ada wrote");
    assert!(hand.sees("Filter articles") && hand.sees("Tags"));
    hand.keys("Ctrl+b");
    assert!(!hand.sees("Filter articles") && hand.sees("Tags"));
    hand.keys("Ctrl+Shift+b");
    assert!(!hand.sees("Tags"));
    let mut hand = hand.reopened();
    assert!(!hand.sees("Filter articles") && !hand.sees("Tags"));
    hand.keys("Ctrl+l");
    assert!(hand.sees("Filter articles"), "what is asked for unfolds");
    hand.click("Fold the tags");
    assert!(hand.sees("Tags"));
}

#[test]
fn f11_leaves_the_article_alone() {
    let mut hand = Hand::new("«Ada» wrote");
    hand.keys("F11");
    assert!(!hand.sees("Filter articles") && !hand.sees("Tags") && !hand.sees("Saved"));
    hand.keys("1 Esc Esc");
    assert!(hand.sees("Filter articles"), "Esc leads out");
    assert_eq!(hand.says(), "[person|Ada] wrote");
}

#[test]
fn ctrl_and_digits_go_to_the_places() {
    let mut hand = Hand::new("[person|Ada] wrote");
    hand.keys("Ctrl+4");
    assert!(hand.sees("Save as CSV…"));
    hand.keys("Ctrl+5");
    assert!(hand.sees("Export…"));
    hand.click_as(Role::Tab, "Label");
    assert!(hand.sees("Tags"));
}

#[test]
fn f6_walks_the_panes() {
    let mut hand = Hand::new("Ada wrote");
    hand.keys("F6");
    assert!(hand.get("person").is_focused());
    hand.keys("F6");
    hand.keys("Ctrl+Home Shift+Right 1");
    assert_eq!(hand.says(), "[person|Ada] wrote");
    hand.keys("Shift+F6");
    assert!(hand.get_as(Role::TextInput, "Filter articles").is_focused());
}

#[test]
fn reading_settings_change_the_page_and_are_kept() {
    let mut hand = Hand::new("Ada wrote");
    hand.keys("Ctrl+Plus Ctrl+Plus");
    assert_eq!(hand.window().preferences.reading.size, 20.0);
    let mut hand = hand.reopened();
    assert_eq!(hand.window().preferences.reading.size, 20.0);
    hand.command("Reading settings");
    assert!(hand.sees("Line spacing"));
    hand.click("As at first");
    assert_eq!(hand.window().preferences.reading.size, 18.0);
    hand.keys("Esc");
    assert!(!hand.sees("Line spacing"));
}

#[test]
fn numbers_in_the_margin_are_chosen_and_kept() {
    let mut hand = Hand::new("Ada wrote");
    hand.command("Number lines");
    assert_eq!(hand.window().preferences.reading.numbers, Numbers::Lines);
    hand.command("Reading settings");
    hand.click_as(Role::RadioButton, "Paragraphs");
    let mut hand = hand.reopened();
    assert_eq!(hand.window().preferences.reading.numbers, Numbers::Paragraphs);
    hand.command("Number lines");
    assert_eq!(hand.window().preferences.reading.numbers, Numbers::None);
}

#[test]
fn what_a_frame_costs_is_shown_and_hidden() {
    let mut hand = Hand::new("[person|Ada] wrote\nto Babbage");
    hand.command("Show what a frame costs");
    assert!(hand.sees("2 of 2 pieces") && hand.sees("1 span") && hand.sees("Last frame"), "{:?}", hand.labels());
    hand.command("Show what a frame costs");
    assert!(!hand.sees("Last frame"));
}

#[test]
fn less_motion_is_chosen_and_kept() {
    let mut hand = Hand::new("Ada wrote");
    let seconds = |hand: &Hand| hand.harness.ctx.style_of(egui::Theme::Light).animation_time;
    hand.command("Less motion");
    assert!(hand.window().preferences.less_motion && seconds(&hand) == 0.0);
    let mut hand = hand.reopened();
    assert!(hand.window().preferences.less_motion);
    hand.command("Less motion");
    assert!(!hand.window().preferences.less_motion && seconds(&hand) > 0.0);
}
