//! The pointer on mixed text: each side of a grapheme gives the place in the text that its reader expects there.

use super::sentences::words;
use super::{Desk, World, range};
use egui::{Event, Modifiers, PointerButton, Pos2, vec2};
use glossator::app::reader::{Edge, ReaderEvent, SpanRef};
use glossator::text::{Granularity, Offset, Text, TextRange};
use icu_properties::CodePointMapData;
use icu_properties::props::BidiClass;
use proptest::prelude::*;

impl Desk<'_> {
    /// A click that no other is counted with: what it gave. All within one frame, half a second after the one before.
    pub(super) fn click_alone(&mut self, pos: Pos2) -> Option<ReaderEvent> {
        self.world_mut().events.clear();
        let input = self.harness.input_mut();
        let button =
            |pressed| Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers: Modifiers::NONE };
        input.events.extend([Event::PointerMoved(pos), button(true), button(false)]);
        input.time = Some(input.time.unwrap_or_default() + 0.5);
        self.harness.step();
        self.world_mut().events.pop()
    }

    pub(super) fn world_mut(&mut self) -> &mut World {
        self.harness.state_mut()
    }
}

/// All graphemes of a text, but for line breaks.
pub fn graphemes(text: &Text) -> Vec<TextRange> {
    let mut found = Vec::new();
    let mut at = Offset::ZERO;
    while at < text.end() {
        let grapheme = text.unit_at(at, Granularity::Grapheme);
        at = grapheme.end();
        if !text.slice(grapheme).ends_with('\n') {
            found.push(grapheme);
        }
    }
    found
}

/// Which way a grapheme reads, where its first character says so whatever stands around it.
fn reads_rightwards(text: &Text, grapheme: TextRange) -> Option<bool> {
    let first = text.slice(grapheme).chars().next()?;
    match CodePointMapData::<BidiClass>::new().get(first) {
        BidiClass::LeftToRight | BidiClass::EuropeanNumber | BidiClass::ArabicNumber => Some(true),
        BidiClass::RightToLeft | BidiClass::ArabicLetter => Some(false),
        _ => None,
    }
}

/// Spaces at a wrapped line's end hang into the margin; the caret beside them would jump to the next line.
pub fn hangs(desk: &Desk<'_>, text: &Text, grapheme: TextRange) -> bool {
    let top = |range| desk.world().reader.range_rect(range).map(|rect| rect.top());
    let is_space = |range: TextRange| text.slice(range).chars().all(char::is_whitespace);
    let mut next = grapheme;
    while is_space(next) && next.end() < text.end() {
        next = text.unit_at(next.end(), Granularity::Grapheme);
        if top(next) != top(grapheme) {
            return true;
        }
    }
    false
}

/// Clicks on both sides of every `step`th grapheme, from the `first` one.
#[track_caller]
fn check(content: &str, width: f32, first: usize, step: usize) -> Result<(), TestCaseError> {
    let text = Text::new(content.to_owned()).unwrap();
    let mut desk = Desk::in_all_scripts(World::showing(text.clone(), Vec::new()), vec2(width, 900.0));
    for grapheme in graphemes(&text).into_iter().skip(first).step_by(step) {
        let words = text.slice(grapheme);
        let Some(rect) = desk.world().reader.range_rect(grapheme).filter(|rect| rect.width() > 1.0) else { continue };
        if hangs(&desk, &text, grapheme) {
            continue;
        }
        let quarter = vec2(rect.width() / 4.0, 0.0);
        let mut caret_at = |pos: Pos2| match desk.click_alone(pos) {
            Some(ReaderEvent::Caret(at)) => Ok(at),
            other => Err(TestCaseError::fail(format!("{other:?} on {words:?} in {content:?}"))),
        };
        let (left, right) = (caret_at(rect.left_center() + quarter)?, caret_at(rect.right_center() - quarter)?);
        let (start, end) = (grapheme.start(), grapheme.end());
        match reads_rightwards(&text, grapheme) {
            Some(true) => prop_assert_eq!((left, right), (start, end), "on {:?} in {:?}", words, content),
            Some(false) => prop_assert_eq!((left, right), (end, start), "on {:?} in {:?}", words, content),
            None => {
                let ends = (left.min(right), left.max(right));
                prop_assert_eq!(ends, (start, end), "on {:?} in {:?}", words, content);
            }
        }
    }
    Ok(())
}

#[test]
fn both_sides_of_every_grapheme_of_every_script_are_its_two_ends() {
    let plain = super::sentences::ALONE.map(|(_, notation)| crate::notation::parse(notation).text);
    for sentence in plain {
        check(&sentence, 420.0, 0, 1).unwrap();
    }
    for mixed in [super::sentences::MIXED_LTR, super::sentences::MIXED_RTL] {
        check(&crate::notation::parse(mixed).text, 420.0, 0, 1).unwrap();
    }
}

#[test]
fn a_whole_emoji_is_one_place() {
    let text = Text::new("👨‍👩‍👧‍👦🇫🇷👍🏽❤️1️⃣".to_owned()).unwrap();
    let found: Vec<&str> = graphemes(&text).into_iter().map(|range| text.slice(range)).collect();
    assert_eq!(found, ["👨‍👩‍👧‍👦", "🇫🇷", "👍🏽", "❤️", "1️⃣"]);
    let desk = Desk::in_all_scripts(World::showing(text.clone(), Vec::new()), vec2(420.0, 200.0));
    let family = range(0, "👨‍👩‍👧‍👦".len() as u32);
    let man = range(0, "👨".len() as u32);
    assert_eq!(
        desk.world().reader.range_rect(man),
        desk.world().reader.range_rect(family),
        "no part of it stands apart"
    );
}

#[test]
fn the_edges_of_a_span_over_a_border_of_directions_are_held_where_its_letters_are() {
    // The Arabic word begins at its right, in the middle of what the span covers on the line.
    let mut desk = Desk::new("He said [event|مرحبا back] home.");
    let event = desk.world().sets[0].0.spans.iter().next().map(|span| SpanRef::new(0, span));
    desk.world_mut().focus = event.into_iter().collect();
    desk.harness.run_steps(2);
    let (start, end) = (desk.rect("مرحبا").right_center(), desk.rect("back").right_center());
    assert!(end.x - start.x > 20.0);
    for (pos, edge) in [(start, Edge::Start), (end, Edge::End)] {
        desk.drag_with(pos, pos - vec2(14.0, 0.0), Modifiers::ALT);
        let resized = desk.world().events.iter().rev().find_map(|event| match event {
            ReaderEvent::Resize { edge, done: true, .. } => Some(*edge),
            _ => None,
        });
        assert_eq!(resized, Some(edge));
        desk.world_mut().events.clear();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn both_sides_of_a_grapheme_in_mixed_text_are_its_two_ends(
        parts in words(1..24), rtl: bool, first in 0usize..4,
    ) {
        let content = format!("{}{}", if rtl { "א " } else { "a " }, parts.concat());
        check(&content, 360.0, first, 4)?;
    }
}
