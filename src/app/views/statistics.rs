//! The statistics: a table and a bar chart of the tags, live; a row leads to its spans.

use super::analysis::analysis_ui;
use super::{ViewCx, counted, thousands};
use crate::app::action::{Action, Actions};
use crate::app::analyzing::AnalysisState;
use crate::app::figures::{Extent, Figures, Report};
use crate::app::theme::{icons, semibold, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Bar, Button, EmptyState, IconButton, Words, bar_ui, button_ui, checkbox_ui, empty_state_ui, icon_button_ui,
    isolated, on_hover_words, paint_swatch, segmented_ui, soft_ui, words_ui,
};
use crate::model::{SetKey, SpanKey, TagId};
use crate::stats::{Cell, Column, ColumnKind, Documents, Row, Scope, Table, passages};
use egui::{Align, Frame, Grid, Layout, Margin, Panel, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, vec2};
use std::sync::Arc;

/// What the view shows.
#[derive(Default)]
pub struct StatisticsState {
    /// What is counted.
    pub extent: Extent,
    /// Which table is made of it.
    pub report: Report,
    /// Whether the parts that are left out of the labeling count as text.
    pub with_left_out: bool,
    /// The key of the column that orders the table, and whether the largest comes first.
    pub sort: Option<(String, bool)>,
    /// The spans that are stepped through.
    pub stepping: Option<Stepping>,
    /// What else is asked.
    pub analysis: AnalysisState,
}

/// The spans of one tag, as they stood when stepping through them began.
#[derive(Clone, Debug)]
pub struct Stepping {
    tag: TagId,
    spans: Arc<Vec<(SetKey, SpanKey)>>,
    at: usize,
    /// Whether they were made before what the tag means was changed, so that somebody should say that they are right.
    is_before: bool,
}

impl Stepping {
    /// The spans that were made before what their tag means was changed.
    pub fn made_before(tag: TagId, spans: Vec<(SetKey, SpanKey)>, at: usize) -> Self {
        Self { tag, spans: Arc::new(spans), at, is_before: true }
    }
}

impl StatisticsState {
    /// The table as it is shown, for writing it to a file.
    pub fn shown_table(&self, figures: &Figures) -> Option<Table> {
        let mut table = figures.table(self.extent, self.report)?.clone();
        if let Some((key, descending)) = &self.sort
            && let Some(column) = table.column(key)
        {
            table.sort(column, *descending);
        }
        Some(table)
    }

    /// The scope of what is counted.
    fn scope(&self, cx: &ViewCx<'_>) -> Scope {
        let documents = match self.extent {
            Extent::Document => match &cx.desk.page.document {
                Some(id) => Documents::One(id.clone()),
                None => Documents::Some(Default::default()),
            },
            Extent::Filter => Documents::Some(cx.desk.list.documents()),
            Extent::Project => Documents::All,
        };
        Scope { documents, annotators: None, with_left_out: self.with_left_out }
    }
}

/// The height of a row of the table, in points.
const ROW: f32 = 26.0;
/// The width of the longest bar, in points.
const BAR: f32 = 140.0;
/// The width of the longest tag's name.
const TAG: f32 = 360.0;
/// The width of a tag's strings.
const EXAMPLES: f32 = 480.0;
/// The width of what is stepped through.
const STEPPED: f32 = 480.0;

/// Draws the view.
pub fn statistics_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut StatisticsState, actions: &mut Actions) {
    controls_ui(ui, cx, state, actions);
    ui.add_space(size::SPACE_M);
    if state.report == Report::Analysis {
        return analysis_ui(ui, cx, &mut state.analysis, actions);
    }
    let Some(table) = state.shown_table(&cx.desk.figures) else {
        ui.label("Counting…");
        return;
    };
    if table.rows.iter().all(|row| count_of(&table, row) == 0) {
        let empty = EmptyState {
            icon: icons::CHART_BAR,
            sentence: "No spans here yet. Double-click a word in an article, then press a tag's key.",
            action: Some("Go to the article"),
            key: None,
        };
        if empty_state_ui(ui, &empty) {
            actions.verb(Verb::GoLabel);
        }
        return;
    }
    ScrollArea::both().id_salt("statistics").auto_shrink([false, false]).show(ui, |ui| {
        table_ui(ui, cx, state, &table, actions);
    });
}

fn controls_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut StatisticsState, actions: &mut Actions) {
    let line = vec2(ui.available_width(), size::CONTROL);
    let is_wide = ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        let mut report = Report::ALL.iter().position(|report| *report == state.report).unwrap_or(0);
        if segmented_ui(ui, "Which table", &["Figures", "By annotator", "Analysis"], &mut report).changed() {
            state.report = Report::ALL.get(report).copied().unwrap_or_default();
        }
        if state.report == Report::Analysis {
            return true;
        }
        ui.add_space(size::SPACE_S);
        let mut extent = Extent::ALL.iter().position(|extent| *extent == state.extent).unwrap_or(0);
        if segmented_ui(ui, "What is counted", &["This article", "The list", "The project"], &mut extent).changed() {
            state.extent = Extent::ALL.get(extent).copied().unwrap_or_default();
        }
        let is_wide = ui.available_width() > BESIDE;
        if is_wide {
            left_out_ui(ui, state, actions);
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let export = Button { label: "Save as CSV…", icon: Some(icons::EXPORT), ..Button::default() };
            if button_ui(ui, &export).clicked() {
                actions.verb(Verb::ExportTable);
            }
            if cx.desk.figures.is_stale() || state.extent == Extent::Filter && cx.desk.filtering.is_running() {
                soft_ui(ui, "Counting…");
            }
        });
        is_wide
    });
    if !is_wide.inner {
        ui.add_space(size::SPACE_S);
        left_out_ui(ui, state, actions);
    }
}

/// How much room the table's parts and its file need beside one another, in points.
const BESIDE: f32 = 460.0;

fn left_out_ui(ui: &mut Ui, state: &mut StatisticsState, actions: &mut Actions) {
    ui.add_space(size::SPACE_S);
    if checkbox_ui(ui, &mut state.with_left_out, "Count left-out parts as text").changed() {
        actions.push(Action::WithLeftOut(state.with_left_out));
    }
}

fn table_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut StatisticsState, table: &Table, actions: &mut Actions) {
    let most = table.rows.iter().map(|row| count_of(table, row)).max().unwrap_or(1).max(1);
    Grid::new("statistics table").spacing([size::SPACE_XL, 2.0]).show(ui, |ui| {
        for column in table.columns.iter().filter(|column| is_shown(column)) {
            head_ui(ui, cx, state, column);
            if column.key == "tag" {
                ui.label("");
            }
        }
        ui.end_row();
        for row in &table.rows {
            row_ui(ui, cx, state, table, row, most, actions);
            ui.end_row();
        }
    });
}

/// The id stands in files only: on the screen the name says it.
fn is_shown(column: &Column) -> bool {
    column.key != "id"
}

fn head_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut StatisticsState, column: &Column) {
    let mark = match &state.sort {
        Some((key, true)) if *key == column.key => "  ↓",
        Some((key, false)) if *key == column.key => "  ↑",
        _ => "",
    };
    let text = format!("{}{mark}", isolated(&column.name));
    let words = Words { sense: Sense::click(), is_sentence: true, room: Some(TAG), ..Words::line(&text) };
    let words = words.font(semibold(size::TEXT_SECONDARY)).color(cx.theme.text_soft);
    let response = aligned(ui, is_number(column.kind), |ui| words_ui(ui, &words));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Sort by {}", column.name)));
    let response =
        if column.unit.is_empty() { response } else { on_hover_words(response, &format!("In {}", column.unit)) };
    if response.clicked() {
        state.sort = match &state.sort {
            Some((key, descending)) if *key == column.key => Some((key.clone(), !descending)),
            _ => Some((column.key.clone(), is_number(column.kind))),
        };
    }
}

fn row_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    state: &mut StatisticsState,
    table: &Table,
    row: &Row,
    most: usize,
    actions: &mut Actions,
) {
    for (column, cell) in table.columns.iter().zip(&row.cells).filter(|(column, _)| is_shown(column)) {
        if column.key == "tag" {
            tag_cell_ui(ui, cx, state, row, cell, actions);
            let value = count_of(table, row);
            let label = format!("{}: {}", written(cell), counted(value, "span"));
            let colors = colors_of(cx, row);
            bar_ui(ui, &Bar { label: &label, value: value as f64, of: most as f64, colors, width: BAR });
        } else {
            let color = if matches!(cell, Cell::List(_)) { cx.theme.text_soft } else { cx.theme.text };
            let text = written(cell);
            let words = Words { is_sentence: true, room: Some(EXAMPLES), ..Words::line(&text).color(color) };
            aligned(ui, is_number(column.kind), |ui| words_ui(ui, &words));
        }
    }
}

/// The tag's name, indented; a click steps through its spans.
fn tag_cell_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    state: &mut StatisticsState,
    row: &Row,
    cell: &Cell,
    actions: &mut Actions,
) {
    let name = written(cell);
    let indent = if state.sort.is_none() { row.depth as f32 * size::SPACE_L } else { 0.0 };
    let clicked = ui.horizontal(|ui| {
        ui.add_space(indent);
        let (rect, _) = ui.allocate_exact_size(vec2(14.0, ROW), Sense::hover());
        paint_swatch(ui.painter(), rect.center(), 9.0, &colors_of(cx, row));
        let response = words_ui(ui, &Words { sense: Sense::click(), room: Some(TAG), ..Words::line(&name) });
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Step through {name}")));
        response.on_hover_text("Step through its spans").clicked()
    });
    if let (true, Ok(tag)) = (clicked.inner, TagId::new(&row.id)) {
        begin(cx, state, &tag, actions);
    }
}

fn colors_of(cx: &ViewCx<'_>, row: &Row) -> crate::app::theme::TagColors {
    let tag = TagId::new(&row.id).ok().and_then(|id| cx.desk.workspace.project().codebook.tag(&id));
    tag.map_or_else(|| cx.theme.untagged(), |tag| cx.colors(tag))
}

/// Numbers stand at the right of their column, words at the left.
fn aligned<R>(ui: &mut Ui, right: bool, add: impl FnOnce(&mut Ui) -> R) -> R {
    if right { ui.with_layout(Layout::right_to_left(Align::Center), add).inner } else { add(ui) }
}

const fn is_number(kind: ColumnKind) -> bool {
    matches!(kind, ColumnKind::Count | ColumnKind::Share | ColumnKind::Mean)
}

/// A value as people read it.
fn written(cell: &Cell) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Count(n) => thousands(*n),
        Cell::Share(share) => format!("{:.1} %", share * 100.0),
        Cell::Mean(mean) => format!("{mean:.1}"),
        Cell::List(strings) => {
            let each = strings.iter().map(|(string, n)| match n {
                0 | 1 => isolated(string),
                _ => format!("{} ({n})", isolated(string)),
            });
            each.collect::<Vec<_>>().join(", ")
        }
        Cell::Missing => "–".to_owned(),
    }
}

/// The number of spans of a row, which its bar shows.
fn count_of(table: &Table, row: &Row) -> usize {
    match table.column("spans").and_then(|at| row.cells.get(at)) {
        Some(Cell::Count(n)) => *n,
        _ => 0,
    }
}

/// The bar above the article that steps through a tag's spans, while they are stepped through.
pub fn stepping_bar_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut StatisticsState, actions: &mut Actions) {
    if state.stepping.is_none() {
        return;
    }
    let margin = Margin::symmetric(size::SPACE_M as i8, size::SPACE_XS as i8);
    let frame = Frame::new().fill(cx.theme.surface).inner_margin(margin);
    Panel::top("stepping").frame(frame).show(ui, |ui| stepping_ui(ui, cx, state, actions));
}

fn stepping_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut StatisticsState, actions: &mut Actions) {
    let Some(stepping) = state.stepping.clone() else { return };
    let name = cx.desk.workspace.project().codebook.path(&stepping.tag);
    ui.horizontal(|ui| {
        let (at, of) = (thousands(stepping.at + 1), counted(stepping.spans.len(), "span"));
        let which = if stepping.is_before { ", made before its definition" } else { "" };
        let text = format!("{}{which}: {at} of {of}", isolated(&name));
        let words = Words { is_sentence: true, room: Some(STEPPED), ..Words::line(&text) };
        words_ui(ui, &words.font(semibold(size::TEXT)));
        for (forward, icon, label) in [(false, icons::CARET_UP, "Span before"), (true, icons::CARET_DOWN, "Next span")]
        {
            if icon_button_ui(ui, &IconButton { icon, label, ..IconButton::default() }).clicked() {
                step(state, forward, actions);
            }
        }
        if stepping.is_before && !cx.desk.focused_own().is_empty() {
            let key = cx.cap(Verb::StillRight);
            let right = Button {
                label: "Still right, next",
                icon: Some(icons::SEAL_CHECK),
                key: key.as_deref(),
                ..Button::default()
            };
            if button_ui(ui, &right).clicked() {
                actions.verb(Verb::StillRight);
                step(state, true, actions);
            }
        }
        let close = IconButton { icon: icons::CLOSE, label: "Stop stepping", ..IconButton::default() };
        if icon_button_ui(ui, &close).clicked() {
            state.stepping = None;
        }
    });
}

/// Begins to step through the spans of a tag, as they stand now.
fn begin(cx: &ViewCx<'_>, state: &mut StatisticsState, tag: &TagId, actions: &mut Actions) {
    let scope = state.scope(cx);
    let left = cx.desk.filtering.left().filter(|_| state.extent == Extent::Filter);
    let project = left.map_or(cx.desk.workspace.project(), |left| &left.part);
    let found = passages(project, &scope, tag);
    let spans: Vec<(SetKey, SpanKey)> = found.map(|(key, span)| (key.clone(), span.key())).collect();
    if let Some((set, span)) = spans.first().cloned() {
        actions.push(Action::ShowSpan(set, span));
        state.stepping = Some(Stepping { tag: tag.clone(), spans: Arc::new(spans), at: 0, is_before: false });
    }
}

/// Shows the next of the spans that are stepped through, or the one before, round the ends.
fn step(state: &mut StatisticsState, forward: bool, actions: &mut Actions) {
    let Some(stepping) = &mut state.stepping else { return };
    let n = stepping.spans.len().max(1);
    stepping.at = if forward { (stepping.at + 1) % n } else { (stepping.at + n - 1) % n };
    if let Some((set, span)) = stepping.spans.get(stepping.at).cloned() {
        actions.push(Action::ShowSpan(set, span));
    }
}
