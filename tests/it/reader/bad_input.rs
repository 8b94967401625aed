//! Texts that nobody wrote on purpose: control characters, broken directions, heaps of marks, nothing but blank lines.

use super::hits::graphemes;
use super::{Desk, LayerKind, World, range, set, span};
use egui::{Modifiers, Rect, Shape, vec2};
use glossator::app::reader::ReaderEvent;
use glossator::text::{Offset, Text};

fn desk<'a>(content: &str) -> Desk<'a> {
    let text = Text::new(content.to_owned()).unwrap();
    Desk::in_all_scripts(World::showing(text, Vec::new()), vec2(600.0, 400.0))
}

impl Desk<'_> {
    /// The quads of glyphs in the last frame: one for each glyph that was drawn.
    fn glyphs(&self) -> Vec<Rect> {
        let mut quads = Vec::new();
        for clipped in &self.harness.output().shapes {
            collect(&clipped.shape, &mut quads);
        }
        quads
    }

    /// How many glyphs stand with their middle in a rectangle.
    fn n_glyphs_in(&self, rect: Rect) -> usize {
        self.glyphs().iter().filter(|quad| rect.contains(quad.center())).count()
    }
}

fn collect(shape: &Shape, quads: &mut Vec<Rect>) {
    match shape {
        Shape::Vec(shapes) => shapes.iter().for_each(|shape| collect(shape, quads)),
        Shape::Mesh(mesh) => {
            quads.extend(
                mesh.vertices
                    .chunks(4)
                    .map(|corners| Rect::from_points(&corners.iter().map(|v| v.pos).collect::<Vec<_>>())),
            );
        }
        _ => {}
    }
}

/// Every control character of both groups but the line break, and the two separators of Unicode.
fn controls() -> impl Iterator<Item = char> {
    let c0 = ('\0'..='\u{1F}').filter(|&c| c != '\n');
    c0.chain('\u{7F}'..='\u{9F}').chain(['\u{2028}', '\u{2029}'])
}

#[test]
fn every_control_character_has_a_sign_and_is_a_place_of_its_own() {
    let all: Vec<char> = controls().collect();
    assert_eq!(all.len(), 31 + 33 + 2);
    // One paragraph for each eight of them, each between letters.
    let lines = all.chunks(8).map(|some| some.iter().map(|c| format!("a{c}b")).collect::<String>());
    let content = format!("{}\nend", lines.collect::<Vec<_>>().join("\n"));
    let world = World::showing(Text::new(content.clone()).unwrap(), Vec::new());
    let mut desk = Desk::in_all_scripts(world, vec2(600.0, 700.0));
    for c in all {
        let at = content.find(c).unwrap() as u32;
        let here = range(at, at + c.len_utf8() as u32);
        let rect = desk.world().reader.range_rect(here).unwrap_or(Rect::NOTHING);
        assert!(rect.width() > 8.0, "{c:?} is {} points wide", rect.width());
        assert!(desk.n_glyphs_in(rect) > 0, "{c:?} has no sign");
        let edge = vec2(1.5, 0.0);
        desk.drag_with(rect.left_center() + edge, rect.right_center() - edge, Modifiers::ALT);
        assert_eq!(desk.world().selection.map(|selection| selection.range()), Some(here), "{c:?}");
        for (letter, offset) in [(rect.left_center() - edge, at - 1), (rect.right_center() + edge, here.end().get())] {
            let Some(ReaderEvent::Caret(caret)) = desk.click_alone(letter) else { panic!("a caret beside {c:?}") };
            let near = [offset, offset + 1].map(Offset::new);
            assert!(near.contains(&caret), "{caret:?} beside {c:?} at {at}");
        }
    }
}

#[test]
fn a_carriage_return_before_a_line_break_is_part_of_it() {
    let desk = desk("one\r\ntwo\rthree");
    let glyphs_of = |words: &str| desk.n_glyphs_in(desk.rect(words).expand2(vec2(30.0, 0.0)));
    assert_eq!(glyphs_of("one"), 3, "no sign after it");
    assert!(desk.rect("two").top() == desk.rect("three").top(), "one on its own breaks no line");
    assert!(desk.rect("two\r").width() > desk.rect("two").width() + 8.0, "one on its own has a sign");
}

/// By UAX #9, rule L1, a tab is of the paragraph's direction, so that columns stand in the order of the lines.
#[test]
fn columns_between_tabs_keep_the_order_of_the_paragraph() {
    let ltr = desk("Headline\nname\tשלום\tעולם\tend");
    assert!(ltr.rect("שלום").right() < ltr.rect("עולם").left(), "columns from left to right");
    assert!(ltr.rect("עולם").right() < ltr.rect("end").left());
    let rtl = desk("Headline\nשלום\tone\ttwo");
    assert!(rtl.rect("one").left() > rtl.rect("two").right(), "columns from right to left");
    let content = "Headline\nשלום\tעולם x";
    let mut tabs = desk(content);
    let at = content.find('\t').unwrap() as u32;
    let rect = tabs.world().reader.range_rect(range(at, at + 1)).expect("the tab is in view");
    tabs.drag_with(rect.left_center() + vec2(2.0, 0.0), rect.right_center() - vec2(2.0, 0.0), Modifiers::ALT);
    assert_eq!(tabs.world().selection.map(|selection| selection.range()), Some(range(at, at + 1)));
}

/// The rules of UAX #9 end every embedding, override and isolate with the paragraph.
#[test]
fn an_unpaired_mark_of_direction_turns_no_other_paragraph_around() {
    for mark in ['\u{202A}', '\u{202B}', '\u{202D}', '\u{202E}', '\u{2066}', '\u{2067}', '\u{2068}'] {
        let marked = desk(&format!("Headline\nfirst {mark}second\nthird fourth\nسلام عليكم"));
        let plain = desk("Headline\nfirst second\nthird fourth\nسلام عليكم");
        for words in ["third", "fourth", "سلام", "عليكم"] {
            assert_eq!(marked.rect(words), plain.rect(words), "{words} after {mark:?}");
        }
    }
    let overridden = desk("Headline\nfirst \u{202E}second\nthird");
    assert!(
        overridden.rect("sec").left() > overridden.rect("ond").left(),
        "an override turns its own paragraph around"
    );
    for (index, c) in ["\u{202C}", "\u{2069}"].into_iter().enumerate() {
        let stray = desk(&format!("Headline\n{c}first {c}second"));
        assert!(stray.rect("first").right() <= stray.rect("second").left() + 0.5, "a stray end, number {index}");
    }
}

#[test]
fn two_hundred_embeddings_in_each_other_are_read_as_far_as_unicode_goes() {
    let embedded = |open: &str, close: &str| {
        format!("Headline\nbefore {}inner{} after\nnext one", open.repeat(200), close.repeat(200))
    };
    for (open, close) in [("\u{202B}", "\u{202C}"), ("\u{2067}", "\u{2069}"), ("\u{202B}\u{2066}", "\u{2069}\u{202C}")]
    {
        let content = embedded(open, close);
        let mut desk = desk(&content);
        let (before, inner, after) = (desk.rect("before"), desk.rect("inner"), desk.rect("after"));
        assert!(before.right() <= inner.left() && inner.right() <= after.left(), "{before:?} {inner:?} {after:?}");
        let next = desk.rect("next");
        assert!(next.left() == before.left() && next.top() > before.top());
        let (from, to) = (inner.left_center() + vec2(1.0, 0.0), inner.right_center() - vec2(1.0, 0.0));
        desk.drag_with(from, to, Modifiers::NONE);
        // By the rules of words, what ends an embedding belongs to the word before it.
        let selected = desk.world().selection.map(|selection| selection.range()).expect("a selection");
        let text = desk.world().reader.text().clone();
        assert_eq!(text.slice(selected).trim_end_matches(['\u{202C}', '\u{2069}']), "inner");
    }
}

#[test]
fn a_million_marks_on_one_letter_are_opened_scrolled_and_selected() {
    let content = format!("Before it\na{}\nafter it", "\u{301}".repeat(1_000_000));
    let mut desk = desk(&content);
    let most = |desk: &Desk<'_>| desk.glyphs().len();
    let mut n_most = most(&desk);
    for _ in 0..6 {
        desk.world_mut().reader.scroll_to(range(500_000, 500_001));
        desk.harness.step();
        n_most = n_most.max(most(&desk));
    }
    let end = content.len() as u32;
    desk.world_mut().reader.scroll_to(range(end - 2, end));
    desk.harness.run_steps(2);
    n_most = n_most.max(most(&desk));
    println!(
        "MOST {n_most} place {:?} end {end} fig {:?}",
        desk.world().reader.place(),
        desk.world().reader.figures(&desk.harness.ctx).n_laid
    );
    assert!(n_most < 40_000, "{n_most} glyphs in a frame");
    let after = desk.rect("after");
    desk.drag_with(after.left_center(), after.right_center(), Modifiers::NONE);
    assert!(desk.selected().contains("«after»"));
    // The letter with all its marks is one grapheme, and is selected whole.
    let text = desk.world().reader.text().clone();
    assert!(graphemes(&text).iter().any(|grapheme| grapheme.len() == 1 + 2_000_000));
}

#[test]
fn a_hundred_thousand_blank_lines_are_gone_through() {
    let content = format!("First\n{}last", "\n".repeat(100_000));
    let mut desk = desk(&content);
    let n_shapes = desk.harness.output().shapes.len();
    let end = content.len() as u32;
    desk.world_mut().reader.scroll_to(range(end - 4, end));
    desk.harness.run_steps(2);
    assert!(desk.glyphs().len() >= 4);
    let pos = desk.rect("last").center();
    desk.click(pos);
    desk.click(pos);
    assert!(desk.selected().ends_with("«last»"));
    desk.world_mut().reader.scroll_to(range(50_000, 50_000));
    desk.harness.run_steps(2);
    let here = desk.world().reader.place().offset.get();
    assert!((49_900..50_001).contains(&here), "{here}");
    assert!(desk.harness.output().shapes.len() <= n_shapes + 20);
    // A span over all of them is one piece of news, and not a hundred thousand.
    let text = desk.world().reader.text().clone();
    desk.world_mut().sets = vec![(set(&text, vec![span(0, "gap", 0, end)]), LayerKind::Own, "Ana")];
    desk.harness.run_steps(2);
    assert!(desk.harness.output().shapes.len() <= n_shapes + 60);
}
