//! Documents in and out by way of the dialogs that look first.

use crate::app::drafts::{ExportDraft, ImportDraft};
use crate::app::exporting::{self, ExportChoices, ExportQuestion};
use crate::app::importing::{ImportChoices, ImportPlan, ImportQuestion};
use crate::app::jobs::Job;
use crate::app::overlay::{Overlay, PathPurpose};
use crate::app::views::{capitalized, counted};
use crate::app::widgets::ToastKind;
use crate::app::window::{Session, Window};
use crate::edit::Command;
use crate::workspace::Exported;
use egui::Context;
use std::path::PathBuf;

use super::files::{annotator, nobody};

/// The number of the first look.
const FIRST: u64 = 1;

impl Window {
    /// Asks what would come in.
    pub(super) fn ask_about_files(&mut self, cx: &Context, version: u64, choices: ImportChoices) {
        let me = self.person.as_ref().map(annotator).or_else(nobody);
        let Session::Open(desk) = &mut self.session else { return };
        let Some(me) = me else { return };
        let cx = cx.clone();
        let question = ImportQuestion { project: desk.workspace.snapshot(), me, choices };
        desk.importing.ask(version, question, move || cx.request_repaint());
    }

    /// Takes what the first look at files found: texts alone, which all come through, come in at once; about all else a
    /// person is asked.
    pub fn take_first_look(
        &mut self,
        cx: &Context,
        choices: ImportChoices,
        looked: Result<ImportPlan, String>,
        is_stopped: bool,
    ) {
        if is_stopped {
            self.leave_made_for_files();
            return self.say(ToastKind::Info, "Stopped: nothing was added".to_owned());
        }
        match looked {
            Ok(plan) if plan.is_plain() => self.take_in(cx, plan),
            looked => {
                let Session::Open(desk) = &mut self.session else { return };
                desk.importing.know(FIRST, looked);
                self.overlay = Some(Overlay::Import(Box::new(ImportDraft::answered(choices, FIRST))));
            }
        }
    }

    /// Brings in what the dialog shows.
    pub(super) fn import(&mut self, cx: &Context, version: u64) {
        let Session::Open(desk) = &mut self.session else { return };
        let Some(Ok(plan)) = desk.importing.take(version) else { return };
        self.overlay = None;
        self.take_in(cx, plan);
    }

    /// Closes the dialog, and the project that was made for what does not come in now.
    pub(super) fn close_import(&mut self) {
        self.close_overlay();
        self.leave_made_for_files();
    }

    fn take_in(&mut self, cx: &Context, plan: ImportPlan) {
        let before = self.document_ids();
        let (n_documents, n_spans) = (plan.taken.n_documents, plan.taken.n_spans);
        let n_tags = plan.taken.import.tags.len();
        let n_lost: usize = plan.taken.losses.iter().filter(|loss| loss.kind.is_serious()).map(|loss| loss.count).sum();
        let Session::Open(desk) = &mut self.session else { return };
        // What changed since the files were looked at is looked at anew.
        let is_done = plan.step.is_some_and(|step| desk.workspace.run_planned(&step).is_ok());
        if !is_done && !self.run(&Command::Import(Box::new(plan.taken.import))) {
            return;
        }
        let n_new = self.open_first_new(cx, &before);
        let tags = (n_tags > 0).then(|| counted(n_tags, "new tag"));
        let mut says = match (n_documents, n_new) {
            (0, _) => format!("{} added to the codebook", counted(n_tags, "tag")),
            (_, 0) => format!("{} added to {}", counted(n_spans, "span"), counted(n_documents, "article")),
            (_, n_new) if n_spans > 0 => {
                format!("{} added with {}", counted(n_new, "article"), counted(n_spans, "span"))
            }
            (_, n_new) => format!("{} added", counted(n_new, "article")),
        };
        if let Some(tags) = tags.filter(|_| n_documents > 0) {
            says.push_str(&format!(", and {tags}"));
        }
        if n_lost > 0 {
            says.push_str(&format!("; {} did not come through", counted(n_lost, "thing")));
        }
        self.say_undoable(says);
    }

    pub(super) fn open_export(&mut self) {
        let Session::Open(desk) = &self.session else { return };
        let choices = self.last_export.clone().within(desk.workspace.project());
        self.overlay = Some(Overlay::Export(Box::new(ExportDraft::new(choices))));
    }

    /// Asks what an export would hold.
    pub(super) fn foresee_export(&mut self, cx: &Context, version: u64, choices: ExportChoices) {
        let Session::Open(desk) = &mut self.session else { return };
        let cx = cx.clone();
        let question = ExportQuestion { source: desk.source(choices.is_filtered), choices };
        desk.exporting.ask(version, question, move || cx.request_repaint());
    }

    pub(super) fn ask_where_to_export(&mut self, cx: &Context, choices: ExportChoices) {
        self.last_export = choices;
        self.overlay = None;
        self.ask_for_path(cx, PathPurpose::Export);
    }

    /// Writes the export beside the window.
    pub(super) fn export(&mut self, cx: &Context, out: PathBuf) {
        self.overlay = None;
        let Session::Open(desk) = &self.session else { return };
        if self.exporting.is_some() {
            return self.say(ToastKind::Info, "Another export is still being written".to_owned());
        }
        let (choices, wake) = (self.last_export.clone(), cx.clone());
        let source = desk.source(choices.is_filtered);
        // A path without an ending means a folder, whatever is there.
        let out = if out.extension().is_none() { out.join("") } else { out };
        self.exporting = Some(Job::start(
            "Exporting".to_owned(),
            move || wake.request_repaint(),
            move |progress| exporting::write(&source.part()?, &choices, &out, progress),
        ));
    }

    /// Says what became of an export; where the format could not hold all of it, in a dialog that lists what.
    pub fn take_exported(&mut self, exported: Result<Exported, String>, is_stopped: bool) {
        match exported {
            Err(_) if is_stopped => self.say(ToastKind::Info, "Stopped: nothing was written".to_owned()),
            Err(why) => self.say(ToastKind::Error, capitalized(&why)),
            Ok(exported) if self.overlay.is_none() && exported.losses.iter().any(|loss| !loss.kind.is_asked_for()) => {
                self.overlay = Some(Overlay::Exported(Box::new(exported)));
            }
            Ok(exported) => {
                self.say(ToastKind::Info, exporting::written(&exported));
            }
        }
    }
}
