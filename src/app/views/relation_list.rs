//! Who said what about whom: the relations of the article, of the list or of the project, one a row; a click shows one
//! where it stands.

use super::{ViewCx, counted, scrolled_to, stepped};
use crate::app::action::{Action, Actions};
use crate::app::figures::Extent;
use crate::app::relations::{Gathered, RelationsState};
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    EmptyState, RelationRow, empty_state_ui, isolated, on_hover_words, relation_heads_ui, relation_row_ui,
    segmented_ui, select_ui, soft_ui,
};
use crate::model::{
    Annotator, AnnotatorId, Attribute, Details, Direction, LayerKind, Relation, Span, SpanKey, Tag, TagId, Value,
};
use crate::query::{RelationOrder, end_words};
use egui::{Align, Key, Layout, Modifiers, ScrollArea, Ui, vec2};
use std::sync::Arc;

/// The columns.
const HEADS: [&str; 6] = ["From", "Relation", "To", "What is said", "By", "Article"];
/// Which of them order the list, and how.
const ORDERS: [Option<RelationOrder>; 6] =
    [Some(RelationOrder::From), None, Some(RelationOrder::To), None, None, Some(RelationOrder::Place)];

/// Draws the view.
pub fn relation_list_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut RelationsState, actions: &mut Actions) {
    let found = state.found().cloned();
    controls_ui(ui, cx, state, found.as_deref());
    ui.add_space(size::SPACE_S);
    // The line above says that they are being looked for.
    let Some(found) = found else { return };
    if found.rows.is_empty() {
        if !state.is_stale() {
            nothing_ui(ui, cx, actions);
        }
        return;
    }
    let ordered = ORDERS.iter().position(|order| *order == Some(state.asked.order)).unwrap_or_default();
    if let Some(order) = relation_heads_ui(ui, HEADS, ORDERS.map(|order| order.is_some()), ordered)
        .and_then(|clicked| ORDERS.get(clicked).copied().flatten())
    {
        state.asked.order = order;
    }
    read_keys(ui, cx, state, &found, actions);
    rows_ui(ui, cx, state, &found, actions);
}

/// What would fill the list.
fn nothing_ui(ui: &mut Ui, cx: &ViewCx<'_>, actions: &mut Actions) {
    let has_tags = cx.desk.workspace.project().codebook.of_kind(LayerKind::Relation).next().is_some();
    let link = cx.cap(Verb::LinkSpan).unwrap_or_else(|| Verb::LinkSpan.name().to_owned());
    let (sentence, action, verb) = if has_tags {
        let sentence =
            format!("No relations here yet. Focus a span, press {link}, go to another span with Tab and press Enter.");
        (sentence, "Go to the article", Verb::GoLabel)
    } else {
        let sentence = "The codebook has no relations yet. Add a layer of relations to it, with a tag such as “says”.";
        (sentence.to_owned(), "New layer…", Verb::NewLayer)
    };
    let empty = EmptyState { icon: icons::LINK, sentence: &sentence, action: Some(action), key: None };
    if empty_state_ui(ui, &empty) {
        actions.verb(verb);
    }
}

fn controls_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut RelationsState, found: Option<&Gathered>) {
    let project = cx.desk.workspace.project();
    let line = vec2(ui.available_width(), size::CONTROL);
    ui.allocate_ui_with_layout(line, Layout::left_to_right(Align::Center), |ui| {
        let mut extent = Extent::ALL.iter().position(|extent| *extent == state.asked.extent).unwrap_or(0);
        if segmented_ui(ui, "Of which articles", &["This article", "The list", "The project"], &mut extent).changed() {
            state.asked.extent = Extent::ALL.get(extent).copied().unwrap_or_default();
        }
        ui.add_space(size::SPACE_S);
        let tags: Vec<&Tag> = project.codebook.of_kind(LayerKind::Relation).collect();
        let names: Vec<&str> = std::iter::once("All relations").chain(tags.iter().map(|tag| &*tag.name)).collect();
        let is_tag = |id: &TagId| tags.iter().position(|tag| tag.id == *id);
        let mut tag = state.asked.filter.tag.as_ref().and_then(is_tag).map_or(0, |at| at + 1);
        if select_ui(ui, "Which relations", &names, &mut tag).changed() {
            state.asked.filter.tag = tag.checked_sub(1).and_then(|at| tags.get(at)).map(|tag| tag.id.clone());
        }
        ui.add_space(size::SPACE_S);
        let people: Vec<&Arc<Annotator>> = project.annotators.values().collect();
        let names: Vec<&str> = std::iter::once("Everybody").chain(people.iter().map(|it| it.name.as_str())).collect();
        let is_person = |id: &AnnotatorId| people.iter().position(|person| person.id == *id);
        let mut who = state.asked.filter.annotator.as_ref().and_then(is_person).map_or(0, |at| at + 1);
        if select_ui(ui, "Whose relations", &names, &mut who).changed() {
            state.asked.filter.annotator = who.checked_sub(1).and_then(|at| people.get(at)).map(|it| it.id.clone());
        }
        let says = match found {
            Some(found) if !state.is_stale() => {
                let (relations, articles) = (found.rows.len(), found.n_documents);
                format!("{} in {}", counted(relations, "relation"), counted(articles, "article"))
            }
            _ => "Looking…".to_owned(),
        };
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| soft_ui(ui, &says));
    });
}

fn rows_ui(ui: &mut Ui, cx: &ViewCx<'_>, state: &mut RelationsState, found: &Gathered, actions: &mut Actions) {
    ui.spacing_mut().item_spacing.y = 0.0;
    let mut area = ScrollArea::vertical().id_salt("relations").auto_shrink([false, false]);
    if std::mem::take(&mut state.moved) {
        area = scrolled_to(area, state.chosen, found.rows.len(), size::ROW, ui.available_height());
    }
    area.show_rows(ui, size::ROW, found.rows.len(), |ui, range| {
        for at in range {
            if row_ui(ui, cx, found, at, at == state.chosen) {
                state.chosen = at;
                show(found, at, actions);
            }
        }
    });
}

/// One relation. True when it was clicked.
fn row_ui(ui: &mut Ui, cx: &ViewCx<'_>, found: &Gathered, at: usize, is_chosen: bool) -> bool {
    let project = cx.desk.workspace.project();
    // Somebody may have changed the project since.
    let there = found.rows.get(at).and_then(|row| {
        let set = project.set(&row.set)?;
        Some((row, set, set.relations.get(&row.relation)?, project.document(&row.set.document)?))
    });
    let Some((row, set, relation, document)) = there else {
        ui.allocate_exact_size(vec2(ui.available_width(), size::ROW), egui::Sense::hover());
        return false;
    };
    let tag = project.codebook.tag(&relation.tag);
    let words = |end| end_words(project, &row.set, end).unwrap_or_else(|| "a span that is gone".to_owned());
    let (from, to) = (words(row.from), words(row.to));
    let span = |end: Option<SpanKey>| end.and_then(|key| set.spans.get(key));
    let said = said(cx, relation, [span(row.from), span(row.to)]);
    let short: Vec<String> = said.iter().map(|said| said.short()).collect();
    let shown = RelationRow {
        from: &from,
        icon: match tag.map_or(Direction::Directed, |tag| tag.ends.direction) {
            Direction::Directed => icons::ARROW_RIGHT,
            _ => icons::LINK,
        },
        tag: tag.map_or(relation.tag.as_str(), |tag| &tag.name),
        color: tag.map_or(cx.theme.text_soft, |tag| cx.colors(tag).label),
        to: &to,
        said: &short.join(", "),
        by: project.annotator_name(&row.set.annotator),
        place: &document.title,
        chosen: is_chosen,
    };
    let response = relation_row_ui(ui, &shown);
    let is_clicked = response.clicked();
    if response.hovered() {
        let mut whole = vec![format!("{} {} {}", isolated(&from), isolated(shown.tag), isolated(&to))];
        whole.extend(said.iter().map(Said::whole));
        whole.push(format!("{}, {}", isolated(shown.by), isolated(shown.place)));
        on_hover_words(response, &whole.join("\n"));
    }
    is_clicked
}

/// A value of an attribute.
struct Said<'a> {
    attribute: &'a Attribute,
    value: &'a Value,
}

impl Said<'_> {
    /// As short as it can be understood: of yes and no, what they answer.
    fn short(&self) -> String {
        match self.value {
            Value::YesNo(true) => self.attribute.name.clone(),
            Value::YesNo(false) => self.whole(),
            _ => self.attribute.words(self.value),
        }
    }

    fn whole(&self) -> String {
        format!("{}: {}", isolated(&self.attribute.name), isolated(&self.attribute.words(self.value)))
    }
}

/// What is said of a relation, then of its ends, each in the order of the codebook.
fn said<'a>(cx: &ViewCx<'a>, relation: &'a Relation, ends: [Option<&'a Span>; 2]) -> Vec<Said<'a>> {
    let attributes = &cx.desk.workspace.project().codebook.attributes;
    let ends = ends.into_iter().flatten().map(|span| &span.details);
    let all = std::iter::once(&relation.details).chain(ends);
    let of = |details: &'a Details| {
        attributes.iter().filter_map(|attribute| Some(Said { attribute, value: details.get(&attribute.id)? }))
    };
    all.flat_map(of).collect()
}

/// Asks for the relation of a row where it stands.
fn show(found: &Gathered, at: usize, actions: &mut Actions) {
    let Some(row) = found.rows.get(at) else { return };
    match row.from.or(row.to) {
        Some(span) => actions.push(Action::ShowRelation(row.set.clone(), span, row.relation)),
        None => actions.push(Action::Open(row.set.document.clone())),
    }
}

/// Arrows move over the rows and Enter shows one, unless something else has the keyboard.
fn read_keys(ui: &Ui, cx: &ViewCx<'_>, state: &mut RelationsState, found: &Gathered, actions: &mut Actions) {
    let last = found.rows.len().saturating_sub(1);
    let before = state.chosen.min(last);
    state.chosen = before;
    if ui.memory(|memory| memory.focused().is_some()) || cx.desk.page.palette.is_some() {
        return;
    }
    let page = ((ui.available_height() / size::ROW) as usize).saturating_sub(1);
    let mut is_taken = false;
    ui.input_mut(|input| {
        state.chosen = stepped(input, state.chosen, last, page);
        is_taken = input.consume_key(Modifiers::NONE, Key::Enter);
    });
    state.moved |= before != state.chosen;
    if is_taken {
        show(found, state.chosen, actions);
    }
}
