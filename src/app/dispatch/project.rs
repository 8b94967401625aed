//! The project as a whole: undo, annotators, codebook files, and the questions that lead to files.

use super::safety::Kept;
use super::{TOAST_REDO, TOAST_UNDO};
use crate::app::desk::Room;
use crate::app::files::FileDialog;
use crate::app::overlay::{Overlay, PathPurpose, Picked};
use crate::app::reader::{Selection, SpanRef};
use crate::app::verb::Verb;
use crate::app::views::codebook::{new_attribute, new_layer};
use crate::app::views::dialogs::picked;
use crate::app::views::{capitalized, counted};
use crate::app::views::{tag_dialogs, tags_panel};
use crate::app::widgets::{Toast, ToastAction, ToastKind};
use crate::app::window::{Session, Window};
use crate::edit::{EditError, Transaction, slug};
use crate::model::{AnnotatorId, DocumentId, Tag};
use crate::store::{self, Person};
use crate::workspace::{CopiesMerged, RunError, Undone, WayBack};
use egui::{Context, ViewportCommand};

/// How many records that were left as they are a message names.
const REFUSED: usize = 5;

impl Window {
    pub(super) fn project_verb(&mut self, cx: &Context, verb: Verb) {
        match verb {
            Verb::Undo => self.undo(cx),
            Verb::Redo => self.redo(cx),
            Verb::OpenArticles => self.ask_for_path(cx, PathPurpose::Articles),
            Verb::Export => self.open_export(),
            Verb::OpenProject => self.ask_for_path(cx, PathPurpose::Project),
            Verb::ReadWords => self.ask_for_path(cx, PathPurpose::WordList),
            Verb::ImportCodebook => self.ask_for_path(cx, PathPurpose::ImportCodebook),
            Verb::ExportCodebook => self.ask_for_path(cx, PathPurpose::ExportCodebook),
            Verb::SaveCodebookPage => self.ask_for_path(cx, PathPurpose::CodebookPage),
            Verb::ExportTable => self.ask_for_path(cx, PathPurpose::ExportTable),
            // The clipboard's text comes back as a paste event, which becomes an article.
            Verb::PasteArticle => cx.send_viewport_cmd(ViewportCommand::RequestPaste),
            Verb::NewProject => {
                let folder = self.home.projects().join("new-project").display().to_string();
                self.overlay = Some(Overlay::NewProject { name: String::new(), folder, codebook: 0 });
            }
            Verb::OpenExample => self.open_example(cx),
            Verb::SaveCopy => self.ask_for_path(cx, PathPurpose::SaveCopy),
            Verb::SendWork => self.ask_what_to_send(cx),
            Verb::BackUp => self.back_up(cx),
            Verb::Backups => self.show_backups(cx),
            Verb::CloseProject => self.close_or_ask(),
            Verb::Annotator => self.ask_who(),
            Verb::History => self.go(Room::History),
            Verb::MergeCopies => self.merge_copies(cx),
            Verb::TakeInTexts => self.take_in_texts(),
            Verb::OthersShown => self.overlay = Some(Overlay::Others),
            Verb::NewLayer => self.overlay = Some(new_layer()),
            Verb::NewAttribute => {
                if let Session::Open(desk) = &self.session {
                    let layer = desk.workspace.project().codebook.layers.first().map(|layer| layer.id.clone());
                    self.overlay = Some(new_attribute(layer));
                }
            }
            Verb::NewTag => {
                if let Session::Open(desk) = &self.session {
                    self.overlay = Some(tag_dialogs::new_tag(&desk.workspace.project().codebook, None));
                }
            }
            Verb::ChangeTag => self.open_for_tag(tags_panel::edit_overlay),
            Verb::RefactorTag => self.open_for_tag(tags_panel::refactoring),
            _ => {}
        }
    }

    /// Opens a dialog for the focused span's tag, else for the one that is armed, or whose page the codebook shows.
    fn open_for_tag(&mut self, dialog: fn(&Tag) -> Overlay) {
        let Session::Open(desk) = &self.session else { return };
        let codebook = &desk.workspace.project().codebook;
        let focused = desk.focused().map(|span| span.tag.clone());
        let tag = focused.or_else(|| desk.armed.clone()).or_else(|| desk.codebook.shown_tag(codebook));
        match tag.and_then(|id| codebook.tag(&id)) {
            Some(tag) => self.overlay = Some(dialog(tag)),
            None => self.say(ToastKind::Info, "The codebook has no tags yet".to_owned()),
        }
    }

    /// Shows the desktop's file dialog. One at a time; a second asks in the window.
    pub(super) fn ask_for_path(&mut self, cx: &Context, purpose: PathPurpose) {
        if self.file_dialog.is_some() {
            self.ask_in_window(purpose, Some("Another file dialog is still open".to_owned()));
            return;
        }
        let cx = cx.clone();
        self.file_dialog = Some(FileDialog::open(purpose, self.ask_for_files, move || cx.request_repaint()));
    }

    /// Asks for a path in the window itself.
    pub fn ask_in_window(&mut self, purpose: PathPurpose, why: Option<String>) {
        let text = if purpose.is_save() {
            let path = match &self.session {
                Session::Open(desk) if purpose == PathPurpose::Export => {
                    let name = slug(&desk.workspace.project().name, purpose.file_name());
                    self.home.exports().join(name)
                }
                _ => self.home.projects().join(purpose.file_name()),
            };
            path.display().to_string()
        } else {
            String::new()
        };
        self.overlay = Some(Overlay::Path { purpose, text, why });
    }

    /// Takes the answer of a file dialog.
    pub fn take_picked(&mut self, cx: &Context, answer: Picked) {
        if answer.is_missing {
            let why = "No system file dialog was found, so type the path here";
            self.ask_in_window(answer.purpose, Some(why.to_owned()));
        } else if answer.paths.is_empty() {
            if answer.purpose == PathPurpose::Export {
                self.open_export();
            }
        } else {
            let action = picked(answer.purpose, answer.paths);
            self.dispatch(cx, vec![action]);
        }
    }

    fn undo(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        let result = desk.workspace.undo();
        self.after_undo(cx, "Undone", Verb::Redo, result);
    }

    fn redo(&mut self, cx: &Context) {
        let Session::Open(desk) = &mut self.session else { return };
        let result = desk.workspace.redo();
        self.after_undo(cx, "Done again", Verb::Undo, result);
    }

    /// Names what was taken back or done again, and shows the place.
    fn after_undo<E: std::fmt::Display>(
        &mut self,
        cx: &Context,
        word: &str,
        opposite: Verb,
        result: Result<Option<Undone>, E>,
    ) {
        let undone = match result {
            Ok(Some(undone)) => undone,
            Ok(None) => {
                let nothing = if opposite == Verb::Redo { "Nothing to undo" } else { "Nothing to do again" };
                return self.say(ToastKind::Info, nothing.to_owned());
            }
            Err(error) => return self.say(ToastKind::Warning, capitalized(&error.to_string())),
        };
        let action = ToastAction {
            id: if opposite == Verb::Redo { TOAST_REDO } else { TOAST_UNDO },
            label: opposite.name().to_owned(),
            key: self.keymap.cap(opposite),
            is_lasting: false,
        };
        let message = format!("{word}: {}", undone.transaction.title);
        self.toasts.push(Toast { kind: ToastKind::Info, message, action: Some(action) });
        self.say_refused(&undone);
        self.show_place(cx, &undone.transaction);
    }

    /// Takes in texts that were changed so much that a person had to decide.
    fn take_in_texts(&mut self) {
        let Session::Open(desk) = &mut self.session else { return };
        if desk.workspace.changed_texts().is_empty() {
            return self.say(ToastKind::Info, "No text was changed outside".to_owned());
        }
        let n_taken = desk.workspace.take_in_changed_texts();
        self.say_undoable(format!("{} taken in", counted(n_taken, "changed text")));
    }

    /// Merges what sync programs left, beside the window.
    fn merge_copies(&mut self, cx: &Context) {
        let Session::Open(desk) = &self.session else { return };
        if desk.workspace.copies().is_empty() {
            return self.say(ToastKind::Info, "There is no conflict copy in this project".to_owned());
        }
        let source = desk.workspace.copies_source();
        self.keep_with(cx, "Merging conflict copies", move || Ok(Kept::Merged(source.merge())));
    }

    /// Takes in what merging gave, and says what came of it.
    pub(super) fn take_merged(&mut self, cx: &Context, merged: CopiesMerged) {
        let Session::Open(desk) = &mut self.session else { return };
        match desk.workspace.take_copies(merged.clone()) {
            Ok(()) => {}
            // Something was done meanwhile that the merge did not know.
            Err(RunError::Edit(EditError::Stale(_))) => return self.merge_copies(cx),
            Err(error) => return self.say(ToastKind::Warning, capitalized(&error.to_string())),
        }
        for error in merged.refused.iter().take(REFUSED) {
            self.say(ToastKind::Warning, format!("{}. {}", capitalized(&error.to_string()), error.hint()));
        }
        if !merged.conflicts.is_empty() {
            let shown: Vec<&str> = merged.conflicts.iter().take(REFUSED).map(String::as_str).collect();
            let n = counted(merged.conflicts.len(), "conflict");
            self.say(ToastKind::Warning, format!("{n}: {}", shown.join("; ")));
        }
        match (merged.n_copies(), merged.n_records()) {
            (0, _) => {}
            (_, 0) => self.say(ToastKind::Info, "The conflict copies have nothing new, and are put aside".to_owned()),
            (_, n) => self.say_undoable(format!("{} merged in", counted(n, "change"))),
        }
    }

    /// Shows the last steps of the history, whoever did them and whatever article they are about.
    pub(super) fn show_latest(&mut self) {
        self.go(Room::History);
        let Session::Open(desk) = &mut self.session else { return };
        (desk.history.of_article, desk.history.who, desk.history.chosen) = (false, None, None);
    }

    /// Looks for what takes back everything since a step of the history, beside the window.
    pub(super) fn go_back(&mut self, cx: &Context, place: usize) {
        let Session::Open(desk) = &self.session else { return };
        if let Some(history) = desk.history.history().filter(|_| desk.history.is_current(&desk.workspace)).cloned() {
            self.keep_with(cx, "Going back", move || Ok(Kept::Way(history.way_back(place))));
        }
    }

    /// Goes back, and says what could not be taken back.
    pub(super) fn take_way_back(&mut self, way: WayBack) {
        let Session::Open(desk) = &mut self.session else { return };
        match desk.workspace.go_back(way) {
            Ok(undone) => {
                desk.let_go();
                desk.history.chosen = None;
                self.say_undoable(undone.transaction.title.clone());
                self.say_refused(&undone);
            }
            Err(error) => self.say(ToastKind::Warning, capitalized(&error.to_string())),
        }
    }

    /// Says what was left as it is, since somebody else has changed it.
    fn say_refused(&mut self, undone: &Undone) {
        let mut refused: Vec<String> = undone.refused.iter().take(REFUSED).map(ToString::to_string).collect();
        if undone.refused.len() > REFUSED {
            refused.push(format!("{} more", undone.refused.len() - REFUSED));
        }
        if !refused.is_empty() {
            self.say(ToastKind::Warning, format!("Left as it is: {}", refused.join("; ")));
        }
    }

    /// Opens the document that a step touched, scrolls to the place and focuses the span that is there now.
    fn show_place(&mut self, cx: &Context, step: &Transaction) {
        self.close_missing_page();
        let Some((document, span)) = step.place() else { return };
        let (document, span) = (DocumentId::clone(document), span.cloned());
        let Session::Open(desk) = &mut self.session else { return };
        desk.let_go();
        // The lines of the search show what became of the place, among all others.
        if desk.room == Room::Search || desk.room != Room::Label && span.is_none() {
            return;
        }
        self.open_document(cx, &document);
        let (Some(span), Session::Open(desk)) = (span, &mut self.session) else { return };
        let now = desk.own_set().and_then(|set| set.spans.get(span.key())).map(|span| SpanRef::new(0, span));
        desk.page.focus = now.into_iter().collect();
        desk.page.selection = Some(Selection::caret(span.hull().start()));
        if let Some(reader) = &mut desk.page.reader {
            reader.scroll_to(span.hull());
        }
    }

    /// Asks who is labeling; what the system calls them is offered.
    pub(super) fn ask_who(&mut self) {
        let name = self.person.as_ref().map(|person| person.name.clone()).or_else(store::login_name);
        self.overlay = Some(Overlay::Annotator { name: name.unwrap_or_default() });
    }

    /// Says who is labeling: here, and on this computer from now on.
    pub(super) fn be_annotator(&mut self, name: String, id: Option<AnnotatorId>) {
        self.overlay = None;
        let Some(id) = id.or_else(|| AnnotatorId::new(&slug(&name, "annotator")).ok()) else { return };
        let person = Person { id: id.clone(), name: name.clone() };
        if let Err(error) = self.home.change_settings(|settings| settings.person = Some(person.clone())) {
            self.say(ToastKind::Warning, capitalized(&error.to_string()));
        }
        self.person = Some(person);
        self.take_seat();
        if let Some(action) = self.once_seated.take() {
            self.actions.push(action);
        }
    }

    /// Makes the person of this computer the annotator of the open project.
    pub fn take_seat(&mut self) {
        let (Some(person), Session::Open(desk)) = (self.person.clone(), &mut self.session) else { return };
        desk.workspace.set_annotator(Some(person.clone()));
        desk.let_go();
        if desk.others.as_ref() == Some(&person.id) {
            desk.others = None;
        }
        desk.figures.count_for(Some(person.id));
    }
}
