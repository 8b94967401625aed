//! The history: every step that was done to the project here, what each changed, and the way back.

use super::{ViewCx, capitalized, counted, in_context};
use crate::app::action::{Action, Actions};
use crate::app::history::{HistoryState, Row, local};
use crate::app::theme::{icons, semibold, size};
use crate::app::widgets::{
    Button, ButtonKind, EmptyState, ListRow, TagChip, Words, button_ui, empty_state_ui, isolated, list_row_ui,
    section_head_ui, segmented_ui, select_ui, soft_ui, tag_chip_ui, words_ui,
};
use crate::edit::{Change, Edit};
use crate::model::{AnnotatorId, DocumentId, DocumentTag, Relation, Rule, SetKey, Span, TagId};
use crate::store::Kind;
use crate::text::{Text, TextRange, quote};
use crate::workspace::{History, Moment};
use egui::{Align, Layout, Panel, ScrollArea, Sense, Ui, vec2};
use jiff::tz::TimeZone;
use std::sync::Arc;

/// How many changes of a step are shown.
const CHANGES: usize = 200;
/// How much of the text is shown before and after a change, in characters.
const AROUND: usize = 60;

/// Draws the view.
pub fn history_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut HistoryState, actions: &mut Actions) {
    let Some(history) = state.history().cloned() else { return nothing_read_ui(ui, cx, state) };
    controls_ui(ui, cx, state);
    ui.add_space(size::SPACE_S);
    let rows = state.rows(cx.desk.page.document.as_ref());
    if rows.is_empty() {
        let empty = EmptyState {
            icon: icons::CLOCK_COUNTER_CLOCKWISE,
            sentence: "Nothing has been done here yet. Every tag, note and change will be listed, and can be gone back to.",
            ..EmptyState::default()
        };
        empty_state_ui(ui, &empty);
        return;
    }
    let newest = rows.iter().find_map(|row| if let Row::Step(place) = row { Some(*place) } else { None });
    let chosen = state.chosen.filter(|place| rows.contains(&Row::Step(*place))).or(newest);
    let width = (ui.available_width() * 0.5).clamp(260.0, 520.0);
    let list = Panel::left("history list").frame(egui::Frame::new()).default_size(width).size_range(220.0..=640.0);
    list.show_separator_line(false).show(ui, |ui| list_ui(ui, cx, state, &history, &rows, chosen));
    if let Some((place, moment)) = chosen.and_then(|place| Some((place, history.moments().get(place)?))) {
        let is_last = place + 1 == history.moments().len();
        let can_go = state.is_current(&cx.desk.workspace) && !is_last;
        egui::CentralPanel::default().frame(egui::Frame::new().inner_margin(egui::Margin::symmetric(20, 0))).show(
            ui,
            |ui| {
                if moment_ui(ui, cx, (&history, place), moment, can_go, actions) {
                    actions.push(Action::GoBack(place));
                }
            },
        );
    }
}

fn nothing_read_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &HistoryState) {
    let sentence = match (state.problem(), cx.desk.workspace.read_only()) {
        (Some(error), _) => format!("{}. {}", capitalized(&error.to_string()), error.hint()),
        (None, Some(_)) => "This project is open for reading only: nothing has been done to it here.".to_owned(),
        (None, None) => "Reading the history…".to_owned(),
    };
    words_ui(ui, &Words::sentence(&sentence).color(cx.theme.text_soft));
}

fn controls_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut HistoryState) {
    let line = vec2(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        let mut extent = usize::from(!state.of_article);
        if segmented_ui(ui, "Which steps", &["This article", "The project"], &mut extent).changed() {
            state.of_article = extent == 0;
        }
        ui.add_space(size::SPACE_S);
        let people: Vec<AnnotatorId> = state.people().into_iter().collect();
        let names: Vec<&str> =
            std::iter::once("Everybody").chain(people.iter().map(|id| cx.desk.workspace.annotator_name(id))).collect();
        let mut who = state.who.as_ref().and_then(|who| people.iter().position(|id| id == who)).map_or(0, |at| at + 1);
        if select_ui(ui, "Whose steps", &names, &mut who).changed() {
            state.who = who.checked_sub(1).and_then(|at| people.get(at)).cloned();
        }
        if !state.is_current(&cx.desk.workspace) {
            soft_ui(ui, "Reading…");
        }
    });
}

fn list_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    state: &mut HistoryState,
    history: &History,
    rows: &[Row],
    chosen: Option<usize>,
) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let zone = TimeZone::system();
    let area = ScrollArea::vertical().id_salt("history").auto_shrink([false, false]);
    area.show_rows(ui, size::ROW, rows.len(), |ui, range| {
        for row in rows.get(range).unwrap_or_default() {
            match row {
                Row::Day(day) => {
                    let line = vec2(ui.available_width(), size::ROW);
                    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Max), |ui| {
                        section_head_ui(ui, &day.strftime("%A, %-d %B %Y").to_string());
                    });
                }
                Row::Step(place) => {
                    let Some(moment) = history.moments().get(*place) else { continue };
                    let clock = local(moment.made, &zone).strftime("%H:%M").to_string();
                    let who = moment.by.as_ref().map(|id| cx.desk.workspace.annotator_name(id)).unwrap_or_default();
                    let detail = if who.is_empty() { clock } else { format!("{}  {clock}", isolated(who)) };
                    let row = ListRow {
                        icon: Some((icon_of(moment.kind), None)),
                        title: &moment.title,
                        detail: &detail,
                        selected: chosen == Some(*place),
                        ..ListRow::default()
                    };
                    if list_row_ui(ui, &row).clicked() {
                        state.chosen = Some(*place);
                    }
                }
            }
        }
    });
}

const fn icon_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Do => icons::EDIT,
        Kind::Undo(_) => icons::UNDO,
        Kind::Redo(_) => icons::REDO,
        Kind::Foreign | Kind::Recovered => icons::DOWNLOAD,
    }
}

/// What a step changed. True when it is to be gone back to.
fn moment_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    (history, place): (&History, usize),
    moment: &Moment,
    can_go: bool,
    actions: &mut Actions,
) -> bool {
    let is_last = place + 1 == history.moments().len();
    words_ui(ui, &Words::lines(&moment.title).font(semibold(size::TEXT_TITLE)));
    let when = local(moment.made, &TimeZone::system()).strftime("%-d %B %Y, %H:%M:%S").to_string();
    let who = moment.by.as_ref().map_or("Elsewhere", |id| cx.desk.workspace.annotator_name(id));
    soft_ui(ui, &format!("{}, {when}, {}", isolated(who), counted(moment.edits.len(), "change")));
    ui.add_space(size::SPACE_S);
    let button = Button {
        label: "Go back to here",
        icon: Some(icons::CLOCK_COUNTER_CLOCKWISE),
        key: None,
        kind: ButtonKind::Plain,
    };
    let goes = ui.add_enabled_ui(can_go, |ui| button_ui(ui, &button).clicked()).inner;
    if is_last {
        soft_ui(ui, "This is the last step: the project is as it left it.");
    } else {
        soft_ui(ui, "Takes back all that was done here after this step. Undo brings it again.");
    }
    ui.add_space(size::SPACE_M);
    ScrollArea::vertical().id_salt("changes").auto_shrink([false, false]).show(ui, |ui| {
        for (n, edit) in moment.edits.iter().take(CHANGES).enumerate() {
            ui.push_id(n, |ui| edit_ui(ui, cx, &At { history, place, moment }, edit, actions));
        }
        if moment.edits.len() > CHANGES {
            soft_ui(ui, &format!("and {} more", counted(moment.edits.len() - CHANGES, "change")));
        }
    });
    goes
}

/// The step whose changes are drawn.
struct At<'a> {
    history: &'a History,
    place: usize,
    moment: &'a Moment,
}

fn edit_ui(ui: &mut Ui, cx: &ViewCx<'_>, at: &At<'_>, edit: &Edit, actions: &mut Actions) {
    match edit {
        Edit::Span(key, change) => span_ui(ui, cx, at, key, change, actions),
        other => {
            words_ui(ui, &Words::sentence(&sentence_of(cx, other)));
        }
    }
    ui.add_space(size::SPACE_S);
}

/// A span before and after, and the words around it.
fn span_ui(ui: &mut Ui, cx: &ViewCx<'_>, at: &At<'_>, key: &SetKey, change: &Change<Span>, actions: &mut Actions) {
    let Some(span) = change.after.as_ref().or(change.before.as_ref()) else { return };
    let before = text_of(cx, at.history.text_before(&key.document, at.place), &key.document);
    let after = text_of(cx, at.history.text_after(&key.document, at.place), &key.document);
    let is_revised = before.zip(after).is_some_and(|(before, after)| !before.same(after));
    let what = match (&change.before, &change.after) {
        (None, _) => "added".to_owned(),
        (_, None) => if is_revised { "lost" } else { "removed" }.to_owned(),
        (Some(before), Some(after)) if before.tag != after.tag => {
            format!("retagged, was {}", isolated(tag_name(cx, &before.tag)))
        }
        (Some(was), Some(_)) if at.moment.uncertain.contains(&was.id) => {
            let words = before.and_then(|text| covered(text, was.hull())).unwrap_or_default();
            format!("uncertain, was {}", isolated(&words))
        }
        _ => if is_revised { "moved along" } else { "moved" }.to_owned(),
    };
    ui.horizontal(|ui| {
        let name = tag_name(cx, &span.tag);
        let tag = cx.desk.workspace.project().codebook.tag(&span.tag);
        let colors = tag.map_or_else(|| cx.theme.untagged(), |tag| cx.colors(tag));
        let is_there = cx.desk.workspace.project().set(key).is_some_and(|set| set.spans.get(span.key()).is_some());
        let chip = TagChip { name, colors, selected: false, removable: false };
        if tag_chip_ui(ui, &chip).clicked() && is_there {
            actions.push(Action::ShowSpan(key.clone(), span.key()));
        }
        let is_mine = cx.desk.workspace.annotator() == Some(&key.annotator);
        let whose = isolated(cx.desk.workspace.annotator_name(&key.annotator));
        soft_ui(ui, &if is_mine { what } else { format!("{what}, by {whose}") });
    });
    let text = if change.after.is_some() { after } else { before };
    let range = span.hull();
    if let Some((text, words)) = text.and_then(|text| Some((text, covered(text, range)?))) {
        words_ui(ui, &Words { sense: Sense::hover(), ..Words::lines(&words).font(semibold(size::TEXT)) });
        soft_ui(ui, &in_context(text, range, AROUND));
    }
}

/// The text of a document as the history has it, or as it is.
fn text_of<'a>(cx: &'a ViewCx<'_>, then: Option<&'a Text>, document: &DocumentId) -> Option<&'a Text> {
    then.or_else(|| cx.desk.workspace.project().document(document).map(|document| &document.text))
}

/// The words of a range, if the text has it.
fn covered(text: &Text, range: TextRange) -> Option<String> {
    text.check(range).is_ok().then(|| quote(text.slice(range)))
}

fn tag_name<'a>(cx: &'a ViewCx<'_>, tag: &'a TagId) -> &'a str {
    cx.desk.workspace.project().codebook.tag(tag).map_or(tag.as_str(), |tag| tag.name.as_str())
}

/// What a change is that is not about a span.
fn sentence_of(cx: &ViewCx<'_>, edit: &Edit) -> String {
    match edit {
        Edit::Name(change) => renamed("The project", change.before.as_deref(), change.after.as_deref()),
        Edit::Workflow(_) => "How people work together changed".to_owned(),
        Edit::Filter(name, change) => changed("filter", name, change.before.clone(), change.after.clone()),
        Edit::Layers(_) => "The rules of the layers changed".to_owned(),
        Edit::TagOrder(_) => "The order of the tags changed".to_owned(),
        Edit::Attributes(_) => "The attributes changed".to_owned(),
        Edit::Revision(_, change) => match (&change.before, &change.after) {
            (_, Some(revision)) => format!("The codebook’s revision: {}", isolated(&revision.title)),
            (Some(revision), None) => format!("The codebook’s revision taken back: {}", isolated(&revision.title)),
            (None, None) => String::new(),
        },
        Edit::Tag(id, change) => {
            let name = |tag: &Option<Arc<crate::model::Tag>>| tag.as_ref().map(|tag| tag.name.to_string());
            changed("tag", id.as_str(), name(&change.before), name(&change.after))
        }
        Edit::Document(id, change) => {
            let title = |it: &Option<Arc<crate::model::Document>>| it.as_ref().map(|document| document.title.clone());
            changed("article", id.as_str(), title(&change.before), title(&change.after))
        }
        Edit::Annotator(id, change) => {
            let name = |it: &Option<Arc<crate::model::Annotator>>| it.as_ref().map(|annotator| annotator.name.clone());
            changed("annotator", id.as_str(), name(&change.before), name(&change.after))
        }
        Edit::Head(key, change) => {
            let title = title_of(cx, &key.document);
            let whose = isolated(cx.desk.workspace.annotator_name(&key.annotator));
            match change.after {
                Some(head) => format!("{whose} is {} with {title}", state_word(head.state.name())),
                None => format!("{whose} has nothing about {title} any more"),
            }
        }
        Edit::Rule(_, change) => {
            let name = |rule: &Option<Arc<Rule>>| rule.as_ref().map(|rule| rule.name.clone());
            changed("rule", "", name(&change.before), name(&change.after))
        }
        Edit::Rejection(_, change) => match (&change.before, &change.after) {
            (_, Some(it)) => format!("A proposal of {} was rejected", isolated(tag_name(cx, &it.tag))),
            _ => "A proposal is not rejected any more".to_owned(),
        },
        Edit::Relation(_, change) => {
            let name = |it: &Option<Relation>| it.as_ref().map(|relation| tag_name(cx, &relation.tag).to_owned());
            changed("relation", "", name(&change.before), name(&change.after))
        }
        Edit::DocumentTag(_, change) => {
            let name = |it: &Option<DocumentTag>| it.as_ref().map(|given| tag_name(cx, &given.tag).to_owned());
            changed("article’s tag", "", name(&change.before), name(&change.after))
        }
        Edit::Value(_, id, change) => {
            let attribute = cx.desk.workspace.project().codebook.attribute(id);
            let name = attribute.map_or(id.as_str(), |attribute| &attribute.name);
            match (&change.after, attribute) {
                (Some(value), Some(attribute)) => {
                    format!("The article’s {} is {}", isolated(name), isolated(&attribute.words(value)))
                }
                (Some(_), None) => format!("The article’s {} was changed", isolated(name)),
                (None, _) => format!("The article’s {} was taken away", isolated(name)),
            }
        }
        Edit::Note(_, change) => match (&change.before, &change.after) {
            (_, Some(note)) => format!("Note: {}", isolated(&note.body)),
            (Some(note), None) => format!("Note removed: {}", isolated(&note.body)),
            (None, None) => String::new(),
        },
        Edit::Span(..) => String::new(),
    }
}

fn state_word(state: &str) -> &str {
    if state == "new" { "at the beginning" } else { state }
}

fn title_of(cx: &ViewCx<'_>, document: &DocumentId) -> String {
    let title = cx.desk.workspace.project().document(document).map(|document| document.title.as_str());
    isolated(title.unwrap_or(document.as_str()))
}

fn changed(what: &str, id: &str, before: Option<String>, after: Option<String>) -> String {
    match (before, after) {
        (None, Some(name)) => format!("The {what} {} was added", isolated(&name)),
        (Some(name), None) => format!("The {what} {} was removed", isolated(&name)),
        (Some(before), Some(after)) if before != after => renamed(&format!("The {what}"), Some(&before), Some(&after)),
        (Some(name), _) => format!("The {what} {} was changed", isolated(&name)),
        (None, None) => format!("The {what} {} was changed", isolated(id)),
    }
}

fn renamed(what: &str, before: Option<&str>, after: Option<&str>) -> String {
    let name = |name: Option<&str>| isolated(name.unwrap_or_default());
    format!("{what} {} was renamed to {}", name(before), name(after))
}
