//! The page stays where it is read: under edits of spans, other widths, sizes and scales, and the wheel there and back.

use super::sentences::ALONE;
use super::{Desk, LayerKind, World, set, span};
use egui::{Event, Modifiers, MouseWheelSource, MouseWheelUnit, Pos2, TouchPhase, vec2};
use glossator::app::reader::{Motion, Place};
use glossator::model::Span;
use glossator::text::{Granularity, Offset, Text, TextRange};
use proptest::prelude::*;

/// Paragraphs of all scripts, from one line to a dozen.
fn long_text() -> Text {
    let sentences = ALONE.map(|(_, notation)| crate::notation::parse(notation).text);
    let paragraph = |n: usize| {
        let words = (0..=n * 7 % 9).map(|k| sentences[(n + k * (1 + n % 3)) % sentences.len()].as_str());
        words.collect::<Vec<_>>().join(" ")
    };
    Text::new((0..160).map(paragraph).collect::<Vec<_>>().join("\n")).unwrap()
}

fn world(text: &Text, spans: Vec<Span>) -> World {
    World::showing(text.clone(), vec![(set(text, spans), LayerKind::Own, "Ana")])
}

/// Spans that lie in each other over a range: their lanes make its lines higher.
fn stack(text: &Text, at: TextRange, depth: usize, first_id: usize) -> Vec<Span> {
    let tags = ["one", "two", "three", "four", "five", "six", "seven", "eight"];
    (0..depth).map(|n| span(first_id + n, tags[n % 8], at.start().get(), text.next_grapheme(at.end()).get())).collect()
}

impl Desk<'_> {
    fn set_spans(&mut self, spans: Vec<Span>) {
        let text = self.world().reader.text().clone();
        self.world_mut().sets = vec![(set(&text, spans), LayerKind::Own, "Ana")];
        self.harness.run_steps(2);
    }

    fn go(&mut self, place: Place) {
        self.world_mut().reader.restore(place);
        self.harness.run_steps(2);
    }

    fn place(&self) -> Place {
        self.world().reader.place()
    }

    /// The first grapheme that is wholly in view, and how low its line reaches.
    fn first_in_view(&self) -> (TextRange, f32) {
        let text = self.world().reader.text();
        let mut at = self.place().offset;
        loop {
            let grapheme = text.unit_at(at, Granularity::Grapheme);
            let rect = self.world().reader.range_rect(grapheme);
            if let Some(rect) = rect.filter(|rect| rect.height() > 12.0 && rect.top() > 0.5) {
                return (grapheme, rect.bottom());
            }
            assert!(at < text.end(), "something is in view");
            at = grapheme.end();
        }
    }

    fn bottom(&self, grapheme: TextRange) -> f32 {
        self.world().reader.range_rect(grapheme).map_or(f32::NAN, |rect| rect.bottom())
    }

    /// The end of the first visible line, after its last space.
    fn first_line_end(&mut self) -> Offset {
        let first = self.place().offset;
        let cx = self.harness.ctx.clone();
        let end = self.world_mut().reader.step(&cx, first, Motion::LineEnd);
        self.world().reader.text().next_grapheme(end)
    }

    /// Whether a place in the text lies in the first visible line.
    fn is_in_first_line(&mut self, at: Offset) -> bool {
        self.place().offset <= at && at <= self.first_line_end()
    }

    fn wheel(&mut self, points: f32) {
        self.harness.event(Event::MouseWheel {
            unit: MouseWheelUnit::Point,
            delta: vec2(0.0, points),
            modifiers: Modifiers::NONE,
            phase: TouchPhase::Move,
            source: MouseWheelSource::Wheel,
        });
        self.harness.run_steps(40);
    }
}

/// Where spans are added, seen from the first visible line.
#[derive(Clone, Copy, Debug)]
enum Where {
    FarAbove,
    JustAbove,
    InFirstLine,
    InView,
    JustBelow,
    FarBelow,
}

const EVERYWHERE: [Where; 6] =
    [Where::FarAbove, Where::JustAbove, Where::InFirstLine, Where::InView, Where::JustBelow, Where::FarBelow];

fn somewhere(text: &Text, first: Offset, place: Where, len: u32) -> TextRange {
    let by = match place {
        Where::FarAbove => -9000,
        Where::JustAbove => -150,
        Where::InFirstLine => 4,
        Where::InView => 500,
        Where::JustBelow => 1500,
        Where::FarBelow => 9000,
    };
    let start = text.floor((i64::from(first.get()) + by).max(0) as usize);
    TextRange::between(start, text.floor((start.get() + len) as usize))
}

/// Adds a stack of spans and takes it away again: what is read does not move.
#[track_caller]
fn check_edit(desk: &mut Desk<'_>, place: Where, depth: usize, len: u32) {
    let text = desk.world().reader.text().clone();
    let before = desk.place();
    let (read, bottom) = desk.first_in_view();
    let at = somewhere(&text, before.offset, place, len);
    // Where the edge cuts the first line, the one after it is read: that may move when the first becomes higher.
    let may_move = before.above_px > 1.0 && at.start() <= desk.first_line_end() && at.end() >= before.offset;
    for spans in [stack(&text, at, depth, 10), Vec::new()] {
        let n = spans.len();
        desk.set_spans(spans);
        let now = desk.bottom(read);
        assert!(may_move || (now - bottom).abs() < 1.0, "{n} spans {place:?} moved the line from {bottom} to {now}");
        assert_eq!(desk.place().offset, before.offset, "{n} spans {place:?} made another line the first");
    }
}

#[test]
fn spans_anywhere_leave_the_page_where_it_is() {
    let text = long_text();
    let mut desk = Desk::in_all_scripts(world(&text, Vec::new()), vec2(600.0, 400.0));
    // In the middle of a paragraph of many lines, and at the start of one.
    for at in [text.len() / 2, text.len() / 3] {
        for above_px in [0.0, 7.0] {
            desk.go(Place { offset: text.floor(at), above_px });
            for place in EVERYWHERE {
                check_edit(&mut desk, place, 8, 40);
                check_edit(&mut desk, place, 4, 400);
            }
        }
    }
}

#[test]
fn the_first_line_stays_the_first_at_every_width_and_size() {
    let text = long_text();
    let mut desk = Desk::in_all_scripts(world(&text, Vec::new()), vec2(600.0, 400.0));
    desk.go(Place { offset: text.floor(text.len() / 2), above_px: 0.0 });
    let read = desk.place().offset;
    for width in [420.0, 700.0, 350.0, 560.0] {
        desk.harness.set_size(vec2(width, 400.0));
        desk.harness.run_steps(2);
        assert!(desk.is_in_first_line(read), "at {width} points");
    }
    for size_px in [14.0, 26.0, 19.0] {
        desk.world_mut().settings.size_px = size_px;
        desk.harness.run_steps(2);
        assert!(desk.is_in_first_line(read), "with text of {size_px} points");
    }
    for scale in [2.0, 1.5, 3.0, 1.0] {
        desk.harness.set_pixels_per_point(scale);
        desk.harness.run_steps(2);
        assert!(desk.is_in_first_line(read), "at scale {scale}");
    }
}

/// As when the edge of the window is dragged: what was read at the start is still there at the end.
#[test]
fn many_widths_in_a_row_do_not_add_up() {
    let text = long_text();
    let mut desk = Desk::in_all_scripts(world(&text, Vec::new()), vec2(700.0, 400.0));
    desk.go(Place { offset: text.floor(text.len() / 2), above_px: 0.0 });
    let read = desk.place();
    let narrower = (0..35).map(|n| 700.0 - 10.0 * n as f32);
    let wider = (0..35).map(|n| 360.0 + 10.0 * n as f32);
    for width in narrower.chain(wider) {
        desk.harness.set_size(vec2(width, 400.0));
        desk.harness.run_steps(1);
        assert!(desk.is_in_first_line(read.offset), "at {width} points");
    }
    assert_eq!(desk.place().offset, read.offset);
}

#[test]
fn the_wheel_there_and_back_is_where_it_began() {
    let text = long_text();
    let mut desk = Desk::in_all_scripts(world(&text, Vec::new()), vec2(600.0, 400.0));
    desk.go(Place { offset: text.floor(text.len() / 2), above_px: 5.0 });
    desk.harness.hover_at(Pos2::new(300.0, 200.0));
    desk.harness.step();
    let before = desk.place();
    for points in [33.0, 210.0, 1900.0] {
        for there in [points, -points] {
            desk.wheel(there);
            assert_ne!(desk.place(), before);
            desk.wheel(-there);
            let back = desk.place();
            assert_eq!(back.offset, before.offset, "after {there} points");
            assert!((back.above_px - before.above_px).abs() < 1.0, "{back:?} after {there} points, not {before:?}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn no_edit_moves_what_is_read(
        at in 0.05f32..0.95, above_px in 0.0f32..20.0, width in 360.0f32..800.0,
        edits in prop::collection::vec((0usize..6, 1usize..9, 1u32..900), 1..6),
    ) {
        let text = long_text();
        let mut desk = Desk::in_all_scripts(world(&text, Vec::new()), vec2(width.round(), 400.0));
        desk.go(Place { offset: text.floor((text.len() as f32 * at) as usize), above_px });
        for (place, depth, len) in edits {
            check_edit(&mut desk, EVERYWHERE[place], depth, len);
        }
    }
}
