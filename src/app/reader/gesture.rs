//! From presses, moves and releases of the pointer to events: clicks are counted, drags are followed.

use super::input::{Edge, ReaderEvent, Selection, SpanRef};
use super::screen::PageHit;
use crate::text::{Granularity, Offset, Text, TextRange};
use egui::{Modifiers, Pos2};

/// The pointer has to move this far for a press to become a drag, in points.
const DRAG_DISTANCE: f32 = 5.0;
/// Clicks further apart than this are not counted together, in points.
const CLICK_DISTANCE: f32 = 8.0;

/// What the person is doing with the pointer.
#[derive(Debug, Default)]
pub(super) struct Gesture {
    press: Option<Press>,
    clicks: Clicks,
    /// A range that an armed tag takes when no further click comes.
    waiting: Option<Waiting>,
    /// What was reported last, so that a still pointer reports nothing.
    last: Option<ReaderEvent>,
}

#[derive(Debug)]
struct Press {
    origin: Pos2,
    hit: PageHit,
    modifiers: Modifiers,
    n_clicks: u32,
    /// Whether the double-click time has passed since the click before.
    is_late: bool,
    edge: Option<(SpanRef, Edge, TextRange)>,
    is_drag: bool,
}

#[derive(Debug, Default)]
struct Clicks {
    n: u32,
    pos: Pos2,
    /// When the last one was released.
    released: Option<f64>,
}

#[derive(Debug)]
struct Waiting {
    selection: Selection,
    unit: Option<Granularity>,
    until: f64,
}

/// What a gesture needs to know of the page.
pub(super) struct GestureCx<'a> {
    pub(super) text: &'a Text,
    /// Seconds.
    pub(super) now: f64,
    /// How long after a click another one still belongs to it, in seconds.
    pub(super) click_time: f64,
    pub(super) selection: Option<Selection>,
    pub(super) focus: Option<SpanRef>,
    /// Whether a tag is put on each selection at once.
    pub(super) is_armed: bool,
    /// The toggle for exact graphemes.
    pub(super) exact: bool,
}

impl Gesture {
    /// The primary button went down on the page. `edge` is the edge of the focused span there, if any.
    pub(super) fn press(
        &mut self,
        cx: &GestureCx<'_>,
        pos: Pos2,
        hit: PageHit,
        modifiers: Modifiers,
        edge: Option<(SpanRef, Edge, TextRange)>,
    ) {
        let since = self.clicks.released.map_or(f64::INFINITY, |released| cx.now - released);
        let is_late = since > cx.click_time;
        let goes_on = !is_late && self.clicks.pos.distance(pos) <= CLICK_DISTANCE && !modifiers.any();
        self.clicks = Clicks { n: if goes_on { self.clicks.n + 1 } else { 1 }, pos, released: None };
        self.waiting = None;
        self.last = None;
        let n_clicks = self.clicks.n;
        self.press = Some(Press { origin: pos, hit, modifiers, n_clicks, is_late, edge, is_drag: false });
    }

    /// The pointer is somewhere while the button is down; `hit` is the text there.
    pub(super) fn drag(
        &mut self,
        cx: &GestureCx<'_>,
        pos: Pos2,
        hit: PageHit,
        modifiers: Modifiers,
    ) -> Option<ReaderEvent> {
        let press = self.press.as_mut()?;
        press.is_drag |= press.origin.distance(pos) >= DRAG_DISTANCE;
        if !press.is_drag {
            return None;
        }
        let event = dragged(cx, press, hit, modifiers, false)?;
        if self.last.as_ref() == Some(&event) {
            return None;
        }
        self.last = Some(event.clone());
        Some(event)
    }

    /// The button went up. `spans` are those under the pointer, from the innermost.
    pub(super) fn release(
        &mut self,
        cx: &GestureCx<'_>,
        hit: PageHit,
        modifiers: Modifiers,
        spans: &[SpanRef],
    ) -> Option<ReaderEvent> {
        let press = self.press.take()?;
        self.clicks.released = Some(cx.now);
        if press.is_drag {
            self.clicks.n = 0;
            return dragged(cx, &press, hit, modifiers, true);
        }
        let unit = match press.n_clicks {
            0 | 1 => return Some(self.click(cx, &press, spans)),
            2 => Granularity::Word,
            3 => Granularity::Sentence,
            _ => Granularity::Paragraph,
        };
        let selection = Selection::of(cx.text.unit_at(press.hit.cell.start(), unit));
        if cx.is_armed {
            self.waiting = Some(Waiting { selection, unit: Some(unit), until: cx.now + cx.click_time });
        }
        Some(ReaderEvent::Select { selection, done: !cx.is_armed, unit: Some(unit), is_fragment: false })
    }

    fn click(&self, cx: &GestureCx<'_>, press: &Press, spans: &[SpanRef]) -> ReaderEvent {
        let Modifiers { alt, shift, .. } = press.modifiers;
        let at = press.hit.caret;
        if shift && let Some(selection) = cx.selection {
            let selection = extended(cx.text, selection, at, alt || cx.exact);
            return ReaderEvent::Select { selection, done: true, unit: None, is_fragment: false };
        }
        if alt {
            return ReaderEvent::Point(at);
        }
        let add = press.modifiers.command;
        let next = match cx.focus.and_then(|focus| spans.iter().position(|span| *span == focus)) {
            Some(focused) if press.is_late && !add => spans.get(focused + 1).or(spans.first()),
            Some(focused) => spans.get(focused),
            None => spans.first(),
        };
        match next {
            Some(&span) => ReaderEvent::FocusSpan { span, add },
            None if press.hit.is_inside => ReaderEvent::Caret(at),
            None => ReaderEvent::ClickedEmpty,
        }
    }

    /// What is due because time has passed.
    pub(super) fn tick(&mut self, now: f64) -> Option<ReaderEvent> {
        let Waiting { selection, unit, .. } = self.waiting.take_if(|waiting| waiting.until <= now)?;
        self.clicks.n = 0;
        Some(ReaderEvent::Select { selection, done: true, unit, is_fragment: false })
    }

    /// How long until something is due, in seconds.
    pub(super) fn due_in(&self, now: f64) -> Option<f64> {
        self.waiting.as_ref().map(|waiting| (waiting.until - now).max(0.0))
    }

    /// Whether a drag is going on, and so the page scrolls when the pointer leaves it.
    pub(super) fn is_dragging(&self) -> bool {
        self.press.as_ref().is_some_and(|press| press.is_drag)
    }

    /// Whether the button is down and has not moved: letting it go is a click.
    pub(super) fn is_click(&self) -> bool {
        self.press.as_ref().is_some_and(|press| !press.is_drag && press.edge.is_none())
    }

    /// Whether the button is down on the page.
    pub(super) fn is_pressed(&self) -> bool {
        self.press.is_some()
    }

    /// The edge that is being dragged, and the range it would give its span.
    pub(super) fn resizing(&self) -> Option<(SpanRef, Edge, TextRange)> {
        match &self.last {
            Some(ReaderEvent::Resize { span, edge, to, done: false }) if self.is_dragging() => {
                Some((*span, *edge, *to))
            }
            _ => None,
        }
    }

    /// Whether a press took hold of an edge.
    pub(super) fn holds_edge(&self) -> bool {
        self.press.as_ref().is_some_and(|press| press.edge.is_some())
    }

    /// Lets go of everything without an event.
    pub(super) fn cancel(&mut self) {
        self.press = None;
        self.last = None;
    }
}

fn dragged(cx: &GestureCx<'_>, press: &Press, hit: PageHit, modifiers: Modifiers, done: bool) -> Option<ReaderEvent> {
    let exact = modifiers.alt || cx.exact;
    if let Some((span, edge, hull)) = press.edge {
        let to = resized(cx.text, hull, edge, hit.caret, exact);
        return Some(ReaderEvent::Resize { span, edge, to, done });
    }
    let unit = match press.n_clicks {
        0..=2 => None,
        3 => Some(Granularity::Sentence),
        _ => Some(Granularity::Paragraph),
    };
    let backwards = hit.caret < press.hit.caret;
    let raw = TextRange::between(press.hit.caret, hit.caret);
    let range = match unit {
        Some(unit) => {
            let unit_at = |hit: PageHit| cx.text.unit_at(hit.cell.start(), unit);
            unit_at(press.hit).hull(unit_at(hit))
        }
        None if press.n_clicks == 2 => cx.text.snapped(press.hit.cell.hull(raw)),
        None if exact => raw,
        None => cx.text.snapped(raw),
    };
    let selection = Selection::directed(range, backwards);
    let is_fragment = press.modifiers.command;
    Some(ReaderEvent::Select { selection, done, unit, is_fragment })
}

/// A selection with one side moved to `at`: the nearer one to what lies outside, the head within.
fn extended(text: &Text, selection: Selection, at: Offset, exact: bool) -> Selection {
    let range = selection.range();
    let (fixed, backwards) = if at < range.start() {
        (range.end(), true)
    } else if at > range.end() {
        (range.start(), false)
    } else {
        (selection.anchor, at < selection.anchor)
    };
    let moved = TextRange::between(fixed, at);
    let moved = if exact { moved } else { keep_side(text.snapped(moved), fixed, backwards) };
    Selection::directed(moved, backwards)
}

/// Snapping must not move the side that stays.
fn keep_side(range: TextRange, fixed: Offset, is_end: bool) -> TextRange {
    if is_end {
        TextRange::between(range.start().min(fixed), fixed)
    } else {
        TextRange::between(fixed, range.end().max(fixed))
    }
}

/// A span's range with one edge moved to `at`, to words unless `exact`; it keeps at least one unit.
fn resized(text: &Text, hull: TextRange, edge: Edge, at: Offset, exact: bool) -> TextRange {
    let least = |within: Offset| {
        let unit = if exact { Granularity::Grapheme } else { Granularity::Word };
        text.unit_at(within, unit)
    };
    match edge {
        Edge::Start => {
            let end = hull.end();
            if at >= end {
                let last = least(text.previous_grapheme(end));
                return TextRange::between(last.start().min(end), end);
            }
            let moved = TextRange::between(at, end);
            if exact { moved } else { keep_side(text.snapped(moved), end, true) }
        }
        Edge::End => {
            let start = hull.start();
            if at <= start {
                return TextRange::between(start, least(start).end().max(start));
            }
            let moved = TextRange::between(start, at);
            if exact { moved } else { keep_side(text.snapped(moved), start, false) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(content: &str) -> Text {
        Text::new(content.to_owned()).unwrap()
    }

    fn range(start: u32, end: u32) -> TextRange {
        TextRange::between(Offset::new(start), Offset::new(end))
    }

    #[test]
    fn an_edge_snaps_to_words_and_keeps_one() {
        let text = text("one two three four");
        let span = range(4, 13);
        let to = |edge, at, exact| resized(&text, span, edge, Offset::new(at), exact);
        assert_eq!(to(Edge::End, 16, false), range(4, 18));
        assert_eq!(to(Edge::End, 16, true), range(4, 16));
        assert_eq!(to(Edge::End, 2, false), range(4, 7), "not past the start");
        assert_eq!(to(Edge::End, 2, true), range(4, 5));
        assert_eq!(to(Edge::Start, 1, false), range(0, 13));
        assert_eq!(to(Edge::Start, 17, false), range(8, 13), "not past the end");
        assert_eq!(to(Edge::Start, 17, true), range(12, 13));
    }

    #[test]
    fn an_odd_edge_stays_when_the_other_moves() {
        let text = text("one two three");
        let odd = range(1, 6);
        assert_eq!(resized(&text, odd, Edge::End, Offset::new(10), false), range(1, 13));
        assert_eq!(resized(&text, odd, Edge::Start, Offset::new(5), false), range(4, 6));
    }

    #[test]
    fn shift_extends_from_the_far_side() {
        let text = text("one two three four");
        let word = Selection::of(range(4, 7));
        assert_eq!(extended(&text, word, Offset::new(10), false), Selection::of(range(4, 13)));
        assert_eq!(extended(&text, word, Offset::new(1), false), Selection::directed(range(0, 7), true));
        assert_eq!(extended(&text, word, Offset::new(10), true), Selection::of(range(4, 10)));
    }
}
