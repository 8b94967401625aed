//! The dialog of an example: which tag it shows, or what it is not, and why.

use super::ViewCx;
use crate::app::action::{Action, Actions};
use crate::app::drafts::ExampleDraft;
use crate::app::overlay::Overlay;
use crate::app::theme::{reading, size};
use crate::app::widgets::{
    Dialog, DialogAnswer, Words, dialog_ui, section_head_ui, segmented_ui, select_ui, typed_preview_ui, words_ui,
};
use crate::edit::{Change, Command};
use crate::model::{Example, LayerKind, Tag};
use egui::{Context, Id, TextEdit};

/// How many lines of a passage are shown.
const PASSAGE: usize = 8;

/// Draws the dialog.
pub fn example_ui(cx: &Context, view: &ViewCx<'_>, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Example(draft) = overlay else { return };
    let codebook = &view.desk.workspace.project().codebook;
    let title = match (&draft.was, draft.example.is_positive) {
        (Some(_), _) => "Change the example",
        (None, true) => "Use as an example",
        (None, false) => "Use as a counterexample",
    };
    let confirm = if draft.was.is_some() { "Keep" } else { "Use it" };
    let dialog = Dialog { has_lines: true, width: 520.0, ..Dialog::new(Id::unique("example"), title, confirm) };
    let answer = dialog_ui(cx, &dialog, |ui| {
        let passage = Words { fills: true, lines: PASSAGE, ..Words::lines(&draft.example.text) };
        words_ui(ui, &passage.font(reading(15.0)));
        ui.add_space(size::SPACE_S);
        if draft.was.is_none() {
            section_head_ui(ui, "Of the tag");
            let tags: Vec<&Tag> = codebook.of_kind(LayerKind::Span).collect();
            let paths: Vec<String> = tags.iter().map(|tag| codebook.path(&tag.id)).collect();
            let names: Vec<&str> = paths.iter().map(String::as_str).collect();
            let mut at = tags.iter().position(|tag| tag.id == draft.tag).unwrap_or_default();
            if select_ui(ui, "Of the tag", &names, &mut at).changed()
                && let Some(tag) = tags.get(at)
            {
                draft.tag = tag.id.clone();
            }
        }
        section_head_ui(ui, "It shows");
        let mut at = usize::from(!draft.example.is_positive);
        if segmented_ui(ui, "It shows", &["What the tag is for", "What it is not for"], &mut at).changed() {
            draft.example.is_positive = at == 0;
        }
        let label = section_head_ui(ui, "Why");
        let edit = TextEdit::multiline(&mut draft.example.why).desired_rows(2).desired_width(f32::INFINITY);
        let field = ui.add(edit.hint_text("What decides it")).labelled_by(label.id);
        if std::mem::take(&mut draft.is_new) {
            field.request_focus();
        }
        typed_preview_ui(ui, &draft.example.why);
    });
    match answer {
        Some(DialogAnswer::Confirmed) => actions.push(confirmed(draft)),
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

fn confirmed(draft: &ExampleDraft) -> Action {
    let why = draft.example.why.trim().to_owned();
    let after = Some(Example { why, ..draft.example.clone() });
    if draft.was == after {
        return Action::CloseOverlay;
    }
    let change = Box::new(Change { before: draft.was.clone(), after });
    Action::Run(Command::Exemplify { tag: draft.tag.clone(), change })
}
