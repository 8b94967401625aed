//! The dialog that refactors a tag: what would change is listed, in its context, before it does.

use super::changes::{answer_of, changes_ui, place_of};
use super::{ViewCx, capitalized};
use crate::app::action::{Action, Actions};
use crate::app::drafts::{How, Refactoring};
use crate::app::overlay::Overlay;
use crate::app::preview::Planned;
use crate::app::theme::size;
use crate::app::widgets::{
    ChoiceChip, Dialog, DialogAnswer, Words, choice_chip_ui, dialog_ui, isolated, section_head_ui, segmented_ui,
    select_ui, soft_ui, words_ui,
};
use crate::edit::{Command, Fate, NewTag, Recoded};
use crate::model::{Attribute, AttributeKind, Codebook, Tag, TagId, Value, Which};
use egui::{Context, Id, TextEdit, Ui};
use std::collections::BTreeMap;

/// What can be done with a tag, in the order of [`How::ALL`].
const HOW: [&str; 4] = ["Merge", "Split", "Into a value", "Remove"];

/// Draws the dialog.
pub fn refactor_ui(cx: &Context, view: &ViewCx<'_>, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Refactor(draft) = overlay else { return };
    let codebook = &view.desk.workspace.project().codebook;
    let Some(tag) = codebook.tag(&draft.tag) else { return actions.push(Action::CloseOverlay) };
    let command = command_of(codebook, tag, draft);
    let before = draft.planned_for.clone();
    let answer = command.as_ref().ok().and_then(|command| answer_of(view, command, &mut draft.planned_for, actions));
    if draft.planned_for != before {
        draft.left_out.clear();
    }
    let title = format!("Refactor the tag {}", isolated(&tag.name));
    let confirm = match draft.how {
        How::Merge => "Merge",
        How::Split => "Split",
        How::Value => "Turn into a value",
        How::Remove => "Remove",
    };
    let can_confirm = matches!(answer, Some(Ok(_)));
    let dialog = Dialog {
        can_confirm,
        destroys: draft.how == How::Remove,
        width: 620.0,
        ..Dialog::new(Id::unique("refactor"), &title, confirm)
    };
    let answered = dialog_ui(cx, &dialog, |ui| {
        let mut at = How::ALL.iter().position(|how| *how == draft.how).unwrap_or_default();
        if segmented_ui(ui, "What to do", &HOW, &mut at).changed() {
            draft.how = How::ALL.get(at).copied().unwrap_or(How::Merge);
        }
        ui.add_space(size::SPACE_S);
        match draft.how {
            How::Merge => into_ui(ui, codebook, tag, draft, "Its annotations become"),
            How::Split => split_ui(ui, view, codebook, tag, draft),
            How::Value => value_ui(ui, codebook, tag, draft),
            How::Remove => drop(soft_ui(ui, "Its annotations go too. Undo brings them back.")),
        }
        ui.add_space(size::SPACE_S);
        match (&command, answer) {
            (Err(why), _) => drop(words_ui(ui, &Words::sentence(why).soft(view.theme))),
            (Ok(_), None) => drop(soft_ui(ui, "Looking at what would change…")),
            (Ok(_), Some(answer)) => {
                let left_out = (draft.how == How::Split).then_some(&mut draft.left_out);
                changes_ui(ui, view, answer, left_out);
            }
        }
    });
    match answered {
        Some(DialogAnswer::Confirmed) => {
            if let (Ok(command), Some(Ok(planned))) = (command, answer) {
                actions.push(Action::Run(with_ticks(command, draft, planned)));
            }
        }
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

/// The command that the fields say, or what is still to be chosen.
fn command_of(codebook: &Codebook, tag: &Tag, draft: &Refactoring) -> Result<Command, String> {
    let into = draft.into.as_ref().filter(|id| codebook.tag(id).is_some()).cloned();
    let remove = |spans| Command::RemoveTag { tag: tag.id.clone(), spans };
    match draft.how {
        How::Remove => Ok(remove(Fate::Remove)),
        How::Merge => into.map(|into| remove(Fate::Retag(into))).ok_or_else(|| "Choose the other tag".to_owned()),
        How::Value => {
            let into = into.ok_or("Choose the tag that has the attribute")?;
            let (attribute, value) = draft.value.clone().ok_or("Choose the value that says what the tag said")?;
            Ok(remove(Fate::Value { tag: into, attribute, value }))
        }
        How::Split => {
            let name = draft.name.trim();
            let to = match into {
                Some(into) => Recoded::Known(into),
                None if name.is_empty() => return Err("Name the new tag, or choose one".to_owned()),
                None => Recoded::New(Box::new(NewTag { name: name.to_owned(), ..NewTag::default() })),
            };
            let (which, values) = match &draft.value {
                Some((attribute, value)) => {
                    let taken = BTreeMap::from([(attribute.clone(), None)]);
                    (Which::With(attribute.clone(), value.clone()), taken)
                }
                None if draft.pattern.is_empty() => (Which::All, BTreeMap::new()),
                None if mistake_in(&draft.pattern).is_some() => return Err("Mend the expression first".to_owned()),
                None => (Which::Matching(draft.pattern.clone()), BTreeMap::new()),
            };
            Ok(Command::Recode { from: tag.id.clone(), which, to, values })
        }
    }
}

/// The command for those that are ticked alone.
fn with_ticks(command: Command, draft: &Refactoring, planned: &Planned) -> Command {
    match command {
        Command::Recode { from, to, values, .. } if !draft.left_out.is_empty() => {
            let ticked = planned.spans.iter().map(place_of).filter(|place| !draft.left_out.contains(place));
            Command::Recode { from, which: Which::Picked(ticked.collect()), to, values }
        }
        command => command,
    }
}

/// The choice of another tag of the same kind.
fn into_ui(ui: &mut Ui, codebook: &Codebook, tag: &Tag, draft: &mut Refactoring, label: &str) {
    let others = others_of(codebook, tag);
    section_head_ui(ui, label);
    choose_ui(ui, label, "Choose a tag", &others, &mut draft.into);
}

fn others_of(codebook: &Codebook, tag: &Tag) -> Vec<(TagId, String)> {
    let kind = codebook.kind_of(tag);
    let fits = |other: &Tag| other.id != tag.id && codebook.kind_of(other) == kind;
    let tags = codebook.tree().into_iter().map(|(other, _)| other).filter(|other| fits(other));
    tags.map(|other| (other.id.clone(), codebook.path(&other.id))).collect()
}

fn choose_ui(ui: &mut Ui, label: &str, none: &str, others: &[(TagId, String)], into: &mut Option<TagId>) {
    let names: Vec<&str> = std::iter::once(none).chain(others.iter().map(|(_, path)| path.as_str())).collect();
    let at = others.iter().position(|(other, _)| Some(other) == into.as_ref());
    let mut chosen = at.map_or(0, |at| at + 1);
    if select_ui(ui, label, &names, &mut chosen).changed() {
        *into = chosen.checked_sub(1).and_then(|at| others.get(at)).map(|(id, _)| id.clone());
    }
}

/// Which annotations are split off, and what they become.
fn split_ui(ui: &mut Ui, view: &ViewCx<'_>, codebook: &Codebook, tag: &Tag, draft: &mut Refactoring) {
    section_head_ui(ui, "Those split off become");
    choose_ui(ui, "Those split off become", "A new tag", &others_of(codebook, tag), &mut draft.into);
    if draft.into.is_none() {
        let label = section_head_ui(ui, "Name of the new tag");
        ui.add(TextEdit::singleline(&mut draft.name).desired_width(f32::INFINITY)).labelled_by(label.id);
    }
    let label = section_head_ui(ui, "Those in whose words this expression is found");
    let edit = TextEdit::singleline(&mut draft.pattern).desired_width(f32::INFINITY).hint_text("All; untick below");
    ui.add(edit).labelled_by(label.id);
    if let Some(mistake) = mistake_in(&draft.pattern) {
        words_ui(ui, &Words::sentence(&mistake).color(view.theme.danger));
    }
    let asked: Vec<&Attribute> =
        codebook.attributes.iter().filter(|it| it.layer.as_ref() == Some(&tag.layer)).collect();
    choices_ui(ui, "Those with a value", &asked, draft);
}

/// What is wrong with an expression, with the character it is about.
fn mistake_in(pattern: &str) -> Option<String> {
    let pattern = crate::query::Pattern { text: pattern.to_owned(), regex: true, ..Default::default() };
    let mistake = (!pattern.text.is_empty()).then(|| pattern.compile().err()).flatten()?;
    Some(capitalized(&mistake.to_string()))
}

/// The tag that has the attribute, and the value.
fn value_ui(ui: &mut Ui, codebook: &Codebook, tag: &Tag, draft: &mut Refactoring) {
    into_ui(ui, codebook, tag, draft, "Its annotations become");
    let layer = draft.into.as_ref().and_then(|id| codebook.tag(id)).map(|tag| &tag.layer);
    let attributes: Vec<&Attribute> =
        codebook.attributes.iter().filter(|it| layer.is_some() && it.layer.as_ref() == layer).collect();
    if layer.is_some() && attributes.iter().all(|it| options_of(it).is_empty()) {
        soft_ui(ui, "That tag has no attribute to choose a value of. Add one in the codebook.");
    }
    choices_ui(ui, "With", &attributes, draft);
}

/// The values of some attributes as chips, one of which is chosen.
fn choices_ui(ui: &mut Ui, label: &str, attributes: &[&Attribute], draft: &mut Refactoring) {
    for attribute in attributes {
        let options = options_of(attribute);
        if options.is_empty() {
            continue;
        }
        section_head_ui(ui, label);
        words_ui(ui, &Words::line(&attribute.name));
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing = egui::vec2(size::SPACE_XS, size::SPACE_XS);
            for (name, value) in options {
                let this = Some((attribute.id.clone(), value));
                let chosen = draft.value == this;
                let chip = ChoiceChip { of: &attribute.name, name: &name, chosen, colors: None };
                if choice_chip_ui(ui, &chip).clicked() {
                    draft.value = this.filter(|_| !chosen);
                }
            }
        });
    }
}

fn options_of(attribute: &Attribute) -> Vec<(String, Value)> {
    match &attribute.kind {
        AttributeKind::Choice(choices) => {
            choices.iter().map(|it| (it.name.clone(), Value::Text(it.id.clone()))).collect()
        }
        AttributeKind::YesNo => {
            [("yes", true), ("no", false)].map(|(name, yes)| (name.to_owned(), Value::YesNo(yes))).into()
        }
        _ => Vec::new(),
    }
}
