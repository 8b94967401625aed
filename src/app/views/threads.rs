//! The notes on something as threads: who said what and when, with a reply and an end.

use super::ViewCx;
use crate::app::action::{Action, Actions};
use crate::app::overlay::Overlay;
use crate::app::theme::{icons, size};
use crate::app::verb::Verb;
use crate::app::widgets::{
    IconButton, QuietButton, Words, icon_button_ui, isolated, quiet_button_ui, section_head_with_ui, soft_ui, words_ui,
};
use crate::edit::Command;
use crate::model::{AnnotatorId, NoteTarget, SetKey, Timestamp, Verdict};
use crate::review::{Said, Thread, threads};
use egui::{Sense, Ui};

/// Draws the threads on something in one's own set or in that which is shown beside it.
pub fn threads_ui(ui: &mut Ui, cx: &ViewCx<'_>, on: NoteTarget, layer: usize, actions: &mut Actions) {
    let Some(document) = cx.desk.page.document.clone() else { return };
    let me = cx.desk.workspace.annotator().cloned();
    let owner = if layer == 0 { me.clone() } else { cx.desk.others.clone() };
    section_head_with_ui(ui, "Notes", |ui| {
        let key = cx.cap(Verb::WriteNote);
        let write = IconButton {
            icon: icons::NOTE_PENCIL,
            label: "Write a note",
            key: key.as_deref(),
            ..IconButton::default()
        };
        if icon_button_ui(ui, &write).clicked() {
            let of = owner.clone().filter(|_| layer > 0);
            actions.open(Overlay::Note { on, of, note: None, body: String::new(), verdict: None });
        }
    });
    let project = cx.desk.workspace.project();
    let key = owner.map(|annotator| SetKey { document: document.clone(), annotator });
    let found = match (&key, on) {
        (Some(key), _) => threads(project, key, on),
        // Nobody has said who labels here; what is said of the article is shown all the same.
        (None, NoteTarget::Document) => {
            let any = project.sets_of(&document).next().map(|(key, _)| key.clone());
            any.map(|key| threads(project, &key, on)).unwrap_or_default()
        }
        (None, _) => Vec::new(),
    };
    if found.is_empty() {
        soft_ui(ui, "No notes");
    }
    for thread in &found {
        thread_ui(ui, cx, thread, me.as_ref(), actions);
        ui.add_space(size::SPACE_XS);
    }
}

fn thread_ui(ui: &mut Ui, cx: &ViewCx<'_>, thread: &Thread<'_>, me: Option<&AnnotatorId>, actions: &mut Actions) {
    let is_resolved = thread.is_resolved();
    for (n, said) in thread.said.iter().enumerate() {
        ui.horizontal(|ui| {
            if n > 0 {
                ui.add_space(size::SPACE_M);
            }
            ui.vertical(|ui| said_ui(ui, cx, said, is_resolved, me, actions));
        });
    }
    let Some(first) = thread.said.first() else { return };
    let (on, of) = (NoteTarget::Note(first.note.id), Some(first.by.clone()).filter(|by| Some(by) != me));
    ui.horizontal(|ui| {
        let icon = (icons::ARROW_ELBOW_DOWN_RIGHT, cx.theme.text_soft);
        let reply = QuietButton { icon, label: "Reply", help: "Answer in this thread", key: None };
        if quiet_button_ui(ui, &reply).clicked() {
            actions.open(Overlay::Note { on, of: of.clone(), note: None, body: String::new(), verdict: None });
        }
        let (icon, label, help, verdict) = if is_resolved {
            (icons::UNDO, "Reopen", "It is not settled after all", Verdict::Reopened)
        } else {
            (icons::CHECK, "Resolve", "It is settled", Verdict::Resolved)
        };
        let end = QuietButton { icon: (icon, cx.theme.text_soft), label, help, key: None };
        if quiet_button_ui(ui, &end).clicked()
            && let Some(set) = cx.desk.notes_key()
        {
            let (of, verdict) = (of.clone(), Some(verdict));
            actions.push(Action::Run(Command::AddNote { set, on, of, body: String::new(), verdict }));
        }
    });
}

fn said_ui(
    ui: &mut Ui,
    cx: &ViewCx<'_>,
    said: &Said<'_>,
    is_resolved: bool,
    me: Option<&AnnotatorId>,
    actions: &mut Actions,
) {
    let project = cx.desk.workspace.project();
    let who = isolated(project.annotator_name(said.by));
    let did = match said.note.verdict {
        Some(Verdict::Resolved) => " resolved it",
        Some(Verdict::Reopened) => " reopened it",
        Some(Verdict::Returned) => " returned it",
        Some(Verdict::Accepted) => " accepted it",
        Some(Verdict::Conflict) => " merged what differs",
        None => "",
    };
    words_ui(ui, &Words::sentence(&format!("{who}{did}, {}", moment(said.note.made))).soft(cx.theme));
    if said.note.body.is_empty() {
        return;
    }
    let is_own = me == Some(said.by);
    let sense = if is_own { Sense::click() } else { Sense::hover() };
    let color = if is_resolved { cx.theme.text_soft } else { cx.theme.text };
    let words = Words { fills: true, sense, ..Words::lines(&said.note.body).color(color) };
    let response = words_ui(ui, &words);
    if is_own && response.on_hover_text("Change the note").clicked() {
        let (on, note) = (said.note.on, Some(said.note.id));
        actions.open(Overlay::Note { on, of: said.note.of.clone(), note, body: said.note.body.clone(), verdict: None });
    }
}

/// A time as people write it, to the minute.
fn moment(time: Timestamp) -> String {
    let written = time.to_string().replace('T', " ");
    written.chars().take(16).collect()
}
