//! Questions to the project's spans: a picture and a table for each; a click on a figure finds the passages behind it.

use super::filter::filter_line_ui;
use super::{ViewCx, capitalized, counted, thousands};
use crate::app::action::{Action, Actions};
use crate::app::analyzing::{AnalysisState, Asked, NEAR};
use crate::app::figures::Extent;
use crate::app::theme::{icons, regular, semibold, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Button, ButtonKind, Words, button_ui, isolated, picture_ui, segmented_ui, select_ui, soft_ui, words_ui,
};
use crate::model::{Calendar, LayerKind, Tag, TagId};
use crate::report::chart::Size;
use crate::report::{Answer, Ask, DrawnAs, KeyOf, Shape};
use crate::stats::{Cell, ColumnKind, Row, Table, Variants};
use egui::accesskit::Role;
use egui::{Align, Grid, Layout, ScrollArea, Sense, Ui, WidgetInfo, vec2};
use std::collections::BTreeSet;

/// What the questions are called, in the order of their names on the command line.
const QUESTIONS: [&str; 14] = [
    "How many",
    "How many, crossed",
    "Over time",
    "What stands together",
    "What lies over what",
    "What follows what",
    "How evenly spread",
    "Where in the texts",
    "What is said",
    "Which words are near",
    "How long",
    "What sets articles apart",
    "Whether more is worth labeling",
    "How fast",
];
/// What tags stand together in: names for people, and for the question.
const WITHIN: [(&str, &str); 7] = [
    ("in one place", "span"),
    ("over the same words", "overlap"),
    ("in a sentence", "sentence"),
    ("within 10 words", "10"),
    ("within 25 words", "25"),
    ("in a paragraph", "paragraph"),
    ("in an article", "document"),
];
/// How counts in rows and columns are drawn, in the order of [`DrawnAs::ALL`].
const DRAWN: [&str; 3] = ["as cells", "as bars", "as shares"];
/// The height of a picture, in points.
const PICTURE: f32 = 420.0;
/// The widest picture.
const WIDEST: f32 = 1100.0;
/// How wide a number's column becomes.
const HEAD: f32 = 160.0;
/// How many rows of the table are drawn.
const ROWS: usize = 500;
/// How many of its columns.
const COLUMNS: usize = 24;

/// Draws what is asked and what was answered.
pub fn analysis_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut AnalysisState, actions: &mut Actions) {
    asked_ui(ui, cx, state, actions);
    ui.add_space(size::SPACE_M);
    let Some((answered, is_of_now)) = state.answered() else {
        soft_ui(ui, "Counting…");
        return;
    };
    match answered {
        Err(why) => drop(words_ui(ui, &Words::sentence(&capitalized(why)).color(cx.theme.warning))),
        Ok(answer) => {
            if !is_of_now {
                soft_ui(ui, "Counting…");
            }
            ScrollArea::both().id_salt("analysis").auto_shrink([false, false]).show(ui, |ui| {
                if let Some(query) = answer_ui(ui, cx, answer) {
                    actions.push(Action::SearchFor(query, state.asked.extent));
                }
            });
        }
    }
}

fn asked_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut AnalysisState, actions: &mut Actions) {
    let asked = &mut state.asked;
    let line = vec2(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        select_ui(ui, "Question", &QUESTIONS, &mut asked.question);
        choices_ui(ui, cx, asked);
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            let save = Button { label: "Save…", icon: Some(icons::EXPORT), ..Button::default() };
            if button_ui(ui, &save).clicked() {
                actions.verb(Verb::ExportTable);
            }
            let add = Button { label: "Add to the report", kind: ButtonKind::Quiet, ..Button::default() };
            if button_ui(ui, &add).clicked() {
                actions.push(Action::AddToReport);
            }
        });
    });
    ui.add_space(size::SPACE_S);
    let n_chosen = state.report.len();
    let asked = &mut state.asked;
    let mut is_emptied = false;
    ui.horizontal(|ui| {
        let mut extent = Extent::ALL.iter().position(|extent| *extent == asked.extent).unwrap_or_default();
        if segmented_ui(ui, "What is counted", &["This article", "The list", "The project"], &mut extent).changed() {
            asked.extent = Extent::ALL.get(extent).copied().unwrap_or_default();
        }
        if asked.extent == Extent::Filter {
            filter_line_ui(ui, cx, actions);
        }
        if n_chosen > 0 {
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let empty = Button { label: "Empty the report", kind: ButtonKind::Quiet, ..Button::default() };
                is_emptied = button_ui(ui, &empty).clicked();
                soft_ui(ui, &format!("{} in the report; save it as .html", counted(n_chosen, "figure")));
            });
        }
    });
    if is_emptied {
        state.report.clear();
    }
}

/// What else a question wants to know.
fn choices_ui(ui: &mut Ui, cx: &ViewCx<'_>, asked: &mut Asked) {
    match Ask::names().get(asked.question).copied().unwrap_or_default() {
        "counts" => by_ui(ui, "By", &dimensions(cx), &mut asked.rows),
        "crossed" => {
            let dimensions = dimensions(cx);
            by_ui(ui, "Rows", &dimensions, &mut asked.rows);
            by_ui(ui, "Columns", &dimensions, &mut asked.columns);
            drawn_ui(ui, &mut asked.drawn);
        }
        "time" => {
            choice_ui(ui, "Steps of time", &Calendar::ALL.map(Calendar::name), &Calendar::ALL, &mut asked.calendar)
        }
        "together" => {
            let (names, ids): (Vec<&str>, Vec<String>) =
                WITHIN.iter().map(|(name, id)| (*name, (*id).to_owned())).unzip();
            choice_ui(ui, "Together", &names, &ids, &mut asked.within);
            choice_ui(ui, "Drawn", &["as a net", "as a matrix"], &Shape::ALL, &mut asked.shape);
        }
        "sequences" => drawn_ui(ui, &mut asked.drawn),
        "strings" => {
            tag_ui(ui, cx, &mut asked.tag);
            let names = ["whatever the case", "as written"];
            choice_ui(ui, "Variants", &names, &[Variants::Together, Variants::Apart], &mut asked.variants);
        }
        "collocates" => {
            tag_ui(ui, cx, &mut asked.tag);
            let names = NEAR.map(|n| format!("within {n} words"));
            choice_ui(ui, "How near", &names.each_ref().map(String::as_str), &NEAR, &mut asked.near);
        }
        "keyness" => {
            let names = ["by their tags", "by what is said", "by their words"];
            choice_ui(ui, "By what", &names, &KeyOf::ALL, &mut asked.key_of);
        }
        _ => {}
    }
}

fn choice_ui<T: Clone + PartialEq>(ui: &mut Ui, label: &str, names: &[&str], all: &[T], chosen: &mut T) {
    let mut at = all.iter().position(|it| it == chosen).unwrap_or_default();
    if select_ui(ui, label, names, &mut at).changed()
        && let Some(it) = all.get(at)
    {
        chosen.clone_from(it);
    }
}

fn tag_ui(ui: &mut Ui, cx: &ViewCx<'_>, tag: &mut Option<TagId>) {
    let codebook = &cx.desk.workspace.project().codebook;
    let known: Vec<&Tag> =
        codebook.tree().into_iter().map(|(tag, _)| tag).filter(|it| codebook.kind_of(it) == LayerKind::Span).collect();
    let names: Vec<&str> = std::iter::once("of any tag").chain(known.iter().map(|tag| tag.name.as_str())).collect();
    let ids: Vec<Option<TagId>> = std::iter::once(None).chain(known.iter().map(|tag| Some(tag.id.clone()))).collect();
    choice_ui(ui, "Tag", &names, &ids, tag);
}

fn by_ui(ui: &mut Ui, label: &str, dimensions: &[(String, String)], chosen: &mut String) {
    let names: Vec<&str> = dimensions.iter().map(|(name, _)| name.as_str()).collect();
    let ids: Vec<String> = dimensions.iter().map(|(_, id)| id.clone()).collect();
    choice_ui(ui, label, &names, &ids, chosen);
}

fn drawn_ui(ui: &mut Ui, drawn: &mut DrawnAs) {
    choice_ui(ui, "Drawn", &DRAWN, &DrawnAs::ALL, drawn);
}

/// What spans can be counted by: names for people, and for the question.
fn dimensions(cx: &ViewCx<'_>) -> Vec<(String, String)> {
    let project = cx.desk.workspace.project();
    let fixed = [
        ("by tag", "tag"),
        ("by tag with all under it", "tree"),
        ("by annotator", "annotator"),
        ("by article", "document"),
        ("by outlet", "outlet"),
        ("by language", "language"),
        ("by day", "day"),
        ("by week", "week"),
        ("by month", "month"),
        ("by year", "year"),
    ];
    let fixed = fixed.into_iter().map(|(name, id)| (name.to_owned(), id.to_owned()));
    let attributes = project.codebook.attributes.iter().filter(|attribute| attribute.layer.is_some());
    let attributes = attributes.map(|it| (format!("by {}", it.name), format!("attr:{}", it.id)));
    // Of many articles the first tell what is known of them.
    let fields: BTreeSet<&String> = project.documents.values().take(500).flat_map(|it| it.meta.keys()).collect();
    let fields = fields.into_iter().map(|field| (format!("by {field}"), format!("meta.{field}")));
    fixed.chain(attributes).chain(fields).collect()
}

/// The picture and the table. The query of a figure that was clicked.
fn answer_ui(ui: &mut Ui, cx: &ViewCx<'_>, answer: &Answer) -> Option<String> {
    let mut clicked = None;
    if let Some(picture) = &answer.picture {
        let width = ui.available_width().clamp(320.0, WIDEST);
        let (_, target) = picture_ui(ui, &picture.scene(Size { width, height: PICTURE }));
        clicked = target.and_then(|target| picture.queries.get(target).cloned());
        ui.add_space(size::SPACE_M);
    }
    let table = &answer.table;
    if table.rows.len() > ROWS || table.columns.len() > COLUMNS {
        soft_ui(ui, "The table is longer than what is shown; saved as CSV it is whole.");
    }
    // An id says the same as a name, and what is told of nothing here says nothing.
    let is_told = |at: usize| table.rows.iter().any(|row| !matches!(row.cells.get(at), None | Some(Cell::Missing)));
    let columns = |at: &usize| {
        table.columns.get(*at).is_some_and(|it| !it.key.starts_with("id")) && *at < COLUMNS && is_told(*at)
    };
    let shown: Vec<usize> = (0..table.columns.len()).filter(columns).collect();
    Grid::new("analysis table").spacing([size::SPACE_L, 2.0]).show(ui, |ui| {
        for column in shown.iter().filter_map(|at| table.columns.get(*at)) {
            let words = Words { room: Some(HEAD), ..Words::line(&column.name) };
            let words = words.font(semibold(size::TEXT_SECONDARY)).color(cx.theme.text_soft);
            if matches!(column.kind, ColumnKind::Text | ColumnKind::List) {
                words_ui(ui, &words);
            } else {
                ui.with_layout(Layout::right_to_left(Align::Center), |ui| words_ui(ui, &words));
            }
        }
        ui.end_row();
        for (row, query) in table.rows.iter().zip(&answer.row_queries).take(ROWS) {
            if row_ui(ui, table, row, &shown) {
                clicked = Some(query.clone());
            }
            ui.end_row();
        }
    });
    clicked
}

/// One row. Whether its first cell was clicked.
fn row_ui(ui: &mut Ui, table: &Table, row: &Row, shown: &[usize]) -> bool {
    let mut clicked = false;
    for (n, at) in shown.iter().enumerate() {
        let Some(cell) = row.cells.get(*at) else { continue };
        let is_words = matches!(cell, Cell::Text(_) | Cell::List(_));
        let text = written(cell, table.columns.get(*at).map_or("", |column| column.key.as_str()));
        if n == 0 {
            let words = Words { sense: Sense::click(), room: Some(320.0), ..Words::line(&text) };
            let response = words_ui(ui, &words.font(regular(size::TEXT)));
            let next = shown.get(1).and_then(|at| Some((table.columns.get(*at)?, row.cells.get(*at)?)));
            let value = next.map_or_else(String::new, |(column, cell)| format!(": {}", written(cell, &column.key)));
            let label = format!("Find the passages of {text}{value}");
            response.widget_info(|| WidgetInfo::labeled(Role::Button, true, &label));
            clicked = response.clicked();
        } else if is_words {
            words_ui(ui, &Words { room: Some(320.0), ..Words::line(&text) });
        } else {
            let words = Words { room: Some(HEAD), ..Words::line(&text) };
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| words_ui(ui, &words));
        }
    }
    clicked
}

fn written(cell: &Cell, key: &str) -> String {
    match cell {
        Cell::Text(text) => text.clone(),
        Cell::Count(n) => thousands(*n),
        Cell::Share(share) if key.starts_with("share") => format!("{:.1} %", share * 100.0),
        Cell::Share(number) | Cell::Mean(number) if key.starts_with('p') && *number < 0.001 && *number > 0.0 => {
            format!("{number:.1e}")
        }
        Cell::Share(number) => format!("{number:.3}"),
        // What is large needs fewer places to be told from others.
        Cell::Mean(number) if number.abs() >= 100.0 => format!("{number:.1}"),
        Cell::Mean(number) if number.abs() >= 10.0 => format!("{number:.2}"),
        Cell::Mean(number) => format!("{number:.3}"),
        // One way to write it is that of the row's name.
        Cell::List(list) if list.len() <= 1 => String::new(),
        Cell::List(list) => list
            .iter()
            .map(|(text, n)| format!("{} ({})", isolated(text), thousands(*n)))
            .collect::<Vec<_>>()
            .join(", "),
        Cell::Missing => "–".to_owned(),
    }
}
