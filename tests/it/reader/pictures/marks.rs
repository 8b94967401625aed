//! What is shown without being a span: hits, problems, the selection, the caret, signs for characters without a picture.

use super::super::{World, range};
use super::{check, dark, light, light_2x};
use glossator::app::reader::Selection;

fn marked() -> World {
    let mut world = World::of("The [person|envoy] met two envoys, قال المبعوث إن المبعوث, and one more envoy.");
    let text = world.reader.text().clone();
    let find = |words: &str| {
        let at = text.as_str().find(words).expect("these words") as u32;
        range(at, at + words.len() as u32)
    };
    world.hits = vec![find("envoys"), find("المبعوث إن"), find("envoy.")];
    world.current = Some(1);
    world.problems = vec![find("envoy met")];
    world
}

/// Must be seen: two hits on a ground of their own; the current one, in the Arabic, with a frame as well; a wavy line of
/// another color under *envoy met*, beside the under-line of the span. The strip has a mark for each.
#[test]
fn hits_and_a_problem() {
    check(marked, &[("marks", light(560.0, 110.0)), ("marks-dark", dark(560.0, 110.0))]);
}

/// Must be seen: selected is *of שלום*, and so are the two boxes: *of* with its space, and the right one of the Hebrew
/// words; a handle at the start's upper end, and one at the lower left corner of שלום, where the selection ends.
#[test]
fn a_selection_across_the_border_of_directions() {
    let world = || World::of("The word «of שלום» עולם was heard.");
    check(
        world,
        &[
            ("selection-into-right-to-left", light(420.0, 100.0)),
            ("selection-into-right-to-left-2x", light_2x(420.0, 90.0)),
        ],
    );
}

/// Must be seen: selected is *الوزير Good*, which are two boxes: الوزير with its space, and *Good* at the left end of the
/// English words, beyond *morning*. The start's handle is at the right of الوزير, the end's at the right of *Good*.
#[test]
fn a_selection_out_of_right_to_left_text() {
    check(|| World::of("قال «الوزير Good» morning ثم خرج."), &[("selection-out-of-right-to-left", dark(420.0, 100.0))]);
}

/// Must be seen: the caret stands at the right edge of the second Hebrew word, where that begins.
#[test]
fn a_caret_in_right_to_left_text() {
    let world = || {
        let mut world = World::of("He said שלום עולם twice.");
        let at = world.reader.text().as_str().find("עולם").unwrap() as u32;
        world.selection = Some(Selection::of(range(at, at)));
        world
    };
    check(world, &[("caret-in-right-to-left", light(420.0, 90.0))]);
}

/// Must be seen: the caret in two places: whole at the right end of שלום, where the next letter begins, with a flag to the
/// left; half behind the space after *said*, where the letter before it ends, with a flag to the right.
#[test]
fn a_caret_between_directions() {
    let world = || {
        let mut world = World::of("He said שלום twice.");
        let at = world.reader.text().as_str().find("שלום").unwrap() as u32;
        world.selection = Some(Selection::of(range(at, at)));
        world
    };
    check(world, &[("caret-between-directions", light(420.0, 90.0))]);
}

/// Must be seen: an arrow for the tab, and framed short names for NUL, form feed, escape, a C1 control, NEL, LS and PS,
/// all on one line with the letters between them; the span covers *b*, the NUL and *c*.
#[test]
fn signs_for_characters_without_a_picture() {
    let world = || World::of("a\t[claim|b\0c]\u{c}d\u{1b}e\u{9b}f\u{85}g\u{2028}h\u{2029}i");
    check(world, &[("signs", light(420.0, 90.0)), ("signs-dark", dark(420.0, 90.0))]);
}
