//! The tags at the right: what can be applied, how often each is used, and the codebook's quick edits.

use super::{ViewCx, counted, verb_icon_ui};
use crate::app::action::{Action, Actions};
use crate::app::drafts::{How, Refactoring};
use crate::app::overlay::Overlay;
use crate::app::reader::Emphasis;
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    EmptyState, MenuItem, TagRow, Words, empty_state_ui, isolated, menu_item_ui, section_head_with_ui, tag_row_ui,
    words_ui,
};
use crate::edit::Command;
use crate::model::{LayerKind, Tag, TagId};
use egui::{Popup, Response, ScrollArea, Ui};

/// Draws the panel. `wants_focus` gives the keyboard to its first tag.
pub fn tags_panel_ui(ui: &mut Ui, cx: &ViewCx<'_>, wants_focus: bool, actions: &mut Actions) {
    let codebook = &cx.desk.workspace.project().codebook;
    section_head_with_ui(ui, "Tags", |ui| {
        verb_icon_ui(ui, cx, Verb::NewTag, icons::PLUS, "New tag", actions);
    });
    if codebook.order.is_empty() {
        let empty = EmptyState {
            icon: icons::TAG,
            sentence: "No tags yet. Add one, or select words and press V to make a tag of them.",
            action: Some("New tag…"),
            key: None,
        };
        if empty_state_ui(ui, &empty) {
            actions.verb(Verb::NewTag);
        }
        return;
    }
    let largest = cx.desk.figures.largest_own().max(1);
    ScrollArea::vertical().id_salt("tags").auto_shrink([false, true]).show(ui, |ui| {
        ui.spacing_mut().item_spacing.y = 0.0;
        let tree = codebook.tree();
        let mut wants_focus = wants_focus;
        for layer in &codebook.layers {
            let mut tags = tree.iter().filter(|(tag, _)| tag.layer == layer.id).peekable();
            if codebook.layers.len() > 1 && tags.peek().is_some() {
                ui.add_space(size::SPACE_XS);
                words_ui(ui, &Words::line(&layer.name).color(cx.theme.text_soft));
                ui.add_space(size::SPACE_XS);
            }
            for (tag, depth) in tags {
                let response = tag_ui(ui, cx, tag, *depth, largest, actions);
                if std::mem::take(&mut wants_focus) {
                    response.request_focus();
                }
            }
        }
    });
}

fn tag_ui(ui: &mut Ui, cx: &ViewCx<'_>, tag: &Tag, depth: usize, largest: usize, actions: &mut Actions) -> Response {
    let n = cx.desk.figures.own(&tag.id);
    let key = tag.key.map(|key| key.to_string());
    let is_given = cx.desk.own_set().is_some_and(|set| set.document_tags.contains_key(&tag.id));
    let focused = cx.desk.focused().is_some_and(|span| span.tag == tag.id) || is_given;
    let kind = cx.desk.workspace.project().codebook.kind_of(tag);
    let emphasis = cx.desk.veil.emphasis(&cx.desk.workspace.project().codebook, &tag.id);
    let row = TagRow {
        key: key.as_deref(),
        count: (n > 0).then_some(n),
        share: Some(n as f32 / largest as f32),
        depth: u8::try_from(depth).unwrap_or(u8::MAX),
        selected: focused,
        armed: cx.desk.armed.as_ref() == Some(&tag.id),
        aside: match emphasis {
            Emphasis::Normal => None,
            Emphasis::Dimmed => Some((icons::EYE, "dimmed")),
            Emphasis::Hidden => Some((icons::EYE_SLASH, "hidden")),
        },
        guide: &tag.guide,
        ..TagRow::new(&tag.name, cx.colors(tag))
    };
    let response = tag_row_ui(ui, &row);
    response.dnd_set_drag_payload(tag.id.clone());
    if response.clicked() {
        let holds_text = cx.desk.selected().is_some() || !cx.desk.focused_own().is_empty();
        let armed = cx.desk.armed.as_ref() == Some(&tag.id);
        actions.push(match (holds_text, armed) {
            _ if kind != LayerKind::Span => Action::ApplyTag { tag: tag.id.clone(), beside: false },
            (true, _) => Action::ApplyTag { tag: tag.id.clone(), beside: ui.input(|input| input.modifiers.shift) },
            (false, true) => Action::Arm(None),
            (false, false) => Action::Arm(Some(tag.id.clone())),
        });
    }
    if response.double_clicked() {
        actions.open(edit_overlay(tag));
    }
    drop_ui(ui, cx, &response, tag, actions);
    Popup::context_menu(&response).width(220.0).show(|ui| {
        emphasis_ui(ui, cx, emphasis, tag, actions);
        ui.separator();
        edits_ui(ui, cx, tag, actions);
    });
    response
}

/// How much a tag asks to be seen on the page.
fn emphasis_ui(ui: &mut Ui, cx: &ViewCx<'_>, emphasis: Emphasis, tag: &Tag, actions: &mut Actions) {
    let choices = [
        (Emphasis::Normal, icons::EYE, "Show"),
        (Emphasis::Dimmed, icons::CIRCLE, "Dim on the page"),
        (Emphasis::Hidden, icons::EYE_SLASH, "Hide on the page"),
    ];
    for (choice, icon, label) in choices {
        let item = MenuItem { icon, label, ticked: choice == emphasis, ..MenuItem::default() };
        if menu_item_ui(ui, &item).clicked() {
            actions.push(Action::Emphasize(tag.id.clone(), choice));
            ui.close();
        }
    }
    let only = MenuItem { icon: icons::TARGET, label: "Show only this tag", ..MenuItem::default() };
    if menu_item_ui(ui, &only).clicked() {
        actions.push(Action::ShowOnly(tag.id.clone()));
        ui.close();
    }
    if !cx.desk.veil.is_lifted() {
        super::top_bar::menu_ui(ui, cx, &[Verb::ShowAllTags], actions);
    }
}

/// The dialog that changes a tag.
pub fn edit_overlay(tag: &Tag) -> Overlay {
    Overlay::Tag {
        tag: Box::new(tag.clone()),
        is_new: false,
        key: tag.key.map(|key| key.to_string()).unwrap_or_default(),
        aliases: tag.aliases.join(", "),
        planned_for: None,
        problem: None,
    }
}

/// A tag dropped on another: on its upper third before it, on its lower third after it, between under it.
pub fn drop_ui(ui: &Ui, cx: &ViewCx<'_>, response: &Response, onto: &Tag, actions: &mut Actions) {
    let Some(pointer) = ui.input(|input| input.pointer.interact_pos()) else { return };
    let third = response.rect.height() / 3.0;
    let above = pointer.y < response.rect.top() + third;
    let below = pointer.y > response.rect.bottom() - third;
    if let Some(dragged) = response.dnd_hover_payload::<TagId>()
        && *dragged != onto.id
    {
        let stroke = egui::Stroke::new(2.0, cx.theme.accent);
        if above {
            ui.painter().hline(response.rect.x_range(), response.rect.top(), stroke);
        } else if below {
            ui.painter().hline(response.rect.x_range(), response.rect.bottom(), stroke);
        } else {
            ui.painter().rect_stroke(response.rect, 6.0, stroke, egui::StrokeKind::Inside);
        }
        let says = drop_says(cx, &dragged, onto, above || below);
        response.show_tooltip_ui(|ui| drop(words_ui(ui, &Words::sentence(&says))));
    }
    if let Some(dropped) = response.dnd_release_payload::<TagId>()
        && *dropped != onto.id
    {
        let (parent, before) = match (above, below) {
            (true, _) => (onto.parent.clone(), Some(onto.id.clone())),
            (_, true) => (onto.parent.clone(), next_in_order(cx, onto)),
            _ => (Some(onto.id.clone()), None),
        };
        actions.push(Action::Run(Command::MoveTag { tag: TagId::clone(&dropped), parent, before }));
    }
}

/// What a tag dropped on another would change: where it stands, and with it how its annotations are listed.
fn drop_says(cx: &ViewCx<'_>, dragged: &TagId, onto: &Tag, is_beside: bool) -> String {
    let codebook = &cx.desk.workspace.project().codebook;
    let name = |id: &TagId| isolated(&codebook.path(id));
    let parent = if is_beside { onto.parent.as_ref() } else { Some(&onto.id) };
    let place = match parent {
        Some(parent) => format!("{} under {}", name(dragged), name(parent)),
        None => format!("{} under no other tag", name(dragged)),
    };
    if codebook.tag(dragged).is_some_and(|tag| tag.parent.as_ref() == parent) {
        return format!("{place}, at another place: only the order changes");
    }
    let moved = codebook.order.iter().filter(|id| codebook.is_within(id, dragged));
    match moved.map(|id| cx.desk.figures.in_project(id)).sum() {
        0 => place,
        n => format!("{place}: {} would be listed there", counted(n, "span")),
    }
}

fn next_in_order(cx: &ViewCx<'_>, tag: &Tag) -> Option<TagId> {
    let order = &cx.desk.workspace.project().codebook.order;
    let at = order.iter().position(|id| *id == tag.id)?;
    order.get(at + 1).cloned()
}

/// The menu of a tag of the codebook.
pub fn menu_ui(cx: &ViewCx<'_>, response: &Response, tag: &Tag, actions: &mut Actions) {
    Popup::context_menu(response).width(220.0).show(|ui| edits_ui(ui, cx, tag, actions));
}

/// What can be changed about a tag.
fn edits_ui(ui: &mut Ui, cx: &ViewCx<'_>, tag: &Tag, actions: &mut Actions) {
    let choices = [
        (icons::EDIT, "Change the tag…", false),
        (icons::ARROW_ELBOW_DOWN_RIGHT, "New tag under it…", false),
        (icons::ARROW_UP, "Move up", false),
        (icons::ARROW_DOWN, "Move down", false),
        (icons::GIT_MERGE, "Merge, split or turn into a value…", false),
        (icons::TRASH, "Remove the tag…", true),
    ];
    for (n, (icon, label, danger)) in choices.into_iter().enumerate() {
        if !menu_item_ui(ui, &MenuItem { icon, label, danger, ..MenuItem::default() }).clicked() {
            continue;
        }
        match n {
            0 => actions.open(edit_overlay(tag)),
            1 => actions.open(new_overlay(cx, Some(tag.id.clone()))),
            4 => actions.open(refactoring(tag)),
            2 | 3 => moved(cx, tag, n == 2).into_iter().for_each(|action| actions.push(action)),
            _ => remove(cx, tag, actions),
        }
        ui.close();
    }
}

/// The dialog that refactors a tag.
pub fn refactoring(tag: &Tag) -> Overlay {
    Overlay::Refactor(Box::new(Refactoring::of(tag.id.clone(), How::Merge, None)))
}

/// The dialog that makes a tag.
pub fn new_overlay(cx: &ViewCx<'_>, parent: Option<TagId>) -> Overlay {
    super::tag_dialogs::new_tag(&cx.desk.workspace.project().codebook, parent)
}

/// Removes a tag at once when nothing carries it, else asks what becomes of its spans.
pub fn remove(cx: &ViewCx<'_>, tag: &Tag, actions: &mut Actions) {
    actions.push(super::tag_dialogs::removal(cx.desk.workspace.project(), tag));
}

/// A step among the tags of the same parent; none for the first one up, or the last one down.
fn moved(cx: &ViewCx<'_>, tag: &Tag, up: bool) -> Option<Action> {
    let codebook = &cx.desk.workspace.project().codebook;
    let siblings: Vec<&Tag> = codebook.in_order().filter(|other| other.parent == tag.parent).collect();
    let at = siblings.iter().position(|other| other.id == tag.id)?;
    let before = if up {
        siblings.get(at.checked_sub(1)?)
    } else {
        siblings.get(at + 1)?;
        siblings.get(at + 2)
    };
    let before = before.map(|other| other.id.clone());
    Some(Action::Run(Command::MoveTag { tag: tag.id.clone(), parent: tag.parent.clone(), before }))
}
