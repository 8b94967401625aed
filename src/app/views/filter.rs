//! The filter of the project: the dialog that it is written, named and chosen in, and what it is, in words.

use super::query_field::{QueryText, query_completions_ui, query_field_ui, query_mistake_ui};
use super::{ViewCx, capitalized, counted};
use crate::app::action::{Action, Actions};
use crate::app::desk::Desk;
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    Button, ButtonKind, Dialog, DialogAnswer, IconButton, SearchField, Words, button_ui, dialog_ui, icon_button_ui,
    isolated, search_field_ui, section_head_ui, soft_ui, words_ui,
};
use crate::edit::Command;
use crate::query::{DocumentFilter, check_saved, filter_named};
use egui::{Align, Context, Id, Key, Layout, Modifiers, ScrollArea, Ui, vec2};

/// The filter as it is being written.
#[derive(Clone, Debug, Default)]
pub struct FilterDraft {
    /// The query.
    pub query: QueryText,
    /// The name that it is to get.
    pub name: String,
}

/// How wide the names of saved filters are, in points.
const NAME: f32 = 170.0;
/// How high their list may become.
const SAVED: f32 = 180.0;
/// How high their heading is, and how high each of them with the space after it.
const SAVED_HEAD: f32 = 32.0;
const SAVED_ROW: f32 = size::CONTROL + size::SPACE_XS;
/// How high the query, what is told of it, and what can be done with it are at most.
const QUERY: f32 = 152.0;
/// How wide the filter is told in a line, in points.
const TOLD: f32 = 520.0;

/// What narrows the list, part by part, in words.
pub fn narrowed_by(desk: &Desk, filter: &DocumentFilter) -> Vec<String> {
    let mut parts: Vec<String> = filter.states.iter().map(|state| state.name().to_owned()).collect();
    if filter.assigned {
        parts.push("assigned to me".to_owned());
    }
    if filter.archived {
        parts.push("archived".to_owned());
    }
    let codebook = &desk.workspace.project().codebook;
    if let Some(tag) = filter.tag.as_ref().and_then(|id| codebook.tag(id)) {
        parts.push(format!("with {}", isolated(&tag.name)));
    }
    if filter.among.is_some() {
        let query = desk.filtering.query_of_left();
        parts.push(isolated(saved_name(desk, query).unwrap_or(query)));
    }
    parts
}

/// The name of the saved filter that a query is, if it is one.
fn saved_name<'d>(desk: &'d Desk, query: &str) -> Option<&'d str> {
    let names = desk.workspace.project().filters.keys();
    names.map(String::as_str).find(|name| filter_named(name) == query.trim())
}

/// The same with what is written above the list.
pub fn narrowed_with_text(desk: &Desk) -> Vec<String> {
    let filter = &desk.list.filter;
    let text = Some(filter.text.trim()).filter(|text| !text.is_empty());
    narrowed_by(desk, filter).into_iter().chain(text.map(|text| format!("“{}”", isolated(text)))).collect()
}

/// How much of the line *Show all* takes, in points.
const ALL: f32 = 76.0;

/// Draws in a narrow line what narrows the list, if anything does, with *Show all*. Whether that was clicked.
pub fn narrowed_ui(ui: &mut Ui, cx: &ViewCx<'_>, parts: &[String]) -> bool {
    if parts.is_empty() {
        return false;
    }
    ui.horizontal(|ui| {
        let room = Some((ui.available_width() - ALL).max(ALL));
        let label = format!("Only {}", parts.join(", "));
        words_ui(ui, &Words { room, is_sentence: true, ..Words::line(&label).soft(cx.theme) });
        button_ui(ui, &Button { label: "Show all", kind: ButtonKind::Quiet, ..Button::default() }).clicked()
    })
    .inner
}

/// Draws in a line what the list lets through, with the way to another filter.
pub fn filter_line_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let (list, parts) = (&cx.desk.list, narrowed_with_text(cx.desk));
    let n = counted(list.rows().len(), "article");
    let told = if parts.is_empty() { format!("All articles: {n}") } else { format!("Only {}: {n}", parts.join(", ")) };
    words_ui(ui, &Words { room: Some(TOLD), is_sentence: true, ..Words::line(&told).soft(cx.theme) });
    let key = cx.cap(Verb::FilterByQuery);
    let change = Button { label: "Filter…", icon: Some(icons::FUNNEL), key: key.as_deref(), kind: ButtonKind::Quiet };
    if button_ui(ui, &change).clicked() {
        actions.verb(Verb::FilterByQuery);
    }
    if !parts.is_empty()
        && button_ui(ui, &Button { label: "Show all", kind: ButtonKind::Quiet, ..Button::default() }).clicked()
    {
        actions.push(Action::ShowAll);
    }
}

/// Draws the dialog. The list follows what is written.
pub fn filter_ui(cx: &Context, view: &ViewCx<'_>, draft: &mut FilterDraft, actions: &mut Actions) {
    let n_saved = view.desk.workspace.project().filters.len();
    let saved = if n_saved == 0 { 0.0 } else { SAVED_HEAD + (n_saved as f32 * SAVED_ROW).min(SAVED) };
    let dialog = Dialog {
        other: Some("Show all"),
        cancel: "",
        width: 620.0,
        // What is told and can be done with a query comes and goes; nothing moves under the pointer for it.
        height: Some(QUERY + saved),
        ..Dialog::new(Id::unique("filter dialog"), "Filter by a query", "Done")
    };
    let before = draft.query.text.clone();
    let answer = dialog_ui(cx, &dialog, |ui| {
        let field = SearchField {
            label: "The query of the filter",
            hint: "outlet:Wire date:2026-03, or by:gold tag:claim",
            key: None,
            icon: Some(icons::FUNNEL),
        };
        let response = query_field_ui(ui, &field, &mut draft.query);
        let is_offered = query_completions_ui(ui, view, &mut draft.query, response.id);
        ui.add_space(size::SPACE_XS);
        ui.scope(|ui| told_ui(ui, view, &draft.query.text, is_offered));
        ui.scope(|ui| name_ui(ui, view, draft, actions));
        let rest = QUERY - (ui.cursor().top() - ui.min_rect().top());
        ui.add_space(rest.max(0.0));
        saved_ui(ui, view, draft, actions);
    });
    if draft.query.text != before {
        actions.push(Action::FilterBy(draft.query.text.clone()));
    }
    match answer {
        Some(DialogAnswer::Other) => {
            actions.push(Action::ShowAll);
            actions.push(Action::CloseOverlay);
        }
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

/// What the query lets through, or what is wrong with it.
fn told_ui(ui: &mut Ui, view: &ViewCx<'_>, query: &str, is_offered: bool) {
    let filtering = &view.desk.filtering;
    match (filtering.mistake(), filtering.left()) {
        // A word that is only begun is no mistake yet.
        (Some(_), _) if is_offered => {}
        (Some(mistake), _) => query_mistake_ui(ui, view, query, mistake),
        (None, Some(left)) => {
            let n_all = counted(view.desk.workspace.project().documents.len(), "article");
            let n_spans = counted(left.n_spans, "span");
            let stale = if filtering.is_running() { "…" } else { "" };
            let n = super::thousands(left.documents.len());
            soft_ui(ui, &format!("Lets {n} of {n_all} through, with {n_spans}{stale}"));
        }
        (None, None) => {
            let sentence = "The articles that it is true of stay in the list, in search, statistics, review and export; of \
                            their spans those that it asks for, or all: tag:claim leaves claims, where tag:claim all spans \
                            of articles that have some.";
            soft_ui(ui, sentence);
        }
    }
}

/// The filters that have names.
fn saved_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &mut FilterDraft, actions: &mut Actions) {
    let filters = &view.desk.workspace.project().filters;
    if filters.is_empty() {
        return;
    }
    section_head_ui(ui, "Saved filters");
    let list = ScrollArea::vertical().max_height(SAVED).auto_shrink([false, true]);
    list.show(ui, |ui| {
        for (name, query) in filters {
            ui.push_id(name, |ui| {
                let line = vec2(ui.available_width(), size::CONTROL);
                ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
                    let row = vec2(NAME, size::CONTROL);
                    ui.allocate_ui_with_layout(row, Layout::left_to_right(Align::Center), |ui| {
                        ui.set_min_width(NAME);
                        if button_ui(ui, &Button { label: name, kind: ButtonKind::Quiet, ..Button::default() })
                            .clicked()
                        {
                            draft.query.text = filter_named(name);
                            draft.name.clear();
                        }
                    });
                    ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                        let label = format!("Remove the filter {}", isolated(name));
                        let remove = IconButton { icon: icons::TRASH, label: &label, ..IconButton::default() };
                        if icon_button_ui(ui, &remove).clicked() {
                            actions.push(Action::Run(Command::RemoveFilter(name.clone())));
                        }
                        let label = format!("Change the filter {}", isolated(name));
                        let change = IconButton { icon: icons::NOTE_PENCIL, label: &label, ..IconButton::default() };
                        if icon_button_ui(ui, &change).clicked() {
                            (draft.query.text, draft.name) = (query.clone(), name.clone());
                        }
                        ui.with_layout(Layout::left_to_right(Align::Center), |ui| {
                            let room = Some(ui.available_width());
                            words_ui(ui, &Words { room, ..Words::line(query).soft(view.theme) });
                        });
                    });
                });
            });
        }
    });
}

/// Gives the query a name.
fn name_ui(ui: &mut Ui, view: &ViewCx<'_>, draft: &mut FilterDraft, actions: &mut Actions) {
    let can_be_saved = view.desk.filtering.left().is_some() && view.desk.filtering.mistake().is_none();
    let is_saved = saved_name(view.desk, &draft.query.text).is_some();
    if draft.query.text.trim().is_empty() || is_saved || !can_be_saved {
        return;
    }
    section_head_ui(ui, "Save it");
    ui.horizontal(|ui| {
        let field = SearchField { label: "Name of the filter", hint: "Name", key: None, icon: Some(icons::BOOKMARK) };
        let room = vec2(NAME, size::CONTROL);
        let field = ui.allocate_ui(room, |ui| search_field_ui(ui, &field, &mut draft.name)).inner;
        let name = draft.name.trim();
        // Enter is the dialog's else.
        let is_entered = field.lost_focus()
            && !name.is_empty()
            && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Enter));
        let is_known = view.desk.workspace.project().filters.contains_key(name);
        let label = if is_known { "Save in its place" } else { "Save" };
        let save = Button { label, ..Button::default() };
        let project = view.desk.workspace.project();
        let mistake = Some(name).filter(|name| !name.is_empty());
        let mistake = mistake.and_then(|name| check_saved(name, &draft.query.text, project).err());
        let is_named = !name.is_empty() && mistake.is_none();
        let is_clicked = ui.add_enabled_ui(is_named, |ui| button_ui(ui, &save).clicked()).inner;
        if is_clicked || is_entered && is_named {
            let (name, query) = (name.to_owned(), draft.query.text.clone());
            draft.query.text = filter_named(&name);
            draft.name.clear();
            actions.push(Action::Run(Command::SaveFilter { name, query }));
        }
        if let Some(mistake) = mistake {
            soft_ui(ui, &format!("{}. {}", capitalized(&mistake.what), mistake.hint));
        }
    });
}
