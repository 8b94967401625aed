//! The reader under a pointer and a clock, without a window: what is clicked, dragged and held gives which events.

mod fonts;
mod bad_input;
mod gallery;
mod hits;
mod painted;
mod pictures;
mod scrolling;
mod sentences;

use crate::notation::parse;
use egui::{Modifiers, PointerButton, Pos2, Rect, Vec2, vec2};
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable as _};
use glossator::app::reader::*;
use glossator::app::theme::{self, Theme};
use glossator::app::typeset::{ReaderFonts, TextEngine};
use glossator::model::{AnnotationSet, RecordId, SetHead, SetState, Span, TagId, Timestamp};
use glossator::text::{Granularity, Offset, Regions, Text, TextRange};
use std::sync::Arc;

/// What stands around a reader in the window: sets, selection, focus. Events are applied as the window would.
pub struct World {
    pub reader: Reader,
    pub sets: Vec<(AnnotationSet, LayerKind, &'static str)>,
    pub tags: Vec<TagId>,
    pub selection: Option<Selection>,
    pub focus: Vec<SpanRef>,
    pub armed: Option<TagId>,
    pub exact: bool,
    pub hits: Vec<TextRange>,
    pub current: Option<usize>,
    pub problems: Vec<TextRange>,
    pub left_out: Regions,
    pub settings: ReaderSettings,
    pub events: Vec<ReaderEvent>,
}

impl World {
    /// An article in the notation of the tests: its spans are one's own.
    #[track_caller]
    pub fn of(notation: &str) -> Self {
        let parsed = parse(notation);
        let text = Text::new(parsed.text).unwrap();
        let spans = parsed.spans.iter().enumerate().map(|(n, it)| span(n, &it.tag, it.at[0].0, it.at[0].1));
        let set = set(&text, spans.collect());
        let selection = parsed.selection.map(|(start, end)| Selection::of(range(start, end)));
        let mut world = Self::showing(text, vec![(set, LayerKind::Own, "Ana")]);
        world.selection = selection;
        world
    }

    pub fn showing(text: Text, sets: Vec<(AnnotationSet, LayerKind, &'static str)>) -> Self {
        let mut tags: Vec<TagId> = Vec::new();
        for span in sets.iter().flat_map(|(set, ..)| set.spans.iter()) {
            if !tags.contains(&span.tag) {
                tags.push(span.tag.clone());
            }
        }
        Self {
            reader: Reader::new(text),
            sets,
            tags,
            selection: None,
            focus: Vec::new(),
            armed: None,
            exact: false,
            hits: Vec::new(),
            current: None,
            problems: Vec::new(),
            left_out: Regions::NONE,
            settings: ReaderSettings::default(),
            events: Vec::new(),
        }
    }

    pub fn ui(&mut self, ui: &mut egui::Ui) {
        let theme = Theme::of(ui);
        let tags = self.tags.clone();
        let look = |tag: &TagId| {
            let slot = tags.iter().position(|known| known == tag).unwrap_or(0);
            let short: String = tag.as_str().chars().take(6).collect();
            let name = format!("{}{}", tag.as_str()[..1].to_uppercase(), &tag.as_str()[1..]);
            TagLook::new(theme.tag_slot(slot as u8), &short, &name)
        };
        let layers: Vec<ReaderLayer<'_>> =
            self.sets.iter().map(|(set, kind, name)| ReaderLayer { set, kind: *kind, name }).collect();
        let input = ReaderInput {
            layers: &layers,
            look: &look,
            selection: self.selection,
            focus: &self.focus,
            held_edge: None,
            armed: self.armed.as_ref().map(&look),
            exact: self.exact,
            marks: Marks {
                hits: Arc::new(self.hits.clone()),
                current: self.current,
                problems_in_strip: false,
                differences: Default::default(),
                problems: self.problems.iter().copied().collect(),
            },
            left_out: &self.left_out,
            remarks: &|_| Vec::new(),
            style: ReaderStyle::from(&*theme),
            language: None,
            settings: self.settings,
            read_only: false,
            relation: None,
            can_link: self.sets.first().is_some_and(|(set, ..)| !set.relations.is_empty()),
        };
        let events = self.reader.show(ui, &input);
        for event in events {
            match event {
                ReaderEvent::Caret(at) => (self.selection, self.focus) = (Some(Selection::caret(at)), Vec::new()),
                ReaderEvent::Select { selection, .. } => (self.selection, self.focus) = (Some(selection), Vec::new()),
                ReaderEvent::FocusSpan { span, add: false } => (self.focus, self.selection) = (vec![span], None),
                ReaderEvent::FocusSpan { span, add: true } => self.focus.push(span),
                _ => {}
            }
            self.events.push(event);
        }
    }
}

pub fn range(start: u32, end: u32) -> TextRange {
    TextRange::between(Offset::new(start), Offset::new(end))
}

pub fn set(text: &Text, spans: Vec<Span>) -> AnnotationSet {
    let mut set = AnnotationSet::new(SetHead { text: text.digest(), state: SetState::InProgress });
    set.spans = spans.into_iter().collect();
    set
}

pub fn span(n: usize, tag: &str, start: u32, end: u32) -> Span {
    let mut rest = n;
    let id = RecordId::drawn(|| {
        let digit = (rest % 36) as u8;
        rest /= 36;
        digit
    });
    let tag = TagId::new(tag).unwrap();
    Span::new(id, range(start, end), tag, Timestamp::new(0))
}

struct Desk<'a> {
    harness: Harness<'a, World>,
}

impl Desk<'_> {
    fn of(world: World) -> Self {
        Self::with(world, vec2(800.0, 400.0), ReaderFonts::shipped())
    }

    /// With the fonts of every script.
    fn in_all_scripts(world: World, size: Vec2) -> Self {
        Self::with(world, size, fonts::carried())
    }

    fn with(world: World, size: Vec2, fonts: ReaderFonts) -> Self {
        let mut is_installed = false;
        let harness = Harness::builder()
            .with_size(size)
            .with_theme(egui::Theme::Light)
            .with_os(egui::os::OperatingSystem::Nix)
            .with_step_dt(1.0 / 60.0)
            .build_ui_state(
                move |ui, world: &mut World| {
                    if !is_installed {
                        theme::install(ui);
                        TextEngine::without_system_fonts(&fonts).install(ui.ctx());
                        is_installed = true;
                    }
                    world.ui(ui);
                },
                world,
            );
        let mut desk = Self { harness };
        desk.harness.run_steps(4);
        desk
    }

    #[track_caller]
    fn new(notation: &str) -> Self {
        Self::of(World::of(notation))
    }

    fn world(&self) -> &World {
        self.harness.state()
    }

    #[track_caller]
    fn rect(&self, words: &str) -> Rect {
        let text = self.world().reader.text().clone();
        let at = text.as_str().find(words).expect("these words") as u32;
        self.world().reader.range_rect(range(at, at + words.len() as u32)).expect("the words are in view")
    }

    /// The middle of the letter at an index of some words.
    #[track_caller]
    fn letter(&self, words: &str, index: usize) -> Pos2 {
        let text = self.world().reader.text().clone();
        let at = text.as_str().find(words).expect("these words");
        let (from, c) = words.char_indices().nth(index).expect("a letter there");
        let start = (at + from) as u32;
        self.world().reader.range_rect(range(start, start + c.len_utf8() as u32)).expect("it is in view").center()
    }

    fn button(&mut self, pos: Pos2, pressed: bool, modifiers: Modifiers) {
        self.harness.event(egui::Event::ModifiersChanged(modifiers));
        let event = egui::Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers };
        self.harness.event(event);
        self.harness.step();
    }

    fn click_with(&mut self, pos: Pos2, modifiers: Modifiers) {
        self.harness.hover_at(pos);
        self.harness.step();
        self.button(pos, true, modifiers);
        self.button(pos, false, modifiers);
        self.harness.event(egui::Event::ModifiersChanged(Modifiers::NONE));
    }

    fn click(&mut self, pos: Pos2) {
        self.click_with(pos, Modifiers::NONE);
    }

    fn drag_with(&mut self, from: Pos2, to: Pos2, modifiers: Modifiers) {
        self.harness.hover_at(from);
        self.harness.step();
        self.button(from, true, modifiers);
        for part in [0.3, 0.7, 1.0] {
            self.harness.hover_at(from + (to - from) * part);
            self.harness.step();
        }
        self.button(to, false, modifiers);
        self.harness.event(egui::Event::ModifiersChanged(Modifiers::NONE));
        self.harness.step();
    }

    fn wait(&mut self, seconds: f32) {
        self.harness.run_steps((seconds * 60.0).ceil() as usize);
    }

    /// The text with the selection marked; its head is marked with `|` when it is at the start.
    fn selected(&self) -> String {
        let text = self.world().reader.text();
        let Some(selection) = self.world().selection else { return text.as_str().to_owned() };
        let at = selection.range();
        let tail = range(at.end().get(), text.end().get());
        format!("{}«{}»{}", text.upto(at.start()), text.slice(at), text.slice(tail))
    }

    fn focused(&self) -> Vec<&str> {
        let covered = |span: &SpanRef| {
            let found = self.world().sets[span.layer].0.spans.get(span.key()).expect("a span");
            self.world().reader.text().slice(found.hull())
        };
        self.world().focus.iter().map(covered).collect()
    }

    fn last(&self) -> &ReaderEvent {
        self.world().events.last().expect("an event")
    }

    fn selects(&self) -> Vec<(bool, Option<Granularity>)> {
        let select = |event: &ReaderEvent| match event {
            ReaderEvent::Select { done, unit, .. } => Some((*done, *unit)),
            _ => None,
        };
        self.world().events.iter().filter_map(select).collect()
    }
}

const TALKS: &str = "The envoy Staffan de Mistura met Lavrov. Talks resume.\nSecond paragraph.";

#[test]
fn a_drag_snaps_to_words_and_is_live() {
    let mut desk = Desk::new(TALKS);
    let (from, to) = (desk.letter("Staffan", 2), desk.letter("Mistura", 3));
    desk.drag_with(from, to, Modifiers::NONE);
    assert_eq!(desk.selected().lines().next(), Some("The envoy «Staffan de Mistura» met Lavrov. Talks resume."));
    let selects = desk.selects();
    assert_eq!(selects.last(), Some(&(true, None)));
    assert!(selects.iter().filter(|(done, _)| *done).count() == 1 && selects.len() >= 3, "{selects:?}");
}

#[test]
fn a_drag_between_two_frames_is_not_lost() {
    let mut desk = Desk::new(TALKS);
    let (from, to) = (desk.letter("Staffan", 2), desk.letter("Mistura", 3));
    let events = &mut desk.harness.input_mut().events;
    for (pos, pressed) in [(from, true), (to, false)] {
        let modifiers = Modifiers::NONE;
        events.push(egui::Event::PointerMoved(pos));
        events.push(egui::Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers });
    }
    desk.harness.run_steps(2);
    assert!(desk.selected().starts_with("The envoy «Staffan de Mistura» met"), "{}", desk.selected());
    assert_eq!(desk.selects().last(), Some(&(true, None)));
}

#[test]
fn a_drag_backwards_has_its_head_in_front() {
    let mut desk = Desk::new(TALKS);
    let (from, to) = (desk.letter("Mistura", 3), desk.letter("Staffan", 2));
    desk.drag_with(from, to, Modifiers::NONE);
    let selection = desk.world().selection.expect("a selection");
    assert!(selection.head < selection.anchor);
    assert_eq!(desk.world().reader.text().slice(selection.range()), "Staffan de Mistura");
}

#[test]
fn alt_and_the_toggle_take_exact_graphemes() {
    for exact in [false, true] {
        let mut world = World::of(TALKS);
        world.exact = exact;
        let mut desk = Desk::of(world);
        let (from, to) = (desk.rect("affan").left_center(), desk.rect("affa").right_center());
        desk.drag_with(from, to, if exact { Modifiers::NONE } else { Modifiers::ALT });
        assert!(desk.selected().starts_with("The envoy St«affa»n de"), "{}", desk.selected());
    }
}

#[test]
fn clicks_are_counted_to_four() {
    let mut desk = Desk::new(TALKS);
    let pos = desk.letter("Mistura", 3);
    desk.click(pos);
    assert!(matches!(desk.last(), ReaderEvent::Caret(_)), "{:?}", desk.last());
    desk.click(pos);
    assert!(desk.selected().contains("de «Mistura» met"), "{}", desk.selected());
    desk.click(pos);
    assert!(desk.selected().starts_with("«The envoy Staffan de Mistura met Lavrov.» Talks"), "{}", desk.selected());
    desk.click(pos);
    assert!(desk.selected().starts_with("«The envoy Staffan de Mistura met Lavrov. Talks resume.»\n"));
    let units = [Granularity::Word, Granularity::Sentence, Granularity::Paragraph].map(|unit| (true, Some(unit)));
    assert_eq!(desk.selects(), units);
}

#[test]
fn a_double_click_takes_the_word_under_the_pointer_not_the_nearest_caret() {
    let mut desk = Desk::new("one,two three");
    let pos = desk.rect("e,").left_center() + vec2(desk.rect("e").width() * 0.9, 0.0);
    desk.click(pos);
    desk.click(pos);
    assert_eq!(desk.selected(), "«one»,two three");
}

#[test]
fn clicks_are_counted_on_tagged_text_too() {
    let mut desk = Desk::new("The envoy [person|Staffan de Mistura] met.");
    let pos = desk.letter("Mistura", 3);
    desk.click(pos);
    assert_eq!(desk.focused(), ["Staffan de Mistura"]);
    desk.click(pos);
    assert_eq!(desk.selected(), "The envoy Staffan de «Mistura» met.");
}

#[test]
fn an_armed_tag_waits_for_the_last_click() {
    let mut world = World::of(TALKS);
    world.armed = Some(TagId::new("person").unwrap());
    let mut desk = Desk::of(world);
    let pos = desk.letter("Mistura", 3);
    for _ in 0..3 {
        desk.click(pos);
    }
    assert!(desk.selects().iter().all(|(done, _)| !done), "{:?}", desk.selects());
    desk.wait(0.5);
    let done: Vec<_> = desk.selects().into_iter().filter(|(done, _)| *done).collect();
    assert_eq!(done, [(true, Some(Granularity::Sentence))]);
    assert!(desk.selected().starts_with("«The envoy Staffan de Mistura met Lavrov.»"));
    let (from, to) = (desk.letter("Second", 2), desk.letter("paragraph", 2));
    desk.drag_with(from, to, Modifiers::NONE);
    assert_eq!(desk.selects().last(), Some(&(true, None)), "a drag is over when it is let go");
}

#[test]
fn shift_and_a_click_extend_the_range() {
    let mut desk = Desk::new("The envoy Staffan de «Mistura» met Lavrov.");
    desk.click_with(desk.letter("Lavrov", 2), Modifiers::SHIFT);
    assert_eq!(desk.selected(), "The envoy Staffan de «Mistura met Lavrov».");
    desk.wait(0.5);
    desk.click_with(desk.letter("Staffan", 2), Modifiers::SHIFT);
    assert_eq!(desk.selected(), "The envoy «Staffan de Mistura met Lavrov».");
}

#[test]
fn a_stack_is_walked_from_the_inside_out_by_slow_clicks() {
    let mut desk = Desk::new("[claim|The [group|envoy [person|Staffan]] said].");
    let pos = desk.letter("Staffan", 3);
    let mut seen = Vec::new();
    for _ in 0..4 {
        desk.click(pos);
        seen.extend(desk.focused().into_iter().map(str::to_owned));
        desk.wait(0.5);
    }
    assert_eq!(seen, ["Staffan", "envoy Staffan", "The envoy Staffan said", "Staffan"]);
}

#[test]
fn control_and_a_click_add_to_the_focus() {
    let mut desk = Desk::new("[person|Ada] wrote to [person|Babbage].");
    desk.click(desk.letter("Ada", 1));
    desk.wait(0.5);
    desk.click_with(desk.letter("Babbage", 1), Modifiers::COMMAND);
    assert_eq!(desk.focused(), ["Ada", "Babbage"]);
}

#[test]
fn a_click_beside_the_text_is_empty_and_alt_makes_a_point() {
    let mut desk = Desk::new(TALKS);
    let below = desk.rect("Second").center() + vec2(0.0, 150.0);
    desk.click(below);
    assert_eq!(desk.last(), &ReaderEvent::ClickedEmpty);
    desk.wait(0.5);
    desk.click_with(desk.rect("envoy").left_center() + vec2(1.0, 0.0), Modifiers::ALT);
    assert_eq!(desk.last(), &ReaderEvent::Point(Offset::new(4)));
}

#[test]
fn an_edge_of_the_focused_span_is_dragged() {
    let mut desk = Desk::new("The [person|envoy Staffan] de Mistura met.");
    desk.click(desk.letter("Staffan", 3));
    desk.wait(0.5);
    let edge = desk.rect("envoy Staffan").right_center();
    desk.drag_with(edge + vec2(2.0, 0.0), desk.letter("Mistura", 3), Modifiers::NONE);
    let ReaderEvent::Resize { edge: Edge::End, to, done: true, .. } = *desk.last() else {
        panic!("{:?}", desk.last());
    };
    assert_eq!(desk.world().reader.text().slice(to), "envoy Staffan de Mistura");
    let edge = desk.rect("envoy Staffan").left_center();
    desk.drag_with(edge, desk.rect("nvoy").left_center(), Modifiers::ALT);
    let ReaderEvent::Resize { edge: Edge::Start, to, done: true, .. } = *desk.last() else {
        panic!("{:?}", desk.last());
    };
    assert_eq!(desk.world().reader.text().slice(to), "nvoy Staffan");
}

#[test]
fn right_to_left_text_is_dragged_from_right_to_left() {
    let mut desk = Desk::new("قال [person|وزير] الخارجية أمس إن المحادثات تستمر");
    let word = desk.rect("وزير");
    assert!(word.left() > 400.0, "the paragraph begins at the right: {word:?}");
    let (from, to) = (desk.letter("الخارجية", 2), desk.letter("أمس", 1));
    assert!(to.x < from.x);
    desk.drag_with(from, to, Modifiers::NONE);
    assert_eq!(desk.selected(), "قال وزير «الخارجية أمس» إن المحادثات تستمر");
    desk.click(word.center());
    assert_eq!(desk.focused(), ["وزير"]);
    desk.wait(0.5);
    desk.drag_with(word.left_center(), desk.letter("الخارجية", 3), Modifiers::NONE);
    let ReaderEvent::Resize { edge: Edge::End, to, .. } = *desk.last() else { panic!("{:?}", desk.last()) };
    assert_eq!(desk.world().reader.text().slice(to), "وزير الخارجية", "its end is at the left");
}

#[test]
fn a_drag_in_a_mixed_line_follows_the_letters() {
    let mut desk = Desk::new("abc שלום עולם xyz");
    let word = desk.rect("שלום");
    desk.drag_with(word.right_center() - vec2(1.0, 0.0), word.left_center() + vec2(1.0, 0.0), Modifiers::NONE);
    assert_eq!(desk.selected(), "abc «שלום» עולם xyz");
}

#[test]
fn a_screen_reader_finds_the_article_its_spans_and_can_focus_them() {
    let mut desk = Desk::new("The envoy [person|Staffan de Mistura] met [person|«Lavrov»].");
    let article = desk.harness.get_by_role_and_label(egui::accesskit::Role::Document, "Article");
    assert_eq!(article.value().as_deref(), Some("The envoy Staffan de Mistura met Lavrov."));
    assert_eq!(article.accesskit_node().description().as_deref(), Some("Selected: Lavrov"));
    desk.harness.get_by_role_and_label(egui::accesskit::Role::Paragraph, "The envoy Staffan de Mistura met Lavrov.");
    desk.harness.get_by_label("Person: Staffan de Mistura").click_accesskit();
    desk.harness.run_steps(2);
    assert_eq!(desk.focused(), ["Staffan de Mistura"]);
    desk.harness.get_by_label("Person: Lavrov").click();
    desk.harness.run_steps(2);
    assert_eq!(desk.focused(), ["Lavrov"]);
}

#[test]
fn the_caret_steps_over_lines_pages_and_paragraphs() {
    let line = "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen. ";
    let mut desk = Desk::new(&format!("{}\nمرحبا بالعالم\nlast", line.repeat(3).trim_end()));
    let cx = desk.harness.ctx.clone();
    let World { reader, .. } = desk.harness.state_mut();
    let mut step = |from: u32, motion: Motion| reader.step(&cx, Offset::new(from), motion).get();
    let row_end = step(5, Motion::LineEnd);
    assert!((40..90).contains(&row_end), "{row_end}");
    let second = step(5, Motion::LineDown);
    assert!(second > row_end && step(second, Motion::LineUp) == 5);
    assert_eq!(step(second, Motion::LineStart), row_end + 1);
    assert_eq!((step(0, Motion::WordRight), step(3, Motion::WordRight), step(7, Motion::WordLeft)), (3, 7, 4));
    let arabic = step(5, Motion::ParagraphDown);
    assert_eq!(step(arabic, Motion::GraphemeLeft), arabic + 2, "left is forwards");
    assert_eq!(step(arabic + 2, Motion::GraphemeRight), arabic);
    assert_eq!(step(arabic, Motion::WordLeft), arabic + 10);
    let last = step(arabic, Motion::ParagraphDown);
    assert_eq!(step(last, Motion::ParagraphDown), last + 4);
    assert_eq!((step(last + 2, Motion::ParagraphUp), step(last, Motion::ParagraphUp)), (last, arabic));
    assert_eq!((step(9, Motion::DocumentStart), step(9, Motion::DocumentEnd)), (0, last + 4));
    assert_eq!(step(last, Motion::PageUp), step(last, Motion::PageUp));
}

#[test]
fn a_long_article_scrolls_to_a_place_and_keeps_it_at_another_width() {
    let paragraph = "Some words that fill a line or two so that heights differ from what was guessed at first.\n";
    let mut desk = Desk::new(&paragraph.repeat(2000));
    let goal = range(100_000, 100_005);
    desk.harness.state_mut().reader.scroll_to(goal);
    desk.harness.run_steps(2);
    let rect = desk.world().reader.range_rect(goal).expect("it is in view");
    assert!((100.0..300.0).contains(&rect.center().y), "{rect:?}");
    let place = desk.world().reader.place();
    desk.harness.set_size(vec2(500.0, 400.0));
    desk.harness.run_steps(3);
    let now = desk.world().reader.place();
    assert!(now.offset <= place.offset && place.offset.get() - now.offset.get() < 100, "{place:?} {now:?}");
    desk.harness.state_mut().reader.scroll_to(range(0, 1));
    desk.harness.run_steps(2);
    desk.harness.state_mut().reader.restore(place);
    desk.harness.run_steps(2);
    let back = desk.world().reader.place();
    assert!(back.offset <= place.offset && place.offset.get() - back.offset.get() < 100);
}

#[test]
fn strange_characters_and_an_empty_article_are_shown() {
    let strange = "a\tb\rc\0d\u{85}e\u{2028}f\u{c}g\u{202e}h\u{200f}i\u{feff}\n\n\u{202c}\u{2066}x\n\r\n";
    let mut desk = Desk::new(strange);
    desk.click(desk.letter("c\0", 0));
    let text = desk.world().reader.text().clone();
    for (at, _) in strange.char_indices() {
        let cx = desk.harness.ctx.clone();
        let World { reader, .. } = desk.harness.state_mut();
        let next = reader.step(&cx, Offset::new(at as u32), Motion::LineDown);
        assert!(text.check(TextRange::empty_at(next)).is_ok());
    }
    let mut empty = Desk::new("");
    empty.click(Pos2::new(300.0, 200.0));
    assert_eq!(empty.last(), &ReaderEvent::ClickedEmpty);
}

#[test]
fn nothing_is_painted_again_while_nothing_moves() {
    let mut desk = Desk::new(TALKS);
    desk.harness.run();
    desk.click(desk.letter("Mistura", 2));
    desk.harness.run();
    assert!(!desk.harness.ctx.has_requested_repaint());
}

#[test]
fn a_drag_beyond_the_edge_scrolls() {
    let mut desk = Desk::new(&"A line of some words.\n".repeat(300));
    let from = desk.rect("line").center();
    desk.harness.hover_at(from);
    desk.harness.step();
    desk.button(from, true, Modifiers::NONE);
    desk.harness.hover_at(Pos2::new(from.x, 440.0));
    desk.wait(1.0);
    desk.button(Pos2::new(from.x, 440.0), false, Modifiers::NONE);
    let selection = desk.world().selection.expect("a selection").range();
    assert!(selection.len() > 400, "{selection:?}");
    assert!(desk.world().reader.place().offset > Offset::ZERO);
}

#[test]
fn the_wheel_and_the_strip_scroll_to_both_ends() {
    let mut desk = Desk::new(&"A line of some words.\n".repeat(3000));
    desk.harness.hover_at(Pos2::new(400.0, 200.0));
    let wheel = egui::Event::MouseWheel {
        unit: egui::MouseWheelUnit::Point,
        delta: vec2(0.0, -300.0),
        modifiers: Modifiers::NONE,
        phase: egui::TouchPhase::Move,
        source: egui::MouseWheelSource::Wheel,
    };
    desk.harness.event(wheel);
    desk.wait(1.0);
    let scrolled = desk.world().reader.place().offset.get();
    assert!((50..800).contains(&scrolled), "{scrolled}");
    desk.drag_with(Pos2::new(787.0, 20.0), Pos2::new(787.0, 500.0), Modifiers::NONE);
    let text = desk.world().reader.text().clone();
    assert!(desk.world().reader.range_rect(range(text.end().get() - 3, text.end().get() - 1)).is_some());
    desk.drag_with(Pos2::new(787.0, 380.0), Pos2::new(787.0, -50.0), Modifiers::NONE);
    assert_eq!(desk.world().reader.place().offset, Offset::ZERO);
}

#[test]
fn nothing_jumps_when_guessed_heights_turn_out_otherwise() {
    let lines = (0..3000).map(|n| format!("{n} {}", "W漢iii ".repeat(1 + n * 7 % 40)));
    let mut desk = Desk::of(World::showing(Text::new(lines.collect::<Vec<_>>().join("\n")).unwrap(), Vec::new()));
    let goal = desk.world().reader.text().as_str().find("\n1500 ").expect("a line") as u32 + 1;
    desk.harness.state_mut().reader.scroll_to(range(goal, goal + 4));
    desk.harness.run_steps(2);
    desk.harness.hover_at(Pos2::new(400.0, 200.0));
    let mut n_measured = 0;
    for (turns, delta) in [(3, 40.0), (60, -25.0), (120, 31.0), (63, -40.0)] {
        for _ in 0..turns {
            let text = desk.world().reader.text().clone();
            let at = text.floor(desk.world().reader.place().offset.index() + 400);
            let watched = TextRange::between(at, text.next_grapheme(at));
            let before = desk.world().reader.range_rect(watched).map(|rect| rect.top());
            let wheel = egui::Event::MouseWheel {
                unit: egui::MouseWheelUnit::Point,
                delta: vec2(0.0, delta),
                modifiers: Modifiers::NONE,
                phase: egui::TouchPhase::Move,
                source: egui::MouseWheelSource::Wheel,
            };
            desk.harness.event(wheel);
            desk.harness.step();
            let moved = desk.harness.ctx.input(|input| input.smooth_scroll_delta().y);
            let after = desk.world().reader.range_rect(watched).map(|rect| rect.top());
            if let (Some(before), Some(after)) = (before, after) {
                assert!((after - before - moved).abs() <= 1.0, "{before} + {moved} became {after}");
                n_measured += 1;
            }
        }
    }
    assert!(n_measured > 200, "{n_measured}");
}

#[test]
fn others_spans_can_be_focused_but_not_resized() {
    let text = Text::new("The envoy met Lavrov.".to_owned()).unwrap();
    let own = set(&text, vec![span(0, "person", 14, 20)]);
    let others = set(&text, vec![span(0, "person", 4, 9)]);
    let mut desk =
        Desk::of(World::showing(text, vec![(own, LayerKind::Own, "Ana"), (others, LayerKind::Other, "Ben")]));
    desk.click(desk.letter("envoy", 2));
    assert_eq!((desk.focused(), desk.world().focus[0].layer), (vec!["envoy"], 1));
    assert!(desk.harness.query_by_label("Person: envoy (Ben)").is_some());
    desk.wait(0.5);
    desk.drag_with(desk.rect("envoy").right_center(), desk.letter("Lavrov", 3), Modifiers::NONE);
    assert!(matches!(desk.last(), ReaderEvent::Select { .. }), "{:?}", desk.last());
}

#[test]
fn a_span_that_comes_in_a_crowded_line_moves_nothing_above_it() {
    let mut desk =
        Desk::new("One line of text.\nA [claim|second [event|line [time|of [place|more]]]] text.\nThird line.");
    let (first, second) = (desk.rect("One line"), desk.rect("more"));
    desk.harness.state_mut().sets[0].0.spans.insert(span(30, "frame", 31, 35));
    desk.harness.run_steps(2);
    assert_eq!((desk.rect("One line"), desk.rect("more")), (first, second));
}
