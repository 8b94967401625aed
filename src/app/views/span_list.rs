//! A list of spans: all of the article in reading order, or those that lie on each other at one place.

use super::{ViewCx, counted, scrolled_to};
use crate::app::action::{Action, Actions};
use crate::app::reader::SpanRef;
use crate::app::theme::{icons, size};
use crate::app::widgets::{ListRow, Popover, isolated, list_row_ui, popover_ui, section_head_ui};
use crate::model::Span;
use crate::text::quote;
use egui::{Context, Id, Key, LayerId, Modifiers, Rect, ScrollArea, Ui};

/// The list while it is open.
#[derive(Clone, Debug)]
pub struct SpanList {
    /// Which spans it has.
    pub of: ListedSpans,
    /// Which of the rows Enter takes.
    pub chosen: usize,
    /// The place that it stands beside, in points.
    pub beside: Rect,
    /// Whether the chosen row should be brought into view.
    pub moved: bool,
}

/// The spans that a list has.
#[derive(Clone, Debug)]
pub enum ListedSpans {
    /// All of one's own in the article: looked up as they come into view, however many there are.
    Article,
    /// These.
    Stack(Vec<SpanRef>),
}

impl SpanList {
    /// How wide it is, in points.
    pub const WIDTH: f32 = 380.0;

    /// A list beside a place, with one of its rows chosen.
    pub fn new(of: ListedSpans, chosen: usize, beside: Rect) -> Self {
        Self { of, chosen, beside, moved: true }
    }

    fn len(&self, cx: &ViewCx<'_>) -> usize {
        match &self.of {
            ListedSpans::Article => cx.desk.own_set().map_or(0, |set| set.spans.len()),
            ListedSpans::Stack(spans) => spans.len(),
        }
    }

    fn span<'a>(&self, cx: &ViewCx<'a>, row: usize) -> Option<(SpanRef, &'a Span)> {
        match &self.of {
            ListedSpans::Article => {
                let span = cx.desk.own_set()?.spans.nth(row)?;
                Some((SpanRef::new(0, span), span))
            }
            ListedSpans::Stack(spans) => {
                let at = *spans.get(row)?;
                Some((at, cx.desk.layer_set(at.layer)?.spans.get(at.key())?))
            }
        }
    }
}

/// How high it may become, in points.
const HEIGHT: f32 = 320.0;

/// Draws the list.
pub fn span_list_ui(ui: &Context, cx: &ViewCx<'_>, list: &mut SpanList, layer: LayerId, actions: &mut Actions) {
    let n_rows = list.len(cx);
    list.chosen = list.chosen.min(n_rows.saturating_sub(1));
    let label = match list.of {
        ListedSpans::Article => "Spans of the article",
        ListedSpans::Stack(_) => "Spans here",
    };
    let popover = Popover { id: Id::unique("span list"), label, beside: list.beside, layer, width: SpanList::WIDTH };
    let shown = popover_ui(ui, &popover, |ui| {
        section_head_ui(ui, &format!("{label}: {}", counted(n_rows, "span")));
        if n_rows == 0 {
            ui.label("No spans yet. Double-click a word, then press 1.");
        }
        read_keys(ui, list, n_rows);
        rows_ui(ui, cx, list, n_rows, actions);
        if ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter)) {
            take(cx, list, list.chosen, actions);
        }
    });
    if shown.is_some_and(|shown| shown.dismissed) {
        actions.push(Action::CloseOverlay);
    }
}

fn rows_ui(ui: &mut Ui, cx: &ViewCx<'_>, list: &mut SpanList, n_rows: usize, actions: &mut Actions) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().id_salt("spans").max_height(HEIGHT).auto_shrink([false, true]);
    if std::mem::take(&mut list.moved) {
        area = scrolled_to(area, list.chosen, n_rows, size::ROW_COMPACT, HEIGHT);
    }
    area.show_rows(ui, size::ROW_COMPACT, n_rows, |ui, rows| {
        for row in rows {
            let Some((at, span)) = list.span(cx, row) else { continue };
            if row_ui(ui, cx, at, span, row == list.chosen) {
                take(cx, list, row, actions);
            }
        }
    });
}

/// One span. True when it was clicked.
fn row_ui(ui: &mut Ui, cx: &ViewCx<'_>, at: SpanRef, span: &Span, is_chosen: bool) -> bool {
    let project = cx.desk.workspace.project();
    let tag = project.codebook.tag(&span.tag);
    let covered = cx.desk.document().map(|document| quote(document.text.slice(span.hull()))).unwrap_or_default();
    let name = tag.map_or(span.tag.as_str(), |tag| tag.name.as_str());
    let title =
        if covered.is_empty() { name.to_owned() } else { format!("{}: {}", isolated(name), isolated(&covered)) };
    let other = cx.desk.others.as_ref().filter(|_| at.layer > 0);
    let row = ListRow {
        icon: Some((icons::TAG, tag.map(|tag| cx.colors(tag).line))),
        title: &title,
        detail: other.map_or("", |id| project.annotator_name(id)),
        selected: is_chosen,
        compact: true,
        spoken: None,
    };
    list_row_ui(ui, &row).clicked()
}

fn take(cx: &ViewCx<'_>, list: &SpanList, row: usize, actions: &mut Actions) {
    if let Some((at, _)) = list.span(cx, row) {
        actions.push(Action::CloseOverlay);
        actions.push(Action::GoToSpan(at));
    }
}

fn read_keys(ui: &Ui, list: &mut SpanList, n_rows: usize) {
    let before = list.chosen;
    let last = n_rows.saturating_sub(1);
    let page = (HEIGHT / size::ROW_COMPACT) as usize - 1;
    ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        let steps = [
            (Key::ArrowDown, 1, true),
            (Key::ArrowUp, 1, false),
            (Key::PageDown, page, true),
            (Key::PageUp, page, false),
        ];
        for (key, by, down) in steps {
            if pressed(key) {
                list.chosen = if down { (list.chosen + by).min(last) } else { list.chosen.saturating_sub(by) };
            }
        }
        if pressed(Key::Home) {
            list.chosen = 0;
        }
        if pressed(Key::End) {
            list.chosen = last;
        }
    });
    list.moved |= before != list.chosen;
}
