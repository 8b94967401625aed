//! The smallest window and a large one: every dialog can be answered, nothing stands outside.

use super::hand::{Hand, desk_of};
use crate::notation::{corpus, whole_project};
use egui::accesskit::Role;
use egui::{Rect, Vec2, vec2};
use egui_kittest::kittest::{By, NodeT as _, Queryable as _};

const LETTERS: &[(&str, &[&str])] = &[
    ("first", &["@ana [person|Ada] wrote to [place|London]", "@ben [person|Ada] wrote to London"]),
    ("second", &["Babbage"]),
];

/// The smallest window that the system lets a person make.
const SMALLEST: Vec2 = vec2(640.0, 420.0);

/// Opens something by keys and looks for its buttons, which must be in sight and clickable.
#[track_caller]
fn check_in_sight(keys: &str, buttons: &[&str]) {
    let mut hand = Hand::with(LETTERS);
    hand.harness.set_size(SMALLEST);
    hand.settle();
    hand.keys(keys);
    let window = Rect::from_min_size(egui::Pos2::ZERO, SMALLEST);
    for button in buttons {
        let rect = hand.get_as(Role::Button, button).rect();
        assert!(window.contains_rect(rect), "{keys}: {button} stands at {rect:?}");
        let above = hand.layer_at(rect.center()).map(|layer| layer.order);
        assert!(above.is_some_and(|order| order >= egui::Order::Foreground), "{keys}: {button} is covered");
    }
}

#[test]
fn dialogs_can_be_answered_in_the_smallest_window() {
    check_in_sight("F1", &["Done"]);
    check_in_sight("F2", &["Keep", "Cancel"]);
    check_in_sight("Ctrl+t", &["Add", "Cancel"]);
    check_in_sight("Ctrl+n", &["Make it", "Cancel"]);
    check_in_sight("m", &["Keep", "Cancel"]);
    check_in_sight("Ctrl+p 'annotatorsspans' Enter", &["Done"]);
    check_in_sight("Ctrl+p 'whois' Enter", &["That is me", "Cancel"]);
    check_in_sight("Ctrl+p 'purge' Enter", &["Purge for good", "Cancel"]);
    check_in_sight("Ctrl+p 'showthetour' Enter", &["Next", "Leave the tour"]);
}

#[test]
fn every_place_fits_the_smallest_window() {
    let mut hand = Hand::with(LETTERS);
    hand.harness.set_size(SMALLEST);
    for keys in ["Ctrl+1", "Ctrl+4", "Ctrl+5", "Ctrl+b Ctrl+1", "F11", "F11 Ctrl+w"] {
        hand.keys(keys);
        let tabs: Vec<Rect> = hand.harness.query_all(By::new().role(Role::Tab)).map(|node| node.rect()).collect();
        for rect in tabs {
            assert!(rect.right() <= SMALLEST.x && rect.left() >= 0.0, "{keys}: {rect:?}");
        }
    }
}

#[test]
fn nothing_in_the_top_bar_stands_on_anything_else() {
    let plain = corpus(LETTERS);
    let mut full = plain.clone();
    full.name = "Letters from a long way off, and others".to_owned();
    full.codebook = whole_project("").codebook;
    for (project, width) in [&plain, &full].into_iter().flat_map(|it| [640.0, 800.0, 1000.0, 1280.0].map(|n| (it, n))) {
        let mut hand = Hand::on(desk_of(project));
        hand.harness.set_size(vec2(width, 800.0));
        hand.settle();
        let all = hand.harness.query_all(By::new());
        let bar: Vec<(String, Rect)> = all
            .filter(|node| matches!(node.accesskit_node().role(), Role::Button | Role::Tab))
            .filter_map(|node| Some((node.accesskit_node().label()?, node.rect())))
            .filter(|(_, rect)| rect.bottom() < 44.0)
            .collect();
        // The project, five places, the commands and the annotator are always there; relations where there are any, and two
        // steps and two panels where there is room.
        let has_relations = std::ptr::eq(project, &full);
        let is_roomy = width > if has_relations { 1034.0 } else { 814.0 };
        let n = 8 + usize::from(has_relations) + if is_roomy { 4 } else { 0 };
        assert_eq!(bar.len(), n, "at {width}: {bar:?}");
        for (n, (name, rect)) in bar.iter().enumerate() {
            assert!(rect.left() >= 0.0 && rect.right() <= width, "{name} stands at {rect:?} of {width}");
            for (other, there) in &bar[n + 1..] {
                assert!(!rect.shrink(1.0).intersects(*there), "{name} on {other} at {width}");
            }
        }
    }
}

#[test]
fn the_palette_stays_inside_the_smallest_window() {
    let mut hand = Hand::new("Ada wrote to Babbage");
    hand.harness.set_size(SMALLEST);
    hand.settle();
    let at = hand.rect("Babbage").center();
    hand.click_at(at, 2, egui::Modifiers::NONE);
    assert!(hand.has_palette());
    let row = hand.get("claim").rect();
    assert!(row.bottom() <= SMALLEST.y && row.right() <= SMALLEST.x, "{row:?}");
    hand.keys("Enter");
    assert_eq!(hand.says(), "Ada wrote to [person|Babbage]");
}
