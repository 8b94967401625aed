//! Another text for a document: asked about, planned beside the window, and done.

use crate::app::drafts::RevisionDraft;
use crate::app::overlay::Overlay;
use crate::app::reader::{Place, Reader, Selection};
use crate::app::revising::{Asked, NewText};
use crate::app::views::capitalized;
use crate::app::widgets::ToastKind;
use crate::app::window::{Session, Window};
use crate::model::DocumentId;
use crate::text::{Granularity, Offset, Revision, TextRange};
use egui::Context;
use std::path::PathBuf;

/// The most that is typed anew at once, in bytes.
const TYPED: u32 = 8192;

impl Window {
    /// Asks before the open document gets the text of a file.
    pub(super) fn replace_text(&mut self, path: PathBuf) {
        self.overlay = None;
        let Session::Open(desk) = &self.session else { return };
        if let Some(document) = desk.document() {
            self.overlay = Some(Overlay::Revise(Box::new(RevisionDraft::new(document, NewText::File(path)))));
        }
    }

    /// Lets a person type the selected words anew, or the word at the caret.
    pub(super) fn correct_text(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let Some(document) = desk.document() else { return };
        let caret = desk.page.selection.map(|selection| selection.head);
        let word = || caret.map(|at| document.text.unit_at(at, Granularity::Word)).filter(|word| !word.is_empty());
        let Some(part) = desk.selected().or_else(word) else {
            return self.say(ToastKind::Info, "Select the words to correct first".to_owned());
        };
        if part.len() > TYPED {
            let message = "That is too much to type anew: select fewer words, or replace the text from a file";
            return self.say(ToastKind::Info, message.to_owned());
        }
        let new = NewText::Typed { part, typed: document.text.typed(part) };
        self.overlay = Some(Overlay::Revise(Box::new(RevisionDraft::new(document, new))));
    }

    /// Asks beside the window what becomes of a document.
    pub(super) fn plan_revision(&mut self, cx: &Context, version: u64, document: DocumentId, new: NewText) {
        let Session::Open(desk) = &mut self.session else { return };
        let cx = cx.clone();
        let asked = Asked { project: desk.workspace.snapshot(), document, new };
        desk.revising.ask(version, asked, move || cx.request_repaint());
    }

    /// Gives a document its other text as it was planned. If the project has changed since, it is planned anew first.
    pub(super) fn revise(&mut self, version: u64) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some(Ok(plan)) = desk.revising.of(version) else { return };
        if !plan.is_current(desk.workspace.project()) {
            let message = "The project was changed meanwhile: look at what becomes of the spans now";
            return self.say(ToastKind::Warning, message.to_owned());
        }
        let (step, revision) = (plan.step.clone(), plan.revision.clone());
        match desk.workspace.run_planned(&step) {
            Ok(_) => {
                self.close_overlay();
                self.stay_at(&revision);
                self.say_undoable(step.title);
            }
            Err(error) => self.say(ToastKind::Warning, capitalized(&error.to_string())),
        }
    }

    /// Shows the open document with its other text at the same words, the caret behind those that were corrected.
    fn stay_at(&mut self, revision: &Revision) {
        let Session::Open(desk) = &self.session else { return };
        let place = desk.page.reader.as_ref().map(Reader::place);
        self.follow_text();
        let Session::Open(desk) = &mut self.session else { return };
        let at = |at: Offset| revision.place(TextRange::empty_at(at)).at.map(TextRange::start);
        if let (Some(place), Some(reader)) = (place, &mut desk.page.reader)
            && let Some(offset) = at(place.offset)
        {
            reader.restore(Place { offset, ..place });
        }
        if let Some((_, now)) = revision.corrected() {
            desk.page.selection = Some(Selection::caret(now.end()));
        }
    }
}
