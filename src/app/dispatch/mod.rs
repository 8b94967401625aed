//! The only place where an action takes effect.

mod caret;
mod labeling;
mod documents;
mod deciding;
mod finding;
mod occurrences;
mod guiding;
mod left_out;
mod project;
mod reviewing;
mod revising;
mod files;
mod exchange;
mod safety;
mod saying;
mod view;

use super::action::Action;
use super::desk::Room;
use super::occurrences::Quest;
use super::overlay::Overlay;
use super::reviewing::Part;
use super::verb::{Group, Verb};
use super::views::capitalized;
use super::widgets::{Toast, ToastAction, ToastKind};
use super::window::{Session, Window};
use crate::edit::Command;
use egui::Context;

/// What the *Undo* button of a message returns.
const TOAST_UNDO: u64 = 1;
/// What its *Redo* button returns.
const TOAST_REDO: u64 = 2;
/// What its *History* button returns.
pub const TOAST_HISTORY: u64 = 3;
/// What its *Merge* button returns.
pub const TOAST_MERGE: u64 = 4;

/// What its *Fix* button returns.
pub const TOAST_FIX: u64 = 5;

pub use caret::motion_of;
pub use safety::Keeping;

/// What the button of a message asks for.
pub const fn asked_in_toast(taken: u64) -> Action {
    match taken {
        TOAST_UNDO => Action::Do(Verb::Undo),
        TOAST_REDO => Action::Do(Verb::Redo),
        TOAST_MERGE => Action::Do(Verb::MergeCopies),
        TOAST_FIX => Action::Do(Verb::FixItem),
        _ => Action::ShowLatest,
    }
}

impl Window {
    /// Does everything that was asked for, in order.
    pub fn dispatch(&mut self, cx: &Context, actions: Vec<Action>) {
        for action in actions {
            self.act(cx, action);
        }
    }

    fn act(&mut self, cx: &Context, action: Action) {
        match action {
            Action::Do(verb) => self.verb(cx, verb),
            Action::ShowLatest => self.show_latest(),
            Action::Reader(event) => self.reader_event(cx, event),
            Action::ApplyTag { tag, beside } => self.apply_tag(&tag, beside),
            Action::ApplyNewTag(name) => self.apply_new_tag(name),
            Action::ClosePalette => self.close_palette(),
            Action::Arm(tag) => self.arm(tag),
            Action::RemoveSpans(spans) => self.remove_spans(&spans),
            Action::LookAtWork(document, annotator) => self.look_at_work(cx, &document, annotator),
            Action::Judge(set, verdict) => self.judge(cx, set, verdict),
            Action::TakeVersion(lane) => self.take_version(lane),
            Action::Open(document) => self.open_document(cx, &document),
            Action::ShowSpan(set, span) => self.show_span(cx, &set, span),
            Action::ShowRelation(set, span, relation) => self.show_relation(cx, &set, span, relation),
            Action::ShowPassage(document, range) => self.show_passage(cx, &document, range),
            Action::ShowTag(tag) => self.show_tag(tag),
            Action::StepThrough { tag, spans, at } => self.step_through(cx, tag, spans, at),
            Action::GoToSpan(span) => self.go_to_span(span),
            Action::TagDocument(tag, given) => self.tag_document(&tag, given),
            Action::SayOfDocument(attribute, value) => self.say_of_document(attribute, value),
            Action::Relate { from, to, tag } => self.relate(from, to, &tag),
            Action::ChooseRelation(layer, relation) => self.choose_relation(layer, relation),
            Action::SetState(document, state) => drop(self.set_state(&document, state)),
            Action::Run(command) => self.run_from_overlay(&command),
            Action::Preview(asked, command) => self.preview(cx, asked, *command),
            Action::Gather(version, quest) => self.gather(cx, version, *quest),
            Action::PlanRevision(version, document, new) => self.plan_revision(cx, version, document, new),
            Action::Revise(version) => self.revise(version),
            Action::ReplaceText(path) => self.replace_text(path),
            Action::ShowOverlay(overlay) => self.overlay = Some(*overlay),
            Action::CloseOverlay => self.close_overlay(),
            Action::AddFiles(paths) => self.add_files(cx, paths),
            Action::LookAtFiles(version, choices) => self.ask_about_files(cx, version, *choices),
            Action::Import(version) => self.import(cx, version),
            Action::ForeseeExport(version, choices) => self.foresee_export(cx, version, *choices),
            Action::AskWhereToExport(choices) => self.ask_where_to_export(cx, *choices),
            Action::CloseExport(choices) => {
                self.last_export = *choices;
                self.close_overlay();
            }
            Action::CloseImport => self.close_import(),
            Action::Export(out) => self.export(cx, out),
            Action::AddText(text) => self.add_text(cx, text),
            Action::OpenProject(path) => self.open_project(cx, path),
            Action::CreateProject { folder, name, codebook } => self.create_project(cx, folder, name, codebook),
            Action::ReadWords(path) => self.read_words(&path),
            Action::ImportCodebook(path) => self.import_codebook(cx, &path),
            Action::ExportCodebook(path) => self.export_codebook(&path),
            Action::SaveCodebookPage(path) => self.save_codebook_page(&path),
            Action::ExportTable(path) => self.export_table(&path),
            Action::AddToReport => self.add_to_report(),
            Action::SaveAgreement(path) => self.save_agreement(&path),
            Action::WithLeftOut(counts) => {
                if let Session::Open(desk) = &mut self.session {
                    desk.figures.with_left_out(counts);
                }
            }
            Action::BeAnnotator { name, id } => self.be_annotator(name, id),
            Action::ShowOthers(annotator) => self.show_others(annotator),
            Action::GoTo(at) => self.go_to(at),
            Action::Emphasize(tag, emphasis) => self.emphasize(&tag, emphasis),
            Action::ShowOnly(tag) => self.show_only(&tag),
            Action::SaveCopy(folder) => self.save_copy(cx, folder),
            Action::FilterBy(query) => self.filter_by(query),
            Action::ShowAll => self.show_all(),
            Action::SearchFor(query, extent) => self.search_for(query, extent),
            Action::TagLines(tag) => self.tag_lines(tag),
            Action::SendWork(path) => self.send_work(cx, path),
            Action::Restore(backup) => self.restore(cx, &backup),
            Action::LeaveAnyway(leaving) => self.leave_anyway(cx, leaving),
            Action::GoBack(place) => self.go_back(cx, place),
            Action::Purge(documents) => self.purge(cx, documents),
            Action::Say(kind, message) => self.say(kind, message),
        }
    }

    fn verb(&mut self, cx: &Context, verb: Verb) {
        match verb.group() {
            Group::Labeling => self.labeling_verb(verb),
            Group::Caret => self.caret_verb(cx, verb),
            Group::Document => self.document_verb(cx, verb),
            Group::Review => self.review_verb(cx, verb),
            Group::Project => self.project_verb(cx, verb),
            Group::Window => self.window_verb(cx, verb),
        }
    }

    /// Runs a command of the open project. What it did is said only where nothing else shows it.
    pub(super) fn run(&mut self, command: &Command) -> bool {
        let Session::Open(desk) = &self.session else { return false };
        let is_note = matches!(command, Command::AddNote { .. } | Command::EditNote { .. });
        if desk.room == Room::Review && desk.review.part == Part::Decide && !is_note && !self.may_decide() {
            return false;
        }
        let Session::Open(desk) = &mut self.session else { return false };
        match desk.workspace.run(command) {
            Ok(_) => true,
            Err(error) => {
                let message = match error.hint() {
                    Some(hint) => format!("{}. {hint}", capitalized(&error.to_string())),
                    None => capitalized(&error.to_string()),
                };
                self.say(ToastKind::Warning, message);
                false
            }
        }
    }

    /// Runs a command that a dialog or a view asked for, and closes the dialog when it could be done.
    fn run_from_overlay(&mut self, command: &Command) {
        if self.run(command) {
            if !self.overlay.as_ref().is_some_and(Overlay::outlasts_commands) {
                self.close_overlay();
            }
            let goes = matches!(
                command,
                Command::RemoveTag { .. }
                    | Command::Recode { .. }
                    | Command::RemoveDocuments(_)
                    | Command::TagAll { .. }
                    | Command::Several(_)
            );
            if let (true, Session::Open(desk)) = (goes, &self.session)
                && let Some(title) = desk.workspace.next_undo().map(str::to_owned)
            {
                self.say_undoable(title);
            }
        }
    }

    /// Plans what a dialog asks about, beside the window.
    fn preview(&mut self, cx: &Context, asked: String, command: Command) {
        let Session::Open(desk) = &mut self.session else { return };
        let cx = cx.clone();
        desk.preview.begin(asked, desk.workspace.snapshot(), command, move || cx.request_repaint());
    }

    /// Looks for what a dialog asks about, beside the window.
    fn gather(&mut self, cx: &Context, version: u64, quest: Quest) {
        let Session::Open(desk) = &mut self.session else { return };
        let cx = cx.clone();
        desk.occurrences.begin(version, desk.workspace.snapshot(), quest, move || cx.request_repaint());
    }

    fn close_palette(&mut self) {
        if let Session::Open(desk) = &mut self.session {
            desk.page.palette = None;
        }
    }

    fn close_overlay(&mut self) {
        if matches!(self.overlay, Some(Overlay::Tour(_))) {
            self.preferences.tour_seen = true;
        }
        if let Session::Open(desk) = &mut self.session {
            desk.occurrences.end();
        }
        self.come_back();
        self.once_seated = None;
    }

    /// Says something at the bottom of the window.
    pub fn say(&mut self, kind: ToastKind, message: String) {
        self.toasts.push(Toast { kind, message, action: None });
    }

    /// Says what was done, with a button that takes it back.
    fn say_undoable(&mut self, message: String) {
        let key = self.keymap.cap(Verb::Undo);
        let action = Some(ToastAction { id: TOAST_UNDO, label: "Undo".to_owned(), key, is_lasting: false });
        self.toasts.push(Toast { kind: ToastKind::Info, message, action });
    }
}
