//! Marking text: tags for selections and spans, edges, notes.

use crate::app::action::Action;
use crate::app::desk::{Desk, HeldEdge, Linking, Room};
use crate::app::overlay::Overlay;
use crate::app::reader::{Edge, Emphasis, ReaderEvent, Selection, SpanRef};
use crate::app::verb::Verb;
use crate::app::views::span_list::{ListedSpans, SpanList};
use crate::app::views::tag_palette::{TagPalette, palette_tags};
use crate::app::widgets::ToastKind;
use crate::app::window::{Session, Window};
use crate::edit::{Command, NewTag};
use crate::model::{Fragments, LayerKind, Span, SpanKey, TagId};
use crate::text::{Granularity, Offset, TextRange};
use egui::{Context, Rect, Vec2};

impl Window {
    pub(super) fn labeling_verb(&mut self, verb: Verb) {
        let Session::Open(desk) = &mut self.session else { return };
        match verb {
            Verb::TagPalette => open_palette(desk, true),
            Verb::RepeatTag => match desk.recent.first().cloned() {
                Some(tag) => self.apply_tag(&tag, false),
                None => self.say(ToastKind::Info, "No tag has been used yet. Press a tag's key first".to_owned()),
            },
            Verb::NewTagFromText => self.tag_from_text(),
            Verb::RemoveSpans => {
                let spans = desk.focused_own();
                self.remove_spans(&spans);
            }
            Verb::HoldStart => hold(desk, Edge::Start),
            Verb::HoldEnd => hold(desk, Edge::End),
            Verb::Confirm => self.confirm(),
            Verb::WriteNote if desk.room == Room::Review => self.comment_on_item(),
            Verb::WriteNote => {
                let (on, of) = desk.noted();
                self.overlay = Some(Overlay::Note { on, of, note: None, body: String::new(), verdict: None });
            }
            Verb::FixItem | Verb::ProposeAgain if desk.room == Room::Review => {
                self.say(ToastKind::Info, "That is for labeling, and does nothing to gold".to_owned());
            }
            Verb::FixItem if desk.suggested().is_some() => self.accept(None),
            Verb::FixItem => self.fix_item(),
            Verb::RejectProposal | Verb::SkipProposal | Verb::AcceptAlike | Verb::ProposeAgain => {
                self.deciding_verb(verb)
            }
            Verb::TagNext => self.tag_next(),
            Verb::TagAll => self.open_tag_all(),
            Verb::NextItem | Verb::PreviousItem => self.step_item(verb == Verb::NextItem),
            Verb::HideTag | Verb::DimTag | Verb::ShowOnlyTag => self.veil_focused(verb),
            Verb::AddFragment => self.add_fragment(),
            Verb::MarkPlace => {
                let at = desk.page.selection.map(|selection| selection.head);
                desk.let_go();
                desk.page.point = at;
            }
            Verb::Attributes | Verb::DocumentLabels | Verb::Flag | Verb::LinkSpan => self.saying_verb(verb),
            Verb::LeaveOut => self.leave_out(),
            Verb::TakeInAgain => self.take_in_again(),
            Verb::CorrectText => self.correct_text(),
            Verb::UseAsExample | Verb::UseAsCounterexample | Verb::StillRight => self.guiding_verb(verb),
            Verb::ToggleExact => desk.exact = !desk.exact,
            _ => {}
        }
    }

    /// Something happened on the page.
    pub(super) fn reader_event(&mut self, cx: &Context, event: ReaderEvent) {
        let Session::Open(desk) = &mut self.session else { return };
        match event {
            ReaderEvent::Caret(at) => {
                desk.let_go();
                desk.page.selection = Some(Selection::caret(at));
            }
            ReaderEvent::Select { selection, done, is_fragment: true, .. } if desk.fragmented().is_some() => {
                desk.page.selection = Some(selection);
                if done {
                    self.add_fragment();
                }
            }
            ReaderEvent::Select { selection, done, .. } => {
                desk.let_go();
                desk.page.selection = Some(selection);
                if done && !selection.range().is_empty() {
                    match desk.armed.clone() {
                        Some(tag) => self.apply_tag(&tag, false),
                        None => open_palette(desk, false),
                    }
                }
            }
            ReaderEvent::FocusSpan { span, .. } if desk.page.linking.is_some() => self.end_link(span),
            ReaderEvent::FocusSpan { span, add } => focus(desk, span, add),
            ReaderEvent::Resize { span, to, done, edge } => {
                if done {
                    self.resize(span.key(), edge, to);
                }
            }
            ReaderEvent::Link { from, to } => {
                desk.page.linking = Some(Linking { from, tag: None });
                self.end_link(to);
            }
            ReaderEvent::Point(at) => {
                desk.let_go();
                desk.page.selection = Some(Selection::caret(at));
                desk.page.point = Some(at);
                if let Some(tag) = desk.armed.clone() {
                    self.apply_tag(&tag, false);
                }
            }
            ReaderEvent::ClickedEmpty => desk.let_go(),
            ReaderEvent::OpenStack { spans, at } => {
                let beside = Rect::from_center_size(at, Vec2::splat(16.0));
                self.overlay = Some(Overlay::Spans(SpanList::new(ListedSpans::Stack(spans), 0, beside)));
            }
            ReaderEvent::ContextMenu { at, span, .. } => {
                if let Some(span) = span {
                    focus(desk, span, false);
                } else if desk.selected().is_none_or(|range| !range.touches(at)) {
                    select_word(desk, at);
                }
                open_palette(desk, true);
            }
        }
        cx.request_repaint();
    }

    /// Gives the selection a tag, or retags the focused spans; `beside` adds the tag to the range of the focused one.
    pub(super) fn apply_tag(&mut self, tag: &TagId, beside: bool) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.workspace.annotator().is_none() {
            self.once_seated = Some(Action::ApplyTag { tag: tag.clone(), beside });
            return self.ask_who();
        }
        let codebook = &desk.workspace.project().codebook;
        let kind = codebook.tag(tag).map(|tag| codebook.kind_of(tag)).unwrap_or_default();
        if kind != LayerKind::Span {
            return self.apply_other(tag, kind);
        }
        if desk.selected().is_none() && desk.suggested().is_some() {
            return self.accept(Some(tag));
        }
        let Some(set) = desk.own_key() else { return };
        let focused = desk.focused_own();
        let command = match (desk.selected(), focused.as_slice()) {
            (Some(range), _) => {
                let at = desk.fitted(range, tag).into();
                Command::AddSpan { set, at, tag: tag.clone() }
            }
            (None, _) if desk.marked_place(tag).is_some() => {
                let at = desk.marked_place(tag).map(TextRange::empty_at);
                let Some(at) = at.map(Fragments::one) else { return };
                Command::AddSpan { set, at, tag: tag.clone() }
            }
            (None, [first, ..]) if beside => {
                let at = desk.own_set().and_then(|set| set.spans.get(first.key())).map(|span| span.at.clone());
                let Some(at) = at else { return };
                Command::AddSpan { set, at, tag: tag.clone() }
            }
            (None, [_, ..]) => {
                let spans = focused.iter().map(SpanRef::key).collect();
                Command::Retag { set, spans, tag: tag.clone() }
            }
            (None, []) => return self.arm(Some(tag.clone())),
        };
        let added = match &command {
            Command::AddSpan { at, .. } => Some(at.clone()),
            _ => None,
        };
        if self.run(&command) {
            self.after_tagging(tag, added.as_ref());
        }
    }

    /// Adds what is selected to the focused span, or to the one that was focused last, as another fragment.
    pub(super) fn add_fragment(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        let (Some(set), Some(range)) = (desk.own_key(), desk.selected()) else {
            return self.say(ToastKind::Info, "Select the words to add to the span first".to_owned());
        };
        let Some(span) = desk.fragmented() else {
            return self.say(ToastKind::Info, "Focus the span first, then select what to add to it".to_owned());
        };
        let at = desk.own_set().and_then(|set| set.spans.get(span.key())).map(|span| with_fragment(&span.at, range));
        let Some(at) = at else { return };
        let start = at.hull().start();
        if self.run(&Command::Resize { set, span: span.key(), at })
            && let Session::Open(desk) = &mut self.session
        {
            desk.page.focus = vec![SpanRef { start, ..span }];
            desk.page.selection = Some(Selection::caret(range.end()));
        }
    }

    /// Focuses what was just marked, so that the next key can correct it. Retagged spans stay focused.
    fn after_tagging(&mut self, tag: &TagId, added: Option<&Fragments>) {
        let Session::Open(desk) = &mut self.session else { return };
        desk.used(tag);
        desk.page.palette = None;
        let codebook = &desk.workspace.project().codebook;
        if desk.veil.hides(codebook, tag) {
            // What somebody marks is seen.
            self.emphasize(tag, Emphasis::Normal);
        }
        let Session::Open(desk) = &mut self.session else { return };
        let Some(at) = added else { return };
        let span = desk.own_set().and_then(|set| {
            let mut there = set.spans.starting_at(at.hull().start());
            there.find(|span| span.at == *at && span.tag == *tag).map(|span| SpanRef::new(0, span))
        });
        desk.page.focus = span.into_iter().collect();
        desk.page.selection = Some(Selection::caret(at.hull().end()));
    }

    /// Makes a tag of this name, unless there is one, and gives it to the selection or the focused span; without
    /// either it is only made.
    pub(super) fn apply_new_tag(&mut self, name: String) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.workspace.annotator().is_none() {
            self.once_seated = Some(Action::ApplyNewTag(name));
            return self.ask_who();
        }
        if let Some(known) = desk.workspace.project().codebook.named(&name).map(|tag| tag.id.clone()) {
            return self.apply_tag(&known, true);
        }
        let tag = Box::new(NewTag { name, ..NewTag::default() });
        let at = desk.selected().map(Fragments::one).or_else(|| desk.focused().map(|span| span.at.clone()));
        let (Some(set), Some(at)) = (desk.own_key(), at) else {
            self.run(&Command::AddTag(tag));
            return;
        };
        if !self.run(&Command::AddSpanInVivo { set, at: at.clone(), tag }) {
            return;
        }
        let Session::Open(desk) = &self.session else { return };
        if let Some(tag) = desk.workspace.project().codebook.order.last().cloned() {
            self.after_tagging(&tag, Some(&at));
        }
    }

    fn tag_from_text(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let range = desk.selected().or_else(|| desk.focused().map(|span| span.hull()));
        let (Some(range), Some(document)) = (range, desk.document()) else {
            return self.say(ToastKind::Info, "Select the words that name the tag first".to_owned());
        };
        let words: Vec<&str> = document.text.slice(range).split_whitespace().collect();
        let name: String = words.join(" ").chars().take(60).collect();
        self.apply_new_tag(name);
    }

    /// Takes up a tag for every selection that follows, or puts it down.
    pub(super) fn arm(&mut self, tag: Option<TagId>) {
        let Session::Open(desk) = &mut self.session else { return };
        desk.armed = if desk.armed == tag { None } else { tag };
    }

    /// Removes spans of one's own.
    pub(super) fn remove_spans(&mut self, spans: &[SpanRef]) {
        let Session::Open(desk) = &mut self.session else { return };
        let (Some(set), false) = (desk.own_key(), spans.is_empty()) else { return };
        let spans: Vec<SpanKey> = spans.iter().map(SpanRef::key).collect();
        let at = spans.first().map(|(start, _)| *start);
        if self.run(&Command::RemoveSpans { set, spans })
            && let Session::Open(desk) = &mut self.session
        {
            desk.page.focus.clear();
            desk.page.held = None;
            desk.page.selection = at.map(Selection::caret);
        }
    }

    /// Keeps a held edge, or takes the first tag of the palette.
    fn confirm(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        if let (Some(_), [to]) = (&desk.page.linking, desk.page.focus.as_slice()) {
            let to = *to;
            return self.end_link(to);
        }
        let Session::Open(desk) = &mut self.session else { return };
        if let Some(held) = desk.page.held.take() {
            let key = held.span.key();
            self.resize(key, held.edge, held.to);
        } else if let Some(palette) = &desk.page.palette {
            let codebook = &desk.workspace.project().codebook;
            let tags = palette_tags(codebook, &desk.recent, &palette.filter);
            let beside = palette.beside;
            if let Some(tag) = tags.get(palette.chosen).map(|tag| tag.id.clone()) {
                self.apply_tag(&tag, beside);
            }
        } else if desk.selected().is_some() || !desk.focused_own().is_empty() {
            open_palette(desk, true);
        }
    }

    fn resize(&mut self, span: SpanKey, edge: Edge, to: TextRange) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some(set) = desk.own_key() else { return };
        let Some(before) = desk.own_set().and_then(|set| set.spans.get(span)).cloned() else { return };
        let at = resized(&before, edge, to);
        if before.at == at {
            return;
        }
        let id = before.id;
        if self.run(&Command::Resize { set, span, at })
            && let Session::Open(desk) = &mut self.session
        {
            desk.page.focus = vec![SpanRef { layer: 0, start: to.start(), id }];
            desk.page.selection = Some(Selection::caret(to.start()));
        }
    }
}

/// The fragments of a span after one of its edges has moved.
fn resized(span: &Span, edge: Edge, to: TextRange) -> Fragments {
    let mut ranges: Vec<TextRange> = span.at.iter().collect();
    match edge {
        Edge::Start => {
            ranges.retain(|range| range.end() > to.start());
            if let Some(first) = ranges.first_mut() {
                *first = TextRange::between(to.start(), first.end());
            }
        }
        Edge::End => {
            ranges.retain(|range| range.start() < to.end());
            if let Some(last) = ranges.last_mut() {
                *last = TextRange::between(last.start(), to.end());
            }
        }
    }
    Fragments::new(&ranges).unwrap_or_else(|_| to.into())
}

/// Fragments with another range: those that it overlaps or touches become one with it.
fn with_fragment(at: &Fragments, range: TextRange) -> Fragments {
    let mut ranges: Vec<TextRange> = Vec::new();
    let mut added = range;
    for part in at.iter() {
        if part.start() <= added.end() && added.start() <= part.end() {
            added = added.hull(part);
        } else {
            ranges.push(part);
        }
    }
    ranges.push(added);
    ranges.sort_unstable();
    Fragments::new(&ranges).unwrap_or_else(|_| at.clone())
}

/// Opens the tag palette beside the selection or the focused span.
fn open_palette(desk: &mut Desk, typing: bool) {
    if desk.selected().is_some() || !desk.focused_own().is_empty() {
        desk.page.palette = Some(TagPalette { typing, is_new: true, ..TagPalette::default() });
    }
}

fn focus(desk: &mut Desk, span: SpanRef, add: bool) {
    desk.page.palette = None;
    desk.page.held = None;
    desk.page.relation = None;
    desk.page.selection = Some(Selection::caret(span.start));
    let at = desk.page.focus.iter().position(|other| *other == span);
    match (add, at) {
        (true, Some(at)) => {
            desk.page.focus.remove(at);
        }
        (true, None) => desk.page.focus.push(span),
        (false, _) => desk.page.focus = vec![span],
    }
}

fn select_word(desk: &mut Desk, at: Offset) {
    if let Some(document) = desk.document() {
        let word = document.text.unit_at(at, Granularity::Word);
        desk.page.focus.clear();
        desk.page.selection = Some(Selection::of(word));
    }
}

pub(super) fn hold(desk: &mut Desk, edge: Edge) {
    let own = desk.focused_own();
    let span = own.first().and_then(|span| desk.own_set()?.spans.get(span.key()).cloned());
    if let Some(span) = span {
        let to = span.hull();
        desk.page.held = Some(HeldEdge { edge, span, to });
    }
}
