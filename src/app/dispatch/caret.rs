//! The caret, the selection, and walking from span to span.

use crate::app::desk::{Desk, HeldEdge};
use crate::app::overlay::Overlay;
use crate::app::panes::below_top_bar;
use crate::app::reader::{Edge, Motion, Selection, SpanRef};
use crate::app::verb::Verb;
use crate::app::views::span_list::{ListedSpans, SpanList};
use crate::app::widgets::ToastKind;
use crate::app::window::{Session, Window};
use crate::model::{RecordId, Span};
use crate::text::{Granularity, Offset, Text, TextRange};
use egui::{Context, Rect};

/// The most spans of one set that are listed at one place.
const MOST_LISTED: usize = 1000;

impl Window {
    pub(super) fn caret_verb(&mut self, cx: &Context, verb: Verb) {
        match verb {
            Verb::Back => return self.back(cx),
            Verb::NextSpan => return self.walk(true),
            Verb::PreviousSpan => return self.walk(false),
            Verb::SpansHere => return self.list_spans_here(),
            _ => {}
        }
        let Session::Open(desk) = &mut self.session else { return };
        match verb {
            Verb::SelectSentence => select_unit(desk, Granularity::Sentence),
            Verb::SelectAll => {
                if let Some(document) = desk.document() {
                    let whole = document.text.whole();
                    desk.let_go();
                    desk.page.selection = Some(Selection::of(whole));
                }
            }
            Verb::Copy => {
                if let Some(text) = covered(desk) {
                    cx.copy_text(text);
                }
            }
            _ => {
                if let Some(motion) = motion_of(verb) {
                    self.move_caret(cx, motion, false);
                }
            }
        }
    }

    /// Moves the caret, or the edge that is held; `extend` keeps where the selection was begun.
    pub fn move_caret(&mut self, cx: &Context, motion: Motion, extend: bool) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.page.held.is_some() {
            return move_edge(cx, desk, motion);
        }
        let Some(reader) = &mut desk.page.reader else { return };
        let start = reader.place().offset;
        let selection = desk.page.selection.unwrap_or(Selection::caret(start));
        let range = selection.range();
        // A selection that is not extended collapses to the side that the caret moves to.
        let head = match motion {
            _ if extend || range.is_empty() => reader.step(cx, selection.head, motion),
            Motion::WordLeft | Motion::GraphemeLeft => range.start(),
            Motion::WordRight | Motion::GraphemeRight => range.end(),
            _ => reader.step(cx, selection.head, motion),
        };
        reader.reveal(TextRange::empty_at(head));
        let anchor = if extend { selection.anchor } else { head };
        let selection = Selection { anchor, head };
        let by_word = matches!(motion, Motion::WordLeft | Motion::WordRight) && !desk.exact;
        let selection = if by_word { without_outer(reader.text(), selection) } else { selection };
        desk.let_go();
        desk.page.selection = Some(selection);
    }

    /// Takes back one thing: what is open, a held edge, the selection, the armed tag, the focused span.
    fn back(&mut self, cx: &Context) {
        if self.overlay.is_some() {
            return self.dispatch(cx, vec![crate::app::action::Action::CloseOverlay]);
        }
        let Session::Open(desk) = &mut self.session else { return };
        if desk.page.palette.take().is_some() || self.close_find() {
            return self.focus_article(cx);
        }
        let Session::Open(desk) = &mut self.session else { return };
        if desk.page.linking.take().is_some() {
            // The link is let go of, and the spans stay as they are.
        } else if let Some(held) = desk.page.held.take() {
            desk.page.selection = Some(Selection::caret(held.span.hull().start()));
        } else if desk.selected().is_some() {
            desk.page.selection = desk.page.selection.map(|selection| Selection::caret(selection.head));
        } else if desk.armed.is_some() {
            desk.armed = None;
        } else if !desk.page.focus.is_empty() {
            desk.page.focus.clear();
        } else {
            self.focus_mode = false;
        }
    }

    fn focus_article(&self, cx: &Context) {
        let Session::Open(desk) = &self.session else { return };
        if let Some(reader) = &desk.page.reader {
            reader.focus(cx);
        }
    }

    /// Focuses the next span, or the one before, of one's own and of those shown beside them.
    fn walk(&mut self, forward: bool) {
        let Session::Open(desk) = &mut self.session else { return };
        let from = walk_from(desk, forward);
        let codebook = &desk.workspace.project().codebook;
        let n_layers = if desk.other_set().is_some() { 2 } else { 1 };
        let near = (0..n_layers).filter_map(|layer| {
            let spans = &desk.layer_set(layer)?.spans;
            let next = |from| if forward { spans.after(from) } else { spans.before(from) };
            let mut near = std::iter::successors(next(from), |span| next(span.key()));
            let span = near.find(|span| !desk.veil.hides(codebook, &span.tag))?;
            Some((SpanRef::new(layer, span), span.hull()))
        });
        let found =
            if forward { near.min_by_key(|(span, _)| span.key()) } else { near.max_by_key(|(span, _)| span.key()) };
        if let Some((span, _)) = found {
            self.go_to_span(span);
        }
    }

    /// Focuses a span and brings it into view.
    pub(super) fn go_to_span(&mut self, span: SpanRef) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some(hull) = desk.layer_set(span.layer).and_then(|set| set.spans.get(span.key())).map(Span::hull) else {
            return;
        };
        desk.let_go();
        desk.page.focus = vec![span];
        desk.page.selection = Some(Selection::caret(span.start));
        if let Some(reader) = &mut desk.page.reader {
            reader.scroll_to(hull);
        }
    }

    /// Lists the spans at the focused one, at the selection or at the caret, from the innermost.
    fn list_spans_here(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let focused = desk.page.focus.first().copied();
        let at = focused.map(|span| span.start).or(desk.page.selection.map(|selection| selection.range().start()));
        let Some((at, document)) = at.zip(desk.document()) else { return };
        let here = document.text.unit_at(at, Granularity::Grapheme);
        let mut spans: Vec<(usize, u32, SpanRef)> = Vec::new();
        for (layer, set) in (0..2).filter_map(|layer| Some((layer, desk.layer_set(layer)?))) {
            let overlapping = set.spans.overlapping(here).take(MOST_LISTED);
            spans.extend(overlapping.map(|span| (layer, span.hull().len(), SpanRef::new(layer, span))));
        }
        spans.sort_by_key(|&(layer, len, span)| (layer, len, span.key()));
        let spans: Vec<SpanRef> = spans.into_iter().map(|(.., span)| span).collect();
        if spans.is_empty() {
            return self.say(ToastKind::Info, "No span lies at the caret".to_owned());
        }
        let chosen = spans.iter().position(|span| Some(*span) == focused).unwrap_or(0);
        let beside = desk.page.reader.as_ref().and_then(|reader| reader.range_rect(here)).unwrap_or(Rect::ZERO);
        self.overlay = Some(Overlay::Spans(SpanList::new(ListedSpans::Stack(spans), chosen, beside)));
    }

    /// Lists all spans of the article; the chosen one is the focused one, or the first after the caret.
    pub(super) fn list_all_spans(&mut self, cx: &Context) {
        let Session::Open(desk) = &self.session else { return };
        let from = walk_from(desk, true);
        let chosen = desk.own_set().map_or(0, |set| set.spans.rank(from));
        let beside = below_top_bar(cx, SpanList::WIDTH);
        self.overlay = Some(Overlay::Spans(SpanList::new(ListedSpans::Article, chosen, beside)));
    }
}

/// Where walking goes on from: the focused span, else the caret.
fn walk_from(desk: &Desk, forward: bool) -> (Offset, RecordId) {
    if let Some(span) = desk.page.focus.first() {
        return span.key();
    }
    let caret = desk.page.selection.map_or(Offset::ZERO, |selection| selection.head);
    // Ids of zeros sort before, and ids of z after, every span that starts at the caret.
    (caret, RecordId::drawn(|| if forward { 0 } else { 35 }))
}

/// What a step of the caret is called on the page.
pub fn motion_of(verb: Verb) -> Option<Motion> {
    Some(match verb {
        Verb::WordLeft => Motion::WordLeft,
        Verb::WordRight => Motion::WordRight,
        Verb::GraphemeLeft => Motion::GraphemeLeft,
        Verb::GraphemeRight => Motion::GraphemeRight,
        Verb::LineUp => Motion::LineUp,
        Verb::LineDown => Motion::LineDown,
        Verb::ParagraphUp => Motion::ParagraphUp,
        Verb::ParagraphDown => Motion::ParagraphDown,
        Verb::LineStart => Motion::LineStart,
        Verb::LineEnd => Motion::LineEnd,
        Verb::PageUp => Motion::PageUp,
        Verb::PageDown => Motion::PageDown,
        Verb::TextStart => Motion::DocumentStart,
        Verb::TextEnd => Motion::DocumentEnd,
        _ => return None,
    })
}

/// What is selected word by word has no spaces and punctuation at its ends, as with a drag.
fn without_outer(text: &Text, selection: Selection) -> Selection {
    let range = text.snapped(selection.range());
    if range.is_empty() { selection } else { Selection::directed(range, selection.head < selection.anchor) }
}

/// Moves the held edge; it never passes the other one.
fn move_edge(cx: &Context, desk: &mut Desk, motion: Motion) {
    let (Some(held), Some(reader)) = (&desk.page.held, &mut desk.page.reader) else { return };
    let from = match held.edge {
        Edge::Start => held.to.start(),
        Edge::End => held.to.end(),
    };
    let at = reader.step(cx, from, motion);
    let to = match held.edge {
        Edge::Start if at < held.to.end() => TextRange::between(at, held.to.end()),
        Edge::End if at > held.to.start() => TextRange::between(held.to.start(), at),
        _ => held.to,
    };
    reader.reveal(TextRange::empty_at(at));
    let selection = Selection::directed(to, held.edge == Edge::Start);
    desk.page.held = Some(HeldEdge { to, ..held.clone() });
    desk.page.selection = Some(selection);
}

fn select_unit(desk: &mut Desk, granularity: Granularity) {
    let at = desk.page.selection.map_or(Offset::ZERO, |selection| selection.range().start());
    let Some(document) = desk.document() else { return };
    let unit = document.text.unit_at(at, granularity);
    desk.let_go();
    desk.page.selection = Some(Selection::of(unit));
    if let Some(reader) = &mut desk.page.reader {
        reader.reveal(unit);
    }
}

/// The text that *Copy* takes: what is selected, else what the focused spans cover.
fn covered(desk: &Desk) -> Option<String> {
    let text = &desk.document()?.text;
    if let Some(range) = desk.selected() {
        return Some(text.slice(range).to_owned());
    }
    let pieces: Vec<&str> = desk.focused()?.at.iter().map(|range| text.slice(range)).collect();
    Some(pieces.join(" "))
}
