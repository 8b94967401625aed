//! A person's words in scripts that read from right to left: read out exactly, drawn in their readers' order, wherever
//! they are shown.

use super::hand::{Hand, desk_of};
use crate::notation::corpus;
use egui::accesskit::Role;
use egui::{Color32, Mesh, Rect, Shape, TextureId};
use glossator::app::theme::Theme;
use glossator::model::{Project, TagId};
use std::sync::Arc;

/// *Father*: a thin stroke, which is read first, and a wide bowl.
const NAME: &str = "اب";
const TITLE: &str = "استؤنفت محادثات وقف إطلاق النار في جنيف";
const NOTE: &str = "ملاحظة عن Geneva";
const GUIDE: &str = "من له ولد";

/// Two articles with Arabic titles, and a tag with an Arabic name.
fn project() -> Project {
    let mut project = corpus(&[("talks", &[&format!("@ana {TITLE}\n[person|Ada] wrote")]), ("peace", &["سلام"])]);
    let codebook = Arc::make_mut(&mut project.codebook);
    let tag = Arc::make_mut(codebook.tags.get_mut(&TagId::new("person").unwrap()).unwrap());
    tag.name = NAME.to_owned();
    tag.guide = GUIDE.to_owned();
    project
}

/// Meshes of glyphs inside a place, as the text engine draws them: the glyphs of each from left to right.
fn drawn(hand: &Hand, place: Rect) -> Vec<Vec<Rect>> {
    let shapes = hand.harness.output().shapes.iter();
    let meshes = shapes.filter_map(|clipped| match &clipped.shape {
        Shape::Mesh(mesh) if mesh.texture_id != TextureId::default() && !mesh.is_empty() => Some(mesh),
        _ => None,
    });
    let inside = meshes.filter(|mesh| place.contains(mesh.calc_bounds().center()));
    inside.map(|mesh| glyphs(mesh)).collect()
}

fn glyphs(mesh: &Mesh) -> Vec<Rect> {
    let corners = mesh.vertices.chunks_exact(4);
    let mut glyphs: Vec<Rect> = corners
        .map(|corners| Rect::from_points(&corners.iter().map(|vertex| vertex.pos).collect::<Vec<_>>()))
        .collect();
    glyphs.sort_by(|a, b| a.left().total_cmp(&b.left()));
    glyphs
}

/// Whether the tag's name is drawn in a place with its first letter, the thin one, at the right.
#[track_caller]
fn check_name(hand: &Hand, what: &str, label: &str) {
    let place = hand.get(label).rect();
    let drawn = drawn(hand, place);
    let name = drawn.iter().find(|glyphs| glyphs.len() == 2 && glyphs[0].width() > glyphs[1].width() * 1.5);
    assert!(name.is_some(), "{what}: {drawn:?}");
}

#[test]
fn an_arabic_tag_is_itself_in_every_place() {
    let mut hand = Hand::on(desk_of(&project()));
    hand.click(&format!("{TITLE}, in progress, 1 span"));
    check_name(&hand, "the tags", &format!("{NAME}, 1"));
    hand.keys("Tab");
    check_name(&hand, "the inspector", NAME);
    hand.keys("Esc Esc");
    let at = hand.rect("wrote").center();
    hand.click_at(at, 2, egui::Modifiers::NONE);
    assert!(hand.has_palette());
    check_name(&hand, "the palette", NAME);
    hand.keys("Esc Esc Ctrl+4");
    hand.until("it is counted", |hand| hand.sees(&format!("Step through {NAME}")));
    check_name(&hand, "the statistics", &format!("Step through {NAME}"));
    hand.keys("Ctrl+5");
    check_name(&hand, "the codebook", &format!("{NAME}, 1"));
    assert!(hand.sees(NAME) && hand.sees(GUIDE));
}

#[test]
fn a_long_arabic_title_ends_at_the_left() {
    let mut hand = Hand::on(desk_of(&project()));
    let row = hand.get(&format!("{TITLE}, in progress, 1 span")).rect();
    let title = drawn(&hand, row).into_iter().max_by_key(Vec::len).unwrap();
    let (last, first) = (title[0], title[title.len() - 1]);
    let flat = last.height() < 4.0 && last.width() > 2.0 * last.height();
    assert!(flat, "the ellipsis stands at the left: {title:?}");
    assert!(first.height() > 7.0, "and the first letter, an alef, at the right: {title:?}");
    let short = hand.get("سلام, new, 0 spans").rect();
    assert!(drawn(&hand, short).iter().all(|word| word[0].height() > 4.0), "nothing is left out of a short one");
    hand.click("سلام, new, 0 spans");
    assert!(hand.sees("سلام"), "the inspector has the title alone");
}

#[test]
fn a_note_is_kept_and_shown_as_it_was_written() {
    let mut hand = Hand::on(desk_of(&project()));
    hand.click(&format!("{TITLE}, in progress, 1 span"));
    hand.keys("Tab m");
    hand.types("Geneva");
    assert!(!hand.sees("Preview: Geneva"), "the field shows Latin itself");
    hand.keys("Ctrl+a Backspace");
    hand.types(NOTE);
    assert!(hand.sees(&format!("Preview: {NOTE}")));
    hand.keys("Ctrl+Enter");
    assert!(!hand.sees_words("Preview"));
    let place = hand.get(NOTE).rect();
    let panel = hand.get("Write a note").rect().right();
    assert!((place.right() - panel).abs() < 8.0, "{place:?} ends at the panel's edge, {panel}");
    let set = hand.seat().own_set().unwrap();
    assert_eq!(set.notes.values().map(|note| note.body.as_str()).collect::<Vec<_>>(), [NOTE]);
}

#[test]
fn what_is_typed_is_shown_beside_its_field() {
    let mut hand = Hand::on(desk_of(&project()));
    hand.keys("Ctrl+l");
    hand.types("سلام");
    assert!(hand.sees("Preview: سلام") && hand.sees("سلام, new, 0 spans"));
    hand.keys("Ctrl+a 'Ada'");
    assert!(!hand.sees_words("Preview"));
    hand.keys("Esc Ctrl+f");
    hand.types("نار");
    assert!(hand.sees("Preview: نار"));
    hand.keys("Esc Ctrl+p");
    hand.types("סיום");
    assert!(hand.sees("Preview: סיום"));
}

#[test]
fn a_name_in_a_sentence_is_read_out_without_marks() {
    let mut hand = Hand::on(desk_of(&project()));
    hand.click(&format!("{TITLE}, in progress, 1 span"));
    hand.open_menu(&format!("{NAME}, 1"));
    hand.click("Remove the tag…");
    assert!(hand.sees(&format!("Refactor the tag {NAME}")), "{:?}", hand.labels());
    let all = hand.labels().concat();
    assert!(!all.contains(['\u{2068}', '\u{2069}']), "{all}");
}

#[test]
fn what_cannot_be_done_yet_is_drawn_faintly() {
    let mut hand = Hand::on(desk_of(&project()));
    hand.click("New tag");
    let button = hand.get_as(Role::Button, "Add").rect();
    let theme = Theme::light();
    let ink = |hand: &Hand| -> Vec<Color32> {
        let shapes = hand.harness.output().shapes.iter().filter_map(|clipped| match &clipped.shape {
            Shape::Mesh(mesh) if button.contains(mesh.calc_bounds().center()) => mesh.vertices.first(),
            _ => None,
        });
        shapes.map(|vertex| vertex.color).collect()
    };
    assert!(!ink(&hand).contains(&theme.on_accent), "the tag has no name yet");
    hand.types("Envoy");
    assert!(ink(&hand).contains(&theme.on_accent), "{:?}", ink(&hand));
}
