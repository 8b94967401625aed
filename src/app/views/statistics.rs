//! The statistics: a table and a bar chart of the tags, live; a row leads to its spans.

use super::{ViewCx, counted, thousands};
use crate::app::action::{Action, Actions};
use crate::app::figures::{Extent, Figures};
use crate::app::theme::{icons, semibold, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Bar, Button, EmptyState, IconButton, bar_ui, button_ui, empty_state_ui, icon_button_ui, paint_swatch,
    section_head_ui, segmented_ui,
};
use crate::model::{SetKey, SpanKey, TagId};
use crate::stats::{Cell, Column, Documents, Row, Scope, Table, passages};
use egui::{
    Align, Frame, Label, Layout, Margin, Panel, RichText, ScrollArea, Sense, Ui, WidgetInfo, accesskit::Role, vec2,
};

/// What the view shows.
#[derive(Default)]
pub struct StatisticsState {
    /// What is counted.
    pub extent: Extent,
    /// The column that orders the table, and whether the largest comes first.
    pub sort: Option<(usize, bool)>,
    /// The spans that are stepped through.
    pub stepping: Option<Stepping>,
}

/// The spans of one tag, as they stood when stepping through them began.
#[derive(Clone, Debug)]
pub struct Stepping {
    tag: TagId,
    spans: Vec<(SetKey, SpanKey)>,
    at: usize,
}

impl StatisticsState {
    /// The table as it is shown, for writing it to a file.
    pub fn shown_table(&self, figures: &Figures) -> Option<Table> {
        let mut table = figures.table(self.extent)?.clone();
        if let Some((column, descending)) = self.sort {
            table.sort(column, descending);
        }
        Some(table)
    }

    /// The scope of what is counted.
    fn scope(&self, cx: &ViewCx<'_>) -> Scope {
        let documents = match self.extent {
            Extent::Document => cx.desk.page.document.clone().map_or(Documents::All, Documents::One),
            Extent::Filter => Documents::Some(cx.desk.list.documents()),
            Extent::Project => Documents::All,
        };
        Scope { documents, annotators: None }
    }
}

/// The height of a row of the table, in points.
const ROW: f32 = 28.0;

/// Draws the view.
pub fn statistics_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut StatisticsState, actions: &mut Actions) {
    ui.horizontal(|ui| {
        let names = ["This article", "The filter", "The project"];
        let mut chosen = Extent::ALL.iter().position(|extent| *extent == state.extent).unwrap_or(0);
        if segmented_ui(ui, "What is counted", &names, &mut chosen).changed()
            && let Some(extent) = Extent::ALL.get(chosen)
        {
            state.extent = *extent;
        }
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let export = Button { label: "Save as CSV…", icon: Some(icons::EXPORT), ..Button::default() };
            if button_ui(ui, &export).clicked() {
                actions.verb(Verb::ExportTable);
            }
            if cx.desk.figures.is_stale() {
                ui.label(RichText::new("Counting…").size(size::TEXT_SECONDARY).color(cx.theme.text_soft));
            }
        });
    });
    ui.add_space(size::SPACE_S);
    let Some(table) = state.shown_table(&cx.desk.figures) else {
        ui.label("Counting…");
        return;
    };
    if table.rows.is_empty() {
        let empty = EmptyState {
            icon: icons::CHART_BAR,
            sentence: "No spans yet. Double-click a word in an article, then press a tag's key.",
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

fn table_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut StatisticsState, table: &Table, actions: &mut Actions) {
    let most = table.rows.iter().map(|row| count_of(table, row)).fold(1.0, f64::max);
    ui.spacing_mut().item_spacing.y = 2.0;
    egui::Grid::new("statistics table").num_columns(table.columns.len() + 1).spacing([size::SPACE_L, 2.0]).show(
        ui,
        |ui| {
            for (n, column) in table.columns.iter().enumerate() {
                head_ui(ui, state, n, column);
                if n == 0 {
                    section_head_ui(ui, "");
                }
            }
            ui.end_row();
            for row in &table.rows {
                row_ui(ui, cx, state, table, row, most, actions);
                ui.end_row();
            }
        },
    );
}

fn head_ui(ui: &mut Ui, state: &mut StatisticsState, n: usize, column: &Column) {
    let mark = match state.sort {
        Some((sorted, true)) if sorted == n => " ↓",
        Some((sorted, false)) if sorted == n => " ↑",
        _ => "",
    };
    let text = RichText::new(format!("{}{mark}", column.name)).font(semibold(size::TEXT_SECONDARY));
    let response = ui.add(Label::new(text).sense(Sense::click()));
    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Sort by {}", column.name)));
    let response = if column.unit.is_empty() { response } else { response.on_hover_text(&*column.unit) };
    if response.clicked() {
        state.sort = match state.sort {
            Some((sorted, descending)) if sorted == n => Some((n, !descending)),
            _ => Some((n, column.is_number())),
        };
    }
}

fn row_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    state: &mut StatisticsState,
    table: &Table,
    row: &Row,
    most: f64,
    actions: &mut Actions,
) {
    let tag = row.tag.as_ref();
    let colors = tag.and_then(|id| cx.desk.workspace.project().codebook.tag(id)).map(|tag| cx.colors(tag));
    let colors = colors.unwrap_or_else(|| cx.theme.untagged());
    for (n, cell) in row.cells.iter().enumerate() {
        if n == 0 {
            let name = cell.text();
            let clicked = ui
                .horizontal(|ui| {
                    let (rect, _) = ui.allocate_exact_size(vec2(14.0, ROW), Sense::hover());
                    paint_swatch(ui.painter(), rect.center(), 9.0, &colors);
                    let response = ui.add(Label::new(RichText::new(&name)).sense(Sense::click()));
                    response.widget_info(|| WidgetInfo::labeled(Role::Button, true, format!("Step through {name}")));
                    response.on_hover_text("Step through its spans").clicked()
                })
                .inner;
            if let (true, Some(tag)) = (clicked, tag) {
                begin(cx, state, tag, actions);
            }
            let value = count_of(table, row);
            let label = format!("{name}: {}", thousands(value as usize));
            bar_ui(ui, &Bar { label: &label, value, of: most, colors, width: 120.0 });
        } else if cell.is_number() {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| ui.label(cell.text()));
        } else {
            ui.label(RichText::new(cell.text()).color(cx.theme.text_soft));
        }
    }
}

/// The number of spans of a row, which its bar shows.
fn count_of(table: &Table, row: &Row) -> f64 {
    let at = table.columns.iter().position(|column| column.key == "spans");
    at.and_then(|at| row.cells.get(at)).map_or(0.0, Cell::number)
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
        let text = format!("{name}: {} of {}", thousands(stepping.at + 1), counted(stepping.spans.len(), "span"));
        ui.label(RichText::new(text).font(semibold(size::TEXT)));
        for (forward, icon, label) in [(false, icons::CARET_UP, "Span before"), (true, icons::CARET_DOWN, "Next span")]
        {
            if icon_button_ui(ui, &IconButton { icon, label, ..IconButton::default() }).clicked() {
                step(state, forward, actions);
            }
        }
        if icon_button_ui(ui, &IconButton { icon: icons::CLOSE, label: "Stop stepping", ..IconButton::default() })
            .clicked()
        {
            state.stepping = None;
        }
    });
}

/// Begins to step through the spans of a tag, as they stand now.
fn begin(cx: &ViewCx<'_>, state: &mut StatisticsState, tag: &TagId, actions: &mut Actions) {
    let scope = state.scope(cx);
    let found = passages(cx.desk.workspace.project(), &scope, tag);
    let spans: Vec<(SetKey, SpanKey)> = found.map(|(key, span)| (key, span.key())).collect();
    if let Some((set, span)) = spans.first().cloned() {
        actions.push(Action::ShowSpan(set, span));
        state.stepping = Some(Stepping { tag: tag.clone(), spans, at: 0 });
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
