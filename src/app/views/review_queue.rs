//! The queue at the left of the review: the articles that two people or more are done with, those with most to decide first.

use super::filter::{narrowed_ui, narrowed_with_text};
use super::{ViewCx, counted, people_counted};
use crate::app::action::{Action, Actions};
use crate::app::reviewing::{QueueRow, Review};
use crate::app::theme::{icons, size};
use crate::app::widgets::{
    Button, ButtonKind, EmptyState, ListRow, button_ui, checkbox_ui, empty_state_ui, isolated, list_row_ui,
    section_head_ui, select_ui, soft_ui,
};
use crate::model::{AnnotatorId, AnnotatorKind, Tag, TagId};
use crate::review::{WantedKind, shown_name};
use egui::{Response, ScrollArea, Ui};
use std::collections::BTreeSet;

/// Draws the queue with its filters.
pub fn review_queue_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &mut Review, actions: &mut Actions) {
    filters_ui(ui, cx, review);
    if narrowed_ui(ui, cx, &narrowed_with_text(cx.desk)) {
        actions.push(Action::ShowAll);
    }
    ui.add_space(size::SPACE_S);
    if review.queue().is_empty() {
        if !review.is_stale() {
            nothing_ui(ui, review);
        }
        return;
    }
    let wants_focus = std::mem::take(&mut review.queue_wants_focus);
    let footer = 28.0;
    let height = (ui.available_height() - footer).max(size::ROW);
    ui.spacing_mut().item_spacing.y = 0.0;
    let area = ScrollArea::vertical().id_salt("queue").max_height(height).auto_shrink([false, false]);
    area.show_rows(ui, size::ROW, review.queue().len(), |ui, range| {
        let rows = review.queue().get(range).unwrap_or_default();
        let is_open = |row: &&QueueRow| cx.desk.page.document.as_ref() == Some(&row.document);
        let focused = rows.iter().find(is_open).or(rows.first()).filter(|_| wants_focus);
        for row in rows {
            let response = row_ui(ui, cx, row, actions);
            if focused == Some(row) {
                response.request_focus();
            }
        }
    });
    let n_done = review.queue().iter().filter(|row| row.state.is_finished()).count();
    let stale = if review.is_stale() { "…" } else { "" };
    soft_ui(ui, &format!("{n_done} of {} decided{stale}", counted(review.queue().len(), "article")));
}

fn nothing_ui(ui: &mut Ui, review: &mut Review) {
    let sentence = if review.asked.documents.is_some() {
        "Nothing to decide in the articles that the list lets through."
    } else if review.asked.which.unfinished {
        "No article has annotations of two people. Bring in a colleague’s, with Open articles."
    } else {
        "No article that two people have finished. Compare unfinished work, or finish some first."
    };
    let action = (!review.asked.which.unfinished).then_some("Compare unfinished work");
    let empty = EmptyState { icon: icons::SCALES, sentence, action, key: None };
    if empty_state_ui(ui, &empty) {
        review.asked.which.unfinished = true;
    }
}

fn row_ui(ui: &mut Ui, cx: &ViewCx<'_>, row: &QueueRow, actions: &mut Actions) -> Response {
    let project = cx.desk.workspace.project();
    let title = project.document(&row.document).map_or_else(|| row.document.to_string(), |it| it.title.clone());
    let (icon, color) = match (row.state.is_finished(), row.n_open) {
        (true, _) => (icons::CHECK_CIRCLE, cx.theme.success),
        (false, 0) => (icons::IN_PROGRESS, cx.theme.success),
        (false, _) => (icons::CIRCLE, cx.theme.text_soft),
    };
    let detail = match (row.n_conflicts, row.n_wanted) {
        (0, 0) => String::new(),
        (0, wanted) => wanted.to_string(),
        (conflicts, 0) => counted(conflicts, "conflict"),
        (conflicts, wanted) => format!("{}, {wanted}", counted(conflicts, "conflict")),
    };
    let conflicts = match row.n_conflicts {
        0 => String::new(),
        n => format!("{}, ", counted(n, "conflict")),
    };
    let spoken = format!(
        "{title}, {conflicts}{} to look at, {} of {} open, {} compared",
        row.n_wanted,
        row.n_open,
        row.n_items,
        people_counted(row.n_annotators)
    );
    let shown = ListRow {
        icon: Some((icon, Some(color))),
        title: &title,
        detail: &detail,
        selected: cx.desk.page.document.as_ref() == Some(&row.document),
        compact: false,
        spoken: Some(&spoken),
    };
    let response = ui.push_id(row.document.as_str(), |ui| list_row_ui(ui, &shown)).inner;
    if response.clicked() {
        actions.push(Action::Open(row.document.clone()));
    }
    response
}

/// What is looked at: kinds of difference, a tag, two people, and whether unfinished work and what is decided count.
fn filters_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &mut Review) {
    let project = cx.desk.workspace.project();
    section_head_ui(ui, "Look at");
    let names: Vec<String> = WantedKind::ALL.iter().map(|kind| super::capitalized(kind.name())).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    let wanted = &mut review.asked.wanted;
    let mut kind = WantedKind::ALL.iter().position(|kind| *kind == wanted.kind).unwrap_or_default();
    if select_ui(ui, "Kind of difference", &names, &mut kind).changed() {
        wanted.kind = WantedKind::ALL.get(kind).copied().unwrap_or_default();
    }
    let tags: Vec<&Tag> = project.codebook.in_order().collect();
    let names: Vec<&str> = std::iter::once("All tags").chain(tags.iter().map(|tag| &*tag.name)).collect();
    let is_tag = |id: &TagId| tags.iter().position(|tag| tag.id == *id);
    let mut tag = wanted.tag.as_ref().and_then(is_tag).map_or(0, |at| at + 1);
    if select_ui(ui, "Tag", &names, &mut tag).changed() {
        wanted.tag = tag.checked_sub(1).and_then(|at| tags.get(at)).map(|tag| tag.id.clone());
    }
    pair_ui(ui, cx, review);
    if let Some((one, other)) = review.asked.wanted.confused.clone() {
        let [one, other] =
            [&one, &other].map(|tag| isolated(tag.as_ref().map_or("nothing here", |id| project.codebook.name_of(id))));
        let label = format!("Only {one} against {other}");
        let icon = Some(icons::CLOSE);
        if button_ui(ui, &Button { label: &label, icon, kind: ButtonKind::Quiet, ..Button::default() }).clicked() {
            review.asked.wanted.confused = None;
        }
    }
    checkbox_ui(ui, &mut review.asked.wanted.decided, "Also what is decided");
    checkbox_ui(ui, &mut review.asked.which.unfinished, "Also unfinished work");
}

/// Everybody, or two people.
fn pair_ui(ui: &mut Ui, cx: &ViewCx<'_>, review: &mut Review) {
    let project = cx.desk.workspace.project();
    let people: Vec<_> = project.annotators.values().filter(|it| it.kind != AnnotatorKind::Gold).collect();
    let pairs: Vec<(&AnnotatorId, &AnnotatorId, String)> = people
        .iter()
        .enumerate()
        .flat_map(|(at, one)| {
            let others = people.iter().skip(at + 1);
            others.map(move |other| {
                let [one_name, other_name] = [one, other].map(|it| shown_name(project, &it.id));
                (&one.id, &other.id, format!("{one_name} and {other_name}"))
            })
        })
        .collect();
    if pairs.len() < 2 {
        return;
    }
    let names: Vec<&str> = std::iter::once("Everybody").chain(pairs.iter().map(|(.., name)| name.as_str())).collect();
    let set = |(one, other, _): &(&AnnotatorId, &AnnotatorId, String)| -> BTreeSet<AnnotatorId> {
        [(*one).clone(), (*other).clone()].into()
    };
    let chosen = review.asked.which.annotators.as_ref();
    let mut at = chosen.and_then(|chosen| pairs.iter().position(|pair| set(pair) == *chosen)).map_or(0, |at| at + 1);
    if select_ui(ui, "Whose sets", &names, &mut at).changed() {
        review.asked.which.annotators = at.checked_sub(1).and_then(|at| pairs.get(at)).map(set);
    }
}
