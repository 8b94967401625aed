//! The dialogs of documents: title and details, notes, and the question before a purge.

use super::{ViewCx, counted};
use crate::app::action::{Action, Actions};
use crate::app::overlay::Overlay;
use crate::app::theme::{icons, size};
use crate::app::widgets::{
    Button, ButtonKind, Dialog, DialogAnswer, IconButton, Words, button_ui, dialog_ui, icon_button_ui, isolated,
    section_head_ui, soft_ui, typed_preview_ui, words_ui,
};
use crate::edit::Command;
use crate::model::{Document, NoteTarget, Verdict};
use egui::{Context, Id, ScrollArea, TextEdit, Ui};

/// The dialog of a document's details.
pub fn details(document: &Document) -> Overlay {
    let meta = document.meta.iter().map(|(name, value)| (name.clone(), value.clone())).collect();
    Overlay::Details { document: Box::new(document.clone()), meta }
}

/// Draws it.
pub fn details_ui(cx: &Context, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Details { document, meta } = overlay else { return };
    let can_confirm = !document.title.trim().is_empty();
    let dialog =
        Dialog { can_confirm, width: 480.0, ..Dialog::new(Id::unique("details"), "Title and details", "Keep") };
    let answer = dialog_ui(cx, &dialog, |ui| {
        text_ui(ui, "Title", &mut document.title, "");
        for (name, value, hint) in [
            ("Outlet", &mut document.outlet, "Who published it"),
            ("Date", &mut document.date, "2026-03-01"),
            ("Language", &mut document.language, "en, fr, ar, zh-Hans"),
        ] {
            let mut text = value.clone().unwrap_or_default();
            text_ui(ui, name, &mut text, hint);
            *value = Some(text).filter(|text| !text.trim().is_empty());
        }
        meta_ui(ui, meta);
    });
    match answer {
        Some(DialogAnswer::Confirmed) => {
            let named = meta.iter().filter(|(name, _)| !name.trim().is_empty());
            let meta = named.map(|(name, value)| (name.trim().to_owned(), value.clone())).collect();
            let changed = Document { meta, ..Document::clone(document) };
            actions.push(Action::Run(Command::EditDocument(Box::new(changed))));
        }
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}

fn text_ui(ui: &mut Ui, name: &str, text: &mut String, hint: &str) {
    let label = section_head_ui(ui, name);
    ui.add(TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY)).labelled_by(label.id);
    ui.push_id(name, |ui| typed_preview_ui(ui, text));
}

/// Fields of no fixed meaning: a name and a value in each line.
fn meta_ui(ui: &mut Ui, meta: &mut Vec<(String, String)>) {
    section_head_ui(ui, "Other fields");
    let mut gone = None;
    ScrollArea::vertical().max_height(140.0).auto_shrink([false, true]).show(ui, |ui| {
        for (n, (name, value)) in meta.iter_mut().enumerate() {
            ui.horizontal(|ui| {
                let head = soft_ui(ui, &(n + 1).to_string());
                ui.add(TextEdit::singleline(name).hint_text("name").desired_width(120.0)).labelled_by(head.id);
                ui.add(TextEdit::singleline(value).hint_text("value").desired_width(220.0)).labelled_by(head.id);
                let remove = IconButton { icon: icons::CLOSE, label: "Remove the field", ..IconButton::default() };
                if icon_button_ui(ui, &remove).clicked() {
                    gone = Some(n);
                }
            });
            ui.push_id(n, |ui| {
                ui.push_id("name", |ui| typed_preview_ui(ui, name));
                typed_preview_ui(ui, value);
            });
        }
    });
    if let Some(n) = gone {
        meta.remove(n);
    }
    let add = Button { label: "Add a field", icon: Some(icons::PLUS), kind: ButtonKind::Quiet, ..Button::default() };
    if button_ui(ui, &add).clicked() {
        meta.push(Default::default());
    }
}

/// Draws the dialog of a note.
pub fn note_ui(cx: &Context, view: &ViewCx<'_>, overlay: &mut Overlay, actions: &mut Actions) {
    let Overlay::Note { on, of, note, body, verdict } = overlay else { return };
    let title = match (note.is_some(), &*on) {
        (true, _) => "Change the note",
        (false, NoteTarget::Note(_)) => "Reply",
        (false, NoteTarget::Document) if *verdict == Some(Verdict::Returned) => "Return the article",
        (false, _) => "Write a note",
    };
    let dialog = Dialog {
        has_lines: true,
        can_confirm: !body.trim().is_empty(),
        other: note.is_some().then_some("Remove the note"),
        ..Dialog::new(Id::unique("note"), title, "Keep")
    };
    let answer = dialog_ui(cx, &dialog, |ui| {
        let label = section_head_ui(ui, "Note");
        let edit = TextEdit::multiline(body).desired_rows(4).desired_width(f32::INFINITY);
        let response = ui.add(edit).labelled_by(label.id);
        if ui.memory(|memory| memory.focused().is_none()) {
            response.request_focus();
        }
        typed_preview_ui(ui, body);
    });
    let Some(set) = view.desk.notes_key() else { return };
    match (answer, *note) {
        (Some(DialogAnswer::Confirmed), Some(note)) => {
            actions.push(Action::Run(Command::EditNote { set, note, body: body.clone() }));
        }
        (Some(DialogAnswer::Confirmed), None) => {
            let (of, body) = (of.clone(), body.clone());
            actions.push(Action::Run(Command::AddNote { set, on: *on, of, body, verdict: *verdict }));
        }
        (Some(DialogAnswer::Other), Some(note)) => {
            actions.push(Action::Run(Command::EditNote { set, note, body: String::new() }));
        }
        (Some(_), _) => actions.push(Action::CloseOverlay),
        (None, _) => {}
    }
}

/// Draws the question before documents go for good.
pub fn purge_ui(cx: &Context, view: &ViewCx<'_>, overlay: &Overlay, actions: &mut Actions) {
    let Overlay::Purge(documents) = overlay else { return };
    let project = view.desk.workspace.project();
    let title = match documents.as_slice() {
        [id] => {
            format!("Purge “{}”", isolated(project.document(id).map_or(id.as_str(), |document| &document.title)))
        }
        many => format!("Purge {}", counted(many.len(), "article")),
    };
    let dialog = Dialog { destroys: true, ..Dialog::new(Id::unique("purge"), &title, "Purge for good") };
    let answer = dialog_ui(cx, &dialog, |ui| {
        let sets = documents.iter().flat_map(|id| project.sets_of(id));
        let n_spans: usize = sets.map(|(_, set)| set.spans.len()).sum();
        let gone = format!(
            "The text and its {} go from the project, from undo, from this computer's journals and from backups. \
             This cannot be undone.",
            counted(n_spans, "span")
        );
        words_ui(ui, &Words::sentence(&gone));
        ui.add_space(size::SPACE_S);
        let soft = "Copies that others have, and a version history such as git's, keep what they hold.";
        words_ui(ui, &Words::sentence(soft).color(view.theme.text_soft));
    });
    match answer {
        Some(DialogAnswer::Confirmed) => actions.push(Action::Purge(documents.clone())),
        Some(_) => actions.push(Action::CloseOverlay),
        None => {}
    }
}
