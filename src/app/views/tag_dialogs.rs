//! The dialogs of the codebook: a tag's fields, and what becomes of a removed tag's spans.

use super::changes::{answer_of, changes_ui};
use super::layer_dialogs::tag_chips_ui;
use super::{ViewCx, capitalized};
use crate::app::action::{Action, Actions};
use crate::app::drafts::{How, Refactoring};
use crate::app::overlay::Overlay;
use crate::app::theme::size;
use crate::app::widgets::{
    Dialog, DialogAnswer, PickedColor, Words, color_picker_ui, dialog_ui, isolated, section_head_ui, segmented_ui,
    select_ui, soft_ui, typed_preview_ui, words_ui,
};
use crate::edit::{Command, Fate, NewTag, key_of};
use crate::model::{AnnotationSet, Codebook, Direction, Layer, LayerId, LayerKind, Project, Tag, TagColor, TagId};
use egui::{Context, Id, TextEdit, Ui};

/// The dialog for a new tag, under another or at the top.
pub fn new_tag(codebook: &Codebook, parent: Option<TagId>) -> Overlay {
    new_tag_in(codebook, parent, None)
}

/// The same in a certain layer.
pub fn new_tag_in(codebook: &Codebook, parent: Option<TagId>, layer: Option<LayerId>) -> Overlay {
    let of_parent = parent.as_ref().and_then(|id| codebook.tag(id)).map(|tag| tag.layer.clone());
    let layer = of_parent.or(layer);
    let first = || codebook.first_layer(LayerKind::Span).or(codebook.layers.first());
    let layer = layer.or_else(|| first().map(|layer| layer.id.clone()));
    let any = || LayerId::new("entity").ok().zip(TagId::new("new").ok());
    let Some((entity, id)) = any() else { return Overlay::Reading };
    let color = TagColor::Slot(codebook.free_slot());
    let tag = Tag { parent, color, ..Tag::new(id, layer.unwrap_or(entity), String::new()) };
    let key = codebook.free_key().map(|key| key.to_string()).unwrap_or_default();
    Overlay::Tag { tag: Box::new(tag), is_new: true, key, aliases: String::new(), planned_for: None, problem: None }
}

/// Removes a tag that nothing carries, or asks what becomes of what does.
pub fn removal(project: &Project, tag: &Tag) -> Action {
    let carries = |set: &AnnotationSet| {
        set.spans.n_tagged(&tag.id) > 0
            || set.document_tags.contains_key(&tag.id)
            || set.relations.values().any(|relation| relation.tag == tag.id)
    };
    if !project.sets.values().any(|set| carries(set)) {
        return Action::Run(Command::RemoveTag { tag: tag.id.clone(), spans: Fate::Remove });
    }
    let how = if tag.parent.is_some() { How::Merge } else { How::Remove };
    Action::ShowOverlay(Box::new(Overlay::Refactor(Box::new(Refactoring::of(tag.id.clone(), how, tag.parent.clone())))))
}

/// Draws the dialog of a tag's fields.
pub fn tag_ui(cx: &Context, view: &ViewCx<'_>, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Tag { tag, is_new, key, aliases, planned_for, problem } = overlay else { return };
    let codebook = &view.desk.workspace.project().codebook;
    let title = if *is_new { "New tag" } else { "Change the tag" };
    let confirm = if *is_new { "Add" } else { "Keep" };
    let can_confirm = !tag.name.trim().is_empty();
    let dialog = Dialog { can_confirm, width: 560.0, ..Dialog::new(Id::unique("tag dialog"), title, confirm) };
    let answer = dialog_ui(cx, &dialog, |ui| {
        field_ui(ui, "Name", &mut tag.name, "Person", *is_new);
        ui.horizontal(|ui| {
            ui.vertical(|ui| {
                ui.set_width(90.0);
                field_ui(ui, "Key", key, "1", false);
            });
            ui.vertical(|ui| {
                ui.set_width(110.0);
                let mut short = tag.short.as_deref().unwrap_or_default().to_owned();
                field_ui(ui, "Short name", &mut short, &tag.short_name(), false);
                short.truncate(short.char_indices().nth(6).map_or(short.len(), |(at, _)| at));
                tag.short = Some(short.trim().into()).filter(|short: &smol_str::SmolStr| !short.is_empty());
            });
            ui.vertical(|ui| parent_ui(ui, codebook, tag));
        });
        layer_ui(ui, codebook, tag, *is_new);
        ui.add_space(size::SPACE_XS);
        color_ui(ui, tag);
        if !*is_new {
            looks_ui(ui, view, tag, planned_for, actions);
        }
        field_ui(ui, "Other names, for finding it", aliases, "human, people", false);
        ends_ui(ui, codebook, tag);
        for (name, text, hint) in [
            ("What it means", &mut tag.guide, "A definition; Markdown is understood"),
            ("Use it when", &mut tag.use_when, "What must hold"),
            ("Not when", &mut tag.not_when, "What it is easily taken for, and the tag for that"),
        ] {
            lines_ui(ui, name, text, hint);
        }
        if let Some(problem) = problem {
            words_ui(ui, &Words::sentence(problem).color(view.theme.danger));
        }
    });
    match answer {
        Some(DialogAnswer::Confirmed) => match confirmed(codebook, tag, *is_new, key, aliases) {
            Ok(command) => actions.push(Action::Run(command)),
            Err(why) => *problem = Some(why),
        },
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

/// What shows the tag, when that would show it otherwise: with another name or color, under another tag, in another layer.
fn looks_ui(ui: &mut Ui, view: &ViewCx<'_>, tag: &Tag, planned_for: &mut Option<String>, actions: &mut Actions) {
    let codebook = &view.desk.workspace.project().codebook;
    let Some(was) = codebook.tag(&tag.id) else { return };
    let looks =
        |tag: &Tag| (tag.name.trim().to_owned(), tag.short.clone(), tag.color, tag.parent.clone(), tag.layer.clone());
    if looks(was) == looks(tag) || tag.name.trim().is_empty() {
        return;
    }
    // Its definition changes nothing of what is shown.
    let (name, short, color, parent, layer) = looks(tag);
    let seen = Tag { name, short, color, parent, layer, ..was.clone() };
    section_head_ui(ui, "What would change");
    match answer_of(view, &Command::EditTag(Box::new(seen)), planned_for, actions) {
        None => drop(soft_ui(ui, "Looking at what would change…")),
        Some(answer) => changes_ui(ui, view, answer, None),
    }
    if was.name != tag.name.trim() {
        let words = format!("{} stays as another name, so that it is found by that too", isolated(&was.name));
        words_ui(ui, &Words::sentence(&words).soft(view.theme));
    }
    if was.layer != tag.layer {
        soft_ui(ui, "The rules and attributes of the other layer hold then; what was said before stays.");
    }
}

/// The command that keeps the fields, or why they cannot be kept.
fn confirmed(codebook: &Codebook, tag: &Tag, is_new: bool, key: &str, aliases: &str) -> Result<Command, String> {
    let key = match key.trim().chars().collect::<Vec<_>>().as_slice() {
        [] => None,
        [key] => Some(key_of(*key).map_err(|error| capitalized(&error.to_string()))?),
        _ => return Err("A key is one digit or letter".to_owned()),
    };
    if let Some(other) = key.and_then(|key| codebook.with_key(key)).filter(|other| is_new || other.id != tag.id) {
        return Err(format!("The key belongs to {}", isolated(&other.name)));
    }
    let aliases = aliases.split(',').map(str::trim).filter(|alias| !alias.is_empty()).map(str::to_owned).collect();
    if is_new {
        let new = NewTag {
            name: tag.name.clone(),
            parent: tag.parent.clone(),
            key,
            color: Some(tag.color),
            layer: Some(tag.layer.clone()),
            guide: tag.guide.clone(),
            use_when: tag.use_when.clone(),
            not_when: tag.not_when.clone(),
            ends: tag.ends.clone(),
            short: tag.short.clone(),
            aliases,
        };
        return Ok(Command::AddTag(Box::new(new)));
    }
    Ok(Command::EditTag(Box::new(Tag { key, aliases, ..tag.clone() })))
}

/// A field of several lines.
fn lines_ui(ui: &mut Ui, name: &str, text: &mut String, hint: &str) {
    let label = section_head_ui(ui, name);
    let edit = TextEdit::multiline(text).desired_rows(2).desired_width(f32::INFINITY).hint_text(hint);
    ui.add(edit).labelled_by(label.id);
    ui.push_id(name, |ui| typed_preview_ui(ui, text));
}

/// The layer of a tag that stands under no other: one of those for the same kind of annotations, once it is in use.
fn layer_ui(ui: &mut Ui, codebook: &Codebook, tag: &mut Tag, is_new: bool) {
    let kind = codebook.kind_of(tag);
    let fits = |layer: &&Layer| is_new || layer.kind == kind;
    let layers: Vec<&Layer> = codebook.layers.iter().filter(fits).collect();
    if layers.len() < 2 || tag.parent.is_some() {
        return;
    }
    section_head_ui(ui, "Layer");
    let names: Vec<&str> = layers.iter().map(|layer| layer.name.as_str()).collect();
    let mut chosen = layers.iter().position(|layer| layer.id == tag.layer).unwrap_or_default();
    if select_ui(ui, "Layer", &names, &mut chosen).changed()
        && let Some(layer) = layers.get(chosen)
    {
        tag.layer = layer.id.clone();
    }
}

/// Which way a relation goes, and what it may link.
fn ends_ui(ui: &mut Ui, codebook: &Codebook, tag: &mut Tag) {
    const DIRECTIONS: [&str; 3] = ["One way", "Both ways", "Chain"];
    if codebook.kind_of(tag) != LayerKind::Relation {
        return;
    }
    section_head_ui(ui, "Direction");
    let mut at = Direction::ALL.iter().position(|it| *it == tag.ends.direction).unwrap_or_default();
    if segmented_ui(ui, "Direction", &DIRECTIONS, &mut at).changed() {
        tag.ends.direction = Direction::ALL.get(at).copied().unwrap_or_default();
    }
    if tag.ends.direction == Direction::Chain {
        soft_ui(ui, "Its key joins the focused span to the last mention.");
    }
    let spans: Vec<&Tag> = codebook.of_kind(LayerKind::Span).collect();
    for (name, wanted) in [("From", &mut tag.ends.from), ("To", &mut tag.ends.to)] {
        section_head_ui(ui, name);
        tag_chips_ui(ui, name, &spans, wanted);
        if wanted.is_empty() {
            soft_ui(ui, "Spans of any tag");
        }
    }
}

/// A field of one line under its name; a new thing's first one takes the keyboard.
pub fn field_ui(ui: &mut Ui, name: &str, text: &mut String, hint: &str, focus: bool) {
    let label = section_head_ui(ui, name);
    let response =
        ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY)).labelled_by(label.id);
    if focus && text.is_empty() && ui.memory(|memory| memory.focused().is_none()) {
        response.request_focus();
    }
    ui.push_id(name, |ui| typed_preview_ui(ui, text));
}

/// The tag it stands under, out of those that do not stand under it.
fn parent_ui(ui: &mut Ui, codebook: &Codebook, tag: &mut Tag) {
    section_head_ui(ui, "Stands under");
    let fits = |other: &&Tag| !codebook.is_within(&other.id, &tag.id);
    let others: Vec<&Tag> = codebook.tree().into_iter().map(|(other, _)| other).filter(fits).collect();
    let paths: Vec<String> = others.iter().map(|other| codebook.path(&other.id)).collect();
    let choices: Vec<&str> = std::iter::once("Nothing").chain(paths.iter().map(String::as_str)).collect();
    let at = others.iter().position(|other| Some(&other.id) == tag.parent.as_ref());
    let mut chosen = at.map_or(0, |at| at + 1);
    if select_ui(ui, "Stands under", &choices, &mut chosen).changed() {
        tag.parent = chosen.checked_sub(1).and_then(|at| others.get(at)).map(|other| other.id.clone());
    }
}

fn color_ui(ui: &mut Ui, tag: &mut Tag) {
    section_head_ui(ui, "Color");
    let mut picked = match tag.color {
        TagColor::Slot(slot) => PickedColor::Slot(slot),
        TagColor::Seed(rgb) => PickedColor::Seed(rgb),
    };
    color_picker_ui(ui, &mut picked);
    tag.color = match picked {
        PickedColor::Slot(slot) => TagColor::Slot(slot),
        PickedColor::Seed(rgb) => TagColor::Seed(rgb),
    };
}
