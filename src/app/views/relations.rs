//! Relations: those of the focused span as a list, the chosen one with all that is said of it, and the choice of a tag for
//! a new one.

use super::said::said_ui;
use super::threads::threads_ui;
use super::{ViewCx, verb_icon_ui};
use crate::app::action::{Action, Actions};
use crate::app::reader::SpanRef;
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    IconButton, ListRow, Popover, TagRow, Words, icon_button_ui, isolated, list_row_ui, popover_ui, section_head_ui,
    section_head_with_ui, select_ui, soft_ui, tag_row_ui, words_ui,
};
use crate::edit::{Command, Target, permitted_relations};
use crate::model::{AnnotationSet, Direction, LayerKind, NoteTarget, RecordId, Relation, Span, Tag};
use crate::text::quote;
use egui::{Id, Key, LayerId, Modifiers, Rect, Ui};
use std::sync::Arc;

/// Draws the relations of a span. Where the codebook has no relations, and the set neither, nothing.
pub fn relations_ui(ui: &mut Ui, cx: &ViewCx<'_>, span: &Span, layer: usize, actions: &mut Actions) {
    let Some(set) = cx.desk.layer_set(layer) else { return };
    let codebook = &cx.desk.workspace.project().codebook;
    let relations: Vec<&Relation> = set.relations_on(span.id).collect();
    if relations.is_empty() && codebook.first_layer(LayerKind::Relation).is_none() {
        return;
    }
    section_head_with_ui(ui, "Relations", |ui| {
        verb_icon_ui(ui, cx, Verb::GoRelations, icons::LIST_BULLETS, "List all relations", actions);
        if layer == 0 {
            verb_icon_ui(ui, cx, Verb::LinkSpan, icons::LINK, "Link the span", actions);
        }
    });
    if relations.is_empty() {
        soft_ui(ui, "No relations");
    }
    for relation in relations {
        row_ui(ui, cx, set, span, relation, layer, actions);
    }
    ui.add_space(size::SPACE_S);
}

fn row_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    set: &Arc<AnnotationSet>,
    span: &Span,
    relation: &Relation,
    layer: usize,
    actions: &mut Actions,
) {
    let tag = cx.desk.workspace.project().codebook.tag(&relation.tag);
    let name = tag.map_or(relation.tag.as_str(), |tag| &tag.name);
    let is_out = relation.from == span.id;
    let other = set.spans.find(if is_out { relation.to } else { relation.from });
    let words = other.map(|other| covered(cx, other)).unwrap_or_else(|| "a span that is gone".to_owned());
    let direction = tag.map_or(Direction::Directed, |tag| tag.ends.direction);
    let (icon, title) = match (direction, is_out) {
        (Direction::Directed, true) => (icons::ARROW_RIGHT, format!("{}: {}", isolated(name), isolated(&words))),
        (Direction::Directed, false) => (icons::ARROW_LEFT, format!("{} {}", isolated(&words), isolated(name))),
        _ => (icons::LINK, format!("{}: {}", isolated(name), isolated(&words))),
    };
    let color = tag.map(|tag| cx.colors(tag).line);
    let row = ListRow {
        icon: Some((icon, color)),
        title: &title,
        detail: "",
        selected: cx.desk.page.relation == Some((layer, relation.id)),
        compact: true,
        spoken: None,
    };
    let response = list_row_ui(ui, &row);
    if response.clicked() {
        actions.push(Action::ChooseRelation(layer, relation.id));
    }
}

/// Draws the chosen relation: its ends, its tag and what is said of it.
pub fn relation_ui(ui: &mut Ui, cx: &ViewCx<'_>, layer: usize, id: RecordId, actions: &mut Actions) {
    let Some((set, relation)) = cx.desk.layer_set(layer).and_then(|set| Some((set, set.relations.get(&id)?))) else {
        return;
    };
    let is_own = layer == 0;
    section_head_with_ui(ui, "Relation", |ui| {
        let remove = IconButton { icon: icons::ERASER, label: "Remove the relation", ..IconButton::default() };
        if is_own
            && icon_button_ui(ui, &remove).clicked()
            && let Some(set) = cx.desk.own_key()
        {
            actions.push(Action::Run(Command::RemoveRelations { set, relations: vec![id] }));
        }
    });
    let [from, to] = [relation.from, relation.to].map(|end| set.spans.find(end));
    for (label, end) in [("From", from), ("To", to)] {
        let words = end.map(|end| covered(cx, end)).unwrap_or_else(|| "a span that is gone".to_owned());
        let title = format!("{label}: {}", isolated(&words));
        let row = ListRow { title: &title, compact: true, ..ListRow::default() };
        if list_row_ui(ui, &row).clicked()
            && let Some(end) = end
        {
            actions.push(Action::GoToSpan(SpanRef::new(layer, end)));
        }
    }
    if let (true, Some(from), Some(to)) = (is_own, from, to) {
        tag_ui(ui, cx, relation, from, to, actions);
    }
    ui.add_space(size::SPACE_S);
    said_ui(ui, cx, &relation.tag, &relation.details, is_own.then_some(Target::Relation(id)), false, actions);
    threads_ui(ui, cx, NoteTarget::Relation(id), layer, actions);
}

fn tag_ui(ui: &mut Ui, cx: &ViewCx<'_>, relation: &Relation, from: &Span, to: &Span, actions: &mut Actions) {
    let tags = permitted_relations(&cx.desk.workspace.project().codebook, from, to);
    let names: Vec<&str> = tags.iter().map(|tag| tag.name.as_str()).collect();
    let at = tags.iter().position(|tag| tag.id == relation.tag);
    let Some(mut chosen) = at else {
        let lost = format!("{} is not permitted between these", isolated(relation.tag.as_str()));
        words_ui(ui, &Words::sentence(&lost).color(cx.theme.warning));
        return;
    };
    if select_ui(ui, "Relation", &names, &mut chosen).changed()
        && let (Some(tag), Some(set)) = (tags.get(chosen), cx.desk.own_key())
    {
        let (relations, tag) = (vec![relation.id], tag.id.clone());
        actions.push(Action::Run(Command::RetagRelations { set, relations, tag }));
    }
}

/// The choice of a tag for a new relation, while it is open.
#[derive(Clone, Debug)]
pub struct RelationChoice {
    /// The span that it goes out from.
    pub from: SpanRef,
    /// The span that it leads to.
    pub to: SpanRef,
    /// Which row Enter takes.
    pub chosen: usize,
    /// Where it opens.
    pub beside: Rect,
    /// Not drawn yet: the Enter that opened it is not meant for it.
    pub is_new: bool,
}

/// How wide the choice is, in points.
const WIDTH: f32 = 264.0;

/// Draws the tags that the codebook permits between two spans.
pub fn relation_choice_ui(
    ui: &egui::Context,
    cx: &ViewCx<'_>,
    choice: &mut RelationChoice,
    layer: LayerId,
    actions: &mut Actions,
) {
    let Some(set) = cx.desk.own_set() else { return actions.push(Action::CloseOverlay) };
    let ends = [choice.from, choice.to].map(|end| set.spans.get(end.key()));
    let [Some(from), Some(to)] = ends else { return actions.push(Action::CloseOverlay) };
    let tags = permitted_relations(&cx.desk.workspace.project().codebook, from, to);
    let popover = Popover { id: Id::unique("relation"), label: "Relation", beside: choice.beside, layer, width: WIDTH };
    let shown = popover_ui(ui, &popover, |ui| {
        let (first, second) = (covered(cx, from), covered(cx, to));
        section_head_ui(ui, "Relation");
        words_ui(ui, &Words::sentence(&format!("{} to {}", isolated(&first), isolated(&second))).soft(cx.theme));
        read_keys(ui, choice, &tags, actions);
        for (n, tag) in tags.iter().enumerate() {
            let key = (n < 9).then(|| (n + 1).to_string());
            let row = TagRow {
                key: key.as_deref(),
                selected: n == choice.chosen,
                compact: true,
                guide: &tag.guide,
                ..TagRow::new(&tag.name, cx.colors(tag))
            };
            if tag_row_ui(ui, &row).clicked() {
                actions.push(Action::Relate { from: choice.from, to: choice.to, tag: tag.id.clone() });
            }
        }
    });
    if shown.is_some_and(|shown| shown.dismissed) {
        actions.push(Action::CloseOverlay);
    }
}

/// Digits by position, arrows and Enter.
fn read_keys(ui: &Ui, choice: &mut RelationChoice, tags: &[&Tag], actions: &mut Actions) {
    const DIGITS: [Key; 9] =
        [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
    if std::mem::take(&mut choice.is_new) {
        return;
    }
    let last = tags.len().saturating_sub(1);
    let taken = ui.input_mut(|input| {
        let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
        if pressed(Key::ArrowDown) {
            choice.chosen = (choice.chosen + 1).min(last);
        }
        if pressed(Key::ArrowUp) {
            choice.chosen = choice.chosen.saturating_sub(1);
        }
        let enter = pressed(Key::Enter).then_some(choice.chosen);
        DIGITS.into_iter().position(pressed).or(enter)
    });
    if let Some(tag) = taken.and_then(|at| tags.get(at)) {
        actions.push(Action::Relate { from: choice.from, to: choice.to, tag: tag.id.clone() });
    }
}

/// What a span of the open article covers, shortened.
pub fn covered(cx: &ViewCx<'_>, span: &Span) -> String {
    let text = cx.desk.document().map(|document| &document.text);
    let pieces = span.at.iter().filter_map(|range| text.map(|text| quote(text.slice(range))));
    pieces.collect::<Vec<_>>().join(" … ")
}
