//! The search: a query, and what it finds as lines of a concordance. Ticked lines are tagged, and moved at their ends, together.

use super::filter::filter_line_ui;
use super::query_field::{query_completions_ui, query_field_ui, query_mistake_ui};
use super::{ViewCx, counted, on_one_line, scrolled_to, stepped, thousands};
use crate::app::action::{Action, Actions};
use crate::app::desk::Desk;
use crate::app::searching::{Rows, SearchFound, SearchState, ShownRow, own_spans};
use crate::app::theme::{icons, size};
use crate::app::widgets::{
    Button, ButtonKind, ConcordanceRow, EmptyState, IconButton, ListRow, SearchField, Tick, ToastKind, button_ui,
    checkbox_ui, concordance_row_ui, empty_state_ui, icon_button_ui, isolated, list_row_ui, select_ui, soft_ui,
};
use crate::edit::Command;
use crate::model::{LayerKind, Tag};
use crate::query::{Line, LineGroup, LineOrder, examples};
use crate::text::{Offset, Text, TextRange};
use egui::{Align, Event, Key, Layout, Modifiers, ScrollArea, Ui, vec2};

/// How much of the text stands around a place, in graphemes.
const AROUND: usize = 120;

/// Draws the view.
pub fn search_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut SearchState, actions: &mut Actions) {
    let is_offered = query_ui(ui, cx, state);
    ui.add_space(size::SPACE_S);
    let found = state.found().map(|(found, is_of_now)| (found.clone(), is_of_now));
    let Some((found, is_of_now)) = found else {
        if state.query.text.trim().is_empty() {
            let examples = examples(&cx.desk.workspace.project().codebook).join(", or ");
            let sentence = format!("Write words, or what is tagged: {examples}.");
            empty_state_ui(ui, &EmptyState { icon: icons::SEARCH, sentence: &sentence, ..EmptyState::default() });
        } else {
            soft_ui(ui, "Looking…");
        }
        return;
    };
    if let Some(mistake) = &found.mistake {
        // A word that is only begun is no mistake yet.
        if !is_offered {
            query_mistake_ui(ui, cx, &state.query.text, mistake);
        }
        return;
    }
    within_ui(ui, cx, state, actions);
    said_ui(ui, cx, state, &found, is_of_now, actions);
    ui.add_space(size::SPACE_S);
    if found.lines.is_empty() {
        return nothing_ui(ui, state, &found, actions);
    }
    let rows = state.rows(&found);
    read_keys(ui, cx, state, (&found, &rows), actions);
    rows_ui(ui, cx, state, (&found, &rows), actions);
}

/// What to do where there are no lines: as nothing fits, or as what fits are articles.
fn nothing_ui(ui: &mut Ui, state: &SearchState, found: &SearchFound, actions: &mut Actions) {
    let empty = EmptyState { icon: icons::SEARCH, ..EmptyState::default() };
    if found.n_documents == 0 {
        let sentence = "Nothing fits. Words are found whole, whatever their case. cease* finds what begins so, *fire* what has \
                        it anywhere, truce or ceasefire either of them.";
        empty_state_ui(ui, &EmptyState { sentence, ..empty });
        return;
    }
    let sentence = "This is true of articles as a whole. With words or tag:* after it their passages are found; as a filter it \
                    lists them.";
    if empty_state_ui(ui, &EmptyState { sentence, action: Some("Filter by it"), ..empty }) {
        actions.push(Action::FilterBy(state.query.text.clone()));
    }
}

/// Draws the query's field with the choice of an order and what the query could go on with; whether there is such.
fn query_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut SearchState) -> bool {
    let line = vec2(ui.available_width(), size::CONTROL);
    let field = ui.allocate_ui_with_layout(line, Layout::right_to_left(Align::Center), |ui| {
        let group = IconButton {
            icon: icons::ROWS,
            label: "Group the lines by what orders them",
            selected: state.is_grouped,
            ..IconButton::default()
        };
        if icon_button_ui(ui, &group).clicked() {
            state.is_grouped = !state.is_grouped;
            (state.chosen, state.moved) = (0, true);
        }
        let mut at = LineOrder::ALL.iter().position(|order| *order == state.order).unwrap_or_default();
        if select_ui(ui, "Order", &LineOrder::ALL.map(LineOrder::name), &mut at).changed() {
            state.order = LineOrder::ALL.get(at).copied().unwrap_or_default();
            (state.chosen, state.moved) = (0, true);
        }
        let hint = examples(&cx.desk.workspace.project().codebook).swap_remove(0);
        let hint = format!("Words, or {hint}");
        let field = SearchField { label: "Search the project", hint: &hint, key: None, icon: None };
        query_field_ui(ui, &field, &mut state.query)
    });
    let field = field.inner;
    if field.changed() {
        (state.chosen, state.moved) = (0, true);
        state.ticked.clear();
    }
    query_completions_ui(ui, cx, &mut state.query, field.id)
}

/// Whether only what the list lets through is looked through, while that is less than everything.
fn within_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut SearchState, actions: &mut Actions) {
    if cx.desk.within.is_none() {
        return;
    }
    ui.horizontal(|ui| {
        let mut is_within = !state.is_everywhere;
        if checkbox_ui(ui, &mut is_within, "Only in the list").changed() {
            state.is_everywhere = !is_within;
        }
        filter_line_ui(ui, cx, actions);
    });
}

/// How much was found, and what can be done with what is ticked.
fn said_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    state: &mut SearchState,
    found: &SearchFound,
    is_of_now: bool,
    actions: &mut Actions,
) {
    let line = vec2(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        let stale = if is_of_now { "" } else { "…" };
        let (hits, articles) = (counted(found.lines.len(), "hit"), counted(found.n_documents, "article"));
        let first = if found.is_cut { "more than the first " } else { "" };
        soft_ui(ui, &format!("{first}{hits} in {articles}{stale}"));
        if found.lines.is_empty() {
            return;
        }
        ui.add_space(size::SPACE_M);
        let plain = |label| Button { label, kind: ButtonKind::Quiet, ..Button::default() };
        if button_ui(ui, &plain("Tick all")).clicked() {
            state.ticked = found.lines.iter().map(|line| (line.document.clone(), line.range)).collect();
        }
        if state.ticked.is_empty() {
            return;
        }
        if button_ui(ui, &plain("None")).clicked() {
            state.ticked.clear();
        }
        ui.add_space(size::SPACE_S);
        let n = counted(state.ticked.len(), "line");
        let tags: Vec<&Tag> = cx.desk.workspace.project().codebook.of_kind(LayerKind::Span).collect();
        let first = format!("Tag {n} as…");
        let names: Vec<&str> = std::iter::once(first.as_str()).chain(tags.iter().map(|tag| &*tag.name)).collect();
        let mut at = 0;
        if select_ui(ui, "Tag the lines", &names, &mut at).changed()
            && let Some(tag) = at.checked_sub(1).and_then(|at| tags.get(at))
        {
            actions.push(Action::TagLines(tag.id.clone()));
        }
        for (label, edge, forth) in [
            ("Start earlier", Edge::Start, false),
            ("Start later", Edge::Start, true),
            ("End earlier", Edge::End, false),
            ("End later", Edge::End, true),
        ] {
            if button_ui(ui, &plain(label)).clicked() {
                change(moving(cx.desk, &state.meant(), edge, forth), actions);
            }
        }
        if button_ui(ui, &plain("Untag")).clicked() {
            change(untagging(cx.desk, &state.meant()), actions);
        }
    });
}

/// What was found, and the rows that it is shown in.
type Shown<'f> = (&'f SearchFound, &'f Rows);

fn rows_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut SearchState, (found, rows): Shown<'_>, actions: &mut Actions) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().id_salt("search").auto_shrink([false, false]);
    let n = rows.count();
    if std::mem::take(&mut state.moved) {
        area = scrolled_to(area, state.chosen, n, size::ROW_COMPACT, ui.available_height());
    }
    area.show_rows(ui, size::ROW_COMPACT, n, |ui, range| {
        for at in range {
            let is_chosen = at == state.chosen;
            let line = match rows.at(at) {
                Some(ShownRow::Line(line)) => found.lines.get(line),
                Some(ShownRow::Group(group)) => {
                    group_ui(ui, state, found.groups.get(group), is_chosen);
                    None
                }
                None => None,
            };
            let Some(line) = line else { continue };
            match row_ui(ui, cx, state, line, is_chosen) {
                Some(true) => show(line, actions),
                Some(false) => {
                    state.chosen = at;
                    state.flip(line);
                }
                None => {}
            }
        }
    });
}

/// The head of a group. A click puts its lines away, or shows them again.
fn group_ui(ui: &mut Ui, state: &mut SearchState, group: Option<&LineGroup>, is_chosen: bool) {
    let Some(group) = group else { return };
    let is_folded = state.folded.contains(&group.name);
    let title = if group.name.is_empty() { "nothing" } else { &group.name };
    let n = thousands(group.n);
    let said = if is_folded { "put away" } else { "shown" };
    let spoken = format!("{}, {}, {said}", isolated(title), counted(group.n, "hit"));
    let icon = if is_folded { icons::CARET_RIGHT } else { icons::CARET_DOWN };
    let row = ListRow {
        icon: Some((icon, None)),
        title,
        detail: &n,
        selected: is_chosen,
        compact: true,
        spoken: Some(&spoken),
    };
    if ui.push_id((&group.name, group.first), |ui| list_row_ui(ui, &row)).inner.clicked() {
        fold(state, &group.name);
    }
}

fn fold(state: &mut SearchState, group: &str) {
    if !state.folded.remove(group) {
        state.folded.insert(group.to_owned());
    }
}

/// One line. Whether it was clicked, and if so, twice.
fn row_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &SearchState, line: &Line, chosen: bool) -> Option<bool> {
    let project = cx.desk.workspace.project();
    // Somebody may have changed the project since.
    let Some(document) = project.document(&line.document).filter(|it| it.text.check(line.range).is_ok()) else {
        ui.allocate_exact_size(vec2(ui.available_width(), size::ROW_COMPACT), egui::Sense::hover());
        return None;
    };
    let [before, words, after] = on_one_line(&document.text, line.range, AROUND);
    let codebook = &project.codebook;
    let tags = line.tags(project);
    let remark = tags.iter().map(|id| codebook.name_of(id)).collect::<Vec<_>>().join(", ");
    let tag = tags.first().and_then(|id| codebook.tag(id));
    let is_ticked = state.ticked.contains(&(line.document.clone(), line.range));
    let shown = ConcordanceRow {
        place: &document.title,
        before: &before,
        words: &words,
        after: &after,
        remark: &remark,
        tick: Tick::Open(is_ticked),
        chosen,
        color: tag.map_or(cx.theme.text, |tag| cx.colors(tag).label),
    };
    let response = concordance_row_ui(ui, &shown);
    if response.double_clicked() { Some(true) } else { response.clicked().then_some(false) }
}

fn show(line: &Line, actions: &mut Actions) {
    actions.push(Action::ShowPassage(line.document.clone(), line.range));
}

/// Arrows move over the rows, Space ticks a line or those of a group, Enter shows a line or folds a group, and a tag's key tags,
/// unless something else has the keyboard.
fn read_keys(ui: &Ui, cx: &ViewCx<'_>, state: &mut SearchState, (found, rows): Shown<'_>, actions: &mut Actions) {
    let last = rows.count().saturating_sub(1);
    state.chosen = state.chosen.min(last);
    if ui.memory(|memory| memory.focused().is_some()) {
        return;
    }
    let before = state.chosen;
    let page = ((ui.available_height() / size::ROW_COMPACT) as usize).saturating_sub(1);
    let (mut is_shown, mut is_ticked, mut typed) = (false, false, None);
    ui.input_mut(|input| {
        state.chosen = stepped(input, state.chosen, last, page);
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        is_shown = pressed(Key::Enter);
        is_ticked = pressed(Key::Space);
        let text = |event: &Event| if let Event::Text(text) = event { text.chars().next() } else { None };
        typed = input.events.iter().find_map(text);
    });
    state.moved |= before != state.chosen;
    let codebook = &cx.desk.workspace.project().codebook;
    if let Some(tag) = typed.and_then(|key| codebook.with_key(key)) {
        actions.push(Action::TagLines(tag.id.clone()));
    }
    let line = match rows.at(state.chosen) {
        Some(ShownRow::Line(line)) => found.lines.get(line),
        Some(ShownRow::Group(group)) => {
            if let Some(group) = found.groups.get(group).filter(|_| is_shown || is_ticked) {
                if is_shown {
                    fold(state, &group.name);
                } else {
                    let lines = found.lines.iter().skip(group.first).take(group.n);
                    lines.for_each(|line| state.flip(line));
                }
            }
            None
        }
        None => None,
    };
    let Some(line) = line else { return };
    if is_shown {
        show(line, actions);
    }
    if is_ticked {
        state.flip(line);
        (state.chosen, state.moved) = ((state.chosen + 1).min(last), true);
    }
}

/// Does it, or says why there is nothing to do.
fn change(command: Command, actions: &mut Actions) {
    let is_nothing = matches!(&command, Command::Several(commands) if commands.is_empty());
    actions.push(if is_nothing {
        Action::Say(ToastKind::Info, "None of these lines is a span of yours that this could change".to_owned())
    } else {
        Action::Run(command)
    });
}

fn untagging(desk: &Desk, lines: &[&Line]) -> Command {
    let own = own_spans(desk, lines).into_iter();
    Command::Several(own.map(|(set, spans)| Command::RemoveSpans { set, spans }).collect())
}

/// An end of a span.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Edge {
    Start,
    End,
}

/// Moves an end of one's own spans among the lines by a word. What would be nothing any more stays.
fn moving(desk: &Desk, lines: &[&Line], edge: Edge, forth: bool) -> Command {
    let project = desk.workspace.project();
    let me = desk.working_on();
    let mut commands = Vec::new();
    for line in lines {
        let Some(document) = project.document(&line.document) else { continue };
        for (set, span) in line.spans(project).filter(|(set, _)| Some(&set.annotator) == me.as_ref()) {
            let hull = span.hull();
            let to = match edge {
                Edge::Start => TextRange::between(start_moved(&document.text, hull.start(), forth), hull.end()),
                Edge::End => TextRange::between(hull.start(), end_moved(&document.text, hull.end(), forth)),
            };
            if to != hull && !to.is_empty() && span.at.n_ranges() == 1 {
                commands.push(Command::Resize { span: span.key(), set, at: to.into() });
            }
        }
    }
    Command::Several(commands)
}

fn start_moved(text: &Text, at: Offset, forth: bool) -> Offset {
    if forth {
        text.previous_word_start(text.next_word_end(text.next_word_end(at)))
    } else {
        text.previous_word_start(at)
    }
}

fn end_moved(text: &Text, at: Offset, forth: bool) -> Offset {
    if forth {
        text.next_word_end(at)
    } else {
        text.next_word_end(text.previous_word_start(text.previous_word_start(at)))
    }
}
