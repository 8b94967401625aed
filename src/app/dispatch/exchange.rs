//! Documents in and out by way of the dialogs that look first.

use crate::app::exporting::{self, ExportChoices, ExportQuestion};
use crate::app::importing::{ImportChoices, ImportPlan, ImportQuestion};
use crate::app::jobs::Job;
use crate::app::overlay::{ExportDraft, ImportDraft, Overlay, PathPurpose};
use crate::app::views::{capitalized, counted};
use crate::app::widgets::{ToastKind, isolated};
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

    fn take_in(&mut self, cx: &Context, plan: ImportPlan) {
        let before = self.document_ids();
        let (n_documents, n_spans) = (plan.taken.n_documents, plan.taken.n_spans);
        let n_tags = plan.taken.import.tags.len();
        if !self.run(&Command::Import(Box::new(plan.taken.import))) {
            return;
        }
        if self.document_ids().len() > before.len() {
            self.open_new(cx, &before);
        } else if n_documents == 0 {
            self.say_undoable(format!("{} added to the codebook", counted(n_tags, "tag")));
        } else {
            let (documents, spans) = (counted(n_documents, "article"), counted(n_spans, "span"));
            self.say_undoable(format!("{spans} added to {documents}"));
        }
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
        let question = ExportQuestion { project: desk.workspace.snapshot(), choices };
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
        let (project, choices, wake) = (desk.workspace.snapshot(), self.last_export.clone(), cx.clone());
        // A path without an ending means a folder, whatever is there.
        let out = if out.extension().is_none() { out.join("") } else { out };
        self.exporting = Some(Job::start(
            "Exporting".to_owned(),
            move || wake.request_repaint(),
            move |progress| exporting::write(&project, &choices, &out, progress),
        ));
    }

    /// Says what became of an export.
    pub fn take_exported(&mut self, exported: Result<Exported, String>) {
        match exported {
            Err(why) => self.say(ToastKind::Error, capitalized(&why)),
            Ok(exported) => {
                let (documents, spans) = (counted(exported.n_documents, "document"), counted(exported.n_spans, "span"));
                let place = match exported.files.as_slice() {
                    [] => "Nothing was written, as the format cannot hold everything".to_owned(),
                    [one] => format!(
                        "{documents} with {spans} written and read back: {}",
                        isolated(&one.display().to_string())
                    ),
                    [first, ..] => {
                        let folder = first.parent().unwrap_or(first).display().to_string();
                        let files = counted(exported.files.len(), "file");
                        format!("{documents} with {spans} written and read back: {files} in {}", isolated(&folder))
                    }
                };
                self.say(ToastKind::Info, place);
            }
        }
    }
}
