//! What a screen reader is told: the article with its visible text by paragraph and row, caret and selection in it, and
//! as buttons each visible span and each place that wants a look.

use super::input::{LayerKind, ReaderEvent, ReaderInput, Selection, SpanRef};
use super::screen::Screen;
use super::sheet::Sheet;
use super::style::Emphasis;
use super::text_runs::{TextRun, add_text_runs, place_of, selection_in};
use crate::text::{TextRange, quote};
use egui::accesskit::{Action, ActionData, Role};
use egui::{Id, Rect, Response, Sense, Ui, UiBuilder, WidgetInfo, vec2};

/// The most places of one paragraph that are told of as wanting a look.
const MOST_PROBLEMS: usize = 64;

/// Describes the page, and returns what a screen reader asked for.
pub(super) fn describe(
    ui: &mut Ui,
    response: &Response,
    sheet: &Sheet,
    screen: &Screen,
    input: &ReaderInput<'_>,
) -> Vec<ReaderEvent> {
    let is_listening = ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_role(Role::Document);
        node.set_label("Article");
        node.set_value(visible_text(sheet, screen));
        node.add_action(Action::SetTextSelection);
        if let Some(description) = selection_in_words(sheet, input) {
            node.set_description(description);
        }
    });
    if is_listening.is_none() {
        return Vec::new();
    }
    let page = UiBuilder::new().id_salt("spans").max_rect(screen.rect).accessibility_parent(response.id);
    let ui = &mut ui.new_child(page);
    let runs = paragraph_nodes(ui, response.id, sheet, screen, input);
    let mut events: Vec<ReaderEvent> = selection_wanted(ui, response.id, &runs).into_iter().collect();
    events.extend(count_nodes(ui, response.id, screen));
    events.extend(problem_nodes(ui, response.id, sheet, screen, input));
    if let Some(selection) = input.selection.and_then(|at| selection_in(&runs, at.anchor, at.head)) {
        ui.ctx().accesskit_node_builder(response.id, |node| node.set_text_selection(selection));
    }
    let mut known: Vec<SpanRef> = Vec::new();
    screen.each_span(sheet, |laid, top, span| {
        let rects = span.boxes.iter().map(|b| screen.band_rect(laid, top, b.row, b.left, b.right));
        let point = span.point.map(|(row, x)| screen.band_rect(laid, top, row, x - 2.0, x + 2.0));
        let Some(rect) = rects.chain(point).find(|rect| rect.intersects(screen.rect)) else { return };
        if known.contains(&span.span) {
            return;
        }
        known.push(span.span);
        let look = (input.look)(&span.tag);
        if look.emphasis == Emphasis::Hidden {
            return;
        }
        let name = look.name;
        let covered = quote(sheet.text.slice(span.hull));
        let whose = match span.kind {
            LayerKind::Own => String::new(),
            LayerKind::Other | LayerKind::Suggested => {
                input.layers.get(span.span.layer).map_or(String::new(), |layer| format!(" ({})", layer.name))
            }
        };
        let is_focused = input.focus.contains(&span.span);
        if span_node(ui, response.id, rect, span.span, format!("{name}: {covered}{whose}"), is_focused) {
            events.push(ReaderEvent::FocusSpan { span: span.span, add: false });
        }
    });
    events
}

/// A node for each count of spans that found no lane, with those that it was asked to open.
fn count_nodes(ui: &Ui, page: Id, screen: &Screen) -> Option<ReaderEvent> {
    let mut opened = None;
    for (n, (rect, spans)) in screen.captions.counts.iter().enumerate() {
        let id = page.with(("count", n));
        let response = ui.interact(*rect, id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("{} more spans", spans.len())));
        ui.ctx().accesskit_node_builder(id, |node| node.add_action(Action::Click));
        if ui.input(|input| input.has_accesskit_action_request(id, Action::Click)) {
            opened = Some(ReaderEvent::OpenStack { spans: spans.clone(), at: rect.center() });
        }
    }
    opened
}

/// A node for each place on screen that wants a look, with what is to be said of it; a click puts the caret there.
fn problem_nodes(ui: &Ui, page: Id, sheet: &Sheet, screen: &Screen, input: &ReaderInput<'_>) -> Option<ReaderEvent> {
    let mut gone_to = None;
    for laid in screen.visible.iter().filter_map(|visible| sheet.laid(visible.piece)) {
        for at in input.marks.problems_in(laid.range).map(TextRange::start).take(MOST_PROBLEMS) {
            let caret = screen.caret_rect(sheet, at).filter(|rect| rect.intersects(screen.rect));
            let remarks = (input.remarks)(at);
            let (Some(rect), false) = (caret, remarks.is_empty()) else { continue };
            let id = page.with(("problem", at));
            let response = ui.interact(rect.expand2(vec2(2.0, 0.0)), id, Sense::hover());
            let label = format!("Open item: {}", remarks.join("; "));
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            ui.ctx().accesskit_node_builder(id, |node| node.add_action(Action::Click));
            if ui.input(|input| input.has_accesskit_action_request(id, Action::Click)) {
                gone_to = Some(ReaderEvent::Caret(at));
            }
        }
    }
    gone_to
}

/// A node for each visible paragraph, with its rows in it.
fn paragraph_nodes(ui: &mut Ui, page: Id, sheet: &Sheet, screen: &Screen, input: &ReaderInput<'_>) -> Vec<TextRun> {
    let mut runs = Vec::new();
    for &visible in &screen.visible {
        let Some(laid) = sheet.laid(visible.piece) else { continue };
        let words = sheet.text.slice(laid.range).trim_end();
        let (top, bottom) = (visible.top, visible.top + laid.height as f32);
        let rect = screen.rect_in_points(0.0, top, sheet.page().map_or(0.0, |page| page.width), bottom);
        let id = page.with(("paragraph", laid.range.start()));
        let response = ui.interact(rect.intersect(screen.rect), id, Sense::hover());
        response.widget_info(|| WidgetInfo::labeled(Role::Paragraph, true, words));
        if let Some(left_out) = left_out_in_words(sheet.text.trimmed(laid.range), input) {
            ui.ctx().accesskit_node_builder(id, |node| node.set_description(left_out));
        }
        add_text_runs(ui, id, sheet, screen, visible, &mut runs);
    }
    runs
}

/// The selection that a screen reader asks for.
fn selection_wanted(ui: &Ui, page: Id, runs: &[TextRun]) -> Option<ReaderEvent> {
    let wanted = ui.input(|input| {
        let requests = input.accesskit_action_requests(page, Action::SetTextSelection);
        requests
            .filter_map(|request| match &request.data {
                Some(ActionData::SetTextSelection(selection)) => Some(*selection),
                _ => None,
            })
            .last()
    })?;
    let (anchor, head) = (place_of(runs, &wanted.anchor)?, place_of(runs, &wanted.focus)?);
    if anchor == head {
        return Some(ReaderEvent::Caret(head));
    }
    let selection = Selection { anchor, head };
    Some(ReaderEvent::Select { selection, done: true, unit: None, is_fragment: false })
}

/// One span's node. Returns whether it was asked to be clicked or focused.
fn span_node(ui: &Ui, page: Id, rect: Rect, span: SpanRef, label: String, is_focused: bool) -> bool {
    let id = page.with((span.layer, span.id));
    // It senses nothing, so that presses reach the page below it.
    let response = ui.interact(rect, id, Sense::hover());
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
    ui.ctx().accesskit_node_builder(response.id, |node| {
        node.set_selected(is_focused);
        node.add_action(Action::Click);
        node.add_action(Action::Focus);
    });
    ui.input(|input| {
        input.has_accesskit_action_request(id, Action::Click) || input.has_accesskit_action_request(id, Action::Focus)
    })
}

/// What is to be said of a paragraph that is left out of the labeling, or of which something is.
fn left_out_in_words(words: TextRange, input: &ReaderInput<'_>) -> Option<&'static str> {
    let is_any = input.left_out.overlapping(words).next().is_some();
    is_any.then(|| if input.left_out.contains(words) { "Left out" } else { "Partly left out" })
}

fn visible_text(sheet: &Sheet, screen: &Screen) -> String {
    let pieces = screen.visible.iter().filter_map(|visible| sheet.laid(visible.piece));
    pieces.map(|laid| sheet.text.slice(laid.range)).collect::<Vec<_>>().join("\n")
}

fn selection_in_words(sheet: &Sheet, input: &ReaderInput<'_>) -> Option<String> {
    let range: TextRange = input.selection?.range();
    (!range.is_empty()).then(|| format!("Selected: {}", quote(sheet.text.slice(range))))
}
