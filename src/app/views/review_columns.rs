//! Gold and everybody's sets in columns of their own, which scroll together.

use super::{ViewCx, counted};
use crate::app::action::{Action, Actions};
use crate::app::columns::Columns;
use crate::app::desk::VERSIONS;
use crate::app::reader::{
    LayerKind, Marks, Numbers, Reader, ReaderEvent, ReaderInput, ReaderLayer, ReaderSettings, SpanRef,
};
use crate::app::theme::size;
use crate::app::widgets::{Words, words_ui};
use crate::model::AnnotationSet;
use egui::{Rect, ScrollArea, Ui, UiBuilder, pos2, vec2};

/// A column is at least so wide, in points.
const LEAST: f32 = 300.0;
/// The height of its head.
const HEAD: f32 = 28.0;

/// Draws gold by `input`, and beside it each version. Returns what was done in gold.
pub fn review_columns_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    (gold, columns): (&mut Reader, &mut Columns),
    input: &ReaderInput<'_>,
    versions: &[(String, &AnnotationSet)],
    actions: &mut Actions,
) -> Vec<ReaderEvent> {
    let place = gold.place();
    let text = gold.text().clone();
    let readers = columns.fit(versions.len(), &text, place);
    let room = ui.available_rect_before_wrap();
    let width = (room.width() / (versions.len() + 1) as f32).max(LEAST);
    let mut events = Vec::new();
    let all = ScrollArea::horizontal().id_salt("columns").auto_shrink([false, false]);
    all.show(ui, |ui| {
        let (row, _) =
            ui.allocate_exact_size(vec2(width * (versions.len() + 1) as f32, room.height()), egui::Sense::hover());
        let column =
            |at: usize| Rect::from_min_size(pos2(row.left() + width * at as f32, row.top()), vec2(width, row.height()));
        let n_gold = input.layers.first().map_or(0, |layer| layer.set.spans.len());
        events = column_ui(ui, cx, column(0), &Head { key: None, name: "gold", n_spans: n_gold }, |ui| {
            gold.show(ui, &ReaderInput { settings: narrow(&input.settings), ..input.clone() })
        });
        for (lane, ((name, set), reader)) in versions.iter().zip(readers).enumerate() {
            let head = Head { key: (lane < 9).then_some(lane + 1), name, n_spans: set.spans.len() };
            let events =
                column_ui(ui, cx, column(lane + 1), &head, |ui| version_ui(ui, reader, input, lane, name, set));
            let as_lane = events.into_iter().filter_map(|event| as_lane(event, lane));
            as_lane.for_each(|event| actions.push(Action::Reader(event)));
        }
    });
    if columns.follow(gold) {
        ui.ctx().request_repaint();
    }
    events
}

/// What stands over a column.
struct Head<'a> {
    /// The digit that takes it.
    key: Option<usize>,
    name: &'a str,
    n_spans: usize,
}

fn column_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    rect: Rect,
    head: &Head<'_>,
    draw: impl FnOnce(&mut Ui) -> Vec<ReaderEvent>,
) -> Vec<ReaderEvent> {
    let (top, page) = rect.split_top_bottom_at_y(rect.top() + HEAD);
    ui.painter().vline(rect.left(), rect.y_range(), (1.0, cx.theme.line));
    let top = UiBuilder::new().id_salt(("head", head.name)).max_rect(top.shrink2(vec2(size::SPACE_M, size::SPACE_XS)));
    ui.scope_builder(top, |ui| {
        ui.horizontal(|ui| {
            let name = head.key.map_or_else(|| head.name.to_owned(), |key| format!("{key}   {}", head.name));
            words_ui(ui, &Words::line(&name).font(crate::app::theme::semibold(size::TEXT)));
            words_ui(ui, &Words::line(&counted(head.n_spans, "span")).soft(cx.theme));
        });
    });
    let page = UiBuilder::new().id_salt(("column", head.name)).max_rect(page.with_min_x(rect.left() + 1.0));
    ui.scope_builder(page, draw).inner
}

/// One annotator's set, which nothing changes.
fn version_ui(
    ui: &mut Ui,
    reader: &mut Reader,
    input: &ReaderInput<'_>,
    lane: usize,
    name: &str,
    set: &AnnotationSet,
) -> Vec<ReaderEvent> {
    let focus: Vec<SpanRef> = input
        .focus
        .iter()
        .filter(|span| span.layer == VERSIONS + lane)
        .map(|span| SpanRef { layer: 0, ..*span })
        .collect();
    let layers = [ReaderLayer { set, kind: LayerKind::Own, name }];
    let marks = Marks { problems: Default::default(), differences: Default::default(), ..input.marks.clone() };
    let settings = narrow(&input.settings);
    let read_only = true;
    let input = ReaderInput {
        layers: &layers,
        selection: None,
        focus: &focus,
        held_edge: None,
        armed: None,
        marks,
        settings,
        read_only,
        relation: None,
        can_link: false,
        style: input.style,
        remarks: input.remarks,
        look: input.look,
        left_out: input.left_out,
        language: input.language,
        exact: input.exact,
    };
    reader.show(ui, &input)
}

/// Numbers in the margin would stand in every column.
fn narrow(settings: &ReaderSettings) -> ReaderSettings {
    ReaderSettings { numbers: Numbers::None, ..*settings }
}

/// What was done in a version's column, as if it had been done in its lane. Nothing is selected there.
fn as_lane(event: ReaderEvent, lane: usize) -> Option<ReaderEvent> {
    match event {
        ReaderEvent::FocusSpan { span, add } => {
            Some(ReaderEvent::FocusSpan { span: SpanRef { layer: VERSIONS + lane, ..span }, add })
        }
        ReaderEvent::Caret(at) => Some(ReaderEvent::Caret(at)),
        _ => None,
    }
}
