//! The dialogs of the codebook's layers and attributes.

use super::ViewCx;
use super::tag_dialogs::field_ui;
use crate::app::action::{Action, Actions};
use crate::app::drafts::AttributeDraft;
use crate::app::overlay::Overlay;
use crate::app::theme::{icons, size};
use crate::app::widgets::{
    ChoiceChip, Dialog, DialogAnswer, IconButton, Words, checkbox_ui, choice_chip_ui, dialog_ui, icon_button_ui,
    section_head_ui, segmented_ui, select_ui, soft_ui, typed_preview_ui, words_ui,
};
use crate::edit::Command;
use crate::model::{
    Attribute, AttributeKind, Choice, Clause, Codebook, Layer, LayerKind, Number, Overlap, Tag, TagId, Value,
};
use crate::text::Granularity;
use egui::{Context, Id, TextEdit, Ui};
use std::collections::BTreeSet;

/// The words for kinds of layers, in their order.
pub const KINDS: [&str; 3] = ["Spans", "Relations", "Articles"];
/// The words for what the ends of spans fall on, from the finest to the coarsest.
pub const UNITS: [&str; 4] = ["Any characters", "Whole words", "Whole sentences", "Whole paragraphs"];
const GRANULARITIES: [Granularity; 4] =
    [Granularity::Grapheme, Granularity::Word, Granularity::Sentence, Granularity::Paragraph];
/// The words for rules of overlap.
pub const OVERLAPS: [&str; 3] = ["As they like", "One inside the other, or apart", "Apart"];
const OVERLAP_RULES: [Overlap; 3] = [Overlap::Any, Overlap::Nested, Overlap::None];

/// Draws the dialog of a layer's rules.
pub fn layer_ui(cx: &Context, view: &ViewCx<'_>, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Layer { layer, is_new } = overlay else { return };
    let codebook = &view.desk.workspace.project().codebook;
    let is_used = !*is_new && codebook.in_order().any(|tag| tag.layer == layer.id);
    let (title, confirm) = if *is_new { ("New layer", "Add") } else { ("Change the layer", "Keep") };
    let can_confirm = !layer.name.trim().is_empty();
    let dialog = Dialog { can_confirm, width: 460.0, ..Dialog::new(Id::unique("layer dialog"), title, confirm) };
    let answer = dialog_ui(cx, &dialog, |ui| {
        field_ui(ui, "Name", &mut layer.name, "Entities", *is_new);
        section_head_ui(ui, "What it marks");
        ui.add_enabled_ui(!is_used, |ui| {
            let mut at = LayerKind::ALL.iter().position(|kind| *kind == layer.kind).unwrap_or_default();
            if segmented_ui(ui, "What it marks", &KINDS, &mut at).changed() {
                layer.kind = LayerKind::ALL.get(at).copied().unwrap_or_default();
            }
        });
        ui.add_space(size::SPACE_S);
        match layer.kind {
            LayerKind::Span => span_rules_ui(ui, layer),
            LayerKind::Relation => drop(soft_ui(ui, "Each of its tags says which spans it links.")),
            LayerKind::Document => {
                let mut only_one = layer.overlap == Overlap::None;
                if checkbox_ui(ui, &mut only_one, "An article has one of its tags at most").changed() {
                    layer.overlap = if only_one { Overlap::None } else { Overlap::Any };
                }
            }
        }
        checkbox_ui(ui, &mut layer.required, "A finished article needs at least one of its tags");
    });
    match answer {
        Some(DialogAnswer::Confirmed) => {
            let layer = layer.clone();
            actions.push(Action::Run(if *is_new { Command::AddLayer(layer) } else { Command::EditLayer(layer) }));
        }
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

fn span_rules_ui(ui: &mut Ui, layer: &mut Layer) {
    section_head_ui(ui, "Its spans are");
    let mut unit = GRANULARITIES.iter().position(|other| *other == layer.granularity).unwrap_or_default();
    if select_ui(ui, "Its spans are", &UNITS, &mut unit).changed() {
        layer.granularity = GRANULARITIES.get(unit).copied().unwrap_or(Granularity::Grapheme);
    }
    section_head_ui(ui, "They lie to each other");
    let mut rule = OVERLAP_RULES.iter().position(|other| *other == layer.overlap).unwrap_or_default();
    if select_ui(ui, "They lie to each other", &OVERLAPS, &mut rule).changed() {
        layer.overlap = OVERLAP_RULES.get(rule).copied().unwrap_or_default();
    }
    ui.add_space(size::SPACE_XS);
    checkbox_ui(ui, &mut layer.crosses_paragraphs, "A span may go on into the next paragraph");
    checkbox_ui(ui, &mut layer.zero_width, "Alt and a click marks a place between two characters");
}

/// Draws the dialog of an attribute.
pub fn attribute_ui(cx: &Context, view: &ViewCx<'_>, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Attribute { draft, is_new } = overlay else { return };
    let codebook = &view.desk.workspace.project().codebook;
    let (title, confirm) = if *is_new { ("New attribute", "Add") } else { ("Change the attribute", "Keep") };
    let can_confirm = !draft.attribute.name.trim().is_empty();
    let dialog = Dialog {
        can_confirm,
        has_lines: true,
        width: 480.0,
        ..Dialog::new(Id::unique("attribute dialog"), title, confirm)
    };
    let answer = dialog_ui(cx, &dialog, |ui| {
        field_ui(ui, "Name", &mut draft.attribute.name, "Stance", *is_new);
        bearer_ui(ui, codebook, &mut draft.attribute);
        kind_ui(ui, draft);
        default_ui(ui, draft);
        condition_ui(ui, codebook, &mut draft.attribute);
        checkbox_ui(ui, &mut draft.attribute.required, "It is needed");
        let label = section_head_ui(ui, "Guidance");
        let guide = TextEdit::multiline(&mut draft.attribute.guide).desired_rows(2).desired_width(f32::INFINITY);
        ui.add(guide.hint_text("What it means, and how to choose")).labelled_by(label.id);
        typed_preview_ui(ui, &draft.attribute.guide);
        if let Some(problem) = &draft.problem {
            words_ui(ui, &Words::sentence(problem).color(view.theme.danger));
        }
    });
    match answer {
        Some(DialogAnswer::Confirmed) => match finished(draft) {
            Ok(attribute) => {
                let attribute = Box::new(attribute);
                let command =
                    if *is_new { Command::AddAttribute(attribute) } else { Command::EditAttribute(attribute) };
                actions.push(Action::Run(command));
            }
            Err(why) => draft.problem = Some(why),
        },
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

/// What has the attribute: the annotations of a layer, or articles as a whole.
fn bearer_ui(ui: &mut Ui, codebook: &Codebook, attribute: &mut Attribute) {
    section_head_ui(ui, "Said of");
    let layers = codebook.layers.iter().map(|layer| layer.name.as_str());
    let choices: Vec<&str> = std::iter::once("The article as a whole").chain(layers).collect();
    let at = codebook.layers.iter().position(|layer| Some(&layer.id) == attribute.layer.as_ref());
    let mut chosen = at.map_or(0, |at| at + 1);
    if select_ui(ui, "Said of", &choices, &mut chosen).changed() {
        attribute.layer = chosen.checked_sub(1).and_then(|at| codebook.layers.get(at)).map(|layer| layer.id.clone());
        attribute.when.clear();
    }
}

/// The words for kinds of attributes.
const VALUES: [&str; 5] = ["One of", "Several of", "Yes or no", "Number", "Text"];

/// Which of the kinds it is.
pub fn kind_of(attribute: &Attribute) -> usize {
    match attribute.kind {
        AttributeKind::Choice(_) => 0,
        AttributeKind::Choices(_) => 1,
        AttributeKind::YesNo => 2,
        AttributeKind::Number { .. } => 3,
        AttributeKind::Text => 4,
    }
}

/// The word for an attribute's kind.
pub fn kind_word(attribute: &Attribute) -> &'static str {
    VALUES.get(kind_of(attribute)).copied().unwrap_or_default()
}

fn kind_ui(ui: &mut Ui, draft: &mut AttributeDraft) {
    section_head_ui(ui, "Values");
    let mut at = kind_of(&draft.attribute);
    if segmented_ui(ui, "Values", &VALUES, &mut at).changed() {
        let choices = draft.attribute.kind.choices().to_vec();
        draft.attribute.default = None;
        draft.attribute.kind = match at {
            0 => AttributeKind::Choice(choices),
            1 => AttributeKind::Choices(choices),
            2 => AttributeKind::YesNo,
            3 => AttributeKind::Number { least: None, most: None },
            _ => AttributeKind::Text,
        };
    }
    ui.add_space(size::SPACE_XS);
    match &mut draft.attribute.kind {
        AttributeKind::Choice(choices) | AttributeKind::Choices(choices) => choices_ui(ui, choices),
        AttributeKind::Number { .. } => {
            ui.horizontal(|ui| {
                for (name, typed) in [("From", &mut draft.least), ("To", &mut draft.most)] {
                    ui.vertical(|ui| {
                        ui.set_width(120.0);
                        field_ui(ui, name, typed, "any", false);
                    });
                }
            });
        }
        AttributeKind::YesNo | AttributeKind::Text => {}
    }
}

/// One row for each choice: its name can be changed, and annotations keep what they say.
fn choices_ui(ui: &mut Ui, choices: &mut Vec<Choice>) {
    let mut gone = None;
    for (n, choice) in choices.iter_mut().enumerate() {
        ui.push_id(n, |ui| {
            ui.horizontal(|ui| {
                let width = ui.available_width() - size::CONTROL - size::SPACE_S;
                let edit = TextEdit::singleline(&mut choice.name).desired_width(width).hint_text("A choice");
                ui.add(edit);
                let label = format!("Remove the choice {}", choice.name);
                let remove = IconButton { icon: icons::MINUS, label: &label, ..IconButton::default() };
                if icon_button_ui(ui, &remove).clicked() {
                    gone = Some(n);
                }
            });
            typed_preview_ui(ui, &choice.name);
        });
    }
    if let Some(gone) = gone {
        choices.remove(gone);
    }
    let add = IconButton { icon: icons::PLUS, label: "Add a choice", ..IconButton::default() };
    if icon_button_ui(ui, &add).clicked() {
        choices.push(Choice { id: "".into(), name: String::new() });
    }
}

/// What it is unless somebody says otherwise, where that is one of a few.
fn default_ui(ui: &mut Ui, draft: &mut AttributeDraft) {
    let options: Vec<(String, Value)> = match &draft.attribute.kind {
        AttributeKind::Choice(choices) => {
            let named = choices.iter().filter(|choice| !choice.name.trim().is_empty());
            named.map(|choice| (choice.name.clone(), Value::Text(choice_id(choice)))).collect()
        }
        AttributeKind::YesNo => {
            [("yes", true), ("no", false)].map(|(name, yes)| (name.to_owned(), Value::YesNo(yes))).into()
        }
        _ => return,
    };
    section_head_ui(ui, "Unless said otherwise");
    let names: Vec<&str> = std::iter::once("Nothing").chain(options.iter().map(|(name, _)| name.as_str())).collect();
    let at = options.iter().position(|(_, value)| Some(value) == draft.attribute.default.as_ref());
    let mut chosen = at.map_or(0, |at| at + 1);
    if select_ui(ui, "Unless said otherwise", &names, &mut chosen).changed() {
        draft.attribute.default = chosen.checked_sub(1).and_then(|at| options.get(at)).map(|(_, value)| value.clone());
    }
}

/// Of which tags it is asked, and under which value of another attribute.
fn condition_ui(ui: &mut Ui, codebook: &Codebook, attribute: &mut Attribute) {
    if let Some(layer) = attribute.layer.clone() {
        let tags: Vec<&Tag> = codebook.in_order().filter(|tag| tag.layer == layer).collect();
        let mut wanted = tagged(attribute);
        section_head_ui(ui, "Only of");
        tag_chips_ui(ui, "Only of", &tags, &mut wanted);
        if wanted.is_empty() {
            soft_ui(ui, "Of all tags of the layer");
        }
        attribute.when.retain(|clause| !matches!(clause, Clause::Tagged(_)));
        if !wanted.is_empty() {
            attribute.when.insert(0, Clause::Tagged(wanted));
        }
    }
    let others: Vec<&Attribute> =
        codebook.attributes.iter().filter(|it| it.layer == attribute.layer && it.id != attribute.id).collect();
    if others.is_empty() {
        return;
    }
    section_head_ui(ui, "Only if");
    let names: Vec<&str> = std::iter::once("Always").chain(others.iter().map(|it| it.name.as_str())).collect();
    let known = attribute.when.iter().find_map(|clause| match clause {
        Clause::Has(id, values) => Some((id.clone(), values.clone())),
        Clause::Tagged(_) => None,
    });
    let at = known.as_ref().and_then(|(id, _)| others.iter().position(|it| it.id == *id));
    let mut chosen = at.map_or(0, |at| at + 1);
    let changed = select_ui(ui, "Only if", &names, &mut chosen).changed();
    let Some(other) = chosen.checked_sub(1).and_then(|at| others.get(at)) else {
        if changed {
            attribute.when.retain(|clause| !matches!(clause, Clause::Has(..)));
        }
        return;
    };
    let mut values = known.filter(|_| !changed).map(|(_, values)| values).unwrap_or_default();
    values_ui(ui, other, &mut values);
    attribute.when.retain(|clause| !matches!(clause, Clause::Has(..)));
    attribute.when.push(Clause::Has(other.id.clone(), values));
}

fn tagged(attribute: &Attribute) -> BTreeSet<TagId> {
    let tags = attribute.when.iter().find_map(|clause| match clause {
        Clause::Tagged(tags) => Some(tags.clone()),
        Clause::Has(..) => None,
    });
    tags.unwrap_or_default()
}

/// Draws tags as chips, to take in or leave out.
pub fn tag_chips_ui(ui: &mut Ui, of: &str, tags: &[&Tag], wanted: &mut BTreeSet<TagId>) {
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(size::SPACE_XS, size::SPACE_XS);
        for tag in tags {
            let chosen = wanted.contains(&tag.id);
            let chip = ChoiceChip { of, name: &tag.name, chosen, ..ChoiceChip::default() };
            if choice_chip_ui(ui, &chip).clicked() && !wanted.remove(&tag.id) {
                wanted.insert(tag.id.clone());
            }
        }
    });
}

/// The values of another attribute under which this one is asked for; any without one.
fn values_ui(ui: &mut Ui, other: &Attribute, values: &mut Vec<Value>) {
    let options: Vec<(String, Value)> = match &other.kind {
        AttributeKind::YesNo => {
            [("yes", true), ("no", false)].map(|(name, yes)| (name.to_owned(), Value::YesNo(yes))).into()
        }
        kind => kind.choices().iter().map(|it| (it.name.clone(), Value::Text(it.id.clone()))).collect(),
    };
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().item_spacing = egui::vec2(size::SPACE_XS, size::SPACE_XS);
        for (name, value) in options {
            let at = values.iter().position(|other| *other == value);
            let chip = ChoiceChip { of: "is", name: &name, chosen: at.is_some(), ..ChoiceChip::default() };
            if choice_chip_ui(ui, &chip).clicked() {
                match at {
                    Some(at) => drop(values.remove(at)),
                    None => values.push(value),
                }
            }
        }
    });
    if values.is_empty() {
        soft_ui(ui, "Whatever its value is");
    }
}

/// The attribute as it was filled in, or why it cannot be.
fn finished(draft: &AttributeDraft) -> Result<Attribute, String> {
    let mut attribute = draft.attribute.clone();
    match &mut attribute.kind {
        AttributeKind::Choice(choices) | AttributeKind::Choices(choices) => {
            choices.retain(|choice| !choice.name.trim().is_empty());
            let ids: Vec<_> = choices.iter().map(choice_id).collect();
            for (choice, id) in choices.iter_mut().zip(ids) {
                choice.id = id;
                choice.name = choice.name.trim().to_owned();
            }
        }
        AttributeKind::Number { least, most } => {
            *least = bound(&draft.least)?;
            *most = bound(&draft.most)?;
        }
        AttributeKind::YesNo | AttributeKind::Text => {}
    }
    Ok(attribute)
}

/// A choice's id: as it is, or for a new one its name.
fn choice_id(choice: &Choice) -> smol_str::SmolStr {
    if choice.id.is_empty() { crate::edit::slug(choice.name.trim(), "choice").into() } else { choice.id.clone() }
}

fn bound(typed: &str) -> Result<Option<Number>, String> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let number = typed.replace(',', ".").parse().ok().and_then(Number::new);
    number.map(Some).ok_or_else(|| format!("“{typed}” is no number"))
}
