//! The reader itself: one open document on the page, frame by frame.

use super::access::describe;
use super::caret::{self, Goal};
use super::gesture::{Gesture, GestureCx};
use super::input::{Edge, LayerKind, Motion, Place, ReaderEvent, ReaderInput, Selection, SpanRef};
use super::links::Links;
use super::page::Page;
use super::paint::{Drawing, Moment, PagePainter};
use super::screen::Screen;
use super::sheet::Sheet;
use super::strip::{self, Strip, StripEvent};
use super::style::{Emphasis, TagLook};
use super::window::{Cx, Window};
use crate::app::theme::size::FOCUS_RING;
use crate::app::typeset::{Language, TextEngine, language_of};
use crate::app::widgets::{Words, words_ui};
use crate::model::TagId;
use crate::text::{Offset, Text, TextRange};
use egui::{
    Color32, Context, CursorIcon, Event, EventFilter, Id, LayerId, Order, PointerButton, Pos2, Rect, Response, Sense,
    Stroke, StrokeKind, Ui, UiBuilder, vec2,
};
use smol_str::SmolStr;
use std::time::Duration;

/// How fast the page follows a drag beyond its edge, in points a second for each point beyond.
const DRAG_SCROLL: f32 = 12.0;
const FASTEST_DRAG_SCROLL: f32 = 2400.0;
/// How many spans a tooltip names.
const MOST_NAMED: usize = 12;

/// The view of one open document: its layout as far as it is known, its scroll position, and what the pointer is doing.
pub struct Reader {
    sheet: Sheet,
    window: Window,
    gesture: Gesture,
    strip: Strip,
    screen: Option<Screen>,
    /// The language that was named, and the one that the text is laid out in.
    language: Option<(Option<SmolStr>, Option<Language>)>,
    goal: Goal,
    hovered: Vec<SpanRef>,
    /// The relations of each layer.
    links: Vec<Links>,
    /// The span whose handle is being dragged.
    linking: Option<SpanRef>,
    id: Option<Id>,
}

/// What is held for a page, for people who want to know.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReaderFigures {
    /// Pieces that are laid out: paragraphs, or parts of long ones.
    pub n_laid: usize,
    /// All pieces of the text.
    pub n_pieces: usize,
    /// Spans on the pieces in view.
    pub n_spans_on_page: usize,
    /// Pictures of glyphs.
    pub n_glyphs: usize,
    /// The side of the texture that has them, in pixels.
    pub atlas_side: usize,
}

impl Reader {
    /// A view of a text from its start. Takes time with the number of its paragraphs, and nothing for its spans.
    pub fn new(text: Text) -> Self {
        Self {
            sheet: Sheet::new(text),
            window: Window::default(),
            gesture: Gesture::default(),
            strip: Strip::default(),
            screen: None,
            language: None,
            goal: Goal::default(),
            hovered: Vec::new(),
            links: Vec::new(),
            linking: None,
            id: None,
        }
    }

    /// The text that is shown.
    pub fn text(&self) -> &Text {
        &self.sheet.text
    }

    /// Whether it has been drawn.
    pub fn is_shown(&self) -> bool {
        self.screen.is_some()
    }

    /// Draws the page into all the room there is, and returns what the person did.
    pub fn show(&mut self, ui: &mut Ui, input: &ReaderInput<'_>) -> Vec<ReaderEvent> {
        let rect = ui.available_rect_before_wrap();
        let within = UiBuilder::new().id_salt("reader").max_rect(rect);
        let engine = TextEngine::in_context(ui);
        ui.scope_builder(within, |ui| {
            ui.shrink_clip_rect(rect);
            let (response, events) = self.page_ui(ui, &mut engine.lock(), input, rect);
            self.tooltip(&response, input);
            events
        })
        .inner
    }

    /// Brings a range into view with the next frame: into the middle, unless it is in view.
    pub fn scroll_to(&mut self, range: TextRange) {
        self.window.scroll_to(range);
    }

    /// Scrolls with the next frame no further than it takes to see a range's start: for a moving caret.
    pub fn reveal(&mut self, range: TextRange) {
        self.window.reveal(range);
    }

    /// Where it is scrolled to.
    pub fn place(&self) -> Place {
        self.window.place(&self.sheet)
    }

    /// Goes back to a place.
    pub fn restore(&mut self, place: Place) {
        self.window.restore(place);
    }

    /// Where a step of the caret leads. Lines are those of the page as last shown.
    pub fn step(&mut self, cx: &Context, from: Offset, motion: Motion) -> Offset {
        let line = self.sheet.page().map_or(0, |page| page.body.line) as f32;
        let height = self.screen.as_ref().map_or(0.0, |screen| screen.rect.height() * screen.ppp);
        let page_px = (height - 2.0 * line).max(line);
        let from = self.sheet.text.floor(from.index());
        let engine = TextEngine::in_context(cx);
        caret::step(&mut self.sheet, &mut engine.lock(), &mut self.goal, from, motion, page_px)
    }

    /// The smallest rectangle around the visible part of a range, in points: to put something beside it.
    pub fn range_rect(&self, range: TextRange) -> Option<Rect> {
        let screen = self.screen.as_ref()?;
        if range.is_empty() {
            return screen.caret_rect(&self.sheet, range.start()).filter(|rect| screen.rect.intersects(*rect));
        }
        let rects = screen.range_rects(&self.sheet, range).into_iter();
        rects.reduce(Rect::union).map(|rect| rect.intersect(screen.rect))
    }

    /// What is held for the page as last shown.
    pub fn figures(&self, cx: &Context) -> ReaderFigures {
        let mut n_spans_on_page = 0;
        if let Some(screen) = &self.screen {
            screen.each_span(&self.sheet, |_, _, _| n_spans_on_page += 1);
        }
        let (n_glyphs, atlas_side) = TextEngine::in_context(cx).lock().atlas_size();
        let (n_laid, n_pieces) = (self.sheet.n_laid(), self.sheet.pieces.len());
        ReaderFigures { n_laid, n_pieces, n_spans_on_page, n_glyphs, atlas_side }
    }

    /// The spans under the pointer in the last frame, from the innermost.
    pub fn hovered(&self) -> &[SpanRef] {
        &self.hovered
    }

    /// Gives the keyboard to the article.
    pub fn focus(&self, cx: &Context) {
        if let Some(id) = self.id {
            cx.memory_mut(|memory| memory.request_focus(id));
        }
    }

    /// Whether the article has the keyboard.
    pub fn has_focus(&self, cx: &Context) -> bool {
        self.id.is_some_and(|id| cx.memory(|memory| memory.has_focus(id)))
    }

    fn page_ui(
        &mut self,
        ui: &mut Ui,
        engine: &mut TextEngine,
        input: &ReaderInput<'_>,
        rect: Rect,
    ) -> (Response, Vec<ReaderEvent>) {
        let cx = ui.ctx().clone();
        let ppp = cx.pixels_per_point();
        let response = ui.allocate_rect(rect, Sense::click_and_drag());
        self.id = Some(response.id);
        self.take_page(engine, input, rect, ppp);
        self.sheet.begin_frame(input.layers);

        let height = (rect.height() * ppp).round();
        let seen = (height / self.sheet.heights.total().max(1) as f32).min(1.0);
        let fraction = self.window.fraction(&self.sheet, height);
        let (strip_response, strip_event) = self.strip.interact(ui, rect, seen, fraction);
        if let Some(StripEvent::ScrollTo(fraction)) = strip_event {
            self.window.scroll_to_fraction(&self.sheet, fraction, height);
        }
        self.scroll(ui, &response, &strip_response, rect, ppp);

        let visible = self.window.settle(&mut self.sheet, &mut Cx { engine, layers: input.layers, height });
        let page_width = self.sheet.page().map_or(0.0, |page| page.width);
        let left = ((rect.center().x * ppp) - page_width / 2.0).round();
        let captions = self.screen.take().map(|old| old.captions).unwrap_or_default();
        let screen = Screen { rect, ppp, left, visible, captions };

        let mut events = self.pointer(ui, &response, &screen, input);
        let moment = Moment {
            pointer: response.hover_pos(),
            hovered: self.hovered.first().copied(),
            resizing: self.gesture.resizing(),
        };
        let painter = ui.painter_at(rect);
        self.follow_links(input);
        let drawing = Drawing {
            handle: self.linkable(input).and_then(|span| screen.handle(&self.sheet, span)),
            to: self.linking.and_then(|_| ui.input(|input| input.pointer.interact_pos())),
        };
        let page = PagePainter::new(painter.clone(), engine, &self.sheet, &screen, input, moment);
        let captions = page.paint(&self.links, drawing);
        if response.has_focus() && input.selection.is_none() && input.focus.is_empty() {
            painter.rect_stroke(rect, 0, Stroke::new(FOCUS_RING, input.style.focus), StrokeKind::Inside);
        }
        if self.sheet.text.is_empty() {
            say_empty(&painter, rect, input.style.text_soft);
        }
        if self.strip.update(&self.sheet, input.layers, rect, ppp) {
            cx.request_repaint();
        }
        self.strip.paint(&painter, &self.sheet, rect, input, ppp);
        let fraction = self.window.fraction(&self.sheet, height);
        self.strip.paint_thumb(&painter, rect, input, seen, fraction, strip_response.hovered());
        if let Some(armed) = input.armed.as_ref().filter(|_| response.hovered()) {
            self.armed_chip(&cx, engine, input, armed);
        }
        events.extend(describe(ui, &response, &self.sheet, &screen, input));
        self.screen = Some(Screen { captions, ..screen });
        self.sheet.end_frame();
        (response, events)
    }

    /// Lays out anew when the measures have changed, with the first visible line staying where it is.
    fn take_page(&mut self, engine: &mut TextEngine, input: &ReaderInput<'_>, rect: Rect, ppp: f32) {
        let width = rect.width() - 2.0 * strip::strip_rect(rect).width();
        if self.language.as_ref().is_none_or(|(named, _)| named.as_deref() != input.language) {
            let language = language_of(input.language, self.sheet.text.as_str());
            self.language = Some((input.language.map(SmolStr::new), language));
        }
        let language = self.language.as_ref().and_then(|&(_, language)| language);
        let page = Page::of(engine, &self.sheet.text, language, &input.settings, width, ppp, self.sheet.page());
        if self.sheet.page() != Some(&page) {
            let place = self.window.place(&self.sheet);
            self.sheet.set_page(page);
            self.window.goes_on_from(&self.sheet, place);
        }
    }

    fn follow_links(&mut self, input: &ReaderInput<'_>) {
        self.links.resize_with(input.layers.len(), Links::default);
        for (links, layer) in self.links.iter_mut().zip(input.layers) {
            links.follow(layer.set);
        }
    }

    /// The span that a relation can be drawn from.
    fn linkable(&self, input: &ReaderInput<'_>) -> Option<SpanRef> {
        let [focused] = input.focus else { return None };
        let kind = input.layers.get(focused.layer).map(|layer| layer.kind);
        (input.can_link && !input.read_only && kind == Some(LayerKind::Own)).then_some(*focused)
    }

    /// The wheel, and a drag beyond the edge.
    fn scroll(&mut self, ui: &Ui, response: &Response, strip: &Response, rect: Rect, ppp: f32) {
        if response.contains_pointer() || strip.contains_pointer() {
            let wheel = ui.input(|input| input.smooth_scroll_delta().y);
            if wheel != 0.0 {
                self.window.scroll_by(-wheel * ppp);
            }
        }
        let Some(pos) = ui.input(|input| input.pointer.interact_pos()).filter(|_| self.gesture.is_dragging()) else {
            return;
        };
        let beyond = if pos.y < rect.top() { pos.y - rect.top() } else { (pos.y - rect.bottom()).max(0.0) };
        if beyond != 0.0 {
            let speed = (beyond * DRAG_SCROLL).clamp(-FASTEST_DRAG_SCROLL, FASTEST_DRAG_SCROLL);
            let seconds = ui.input(|input| input.stable_dt).min(0.1);
            self.window.scroll_by(speed * seconds * ppp);
            ui.ctx().request_repaint();
        }
    }

    fn pointer(&mut self, ui: &Ui, response: &Response, screen: &Screen, input: &ReaderInput<'_>) -> Vec<ReaderEvent> {
        let pitch = self.sheet.page().map_or(0.0, |page| page.lane_pitch as f32);
        let cx = GestureCx {
            text: &self.sheet.text,
            now: ui.input(|input| input.time),
            click_time: ui.ctx().options(|options| options.input_options.max_double_click_delay),
            selection: input.selection.map(|selection| Selection {
                anchor: self.sheet.text.floor(selection.anchor.index()),
                head: self.sheet.text.floor(selection.head.index()),
            }),
            focus: input.focus.first().copied(),
            is_armed: input.armed.is_some(),
            exact: input.exact,
        };
        let resizable = input.focus.first().copied().filter(|focus| {
            let kind = input.layers.get(focus.layer).map(|layer| layer.kind);
            !input.read_only && kind == Some(LayerKind::Own)
        });
        let edge_at = |pos: Pos2| -> Option<(SpanRef, Edge, TextRange)> {
            let span = resizable?;
            screen.edge_at(&self.sheet, pos, span).map(|(edge, hull)| (span, edge, hull))
        };
        let is_hidden = |tag: &TagId| (input.look)(tag).emphasis == Emphasis::Hidden;
        let mut events = Vec::new();
        events.extend(self.gesture.tick(cx.now));
        let is_ours = response.is_pointer_button_down_on() || response.clicked() || response.drag_stopped();
        let raw_events = ui.input(|input| input.events.clone());
        // Of a drag that begins and ends between two frames egui tells nothing.
        let is_quick = raw_events.iter().any(is_release) && response.contains_pointer();
        for event in raw_events {
            let Event::PointerButton { pos, button: PointerButton::Primary, pressed, modifiers } = event else {
                continue;
            };
            let Some(hit) = screen.hit(&self.sheet, pos) else { continue };
            let is_on_strip = || strip::hit_rect(screen.rect).contains(pos);
            let is_on_page = || ui.ctx().layer_id_at(pos) == Some(response.layer_id) && !is_on_strip();
            if pressed && screen.rect.contains(pos) && (is_ours || is_quick && is_on_page()) {
                response.request_focus();
                let handle = self.linkable(input).and_then(|span| Some((span, screen.handle(&self.sheet, span)?)));
                if let Some((span, _)) = handle.filter(|(_, handle)| handle.expand(3.0).contains(pos)) {
                    self.linking = Some(span);
                    continue;
                }
                self.gesture.press(&cx, pos, hit, modifiers, edge_at(pos));
            } else if let Some(from) = self.linking.take_if(|_| !pressed) {
                let under = screen.spans_at(&self.sheet, pos, pitch, &is_hidden);
                let to = under.into_iter().find(|span| span.layer == from.layer && *span != from);
                events.extend(to.map(|to| ReaderEvent::Link { from, to }));
            } else if !pressed {
                events.extend(self.gesture.drag(&cx, pos, hit, modifiers));
                match screen.captions.stack_at(pos).filter(|_| self.gesture.is_click()) {
                    Some(spans) => {
                        self.gesture.cancel();
                        events.push(ReaderEvent::OpenStack { spans: spans.to_vec(), at: pos });
                    }
                    None => {
                        let spans = screen.spans_at(&self.sheet, pos, pitch, &is_hidden);
                        events.extend(self.gesture.release(&cx, hit, modifiers, &spans));
                    }
                }
            }
        }
        let (pos, modifiers) = ui.input(|input| (input.pointer.interact_pos(), input.modifiers));
        if self.gesture.is_pressed() {
            match pos.and_then(|pos| Some((pos, screen.hit(&self.sheet, pos)?))) {
                Some((pos, hit)) => events.extend(self.gesture.drag(&cx, pos, hit, modifiers)),
                None => self.gesture.cancel(),
            }
        }
        if let Some(seconds) = self.gesture.due_in(cx.now) {
            ui.ctx().request_repaint_after(Duration::from_secs_f64(seconds));
        }
        let hover = response.hover_pos().filter(|_| !self.gesture.is_dragging());
        let spans_at = |pos: Pos2| match screen.captions.stack_at(pos) {
            Some(spans) => spans.to_vec(),
            None => screen.spans_at(&self.sheet, pos, pitch, &is_hidden),
        };
        self.hovered = hover.map(spans_at).unwrap_or_default();
        if response.secondary_clicked()
            && let Some(pos) = pos
            && let Some(hit) = screen.hit(&self.sheet, pos)
        {
            let span = screen.spans_at(&self.sheet, pos, pitch, &is_hidden).first().copied();
            events.push(ReaderEvent::ContextMenu { at: hit.caret, span, pos });
        }
        if let Some(pos) = hover.or(pos.filter(|_| self.gesture.is_dragging())) {
            let on_edge = self.gesture.holds_edge() || (!self.gesture.is_dragging() && edge_at(pos).is_some());
            ui.ctx().set_cursor_icon(if on_edge { CursorIcon::ResizeHorizontal } else { CursorIcon::Text });
        }
        hold_keys(ui, response.id);
        events
    }

    /// The armed tag follows the pointer.
    fn armed_chip(&self, cx: &Context, engine: &mut TextEngine, input: &ReaderInput<'_>, armed: &TagLook) {
        let Some(pos) = cx.input(|input| input.pointer.hover_pos()) else { return };
        let ppp = cx.pixels_per_point();
        let painter = cx.layer_painter(LayerId::new(Order::Tooltip, Id::unique("armed tag")));
        let line = engine.line(&SmolStr::new(armed.short.to_uppercase()), 10.0 * ppp);
        let width = line.rows.first().map_or(0.0, |row| row.right - row.left) / ppp;
        let chip = Rect::from_min_size(pos + vec2(12.0, 14.0), vec2(width + 22.0, 18.0));
        painter.rect_filled(chip, 9, input.style.raised);
        painter.rect_stroke(chip, 9, Stroke::new(1.0, armed.colors.line), StrokeKind::Inside);
        painter.circle_filled(chip.left_center() + vec2(9.0, 0.0), 3.5, armed.colors.swatch);
        let mut mesh = egui::Mesh::with_texture(engine.texture());
        let origin = (chip.left_center() + vec2(16.0, 3.6)) * ppp;
        engine.add_row(&mut mesh, &line, 0, origin, armed.colors.label, ppp);
        painter.add(egui::Shape::mesh(mesh));
    }

    /// Names the spans under the pointer, from the innermost, and says what is to be said of the place.
    fn tooltip(&self, response: &Response, input: &ReaderInput<'_>) {
        let hit_at = |pos| self.screen.as_ref()?.hit(&self.sheet, pos).filter(|hit| hit.is_inside);
        let hit = response.hover_pos().and_then(hit_at);
        let remarks = hit.map(|hit| (input.remarks)(hit.cell.start())).unwrap_or_default();
        if (self.hovered.is_empty() && remarks.is_empty()) || self.gesture.is_pressed() {
            return;
        }
        response.clone().on_hover_ui_at_pointer(|ui| {
            for span in self.hovered.iter().take(MOST_NAMED) {
                let Some(layer) = input.layers.get(span.layer) else { continue };
                let Some(tag) = layer.set.spans.get(span.key()).map(|span| &span.tag) else { continue };
                let look = (input.look)(tag);
                ui.horizontal(|ui| {
                    let (dot, _) = ui.allocate_exact_size(vec2(8.0, 8.0), Sense::hover());
                    ui.painter().circle_filled(dot.center(), 4.0, look.colors.swatch);
                    words_ui(ui, &Words::line(&look.name));
                    words_ui(ui, &Words::line(layer.name).color(input.style.text_soft));
                });
            }
            let n_more = self.hovered.len().saturating_sub(MOST_NAMED);
            if n_more > 0 {
                words_ui(ui, &Words::line(&format!("and {n_more} more")).color(input.style.text_soft));
            }
            for remark in &remarks {
                words_ui(ui, &Words::sentence(remark));
            }
        });
    }
}

/// Keeps the keys that move the caret from moving the keyboard's focus, as long as the article has it.
fn hold_keys(ui: &Ui, id: Id) {
    let keys = EventFilter { tab: true, horizontal_arrows: true, vertical_arrows: true, escape: true };
    ui.memory_mut(|memory| {
        if memory.has_focus(id) {
            memory.set_focus_lock_filter(id, keys);
        }
    });
}

fn is_release(event: &Event) -> bool {
    matches!(event, Event::PointerButton { button: PointerButton::Primary, pressed: false, .. })
}

fn say_empty(painter: &egui::Painter, rect: Rect, color: Color32) {
    let font = egui::FontId::proportional(15.0);
    painter.text(rect.center_top() + vec2(0.0, 96.0), egui::Align2::CENTER_TOP, "This article is empty", font, color);
}
